//! Android: the texts of programs (dex), and what a manifest asks for.
//!
//! *Source*: Dalvik Executable format, `string_ids` and `string_data_item`; `ResourceTypes.h` of the Android Open
//! Source Project, `ResXMLTree_header` and `ResStringPool_header`.

use crate::{
    bytes::{count32, le16, le32, utf16},
    facts::{Code, Kind},
    read::bytecode,
    take::{Fault, Holder, Taker},
};

/// Texts of one manifest.
const TEXTS_MAX: u32 = 100_000;
/// What is kept of a manifest.
const DECLARED_MAX: usize = 256;
/// What the file with the permissions is called, in every package.
const MANIFEST: &str = "AndroidManifest.xml";

/// Reads the texts of a program.
pub(crate) fn dex(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let texts = dex_texts(bytes)
        .ok_or_else(|| Fault::damaged("the program's table of texts breaks the rules of its format"))?;
    taker.object_mut(holder.id).code = Some(Box::new(bytecode::read(texts.into_iter())));
    Ok(())
}

/// The texts of a program; `None` when the table of them breaks the rules.
pub(crate) fn dex_texts(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let (number, table) = (le32(bytes, 0x38)? as usize, le32(bytes, 0x3c)? as usize);
    let table = bytes.get(table..table.checked_add(number.checked_mul(4)?)?)?;
    table
        .chunks_exact(4)
        .map(|place| {
            let start = le32(place, 0)? as usize;
            // The length is in letters, in at most five groups of seven bits; the end is a NUL.
            let letters = bytes.get(start..)?.iter().take(5).position(|byte| byte & 0x80 == 0)?;
            let text = bytes.get(start + letters + 1..)?;
            Some(&text[..memchr::memchr(0, text)?])
        })
        .collect()
}

/// Data that no first bytes name: a binary manifest, or what only is called a program.
pub(crate) fn unnamed(taker: &mut Taker, holder: &Holder, bytes: &[u8], name: &str) -> Result<(), Fault> {
    let parent = taker.object(holder.id).and_then(|object| object.parent).and_then(|id| taker.object(id));
    match parent.map(|parent| parent.kind) {
        Some(Kind::Apk) if name == MANIFEST => {
            let texts = pool(bytes).ok_or_else(|| {
                Fault::Variant("the manifest's table of texts is written in another way".into())
            })?;
            declare(taker, holder, texts.into_iter());
            Ok(())
        }
        Some(Kind::Apk) if is_program(name) => {
            Err(Fault::Variant("it stands where a program of Android stands, and is none".into()))
        }
        Some(Kind::Jar) if name.ends_with(".class") => {
            Err(Fault::Variant("it stands where a class of Java stands, and is none".into()))
        }
        _ => Ok(()),
    }
}

/// `classes.dex`, `classes2.dex`…: what Android loads when it starts the application.
fn is_program(name: &str) -> bool {
    name.strip_prefix("classes")
        .and_then(|rest| rest.strip_suffix(".dex"))
        .is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// A manifest that is a text: in archives of libraries.
pub(crate) fn plain_manifest(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    if kind == Kind::Xml && name == MANIFEST && bytes.len() < 1 << 20 {
        let nodes = crate::xml::nodes(bytes).unwrap_or_default();
        let values = nodes.into_iter().filter_map(|node| match node {
            crate::xml::Node::Open(_, attributes) => Some(attributes.into_iter().map(|(_, value)| value)),
            _ => None,
        });
        declare(taker, holder, values.flatten());
    }
}

fn declare(taker: &mut Taker, holder: &Holder, texts: impl Iterator<Item = String>) {
    let mut declared: Vec<String> =
        texts.filter(|text| text.starts_with("android.permission.") && text.len() < 120).collect();
    declared.sort();
    declared.dedup();
    declared.truncate(DECLARED_MAX);
    taker.object_mut(holder.id).code = Some(Box::new(Code { declared, ..Code::default() }));
}

/// The texts of a binary XML file; `None` when it is none.
pub(crate) fn pool(bytes: &[u8]) -> Option<Vec<String>> {
    const UTF8: u32 = 0x100;
    if le16(bytes, 2)? != 8 || le16(bytes, 8)? != 1 {
        return None;
    }
    let pool = bytes.get(8..)?;
    let (header, number) = (usize::from(le16(pool, 2)?), le32(pool, 8)?.min(TEXTS_MAX));
    let (flags, start) = (le32(pool, 16)?, le32(pool, 20)? as usize);
    (0..number as usize)
        .map(|text| {
            let at = start.checked_add(le32(pool, header + 4 * text)? as usize)?;
            if flags & UTF8 == 0 { wide(pool, at) } else { narrow(pool, at) }
        })
        .collect()
}

/// A text of two bytes for each letter, its length before it.
fn wide(pool: &[u8], at: usize) -> Option<String> {
    let first = usize::from(le16(pool, at)?);
    let (length, start) = if first & 0x8000 == 0 {
        (first, at + 2)
    } else {
        ((first & 0x7fff) << 16 | usize::from(le16(pool, at + 2)?), at + 4)
    };
    Some(utf16(pool.get(start..start.checked_add(length * 2)?)?, false))
}

/// A text in UTF-8, its lengths in letters and in bytes before it.
fn narrow(pool: &[u8], at: usize) -> Option<String> {
    let wide = |at: usize| Some(pool.get(at)? & 0x80 != 0);
    let second = at + if wide(at)? { 2 } else { 1 };
    let first = usize::from(*pool.get(second)?);
    let (length, start) = if wide(second)? {
        ((first & 0x7f) << 8 | usize::from(*pool.get(second + 1)?), second + 2)
    } else {
        (first, second + 1)
    };
    Some(String::from_utf8_lossy(pool.get(start..start + length)?).into_owned())
}

/// For fuzzing: every reader of this file that gives something, however wrong the bytes are.
pub(crate) fn every_text(bytes: &[u8]) -> u32 {
    count32(dex_texts(bytes).map_or(0, |texts| texts.len()))
        .saturating_add(count32(pool(bytes).map_or(0, |texts| texts.len())))
}
