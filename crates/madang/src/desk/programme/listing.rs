//! What a list shows: found, filtered, sorted and paged by what its address says.

use std::collections::BTreeMap;

use axum::extract::Query;
use http::Uri;
use jiff::{Timestamp, civil::Date};
use madang_conference::conference_day;
use madang_interchange::model::{Part, Session, Speaker};
use madang_programme::{Conflict, Draft, Level, Says};
use madang_text::{Translator, search::fold};
use madang_web::Problem;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Loaded,
    words::{Words, state_word},
};
use crate::desk::form::Typed;

/// Rows of one page.
pub(super) const PAGE: usize = 50;

/// The value of a filter for what has none: no track, no place.
pub(super) const NONE: &str = "none";

/// Which sessions a list shows, and in which order. Unknown values match nothing; empty ones everything.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(super) struct SessionFilter {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) track: String,
    pub(super) kind: String,
    pub(super) room: String,
    /// A conference day, or [`NONE`] for what is not placed.
    pub(super) day: String,
    /// Any value: only sessions with conflicts.
    pub(super) conflict: String,
    /// What speakers said: `no` of any, `yes` of any and `no` of none, or [`NONE`].
    pub(super) answer: String,
    /// A column; a hyphen before it turns the order round.
    pub(super) sort: String,
    pub(super) page: usize,
}

/// How many conflicts a session has, and the gravest level of them.
pub(super) type Troubles<'a> = BTreeMap<&'a str, (usize, Level)>;

/// The conflicts of each session.
pub(super) fn troubles(conflicts: &[Conflict]) -> Troubles<'_> {
    let mut troubles = Troubles::new();
    for conflict in conflicts {
        for session in &conflict.sessions {
            let (count, level) = troubles.entry(session).or_insert((0, conflict.level));
            *count += 1;
            *level = (*level).min(conflict.level);
        }
    }
    troubles
}

/// One page of a list, and the ways to the others.
pub(super) struct Pager {
    pub(super) page: usize,
    pub(super) pages: usize,
    /// How many were found, on all pages.
    pub(super) found: usize,
    /// Which of them these are, in words.
    pub(super) words: String,
    /// The queries of this page, the one before and the one behind; empty where there is none.
    pub(super) own: String,
    pub(super) before: String,
    pub(super) after: String,
}

impl Pager {
    pub(super) fn new(
        t: &Translator,
        (page, pages): (usize, usize),
        (shown, found): (usize, usize),
        query: impl Fn(usize) -> String,
    ) -> Self {
        let first = (page - 1) * PAGE + 1;
        let last = (first + shown).saturating_sub(1);
        let range = [("first", first.into()), ("last", last.into()), ("count", found.into())];
        let way = |there: bool, page: usize| if there { query(page) } else { String::new() };
        Self {
            words: t.say_with("desk-list-range", &range),
            own: query(page),
            before: way(page > 1, page.saturating_sub(1)),
            after: way(page < pages, page + 1),
            page,
            pages,
            found,
        }
    }
}

/// What a list was like whose form came in: its filter, as the form brought it along.
pub(super) fn filter_of<F: DeserializeOwned>(typed: &Typed) -> Result<F, Problem> {
    let wrong = || Problem::bad_request().with_detail("query");
    let uri: Uri = format!("/?{}", typed.one("query")).parse().map_err(|_| wrong())?;
    Query::<F>::try_from_uri(&uri).map(|Query(filter)| filter).map_err(|_| wrong())
}

/// Codes of what was chosen in a list: what was ticked, or all that was found.
pub(super) fn chosen(typed: &Typed, found: impl FnOnce() -> Vec<String>) -> Vec<String> {
    if typed.one("all").is_empty() { typed.all("code").map(str::to_owned).collect() } else { found() }
}

/// An address's query of those names that have a value.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let set = pairs.iter().filter(|(_, value)| !value.is_empty());
    let encoded = set.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    encoded.collect::<Vec<_>>().join("&")
}

