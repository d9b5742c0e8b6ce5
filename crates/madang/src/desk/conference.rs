//! The desk of one conference: how the draft differs from what the public sees, what is wrong with it, who sees it.

pub(super) mod export;

use std::collections::HashMap;

use askama::Template;
use axum::{Form, extract::Path, response::Response};
use madang_conference::{Visibility, conference_day};
use madang_programme::{
    ChangeKind, ConflictKind, DRAFT_SUFFIX, Level, Levels, Outlook, Release, change_levels, outlook, visits,
};
use madang_web::{Layout, Problem, Visit};

use super::{
    Refused,
    frame::{Figures, Frame, Here, answer, back},
    naming::{ChangeLine, ConflictGroup, LINES_MAX, Naming},
    plot::{COLUMNS_HEIGHT, COLUMNS_WIDTH, Columns, GROUPS, Plot},
    settings::done,
    show_at_once,
    status::tone_of,
};

/// For how many days the page shows how many pages were opened.
const VISIT_DAYS: u8 = 30;

#[derive(Template)]
#[template(path = "desk_conference.html")]
struct ConferencePage {
    layout: Layout,
    desk: Frame,
    slug: String,
    name: String,
    dates: String,
    visibility: Visibility,
    draft_href: String,
    sessions: usize,
    speakers: usize,
    summary: Summary,
    /// Nothing before there are sessions.
    plot: Option<Plot>,
    /// Nothing before a page was opened.
    visits: Option<Columns>,
    changes: Vec<ChangeLine>,
    conflicts: Vec<ConflictGroup>,
    releases: Vec<ReleaseLine>,
    levels: Vec<(ConflictKind, Level)>,
}

/// What a release would change and what stands in its way, in figures.
pub(crate) struct Summary {
    pub(crate) new: usize,
    pub(crate) moved: usize,
    pub(crate) cancelled: usize,
    pub(crate) blocking: usize,
    pub(crate) warning: usize,
    pub(crate) unscheduled: usize,
}

impl Summary {
    pub(crate) fn of(outlook: &Outlook) -> Self {
        let changes = |kind| outlook.changes.iter().filter(|change| change.kind == kind).count();
        let level = |level| outlook.conflicts.iter().filter(|conflict| conflict.level == level).count();
        let unscheduled = |kind| outlook.conflicts.iter().filter(|conflict| conflict.kind == kind).count();
        Self {
            new: changes(ChangeKind::New),
            moved: changes(ChangeKind::Moved),
            cancelled: changes(ChangeKind::Cancelled),
            blocking: level(Level::Block),
            warning: level(Level::Warn),
            unscheduled: unscheduled(ConflictKind::Unscheduled),
        }
    }

    pub(crate) fn changes(&self) -> usize {
        self.new + self.moved + self.cancelled
    }

    /// How many changes are not listed.
    pub(crate) fn more(&self) -> usize {
        self.changes().saturating_sub(LINES_MAX)
    }

    pub(crate) fn conflict_tone(&self) -> &'static str {
        match (self.blocking, self.warning) {
            (1.., _) => "bad",
            (0, 1..) => "warn",
            (0, 0) => "",
        }
    }
}

struct ReleaseLine {
    number: i64,
    when: String,
    iso: String,
    note: String,
    changes: usize,
}

