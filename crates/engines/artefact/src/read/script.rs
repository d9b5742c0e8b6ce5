//! Scripts: their language, what they could do, what they load, and whether they hide it.

mod dockerfile;
mod hidden;
mod language;
mod loads;
mod says;
mod tongues;

use std::collections::HashSet;

use crate::{
    bytes::{count32, shortened, utf16},
    facts::{Action, ActiveContent, Capability, Kind, Language, Script, Seen, Step, When},
    read::{calls, fold, page, patterns, settings, shell, unseen, windows},
    take::{Holder, Role, Taker},
};

/// Scripts that are looked at. *Units*: bytes.
const SCRIPT_BYTES_MAX: usize = 64 << 20;
/// Within how many bytes capabilities stand together.
const WINDOW_BYTES: usize = 4000;
/// Scripts that installers run by these names, whatever they begin with.
const HOOKS: [&str; 12] = [
    "preinst",
    "postinst",
    "prerm",
    "postrm",
    "preinstall",
    "postinstall",
    "preflight",
    "postflight",
    "preupgrade",
    "postupgrade",
    "pretrans",
    "posttrans",
];
/// Scripts whose lines are kept, until it is known whether an installer runs them. *Units*: bytes.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// Reads a script, if it is one.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    let file = name.rsplit('/').next().unwrap_or(name);
    let fits = matches!(kind, Kind::Script | Kind::Text | Kind::Html | Kind::Json)
        || kind == Kind::Xml && tongues::is_marked_up(file);
    if bytes.len() > SCRIPT_BYTES_MAX || !fits {
        return;
    }
    let bytes = crate::unpack::behind::text_of(bytes);
    let runs = holder.context.role == Role::Hook && (bytes.starts_with(b"#!") || HOOKS.contains(&file));
    let hook = runs.then(|| file.to_owned());
    let distribution = taker.objects.first().is_some_and(|root| matches!(root.kind, Kind::Deb | Kind::Rpm));
    let known = tongues::by_file(file, bytes, distribution)
        .or_else(|| language::language(bytes, name, hook.is_some()));
    let (language, hidden) = match known {
        Some(language) => (language, tongues::Hidden::No),
        None => match tongues::hidden(file, bytes, kind) {
            Some(found) => found,
            None => return,
        },
    };
    let text = tongues::prepared(file, plain(bytes));
    let folded = match language {
        Language::JavaScript
        | Language::Python
        | Language::PowerShell
        | Language::VisualBasic
        | Language::Perl
        | Language::Ruby
        | Language::Lua
        | Language::AppleScript
        | Language::Php => fold::fold(&text, language),
        Language::Shell if text.len() <= TEXT_BYTES_MAX => fold::fold(&text, language),
        _ => None,
    };
    let all = folded.as_ref().map(|folded| sights(&folded.text, language));
    let hidden_words = folded
        .as_ref()
        .zip(all.as_deref())
        .map(|(folded, all)| hidden::words(folded, all))
        .unwrap_or_default();
    let told = folded.as_ref().map(|folded| folded.told.clone()).unwrap_or_default();
    let carried = folded.as_ref().and_then(|folded| folded.carried);
    let folded = folded.map(|folded| folded.text);
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count()
        + usize::from(!text.ends_with('\n') && !text.is_empty());
    let mut script = Script {
        language,
        lines: count32(lines),
        seen: Vec::new(),
        together: Vec::new(),
        wide: Vec::new(),
        names: says::names(&text, file),
        disguised: hidden == tongues::Hidden::Disguised,
        dormant: hidden == tongues::Hidden::Dormant,
        loads: loads::loads(&text, language),
        obfuscated: Vec::new(),
        minified: text.len() > 20_000 && lines * 500 < text.len(),
        hook,
        text: Vec::new(),
    };
    let lower = matches!(language, Language::PowerShell | Language::Batch).then(|| windows::cased(&text));
    let body = lower.as_deref().unwrap_or(&text);
    let raw = sights(body, language);
    record(&mut script, &text, &raw, all.as_deref());
    obfuscation(&mut script, &text, folded.as_deref());
    script.together = together(all.as_deref().unwrap_or(&raw));
    script.wide = says::wide(all.as_deref().unwrap_or(&raw), text.len());
    hidden::note(&mut script, &hidden_words, &told, carried);
    if let Some(word) = says::wraps(folded.as_deref().unwrap_or(&text), language) {
        patterns::see(&mut script.seen, Capability::Wraps, word, 0);
        script.wide.push(Capability::Wraps);
    }
    if script.dormant && script.wide.is_empty() {
        return;
    }
    notes(&mut script, &text);
    if language == Language::Python
        && let Some(name) = own_coding(&text)
    {
        taker.object_mut(holder.id).active.push(ActiveContent::OwnCoding { name });
    }
    if matches!(language, Language::JavaScript | Language::Python) && !script.dormant {
        let body = folded.as_deref().unwrap_or(&text);
        let copies =
            language == Language::JavaScript && page::copies(|capability| script.can(capability), body);
        taker.object_mut(holder.id).page = page::of_script(body, copies).map(Box::new);
    }
    if text.len() <= TEXT_BYTES_MAX {
        script.text = text.lines().map(|line| shortened(line, 300)).collect();
    }
    let found = match language {
        _ if script.dormant || script.disguised => Vec::new(),
        Language::Shell => shell::actions(&text),
        Language::Batch => windows::batch(&text),
        Language::PowerShell => windows::powershell(&text),
        Language::AppleScript => password_windows(&text),
        Language::Other if script.hook.is_some() => shell::actions(&text),
        _ if script.hook.is_some() || name.ends_with("setup.py") => {
            calls::actions(folded.as_deref().unwrap_or(&text))
        }
        _ => Vec::new(),
    };
    if !script.dormant && text.len() <= TEXT_BYTES_MAX {
        let redirects = settings::redirects(
            &text,
            !matches!(language, Language::Python | Language::JavaScript | Language::Ruby | Language::Perl),
        )
        .into_iter()
        .map(|(_, found)| found);
        taker.object_mut(holder.id).active.extend(redirects);
    }
    steps(taker, holder, &script, &text, found);
    taker.hosts.scan(holder.id, folded.as_deref().unwrap_or(&text).as_bytes(), true);
    taker.object_mut(holder.id).script = Some(Box::new(script));
}

