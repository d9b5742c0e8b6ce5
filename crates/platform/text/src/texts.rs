use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use rust_embed::RustEmbed;

use crate::{
    arguments::Argument,
    language::{Direction, Language, LanguageTag, wishes},
};

#[derive(RustEmbed)]
#[folder = "../../../locales"]
struct Locales;

/// Marks a literal as a message's key where it is passed on as data, so that the test of the translations sees it.
#[must_use]
pub const fn key(key: &'static str) -> &'static str {
    key
}

/// All messages in all languages. Cheap to clone.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    spoken: BTreeMap<LanguageTag, Arc<Spoken>>,
    languages: Vec<Language>,
    missing: AtomicU64,
}

struct Spoken {
    tag: LanguageTag,
    direction: Direction,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// The messages that are built into the program: every folder of `locales/`.
    ///
    /// A message that Fluent cannot read is left out and logged; the test of the translations refuses it earlier.
    #[must_use]
    pub fn embedded() -> Self {
        let mut sources: BTreeMap<LanguageTag, Vec<String>> = BTreeMap::new();
        for path in Locales::iter() {
            let folder = path.strip_suffix(".ftl").and_then(|path| path.split('/').next());
            let Some(tag) = folder.and_then(|folder| folder.parse().ok()) else { continue };
            let Some(file) = Locales::get(&path) else { continue };
            sources.entry(tag).or_default().push(String::from_utf8_lossy(&file.data).into_owned());
        }
        Self::from_sources(sources)
    }

    fn from_sources(sources: BTreeMap<LanguageTag, Vec<String>>) -> Self {
        let spoken: BTreeMap<_, _> = sources
            .into_iter()
            .map(|(tag, files)| (tag.clone(), Arc::new(Spoken::new(tag, files))))
            .collect();
        let languages = spoken.values().map(|spoken| spoken.language()).collect();
        Self(Arc::new(Inner { spoken, languages, missing: AtomicU64::new(0) }))
    }

    /// The languages that the pages are translated into, sorted by tag.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.0.languages
    }

    /// How many messages were asked for and not found in any language since the start: 0 unless there is a bug.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.0.missing.load(Ordering::Relaxed)
    }

    /// The language to speak to a visitor in: what they chose (`chosen`, from the cookie or the address), else the
    /// best of the browser's wishes, else the conference's first, else English. Only languages that the pages are
    /// translated into are ever answered.
    #[must_use]
    pub fn negotiate(
        &self,
        chosen: Option<&str>,
        accept_language: Option<&str>,
        conference_languages: &[LanguageTag],
    ) -> LanguageTag {
        let chosen = chosen.and_then(|tag| tag.parse().ok());
        chosen
            .into_iter()
            .chain(accept_language.map(wishes).unwrap_or_default())
            .chain(conference_languages.iter().cloned())
            .find_map(|wish| self.nearest(&wish))
            .unwrap_or_else(LanguageTag::english)
    }

    /// The translated language that serves somebody who asks for `wish`: itself, or one of the same primary language.
    fn nearest(&self, wish: &LanguageTag) -> Option<LanguageTag> {
        let languages = &self.0.spoken;
        if let Some((tag, _)) = languages.get_key_value(wish) {
            return Some(tag.clone());
        }
        languages.keys().find(|tag| tag.primary() == wish.primary()).cloned()
    }

    /// Speaks `language`, or English when the pages are not translated into it.
    #[must_use]
    pub fn translator(&self, language: &LanguageTag) -> Translator {
        let spoken =
            self.nearest(language).and_then(|tag| self.0.spoken.get(&tag)).or_else(|| self.english());
        Translator { spoken: spoken.cloned(), texts: self.clone() }
    }

    fn english(&self) -> Option<&Arc<Spoken>> {
        self.0.spoken.get(&LanguageTag::english())
    }
}

impl Spoken {
    fn new(tag: LanguageTag, files: Vec<String>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tag.identifier()]);
        for file in files {
            let resource = FluentResource::try_new(file).unwrap_or_else(|(resource, errors)| {
                tracing::error!(language = %tag, ?errors, "messages cannot be read");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language = %tag, ?errors, "messages are there twice");
            }
        }
        let mut spoken = Self { tag, direction: Direction::LeftToRight, bundle };
        if spoken.say("language-direction", &[]).as_deref() == Some("rtl") {
            spoken.direction = Direction::RightToLeft;
        }
        // Marks around inserted text keep a Latin name in an Arabic sentence in its place; elsewhere they only get
        // in the way of searching and copying.
        spoken.bundle.set_use_isolating(spoken.direction == Direction::RightToLeft);
        spoken
    }

    fn language(&self) -> Language {
        Language {
            tag: self.tag.clone(),
            name: self.say("language-name", &[]).unwrap_or_else(|| self.tag.to_string()),
            direction: self.direction,
            font: self.say("language-font", &[]).unwrap_or_else(|| "latin".into()),
        }
    }

    fn say(&self, key: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value)).collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, language = %self.tag, ?errors, "message with faults");
        }
        Some(said)
    }
}

