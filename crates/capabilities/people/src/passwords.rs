use std::sync::{Arc, LazyLock};

use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use madang_web::Problem;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

/// Shortest password, and the longest that is looked at, in characters.
///
/// *Source*: NIST SP 800-63B, 5.1.1: length counts, rules about letters do not.
const CHARS_MIN: usize = 10;
const CHARS_MAX: usize = 200;

/// How many may wait for their password to be checked before others are asked to come back.
const WAITING_MAX: usize = 200;

/// Why a password is not taken. Each has a message of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer than ten characters.
    Short,
    /// More than two hundred.
    Long,
    /// The same letter again and again, or the person's own name or address.
    Easy,
}

/// Hashes passwords and checks them: on threads of their own, and never on more than half of the processors, so that a
/// crowd that signs in holds nobody else up. Cheap to clone.
///
/// *Source*: RFC 9106 (argon2id), with the parameters that OWASP recommends: 19 MiB, two passes, one lane.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            turns: Arc::new(Semaphore::new((processors / 2).max(1))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

/// What is checked where there is no password, so that this takes as long as where there is one.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hashed("nobody signs in with this"));

/// Compatibility forms are unified: the same keys give different characters on different machines.
fn unified(password: &str) -> String {
    password.nfkc().collect()
}

fn hashed(password: &str) -> String {
    let hash = Argon2::default().hash_password(unified(password).as_bytes());
    hash.expect("the parameters are right and the machine has chance to give").to_string()
}

fn is_right(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(unified(password).as_bytes(), &hash).is_ok())
}

impl Passwords {
    /// A new password as it is kept.
    ///
    /// *Errors*: 503 when too many wait.
    pub(crate) async fn hash(&self, password: String) -> Result<String, Problem> {
        self.take_turn(move || hashed(&password)).await
    }

    /// Whether a password is the one that was kept; takes the same time where none was.
    ///
    /// *Errors*: 503 when too many wait.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Problem> {
        self.take_turn(move || {
            let (hash, is_somebodys) = hash.map_or_else(|| (NOBODYS.clone(), false), |hash| (hash, true));
            is_right(&password, &hash) && is_somebodys
        })
        .await
    }

    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _waits = self.waiting.try_acquire().map_err(|_| Problem::unavailable())?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|error| Problem::fault(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|error| Problem::fault(&error))
    }
}

/// Whether a new password may be taken; `known` are words that are easy to guess for this person.
pub(crate) fn check(password: &str, known: &[&str]) -> Result<(), PasswordError> {
    let letters: Vec<char> = password.chars().collect();
    if letters.len() < CHARS_MIN {
        return Err(PasswordError::Short);
    }
    if letters.len() > CHARS_MAX {
        return Err(PasswordError::Long);
    }
    let small = password.to_lowercase();
    let is_known = known.iter().any(|word| !word.is_empty() && small == word.to_lowercase());
    let mut different = letters;
    different.sort_unstable();
    different.dedup();
    if is_known || different.len() < 4 { Err(PasswordError::Easy) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts() {
        assert_eq!(check("123456789", &[]), Err(PasswordError::Short));
        assert_eq!(check(&"ab1!".repeat(100), &[]), Err(PasswordError::Long));
        assert_eq!(check("aaaaaaaaaaaa", &[]), Err(PasswordError::Easy));
        assert_eq!(check("Ada@Example.org", &["ada@example.org"]), Err(PasswordError::Easy));
        assert_eq!(check("correct horse battery", &["ada@example.org"]), Ok(()));
        assert_eq!(check("비밀번호는길게쓰세요", &[]), Ok(()));
    }

    #[tokio::test]
    async fn only_the_same_password_is_right() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(
            hash,
            passwords.hash("correct horse battery".into()).await.unwrap(),
            "each has its own salt"
        );
        assert!(passwords.verify("correct horse battery".into(), Some(hash.clone())).await.unwrap());
        // Full-width letters are what a Japanese keyboard gives.
        assert!(passwords.verify("ｃorrect horse battery".into(), Some(hash.clone())).await.unwrap());
        for wrong in ["correct horse battery ", "Correct horse battery", ""] {
            assert!(!passwords.verify(wrong.into(), Some(hash.clone())).await.unwrap());
        }
        assert!(!passwords.verify("nobody signs in with this".into(), None).await.unwrap());
    }
}
