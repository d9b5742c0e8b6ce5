//! The people who speak.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::HeaderMap;
use madang_interchange::model::Link as WebLink;
use madang_text::{
    display,
    markdown::{self, Html},
    search,
};
use madang_web::{Cached, Layout, Problem, Visit};

use super::{
    card::{Card, Icons},
    exports,
    filter::Filter,
    look::{Look, Menu},
};
use crate::published::{Found, sort_name};

/// A speaker's picture, or initials where there is none; with what stands beside it.
#[derive(Template)]
#[template(
    source = r#"{% if let Some(picture) = picture %}<img class="face" src="{{ picture }}" alt="" width="96" height="96" loading="lazy">{% else %}<span class="face" aria-hidden="true">{{ initials }}</span>{% endif %}"#,
    ext = "html"
)]
pub(crate) struct Face<'a> {
    pub(crate) code: &'a str,
    pub(crate) name: String,
    /// Affiliation and country.
    pub(crate) of: String,
    pub(crate) picture: Option<String>,
    initials: String,
}

impl<'a> Face<'a> {
    /// The face of a speaker, by index.
    pub(crate) fn new(look: &'a Look, number: usize) -> Self {
        let speaker = &look.published.programme.speakers[number];
        let country = speaker.country.as_deref().map(|code| look.t.country_name(code)).unwrap_or_default();
        let of = [speaker.affiliation.clone().unwrap_or_default(), country];
        Self {
            code: &speaker.key,
            name: super::card::full_name(speaker),
            of: of.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            picture: look.face(speaker),
            initials: display::initials(sort_name(speaker)),
        }
    }
}

/// `/{conference}/speakers`.
pub(crate) async fn speakers(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let query = filter.query();
    if !query.is_empty() {
        return look.fresh(&index_page(&look, query));
    }
    let make = |look: &Look| -> Result<Cached, Problem> { look.page(&index_page(look, String::new())) };
    look.cached(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "speakers.html")]
struct SpeakersPage<'a> {
    layout: Layout,
    look: &'a Look,
    query: String,
    letters: Vec<(String, bool)>,
    groups: Vec<(String, Vec<Face<'a>>)>,
    count: usize,
}

fn index_page(look: &Look, query: String) -> SpeakersPage<'_> {
    let speakers = &look.published.programme.speakers;
    let numbers: Vec<usize> = if query.is_empty() {
        (0..speakers.len()).collect()
    } else {
        let speaker = |found: Found| match found {
            Found::Speaker(number) => Some(number),
            Found::Session(_) => None,
        };
        let mut found: Vec<usize> = look.published.search(&query).into_iter().filter_map(speaker).collect();
        found.extend(of_country(look, &query).filter(|number| !found.contains(number)).collect::<Vec<_>>());
        found
    };
    let mut groups: Vec<(String, Vec<Face<'_>>)> = Vec::new();
    for number in numbers {
        let letter = if query.is_empty() { letter(sort_name(&speakers[number])) } else { String::new() };
        if groups.last().is_none_or(|(last, _)| *last != letter) {
            groups.push((letter, Vec::new()));
        }
        if let Some((_, faces)) = groups.last_mut() {
            faces.push(Face::new(look, number));
        }
    }
    let has = |letter: &String| groups.iter().any(|(group, _)| group == letter);
    let letters =
        ('A'..='Z').map(String::from).map(|letter| (has(&letter), letter)).map(|(has, letter)| (letter, has));
    let mut layout = look.layout(look.t.say("site-speakers"), Menu::Speakers);
    layout.indexable &= query.is_empty();
    SpeakersPage { layout, look, query, letters: letters.collect(), groups, count: speakers.len() }
}

/// Speakers from a country whose name in the visitor's language holds the words.
fn of_country<'a>(look: &'a Look, query: &str) -> impl Iterator<Item = usize> + use<'a> {
    let query = search::fold(query);
    let is_from = move |code: &str| search::fold(&look.t.country_name(code)).contains(&query);
    let speakers = look.published.programme.speakers.iter().enumerate();
    speakers
        .filter(move |(_, speaker)| speaker.country.as_deref().is_some_and(&is_from))
        .map(|(number, _)| number)
}

/// The letter of the alphabet that a name stands under; `#` for other scripts, digits and signs.
fn letter(name: &str) -> String {
    let first = search::fold(name).chars().next().filter(char::is_ascii_alphabetic);
    first.map_or_else(|| "#".to_owned(), |letter| letter.to_ascii_uppercase().to_string())
}

/// `/{conference}/speakers/{code}`, and with `.ics` behind it the speaker's calendar.
pub(crate) async fn speaker(
    visit: Visit,
    headers: HeaderMap,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    if let Some(code) = code.strip_suffix(".ics") {
        return exports::calendar_of_speaker(look, &headers, code).await;
    }
    let (number, _) = look.published.speaker(&code).ok_or_else(Problem::not_found)?;
    let make = move |look: &Look| -> Result<Cached, Problem> {
        look.page(&speaker_page(look, &Icons::new(look), number))
    };
    look.cached_with_times(&headers, &[], make).await
}

#[derive(Template)]
#[template(path = "speaker.html")]
struct SpeakerPage<'a> {
    layout: Layout,
    look: &'a Look,
    face: Face<'a>,
    /// The name in Latin letters, when it is also written in another script.
    latin: &'a str,
    name: &'a str,
    position: String,
    country: String,
    biography: Html,
    /// Language of the biography; empty when it is the page's.
    biography_language: &'a str,
    links: &'a [WebLink],
    cards: Vec<Card<'a>>,
}

fn speaker_page<'a>(look: &'a Look, icons: &'a Icons, number: usize) -> SpeakerPage<'a> {
    let speaker = &look.published.programme.speakers[number];
    let of = [speaker.position.as_deref(), speaker.affiliation.as_deref()];
    let (biography_language, biography) = look.pick_tagged(&speaker.biography);
    let mut layout = look.layout(super::card::full_name(speaker), Menu::Speakers);
    layout.kind = "profile";
    layout.description = markdown::to_plain(biography, 200);
    let face = Face::new(look, number);
    layout.image = face.picture.as_deref().map(|path| look.app().absolute(path)).unwrap_or_default();
    SpeakerPage {
        layout,
        look,
        face,
        latin: speaker.name_latin.as_deref().filter(|latin| *latin != speaker.name).unwrap_or_default(),
        name: &speaker.name,
        position: of.into_iter().flatten().collect::<Vec<_>>().join(", "),
        country: speaker.country.as_deref().map(|code| look.t.country_name(code)).unwrap_or_default(),
        biography: markdown::to_html(biography),
        biography_language,
        links: &speaker.links,
        cards: Card::all(look, icons, look.published.sessions_of(number).iter().copied()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_letters() {
        let names = ["Émile", "김하나", "0xdeniz", "Øystein", "łukasz"];
        assert_eq!(names.map(letter), ["E", "#", "#", "O", "L"]);
    }
}
