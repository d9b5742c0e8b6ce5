//! What bytes are, by what they begin with and how they are built; never by a name.

use crate::{
    bytes::{be16, be32, find, le16, le32},
    facts::Kind,
};

/// First bytes that decide alone.
const HEADS: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b\x08", Kind::Gzip),
    (b"\xfd7zXZ\0", Kind::Xz),
    (b"LZIP\x01", Kind::Lzip),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"\x04\x22\x4d\x18", Kind::Lz4),
    (b"\x1f\x9d", Kind::UnixCompress),
    (b"\xed\xab\xee\xdb", Kind::Rpm),
    (b"070701", Kind::Cpio),
    (b"070702", Kind::Cpio),
    (b"070707", Kind::Cpio),
    (b"\xc7\x71", Kind::Cpio),
    (b"xar!", Kind::Xar),
    (b"pbzx", Kind::Pbzx),
    (b"BOMStore", Kind::Bom),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Cfb),
    (b"MSCF\0\0\0\0", Kind::Cab),
    (b"ISc(", Kind::InstallShield),
    (b"7z\xbc\xaf\x27\x1c", Kind::SevenZip),
    (b"Rar!\x1a\x07", Kind::Rar),
    (b"SZDD\x88\xf0\x27\x33", Kind::Szdd),
    (b"KWAJ\x88\xf0\x27\xd1", Kind::Szdd),
    (b"ITSF\x03\0\0\0", Kind::Chm),
    (b"hsqs", Kind::SquashFs),
    (b"\x7fELF", Kind::Elf),
    (b"Cr24\x02\0\0\0", Kind::Crx),
    (b"Cr24\x03\0\0\0", Kind::Crx),
    (b"dex\n03", Kind::Dex),
    (b"dex\n04", Kind::Dex),
    (b"\0asm\x01\0\0\0", Kind::Wasm),
    (b"{\\rtf", Kind::Rtf),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", Kind::OneNote),
    (b"bplist00", Kind::Plist),
    (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", Kind::Shortcut),
    (b"\x78\x9f\x3e\x22", Kind::Tnef),
    (b"\x89PNG\r\n\x1a\n", Kind::Image),
    (b"GIF8", Kind::Image),
    (b"\xff\xd8\xff", Kind::Image),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"\0\0\x01\0", Kind::Image),
    (b"icns", Kind::Image),
    (b"\0\x01\0\0\0", Kind::Font),
    (b"OTTO", Kind::Font),
    (b"wOFF", Kind::Font),
    (b"wOF2", Kind::Font),
    (b"true\0", Kind::Font),
    (b"ttcf", Kind::Font),
    (b"OggS", Kind::Audio),
    (b"fLaC", Kind::Audio),
    (b"ID3", Kind::Audio),
    (b"\x1aE\xdf\xa3", Kind::Video),
    (b"SQLite format 3\0", Kind::Sqlite),
    (b"-----BEGIN ", Kind::Certificate),
    (b"Salted__", Kind::Encrypted),
    (b"AGE-ENCRYPTION", Kind::Encrypted),
    (b"age-encryption.org/v1", Kind::Encrypted),
];

/// What these bytes are.
pub(crate) fn identify(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    // The first block of a disk image may begin like any packed data: its trailer is asked first.
    if is_disk_image(bytes) {
        return Kind::Dmg;
    }
    if let Some(kind) = structure(bytes) {
        return kind;
    }
    if let Some((_, kind)) = HEADS.iter().find(|(head, _)| bytes.starts_with(head)) {
        return *kind;
    }
    if let Some(kind) = volume(bytes) {
        return kind;
    }
    if pdf_start(bytes).is_some() {
        return Kind::Pdf;
    }
    // A script with an archive behind it is a script: shells read no further than they are told.
    if bytes.starts_with(b"#!") && bytes[..bytes.len().min(200)].contains(&b'\n') {
        return Kind::Script;
    }
    if is_text(bytes) { text(bytes) } else { other(bytes) }
}

