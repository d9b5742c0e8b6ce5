//! ZIP: the directory at the end decides, and is compared with the headers before the data.
//!
//! *Source*: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.

use std::{collections::HashMap, io::Read};

use crate::{
    bytes::{count, find, index, le16, le32, le64, piece, shortened},
    facts::{Contradiction, Kind, Member},
    magic::{ends_the_whole, zip_end},
    take::{Fault, Holder, Taker},
};

/// Bytes before or after an archive that are no accident.
const SURPLUS_BYTES: u64 = 1;

/// One entry of the directory.
#[derive(Debug, Clone)]
struct Entry {
    name: String,
    flags: u16,
    method: u16,
    checksum: u32,
    packed: u64,
    size: u64,
    start: u64,
    mode: Option<u32>,
    hidden: bool,
}

/// The end of the directory.
struct End {
    at: usize,
    entries: u64,
    directory: u64,
    /// What is in front of the archive.
    shift: u64,
    after: u64,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let end = end(bytes)?;
    let entries = directory(bytes, &end)?;
    let standalone = taker.object(holder.id).is_some_and(|object| object.kind == Kind::Zip);
    if standalone {
        honesty(taker, holder, bytes, &end);
        if let Some(kind) = refined(&entries) {
            taker.object_mut(holder.id).kind = kind;
        }
    }
    let encrypted = entries.iter().filter(|entry| entry.flags & 1 != 0 || entry.method == 99).count();
    let container = taker.object_mut(holder.id).container.get_or_insert_default();
    container.members = crate::bytes::count32(entries.len());
    container.encrypted = crate::bytes::count32(encrypted);
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut starts: Vec<(u64, u64, &str)> = Vec::new();
    for entry in &entries {
        if let Some(checksum) = seen.insert(&entry.name, entry.checksum)
            && checksum != entry.checksum
        {
            taker.contradiction(holder.id, Contradiction::Twice { member: shortened(&entry.name, 200) });
        }
        match member(taker, holder, bytes, entry) {
            Ok(range) => starts.push((range.0, range.1, &entry.name)),
            Err(fault) => broken(taker, holder, entry, &fault),
        }
    }
    starts.sort_unstable();
    for pair in starts.windows(2) {
        if pair[1].0 < pair[0].1 {
            taker.contradiction(holder.id, Contradiction::Overlap { member: shortened(pair[1].2, 200) });
        }
    }
    Ok(())
}

/// A member that cannot be read makes an object without bytes, so that its name can be seen.
fn broken(taker: &mut Taker, holder: &Holder, entry: &Entry, fault: &Fault) {
    if let Some(id) = taker.member(holder, &entry.name, Member { mode: entry.mode, ..Member::default() }, b"")
    {
        let object = taker.object_mut(id);
        object.sha256 = String::new();
        object.size_bytes = entry.size;
        object.kind = if matches!(fault, Fault::Encrypted) { Kind::Encrypted } else { Kind::Data };
        taker.fault(id, fault);
    }
}

/// Finds the end of the directory, and where the directory really is.
fn end(bytes: &[u8]) -> Result<End, Fault> {
    let at = zip_end(bytes).or_else(|| crate::bytes::find_last(bytes, b"PK\x05\x06"));
    let at = at.ok_or_else(|| Fault::damaged("no end of directory"))?;
    let cut = || Fault::damaged("end of directory cut off");
    let mut entries = u64::from(le16(bytes, at + 10).ok_or_else(cut)?);
    let mut size = u64::from(le32(bytes, at + 12).ok_or_else(cut)?);
    let mut directory = u64::from(le32(bytes, at + 16).ok_or_else(cut)?);
    let comment = u64::from(le16(bytes, at + 20).ok_or_else(cut)?);
    let mut directory_end = count(at);
    if let Some(locator) = at.checked_sub(20)
        && bytes.get(locator..locator + 4) == Some(b"PK\x06\x07")
        && let Some(big) = find(bytes, b"PK\x06\x06", locator.saturating_sub(56 + 4096))
        && big < locator
    {
        entries = le64(bytes, big + 32).ok_or_else(cut)?;
        size = le64(bytes, big + 40).ok_or_else(cut)?;
        directory = le64(bytes, big + 48).ok_or_else(cut)?;
        directory_end = count(big);
    }
    let real =
        directory_end.checked_sub(size).ok_or_else(|| Fault::damaged("directory bigger than the file"))?;
    let shift = real.checked_sub(directory).ok_or_else(|| Fault::damaged("directory out of place"))?;
    let after = count(bytes.len()).saturating_sub(count(at) + 22 + comment);
    Ok(End { at, entries, directory: real, shift, after })
}

fn directory(bytes: &[u8], end: &End) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    let mut at = index(end.directory);
    while bytes.get(at..at.saturating_add(4)) == Some(b"PK\x01\x02") {
        let (entry, length) =
            entry(bytes, at, end.shift).ok_or_else(|| Fault::damaged("directory cut off"))?;
        entries.push(entry);
        at += length;
    }
    if count(entries.len()) & 0xffff != end.entries & 0xffff {
        return Err(Fault::damaged(format!("{} entries, {} said", entries.len(), end.entries)));
    }
    Ok(entries)
}

