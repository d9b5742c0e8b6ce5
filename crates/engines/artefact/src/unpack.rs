//! Readers of containers: each gives its members to the walk.

mod ar;
mod cpio;
mod layers;
mod tar;
mod xar;
mod zip;

use crate::{
    facts::{Contradiction, Kind},
    magic,
    take::{Fault, Holder, Taker},
};

/// Opens a container. Things that are no containers are left alone.
pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    for other in magic::also(bytes, kind) {
        // Programs with an archive behind them are common; everything else is made to be read in two ways.
        if !kind.is_executable() {
            taker.contradiction(holder.id, Contradiction::Polyglot { other });
        }
        one(taker, holder, bytes, other)?;
    }
    one(taker, holder, bytes, kind)
}

fn one(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    match kind {
        Kind::Zip => zip::unpack(taker, holder, bytes),
        Kind::Tar => tar::unpack(taker, holder, bytes),
        Kind::Gzip | Kind::Xz | Kind::Lzma | Kind::Lzip | Kind::Bzip2 | Kind::Zstd => {
            layers::unpack(taker, holder, bytes, kind)
        }
        Kind::Ar | Kind::Deb => ar::unpack(taker, holder, bytes, kind),
        Kind::Cpio => cpio::unpack(taker, holder, bytes),
        Kind::Xar => xar::unpack(taker, holder, bytes),
        kind if kind.is_container() => Err(Fault::NoReader),
        _ => Ok(()),
    }
}