/// `/desk/{conference}`.
pub(crate) async fn conference(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let read = visit.app().store().read::<_, Refused, _>(move |tx| {
        let outlook = outlook(tx, &ctx, &slug, None)?;
        let of = &outlook.conference;
        let today = conference_day(ctx.now, &of.time_zone(), of.day_starts_minutes);
        let visits = visits(tx, of.id, today, VISIT_DAYS)?;
        Ok((Figures::read(tx, ctx.now)?, outlook, visits))
    });
    let (figures, outlook, visits) = read.await?;
    let t = visit.t();
    let conference = &outlook.conference;
    let name = conference.name.pick(t.language().as_str()).to_owned();
    let naming = Naming::new(t, conference, &outlook.draft);
    let (layout, desk) = Frame::new(&visit, Here::Conference, name.clone(), &figures);
    let desk = desk.of_conference(&conference.slug, &name);
    let zone = conference.time_zone();
    let release = |release: &Release| ReleaseLine {
        number: release.number,
        when: t.moment(release.released_at, &zone),
        iso: desk.iso(release.released_at),
        note: release.note.clone(),
        changes: release.changes.len(),
    };
    let levels = &outlook.levels;
    let page = ConferencePage {
        slug: conference.slug.clone(),
        dates: t.date_range(conference.first_day, conference.last_day),
        visibility: conference.visibility,
        draft_href: format!("/{}{DRAFT_SUFFIX}/timetable", conference.slug),
        sessions: outlook.draft.programme.sessions.len(),
        speakers: outlook.draft.programme.speakers.len(),
        summary: Summary::of(&outlook),
        plot: Plot::of(&outlook.draft.programme, t),
        visits: Columns::of(&visits, t),
        changes: naming.changes(&outlook.changes),
        conflicts: naming.conflicts(&outlook.conflicts),
        releases: outlook.releases.iter().map(release).collect(),
        levels: ConflictKind::ALL.map(|kind| (kind, levels.get(&kind).copied().unwrap_or_default())).into(),
        layout,
        desk,
        name,
    };
    answer(&page)
}

impl ConferencePage {
    /// The groups of states in the plot.
    #[expect(clippy::unused_self, reason = "called from the template")]
    fn groups(&self) -> [&'static str; 4] {
        GROUPS
    }

    fn visibilities(&self) -> [(Visibility, bool); 3] {
        [Visibility::Draft, Visibility::Public, Visibility::Archived].map(|one| (one, one == self.visibility))
    }

    fn ignored(&self) -> impl Iterator<Item = &ConflictKind> {
        self.levels.iter().filter(|(_, level)| *level == Level::Ignore).map(|(kind, _)| kind)
    }
}

/// The levels to choose from, with the one that is chosen.
fn choices(chosen: &Level) -> [(Level, bool); 3] {
    [Level::Block, Level::Warn, Level::Ignore].map(|level| (level, level == *chosen))
}

/// `/desk/{conference}/levels`: only what is other than the form showed is changed, so that two who choose at once do not
/// undo one another.
pub(crate) async fn set_levels(
    visit: Visit,
    Path(slug): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let mut changed = Levels::new();
    for kind in ConflictKind::ALL {
        let Some(word) = fields.get(kind.word()) else { continue };
        let level = Level::of_word(word).ok_or_else(|| Problem::bad_request().with_detail(kind.word()))?;
        if fields.get(&format!("was-{}", kind.word())) != Some(word) {
            changed.insert(kind, level);
        }
    }
    let (ctx, of) = (visit.ctx().clone(), slug.clone());
    let write =
        visit.app().store().write::<_, Refused, _>(move |tx| Ok(change_levels(tx, &ctx, &of, &changed)?));
    let batch = write.await?;
    Ok(back(&format!("/desk/{slug}?{}#conflicts", done("levels", batch))))
}

/// `/desk/{conference}/visibility`.
pub(crate) async fn set_visibility(
    visit: Visit,
    Path(slug): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let word = fields.get("visibility").map_or("", String::as_str);
    let visibility =
        Visibility::of_word(word).ok_or_else(|| Problem::bad_request().with_detail("visibility"))?;
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let write = visit.app().store().write::<_, Refused, _>(move |tx| {
        let found = madang_conference::by_slug(tx, &wanted)?;
        found.ok_or_else(|| madang_programme::ProgrammeError::NoConference(wanted.clone()))?;
        Ok(madang_conference::set_visibility(tx, &ctx, &wanted, visibility)?)
    });
    write.await?;
    show_at_once(&visit).await?;
    Ok(back(&format!("/desk/{slug}?done=visibility")))
}
