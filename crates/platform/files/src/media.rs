use std::path::Path;

use imagesize::ImageType;
use madang_text::display;

/// Longest side and area of a picture: a phone's photograph fits, a decoding bomb does not.
const SIDE_PIXELS_MAX: u32 = 12_000;
const AREA_PIXELS_MAX: u64 = 50_000_000;
const NAME_CHARS_MAX: usize = 120;

/// Width and height of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a file cannot be shown as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Not PNG, JPEG, WebP or GIF. SVG is not among them: it can hold scripts.
    #[error("not a picture in PNG, JPEG, WebP or GIF")]
    Kind,
    /// Broken, or without width and height.
    #[error("the picture is broken")]
    Broken,
    /// More pixels than any page needs.
    #[error("the picture has too many pixels: at most 12,000 a side and 50 million in all")]
    TooLarge,
}

/// The media type that the first bytes of a file tell; `application/octet-stream` when they tell none. Never a type
/// that a browser would run.
pub(crate) fn sniff(head: &[u8]) -> &'static str {
    let found = infer::get(head).map(|kind| kind.mime_type());
    match found {
        Some("text/html" | "text/xml" | "application/xml" | "text/x-shellscript" | "image/svg+xml") => {
            "text/plain"
        }
        Some(media_type) => media_type,
        None if !head.is_empty() && is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The head may end in the middle of a letter.
        Err(error) => error.error_len().is_none(),
    };
    valid && !head.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

/// Width and height of a picture, read from its head only: nothing is decoded.
pub(crate) fn picture(path: &Path, head: &[u8]) -> Result<PictureSize, PictureError> {
    match imagesize::image_type(head) {
        Ok(ImageType::Png | ImageType::Jpeg | ImageType::Webp | ImageType::Gif) => {}
        _ => return Err(PictureError::Kind),
    }
    let size = imagesize::size(path).map_err(|_| PictureError::Broken)?;
    let side = |pixels: usize| u32::try_from(pixels).map_err(|_| PictureError::TooLarge);
    let (width, height) = (side(size.width)?, side(size.height)?);
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    if width.max(height) > SIDE_PIXELS_MAX || u64::from(width) * u64::from(height) > AREA_PIXELS_MAX {
        return Err(PictureError::TooLarge);
    }
    Ok(PictureSize { width, height })
}

/// The name of a file made harmless: no folders, no control characters, no leading dot, not too long.
pub(crate) fn harmless_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = display::one_line(last)
        .chars()
        .map(|char| if matches!(char, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { char })
        .collect();
    let cleaned = cleaned.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let length = cleaned.chars().count();
    // The ending is the part that people and programs go by.
    let short: String = if length > NAME_CHARS_MAX {
        let ending: String = cleaned.chars().skip(length - 20).collect();
        cleaned.chars().take(NAME_CHARS_MAX - 21).chain(['…']).chain(ending.chars()).collect()
    } else {
        cleaned.to_owned()
    };
    if short.is_empty() { "file".into() } else { short }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn types_are_told_by_bytes() {
        let table: [(&[u8], &str); 8] = [
            (b"\x89PNG\r\n\x1a\n....", "image/png"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"PK\x03\x04........................", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/plain"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "text/plain"),
            ("한국어".as_bytes().split_at(5).0, "text/plain"),
            (b"\x00\x01\x02", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ];
        for (head, expected) in table {
            assert_eq!(sniff(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn names_lose_their_folders_and_tricks() {
        let table = [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\deck.pdf", "deck.pdf"),
            ("..", "file"),
            (".htaccess", "htaccess"),
            ("발표 자료.pdf", "발표 자료.pdf"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
            ("a\r\nSet-Cookie: x\0.txt", "a Set-Cookie_ x.txt"),
            ("", "file"),
        ];
        for (name, expected) in table {
            assert_eq!(harmless_name(name), expected);
        }
        let long = harmless_name(&format!("{}.pdf", "a".repeat(400)));
        assert!(long.chars().count() == NAME_CHARS_MAX && long.ends_with(".pdf"));
    }

    proptest! {
        #[test]
        fn every_name_becomes_harmless(name in "(?s).{0,300}") {
            let harmless = harmless_name(&name);
            prop_assert!(!harmless.is_empty() && harmless.chars().count() <= NAME_CHARS_MAX);
            prop_assert!(!harmless.contains(|char: char| char.is_control() || matches!(char, '/' | '\\')));
            prop_assert!(!harmless.starts_with('.'));
        }
    }
}
