//! What stands behind the text of a script that unpacks itself: an archive as it is, or in base64.

use crate::{
    bytes::find,
    facts::{Kind, Member},
    magic,
    take::{Fault, Holder, Taker},
};

/// Heads that are looked for behind the end of a line.
const HEADS: [&[u8]; 8] = [
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\0",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"PK\x03\x04",
    b"\x7fELF",
    b"LZIP\x01",
];
/// Places that are tried.
const TRIES_MAX: usize = 64;
/// Text in base64 that is worth a look. *Units*: bytes.
const BASE64_BYTES_MIN: usize = 400;
/// *Units*: bytes.
const BASE64_BYTES_MAX: usize = 64 << 20;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    // An archive that ends with a directory of its own is opened from there.
    if !bytes.starts_with(b"#!") || magic::zip_end(bytes).is_some() {
        return Ok(());
    }
    if let Some(start) = start(bytes) {
        taker.object_mut(holder.id).container.get_or_insert_default().members = 1;
        taker.member(holder, "behind", Member::default(), &bytes[start..]);
        return Ok(());
    }
    if let Some(content) = decoded(bytes) {
        taker.object_mut(holder.id).container.get_or_insert_default().members = 1;
        taker.held_member(holder, "behind", Member::default(), &content)?;
        return Ok(());
    }
    // A script is text to its end; what is none and was not found out is not looked into.
    let head = &bytes[..bytes.len().min(1 << 20)];
    let odd = head.iter().filter(|byte| **byte == 0).count();
    if odd > 16 {
        return Err(Fault::Variant("bytes behind a script that are of no known format".into()));
    }
    Ok(())
}

/// The text of a script, without what stands behind it.
pub(crate) fn text_of(bytes: &[u8]) -> &[u8] {
    if !bytes.starts_with(b"#!") || memchr::memchr(0, bytes).is_none() {
        return bytes;
    }
    start(bytes).map_or(bytes, |start| &bytes[..start])
}

/// Where an archive begins.
fn start(bytes: &[u8]) -> Option<usize> {
    let mut first: Option<usize> = None;
    for head in HEADS {
        let mut from = 0;
        for _ in 0..TRIES_MAX {
            let Some(at) = find(bytes, head, from) else { break };
            from = at + 1;
            let line = at > 0 && bytes[at - 1] == b'\n';
            let kind = magic::identify(&bytes[at..]);
            if line && (kind.is_container() || kind.is_executable()) && kind != Kind::Encrypted {
                first = Some(first.map_or(at, |first| first.min(at)));
                break;
            }
        }
    }
    // A tar has its mark inside.
    let tar = find(bytes, b"ustar", 0)
        .and_then(|at| at.checked_sub(257))
        .filter(|at| *at > 0 && bytes[at - 1] == b'\n' && magic::is_tar(&bytes[*at..]));
    match (first, tar) {
        (Some(first), Some(tar)) => Some(first.min(tar)),
        (first, tar) => first.or(tar),
    }
}

/// A long block in base64 at the end, when it is something that is opened.
fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let decodes = [&b"base64"[..], b"b64", b"openssl"].iter().any(|word| find(bytes, word, 0).is_some());
    if bytes.len() > BASE64_BYTES_MAX || !decodes || !magic::is_text(bytes) {
        return None;
    }
    let is_line = |line: &[u8]| {
        line.len() > 40 && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r".contains(byte))
    };
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let end = lines.iter().rposition(|line| is_line(line))?;
    let begin = lines[..end].iter().rposition(|line| !is_line(line)).map_or(0, |at| at + 1);
    // The last line of a block is a short one.
    let tail = lines.get(end + 1).copied().filter(|line| {
        line.len() <= 76
            && !line.is_empty()
            && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r".contains(byte))
    });
    let block: Vec<u8> =
        lines[begin..=end].concat().into_iter().chain(tail.unwrap_or_default().iter().copied()).collect();
    if block.len() < BASE64_BYTES_MIN {
        return None;
    }
    let content = crate::read::fold::base64(&String::from_utf8_lossy(&block))?;
    let kind = magic::identify(&content);
    (kind.is_container() || kind.is_executable() || kind == Kind::Script).then_some(content)
}
