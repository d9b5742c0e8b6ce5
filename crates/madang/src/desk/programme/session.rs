//! One session: its form, what is wrong with it, what was done to it.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use madang_conference::ObjectKind;
use madang_interchange::model::State;
use madang_programme::{
    DRAFT_SUFFIX, EditError, FullSession, Says, Slides, create_session, delete_session, edit_session,
    session_as_seen,
};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Loaded, Merge, Shown, accounts,
    history::{HistoryLine, history_of},
    people::People,
    problem, saved_href,
    session_form::{NAMES, SessionForm, errors_of, form_field},
    undo_of,
    words::{Words, state_tone, state_word},
};
use crate::desk::{
    form::{FieldErrors, Fields, Typed},
    frame::{Frame, Here, answer, back},
    naming::{ConflictGroup, Naming},
};

#[derive(Template)]
#[template(path = "desk_session.html")]
struct SessionPage<'a> {
    layout: Layout,
    desk: Frame,
    slug: String,
    /// Empty for one that is not there yet.
    code: String,
    version: i64,
    title: String,
    state: State,
    place: String,
    /// Its page as the public would see it; empty when it has none.
    draft_href: String,
    timetable_href: String,
    form: &'a Fields<'a>,
    speakers: Vec<String>,
    conflicts: Vec<ConflictGroup>,
    history: Vec<HistoryLine>,
    /// Who said whether they will hold it: name, whether they will, why not.
    answers: Vec<(String, bool, String)>,
    slides: Vec<Slides>,
    merge: Option<Merge>,
}

/// `/desk/{conference}/sessions/new`.
pub(super) async fn new(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let form = form(&visit, &loaded);
    let typed = form.fill(&blank_session());
    page(&visit, &loaded, "", Shown::plain(typed, 0)).await
}

fn blank_session() -> FullSession {
    FullSession { session: blank(), ..FullSession::default() }
}

/// A new session is not announced by itself.
fn blank() -> madang_interchange::model::Session {
    madang_interchange::model::Session { state: State::Accepted, ..Default::default() }
}

fn form<'a>(visit: &'a Visit, loaded: &'a Loaded) -> SessionForm<'a> {
    SessionForm { t: visit.t(), conference: &loaded.conference, draft: &loaded.draft }
}

/// `/desk/{conference}/sessions/new`: makes it.
pub(super) async fn create(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let before = blank_session();
    let wanted = match form(&visit, &loaded).read(&typed, &before) {
        Ok(wanted) => wanted,
        Err(errors) => return page(&visit, &loaded, "", Shown::wrong(typed, 0, errors)).await,
    };
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let write = visit.app().store();
    let made = write.write(move |tx| create_session(tx, &ctx, &conference, &wanted)).await;
    match made {
        Ok(made) => Ok(back(&format!("/desk/{slug}/sessions/{}?done=made", made.code))),
        Err(EditError::Faults(faults)) => {
            let errors = errors_of(visit.t(), &faults, |field| form_field(field).to_owned());
            page(&visit, &loaded, "", Shown::wrong(typed, 0, errors)).await
        }
        Err(error) => Err(problem(error)),
    }
}

/// `/desk/{conference}/sessions/{code}`.
pub(super) async fn show(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let full = loaded.draft.full_session(&code).ok_or_else(Problem::not_found)?;
    let typed = form(&visit, &loaded).fill(&full);
    let version = loaded.draft.versions.sessions.get(&code).copied().unwrap_or(0);
    page(&visit, &loaded, &code, Shown::plain(typed, version)).await
}

/// `/desk/{conference}/sessions/{code}`: saves the form, if the session is as it was when the form was opened.
pub(super) async fn save(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    mut typed: Typed,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let before = loaded.draft.full_session(&code).ok_or_else(Problem::not_found)?;
    let seen: i64 =
        typed.one("version").parse().map_err(|_| Problem::bad_request().with_detail("version"))?;
    let now = form(&visit, &loaded).fill(&before);
    for name in NAMES {
        if !typed.one(&format!("theirs-{name}")).is_empty() {
            typed.take(&now, name);
        }
    }
    let wanted = match form(&visit, &loaded).read(&typed, &before) {
        Ok(wanted) => wanted,
        Err(errors) => return page(&visit, &loaded, &code, Shown::wrong(typed, seen, errors)).await,
    };
    let (ctx, conference, object) = (visit.ctx().clone(), slug.clone(), code.clone());
    let store = visit.app().store();
    let saved = store.write(move |tx| edit_session(tx, &ctx, &conference, (&object, seen), &wanted)).await;
    match saved {
        Ok(saved) => Ok(back(&saved_href(&format!("/desk/{slug}/sessions"), &saved))),
        Err(EditError::Stale { .. }) => merge(&visit, &slug, &code, typed, seen).await,
        Err(EditError::Faults(faults)) => {
            let errors = errors_of(visit.t(), &faults, |field| form_field(field).to_owned());
            page(&visit, &loaded, &code, Shown::wrong(typed, seen, errors)).await
        }
        Err(error) => Err(problem(error)),
    }
}

