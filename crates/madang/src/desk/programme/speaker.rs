//! One speaker: their form, their sessions, what was done to them.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use madang_conference::ObjectKind;
use madang_interchange::model::{Part, Session, State};
use madang_programme::{
    DRAFT_SUFFIX, EditError, FullSpeaker, SpeakerAccount, SpeakerInvitation, create_speaker, delete_speaker,
    edit_speaker, speaker_as_seen,
};
use madang_text::key;
use madang_web::{Layout, Problem, Visit};

use super::{
    Loaded, Merge, Shown, accounts,
    history::{HistoryLine, history_of},
    people::People,
    problem, saved_href,
    session_form::{errors_of, role_word},
    speaker_form::{NAMES, SpeakerForm},
    undo_of,
    words::{Words, state_tone, state_word},
};
use crate::desk::{
    form::{Fields, Typed},
    frame::{Frame, Here, answer, back},
    naming::{ConflictGroup, Naming},
};

#[derive(Template)]
#[template(path = "desk_speaker.html")]
struct SpeakerPage<'a> {
    layout: Layout,
    desk: Frame,
    slug: String,
    /// Empty for one that is not there yet.
    code: String,
    version: i64,
    title: String,
    /// Their page as the public would see it; empty when they have none.
    draft_href: String,
    form: &'a Fields<'a>,
    sessions: Vec<Talk>,
    conflicts: Vec<ConflictGroup>,
    history: Vec<HistoryLine>,
    account: Option<SpeakerAccount>,
    invitation: Option<SpeakerInvitation>,
    /// Where an invitation would go; empty while nobody knows.
    email: String,
    merge: Option<Merge>,
}

/// A session that they take part in.
struct Talk {
    code: String,
    title: String,
    place: String,
    role: String,
    state: State,
}

impl Talk {
    fn state_word(&self) -> &'static str {
        state_word(self.state)
    }

    fn state_tone(&self) -> &'static str {
        state_tone(self.state)
    }
}

/// `/desk/{conference}/speakers/new`.
pub(super) async fn new(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let form = form(&visit, &loaded);
    let typed = form.fill(&FullSpeaker::default());
    page(&visit, &loaded, "", Shown::plain(typed, 0)).await
}

fn form<'a>(visit: &'a Visit, loaded: &'a Loaded) -> SpeakerForm<'a> {
    SpeakerForm { t: visit.t(), conference: &loaded.conference }
}

/// `/desk/{conference}/speakers/new`: makes them.
pub(super) async fn create(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let before = FullSpeaker::default();
    let wanted = match form(&visit, &loaded).read(&typed, &before) {
        Ok(wanted) => wanted,
        Err(errors) => return page(&visit, &loaded, "", Shown::wrong(typed, 0, errors)).await,
    };
    let (ctx, conference) = (visit.ctx().clone(), slug.clone());
    let write = visit.app().store();
    let made = write.write(move |tx| create_speaker(tx, &ctx, &conference, &wanted)).await;
    match made {
        Ok(made) => Ok(back(&format!("/desk/{slug}/speakers/{}?done=made", made.code))),
        Err(EditError::Faults(faults)) => {
            let errors = errors_of(visit.t(), &faults, str::to_owned);
            page(&visit, &loaded, "", Shown::wrong(typed, 0, errors)).await
        }
        Err(error) => Err(problem(error)),
    }
}

/// `/desk/{conference}/speakers/{code}`.
pub(super) async fn show(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let full = loaded.draft.full_speaker(&code).ok_or_else(Problem::not_found)?;
    let typed = form(&visit, &loaded).fill(&full);
    let version = loaded.draft.versions.speakers.get(&code).copied().unwrap_or(0);
    page(&visit, &loaded, &code, Shown::plain(typed, version)).await
}

/// `/desk/{conference}/speakers/{code}`: saves the form, if they are as they were when the form was opened.
pub(super) async fn save(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    mut typed: Typed,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let before = loaded.draft.full_speaker(&code).ok_or_else(Problem::not_found)?;
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
    let saved = store.write(move |tx| edit_speaker(tx, &ctx, &conference, (&object, seen), &wanted)).await;
    match saved {
        Ok(saved) => Ok(back(&saved_href(&format!("/desk/{slug}/speakers"), &saved))),
        Err(EditError::Stale { .. }) => merge(&visit, &slug, &code, typed, seen).await,
        Err(EditError::Faults(faults)) => {
            let errors = errors_of(visit.t(), &faults, str::to_owned);
            page(&visit, &loaded, &code, Shown::wrong(typed, seen, errors)).await
        }
        Err(error) => Err(problem(error)),
    }
}

