//! The history of settings beside the programme's: what is remembered of them, and how it is taken back.

use madang_conference::{
    Conference, ConferenceId, Edit, EditAction, ObjectKind, Page, Piece, PieceKind, SettingError, Visibility,
    add_piece, apply_sheet, by_slug, conference_fingerprint, copy_settings, edit_conference, edit_piece,
    fingerprint, pieces, read_sheet, remove_piece, set_visibility, walks,
};
use madang_context::{Ctx, Grants, Id, Power, Powers, Who};
use madang_programme::{
    ConflictKind, EditError, Level, Levels, ProgrammeError, Undone, change_levels, conference_history,
    copy_levels, import, levels, object_history, undo,
};
use madang_store::{Tx, params};
use madang_testkit::{TestKit, both_stores};

use super::*;

madang_store::statements! {
    /// What nobody may do.
    REWRITE = "UPDATE history SET who = 'somebody'";
    /// A second change that led to a version which one has led to already.
    REPEAT = "INSERT INTO history (conference_id, id, batch, kind, code, version, action, at, who, changes)
        SELECT conference_id, $1, batch, kind, code, version, action, at, who, changes FROM history";
    /// An edit as an earlier program kept it.
    OLD_EDIT = "INSERT INTO edit (conference_id, id, batch, kind, code, version, action, at, who, changes)
        VALUES ($1, $2, $2, 'session', 'opening', 2, 'change', $3, 'program', '[]')";
}

async fn imported(kit: &TestKit) -> Conference {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &source()).map(drop)).await.unwrap();
    conference(kit, "seoul").await
}

async fn conference(kit: &TestKit, slug: &'static str) -> Conference {
    let read = kit.store.read::<_, StoreError, _>(move |tx| by_slug(tx, slug));
    read.await.unwrap().expect("it was made")
}

async fn list(kit: &TestKit, of: ConferenceId, kind: PieceKind) -> Vec<Piece> {
    kit.store.read::<_, StoreError, _>(move |tx| pieces(tx, of, kind)).await.unwrap()
}

async fn piece(kit: &TestKit, of: ConferenceId, kind: PieceKind, slug: &str) -> Option<Piece> {
    list(kit, of, kind).await.into_iter().find(|one| one.slug() == slug)
}

/// One unit of work of the team.
async fn team<T: Send + 'static, E: From<StoreError> + Send + 'static>(
    kit: &TestKit,
    unit: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let ctx = kit.ctx(Who::Administrator);
    kit.store.write(move |tx| unit(tx, &ctx)).await
}

async fn back(kit: &TestKit, batch: Option<Id>) -> Undone {
    let batch = batch.expect("something was done");
    team(kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)).await.unwrap()
}

async fn history(kit: &TestKit, kind: ObjectKind, code: &'static str) -> Vec<Edit> {
    team(kit, move |tx, ctx| object_history(tx, ctx, "seoul", (kind, code), 50)).await.unwrap()
}

/// What an edit changed: field, before, after.
fn told(edit: &Edit) -> Vec<(&str, String, String)> {
    edit.changes
        .iter()
        .map(|one| (one.field.as_str(), one.before.to_string(), one.after.to_string()))
        .collect()
}

/// Somebody with these powers on a conference, and no others.
fn member(kit: &TestKit, of: &Conference, powers: &[Power]) -> Ctx {
    let base = kit.ctx(Who::Visitor);
    let who = Who::Person { id: base.id(), is_administrator: false };
    Ctx { grants: Grants::new(vec![(of.id.0, Powers::of(powers))]), ..kit.ctx(who) }
}

/// The hall of `source()` with another number of seats.
fn with_seats(hall: &Piece, seats: u32) -> Piece {
    let Piece::Room(room) = hall else { unreachable!("the hall is a room") };
    Piece::Room(madang_conference::Room { capacity: Some(seats), ..room.clone() })
}

/// Gives the hall other seats.
async fn set_seats(kit: &TestKit, of: ConferenceId, seats: u32) -> Option<Id> {
    let hall = piece(kit, of, PieceKind::Room, "hall").await.expect("the hall");
    let (seen, wanted) = (fingerprint(&hall), with_seats(&hall, seats));
    team(kit, move |tx, ctx| edit_piece(tx, ctx, "seoul", &seen, &wanted)).await.unwrap()
}