/// The rows of one page, and which page it is, from 1.
pub(super) fn page_of<T>(all: &[T], wanted: usize) -> (&[T], usize, usize) {
    let pages = all.len().div_ceil(PAGE).max(1);
    let page = wanted.clamp(1, pages);
    let start = (page - 1) * PAGE;
    (&all[start.min(all.len())..(start + PAGE).min(all.len())], page, pages)
}

impl SessionFilter {
    /// Whether anything is left out.
    pub(super) fn is_on(&self) -> bool {
        let place = [&self.track, &self.kind, &self.room, &self.day];
        let fields = [&self.q, &self.state, &self.conflict, &self.answer].into_iter().chain(place);
        fields.into_iter().any(|field| !field.is_empty())
    }

    /// The address's query for the same list; without its page.
    pub(super) fn query(&self) -> String {
        query(&[
            ("q", &self.q),
            ("state", &self.state),
            ("track", &self.track),
            ("kind", &self.kind),
            ("room", &self.room),
            ("day", &self.day),
            ("conflict", &self.conflict),
            ("answer", &self.answer),
            ("sort", &self.sort),
        ])
    }

    /// The address's query for another page of the list.
    pub(super) fn query_of_page(&self, page: usize) -> String {
        let (query, page) = (self.query(), format!("page={page}"));
        if query.is_empty() { page } else { format!("{query}&{page}") }
    }

    /// The address's query for the list sorted by a column: turned round when it is sorted by it already.
    pub(super) fn query_sorted(&self, column: &str) -> String {
        let sort = if self.sort == column { format!("-{column}") } else { column.to_owned() };
        Self { sort, ..self.clone() }.query()
    }

    /// The sessions that the list shows, in its order.
    pub(super) fn sessions<'a>(&self, loaded: &'a Loaded, words: &Words<'_>) -> Vec<&'a Session> {
        let troubles = troubles(&loaded.conflicts);
        let terms = terms(&self.q);
        let all = loaded.draft.programme.sessions.iter();
        let mut found: Vec<&Session> = all
            .filter(|session| self.fits(loaded, &troubles, session) && has_terms(session, words, &terms))
            .collect();
        sort_sessions(&mut found, &self.sort, words);
        found
    }

    fn fits(&self, loaded: &Loaded, troubles: &Troubles<'_>, session: &Session) -> bool {
        let key = |wanted: &str, has: Option<&String>| match wanted {
            "" => true,
            NONE => has.is_none(),
            wanted => has.is_some_and(|has| has == wanted),
        };
        let slot = session.slot.as_ref();
        let day = || slot.map(|slot| day_of(loaded, slot.start).to_string());
        (self.state.is_empty() || self.state == state_word(session.state))
            && key(&self.track, session.track.as_ref())
            && key(&self.kind, session.kind.as_ref())
            && key(&self.room, slot.and_then(|slot| slot.room.as_ref()))
            && (self.day.is_empty() || key(&self.day, day().as_ref()))
            && (self.conflict.is_empty() || troubles.contains_key(session.key.as_str()))
            && match (self.answer.as_str(), said(&loaded.draft, session)) {
                ("", _) => true,
                ("no", (_, no)) => no > 0,
                ("yes", (yes, no)) => yes > 0 && no == 0,
                (NONE, said) => said == (0, 0),
                _ => false,
            }
    }
}

/// How many of a session's speakers have said that they will hold it, and that they will not.
fn said(draft: &Draft, session: &Session) -> (usize, usize) {
    let answers = draft.answers.get(&session.key);
    let of = |part: &Part| answers.and_then(|answers| answers.get(&part.speaker)).map(|answer| answer.says);
    let count = |says: Says| session.parts.iter().filter(|part| of(part) == Some(says)).count();
    (count(Says::Yes), count(Says::No))
}

/// How many of a session's speakers will not hold it.
pub(super) fn declined(draft: &Draft, session: &Session) -> usize {
    said(draft, session).1
}

