//! From what a source says to what the model promises: texts, addresses, colours, languages, countries.

use std::borrow::Cow;

use url::Url;

use super::{html, log::Log};
use crate::{
    model::{Place, Severity},
    place::excerpt,
};

/// How long texts are marked up in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup {
    /// Plain text or Markdown, unless it plainly is HTML: formats whose producers disagree.
    Either,
    /// HTML.
    Html,
}

/// A text on several lines: line ends made `\n`, control characters dropped and reported, trimmed; none when empty.
pub(crate) fn text(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let mut dropped = 0_u32;
    let mut kept = Cow::Borrowed(raw);
    if raw.chars().any(|letter| is_forbidden(letter) || letter == '\r') {
        let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
        let mut clean = String::with_capacity(unified.len());
        for letter in unified.chars() {
            match is_forbidden(letter) {
                true => dropped += 1,
                false => clean.push(letter),
            }
        }
        kept = Cow::Owned(clean);
    }
    if dropped > 0 {
        let message = format!("{dropped} control characters were dropped from {}", excerpt(raw));
        log.warn("control-character", place(), message);
    }
    let trimmed = kept.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// A name or title: as [`text`], and on one line.
pub(crate) fn line(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let clean = text(log, raw, place)?;
    if !clean.contains(['\n', '\t']) && !clean.contains("  ") {
        return Some(clean);
    }
    Some(clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A long text as Markdown.
pub(crate) fn markdown(
    log: &mut Log,
    raw: &str,
    markup: Markup,
    place: &dyn Fn() -> Place,
) -> Option<String> {
    let clean = text(log, raw, place)?;
    if markup == Markup::Either && !html::looks_like_html(&clean) {
        return Some(clean);
    }
    if !clean.contains(['<', '&']) {
        return Some(html::plain_to_markdown(&clean));
    }
    let converted = html::to_markdown(&clean);
    log.fold(Severity::Note, "html-converted", place, || {
        "HTML in a text was turned into Markdown".to_owned()
    });
    if let Some(tag) = converted.removed {
        let message = format!("<{tag}> and what it holds was removed from a text");
        log.warn("html-removed", place(), message);
    }
    // Entities such as &#7; bring in what the first pass could not see.
    text(log, &converted.markdown, place)
}

/// Characters that no text may hold: controls besides line feed and tab, and what XML 1.0 cannot carry.
fn is_forbidden(letter: char) -> bool {
    (letter.is_control() && !matches!(letter, '\n' | '\t' | '\r'))
        || matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// What an address may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `http` or `https`.
    Web,
    /// `http`, `https` or `mailto`.
    WebOrMail,
}

/// An absolute address in its normal form.
///
/// *Shapes*: only ASCII; a relative one is resolved against `base` when there is one. Everything else is reported
/// and dropped, `javascript:` and `data:` above all.
pub(crate) fn address(
    log: &mut Log,
    raw: &str,
    base: Option<&Url>,
    scheme: Scheme,
    place: &dyn Fn() -> Place,
) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    let parsed = match (Url::parse(raw), base) {
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(raw),
        (Err(url::ParseError::RelativeUrlWithoutBase), None) if raw.starts_with("www.") => {
            log.note("url-mended", place(), format!("https:// was put before {}", excerpt(raw)));
            Url::parse(&format!("https://{raw}"))
        }
        (parsed, _) => parsed,
    };
    let url = match parsed {
        Ok(url) => url,
        Err(fault) => {
            log.loss("bad-url", place(), format!("the address {} was left out: {fault}", excerpt(raw)));
            return None;
        }
    };
    let known = match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| !host.is_empty()),
        "mailto" => scheme == Scheme::WebOrMail && url.path().contains('@'),
        _ => false,
    };
    if !known {
        log.loss(
            "bad-url",
            place(),
            format!("the address {} was left out: it leads to no web page", excerpt(raw)),
        );
        return None;
    }
    Some(strict_uri(url.as_str()))
}

/// The URL standard lets some letters stand that RFC 3986 wants escaped; schemas and feeds want RFC 3986.
fn strict_uri(url: &str) -> String {
    let mut strict = String::with_capacity(url.len());
    let mut hashes = 0;
    for letter in url.chars() {
        let escaped = match letter {
            '#' => {
                hashes += 1;
                hashes > 1
            }
            '[' | ']' => url.find(letter).is_some_and(|at| at > "https://[::]".len()),
            '|' | '^' | '`' | '{' | '}' | '<' | '>' | '"' | '\\' | ' ' | '\'' => true,
            _ => false,
        };
        match escaped {
            true => strict.push_str(&format!("%{:02X}", u32::from(letter))),
            false => strict.push(letter),
        }
    }
    mend_percent(&strict)
}

