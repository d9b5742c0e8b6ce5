//! What a file of slides is, told by its bytes.
//!
//! Taken are PDF, PowerPoint (`.pptx`), OpenDocument (`.odp`) and Keynote (`.key`): what people show slides with. The last
//! three are ZIP archives with a layout of their own; any other archive could hold anything and is refused, as are files
//! with macros and the old PowerPoint format, which has them. Nothing is unpacked: only the archive's list of names is
//! read, within limits.
//!
//! *Source*: ISO 32000-2, 7.5; APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16; ECMA-376 part 2; OpenDocument 1.3 part 2,
//! section 3.3.

use std::io::{self, Read, Seek, SeekFrom};

/// How many names an archive may list, and how long the list may be.
const ENTRIES_MAX: usize = 20_000;
const LIST_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// How far from a file's end its end mark is looked for: a ZIP's comment has 65,535 bytes at most.
const TAIL_BYTES: u64 = 65_557;
const ODP: &[u8] = b"application/vnd.oasis.opendocument.presentation";

/// What slides are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlidesKind {
    /// Portable Document Format.
    Pdf,
    /// PowerPoint since 2007, without macros.
    PowerPoint,
    /// OpenDocument presentation, without macros.
    OpenDocument,
    /// Keynote since 2013.
    Keynote,
}

/// Why a file is no slides that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlidesError {
    /// None of the four formats, or broken.
    #[error("not slides in PDF, PPTX, ODP or KEY")]
    Kind,
    /// Its name says that it is something else.
    #[error("the file is not what its name says")]
    Name,
    /// It brings programs along.
    #[error("the slides have macros in them")]
    Macros,
}

impl SlidesKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::PowerPoint, Self::OpenDocument, Self::Keynote];

    /// The ending of its files' names, without the point.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::PowerPoint => "pptx",
            Self::OpenDocument => "odp",
            Self::Keynote => "key",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::PowerPoint => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::OpenDocument => "application/vnd.oasis.opendocument.presentation",
            Self::Keynote => "application/vnd.apple.keynote",
        }
    }

    /// Checks that a name ends as files of this kind do.
    ///
    /// *Errors*: [`SlidesError::Name`].
    pub fn check_name(self, name: &str) -> Result<(), SlidesError> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ending.eq_ignore_ascii_case(self.ending()) { Ok(()) } else { Err(SlidesError::Name) }
    }
}

/// The kind of slides that a file holds, whatever it is called.
///
/// *Errors*: [`SlidesError::Kind`], also for what cannot be read; [`SlidesError::Macros`].
pub fn slides_kind(file: &mut (impl Read + Seek)) -> Result<SlidesKind, SlidesError> {
    let mut head = [0; 128];
    let read = read_up_to(file, &mut head).map_err(|_| SlidesError::Kind)?;
    let head = &head[..read];
    let tail = tail(file).map_err(|_| SlidesError::Kind)?;
    if head.starts_with(b"%PDF-") {
        let is_whole = tail[tail.len().saturating_sub(2_048)..].windows(5).any(|five| five == b"%%EOF");
        return if is_whole { Ok(SlidesKind::Pdf) } else { Err(SlidesError::Kind) };
    }
    let names = names(file, &tail).filter(|_| head.starts_with(b"PK\x03\x04")).ok_or(SlidesError::Kind)?;
    let has = |name: &str| names.iter().any(|known| known == name.as_bytes());
    let has_below = |folder: &str| names.iter().any(|known| known.starts_with(folder.as_bytes()));
    if has("[Content_Types].xml") && has("ppt/presentation.xml") {
        let is_macro = |name: &Vec<u8>| name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
        let has_programs = names.iter().any(is_macro) || has_below("ppt/activeX/");
        return if has_programs { Err(SlidesError::Macros) } else { Ok(SlidesKind::PowerPoint) };
    }
    if head.get(30..38) == Some(b"mimetype")
        && head.get(38..38 + ODP.len()) == Some(ODP)
        && has("content.xml")
    {
        let has_programs = has_below("Basic/") || has_below("Scripts/");
        return if has_programs { Err(SlidesError::Macros) } else { Ok(SlidesKind::OpenDocument) };
    }
    let has_slides = has_below("Index/Slide") && has("Index/Document.iwa");
    if has_slides { Ok(SlidesKind::Keynote) } else { Err(SlidesError::Kind) }
}

fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

