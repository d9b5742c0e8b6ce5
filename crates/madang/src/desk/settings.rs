//! A conference's own settings, and its rooms, tracks, kinds and pages.

mod export;
mod forms;
mod logo;

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use madang_conference::{
    Conference, ObjectKind, Piece, PieceKind, SettingError, add_piece, by_slug, conference_fingerprint,
    edit_conference, edit_piece, fingerprint, pieces, remove_piece,
};
use madang_context::Power;
use madang_files::FileId;
use madang_programme::{DRAFT_SUFFIX, Draft};
use madang_store::{Id, Tx};
use madang_text::key;
use madang_web::{Layout, Problem, Right, Routes, Visit};

use super::{
    form::{FieldErrors, Fields, Typed},
    frame::{Figures, Frame, Here, answer, back},
    programme::history::{HistoryLine, history_of},
    show_at_once,
};
use crate::speaking::PICTURE_FORM_BYTES_MAX;
use forms::{PieceForm, SettingsForm};

/// The routes of these pages.
pub(super) fn routes() -> Routes {
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    Routes::new()
        .get("/desk/{conference}/settings", ORGANISE, show)
        .post("/desk/{conference}/settings", ORGANISE, save)
        .upload("/desk/{conference}/settings/logo", ORGANISE, PICTURE_FORM_BYTES_MAX, logo::take)
        .post("/desk/{conference}/settings/logo/remove", ORGANISE, logo::remove)
        .get("/desk/{conference}/settings/{list}", ORGANISE, export::table)
        .get("/desk/{conference}/settings/{what}/{piece}", ORGANISE, show_piece)
        .post("/desk/{conference}/settings/{what}/{piece}", ORGANISE, save_piece)
        .post("/desk/{conference}/settings/{what}/{piece}/delete", ORGANISE, delete_piece)
}

fn problem(error: SettingError) -> Problem {
    match error {
        SettingError::Forbidden => Problem::forbidden(),
        SettingError::Absent => Problem::not_found(),
        SettingError::Store(error) => error.into(),
        error => Problem::bad_request().with_detail(error.to_string()),
    }
}

/// A conference with all of its pieces.
struct Loaded {
    figures: Figures,
    conference: Conference,
    /// The copy of its logo, where it has one.
    logo: Option<FileId>,
    /// In the order of [`PieceKind::ALL`].
    pieces: Vec<(PieceKind, Vec<Piece>)>,
}

impl Loaded {
    async fn read(visit: &Visit, slug: &str) -> Result<Self, Problem> {
        let (slug, now) = (slug.to_owned(), visit.ctx().now);
        let read = visit.app().store().read::<_, Problem, _>(move |tx| {
            let conference = by_slug(tx, &slug)?.ok_or_else(Problem::not_found)?;
            let kind = |tx: &mut Tx<'_>, kind| Ok::<_, Problem>((kind, pieces(tx, conference.id, kind)?));
            let pieces = PieceKind::ALL.into_iter().map(|one| kind(tx, one)).collect::<Result<_, _>>()?;
            let logo = madang_programme::logo(tx, &conference)?;
            Ok(Self { figures: Figures::read(tx, now)?, conference, logo, pieces })
        });
        read.await
    }

    fn of(&self, kind: PieceKind) -> &[Piece] {
        self.pieces.iter().find(|(one, _)| *one == kind).map_or(&[], |(_, pieces)| pieces)
    }

    fn frame(&self, visit: &Visit, title: String) -> (Layout, Frame) {
        let (layout, desk) = Frame::new(visit, Here::Settings, title, &self.figures);
        let name = self.conference.name.pick(visit.t().language().as_str());
        (layout, desk.of_conference(&self.conference.slug, name))
    }
}

#[derive(Template)]
#[template(path = "desk_settings.html")]
struct SettingsPage<'a> {
    layout: Layout,
    desk: Frame,
    slug: String,
    seen: String,
    form: &'a Fields<'a>,
    is_stale: bool,
    /// Address of the logo; empty where there is none.
    logo: String,
    /// What is wrong with a logo that was handed in; empty otherwise.
    wrong_logo: &'a str,
    groups: Vec<Group>,
    history: Vec<HistoryLine>,
}

/// The pieces of one kind.
struct Group {
    word: &'static str,
    rows: Vec<Row>,
}

/// One piece in a list.
struct Row {
    slug: String,
    name: String,
    note: String,
}

/// What stands beside a piece's name in the list.
fn note(visit: &Visit, piece: &Piece) -> String {
    let t = visit.t();
    match piece {
        Piece::Room(room) => {
            let seats = room.capacity.map(|seats| t.say_with("settings-seats", &[("count", seats.into())]));
            let area = (!room.area.is_empty()).then(|| room.area.clone());
            seats.into_iter().chain(area).collect::<Vec<_>>().join(" · ")
        }
        Piece::Kind(kind) => kind
            .duration_minutes
            .map(|minutes| format!("{minutes} {}", t.say("form-minutes")))
            .unwrap_or_default(),
        Piece::Track(track) => track.colour.clone().unwrap_or_default(),
        Piece::Page(page) => format!("/{}", page.slug),
    }
}

