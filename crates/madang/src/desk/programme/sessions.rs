//! The list of sessions, and what is done to many of them at once.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::civil::Date;
use madang_interchange::model::{Session, State};
use madang_programme::{Bulk, BulkSession, EditError, Level, change_sessions};
use madang_text::{Translator, key};
use madang_web::{Layout, Problem, Visit};

use super::{
    Loaded,
    listing::{NONE, Pager, SessionFilter, chosen, day_of, declined, filter_of, page_of, sorted, troubles},
    problem, undo_of,
    words::{STATES, Words, state_of_word, state_tone, state_word},
};
use crate::desk::{
    form::{Reader, Typed},
    frame::{Frame, Here, answer, back},
    naming::tone_of,
};

/// One choice of a filter: value, words, whether it is chosen.
pub(super) type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "desk_sessions.html")]
struct ListPage {
    layout: Layout,
    desk: Frame,
    slug: String,
    can_edit: bool,
    filter: SessionFilter,
    filters: Vec<(&'static str, String, Vec<Choice>)>,
    rows: Vec<Row>,
    /// How many the conference has.
    all: usize,
    pager: Pager,
    bulk: Vec<(String, Vec<(String, String)>)>,
}

struct Row {
    code: String,
    title: String,
    speakers: String,
    state: State,
    track: String,
    track_class: String,
    when: String,
    room: String,
    conflicts: usize,
    level: Level,
    /// How many of its speakers will not hold it.
    declined: usize,
}

impl Row {
    fn state_word(&self) -> &'static str {
        state_word(self.state)
    }

    fn state_tone(&self) -> &'static str {
        state_tone(self.state)
    }

    fn level_tone(&self) -> &'static str {
        tone_of(self.level)
    }
}

impl ListPage {
    fn sorted(&self, column: &str) -> &'static str {
        sorted(&self.filter.sort, column, column == "time")
    }

    fn query(&self) -> String {
        self.filter.query()
    }

    fn query_sorted(&self, column: &str) -> String {
        self.filter.query_sorted(column)
    }
}

/// `/desk/{conference}/sessions`.
pub(super) async fn list(
    visit: Visit,
    Path(slug): Path<String>,
    Query(filter): Query<SessionFilter>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let t = visit.t();
    let words = Words::new(t, &loaded.conference, &loaded.draft);
    let found = filter.sessions(&loaded, &words);
    let (shown, page, pages) = page_of(&found, filter.page);
    let troubles = troubles(&loaded.conflicts);
    let row = |session: &&Session| {
        let (conflicts, level) = troubles.get(session.key.as_str()).copied().unwrap_or((0, Level::Ignore));
        let declined = declined(&loaded.draft, session);
        row(session, &words, (conflicts, level), declined)
    };
    let pager = Pager::new(t, (page, pages), (shown.len(), found.len()), |page| filter.query_of_page(page));
    let name = loaded.name(&visit);
    let (mut layout, desk) = Frame::new(&visit, Here::Sessions, t.say(key("desk-sessions")), &loaded.figures);
    layout.stylesheets.push(format!("/{slug}{}/theme.css", madang_programme::DRAFT_SUFFIX));
    let page = ListPage {
        can_edit: loaded.can_edit(&visit),
        desk: desk.of_conference(&slug, &name),
        filters: filters(t, &loaded, &filter, &words),
        rows: shown.iter().map(row).collect(),
        all: loaded.draft.programme.sessions.len(),
        pager,
        bulk: bulk_choices(t, &loaded, &words),
        layout,
        slug,
        filter,
    };
    answer(&page)
}

fn row(session: &Session, words: &Words<'_>, (conflicts, level): (usize, Level), declined: usize) -> Row {
    let title = session.title.pick(words.language());
    let names: Vec<&str> = session.parts.iter().map(|part| words.speaker(&part.speaker)).collect();
    let slot = session.slot.as_ref();
    Row {
        code: session.key.clone(),
        title: if title.is_empty() { session.key.clone() } else { title.to_owned() },
        speakers: names.join(", "),
        state: session.state,
        track: session.track.as_deref().map(|key| words.track(key).to_owned()).unwrap_or_default(),
        track_class: words.track_class(session.track.as_deref()),
        when: slot.map(|slot| words.time(slot)).unwrap_or_default(),
        room: slot
            .and_then(|slot| slot.room.as_deref())
            .map(|key| words.room(key).to_owned())
            .unwrap_or_default(),
        conflicts,
        level,
        declined,
    }
}

