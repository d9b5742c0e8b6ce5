//! CRX: an extension of Chromium, a ZIP behind a header with keys and signatures.
//!
//! *Source*: `components/crx_file/crx3.proto` of Chromium, and "CRX Package Format" for version 2.

use crate::{
    bytes::le32,
    facts::Member,
    take::{Fault, Holder, Taker},
};

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let number = |at: usize| le32(bytes, at).map(|number| number as usize);
    let short = || Fault::damaged("its header is cut off");
    let start = if number(4) == Some(2) {
        let (key, signature) = (number(8).ok_or_else(short)?, number(12).ok_or_else(short)?);
        key.checked_add(signature).and_then(|length| length.checked_add(16))
    } else {
        number(8).ok_or_else(short)?.checked_add(12)
    };
    let archive = start.and_then(|start| bytes.get(start..)).filter(|archive| archive.starts_with(b"PK"));
    let archive = archive.ok_or_else(|| Fault::damaged("there is no ZIP behind its header"))?;
    taker.object_mut(holder.id).container.get_or_insert_default().members = 1;
    taker.member(holder, "extension.zip", Member::default(), archive);
    Ok(())
}
