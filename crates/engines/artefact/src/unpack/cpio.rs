//! cpio: new and old ASCII, and binary in both byte orders.
//!
//! *Source*: cpio(5).

use crate::{
    bytes::{be16, index, le16, piece, text},
    facts::{Kind, Member},
    magic::octal,
    take::{Fault, Holder, Taker},
};

/// One header.
struct Header {
    mode: u32,
    name_bytes: u64,
    body_bytes: u64,
    /// Length of the header itself.
    length: u64,
    /// Names and bodies end at multiples of this.
    align: u64,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut at = 0_u64;
    let mut members = 0;
    loop {
        let rest = bytes.get(index(at)..).unwrap_or_default();
        let header = header(rest).ok_or_else(|| Fault::damaged(format!("no header at {at}")))?;
        let name =
            piece(bytes, at + header.length, header.name_bytes).ok_or_else(|| Fault::damaged("cut off"))?;
        let name = text(name);
        if name == "TRAILER!!!" {
            break;
        }
        let start = aligned(at + header.length + header.name_bytes, header.align);
        let body = piece(bytes, start, header.body_bytes).ok_or_else(|| Fault::damaged("cut off"))?;
        at = aligned(start + header.body_bytes, header.align);
        members += 1;
        let member = Member { mode: Some(header.mode & 0o7777), ..Member::default() };
        match header.mode & 0o170_000 {
            0o040_000 => taker.bodiless(holder, &name, member, Kind::Folder),
            0o120_000 => {
                taker.bodiless(holder, &name, Member { link: Some(text(body)), ..member }, Kind::Link);
            }
            _ => {
                taker.member(holder, &name, member, body);
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

fn aligned(value: u64, align: u64) -> u64 {
    value.div_ceil(align).saturating_mul(align)
}

fn header(bytes: &[u8]) -> Option<Header> {
    match bytes.get(..6)? {
        b"070701" | b"070702" => {
            let field = |number: usize| {
                let text = std::str::from_utf8(bytes.get(6 + number * 8..14 + number * 8)?).ok()?;
                u32::from_str_radix(text, 16).ok()
            };
            Some(Header {
                mode: field(1)?,
                name_bytes: field(11)?.into(),
                body_bytes: field(6)?.into(),
                length: 110,
                align: 4,
            })
        }
        b"070707" => Some(Header {
            mode: u32::try_from(octal(bytes.get(18..24)?)?).ok()?,
            name_bytes: octal(bytes.get(59..65)?)?,
            body_bytes: octal(bytes.get(65..76)?)?,
            length: 76,
            align: 1,
        }),
        [0xc7, 0x71, ..] => binary(bytes, le16),
        [0x71, 0xc7, ..] => binary(bytes, be16),
        _ => None,
    }
}

/// The old binary header: 13 numbers of 16 bits in the byte order of the machine, long ones with the high half first.
fn binary(bytes: &[u8], number: fn(&[u8], usize) -> Option<u16>) -> Option<Header> {
    let read = |at: usize| number(bytes, at * 2);
    Some(Header {
        mode: read(3)?.into(),
        name_bytes: read(10)?.into(),
        body_bytes: (u64::from(read(11)?) << 16) | u64::from(read(12)?),
        length: 26,
        align: 2,
    })
}
