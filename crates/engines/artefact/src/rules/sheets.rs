//! D70 and A30: macros that are no Basic, and scripts that Windows Installer runs.

use super::case::{Case, Match};
use crate::{
    facts::{ActiveContent, Capability, Kind, Object, ObjectId, Script},
    report::Severity,
    unpack::MSI_HOOK,
};

/// D70: sheets of macros of Excel 4.
pub(crate) fn macro_sheets(case: &Case<'_>) -> Vec<Match> {
    // A sheet and the names that start it stand in different parts of one workbook.
    let mut workbooks: std::collections::BTreeMap<ObjectId, Vec<(&Object, &ActiveContent)>> =
        Default::default();
    for object in &case.facts.objects {
        for active in object.active.iter().filter(|active| matches!(active, ActiveContent::MacroSheet { .. }))
        {
            let inside = object.parent.filter(|_| object.kind != Kind::OleDocument);
            workbooks.entry(inside.unwrap_or(object.id)).or_default().push((object, active));
        }
    }
    let found = workbooks.into_iter().map(|(id, parts)| {
        let (mut starts, mut is_hidden, mut all) = (None, false, Vec::new());
        for (_, part) in &parts {
            if let ActiveContent::MacroSheet { starts_by, hidden, calls } = part {
                starts = starts.or(starts_by.clone());
                is_hidden |= hidden;
                all.extend(calls.iter().map(|call| call.trim_end_matches('(').to_owned()));
            }
        }
        let reaches =
            all.iter().any(|call| matches!(call.as_str(), "EXEC" | "CALL" | "REGISTER" | "REGISTER.ID"));
        let name = case.name(id);
        let (severity, sentence) = match &starts {
            Some(by) if reaches => (
                Severity::Block,
                format!(
                    "A sheet of macros in `{name}` starts programs by itself when it is opened (`{by}`)."
                ),
            ),
            Some(by) => (
                Severity::Review,
                format!("A sheet of macros in `{name}` runs by itself when it is opened (`{by}`)."),
            ),
            None => (Severity::Review, format!("`{name}` has a sheet of macros.")),
        };
        if is_hidden {
            all.push("very hidden".to_owned());
        }
        case.found(severity, sentence, parts[0].0.id, 0, &all.join(", "))
    });
    found.collect()
}

/// A30: a script of an installer that fetches, and runs what it fetched or starts programs.
pub(crate) fn msi_scripts(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let script = object.script.as_deref().filter(|script| script.hook.as_deref() == Some(MSI_HOOK))?;
        let says = |words: &[&str]| {
            script.text.iter().find(|line| {
                let line = line.to_ascii_lowercase();
                words.iter().any(|word| line.contains(word))
            })
        };
        let fetches = script.can(Capability::Http)
            || says(&["xmlhttp", "winhttprequest", "urldownloadtofile"]).is_some();
        if !fetches {
            return None;
        }
        let evaluates =
            script.can(Capability::Evaluate) || says(&["execute ", "executeglobal", "eval("]).is_some();
        let starts = script.can(Capability::Execute)
            || says(&["wscript.shell", "shell.application", "shellexecute", "win32_process"]).is_some();
        let (severity, sentence) = if evaluates {
            (
                Severity::Block,
                format!("The installer's script `{}` runs text that it downloaded.", object.name()),
            )
        } else if starts {
            (
                Severity::Review,
                format!(
                    "The installer's script `{}` downloads something and starts programs.",
                    object.name()
                ),
            )
        } else {
            return None;
        };
        Some(case.found(severity, sentence, object.id, 1, &words(script)))
    });
    found.collect()
}

fn words(script: &Script) -> String {
    let words: Vec<&str> = script.seen.iter().map(|seen| seen.evidence.as_str()).collect();
    words.join(", ")
}
