//! File systems inside images: HFS+, APFS, ISO 9660.

use std::io::Cursor;

use super::dmg::Bounded;
use crate::{
    bytes::{be32, count, count32, index, le32, piece, text, utf16},
    facts::{Kind, Member},
    take::{Fault, Holder, Taker},
};

/// Entries of one volume.
const ENTRIES_MAX: usize = 200_000;

/// HFS+ and HFSX.
pub(crate) fn hfs_plus(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let broken = |error: hfsplus::HfsPlusError| Fault::damaged(error.to_string());
    // The reader allocates a block: a size that is nobody's is refused before.
    if be32(bytes, 1024 + 40).is_none_or(|size| !size.is_power_of_two() || !(512..=1 << 20).contains(&size)) {
        return Err(Fault::damaged("block size"));
    }
    let mut volume = hfsplus::HfsVolume::open(Cursor::new(bytes)).map_err(broken)?;
    let entries = volume.walk().map_err(broken)?;
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(entries.len());
    for found in entries.into_iter().take(ENTRIES_MAX) {
        let path = found.path.trim_start_matches('/').to_owned();
        // The file system's own files.
        if path.starts_with(".HFS+ Private")
            || path.starts_with("\u{2400}")
            || path.contains("HFS+ Private Data")
        {
            continue;
        }
        let stat = volume.stat(&found.path).map_err(broken)?;
        let member = Member { mode: Some(u32::from(stat.permissions.mode) & 0o7777), ..Member::default() };
        match found.entry.kind {
            hfsplus::EntryKind::Directory => taker.bodiless(holder, &path, member, Kind::Folder),
            kind => {
                let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
                if stat.size > allowed {
                    return Err(Fault::Limit(limit));
                }
                let mut content = Vec::new();
                volume
                    .read_file_to(&found.path, Bounded { bytes: &mut content, left: index(allowed) })
                    .map_err(broken)?;
                if kind == hfsplus::EntryKind::Symlink {
                    let link = Some(String::from_utf8_lossy(&content).into_owned());
                    taker.bodiless(holder, &path, Member { link, ..member }, Kind::Link);
                } else {
                    taker.held_member(holder, &path, member, &content)?;
                }
            }
        }
    }
    Ok(())
}

/// APFS: the first volume, not encrypted.
pub(crate) fn apfs_volume(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let broken = |error: apfs::ApfsError| Fault::damaged(error.to_string());
    if le32(bytes, 36).is_none_or(|size| !size.is_power_of_two() || !(4096..=65536).contains(&size)) {
        return Err(Fault::damaged("block size"));
    }
    let mut volume = apfs::ApfsVolume::open(Cursor::new(bytes)).map_err(broken)?;
    let entries = volume.walk().map_err(broken)?;
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(entries.len());
    for found in entries.into_iter().take(ENTRIES_MAX) {
        let path = found.path.trim_start_matches('/').to_owned();
        let stat = volume.stat(&found.path).map_err(broken)?;
        let member = Member { mode: Some(u32::from(stat.mode) & 0o7777), ..Member::default() };
        if found.entry.kind == apfs::EntryKind::Directory {
            taker.bodiless(holder, &path, member, Kind::Folder);
            continue;
        }
        let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
        if stat.size > allowed {
            return Err(Fault::Limit(limit));
        }
        if found.entry.kind == apfs::EntryKind::Symlink {
            let target =
                volume.get_xattr(&found.path, "com.apple.fs.symlink").ok().flatten().unwrap_or_default();
            taker.bodiless(holder, &path, Member { link: Some(text(&target)), ..member }, Kind::Link);
            continue;
        }
        let mut content = Vec::new();
        volume
            .read_file_to(&found.path, &mut Bounded { bytes: &mut content, left: index(allowed) })
            .map_err(broken)?;
        taker.held_member(holder, &path, member, &content)?;
    }
    Ok(())
}

/// ISO 9660, with the names of Joliet or Rock Ridge when they are there.
///
/// *Source*: ECMA-119; the Joliet specification; IEEE P1282.
pub(crate) fn iso(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut root = None;
    for sector in 16..32 {
        let descriptor = piece(bytes, sector * 2048, 2048).ok_or_else(|| Fault::damaged("cut off"))?;
        match descriptor[0] {
            1 if root.is_none() => root = Some((place(&descriptor[156..190])?, false)),
            2 if descriptor[88] == b'%' && descriptor[89] == b'/' => {
                root = Some((place(&descriptor[156..190])?, true));
            }
            255 => break,
            _ => {}
        }
    }
    let ((start, length), joliet) = root.ok_or_else(|| Fault::damaged("no volume"))?;
    let mut waiting = vec![(String::new(), start, length)];
    let mut known = std::collections::HashSet::new();
    let mut members = 0;
    while let Some((path, start, length)) = waiting.pop() {
        if !known.insert(start) {
            continue;
        }
        let folder =
            piece(bytes, start * 2048, length).ok_or_else(|| Fault::damaged("folder out of place"))?;
        let mut at = 0;
        while at < folder.len() {
            let record_bytes = usize::from(folder[at]);
            if record_bytes == 0 {
                at = (at / 2048 + 1) * 2048;
                continue;
            }
            let record = folder
                .get(at..at + record_bytes)
                .filter(|record| record.len() > 33)
                .ok_or_else(|| Fault::damaged("record cut off"))?;
            at += record_bytes;
            let Some(name) = iso_name(record, joliet) else { continue };
            let inner = if path.is_empty() { name } else { format!("{path}/{name}") };
            let (start, length) = place(record)?;
            members += 1;
            let member = Member { hidden_attribute: record[25] & 1 != 0, ..Member::default() };
            if record[25] & 2 != 0 {
                taker.bodiless(holder, &inner, member, Kind::Folder);
                waiting.push((inner, start, length));
            } else {
                let body =
                    piece(bytes, start * 2048, length).ok_or_else(|| Fault::damaged("file out of place"))?;
                taker.member(holder, &inner, member, body);
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

/// Sector and length.
fn place(record: &[u8]) -> Result<(u64, u64), Fault> {
    let cut = || Fault::damaged("record cut off");
    Ok((u64::from(le32(record, 2).ok_or_else(cut)?), u64::from(le32(record, 10).ok_or_else(cut)?)))
}

/// The best name there is; `None` for the folder itself and the one above.
fn iso_name(record: &[u8], joliet: bool) -> Option<String> {
    let length = usize::from(record[32]);
    let name = record.get(33..33 + length)?;
    if length == 1 && name[0] <= 1 {
        return None;
    }
    if joliet {
        return Some(utf16(name, true).split(';').next()?.to_owned());
    }
    let mut system = record.get(33 + length + (1 - length % 2)..)?;
    while system.len() > 4 && usize::from(system[2]) >= 4 {
        let entry = system.get(..usize::from(system[2]))?;
        if entry.starts_with(b"NM") && entry.len() > 5 {
            return Some(text(&entry[5..]));
        }
        system = &system[entry.len()..];
    }
    Some(text(name).split(';').next()?.trim_end_matches('.').to_owned())
}
