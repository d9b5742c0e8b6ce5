//! What words of a script mean where they stand, and what it says widely.

use std::{collections::BTreeMap, sync::OnceLock};

use super::{TEXT_BYTES_MAX, WINDOW_BYTES};
use crate::{
    facts::{Capability, Capability::*, Language},
    read::search::Search,
};

/// A script in which what is seen need not stand together. *Units*: bytes.
const SHORT_BYTES: usize = 20_000;
/// More blanks than anybody needs to put code into line.
const SPACES: &str = "                                                                                                                                                      ";
/// Names of files that are kept of one script.
const NAMES_MAX: usize = 64;

/// Does a text mean this where it stands, in this language? Words that several languages have are asked again.
pub(super) fn says(
    language: Language,
    bytes: &[u8],
    at: usize,
    capability: Capability,
    pattern: &str,
) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
    let after = bytes.get(at + pattern.len()..).unwrap_or_default();
    let blank = after.iter().position(|byte| *byte != b' ').unwrap_or(0);
    let literal = matches!(after.get(blank), Some(b'\'' | b'"' | b'`' | b')'));
    match (capability, pattern) {
        (RunsText, "exec(") => matches!(language, Language::Python) && before != b'.',
        (RunsText, "Function(") => {
            language == Language::JavaScript
                && before != b'.'
                && !after.starts_with(b"'return this")
                && !after.starts_with(b"\"return this")
                && !after.starts_with(b")")
        }
        (RunsText, "eval $" | "eval($" | "eval \"$" | "do $" | "\\&{") => {
            matches!(language, Language::Perl | Language::Php | Language::Ruby)
        }
        (RunsText, "javascript:" | "srcdoc=") => false,
        (LoadsModule, "require(" | "import(") => {
            language == Language::JavaScript && !literal && !matches!(before, b'.' | b'$')
        }
        // `Function.call.bind(f)` makes a function of a method, not of a text.
        (RunsText, "Function.call" | "Function.bind" | "Function.apply") => {
            !after.starts_with(b".bind(") && !after.starts_with(b".apply(") && !after.starts_with(b".call(")
        }
        // The whole environment as a value; not the one that a started program is given.
        (Secrets, ":process.env" | ": process.env") => {
            !matches!(before, b'v' | b'\'' | b'"')
                && !bytes[at.saturating_sub(3)..at].ends_with(b"env")
                && matches!(after.first(), Some(b'}' | b',' | b' '))
        }
        // A module of its own is no place of others.
        (Secrets, "/keystore" | "keystore/") => before != b'.',
        (RunsText, "setCertificateVerifyProc") => false,
        (RunsText, "executeJavaScript(") => !literal,
        (RunsText, "eval [") => language == Language::Tcl,
        (RunsText, "eval ") => language == Language::Perl && !after.starts_with(b"{"),
        (
            RunsText,
            "create_subprocess_shell("
            | "shell=True"
            | "os.popen("
            | "subprocess.getoutput("
            | "pty.spawn("
            | "'/bin/sh'"
            | "\"/bin/sh\""
            | "'cmd.exe'"
            | "\"cmd.exe\"",
        ) => is_line_open(bytes),
        (RunsText, ". \"$" | ". $") => {
            language == Language::Shell
                && matches!(before, b'\n' | b';' | b' ' | b'\t')
                && [&b"/dev/tcp"[..], b"mktemp", b"/tmp/"]
                    .iter()
                    .any(|mark| crate::bytes::find(bytes, mark, 0).is_some())
        }
        (FetchesPackage, _) => quietly(bytes, at),
        (Secrets, ".privateKey" | "PRIVATE_KEY" | "privateKey" | "mnemonic" | "seedPhrase" | "secretKey") => {
            sent(bytes, at)
        }
        (TrustsAnybody, pattern) if pattern.contains("http://") => {
            crate::bytes::find(bytes, b"autoUpdater", 0).is_some()
                && !after.starts_with(b"localhost")
                && !after.starts_with(b"127.")
        }
        (Starts, "start %" | "start \"" | "start /") => {
            matches!(language, Language::Batch | Language::PowerShell)
        }
        (Stores, "wget " | "curl -s" | "curl -f" | "curl -L") => {
            matches!(language, Language::Shell | Language::Batch)
        }
        (
            LoadsModule,
            "createElement('script')" | "createElement(\"script\")" | "createElement(`script`)",
        ) => {
            // Its own script, which lies in the extension.
            crate::bytes::find(&after[..after.len().min(400)], b"getURL(", 0).is_none()
        }
        (LoadsModule, "__import__(" | "import_module(") => !literal,
        (LoadsModule, "require $") => matches!(language, Language::Perl),
        (Starts, "system(" | "fork(" | "popen") => language != Language::JavaScript || before == b'.',
        (Starts, "exec '" | "exec \"") => matches!(language, Language::Perl | Language::Ruby),
        (Reaches, "got(" | "needle(" | "ajax(") => language == Language::JavaScript,
        _ => true,
    }
}

