//! Sentences of the engine in other languages.
//!
//! The engine speaks English: reports are kept, signed and compared in one language. A page in another language finds each
//! sentence among the English messages `vetting-phrase-…`, takes out what stands in their places, and says the
//! message of the same number. What is in no message stays in English.

use madang_text::{LanguageTag, Texts, Translator};

/// Messages `vetting-phrase-1` up to this.
const PHRASES: usize = 416;
/// Sentences within sentences.
const DEPTH_MAX: u32 = 4;
/// Names of places, in the order in which they are handed over.
const PLACES: [&str; 5] = ["a", "b", "c", "d", "e"];
/// Stands for a place while a message is taken apart; in no message.
const MARK: char = '\u{f8ff}';

/// The sentences of one language.
pub(super) struct Phrases<'all> {
    t: &'all Translator,
    /// For every message: the texts before, between and behind its places, and which places those are.
    /// Empty in English.
    messages: Vec<(Vec<String>, Vec<usize>)>,
}

impl<'all> Phrases<'all> {
    pub(super) fn new(t: &'all Translator) -> Self {
        let english = LanguageTag::english();
        if t.language().primary() == english.primary() {
            return Self { t, messages: Vec::new() };
        }
        let english = Texts::embedded().translator(&english);
        let marks: Vec<String> = (0..PLACES.len()).map(|place| format!("{MARK}{place}")).collect();
        let arguments: Vec<_> =
            PLACES.iter().zip(&marks).map(|(name, mark)| (*name, mark.as_str().into())).collect();
        let messages = (1..=PHRASES).map(|number| {
            let message = english.say_of_with("vetting-phrase-", number, &arguments);
            let mut pieces = message.split(MARK);
            let mut texts = vec![pieces.next().unwrap_or_default().to_owned()];
            let mut places = Vec::new();
            for piece in pieces {
                let (place, text) = piece.split_at(piece.len().min(1));
                places.push(place.parse().unwrap_or(0));
                texts.push(text.to_owned());
            }
            (texts, places)
        });
        Self { t, messages: messages.collect() }
    }

    /// The sentence in this language, or as it is.
    pub(super) fn say(&self, sentence: &str) -> String {
        self.said(sentence, DEPTH_MAX).unwrap_or_else(|| sentence.to_owned())
    }

    fn said(&self, sentence: &str, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        self.messages.iter().enumerate().find_map(|(at, (texts, places))| {
            let found = fitting(sentence, texts)?;
            let mut values = vec![String::new(); PLACES.len()];
            for (at, (value, place)) in found.iter().zip(places).enumerate() {
                // What stands in backticks is evidence, and is left alone.
                let evidence = texts[at].ends_with('`');
                let said = if evidence { None } else { self.said(value, depth) };
                *values.get_mut(*place)? = said.unwrap_or_else(|| (*value).to_owned());
            }
            let arguments: Vec<_> =
                PLACES.iter().zip(&values).map(|(name, value)| (*name, value.as_str().into())).collect();
            Some(self.t.say_of_with("vetting-phrase-", at + 1, &arguments))
        })
    }
}

/// What stands between these texts, when the sentence is made of them.
fn fitting<'text>(sentence: &'text str, texts: &[String]) -> Option<Vec<&'text str>> {
    let (first, rest) = texts.split_first()?;
    let mut left = sentence.strip_prefix(first.as_str())?;
    let Some((last, between)) = rest.split_last() else { return left.is_empty().then(Vec::new) };
    let mut found = Vec::new();
    for text in between {
        let at = left.find(text.as_str())?;
        found.push(&left[..at]);
        left = &left[at + text.len()..];
    }
    found.push(left.strip_suffix(last.as_str())?);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn korean() -> Translator {
        Texts::embedded().translator(&"ko".parse().unwrap())
    }

    #[test]
    fn a_sentence_within_a_sentence_is_said_and_evidence_is_left_alone() {
        let t = korean();
        let phrases = Phrases::new(&t);
        assert_eq!(
            phrases.say("It must not be handed out: As root, the installer's script `postinstall` (line 3) moves the hidden file `.x` to `moves` and so makes a background job of it."),
            "나눠 주어서는 안 됩니다. 설치 스크립트 `postinstall`(3행)가 root 권한으로 숨은 파일 `.x`을(를) `moves`(으)로 옮겨, 백그라운드 작업으로 만듭니다."
        );
        assert_eq!(phrases.say("Nobody has written this."), "Nobody has written this.");
        assert_eq!(phrases.say("As administrator: hides `a`."), "관리자 권한으로 `a`을(를) 숨깁니다.");
    }

    #[test]
    fn english_is_left_as_it_is() {
        let t = Texts::embedded().translator(&LanguageTag::english());
        assert_eq!(Phrases::new(&t).say("asks for a password."), "asks for a password.");
    }

    /// Every text of the table of rules has a message, and no message has lost its sentence.
    #[test]
    fn every_rule_is_said_in_every_language() {
        let t = korean();
        let phrases = Phrases::new(&t);
        let missing: Vec<&str> = madang_artefact::rules::RULES
            .iter()
            .flat_map(|rule| [rule.why, rule.fix])
            .filter(|text| phrases.said(text, DEPTH_MAX).is_none())
            .collect();
        assert_eq!(missing, [""; 0]);
    }
}