/// The choices of each filter, with how each is called.
fn filters(
    t: &Translator,
    loaded: &Loaded,
    filter: &SessionFilter,
    words: &Words<'_>,
) -> Vec<(&'static str, String, Vec<Choice>)> {
    let programme = &loaded.draft.programme;
    let choices = |chosen: &str, with_none: bool, offered: Vec<(String, String)>| -> Vec<Choice> {
        let all = (String::new(), t.say(key("desk-all")));
        let none = with_none.then(|| (NONE.to_owned(), t.say(key("form-none"))));
        let offered = std::iter::once(all).chain(none).chain(offered);
        offered
            .map(|(value, words)| {
                let is = value == chosen;
                (value, words, is)
            })
            .collect()
    };
    let states =
        STATES.map(|state| (state_word(state).to_owned(), t.say_of("session-state-", state_word(state))));
    let named = |keys: Vec<&String>, name: &dyn Fn(&str) -> String| -> Vec<(String, String)> {
        keys.into_iter().map(|key| (key.clone(), name(key))).collect()
    };
    let tracks =
        named(programme.tracks.iter().map(|one| &one.key).collect(), &|key| words.track(key).to_owned());
    let kinds =
        named(programme.kinds.iter().map(|one| &one.key).collect(), &|key| words.kind(key).to_owned());
    let rooms =
        named(programme.rooms.iter().map(|one| &one.key).collect(), &|key| words.room(key).to_owned());
    let mut days: Vec<Date> = programme
        .sessions
        .iter()
        .filter_map(|session| session.slot.as_ref())
        .map(|slot| day_of(loaded, slot.start))
        .collect();
    days.sort_unstable();
    days.dedup();
    let unplaced = (NONE.to_owned(), t.say(key("form-not-placed")));
    let day = |day: Date| (day.to_string(), format!("{} {}", t.weekday_short(day), t.date_short(day)));
    let days = std::iter::once(unplaced).chain(days.into_iter().map(day)).collect();
    let conflict = vec![("1".to_owned(), t.say(key("desk-with-conflicts")))];
    let answers = vec![
        ("no".to_owned(), t.say(key("desk-declined"))),
        ("yes".to_owned(), t.say(key("desk-confirmed-by-speaker"))),
        (NONE.to_owned(), t.say(key("desk-unanswered"))),
    ];
    vec![
        ("state", t.say(key("desk-state")), choices(&filter.state, false, states.into())),
        ("track", t.say(key("desk-one-track")), choices(&filter.track, true, tracks)),
        ("kind", t.say(key("desk-one-kind")), choices(&filter.kind, true, kinds)),
        ("day", t.say(key("form-place-day")), choices(&filter.day, false, days)),
        ("room", t.say(key("desk-one-room")), choices(&filter.room, true, rooms)),
        ("conflict", t.say(key("desk-conflicts")), choices(&filter.conflict, false, conflict)),
        ("answer", t.say(key("desk-field-answers")), choices(&filter.answer, false, answers)),
    ]
}

/// What can be done to many, in groups.
fn bulk_choices(t: &Translator, loaded: &Loaded, words: &Words<'_>) -> Vec<(String, Vec<(String, String)>)> {
    let programme = &loaded.draft.programme;
    let none = |name: &str| (format!("{name}:"), t.say(key("form-none")));
    let states = STATES
        .map(|state| (format!("state:{}", state_word(state)), t.say_of("session-state-", state_word(state))));
    let tracks =
        programme.tracks.iter().map(|one| (format!("track:{}", one.key), words.track(&one.key).to_owned()));
    let kinds =
        programme.kinds.iter().map(|one| (format!("kind:{}", one.key), words.kind(&one.key).to_owned()));
    let tags = [("add-tags", key("desk-bulk-add-tags")), ("remove-tags", key("desk-bulk-remove-tags"))];
    let others = [("unplace", key("desk-bulk-unplace")), ("delete", key("desk-bulk-delete"))];
    let said = |pairs: [(&str, &str); 2]| -> Vec<(String, String)> {
        pairs.into_iter().map(|(value, words)| (value.to_owned(), t.say(words))).collect()
    };
    vec![
        (t.say(key("desk-state")), states.into()),
        (t.say(key("desk-one-track")), tracks.chain([none("track")]).collect()),
        (t.say(key("desk-one-kind")), kinds.chain([none("kind")]).collect()),
        (t.say(key("desk-field-tags")), said(tags)),
        (t.say(key("desk-bulk-else")), said(others)),
    ]
}

/// What the form of the list asks for; `None` when nothing was chosen.
fn wish(visit: &Visit, typed: &Typed) -> Option<BulkSession> {
    let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let mut read = Reader::new(visit.t(), typed);
    let tags = read.tags("tags");
    match typed.one("action").split_once(':').unwrap_or((typed.one("action"), "")) {
        ("state", state) => state_of_word(state).map(BulkSession::State),
        ("track", track) => Some(BulkSession::Track(some(track))),
        ("kind", kind) => Some(BulkSession::Kind(some(kind))),
        ("add-tags", _) if !tags.is_empty() => Some(BulkSession::AddTags(tags)),
        ("remove-tags", _) if !tags.is_empty() => Some(BulkSession::RemoveTags(tags)),
        ("unplace", _) => Some(BulkSession::Unplace),
        ("delete", _) => Some(BulkSession::Delete),
        _ => None,
    }
}

/// `/desk/{conference}/sessions`: does one thing to all that were chosen.
pub(super) async fn bulk(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Problem> {
    let filter: SessionFilter = filter_of(&typed)?;
    let to = |rest: &str| {
        let query = filter.query_of_page(filter.page.max(1));
        format!("/desk/{slug}/sessions?{query}&{rest}")
    };
    let loaded = Loaded::read(&visit, &slug).await?;
    let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
    let codes = chosen(&typed, || {
        filter.sessions(&loaded, &words).into_iter().map(|session| session.key.clone()).collect()
    });
    let Some(wish) = wish(&visit, &typed).filter(|_| !codes.is_empty()) else {
        return Ok(back(&to("done=nothing-chosen")));
    };
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let store = visit.app().store();
    match store.write(move |tx| change_sessions(tx, &ctx, &conference, &codes, &wish)).await {
        Ok(Bulk { changed, batch, .. }) => {
            Ok(back(&to(&format!("done=bulk&count={changed}{}", undo_of(batch)))))
        }
        Err(EditError::Faults(_)) => Ok(back(&to("done=nothing-chosen"))),
        Err(error) => Err(problem(error)),
    }
}