fn entry(bytes: &[u8], at: usize, shift: u64) -> Option<(Entry, usize)> {
    let (name_bytes, extra_bytes, comment_bytes) = (
        le16(bytes, at + 28)?.into(),
        usize::from(le16(bytes, at + 30)?),
        usize::from(le16(bytes, at + 32)?),
    );
    let name_bytes: usize = name_bytes;
    let name = bytes.get(at + 46..at + 46 + name_bytes)?;
    let extra = bytes.get(at + 46 + name_bytes..at + 46 + name_bytes + extra_bytes)?;
    let made_by = le16(bytes, at + 4)? >> 8;
    let attributes = le32(bytes, at + 38)?;
    let mut entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        flags: le16(bytes, at + 8)?,
        method: le16(bytes, at + 10)?,
        checksum: le32(bytes, at + 16)?,
        packed: le32(bytes, at + 20)?.into(),
        size: le32(bytes, at + 24)?.into(),
        start: le32(bytes, at + 42)?.into(),
        mode: (matches!(made_by, 3 | 19) && attributes >> 16 != 0).then_some(attributes >> 16),
        hidden: attributes & 2 != 0,
    };
    zip64(&mut entry, extra);
    entry.start = entry.start.checked_add(shift)?;
    Some((entry, 46 + name_bytes + extra_bytes + comment_bytes))
}

/// Big numbers stand in an extra field, only those that do not fit.
fn zip64(entry: &mut Entry, mut extra: &[u8]) {
    while let (Some(id), Some(length)) = (le16(extra, 0), le16(extra, 2)) {
        let Some(body) = extra.get(4..4 + usize::from(length)) else { return };
        if id == 1 {
            let mut at = 0;
            for field in [&mut entry.size, &mut entry.packed, &mut entry.start] {
                if *field == 0xffff_ffff
                    && let Some(value) = le64(body, at)
                {
                    *field = value;
                    at += 8;
                }
            }
        }
        extra = &extra[4 + usize::from(length)..];
    }
}

/// Reads one member; gives the range of bytes that it takes.
fn member(taker: &mut Taker, holder: &Holder, bytes: &[u8], entry: &Entry) -> Result<(u64, u64), Fault> {
    let header = index(entry.start);
    if bytes.get(header..header.saturating_add(4)) != Some(b"PK\x03\x04") {
        return Err(Fault::damaged("no header where the directory says"));
    }
    let cut = || Fault::damaged("header cut off");
    let name_bytes = u64::from(le16(bytes, header + 26).ok_or_else(cut)?);
    let extra_bytes = u64::from(le16(bytes, header + 28).ok_or_else(cut)?);
    let start = entry.start + 30 + name_bytes + extra_bytes;
    compare(taker, holder, bytes, entry, header, name_bytes);
    let body = piece(bytes, start, entry.packed).ok_or_else(|| Fault::damaged("cut off"))?;
    let described = Member { mode: entry.mode, link: None, hidden_attribute: entry.hidden };
    let range = (entry.start, start + entry.packed);
    if entry.name.ends_with('/') && entry.size == 0 {
        taker.bodiless(holder, &entry.name, described, Kind::Folder);
        return Ok(range);
    }
    if entry.flags & 1 != 0 || entry.method == 99 {
        return Err(Fault::Encrypted);
    }
    if entry.mode.is_some_and(|mode| mode & 0o170_000 == 0o120_000) && entry.size < 4096 {
        let target = taker.unpacked(decoder(entry, body)?, entry.packed, entry.size)?;
        let link = Some(String::from_utf8_lossy(&target).into_owned());
        taker.bodiless(holder, &entry.name, Member { link, ..described }, Kind::Link);
        return Ok(range);
    }
    if entry.method == 6 {
        let (allowed, limit) = taker.budget.allowance(entry.packed);
        if entry.size > allowed {
            return Err(Fault::Limit(limit));
        }
        taker.budget.work(entry.size)?;
        let unpacked = super::explode::explode(body, entry.flags, index(entry.size))?;
        checked(taker, holder, entry, &unpacked);
        taker.held_member(holder, &entry.name, described, &unpacked)?;
    } else if entry.method == 0 {
        checked(taker, holder, entry, body);
        taker.member(holder, &entry.name, described, body);
    } else {
        let unpacked = taker.unpacked(decoder(entry, body)?, entry.packed, entry.size)?;
        checked(taker, holder, entry, &unpacked);
        taker.held_member(holder, &entry.name, described, &unpacked)?;
    }
    Ok(range)
}

/// Does the content have the size that the directory says?
fn checked(taker: &mut Taker, holder: &Holder, entry: &Entry, content: &[u8]) {
    if count(content.len()) != entry.size {
        let words = Contradiction::Size {
            member: shortened(&entry.name, 200),
            said: entry.size,
            found: count(content.len()),
        };
        taker.contradiction(holder.id, words);
    } else if entry.checksum != 0 && crc32fast::hash(content) != entry.checksum {
        taker.contradiction(holder.id, Contradiction::Checksum { member: shortened(&entry.name, 200) });
    }
}

