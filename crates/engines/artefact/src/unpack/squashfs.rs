//! SquashFS 4, the file system of AppImages and snaps.
//!
//! *Source*: the Linux kernel, `fs/squashfs/squashfs_fs.h`.

use crate::{
    bytes::{count, count32, index, le16, le32, le64, piece},
    facts::{Kind, Member},
    take::{Fault, Holder, Taker},
};

/// Bytes of a block of metadata, unpacked.
const METADATA_BYTES: u64 = 8192;
/// Entries of one image.
const ENTRIES_MAX: u32 = 200_000;
/// No fragment.
const NO_FRAGMENT: u32 = u32::MAX;

struct Image<'bytes> {
    bytes: &'bytes [u8],
    method: u16,
    block_bytes: u64,
    inodes: u64,
    directories: u64,
    fragments: u64,
}

/// Unpacked metadata, with where each packed block began.
struct Metadata {
    plain: Vec<u8>,
    starts: Vec<(u64, usize)>,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("header cut off");
    if le16(bytes, 28) != Some(4) {
        return Err(Fault::Variant("not version 4".into()));
    }
    let image = Image {
        bytes,
        method: le16(bytes, 20).ok_or_else(cut)?,
        block_bytes: u64::from(le32(bytes, 12).ok_or_else(cut)?).min(1 << 20),
        inodes: le64(bytes, 64).ok_or_else(cut)?,
        directories: le64(bytes, 72).ok_or_else(cut)?,
        fragments: le64(bytes, 80).ok_or_else(cut)?,
    };
    let root = le64(bytes, 32).ok_or_else(cut)?;
    let inodes = metadata(taker, &image, image.inodes, image.directories)?;
    let end = image.fragments.min(count(bytes.len()));
    let directories = metadata(
        taker,
        &image,
        image.directories,
        if end > image.directories { end } else { count(bytes.len()) },
    )?;
    let fragments = fragment_table(taker, &image, le32(bytes, 16).ok_or_else(cut)?)?;
    let mut waiting = vec![(String::new(), root)];
    let mut members = 0;
    while let Some((path, reference)) = waiting.pop() {
        members += 1;
        if members > ENTRIES_MAX {
            return Err(Fault::Limit(crate::limits::Limit::Objects));
        }
        let at = place(&inodes, reference >> 16, reference & 0xffff)
            .ok_or_else(|| Fault::damaged("inode out of place"))?;
        let inode = inodes.plain.get(at..).unwrap_or_default();
        let mode = u32::from(le16(inode, 2).ok_or_else(cut)?);
        let member = Member { mode: Some(mode), ..Member::default() };
        match le16(inode, 0).ok_or_else(cut)? {
            1 | 8 => {
                if !path.is_empty() {
                    taker.bodiless(holder, &path, member, Kind::Folder);
                }
                waiting.extend(children(inode, &directories, &path)?);
            }
            kind @ (2 | 9) => {
                let content = file(taker, &image, &fragments, inode, kind == 9)?;
                taker.held_member(holder, &path, member, &content)?;
            }
            3 | 10 => {
                let length = le32(inode, 20).ok_or_else(cut)? as usize;
                let target = inode.get(24..24 + length).ok_or_else(cut)?;
                let link = Some(String::from_utf8_lossy(target).into_owned());
                taker.bodiless(holder, &path, Member { link, ..member }, Kind::Link);
            }
            _ => taker.bodiless(holder, &path, member, Kind::Data),
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(members as usize);
    Ok(())
}

fn unpacked(taker: &mut Taker, image: &Image<'_>, packed: &[u8], bytes_max: u64) -> Result<Vec<u8>, Fault> {
    let kind = match image.method {
        1 => Kind::Zlib,
        2 => Kind::Lzma,
        4 => Kind::Xz,
        6 => Kind::Zstd,
        other => return Err(Fault::Variant(format!("compression {other}"))),
    };
    let reader = super::layers::stream(packed, kind)?;
    taker.unpacked(std::io::Read::take(reader, bytes_max), bytes_max, bytes_max)
}

/// Blocks of metadata from `start` to `end`: a length with a bit for "not packed", then the block.
fn metadata(taker: &mut Taker, image: &Image<'_>, start: u64, end: u64) -> Result<Metadata, Fault> {
    let mut at = start;
    let mut found = Metadata { plain: Vec::new(), starts: Vec::new() };
    while at.checked_add(2).is_some_and(|next| next <= end) && found.plain.len() < 256 << 20 {
        let Some(head) = le16(image.bytes, index(at)) else { break };
        let length = u64::from(head & 0x7fff);
        let Some(packed) = piece(image.bytes, at + 2, length).filter(|_| length > 0) else { break };
        found.starts.push((at - start, found.plain.len()));
        if head & 0x8000 == 0 {
            let plain = unpacked(taker, image, packed, METADATA_BYTES)?;
            found.plain.extend(plain);
        } else {
            found.plain.extend_from_slice(packed);
        }
        at += 2 + length;
    }
    Ok(found)
}

fn place(metadata: &Metadata, block: u64, offset: u64) -> Option<usize> {
    let found = metadata.starts.binary_search_by_key(&block, |(start, _)| *start).ok()?;
    metadata.starts[found].1.checked_add(index(offset))
}

/// Where each fragment lies, and its length.
fn fragment_table(taker: &mut Taker, image: &Image<'_>, number: u32) -> Result<Vec<(u64, u32)>, Fault> {
    let mut table = Vec::new();
    for block in 0..(number as usize).div_ceil(512) {
        let start = le64(image.bytes, index(image.fragments).saturating_add(block * 8))
            .ok_or_else(|| Fault::damaged("no fragments"))?;
        let found = metadata(taker, image, start, start.saturating_add(3))?;
        for entry in found.plain.chunks_exact(16) {
            table.extend(le64(entry, 0).zip(le32(entry, 8)));
        }
    }
    Ok(table)
}

/// Names in a folder, and references to their inodes.
fn children(inode: &[u8], directories: &Metadata, path: &str) -> Result<Vec<(String, u64)>, Fault> {
    let cut = || Fault::damaged("folder cut off");
    let extended = le16(inode, 0) == Some(8);
    let (block, offset, size) = if extended {
        (le32(inode, 24), le16(inode, 34), le32(inode, 20).map(u64::from))
    } else {
        (le32(inode, 16), le16(inode, 26), le16(inode, 24).map(u64::from))
    };
    let start =
        place(directories, block.ok_or_else(cut)?.into(), offset.ok_or_else(cut)?.into()).ok_or_else(cut)?;
    // The size counts three bytes more than there are.
    let list = directories
        .plain
        .get(start..start.saturating_add(index(size.ok_or_else(cut)?.saturating_sub(3))))
        .ok_or_else(cut)?;
    let mut found = Vec::new();
    let mut at = 0;
    while at + 12 <= list.len() {
        let number = le32(list, at).ok_or_else(cut)?;
        let block = u64::from(le32(list, at + 4).ok_or_else(cut)?);
        at += 12;
        for _ in 0..=number.min(256) {
            let offset = u64::from(le16(list, at).ok_or_else(cut)?);
            let length = usize::from(le16(list, at + 6).ok_or_else(cut)?) + 1;
            let name =
                String::from_utf8_lossy(list.get(at + 8..at + 8 + length).ok_or_else(cut)?).into_owned();
            at += 8 + length;
            let inner = if path.is_empty() { name } else { format!("{path}/{name}") };
            found.push((inner, block << 16 | offset));
        }
    }
    Ok(found)
}

fn file(
    taker: &mut Taker,
    image: &Image<'_>,
    fragments: &[(u64, u32)],
    inode: &[u8],
    extended: bool,
) -> Result<Vec<u8>, Fault> {
    let cut = || Fault::damaged("file cut off");
    let (start, size, fragment, offset, lengths) = if extended {
        (le64(inode, 16), le64(inode, 24), le32(inode, 44), le32(inode, 48), 56)
    } else {
        (le32(inode, 16).map(u64::from), le32(inode, 28).map(u64::from), le32(inode, 20), le32(inode, 24), 32)
    };
    let size = size.ok_or_else(cut)?;
    let (allowed, limit) = taker.budget.allowance(count(image.bytes.len()));
    if size > allowed || image.block_bytes == 0 {
        return Err(Fault::Limit(limit));
    }
    let fragment = fragment.ok_or_else(cut)?;
    let blocks =
        if fragment == NO_FRAGMENT { size.div_ceil(image.block_bytes) } else { size / image.block_bytes };
    let mut at = start.ok_or_else(cut)?;
    let mut content = Vec::new();
    for block in 0..blocks {
        let length = le32(inode, lengths + index(block) * 4).ok_or_else(cut)?;
        let packed_bytes = u64::from(length & 0x00ff_ffff);
        let wanted = image.block_bytes.min(size - count(content.len()));
        if packed_bytes == 0 {
            content.resize(content.len() + index(wanted), 0);
            continue;
        }
        let packed = piece(image.bytes, at, packed_bytes).ok_or_else(cut)?;
        at += packed_bytes;
        if length & 0x0100_0000 == 0 {
            content.extend(unpacked(taker, image, packed, wanted)?);
        } else {
            content.extend_from_slice(packed);
        }
    }
    if fragment != NO_FRAGMENT {
        let (start, length) = *fragments.get(fragment as usize).ok_or_else(cut)?;
        let packed = piece(image.bytes, start, u64::from(length & 0x00ff_ffff)).ok_or_else(cut)?;
        let block = if length & 0x0100_0000 == 0 {
            unpacked(taker, image, packed, image.block_bytes)?
        } else {
            packed.to_vec()
        };
        let offset = u64::from(offset.ok_or_else(cut)?);
        let tail = piece(&block, offset, size.saturating_sub(count(content.len()))).ok_or_else(cut)?;
        content.extend_from_slice(tail);
    }
    Ok(content)
}
