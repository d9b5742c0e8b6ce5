//! Compiled help: a directory, and one stream packed with LZX.
//!
//! *Source*: "Microsoft's HTML Help (.chm) format", by those who worked it out (Matthew Russotto and others).

use crate::{
    bytes::{count, count32, index, le32, le64, piece},
    facts::{Kind, Member},
    take::{Fault, Holder, Taker},
};

/// How much one block holds before it is packed. *Units*: bytes.
const BLOCK_BYTES: u64 = 0x8000;

/// One entry of the directory.
struct Entry {
    name: String,
    packed: bool,
    start: u64,
    length: u64,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("cut off");
    let directory = le64(bytes, 0x48).and_then(|at| piece(bytes, at, le64(bytes, 0x50)?)).ok_or_else(cut)?;
    let content = le64(bytes, 0x58).and_then(|at| bytes.get(index(at)..)).ok_or_else(cut)?;
    let entries = entries(directory).ok_or_else(cut)?;
    let plain = |wanted: &str| {
        let entry = entries.iter().find(|entry| !entry.packed && entry.name.ends_with(wanted))?;
        piece(content, entry.start, entry.length)
    };
    let stream = match plain("MSCompressed/Content") {
        Some(packed) => {
            let control = plain("MSCompressed/ControlData").ok_or_else(cut)?;
            let table = plain("InstanceData/ResetTable").ok_or_else(cut)?;
            unpacked(taker, packed, control, table)?
        }
        None => Vec::new(),
    };
    taker.budget.hold(count(stream.len()))?;
    let mut members = 0;
    for entry in entries.iter().filter(|entry| !entry.name.starts_with("::")) {
        let name = entry.name.trim_start_matches('/');
        if name.is_empty() || name.ends_with('/') {
            if !name.is_empty() {
                taker.bodiless(holder, name, Member::default(), Kind::Folder);
            }
            continue;
        }
        let from = if entry.packed { &stream[..] } else { content };
        let body = piece(from, entry.start, entry.length).ok_or_else(cut)?;
        members += 1;
        taker.member(holder, name, Member::default(), body);
    }
    taker.budget.release(count(stream.len()));
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(members);
    Ok(())
}

/// All entries of the directory's listing chunks.
fn entries(directory: &[u8]) -> Option<Vec<Entry>> {
    let (head, chunk) = (le32(directory, 8)? as usize, le32(directory, 0x10)? as usize);
    let mut entries = Vec::new();
    for chunk in directory.get(head..)?.chunks_exact(chunk.max(32)) {
        if !chunk.starts_with(b"PMGL") {
            continue;
        }
        let end = chunk.len().checked_sub(le32(chunk, 4)? as usize)?;
        let mut at = 20;
        while at < end {
            let length = index(number(chunk, &mut at)?);
            let name = String::from_utf8_lossy(chunk.get(at..at.checked_add(length)?)?).into_owned();
            at += length;
            let packed = number(chunk, &mut at)? != 0;
            let (start, length) = (number(chunk, &mut at)?, number(chunk, &mut at)?);
            entries.push(Entry { name, packed, start, length });
        }
    }
    Some(entries)
}

/// Seven bits a byte, the highest first; the eighth says that more follow.
fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0_u64;
    for _ in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The packed stream, block by block; after every few blocks the method begins anew.
fn unpacked(taker: &mut Taker, packed: &[u8], control: &[u8], table: &[u8]) -> Result<Vec<u8>, Fault> {
    let cut = || Fault::damaged("cut off");
    let unit = if le32(control, 8) == Some(1) { 1 } else { 0x8000 };
    let between = u64::from(le32(control, 12).ok_or_else(cut)?).saturating_mul(unit) / BLOCK_BYTES;
    let window = window(u64::from(le32(control, 16).ok_or_else(cut)?).saturating_mul(unit))?;
    let size = le64(table, 16).ok_or_else(cut)?;
    let (allowed, limit) = taker.budget.allowance(count(packed.len()));
    if size > allowed {
        return Err(Fault::Limit(limit));
    }
    taker.budget.work(size)?;
    let blocks = u64::from(le32(table, 4).ok_or_else(cut)?);
    let start = le32(table, 12).ok_or_else(cut)? as usize;
    let mut content = Vec::new();
    let mut reader = lzxd::Lzxd::new(window);
    for block in 0..blocks {
        let at = start.saturating_add(index(block * 8));
        let from = le64(table, at).ok_or_else(cut)?;
        let to = if block + 1 < blocks { le64(table, at + 8).ok_or_else(cut)? } else { count(packed.len()) };
        let body = piece(packed, from, to.saturating_sub(from)).ok_or_else(cut)?;
        if between > 0 && block % between == 0 {
            reader = lzxd::Lzxd::new(window);
        }
        let wanted = BLOCK_BYTES.min(size.saturating_sub(count(content.len())));
        // The last block is padded to its whole size inside the stream.
        let piece = reader
            .decompress_next(body, index(wanted))
            .map_err(|error| Fault::damaged(format!("LZX: {error}")))?;
        content.extend_from_slice(piece);
    }
    Ok(content)
}

fn window(bytes: u64) -> Result<lzxd::WindowSize, Fault> {
    use lzxd::WindowSize::{KB32, KB64, KB128, KB256, KB512, MB1, MB2, MB4};
    Ok(match bytes >> 10 {
        32 => KB32,
        64 => KB64,
        128 => KB128,
        256 => KB256,
        512 => KB512,
        1024 => MB1,
        2048 => MB2,
        4096 => MB4,
        _ => return Err(Fault::Variant(format!("an LZX window of {bytes} bytes"))),
    })
}
