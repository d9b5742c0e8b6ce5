//! A name as tokens: words with their romanised forms.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    arabic,
    fold::{self, Script},
    han, hangul,
};

/// Longest name that is taken, in characters. No person's or company's name comes near it.
pub const NAME_CHARS_MAX: usize = 1000;
/// Most tokens of a name that are compared; the rest of an endless name is not.
pub const TOKENS_MAX: usize = 24;
/// Longest form of a token, in bytes.
pub const FORM_MAX: usize = 28;

/// Why a name cannot be compared. It is never the same as "nobody found".
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is there, or white space only.
    #[error("the name is empty")]
    Empty,
    /// There are characters, but none is a letter or digit: marks, signs, emoji, invisible ones.
    #[error("the name has no letters; it cannot be screened")]
    NoLetters,
    /// More than [`NAME_CHARS_MAX`] characters.
    #[error("the name has {0} characters; more than 1000 cannot be a name")]
    TooLong(usize),
}

/// A word of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// As written, without invisible characters.
    pub shown: String,
    /// Romanised: lower-case ASCII letters and digits, never empty.
    pub form: String,
    /// Other forms it may have.
    pub others: Vec<String>,
    /// Codes of Arabic letters, when it is in Arabic script; see [`arabic::code`].
    pub codes: Vec<u8>,
    /// The script it is written in.
    pub script: Script,
    /// A word that names carry or not: al, bin, de, von, Dr.
    pub particle: bool,
}

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The words, in order.
    pub list: Vec<Token>,
    /// Whether a word mixed letters of scripts that look alike, or hid characters: a trick, or a slip.
    pub odd: bool,
}

/// Takes a name apart.
///
/// *Shapes*: `person` says whether words are treated as a person's are.
///
/// *Errors*: [`NameError`] when there is nothing that can be compared.
pub fn tokenise(text: &str, person: bool) -> Result<Tokens, NameError> {
    let length = text.chars().count();
    if length > NAME_CHARS_MAX {
        return Err(NameError::TooLong(length));
    }
    if text.trim().is_empty() {
        return Err(NameError::Empty);
    }
    let mut tokens = Tokens::default();
    let words = words(text, person, &mut tokens.odd);
    let east = words.iter().filter(|word| is_east(word)).count();
    for word in words {
        if tokens.list.len() >= TOKENS_MAX {
            break;
        }
        word_into(&word, person, east == 1, &mut tokens);
    }
    tokens.list.truncate(TOKENS_MAX);
    if tokens.list.is_empty() { Err(NameError::NoLetters) } else { Ok(tokens) }
}

fn is_east(word: &[char]) -> bool {
    word.iter().all(|letter| matches!(fold::script_of(*letter), Some(Script::Han | Script::Hangul)))
}

/// Runs of letters, composed, without marks and invisible characters.
fn words(text: &str, person: bool, odd: &mut bool) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = Vec::new();
    let mut open = false;
    // Letters set apart by dots alone: S.A.L. is one word of a company's name.
    let mut dotted = false;
    for letter in text.nfkc() {
        if fold::is_invisible(letter) {
            *odd = true;
            continue;
        }
        if fold::is_mark(letter) || (fold::is_apostrophe(letter) && open) {
            continue;
        }
        if fold::script_of(letter).is_some() {
            if open && let Some(word) = words.last_mut() {
                // Scripts that need no space between words are parted from others.
                let before = word.last().and_then(|last| fold::script_of(*last));
                let east = |script| matches!(script, Some(Script::Han | Script::Hangul | Script::Kana));
                let now = fold::script_of(letter);
                if before == now || !(east(before) || east(now)) {
                    word.push(letter);
                    continue;
                }
            }
            let joins = dotted && !person && words.last().is_some_and(|word| word.len() <= 4);
            if joins && let Some(word) = words.last_mut() {
                word.push(letter);
            } else {
                words.push(vec![letter]);
            }
            open = true;
            continue;
        }
        let single = open && words.last().is_some_and(|word| word.len() == 1);
        let goes_on = open && dotted;
        dotted = letter == '.' && (single || goes_on);
        open = false;
    }
    words
}

