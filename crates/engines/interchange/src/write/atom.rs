//! An Atom feed of what each release changed.

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::Timestamp;

use super::context::WriteContext;

/// The feed of a conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseFeed {
    /// Title of the feed.
    pub title: String,
    /// A line below it; may be empty.
    pub subtitle: String,
    /// Where the feed itself is; absolute. It is also the feed's id and must never change.
    pub feed_url: String,
    /// Who writes: the host.
    pub author: String,
    /// The releases, newest first. May be empty.
    pub releases: Vec<ReleaseNews>,
}

/// A release and what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseNews {
    /// Never changes and is used by no other: a `urn:uuid:` or an address.
    pub id: String,
    /// What it is called, for example `Release 3`.
    pub title: String,
    /// Page that shows it; absolute.
    pub url: String,
    /// When it was made.
    pub released: Timestamp,
    /// Some words of the host; plain text, may be empty.
    pub note: String,
    /// What changed. May be empty.
    pub changes: Vec<Change>,
}

/// One session's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What sort of change.
    pub kind: ChangeKind,
    /// The session's title.
    pub title: String,
    /// The session's page; absolute, may be empty.
    pub url: String,
    /// The change in words, for example `now Tuesday 10:00 in Talk 2`; plain text, may be empty.
    pub detail: String,
}

/// The sort of a [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// Not in the release before.
    New,
    /// At another time or in another room.
    Moved,
    /// Called off.
    Cancelled,
    /// Something else.
    Changed,
}

impl ChangeKind {
    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Changed => "changed",
        }
    }
}

/// Writes the feed.
///
/// *Shapes*: `<updated>` is the newest release's time, or the context's where there is none; never 1970. Each entry's content is
/// HTML with every text escaped, and has a category for each sort of change.
///
/// *Source*: RFC 4287
pub fn atom(news: &ReleaseFeed, context: &WriteContext) -> String {
    let newest = news.releases.iter().map(|release| release.released).max();
    let entries = news.releases.iter().map(entry).collect();
    let link = |rel: &str, href: &str, mime: &str| Link {
        rel: rel.to_owned(),
        href: href.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    };
    let feed = Feed {
        title: Text::plain(clean(&news.title)),
        subtitle: Some(Text::plain(clean(&news.subtitle))).filter(|_| !news.subtitle.is_empty()),
        id: news.feed_url.clone(),
        updated: date(newest.unwrap_or(context.generated)),
        authors: vec![Person { name: clean(&news.author), ..Person::default() }],
        generator: Some(Generator {
            value: clean(&context.generator.name),
            uri: context.generator.url.clone(),
            version: Some(clean(&context.generator.version)),
        }),
        links: vec![
            link("self", &news.feed_url, "application/atom+xml"),
            link("alternate", &context.base_url, "text/html"),
        ],
        lang: Some(context.language.clone()),
        entries,
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(release: &ReleaseNews) -> Entry {
    let mut html = String::new();
    if !release.note.is_empty() {
        html.push_str(&format!("<p>{}</p>", escape(&release.note)));
    }
    if !release.changes.is_empty() {
        html.push_str("<ul>");
        for change in &release.changes {
            html.push_str(&item(change));
        }
        html.push_str("</ul>");
    }
    let mut words: Vec<&str> = release.changes.iter().map(|change| change.kind.word()).collect();
    words.sort_unstable();
    words.dedup();
    Entry {
        title: Text::plain(clean(&release.title)),
        id: release.id.clone(),
        updated: date(release.released),
        published: Some(date(release.released)),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: release.url.clone(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        categories: words
            .into_iter()
            .map(|word| Category { term: word.to_owned(), ..Category::default() })
            .collect(),
        content: Some(Content {
            value: Some(html),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

fn item(change: &Change) -> String {
    let title = escape(&change.title);
    let shown = match change.url.starts_with("http://") || change.url.starts_with("https://") {
        true => format!("<a href=\"{}\">{title}</a>", escape(&change.url)),
        false => title,
    };
    let detail = match change.detail.is_empty() {
        true => String::new(),
        false => format!(": {}", escape(&change.detail)),
    };
    format!("<li><b>{}</b> {shown}{detail}</li>", change.kind.word())
}

/// To the second: more would say nothing and differ from the other exports.
fn date(at: Timestamp) -> FixedDateTime {
    let shown = at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    FixedDateTime::parse_from_rfc3339(&shown).unwrap_or_default()
}

fn escape(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// XML 1.0 has no place for control characters.
fn clean(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect()
}
