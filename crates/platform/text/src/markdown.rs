//! Markdown that people typed, as HTML that can do no harm, or as plain text.
//!
//! Descriptions come from strangers and from imported files, partly with HTML inside. Everything is rendered, and then
//! goes through one allow list; so a construct that nobody thought of is dropped, not shown.

use std::{borrow::Cow, collections::HashSet, fmt, sync::LazyLock};

use ammonia::{Builder, UrlRelative};
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use crate::display;

/// Text longer than this is cut before it is rendered: no description needs a novel, and rendering has a price.
const SOURCE_BYTES_MAX: usize = 200_000;

/// HTML that is safe to put into a page as it is. Askama does not escape it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The HTML as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ];
    let mut builder = Builder::new();
    builder
        .tags(HashSet::from(tags))
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener ugc"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") if !is_own_path(value) => None,
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

static NO_TAGS: LazyLock<Builder<'static>> = LazyLock::new(Builder::empty);

/// `source` as HTML. Headings start at `<h3>`, below the page's own two, and skip no level; indented lines are
/// paragraphs, for who indents a description does not mean code; pictures come from this server only, others
/// become links; links carry `rel="nofollow noopener ugc"`; bare addresses become links.
#[must_use]
pub fn to_html(source: &str) -> Html {
    let mut rendered = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut rendered, Softened::new(events(source)));
    Html(ALLOWED.clean(&rendered).to_string())
}

/// `source` without its marks, on one line, at most `chars_max` characters: for descriptions in search engines,
/// feeds and calendars.
#[must_use]
pub fn to_plain(source: &str, chars_max: usize) -> String {
    let mut rendered = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut rendered, events(source));
    // Taking the tags out must not join the words on their two sides.
    let spaced = rendered.replace("<br", " <br").replace("</p>", "</p> ").replace("</li>", "</li> ");
    let text = unescape(&NO_TAGS.clean(&spaced).to_string());
    display::shorten(&display::one_line(&text), chars_max)
}

fn events(source: &str) -> impl Iterator<Item = Event<'_>> {
    let mut end = source.len().min(SOURCE_BYTES_MAX);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    TextMergeStream::new(Parser::new_ext(
        &source[..end],
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ))
}

fn unescape(text: &str) -> String {
    // What the cleaner itself escapes; `&amp;` last, so that nothing is unescaped twice.
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// A path on this server: not another host, and nothing that a browser would read as one.
fn is_own_path(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\t', '\n', '\r'])
}

/// Events with headings moved down, pictures from elsewhere turned into links, and bare addresses made links.
struct Softened<'a, I> {
    events: I,
    waiting: std::collections::VecDeque<Event<'a>>,
    /// Inside a link or a code block, where no further link may begin.
    inside: u32,
    foreign_pictures: u32,
    /// Levels, as written, of the headings that the text stands under.
    headings: Vec<HeadingLevel>,
    in_indented: bool,
}

