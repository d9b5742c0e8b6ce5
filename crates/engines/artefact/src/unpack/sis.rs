//! Packages of Symbian before version 9: a table of files, each deflated by itself.
//!
//! *Source*: the format as Symbian's "SIS File Format" of EPOC release 6 describes it.

use crate::{
    bytes::{count, count32, le16, le32, piece, text, utf16},
    facts::Member,
    take::{Fault, Holder, Taker},
};

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("cut off");
    if le32(bytes, 8) != Some(0x1000_0419) {
        return Err(Fault::Variant("a package of Symbian 9".into()));
    }
    let languages = usize::from(le16(bytes, 18).ok_or_else(cut)?).max(1);
    let files = le16(bytes, 20).ok_or_else(cut)?;
    let options = le16(bytes, 36).ok_or_else(cut)?;
    let (unicode, packed_files) = (options & 1 != 0, options & 8 == 0);
    let mut at = le32(bytes, 52).ok_or_else(cut)? as usize;
    let mut members = 0;
    for _ in 0..files {
        let kind = le32(bytes, at).ok_or_else(cut)?;
        if kind > 1 {
            return Err(Fault::Variant("a table with conditions".into()));
        }
        let copies = if kind == 1 { languages } else { 1 };
        let name = (le32(bytes, at + 20).ok_or_else(cut)?, le32(bytes, at + 24).ok_or_else(cut)?);
        let name = piece(bytes, name.1.into(), name.0.into())
            .map(|name| if unicode { utf16(name, false) } else { text(name) })
            .unwrap_or_default();
        for copy in 0..copies {
            let length = le32(bytes, at + 28 + copy * 4).ok_or_else(cut)?;
            let place = le32(bytes, at + 28 + (copies + copy) * 4).ok_or_else(cut)?;
            let size = le32(bytes, at + 28 + (copies * 2 + copy) * 4).ok_or_else(cut)?;
            let body = piece(bytes, place.into(), length.into()).ok_or_else(cut)?;
            members += 1;
            let shown = name.trim_start_matches(['!', ':', '\\']).replace('\\', "/");
            if packed_files {
                let content = taker.unpacked(
                    flate2::bufread::ZlibDecoder::new(body),
                    count(body.len()),
                    size.into(),
                )?;
                taker.held_member(holder, &shown, Member::default(), &content)?;
            } else {
                taker.member(holder, &shown, Member::default(), body);
            }
        }
        at += 28 + copies * 12 + 8;
    }
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(members);
    Ok(())
}
