//! Electron's archive.
//!
//! *Source*: <https://github.com/electron/asar>, "Format".

use serde_json::Value;

use crate::{
    bytes::{count32, le32, piece},
    facts::{Contradiction, Kind, Member},
    take::{Fault, Holder, Taker},
};

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("header cut off");
    let header = u64::from(le32(bytes, 4).ok_or_else(cut)?);
    let json = u64::from(le32(bytes, 12).ok_or_else(cut)?);
    let directory = piece(bytes, 16, json).ok_or_else(cut)?;
    let directory: Value =
        serde_json::from_slice(directory).map_err(|error| Fault::damaged(error.to_string()))?;
    let base = 8 + header;
    let mut waiting: Vec<(String, &Value)> = vec![(String::new(), &directory)];
    let mut members = 0;
    while let Some((path, value)) = waiting.pop() {
        let Some(files) = value.get("files").and_then(Value::as_object) else { continue };
        for (name, entry) in files.iter().rev() {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            members += 1;
            if entry.get("files").is_some() {
                waiting.push((inner, entry));
            } else {
                file(taker, holder, bytes, base, &inner, entry);
            }
        }
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(members);
    Ok(())
}

fn file(taker: &mut Taker, holder: &Holder, bytes: &[u8], base: u64, name: &str, entry: &Value) {
    if let Some(link) = entry.get("link").and_then(Value::as_str) {
        taker.bodiless(holder, name, Member { link: Some(link.to_owned()), ..Member::default() }, Kind::Link);
        return;
    }
    // Files that lie beside the archive are read there.
    if entry.get("unpacked").and_then(Value::as_bool) == Some(true) {
        return;
    }
    let size = entry.get("size").and_then(Value::as_u64).unwrap_or(0);
    let offset =
        entry.get("offset").and_then(|offset| offset.as_str()?.parse::<u64>().ok()).unwrap_or(u64::MAX);
    let mode = entry.get("executable").and_then(Value::as_bool).unwrap_or(false).then_some(0o755);
    match offset.checked_add(base).and_then(|start| piece(bytes, start, size)) {
        Some(body) => {
            taker.member(holder, name, Member { mode, ..Member::default() }, body);
        }
        None => taker
            .contradiction(holder.id, Contradiction::Size { member: name.to_owned(), said: size, found: 0 }),
    }
}
