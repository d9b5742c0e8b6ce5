//! Formats of long ago, made by hand as their descriptions say.

use madang_artefact::facts::{Kind, Reason};

use crate::{facts, make::pe};

const TEXT: &[u8] = b"what is inside\n";

fn zlib(bytes: &[u8]) -> Vec<u8> {
    // Stored blocks: RFC 1950 and RFC 1951, 3.2.4.
    let length = u16::try_from(bytes.len()).unwrap();
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    [
        &[0x78, 1, 1][..],
        &length.to_le_bytes(),
        &(!length).to_le_bytes(),
        bytes,
        &(high << 16 | low).to_be_bytes(),
    ]
    .concat()
}

/// The object of this name has the text, and nothing was left unopened.
fn holds(bytes: &[u8], path: &str) {
    let facts = facts(bytes);
    let object = facts.objects.iter().find(|object| object.path == path);
    let object = object.unwrap_or_else(|| {
        panic!(
            "{:?} {:?}",
            facts.objects.iter().map(|object| &object.path).collect::<Vec<_>>(),
            facts.unopened
        )
    });
    assert_eq!((object.size_bytes, object.kind), (TEXT.len() as u64, Kind::Text));
    assert_eq!(facts.unopened, []);
}

fn arj_header(name: &[u8], method: u8, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in content {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut head = vec![30, 11, 1, 2, 0, method, kind, 0, 0, 0, 0, 0];
    head.extend(size);
    head.extend(size);
    head.extend((!crc).to_le_bytes());
    head.extend([0; 6]);
    head.extend(name);
    head.extend([0, 0]);
    let length = u16::try_from(head.len()).unwrap().to_le_bytes();
    [&b"\x60\xea"[..], &length, &head, &[0; 4], &[0, 0]].concat()
}

#[test]
fn arj() {
    let archive = [
        arj_header(b"x.arj", 2, 2, b""),
        arj_header(b"a\\b.txt", 0, 0, TEXT),
        TEXT.to_vec(),
        b"\x60\xea\0\0".to_vec(),
    ];
    holds(&archive.concat(), "a/b.txt");
    let unknown = [
        arj_header(b"x.arj", 2, 2, b""),
        arj_header(b"b", 4, 0, TEXT),
        TEXT.to_vec(),
        b"\x60\xea\0\0".to_vec(),
    ];
    assert!(facts(&unknown.concat()).unopened.iter().any(|unopened| unopened.reason == Reason::Variant));
}

#[test]
fn sis() {
    let body = zlib(TEXT);
    let name: Vec<u8> = "!:\\b.txt".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut package = vec![0; 68];
    package[8..12].copy_from_slice(&0x1000_0419_u32.to_le_bytes());
    package[18] = 1;
    package[20] = 1;
    package[36] = 1;
    package[52] = 68;
    let names_at = 68 + 48;
    let body_at = names_at + name.len();
    let mut put = |values: &[usize]| {
        for value in values {
            package.extend(u32::try_from(*value).unwrap().to_le_bytes());
        }
    };
    put(&[0, 0, 0, 0, 0, name.len(), names_at, body.len(), body_at, TEXT.len(), 0, 0]);
    package.extend(&name);
    package.extend(&body);
    holds(&package, "b.txt");
}

#[test]
fn installshield_of_both_kinds() {
    let program = pe(&["x"], "KERNEL32.dll", &["ExitProcess"; 30], None);
    let part = |name: &str, content: &[u8]| {
        [format!("{name}\0Disk1\\{name}\x000.0.0.0\0{}\0", content.len()).into_bytes(), content.to_vec()]
            .concat()
    };
    let older = [program.clone(), part("b.txt", TEXT), part("c.txt", &TEXT.repeat(9))].concat();
    holds(&older, "b.txt");

    let name = b"b.txt";
    let key: Vec<u8> = name
        .iter()
        .zip([0xec_u8, 0xca, 0x79, 0xf8].iter().cycle())
        .map(|(letter, mix)| letter ^ mix)
        .collect();
    let mixed: Vec<u8> =
        zlib(TEXT).iter().enumerate().map(|(at, byte)| (byte ^ key[at % key.len()]).rotate_left(4)).collect();
    let mut entry = name.to_vec();
    entry.resize(260, 0);
    for value in [6, 0, u32::try_from(mixed.len()).unwrap(), 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] {
        entry.extend(value.to_le_bytes());
    }
    let mut stream = b"InstallShield\0\x01\0".to_vec();
    stream.resize(46, 0);
    holds(&[program, stream, entry, mixed].concat(), "b.txt");
}

fn seven_bits(value: usize) -> Vec<u8> {
    if value < 128 { vec![value as u8] } else { vec![(value >> 7) as u8 | 0x80, value as u8 & 0x7f] }
}

#[test]
fn compiled_help_without_a_packed_part() {
    let mut chunk = [&b"PMGL"[..], &[0; 16]].concat();
    for (name, start, length) in [("/", 0, 0), ("/b.txt", 2, TEXT.len())] {
        chunk.extend(seven_bits(name.len()));
        chunk.extend(name.as_bytes());
        chunk.push(0);
        chunk.extend(seven_bits(start));
        chunk.extend(seven_bits(length));
    }
    let used = chunk.len();
    chunk.resize(512, 0);
    chunk[4..8].copy_from_slice(&u32::try_from(512 - used).unwrap().to_le_bytes());
    let mut directory = b"ITSP\x01\0\0\0\x54\0\0\0\x0a\0\0\0\0\x02\0\0".to_vec();
    directory.resize(0x54, 0);
    directory.extend(chunk);
    let mut help = b"ITSF\x03\0\0\0\x60\0\0\0".to_vec();
    help.resize(0x60, 0);
    let content_at = (0x60 + directory.len()) as u64;
    help[0x48..0x50].copy_from_slice(&0x60_u64.to_le_bytes());
    help[0x50..0x58].copy_from_slice(&(directory.len() as u64).to_le_bytes());
    help[0x58..0x60].copy_from_slice(&content_at.to_le_bytes());
    help.extend(directory);
    help.extend(b"..");
    help.extend(TEXT);
    holds(&help, "b.txt");
}

#[test]
fn programs_inside_programs_are_taken_out() {
    let inner = pe(&["x"], "KERNEL32.dll", &["WinExec"; 30], None);
    let outer = pe(&["x"], "KERNEL32.dll", &["ExitProcess"; 30], None);
    // Behind the head of the outer one, where its last part stands.
    let at = outer.len();
    let mut both = [outer, inner].concat();
    let head = u32::from_le_bytes(both[60..64].try_into().unwrap()) as usize;
    let optional = usize::from(u16::from_le_bytes(both[head + 20..head + 22].try_into().unwrap()));
    let section = head + 24 + optional;
    let start = u32::from_le_bytes(both[section + 20..section + 24].try_into().unwrap());
    let grown = u32::try_from(both.len()).unwrap() - start;
    both[section + 16..section + 20].copy_from_slice(&grown.to_le_bytes());
    let facts = facts(&both);
    let found = facts.objects.iter().find(|object| object.path == format!("program at {at}"));
    assert!(
        found.is_some_and(|object| object.kind == Kind::Pe),
        "{:?}",
        facts.objects.iter().map(|object| &object.path).collect::<Vec<_>>()
    );
}
