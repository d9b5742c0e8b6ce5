//! Why: every match in lines that a compliance officer can read aloud, each with its weight.

use serde::Serialize;

use crate::{
    entry::{NameKind, Quality},
    index::{ENGINE, Index},
    lanes::{Lanes, Operating},
    search::{Found, Level, Pair, Question, weights},
    text::tokenise,
};

/// A line of an explanation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// What it says.
    pub words: String,
    /// What it weighs, in bits; nothing when it only informs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bits: Option<f32>,
}

/// An explanation of one match.
///
/// *Units*: bits. The lines with bits add up to the score of the name lane, and those of what is declared to the evidence lane's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The name that was asked for, as written, with its romanisation when that differs.
    pub asked: String,
    /// The listed name, likewise.
    pub listed: String,
    /// Score and threshold in one line.
    pub verdict: String,
    /// What matched what, what was missing.
    pub lines: Vec<Line>,
    /// Which list, which date, which version.
    pub provenance: String,
    /// What would clear the match.
    pub clears: String,
}

/// Explains a match.
#[must_use]
pub fn explain(
    index: &Index,
    name: &str,
    question: &Question,
    found: &Found,
    lanes: &Lanes,
    operating: &Operating,
) -> Explanation {
    let entry = &index.entries[found.entry as usize];
    let listed = &entry.names[usize::from(found.name)];
    let person = question.person;
    let listed_tokens = tokenise(&listed.full, person).map(|tokens| tokens.list).unwrap_or_default();
    let words = |mask: u32, tokens: &[crate::text::Token]| {
        let chosen = tokens.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
        chosen.map(|(_, token)| token.shown.as_str()).collect::<Vec<_>>().join(" ")
    };
    let weights = if person { &weights::PERSON } else { &weights::OTHER };
    let mut lines = Vec::new();
    for pair in &found.alignment.pairs {
        let (asked, listed) = (words(pair.asked, &question.tokens.list), words(pair.listed, &listed_tokens));
        lines.push(Line {
            words: pair_words(&asked, &listed, pair),
            bits: Some(round(pair_bits(pair, weights))),
        });
    }
    let side = if person { &index.persons } else { &index.others };
    for (at, token) in question.tokens.list.iter().enumerate() {
        if found.alignment.asked_left >> at & 1 == 1 {
            let heavy = !token.particle && (person || !crate::business::is_filler(&token.form));
            let bits = heavy.then(|| round(weights[11] + weights[12] * side.rarity.of_form(&token.form)));
            lines.push(Line { words: format!("{:?} is not in the listed name", token.shown), bits });
        }
    }
    let missing = words(found.alignment.listed_left, &listed_tokens);
    let features = &found.alignment.features;
    if !missing.is_empty() {
        let bits = round(weights[13] * features[13] + weights[14] * features[14]);
        lines.push(Line { words: format!("listed {missing:?} was not given"), bits: Some(bits) });
    }
    for (at, text) in REST {
        let bits = round(weights[at] * features[at]);
        if bits != 0.0 {
            lines.push(Line { words: text.to_owned(), bits: Some(bits) });
        }
    }
    let start = weights::START[usize::from(!person)];
    lines.push(Line { words: "what any name begins with".to_owned(), bits: Some(round(start)) });
    for piece in &lanes.declared {
        lines.push(Line {
            words: format!("{} (self-declared; not counted in the name lane)", piece.words),
            bits: Some(round(piece.bits)),
        });
    }
    if question.tokens.odd {
        let words =
            "the name hides characters or mixes letters that look alike; it was compared by its looks";
        lines.push(Line { words: words.to_owned(), bits: None });
    }
    let sign = if lanes.alerts(operating) { "alert" } else { "below the alert" };
    Explanation {
        asked: side_by_side(name, &question.tokens.list),
        listed: side_by_side(&listed.full, &listed_tokens),
        verdict: format!(
            "score {:.1} bits by name (alert from {:.1}), {:.1} with evidence (alert from {:.1}): {sign}, by the {} lane",
            lanes.name,
            operating.name,
            lanes.evidence,
            operating.evidence,
            lanes.lane(operating)
        ),
        lines,
        provenance: provenance(index, found),
        clears: clears(entry),
    }
}

/// What is left of the score beside words.
const REST: [(usize, &str); 9] = [
    (15, "the first or last word given is not in the listed name"),
    (16, "the first or last word of the listed name was not given"),
    (17, "the listed family name was not given"),
    (18, "the listed name is one word"),
    (19, "a weak alias: it helps to confirm, it is not screened by alone"),
    (20, "the rarest match"),
    (21, "all syllables of both names agree"),
    (22, "all that was given is in the listed name"),
    (23, "all of the listed name was given"),
];