/// Heads that need a second look.
fn structure(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', b'0', b'0', b'P', b'K', 3, 4, ..] => {
            Some(Kind::Zip)
        }
        [b'M', b'Z', ..] if bytes.len() > 64 => Some(Kind::Pe),
        [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', ..]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, b'r', b'E', ..] => Some(Kind::Bzip2),
        [b'!', b'<', b'a', b'r', b'c', b'h', b'>', b'\n', rest @ ..] => {
            Some(if rest.starts_with(b"debian-binary") { Kind::Deb } else { Kind::Ar })
        }
        [0xca, 0xfe, 0xba, 0xbe | 0xbf, ..] => {
            // Java has its version where a fat file has its number of processors.
            let number = be32(bytes, 4)?;
            Some(if number & 0xffff < 43 && number < 43 { Kind::MachOFat } else { Kind::JavaClass })
        }
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => Some(Kind::MachO),
        [0x71, 0xc7, ..] if le16(bytes, 20)? > 0 => Some(Kind::Cpio),
        [0x60, 0xea, ..] if (10..2600).contains(&le16(bytes, 2)?) => Some(Kind::Arj),
        [0x5d, 0, 0, ..] if bytes.len() > 13 && bytes[5..13].iter().all(|byte| *byte == 0xff) => {
            Some(Kind::Lzma)
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, kind @ ..] => Some(match kind {
            [b'W', b'E', b'B', b'P', ..] => Kind::Image,
            [b'W', b'A', b'V', b'E', ..] => Kind::Audio,
            _ => Kind::Video,
        }),
        [_, _, b'-', b'l', b'h' | b'z', _, b'-', ..] => Some(Kind::Lzh),
        [4, 0, 0, 0, ..] if is_asar(bytes) => Some(Kind::Asar),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Kind::Video),
        [_, 0x0d, 0x0d, 0x0a, ..] if bytes.len() > 16 => Some(Kind::PyCode),
        [_, _, 0x0d, 0x0a, 0..=3, 0, 0, 0, ..] if bytes.len() > 16 => Some(Kind::PyCode),
        _ => match bytes.get(7..14) {
            Some(b"**ACE**") => Some(Kind::Ace),
            _ if is_tar(bytes) => Some(Kind::Tar),
            _ if matches!(le32(bytes, 8), Some(0x1000_0419)) || be32(bytes, 0) == Some(0x7a1a_2010) => {
                Some(Kind::Sis)
            }
            _ => None,
        },
    }
}

/// An Electron archive: a pickled length and a JSON directory.
fn is_asar(bytes: &[u8]) -> bool {
    let sizes = (le32(bytes, 4), le32(bytes, 8), le32(bytes, 12));
    let (Some(header), Some(pickle), Some(json)) = sizes else { return false };
    header >= 8 && pickle.checked_add(4) == Some(header) && json <= pickle && bytes.get(16) == Some(&b'{')
}

/// A header whose checksum is right, with or without the mark `ustar`.
///
/// *Source*: POSIX.1-2017, pax, "ustar Interchange Format".
pub(crate) fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..512) else { return false };
    if header[0] == 0 {
        return false;
    }
    let said = octal(&header[148..156]);
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) })
        .sum();
    said == Some(sum)
}

/// An octal number, with blanks and NULs around it.
pub(crate) fn octal(field: &[u8]) -> Option<u64> {
    let digits: Vec<u8> = field
        .iter()
        .copied()
        .skip_while(|byte| *byte == b' ' || *byte == 0)
        .take_while(|byte| (b'0'..=b'7').contains(byte))
        .collect();
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, digit| number.checked_mul(8)?.checked_add(u64::from(digit - b'0')))
}

/// A UDIF disk image ends with 512 bytes that begin with `koly`.
fn is_disk_image(bytes: &[u8]) -> bool {
    bytes.len() >= 512 && bytes[bytes.len() - 512..].starts_with(b"koly\0\0\0\x04")
}

