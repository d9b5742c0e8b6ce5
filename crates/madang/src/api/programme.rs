//! The programme as a whole: conflicts, history and undo, imports, the audit.

use axum::{
    extract::{Path, Query},
    response::Response,
};
use http::StatusCode;
use jiff::Timestamp;
use madang_audit as audit;
use madang_conference::{EditAction, ObjectKind, PieceKind, pieces};
use madang_context::{Ctx, Id, Power};
use madang_interchange::{ReadOptions, Source};
use madang_programme::{
    ConflictKind, Level, conference_history, draft_conflicts, import, levels, object_history, preview_import,
    set_levels, undo,
};
use madang_store::Tx;
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    answer::{LIMIT, Listing, Refusal},
    declare::{Api, Operation},
    programme_values::ByName,
    sessions::conference,
    values::Code,
    wish::{File, Wish, expect_media, read, write},
};

/// How large a file to import may be.
const FILE_BYTES_MAX: usize = 32 << 20;

/// Adds these operations.
pub(super) fn declare(api: Api) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const PROGRAMME: Right = Right::Scoped(Power::Programme);
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    let at = |rest: &str| format!("/api/v1/conferences/{{conference}}/{rest}");
    api.on(
        Operation::get(&at("conflicts"), VIEW, ("listConflicts", "What should not be in the draft"))
            .gives::<Listing<Conflict>>(200),
        conflicts,
    )
    .on(
        Operation::get(
            &at("conflict-levels"),
            VIEW,
            ("getConflictLevels", "What becomes of each kind of conflict"),
        )
        .gives::<Levels>(200),
        get_levels,
    )
    .on(
        Operation::put(
            &at("conflict-levels"),
            ORGANISE,
            ("putConflictLevels", "Chooses what becomes of kinds of conflict"),
        )
        .takes::<Levels>()
        .gives::<LevelsDone>(200),
        put_levels,
    )
    .on(
        Operation::get(
            &at("history"),
            VIEW,
            ("getHistory", "What was changed of the programme and of settings, the newest first"),
        )
        .query::<Before>()
        .gives::<Listing<Edit>>(200),
        history,
    )
    .on(
        Operation::post(&at("undo"), PROGRAMME, ("undo", "Takes back what was done at once"))
            .takes::<Undo>()
            .gives::<Undone>(200),
        take_back,
    )
    .on(
        Operation::post(
            &at("import"),
            PROGRAMME,
            ("importProgramme", "Reads a programme file of any known format into the draft"),
        )
        .query::<ImportHow>()
        .takes_file(FILE_BYTES_MAX)
        .gives::<Imported>(200),
        import_file,
    )
    .on(
        Operation::get(
            &at("audit"),
            ORGANISE,
            ("listAudit", "Who did what in this conference, the newest first"),
        )
        .query::<BeforeRecord>()
        .gives::<Listing<Act>>(200),
        acts,
    )
}

/// Something in the draft that should not be.
#[derive(Serialize, JsonSchema)]
pub(super) struct Conflict {
    /// What it is about: `room-taken`, `speaker-twice`, `speaker-absent`, `room-too-small`, `walk`, `outside-hours`,
    /// `no-length` or `unscheduled`.
    kind: String,
    /// `block` stands in the way of a release; `warn` does not.
    level: String,
    /// Codes of the one or two sessions, the earlier first.
    pub(super) sessions: Vec<String>,
    /// Short name of the room, where it is about one.
    room: Option<String>,
    /// Code of the speaker, where it is about one.
    speaker: Option<String>,
    /// Minutes that overlap or are missing for the walk, or people too many.
    amount: i64,
}

impl Conflict {
    pub(super) fn of(conflict: &madang_programme::Conflict) -> Self {
        Self {
            kind: conflict.kind.word().into(),
            level: conflict.level.word().into(),
            sessions: conflict.sessions.clone(),
            room: conflict.room.clone(),
            speaker: conflict.speaker.clone(),
            amount: conflict.amount,
        }
    }
}

