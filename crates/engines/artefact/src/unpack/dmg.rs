//! Apple's disk image: blocks, packed one by one.
//!
//! *Source*: "Demystifying the DMG File Format", J. Vander Stoep (2013); `hdiutil`'s resource fork.

use crate::{
    bytes::{be32, be64, count, index, piece},
    facts::{Kind, Member},
    magic,
    read::fold::base64,
    take::{Context, Fault, Holder, Role, Taker},
    xml::Node,
};

/// Bytes of a sector.
const SECTOR: u64 = 512;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let trailer = &bytes[bytes.len().saturating_sub(512)..];
    let cut = || Fault::damaged("trailer cut off");
    let data = be64(trailer, 24).ok_or_else(cut)?;
    let list = piece(bytes, be64(trailer, 216).ok_or_else(cut)?, be64(trailer, 224).ok_or_else(cut)?);
    let list = list.ok_or_else(|| Fault::damaged("property list out of place"))?;
    let tables = tables(list)?;
    if tables.is_empty() {
        return Err(Fault::Variant("no block tables".into()));
    }
    let mut opened = 0;
    let mut volumes = 0;
    for (number, (name, table)) in tables.iter().enumerate() {
        let Some(volume) = volume(taker, bytes, data, table)? else { continue };
        volumes += 1;
        opened += give(taker, holder, &format!("{} {}", number, name.replace('/', "-")), &volume)?;
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = volumes;
    if opened == 0 {
        return Err(Fault::Variant("no file system that is known".into()));
    }
    Ok(())
}

/// Gives a volume to the walk; partition tables and gaps are left out.
fn give(taker: &mut Taker, holder: &Holder, name: &str, volume: &[u8]) -> Result<u32, Fault> {
    let context = || Context { role: Role::Volume, ..Context::default() };
    if magic::volume(volume).is_some_and(|kind| kind != Kind::Fat || volume.len() > 4096) {
        let length = count(volume.len());
        taker.budget.hold(length)?;
        taker.member_with(holder, name, Member::default(), volume, context());
        taker.budget.release(length);
        return Ok(1);
    }
    // A whole disk: partitions by GPT.
    let mut opened = 0;
    if volume.get(512..520) == Some(b"EFI PART") {
        let start = crate::bytes::le64(volume, 512 + 72).unwrap_or(2) * SECTOR;
        let entries = crate::bytes::le32(volume, 512 + 80).unwrap_or(0).min(256);
        let size = crate::bytes::le32(volume, 512 + 84).unwrap_or(128).clamp(128, 4096);
        for entry in 0..entries {
            let at = index(start) + entry as usize * size as usize;
            let (Some(first), Some(last)) =
                (crate::bytes::le64(volume, at + 32), crate::bytes::le64(volume, at + 40))
            else {
                break;
            };
            let length = (last.saturating_sub(first) + 1).saturating_mul(SECTOR);
            let Some(part) = piece(volume, first.saturating_mul(SECTOR), length) else { continue };
            if first > 0 && magic::volume(part).is_some() {
                taker.member_with(
                    holder,
                    &format!("{name} partition {entry}"),
                    Member::default(),
                    part,
                    context(),
                );
                opened += 1;
            }
        }
    }
    Ok(opened)
}

/// Names and tables of blocks (`mish`), in the property list.
fn tables(list: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let mut tables = Vec::new();
    let mut name = String::new();
    let (mut element, mut key) = (String::new(), String::new());
    for node in crate::xml::nodes(list).map_err(Fault::Damaged)? {
        match node {
            Node::Open(opened, _) => element = opened,
            Node::Text(text) => match element.as_str() {
                "key" => key = text,
                "string" if key == "CFName" || key == "Name" => name = text,
                "data" if key == "Data" => {
                    if let Some(table) =
                        base64(&text.replace('\t', "")).filter(|table| table.starts_with(b"mish"))
                    {
                        tables.push((name.clone(), table));
                    }
                }
                _ => {}
            },
            Node::Close => element.clear(),
        }
    }
    Ok(tables)
}

