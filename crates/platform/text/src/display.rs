//! Text that people typed, cleaned for one line of a page, a mail's subject or a calendar entry.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// Whether a character can hide or reorder its neighbours, and so is never shown in names and titles.
///
/// *Source*: Unicode Technical Report 36, sections 2.5 and 3.5; CVE-2021-42574 ("Trojan Source").
fn is_deceptive(char: char) -> bool {
    matches!(char,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' // direction
        | '\u{00AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' // nothing to see
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' // annotations and tags
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}') // fillers that look like nothing
}

/// `text` on one line, without control characters and without marks that reorder or hide text; white space
/// collapsed. Joiners stay: Persian, Indic scripts and emoji need them.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut space_due = false;
    for char in text.chars() {
        if char.is_whitespace() || (char.is_control() && matches!(char, '\n' | '\r' | '\t')) {
            space_due = !line.is_empty();
        } else if !char.is_control() && !is_deceptive(char) {
            if std::mem::take(&mut space_due) {
                line.push(' ');
            }
            line.push(char);
        }
    }
    line
}

/// `text` with its lines, otherwise cleaned as [`one_line`] does; line ends become `\n`.
#[must_use]
pub fn lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    unified
        .chars()
        .filter(|char| matches!(char, '\n' | '\t') || !(char.is_control() || is_deceptive(*char)))
        .collect()
}

/// The first `chars_max` characters of `text`, cut between words where that is near, with an ellipsis when cut.
#[must_use]
pub fn shorten(text: &str, chars_max: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(chars_max) else { return text.to_owned() };
    // The ellipsis counts too, and a letter is not parted from its accents.
    let cut = text[..cut].grapheme_indices(true).next_back().map_or(0, |(index, _)| index);
    let head = &text[..cut];
    let word_end = head.rfind(char::is_whitespace).filter(|space| *space * 3 >= cut * 2).unwrap_or(cut);
    format!("{}…", head[..word_end].trim_end().trim_end_matches([',', '.', ';', ':']))
}

/// One or two letters that stand for a person without a picture, in any script: `AL` of Ada Lovelace, `김` of 김민수.
/// `?` for a name without letters.
#[must_use]
pub fn initials(name: &str) -> String {
    let name: String = one_line(name).nfc().collect();
    let mut firsts = name.split_whitespace().filter_map(|word| {
        word.graphemes(true).find(|letter| letter.chars().next().is_some_and(char::is_alphanumeric))
    });
    let Some(first) = firsts.next() else { return "?".into() };
    let last = firsts.next_back();
    match last {
        // Arabic letters would join into a word, and Chinese, Japanese and Korean characters fill the circle alone.
        Some(last) if is_cased(first) && is_cased(last) => first.to_uppercase() + &last.to_uppercase(),
        _ => first.to_uppercase(),
    }
}

/// Whether a letter is of a script with capitals: Latin, Greek, Cyrillic, Armenian, …
fn is_cased(letter: &str) -> bool {
    letter.chars().any(|char| char.is_uppercase() || char.is_lowercase())
        && !letter.chars().all(is_combining_mark)
}

/// Longest name of somebody or something, in characters.
const NAME_CHARS_MAX: usize = 100;

/// A name as it is kept: one line, without marks that deceive, not too long; `None` when nothing is left.
#[must_use]
pub fn name(typed: &str) -> Option<String> {
    let line = shorten(&one_line(typed), NAME_CHARS_MAX);
    let line = line.trim();
    line.chars().any(char::is_alphanumeric).then(|| line.to_owned())
}

/// A name that somebody typed as it may stand in a letter of ours: no program makes a link of it.
#[must_use]
pub fn in_letter(name: &str) -> String {
    unlinked(&shorten(&one_line(name), 80))
}

/// Several lines that somebody typed as they may stand in a letter of ours: each begins with a mark of quotation, and no
/// program makes a link of any; at most so many characters, without empty lines at either end.
#[must_use]
pub fn quoted_in_letter(text: &str, chars_max: usize) -> String {
    let text = shorten(lines(text).trim(), chars_max);
    text.lines().map(|line| format!("> {}", unlinked(line))).collect::<Vec<_>>().join("\n")
}