async fn conflicts(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let found = draft_conflicts(tx, &of)?.1;
        Ok(Listing { items: found.iter().map(Conflict::of).collect(), next: None })
    })
    .await
}

/// What becomes of kinds of conflict.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Levels {
    /// By kind; kinds that are not named are warned of.
    levels: ByName<LevelWord>,
}

/// What becomes of kinds of conflict from now on.
#[derive(Serialize, JsonSchema)]
struct LevelsDone {
    /// All kinds.
    levels: ByName<LevelWord>,
    /// Names what was done, for `undo`; null where nothing was different.
    batch: Option<String>,
}

/// What becomes of a conflict.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LevelWord {
    /// A release is refused.
    Block,
    /// It is shown.
    Warn,
    /// It is not looked for.
    Ignore,
}

impl Levels {
    fn of(levels: &madang_programme::Levels) -> Self {
        let one = |kind: ConflictKind| {
            let word = match levels.get(&kind).copied().unwrap_or_default() {
                Level::Block => LevelWord::Block,
                Level::Warn => LevelWord::Warn,
                Level::Ignore => LevelWord::Ignore,
            };
            (kind.word().to_owned(), word)
        };
        Self { levels: ConflictKind::ALL.into_iter().map(one).collect() }
    }
}

async fn get_levels(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| Ok(Levels::of(&levels(tx, ctx, &slug)?))).await
}

async fn put_levels(
    visit: Visit,
    Path(slug): Path<String>,
    Wish { value: wanted, .. }: Wish<Levels>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let mut chosen = madang_programme::Levels::new();
        for (word, level) in wanted.levels {
            let unknown = || Problem::conflict().with_field("levels", format!("there is no kind {word:?}"));
            let level = match level {
                LevelWord::Block => Level::Block,
                LevelWord::Warn => Level::Warn,
                LevelWord::Ignore => Level::Ignore,
            };
            chosen.insert(ConflictKind::of_word(&word).ok_or_else(unknown)?, level);
        }
        let batch = set_levels(tx, ctx, &of, &chosen)?.map(|batch| batch.to_string());
        Ok(LevelsDone { levels: Levels::of(&chosen).levels, batch })
    })
    .await
}

/// One change of one thing.
#[derive(Serialize, JsonSchema)]
pub(super) struct Edit {
    /// Names it.
    id: String,
    /// Names all that was done at once, for `undo`.
    batch: String,
    /// `session`, `speaker`, `conference`, `room`, `track`, `kind` or `page`.
    what: String,
    /// Its code or short name.
    code: String,
    /// The version that it led to.
    version: String,
    /// `create`, `change`, `delete`, `import`, `sheet`, `copy` or `undo`.
    action: String,
    at: Timestamp,
    /// Who, as in the audit: `person:…`, `token:…`, `administrator`, `program`.
    who: String,
    /// Field by field.
    changes: Vec<Difference>,
}

/// What was done to one field.
#[derive(Serialize, JsonSchema)]
struct Difference {
    field: String,
    before: Value,
    after: Value,
}

impl Edit {
    fn of(edit: madang_conference::Edit) -> Self {
        let action = match edit.action {
            EditAction::Create => "create",
            EditAction::Change => "change",
            EditAction::Delete => "delete",
            EditAction::Import => "import",
            EditAction::Sheet => "sheet",
            EditAction::Copy => "copy",
            EditAction::Undo => "undo",
        };
        let difference = |one: madang_conference::Difference| Difference {
            field: one.field,
            before: one.before,
            after: one.after,
        };
        Self {
            id: edit.id.to_string(),
            batch: edit.batch.to_string(),
            what: edit.kind.word().into(),
            code: edit.code,
            version: edit.version.to_string(),
            action: action.into(),
            at: edit.at,
            who: edit.who,
            changes: edit.changes.into_iter().map(difference).collect(),
        }
    }

    /// Without mail addresses, for those who may not change the programme.
    fn hide_email(mut self) -> Self {
        self.changes.retain(|change| change.field != "email");
        self
    }
}

