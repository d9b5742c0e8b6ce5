//! HTML in texts to Markdown: simply, safely, in one pass without recursion.
//!
//! html5ever's tokenizer knows entities, comments and broken tags; what is not in the short list of elements below
//! loses its tag and keeps its text, besides scripts and the like, which lose both. No HTML comes through.

use std::cell::RefCell;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// What became of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Converted {
    pub(crate) markdown: String,
    /// The first element that was removed with all it held.
    pub(crate) removed: Option<String>,
}

const BLOCKS: [&str; 12] =
    ["p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "pre", "table"];
const REMOVED: [&str; 9] =
    ["script", "style", "iframe", "object", "embed", "form", "svg", "math", "template"];
/// Removed elements that have no end tag.
const REMOVED_ALONE: [&str; 5] = ["embed", "input", "link", "meta", "base"];

/// Whether a text is meant as HTML: it begins with a tag of a block, or ends a block somewhere.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let begins = text.strip_prefix('<').is_some_and(|rest| {
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        BLOCKS.contains(&&*name)
            || ["span", "br", "b", "strong", "i", "em", "a", "script", "img"].contains(&&*name)
    });
    begins || (text.contains("</") && BLOCKS.iter().any(|name| text.contains(&format!("</{name}>"))))
}

/// Plain text such that Markdown shows it as it is.
pub(crate) fn plain_to_markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    push_escaped(&mut markdown, text);
    markdown
}

/// Turns HTML into Markdown.
pub(crate) fn to_markdown(html: &str) -> Converted {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let writer = tokenizer.sink.writer.into_inner();
    Converted { markdown: writer.finish(), removed: writer.removed }
}

#[derive(Default)]
struct Sink {
    writer: RefCell<Writer>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut writer = self.writer.borrow_mut();
        match token {
            Token::TagToken(tag) => writer.tag(&tag),
            Token::CharacterTokens(text) => writer.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Name and depth of the removed element that is open.
    removing: Option<(String, usize)>,
    removed: Option<String>,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u32>>,
    /// Where the text of open links begins, and where they lead.
    links: Vec<(usize, Option<String>)>,
    preformatted: bool,
    quoted: usize,
}

const LISTS_MAX: usize = 8;

impl Writer {
    fn tag(&mut self, tag: &Tag) {
        let name = tag.name.as_ref();
        let opens = tag.kind == TagKind::StartTag;
        if self.remove(name, opens, tag.self_closing) {
            return;
        }
        match (name, opens) {
            ("br", _) => self.out.push('\n'),
            ("p" | "div" | "section" | "article" | "table" | "figure", _) => self.blank_line(),
            ("tr" | "dt" | "dd", true) => self.new_line(),
            ("td" | "th", false) => self.out.push(' '),
            ("hr", true) => {
                self.blank_line();
                self.out.push_str("---");
                self.blank_line();
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => {
                self.blank_line();
                if opens {
                    let level = usize::from(name.as_bytes()[1] - b'0');
                    self.out.push_str(&"#".repeat(level.min(6)));
                    self.out.push(' ');
                }
            }
            ("strong" | "b", _) => self.mark("**"),
            ("em" | "i", _) => self.mark("*"),
            ("code", _) if !self.preformatted => self.mark("`"),
            ("pre", _) => {
                match opens {
                    true => self.blank_line(),
                    false => self.new_line(),
                }
                self.out.push_str("```\n");
                self.preformatted = opens;
            }
            ("blockquote", true) => {
                self.blank_line();
                self.quoted = (self.quoted + 1).min(LISTS_MAX);
                self.out.push_str("> ");
            }
            ("blockquote", false) => {
                self.quoted = self.quoted.saturating_sub(1);
                self.blank_line();
            }
            ("ul" | "ol", _) => self.list(name, opens),
            ("li", true) => self.list_item(),
            ("a", true) => {
                let leads_to = attribute(tag, "href").filter(|href| is_safe(href));
                self.links.truncate(64);
                self.links.push((self.out.len(), leads_to));
            }
            ("a", false) => self.end_link(),
            ("img", true) => self.image(tag),
            _ => {}
        }
    }

    /// Whether the tag is part of something that is left out.
    fn remove(&mut self, name: &str, opens: bool, closed: bool) -> bool {
        if let Some((open, depth)) = &mut self.removing {
            if open == name {
                match opens {
                    true if !closed => *depth += 1,
                    true => {}
                    false => *depth -= 1,
                }
                if *depth == 0 {
                    self.removing = None;
                }
            }
            return true;
        }
        let alone = REMOVED_ALONE.contains(&name);
        if !alone && !REMOVED.contains(&name) {
            return false;
        }
        if opens {
            self.removed.get_or_insert_with(|| name.to_owned());
            if !alone && !closed {
                self.removing = Some((name.to_owned(), 1));
            }
        }
        true
    }

    fn text(&mut self, text: &str) {
        if self.removing.is_some() {
            return;
        }
        if self.preformatted {
            // A fence inside would end the fence around it.
            self.out.push_str(&text.replace("```", "'''"));
            return;
        }
        let mut spaced = String::with_capacity(text.len());
        let mut last_is_space = self.out.is_empty() || self.out.ends_with(['\n', ' ']);
        for letter in text.chars() {
            let space = matches!(letter, ' ' | '\n' | '\t' | '\r' | '\u{a0}');
            if !(space && last_is_space) {
                spaced.push(if space { ' ' } else { letter });
            }
            last_is_space = space;
        }
        push_escaped(&mut self.out, &spaced);
    }

    fn mark(&mut self, mark: &str) {
        self.out.push_str(mark);
    }

    fn list(&mut self, name: &str, opens: bool) {
        if !opens {
            self.lists.pop();
            return self.blank_line();
        }
        match self.lists.is_empty() {
            true => self.blank_line(),
            false => self.new_line(),
        }
        if self.lists.len() < LISTS_MAX {
            self.lists.push((name == "ol").then_some(1));
        }
    }

    fn list_item(&mut self) {
        self.new_line();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        self.out.push_str(&indent);
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.out.push_str("- "),
        }
    }

