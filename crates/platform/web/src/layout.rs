use askama::Template;
use madang_text::{LanguageTag, Translator};

use crate::{assets::Assets, problem::Problem};

/// The frame around a page: everything in `layout.html` that is not the page itself.
///
/// Made by [`Visit::layout`](crate::Visit::layout) with sensible values; a page fills in what it knows better.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Speaks the visitor's language.
    pub t: Translator,
    /// The page's own title; empty on a start page.
    pub title: String,
    /// Name of the site in the bar: the conference's, or the server's.
    pub site: Link,
    /// Address of the site's logo; the program's own when empty.
    pub logo: String,
    /// One or two sentences for search engines and previews.
    pub description: String,
    /// Full address under which this page is to be known.
    pub canonical: String,
    /// Full address of a picture for previews.
    pub image: String,
    /// OpenGraph type: `website`, `article`, `profile`.
    pub kind: &'static str,
    /// The same page in other languages.
    pub alternates: Vec<Alternate>,
    /// Feeds that belong to the page.
    pub feeds: Vec<Feed>,
    /// Links in the bar.
    pub nav: Vec<Link>,
    /// The search box in the bar.
    pub search: Option<SearchBox>,
    /// Groups of links at the foot.
    pub footer: Vec<FooterGroup>,
    /// Small links in the last line.
    pub small_print: Vec<Link>,
    /// Addresses of style sheets after the base: the page's own, and last the conference's colours.
    pub stylesheets: Vec<String>,
    /// Addresses of script modules beside the base.
    pub scripts: Vec<String>,
    /// Structured data, made by [`json_ld`].
    pub json_ld: String,
    /// What the person should know before they read on.
    pub notices: Vec<Notice>,
    /// Whether search engines may list the page.
    pub indexable: bool,
    /// Addresses of style sheets, scripts and icons.
    pub assets: LayoutAssets,
    /// Names the request on error pages; empty elsewhere, so that cached pages are alike.
    pub request_id: String,
}

/// [`Assets`] with a `Debug` that does not print every file.
#[derive(Clone)]
pub struct LayoutAssets(pub(crate) Assets);

impl std::fmt::Debug for LayoutAssets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Assets({})", self.0.version())
    }
}

impl std::ops::Deref for LayoutAssets {
    type Target = Assets;
    fn deref(&self) -> &Assets {
        &self.0
    }
}

/// A link with its words, ready in the visitor's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to the page it stands on.
    pub current: bool,
}

impl Link {
    /// A link to another page.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// The same link, standing on the page that it leads to or not.
    #[must_use]
    pub fn current(self, current: bool) -> Self {
        Self { current, ..self }
    }
}

/// The same page in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// In which language.
    pub language: LanguageTag,
    /// The language's own name for itself.
    pub name: String,
    /// Where it is, from the current page on: `?lang=ko`.
    pub href: String,
}

impl Alternate {
    /// Whether the page is in this language now.
    #[must_use]
    pub fn is_spoken_by(&self, t: &Translator) -> bool {
        self.language == t.language()
    }
}

/// A feed that belongs to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Such as `application/atom+xml`.
    pub media_type: &'static str,
    /// What it tells.
    pub title: String,
    /// Where it is.
    pub href: String,
}

/// The search box in the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchBox {
    /// The page that answers; the words come as its parameter `q`.
    pub action: String,
    /// What the box is called.
    pub label: String,
    /// What was searched for.
    pub query: String,
}

/// A group of links at the foot of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FooterGroup {
    /// Its heading.
    pub title: String,
    /// Its links.
    pub links: Vec<Link>,
    /// Lines of text after the links, such as an address.
    pub lines: Vec<String>,
}

/// Something the person should know before they read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant: `note`, `good`, `warn` or `bad`.
    pub tone: &'static str,
    /// Its words.
    pub text: String,
}

impl Notice {
    /// The icon that goes with its tone.
    #[must_use]
    pub fn icon(&self) -> &'static str {
        match self.tone {
            "good" => "check",
            "warn" | "bad" => "warning",
            _ => "info",
        }
    }
}

impl Layout {
    /// What stands in the browser's tab.
    #[must_use]
    pub fn full_title(&self) -> String {
        if self.title.is_empty() {
            return self.site.label.clone();
        }
        self.t.say_with("page-title", &[("page", (&self.title).into()), ("site", (&self.site.label).into())])
    }

    /// The address of an icon of the sprite.
    #[must_use]
    pub fn icon(&self, name: &str) -> String {
        self.assets.url(&format!("icons/icons.svg#{name}"))
    }
}

/// Structured data as it may stand in a page: no text in it can end the element around it.
#[must_use]
pub fn json_ld(document: &serde_json::Value) -> String {
    document.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The page of a [`Problem`].
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage<'a> {
    pub(crate) layout: Layout,
    pub(crate) problem: &'a Problem,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_cannot_end_its_element() {
        let document = serde_json::json!({ "name": "</script><script>alert(1)</script>&" });
        let text = json_ld(&document);
        assert!(!text.contains('<') && !text.contains('&'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), document);
    }
}