/// A file system without anything around it.
pub(crate) fn volume(bytes: &[u8]) -> Option<Kind> {
    match bytes.get(1024..1026) {
        Some(b"H+" | b"HX") if matches!(be16(bytes, 1026), Some(4 | 5)) => return Some(Kind::HfsPlus),
        _ => {}
    }
    if bytes.get(32..36) == Some(b"NXSB") {
        return Some(Kind::Apfs);
    }
    match bytes.get(32769..32774) {
        Some(b"CD001") => return Some(Kind::Iso9660),
        Some(b"BEA01" | b"NSR02" | b"NSR03") => return Some(Kind::Udf),
        _ => {}
    }
    if bytes.get(1080..1082) == Some(b"\x53\xef") && bytes.len() > 4096 {
        return Some(Kind::Ext);
    }
    if bytes.get(510..512) == Some(b"\x55\xaa") && matches!(bytes.first(), Some(0xeb | 0xe9)) {
        return Some(Kind::Fat);
    }
    if bytes.starts_with(b"conectix") || bytes.starts_with(b"vhdxfile") || bytes.starts_with(b"KDMV") {
        return Some(Kind::Vhd);
    }
    let tail = bytes.len().checked_sub(512)?;
    bytes[tail..].starts_with(b"conectix").then_some(Kind::Vhd)
}

/// Where a PDF begins: readers look for the mark in the first 1024 bytes.
fn pdf_start(bytes: &[u8]) -> Option<usize> {
    find(&bytes[..bytes.len().min(1024)], b"%PDF-", 0)
}

/// Other things that the same bytes are as well: readers differ in which they see.
pub(crate) fn also(bytes: &[u8], kind: Kind) -> Vec<Kind> {
    let mut others = Vec::new();
    let zip_like = matches!(kind, Kind::Zip);
    if !zip_like
        && !matches!(kind, Kind::Tar | Kind::Ar | Kind::Deb | Kind::Asar | Kind::Cpio | Kind::Crx)
        && zip_end(bytes).is_some_and(|at| !is_volume(kind) || is_of_all(bytes, at))
    {
        others.push(Kind::Zip);
    }
    if kind != Kind::Pdf
        && !kind.is_executable()
        && !matches!(kind, Kind::Text | Kind::Script)
        && pdf_start(bytes).is_some_and(|at| !is_stored_at(bytes, at))
    {
        others.push(Kind::Pdf);
    }
    if zip_like && bytes.len() > 40_000 && matches!(volume(bytes), Some(Kind::Iso9660 | Kind::HfsPlus)) {
        others.extend(volume(bytes));
    }
    others
}

/// Does a member of a ZIP that is not packed begin here, seen from the beginning of the whole?
fn is_stored_at(bytes: &[u8], place: usize) -> bool {
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x03\x04") {
        let length = |from: usize| le16(bytes, at + from).map_or(usize::MAX, usize::from);
        let begin = at.saturating_add(30).saturating_add(length(26)).saturating_add(length(28));
        if begin >= place {
            return begin == place && length(8) == 0;
        }
        let size = le32(bytes, at + 18).map_or(usize::MAX, |size| size as usize);
        at = begin.saturating_add(size);
        if at > place {
            return false;
        }
    }
    false
}

/// Volumes keep files as they are, so that an archive may be one of these.
fn is_volume(kind: Kind) -> bool {
    matches!(kind, Kind::HfsPlus | Kind::Apfs | Kind::Iso9660 | Kind::Udf | Kind::Fat | Kind::Ext | Kind::Vhd)
}

/// Is this the end of a directory of the whole, and not of a file in it? It stands at the very end, or its directory where it
/// says, counted from the beginning of the whole.
fn is_of_all(bytes: &[u8], end: usize) -> bool {
    let start = le32(bytes, end + 16).map_or(usize::MAX, |start| start as usize);
    ends_the_whole(bytes, end)
        || start.checked_add(4).and_then(|last| bytes.get(start..last)) == Some(b"PK\x01\x02")
}

/// Does nothing follow this end of a ZIP's directory but the comment that it announces?
pub(crate) fn ends_the_whole(bytes: &[u8], end: usize) -> bool {
    let comment = le16(bytes, end + 20).map_or(usize::MAX, usize::from);
    end.saturating_add(22).saturating_add(comment) == bytes.len()
}

/// Where a ZIP's end of directory stands, if the directory it points at is there.
pub(crate) fn zip_end(bytes: &[u8]) -> Option<usize> {
    let tail = bytes.len().saturating_sub(66_000);
    // The last byte of the mark is rare, and looked for by vector instructions.
    let mut ends = memchr::memrchr_iter(6, &bytes[tail..]).map(|end| tail + end + 1);
    let at = ends.find(|end| bytes[tail..*end].ends_with(b"PK\x05\x06"))? - 4;
    let (size, start) = (le32(bytes, at + 12)? as usize, le32(bytes, at + 16)? as usize);
    let is_there = |place: usize| bytes.get(place..place + 4) == Some(b"PK\x01\x02");
    let from_end = at.checked_sub(size)?;
    (size >= 46 && (is_there(from_end) || is_there(start))).then_some(at)
}

