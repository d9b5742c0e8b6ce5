//! Readers of facts: what one object says and could do.

pub(crate) mod android;
pub(crate) mod apple;
pub(crate) mod biff;
pub(crate) mod bytecode;
pub(crate) mod calls;
pub(crate) mod certificate;
pub(crate) mod der;
pub(crate) mod document;
pub(crate) mod executable;
pub(crate) mod fold;
pub(crate) mod hosts;
pub(crate) mod java;
pub(crate) mod jobs;
pub(crate) mod manifest;
pub(crate) mod office;
pub(crate) mod opendocument;
pub(crate) mod opened;
pub(crate) mod page;
pub(crate) mod patterns;
pub(crate) mod picture;
pub(crate) mod plist;
pub(crate) mod script;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod unseen;
pub(crate) mod whole;
pub(crate) mod windows;

use crate::{
    digest,
    facts::Kind,
    take::{Fault, Holder, Taker},
};

/// Bytes from which on entropy says something.
const ENTROPY_BYTES_MIN: usize = 4096;

/// Reads the facts of one object. `name` is a hint, nothing more.
pub(crate) fn look(
    taker: &mut Taker,
    holder: &Holder,
    bytes: &[u8],
    kind: Kind,
    name: &str,
) -> Result<(), Fault> {
    match kind {
        Kind::Data | Kind::Encrypted => {
            if bytes.len() >= ENTROPY_BYTES_MIN {
                taker.object_mut(holder.id).entropy = Some(digest::entropy(bytes));
            }
            opened::look(taker, holder, bytes, name);
            office::look(taker, holder, bytes, kind, name);
            if name.ends_with(".jsc") {
                return Err(Fault::Variant("compiled JavaScript is not read".into()));
            }
            return android::unnamed(taker, holder, bytes, name);
        }
        Kind::Image => picture::look(taker, holder, bytes, kind),
        Kind::JavaClass => return java::class(taker, holder, bytes),
        Kind::Dex => return android::dex(taker, holder, bytes),
        Kind::Pe | Kind::Elf | Kind::MachO => return executable::look(taker, holder, bytes, kind),
        Kind::Text
        | Kind::Script
        | Kind::Plist
        | Kind::Xml
        | Kind::Json
        | Kind::Shortcut
        | Kind::Mail
        | Kind::Html => {
            manifest::look(taker, holder, bytes, kind, name);
            settings::look(taker, holder, bytes, kind, name);
            jobs::look(taker, holder, bytes, kind, name);
            script::look(taker, holder, bytes, kind, name);
            page::look(taker, holder, bytes, kind, name);
            unseen::look(taker, holder, bytes);
            java::manifest(taker, holder, bytes, name);
            android::plain_manifest(taker, holder, bytes, kind, name);
        }
        _ => {}
    }
    opened::look(taker, holder, bytes, name);
    office::look(taker, holder, bytes, kind, name);
    document::look(taker, holder, bytes, kind)
}
