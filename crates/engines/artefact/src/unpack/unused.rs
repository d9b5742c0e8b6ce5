//! Entries of a compound file's directory that nothing uses and that some writers fill with nothing but ones and zeros.
//!
//! Windows never looks at them; the crate `cfb` refuses the whole file for them.
//!
//! *Source*: MS-CFB 2.2 (header), 2.3 (table of sectors), 2.6.1 (entries).

use std::borrow::Cow;

use crate::bytes::{index, le16, le32};

const ENTRY_BYTES: usize = 128;
/// Numbers of sectors from here on mean something else.
const SECTORS_MAX: u32 = 0xffff_fffa;
/// Places of the table of sectors that the header has.
const IN_HEADER: usize = 109;
/// Sectors of a directory that are followed.
const FOLLOWED_MAX: usize = 1 << 16;

/// The file with such entries blanked, as its format wants them.
pub(super) fn blanked(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(places) = directory(bytes) else { return Cow::Borrowed(bytes) };
    // No name, no kind; the three neighbours are none.
    let mut blank = [0; ENTRY_BYTES];
    blank[68..80].fill(0xff);
    let is_unused = |at: &usize| {
        let entry = bytes.get(*at..at + ENTRY_BYTES);
        entry.is_some_and(|entry| entry != blank && entry.iter().all(|byte| matches!(byte, 0 | 0xff)))
    };
    let unused: Vec<usize> = places.into_iter().filter(is_unused).collect();
    if unused.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut mended = bytes.to_vec();
    for at in unused {
        mended[at..at + ENTRY_BYTES].copy_from_slice(&blank);
    }
    Cow::Owned(mended)
}

/// Where each entry stands.
fn directory(bytes: &[u8]) -> Option<Vec<usize>> {
    let shift = le16(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
    let sector_bytes = 1_usize << shift;
    let start = |sector: u32| index(u64::from(sector) + 1).checked_mul(sector_bytes);
    let per_sector = u32::try_from(sector_bytes / 4).ok()?;
    let next = |sector: u32| {
        let table = index(u64::from(sector / per_sector));
        let table = (table < IN_HEADER).then(|| le32(bytes, 76 + table * 4)).flatten()?;
        le32(bytes, start(table)? + index(u64::from(sector % per_sector)) * 4)
    };
    let mut sector = le32(bytes, 48)?;
    let mut places = Vec::new();
    for _ in 0..FOLLOWED_MAX {
        if sector >= SECTORS_MAX {
            break;
        }
        let begin = start(sector).filter(|begin| *begin < bytes.len())?;
        places.extend((begin..begin + sector_bytes).step_by(ENTRY_BYTES));
        sector = next(sector)?;
    }
    Some(places)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use proptest::prelude::*;

    use super::*;

    /// A file with one stream, and how many entries its directory has room for.
    fn compound() -> (Vec<u8>, Vec<usize>) {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
        file.create_stream("/a").expect("memory").write_all(b"content").expect("memory");
        let bytes = file.into_inner().into_inner();
        let places = directory(&bytes).expect("a directory");
        (bytes, places)
    }

    #[test]
    fn entries_of_ones_are_blanked_and_others_left_alone() {
        let (mut bytes, places) = compound();
        assert!(matches!(blanked(&bytes), Cow::Borrowed(_)));
        let unused = *places.last().expect("room for more");
        // As one writer has it, whose blanks are written a few bytes too early.
        bytes[unused + 64..unused + 68].fill(0xff);
        assert!(cfb::CompoundFile::open(Cursor::new(&bytes[..])).is_err());
        let mended = blanked(&bytes);
        let mut file = cfb::CompoundFile::open(Cursor::new(&mended[..])).expect("mended");
        let mut content = String::new();
        file.open_stream("/a").expect("the stream").read_to_string(&mut content).expect("memory");
        assert_eq!(content, "content");
    }

    proptest! {
        #[test]
        fn nonsense_is_left_alone(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
            end in any::<prop::sample::Index>(),
        ) {
            let mut bytes = compound().0;
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(end.index(bytes.len() + 1));
            prop_assert_eq!(blanked(&bytes).len(), bytes.len());
        }
    }
}
