//! B: what programs could do, and how they are built.

use super::case::{Case, Match, is_hidden};
use crate::{
    facts::{Capability, Executable, Kind, Object},
    report::Severity,
};

/// A small program. *Units*: bytes.
pub(super) const SMALL_BYTES: u64 = 3 << 20;

pub(super) fn programs<'facts>(
    case: &Case<'facts>,
) -> impl Iterator<Item = (&'facts Object, &'facts Executable)> {
    case.facts.objects.iter().filter_map(|object| Some((object, object.executable.as_deref()?)))
}

pub(super) fn unsigned(object: &Object) -> bool {
    object.signature.as_ref().is_none_or(|signature| signature.ad_hoc)
}

/// B20: fetches, posts what it knows of the computer, and starts programs.
pub(crate) fn fetches_and_runs(case: &Case<'_>) -> Vec<Match> {
    use Capability::*;
    let found = programs(case).filter_map(|(object, program)| {
        let knows = program.can(HostInfo) || program.can(ProcessList);
        let drops = program.can(TemporaryPath) || program.can(HiddenPath) || program.can(MakeExecutable);
        let all = program.can(Http) && program.can(Execute) && program.can(Post) && knows && drops;
        if !all || object.size_bytes > SMALL_BYTES || !unsigned(object) || program.can(VerifiesSignature) {
            return None;
        }
        // A library of a distribution that can do all of this is a library for doing all of this.
        if case.is_debian() && !is_hidden(&object.path) && !case.is_started(object) {
            return None;
        }
        let severity = if case.is_started(object) && (is_hidden(&object.path) || !case.is_debian()) && is_hidden_or_gated(case, object, program) { Severity::Block } else { Severity::Review };
        let sentence = format!(
            "`{}` ({} kB, not signed) can collect what the computer is, post it, fetch files and start programs.",
            object.name(),
            object.size_bytes / 1000
        );
        let evidence = program.seen.iter().map(|seen| seen.evidence.as_str()).collect::<Vec<_>>().join(", ");
        Some(case.found(severity, sentence, object.id, 0, &evidence))
    });
    found.collect()
}

/// Hidden, or idle unless it is started with a word that a job or script gives it.
fn is_hidden_or_gated(case: &Case<'_>, object: &Object, program: &Executable) -> bool {
    is_hidden(&object.path) || !gates(case, object, program).is_empty()
}

fn gates(case: &Case<'_>, object: &Object, program: &Executable) -> Vec<String> {
    use crate::facts::Action;
    let ours = |path: &str| {
        !path.is_empty()
            && super::case::base(path).trim_start_matches('.') == object.name().trim_start_matches('.')
    };
    let mut words: Vec<String> = case
        .jobs()
        .filter(|(_, job)| job.command.first().is_some_and(|path| ours(path)))
        .flat_map(|(_, job)| job.command[1..].to_vec())
        .collect();
    for step in case.installed() {
        if let Action::Run { program, arguments, .. } = &step.action
            && ours(program)
        {
            words.extend(arguments.iter().cloned());
        }
    }
    words.retain(|word| word.len() > 2 && program.words.binary_search(word).is_ok());
    words
}

/// B23: the argument that a job gives stands in the program.
pub(crate) fn gated(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter_map(|(object, program)| {
        let word = gates(case, object, program).into_iter().next()?;
        let sentence = format!("`{}` is started with `{word}`, and looks for that word.", object.name());
        Some(case.found(Severity::Info, sentence, object.id, 0, &word))
    });
    found.collect()
}

/// B21: an updater of its own.
pub(crate) fn updater(case: &Case<'_>) -> Vec<Match> {
    use Capability::*;
    let found = programs(case).filter_map(|(object, program)| {
        let name = object.name().to_lowercase();
        let named = ["updat", "upgrade", "helper", "crashreport"].iter().any(|part| name.contains(part));
        let fetches = program.can(Http) && (program.can(Execute) || program.can(Starts));
        if !fetches || !named || program.library || case.is_debian() {
            return None;
        }
        let verifies = program.can(VerifiesSignature);
        let severity = if verifies || !unsigned(object) { Severity::Info } else { Severity::Review };
        let how = if verifies {
            "and has code that verifies signatures"
        } else {
            "and nothing in it verifies what it fetched"
        };
        let sentence = format!("`{}` downloads and starts programs, {how}.", object.name());
        Some(case.found(severity, sentence, object.id, 0, "HTTP and starting programs"))
    });
    found.collect()
}

