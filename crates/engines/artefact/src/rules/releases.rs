//! F: what changed since the earlier release.

use super::case::{Case, Match};
use crate::{
    diff::Change,
    facts::{Capability, ObjectId},
    report::Severity,
};

/// F58: every difference that needs a look.
pub(crate) fn differences(case: &Case<'_>) -> Vec<Match> {
    let Some(diff) = case.diff else { return Vec::new() };
    let appended = |wanted: ObjectId| {
        diff.changes
            .iter()
            .any(|change| matches!(change, Change::NewOverlay { object, .. } if *object == wanted))
    };
    let found = diff.changes.iter().filter_map(|change| {
        let (severity, sentence, object, text) = match change {
            Change::NewCapabilities { object, path, role, new, role_violated } => {
                let runs = new.iter().any(|capability| {
                    matches!(capability, Capability::Http | Capability::Socket | Capability::Execute)
                });
                let unsigned = case
                    .facts
                    .object(*object)
                    .is_some_and(|object| object.signature.as_ref().is_none_or(|signature| signature.ad_hoc));
                let severity = match (role_violated, runs && (appended(*object) || unsigned)) {
                    (true, true) => Severity::Block,
                    _ if runs => Severity::Review,
                    _ => Severity::Info,
                };
                let words: Vec<String> = new.iter().map(|capability| format!("{capability:?}")).collect();
                let role = if *role_violated {
                    format!(", although it is there for something else ({role:?})")
                } else {
                    String::new()
                };
                (
                    severity,
                    format!("Since the earlier release, `{path}` can newly: {}{role}.", words.join(", ")),
                    *object,
                    words.join(", "),
                )
            }
            Change::Signer { object, path, before, after } => (
                Severity::Review,
                format!("`{path}` was signed by `{before}` and now is by `{after}`."),
                *object,
                after.clone(),
            ),
            Change::NewAutoStart { object, path, name } => (
                Severity::Review,
                format!("`{path}` newly starts by itself (`{name}`)."),
                *object,
                name.clone(),
            ),
            Change::ScriptText { object, path, lines } => (
                Severity::Review,
                format!("The installer's script `{path}` has other lines than before."),
                *object,
                lines.join("\n"),
            ),
            Change::NewOverlay { object, path, size_bytes } => (
                Severity::Review,
                format!("{size_bytes} bytes were appended to `{path}`."),
                *object,
                String::new(),
            ),
            Change::NewExecutable { object, path } => {
                (Severity::Info, format!("The program `{path}` is new."), *object, String::new())
            }
            Change::NewHost { host } => {
                (Severity::Info, format!("It newly names the host `{host}`."), ObjectId(0), host.clone())
            }
            Change::Gone { .. } => return None,
        };
        Some(case.found(severity, sentence, object, 0, &text))
    });
    found.collect()
}