fn lower(letter: char) -> char {
    let mut low = letter.to_lowercase();
    low.next().unwrap_or(letter)
}

fn word_into(word: &[char], person: bool, alone: bool, tokens: &mut Tokens) {
    let mut counts = [0_usize; 8];
    for letter in word {
        if let Some(script) = fold::script_of(*letter) {
            counts[script as usize] += usize::from(!letter.is_ascii_digit());
        }
    }
    let shown: String = word.iter().collect();
    let alike = counts[Script::Cyrillic as usize] + counts[Script::Greek as usize];
    let word = if counts[Script::Latin as usize] > 0 && alike > 0 {
        tokens.odd = true;
        untangle(word, counts[Script::Latin as usize] >= alike)
    } else {
        word.to_vec()
    };
    let script =
        word.iter().filter(|letter| !letter.is_ascii_digit()).find_map(|letter| fold::script_of(*letter));
    match script.unwrap_or_default() {
        Script::Arabic => arabic_word(&word, &shown, person, tokens),
        Script::Han => han_word(&han::spoken(&word), person && alone, tokens),
        Script::Hangul => hangul_word(&word, person && alone, tokens),
        Script::Cyrillic => cyrillic_word(&word, shown, person, tokens),
        script => latin_word(&word, shown, script, person, tokens),
    }
}

/// Brings the letters of a word that mixes scripts into one of them, by their looks.
fn untangle(word: &[char], to_latin: bool) -> Vec<char> {
    word.iter()
        .map(|letter| {
            if to_latin || fold::script_of(*letter) == Some(Script::Greek) {
                fold::latin_twin(*letter).unwrap_or(*letter)
            } else {
                cyrillic_twin(*letter).unwrap_or(*letter)
            }
        })
        .collect()
}

/// The Cyrillic letter that looks like a Latin one.
fn cyrillic_twin(letter: char) -> Option<char> {
    const TWINS: [(char, char); 13] = [
        ('a', 'а'),
        ('b', 'в'),
        ('c', 'с'),
        ('e', 'е'),
        ('h', 'н'),
        ('i', 'і'),
        ('j', 'ј'),
        ('k', 'к'),
        ('m', 'м'),
        ('o', 'о'),
        ('p', 'р'),
        ('t', 'т'),
        ('x', 'х'),
    ];
    let low = letter.to_ascii_lowercase();
    if low == 'y' {
        return Some('у');
    }
    TWINS.iter().find(|(latin, _)| *latin == low).map(|(_, twin)| *twin)
}

fn push(tokens: &mut Tokens, mut token: Token) {
    token.form.truncate(FORM_MAX);
    token.codes.truncate(FORM_MAX);
    token.others.retain(|other| *other != token.form && !other.is_empty() && other.len() <= FORM_MAX);
    token.others.dedup();
    if !token.form.is_empty() {
        tokens.list.push(token);
    }
}

fn arabic_word(word: &[char], shown: &str, person: bool, tokens: &mut Tokens) {
    let mut codes: Vec<u8> = word.iter().filter_map(|letter| arabic::code(*letter)).collect();
    let token = |codes: Vec<u8>, shown: &str, particle: bool| Token {
        form: arabic::reading(&codes),
        codes,
        shown: shown.to_owned(),
        script: Script::Arabic,
        particle,
        ..Token::default()
    };
    if person && codes.starts_with(b"EbdAl") && codes.len() >= 8 {
        push(tokens, Token { form: "abd".to_owned(), ..token(b"Ebd".to_vec(), "عبد", false) });
        codes.drain(..3);
    }
    let article = codes.starts_with(b"Al") && codes.len() >= 5 && codes[2] != b'l';
    if article {
        push(tokens, Token { form: "al".to_owned(), ..token(b"Al".to_vec(), "ال", true) });
        codes.drain(..2);
    }
    if person && codes == b"Ebd" {
        push(tokens, Token { form: "abd".to_owned(), ..token(codes, shown, false) });
        return;
    }
    let particle = matches!(
        codes.as_slice(),
        b"bn" | b"Abn" | b"Al" | b"bnt" | b"syd" | b"sydh" | b"dktwr" | b"HAj" | b"HAjy"
    );
    push(tokens, token(codes, shown, particle));
}