/// The form with both versions: what only they have changed is taken, what both have changed is asked.
async fn merge(visit: &Visit, slug: &str, code: &str, typed: Typed, seen: i64) -> Result<Response, Problem> {
    let (ctx, conference, object) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit.app().store().read(move |tx| session_as_seen(tx, &ctx, &conference, (&object, seen)));
    let (was, since) = read.await.map_err(problem)?;
    let loaded = Loaded::read(visit, slug).await?;
    let now = loaded.draft.full_session(code).ok_or_else(Problem::not_found)?;
    let form = form(visit, &loaded);
    let theirs = form.fill(&now);
    let merged = typed.merge(&form.fill(&was), &theirs, &NAMES);
    let fields = form.fields(&theirs, &super::NO_ERRORS);
    let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
    let values = serde_json::to_value(&now).map_err(|error| Problem::fault(&error))?;
    let value = |name: &str| match name {
        "place" => words.value("slot", &values["slot"]),
        "record" => words.value("do_not_record", &values["do_not_record"]),
        other => words.value(other, &values[other]),
    };
    let others = merged.both.iter().map(|name| (shown_field(name).to_owned(), value(name))).collect();
    let shown = Shown {
        errors: FieldErrors::default(),
        version: loaded.draft.versions.sessions.get(code).copied().unwrap_or(0),
        merge: Some(Merge {
            who: People::of(visit, &since).await?.all(visit, &since),
            theirs: merged.theirs.iter().map(|name| fields.label(shown_field(name))).collect(),
            both: merged.both.len(),
        }),
        others,
        typed: merged.typed,
        status: StatusCode::CONFLICT,
    };
    page(visit, &loaded, code, shown).await
}

/// The field beside which something is said of a group of fields.
fn shown_field(name: &str) -> &str {
    if name == "place" { "place-day" } else { name }
}

/// `/desk/{conference}/sessions/{code}/delete`.
pub(super) async fn delete(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let seen: i64 =
        typed.one("version").parse().map_err(|_| Problem::bad_request().with_detail("version"))?;
    let (ctx, conference, object) = (visit.ctx().clone(), slug.clone(), code.clone());
    let store = visit.app().store();
    match store.write(move |tx| delete_session(tx, &ctx, &conference, (&object, seen))).await {
        Ok(gone) => Ok(back(&format!("/desk/{slug}/sessions?done=removed{}", undo_of(gone.batch)))),
        Err(EditError::Stale { .. }) => Ok(back(&format!("/desk/{slug}/sessions/{code}?done=stale"))),
        Err(error) => Err(problem(error)),
    }
}

async fn page(visit: &Visit, loaded: &Loaded, code: &str, shown: Shown) -> Result<Response, Problem> {
    let slug = &loaded.conference.slug;
    let history = history_of(visit, &loaded.conference, &loaded.draft, (ObjectKind::Session, code)).await?;
    let slides = accounts::slides(visit, slug, code).await?;
    let t = visit.t();
    let form = form(visit, loaded);
    let mut fields = form.fields(&shown.typed, &shown.errors);
    for (name, words) in &shown.others {
        fields.show_other(name, words.clone());
    }
    let full = loaded.draft.full_session(code).unwrap_or_else(blank_session);
    let session = &full.session;
    let title = if code.is_empty() {
        t.say(key("desk-session-new"))
    } else {
        session.title.pick(t.language().as_str()).to_owned()
    };
    let naming = Naming::new(t, &loaded.conference, &loaded.draft);
    let words = Words::new(t, &loaded.conference, &loaded.draft);
    let own: Vec<_> =
        loaded.conflicts.iter().filter(|one| one.sessions.iter().any(|of| of == code)).cloned().collect();
    let name = loaded.name(visit);
    let (layout, desk) = Frame::new(visit, Here::Sessions, title.clone(), &loaded.figures);
    let is_shown = session.state == State::Confirmed && !code.is_empty();
    let day = session.slot.as_ref().map(|slot| {
        let zone = loaded.conference.time_zone();
        madang_conference::conference_day(slot.start, &zone, loaded.conference.day_starts_minutes)
    });
    let page = SessionPage {
        desk: desk.of_conference(slug, &name),
        slug: slug.clone(),
        code: code.to_owned(),
        version: shown.version,
        state: session.state,
        place: session.slot.as_ref().map(|slot| words.place(slot)).unwrap_or_default(),
        draft_href: if is_shown { format!("/{slug}{DRAFT_SUFFIX}/sessions/{code}") } else { String::new() },
        timetable_href: match day {
            Some(day) => format!("/desk/{slug}/timetable/{day}#s-{code}"),
            None => format!("/desk/{slug}/timetable"),
        },
        form: &fields,
        speakers: loaded.draft.programme.speakers.iter().map(|one| form.speaker_words(&one.key)).collect(),
        conflicts: naming.conflicts(&own),
        history,
        answers: answers(&words, &full),
        slides,
        merge: shown.merge,
        title,
        layout,
    };
    Ok((shown.status, answer(&page)?).into_response())
}

/// Who said whether they will hold a session, those who will not first.
fn answers(words: &Words<'_>, full: &FullSession) -> Vec<(String, bool, String)> {
    let takes_part = |code: &str| full.session.parts.iter().any(|part| part.speaker == code);
    let answers = full.answers.iter().filter(|(code, _)| takes_part(code));
    let mut answers: Vec<_> = answers
        .map(|(code, one)| (words.speaker(code).to_owned(), one.says == Says::Yes, one.reason.clone()))
        .collect();
    answers.sort_by_key(|(_, is_yes, _)| *is_yes);
    answers
}

impl SessionPage<'_> {
    fn size(&self, bytes: &u64) -> String {
        self.desk.t.file_size(*bytes)
    }

    fn state_word(&self) -> &'static str {
        state_word(self.state)
    }

    fn state_tone(&self) -> &'static str {
        state_tone(self.state)
    }
}