/// B22: a program under a hidden name.
pub(crate) fn hidden(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter(|(object, _)| is_hidden(&object.path)).map(|(object, _)| {
        let sentence = format!(
            "`{}` is a program under a hidden name.",
            object.placed.as_deref().unwrap_or_else(|| object.name())
        );
        case.found(Severity::Review, sentence, object.id, 0, object.kind.words())
    });
    found.collect()
}

/// B24: packed.
pub(crate) fn packed(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter_map(|(object, program)| {
        let dense = || {
            let small = object.size_bytes < SMALL_BYTES
                && program.imports < 15
                && object.kind == Kind::Pe
                && unsigned(object);
            let part = program
                .sections
                .iter()
                .find(|part| part.entropy > 7.4 && part.size_bytes > 8192 && !part.name.contains("rsrc"))?;
            // What unpacks itself needs memory for it, or names of functions at run time, or a part that is both written and run.
            let unpacks = [Capability::DynamicLoad, Capability::LoadsModule, Capability::LoadFromMemory].iter().any(|capability| program.can(*capability))
                || program.imports < 3
                || program.sections.iter().any(|part| part.write_and_execute);
            (small && unpacks).then(|| {
                format!("{} is nearly random, and few functions are taken from elsewhere", part.name)
            })
        };
        let odd = || program.unusual_start.then(|| "it starts in a part where no compiler puts the start".to_owned());
        let packer = program.packer.clone().or_else(dense).or_else(odd)?;
        let sentence = format!(
            "`{}` is built as no compiler builds: programs that unpack themselves look like this, and what they do cannot be seen.",
            if object.name().is_empty() { &case.facts.name } else { object.name() }
        );
        Some(case.found(Severity::Review, sentence, object.id, 0, &packer))
    });
    found.collect()
}

/// B25: bytes that the signature does not cover.
pub(crate) fn overlay(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter_map(|(object, program)| {
        let overlay = program.overlay.as_ref().filter(|overlay| overlay.outside_signature && overlay.size_bytes >= 4096 && overlay.entropy > 7.0)?;
        let sentence = format!(
            "{} bytes, nearly random ({} bits per byte), lie behind or inside the signature of `{}`, which does not cover them.",
            overlay.size_bytes,
            overlay.entropy,
            object.name()
        );
        Some(case.found(Severity::Block, sentence, object.id, 0, "bytes after the table of signatures"))
    });
    found.collect()
}

/// B26: texts made unreadable with one byte.
pub(crate) fn xored(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter_map(|(object, program)| {
        let text = program.xored.as_ref()?;
        let sentence = format!("`{}` hides texts by xor-ing them with one byte.", object.name());
        Some(case.found(Severity::Review, sentence, object.id, 0, text))
    });
    found.collect()
}

/// B34: where wallets or browsers keep secrets.
pub(crate) fn stores(case: &Case<'_>) -> Vec<Match> {
    use Capability::*;
    let programs = programs(case).map(|(object, program)| (object, &program.seen));
    let scripts =
        case.facts.objects.iter().filter_map(|object| Some((object, &object.script.as_ref()?.seen)));
    let found = programs.chain(scripts).filter_map(|(object, seen)| {
        let can = |capability| seen.iter().find(|seen| seen.capability == capability);
        let store = can(WalletStore).or_else(|| can(BrowserStore))?;
        let both = can(WalletStore).is_some() && can(BrowserStore).is_some();
        let sends = can(Http).is_some() || can(Socket).is_some();
        if case.is_example(object.id) {
            return None;
        }
        let severity = if both && sends { Severity::Review } else { Severity::Info };
        let sentence = format!(
            "`{}` names the places where wallets or browsers keep secrets{}.",
            object.name(),
            if sends { ", and can send" } else { "" }
        );
        Some(case.found(severity, sentence, object.id, 0, &store.evidence))
    });
    found.collect()
}

