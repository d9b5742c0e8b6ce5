//! Files that people take for data, known by their names and a mark inside, which act as soon as something opens them.

use crate::{
    bytes::{find, shortened},
    facts::ActiveContent,
    take::{Holder, Taker},
};

/// Files that are looked at. *Units*: bytes.
const BYTES_MAX: usize = 4 << 20;

/// An ending, marks that must all be there in small letters, and what is done.
type Opened = (&'static str, &'static [&'static str], &'static str);

/// *Source*: the pages of Microsoft and Apple on each format.
const OPENED: &[Opened] = &[
    (".appinstaller", &["uri=\"http"], "an application is installed from an address"),
    (".application", &["codebase=\"http"], "an application is installed from an address"),
    (
        ".jnlp",
        &["all-permissions", "href="],
        "an application of Java is started with all rights from an address",
    ),
    (
        ".rdp",
        &["remoteapplicationprogram"],
        "a program on another computer is shown as one of this computer's",
    ),
    (".rdp", &["drivestoredirect:s:*"], "all drives are opened to another computer"),
    (".library-ms", &["<url>\\\\"], "a folder of another computer is shown as one of this computer's"),
    (".library-ms", &["<url>http"], "a folder of another computer is shown as one of this computer's"),
    (".search-ms", &["http"], "a folder of another computer is shown as one of this computer's"),
    (".searchconnector-ms", &["http"], "a folder of another computer is shown as one of this computer's"),
    (".settingcontent-ms", &["deeplink"], "a command is started"),
    (".wsb", &["logoncommand"], "a command is started"),
    (".scf", &["iconfile=\\\\"], "the reader's name is told to another computer"),
    (".inf", &["runpresetupcommands"], "commands are run when it is installed"),
    (".inf", &["runpostsetupcommands"], "commands are run when it is installed"),
    (".inf", &["scrobj.dll"], "commands are run when it is installed"),
    (".iqy", &["web", "http"], "a table is fetched from an address"),
    (".slk", &["id;p", "exec("], "a command is started"),
    (".mof", &["eventconsumer"], "something starts by itself on an event"),
    (".reg", &["currentversion\\run"], "something starts by itself from then on"),
    (".reg", &["inprocserver32"], "programs load another library from then on"),
    (".reg", &["image file execution"], "another program is started from then on"),
    (".wflow", &["command_string", "curl"], "a command that fetches is started"),
    (".wflow", &["command_string", "osascript"], "a command is started"),
    (".fileloc", &["<string>file:///"], "a program is started"),
    (".inetloc", &["<string>file:"], "a program is started"),
    (".webloc", &["<string>file:"], "a program is started"),
    (".xll", &["xlautoopen"], "a spreadsheet loads a program"),
    (".thmx", &["ppaction://program"], "a program is started"),
    (".flatpakref", &["url=http://"], "an application is installed from an address without encryption"),
];

/// Looks for them.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], name: &str) {
    if bytes.len() > BYTES_MAX {
        return;
    }
    let loose = taker.object(holder.id).is_some_and(|object| object.placed.is_none());
    let lower = name.to_ascii_lowercase();
    let wanted = || OPENED.iter().filter(|(ending, ..)| lower.ends_with(ending));
    let mut what = None;
    if loose && wanted().next().is_some() {
        let text = crate::read::script::plain(bytes).to_ascii_lowercase();
        what = wanted()
            .find(|(_, marks, _)| marks.iter().all(|mark| text.contains(mark)))
            .map(|(.., what)| *what);
    }
    if bytes.starts_with(b"FasdUAS ") {
        // *Source*: the dictionary of Standard Additions, `do shell script` has the code `sysoexec`.
        let runs = find(bytes, b"sysoexec", 0).is_some();
        what = Some(if runs {
            "a compiled AppleScript runs commands of a shell"
        } else {
            "a compiled AppleScript runs"
        });
    }
    if what.is_none() && is_pickle(bytes) {
        what = Some("Python starts what its data names");
    }
    if let Some(what) = what {
        let command = shortened(what, 200);
        taker.object_mut(holder.id).active.push(ActiveContent::WhenOpened { command });
    }
}

/// Data of Python that calls more than what makes data.
///
/// *Source*: Python's `pickletools`, `GLOBAL` and `STACK_GLOBAL`.
fn is_pickle(bytes: &[u8]) -> bool {
    const PLAIN: [&[u8]; 7] = [
        b"cos\nsystem\n",
        b"cposix\nsystem\n",
        b"cnt\nsystem\n",
        b"cbuiltins\nexec\n",
        b"cbuiltins\neval\n",
        b"c__builtin__\neval\n",
        b"csubprocess\n",
    ];
    const STACKED: [(&[u8], &[u8]); 7] = [
        (b"\x8c\x05posix", b"system"),
        (b"\x8c\x02nt", b"system"),
        (b"\x8c\x02os", b"system"),
        (b"\x8c\x08builtins", b"\x8c\x04exec"),
        (b"\x8c\x08builtins", b"\x8c\x04eval"),
        (b"\x8c\x0asubprocess", b"\x8c"),
        (b"\x8c\x05runpy", b"\x8c"),
    ];
    let modern = matches!(bytes, [0x80, 2..=5, ..]);
    let has = |mark: &[u8]| find(bytes, mark, 0).is_some();
    (modern || bytes.ends_with(b".")) && PLAIN.iter().any(|mark| has(mark))
        || modern && STACKED.iter().any(|(module, name)| has(module) && has(name))
}