impl<'a, I: Iterator<Item = Event<'a>>> Softened<'a, I> {
    fn new(events: I) -> Self {
        Self {
            events,
            waiting: std::collections::VecDeque::new(),
            inside: 0,
            foreign_pictures: 0,
            headings: Vec::new(),
            in_indented: false,
        }
    }

    fn soften(&mut self, event: Event<'a>) {
        let event = match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                while self.headings.last().is_some_and(|above| *above >= level) {
                    self.headings.pop();
                }
                self.headings.push(level);
                Event::Start(Tag::Heading { level: self.depth(), id, classes, attrs })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(self.depth())),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                self.in_indented = true;
                Event::Start(Tag::Paragraph)
            }
            Event::End(TagEnd::CodeBlock) if self.in_indented => {
                self.in_indented = false;
                Event::End(TagEnd::Paragraph)
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) if !is_own_path(&dest_url) => {
                self.foreign_pictures += 1;
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::End(TagEnd::Image) if self.foreign_pictures > 0 => {
                self.foreign_pictures -= 1;
                Event::End(TagEnd::Link)
            }
            Event::Text(text) if self.inside == 0 => return self.push_linked(&text),
            other => other,
        };
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_) | Tag::Image { .. }) => self.inside += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock | TagEnd::Image) => {
                self.inside = self.inside.saturating_sub(1);
            }
            _ => {}
        }
        self.waiting.push_back(event);
    }

    /// The level at which the latest heading is shown: as deep as it stands, whatever levels were written.
    fn depth(&self) -> HeadingLevel {
        match self.headings.len() {
            0 | 1 => HeadingLevel::H3,
            2 => HeadingLevel::H4,
            3 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }

    fn push_linked(&mut self, text: &CowStr<'a>) {
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]).url_must_have_scheme(true);
        for span in finder.spans(text) {
            let words = || Event::Text(CowStr::from(span.as_str().to_owned()));
            if span.kind().is_none() {
                self.waiting.push_back(words());
                continue;
            }
            let link = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: span.as_str().to_owned().into(),
                title: "".into(),
                id: "".into(),
            };
            self.waiting.extend([Event::Start(link), words(), Event::End(TagEnd::Link)]);
        }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Softened<'a, I> {
    type Item = Event<'a>;
    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let event = self.events.next()?;
            self.soften(event);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_become_elements() {
        let table = [
            ("# Title\n\ntext", "<h3>Title</h3>\n<p>text</p>\n"),
            ("## A\n\n###### B\n\n# C", "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n"),
            ("    four spaces\n\n```\ncode\n```", "<p>four spaces\n</p>\n<pre><code>code\n</code></pre>\n"),
            ("a *b* **c** ~~d~~", "<p>a <em>b</em> <strong>c</strong> <del>d</del></p>\n"),
            ("<h1>raw</h1>", "raw"),
            ("![map](/files/map.png)", "<p><img src=\"/files/map.png\" alt=\"map\"></p>\n"),
            (
                "![spy](https://evil.example/pixel.gif)",
                "<p><a href=\"https://evil.example/pixel.gif\" rel=\"nofollow noopener ugc\">spy</a></p>\n",
            ),
            (
                "see https://example.org/a_b_c.",
                "<p>see <a href=\"https://example.org/a_b_c\" rel=\"nofollow noopener ugc\">https://example.org/a_b_c</a>.</p>\n",
            ),
            ("`https://example.org`", "<p><code>https://example.org</code></p>\n"),
            (
                "|a|b|\n|-|-|\n|1|2|",
                "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody></table>\n",
            ),
        ];
        for (source, expected) in table {
            assert_eq!(to_html(source).as_str(), expected, "{source}");
        }
    }

    /// What must never come out, whatever went in.
    fn assert_harmless(source: &str) -> Result<(), String> {
        let html = to_html(source).to_string();
        let parsed = html.to_lowercase();
        for tag in parsed.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or(tag);
            let name: String =
                tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            let forbidden = [
                "script", "style", "iframe", "object", "embed", "svg", "math", "form", "input", "meta",
                "base", "link", "h1", "h2",
            ];
            let attribute = |name: &str| tag.contains(&format!(" {name}"));
            let bad = forbidden.contains(&name.as_str())
                || attribute("on")
                || attribute("style")
                || attribute("srcset")
                || tag.contains("=\"javascript:")
                || tag.contains("=\"data:")
                || tag.contains("=\"vbscript:")
                || (name == "img" && (tag.contains("src=\"http") || tag.contains("src=\"//")));
            // A quoted value may contain anything; only names and schemes outside of text count.
            if bad && !tag.contains("title=") && !tag.contains("alt=") && !tag.contains("href=\"http") {
                return Err(format!("{source:?} gives {html:?}"));
            }
        }
        Ok(())
    }

    #[test]
    fn stored_scripts_come_to_nothing() {
        let table = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<img src=//evil.example/x.png>",
            "<img src=\"/\\evil.example/x.png\">",
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](java\tscript:alert(1))",
            "[a](&#106;avascript:alert(1))",
            "[a](data:text/html;base64,PHNjcmlwdD4=)",
            "<a href=\"vbscript:msgbox(1)\">x</a>",
            "<svg/onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<iframe src=javascript:alert(1)></iframe>",
            "<form action=javascript:alert(1)><input type=submit>",
            "<p style=\"background:url(javascript:alert(1))\">x</p>",
            "<base href=https://evil.example/>",
            "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<<script>script>alert(1)<</script>/script>",
            "<a href='x' onmouseover='alert(1)'>x</a>",
            "![x](javascript:alert(1))",
            "<javascript:alert(1)>",
            "```<script>\nalert(1)\n```",
            "<style>@import 'https://evil.example/x.css';</style>",
            "<details open ontoggle=alert(1)>",
            "<object data=javascript:alert(1)>",
            "<link rel=stylesheet href=https://evil.example>",
        ];
        for source in table {
            assert_eq!(assert_harmless(source), Ok(()));
            let html = to_html(source).to_string();
            assert!(
                !html.contains("<script")
                    && !html.contains("href=\"javascript")
                    && !html.contains("onerror="),
                "{html}"
            );
        }
    }

    #[test]
    fn plain_text_keeps_words_apart() {
        assert_eq!(to_plain("# Title\n\nSome *words* & <b>more</b>.", 200), "Title Some words & more.");
        assert_eq!(to_plain("<p>one</p><p>two<br>three</p>", 200), "one two three");
        assert_eq!(to_plain("a &lt;b&gt; &amp;lt;", 200), "a <b> &lt;");
        assert_eq!(to_plain("<script>alert(1)</script>text", 200), "text");
        assert_eq!(to_plain("The quick brown fox", 12), "The quick…");
    }

    proptest! {
        #[test]
        fn nothing_harmful_comes_out(source in "[<>a-z/=\"' :;&#()!\\[\\]javscriptonerrorhref\n]{0,120}") {
            prop_assert_eq!(assert_harmless(&source), Ok(()));
        }

        #[test]
        fn pieces_of_attacks_come_to_nothing(pieces in proptest::collection::vec(prop_oneof![
            Just("<script>"), Just("</script>"), Just("<img src="), Just("onerror="), Just("javascript:"), Just("\""),
            Just("'"), Just("<svg "), Just("onload=x"), Just(">"), Just("](" ), Just("["), Just("!["), Just(")"),
            Just("<a href="), Just("<style>"), Just("<!--"), Just("-->"), Just("`"), Just("\n\n"), Just("<math>"),
        ], 0..16)) {
            prop_assert_eq!(assert_harmless(&pieces.concat()), Ok(()));
        }
    }
}