/// B35: keyboard, clipboard, screen, key chain.
pub(crate) fn captures(case: &Case<'_>) -> Vec<Match> {
    use Capability::*;
    let found = programs(case).filter_map(|(object, program)| {
        let what: Vec<&str> = [
            (Keyboard, "the keyboard"),
            (Clipboard, "the clipboard"),
            (Screen, "the screen"),
            (Keychain, "stored passwords"),
        ]
        .iter()
        .filter(|(capability, _)| program.can(*capability))
        .map(|(_, words)| *words)
        .collect();
        (!what.is_empty()).then(|| {
            let sentence = format!("`{}` can read {}.", object.name(), what.join(", "));
            case.found(Severity::Info, sentence, object.id, 0, "functions that it takes from the system")
        })
    });
    found.collect()
}

/// B36: into other processes, or from memory.
pub(crate) fn injects(case: &Case<'_>) -> Vec<Match> {
    let found = programs(case).filter_map(|(object, program)| {
        let inject = program.can(Capability::Inject);
        let memory = program.can(Capability::LoadFromMemory);
        let fetches = program.can(Capability::Http);
        if case.is_debian()
            || !(inject && memory
                || (memory && fetches && unsigned(object) && object.size_bytes < SMALL_BYTES))
        {
            return None;
        }
        let sentence =
            format!("`{}` can write into other processes or run programs from memory.", object.name());
        Some(case.found(Severity::Review, sentence, object.id, 0, "functions that it takes from the system"))
    });
    found.collect()
}

/// B37: protections that are not asked for.
pub(crate) fn loosened(case: &Case<'_>) -> Vec<Match> {
    let found = case.facts.objects.iter().filter_map(|object| {
        let signature = object.signature.as_ref().filter(|signature| !signature.entitlements.is_empty())?;
        let sentence = format!("`{}` asks macOS to loosen its protection.", object.name());
        Some(case.found(Severity::Info, sentence, object.id, 0, &signature.entitlements.join(", ")))
    });
    found.collect()
}

/// B33: a library that goes by the name of one of Windows', which programs beside it then load instead.
pub(crate) fn known_name(case: &Case<'_>) -> Vec<Match> {
    // Names that the published cases of side-loading used. The runtimes of C and C++ are not among them: well-known
    // vendors sign those anew.
    const NAMES: [&str; 27] = [
        "version",
        "winmm",
        "userenv",
        "cryptbase",
        "cryptsp",
        "uxtheme",
        "wtsapi32",
        "profapi",
        "dwmapi",
        "msimg32",
        "secur32",
        "iphlpapi",
        "winhttp",
        "wininet",
        "netapi32",
        "propsys",
        "dbgcore",
        "dbghelp",
        "wldp",
        "sspicli",
        "bcrypt",
        "ncrypt",
        "dnsapi",
        "mscoree",
        "msi",
        "comctl32",
        "d3dcompiler_47",
    ];
    let found = programs(case).filter_map(|(object, _)| {
        let name = object.name().to_lowercase();
        let known = object.kind == Kind::Pe
            && name.strip_suffix(".dll").is_some_and(|stem| NAMES.contains(&stem))
            && !case.is_debian();
        let microsoft = object.signature.as_ref().is_some_and(|signature| {
            let says = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains("Microsoft"));
            says(&signature.organisation) || says(&signature.subject)
        });
        (known && !microsoft && !case.is_example(object.id)).then(|| {
            let sentence =
                format!("`{}` has the name of a library of Microsoft's, which did not sign it.", object.path);
            case.found(
                Severity::Review,
                sentence,
                object.id,
                0,
                "a name that programs look for beside themselves first",
            )
        })
    });
    found.collect()
}

/// B39: a program whose content is not what its name says.
pub(crate) fn disguised(case: &Case<'_>) -> Vec<Match> {
    const HARMLESS: [&str; 16] = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "mp4", "mp3", "txt",
        "rtf", "csv",
    ];
    let found = programs(case).filter_map(|(object, _)| {
        let name = object.name().to_lowercase();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_owned())?;
        // Screen savers and PIFs are programs; people do not know.
        let unknown = matches!(ending.as_str(), "scr" | "pif") && !case.is_debian();
        ((HARMLESS.contains(&ending.as_str()) || unknown) && object.kind != Kind::Data).then(|| {
            let sentence = format!("`{}` is a program, and its name says that it is none.", object.path);
            case.found(Severity::Block, sentence, object.id, 0, object.kind.words())
        })
    });
    found.collect()
}