fn tail(file: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
    let mut tail = Vec::new();
    file.take(TAIL_BYTES).read_to_end(&mut tail)?;
    Ok(tail)
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The names that an archive lists; `None` when it is none, or lists more than slides have.
fn names(file: &mut (impl Read + Seek), tail: &[u8]) -> Option<Vec<Vec<u8>>> {
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let (count, size, at) =
        (number(tail, end + 10, 2)?, number(tail, end + 12, 4)?, number(tail, end + 16, 4)?);
    if size > LIST_BYTES_MAX || usize::try_from(count).ok()? > ENTRIES_MAX {
        return None;
    }
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut list = Vec::new();
    file.take(size).read_to_end(&mut list).ok()?;
    let (mut names, mut at) = (Vec::new(), 0);
    while list.get(at..at + 4) == Some(b"PK\x01\x02") && names.len() < ENTRIES_MAX {
        let length = |from: usize| Some(usize::try_from(number(&list, at + from, 2)?).unwrap_or(0));
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        names.push(list.get(at + 46..at + 46 + name)?.to_vec());
        at += 46 + name + extra + comment;
    }
    // An archive that ends in the middle of its list is broken.
    (!names.is_empty() && at == list.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    /// An archive of these files, stored as they are.
    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut out, mut list) = (Vec::new(), Vec::new());
        for (name, content) in files {
            let at = u32::try_from(out.len()).unwrap();
            let (long, short) = (u32::try_from(content.len()).unwrap(), u16::try_from(name.len()).unwrap());
            let mut sum = flate2::Crc::new();
            sum.update(content);
            let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            common.extend(sum.sum().to_le_bytes());
            common.extend(long.to_le_bytes());
            common.extend(long.to_le_bytes());
            common.extend(short.to_le_bytes());
            common.extend([0, 0]);
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(name.as_bytes());
            out.extend(*content);
            list.extend(b"PK\x01\x02\x14\0");
            list.extend(&common);
            list.extend([0; 10]);
            list.extend(at.to_le_bytes());
            list.extend(name.as_bytes());
        }
        let (at, count) = (u32::try_from(out.len()).unwrap(), u16::try_from(files.len()).unwrap());
        let size = u32::try_from(list.len()).unwrap();
        out.extend(list);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(size.to_le_bytes());
        out.extend(at.to_le_bytes());
        out.extend([0, 0]);
        out
    }

    fn kind(bytes: &[u8]) -> Result<SlidesKind, SlidesError> {
        slides_kind(&mut Cursor::new(bytes))
    }

    fn samples() -> [(SlidesKind, Vec<u8>); 4] {
        [
            (SlidesKind::Pdf, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n".to_vec()),
            (
                SlidesKind::PowerPoint,
                archive(&[("[Content_Types].xml", b"<x/>"), ("ppt/presentation.xml", b"<x/>")]),
            ),
            (SlidesKind::OpenDocument, archive(&[("mimetype", ODP), ("content.xml", b"<x/>")])),
            (SlidesKind::Keynote, archive(&[("Index/Document.iwa", b"x"), ("Index/Slide-1.iwa", b"x")])),
        ]
    }

    #[test]
    fn slides_are_told_by_their_bytes() {
        for (expected, bytes) in samples() {
            assert_eq!(kind(&bytes), Ok(expected));
            assert!(expected.check_name(&format!("talk.{}", expected.ending().to_uppercase())).is_ok());
            assert_eq!(expected.check_name("talk.exe"), Err(SlidesError::Name));
            assert_eq!(expected.check_name("talk"), Err(SlidesError::Name));
        }
    }

    #[test]
    fn what_is_none_or_brings_programs_is_refused() {
        let table: [(Vec<u8>, SlidesError); 11] = [
            (Vec::new(), SlidesError::Kind),
            (b"%PDF-1.7 and then nothing".to_vec(), SlidesError::Kind),
            (b"<html><script>alert(1)</script>%PDF-1.7 %%EOF".to_vec(), SlidesError::Kind),
            (b"MZ\x90\0 a program".to_vec(), SlidesError::Kind),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old presentation".to_vec(), SlidesError::Kind),
            (archive(&[("setup.exe", b"MZ")]), SlidesError::Kind),
            (archive(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), SlidesError::Kind),
            (archive(&[("Index/Document.iwa", b"x"), ("Index/Tables/1.iwa", b"x")]), SlidesError::Kind),
            (
                archive(&[
                    ("[Content_Types].xml", b"x"),
                    ("ppt/presentation.xml", b"x"),
                    ("ppt/vbaProject.bin", b"x"),
                ]),
                SlidesError::Macros,
            ),
            (
                archive(&[("mimetype", ODP), ("content.xml", b"x"), ("Basic/a.xml", b"x")]),
                SlidesError::Macros,
            ),
            // A program with an archive behind it, as installers are.
            ([b"MZ".to_vec(), samples()[1].1.clone()].concat(), SlidesError::Kind),
        ];
        for (number, (bytes, expected)) in table.into_iter().enumerate() {
            assert_eq!(kind(&bytes), Err(expected), "{number}");
        }
        let whole = &samples()[1].1;
        assert_eq!(kind(&whole[..whole.len() - 30]), Err(SlidesError::Kind), "cut off");
    }

    proptest! {
        #[test]
        fn damaged_slides_never_panic(which in 0_usize..4, place in 0_usize..600, byte in any::<u8>(), cut in 0_usize..600) {
            let mut bytes = samples()[which].1.clone();
            let place = place % bytes.len();
            bytes[place] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut % bytes.len()));
            let _ = kind(&bytes);
        }
    }
}
