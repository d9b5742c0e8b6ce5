//! Pages, and scripts of pages: what they ask of their reader, and what they put into the clipboard.
//!
//! A page is read as text with tags, the way people see it; no tree is built, nothing is run.

mod copies;
mod markup;
mod words;

use crate::{
    bytes::shortened,
    facts::{Capability, Kind, Language, Page},
    read::{fold, patterns, script},
    take::{Holder, Taker},
};

/// Pages and remarks that are looked at. *Units*: bytes.
const PAGE_BYTES_MAX: usize = 512 << 10;
/// Scripts that are asked what they say to people. *Units*: bytes.
const SCRIPT_BYTES_MAX: usize = 512 << 10;

/// Scripts that are asked whether they make fields. *Units*: bytes.
const FIELDS_BYTES_MAX: usize = 64 << 10;

/// Reads a page, a text for people, or a table of messages.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, bytes: &[u8], kind: Kind, name: &str) {
    if bytes.len() > PAGE_BYTES_MAX {
        return;
    }
    let lower = name.to_ascii_lowercase();
    let page = if kind == Kind::Html || kind == Kind::Xml && bytes.windows(7).any(|piece| piece == b"<script")
    {
        page(&script::plain(bytes))
    } else if kind == Kind::Json
        && ["locale", "i18n", "lang", "messages"].iter().any(|part| lower.contains(part))
    {
        messages(&script::plain(bytes))
    } else if [".md", ".txt", ".markdown", ".rst", ".adoc"].iter().any(|ending| lower.ends_with(ending))
        || lower.rsplit('/').next().is_some_and(|file| matches!(file, "readme" | "install"))
    {
        described(bytes)
    } else {
        return;
    };
    if !page.is_plain() {
        taker.object_mut(holder.id).page = Some(Box::new(page));
    }
}

/// A page.
fn page(text: &str) -> Page {
    let parts = markup::parts(text);
    // Only what can say one of these is written in small letters.
    let tells = || words::tells(&words::plain(&parts.text.replace('\n', " ")));
    let asks = || words::asks(&words::plain(&parts.text));
    let mut page = Page {
        tells: words::may_tell(&parts.text).then(tells).flatten(),
        asks: words::may_ask(&parts.text).then(asks).flatten(),
        fields: parts.fields,
        forms: parts.forms,
        scripts: parts.scripts,
        shown: parts.shown,
        ..Page::default()
    };
    if page.asks.is_none() && parts.names.iter().any(|name| words::names(&words::plain(name))) {
        page.asks = parts
            .names
            .iter()
            .find(|name| words::names(&words::plain(name)))
            .map(|name| shortened(name, 160));
    }
    if !parts.code.trim().is_empty() {
        let folded = fold::fold(&parts.code, Language::JavaScript);
        let code = folded.as_ref().map_or(parts.code.as_str(), |folded| &folded.text);
        for (at, capability, pattern) in script::sights(code, Language::JavaScript) {
            patterns::see(&mut page.seen, capability, pattern, at);
        }
        let copied = copies::copied(code, &parts.values);
        page.copies = copied;
        // What is said by a script is said by the page.
        let scripted = || words::tells(&words::plain(&words::sentences(code).replace('\n', " ")));
        page.tells = page.tells.take().or_else(|| words::may_tell(code).then(scripted).flatten());
        let coded = || words::asks(&words::plain(&words::sentences(code)));
        page.asks = page.asks.take().or_else(|| words::may_ask(code).then(coded).flatten());
        page.fields |= makes_fields(code);
    }
    // Asked of pages only that tell to run something.
    if page.tells.is_some() {
        commands(&mut page, &parts.text, &parts.unseen);
    }
    page
}

/// Commands that a page shows, in whatever element, and one that nobody can read or see.
fn commands(page: &mut Page, text: &str, unseen: &[String]) {
    for line in text.lines().filter(|line| is_command(line)) {
        markup::keep(&mut page.shown, &line.split_whitespace().collect::<Vec<_>>().join(" "), 600);
    }
    page.coded = unseen
        .iter()
        .find(|text| is_command(text))
        .map(|text| shortened(text.trim(), 120))
        .or_else(|| words::coded_command(&text.to_lowercase()));
}