/// Mostly printable, no NUL; UTF-16 with a mark counts.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return bytes.len().is_multiple_of(2);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let odd = head
        .iter()
        .filter(|byte| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    odd == 0 || (odd * 200 < head.len() && !head.contains(&0))
}

fn text(bytes: &[u8]) -> Kind {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let body = &body[start.min(body.len())..];
    let head = String::from_utf8_lossy(&body[..body.len().min(1500)]).to_ascii_lowercase();
    if head.starts_with("#!") {
        return Kind::Script;
    }
    if head.starts_with("<?xml") || head.starts_with("<!doctype plist") || head.starts_with("<plist") {
        if head.contains("<plist") || head.contains("doctype plist") {
            return Kind::Plist;
        }
        return if head.contains("<svg") { Kind::Svg } else { Kind::Xml };
    }
    if head.starts_with("<svg") {
        return Kind::Svg;
    }
    const PAGES: [&str; 12] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<script",
        "<a ",
        "<img",
        "<div",
        "<iframe",
        "<object",
        "<p>",
        "<table",
    ];
    if PAGES.iter().any(|mark| head.starts_with(mark)) {
        return Kind::Html;
    }
    if head.starts_with('{') && serde_json_like(body) {
        return Kind::Json;
    }
    mail(&head).unwrap_or(Kind::Text)
}

fn serde_json_like(body: &[u8]) -> bool {
    body.len() <= 8 << 20 && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
}

/// Mail and the old ways to put files into text.
fn mail(head: &str) -> Option<Kind> {
    if head.contains("(this file must be converted with binhex") {
        return Some(Kind::BinHex);
    }
    let first = head.lines().next().unwrap_or_default();
    let words: Vec<&str> = first.split(' ').collect();
    if let ["begin", mode, _, ..] = words[..]
        && mode.len() == 3
        && mode.bytes().all(|digit| digit.is_ascii_digit())
    {
        return Some(Kind::UuEncoded);
    }
    let fields = [
        "received:",
        "from:",
        "to:",
        "subject:",
        "date:",
        "message-id:",
        "mime-version:",
        "return-path:",
        "content-type:",
    ];
    let starts = first.starts_with("from ") || fields.iter().any(|field| first.starts_with(field));
    let found = || fields.iter().filter(|field| head.lines().any(|line| line.starts_with(**field))).count();
    (starts && found() >= 3).then_some(Kind::Mail)
}

/// No text and no head that decides.
fn other(bytes: &[u8]) -> Kind {
    let der = bytes.len() > 64
        && bytes[0] == 0x30
        && bytes[1] == 0x82
        && be16(bytes, 2).map(usize::from) == Some(bytes.len() - 4);
    if der {
        return Kind::Certificate;
    }
    Kind::Data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_look_alikes_do_not_count() {
        let cases: [(&[u8], Kind); 14] = [
            (b"", Kind::Empty),
            (b"PK\x03\x04rest", Kind::Zip),
            (b"!<arch>\ndebian-binary   ", Kind::Deb),
            (b"!<arch>\nother.o/        ", Kind::Ar),
            (b"\xca\xfe\xba\xbe\0\0\0\x02\0\0\0\0", Kind::MachOFat),
            (b"\xca\xfe\xba\xbe\0\0\0\x34\0\0\0\0", Kind::JavaClass),
            (b"#!/bin/sh\n", Kind::Script),
            (b"MZ is how a sentence may begin", Kind::Text),
            (b"{\"a\":1}", Kind::Json),
            (b"{ not json", Kind::Text),
            (b"<?xml version=\"1.0\"?><plist version=\"1.0\"/>", Kind::Plist),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"begin 644 a.exe\nM", Kind::UuEncoded),
            (b"\0\x07\x80\xff\x01\x02", Kind::Data),
        ];
        for (bytes, kind) in cases {
            assert_eq!(identify(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
