//! Values of a source, cleaned: what is wrong with one is reported with its place.

use jiff::{Timestamp, civil::Date};

use super::{
    clean::{self, Markup, Scheme},
    gather::Gather,
    json::{Json, Node},
    time,
};
use crate::{
    model::{Link, Place, Resource, ResourceKind, Text},
    naming::uuid_text,
    place::excerpt,
};

impl Gather<'_> {
    pub(crate) fn guid(&mut self, raw: Option<&str>, place: &dyn Fn() -> Place) -> Option<String> {
        let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?;
        let guid = uuid_text(raw);
        if guid.is_none() {
            self.log.warn("bad-guid", place(), format!("{} is no UUID; left out", excerpt(raw)));
        }
        guid
    }

    pub(crate) fn web(&mut self, raw: Option<&str>, place: &dyn Fn() -> Place) -> Option<String> {
        clean::address(&mut self.log, raw?, self.base.as_ref(), Scheme::Web, place)
    }

    pub(crate) fn resource(
        &mut self,
        kind: ResourceKind,
        title: Option<&str>,
        url: Option<&str>,
        place: &dyn Fn() -> Place,
    ) -> Option<Resource> {
        let url = self.web(url, place)?;
        let title = title.and_then(|title| clean::line(&mut self.log, title, place)).unwrap_or_default();
        Some(Resource { kind, title, url })
    }

    pub(crate) fn link(&mut self, title: &str, url: Option<&str>, place: &dyn Fn() -> Place) -> Option<Link> {
        let url = clean::address(&mut self.log, url?, self.base.as_ref(), Scheme::WebOrMail, place)?;
        let title = clean::line(&mut self.log, title, place).unwrap_or_default();
        Some(Link { title, url })
    }

    pub(crate) fn minutes(&mut self, raw: &str, place: &dyn Fn() -> Place) -> Option<u32> {
        if raw.trim().is_empty() {
            return None;
        }
        let Some(seconds) = time::duration_seconds(raw) else {
            self.log.loss("bad-duration", place(), format!("{} is no duration; left out", excerpt(raw)));
            return None;
        };
        u32::try_from((seconds + 59) / 60).ok()
    }

    // --- values of JSON ---

    /// A string on one line; numbers are taken as they are written.
    pub(crate) fn line(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        let raw = self.raw_text(node, key)?;
        clean::line(&mut self.log, &raw, &|| node.place(key))
    }

    /// A long text.
    pub(crate) fn markdown(&mut self, node: &Node<'_>, key: &str, markup: Markup) -> Option<String> {
        let raw = self.raw_text(node, key)?;
        clean::markdown(&mut self.log, &raw, markup, &|| node.place(key))
    }

    fn raw_text(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        match node.raw(key)? {
            Json::Text(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            Json::Flag(flag) => Some(flag.to_string()),
            Json::Null => None,
            Json::List(_) | Json::Object(_) => {
                self.log.loss("wrong-type", node.place(key), "a text was expected; left out");
                None
            }
        }
    }

    /// A text in one language or several (`{"en": "…", "de": "…"}`), on one line.
    pub(crate) fn title(&mut self, node: &Node<'_>, key: &str) -> Text {
        self.localised(node, key, None)
    }

    /// A long text in one language or several.
    pub(crate) fn body(&mut self, node: &Node<'_>, key: &str, markup: Markup) -> Text {
        self.localised(node, key, Some(markup))
    }

    fn localised(&mut self, node: &Node<'_>, key: &str, markup: Option<Markup>) -> Text {
        let Some(value) = node.get(key) else {
            return Text::default();
        };
        let mut text = Text::default();
        if !matches!(value.json, Json::Object(_)) {
            let found = match markup {
                Some(markup) => self.markdown(node, key, markup),
                None => self.line(node, key),
            };
            return found.map(Text::from_source).unwrap_or_default();
        }
        for (language, _) in value.entries() {
            let Some(tag) = clean::language_tag(language) else {
                let message = format!("{} names no language; its text was left out", excerpt(language));
                self.log.loss("bad-language", value.place(language), message);
                continue;
            };
            let found = match markup {
                Some(markup) => self.markdown(&value, language, markup),
                None => self.line(&value, language),
            };
            if let Some(found) = found {
                text.0.insert(tag, found);
            }
        }
        text
    }

    /// A whole number, also when it is written as a string.
    pub(crate) fn number(&mut self, node: &Node<'_>, key: &str) -> Option<i64> {
        let number = match node.raw(key)? {
            Json::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Json::Text(text) if text.trim().is_empty() => return None,
            Json::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.log.loss("bad-number", node.place(key), "a whole number was expected; left out");
        }
        number
    }

    /// A number that cannot be negative.
    pub(crate) fn count(&mut self, node: &Node<'_>, key: &str) -> Option<u32> {
        let number = self.number(node, key)?;
        let count = u32::try_from(number).ok();
        if count.is_none() {
            self.log.loss("bad-number", node.place(key), format!("{number} is out of range; left out"));
        }
        count
    }

    pub(crate) fn flag(&mut self, node: &Node<'_>, key: &str) -> bool {
        match node.raw(key) {
            Some(Json::Flag(flag)) => *flag,
            Some(Json::Text(text)) => matches!(&*text.trim().to_lowercase(), "true" | "yes" | "1"),
            Some(Json::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A web address.
    pub(crate) fn url(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        let raw = node.str(key)?;
        self.web(Some(raw), &|| node.place(key))
    }

    /// A point in time.
    pub(crate) fn moment(&mut self, node: &Node<'_>, key: &str) -> Option<Timestamp> {
        let raw = self.raw_text(node, key)?;
        self.zone.parse(&mut self.log, &raw, &|| node.place(key))
    }

    pub(crate) fn date(&mut self, node: &Node<'_>, key: &str) -> Option<Date> {
        let raw = self.raw_text(node, key)?;
        time::date(&mut self.log, &raw, &|| node.place(key))
    }

    pub(crate) fn language(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        let raw = self.raw_text(node, key)?;
        clean::language(&mut self.log, &raw, &|| node.place(key))
    }

    pub(crate) fn colour(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        let raw = self.raw_text(node, key)?;
        clean::colour(&mut self.log, &raw, &|| node.place(key))
    }

    /// Words of a list of strings.
    pub(crate) fn words(&mut self, node: &Node<'_>, key: &str) -> Vec<String> {
        let mut words = Vec::new();
        for item in node.each(key) {
            match item.json {
                Json::Text(raw) => words.extend(clean::line(&mut self.log, raw, &|| item.here())),
                _ => self.log.loss("wrong-type", item.here(), "a text was expected; left out"),
            }
        }
        words.dedup();
        words
    }
}

fn whole(number: f64) -> Option<i64> {
    // Capacities such as 120.0; beyond 2^53 a float is no count of anything.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() != 0.0 || number.abs() > EXACT {
        return None;
    }
    format!("{number:.0}").parse().ok()
}