fn han_word(word: &[char], split: bool, tokens: &mut Tokens) {
    let token = |letters: &[char], surname: bool| Token {
        form: letters.iter().map(|letter| han::pinyin(*letter, surname)).collect(),
        shown: letters.iter().collect(),
        script: Script::Han,
        ..Token::default()
    };
    if split && (2..=4).contains(&word.len()) {
        let surname = han::surname_length(word);
        push(tokens, token(&word[..surname], true));
        push(tokens, token(&word[surname..], false));
    } else {
        for (part, form) in han::parts(word) {
            for part in part.chunks(6) {
                let mut token = token(part, part.len() == 1);
                if let Some(form) = form {
                    form.clone_into(&mut token.form);
                }
                push(tokens, token);
            }
        }
    }
}

fn hangul_word(word: &[char], split: bool, tokens: &mut Tokens) {
    let token = |letters: &[char]| Token {
        form: letters.iter().map(|letter| hangul::romanise(*letter).unwrap_or_default()).collect(),
        shown: letters.iter().collect(),
        script: Script::Hangul,
        ..Token::default()
    };
    const COMPOUND: [[char; 2]; 6] =
        [['남', '궁'], ['황', '보'], ['제', '갈'], ['선', '우'], ['독', '고'], ['사', '공']];
    if split && (2..=4).contains(&word.len()) {
        let two = word.len() >= 3 && COMPOUND.iter().any(|two| word.starts_with(two));
        let surname = if two { 2 } else { 1 };
        push(tokens, token(&word[..surname]));
        push(tokens, token(&word[surname..]));
    } else {
        for (part, _) in han::parts(word) {
            for part in part.chunks(8) {
                push(tokens, token(part));
            }
        }
    }
}

fn cyrillic_word(word: &[char], shown: String, person: bool, tokens: &mut Tokens) {
    let mut token = Token { shown, script: Script::Cyrillic, ..Token::default() };
    let mut other = String::new();
    let mut twin = Some(String::new());
    for letter in word {
        let low = lower(*letter);
        let (form, alternative) = fold::cyrillic(low).unwrap_or_else(|| (any_ascii::any_ascii_char(low), ""));
        token.form.push_str(form);
        other.push_str(if alternative.is_empty() { form } else { alternative });
        twin = twin.zip(fold::latin_twin(*letter)).map(|(mut all, latin)| {
            all.push(latin);
            all
        });
    }
    token.form.make_ascii_lowercase();
    token.form.retain(|letter| letter.is_ascii_alphanumeric());
    token.others.push(other);
    // A word wholly of letters that look Latin may be meant as Latin.
    token.others.extend(twin);
    finish_latin(token, person, tokens);
}

fn latin_word(word: &[char], shown: String, script: Script, person: bool, tokens: &mut Tokens) {
    let letters = word.iter().filter(|letter| !letter.is_ascii_digit()).count();
    let digits = word.len() - letters;
    let slips = digits > 0 && letters >= 2 && digits <= letters / 2 + 1;
    let mut token = Token { shown, script, ..Token::default() };
    let mut other = String::new();
    for letter in word {
        let low = lower(*letter);
        if low.is_ascii() {
            // A digit inside a word is a slip of the eye, or of a scanner.
            let (plain, second) = match low {
                '0' if slips => ('o', 'o'),
                '1' if slips => ('l', 'i'),
                '5' if slips => ('s', 's'),
                '3' if slips => ('e', 'e'),
                '4' if slips => ('a', 'a'),
                '8' if slips => ('b', 'b'),
                '6' if slips => ('g', 'b'),
                _ => (low, low),
            };
            token.form.push(plain);
            other.push(second);
            continue;
        }
        let (plain, sounds) = fold::latin_special(low);
        if !plain.is_empty() {
            token.form.push_str(plain);
            other.push_str(if sounds.is_empty() { plain } else { sounds });
            continue;
        }
        // Marks are taken off; what then is no ASCII is romanised.
        let bare: String = std::iter::once(low).nfd().filter(|part| !fold::is_mark(*part)).collect();
        for part in bare.chars() {
            let ascii = fold::latin_special(part).0;
            let ascii = if ascii.is_empty() { any_ascii::any_ascii_char(part) } else { ascii };
            for letter in ascii.chars().filter(char::is_ascii_alphanumeric) {
                token.form.push(letter.to_ascii_lowercase());
                other.push(letter.to_ascii_lowercase());
            }
        }
    }
    if slips && !person {
        token
            .others
            .push(word.iter().filter(|letter| letter.is_ascii()).map(char::to_ascii_lowercase).collect());
    }
    token.others.push(other);
    finish_latin(token, person, tokens);
}