/// A line of which no program makes a link.
fn unlinked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' | '\\' | '<' | '>' | '[' | ']' => out.push(' '),
            '@' => out.push_str(" at "),
            // `evil.example` becomes `evil. example`; the point of an abbreviation stays as it is.
            '.' | ':' if letters.peek().is_some_and(|next| !next.is_whitespace()) => {
                out.push(letter);
                out.push(' ');
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_in_letters_are_no_links() {
        for (name, shown) in [
            ("Hanbit Foundation Ltd.", "Hanbit Foundation Ltd."),
            ("https://evil.example/x", "https:   evil. example x"),
            ("<a href=x>Win</a>", " a href=x Win  a "),
            ("ask boss@evil.example", "ask boss at evil. example"),
            ("\u{202e}gnp.exe\nBcc: x", "gnp. exe Bcc: x"),
            ("한빛 재단", "한빛 재단"),
        ] {
            assert_eq!(in_letter(name), shown, "{name:?}");
        }
    }

    #[test]
    fn quoted_lines_are_no_links_either() {
        let typed = "\n\nSee https://evil.example/x\u{202e}\n\nmail a@b.example\n";
        assert_eq!(
            quoted_in_letter(typed, 200),
            "> See https:   evil. example x\n> \n> mail a at b. example"
        );
        assert_eq!(quoted_in_letter("한국어로 길게", 4), "> 한국어…");
    }

    #[test]
    fn names_of_any_script_and_nothing_else() {
        assert_eq!(name(" 김하나 ").as_deref(), Some("김하나"));
        assert_eq!(name("Ada\r\nLovelace").as_deref(), Some("Ada Lovelace"));
        for none in ["", "   ", "\u{202e}", "—", "\u{200b}"] {
            assert_eq!(name(none), None, "{none:?}");
        }
        // A mark that turns the writing round would make what stands beside it deceive.
        assert!(!name("Ada\u{202e}gro.live").unwrap().contains('\u{202e}'));
        assert!(name(&"x".repeat(10_000)).unwrap().chars().count() <= NAME_CHARS_MAX + 1);
    }

    #[test]
    fn deceptive_marks_are_taken_out() {
        assert_eq!(one_line("invoice\u{202E}fdp.exe"), "invoicefdp.exe");
        assert_eq!(one_line(" A\u{0}d\u{200B}a\r\n\t Love\u{AD}lace \u{7}"), "Ada Lovelace");
        assert_eq!(one_line("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(one_line("👩\u{200D}🔬"), "👩\u{200D}🔬");
        assert_eq!(lines("a\r\nb\u{2066}\rc\u{1B}[31m"), "a\nb\nc[31m");
    }

    #[test]
    fn initials_in_many_scripts() {
        let table = [
            ("Ada Lovelace", "AL"),
            ("ada maria de lovelace", "AL"),
            ("김민수", "김"),
            ("山田 太郎", "山"),
            ("محمد علي", "م"),
            ("Владимир Иванов", "ВИ"),
            ("élodie", "É"),
            ("e\u{301}lodie", "É"),
            ("(0xfoo) \"Bar\"", "0"),
            ("Vitalik", "V"),
            ("हिमांशु शर्मा", "हि"),
            ("...", "?"),
            ("", "?"),
            ("ßeta Name", "SSN"),
        ];
        for (name, expected) in table {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn cuts_fall_between_words_and_letters() {
        assert_eq!(shorten("The quick brown fox", 30), "The quick brown fox");
        assert_eq!(shorten("The quick brown fox", 12), "The quick…");
        assert_eq!(shorten("대한민국의봄여름", 5), "대한민국…");
        assert_eq!(shorten("abc", 0), "…");
    }

    proptest! {
        #[test]
        fn a_short_text_is_short(text in ".*", chars_max in 1_usize..60) {
            prop_assert!(shorten(&text, chars_max).chars().count() <= chars_max.max(1));
        }

        #[test]
        fn one_line_is_idempotent(text in "\\PC*|(?s).*") {
            let once = one_line(&text);
            prop_assert_eq!(one_line(&once), once);
        }
    }
}