/// Unpacks the blocks of one table.
fn volume(taker: &mut Taker, bytes: &[u8], data: u64, table: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let cut = || Fault::damaged("block table cut off");
    let sectors = be64(table, 16).ok_or_else(cut)?;
    let base = be64(table, 24).ok_or_else(cut)?.saturating_add(data);
    let blocks = be32(table, 200).ok_or_else(cut)? as usize;
    let size = sectors.saturating_mul(SECTOR);
    if size < 2048 {
        return Ok(None);
    }
    // The ratio is that of the whole image: a volume may be mostly empty.
    let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
    if size > allowed {
        return Err(Fault::Limit(limit));
    }
    let mut volume = vec![0_u8; index(size)];
    for block in 0..blocks {
        let at = 204 + block * 40;
        let kind = be32(table, at).ok_or_else(cut)?;
        let start = be64(table, at + 8).ok_or_else(cut)?.saturating_mul(SECTOR);
        let length = be64(table, at + 16).ok_or_else(cut)?.saturating_mul(SECTOR);
        let packed = be64(table, at + 24).ok_or_else(cut)?.saturating_add(base);
        let packed_bytes = be64(table, at + 32).ok_or_else(cut)?;
        if matches!(kind, 0 | 2 | 0x7fff_fffe | 0xffff_ffff) {
            continue;
        }
        let room = index(start)..index(start.checked_add(length).ok_or_else(cut)?);
        let room = volume.get_mut(room).ok_or_else(|| Fault::damaged("block out of place"))?;
        let packed = piece(bytes, packed, packed_bytes).ok_or_else(|| Fault::damaged("block cut off"))?;
        block_into(taker, kind, packed, room)?;
    }
    Ok(Some(volume))
}

fn block_into(taker: &mut Taker, kind: u32, packed: &[u8], room: &mut [u8]) -> Result<(), Fault> {
    taker.budget.work(count(room.len()))?;
    let kind = match kind {
        1 => {
            let length = packed.len().min(room.len());
            room[..length].copy_from_slice(&packed[..length]);
            return Ok(());
        }
        0x8000_0004 => return adc(packed, room),
        0x8000_0005 => Kind::Zlib,
        0x8000_0006 => Kind::Bzip2,
        0x8000_0007 => {
            let mut unpacked = Vec::new();
            let ring = &mut lzfse_rust::LzfseRingDecoder::default();
            let writer = Bounded { bytes: &mut unpacked, left: room.len() };
            ring.decode(&mut &packed[..], &mut { writer })
                .map_err(|error| Fault::damaged(format!("LZFSE: {error}")))?;
            let length = unpacked.len().min(room.len());
            room[..length].copy_from_slice(&unpacked[..length]);
            return Ok(());
        }
        0x8000_0008 => Kind::Xz,
        other => return Err(Fault::Variant(format!("blocks of kind {other:#x}"))),
    };
    let mut reader = super::layers::stream(packed, kind)?;
    let mut filled = 0;
    while filled < room.len() {
        match std::io::Read::read(&mut reader, &mut room[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(())
}

/// A writer that takes no more than it was told.
pub(crate) struct Bounded<'to> {
    /// What was written.
    pub(crate) bytes: &'to mut Vec<u8>,
    /// How much more may be written.
    pub(crate) left: usize,
}

impl std::io::Write for Bounded<'_> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if piece.len() > self.left {
            return Err(std::io::Error::other("more than there may be"));
        }
        self.left -= piece.len();
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Apple Data Compression: runs of bytes, and copies of earlier ones.
fn adc(packed: &[u8], room: &mut [u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("ADC cut off");
    let (mut at, mut to) = (0, 0);
    while let Some(&first) = packed.get(at) {
        if first & 0x80 != 0 {
            let length = usize::from(first & 0x7f) + 1;
            let run = packed.get(at + 1..at + 1 + length).ok_or_else(cut)?;
            room.get_mut(to..to + length).ok_or_else(cut)?.copy_from_slice(run);
            at += 1 + length;
            to += length;
            continue;
        }
        let second = usize::from(*packed.get(at + 1).ok_or_else(cut)?);
        let (length, back, used) = if first & 0x40 != 0 {
            let third = usize::from(*packed.get(at + 2).ok_or_else(cut)?);
            (usize::from(first & 0x3f) + 4, (second << 8) + third, 3)
        } else {
            (usize::from((first & 0x3f) >> 2) + 3, (usize::from(first & 3) << 8) + second, 2)
        };
        for _ in 0..length {
            let byte = *room.get(to.checked_sub(back + 1).ok_or_else(cut)?).ok_or_else(cut)?;
            *room.get_mut(to).ok_or_else(cut)? = byte;
            to += 1;
        }
        at += used;
    }
    Ok(())
}
