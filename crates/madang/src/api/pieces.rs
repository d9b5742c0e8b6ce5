//! Rooms, tracks, kinds and pages of a conference: the same operations for each.

use axum::{extract::Path, response::Response};
use http::StatusCode;
use madang_conference::{
    Kind, Page, Piece, PieceKind, Room, SettingError, Track, add_piece, edit_piece, fingerprint, pieces,
    remove_piece,
};
use madang_context::{Ctx, Id, Power};
use madang_interchange::model::Text;
use madang_web::{Problem, Right, Visit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    answer::{Change, Done, Kept, Listing},
    declare::{Api, Operation},
    programme::{Edit, history_of},
    sessions::conference,
    values::{Colour, Line, NeededLines, Number, Proses, Slug},
    wish::{Wish, read, write},
};

/// Adds the operations of each kind.
pub(super) fn declare(api: Api) -> Api {
    let api = declare_kind::<RoomValue>(api, "Room");
    let api = declare_kind::<TrackValue>(api, "Track");
    let api = declare_kind::<KindValue>(api, "Kind");
    declare_kind::<PageValue>(api, "Page")
}

fn declare_kind<T: PieceValue>(api: Api, name: &str) -> Api {
    const VIEW: Right = Right::Scoped(Power::View);
    const ORGANISE: Right = Right::Scoped(Power::Organise);
    let all = format!("/api/v1/conferences/{{conference}}/{}", T::KIND.word());
    let one = format!("{all}/{{{}}}", name.to_ascii_lowercase());
    let words = |verb: &str, rest: &str| (format!("{verb}{name}{rest}"), format!("{name}: {verb}"));
    let (listed, made, shown, changed, removed) =
        (words("list", "s"), words("create", ""), words("get", ""), words("put", ""), words("delete", ""));
    let told = (format!("get{name}History"), format!("{name}: what was changed, the newest first"));
    fn of(words: &(String, String)) -> (&str, &str) {
        (&words.0, &words.1)
    }
    api.on(Operation::get(&all, VIEW, of(&listed)).gives::<Listing<Kept<T>>>(200), list::<T>)
        .on(Operation::post(&all, ORGANISE, of(&made)).takes::<New<T>>().gives::<Done>(201), create::<T>)
        .on(Operation::get(&one, VIEW, of(&shown)).gives::<Kept<T>>(200), show::<T>)
        .on(Operation::put(&one, ORGANISE, of(&changed)).takes::<Change<T>>().gives::<Done>(200), put::<T>)
        .on(Operation::delete(&one, ORGANISE, of(&removed)).gives::<Done>(200), delete::<T>)
        .on(
            Operation::get(&format!("{one}/history"), VIEW, of(&told)).gives::<Listing<Edit>>(200),
            history::<T>,
        )
}

/// What can be changed of one kind of piece.
trait PieceValue: Serialize + DeserializeOwned + JsonSchema + Clone + Send + 'static {
    const KIND: PieceKind;

    /// The value of a piece of this kind.
    fn of(piece: &Piece) -> Option<Self>;

    /// Puts the value into a piece of this kind.
    fn put_into(&self, piece: &mut Piece);
}

/// The place among the others, from 0.
type Position = Number<0, 10_000>;

fn position(value: i64) -> Option<Position> {
    Some(Number(u32::try_from(value.max(0)).unwrap_or(u32::MAX)))
}

/// Where nothing is said the place stays.
fn place(into: &mut i64, position: Option<Position>) {
    if let Some(Number(position)) = position {
        *into = i64::from(position);
    }
}

/// A room that sessions are held in.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Room")]
struct RoomValue {
    name: NeededLines,
    /// Where it is.
    #[serde(default)]
    description: Proses,
    /// Seats.
    #[serde(default)]
    capacity: Option<Number<0, 1_000_000>>,
    /// Which part of the venue it is in.
    #[serde(default)]
    area: Option<Line>,
    /// Its place among the others, from 0; where nothing is said it stays, and a new one comes last.
    #[serde(default)]
    position: Option<Position>,
}

impl PieceValue for RoomValue {
    const KIND: PieceKind = PieceKind::Room;

    fn of(piece: &Piece) -> Option<Self> {
        let Piece::Room(room) = piece else { return None };
        Some(Self {
            name: NeededLines::of(&room.name),
            description: Proses::of(&room.description),
            capacity: room.capacity.map(Number),
            area: (!room.area.is_empty()).then(|| Line(room.area.clone())),
            position: position(room.position),
        })
    }

    fn put_into(&self, piece: &mut Piece) {
        let Piece::Room(room) = piece else { return };
        room.name = self.name.text();
        room.description = self.description.text();
        room.capacity = self.capacity.map(|seats| seats.0);
        room.area = self.area.as_ref().map(|area| area.0.trim().to_owned()).unwrap_or_default();
        place(&mut room.position, self.position);
    }
}

/// A theme that sessions belong to.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Track")]
struct TrackValue {
    name: NeededLines,
    #[serde(default)]
    colour: Option<Colour>,
    /// Its place among the others, from 0; where nothing is said it stays, and a new one comes last.
    #[serde(default)]
    position: Option<Position>,
}

impl PieceValue for TrackValue {
    const KIND: PieceKind = PieceKind::Track;

    fn of(piece: &Piece) -> Option<Self> {
        let Piece::Track(track) = piece else { return None };
        let colour = track.colour.clone().map(Colour);
        Some(Self { name: NeededLines::of(&track.name), colour, position: position(track.position) })
    }