/// A new piece of each kind.
fn new_piece(kit: &TestKit, kind: PieceKind) -> Piece {
    let (slug, name) = ("fresh".to_owned(), Text::of("en", "Fresh"));
    match kind.blank(&kit.ctx(Who::Administrator), 7) {
        Piece::Room(room) => {
            Piece::Room(madang_conference::Room { slug, name, area: "north".into(), ..room })
        }
        Piece::Track(track) => {
            Piece::Track(madang_conference::Track { slug, name, colour: Some("#112233".into()), ..track })
        }
        Piece::Kind(kind) => {
            Piece::Kind(madang_conference::Kind { slug, name, duration_minutes: Some(30), ..kind })
        }
        Piece::Page(page) => Piece::Page(Page { slug, title: name, body: Text::of("ko", "글"), ..page }),
    }
}

/// A piece without the id that it has now: what is made again gets another.
fn without_id(piece: &Piece) -> String {
    let text = format!("{piece:?}");
    match (text.find("id: "), text.find("slug: ")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &text[..from], &text[to..]),
        _ => text,
    }
}

both_stores! { ALL;

async fn every_kind_of_piece_is_made_removed_and_brought_back(kit: TestKit) {
    let of = imported(&kit).await;
    for kind in PieceKind::ALL {
        let new = new_piece(&kit, kind);
        let wanted = new.clone();
        let made = team(&kit, move |tx, ctx| add_piece(tx, ctx, "seoul", &wanted)).await.unwrap();
        let before = list(&kit, of.id, kind).await;
        assert!(before.contains(&new), "{kind:?}");
        let gone = team(&kit, move |tx, ctx| remove_piece(tx, ctx, "seoul", (kind, "fresh"))).await.unwrap();
        assert!(piece(&kit, of.id, kind, "fresh").await.is_none());
        let undone = back(&kit, gone).await;
        assert_eq!((undone.done, undone.kept.len()), (1, 0), "{kind:?}");
        let after = list(&kit, of.id, kind).await;
        assert_eq!(after.iter().map(without_id).collect::<Vec<_>>(), before.iter().map(without_id).collect::<Vec<_>>());
        // The undo is undone: gone again, and back, and then the making itself is undone.
        let gone = back(&kit, undone.batch).await;
        assert!(piece(&kit, of.id, kind, "fresh").await.is_none());
        back(&kit, gone.batch).await;
        assert_eq!(back(&kit, made).await.done, 1);
        assert!(piece(&kit, of.id, kind, "fresh").await.is_none());
        let edits = history(&kit, kind.object(), "fresh").await;
        let told: Vec<(EditAction, i64)> = edits.iter().map(|edit| (edit.action, edit.version)).collect();
        use EditAction::{Create, Delete, Undo};
        assert_eq!(told, [(Undo, 6), (Undo, 5), (Undo, 4), (Undo, 3), (Delete, 2), (Create, 1)]);
    }
    assert!(kit.store.read(madang_audit::verify).await.is_ok());
}

async fn only_the_newest_word_on_a_field_is_taken_back(kit: TestKit) {
    let of = imported(&kit).await;
    let first = set_seats(&kit, of.id, 310).await;
    let second = set_seats(&kit, of.id, 320).await;
    assert_eq!(set_seats(&kit, of.id, 320).await, None, "the same again is no change");
    let kept = back(&kit, first).await;
    assert_eq!((kept.done, kept.kept, kept.batch), (0, vec!["hall".to_owned()], None));
    // Another field of it is another matter.
    let hall = piece(&kit, of.id, PieceKind::Room, "hall").await.unwrap();
    let Piece::Room(room) = &hall else { unreachable!("a room") };
    let (seen, moved) = (fingerprint(&hall), Piece::Room(madang_conference::Room { area: "east".into(), ..room.clone() }));
    team(&kit, move |tx, ctx| edit_piece(tx, ctx, "seoul", &seen, &moved)).await.unwrap();
    assert_eq!(back(&kit, second).await.done, 1);
    assert_eq!(back(&kit, first).await.done, 1);
    let now = piece(&kit, of.id, PieceKind::Room, "hall").await.unwrap();
    assert!(matches!(&now, Piece::Room(room) if room.capacity == Some(300) && room.area == "east"), "{now:?}");
    let edits = history(&kit, ObjectKind::Room, "hall").await;
    assert_eq!(told(&edits[0]), [("capacity", "310".to_owned(), "300".to_owned())]);
    assert_eq!(edits.iter().map(|edit| edit.version).collect::<Vec<_>>(), [5, 4, 3, 2, 1]);
    // What cannot be found out by comparing: the same batch again.
    assert_eq!(back(&kit, second).await.done, 0);
}

async fn what_was_made_stays_once_it_is_in_use(kit: TestKit) {
    let of = imported(&kit).await;
    for kind in [PieceKind::Room, PieceKind::Track, PieceKind::Kind] {
        let wanted = new_piece(&kit, kind);
        let made = team(&kit, move |tx, ctx| add_piece(tx, ctx, "seoul", &wanted)).await.unwrap();
        let put = move |tx: &mut Tx<'_>, ctx: &Ctx| {
            let found = by_slug(tx, "seoul")?.expect("it was made");
            let draft = madang_programme::draft_conflicts(tx, &found)?.0;
            let (mut full, version) = (draft.full_session("opening").expect("it is there"), draft.versions.sessions["opening"]);
            match kind {
                PieceKind::Room => full.session.slot.as_mut().expect("it is placed").room = Some("fresh".into()),
                PieceKind::Track => full.session.track = Some("fresh".into()),
                _ => full.session.kind = Some("fresh".into()),
            }
            madang_programme::edit_session(tx, ctx, "seoul", ("opening", version), &full)
        };
        let put = team::<_, EditError>(&kit, put).await.unwrap();
        let refused = team(&kit, move |tx, ctx| remove_piece(tx, ctx, "seoul", (kind, "fresh"))).await;
        assert!(matches!(refused, Err(SettingError::InUse)), "{refused:?}");
        let kept = back(&kit, made).await;
        assert_eq!((kept.done, kept.kept), (0, vec!["fresh".to_owned()]), "{kind:?}: as removal refuses it");
        assert!(piece(&kit, of.id, kind, "fresh").await.is_some());
        assert_eq!(back(&kit, put.batch).await.done, 1);
        assert_eq!(back(&kit, made).await.done, 1, "nobody needs it any more");
    }
    // A session is not brought back into a room that is gone, but both come back in the right order.
    let gone = team(&kit, |tx, ctx| madang_programme::delete_session(tx, ctx, "seoul", ("panel", 1))).await.unwrap();
    let room = team(&kit, |tx, ctx| remove_piece(tx, ctx, "seoul", (PieceKind::Room, "room"))).await.unwrap();
    assert_eq!(back(&kit, gone.batch).await.kept, ["panel"]);
    assert_eq!(back(&kit, room).await.done, 1);
    assert_eq!(back(&kit, gone.batch).await.done, 1);
}