/// The conference day of a moment.
pub(super) fn day_of(loaded: &Loaded, moment: Timestamp) -> Date {
    conference_day(moment, &loaded.conference.time_zone(), loaded.conference.day_starts_minutes)
}

/// What is searched for, word by word.
fn terms(q: &str) -> Vec<String> {
    let bounded: String = q.chars().take(200).collect();
    fold(&bounded).split_whitespace().map(str::to_owned).collect()
}

fn has_terms(session: &Session, words: &Words<'_>, terms: &[String]) -> bool {
    if terms.is_empty() {
        return true;
    }
    let mut text = session.key.clone();
    let names = session.parts.iter().map(|part| words.speaker(&part.speaker));
    let texts = session.title.0.values().chain(session.subtitle.0.values()).chain(&session.tags);
    for part in texts.map(String::as_str).chain(names) {
        text.push(' ');
        text.push_str(part);
    }
    let text = fold(&text);
    terms.iter().all(|term| text.contains(term.as_str()))
}

fn sort_sessions(sessions: &mut [&Session], sort: &str, words: &Words<'_>) {
    let column = sort.strip_prefix('-').unwrap_or(sort);
    let time = |session: &Session| session.slot.as_ref().map_or(Timestamp::MAX, |slot| slot.start);
    let title = |session: &Session| fold(session.title.pick(words.language()));
    match column {
        "title" => sessions.sort_by_cached_key(|session| title(session)),
        "state" => sessions.sort_by_cached_key(|session| (session.state, time(session))),
        "track" => {
            let name = |session: &Session| session.track.as_deref().map(|key| fold(words.track(key)));
            // What has no track comes last.
            sessions.sort_by_cached_key(|session| (name(session).is_none(), name(session), time(session)));
        }
        "room" => {
            let room = |session: &Session| {
                let room = session.slot.as_ref().and_then(|slot| slot.room.as_deref());
                room.map(|key| fold(words.room(key)))
            };
            sessions.sort_by_cached_key(|session| (room(session).is_none(), room(session), time(session)));
        }
        "code" => sessions.sort_by(|a, b| a.key.cmp(&b.key)),
        _ => sessions.sort_by_cached_key(|session| (time(session), title(session))),
    }
    if sort.starts_with('-') {
        sessions.reverse();
    }
}

/// Which speakers a list shows, and in which order.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(super) struct SpeakerFilter {
    pub(super) q: String,
    /// `speaking`: in a session that is accepted or confirmed; [`NONE`]: in no session at all.
    pub(super) part: String,
    /// Any value: only those without a mail address.
    pub(super) no_email: String,
    /// A column; a hyphen before it turns the order round.
    pub(super) sort: String,
    pub(super) page: usize,
}

impl SpeakerFilter {
    /// Whether anybody is left out.
    pub(super) fn is_on(&self) -> bool {
        [&self.q, &self.part, &self.no_email].iter().any(|field| !field.is_empty())
    }

    /// The address's query for the same list; without its page.
    pub(super) fn query(&self) -> String {
        query(&[("q", &self.q), ("part", &self.part), ("no_email", &self.no_email), ("sort", &self.sort)])
    }

    /// The address's query for another page of the list.
    pub(super) fn query_of_page(&self, page: usize) -> String {
        let (query, page) = (self.query(), format!("page={page}"));
        if query.is_empty() { page } else { format!("{query}&{page}") }
    }

    /// The address's query for the list sorted by a column: turned round when it is sorted by it already.
    pub(super) fn query_sorted(&self, column: &str) -> String {
        let sort = if self.sort == column { format!("-{column}") } else { column.to_owned() };
        Self { sort, ..self.clone() }.query()
    }

