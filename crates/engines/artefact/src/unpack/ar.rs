//! ar, and Debian packages in it.
//!
//! *Source*: deb(5); ar(5).

use crate::{
    bytes::{count, index, piece, text},
    facts::{Contradiction, Kind, Member},
    take::{Context, Fault, Holder, Role, Taker},
};

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    let mut at = 8_usize;
    let mut members = 0;
    let mut names = Vec::new();
    while let Some(header) = bytes.get(at..at.saturating_add(60)) {
        if &header[58..60] != b"`\n" {
            return Err(Fault::damaged(format!("no header at {at}")));
        }
        let name = text(&header[..16]).trim_end().trim_end_matches('/').to_owned();
        let size: u64 = text(&header[48..58]).trim().parse().map_err(|_| Fault::damaged("no size"))?;
        let body = piece(bytes, count(at + 60), size).ok_or_else(|| Fault::damaged("cut off"))?;
        at = index((count(at) + 60).saturating_add(size).saturating_add(size & 1));
        members += 1;
        if kind == Kind::Deb {
            debian(taker, holder, &name, body, &names);
        } else {
            taker.member(holder, &name, Member::default(), body);
        }
        names.push(name);
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = members;
    Ok(())
}

fn debian(taker: &mut Taker, holder: &Holder, name: &str, body: &[u8], names: &[String]) {
    let stem = name.split('.').next().unwrap_or(name);
    if stem == "data" || stem == "control" {
        // dpkg takes the first; other readers take the last.
        if names.iter().any(|other| other.split('.').next() == Some(stem)) {
            taker.contradiction(holder.id, Contradiction::Twice { member: name.to_owned() });
        }
    }
    let context = match stem {
        "data" => Context { base: Some("/".into()), role: Role::Files, as_root: true },
        "control" => Context { base: None, role: Role::DebControl, as_root: true },
        _ => Context::default(),
    };
    taker.member_with(holder, name, Member::default(), body, context);
}
