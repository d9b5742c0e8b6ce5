//! What the texts of compiled classes show, of Java and of Android alike.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

use crate::{
    bytes::{count32, shortened},
    facts::{Capability, Capability::*, Code},
    read::{patterns, search::Search},
};

/// Names of files that are kept of one class.
const RESOURCES_MAX: usize = 64;
/// Texts longer than this are no names. *Units*: bytes.
const NAME_BYTES_MAX: usize = 300;
/// Stands for a text that begins with the address of a web server.
const ADDRESS: &str = "an address";
/// Stands for a text that names a place from which things start by themselves.
const STARTER: &str = "a place of things that start by themselves";

/// What the texts of one class must all be there for, in full.
#[rustfmt::skip]
const MARKS: &[(Capability, &[&str])] = &[
    (Http, &["java/net/URL", "openStream"]),
    (Http, &["java/net/URL", "openConnection"]),
    (Http, &["java/net/HttpURLConnection"]),
    (Http, &["javax/net/ssl/HttpsURLConnection"]),
    (Http, &["java/net/http/HttpClient"]),
    (Http, &["okhttp3/OkHttpClient"]),
    (Http, &["org/apache/http/client/HttpClient"]),
    (Http, &["org/apache/http/impl/client/CloseableHttpClient"]),
    (Http, &["android/app/DownloadManager"]),
    (Http, &["java/net/URLClassLoader", ADDRESS]),
    (Http, &["openConnection", ADDRESS]),
    (Http, &["openStream", ADDRESS]),
    (Http, &["loadUrl", ADDRESS]),
    (Reaches, &[ADDRESS]),
    (Reaches, &["retrofit2/Retrofit"]),
    (Reaches, &["okhttp3/WebSocket"]),
    (Reaches, &["com/android/volley/toolbox/Volley"]),
    (Reaches, &["io/ktor/client/HttpClient"]),
    (Reaches, &["com/google/firebase/messaging/FirebaseMessagingService"]),
    (RunsText, &["javax/script/ScriptEngineManager"]),
    (RunsText, &["javax/script/ScriptEngine", "eval"]),
    (RunsText, &["groovy/lang/GroovyShell"]),
    (RunsText, &["bsh/Interpreter"]),
    (RunsText, &["org/mozilla/javascript/Context"]),
    (RunsText, &["addJavascriptInterface", ADDRESS]),
    (RunsText, &["javax/naming/InitialContext", "lookup", ADDRESS]),
    (RunsText, &["java/io/ObjectInputStream", "readObject", ADDRESS]),
    (Secrets, &[STORE]),
    (Secrets, &["java/security/KeyStore", "getKey"]),
    (LoadsModule, &["loadClass", "java/lang/reflect/Method", "invoke"]),
    (LoadsModule, &["java/lang/System", "load"]),
    (Keyboard, &["performGlobalAction"]),
    (Keyboard, &["onAccessibilityEvent"]),
    (Screen, &["android/media/projection/MediaProjection"]),
    (Screen, &["com/google/mlkit/vision/text/TextRecognizer"]),
    (Screen, &["com/googlecode/tesseract/android/TessBaseAPI"]),
    (Clipboard, &["android/content/ClipboardManager", "getPrimaryClip"]),
    (Clipboard, &["java/awt/datatransfer/Clipboard", "getData"]),
    (ClipboardWrite, &["android/content/ClipboardManager", "setPrimaryClip"]),
    (ClipboardWrite, &["java/awt/datatransfer/Clipboard", "setContents"]),
    (Socket, &["java/net/Socket"]),
    (HostInfo, &["java/net/InetAddress", "getLocalHost"]),
    (HostInfo, &["user.name"]),
    (Execute, &["java/lang/Runtime", "exec"]),
    (Execute, &["java/lang/ProcessBuilder", "start"]),
    (MakeExecutable, &["setExecutable"]),
    (MakeExecutable, &["setPosixFilePermissions"]),
    (WriteFile, &["java/io/FileOutputStream"]),
    (WriteFile, &["java/nio/file/Files", "copy"]),
    (WriteFile, &["java/nio/file/Files", "write"]),
    (WriteFile, &["java/nio/file/Files", "newOutputStream"]),
    (Decrypt, &["javax/crypto/Cipher"]),
    (Decode, &["java/util/Base64"]),
    (Decode, &["android/util/Base64"]),
    (TemporaryPath, &["java.io.tmpdir"]),
    (TemporaryPath, &["createTempFile"]),
    (AutoStart, &[STARTER]),
    (LoadFromMemory, &["defineClass"]),
    (LoadFromMemory, &["defineAnonymousClass"]),
    (LoadFromMemory, &["defineHiddenClass"]),
    (LoadFromMemory, &["dalvik/system/InMemoryDexClassLoader"]),
    (DynamicLoad, &["java/net/URLClassLoader"]),
    (DynamicLoad, &["dalvik/system/DexClassLoader"]),
    (DynamicLoad, &["dalvik/system/PathClassLoader"]),
    (DynamicLoad, &["dalvik/system/DelegateLastClassLoader"]),
    (DynamicLoad, &["java/lang/ModuleLayer", "defineModules"]),
    (VerifiesSignature, &["java/security/Signature", "verify"]),
    (VerifiesSignature, &["java/security/MessageDigest", "isEqual"]),
];
/// Stands for a text that names a place where others keep keys.
pub(crate) const STORE: &str = "a place where others keep keys";
/// Parts of texts that name a place where others keep keys.
const STORES: [&str; 12] = [
    "allet*",
    "wallet.dat",
    "wallets/",
    "UTC--",
    "keystore/",
    "Login Data",
    "Local Extension Settings",
    "leveld",
    "id_rsa",
    "Exodus",
    "Electrum",
    "tdata",
];
/// Parts of texts that name a place from which things start by themselves.
const STARTERS: [&str; 7] = [
    "CurrentVersion\\Run",
    "/LaunchAgents",
    "/LaunchDaemons",
    ".config/autostart",
    "schtasks",
    "cronta",
    "Programs\\Startup",
];