/// What only the text as a whole says: something that stays, digests, letters that nobody sees.
fn notes(script: &mut Script, text: &str) {
    let (javascript, letters) = (script.language == Language::JavaScript, script.can(Capability::Letters));
    let mut note = |capability, evidence: &str| {
        patterns::see(&mut script.seen, capability, evidence, 0);
        script.wide.push(capability);
    };
    if javascript && has(text, "windowsHide") && has(text, "detached") {
        note(Capability::Outlives, "windowsHide, detached");
    }
    if let Some(letters) = unseen::count(text) {
        note(Capability::Unseen, &format!("{letters} letters that nobody sees"));
    } else if letters && text.len() <= TEXT_BYTES_MAX && unseen::is_named(text) {
        note(Capability::NamesUnseen, "numbers of letters that nobody sees");
    }
    if script.can(Capability::ChecksDigest) && says::pins_digest(text) {
        patterns::see(&mut script.seen, Capability::PinsDigest, "a digest that stands in the script", 0);
    }
}

/// The coding that the first two lines of a source of Python name, when Python brings none of that name.
///
/// *Source*: PEP 263; "Standard Encodings" of the module `codecs`.
fn own_coding(text: &str) -> Option<String> {
    #[rustfmt::skip]
    const KNOWN: [&str; 41] = [
        "utf8", "utf7", "utf16", "utf32", "u8", "latin", "l1", "iso", "ascii", "usascii", "cp", "windows", "koi8", "mac",
        "euc", "sjis", "shiftj", "sshiftjis", "gb", "hz", "big5", "johab", "ptcp", "tis", "unicodeescape", "rawunicode", "mbcs", "ansi",
        "oem", "undefined", "punycode", "palmos", "hproman", "arabic", "greek", "hebrew", "cyrillic", "uhc", "ks", "mskanji", "ujis",
    ];
    let mut lines = text.trim_start_matches('\u{feff}').lines().take(2).map(str::trim_start);
    let line = lines.find(|line| line.starts_with('#') && line.contains("coding"))?;
    let rest = line.split("coding").skip(1).find_map(|rest| rest.strip_prefix([':', '=']))?;
    let own = |letter: &char| letter.is_ascii_alphanumeric() || "-_.".contains(*letter);
    let name: String = rest.trim_start().chars().take_while(own).take(60).collect();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    (!plain.is_empty() && !KNOWN.iter().any(|known| plain.starts_with(known))).then_some(name)
}

