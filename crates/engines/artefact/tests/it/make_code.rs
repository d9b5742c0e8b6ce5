//! Makes inert code of Java and Android, documents and installers: all have texts, and none has anything that runs.

#![expect(clippy::cast_possible_truncation, reason = "everything made here is small")]
use std::io::{Cursor, Write};

use crate::make::zip;

/// A class that has these texts and nothing else.
pub(crate) fn class(texts: &[&str]) -> Vec<u8> {
    let mut class = b"\xca\xfe\xba\xbe\0\0\0\x34".to_vec();
    class.extend((texts.len() as u16 + 1).to_be_bytes());
    for text in texts {
        class.push(1);
        class.extend((text.len() as u16).to_be_bytes());
        class.extend(text.as_bytes());
    }
    class.extend([0; 14]);
    class
}

pub(crate) fn jar(manifest: &str, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let manifest = format!("Manifest-Version: 1.0\r\n{manifest}\r\n").into_bytes();
    let mut all = vec![("META-INF/MANIFEST.MF", manifest)];
    all.extend(files.iter().cloned());
    zip(&all)
}

/// A program of Android that has these texts and nothing else.
pub(crate) fn dex(texts: &[&str]) -> Vec<u8> {
    let mut program = b"dex\n035\0".to_vec();
    program.resize(0x38, 0);
    program.extend((texts.len() as u32).to_le_bytes());
    program.extend(0x70_u32.to_le_bytes());
    program.resize(0x70, 0);
    let mut body = Vec::new();
    for text in texts {
        program.extend((0x70 + 4 * texts.len() as u32 + body.len() as u32).to_le_bytes());
        body.push(text.len() as u8);
        body.extend(text.as_bytes());
        body.push(0);
    }
    program.extend(body);
    program
}

/// A binary manifest of these texts.
pub(crate) fn axml(texts: &[&str], wide: bool) -> Vec<u8> {
    let (mut places, mut body) = (Vec::new(), Vec::new());
    for text in texts {
        places.extend((body.len() as u32).to_le_bytes());
        if wide {
            body.extend((text.len() as u16).to_le_bytes());
            body.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            body.extend([0, 0]);
        } else {
            body.extend([text.len() as u8, text.len() as u8]);
            body.extend(text.as_bytes());
            body.push(0);
        }
    }
    let size = 28 + places.len() as u32 + body.len() as u32;
    let mut manifest = vec![3, 0, 8, 0];
    manifest.extend((8 + size).to_le_bytes());
    manifest.extend([1, 0, 28, 0]);
    let flags = if wide { 0 } else { 0x100 };
    for number in [size, texts.len() as u32, 0, flags, 28 + places.len() as u32, 0] {
        manifest.extend(number.to_le_bytes());
    }
    manifest.extend(places);
    manifest.extend(body);
    manifest
}

pub(crate) fn apk(permissions: &[&str], texts: &[&str], files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let names: Vec<String> = permissions.iter().map(|name| format!("android.permission.{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut all = vec![
        ("AndroidManifest.xml", axml(&names, texts.len().is_multiple_of(2))),
        ("classes.dex", dex(texts)),
    ];
    all.extend(files.iter().cloned());
    zip(&all)
}

pub(crate) fn document(body: &str, relations: &str) -> Vec<u8> {
    let xml = |text: String| format!("<?xml version=\"1.0\"?>{text}").into_bytes();
    zip(&[
        ("[Content_Types].xml", xml("<Types/>".into())),
        ("word/document.xml", xml(format!("<w:document xmlns:w=\"w\"><w:p>{body}</w:p></w:document>"))),
        ("word/_rels/settings.xml.rels", xml(format!("<Relationships>{relations}</Relationships>"))),
    ])
}

pub(crate) fn template(target: &str) -> Vec<u8> {
    document(
        "<w:t>a</w:t>",
        &format!(
            "<Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"{target}\" TargetMode=\"External\"/>"
        ),
    )
}

pub(crate) fn workbook(name: &str, formula: &str, sheet: &str) -> Vec<u8> {
    let xml = |text: String| format!("<?xml version=\"1.0\"?>{text}").into_bytes();
    zip(&[
        ("[Content_Types].xml", xml("<Types/>".into())),
        (
            "xl/workbook.xml",
            xml(format!(
                "<workbook><sheets><sheet name=\"m\" state=\"veryHidden\"/></sheets><definedNames><definedName name=\"{name}\">m!$A$1</definedName></definedNames></workbook>"
            )),
        ),
        (
            "xl/sheets/a.xml",
            xml(format!("<{sheet}><sheetData><row><c><f>{formula}</f></c></row></sheetData></{sheet}>")),
        ),
    ])
}

pub(crate) fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, body) in streams {
        compound.create_stream(name).unwrap().write_all(body).unwrap();
    }
    compound.into_inner().into_inner()
}