/// A `%` that escapes nothing is itself escaped.
fn mend_percent(url: &str) -> String {
    let bytes = url.as_bytes();
    let mut mended = String::with_capacity(url.len());
    for (index, letter) in url.char_indices() {
        mended.push(letter);
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        if letter == '%' && !(hex(index + 1) && hex(index + 2)) {
            mended.push_str("25");
        }
    }
    mended
}

/// A colour as `#rrggbb`.
pub(crate) fn colour(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    let digits = raw.strip_prefix('#').unwrap_or(raw);
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let lower = digits.to_ascii_lowercase();
        match lower.len() {
            6 => return Some(format!("#{lower}")),
            3 => {
                return Some(
                    lower.chars().fold("#".to_owned(), |colour, digit| colour + &format!("{digit}{digit}")),
                );
            }
            8 => {
                log.note(
                    "colour-mended",
                    place(),
                    format!("the transparency of {} was dropped", excerpt(raw)),
                );
                return Some(format!("#{}", &lower[..6]));
            }
            _ => {}
        }
    }
    log.loss("bad-colour", place(), format!("{} is no colour such as #0a7bff; left out", excerpt(raw)));
    None
}

/// A language as a BCP 47 tag; of several, the first.
pub(crate) fn language(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    if let Some(tag) = language_tag(raw) {
        return Some(tag);
    }
    let mut parts = raw.split([',', ';', '/', '+', '&']).map(str::trim);
    if let Some(tag) = parts.next().and_then(language_tag) {
        let message = format!("of several languages {} the first was taken", excerpt(raw));
        log.warn("several-languages", place(), message);
        return Some(tag);
    }
    log.loss("bad-language", place(), format!("{} names no language that is known; left out", excerpt(raw)));
    None
}

/// The tag for a tag or a language's name; `de-formal` and the like lose their private part.
pub(crate) fn language_tag(raw: &str) -> Option<String> {
    let lower = raw.trim().to_lowercase();
    let named = match &*lower {
        "english" | "englisch" | "anglais" | "inglés" | "영어" | "英語" | "英语" => "en",
        "german" | "deutsch" | "allemand" => "de",
        "french" | "français" | "francais" | "französisch" => "fr",
        "spanish" | "español" | "espanol" | "castellano" => "es",
        "portuguese" | "português" => "pt",
        "italian" | "italiano" => "it",
        "korean" | "한국어" => "ko",
        "japanese" | "日本語" => "ja",
        "chinese" | "中文" | "mandarin" => "zh",
        "russian" | "русский" => "ru",
        "ukrainian" | "українська" => "uk",
        "polish" | "polski" => "pl",
        "czech" | "čeština" => "cs",
        "dutch" | "nederlands" => "nl",
        "arabic" | "العربية" => "ar",
        "hindi" | "हिन्दी" => "hi",
        "turkish" | "türkçe" => "tr",
        "vietnamese" | "tiếng việt" => "vi",
        "indonesian" | "bahasa indonesia" => "id",
        _ => "",
    };
    if !named.is_empty() {
        return Some(named.to_owned());
    }
    let mut parts = lower.split(['-', '_']);
    let primary = parts.next()?;
    if !matches!(primary.len(), 2 | 3) || !primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut tag = primary.to_owned();
    for part in parts {
        match (part.len(), part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            (2, true) => tag = format!("{tag}-{}", part.to_ascii_uppercase()),
            (4, true) => tag = format!("{tag}-{}{}", part[..1].to_ascii_uppercase(), &part[1..]),
            (3, _) if part.bytes().all(|byte| byte.is_ascii_digit()) => tag = format!("{tag}-{part}"),
            (5..=8, true) if part == "formal" || part == "informal" => {}
            _ => return None,
        }
    }
    Some(tag)
}

/// A country as its ISO 3166-1 alpha-2 code.
pub(crate) fn country(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let clean = line(log, raw, place)?;
    if let Some(code) = super::countries::code(&clean) {
        return Some(code.to_owned());
    }
    log.loss(
        "unknown-country",
        place(),
        format!("{} is no country that is known; left out", excerpt(&clean)),
    );
    None
}

/// An e-mail address, checked as far as it makes sense without sending to it.
pub(crate) fn email(log: &mut Log, raw: &str, place: &dyn Fn() -> Place) -> Option<String> {
    let clean = line(log, raw, place)?;
    let sound = clean
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
        && !clean.contains([' ', '<', '>', ',', ';', '"'])
        && clean.len() <= 254;
    if sound {
        return Some(clean);
    }
    log.loss("bad-email", place(), format!("{} is no e-mail address; left out", excerpt(&clean)));
    None
}

/// The public page behind a handle such as `@madang`; whole addresses pass through unchanged.
pub(crate) fn handle_page(raw: &str, host: &str) -> Option<String> {
    let raw = raw.trim();
    let tail = raw.rsplit_once(&format!("{host}/")).map_or(raw, |(_, tail)| tail);
    let name = tail.trim_start_matches('@').trim_end_matches('/');
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let sound = !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    sound.then(|| format!("https://{host}/{name}"))
}