/// Does a script hold a line open, over which commands may come?
fn is_line_open(bytes: &[u8]) -> bool {
    const LINES: [&[u8]; 13] = [
        b"WebSocket(",
        b"websocket",
        b"socket.socket(",
        b"net.connect",
        b"net.Socket",
        b"socket.io",
        b"TCPSocket",
        b"create_connection",
        b"TcpClient",
        // Commands come in what a name server says, too.
        b"dns.resolver",
        b"resolveTxt",
        b"Resolve-DnsName",
        b"nslookup ",
    ];
    LINES.iter().any(|line| crate::bytes::find(bytes, line, 0).is_some())
}

/// Does a key stand in what is sent, in the same statement?
fn sent(bytes: &[u8], at: usize) -> bool {
    const SENDS: [&[u8]; 10] = [
        b"body:",
        b"send(",
        b"post(",
        b"data=",
        b"json=",
        b"sendBeacon(",
        b"fetch(",
        b"emit(",
        b".write(",
        b".end(",
    ];
    let before = &bytes[at.saturating_sub(100)..at];
    let start = before.iter().rposition(|byte| matches!(byte, b'\n' | b';' | b'}')).map_or(0, |at| at + 1);
    SENDS.iter().any(|send| crate::bytes::find(&before[start..], send, 0).is_some())
}

/// Does what stands around a place say that nobody is to see or choose what is fetched?
fn quietly(bytes: &[u8], at: usize) -> bool {
    const MARKS: [&[u8]; 15] = [
        b" -q ",
        b"--yes",
        b"'-y'",
        b"\"-y\"",
        b" -y ",
        b"@latest",
        b"--prefer-online",
        b"--quiet",
        b"'-q'",
        b"\"-q\"",
        b"-qq",
        b"'ignore'",
        b"\"ignore\"",
        b"DEVNULL",
        b"--silent",
    ];
    let around = &bytes[at.saturating_sub(120)..bytes.len().min(at + 240)];
    MARKS.iter().any(|mark| crate::bytes::find(around, mark, 0).is_some())
}

/// Does a script put itself before functions that handle keys or transactions of others? The word that shows it.
pub(super) fn wraps(text: &str, language: Language) -> Option<&'static str> {
    const KEYS: [&str; 16] = [
        "fromSecretKey",
        "mnemonicToSeed",
        "fromMnemonic",
        "fromPhrase",
        "mnemonicToEntropy",
        "privateKeyToAccount",
        "mnemonicToAccount",
        "signTransaction",
        "signAllTransactions",
        "eth_sendTransaction",
        "sendTransaction",
        "signTypedData",
        "from_mnemonic",
        "from_key",
        "to_seed",
        "sign_transaction",
    ];
    if text.len() > 2 * TEXT_BYTES_MAX {
        return None;
    }
    static SEARCH: OnceLock<Search> = OnceLock::new();
    let search = SEARCH.get_or_init(|| Search::new(KEYS));
    let mut first = KEYS.len();
    search.each(text.as_bytes(), |_, number| first = first.min(number));
    let key = KEYS.get(first)?;
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let stands_before = match language {
        Language::JavaScript => {
            let replaces = has(&[
                "] = function",
                "]=function",
                " = function",
                "=function",
                "] = (",
                "]=(",
                "] = async",
                "]=async",
            ]);
            replaces
                && has(&[
                    ".apply(this, arguments)",
                    ".apply(this,arguments)",
                    ".apply(this, args)",
                    ".apply(this,args)",
                    ".apply(this, a)",
                    ".apply(this,a)",
                    "Reflect.apply(",
                ])
                || has(&["new Proxy("])
                    && has(&["ethereum", "solana", "provider", "Reflect.apply("])
                    && changes(text)
                || has(&["defineProperty(window"]) && changes(text)
        }
        Language::Python => {
            has(&["sys.meta_path", "setattr(", "wrapt.", "functools.wraps", "gorilla.", "patch_("])
                && has(&["(*args, **kw", "(*a, **k", "*args", "*a"])
                && has(&[
                    "sys.meta_path",
                    "import_module(",
                    "__import__(",
                    "sys.modules",
                    "find_spec",
                    "eth_account",
                    "mnemonic",
                    "solders",
                    "bip_utils",
                ])
        }
        _ => false,
    };
    stands_before.then_some(*key)
}

/// Does it give something else to what is asked for: `params[0].to = x`?
fn changes(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "params").take(200).any(|at| {
        let behind: String = text[at + 6..].chars().take(80).collect();
        let Some((target, value)) = behind.split_once('=') else { return false };
        let path = target.trim();
        !value.starts_with(['=', '>'])
            && path.starts_with(['[', '.'])
            && !path.ends_with(['!', '<', '>', '='])
            && !path.contains([';', ',', '{', '\n', '('])
    })
}

