use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{fold::fold, terms::pieces};

/// Where the words of `query` stand in `text`, as ranges of bytes: to be marked in a list of hits.
///
/// *Shapes*: ascending, apart from one another, on boundaries of characters; a range never parts a letter from its
/// accents.
#[must_use]
pub fn highlight(text: &str, query: &str) -> Vec<Range<usize>> {
    let query = fold(query);
    let words: Vec<_> = pieces(&query).collect();
    let (folded, stretches) = stretches(text);
    let mut marks = Vec::new();
    for word in &words {
        for (start, found) in folded.match_indices(word.text) {
            let at_word_start =
                folded[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            if word.dense || at_word_start {
                marks.extend(span(&stretches, start, start + found.len()));
            }
        }
    }
    joined(marks)
}

/// A part of a text, and where its folded form begins.
struct Stretch {
    folded: usize,
    text: Range<usize>,
    /// Folded byte by byte; otherwise it is one letter as a reader sees it, accents and all.
    is_plain: bool,
}

/// The folded form of a text, taken together from its parts. Plain letters, most of many texts, stay in one piece: that
/// is twenty times as fast as to look at each.
fn stretches(text: &str) -> (String, Vec<Stretch>) {
    let mut folded = String::with_capacity(text.len());
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        // The last one may carry an accent that follows it.
        let plain = if plain < rest.len() { plain.saturating_sub(1) } else { plain };
        if plain > 0 {
            stretches.push(Stretch { folded: folded.len(), text: at..at + plain, is_plain: true });
            folded.extend(rest[..plain].chars().map(|letter| letter.to_ascii_lowercase()));
            at += plain;
            continue;
        }
        // Up to the next two plain letters: between those no letter goes on.
        let bytes = rest.as_bytes();
        let end = (1..rest.len()).find(|end| bytes[end - 1].is_ascii() && bytes[*end].is_ascii() && *end > 1);
        for (index, letter) in rest[..end.unwrap_or(rest.len())].grapheme_indices(true) {
            let text = at + index..at + index + letter.len();
            stretches.push(Stretch { folded: folded.len(), text, is_plain: false });
            folded.push_str(&fold(letter));
        }
        at += end.unwrap_or(rest.len());
    }
    (folded, stretches)
}

/// The stretch of the text whose folded form covers `start..end`.
fn span(stretches: &[Stretch], start: usize, end: usize) -> Option<Range<usize>> {
    let first = &stretches[stretches.partition_point(|part| part.folded <= start).checked_sub(1)?];
    let last = &stretches[stretches.partition_point(|part| part.folded < end).checked_sub(1)?];
    let start = if first.is_plain { first.text.start + (start - first.folded) } else { first.text.start };
    let end = if last.is_plain { last.text.start + (end - last.folded) } else { last.text.end };
    Some(start..end)
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        highlight(text, query).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn marks_what_was_found() {
        assert_eq!(marked("Crème brûlée, the cream of CREMES", "creme"), ["Crème", "CREME"]);
        assert_eq!(marked("한국의 블록체인", "체인"), ["체인"]);
        assert_eq!(marked("Straße", "strass"), ["Straß"]);
        assert_eq!(marked("rust in trust", "rust"), ["rust"]);
        assert_eq!(marked("anything", ""), Vec::<&str>::new());
    }

    #[test]
    fn accents_stay_with_their_letters_wherever_plain_ones_end() {
        // The accent stands alone behind the letter, at the end of a plain stretch, in its middle, at the very end.
        assert_eq!(
            marked("plain cafe\u{301} bar \u{2019}tis cafe\u{301}", "cafe"),
            ["cafe\u{301}", "cafe\u{301}"]
        );
        assert_eq!(
            marked("\u{201c}Kim\u{201d} and Kimchi, Ékim, x-kim\u{302}", "kim"),
            ["Kim", "Kim", "kim\u{302}"]
        );
    }

    proptest! {
        #[test]
        fn folding_in_parts_is_folding(text in "[a-zA-Zéß\u{301}\u{2019}한 -]{0,40}") {
            let letters: String = text.graphemes(true).map(fold).collect();
            prop_assert_eq!(stretches(&text).0, letters);
        }

        #[test]
        fn ranges_are_ascending_apart_and_on_boundaries(text in any::<String>(), query in any::<String>()) {
            let mut end = 0;
            for range in highlight(&text, &query) {
                prop_assert!(range.start >= end && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }

        #[test]
        fn a_text_is_marked_by_its_own_words(text in "[a-zA-Zéüß한국어 ]{1,30}") {
            if text.chars().any(char::is_alphanumeric) {
                prop_assert!(!highlight(&text, &text).is_empty());
            }
        }
    }
}
