//! A page as people see it, and what stands behind it.

use crate::bytes::shortened;

/// Parts that are kept of one page.
const PARTS_MAX: usize = 64;
/// Elements that begin a line of their own.
const BLOCKS: [&str; 26] = [
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "tr", "section", "article", "header",
    "footer", "main", "form", "label", "button", "pre", "ul", "ol", "table", "title", "option",
];
/// Styles by which nobody sees an element that is selected and copied all the same.
const UNSEEN: [&str; 10] = [
    "left:-9",
    "left:-1000",
    "top:-9",
    "font-size:0",
    "opacity:0",
    "color:transparent",
    "text-indent:-9",
    "clip:rect(0",
    "width:0;height:0",
    "height:0;width:0",
];

/// What a page consists of.
#[derive(Default)]
pub(super) struct Parts {
    /// What people read; a line for each block.
    pub text: String,
    /// Scripts that stand in it, and what its elements do on events.
    pub code: String,
    /// Files of scripts beside it.
    pub scripts: Vec<String>,
    /// Values of attributes in which a text can wait: `data-…`, `content`, `value`.
    pub values: Vec<String>,
    /// Names and remarks of fields.
    pub names: Vec<String>,
    /// What elements hold that are styled so that nobody sees them.
    pub unseen: Vec<String>,
    /// Lines of commands that are shown.
    pub shown: Vec<String>,
    /// It has fields.
    pub fields: bool,
    /// Where forms go, when that is another place.
    pub forms: Vec<String>,
}

pub(super) fn keep(list: &mut Vec<String>, text: &str, letters_max: usize) {
    if list.len() < PARTS_MAX && !text.trim().is_empty() {
        list.push(shortened(text, letters_max));
    }
}

/// Takes a page into its parts.
pub(super) fn parts(page: &str) -> Parts {
    let mut parts = Parts::default();
    let mut rest = page;
    // The code elements that are open: from where in the text.
    let mut code_from: Option<usize> = None;
    let mut hidden_from: Option<(String, usize)> = None;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        written(&mut parts.text, &rest[..at]);
        rest = &rest[at..];
        if let Some(remark) = rest.strip_prefix("<!--") {
            rest = remark.find("-->").map_or("", |end| &remark[end + 3..]);
            continue;
        }
        let end = tag_end(rest);
        let tag = &rest[1..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        let name_end = tag
            .find(|letter: char| letter.is_whitespace() || letter == '/' && !tag.starts_with('/'))
            .unwrap_or(tag.len());
        let (name, closes) = match tag[..name_end].strip_prefix('/') {
            Some(name) => (name.to_ascii_lowercase(), true),
            None => (tag[..name_end].to_ascii_lowercase(), false),
        };
        if BLOCKS.contains(&name.as_str()) {
            parts.text.push('\n');
        }
        if closes {
            if matches!(name.as_str(), "code" | "pre" | "kbd" | "samp")
                && let Some(from) = code_from.take()
            {
                let line = parts
                    .text
                    .get(from..)
                    .unwrap_or_default()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                keep(&mut parts.shown, &line, 600);
            }
            if let Some((open, from)) = &hidden_from
                && *open == name
            {
                let text = parts.text.get(*from..).unwrap_or_default().to_owned();
                parts.text.truncate(*from);
                keep(&mut parts.unseen, &text, 600);
                hidden_from = None;
            }
            continue;
        }
        let attributes = attributes(tag.get(name_end..).unwrap_or_default());
        element(&mut parts, &name, &attributes);
        let styled = is_unseen(&attributes);
        if styled && hidden_from.is_none() && !tag.ends_with('/') {
            hidden_from = Some((name.clone(), parts.text.len()));
        }
        match name.as_str() {
            "code" | "pre" | "kbd" | "samp" => code_from = code_from.or(Some(parts.text.len())),
            "script" | "style" => {
                let close = if name == "script" { "</script" } else { "</style" };
                let end = rest.to_ascii_lowercase_find(close);
                let body = &rest[..end];
                let data = attributes.iter().any(|(key, value)| key == "type" && value.contains("json"));
                if name == "script" && !data {
                    parts.code.push_str(body);
                    parts.code.push('\n');
                } else if data {
                    keep(&mut parts.values, body, 4000);
                }
                rest = &rest[end..];
            }
            _ => {}
        }
    }
    written(&mut parts.text, rest);
    parts
}

trait FindLower {
    fn to_ascii_lowercase_find(&self, mark: &str) -> usize;
}

impl FindLower for str {
    /// Where a mark stands, in letters of whatever size; the end when nowhere.
    fn to_ascii_lowercase_find(&self, mark: &str) -> usize {
        memchr::memmem::find_iter(self.as_bytes(), "</")
            .find(|at| {
                self.as_bytes()
                    .get(*at..at + mark.len())
                    .is_some_and(|piece| piece.eq_ignore_ascii_case(mark.as_bytes()))
            })
            .unwrap_or(self.len())
    }
}

/// Where a tag ends: quotes may hold `>`.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(64 << 10) {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    memchr::memchr(b'>', text.as_bytes()).unwrap_or(text.len())
}

