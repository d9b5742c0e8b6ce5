use std::fmt::Write as _;

use fast_qr::QRBuilder;

/// A QR code as one path of unit squares, to be drawn in a page: no picture is fetched and no style is needed.
pub(super) struct Qr {
    /// Units in width and height, with the quiet zone around it.
    pub(super) units: usize,
    /// The path of the dark squares.
    pub(super) path: String,
}

/// The width that must stay white around a code.
///
/// *Source*: ISO/IEC 18004, 5.3.8.
const QUIET: usize = 4;

/// The code of a text; `None` when the text is too long for any.
pub(super) fn draw(text: &str) -> Option<Qr> {
    let code = QRBuilder::new(text).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let from = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > from {
                let (x, y, wide) = (from + QUIET, row + QUIET, column - from);
                // A string takes whatever is written into it.
                let _ = write!(path, "M{x} {y}h{wide}v1h-{wide}z");
            }
            column += 1;
        }
    }
    Some(Qr { units: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The squares of the path, read back.
    fn squares(qr: &Qr) -> Vec<Vec<bool>> {
        let mut dark = vec![vec![false; qr.units]; qr.units];
        for run in qr.path.split('M').filter(|run| !run.is_empty()) {
            let (start, rest) = run.split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let wide: usize = rest.split('v').next().unwrap().parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            dark[y][x..x + wide].fill(true);
        }
        dark
    }

    #[test]
    fn the_path_draws_the_code() {
        let text = "otpauth://totp/yard.example:ada?secret=GEZDGNBVGY3TQOJQ";
        let code = QRBuilder::new(text).build().unwrap();
        let qr = draw(text).unwrap();
        let drawn = squares(&qr);
        for row in 0..qr.units {
            for column in 0..qr.units {
                let inside =
                    (QUIET..QUIET + code.size).contains(&row) && (QUIET..QUIET + code.size).contains(&column);
                let expected = inside && code[row - QUIET][column - QUIET].value();
                assert_eq!(drawn[row][column], expected, "{row} {column}");
            }
        }
        // The three corners by which cameras find a code.
        assert!(drawn[QUIET][QUIET..QUIET + 7].iter().all(|dark| *dark) && !drawn[QUIET][QUIET + 7]);
    }

    #[test]
    fn a_text_too_long_has_none() {
        assert!(draw(&"x".repeat(5_000)).is_none());
    }
}
