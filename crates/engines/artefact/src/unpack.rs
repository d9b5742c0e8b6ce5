//! Readers of containers: each gives its members to the walk.

mod ar;
mod arj;
mod asar;
pub(crate) mod behind;
mod bits;
mod chm;
mod cpio;
mod crx;
mod dmg;
mod explode;
mod installshield;
mod layers;
pub(crate) mod lzma2;
mod mail;
mod msi_scripts;
mod ole;
mod packages;
mod pdf;
mod programs;
mod sis;
mod squashfs;
mod tar;
mod unused;
pub(crate) mod upx;
mod volumes;
mod xar;
mod xz;
mod zip;

pub(crate) use msi_scripts::HOOK as MSI_HOOK;

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

/// Asks the one reader of a kind.
pub(crate) fn one(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    match kind {
        Kind::Zip => zip::unpack(taker, holder, bytes),
        Kind::Tar => tar::unpack(taker, holder, bytes),
        Kind::Gzip | Kind::Xz | Kind::Lzma | Kind::Lzip | Kind::Bzip2 | Kind::Zstd => {
            layers::unpack(taker, holder, bytes, kind)
        }
        Kind::Ar | Kind::Deb => ar::unpack(taker, holder, bytes, kind),
        Kind::Cpio => cpio::unpack(taker, holder, bytes),
        Kind::Xar => xar::unpack(taker, holder, bytes),
        Kind::Pbzx => packages::pbzx(taker, holder, bytes),
        Kind::Rpm => packages::rpm(taker, holder, bytes),
        Kind::Cab => packages::cabinet(taker, holder, bytes),
        Kind::SevenZip => packages::seven_zip(taker, holder, bytes),
        Kind::Asar => asar::unpack(taker, holder, bytes),
        Kind::Crx => crx::unpack(taker, holder, bytes),
        Kind::Script => behind::unpack(taker, holder, bytes),
        Kind::Dmg => dmg::unpack(taker, holder, bytes),
        Kind::HfsPlus => volumes::hfs_plus(taker, holder, bytes),
        Kind::Apfs => volumes::apfs_volume(taker, holder, bytes),
        Kind::Iso9660 => volumes::iso(taker, holder, bytes),
        Kind::SquashFs => squashfs::unpack(taker, holder, bytes),
        Kind::Cfb => ole::unpack(taker, holder, bytes),
        Kind::MachOFat => programs::fat(taker, holder, bytes),
        Kind::Pe => programs::behind(taker, holder, bytes),
        Kind::Elf => programs::appimage(taker, holder, bytes),
        Kind::Pdf => pdf::unpack(taker, holder, bytes),
        Kind::Arj => arj::unpack(taker, holder, bytes),
        Kind::Chm => chm::unpack(taker, holder, bytes),
        Kind::Sis => sis::unpack(taker, holder, bytes),
        Kind::Mail => mail::mail(taker, holder, bytes),
        Kind::UuEncoded => mail::uuencoded(taker, holder, bytes),
        Kind::BinHex => mail::binhex(taker, holder, bytes),
        Kind::Tnef => mail::tnef(taker, holder, bytes),
        Kind::Szdd => mail::szdd(taker, holder, bytes),
        Kind::Rtf => mail::rtf(taker, holder, bytes),
        Kind::Html => mail::page(taker, holder, bytes),
        kind if kind.is_container() => Err(Fault::NoReader),
        _ => Ok(()),
    }
}