async fn a_conference_has_its_history_too(kit: TestKit) {
    let of = imported(&kit).await;
    let seen = conference_fingerprint(&of);
    let wanted = Conference {
        name: Text(std::collections::BTreeMap::from([("en".to_owned(), "Week".to_owned()), ("ko".to_owned(), "주간".to_owned())])),
        last_day: of.last_day.tomorrow().unwrap(),
        hours_minutes: Some((540, 1_560)),
        colour: Some("#112233".into()),
        ..of.clone()
    };
    let changed = team(&kit, move |tx, ctx| edit_conference(tx, ctx, "seoul", &seen, &wanted)).await.unwrap();
    let edits = history(&kit, ObjectKind::Conference, "seoul").await;
    assert_eq!(edits.len(), 1);
    assert_eq!(told(&edits[0]), [
        ("colour", "null".to_owned(), "\"#112233\"".to_owned()),
        ("hours_minutes", "null".to_owned(), "[540,1560]".to_owned()),
        ("last_day", "\"2026-11-22\"".to_owned(), "\"2026-11-23\"".to_owned()),
        ("name", "{\"en\":\"Seoul Week\"}".to_owned(), "{\"en\":\"Week\",\"ko\":\"주간\"}".to_owned()),
    ]);
    // Who sees it is one more setting; the hosts' addresses hear of both ways.
    let public = team(&kit, |tx, ctx| set_visibility(tx, ctx, "seoul", Visibility::Public)).await.unwrap();
    assert_eq!(public.visibility, Visibility::Public);
    let batch = history(&kit, ObjectKind::Conference, "seoul").await[0].batch;
    assert_eq!(back(&kit, Some(batch)).await.done, 1);
    assert_eq!(conference(&kit, "seoul").await.visibility, Visibility::Draft);
    // The first day has been moved behind the old last day meanwhile: an undo that cannot be is refused.
    let now = conference(&kit, "seoul").await;
    let (seen, wanted) = (conference_fingerprint(&now), Conference { first_day: now.last_day, ..now.clone() });
    let moved = team(&kit, move |tx, ctx| edit_conference(tx, ctx, "seoul", &seen, &wanted)).await.unwrap();
    assert_eq!(back(&kit, changed).await.kept, ["seoul"]);
    assert_eq!(back(&kit, moved).await.done, 1);
    assert_eq!(back(&kit, changed).await.done, 1);
    let now = conference(&kit, "seoul").await;
    assert_eq!(Conference { revision: of.revision, changed_at: of.changed_at, ..now }, of);
}