/// Names and values of a tag.
fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while found.len() < PARTS_MAX {
        rest = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/');
        let end = rest.find(|letter: char| letter.is_whitespace() || letter == '=').unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let (text, left) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        let mut plain = String::new();
        written(&mut plain, text);
        found.push((name, plain));
        rest = left;
    }
    found
}

/// Is an element styled so that nobody sees it?
fn is_unseen(attributes: &[(String, String)]) -> bool {
    attributes.iter().any(|(key, value)| {
        let squeezed: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
        key == "style" && UNSEEN.iter().any(|style| squeezed.to_ascii_lowercase().contains(style))
    })
}

/// What an element brings.
fn element(parts: &mut Parts, name: &str, attributes: &[(String, String)]) {
    let value =
        |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
    let kind = value("type").unwrap_or("text").to_ascii_lowercase();
    let field = name == "textarea"
        || name == "input" && matches!(kind.as_str(), "text" | "password" | "" | "search")
        || attributes.iter().any(|(key, _)| key == "contenteditable");
    parts.fields |= field;
    for (key, value) in attributes {
        if key.starts_with("on") && value.len() < 8000 {
            parts.code.push_str(value);
            parts.code.push_str(";\n");
        }
        let waits = key == "content" && !value.contains(' ') || key == "value" && name == "input";
        if key.starts_with("data-") || waits {
            keep(&mut parts.values, value, 4000);
        }
        // A field that people see shows what it holds.
        if key == "value" && name == "input" && kind != "hidden" {
            keep(&mut parts.shown, &value.split_whitespace().collect::<Vec<_>>().join(" "), 600);
        }
        if field && matches!(key.as_str(), "placeholder" | "name" | "id" | "aria-label" | "title") {
            keep(&mut parts.names, &value.replace(['_', '-'], " "), 200);
        }
    }
    if field {
        // What stands before a field in the same line is its name.
        let line = parts.text.rsplit('\n').next().unwrap_or_default().to_owned();
        if line.len() < 120 {
            keep(&mut parts.names, &line, 120);
        }
        parts.text.push('\n');
    }
    if name == "script"
        && let Some(source) = value("src").filter(|source| !source.contains("//"))
        && parts.scripts.len() < 32
    {
        parts.scripts.push(shortened(source.split(['?', '#']).next().unwrap_or(source), 200));
    }
    if name == "form"
        && let Some(action) =
            value("action").filter(|action| action.starts_with("http") || action.starts_with("//"))
        && parts.forms.len() < 8
    {
        parts.forms.push(shortened(action, 200));
    }
}

/// Adds text, with the references that matter for reading resolved.
fn written(text: &mut String, mut rest: &str) {
    const NAMED: [(&str, &str); 8] = [
        ("amp;", "&"),
        ("lt;", "<"),
        ("gt;", ">"),
        ("quot;", "\""),
        ("apos;", "'"),
        ("nbsp;", " "),
        ("#39;", "'"),
        ("plus;", "+"),
    ];
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((name, plain)) = NAMED.iter().find(|(name, _)| rest.starts_with(name)) {
            text.push_str(plain);
            rest = &rest[name.len()..];
            continue;
        }
        let number = rest
            .strip_prefix('#')
            .and_then(|number| number.split_once(';'))
            .filter(|(number, _)| number.len() < 9);
        let letter = number.and_then(|(number, left)| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            Some((char::from_u32(code)?, left))
        });
        match letter {
            Some((letter, left)) => {
                text.push(letter);
                rest = left;
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_into_its_parts() {
        let parts = parts(
            "<!doctype html><p>Press <kbd>Win</kbd> + <kbd>R</kbd></p><pre><code>a &amp; b<span style='position:absolute; left:-9999px'>curl x | sh</span></code></pre>\
             <label>Seed<textarea placeholder=\"word1 &lt;\"></textarea><form action='https://a.invalid/x'><button onclick=\"go('>')\" data-k=abc>x</button>\
             <SCRIPT>if (a < b) c('</p>')</SCRIPT><script src=app.js></script><!-- <p>no</p> --><style>p{}</style>end",
        );
        assert!(parts.text.contains("Press Win + R"), "{}", parts.text);
        assert!(parts.text.ends_with("end") && !parts.text.contains("no"));
        assert_eq!(parts.unseen, ["curl x | sh"]);
        assert_eq!(parts.shown, ["Win", "R", "a & b"]);
        assert_eq!(parts.values, ["abc"]);
        assert_eq!(parts.names, ["word1 <", "Seed"]);
        assert_eq!(parts.forms, ["https://a.invalid/x"]);
        assert_eq!(parts.scripts, ["app.js"]);
        assert!(parts.fields && parts.code.contains("go('>')") && parts.code.contains("a < b"));
    }

    #[test]
    fn broken_pages_end() {
        for page in [
            "<",
            "<p",
            "<p a=\"",
            "<!--",
            "<script>",
            "<p style='left:-9'>x",
            "a<b>c",
            "&#x;",
            "</",
            "<>",
            "<a =x>",
            "é<é é=é>é",
            "<é",
            "<a é",
        ] {
            parts(page);
        }
    }
}
