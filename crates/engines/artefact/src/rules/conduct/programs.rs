//! B72 and B73: small programs that nobody signed and that do what scripts of this kind do.

use super::super::{
    case::{Case, Match},
    programs::{SMALL_BYTES, programs, unsigned},
};
use crate::{
    facts::{Capability, Capability::*, Executable, Object},
    report::Severity,
};

fn can(program: &Executable, any: &[Capability]) -> bool {
    any.iter().any(|capability| program.can(*capability))
}

fn told(
    case: &Case<'_>,
    fits: impl Fn(&Object, &Executable) -> bool,
    sentence: impl Fn(&Object) -> String,
    wanted: &[Capability],
) -> Vec<Match> {
    let found = programs(case).filter(|(object, program)| {
        unsigned(object)
            && object.size_bytes <= SMALL_BYTES
            && !case.is_debian()
            && !case.is_example(object.id)
            && !program.can(VerifiesSignature)
            && fits(object, program)
    });
    let told = found.map(|(object, program)| {
        let seen = program.seen.iter().filter(|seen| wanted.contains(&seen.capability));
        let words: Vec<&str> = seen.map(|seen| seen.evidence.as_str()).collect();
        case.found(Severity::Review, sentence(object), object.id, 0, &words.join(", "))
    });
    told.collect()
}

/// B72: names where others keep keys, can send, and starts or loads other things.
pub(crate) fn collects(case: &Case<'_>) -> Vec<Match> {
    told(
        case,
        |_, program| {
            can(program, &[Http, Socket, Reaches])
                && can(program, &[WalletStore, BrowserStore, Keychain, Secrets])
                && can(
                    program,
                    &[Execute, Starts, DynamicLoad, LoadsModule, LoadFromMemory, Persists, AutoStart],
                )
        },
        |object| {
            format!(
                "`{}` (not signed) names where keys, passwords or wallets are, can send, and starts or loads others.",
                object.name()
            )
        },
        &[
            Http,
            Reaches,
            WalletStore,
            BrowserStore,
            Keychain,
            Secrets,
            Execute,
            Starts,
            LoadsModule,
            Persists,
        ],
    )
}

/// B73: makes something start by itself, reaches the network, and starts, decrypts or loads other things.
pub(crate) fn stays(case: &Case<'_>) -> Vec<Match> {
    told(
        case,
        |_, program| {
            can(program, &[Http, Reaches])
                && can(program, &[AutoStart, Service, Persists])
                && can(program, &[Execute, Starts, LoadFromMemory, Decrypt])
        },
        |object| {
            format!(
                "`{}` (not signed) can make something start by itself, fetch over the network, and start others.",
                object.name()
            )
        },
        &[Http, Reaches, AutoStart, Service, Persists, Execute, Starts, LoadFromMemory, Decrypt],
    )
}
