//! Layers that only compress: one thing inside.

use std::io::Read;

use crate::{
    bytes::{count, le32},
    facts::{Kind, Member},
    take::{Fault, Holder, Taker},
};

/// How much memory a dictionary may take. *Units*: KiB.
const DICTIONARY_KIB_MAX: u32 = 256 << 10;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
    let name = inner_name(holder.name());
    let packed = count(bytes.len());
    let unpacked = match kind {
        Kind::Gzip => {
            // The last four bytes say how long the content is, if there is one stream; a hint only.
            let hint = bytes.len().checked_sub(4).and_then(|at| le32(bytes, at)).unwrap_or(0);
            taker.unpacked(flate2::bufread::MultiGzDecoder::new(bytes), packed, u64::from(hint))
        }
        Kind::Xz => match taker.unpacked_at_once(packed, |room| super::xz::unpack(bytes, room))? {
            Some(unpacked) => Ok(unpacked),
            None => taker.unpacked(stream(bytes, kind)?, packed, packed.saturating_mul(3)),
        },
        _ => taker.unpacked(stream(bytes, kind)?, packed, packed.saturating_mul(3)),
    }?;
    taker.object_mut(holder.id).container.get_or_insert_default().members = 1;
    taker.held_member(holder, &name, Member::default(), &unpacked)?;
    Ok(())
}

/// A reader of a compressed stream.
pub(crate) fn stream<'bytes>(bytes: &'bytes [u8], kind: Kind) -> Result<Box<dyn Read + 'bytes>, Fault> {
    Ok(match kind {
        Kind::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
        Kind::Zlib => Box::new(flate2::bufread::ZlibDecoder::new(bytes)),
        Kind::Xz => Box::new(lzma_rust2::XzReader::new(bytes, true)),
        Kind::Lzip => Box::new(lzma_rust2::LzipReader::new(bytes)),
        Kind::Lzma => Box::new(
            lzma_rust2::LzmaReader::new_mem_limit(bytes, DICTIONARY_KIB_MAX, None)
                .map_err(|error| Fault::damaged(error.to_string()))?,
        ),
        Kind::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(bytes)),
        Kind::Zstd => Box::new(
            ruzstd::decoding::StreamingDecoder::new(bytes)
                .map_err(|error| Fault::damaged(error.to_string()))?,
        ),
        _ => return Err(Fault::NoReader),
    })
}

/// The name without what the compressor added.
fn inner_name(name: &str) -> String {
    for (ending, instead) in
        [(".tgz", ".tar"), (".txz", ".tar"), (".tbz2", ".tar"), (".tbz", ".tar"), (".crate", ".tar")]
    {
        if let Some(stem) = name.strip_suffix(ending) {
            return format!("{stem}{instead}");
        }
    }
    for ending in [".gz", ".xz", ".bz2", ".zst", ".lzma", ".lz"] {
        if let Some(stem) = name.strip_suffix(ending) {
            return stem.to_owned();
        }
    }
    "content".to_owned()
}
