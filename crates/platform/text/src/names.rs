use std::{collections::HashMap, sync::LazyLock};

use crate::texts::Translator;

/// A table of names: by code, one column a language.
struct Names {
    columns: Vec<&'static str>,
    rows: HashMap<&'static str, Vec<&'static str>>,
}

// Names from the Unicode Common Locale Data Repository 48 (Unicode License v3).
static COUNTRIES: LazyLock<Names> = LazyLock::new(|| Names::read(include_str!("../data/countries.tsv")));
static LANGUAGES: LazyLock<Names> = LazyLock::new(|| Names::read(include_str!("../data/languages.tsv")));

impl Names {
    fn read(table: &'static str) -> Self {
        let mut lines = table.lines();
        let columns = lines.next().unwrap_or_default().split('\t').skip(1).collect();
        let rows = lines.filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.collect()))
        });
        Self { columns, rows: rows.collect() }
    }

    fn name(&self, code: &str, column: &str) -> Option<&'static str> {
        let row = self.rows.get(code)?;
        let index = self.columns.iter().position(|name| *name == column)?;
        row.get(index).copied()
    }
}

impl Translator {
    /// The name of the country with an ISO 3166-1 code of two letters; in English where the language has no table,
    /// the code itself when there is no such country.
    #[must_use]
    pub fn country_name(&self, code: &str) -> String {
        let code = code.trim().to_ascii_uppercase();
        let name = COUNTRIES.name(&code, self.language().primary()).or_else(|| COUNTRIES.name(&code, "en"));
        name.map_or(code.clone(), str::to_owned)
    }

    /// Every country's code and name in this language, sorted by name: for a choice in a form.
    #[must_use]
    pub fn countries(&self) -> Vec<(&'static str, String)> {
        let mut countries: Vec<_> =
            COUNTRIES.rows.keys().map(|code| (*code, self.country_name(code))).collect();
        countries
            .sort_by(|a, b| crate::search::fold(&a.1).cmp(&crate::search::fold(&b.1)).then(a.0.cmp(b.0)));
        countries
    }

    /// The name of a language in this language; the tag itself when it is not known.
    #[must_use]
    pub fn language_name(&self, tag: &str) -> String {
        let own = self.language();
        language_row(tag, own.primary()).or_else(|| language_row(tag, "en")).unwrap_or(tag).to_owned()
    }

    /// A language's own name for itself, such as `한국어`; the tag itself when it is not known.
    #[must_use]
    pub fn language_native_name(&self, tag: &str) -> String {
        language_row(tag, "native").unwrap_or(tag).to_owned()
    }
}

/// The most specific row that fits: `zh-Hant` for `zh-Hant-TW`, `pt` for `pt-PT`.
fn language_row(tag: &str, column: &str) -> Option<&'static str> {
    let tag = tag.parse::<crate::LanguageTag>().ok()?;
    let mut wanted = tag.as_str();
    loop {
        if let Some(name) = LANGUAGES.name(wanted, column) {
            return Some(name);
        }
        wanted = wanted.rsplit_once('-')?.0;
    }
}

#[cfg(test)]
mod tests {
    use crate::Texts;

    #[test]
    fn countries_and_languages_have_names() {
        let [english, korean] = ["en", "ko"].map(|tag| Texts::embedded().translator(&tag.parse().unwrap()));
        assert_eq!([english.country_name("co"), korean.country_name("CO")], ["Colombia", "콜롬비아"]);
        assert_eq!(english.country_name("QQ"), "QQ");
        assert_eq!([english.language_name("pt-PT"), korean.language_name("es")], ["Portuguese", "스페인어"]);
        assert_eq!(english.language_native_name("zh-Hant-TW"), "繁體中文");
        assert_eq!(english.language_name("tlh"), "tlh");
        let countries = korean.countries();
        assert_eq!((countries.len(), countries[0].1.as_str()), (250, "가나"));
    }
}