/// `/desk/{conference}/settings`.
async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let typed = SettingsForm { t: visit.t() }.fill(&loaded.conference);
    let seen = conference_fingerprint(&loaded.conference);
    page(&visit, &loaded, &typed, &FieldErrors::default(), (seen, false)).await
}

async fn page(
    visit: &Visit,
    loaded: &Loaded,
    typed: &Typed,
    errors: &FieldErrors,
    seen: (String, bool),
) -> Result<Response, Problem> {
    page_with_logo(visit, loaded, typed, errors, seen, "").await
}

async fn page_with_logo(
    visit: &Visit,
    loaded: &Loaded,
    typed: &Typed,
    errors: &FieldErrors,
    (seen, is_stale): (String, bool),
    wrong_logo: &str,
) -> Result<Response, Problem> {
    let form = SettingsForm { t: visit.t() };
    let fields = form.fields(typed, errors, &loaded.conference.languages);
    let (layout, desk) = loaded.frame(visit, visit.t().say("desk-settings"));
    let row = |piece: &Piece| Row {
        slug: piece.slug().to_owned(),
        name: piece.name().pick(visit.t().language().as_str()).to_owned(),
        note: note(visit, piece),
    };
    let group = |(kind, pieces): &(PieceKind, Vec<Piece>)| Group {
        word: kind.word(),
        rows: pieces.iter().map(row).collect(),
    };
    let slug = &loaded.conference.slug;
    let own = (ObjectKind::Conference, slug.as_str());
    let page = SettingsPage {
        history: history_of(visit, &loaded.conference, &Draft::default(), own).await?,
        layout,
        desk,
        slug: slug.clone(),
        seen,
        form: &fields,
        is_stale,
        logo: loaded.logo.map(|id| format!("/{slug}{DRAFT_SUFFIX}/pictures/{id}")).unwrap_or_default(),
        wrong_logo,
        groups: loaded.pieces.iter().map(group).collect(),
    };
    let status = if is_stale { StatusCode::CONFLICT } else { status(errors) };
    Ok((status, answer(&page)?).into_response())
}

/// What was done, for the next page to tell and to offer the undo of.
pub(super) fn done(word: &str, batch: Option<Id>) -> String {
    match batch {
        Some(batch) => format!("done={word}&undo={batch}"),
        None => "done=same".to_owned(),
    }
}

fn status(errors: &FieldErrors) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// `POST /desk/{conference}/settings`.
async fn save(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let (form, seen) = (SettingsForm { t: visit.t() }, typed.one("seen").to_owned());
    let wanted = match form.read(&typed, &loaded.conference) {
        Ok(wanted) => wanted,
        Err(errors) => return page(&visit, &loaded, &typed, &errors, (seen, false)).await,
    };
    let (ctx, conference, looked_at) = (visit.ctx().clone(), slug.clone(), seen.clone());
    let store = visit.app().store();
    let saved = store.write(move |tx| edit_conference(tx, &ctx, &conference, &looked_at, &wanted)).await;
    match saved {
        Ok(batch) => {
            show_at_once(&visit).await?;
            Ok(back(&format!("/desk/{slug}/settings?{}", done("saved-settings", batch))))
        }
        Err(SettingError::Stale) => {
            let loaded = Loaded::read(&visit, &slug).await?;
            let seen = conference_fingerprint(&loaded.conference);
            page(&visit, &loaded, &typed, &FieldErrors::default(), (seen, true)).await
        }
        Err(SettingError::Wrong(field)) => {
            page(&visit, &loaded, &typed, &forms::wrong(visit.t(), field), (seen, false)).await
        }
        Err(error) => Err(problem(error)),
    }
}

#[derive(Template)]
#[template(path = "desk_piece.html")]
struct PiecePage<'a> {
    layout: Layout,
    desk: Frame,
    slug: String,
    word: &'static str,
    /// Short name of the piece; empty for one that is not there yet.
    piece: String,
    title: String,
    seen: String,
    names: &'static [&'static str],
    form: &'a Fields<'a>,
    /// Key of what stands in the way; empty when nothing does.
    notice: &'static str,
    history: Vec<HistoryLine>,
}

/// The address of a new piece, where others have their short names.
const NEW: &str = "new";

/// A piece by its address: one that is there, or a new one.
fn piece_of(visit: &Visit, loaded: &Loaded, what: &str, slug: &str) -> Result<(Piece, bool), Problem> {
    let kind = PieceKind::of_word(what).ok_or_else(Problem::not_found)?;
    let known = loaded.of(kind);
    match known.iter().find(|one| one.slug() == slug) {
        Some(piece) => Ok((piece.clone(), false)),
        None if slug == NEW => Ok((kind.blank(visit.ctx(), known.len()), true)),
        None => Err(Problem::not_found()),
    }
}

