//! Countries by the names that lists use.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// The ISO 3166-1 alpha-2 code of a country, by code or name; `None` when it is not known.
#[must_use]
pub fn country_code(text: &str) -> Option<String> {
    static NAMES: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let lines = include_str!("../../data/countries.txt").lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(' '))
            .flat_map(|(code, names)| names.split('|').map(move |name| (name, code)))
            .collect()
    });
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    if text.is_empty() || text.len() > 80 {
        return None;
    }
    let lower = text.to_lowercase();
    let find = |name: &str| names.get(name.trim()).map(|code| (*code).to_owned());
    find(&lower)
        .or_else(|| find(lower.split(['/', '(']).next().unwrap_or_default()))
        .or_else(|| find(lower.trim_start_matches("the ")))
}