    /// The speakers that the list shows, in its order.
    pub(super) fn speakers<'a>(&self, loaded: &'a Loaded) -> Vec<&'a Speaker> {
        let counts = talk_counts(loaded);
        let terms = terms(&self.q);
        let fits = |speaker: &&Speaker| {
            let (all, planned) = counts.get(speaker.key.as_str()).copied().unwrap_or_default();
            let part = match self.part.as_str() {
                "" => true,
                "speaking" => planned > 0,
                NONE => all == 0,
                _ => false,
            };
            part && (self.no_email.is_empty() || speaker.email.is_none()) && is_named(speaker, &terms)
        };
        let mut found: Vec<&Speaker> = loaded.draft.programme.speakers.iter().filter(fits).collect();
        let name = |speaker: &Speaker| fold(speaker.name_latin.as_deref().unwrap_or(&speaker.name));
        match self.sort.strip_prefix('-').unwrap_or(&self.sort) {
            "affiliation" => found.sort_by_cached_key(|speaker| {
                let of = speaker.affiliation.as_deref().map(fold);
                (of.is_none(), of, name(speaker))
            }),
            "sessions" => found.sort_by_cached_key(|speaker| {
                let count = counts.get(speaker.key.as_str()).map_or(0, |(all, _)| *all);
                (std::cmp::Reverse(count), name(speaker))
            }),
            _ => found.sort_by_cached_key(|speaker| name(speaker)),
        }
        if self.sort.starts_with('-') {
            found.reverse();
        }
        found
    }
}

/// How many sessions each speaker is in: in all, and of those that are accepted or confirmed.
pub(super) fn talk_counts(loaded: &Loaded) -> BTreeMap<&str, (usize, usize)> {
    use madang_interchange::model::State;
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for session in &loaded.draft.programme.sessions {
        let is_planned = matches!(session.state, State::Accepted | State::Confirmed);
        for part in &session.parts {
            let (all, planned) = counts.entry(&part.speaker).or_default();
            *all += 1;
            *planned += usize::from(is_planned);
        }
    }
    counts
}

fn is_named(speaker: &Speaker, terms: &[String]) -> bool {
    if terms.is_empty() {
        return true;
    }
    let own = [&speaker.name_latin, &speaker.affiliation, &speaker.email];
    let mut text = format!("{} {}", speaker.key, speaker.name);
    for part in own.into_iter().flatten() {
        text.push(' ');
        text.push_str(part);
    }
    let text = fold(&text);
    terms.iter().all(|term| text.contains(term.as_str()))
}

/// What `aria-sort` says of a column.
pub(super) fn sorted(sort: &str, column: &str, is_usual: bool) -> &'static str {
    let (name, is_turned) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    let is_this = name == column || (name.is_empty() && is_usual);
    match (is_this, is_turned) {
        (true, false) => "ascending",
        (true, true) => "descending",
        (false, _) => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_shown() {
        let filter =
            SessionFilter { q: "돈 & Gut".into(), state: "confirmed".into(), page: 3, ..Default::default() };
        assert_eq!(filter.query(), "q=%EB%8F%88%20%26%20Gut&state=confirmed");
        assert_eq!(filter.query_sorted("title"), format!("{}&sort=title", filter.query()));
        let sorted_by = SessionFilter { sort: "title".into(), ..Default::default() };
        assert_eq!(
            (sorted_by.query_sorted("title"), sorted_by.query_of_page(2)),
            ("sort=%2Dtitle".into(), "sort=title&page=2".into())
        );
        assert!(filter.is_on() && !sorted_by.is_on());
        assert_eq!(
            [sorted("", "time", true), sorted("-title", "title", false), sorted("title", "time", true)],
            ["ascending", "descending", "none"]
        );
    }

    #[test]
    fn pages_begin_at_one_and_end() {
        let all: Vec<usize> = (0..120).collect();
        assert_eq!(page_of(&all, 0), (&all[0..50], 1, 3));
        assert_eq!(page_of(&all, 3), (&all[100..120], 3, 3));
        assert_eq!(page_of(&all, 99), (&all[100..120], 3, 3));
        assert_eq!(page_of(&all[..0], 1), (&all[..0], 1, 1));
    }
}
