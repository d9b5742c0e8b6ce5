//! What a script hid: words that only stand in it after its pieces were put together and its codes undone.

use crate::{
    facts::{Capability, Script},
    read::{fold, patterns},
};

/// Telling words that only stand in a script after its pieces were put together and its codes undone.
pub(super) fn words(
    folded: &fold::Folded,
    all: &[(usize, Capability, &'static str)],
) -> Vec<(Capability, &'static str)> {
    use Capability::*;
    let telling = |capability: &Capability| {
        matches!(
            capability,
            Http | Socket
                | Execute
                | Evaluate
                | Reaches
                | RunsText
                | Starts
                | Persists
                | AutoStart
                | Service
                | Secrets
                | WalletStore
                | BrowserStore
                | Keychain
                | DisablesProtection
                | TrustsAnybody
        )
    };
    let hidden = all.iter().copied().filter(|(at, _, word)| folded.hides(*at, word.len()));
    let hidden = hidden.filter(|(_, capability, _)| telling(capability)).chain(folded.names());
    hidden.map(|(_, capability, word)| (capability, word)).collect()
}

/// Notes what a script hid.
pub(super) fn note(
    script: &mut Script,
    words: &[(Capability, &'static str)],
    told: &[String],
    carried: Option<&'static str>,
) {
    for (capability, word) in words {
        patterns::see(&mut script.seen, *capability, word, 0);
        script.wide.push(*capability);
    }
    let mut all: Vec<&str> = told.iter().map(String::as_str).collect();
    for (_, word) in words {
        if !all.contains(word) && all.len() < 8 {
            all.push(word);
        }
    }
    if !all.is_empty() {
        patterns::see(&mut script.seen, Capability::Hides, &all.join(", "), 0);
        script.wide.push(Capability::Hides);
    }
    if let Some(how) = carried {
        patterns::see(&mut script.seen, Capability::Carries, how, 0);
        script.wide.push(Capability::Carries);
    }
    script.wide.sort_unstable();
    script.wide.dedup();
}
