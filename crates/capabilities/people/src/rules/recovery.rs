//! Recovery codes: for the day when the phone lies in the river.

use sha2::{Digest as _, Sha256};

use crate::model::PersonId;

/// How many a person gets.
pub(crate) const COUNT: usize = 10;

/// Letters of a code: 80 bits, so that a digest without salt and stretching cannot be turned round by trying.
const LETTERS: usize = 16;

/// A code as people read it, out of a secret token: `abcd-efgh-ijkl-mnop`.
pub(crate) fn from_token(token: &str) -> String {
    let letters: Vec<char> = token.chars().take(LETTERS).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// What is kept of a code; `None` when what was typed is none. Bound to its person, so that one person's digest says
/// nothing about another's.
pub(crate) fn digest(person: PersonId, typed: &str) -> Option<[u8; 32]> {
    let kept: String =
        typed.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–')).collect();
    let kept = kept.to_ascii_lowercase();
    let is_code = kept.len() == LETTERS && kept.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    is_code.then(|| {
        let mut hash = Sha256::new();
        hash.update(b"recovery code");
        hash.update(person.0.bytes());
        hash.update(kept.as_bytes());
        hash.finalize().into()
    })
}

#[cfg(test)]
mod tests {
    use madang_context::Id;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = from_token("abcdefghijklmnopqrstuvwxyz234567");
        assert_eq!(code, "abcd-efgh-ijkl-mnop");
        let person = PersonId(Id::from([1; 16]));
        let expected = digest(person, &code);
        assert!(expected.is_some());
        for typed in ["abcdefghijklmnop", " ABCD EFGH IJKL MNOP ", "abcd–efgh–ijkl–mnop"] {
            assert_eq!(digest(person, typed), expected, "{typed}");
        }
        assert_ne!(digest(PersonId(Id::from([2; 16])), &code), expected);
        for none in ["", "abcd", "abcd-efgh-ijkl-mno1", "abcd-efgh-ijkl-mnopq", "абвг-efgh-ijkl-mnop"] {
            assert_eq!(digest(person, none), None, "{none}");
        }
    }
}
