//! D52 to D57: documents that do more than being read, and names that say something else.

use super::case::{Case, Match, is_unseen};
use crate::{
    facts::{ActiveContent, Kind, Object},
    report::Severity,
};

fn active<'facts>(case: &Case<'facts>) -> impl Iterator<Item = (&'facts Object, &'facts ActiveContent)> {
    case.facts.objects.iter().flat_map(|object| object.active.iter().map(move |active| (object, active)))
}

/// D52: macros.
pub(crate) fn macros(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let ActiveContent::Macro { starts_by, calls } = active else { return None };
        let severity =
            if starts_by.is_some() || !calls.is_empty() { Severity::Review } else { Severity::Info };
        let by =
            starts_by.as_ref().map_or_else(String::new, |name| format!(" that run by themselves (`{name}`)"));
        let sentence = format!("The document `{}` has macros{by}.", holder_name(case, object));
        Some(case.found(severity, sentence, object.id, 0, &calls.join(", ")))
    });
    found.collect()
}

fn holder_name(case: &Case<'_>, object: &Object) -> String {
    object.parent.map_or_else(|| case.name(object.id), |id| case.name(id))
}

/// D53: a PDF starts a program.
pub(crate) fn launch(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let ActiveContent::Launch { target } = active else { return None };
        let sentence = format!("The PDF `{}` starts a program: `{target}`.", case.name(object.id));
        Some(case.found(Severity::Block, sentence, object.id, 0, target))
    });
    found.collect()
}

/// D54: scripts, embedded files, templates from elsewhere.
pub(crate) fn other(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let name = case.name(object.id);
        let (severity, sentence, text) = match active {
            ActiveContent::JavaScript { by_itself } => {
                let severity = if *by_itself { Severity::Review } else { Severity::Info };
                (severity, format!("The PDF `{name}` contains JavaScript."), String::new())
            }
            ActiveContent::RemoteTemplate { address } => (
                Severity::Review,
                format!("The document `{name}` loads a part of itself from `{address}`."),
                address.clone(),
            ),
            ActiveContent::FieldCommand { command } => (
                Severity::Review,
                format!("The document `{name}` starts something by a field."),
                command.clone(),
            ),
            ActiveContent::LoadsItself { by } => (
                Severity::Review,
                format!("The document `{name}` loads an object by itself when it is opened."),
                by.clone(),
            ),
            ActiveContent::WhenOpened { command: what } => (
                Severity::Review,
                format!("`{name}` does something when it is opened: `{what}`."),
                what.clone(),
            ),
            ActiveContent::Smuggling { evidence } => (
                Severity::Review,
                format!("The page `{name}` builds a file out of itself and hands it to the reader."),
                evidence.clone(),
            ),
            ActiveContent::Embedded { name: inner } => {
                (Severity::Info, format!("The document `{name}` contains a file."), inner.clone())
            }
            _ => return None,
        };
        // Nobody opens the parts of a package that others build on by hand.
        let part = matches!(active, ActiveContent::WhenOpened { command } if command.contains("AppleScript"))
            && super::conduct::is_library(case);
        if (case.is_example(object.id) || part)
            && severity == Severity::Review
            && !matches!(active, ActiveContent::RemoteTemplate { .. })
        {
            return Some(case.found(Severity::Info, sentence, object.id, 0, &text));
        }
        Some(case.found(severity, sentence, object.id, 0, &text))
    });
    let programs = case.facts.objects.iter().filter_map(|object| {
        let holder = case.facts.object(object.parent?)?;
        let in_document = matches!(
            holder.kind,
            Kind::Pdf | Kind::Rtf | Kind::OleDocument | Kind::Ooxml | Kind::OneNote | Kind::OpenDocument
        );
        (in_document && (object.kind.is_executable() || object.kind == Kind::Shortcut)).then(|| {
            let sentence = format!("The document `{}` contains a program.", case.name(holder.id));
            case.found(Severity::Block, sentence, object.id, 0, object.kind.words())
        })
    });
    found.chain(programs).collect()
}