/// Both of them, the places of keys first.
fn parts() -> &'static Search {
    static PARTS: OnceLock<Search> = OnceLock::new();
    PARTS.get_or_init(|| Search::new(STORES.into_iter().chain(STARTERS)))
}

/// Every mark, once.
fn known() -> &'static HashMap<&'static [u8], &'static str> {
    static KNOWN: OnceLock<HashMap<&'static [u8], &'static str>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        MARKS.iter().flat_map(|(_, marks)| marks.iter().map(|mark| (mark.as_bytes(), *mark))).collect()
    })
}

/// Reads the texts of one class or program.
pub(crate) fn read<'bytes>(texts: impl Iterator<Item = &'bytes [u8]>) -> Code {
    let mut code = Code::default();
    let mut places: HashMap<&'static str, usize> = HashMap::new();
    let mut resources: HashSet<&[u8]> = HashSet::new();
    let mut number = 0;
    let texts: Vec<&[u8]> = texts.collect();
    // A class that turns texts around may name others backwards.
    let turns = texts.iter().any(|text| *text == b"reverse");
    let mut hidden: Option<(&'static str, usize)> = None;
    for text in texts {
        number += 1;
        if turns && text.len() <= NAME_BYTES_MAX {
            let backwards: Vec<u8> = text.iter().rev().copied().collect();
            let word = if backwards.starts_with(b"http") && backwards.contains(&b':') {
                Some(ADDRESS)
            } else {
                mark(&backwards).filter(|_| text.len() > 3)
            };
            if let Some(mark) = word.filter(|_| mark(text).is_none()) {
                places.entry(mark).or_insert(number);
                hidden = hidden.or(Some((mark, number)));
            }
        }
        if text.len() > NAME_BYTES_MAX {
            continue;
        }
        if let Some(mark) = mark(text) {
            places.entry(mark).or_insert(number);
        }
        let (mut store, mut starter) = (false, false);
        parts().each(text, |_, part| *(if part < STORES.len() { &mut store } else { &mut starter }) = true);
        if store {
            places.entry(STORE).or_insert(number);
        }
        if [&b"http://"[..], b"https://", b"wss://", b"ws://", b"ftp://", b"ldap://", b"rmi://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
        {
            places.entry(ADDRESS).or_insert(number);
        } else if starter {
            places.entry(STARTER).or_insert(number);
        } else if resources.len() < RESOURCES_MAX && says_file(text) {
            resources.insert(text);
        }
    }
    code.texts = count32(number);
    for (capability, marks) in MARKS {
        if let Some(at) = marks.iter().map(|mark| places.get(mark).copied()).max().flatten()
            && marks.iter().all(|mark| places.contains_key(mark))
        {
            patterns::see(&mut code.seen, *capability, &marks.join(", "), at);
        }
    }
    if let Some((word, at)) = hidden {
        patterns::see(&mut code.seen, Hides, word, at);
    }
    let mut names: Vec<String> =
        resources.into_iter().map(|name| shortened(&String::from_utf8_lossy(name), 200)).collect();
    names.sort();
    code.resources = names;
    code
}

/// The mark that a text is: a class is written with strokes, with dots in reflection, and between `L` and `;` in Android.
fn mark(text: &[u8]) -> Option<&'static str> {
    let inner = text.strip_prefix(b"L").and_then(|rest| rest.strip_suffix(b";")).unwrap_or(text);
    if let Some(mark) = known().get(inner) {
        return Some(mark);
    }
    if !inner.starts_with(b"java.") && !inner.starts_with(b"javax.") && !inner.starts_with(b"dalvik.") {
        return None;
    }
    let strokes: Vec<u8> = inner.iter().map(|byte| if *byte == b'.' { b'/' } else { *byte }).collect();
    known().get(strokes.as_slice()).copied()
}

/// Is it the name of a file that is no program and no text?
fn says_file(name: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 15] = [
        b".properties",
        b".txt",
        b".js",
        b".groovy",
        b".xml",
        b".bin",
        b".dat",
        b".db",
        b".res",
        b".pak",
        b".cache",
        b".enc",
        b".idx",
        b".blob",
        b".tmp",
    ];
    let plain = || (5..=100).contains(&name.len()) && name.iter().all(u8::is_ascii_graphic);
    says_picture(name) || ENDINGS.iter().any(|ending| name.ends_with(ending)) && plain()
}

/// Does a name end as pictures, fonts and sounds do?
pub(crate) fn says_picture(name: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 12] = [
        b".png", b".jpg", b".jpeg", b".gif", b".ico", b".webp", b".ttf", b".otf", b".woff", b".woff2",
        b".ogg", b".wav",
    ];
    let tail = &name[name.len().saturating_sub(6)..];
    let is = |ending: &&[u8]| {
        let start = tail.len().checked_sub(ending.len());
        start.is_some_and(|start| tail[start..].eq_ignore_ascii_case(ending))
    };
    name.len() > 4 && tail.contains(&b'.') && ENDINGS.iter().any(is)
}