fn edits(found: Vec<madang_conference::Edit>, with_email: bool) -> Vec<Edit> {
    let edits = found.into_iter().map(Edit::of);
    if with_email { edits.collect() } else { edits.map(Edit::hide_email).collect() }
}

/// The newest changes of one thing, at most 200.
pub(super) fn history_of(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    object: (ObjectKind, &str),
) -> Result<Listing<Edit>, Refusal> {
    let with_email = conference(tx, ctx, slug)?.lets(ctx, Power::Programme);
    let found = object_history(tx, ctx, slug, object, 200)?;
    if found.is_empty() && !is_there(tx, ctx, slug, object)? {
        return Err(Problem::not_found().into());
    }
    Ok(Listing { items: edits(found, with_email), next: None })
}

/// Whether there is such a thing: what was imported once and never touched has no history.
fn is_there(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    slug: &str,
    (kind, code): (ObjectKind, &str),
) -> Result<bool, Refusal> {
    let of = conference(tx, ctx, slug)?;
    let draft = draft_conflicts(tx, &of)?.0;
    Ok(match kind {
        ObjectKind::Session => draft.ids.sessions.contains_key(code),
        ObjectKind::Speaker => draft.ids.speakers.contains_key(code),
        other => match PieceKind::of_object(other) {
            Some(kind) => pieces(tx, of.id, kind)?.iter().any(|piece| piece.slug() == code),
            None => true,
        },
    })
}

/// Which part of a history.
#[derive(Deserialize, JsonSchema)]
struct Before {
    /// Only what is older than this: `next` of the page before.
    before: Option<Code>,
}

async fn history(
    visit: Visit,
    Path(slug): Path<String>,
    Query(wanted): Query<Before>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let before = match wanted.before.as_ref().map(|before| before.0.parse::<Id>()) {
            None => None,
            Some(Ok(id)) => Some(id),
            // What never was named has nothing behind it.
            Some(Err(_)) => return Ok(Listing { items: Vec::new(), next: None }),
        };
        let with_email = conference(tx, ctx, &slug)?.lets(ctx, Power::Programme);
        let limit = u32::try_from(LIMIT).unwrap_or(u32::MAX);
        let mut found = conference_history(tx, ctx, &slug, before, limit + 1)?;
        let more = found.len() > LIMIT;
        found.truncate(LIMIT);
        let next = found.last().filter(|_| more).map(|edit| edit.id.to_string());
        Ok(Listing { items: edits(found, with_email), next })
    })
    .await
}

/// What to take back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Undo {
    /// Names what was done at once.
    batch: Code,
}

/// What was taken back.
#[derive(Serialize, JsonSchema)]
struct Undone {
    /// How many things are as they were.
    done: u32,
    /// Codes of those that were left alone: somebody has changed the same fields since, what they refer to is gone, or
    /// what was made is in use by now.
    kept: Vec<String>,
    /// Names the undo, to undo it; null where nothing was done.
    batch: Option<String>,
}

async fn take_back(visit: Visit, Path(slug): Path<String>, wish: Wish<Undo>) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, wish.once), move |tx, ctx| {
        let batch: Id = wish.value.batch.0.parse().map_err(|_| Problem::not_found())?;
        let undone = undo(tx, ctx, &slug, batch)?;
        Ok(Undone {
            done: u32::try_from(undone.done).unwrap_or(u32::MAX),
            kept: undone.kept,
            batch: undone.batch.map(|batch| batch.to_string()),
        })
    })
    .await
}

/// How to import.
#[derive(Deserialize, JsonSchema)]
struct ImportHow {
    /// Only tells what it would do.
    #[serde(default)]
    dry_run: bool,
}

/// What an import has done, or would do.
#[derive(Serialize, JsonSchema)]
struct Imported {
    /// How many things are new, by kind of thing.
    new: ByName<u32>,
    /// How many are different, by kind of thing.
    changed: ByName<u32>,
    /// How many are not in the file any more, by kind of thing.
    gone: ByName<u32>,
    /// What is worth knowing about the file.
    oddities: Vec<String>,
    /// Conflicts of the draft then.
    conflicts: Vec<Conflict>,
}