    fn put_into(&self, piece: &mut Piece) {
        let Piece::Track(track) = piece else { return };
        track.name = self.name.text();
        track.colour = self.colour.clone().map(|colour| colour.0);
        place(&mut track.position, self.position);
    }
}

/// A kind of session: talk, workshop, panel.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Kind")]
struct KindValue {
    name: NeededLines,
    /// Usual length.
    #[serde(default)]
    duration_minutes: Option<Number<0, 1_440>>,
    /// Its place among the others, from 0; where nothing is said it stays, and a new one comes last.
    #[serde(default)]
    position: Option<Position>,
}

impl PieceValue for KindValue {
    const KIND: PieceKind = PieceKind::Kind;

    fn of(piece: &Piece) -> Option<Self> {
        let Piece::Kind(kind) = piece else { return None };
        let duration_minutes = kind.duration_minutes.map(Number);
        Some(Self { name: NeededLines::of(&kind.name), duration_minutes, position: position(kind.position) })
    }

    fn put_into(&self, piece: &mut Piece) {
        let Piece::Kind(kind) = piece else { return };
        kind.name = self.name.text();
        kind.duration_minutes = self.duration_minutes.map(|minutes| minutes.0);
        place(&mut kind.position, self.position);
    }
}

/// A page of text on the conference's site.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Page")]
struct PageValue {
    title: NeededLines,
    #[serde(default)]
    body: Proses,
    /// Its place among the others, from 0; where nothing is said it stays, and a new one comes last.
    #[serde(default)]
    position: Option<Position>,
}

impl PieceValue for PageValue {
    const KIND: PieceKind = PieceKind::Page;

    fn of(piece: &Piece) -> Option<Self> {
        let Piece::Page(page) = piece else { return None };
        let (title, body) = (NeededLines::of(&page.title), Proses::of(&page.body));
        Some(Self { title, body, position: position(page.position) })
    }

    fn put_into(&self, piece: &mut Piece) {
        let Piece::Page(page) = piece else { return };
        page.title = self.title.text();
        page.body = self.body.text();
        place(&mut page.position, self.position);
    }
}

/// A new piece under its short name.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct New<T> {
    /// Its short name in addresses; it stays.
    id: Slug,
    value: T,
}

fn kept<T: PieceValue>(piece: &Piece) -> Option<Kept<T>> {
    Some(Kept { id: piece.slug().to_owned(), version: fingerprint(piece), value: T::of(piece)? })
}

/// What was done to a piece.
fn done(piece: &Piece, batch: Option<Id>) -> Done {
    let batch = batch.map(|batch| batch.to_string());
    Done { id: piece.slug().to_owned(), version: fingerprint(piece), batch }
}

async fn list<T: PieceValue>(visit: Visit, Path(slug): Path<String>) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let items = pieces(tx, of.id, T::KIND)?.iter().filter_map(kept::<T>).collect();
        // A venue has a few dozen of them: one page.
        Ok(Listing { items, next: None })
    })
    .await
}

async fn show<T: PieceValue>(
    visit: Visit,
    Path((slug, wanted)): Path<(String, String)>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let found = pieces(tx, of.id, T::KIND)?.into_iter().find(|piece| piece.slug() == wanted);
        Ok(found.as_ref().and_then(kept::<T>).ok_or(SettingError::Absent)?)
    })
    .await
}

fn named(kind: PieceKind, ctx: &Ctx, slug: String, count: usize) -> Piece {
    match kind.blank(ctx, count) {
        Piece::Room(room) => Piece::Room(Room { slug, name: Text::default(), ..room }),
        Piece::Track(track) => Piece::Track(Track { slug, ..track }),
        Piece::Kind(kind) => Piece::Kind(Kind { slug, ..kind }),
        Piece::Page(page) => Piece::Page(Page { slug, ..page }),
    }
}

async fn create<T: PieceValue>(
    visit: Visit,
    Path(slug): Path<String>,
    wish: Wish<New<T>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::CREATED, wish.once), move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let count = pieces(tx, of.id, T::KIND)?.len();
        let mut piece = named(T::KIND, ctx, wish.value.id.0, count);
        wish.value.value.put_into(&mut piece);
        let batch = add_piece(tx, ctx, &slug, &piece)?;
        Ok(done(&piece, batch))
    })
    .await
}

async fn put<T: PieceValue>(
    visit: Visit,
    Path((slug, wanted)): Path<(String, String)>,
    Wish { value: change, .. }: Wish<Change<T>>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let of = conference(tx, ctx, &slug)?;
        let found = pieces(tx, of.id, T::KIND)?.into_iter().find(|piece| piece.slug() == wanted);
        let mut piece = found.ok_or(SettingError::Absent)?;
        change.value.put_into(&mut piece);
        let batch = edit_piece(tx, ctx, &slug, &change.version.0, &piece)?;
        Ok(done(&piece, batch))
    })
    .await
}

async fn delete<T: PieceValue>(
    visit: Visit,
    Path((slug, wanted)): Path<(String, String)>,
) -> Result<Response, Problem> {
    write(&visit, (StatusCode::OK, None), move |tx, ctx| {
        let batch = remove_piece(tx, ctx, &slug, (T::KIND, &wanted))?;
        Ok(Done { id: wanted, version: String::new(), batch: batch.map(|batch| batch.to_string()) })
    })
    .await
}

async fn history<T: PieceValue>(
    visit: Visit,
    Path((slug, wanted)): Path<(String, String)>,
) -> Result<Response, Problem> {
    read(&visit, move |tx, ctx| history_of(tx, ctx, &slug, (T::KIND.object(), &wanted))).await
}