/// Particles that Latin forms of persons' names carry or leave out.
const PARTICLES: &str = " al el ul ur as ar an ad az ash at bin ibn ben bint bnt binti ould uld oglu ogly oglou ogli kizi kyzy qizi de del la las los y e \
    da das do dos di du des van von der den ter te le zu zur und and bar mr mrs ms dr prof phd md eng engr hajji haji hajj haj hadji sheikh shaykh \
    shaikh sheik sayyid sayyed sayed seyed seyyed said syed mullah mulla maulawi mawlawi maulavi molvi qari hafiz general gen col colonel maj major \
    capt captain lt jr sr ii iii iv sir san santa the ";

/// Whether a form is a word that is carried or left out.
#[must_use]
pub fn is_particle(form: &str) -> bool {
    static WORDS: OnceLock<FxHashSet<&'static str>> = OnceLock::new();
    form.len() <= 8 && WORDS.get_or_init(|| PARTICLES.split_ascii_whitespace().collect()).contains(form)
}

/// Splits what Arabic names write together or apart, and marks particles.
fn finish_latin(mut token: Token, person: bool, tokens: &mut Tokens) {
    if !person {
        push(tokens, token);
        return;
    }
    token.form.truncate(FORM_MAX);
    token.particle = is_particle(&token.form);
    let parts = arabic_parts(&token.form);
    let Some((first, second)) = parts else {
        if matches!(
            token.form.as_str(),
            "abdul" | "abdel" | "abdal" | "abdol" | "abdoul" | "abdur" | "abder" | "abdu" | "abdil"
        ) {
            token.form = "abd".to_owned();
        }
        push(tokens, token);
        return;
    };
    let (first, second) = (first.to_owned(), second.to_owned());
    let whole = token.form.clone();
    push(tokens, Token { form: first, shown: token.shown.clone(), script: token.script, ..Token::default() });
    push(tokens, Token { form: second, shown: whole, script: token.script, ..Token::default() });
}

/// abdulaziz is abd and aziz, nureddin is nur and din, habibullah is habib and ullah.
fn arabic_parts(form: &str) -> Option<(&str, &str)> {
    let bytes = form.as_bytes();
    if let Some(rest) = form.strip_prefix("abd") {
        let vowels = rest.bytes().take_while(|byte| matches!(byte, b'a' | b'e' | b'o' | b'u' | b'i')).count();
        let rest = &rest[vowels..];
        if (1..=2).contains(&vowels) && rest.len() >= 4 {
            if let Some(name) = rest.strip_prefix('l') {
                let short = matches!(name, "lah" | "lahi" | "ahi" | "lha");
                return (name.len() >= 3 && !short).then_some(("abd", name));
            }
            let (one, two) = (rest.as_bytes()[0], rest.as_bytes()[1]);
            if one == two && rest.len() >= 5 {
                return Some(("abd", &rest[1..]));
            }
        }
        return None;
    }
    for ending in [
        "uddin", "eddin", "iddin", "addin", "eddine", "uddine", "uddeen", "eldin", "aldin", "oddin",
        "oddine", "eldine",
    ] {
        if let Some(stem) = form.strip_suffix(ending)
            && stem.len() >= 3
        {
            return Some((stem, "din"));
        }
    }
    for ending in ["oullah", "ullah", "ollah", "allah", "ulla"] {
        if let Some(stem) = form.strip_suffix(ending)
            && stem.len() >= 4
            && !bytes.starts_with(b"abd")
        {
            return Some((stem, "ullah"));
        }
    }
    None
}