/// Greek or Cyrillic letters in a word that otherwise is Latin.
fn looks_alike(name: &str) -> bool {
    name.split(|letter: char| !letter.is_alphabetic()).any(|word| {
        let latin = word.chars().filter(char::is_ascii_alphabetic).count();
        let other = word.chars().filter(|letter| matches!(letter, '\u{370}'..='\u{52f}')).count();
        latin > 0 && other > 0
    })
}

/// D55: names that are read in another way than they are.
pub(crate) fn names(case: &Case<'_>) -> Vec<Match> {
    const SHOWN: [&str; 17] = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "mp4", "mp3", "txt",
        "rtf", "csv", "zip",
    ];
    const RUN: [&str; 16] = [
        "exe", "scr", "com", "pif", "bat", "cmd", "js", "jse", "vbs", "vbe", "wsf", "hta", "lnk", "ps1",
        "app", "command",
    ];
    let found = case.facts.objects.iter().filter_map(|object| {
        let name = object.name();
        let turned =
            name.chars().any(|letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        let runs = object.kind.is_executable() || object.script.is_some() || object.kind == Kind::Shortcut;
        let mut endings = name.rsplit('.').map(str::to_lowercase);
        let (last, before) = (endings.next().unwrap_or_default(), endings.next().unwrap_or_default());
        let double = SHOWN.contains(&before.trim())
            && RUN.contains(&last.as_str())
            && (object.kind.is_executable()
                || object.kind == Kind::Shortcut
                || matches!(last.as_str(), "vbs" | "hta" | "scr" | "bat"));
        let spaced = name.contains("      ") && RUN.contains(&last.as_str());
        let unseen = runs && name.chars().any(is_unseen);
        let alike = runs && looks_alike(name);
        let words = if turned {
            "has letters that turn the direction of reading"
        } else if double || spaced {
            "looks like a document and is a program"
        } else if unseen {
            "has letters that nobody sees"
        } else if alike {
            "mixes letters that look alike, of two scripts"
        } else {
            return None;
        };
        let severity = if (turned && !runs) || (case.is_example(object.id) && !object.kind.is_executable()) {
            Severity::Review
        } else {
            Severity::Block
        };
        let sentence = format!("The name `{}` {words}.", name.escape_unicode_marks());
        Some(case.found(severity, sentence, object.id, 0, object.kind.words()))
    });
    found.collect()
}

/// Shows letters that turn the direction as codes.
trait EscapeMarks {
    fn escape_unicode_marks(&self) -> String;
}

impl EscapeMarks for str {
    fn escape_unicode_marks(&self) -> String {
        self.chars()
            .map(|letter| match letter {
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                    format!("\\u{{{:x}}}", u32::from(letter))
                }
                letter if is_unseen(letter) => format!("\\u{{{:x}}}", u32::from(letter)),
                letter => letter.to_string(),
            })
            .collect()
    }
}

/// D56: a shortcut that starts a program.
pub(crate) fn shortcuts(case: &Case<'_>) -> Vec<Match> {
    let found = active(case).filter_map(|(object, active)| {
        let ActiveContent::Shortcut { target, arguments } = active else { return None };
        let lower = format!("{target} {arguments}").to_lowercase();
        let scripts = [
            "powershell",
            "cmd",
            "mshta",
            "wscript",
            "cscript",
            "rundll32",
            "regsvr32",
            "certutil",
            "bitsadmin",
            "conhost",
            "msiexec",
            ".js",
            ".vbs",
            ".bat",
            ".dll",
        ];
        let shell = scripts.iter().any(|word| lower.contains(word)) && !arguments.trim().is_empty();
        let local = lower.contains(".exe") && lower.starts_with('.');
        let mut programs = case
            .facts
            .objects
            .iter()
            .filter(|other| other.parent == object.parent && other.kind.is_executable())
            .peekable();
        let beside = programs.peek().is_some();
        let own = programs.any(|program| is_named_after(object, target, program));
        // A portable program's own shortcut says what everybody sees beside it.
        let plain = own
            && !shell
            && arguments.split_whitespace().all(|word| !word.contains("://") && word.len() < 80);
        let severity = if shell && opens_own_script(case, object, target, arguments) {
            Severity::Review
        } else if shell || ((local || beside) && !own) {
            Severity::Block
        } else if plain {
            Severity::Info
        } else {
            Severity::Review
        };
        let severity = if shows(case, object, target, arguments) { Severity::Info } else { severity };
        let sentence = format!("The shortcut `{}` starts `{target} {arguments}`.", object.path);
        Some(case.found(severity, sentence, object.id, 0, &lower))
    });
    found.collect()
}

