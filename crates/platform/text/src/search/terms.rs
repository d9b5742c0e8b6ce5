use unicode_normalization::char::is_combining_mark;

use super::fold::fold;

/// A piece of folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Whether it is a run of a script written without spaces, or with endings stuck to its words.
    pub(super) dense: bool,
}

/// The terms that `text` is found by, in their order, repeated where they are: folded words, and of runs of Chinese,
/// Japanese and Korean characters each pair of neighbours (a single character stands for itself).
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut terms = Vec::new();
    for_each_term(&folded, |term| terms.push(term.to_owned()));
    terms
}

pub(super) fn for_each_term(folded: &str, mut take: impl FnMut(&str)) {
    for piece in pieces(folded) {
        if piece.dense {
            for_each_pair(piece.text, &mut take);
        } else {
            take(piece.text);
        }
    }
}

fn for_each_pair(run: &str, take: &mut impl FnMut(&str)) {
    let mut starts = run.char_indices().map(|(index, _)| index).chain([run.len()]);
    let (Some(mut first), Some(mut second)) = (starts.next(), starts.next()) else { return };
    if second == run.len() {
        return take(run);
    }
    for third in starts {
        take(&run[first..third]);
        (first, second) = (second, third);
    }
}

/// The words and dense runs of folded text.
pub(super) fn pieces(folded: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = folded;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        rest = &rest[start..];
        let dense = rest.chars().next().is_some_and(is_dense);
        let end = rest.find(|char| !continues(char, dense)).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece { text, dense })
    })
}

fn continues(char: char, dense: bool) -> bool {
    if dense { is_dense(char) } else { is_word(char) && !is_dense(char) }
}

/// Letters, digits and marks; `+` and `#` so that C++ and C# are found. Thai and its neighbours are words until the
/// next space, and are found from their beginning.
fn is_word(char: char) -> bool {
    char.is_alphanumeric() || is_combining_mark(char) || matches!(char, '+' | '#')
}

fn is_dense(char: char) -> bool {
    matches!(char,
        '\u{1100}'..='\u{11FF}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{3105}'..='\u{318E}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FB}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && char.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_and_pairs() {
        assert_eq!(terms("Zero-Knowledge, in C++ & C#!"), ["zero", "knowledge", "in", "c++", "c#"]);
        assert_eq!(terms("한국어 강연"), ["한국", "국어", "강연"]);
        assert_eq!(terms("区块链DeFi入门 봄"), ["区块", "块链", "defi", "入门", "봄"]);
        assert_eq!(terms("हिन्दी"), ["हिन्दी"]);
        assert_eq!(terms(" \u{3000}、。"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn the_terms_of_a_word_are_among_the_terms_of_its_sentence(words in proptest::collection::vec("[가-힣]{2,5}|[一-龥]{2,4}|[a-zé]{1,8}", 1..6)) {
            let all = terms(&words.join(" "));
            for word in &words {
                prop_assert!(terms(word).iter().all(|term| all.contains(term)));
            }
        }
    }
}