/// Windows of a script that ask for a password: only the system's own may.
fn password_windows(text: &str) -> Vec<shell::Found> {
    let asks = |line: &&str| line.contains("hidden answer") || line.contains("with administrator privileges");
    let lines = text.lines().enumerate().filter(|(_, line)| asks(line));
    lines
        .take(8)
        .map(|(at, line)| (count32(at + 1), Action::AskPassword { what: shortened(line.trim(), 300) }))
        .collect()
}

/// The text of a script, whatever its encoding.
pub(crate) fn plain(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, false),
        [0xfe, 0xff, rest @ ..] => utf16(rest, true),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Nearly all texts are UTF-8, and that is checked faster than it is mended.
        _ => std::str::from_utf8(bytes)
            .map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), str::to_owned),
    }
}

fn steps(taker: &mut Taker, holder: &Holder, script: &Script, text: &str, found: Vec<shell::Found>) {
    let when = match script.hook.as_deref() {
        None => When::ByHand,
        Some(hook) if hook.starts_with("pre") => When::BeforeInstall,
        Some("prerm" | "postrm") => When::Remove,
        Some(_) => When::Install,
    };
    if found.is_empty() {
        return;
    }
    let lines: Vec<&str> = text.lines().collect();
    for (line, action) in found {
        let shown = lines.get((line as usize).saturating_sub(1)).copied().unwrap_or_default();
        taker.step(Step {
            object: holder.id,
            line,
            when,
            as_root: holder.context.as_root,
            action,
            text: shortened(shown.trim(), 300),
        });
    }
}

/// Everything that is seen, in order; a few of each capability.
pub(crate) fn sights(text: &str, language: Language) -> Vec<(usize, Capability, &'static str)> {
    let bytes = text.as_bytes();
    patterns::scripts().matches(bytes, |at, capability, pattern| {
        // `eval(` is not `medieval(`, and `post(` not `compost(`.
        let letter = pattern.as_bytes()[0].is_ascii_alphanumeric();
        let inside = letter && at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let method = capability == Capability::Evaluate
            && at > 0
            && bytes[at - 1] == b'.'
            && pattern.starts_with("eval(");
        !inside && !method && says::says(language, bytes, at, capability, pattern)
    })
}

