//! Rooms, tracks, kinds and pages as tables to take away.

use axum::extract::Path;
use madang_conference::{Piece, PieceKind};
use madang_interchange::write::Cell;
use madang_web::{Problem, Visit};

use super::Loaded;
use crate::desk::export::Export;

/// `/desk/{conference}/settings/{list}`, where `list` is `rooms.csv`, `tracks.xlsx` and so on.
pub(super) async fn table(
    visit: Visit,
    Path((slug, list)): Path<(String, String)>,
) -> Result<Export, Problem> {
    let what = list.strip_suffix(".csv").or_else(|| list.strip_suffix(".xlsx"));
    let kind = what.and_then(PieceKind::of_word).ok_or_else(Problem::not_found)?;
    let loaded = Loaded::read(&visit, &slug).await?;
    let columns: &[&str] = match kind {
        PieceKind::Room => &["short-name", "name", "seats", "area", "description"],
        PieceKind::Track => &["short-name", "name", "colour"],
        PieceKind::Kind => &["short-name", "name", "minutes"],
        PieceKind::Page => &["short-name", "name", "body"],
    };
    let language = visit.t().language();
    let number = |number: Option<u32>| number.map_or_else(|| "".into(), |number| i64::from(number).into());
    let row = |piece: &Piece| -> Vec<Cell> {
        let text = |text: &madang_interchange::model::Text| text.pick(language.as_str()).into();
        let more: Vec<Cell> = match piece {
            Piece::Room(room) => {
                vec![number(room.capacity), room.area.as_str().into(), text(&room.description)]
            }
            Piece::Track(track) => vec![track.colour.as_deref().unwrap_or_default().into()],
            Piece::Kind(kind) => vec![number(kind.duration_minutes)],
            Piece::Page(page) => vec![text(&page.body)],
        };
        [piece.slug().into(), text(piece.name())].into_iter().chain(more).collect()
    };
    let (name, title) = (format!("{slug}-{}", kind.word()), visit.t().say_of("settings-", kind.word()));
    Ok(Export::new(&visit, &name, title, columns).rows(loaded.of(kind).iter().map(row)))
}
