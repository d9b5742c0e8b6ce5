//! A conference as one visitor looks at it: which language, which address, which frame.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use jiff::{Timestamp, civil::Date};
use madang_conference::Visibility;
use madang_interchange::model::{Session, Speaker, Text};
use madang_text::{Translator, markdown, search};
use madang_web::{
    App, CacheRule, Cached, Feed, FooterGroup, Layout, Link, Notice, PageKey, Problem, SearchBox, Visit,
};

use crate::{published::Published, site::Site};

/// Which entry of the menu a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Menu {
    None,
    Timetable,
    Sessions,
    Speakers,
    Rooms,
    Now,
    Agenda,
}

/// A conference as one visitor looks at it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Look {
    pub(crate) visit: Visit,
    pub(crate) published: Arc<Published>,
    pub(crate) t: Translator,
    /// Language of the texts, as a BCP 47 tag.
    pub(crate) language: String,
    /// Where the conference's addresses begin: `/seoul`.
    pub(crate) base: String,
}

impl Look {
    /// The conference of this short name, if the visitor may see it.
    pub(crate) async fn enter(visit: Visit, slug: &str) -> Result<Self, Problem> {
        let published = Site::of(&visit).published(&visit, slug).await?;
        Site::of(&visit).count(&visit, &published);
        let t = visit.t().clone();
        let language = t.language().as_str().to_owned();
        Ok(Self { base: format!("/{slug}"), visit, published, t, language })
    }

    pub(crate) fn app(&self) -> &App {
        self.visit.app()
    }

    /// The address of a picture: its copy's, or its own where that is a path of this server. Pictures at other hosts would
    /// tell them who reads this page, so those are not shown until they are copied.
    pub(crate) fn picture(&self, source: &str) -> Option<String> {
        if source.starts_with('/') && !source.starts_with("//") {
            return Some(source.to_owned());
        }
        Some(format!("{}/pictures/{}", self.base, self.published.picture(source)?))
    }

    /// The address of a speaker's picture: the one that they handed in, or a copy of the one that the programme names.
    pub(crate) fn face(&self, speaker: &Speaker) -> Option<String> {
        match self.published.face(&speaker.key) {
            Some(own) => Some(format!("{}/pictures/{own}", self.base)),
            None => self.picture(speaker.picture_url.as_deref()?),
        }
    }

    /// The full address of a page of this conference.
    pub(crate) fn absolute(&self, rest: &str) -> String {
        self.app().absolute(&format!("{}{rest}", self.base))
    }