fn record(
    script: &mut Script,
    text: &str,
    raw: &[(usize, Capability, &'static str)],
    all: Option<&[(usize, Capability, &'static str)]>,
) {
    for (at, capability, pattern) in raw {
        if !script.can(*capability) {
            let line = line_of(text, *at);
            patterns::see(&mut script.seen, *capability, pattern, line);
        }
    }
    let known: HashSet<(Capability, &str)> =
        raw.iter().map(|(_, capability, word)| (*capability, *word)).collect();
    let capabilities: HashSet<Capability> = known.iter().map(|(capability, _)| *capability).collect();
    for (_, capability, pattern) in all.unwrap_or_default() {
        let telling = matches!(
            capability,
            Capability::Execute
                | Capability::Evaluate
                | Capability::Http
                | Capability::MakeExecutable
                | Capability::Decrypt
                | Capability::AutoStart
                | Capability::Keychain
        );
        let new = !known.contains(&(*capability, *pattern));
        if new && telling && !capabilities.contains(capability) {
            patterns::see(&mut script.seen, Capability::BuiltNames, pattern, 0);
        }
        if new {
            patterns::see(&mut script.seen, *capability, pattern, 0);
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

/// The capabilities in the window that has most kinds of them.
fn together(sights: &[(usize, Capability, &'static str)]) -> Vec<Capability> {
    let matters = |capability: &Capability| {
        use Capability::*;
        matches!(
            capability,
            Http | Post
                | Socket
                | Execute
                | Evaluate
                | MakeExecutable
                | WriteFile
                | Decrypt
                | Decode
                | TemporaryPath
                | HiddenPath
                | HostInfo
                | AutoStart
        )
    };
    let sights: Vec<(usize, Capability)> = sights
        .iter()
        .filter(|(_, capability, _)| matters(capability))
        .map(|(at, capability, _)| (*at, *capability))
        .collect();
    let mut counts: std::collections::BTreeMap<Capability, u32> = std::collections::BTreeMap::new();
    let mut best: Vec<Capability> = Vec::new();
    let mut start = 0;
    for (at, capability) in &sights {
        *counts.entry(*capability).or_default() += 1;
        while at - sights[start].0 > WINDOW_BYTES {
            let left = counts.entry(sights[start].1).or_default();
            *left -= 1;
            if *left == 0 {
                counts.remove(&sights[start].1);
            }
            start += 1;
        }
        if weight(counts.keys()) > weight(best.iter()) {
            best = counts.keys().copied().collect();
        }
    }
    best
}

/// How telling a set of capabilities is: what carries a download to its start counts double.
fn weight<'all>(capabilities: impl Iterator<Item = &'all Capability>) -> u32 {
    capabilities
        .map(|capability| match capability {
            Capability::Http
            | Capability::Execute
            | Capability::WriteFile
            | Capability::Decrypt
            | Capability::MakeExecutable => 3,
            Capability::HiddenPath => 4,
            _ => 1,
        })
        .sum()
}

/// Reasons to call it obfuscated.
fn obfuscation(script: &mut Script, text: &str, folded: Option<&str>) {
    if says::pushed_aside(text) {
        script.obfuscated.push("code is pushed out of sight to the right, like an encoded command".into());
    }
    if let Some(Seen { evidence, .. }) =
        script.seen.iter().find(|seen| seen.capability == Capability::BuiltNames)
    {
        script.obfuscated.push(format!("{evidence} is put together from pieces"));
    }
    let named = memchr::memmem::find_iter(text.as_bytes(), "_0x").take(400).count();
    if named >= 40 && text.len() / named < 200 {
        script.obfuscated.push("names like _0x1a2b throughout".into());
    }
    let escapes = memchr::memmem::find_iter(text.as_bytes(), "\\x").take(100_000).count() * 4;
    if text.len() > 400 && escapes * 10 > text.len() * 3 {
        script.obfuscated.push("most of it is written in escapes".into());
    }
    let head = text.get(..text.len().min(20_000)).unwrap_or_default();
    let lower = if head.is_ascii() { head.to_ascii_lowercase() } else { head.to_lowercase() };
    let powershell = script.language == Language::PowerShell || has(&lower, "powershell");
    if powershell && ["-encodedcommand", " -enc ", " -e jab", " -ec "].iter().any(|mark| lower.contains(mark))
    {
        script.obfuscated.push("PowerShell with an encoded command".into());
    }
    let computed = || {
        ["& (\"{", "&(\"{", ".(\"{", "(\"{1}", "(\"{2}"].iter().any(|mark| lower.contains(mark))
            && lower.contains("-f")
            || (lower.contains("[char[]]") && lower.contains("-join"))
            || lower.contains("&('") && lower.contains("'+'")
    };
    if script.language == Language::PowerShell && computed() {
        script.obfuscated.push("names of commands like an encoded command, put together from pieces".into());
    }
    let by_name = ["mainModule.require", "._load("].iter().any(|mark| {
        let called = memchr::memmem::find(text.as_bytes(), mark.as_bytes());
        called.is_some_and(|at| {
            !text[at + mark.len()..].trim_start_matches(['(', ' ']).starts_with(['\'', '"', '`'])
        })
    });
    let decoded = script.can(Capability::Decode)
        || has(text, "fromCharCode")
        || has(text, "charCodeAt")
        || has(text, ".map(");
    if matches!(script.language, Language::JavaScript) && by_name && decoded {
        script.obfuscated.push("loads modules by names that it decodes".into());
    }
    let decodes = folded.is_some() || has(text, "fromCharCode") || has(text, "charCodeAt");
    if matches!(script.language, Language::JavaScript) && dynamic(text) && decodes {
        script.obfuscated.push("loads modules by names that are computed".into());
    }
}

/// As `str::contains`, but with vector instructions: these texts are long.
fn has(text: &str, mark: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some()
}

/// `require(` of something that is no literal, or names of globals in brackets.
fn dynamic(text: &str) -> bool {
    let computed = memchr::memmem::find_iter(text.as_bytes(), "require(").any(|at| {
        let rest = &text[at + 8..];
        let own = at > 0
            && (text.as_bytes()[at - 1].is_ascii_alphanumeric()
                || matches!(text.as_bytes()[at - 1], b'_' | b'.' | b'$'));
        !own && rest.chars().next().is_some_and(|letter| !matches!(letter, '\'' | '"' | '`' | ')'))
    });
    let globals = ["global[", "globalThis[", "module[", "process[", "this['", "window["]
        .iter()
        .any(|mark| has(text, mark));
    computed || globals
}