async fn a_sheet_a_copy_and_an_import_are_remembered_whole(kit: TestKit) {
    let of = imported(&kit).await;
    assert!(history(&kit, ObjectKind::Room, "hall").await.is_empty(), "what a conference began with");
    let sheet = "city = \"Seoul\"\n[rooms.hall]\ncapacity = 250\narea = \"north\"\n[rooms.attic]\n[[walks]]\nbetween = [\"north\", \"south\"]\nminutes = 4\n[[pages]]\nslug = \"way\"\ntitle = \"Way\"\nbody = \"By train\"";
    team(&kit, move |tx, ctx| apply_sheet(tx, ctx, "seoul", &read_sheet(sheet).unwrap())).await.unwrap();
    let edits = team(&kit, |tx, ctx| conference_history(tx, ctx, "seoul", None, 50)).await.unwrap();
    let all = |edits: &[Edit]| {
        let mut all: Vec<(ObjectKind, String)> = edits.iter().map(|edit| (edit.kind, edit.code.clone())).collect();
        all.sort();
        all
    };
    let sheets = [(ObjectKind::Conference, "seoul"), (ObjectKind::Room, "attic"), (ObjectKind::Room, "hall"), (ObjectKind::Page, "way")];
    assert_eq!(all(&edits), sheets.map(|(kind, code)| (kind, code.to_owned())));
    assert!(edits.iter().all(|edit| edit.action == EditAction::Sheet && edit.batch == edits[0].batch));
    assert_eq!(back(&kit, Some(edits[0].batch)).await.done, 4);
    assert!(kit.store.read::<_, StoreError, _>(move |tx| walks(tx, of.id)).await.unwrap().is_empty());
    assert!(conference(&kit, "seoul").await.city.is_empty());
    // An import writes rooms and sessions at once, and both come back at once.
    let mut newer = source();
    newer.rooms[0].capacity = Some(120);
    newer.rooms.push(Room { key: "3".into(), name: Text::of("", "Yard"), ..Room::default() });
    newer.sessions[0].title = Text::of("en", "Opened");
    newer.sessions[0].slot.as_mut().unwrap().room = Some("3".into());
    team(&kit, move |tx, ctx| import(tx, ctx, "seoul", &newer)).await.unwrap();
    let edits = team(&kit, |tx, ctx| conference_history(tx, ctx, "seoul", None, 3)).await.unwrap();
    assert_eq!(all(&edits), [(ObjectKind::Room, "hall".to_owned()), (ObjectKind::Room, "yard".to_owned()), (ObjectKind::Session, "opening".to_owned())]);
    assert!(edits.iter().all(|edit| edit.action == EditAction::Import && edit.batch == edits[0].batch));
    let undone = back(&kit, Some(edits[0].batch)).await;
    assert_eq!((undone.done, undone.kept.len()), (3, 0), "the session leaves the room before the room goes");
    assert!(piece(&kit, of.id, PieceKind::Room, "yard").await.is_none());
    assert_eq!(back(&kit, undone.batch).await.done, 3, "and the room is there before the session comes into it");
    // A copy goes with one undo, too.
    let busan = "name = \"Busan\"\nzone = \"Asia/Seoul\"\nfirst_day = \"2027-11-22\"";
    team(&kit, move |tx, ctx| apply_sheet(tx, ctx, "busan", &read_sheet(busan).unwrap())).await.unwrap();
    let copied = team(&kit, |tx, ctx| copy_settings(tx, ctx, "seoul", "busan")).await.unwrap().unwrap();
    let busan = conference(&kit, "busan").await;
    assert_eq!(list(&kit, busan.id, PieceKind::Room).await.len(), 3);
    let undone = team(&kit, move |tx, ctx| undo(tx, ctx, "busan", copied)).await.unwrap();
    assert_eq!(undone.kept, Vec::<String>::new());
    for kind in PieceKind::ALL {
        assert_eq!(list(&kit, busan.id, kind).await, [], "{kind:?}");
    }
}

