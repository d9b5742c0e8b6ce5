//! Single letters: which script, which are invisible, which look like another, and what they are in ASCII.

/// The scripts that are treated differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin, and digits.
    #[default]
    Latin,
    /// Cyrillic of any language.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic letters: Arabic, Persian, Urdu, Pashto …
    Arabic,
    /// Korean syllables.
    Hangul,
    /// Chinese characters.
    Han,
    /// Hiragana and Katakana.
    Kana,
    /// Anything else, romanised letter by letter.
    Other,
}

/// The script of a letter; `None` for what is no letter or digit.
#[must_use]
pub fn script_of(letter: char) -> Option<Script> {
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Script::Latin,
        '\u{c0}'..='\u{2af}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a720}'..='\u{a7ff}' => {
            if matches!(letter, '\u{d7}' | '\u{f7}') {
                return None;
            }
            Script::Latin
        }
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => Script::Cyrillic,
        '\u{600}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' => {
            if !letter.is_alphanumeric() {
                return None;
            }
            Script::Arabic
        }
        '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => Script::Hangul,
        '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Script::Kana,
        '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}'
        | '々' => Script::Han,
        // Vowel signs of the scripts of India and South-East Asia belong to the word.
        '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{17d3}' => {
            if matches!(letter, '\u{964}' | '\u{965}' | '\u{e2f}' | '\u{e4f}') {
                return None;
            }
            Script::Other
        }
        _ if letter.is_alphanumeric() => Script::Other,
        _ => return None,
    })
}

/// Characters that leave no trace on paper: zero width, direction marks, variation selectors, soft hyphens, tags, controls
/// that are not white space, fillers.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{e0000}'..='\u{e0fff}')
        || (letter.is_control() && !letter.is_whitespace())
}

/// Marks that sit on a letter. Vowel signs of Indic scripts are not among them.
#[must_use]
pub fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{2bb}'..='\u{2bf}' | '\u{2c8}' | '\u{2b9}' | '\u{2ba}')
}

/// Marks that apostrophes are written with; they stand inside a word and are dropped.
#[must_use]
pub fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '\u{b4}' | '\u{2018}'
            ..='\u{201b}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{ff07}'
                | '\u{55a}'
                | '\u{5f3}'
                | '\u{a78b}'
                | '\u{a78c}'
    )
}

/// The Latin letter that a Cyrillic or Greek letter cannot be told from on paper, in lower case.
///
/// *Source*: own table of letters whose usual glyphs agree in upper or lower case.
#[must_use]
pub fn latin_twin(letter: char) -> Option<char> {
    Some(match letter {
        'а' | 'А' | 'Α' | 'α' | 'ɑ' => 'a',
        'В' | 'Β' | 'ь' | 'Ь' | 'β' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'Е' | 'Ε' | 'ё' | 'Ё' | 'є' => 'e',
        'ɡ' | 'ԍ' | 'Ԍ' => 'g',
        'һ' | 'Һ' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'Ι' | 'ι' | 'ї' | 'Ї' | 'ı' | 'ӏ' | 'Ӏ' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'Κ' | 'κ' => 'k',
        'м' | 'М' | 'Μ' => 'm',
        'Ν' | 'п' | 'η' => 'n',
        'о' | 'О' | 'Ο' | 'ο' | 'σ' | 'օ' | 'Օ' => 'o',
        'р' | 'Р' | 'Ρ' | 'ρ' => 'p',
        'ԛ' | 'Ԛ' => 'q',
        'г' => 'r',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'υ' | 'ս' => 'u',
        'ѵ' | 'ν' | 'Ѵ' => 'v',
        'ѡ' | 'ԝ' | 'Ԝ' | 'ω' => 'w',
        'х' | 'Х' | 'Χ' | 'χ' => 'x',
        'у' | 'У' | 'Υ' | 'ү' | 'Ү' | 'γ' => 'y',
        'Ζ' | 'ᴢ' => 'z',
        _ => return None,
    })
}

/// A Latin letter with marks, or outside ASCII: what remains without the marks, and what it sounds like when that is more.
///
/// *Shapes*: `letter` is in lower case and composed. Empty when it is not in the table.
#[must_use]
pub fn latin_special(letter: char) -> (&'static str, &'static str) {
    match letter {
        'ß' => ("ss", ""),
        'æ' | 'ǽ' => ("ae", ""),
        'œ' => ("oe", ""),
        'ø' => ("o", "oe"),
        'å' => ("a", "aa"),
        'ä' => ("a", "ae"),
        'ö' => ("o", "oe"),
        'ü' => ("u", "ue"),
        'š' | 'ş' | 'ș' => ("s", "sh"),
        'č' | 'ć' | 'ç' => ("c", "ch"),
        'ž' | 'ż' | 'ź' => ("z", "zh"),
        'ț' | 'ţ' => ("t", "ts"),
        'đ' | 'ð' | 'ɖ' | 'ď' => ("d", ""),
        'þ' => ("th", ""),
        'ł' | 'ľ' => ("l", ""),
        'ı' => ("i", ""),
        'ħ' => ("h", ""),
        'ŋ' => ("n", "ng"),
        'ə' | 'ǝ' => ("a", "e"),
        'ɓ' => ("b", ""),
        'ɗ' => ("d", ""),
        'ƙ' => ("k", ""),
        'ơ' => ("o", ""),
        'ư' => ("u", ""),
        _ => ("", ""),
    }
}

/// A Cyrillic letter as English-speaking offices write it, and as another language of the script has it.
///
/// *Shapes*: `letter` is in lower case. *Source*: BGN/PCGN, simplified; Ukrainian and Serbian where letters differ.
#[must_use]
pub fn cyrillic(letter: char) -> Option<(&'static str, &'static str)> {
    Some(match letter {
        'а' | 'ә' => ("a", ""),
        'б' => ("b", ""),
        'в' => ("v", ""),
        'г' => ("g", "h"),
        'ґ' | 'ғ' => ("g", ""),
        'д' => ("d", ""),
        'е' | 'э' => ("e", ""),
        'ё' => ("e", "yo"),
        'є' => ("ye", "e"),
        'ж' => ("zh", ""),
        'з' => ("z", ""),
        'и' | 'і' | 'ѝ' => ("i", ""),
        'ї' => ("yi", "i"),
        'й' => ("y", ""),
        'к' | 'қ' => ("k", ""),
        'л' => ("l", ""),
        'м' => ("m", ""),
        'н' => ("n", ""),
        'ң' => ("ng", ""),
        'о' | 'ө' => ("o", ""),
        'п' => ("p", ""),
        'р' => ("r", ""),
        'с' => ("s", ""),
        'т' => ("t", ""),
        'у' | 'ү' | 'ұ' => ("u", ""),
        'ў' => ("u", "w"),
        'ф' => ("f", ""),
        'х' => ("kh", ""),
        'һ' => ("h", ""),
        'ц' => ("ts", ""),
        'ч' | 'ћ' | 'ҷ' => ("ch", ""),
        'ш' => ("sh", ""),
        'щ' => ("shch", ""),
        'ъ' | 'ь' | '’' => ("", ""),
        'ы' => ("y", ""),
        'ю' => ("yu", ""),
        'я' => ("ya", ""),
        'ђ' | 'џ' => ("dj", ""),
        'ј' => ("j", ""),
        'љ' => ("lj", ""),
        'њ' => ("nj", ""),
        'ѓ' => ("gj", ""),
        'ќ' => ("kj", ""),
        'ѕ' => ("dz", ""),
        _ => return None,
    })
}
