//! Makes inert containers: every script ends on its second line, every host is under `.invalid`, programs have no entry and no code.

#![expect(clippy::cast_possible_truncation, reason = "everything made here is small")]
use std::io::Write;

use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};

/// What every script begins with: it ends before it does anything.
pub(crate) const SHELL: &str = "#!/bin/sh\nexit 0\n";
/// The same for JavaScript.
pub(crate) const NODE: &str = "throw new Error('inert');\n";
/// The same for Python.
pub(crate) const PYTHON: &str = "raise SystemExit('inert')\n";

/// Files with their names.
pub(crate) type Files<'all> = [(&'all str, Vec<u8>)];

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    gzip_at(bytes, Compression::fast())
}

/// As small as it gets: zeros shrink a thousand times.
pub(crate) fn gzip_best(bytes: &[u8]) -> Vec<u8> {
    gzip_at(bytes, Compression::best())
}

fn gzip_at(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn tar(files: &Files<'_>) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, body) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000755");
        header[124..135].copy_from_slice(format!("{:011o}", body.len()).as_bytes());
        header[156] = b'0';
        header[257..262].copy_from_slice(b"ustar");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        archive.extend(header);
        archive.extend(body);
        archive.resize(archive.len().div_ceil(512) * 512, 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

pub(crate) fn tgz(files: &Files<'_>) -> Vec<u8> {
    gzip(&tar(files))
}

pub(crate) fn zip(files: &Files<'_>) -> Vec<u8> {
    zip_with(files, str::to_owned, 0)
}

/// A ZIP whose headers before the data have other names, or flags.
pub(crate) fn zip_with(files: &Files<'_>, local: impl Fn(&str) -> String, flags: u16) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, body) in files {
        let start = archive.len() as u32;
        let sum = crc32fast::hash(body);
        let fields = |name: &str| {
            let mut fields = Vec::new();
            fields.extend(flags.to_le_bytes());
            fields.extend([0; 6]);
            fields.extend(sum.to_le_bytes());
            fields.extend((body.len() as u32).to_le_bytes());
            fields.extend((body.len() as u32).to_le_bytes());
            fields.extend((name.len() as u16).to_le_bytes());
            fields.extend([0, 0]);
            fields
        };
        let local = local(name);
        archive.extend(b"PK\x03\x04\x14\0");
        archive.extend(fields(&local));
        archive.extend(local.as_bytes());
        archive.extend(body);
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(fields(name));
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, size, number) = (archive.len() as u32, directory.len() as u32, files.len() as u16);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(number.to_le_bytes());
    archive.extend(number.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

pub(crate) fn deb(scripts: &Files<'_>, files: &Files<'_>) -> Vec<u8> {
    let mut control = vec![("./control", b"Package: x\nVersion: 1\nMaintainer: a <a@a.invalid>\n".to_vec())];
    control.extend(scripts.iter().cloned());
    let mut archive = b"!<arch>\n".to_vec();
    let parts = [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", tgz(&control)),
        ("data.tar.gz", tgz(files)),
    ];
    for (name, body) in parts {
        archive.extend(format!("{name:<16}0           0     0     100644  {:<10}`\n", body.len()).as_bytes());
        archive.extend(&body);
        if body.len() % 2 == 1 {
            archive.push(b'\n');
        }
    }
    archive
}

/// A Debian package with one script, for checks of scripts.
pub(crate) fn postinst(script: &str) -> Vec<u8> {
    deb(&[("./postinst", format!("{SHELL}{script}").into_bytes())], &[])
}

pub(crate) fn cpio(files: &Files<'_>) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, body) in files.iter().chain(&[("TRAILER!!!", Vec::new())]) {
        archive.extend(
            format!(
                "070707{:06o}{:06o}{:06o}{:06o}{:06o}{:06o}{:06o}{:011o}{:06o}{:011o}",
                0,
                0,
                0o100_644,
                0,
                0,
                1,
                0,
                0,
                name.len() + 1,
                body.len()
            )
            .as_bytes(),
        );
        archive.extend(name.as_bytes());
        archive.push(0);
        archive.extend(body);
    }
    archive
}

pub(crate) fn xar(files: &Files<'_>) -> Vec<u8> {
    let (mut heap, mut xml) = (Vec::<u8>::new(), String::from("<xar><toc>"));
    for (name, body) in files {
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        let data = format!(
            "<file><name>{file}</name><type>file</type><data><length>{0}</length><offset>{1}</offset><size>{0}</size><encoding style=\"application/octet-stream\"/></data></file>",
            body.len(),
            heap.len()
        );
        let wrapped = if folder.is_empty() {
            data
        } else {
            format!("<file><name>{folder}</name><type>directory</type>{data}</file>")
        };
        xml.push_str(&wrapped);
        heap.extend(body);
    }
    xml.push_str("</toc></xar>");
    let packed = zlib(xml.as_bytes());
    let mut archive = b"xar!\0\x1c\0\x01".to_vec();
    archive.extend((packed.len() as u64).to_be_bytes());
    archive.extend((xml.len() as u64).to_be_bytes());
    archive.extend([0; 4]);
    archive.extend(packed);
    archive.extend(heap);
    archive
}

pub(crate) fn pkg(script: &str, payload: &Files<'_>) -> Vec<u8> {
    let info = "<pkg-info identifier=\"invalid.x\" version=\"1\" install-location=\"/\" auth=\"root\"><scripts><postinstall file=\"./postinstall\"/></scripts></pkg-info>";
    let scripts = [("./postinstall", format!("{SHELL}{script}").into_bytes())];
    xar(&[
        ("m.pkg/PackageInfo", info.as_bytes().to_vec()),
        ("m.pkg/Payload", gzip(&cpio(payload))),
        ("m.pkg/Scripts", gzip(&cpio(&scripts))),
    ])
}

/// A disk image of one block that is not packed.
pub(crate) fn dmg(volume: &[u8]) -> Vec<u8> {
    let sectors = (volume.len() / 512) as u64;
    let mut table = b"mish\0\0\0\x01".to_vec();
    table.extend(0_u64.to_be_bytes());
    table.extend(sectors.to_be_bytes());
    table.resize(200, 0);
    table.extend(2_u32.to_be_bytes());
    for (kind, start, length, packed) in
        [(1_u32, 0, sectors, volume.len() as u64), (0xffff_ffff, sectors, 0, 0)]
    {
        table.extend(kind.to_be_bytes());
        table.extend([0; 4]);
        for number in [start, length, 0, packed] {
            table.extend(number.to_be_bytes());
        }
    }
    let list = format!(
        "<plist><dict><key>resource-fork</key><dict><key>blkx</key><array><dict><key>Name</key><string>disk</string><key>Data</key><data>{}</data></dict></array></dict></dict></plist>",
        base64(&table)
    );
    let mut image = volume.to_vec();
    let mut trailer = b"koly\0\0\0\x04\0\0\x02\0".to_vec();
    trailer.resize(216, 0);
    trailer.extend((image.len() as u64).to_be_bytes());
    trailer.extend((list.len() as u64).to_be_bytes());
    trailer.resize(512, 0);
    image.extend(list.as_bytes());
    image.extend(trailer);
    image
}

/// An ISO 9660 image with one folder.
pub(crate) fn iso(files: &Files<'_>) -> Vec<u8> {
    let mut image = vec![0_u8; 19 * 2048];
    let record = |name: &[u8], sector: u32, length: u32, flags: u8| {
        let mut record = vec![0_u8; 33];
        record[2..6].copy_from_slice(&sector.to_le_bytes());
        record[10..14].copy_from_slice(&length.to_le_bytes());
        record[25] = flags;
        record[32] = name.len() as u8;
        record.extend(name);
        if record.len() % 2 == 1 {
            record.push(0);
        }
        record[0] = record.len() as u8;
        record
    };
    let mut folder = Vec::new();
    for (name, body) in files {
        let sector = (image.len() / 2048) as u32;
        folder.extend(record(name.as_bytes(), sector, body.len() as u32, 0));
        image.extend(body);
        image.resize(image.len().div_ceil(2048) * 2048, 0);
    }
    image[18 * 2048..18 * 2048 + folder.len()].copy_from_slice(&folder);
    image[16 * 2048] = 1;
    image[16 * 2048 + 1..16 * 2048 + 6].copy_from_slice(b"CD001");
    let root = record(&[0], 18, 2048, 2);
    image[16 * 2048 + 156..16 * 2048 + 156 + root.len()].copy_from_slice(&root);
    image[17 * 2048] = 255;
    image[17 * 2048 + 1..17 * 2048 + 6].copy_from_slice(b"CD001");
    image
}

pub(crate) fn asar(files: &Files<'_>) -> Vec<u8> {
    let (mut body, mut entries) = (Vec::<u8>::new(), Vec::new());
    for (name, content) in files {
        entries.push(format!("\"{name}\":{{\"size\":{},\"offset\":\"{}\"}}", content.len(), body.len()));
        body.extend(content);
    }
    let json = format!("{{\"files\":{{{}}}}}", entries.join(","));
    let padded = json.len().div_ceil(4) * 4;
    let mut archive = Vec::new();
    for number in [4, padded as u32 + 8, padded as u32 + 4, json.len() as u32] {
        archive.extend(number.to_le_bytes());
    }
    archive.extend(json.as_bytes());
    archive.resize(16 + padded, 0);
    archive.extend(body);
    archive
}

/// A Windows program without entry or code: texts, imports of one library, and what lies behind a table of signatures.
pub(crate) fn pe(texts: &[&str], library: &str, imports: &[&str], behind: Option<&[u8]>) -> Vec<u8> {
    const RVA: u32 = 0x1000;
    let mut data = vec![0_u8; 40];
    let names: Vec<u32> = imports
        .iter()
        .map(|name| {
            let at = RVA + data.len() as u32;
            data.extend([0, 0]);
            data.extend(name.as_bytes());
            data.push(0);
            data.resize(data.len().div_ceil(8) * 8, 0);
            at
        })
        .collect();
    let list = RVA + data.len() as u32;
    for name in &names {
        data.extend(u64::from(*name).to_le_bytes());
    }
    data.extend([0; 8]);
    let name_at = RVA + data.len() as u32;
    data.extend(library.as_bytes());
    data.push(0);
    for (at, value) in [(0, list), (12, name_at), (16, list)] {
        data[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    for text in texts {
        data.push(0);
        data.extend(text.as_bytes());
        data.push(0);
    }
    data.resize(data.len().div_ceil(512) * 512, 0);
    let mut file = b"MZ".to_vec();
    file.resize(60, 0);
    file.extend(64_u32.to_le_bytes());
    file.extend(b"PE\0\0\x64\x86\x01\0");
    file.extend([0; 12]);
    file.extend([240, 0, 0x22, 0]);
    let mut optional = vec![0_u8; 240];
    optional[..2].copy_from_slice(&[0x0b, 2]);
    optional[24..32].copy_from_slice(&0x1_4000_0000_u64.to_le_bytes());
    optional[32..36].copy_from_slice(&0x1000_u32.to_le_bytes());
    optional[36..40].copy_from_slice(&512_u32.to_le_bytes());
    optional[56..60].copy_from_slice(&0x10_0000_u32.to_le_bytes());
    optional[60..64].copy_from_slice(&512_u32.to_le_bytes());
    optional[108..112].copy_from_slice(&16_u32.to_le_bytes());
    optional[120..124].copy_from_slice(&RVA.to_le_bytes());
    optional[124..128].copy_from_slice(&40_u32.to_le_bytes());
    if behind.is_some() {
        optional[144..148].copy_from_slice(&(512 + data.len() as u32).to_le_bytes());
        optional[148..152].copy_from_slice(&64_u32.to_le_bytes());
    }
    file.extend(optional);
    file.extend(b".rdata\0\0");
    for number in [data.len() as u32, RVA, data.len() as u32, 512, 0, 0, 0, 0x4000_0040] {
        file.extend(number.to_le_bytes());
    }
    file.resize(512, 0);
    file.extend(data);
    if let Some(behind) = behind {
        let mut table = vec![64, 0, 0, 0, 0, 2, 2, 0];
        table.resize(64, 0);
        file.extend(table);
        file.extend(behind);
    }
    file
}

/// A macOS program without entry: texts and imports.
pub(crate) fn macho(texts: &[&str], imports: &[&str]) -> Vec<u8> {
    let mut strings = vec![0_u8];
    let mut symbols = Vec::new();
    for import in imports {
        symbols.extend((strings.len() as u32).to_le_bytes());
        symbols.extend([1, 0, 0, 1]);
        symbols.extend([0; 8]);
        strings.extend(import.as_bytes());
        strings.push(0);
    }
    let start = 32 + 24;
    let mut file = Vec::new();
    for number in [0xfeed_facf_u32, 0x0100_000c, 0, 2, 1, 24, 0, 0] {
        file.extend(number.to_le_bytes());
    }
    for number in [2_u32, 24, start, imports.len() as u32, start + symbols.len() as u32, strings.len() as u32]
    {
        file.extend(number.to_le_bytes());
    }
    file.extend(symbols);
    file.extend(strings);
    for text in texts {
        file.extend(text.as_bytes());
        file.push(0);
    }
    file.resize(file.len().div_ceil(8) * 8, 0);
    file
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = u32::from(group[0]) << 16
            | u32::from(*group.get(1).unwrap_or(&0)) << 8
            | u32::from(*group.get(2).unwrap_or(&0));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// Bytes that look random, the same every time.
pub(crate) fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

/// A job of launchd.
pub(crate) fn plist(label: &str, program: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Label</key><string>{label}</string><key>ProgramArguments</key><array><string>{program}</string><string>Go</string></array><key>RunAtLoad</key><true/></dict></plist>").into_bytes()
}

/// An npm package.
pub(crate) fn npm(hook: &str, files: &[(&str, &str)]) -> Vec<u8> {
    let scripts =
        if hook.is_empty() { String::new() } else { format!(",\"scripts\":{{\"postinstall\":\"{hook}\"}}") };
    let manifest = format!("{{\"name\":\"x\",\"version\":\"1.0.0\"{scripts}}}").into_bytes();
    let names: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, body)| (format!("package/{name}"), format!("{NODE}{body}").into_bytes()))
        .collect();
    let mut all: Vec<(&str, Vec<u8>)> = vec![("package/package.json", manifest)];
    all.extend(names.iter().map(|(name, body)| (name.as_str(), body.clone())));
    tgz(&all)
}
