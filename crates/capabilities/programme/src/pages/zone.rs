//! Where visitors without scripts choose the zone whose times stand beside the venue's.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::tz::{self, TimeZone};
use madang_web::{Layout, Problem, Visit};
use serde::Deserialize;

use super::look::{Look, Menu};

/// Continents and oceans that the names of zones begin with, by the key of their name. Others (`Etc`, `US`) are older
/// names of zones that stand here too.
const REGIONS: [(&str, &str); 10] = [
    ("Africa", "zone-africa"),
    ("America", "zone-america"),
    ("Antarctica", "zone-antarctica"),
    ("Arctic", "zone-arctic"),
    ("Asia", "zone-asia"),
    ("Atlantic", "zone-atlantic"),
    ("Australia", "zone-australia"),
    ("Europe", "zone-europe"),
    ("Indian", "zone-indian"),
    ("Pacific", "zone-pacific"),
];

/// Where the visitor comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    /// Path of the page that leads on.
    from: String,
}

#[derive(Template)]
#[template(path = "zone.html")]
struct ZonePage<'a> {
    layout: Layout,
    look: &'a Look,
    /// Path of the page that shows the choice.
    back: String,
    venue: String,
    regions: Vec<Region>,
    is_utc: bool,
    is_chosen: bool,
}

struct Region {
    name: String,
    zones: Vec<Zone>,
}

/// One choice: `Europe/Berlin`, "Berlin – 10:32".
struct Zone {
    name: String,
    label: String,
    is_chosen: bool,
}

/// `/{conference}/zone`.
pub(crate) async fn zone(
    visit: Visit,
    Path(slug): Path<String>,
    Query(From { from }): Query<From>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    // Only a page of this conference: a form must never lead elsewhere.
    let is_own = from.strip_prefix(&look.base).is_some_and(|rest| rest.starts_with('/'));
    let back = if is_own { from } else { format!("{}/timetable", look.base) };
    let chosen = look.visit.zone().and_then(TimeZone::iana_name).unwrap_or_default().to_owned();
    let mut layout = look.layout(look.t.say("zone-title"), Menu::None);
    layout.indexable = false;
    look.fresh(&ZonePage {
        layout,
        venue: look.zone_in_words(look.visit.ctx().now),
        regions: regions(&look, &chosen),
        is_utc: chosen == "UTC",
        is_chosen: !chosen.is_empty(),
        back,
        look: &look,
    })
}

/// All zones by region, each with the time that its clocks show now: many know their time better than their zone's name.
fn regions(look: &Look, chosen: &str) -> Vec<Region> {
    let now = look.visit.ctx().now;
    let names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
    let zone = |name: &String, place: &str| {
        let time = look.t.time(now.to_zoned(TimeZone::get(name).ok()?).time());
        let label = format!("{} – {time}", place.replace('_', " ").replace('/', ", "));
        Some(Zone { is_chosen: name == chosen, name: name.clone(), label })
    };
    let region = |(prefix, key): (&str, &str)| {
        let places = names.iter().filter_map(|name| {
            zone(name, name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('/'))?)
        });
        let mut zones: Vec<Zone> = places.collect();
        zones.sort_by(|one, other| one.label.cmp(&other.label));
        Region { name: look.t.say(key), zones }
    };
    REGIONS.into_iter().map(region).filter(|region| !region.zones.is_empty()).collect()
}