async fn levels_of_conflicts_have_their_history_and_go_along_with_a_copy(kit: TestKit) {
    let of = imported(&kit).await;
    let choose = async |kind: ConflictKind, level: Level| {
        let changed = Levels::from([(kind, level)]);
        team(&kit, move |tx, ctx| change_levels(tx, ctx, "seoul", &changed)).await.unwrap()
    };
    let now = async || team(&kit, |tx, ctx| levels(tx, ctx, "seoul")).await.unwrap();
    let blocks = choose(ConflictKind::RoomTaken, Level::Block).await;
    assert_eq!(choose(ConflictKind::RoomTaken, Level::Block).await, None, "the same again is no change");
    assert_eq!(choose(ConflictKind::Walk, Level::Warn).await, None, "as it usually is");
    let ignores = choose(ConflictKind::RoomTaken, Level::Ignore).await;
    let walk = choose(ConflictKind::Walk, Level::Block).await;
    let edits = history(&kit, ObjectKind::Conference, "seoul").await;
    let all: Vec<_> = edits.iter().map(|edit| (edit.version, told(edit))).collect();
    let line = |kind, before: &str, after: &str| vec![(kind, format!("\"{before}\""), format!("\"{after}\""))];
    assert_eq!(all, [
        (3, line("conflict-walk", "warn", "block")),
        (2, line("conflict-room-taken", "block", "ignore")),
        (1, line("conflict-room-taken", "warn", "block")),
    ]);
    // What was chosen since stays; what was not comes back, and the conference's own settings are another matter.
    assert_eq!(back(&kit, blocks).await.kept, ["seoul"]);
    let seen = conference_fingerprint(&of);
    let wanted = Conference { colour: Some("#112233".into()), ..of.clone() };
    team(&kit, move |tx, ctx| edit_conference(tx, ctx, "seoul", &seen, &wanted)).await.unwrap();
    assert_eq!(back(&kit, ignores).await.done, 1);
    let undone = back(&kit, blocks).await;
    assert_eq!(now().await.get(&ConflictKind::RoomTaken).copied().unwrap_or_default(), Level::Warn);
    assert_eq!(now().await[&ConflictKind::Walk], Level::Block);
    back(&kit, undone.batch).await;
    assert_eq!(now().await[&ConflictKind::RoomTaken], Level::Block);
    assert_eq!(conference(&kit, "seoul").await.colour.as_deref(), Some("#112233"));
    // Many at once: each level is chosen, each undo is done once.
    let each = ConflictKind::ALL.map(|kind| Levels::from([(kind, Level::Ignore)]));
    let chosen = each.map(|changed| team::<_, ProgrammeError>(&kit, move |tx, ctx| change_levels(tx, ctx, "seoul", &changed)));
    futures_util::future::join_all(chosen).await.into_iter().for_each(|one| assert!(one.unwrap().is_some()));
    let ignored = now().await;
    assert!(ConflictKind::ALL.iter().all(|kind| ignored[kind] == Level::Ignore), "{ignored:?}");
    let undos = (0..6).map(|_| back(&kit, walk));
    assert!(futures_util::future::join_all(undos).await.iter().all(|one| one.done == 0), "it was chosen anew since");
    // Who may not organise may neither choose nor take back.
    let someone = member(&kit, &of, &[Power::View, Power::Programme]);
    let (ctx, batch) = (someone.clone(), walk.expect("it was chosen"));
    let result = kit.store.write(move |tx| undo(tx, &ctx, "seoul", batch)).await;
    assert!(matches!(result, Err(EditError::Programme(ProgrammeError::Forbidden))), "{result:?}");
    let result = kit.store.write(move |tx| change_levels(tx, &someone, "seoul", &Levels::new())).await;
    assert!(matches!(result, Err(ProgrammeError::Forbidden)), "{result:?}");
    // A copy has them too, and one undo takes all of it back.
    let busan = "name = \"Busan\"\nzone = \"Asia/Seoul\"\nfirst_day = \"2027-11-22\"";
    team(&kit, move |tx, ctx| apply_sheet(tx, ctx, "busan", &read_sheet(busan).unwrap())).await.unwrap();
    let batch = team(&kit, |tx, ctx| copy_settings(tx, ctx, "seoul", "busan")).await.unwrap();
    let copied = team(&kit, move |tx, ctx| copy_levels(tx, ctx, "seoul", "busan", batch)).await.unwrap();
    assert_eq!(copied, batch);
    let there = async || team(&kit, |tx, ctx| levels(tx, ctx, "busan")).await.unwrap();
    assert_eq!(there().await[&ConflictKind::Walk], Level::Ignore);
    let undone = team(&kit, move |tx, ctx| undo(tx, ctx, "busan", copied.expect("it was copied"))).await.unwrap();
    assert_eq!(undone.kept, Vec::<String>::new());
    assert!(there().await.values().all(|level| *level == Level::Warn), "as usual again");
    assert!(kit.store.read(madang_audit::verify).await.is_ok());
}

