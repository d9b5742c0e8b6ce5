//! Cabinets, 7z, RPM and macOS payloads.

use std::io::{Cursor, Read};

use crate::{
    bytes::{be32, be64, count, count32, index, piece, text},
    facts::{Kind, Member, Package, Scheme},
    take::{Context, Fault, Holder, Role, Taker},
};

/// Memory for the dictionaries of 7z. *Units*: KiB.
const MEMORY_KIB_MAX: usize = 256 << 10;

/// A Windows cabinet.
pub(crate) fn cabinet(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut cabinet = cab::Cabinet::new(Cursor::new(bytes))?;
    let names: Vec<(String, u64, bool)> = cabinet
        .folder_entries()
        .flat_map(|folder| {
            folder
                .file_entries()
                .map(|file| (file.name().to_owned(), u64::from(file.uncompressed_size()), file.is_hidden()))
                .collect::<Vec<_>>()
        })
        .collect();
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(names.len());
    for (name, size, hidden) in names {
        let mut reader = cabinet.read_file(&name)?;
        let member = Member { hidden_attribute: hidden, ..Member::default() };
        taker.packed_member(
            holder,
            &name.replace('\\', "/"),
            member,
            (count(bytes.len()), size),
            &mut reader,
        )?;
    }
    Ok(())
}

/// A 7z archive.
pub(crate) fn seven_zip(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let broken = |error: sevenz_rust2::Error| {
        let words = error.to_string();
        if words.to_lowercase().contains("password") || words.contains("AES") {
            Fault::Encrypted
        } else {
            Fault::Damaged(words)
        }
    };
    let mut cursor = Cursor::new(bytes);
    let password = sevenz_rust2::Password::empty();
    let archive = sevenz_rust2::Archive::read_with_memory_limit(&mut cursor, &password, MEMORY_KIB_MAX)
        .map_err(broken)?;
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(archive.files.len());
    let mut reader = sevenz_rust2::ArchiveReader::from_archive(archive, cursor, password);
    reader.set_thread_count(1);
    let mut fault = None;
    let packed = count(bytes.len());
    let outcome = reader.for_each_entries(|entry, content| {
        let name = entry.name().to_owned();
        if fault.is_some() {
            return Ok(false);
        }
        if entry.is_directory() {
            taker.bodiless(holder, &name, Member::default(), Kind::Folder);
            return Ok(true);
        }
        match taker.packed_member(holder, &name, Member::default(), (packed, entry.size()), content) {
            Ok(_) => Ok(true),
            Err(found) => {
                fault = Some(found);
                Ok(false)
            }
        }
    });
    match fault {
        Some(fault) => Err(fault),
        None => outcome.map_err(broken),
    }
}

/// An RPM: a lead, two headers, a packed cpio.
///
/// *Source*: LSB 4.1, "RPM Package Format".
pub(crate) fn rpm(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("header cut off");
    let signature = header(bytes, 96).ok_or_else(cut)?;
    let main = header(bytes, signature.end.div_ceil(8) * 8).ok_or_else(cut)?;
    let value = |tag: u32| {
        main.values
            .iter()
            .find(|(known, _)| *known == tag)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    };
    let signed = signature.values.iter().any(|(tag, _)| matches!(*tag, 267 | 268 | 1002 | 1005));
    let mut hooks = Vec::new();
    for (tag, name) in [
        (1023, "preinstall"),
        (1024, "postinstall"),
        (1025, "prerm"),
        (1026, "postrm"),
        (1151, "pretrans"),
        (1152, "posttrans"),
    ] {
        let script = value(tag);
        if !script.is_empty() {
            hooks.push(name.to_owned());
            let context = Context { role: Role::Hook, as_root: true, base: None };
            taker.member_with(holder, name, Member::default(), script.as_bytes(), context);
        }
    }
    let object = taker.object_mut(holder.id);
    object.package = Some(Box::new(Package {
        format: "rpm".into(),
        name: value(1000),
        version: value(1001),
        vendor: value(1011),
        needs_root: true,
        hooks,
        ..Package::default()
    }));
    if signed {
        object.signature = Some(Box::new(crate::read::certificate::unnamed(Scheme::OpenPgp)));
    }
    let payload = bytes.get(main.end..).ok_or_else(cut)?;
    let context = Context { base: Some("/".into()), role: Role::Files, as_root: true };
    taker.member_with(holder, "payload", Member::default(), payload, context);
    Ok(())
}

/// One header of an RPM.
struct RpmHeader {
    values: Vec<(u32, String)>,
    end: usize,
}

fn header(bytes: &[u8], at: usize) -> Option<RpmHeader> {
    if bytes.get(at..at + 4)? != b"\x8e\xad\xe8\x01" {
        return None;
    }
    let entries = be32(bytes, at + 8)? as usize;
    let store_bytes = be32(bytes, at + 12)? as usize;
    let store = at + 16 + entries.checked_mul(16)?;
    let end = store.checked_add(store_bytes)?;
    let store = bytes.get(store..end)?;
    let mut values = Vec::new();
    for entry in 0..entries.min(10_000) {
        let tag = be32(bytes, at + 16 + entry * 16)?;
        let kind = be32(bytes, at + 20 + entry * 16)?;
        let offset = be32(bytes, at + 24 + entry * 16)? as usize;
        // Texts: one, or the first of several.
        let value = if matches!(kind, 6 | 8 | 9) {
            store.get(offset..).map(text).unwrap_or_default()
        } else {
            String::new()
        };
        values.push((tag, value));
    }
    Some(RpmHeader { values, end })
}

/// Apple's chunked payload: `pbzx`, then chunks of xz or plain bytes.
pub(crate) fn pbzx(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("chunk cut off");
    let mut flags = be64(bytes, 4).ok_or_else(cut)?;
    let mut at = 12_u64;
    let mut whole = Vec::new();
    while flags & (1 << 24) != 0 && at < count(bytes.len()) {
        flags = be64(bytes, index(at)).ok_or_else(cut)?;
        let length = be64(bytes, index(at) + 8).ok_or_else(cut)?;
        let chunk = piece(bytes, at + 16, length).ok_or_else(cut)?;
        at += 16 + length;
        let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
        let room = allowed.saturating_sub(count(whole.len()));
        if chunk.starts_with(b"\xfd7zXZ") {
            super::layers::stream(chunk, Kind::Xz)?.take(room + 1).read_to_end(&mut whole)?;
        } else {
            whole.extend_from_slice(chunk);
        }
        if count(whole.len()) > allowed {
            return Err(Fault::Limit(limit));
        }
    }
    taker.held_member(holder, "content", Member::default(), &whole)?;
    Ok(())
}
