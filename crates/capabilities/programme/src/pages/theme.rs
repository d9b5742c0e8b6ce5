//! The conference's colours, as a style sheet: strict content security allows no style in pages.

use axum::{extract::Path, response::Response};
use http::HeaderMap;
use madang_web::{CacheRule, Cached, Problem, Visit};

use super::look::Look;

/// Colours for tracks that have none: the painted beams of a Korean roof, told apart also by those who see fewer.
const PALETTE: [&str; 12] = [
    "#3d7f6c", "#2c5484", "#7b4a86", "#d79f3a", "#c4452b", "#5f7d2f", "#4a4f9a", "#b8627f", "#2f8ca3",
    "#8a6239", "#6b6b6b", "#d0749a",
];

const THEME: &str = "#1d6156";

/// `/{conference}/theme.css`.
pub(crate) async fn theme(
    visit: Visit,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let look = Look::enter(visit, &slug).await?;
    let make = |look: &Look| {
        let theme =
            look.published.conference.colour.as_deref().filter(|colour| madang_conference::is_colour(colour));
        let theme = theme.unwrap_or(THEME);
        let mut css = format!(":root {{ --theme: {theme}; --theme-ink: {}; }}\n", ink(theme));
        // Tracks beyond the twelfth share their colours with the first.
        for (at, usual) in PALETTE.iter().enumerate() {
            let track = look.published.programme.tracks.get(at).and_then(|track| track.colour.as_deref());
            let colour = track.filter(|colour| madang_conference::is_colour(colour)).unwrap_or(usual);
            css += &format!(".track-{} {{ --track: {colour}; --track-ink: {}; }}\n", at + 1, ink(colour));
        }
        Ok(Cached::new("text/css; charset=utf-8", css, CacheRule::Revalidate))
    };
    look.cached(&headers, &[], make).await
}

/// Black or white, whichever is easier to read on a colour.
///
/// *Source*: WCAG 2.2, relative luminance and contrast ratio.
fn ink(colour: &str) -> &'static str {
    let channel = |range: std::ops::Range<usize>| {
        let value = colour.get(range).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(1..3) + 0.7152 * channel(3..5) + 0.0722 * channel(5..7);
    let (on_black, on_white) = ((luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05));
    if on_white >= on_black { "#ffffff" } else { "#17120d" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_can_be_read() {
        assert_eq!(
            ["#ffffff", "#ffff00", "#000000", "#1d6156", "nonsense"].map(ink),
            ["#17120d", "#17120d", "#ffffff", "#ffffff", "#ffffff"]
        );
    }
}