async fn of_two_undos_at_once_one_is_done(kit: TestKit) {
    let of = imported(&kit).await;
    let batch = set_seats(&kit, of.id, 310).await.expect("it was changed");
    let wanted = new_piece(&kit, PieceKind::Page);
    let made = team(&kit, move |tx, ctx| add_piece(tx, ctx, "seoul", &wanted)).await.unwrap().expect("it was made");
    for batch in [batch, made] {
        let all = (0..6).map(|_| team(&kit, move |tx, ctx| undo(tx, ctx, "seoul", batch)));
        let all: Vec<Undone> = futures_util::future::join_all(all).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(all.iter().map(|one| one.done).sum::<usize>(), 1, "{all:?}");
        assert_eq!(all.iter().map(|one| one.kept.len()).sum::<usize>(), 5, "{all:?}");
    }
    let hall = piece(&kit, of.id, PieceKind::Room, "hall").await.unwrap();
    assert!(matches!(&hall, Piece::Room(room) if room.capacity == Some(300)), "{hall:?}");
    assert_eq!(history(&kit, ObjectKind::Room, "hall").await.len(), 2);
    // What the database itself holds to, whoever writes.
    let again = kit.ctx(Who::System).id();
    let repeated = kit.store.write::<_, StoreError, _>(move |tx| tx.execute(&REPEAT, params![again])).await;
    assert!(matches!(repeated, Err(StoreError::Constraint { .. })), "{repeated:?}");
    let rewritten = kit.store.write::<_, StoreError, _>(|tx| tx.execute(&REWRITE, params![])).await;
    assert!(rewritten.as_ref().unwrap_err().to_string().contains("never written anew"), "{rewritten:?}");
}

async fn nobody_takes_back_what_is_not_theirs(kit: TestKit) {
    let of = imported(&kit).await;
    let batch = set_seats(&kit, of.id, 310).await.expect("it was changed");
    let busan = "name = \"Busan\"\nzone = \"Asia/Seoul\"\nfirst_day = \"2027-11-22\"";
    team(&kit, move |tx, ctx| apply_sheet(tx, ctx, "busan", &read_sheet(busan).unwrap())).await.unwrap();
    let busan = conference(&kit, "busan").await;
    let all = [Power::View, Power::Programme, Power::Organise, Power::Own];
    let attempt = async |ctx: Ctx, slug: &'static str| kit.store.write(move |tx| undo(tx, &ctx, slug, batch)).await;
    let hidden = |result: &Result<Undone, EditError>| matches!(result, Err(EditError::Programme(ProgrammeError::NoConference(_))));
    let forbidden = |result: &Result<Undone, EditError>| matches!(result, Err(EditError::Programme(ProgrammeError::Forbidden)));
    let result = attempt(kit.ctx(Who::Visitor), "seoul").await;
    assert!(hidden(&result), "{result:?}");
    let result = attempt(member(&kit, &busan, &all), "seoul").await;
    assert!(hidden(&result), "{result:?}");
    // The same name under a conference of their own leads nowhere.
    let result = attempt(member(&kit, &busan, &all), "busan").await;
    assert!(matches!(result, Err(EditError::Gone(_))), "{result:?}");
    for powers in [&[Power::View][..], &[Power::View, Power::Programme][..]] {
        let result = attempt(member(&kit, &of, powers), "seoul").await;
        assert!(forbidden(&result), "{powers:?}: {result:?}");
    }
    assert_eq!(history(&kit, ObjectKind::Room, "hall").await.len(), 1);
    assert_eq!(attempt(member(&kit, &of, &all), "seoul").await.unwrap().done, 1);
    // Imports are for the programme's people, so are their undo and its undo.
    let mut newer = source();
    newer.rooms[0].capacity = Some(120);
    let someone = member(&kit, &of, &[Power::View, Power::Programme]);
    let ctx = someone.clone();
    kit.store.write(move |tx| import(tx, &ctx, "seoul", &newer).map(drop)).await.unwrap();
    let mut batch = history(&kit, ObjectKind::Room, "hall").await[0].batch;
    for _ in 0..2 {
        let ctx = someone.clone();
        let undone = kit.store.write(move |tx| undo(tx, &ctx, "seoul", batch)).await.unwrap();
        assert_eq!(undone.done, 1);
        batch = undone.batch.expect("it was done");
    }
    let other = member(&kit, &of, &[Power::View, Power::Programme]);
    let result = kit.store.write(move |tx| undo(tx, &other, "seoul", batch)).await;
    assert!(forbidden(&result), "somebody else's undo of a setting: {result:?}");
}

