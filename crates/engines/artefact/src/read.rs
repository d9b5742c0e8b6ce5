//! Readers of facts: what one object says and could do.

pub(crate) mod apple;
pub(crate) mod hosts;
pub(crate) mod patterns;
pub(crate) mod whole;

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
    let _ = name;
    if kind == Kind::Data && bytes.len() >= ENTROPY_BYTES_MIN {
        taker.object_mut(holder.id).entropy = Some(digest::entropy(bytes));
    }
    Ok(())
}
