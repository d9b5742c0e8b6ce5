//! PDF: its streams, and what it does by itself.
//!
//! *Source*: ISO 32000-1, 7.5 (objects, streams, object streams) and 12.6 (actions).

mod form;

use crate::{
    bytes::{count, find, shortened},
    facts::{ActiveContent, Kind, Member},
    magic,
    take::{Fault, Holder, Taker},
};

/// Streams that are looked into.
const STREAMS_MAX: usize = 20_000;
/// Filters of one stream.
const FILTERS_MAX: usize = 6;
/// What runs of bytes may become. *Units*: bytes.
const RUNS_BYTES_MAX: usize = 16 << 20;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let mut by_itself = false;
    actions(taker, holder, bytes, &mut by_itself);
    if find(bytes, b"/Encrypt", 0)
        .is_some_and(|at| find(&bytes[at..bytes.len().min(at + 40)], b" R", 0).is_some())
    {
        taker.fault(holder.id, &Fault::Encrypted);
    }
    let mut from = 0;
    let mut members = 0;
    for _ in 0..STREAMS_MAX {
        let Some(at) = find(bytes, b"stream", from) else { break };
        from = at + 6;
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let start = from
            + match bytes.get(from..from + 2) {
                Some(b"\r\n") => 2,
                _ => 1,
            };
        let Some(end) = find(bytes, b"endstream", start) else { break };
        let head_start = at.saturating_sub(2000);
        let head = bytes[..at]
            .windows(4)
            .rposition(|window| window == b" obj")
            .map_or(head_start, |place| place.max(head_start));
        let head = &bytes[head..at];
        let plain = names(head);
        let head = plain.as_deref().unwrap_or(head);
        let body = &bytes[start..end.max(start)];
        // The end of line in front of the word that ends a stream is none of its bytes.
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        from = end;
        if let Some(content) = decoded(taker, head, body)? {
            let is_text = find(head, b"/ObjStm", 0).is_some() || find(head, b"/XRef", 0).is_some();
            if is_text {
                actions(taker, holder, &content, &mut by_itself);
            }
            let kind = magic::identify(&content);
            let embedded = find(head, b"/EmbeddedFile", 0).is_some();
            if embedded || kind.is_executable() || (kind.is_container() && !matches!(kind, Kind::Cpio)) {
                members += 1;
                if embedded {
                    taker
                        .object_mut(holder.id)
                        .active
                        .push(ActiveContent::Embedded { name: kind.words().to_owned() });
                }
                taker.held_member(holder, &format!("stream {members}"), Member::default(), &content)?;
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

/// The filters of a stream, in the order in which they are undone.
///
/// *Source*: ISO 32000-1, 7.4, and table 94 for the short names.
fn filters(head: &[u8]) -> Vec<&'static str> {
    const NAMES: [(&[u8], &str); 8] = [
        (b"/FlateDecode", "flate"),
        (b"/Fl", "flate"),
        (b"/ASCIIHexDecode", "hex"),
        (b"/AHx", "hex"),
        (b"/ASCII85Decode", "85"),
        (b"/A85", "85"),
        (b"/RunLengthDecode", "run"),
        (b"/RL", "run"),
    ];
    let mut found: Vec<(usize, &str)> = NAMES
        .iter()
        .flat_map(|(name, filter)| {
            memchr::memmem::find_iter(head, name).filter_map(|at| {
                let ends = head.get(at + name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
                ends.then_some((at, *filter))
            })
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, filter)| filter).take(FILTERS_MAX).collect()
}

/// The content of a stream; `None` when it is a picture or packed in a way that hides no program.
fn decoded(taker: &mut Taker, head: &[u8], body: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let has = |word: &[u8]| find(head, word, 0).is_some();
    if has(b"/DCTDecode") || has(b"/JPXDecode") || has(b"/CCITTFaxDecode") || has(b"/JBIG2Decode") {
        return Ok(None);
    }
    let filters = filters(head);
    // Pictures are most of a document; they are packed pixels, and cannot be run.
    if filters.contains(&"flate") && (has(b"/Image") || has(b"/FontFile")) {
        return Ok(None);
    }
    let mut content = None;
    for filter in filters {
        let packed = content.as_deref().unwrap_or(body);
        let next = match filter {
            "flate" => {
                match taker.unpacked(flate2::bufread::ZlibDecoder::new(packed), count(packed.len()), 0) {
                    Ok(next) => Some(next),
                    Err(Fault::Limit(limit)) => return Err(Fault::Limit(limit)),
                    Err(_) => None,
                }
            }
            "hex" => crate::read::fold::hexadecimal(&String::from_utf8_lossy(packed).replace('>', "")),
            "85" => Some(ascii85(packed)),
            _ => Some(run_length(packed)),
        };
        let Some(next) = next else { return Ok(None) };
        content = Some(next);
    }
    Ok(Some(content.unwrap_or_else(|| body.to_vec())))
}

/// Five letters are four bytes.
fn ascii85(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(packed.len() * 4 / 5);
    let (mut value, mut digits) = (0_u32, 0_usize);
    for byte in packed {
        match byte {
            b'~' => break,
            b'z' if digits == 0 => plain.extend([0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                digits += 1;
                if digits == 5 {
                    plain.extend(value.to_be_bytes());
                    (value, digits) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if digits > 1 {
        for _ in digits..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        plain.extend(&value.to_be_bytes()[..digits - 1]);
    }
    plain
}

/// Runs of one byte, and bytes as they are; at most 128 for each two bytes.
fn run_length(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut at = 0;
    while let Some(length) = packed.get(at).copied().filter(|length| *length != 128) {
        if plain.len() > RUNS_BYTES_MAX {
            break;
        }
        if length < 128 {
            let end = (at + 2 + usize::from(length)).min(packed.len());
            plain.extend(&packed[at + 1..end]);
            at = end;
        } else {
            let Some(byte) = packed.get(at + 1) else { break };
            plain.extend(std::iter::repeat_n(*byte, 257 - usize::from(length)));
            at += 2;
        }
    }
    plain
}

/// Actions: `/Launch`, `/JavaScript`, and whether something happens on opening.
fn actions(taker: &mut Taker, holder: &Holder, text: &[u8], by_itself: &mut bool) {
    let plain = names(text);
    let text = plain.as_deref().unwrap_or(text);
    form::look(taker, holder, text);
    *by_itself |= find(text, b"/OpenAction", 0).is_some() || find(text, b"/AA", 0).is_some();
    // A tree of names of scripts: all of them run when the document is opened.
    *by_itself |= find(text, b"/JavaScript<<", 0).is_some()
        || memchr::memmem::find_iter(text, b"/JavaScript ")
            .any(|at| text[at + 12..].first().is_some_and(u8::is_ascii_digit));
    for at in memchr::memmem::find_iter(text, b"/Launch") {
        let before = &text[at.saturating_sub(6)..at];
        let follows = text.get(at + 7).is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if follows && find(before, b"/S", 0).is_some() {
            let around = String::from_utf8_lossy(&text[at..text.len().min(at + 200)]).into_owned();
            let target = around
                .split('(')
                .nth(1)
                .and_then(|rest| rest.split(')').next())
                .unwrap_or_default()
                .to_owned();
            taker
                .object_mut(holder.id)
                .active
                .push(ActiveContent::Launch { target: shortened(&target, 200) });
            break;
        }
    }
    for (action, word) in [
        (&b"/URI"[..], "URI"),
        (b"/SubmitForm", "SubmitForm"),
        (b"/GoToE", "GoToE"),
        (b"/ImportData", "ImportData"),
    ] {
        // As the action of opening, not of a link that people click.
        let opens = memchr::memmem::find(text, b"/OpenAction")
            .is_some_and(|at| find(&text[at..text.len().min(at + 60)], action, 0).is_some());
        let found = ActiveContent::WhenOpened { command: word.to_owned() };
        let active = &mut taker.object_mut(holder.id).active;
        if opens && !active.contains(&found) {
            active.push(found);
        }
    }
    let script = [&b"/S/JavaScript"[..], b"/S /JavaScript", b"/S\n/JavaScript", b"/S\r\n/JavaScript"]
        .iter()
        .any(|word| find(text, word, 0).is_some());
    if script {
        // What only formats and adds up the fields of a form acts on nothing but the form.
        let found = ActiveContent::JavaScript { by_itself: *by_itself && !form::is_plain(text) };
        let active = &mut taker.object_mut(holder.id).active;
        if !active.contains(&found) {
            active.push(found);
        }
    }
}

/// Names may be written with `#4c` for `L`; `None` when none is.
fn names(text: &[u8]) -> Option<Vec<u8>> {
    let hidden = memchr::memchr_iter(b'#', text).any(|at| {
        text[..at].iter().rev().take(30).any(|byte| *byte == b'/')
            && text.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    });
    if !hidden || text.len() > 32 << 20 {
        return None;
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let code = (text[at] == b'#')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match code {
            Some(byte) if byte.is_ascii_alphanumeric() => {
                plain.push(byte);
                at += 3;
            }
            _ => {
                plain.push(text[at]);
                at += 1;
            }
        }
    }
    Some(plain)
}