    fn end_link(&mut self) {
        let Some((begin, leads_to)) = self.links.pop() else {
            return;
        };
        let (Some(href), Some(shown)) = (leads_to, self.out.get(begin..)) else {
            return;
        };
        let shown = shown.trim().to_owned();
        if shown.is_empty() || begin > self.out.len() {
            return;
        }
        self.out.truncate(begin);
        let plain = shown.replace('\\', "");
        match plain == href || plain.trim_end_matches('/') == href.trim_end_matches('/') {
            true => self.out.push_str(&format!("<{href}>")),
            false => self.out.push_str(&format!("[{shown}]({href})")),
        }
    }

    fn image(&mut self, tag: &Tag) {
        if let Some(source) = attribute(tag, "src").filter(|source| is_safe(source)) {
            self.out.push_str("![");
            let shown = attribute(tag, "alt").unwrap_or_default();
            push_escaped(&mut self.out, &shown.replace('\n', " "));
            self.out.push_str(&format!("]({source})"));
        }
    }

    fn new_line(&mut self) {
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn blank_line(&mut self) {
        // Inside a list or quotation a paragraph must not end it.
        self.new_line();
        if self.out.is_empty()
            || self.out.ends_with("\n\n")
            || !self.lists.is_empty()
            || self.out.ends_with("- \n")
        {
            return;
        }
        self.out.push('\n');
        if self.quoted > 0 {
            self.out.push_str("> ");
        }
    }

    fn finish(&self) -> String {
        let mut markdown = String::with_capacity(self.out.len());
        let mut blank = 0;
        for line in self.out.lines() {
            let line = line.trim_end();
            blank = if line.is_empty() { blank + 1 } else { 0 };
            if blank < 2 && line != "****" {
                markdown.push_str(line);
                markdown.push('\n');
            }
        }
        let fences = markdown.matches("```").count();
        if fences % 2 == 1 {
            markdown.push_str("```");
        }
        markdown.trim().to_owned()
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.trim().to_owned())
}

/// Only web and mail addresses, without anything that could end the Markdown link early.
fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !address.contains(['<', '>', '(', ')', '"', '\\', '`'])
        && !address.contains(char::is_whitespace)
        && !address.contains(char::is_control)
}

fn push_escaped(out: &mut String, text: &str) {
    for letter in text.chars() {
        let at_line_start = out.is_empty() || out.ends_with('\n');
        match letter {
            '\\' | '`' | '*' | '[' | ']' | '<' => {
                out.push('\\');
            }
            '_' if !out.ends_with(char::is_alphanumeric) => out.push('\\'),
            '#' | '>' | '+' | '-' | '=' | '|' | '~' if at_line_start => out.push('\\'),
            _ => {}
        }
        out.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, wanted) in [
            ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
            ("<p>a<br>b</p>", "a\nb"),
            ("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\n\nafter"),
            ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
            ("<b>bold</b> and <em>so</em>", "**bold** and *so*"),
            (r#"<a href="https://a.example/x">there</a>"#, "[there](https://a.example/x)"),
            (r#"<a href="https://a.example/">https://a.example</a>"#, "<https://a.example/>"),
            (r#"<a href="javascript:alert(1)">there</a>"#, "there"),
            ("<h2>Head</h2>text", "## Head\n\ntext"),
            ("&nbsp;한국어&nbsp;&#x1F600;", "한국어 😀"),
            ("<p>2 * 3 * 4 &lt;b&gt;</p>", "2 \\* 3 \\* 4 \\<b>"),
            ("<pre>a  b\n c</pre>", "```\na  b\n c\n```"),
        ] {
            assert_eq!(to_markdown(html).markdown, wanted, "{html}");
        }
    }

    #[test]
    fn what_could_run_is_removed() {
        let converted = to_markdown("a<script>alert(1)</script><style>b{}</style><iframe src=x>c</iframe>d");
        assert_eq!(converted.markdown, "ad");
        assert_eq!(converted.removed.as_deref(), Some("script"));
    }

    #[test]
    fn markdown_is_not_taken_for_html() {
        for (text, wanted) in [
            ("<p>yes</p>", true),
            ("see <https://a.example>", false),
            ("a < b and c > d", false),
            ("intro\n<ul><li>x</li></ul>", true),
            ("**bold**", false),
        ] {
            assert_eq!(looks_like_html(text), wanted, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_no_recursion() {
        let deep = "<div><ul><li><blockquote>".repeat(50_000);
        assert!(to_markdown(&deep).markdown.len() < deep.len());
    }
}