fn decoder<'bytes>(entry: &Entry, body: &'bytes [u8]) -> Result<Box<dyn Read + 'bytes>, Fault> {
    Ok(match entry.method {
        0 => Box::new(body),
        8 => Box::new(flate2::bufread::DeflateDecoder::new(body)),
        9 => Box::new(deflate64::Deflate64Decoder::with_buffer(body)),
        12 => Box::new(bzip2::bufread::BzDecoder::new(body)),
        14 => {
            let properties = *body.get(4).ok_or_else(|| Fault::damaged("cut off"))?;
            let dictionary = le32(body, 5).ok_or_else(|| Fault::damaged("cut off"))?;
            let reader = lzma_rust2::LzmaReader::new_with_props(
                &body[9..],
                if entry.flags & 2 != 0 { u64::MAX } else { entry.size },
                properties,
                dictionary.min(256 << 20),
                None,
            );
            Box::new(reader.map_err(|error| Fault::damaged(error.to_string()))?)
        }
        93 => super::layers::stream(body, Kind::Zstd)?,
        95 => super::layers::stream(body, Kind::Xz)?,
        method => return Err(Fault::Variant(format!("compression method {method}"))),
    })
}

/// What the directory says against what the header before the data says.
fn compare(taker: &mut Taker, holder: &Holder, bytes: &[u8], entry: &Entry, header: usize, name_bytes: u64) {
    let local =
        piece(bytes, count(header) + 30, name_bytes).map(|name| String::from_utf8_lossy(name).into_owned());
    let local = local.unwrap_or_default();
    let mut mismatch = |directory: String, local: String| {
        let member = shortened(&entry.name, 200);
        taker.contradiction(holder.id, Contradiction::HeaderMismatch { member, directory, local });
    };
    if local != entry.name && local.replace('\\', "/") != entry.name.replace('\\', "/") {
        mismatch(shortened(&entry.name, 200), shortened(&local, 200));
    }
    let method = le16(bytes, header + 8).unwrap_or(0);
    if method != entry.method {
        mismatch(format!("method {}", entry.method), format!("method {method}"));
    }
    let flags = le16(bytes, header + 6).unwrap_or(0);
    if (flags ^ entry.flags) & 1 != 0 {
        mismatch(format!("encrypted: {}", entry.flags & 1), format!("encrypted: {}", flags & 1));
    }
    // With bit 3 the sizes stand behind the data.
    let size = le32(bytes, header + 22).unwrap_or(0);
    if flags & 8 == 0 && u64::from(size) != entry.size && size != u32::MAX {
        mismatch(format!("{} bytes", entry.size), format!("{size} bytes"));
    }
}

/// Is it one archive, and nothing but one?
fn honesty(taker: &mut Taker, holder: &Holder, bytes: &[u8], end: &End) {
    if end.shift >= SURPLUS_BYTES || end.after >= SURPLUS_BYTES {
        let words = Contradiction::Surplus { before_bytes: end.shift, after_bytes: end.after };
        taker.contradiction(holder.id, words);
    }
    let mut ends = 0;
    let mut from = 0;
    while let Some(at) = find(bytes, b"PK\x05\x06", from) {
        // A stored archive inside has its own end; only one that could be ours counts.
        if at == end.at || ends_the_whole(bytes, at) {
            ends += 1;
        }
        from = at + 4;
    }
    if ends > 1 {
        taker.contradiction(holder.id, Contradiction::TwoEnds { count: ends });
    }
}

/// Programs are handed out in the same packaging as documents: applications for Windows, extensions of editors, NuGet.
///
/// *Source*: ISO/IEC 29500-2; "Components of an MSIX package", "VSIX extension schema 2.0" and ".nuspec", Microsoft.
fn is_package(entries: &[Entry]) -> bool {
    let has = |test: &dyn Fn(&str) -> bool| entries.iter().any(|entry| test(&entry.name));
    let marked = has(&|name| {
        ["AppxManifest.xml", "AppxMetadata/AppxBundleManifest.xml", "extension.vsixmanifest"].contains(&name)
            || (name.ends_with(".nuspec") && !name.contains('/'))
    });
    let document = ["word/", "xl/", "ppt/", "visio/", "Documents/"];
    marked && !has(&|name| document.iter().any(|folder| name.starts_with(folder)))
}

/// What kind of archive it is, by what is in it.
fn refined(entries: &[Entry]) -> Option<Kind> {
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has("AndroidManifest.xml") {
        Some(Kind::Apk)
    } else if has("[Content_Types].xml") && !is_package(entries) {
        Some(Kind::Ooxml)
    } else if entries.iter().any(|entry| entry.name.ends_with(".dist-info/WHEEL")) {
        Some(Kind::Wheel)
    } else if has("META-INF/MANIFEST.MF") {
        Some(Kind::Jar)
    } else if has("mimetype") && has("content.xml") {
        Some(Kind::OpenDocument)
    } else {
        None
    }
}