impl Imported {
    fn of(report: &madang_programme::ImportReport, oddities: Vec<String>) -> Self {
        use madang_programme::Action;
        let kinds = [
            ("rooms", &report.rooms),
            ("tracks", &report.tracks),
            ("kinds", &report.kinds),
            ("speakers", &report.speakers),
            ("sessions", &report.sessions),
        ];
        let count = |action: Action| {
            let one = |(name, items): &(&str, &madang_programme::Items)| {
                ((*name).to_owned(), u32::try_from(items.count(action)).unwrap_or(u32::MAX))
            };
            kinds.iter().map(one).collect()
        };
        Self {
            new: count(Action::New),
            changed: count(Action::Changed),
            gone: count(Action::Gone),
            oddities,
            conflicts: report.conflicts.iter().map(Conflict::of).collect(),
        }
    }
}

async fn import_file(
    visit: Visit,
    Path(slug): Path<String>,
    Query(how): Query<ImportHow>,
    headers: http::HeaderMap,
    file: File,
) -> Result<Response, Problem> {
    expect_media(&headers, "application/octet-stream")?;
    let (ctx, wanted) = (visit.ctx().clone(), slug.clone());
    let found = visit.app().store().read::<_, Refusal, _>(move |tx| conference(tx, &ctx, &wanted)).await?;
    let options = ReadOptions { zone: Some(found.zone), ..ReadOptions::default() };
    let bytes = file.bytes;
    // Megabytes of XML: not on a thread that answers others.
    let reading = tokio::task::spawn_blocking(move || {
        madang_interchange::read(&[Source { name: "body", bytes: &bytes }], &options)
    });
    let reading = reading.await.map_err(|error| Problem::fault(&error))?.map_err(|error| {
        Problem::unprocessable().with_detail(format!("{}: {}", error.place, error.message))
    })?;
    let oddities: Vec<String> = reading.oddities.iter().map(ToString::to_string).collect();
    if how.dry_run {
        return read(&visit, move |tx, ctx| {
            Ok(Imported::of(&preview_import(tx, ctx, &slug, &reading.programme)?, oddities))
        })
        .await;
    }
    write(&visit, (StatusCode::OK, file.once), move |tx, ctx| {
        conference(tx, ctx, &slug)?;
        Ok(Imported::of(&import(tx, ctx, &slug, &reading.programme)?, oddities))
    })
    .await
}

/// Something that was done.
#[derive(Serialize, JsonSchema)]
struct Act {
    /// Its number in the server's audit.
    number: i64,
    at: Timestamp,
    /// `person:…`, `token:…`, `administrator`, `program` or `visitor`.
    who: String,
    /// What, such as `programme.release`.
    action: String,
    /// To what: a code or an id.
    object: String,
    /// Seals it to the one before.
    hash: String,
}

/// Which part of the audit.
#[derive(Deserialize, JsonSchema)]
struct BeforeRecord {
    /// Only records before this one: `next` of the page before.
    before: Option<i64>,
}

async fn acts(
    visit: Visit,
    Path(slug): Path<String>,
    Query(wanted): Query<BeforeRecord>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let filter = audit::Filter { conference: Some(of.id.0), before: wanted.before };
        let limit = u32::try_from(LIMIT).unwrap_or(u32::MAX);
        let mut found = audit::list(tx, &filter, limit + 1)?;
        let more = found.len() > LIMIT;
        found.truncate(LIMIT);
        let next = found.last().filter(|_| more).map(|record| record.seq.to_string());
        let act = |record: audit::Record| Act {
            number: record.seq,
            at: record.at,
            who: record.who,
            action: record.action,
            object: record.object,
            hash: record.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        Ok(Listing { items: found.into_iter().map(act).collect(), next })
    })
    .await
}
