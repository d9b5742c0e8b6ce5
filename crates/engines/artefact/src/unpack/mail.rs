//! Files inside texts: mail, uuencode, BinHex, RTF, pages; and TNEF, SZDD.

use crate::{
    bytes::{count, find, le16, le32},
    facts::{Kind, Member},
    magic,
    read::fold::{base64, hexadecimal},
    take::{Fault, Holder, Taker},
};

/// A mail message: its parts, decoded.
///
/// *Source*: RFC 2045, RFC 2046.
pub(crate) fn mail(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut members = 0;
    let boundary = text.split("boundary=").nth(1).map(|rest| {
        rest.trim_start_matches('"').split(['"', '\n', ';']).next().unwrap_or_default().to_owned()
    });
    let parts: Vec<&str> = match boundary.as_deref().filter(|boundary| !boundary.is_empty()) {
        Some(boundary) => text.split(&format!("--{boundary}")).skip(1).collect(),
        None => vec![&text],
    };
    for part in parts {
        let Some((head, body)) = part.trim_start_matches('\n').split_once("\n\n") else { continue };
        let lower = head.to_lowercase();
        let coded = |line: &str| line.starts_with("content-transfer-encoding:") && line.contains("base64");
        let content = if lower.lines().any(coded) {
            let end = body.find("\n\n").unwrap_or(body.len());
            base64(&body[..end])
        } else if let Some(at) = uu_start(body) {
            uu(&body[at..]).map(|(_, content)| content)
        } else {
            continue;
        };
        let content = content.ok_or_else(|| Fault::damaged("a part cannot be decoded"))?;
        members += 1;
        let name = head.split("name=").nth(1).map_or_else(
            || format!("part {members}"),
            |rest| rest.trim_start_matches('"').split(['"', '\n', ';']).next().unwrap_or_default().to_owned(),
        );
        taker.held_member(holder, &name, Member::default(), &content)?;
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

/// A uuencoded file.
pub(crate) fn uuencoded(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(bytes);
    let (name, content) = uu(&text).ok_or_else(|| Fault::damaged("not uuencoded"))?;
    taker.held_member(holder, &name, Member::default(), &content)?;
    Ok(())
}

/// Where a line says that a uuencoded file begins: `begin`, three or four octal digits, a name.
fn uu_start(text: &str) -> Option<usize> {
    let begins = |line: &str| {
        let mut words = line.split(' ');
        words.next() == Some("begin")
            && words.next().is_some_and(|mode| {
                matches!(mode.len(), 3 | 4) && mode.bytes().all(|digit| matches!(digit, b'0'..=b'7'))
            })
            && words.next().is_some()
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// *Source*: POSIX.1-2017, uuencode.
fn uu(text: &str) -> Option<(String, Vec<u8>)> {
    let mut lines = text.lines();
    let name = lines.next()?.split(' ').nth(2)?.to_owned();
    let mut content = Vec::new();
    for line in lines {
        let line = line.trim_end().as_bytes();
        let value = |byte: u8| byte.wrapping_sub(32) & 63;
        let length = usize::from(value(*line.first().unwrap_or(&b'`')));
        if length == 0 {
            break;
        }
        let start = content.len();
        for group in line[1..].chunks(4) {
            let bits =
                (0..4).fold(0_u32, |bits, at| bits << 6 | u32::from(value(*group.get(at).unwrap_or(&b'`'))));
            content.extend_from_slice(&bits.to_be_bytes()[1..]);
        }
        content.truncate(start + length);
    }
    Some((name, content))
}

/// BinHex 4: six bits a letter, runs, then two forks.
///
/// *Source*: RFC 1741.
pub(crate) fn binhex(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    const LETTERS: &[u8; 64] = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
    let cut = || Fault::damaged("cut off");
    let start = find(bytes, b"BinHex", 0).and_then(|at| find(bytes, b":", at)).ok_or_else(cut)?;
    let (mut packed, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for byte in &bytes[start + 1..] {
        if *byte == b':' {
            break;
        }
        let Some(value) = LETTERS.iter().position(|letter| letter == byte) else { continue };
        bits = bits << 6 | crate::bytes::count32(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            packed.push(((bits >> held) & 0xff) as u8);
        }
    }
    let mut plain: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < packed.len() {
        match (packed[at], packed.get(at + 1)) {
            (0x90, Some(0)) => plain.push(0x90),
            (0x90, Some(&run)) => {
                let last = *plain.last().ok_or_else(cut)?;
                plain.extend(std::iter::repeat_n(last, usize::from(run) - 1));
            }
            (byte, _) => {
                plain.push(byte);
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    let name_bytes = usize::from(*plain.first().ok_or_else(cut)?);
    let name = String::from_utf8_lossy(plain.get(1..1 + name_bytes).ok_or_else(cut)?).into_owned();
    let sizes = 1 + name_bytes + 1 + 4 + 4 + 2;
    let length = crate::bytes::be32(&plain, sizes).ok_or_else(cut)? as usize;
    let fork = plain.get(sizes + 10..sizes + 10 + length).ok_or_else(cut)?.to_vec();
    taker.held_member(holder, &name, Member::default(), &fork)?;
    Ok(())
}

/// TNEF: attributes, of which attachments and their data matter.
///
/// *Source*: MS-OXTNEF 2.1.3.
pub(crate) fn tnef(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut at = 6;
    let mut members = 0;
    while let (Some(attribute), Some(length)) = (le32(bytes, at + 1), le32(bytes, at + 5)) {
        let body = bytes
            .get(at + 9..(at + 9).saturating_add(length as usize))
            .ok_or_else(|| Fault::damaged("cut off"))?;
        if attribute & 0xffff == 0x800f {
            members += 1;
            taker.member(holder, &format!("attachment {members}"), Member::default(), body);
        }
        at += 11 + body.len();
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

/// Microsoft's old COMPRESS: LZSS with a ring of 4096 blanks.
pub(crate) fn szdd(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    if !bytes.starts_with(b"SZDD") || bytes.get(8) != Some(&b'A') {
        return Err(Fault::Variant("KWAJ or a method of its own".into()));
    }
    let size = le32(bytes, 10).unwrap_or(0) as usize;
    let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
    if count(size) > allowed {
        return Err(Fault::Limit(limit));
    }
    let mut ring = [b' '; 4096];
    let (mut place, mut at) = (4096 - 16, 14);
    let mut plain = Vec::new();
    while at < bytes.len() && plain.len() < size {
        let flags = bytes[at];
        at += 1;
        for bit in 0..8 {
            let mut put = |byte: u8, place: &mut usize| {
                ring[*place] = byte;
                *place = (*place + 1) % 4096;
                byte
            };
            if flags >> bit & 1 == 1 {
                let Some(&byte) = bytes.get(at) else { break };
                plain.push(put(byte, &mut place));
                at += 1;
            } else {
                let Some(token) = le16(bytes, at) else { break };
                at += 2;
                let start = usize::from(token & 0xff) | usize::from(token >> 4 & 0xf00);
                for step in 0..usize::from(token >> 8 & 0x0f) + 3 {
                    let byte = ring[(start + step) % 4096];
                    ring[place] = byte;
                    place = (place + 1) % 4096;
                    plain.push(byte);
                }
            }
        }
    }
    plain.truncate(size);
    taker.held_member(holder, "content", Member::default(), &plain)?;
    Ok(())
}

/// Files in an RTF document: hexadecimal digits behind `\objdata`.
pub(crate) fn rtf(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut from = 0;
    let mut members = 0;
    while let Some(at) = find(bytes, b"\\objdata", from) {
        from = at + 8;
        let digits: String = bytes[from..]
            .iter()
            .take_while(|byte| **byte != b'}')
            .filter(|byte| byte.is_ascii_hexdigit())
            .map(|byte| char::from(*byte))
            .collect();
        let Some(object) = hexadecimal(&digits) else { continue };
        members += 1;
        // OLE 1: a head with three counted texts, then the data; what is known inside is looked for.
        let inner = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], b"PK\x03\x04"]
            .iter()
            .find_map(|head| find(&object, head, 0));
        let package = (0..object.len().min(80)).find_map(|start| {
            super::ole::ole10(object.get(start..)?)
                .filter(|(name, body)| !name.is_empty() && name.is_ascii() && !body.is_empty())
        });
        // A compound file that begins near the head is the object itself; what looks like a package within it is none.
        let named = find(&object[..object.len().min(64)], b"Package\0", 0).is_some();
        let package = package.filter(|_| named || inner.is_none_or(|start| start > 128));
        match (package, inner) {
            (Some((name, body)), _) => {
                let body = body.to_vec();
                taker.held_member(holder, &name, Member::default(), &body)?;
            }
            (None, Some(start)) => {
                taker.held_member(
                    holder,
                    &format!("object {members}"),
                    Member::default(),
                    &object[start..],
                )?;
            }
            (None, None) => {
                taker.held_member(holder, &format!("object {members}"), Member::default(), &object)?;
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

/// Files in a page: `data:` addresses in base64.
pub(crate) fn page(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut from = 0;
    let mut members = 0;
    while let Some(at) = find(bytes, b";base64,", from) {
        from = at + 8;
        let digits: Vec<u8> = bytes[from..]
            .iter()
            .copied()
            .take_while(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r')
            })
            .collect();
        let Some(content) = base64(&String::from_utf8_lossy(&digits)) else { continue };
        let kind = magic::identify(&content);
        if kind.is_executable() || kind.is_container() || kind == Kind::Script {
            members += 1;
            taker.held_member(holder, &format!("data {members}"), Member::default(), &content)?;
        }
    }
    Ok(())
}
