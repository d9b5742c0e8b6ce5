use unicode_normalization::UnicodeNormalization;

/// `text` as it is compared in search: compatibility forms unified (NFKC), lower case, Latin, Greek, Cyrillic, Hebrew
/// and Arabic letters without their marks. Vowel signs of other scripts stay: without them words are different words.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Lower case can bring marks (İ becomes i and a dot) and compatibility forms can bring capitals, so unify first,
    // then take apart, drop marks, and put together again.
    let lower: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let bare: String = lower.nfd().filter(|char| !is_dropped_mark(*char)).map(plain_letter).collect();
    bare.nfkc()
        .collect::<String>()
        .replace('ß', "ss")
        .replace('æ', "ae")
        .replace('œ', "oe")
        .replace('þ', "th")
}

fn is_dropped_mark(char: char) -> bool {
    matches!(char,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}' | '\u{05C1}'
        | '\u{05C2}' | '\u{05C4}' | '\u{05C5}' | '\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{0640}' | '\u{200C}' | '\u{200D}' | '\u{00AD}'
        | '\u{FE00}'..='\u{FE0F}')
}

/// Letters that Unicode does not take apart, though people type them without their stroke.
fn plain_letter(char: char) -> char {
    match char {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ħ' => 'h',
        'ŧ' => 't',
        'ς' => 'σ',
        // Arabic and Persian keyboards type the same letter as different characters.
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_type_equals_what_is_written() {
        let table = [
            ("Crème Brûlée", "creme brulee"),
            ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
            ("Łódź Straße Ærø", "lodz strasse aero"),
            ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
            ("Tiếng Việt Đà Nẵng", "tieng viet da nang"),
            ("한국어", "한국어"),
            ("\u{1112}\u{1161}\u{11AB}국어", "한국어"),
            ("ﾎﾟｹﾓﾝ", "ポケモン"),
            ("ガ", "ガ"),
            ("Ёлка", "елка"),
            ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
            ("مُحَمَّد", "محمد"),
            ("हिन्दी", "हिन्दी"),
            ("ﬁnance №5", "finance no5"),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
