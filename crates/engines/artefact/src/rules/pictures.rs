//! B50: data behind the end of a picture, and a program beside it that could use it.

use super::case::{Case, Match};
use crate::{facts::Capability, report::Severity};

/// From this entropy on, a tail is packed or encrypted. *Units*: bits per byte.
const ENTROPY_MIN: f32 = 7.5;

/// B50: a picture with a packed tail, beside a program that decrypts and loads programs from memory.
pub(crate) fn tails(case: &Case<'_>) -> Vec<Match> {
    let loader = case.facts.objects.iter().find(|object| {
        object.executable.as_deref().is_some_and(|program| {
            program.can(Capability::Decrypt) && program.can(Capability::LoadFromMemory)
        })
    });
    let Some(loader) = loader else { return Vec::new() };
    let found = case.facts.objects.iter().filter_map(|object| {
        let tail = object.tail.as_deref().filter(|tail| tail.entropy > ENTROPY_MIN)?;
        let sentence = format!(
            "The picture `{}` has {} bytes behind its end, and the program `{}` decrypts and loads programs from memory.",
            object.path,
            tail.size_bytes,
            case.name(loader.id)
        );
        let evidence = vec![case.at(object.id, 0, object.kind.words()), case.at(loader.id, 0, loader.kind.words())];
        Some(Match { sentence, severity: Severity::Review, evidence })
    });
    found.collect()
}