/// Speaks one language. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Translator {
    spoken: Option<Arc<Spoken>>,
    texts: Texts,
}

impl std::fmt::Debug for Translator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Translator({})", self.language())
    }
}

impl Translator {
    /// The language that is spoken.
    #[must_use]
    pub fn language(&self) -> LanguageTag {
        self.spoken.as_ref().map_or_else(LanguageTag::english, |spoken| spoken.tag.clone())
    }

    /// Which way it is written.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.spoken.as_ref().map_or(Direction::LeftToRight, |spoken| spoken.direction)
    }

    /// All languages that the visitor may change to.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        self.texts.languages()
    }

    /// The message `key`: in this language, else in English, else the key itself, so that a gap is seen.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The message `key` with values put in, as `&[("count", 3.into())]`.
    #[must_use]
    pub fn say_with(&self, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let own = self.spoken.as_ref().and_then(|spoken| spoken.say(key, arguments));
        own.or_else(|| self.texts.english()?.say(key, arguments)).unwrap_or_else(|| {
            self.texts.0.missing.fetch_add(1, Ordering::Relaxed);
            tracing::error!(key, language = %self.language(), "message is missing in every language");
            key.to_owned()
        })
    }

    /// The message for one of a family, such as `month-` and 3, or `session-state-` and `confirmed`.
    #[must_use]
    pub fn say_of(&self, prefix: &str, member: impl std::fmt::Display) -> String {
        self.say(&format!("{prefix}{member}"))
    }

    /// As [`Self::say_of`], with values put in.
    #[must_use]
    pub fn say_of_with(
        &self,
        prefix: &str,
        member: impl std::fmt::Display,
        arguments: &[(&str, Argument<'_>)],
    ) -> String {
        self.say_with(&format!("{prefix}{member}"), arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sources: &[(&str, &str)]) -> Texts {
        Texts::from_sources(
            sources.iter().map(|(tag, source)| (tag.parse().unwrap(), vec![(*source).to_owned()])).collect(),
        )
    }

    #[test]
    fn gaps_fall_back_to_english_and_then_to_the_key() {
        let texts = texts(&[
            (
                "en",
                "hello = Hello\nrooms = { $count ->\n  [one] { $count } room\n *[other] { $count } rooms\n }\n",
            ),
            ("ko", "hello = 안녕하세요\n"),
        ]);
        let korean = texts.translator(&"ko-KR".parse().unwrap());
        assert_eq!(korean.say("hello"), "안녕하세요");
        assert_eq!(korean.say_with("rooms", &[("count", 1.into())]), "1 room");
        assert_eq!(korean.say_with("rooms", &[("count", 12.into())]), "12 rooms");
        assert_eq!((texts.missing(), korean.say("nothing"), texts.missing()), (0, "nothing".into(), 1));
    }

    #[test]
    fn right_to_left_languages_isolate_what_is_put_in() {
        let texts = texts(&[("ar", "language-direction = rtl\nby = من { $name }\n")]);
        let arabic = texts.translator(&"ar".parse().unwrap());
        assert_eq!(arabic.direction(), Direction::RightToLeft);
        assert_eq!(arabic.say_with("by", &[("name", "Kim".into())]), "من \u{2068}Kim\u{2069}");
    }

    #[test]
    fn the_visitors_choice_comes_first() {
        let texts = Texts::embedded();
        let spanish_then_korean = ["es".parse().unwrap(), "ko".parse().unwrap()];
        let negotiate = |chosen, header| texts.negotiate(chosen, header, &spanish_then_korean).to_string();
        assert_eq!(negotiate(Some("en"), Some("ko")), "en");
        assert_eq!(negotiate(Some("xx"), Some("ko-KR,en;q=0.5")), "ko");
        assert_eq!(negotiate(None, Some("fr, en-GB;q=0.5")), "en");
        assert_eq!(negotiate(None, Some("fr")), "ko");
        assert_eq!(texts.negotiate(None, None, &[]).to_string(), "en");
    }

    #[test]
    fn languages_name_themselves() {
        let texts = Texts::embedded();
        let names: Vec<_> = texts.languages().iter().map(|language| language.name.as_str()).collect();
        assert_eq!(names, ["English", "한국어"]);
    }
}
