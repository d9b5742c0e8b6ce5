//! tar: ustar, GNU and pax.
//!
//! *Source*: POSIX.1-2017, pax; GNU tar manual, "Basic Tar Format".

use crate::{
    bytes::{count, index, piece, text},
    facts::{Kind, Member},
    magic::{is_tar, octal},
    take::{Fault, Holder, Taker},
};

/// What the headers before a member say of it.
#[derive(Default)]
struct Ahead {
    path: Option<String>,
    link: Option<String>,
    size: Option<u64>,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut at = 0_usize;
    let mut ahead = Ahead::default();
    let mut members = 0;
    while let Some(header) = bytes.get(at..at.saturating_add(512)) {
        if header.iter().all(|byte| *byte == 0) {
            break;
        }
        if !is_tar(header) {
            return Err(Fault::damaged(format!("no header at {at}")));
        }
        let size = ahead
            .size
            .take()
            .or_else(|| number(&header[124..136]))
            .ok_or_else(|| Fault::damaged("no size"))?;
        let start = count(at + 512);
        let kind = header[156];
        // Links and folders may say a size, and have no data all the same.
        let has_data = !matches!(kind, b'1'..=b'6');
        let body = if has_data { piece(bytes, start, size) } else { Some(&[][..]) };
        let Some(body) = body else { return Err(Fault::damaged("cut off")) };
        at = index(start + if has_data { size.div_ceil(512).saturating_mul(512) } else { 0 });
        match kind {
            b'L' => ahead.path = Some(text(body)),
            b'K' => ahead.link = Some(text(body)),
            b'x' => pax(body, &mut ahead),
            b'g' | b'V' => {}
            _ => {
                let (path, link) = (ahead.path.take(), ahead.link.take());
                member(taker, holder, header, (path, link), body);
                members += 1;
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

fn member(
    taker: &mut Taker,
    holder: &Holder,
    header: &[u8],
    said: (Option<String>, Option<String>),
    body: &[u8],
) {
    let name = said.0.unwrap_or_else(|| {
        let name = text(&header[..100]);
        let prefix = if &header[257..262] == b"ustar" && header[262] == 0 {
            text(&header[345..500])
        } else {
            String::new()
        };
        if prefix.is_empty() { name } else { format!("{prefix}/{name}") }
    });
    let mode = number(&header[100..108]).and_then(|mode| u32::try_from(mode).ok());
    let link = said.1.unwrap_or_else(|| text(&header[157..257]));
    let described = |link| Member { mode, link, hidden_attribute: false };
    match header[156] {
        b'5' => taker.bodiless(holder, &name, described(None), Kind::Folder),
        b'1' | b'2' => taker.bodiless(holder, &name, described(Some(link)), Kind::Link),
        b'3' | b'4' | b'6' => taker.bodiless(holder, &name, described(None), Kind::Data),
        _ => {
            taker.member(holder, &name, described(None), body);
        }
    }
}

/// Octal, or binary when the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 == 0 {
        return Some(octal(field).unwrap_or(0));
    }
    field[1..].iter().try_fold(u64::from(field[0] & 0x7f), |number, byte| {
        number.checked_mul(256)?.checked_add(u64::from(*byte))
    })
}

/// Records of the shape `LENGTH KEY=VALUE\n`.
fn pax(body: &[u8], ahead: &mut Ahead) {
    let mut rest = body;
    while let Some(blank) = rest.iter().position(|byte| *byte == b' ') {
        let length = std::str::from_utf8(&rest[..blank]).ok().and_then(|digits| digits.parse::<usize>().ok());
        let Some(record) = length.and_then(|length| rest.get(blank + 1..length)) else { return };
        let record = String::from_utf8_lossy(record);
        match record.trim_end_matches('\n').split_once('=') {
            Some(("path" | "GNU.sparse.name", value)) => ahead.path = Some(value.to_owned()),
            Some(("linkpath", value)) => ahead.link = Some(value.to_owned()),
            Some(("size", value)) => ahead.size = value.parse().ok(),
            _ => {}
        }
        rest = &rest[length.unwrap_or(rest.len())..];
    }
}