/// Does a shortcut open a window of commands, which stays, with a script that everybody sees beside it? A lure closes its
/// window, hides its script and bears the name of a document.
fn opens_own_script(case: &Case<'_>, shortcut: &Object, target: &str, arguments: &str) -> bool {
    let target = target.to_lowercase();
    let prompt = ["", "cmd", "cmd.exe"].contains(&super::case::base(&target));
    let arguments = arguments.trim().to_lowercase();
    let script = arguments.strip_prefix("/k ").map(|rest| rest.trim().replace('"', "").replace('\\', "/"));
    let Some(script) = script.filter(|_| prompt) else { return false };
    let path = shortcut.path.to_lowercase();
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    let wanted = format!("{folder}{}", script.trim_start_matches("./"));
    let name = shortcut.name().to_lowercase();
    let is_document = [".pdf", ".doc", ".xls", ".ppt", ".txt", ".htm", ".jpg", ".png", ".mp4"];
    (script.ends_with(".cmd") || script.ends_with(".bat"))
        && script.chars().all(|letter| letter.is_alphanumeric() || " ._-/".contains(letter))
        && !is_document.iter().any(|end| name.contains(end))
        && !shortcut.is_hidden()
        && !super::case::is_hidden(&wanted)
        && case.facts.objects.iter().any(|other| other.path.to_lowercase() == wanted && !other.is_hidden())
}

/// Does a shortcut open a document that everybody sees beside it, and that does nothing but being read? A page may have
/// scripts: the browser runs them, and the rules for pages look at them; applications of HTML run as programs.
fn shows(case: &Case<'_>, shortcut: &Object, target: &str, arguments: &str) -> bool {
    let is_read = |object: &Object| {
        let name = object.name().to_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        let plain = object.script.is_none() && object.active.is_empty();
        match object.kind {
            Kind::Html => ends(&[".html", ".htm"]),
            Kind::Text => plain && ends(&[".txt", ".md"]),
            Kind::Pdf | Kind::Image | Kind::Ooxml | Kind::OpenDocument | Kind::Rtf => plain,
            _ => false,
        }
    };
    arguments.trim().is_empty()
        && case.facts.objects.iter().any(|other| is_read(other) && leads_to(shortcut, target, other))
}

/// Does a shortcut lead to this object, in its own folder or one in it that everybody sees?
fn leads_to(shortcut: &Object, target: &str, other: &Object) -> bool {
    let target = target.to_lowercase().replace('\\', "/");
    let target = target.strip_prefix("./").unwrap_or(&target);
    let path = shortcut.path.to_lowercase();
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    !target.starts_with('/')
        && !target.contains("..")
        && !target.contains(':')
        && !super::case::is_hidden(target)
        && !other.is_hidden()
        && other.path.to_lowercase() == format!("{folder}{target}")
}

/// Does a shortcut start this program, which everybody sees beside it, and bear its name? That is how portable programs
/// are handed out; a lure bears the name of a document.
fn is_named_after(shortcut: &Object, target: &str, program: &Object) -> bool {
    let file = program.name().to_lowercase();
    let stem = file.strip_suffix(".exe").unwrap_or(&file);
    stem.len() > 2
        && leads_to(shortcut, target, program)
        && shortcut.name().to_lowercase().starts_with(stem)
        && !shortcut.is_hidden()
}
