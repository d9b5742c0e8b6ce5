//! InstallShield: installers with the files behind the program, and its own cabinets.
//!
//! *Source*: the layout as the harmless test files show it (`docs/engineering/vetting.md`); the cabinets as "unshield" documents them.

use crate::{
    bytes::{count, find, le16, le32, le64, piece, text},
    facts::{Member, Reason},
    take::{Fault, Holder, Taker},
};

/// The mark of its cabinets.
const CABINET: &[u8] = b"ISc(";
/// One entry of the newer stream: a name, then sizes.
const ENTRY_BYTES: usize = 312;
/// What the name is mixed with to make the key of an entry.
const MIX: [u8; 4] = [0xec, 0xca, 0x79, 0xf8];

/// The files behind an InstallShield program; `false` when nothing there is laid out like that.
pub(crate) fn behind(taker: &mut Taker, holder: &Holder, bytes: &[u8], end: usize) -> Result<bool, Fault> {
    let listed = listed(bytes, end);
    if !listed.is_empty() {
        let header = listed.iter().find(|part| part.0.ends_with(".hdr")).map(|part| part.1);
        for (name, body) in &listed {
            let cabinet = body.starts_with(CABINET);
            if !cabinet {
                taker.member(holder, name, Member::default(), body);
            }
            if name.ends_with(".inx") {
                taker.note(holder.id, Reason::NoReader, "InstallShield's compiled script");
            }
        }
        if let Some(header) = header {
            cabinets(taker, holder, header, &listed)?;
        }
        return Ok(true);
    }
    stream(taker, holder, bytes, end)
}

/// Name, path, version and size as texts with a NUL behind each, then the bytes; again and again to the end.
fn listed(bytes: &[u8], mut at: usize) -> Vec<(String, &[u8])> {
    let mut parts = Vec::new();
    while at < bytes.len() {
        let mut texts = Vec::new();
        let mut next = at;
        for _ in 0..4 {
            let Some(length) = bytes[next..].iter().take(520).position(|byte| *byte == 0) else {
                return Vec::new();
            };
            texts.push(text(&bytes[next..next + length]));
            next += length + 1;
        }
        let Some(body) =
            texts[3].parse().ok().and_then(|size: usize| bytes.get(next..next.checked_add(size)?))
        else {
            // What follows the last part is a signature or nothing.
            return if parts.len() > 1 { parts } else { Vec::new() };
        };
        next += body.len();
        parts.push((texts.swap_remove(0), body));
        at = next;
    }
    parts
}

/// The newer stream: `InstallShield`, a number of entries, each a head and bytes that are mixed with its name.
fn stream(taker: &mut Taker, holder: &Holder, bytes: &[u8], end: usize) -> Result<bool, Fault> {
    let tail = bytes.get(end..).unwrap_or_default();
    let start = find(tail, b"InstallShield\0", 0).filter(|at| *at < 4096);
    let Some(start) = start else { return Ok(false) };
    let entries = le16(tail, start + 14).unwrap_or(0);
    let mut at = start + 46;
    for _ in 0..entries {
        let head = tail.get(at..at + ENTRY_BYTES).ok_or_else(|| Fault::damaged("entry cut off"))?;
        let name = text(&head[..260]);
        let (flags, size) = (le32(head, 260).unwrap_or(0), le32(head, 268).unwrap_or(0));
        let body = piece(tail, count(at + ENTRY_BYTES), size.into())
            .ok_or_else(|| Fault::damaged("entry cut off"))?;
        at += ENTRY_BYTES + body.len();
        if flags & 6 == 0 || name.is_empty() {
            taker.member(holder, &name, Member::default(), body);
            continue;
        }
        taker.budget.work(count(body.len()))?;
        let key: Vec<u8> = name.bytes().enumerate().map(|(at, byte)| byte ^ MIX[at % 4]).collect();
        let plain: Vec<u8> = body
            .iter()
            .enumerate()
            .map(|(at, byte)| byte.rotate_left(4) ^ key[at % 1024 % key.len()])
            .collect();
        let packed = count(plain.len());
        let content = taker.unpacked(flate2::bufread::ZlibDecoder::new(&plain[..]), packed, packed * 3)?;
        taker.held_member(holder, &name, Member::default(), &content)?;
    }
    Ok(entries > 0)
}

/// The files of InstallShield's cabinets, as the header says; volumes are `data1.cab`, `data2.cab`…
fn cabinets(
    taker: &mut Taker,
    holder: &Holder,
    header: &[u8],
    parts: &[(String, &[u8])],
) -> Result<(), Fault> {
    let cut = || Fault::damaged("InstallShield's header is cut off");
    let version = le32(header, 4).ok_or_else(cut)? >> 12 & 0xf;
    if version < 6 {
        return Err(Fault::Variant(format!("an InstallShield cabinet of version {version}")));
    }
    let start = le32(header, 12).ok_or_else(cut)? as usize;
    let table = header.get(start..).ok_or_else(cut)?;
    let names = le32(table, 0x0c).ok_or_else(cut)? as usize;
    let number = le32(table, 0x28).ok_or_else(cut)?;
    let second = le32(table, 0x2c).ok_or_else(cut)? as usize;
    for file in 0..number as usize {
        let entry = names
            .checked_add(second)
            .and_then(|at| table.get(at.checked_add(file * 0x57)?..))
            .ok_or_else(cut)?;
        let flags = le16(entry, 0).ok_or_else(cut)?;
        let (size, packed) = (le64(entry, 2).ok_or_else(cut)?, le64(entry, 10).ok_or_else(cut)?);
        let offset = le64(entry, 0x12).ok_or_else(cut)?;
        let name = le32(entry, 0x3a)
            .and_then(|at| table.get(names.checked_add(at as usize)?..))
            .map(text)
            .unwrap_or_default();
        let volume = le16(entry, 0x55).ok_or_else(cut)?;
        // Invalid entries, and those without bytes: the part itself stands beside the cabinets.
        if flags & 8 != 0 || size == 0 || offset == 0 {
            continue;
        }
        if flags & 3 != 0 {
            taker.note(holder.id, Reason::Variant, "a file of InstallShield that is split or mixed");
            continue;
        }
        let wanted = format!("data{volume}.cab");
        let body = parts
            .iter()
            .find(|part| part.0.eq_ignore_ascii_case(&wanted))
            .and_then(|part| piece(part.1, offset, packed))
            .ok_or_else(|| Fault::damaged(format!("`{name}` is not where the header says")))?;
        if flags & 4 == 0 {
            taker.member(holder, &name, Member::default(), body);
            continue;
        }
        let content = chunks(taker, body, size)?;
        taker.held_member(holder, &name, Member::default(), &content)?;
    }
    Ok(())
}

/// Chunks of deflated bytes, each with its length in front.
fn chunks(taker: &mut Taker, mut body: &[u8], size: u64) -> Result<Vec<u8>, Fault> {
    let (allowed, limit) = taker.budget.allowance(count(body.len()));
    if size > allowed {
        return Err(Fault::Limit(limit));
    }
    let mut content = Vec::new();
    while let Some(length) = le16(body, 0) {
        let chunk = piece(body, 2, length.into()).ok_or_else(|| Fault::damaged("chunk cut off"))?;
        let room = size.saturating_sub(count(content.len()));
        content.extend(taker.unpacked(
            std::io::Read::take(flate2::bufread::DeflateDecoder::new(chunk), room),
            count(body.len()),
            room.min(1 << 16),
        )?);
        body = &body[2 + chunk.len()..];
        if length == 0 {
            break;
        }
    }
    Ok(content)
}