type PiecePath = Path<(String, String, String)>;

/// `/desk/{conference}/settings/{what}/{piece}`.
async fn show_piece(visit: Visit, Path((slug, what, of)): PiecePath) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let (piece, is_new) = piece_of(&visit, &loaded, &what, &of)?;
    let typed = PieceForm { t: visit.t() }.fill(&piece);
    piece_page(&visit, &loaded, (&piece, is_new), &typed, &FieldErrors::default(), "").await
}

async fn piece_page(
    visit: &Visit,
    loaded: &Loaded,
    (piece, is_new): (&Piece, bool),
    typed: &Typed,
    errors: &FieldErrors,
    notice: &'static str,
) -> Result<Response, Problem> {
    let t = visit.t();
    let form = PieceForm { t };
    let fields = form.fields(piece.kind(), typed, errors, (&loaded.conference.languages, is_new));
    let word = piece.kind().word();
    let title = if is_new {
        t.say_of("settings-new-", word)
    } else {
        piece.name().pick(t.language().as_str()).to_owned()
    };
    let (layout, desk) = loaded.frame(visit, title.clone());
    let object = (piece.kind().object(), piece.slug());
    let page = PiecePage {
        history: history_of(visit, &loaded.conference, &Draft::default(), object).await?,
        layout,
        desk,
        slug: loaded.conference.slug.clone(),
        word,
        piece: if is_new { String::new() } else { piece.slug().to_owned() },
        title,
        seen: fingerprint(piece),
        names: PieceForm::names(piece.kind(), is_new),
        form: &fields,
        notice,
    };
    let status = if notice.is_empty() { status(errors) } else { StatusCode::CONFLICT };
    Ok((status, answer(&page)?).into_response())
}

/// `POST /desk/{conference}/settings/{what}/{piece}`.
async fn save_piece(
    visit: Visit,
    Path((slug, what, of)): PiecePath,
    typed: Typed,
) -> Result<Response, Problem> {
    let loaded = Loaded::read(&visit, &slug).await?;
    let (piece, is_new) = piece_of(&visit, &loaded, &what, &of)?;
    let form = PieceForm { t: visit.t() };
    let languages = &loaded.conference.languages;
    let wanted = match form.read(&typed, &piece, (languages, is_new)) {
        Ok(wanted) => wanted,
        Err(errors) => return piece_page(&visit, &loaded, (&piece, is_new), &typed, &errors, "").await,
    };
    let (ctx, conference, seen) = (visit.ctx().clone(), slug.clone(), typed.one("seen").to_owned());
    let saved = visit.app().store().write(move |tx| match is_new {
        true => add_piece(tx, &ctx, &conference, &wanted),
        false => edit_piece(tx, &ctx, &conference, &seen, &wanted),
    });
    let errors = match saved.await {
        Ok(batch) => {
            show_at_once(&visit).await?;
            let done = done("saved-settings", batch);
            return Ok(back(&format!("/desk/{slug}/settings?{done}#{what}")));
        }
        Err(SettingError::Stale) => {
            let loaded = Loaded::read(&visit, &slug).await?;
            let (piece, _) = piece_of(&visit, &loaded, &what, &of)?;
            let notice = key("settings-stale");
            return piece_page(&visit, &loaded, (&piece, false), &typed, &FieldErrors::default(), notice)
                .await;
        }
        Err(SettingError::Taken) => forms::taken(visit.t()),
        Err(SettingError::Wrong(field)) => forms::wrong(visit.t(), field),
        Err(error) => return Err(problem(error)),
    };
    piece_page(&visit, &loaded, (&piece, is_new), &typed, &errors, "").await
}

/// `POST /desk/{conference}/settings/{what}/{piece}/delete`.
async fn delete_piece(visit: Visit, Path((slug, what, of)): PiecePath) -> Result<Response, Problem> {
    let kind = PieceKind::of_word(&what).ok_or_else(Problem::not_found)?;
    let (ctx, conference, piece) = (visit.ctx().clone(), slug.clone(), of.clone());
    let removed =
        visit.app().store().write(move |tx| remove_piece(tx, &ctx, &conference, (kind, &piece))).await;
    match removed {
        Ok(batch) => {
            show_at_once(&visit).await?;
            Ok(back(&format!("/desk/{slug}/settings?{}#{what}", done("removed", batch))))
        }
        Err(SettingError::InUse) => {
            let loaded = Loaded::read(&visit, &slug).await?;
            let (piece, _) = piece_of(&visit, &loaded, &what, &of)?;
            let typed = PieceForm { t: visit.t() }.fill(&piece);
            let notice = key("settings-in-use");
            piece_page(&visit, &loaded, (&piece, false), &typed, &FieldErrors::default(), notice).await
        }
        Err(error) => Err(problem(error)),
    }
}
