//! Two lanes: what the name says alone, and what it says together with what somebody declares of himself.
//!
//! A birth date or country that a registrant types may be false. So it may raise a match or sort matches, and never remove one: the
//! name lane does not look at it, and the higher lane counts.

use serde::{Deserialize, Serialize};

use crate::entry::{Entry, PartialDate};

/// What is declared beside the name. Nothing of it is proven.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Date of birth.
    #[serde(default)]
    pub birth_date: Option<PartialDate>,
    /// Country of citizenship or residence, ISO 3166 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// `male` or `female`.
    #[serde(default)]
    pub gender: Option<String>,
}

/// One piece of declared evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// What it says, in words.
    pub words: String,
    /// Its weight in the evidence lane, in bits; below nothing when it contradicts.
    pub bits: f32,
}

/// The scores of a match in both lanes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lanes {
    /// The name alone, in bits above even odds of the evaluation set.
    pub name: f32,
    /// The name and what is declared; the same as `name` when nothing is.
    pub evidence: f32,
    /// The pieces of declared evidence.
    pub declared: Vec<Evidence>,
}

/// Where an alert begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operating {
    /// In the name lane.
    pub name: f32,
    /// In the evidence lane. Higher, because what is declared raises many a namesake a little.
    pub evidence: f32,
}

impl Operating {
    /// About ten alerts for a thousand ordinary persons: 0.9 % by name, and 0.1 % by evidence.
    ///
    /// *Source*: fitted on the public half of the evaluation set; docs/engineering/screening.md has the figures.
    pub const PERSONS: Self = Self { name: -0.4, evidence: 2.3 };
    /// About one alert for a hundred ordinary organisations.
    pub const OTHERS: Self = Self { name: -1.0, evidence: 6.0 };
    /// About one alert for a thousand ordinary persons, by name alone or with evidence.
    pub const STRICT: Self = Self { name: 4.1, evidence: 6.0 };
}

impl Lanes {
    /// Weighs what is declared.
    #[must_use]
    pub fn new(name: f32, entry: &Entry, declared: &Declared) -> Self {
        let pieces: Vec<Evidence> =
            [birth(entry, declared), country(entry, declared), gender(entry, declared)]
                .into_iter()
                .flatten()
                .collect();
        let evidence = name + pieces.iter().map(|piece| piece.bits).sum::<f32>();
        Self { name, evidence, declared: pieces }
    }

    /// The score of the evidence lane alone, without words: what a batch needs of most of its matches.
    #[must_use]
    pub fn evidence_of(name: f32, entry: &Entry, declared: &Declared) -> f32 {
        let birth = declared.birth_date.and_then(|said| {
            entry.birth_dates.iter().map(|listed| birth_bits(listed, &said)).max_by(f32::total_cmp)
        });
        name + birth.unwrap_or(0.0)
            + country_bits(entry, declared).unwrap_or(0.0)
            + gender_bits(entry, declared).unwrap_or(0.0)
    }

    /// How far above the point at which an alert begins the higher lane is, in bits. Nothing declared can bring this below what the
    /// name alone has.
    #[must_use]
    pub fn margin(&self, operating: &Operating) -> f32 {
        (self.name - operating.name).max(self.evidence - operating.evidence)
    }

    /// Whether this is an alert.
    #[must_use]
    pub fn alerts(&self, operating: &Operating) -> bool {
        self.margin(operating) >= 0.0
    }

    /// Which lane is the higher one, in words.
    #[must_use]
    pub fn lane(&self, operating: &Operating) -> &'static str {
        if self.evidence - operating.evidence > self.name - operating.name { "evidence" } else { "name" }
    }
}

/// Bits of the same day of birth: one in fourteen thousand, less what lists and people get wrong.
const SAME_DAY: f32 = 9.0;
/// Bits of the same year, where the list or the person has no more.
const SAME_YEAR: f32 = 4.5;
/// Bits of a year that is one or two off.
const NEAR_YEAR: f32 = 2.0;
/// Bits of another year.
const OTHER_YEAR: f32 = -5.0;

fn birth(entry: &Entry, declared: &Declared) -> Option<Evidence> {
    let said = declared.birth_date?;
    entry
        .birth_dates
        .iter()
        .map(|listed| {
            let bits = birth_bits(listed, &said);
            let how = if bits >= SAME_DAY {
                "="
            } else if bits >= SAME_YEAR {
                "= in the year"
            } else if bits > 0.0 {
                "near"
            } else {
                "<>"
            };
            Evidence { words: format!("born {said} {how} listed {listed}"), bits }
        })
        .max_by(|a, b| a.bits.total_cmp(&b.bits))
}

fn birth_bits(listed: &PartialDate, said: &PartialDate) -> f32 {
    let whole = |date: &PartialDate| date.day > 0 && date.year == date.year_last && !date.circa;
    if whole(listed) && whole(said) {
        if listed == said {
            return SAME_DAY;
        }
        let swapped = listed.year == said.year && listed.month == said.day && listed.day == said.month;
        if swapped {
            return SAME_DAY - 2.0;
        }
    }
    let slack = if listed.circa { 2 } else { 0 };
    let off = if said.year < listed.year - slack {
        listed.year - slack - said.year
    } else {
        (said.year - listed.year_last - slack).max(0)
    };
    let span = listed.year_last > listed.year || slack > 0;
    match off {
        0 if span => NEAR_YEAR,
        // Two full dates of one year that differ are less than one year alone would be.
        0 if whole(listed) && whole(said) => NEAR_YEAR,
        0 => SAME_YEAR,
        1 | 2 => NEAR_YEAR / 2.0,
        _ => OTHER_YEAR,
    }
}

/// Bits of a country that the list has too, and of one that it has not.
const COUNTRY: (f32, f32) = (2.5, -2.0);
/// Bits of the same gender, and of the other.
const GENDER: (f32, f32) = (0.4, -4.0);

fn country_bits(entry: &Entry, declared: &Declared) -> Option<f32> {
    let said = declared.country.as_deref().filter(|said| !said.is_empty())?;
    let same = || entry.countries.iter().any(|country| country.eq_ignore_ascii_case(said));
    (!entry.countries.is_empty()).then(|| if same() { COUNTRY.0 } else { COUNTRY.1 })
}

fn gender_bits(entry: &Entry, declared: &Declared) -> Option<f32> {
    let (said, listed) = (declared.gender.as_deref()?, entry.gender.as_deref()?);
    Some(if listed.eq_ignore_ascii_case(said) { GENDER.0 } else { GENDER.1 })
}

fn country(entry: &Entry, declared: &Declared) -> Option<Evidence> {
    let bits = country_bits(entry, declared)?;
    let said = declared.country.as_deref().unwrap_or_default();
    let sign = if bits > 0.0 { "=" } else { "<>" };
    Some(Evidence { words: format!("country {said} {sign} listed {}", entry.countries.join(", ")), bits })
}

fn gender(entry: &Entry, declared: &Declared) -> Option<Evidence> {
    let bits = gender_bits(entry, declared)?;
    let (said, listed) = (declared.gender.as_deref()?, entry.gender.as_deref()?);
    let words = if bits > 0.0 { format!("{said} = listed") } else { format!("{said} <> listed {listed}") };
    Some(Evidence { words, bits })
}
