//! Pages beside the programme, in three languages.

use madang_interchange::model::Text;

use crate::conference::text;

/// A page of the sample conference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Short name in addresses.
    pub slug: &'static str,
    /// Its title.
    pub title: Text,
    /// Its text; Markdown.
    pub body: Text,
}

/// The pages in the order of the menu, each complete in English, Korean and Chinese.
#[must_use]
pub fn pages() -> Vec<Page> {
    let page = |slug, title: [&str; 3], body: [&str; 3]| Page {
        slug,
        title: text(title[0], title[1], title[2]),
        body: text(body[0], body[1], body[2]),
    };
    vec![
        page(
            "venue",
            ["Venue", "행사장", "会场"],
            [
                include_str!("pages/venue.en.md"),
                include_str!("pages/venue.ko.md"),
                include_str!("pages/venue.zh.md"),
            ],
        ),
        page(
            "travel",
            ["Getting here", "오시는 길", "交通"],
            [
                include_str!("pages/travel.en.md"),
                include_str!("pages/travel.ko.md"),
                include_str!("pages/travel.zh.md"),
            ],
        ),
        page(
            "visa",
            ["Visa help", "비자 안내", "签证协助"],
            [
                include_str!("pages/visa.en.md"),
                include_str!("pages/visa.ko.md"),
                include_str!("pages/visa.zh.md"),
            ],
        ),
        page(
            "code-of-conduct",
            ["Code of conduct", "행동 강령", "行为准则"],
            [
                include_str!("pages/conduct.en.md"),
                include_str!("pages/conduct.ko.md"),
                include_str!("pages/conduct.zh.md"),
            ],
        ),
        page(
            "safety",
            ["Staying safe", "안전 수칙", "安全须知"],
            [
                include_str!("pages/safety.en.md"),
                include_str!("pages/safety.ko.md"),
                include_str!("pages/safety.zh.md"),
            ],
        ),
        page(
            "press",
            ["For the press", "보도 안내", "媒体"],
            [
                include_str!("pages/press.en.md"),
                include_str!("pages/press.ko.md"),
                include_str!("pages/press.zh.md"),
            ],
        ),
    ]
}
