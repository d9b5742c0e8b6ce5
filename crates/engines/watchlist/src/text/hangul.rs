//! Hangul: one romanisation of each syllable, to be compared as Latin; the other spellings come from [`super::syllable`].

/// Revised Romanisation of a syllable, letter by letter.
///
/// *Shapes*: `None` for what is no precomposed syllable.
#[must_use]
pub fn romanise(letter: char) -> Option<String> {
    const INITIALS: [&str; 19] =
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
    const VOWELS: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ];
    const FINALS: [&str; 28] = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ];
    let at = u32::from(letter).checked_sub(0xac00).filter(|at| *at < 11_172)? as usize;
    Some([INITIALS[at / 588], VOWELS[at / 28 % 21], FINALS[at % 28]].concat())
}