fn round(bits: f32) -> f32 {
    (bits * 10.0).round() / 10.0 + 0.0
}

fn pair_bits(pair: &Pair, weights: &[f32]) -> f32 {
    let joined = if pair.asked.count_ones() == pair.listed.count_ones() { 0.0 } else { weights[10] };
    if pair.level == Level::Initial {
        return weights[7] + joined;
    }
    weights[pair.level.feature()] * pair.bits
        + weights[8] * f32::from(pair.distance) / 100.0
        + weights[9]
        + joined
}

fn pair_words(asked: &str, listed: &str, pair: &Pair) -> String {
    let how = match pair.level {
        Level::Exact => "the same letters",
        Level::Sound => "the same sounds, romanised otherwise",
        Level::Near => "nearly the same",
        Level::Abjad => "letters of the Arabic script that may be written so",
        Level::Korean => "the same Korean syllables",
        Level::Chinese => "the same Chinese syllables",
        Level::Loan => "a loan word with the same consonants",
        Level::Notion => "the same business word or legal form",
        Level::Acronym => "first letters",
        Level::Initial => return format!("{asked} for {listed}: an initial"),
    };
    let equal = if pair.level == Level::Exact { "=" } else { "~" };
    let together =
        if pair.asked.count_ones() == pair.listed.count_ones() { "" } else { ", written together or apart" };
    format!("{asked} {equal} {listed}: {how}{together}; {}", rarity_words(pair.bits))
}

fn rarity_words(bits: f32) -> String {
    let names = f64::from(bits.max(0.0)).exp2();
    if names < 20.0 {
        return "common".to_owned();
    }
    let digits = if names < 1000.0 { 10.0 } else { 100.0 };
    format!("1 in {:.0} names by chance", (names / digits).round() * digits)
}

/// The name as written, and romanised where that is another thing.
fn side_by_side(text: &str, tokens: &[crate::text::Token]) -> String {
    let shown: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    if shown.is_ascii() {
        return shown;
    }
    let romanised: Vec<&str> = tokens.iter().map(|token| token.form.as_str()).collect();
    format!("{shown} ({})", romanised.join(" "))
}

fn provenance(index: &Index, found: &Found) -> String {
    let entry = &index.entries[found.entry as usize];
    let name = &entry.names[usize::from(found.name)];
    let kind = match name.kind {
        NameKind::Primary => "primary name",
        NameKind::Aka => "a.k.a.",
        NameKind::Fka => "f.k.a.",
    };
    let quality = if name.quality == Quality::Weak { "weak" } else { "strong" };
    let source = index.sources.get(entry.source as usize);
    let date = source.map_or("", |source| source.date.as_str());
    let date = if date.is_empty() { "undated" } else { date };
    let file = source.map_or(String::new(), |source| {
        format!(", file {} ({})", source.file, source.sha256.get(..12).unwrap_or("no hash"))
    });
    let mut text = format!(
        "listed name {} of {}: {kind} ({quality}); {} of {date}, entry {}{file}",
        found.name + 1,
        entry.names.len(),
        entry.list,
        entry.id
    );
    if !entry.programme.is_empty() {
        text.push_str(&format!(", programme {}", entry.programme));
    }
    if !entry.listed_on.is_empty() {
        text.push_str(&format!(", listed on {}", entry.listed_on));
    }
    text.push_str(&format!("; index {}, engine {ENGINE}", index.version.get(..12).unwrap_or_default()));
    text
}

/// What a person could show.
fn clears(entry: &crate::entry::Entry) -> String {
    let mut ways = Vec::new();
    if entry.kind.is_person() {
        if entry.birth_dates.is_empty() {
            ways.push("the list has no birth date; compare place of birth and documents".to_owned());
        } else {
            let dates: Vec<String> = entry.birth_dates.iter().take(4).map(ToString::to_string).collect();
            ways.push(format!("a birth date on a passport that is not {}", dates.join(" or ")));
        }
    } else {
        ways.push("a registration in another country or under another number".to_owned());
    }
    if !entry.countries.is_empty() {
        ways.push(format!("documents with no tie to {}", entry.countries.join(", ")));
    }
    if let Some(id) = entry.identifiers.first() {
        ways.push(format!("another number than {} {}", id.kind, id.value).replace("  ", " "));
    }
    ways.join("; ")
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "asked   {}", self.asked)?;
        writeln!(f, "listed  {}", self.listed)?;
        writeln!(f, "{}", self.verdict)?;
        for line in &self.lines {
            match line.bits {
                Some(bits) => writeln!(f, "  {bits:>+6.1}  {}", line.words)?,
                None => writeln!(f, "          {}", line.words)?,
            }
        }
        writeln!(f, "{}", self.provenance)?;
        write!(f, "would clear it: {}", self.clears)
    }
}