    /// The text in the visitor's language, or else in the conference's first.
    pub(crate) fn pick<'t>(&self, text: &'t Text) -> &'t str {
        self.pick_tagged(text).1
    }

    /// [`Look::pick`] with the language it is in; empty where that is not told or is the page's own.
    pub(crate) fn pick_tagged<'t>(&self, text: &'t Text) -> (&'t str, &'t str) {
        let (tag, words) = self.chosen(text);
        (if tag == self.language { "" } else { tag }, words)
    }

    /// [`Look::pick_tagged`] for a text of a session: where its language is not told, it is that of the session.
    pub(crate) fn pick_of<'t>(&self, session: &'t Session, text: &'t Text) -> (&'t str, &'t str) {
        let (tag, words) = self.chosen(text);
        let tag = if tag.is_empty() { session.language.as_deref().unwrap_or_default() } else { tag };
        (if tag == self.language { "" } else { tag }, words)
    }

    fn chosen<'t>(&self, text: &'t Text) -> (&'t str, &'t str) {
        let first = self.published.conference.languages.first().map_or("en", String::as_str);
        let has_own = text.0.keys().any(|tag| tag.split('-').next() == self.language.split('-').next());
        text.pick_tagged(if has_own { &self.language } else { first })
    }

    /// The venue's zone as it is on some day: "Asia/Seoul (UTC+09)".
    pub(crate) fn zone_in_words(&self, moment: Timestamp) -> String {
        let name = self.published.conference.zone.replace('_', " ");
        let offset = format!("UTC{}", self.published.zone.to_offset(moment));
        self.t.say_with("session-zone", &[("zone", name.into()), ("offset", offset.into())])
    }

    /// Day and time in the venue's zone, in words.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        let date = moment.to_zoned(self.published.zone.clone()).date();
        let day = format!("{} {}", self.t.weekday_short(date), self.t.date_short(date));
        format!("{day}, {}", self.clock(moment).text)
    }

    /// The conference day that it is now, where the venue is.
    pub(crate) fn today(&self) -> Date {
        let conference = &self.published.conference;
        madang_conference::conference_day(
            self.visit.ctx().now,
            &self.published.zone,
            conference.day_starts_minutes,
        )
    }

    /// The frame of a page.
    pub(crate) fn layout(&self, title: impl Into<String>, menu: Menu) -> Layout {
        let published = &self.published;
        let conference = &published.conference;
        let name = self.pick(&conference.name).to_owned();
        let mut layout = self.visit.layout(title);
        layout.site = Link::new(name.clone(), self.base.clone());
        layout.logo = conference.logo.as_deref().and_then(|logo| self.picture(logo)).unwrap_or_default();
        layout.description = markdown::to_plain(self.pick(&conference.description), 200);
        layout.canonical = self.app().absolute(self.visit.path());
        let entry = |key: &str, rest: &str, of: Menu| {
            Link::new(self.t.say(key), format!("{}{rest}", self.base)).current(of == menu)
        };
        layout.nav = vec![
            entry("site-timetable", "/timetable", Menu::Timetable),
            entry("site-sessions", "/sessions", Menu::Sessions),
            entry("site-speakers", "/speakers", Menu::Speakers),
            entry("site-rooms", "/rooms", Menu::Rooms),
            entry("site-now", "/now", Menu::Now),
            entry("site-agenda", "/agenda", Menu::Agenda),
        ];
        layout.search = Some(SearchBox {
            action: format!("{}/sessions", self.base),
            label: self.t.say("site-search"),
            query: String::new(),
        });
        layout.feeds = vec![Feed {
            media_type: "application/atom+xml",
            title: self.t.say("releases-title"),
            href: format!("{}/releases.atom", self.base),
        }];
        layout.footer = self.footer(name);
        layout.stylesheets = vec![format!("{}/theme.css?v={}", self.base, published.version())];
        layout.indexable = conference.visibility != Visibility::Draft && !published.is_draft;
        if published.is_draft {
            layout.notices.push(Notice { tone: "warn", text: self.t.say("site-draft-of-timetable") });
        } else if conference.visibility == Visibility::Draft {
            layout.notices.push(Notice { tone: "warn", text: self.t.say("site-draft-conference") });
        } else if conference.visibility == Visibility::Archived {
            layout.notices.push(Notice { tone: "note", text: self.t.say("site-archived") });
        }
        layout
    }

    fn footer(&self, name: String) -> Vec<FooterGroup> {
        let published = &self.published;
        let here = |rest: &str| format!("{}{rest}", self.base);
        let pages = published.pages.iter();
        let mut about: Vec<Link> = pages
            .map(|page| Link::new(self.pick(&page.title), here(&format!("/pages/{}", page.slug))))
            .collect();
        about.push(Link::new(self.t.say("releases-title"), here("/releases")));
        let downloads = vec![
            Link::new("iCalendar", here("/schedule.ics")),
            Link::new("schedule.xml", here("/schedule.xml")),
            Link::new("schedule.json", here("/schedule.json")),
            Link::new(self.t.say("site-spreadsheet"), here("/schedule.xlsx")),
            Link::new(self.t.say("site-feed"), here("/releases.atom")),
        ];
        let venue = Some(self.pick(&published.conference.venue)).filter(|venue| !venue.is_empty());
        let lines: Vec<String> = venue.into_iter().chain(self.place()).map(str::to_owned).collect();
        let mut groups = vec![
            FooterGroup { title: name, links: about, lines: Vec::new() },
            FooterGroup { title: self.t.say("site-download"), links: downloads, lines: Vec::new() },
        ];
        if !lines.is_empty() {
            groups.push(FooterGroup { title: self.t.say("site-venue"), links: Vec::new(), lines });
        }
        groups
    }

    /// Address and city of the venue; the city only where the address does not name it. May be empty.
    pub(crate) fn place(&self) -> Vec<&str> {
        let conference = &self.published.conference;
        let (address, city) = (self.pick(&conference.address), self.pick(&conference.city));
        let is_told = search::fold(address).contains(&search::fold(city));
        [address, if is_told { "" } else { city }].into_iter().filter(|part| !part.is_empty()).collect()
    }

    /// An answer that is the same for everybody who speaks this language: made once for each revision.
    ///
    /// `parts` is what it depends on beside revision, address and language.
    pub(crate) async fn cached<F>(
        self,
        headers: &HeaderMap,
        parts: &[&str],
        make: F,
    ) -> Result<Response, Problem>
    where
        F: FnOnce(&Self) -> Result<Cached, Problem> + Send + 'static,
    {
        if !self.is_for_everybody() {
            return Ok(private(make(&self)?.respond(headers)));
        }
        let mut key = vec![self.visit.path(), self.language.as_str()];
        key.extend(parts);
        let key = PageKey::new(self.published.version(), &key);
        let app = self.app().clone();
        let page = app.pages().get(key, move || make(&self)).await?;
        Ok(page.respond(headers))
    }

    /// [`Look::cached`] for a page on which times stand. With times of a zone that the visitor chose it is theirs: there
    /// are too many zones to keep each.
    pub(crate) async fn cached_with_times<F>(
        self,
        headers: &HeaderMap,
        parts: &[&str],
        make: F,
    ) -> Result<Response, Problem>
    where
        F: FnOnce(&Self) -> Result<Cached, Problem> + Send + 'static,
    {
        if self.visit.zone().is_some() {
            return Ok(private(make(&self)?.respond(headers)));
        }
        self.cached(headers, parts, make).await
    }

    /// An answer that is made anew each time, because too few will ask for it again.
    pub(crate) fn fresh(&self, page: &impl Template) -> Result<Response, Problem> {
        let response = madang_web::html(page)?;
        if self.is_for_everybody() { Ok(no_cache(response)) } else { Ok(private(response)) }
    }

    /// Whether everybody may see what this visitor sees.
    pub(crate) fn is_for_everybody(&self) -> bool {
        !self.published.is_draft && self.published.conference.visibility != Visibility::Draft
    }

    /// A page as it is kept.
    pub(crate) fn page(&self, page: &impl Template) -> Result<Cached, Problem> {
        let body = page.render().map_err(|error| Problem::fault(&error))?;
        let page = Cached::new("text/html; charset=utf-8", body, CacheRule::Revalidate);
        Ok(page.varies_by("accept-language, cookie"))
    }

    /// The text with what matches the query marked; safe HTML.
    pub(crate) fn highlighted(text: &str, query: &str) -> String {
        let mut html = String::new();
        let mut done = 0;
        let escaped =
            |part: &str| askama::filters::escape(part, askama::filters::Html).map(|safe| safe.to_string());
        for range in search::highlight(text, query) {
            html += &escaped(&text[done..range.start]).unwrap_or_default();
            html += "<mark>";
            html += &escaped(&text[range.clone()]).unwrap_or_default();
            html += "</mark>";
            done = range.end;
        }
        html + &escaped(&text[done..]).unwrap_or_default()
    }
}

/// Nobody between here and the visitor may keep it.
pub(crate) fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn no_cache(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