/// The form with both versions: what only they have changed is taken, what both have changed is asked.
async fn merge(visit: &Visit, slug: &str, code: &str, typed: Typed, seen: i64) -> Result<Response, Problem> {
    let (ctx, conference, object) = (visit.ctx().clone(), slug.to_owned(), code.to_owned());
    let read = visit.app().store().read(move |tx| speaker_as_seen(tx, &ctx, &conference, (&object, seen)));
    let (was, since) = read.await.map_err(problem)?;
    let loaded = Loaded::read(visit, slug).await?;
    let now = loaded.draft.full_speaker(code).ok_or_else(Problem::not_found)?;
    let form = form(visit, &loaded);
    let theirs = form.fill(&now);
    let merged = typed.merge(&form.fill(&was), &theirs, &NAMES);
    let fields = form.fields(&theirs, &super::NO_ERRORS);
    let words = Words::new(visit.t(), &loaded.conference, &loaded.draft);
    let values = serde_json::to_value(&now).map_err(|error| Problem::fault(&error))?;
    let others = merged.both.iter().map(|name| (name.clone(), words.value(name, &values[name]))).collect();
    let shown = Shown {
        errors: super::NO_ERRORS.clone(),
        version: loaded.draft.versions.speakers.get(code).copied().unwrap_or(0),
        merge: Some(Merge {
            who: People::of(visit, &since).await?.all(visit, &since),
            theirs: merged.theirs.iter().map(|name| fields.label(name)).collect(),
            both: merged.both.len(),
        }),
        others,
        typed: merged.typed,
        status: StatusCode::CONFLICT,
    };
    page(visit, &loaded, code, shown).await
}

/// `/desk/{conference}/speakers/{code}/delete`.
pub(super) async fn delete(
    visit: Visit,
    Path((slug, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Problem> {
    let seen: i64 =
        typed.one("version").parse().map_err(|_| Problem::bad_request().with_detail("version"))?;
    let (ctx, conference, object) = (visit.ctx().clone(), slug.clone(), code.clone());
    let store = visit.app().store();
    let take_off = !typed.one("take_off").is_empty();
    let gone = store.write(move |tx| delete_speaker(tx, &ctx, &conference, (&object, seen), take_off)).await;
    match gone {
        Ok(gone) => Ok(back(&format!("/desk/{slug}/speakers?done=removed{}", undo_of(gone.batch)))),
        Err(EditError::Stale { .. }) => Ok(back(&format!("/desk/{slug}/speakers/{code}?done=stale"))),
        Err(EditError::TakesPart(count)) => {
            Ok(back(&format!("/desk/{slug}/speakers/{code}?done=takes-part&count={count}#remove")))
        }
        Err(error) => Err(problem(error)),
    }
}

async fn page(visit: &Visit, loaded: &Loaded, code: &str, shown: Shown) -> Result<Response, Problem> {
    let slug = &loaded.conference.slug;
    let history = history_of(visit, &loaded.conference, &loaded.draft, (ObjectKind::Speaker, code)).await?;
    let mut accounts = accounts::read(visit, loaded).await?;
    let t = visit.t();
    let form = form(visit, loaded);
    let mut fields = form.fields(&shown.typed, &shown.errors);
    for (name, words) in &shown.others {
        fields.show_other(name, words.clone());
    }
    let full = loaded.draft.full_speaker(code).unwrap_or_default();
    let title = if code.is_empty() { t.say(key("desk-speaker-new")) } else { full.speaker.name.clone() };
    let naming = Naming::new(t, &loaded.conference, &loaded.draft);
    let words = Words::new(t, &loaded.conference, &loaded.draft);
    let own: Vec<_> =
        loaded.conflicts.iter().filter(|one| one.speaker.as_deref() == Some(code)).cloned().collect();
    let sessions = talks(visit, loaded, &words, code);
    let is_shown = sessions.iter().any(|talk| talk.state == State::Confirmed);
    let name = loaded.name(visit);
    let (layout, desk) = Frame::new(visit, Here::Speakers, title.clone(), &loaded.figures);
    let page = SpeakerPage {
        desk: desk.of_conference(slug, &name),
        slug: slug.clone(),
        code: code.to_owned(),
        version: shown.version,
        draft_href: if is_shown { format!("/{slug}{DRAFT_SUFFIX}/speakers/{code}") } else { String::new() },
        form: &fields,
        sessions,
        conflicts: naming.conflicts(&own),
        history,
        account: accounts.joined.remove(code),
        invitation: accounts.invited.remove(code),
        email: full.speaker.email.clone().unwrap_or_default(),
        merge: shown.merge,
        title,
        layout,
    };
    Ok((shown.status, answer(&page)?).into_response())
}

/// The sessions that somebody takes part in, by time; those without a time last.
fn talks(visit: &Visit, loaded: &Loaded, words: &Words<'_>, code: &str) -> Vec<Talk> {
    let own = visit.t().language();
    let mut found: Vec<_> = loaded
        .draft
        .programme
        .sessions
        .iter()
        .filter_map(|session| Some((session, session.parts.iter().find(|part| part.speaker == code)?)))
        .collect();
    found.sort_by_key(|(session, _)| session.slot.as_ref().map_or(jiff::Timestamp::MAX, |slot| slot.start));
    let talk = |(session, part): (&Session, &Part)| Talk {
        code: session.key.clone(),
        title: session.title.pick(own.as_str()).to_owned(),
        place: session.slot.as_ref().map(|slot| words.place(slot)).unwrap_or_default(),
        role: visit.t().say_of("role-", role_word(part.role)),
        state: session.state,
    };
    found.into_iter().map(talk).collect()
}