async fn one_history_has_pages_without_gaps(kit: TestKit) {
    let of = imported(&kit).await;
    for n in 0..5 {
        set_seats(&kit, of.id, 400 + n).await;
        let what = madang_programme::BulkSession::AddTags(vec![format!("tag-{n}")]);
        let codes = vec!["opening".to_owned(), "panel".to_owned()];
        team(&kit, move |tx, ctx| madang_programme::change_sessions(tx, ctx, "seoul", &codes, &what)).await.unwrap();
    }
    let all = team(&kit, |tx, ctx| conference_history(tx, ctx, "seoul", None, 100)).await.unwrap();
    assert_eq!(all.len(), 15);
    let kinds: Vec<bool> = all.iter().map(|edit| edit.kind.is_setting()).collect();
    assert_eq!(kinds, [false, false, true].repeat(5), "by time, not by kind");
    let (mut paged, mut before) = (Vec::new(), None);
    loop {
        let page = team(&kit, move |tx, ctx| conference_history(tx, ctx, "seoul", before, 4)).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        paged.extend(page);
    }
    assert_eq!(paged, all);
}

}

mod upgrade {
    use madang_testkit::both_stores;

    use super::*;

    /// The tables as the version before this one made them.
    static BEFORE: &[&[Migration]] = &[
        madang_audit::MIGRATIONS,
        madang_web::MIGRATIONS,
        madang_jobs::MIGRATIONS,
        madang_mail::MIGRATIONS,
        madang_files::MIGRATIONS,
        madang_people::MIGRATIONS,
        madang_conference::MIGRATIONS.split_at(1).0,
        madang_team::MIGRATIONS,
        MIGRATIONS.split_at(6).0,
    ];

    both_stores! { BEFORE;

    async fn edits_of_an_earlier_program_come_along(kit: TestKit) {
        let ctx = kit.ctx(Who::System);
        let (id, edit, now) = (ctx.id(), ctx.id(), ctx.now);
        kit.store.write::<_, StoreError, _>(move |tx| {
            let host = madang_conference::default_host(tx, &ctx)?;
            let made = Conference {
                id: ConferenceId(id), host_id: host.id, slug: "seoul".into(), visibility: Visibility::Draft,
                zone: "Asia/Seoul".into(), first_day: "2026-11-22".parse().unwrap(), last_day: "2026-11-22".parse().unwrap(),
                day_starts_minutes: 0, hours_minutes: None, languages: vec!["en".into()], name: Text::of("en", "Seoul"),
                subtitle: Text::default(), description: Text::default(), venue: Text::default(), address: Text::default(),
                city: Text::default(), url: None, colour: None, logo: None, revision: 1, changed_at: now,
            };
            madang_conference::insert(tx, &made, now)?;
            tx.expect_rows(&OLD_EDIT, params![id, edit, now], 1)
        }).await.unwrap();
        let store = kit.store.clone();
        let report = tokio::task::spawn_blocking(move || store.migrate(ALL, now)).await.unwrap().unwrap();
        assert!(report.applied.contains(&"programme/0007_one_history"), "{report:?}");
        let edits = history(&kit, ObjectKind::Session, "opening").await;
        assert_eq!(edits.iter().map(|one| (one.id, one.version, one.action)).collect::<Vec<_>>(), [(edit, 2, EditAction::Change)]);
    }

    }
}