/// An old workbook whose second sheet is of this kind, with a name that is built in.
pub(crate) fn old_workbook(kind: u8, name: u8, formula: &[u8]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let mut record = kind.to_le_bytes().to_vec();
        record.extend((body.len() as u16).to_le_bytes());
        record.extend(body);
        record
    };
    let stream = [
        record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0]),
        record(0x85, &[0, 0, 0, 0, 2, kind, 1, 0, b'm']),
        record(0x18, &[0x20, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, name]),
        record(6, formula),
        record(10, &[]),
    ];
    compound(&[("/Workbook", stream.concat())])
}

/// A rich text with an object that is linked to an address, or only in it.
pub(crate) fn rich(control: &str, address: Option<&str>) -> Vec<u8> {
    let mut stream = vec![1, 0, 0, 2];
    if let Some(address) = address {
        stream.extend([
            0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0, 0xaa, 0, 0x4b, 0xa9, 0x0b,
        ]);
        let text: Vec<u8> = address.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        stream.extend((text.len() as u32).to_le_bytes());
        stream.extend(text);
    }
    let object = compound(&[("/\u{1}Ole", stream)]);
    let mut data = vec![1, 5, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0];
    data.extend(b"OLE2Link\0\0\0\0\0\0\0\0\0");
    data.extend((object.len() as u32).to_le_bytes());
    data.extend(object);
    let digits: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{{\\rtf1 a{{\\object{control}{{\\*\\objdata {digits}}}}}}}").into_bytes()
}

pub(crate) fn installer(kind: i32, target: &str) -> Vec<u8> {
    let mut package = msi::Package::create(msi::PackageType::Installer, Cursor::new(Vec::new())).unwrap();
    let text = |name: &str| msi::Column::build(name).primary_key().string(72);
    let tables = [
        ("Property", vec![text("Property"), msi::Column::build("Value").string(0)]),
        ("File", vec![text("File")]),
        ("InstallExecuteSequence", vec![text("Action")]),
        (
            "CustomAction",
            vec![
                text("Action"),
                msi::Column::build("Type").int32(),
                msi::Column::build("Source").nullable().string(72),
                msi::Column::build("Target").nullable().string(0),
            ],
        ),
    ];
    for (name, columns) in tables {
        package.create_table(name, columns).unwrap();
    }
    let texts = |words: &[&str]| words.iter().map(|word| msi::Value::from(*word)).collect::<Vec<_>>();
    package.insert_rows(msi::Insert::into("Property").row(texts(&["Code", target]))).unwrap();
    package
        .insert_rows(msi::Insert::into("CustomAction").row(vec![
            msi::Value::from("Finish"),
            msi::Value::Int(kind),
            msi::Value::from(if kind & 0x3f >= 50 { "Code" } else { "code" }),
            msi::Value::from(target),
        ]))
        .unwrap();
    if matches!(kind & 0x3f, 5 | 6) {
        package.write_stream("Binary.code").unwrap().write_all(target.as_bytes()).unwrap();
    }
    package.into_inner().unwrap().into_inner()
}
