//! The conferences of this server.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use madang_conference::{Conference, Visibility, all};
use madang_context::Power;
use madang_store::StoreError;
use madang_text::LanguageTag;
use madang_web::{Layout, Problem, Visit, html};

/// `/`: all conferences; leads to the conference where there is only one.
pub(crate) async fn home(visit: Visit) -> Result<Response, Problem> {
    let conferences =
        visit.app().store().read(all).await.map_err(|error: StoreError| Problem::from(error))?;
    let seen: Vec<Conference> = conferences
        .into_iter()
        .filter(|one| one.visibility != Visibility::Draft || one.lets(visit.ctx(), Power::View))
        .collect();
    let is_team = visit.ctx().is_administrator() || !visit.ctx().grants.is_empty();
    if let ([only], false) = (seen.as_slice(), is_team) {
        return Ok(Redirect::temporary(&format!("/{}", only.slug)).into_response());
    }
    let language: LanguageTag = visit.t().language();
    let today = visit.ctx().now;
    let (mut coming, mut past) = (Vec::new(), Vec::new());
    for conference in &seen {
        let zone = conference.time_zone();
        let is_over = conference.last_day < today.to_zoned(zone).date();
        let group =
            if is_over || conference.visibility == Visibility::Archived { &mut past } else { &mut coming };
        group.push(entry(&visit, conference, language.as_str()));
    }
    // The nearest first on either side of today.
    coming.reverse();
    let layout = visit.layout(visit.t().say("home-title"));
    html(&HomePage { layout, coming, past })
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    layout: Layout,
    coming: Vec<Entry>,
    past: Vec<Entry>,
}

struct Entry {
    slug: String,
    name: String,
    language: String,
    days: String,
    month: String,
    place: String,
    is_draft: bool,
}

fn entry(visit: &Visit, conference: &Conference, language: &str) -> Entry {
    let (tag, name) = conference.name.pick_tagged(language);
    let (first, last) = (conference.first_day, conference.last_day);
    let place = [conference.venue.pick(language), conference.city.pick(language)];
    Entry {
        slug: conference.slug.clone(),
        name: name.to_owned(),
        language: tag.to_owned(),
        days: if first == last {
            first.day().to_string()
        } else {
            format!("{}–{}", first.day(), last.day())
        },
        month: format!("{} {}", visit.t().month(first), first.year()),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        is_draft: conference.visibility == Visibility::Draft,
    }
}