/// Code that is pushed out of sight to the right.
pub(super) fn pushed_aside(text: &str) -> bool {
    const ACTS: [&str; 9] =
        ["require(", "eval", "fetch", "exec", "import(", "Function", "http", "constructor", "atob"];
    // So many blanks in a row cannot miss two of these places.
    let step = SPACES.len() / 2;
    let blank = |at: usize| text.as_bytes().get(at) == Some(&b' ');
    if !(0..text.len()).step_by(step).any(|at| {
        blank(at) && blank(at + step) && text.as_bytes()[at..at + step].iter().all(|byte| *byte == b' ')
    }) {
        return false;
    }
    text.lines().take(20_000).filter(|line| line.len() > 170 && line.len() < 100_000).any(|line| {
        let Some(at) = line.find(SPACES) else { return false };
        let (before, behind) = (line[..at].trim(), line[at..].trim());
        !before.is_empty() && behind.len() > 20 && ACTS.iter().any(|act| behind.contains(act))
    })
}

/// Names of files in a short script.
pub(super) fn names(text: &str, own: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if text.len() > TEXT_BYTES_MAX {
        return names;
    }
    let bytes = text.as_bytes();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let mut end = 0;
    for dot in memchr::memchr_iter(b'.', bytes) {
        if dot < end {
            continue;
        }
        if names.len() >= NAMES_MAX {
            break;
        }
        let start = bytes[end..dot].iter().rposition(|byte| !is_part(byte)).map_or(end, |at| end + at + 1);
        end = bytes[dot..].iter().position(|byte| !is_part(byte)).map_or(bytes.len(), |at| dot + at);
        let word = text[start..end].trim_matches(['.', '-']);
        let Some((stem, ending)) = word.rsplit_once('.') else { continue };
        let fits = (4..=64).contains(&word.len())
            && !stem.is_empty()
            && (1..=8).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && word != own;
        if fits && !names.iter().any(|name| name == word) {
            names.push(word.to_owned());
        }
    }
    names
}

/// Does a short script hold digests, work out those of what it has, and stop when they differ?
pub(super) fn pins_digest(text: &str) -> bool {
    if text.len() > SHORT_BYTES {
        return false;
    }
    let digests = text
        .split(['\'', '"', '`', ' '])
        .any(|word| matches!(word.len(), 64 | 96 | 128) && word.bytes().all(|byte| byte.is_ascii_hexdigit()));
    // The comparison and the end stand near each other.
    let stops = ["!==", "!=", "timingSafeEqual", "compare_digest"].iter().any(|mark| {
        text.match_indices(mark).take(40).any(|(at, _)| {
            let from =
                (0..=at.saturating_sub(200)).rev().find(|from| text.is_char_boundary(*from)).unwrap_or(0);
            let to = (at + 300..=text.len()).find(|to| text.is_char_boundary(*to)).unwrap_or(text.len());
            let near = &text[from..to];
            let compared =
                ["digest", "sum", "hash", "sha"].iter().any(|word| near.to_ascii_lowercase().contains(word));
            compared
                && ["throw", "exit(", "raise", "reject(", "return"]
                    .iter()
                    .any(|word| text[at..to].contains(word))
        })
    });
    digests && stops
}

/// What counts for rules that ask widely.
pub(super) fn wide(sights: &[(usize, Capability, &'static str)], bytes: usize) -> Vec<Capability> {
    if bytes <= SHORT_BYTES {
        let mut all: Vec<Capability> = sights.iter().map(|(_, capability, _)| *capability).collect();
        all.sort_unstable();
        all.dedup();
        return all;
    }
    let mut counts: BTreeMap<Capability, u32> = BTreeMap::new();
    let mut best: (u32, Vec<Capability>) = (0, Vec::new());
    let mut start = 0;
    for (at, capability, _) in sights {
        *counts.entry(*capability).or_default() += 1;
        while at - sights[start].0 > WINDOW_BYTES {
            let left = counts.entry(sights[start].1).or_default();
            *left -= 1;
            if *left == 0 {
                counts.remove(&sights[start].1);
            }
            start += 1;
        }
        let weight = weight(counts.keys());
        if weight > best.0 {
            best = (weight, counts.keys().copied().collect());
        }
    }
    best.1
}

/// How telling capabilities are, each class once.
fn weight<'all>(capabilities: impl Iterator<Item = &'all Capability>) -> u32 {
    let mut classes = [0; 6];
    let mut rest = 0;
    for capability in capabilities {
        match capability {
            Http | Socket | Reaches => classes[0] = 4,
            Evaluate | RunsText => classes[1] = 5,
            WalletStore | BrowserStore | Keychain | Secrets => classes[2] = 5,
            Execute | Starts => classes[3] = 2,
            AutoStart | Service | Persists => classes[4] = 2,
            PageRights | RemotePage => classes[5] += 2,
            _ => rest += 1,
        }
    }
    classes.iter().sum::<u32>() + rest
}
