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
    let mut folded = String::with_capacity(text.len());
    // For each letter as a reader sees it: where its folded form begins, and where it stands in the text.
    let mut letters: Vec<(usize, Range<usize>)> = Vec::new();
    for (index, letter) in text.grapheme_indices(true) {
        letters.push((folded.len(), index..index + letter.len()));
        folded.push_str(&fold(letter));
    }
    let mut marks = Vec::new();
    for word in &words {
        for (start, found) in folded.match_indices(word.text) {
            let at_word_start =
                folded[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            if word.dense || at_word_start {
                marks.extend(span(&letters, start, start + found.len()));
            }
        }
    }
    joined(marks)
}

/// The stretch of the text whose folded form covers `start..end`.
fn span(letters: &[(usize, Range<usize>)], start: usize, end: usize) -> Option<Range<usize>> {
    let first = letters.partition_point(|(folded, _)| *folded <= start).checked_sub(1)?;
    let last = letters.partition_point(|(folded, _)| *folded < end).checked_sub(1)?;
    Some(letters[first].1.start..letters[last].1.end)
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

    proptest! {
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