/// What a script says to people and puts into the clipboard. `text`: with its pieces put together.
pub(crate) fn of_script(text: &str, copies_something: bool) -> Option<Page> {
    if text.len() > SCRIPT_BYTES_MAX {
        return None;
    }
    let mut page = Page::default();
    if copies_something {
        page.copies = copies::copied(text, &[]);
    }
    // Only what can say one of these is written in small letters.
    if copies_something || words::may_ask(text) {
        let said = words::plain(&words::sentences(text));
        page.asks = words::asks(&said);
        page.tells = words::tells(&said).filter(|_| copies_something);
    }
    page.fields = text.len() <= FIELDS_BYTES_MAX && makes_fields(text);
    (!page.is_plain()).then_some(page)
}

/// Does a script make fields?
fn makes_fields(code: &str) -> bool {
    [
        "createElement('input'",
        "createElement(\"input\"",
        "createElement(`input`",
        "createElement('textarea'",
        "createElement(\"textarea\"",
        "<input",
        "<textarea",
        "('textarea',",
        "Entry(",
        "input('",
        "input(\"",
        "QLineEdit",
        "getpass(",
        "contentEditable",
        "(\"input\",",
        "('input',",
        "(\"textarea\",",
        "TextField",
        "TextInput",
    ]
    .iter()
    .any(|mark| memchr::memmem::find(code.as_bytes(), mark.as_bytes()).is_some())
}

/// A table of messages of a program.
fn messages(text: &str) -> Page {
    let said = words::plain(text);
    Page { asks: words::asks(&said), tells: words::tells(&said), ..Page::default() }
}

/// A text for people: a command in it that nobody can read, when it tells where to paste that.
fn described(bytes: &[u8]) -> Page {
    let has = |mark: &[u8]| crate::bytes::find(bytes, mark, 0).is_some();
    if ![
        &b"ase64"[..],
        b"BASE64",
        b"ncodedCommand",
        b"ncodedcommand",
        b" -enc ",
        b" -e ",
        b" -ec ",
        b"xxd -r",
        b"openssl enc",
    ]
    .iter()
    .any(|mark| has(mark))
    {
        return Page::default();
    }
    let text = script::plain(bytes);
    let coded = words::coded_command(&text.to_lowercase());
    let tells = coded.as_ref().and_then(|_| words::tells(&words::plain(&text.replace('\n', " "))));
    let coded = coded.filter(|_| tells.is_some());
    Page { tells, coded, ..Page::default() }
}

/// Does a text look like a command that fetches, starts or decodes?
pub(crate) fn is_command(text: &str) -> bool {
    words::is_command(text)
}

/// Does the name or remark of a field ask for words of recovery?
pub(crate) fn names_words(text: &str) -> bool {
    words::names(&words::plain(text))
}

/// Does a script put something into the clipboard?
pub(crate) fn copies(seen: impl Fn(Capability) -> bool, text: &str) -> bool {
    seen(Capability::ClipboardWrite)
        || ["execCommand('copy'", "execCommand(\"copy\"", "clipboardData.setData("]
            .iter()
            .any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Whatever order the pieces of pages and scripts come in: they are read to the end.
        #[test]
        fn pieces_in_any_order_are_read(order in proptest::collection::vec(0_usize..36, 0..60)) {
            const PIECES: [&str; 36] = [
                "<p", ">", "<script>", "</script>", "writeText(", "'", "\"", "é", "(", ")", "=", "atob(", "<!--", "-->", "style='left:-9px'", "&#x41;", "&", ";",
                "data-k='eA=='", "<textarea ", " ", "\n", "execCommand('copy')", ".value=", "function a", "a(", "win + r", "粘贴", "recovery phrase", "enter",
                "setData(", ",", "<code>", "</code>", "\u{e0101}", "const a",
            ];
            let text: String = order.into_iter().map(|piece| PIECES[piece]).collect();
            let page = page(&text);
            proptest::prop_assert!(page.copies.len() <= 8 && page.shown.len() <= 64);
            of_script(&text, true);
            messages(&text);
            described(text.as_bytes());
        }
    }
}
