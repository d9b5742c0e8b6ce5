//! What a writer needs to know besides the programme.

use jiff::Timestamp;

use crate::{
    model::{Session, Speaker, Text},
    naming,
};

/// The program that writes, for the formats that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its home page; `http` or `https`.
    pub url: Option<String>,
}

/// Where, when and for whom is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteContext {
    /// Public address of the conference; absolute, ends with `/`.
    pub base_url: String,
    /// The part after `@` in iCalendar's UIDs; must never change for a conference.
    pub uid_domain: String,
    /// The program that writes.
    pub generator: Generator,
    /// When the release was made. Never the clock's time: the same release must give the same bytes.
    pub generated: Timestamp,
    /// BCP 47 tag of the language that is preferred where a text exists in several.
    pub language: String,
    /// Address of a session's page with `{key}`, `{code}` (the key where there is none) or `{guid}` in it.
    /// Empty: the session's own `url`, or else [`base_url`](Self::base_url).
    pub session_url: String,
    /// Address of a speaker's page, likewise.
    pub speaker_url: String,
    /// Name of the room for sessions that have a time and no room, in formats that want one.
    pub no_room: String,
}

impl WriteContext {
    /// A context with `session/{key}` and `speaker/{key}` below the base address.
    pub fn new(base_url: &str, language: &str, generated: Timestamp) -> Self {
        let base_url = format!("{}/", base_url.trim_end_matches('/'));
        let host = base_url.split("//").nth(1).and_then(|rest| rest.split(['/', ':']).next());
        Self {
            uid_domain: host.filter(|host| !host.is_empty()).unwrap_or("localhost").to_owned(),
            generator: Generator {
                name: "Madang".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                url: None,
            },
            generated,
            language: language.to_owned(),
            session_url: format!("{base_url}session/{{key}}"),
            speaker_url: format!("{base_url}speaker/{{key}}"),
            no_room: "Elsewhere".to_owned(),
            base_url,
        }
    }

    /// The text in the preferred language, or else without language, in English, or in any.
    pub(crate) fn pick<'t>(&self, text: &'t Text) -> &'t str {
        let texts = &text.0;
        let primary = primary(&self.language);
        let exact = texts.get(&self.language).or_else(|| texts.get(primary));
        let near = exact
            .or_else(|| texts.iter().find(|(tag, _)| self::primary(tag) == primary).map(|(_, text)| text));
        let found =
            near.or_else(|| texts.get("")).or_else(|| texts.get("en")).or_else(|| texts.values().next());
        found.map_or("", String::as_str)
    }

    /// The address of a session's page.
    pub(crate) fn page_of_session(&self, session: &Session, guid: &str) -> String {
        if self.session_url.is_empty() {
            return session.url.clone().unwrap_or_else(|| self.base_url.clone());
        }
        fill(&self.session_url, &session.key, session.code.as_deref(), guid)
    }

    /// The address of a speaker's page.
    pub(crate) fn page_of_speaker(&self, speaker: &Speaker, guid: &str) -> Option<String> {
        if self.speaker_url.is_empty() {
            return None;
        }
        Some(fill(&self.speaker_url, &speaker.key, speaker.code.as_deref(), guid))
    }

    /// The guid of a thing, made from conference and key where it has none.
    pub(crate) fn guid(&self, conference: &str, sort: &str, key: &str, own: Option<&str>) -> String {
        match own.and_then(naming::uuid_text) {
            Some(guid) => guid,
            None => naming::stable_uuid(conference, sort, key).hyphenated().to_string(),
        }
    }
}

/// The language of a tag without region and script.
pub(crate) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn fill(template: &str, key: &str, code: Option<&str>, guid: &str) -> String {
    template
        .replace("{key}", &path_segment(key))
        .replace("{code}", &path_segment(code.unwrap_or(key)))
        .replace("{guid}", guid)
}

/// Percent-encodes whatever could end a path segment or is no ASCII.
fn path_segment(raw: &str) -> String {
    let mut segment = String::with_capacity(raw.len());
    for byte in raw.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                segment.push(char::from(byte));
            }
            _ => segment.push_str(&format!("%{byte:02X}")),
        }
    }
    segment
}

/// A file could not be built.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The spreadsheet library refused.
    #[error("building the workbook")]
    Workbook(#[source] Box<dyn std::error::Error + Send + Sync>),
}
