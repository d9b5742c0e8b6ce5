//! What every list is read into: one typed entry per listed party.

use serde::{Deserialize, Serialize};

/// What kind of party an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A natural person.
    Person,
    /// A company, authority, group or anything else that acts.
    #[default]
    Org,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
}

impl Kind {
    /// Whether names of this kind are compared as persons' names are; everything else is compared as organisations are.
    #[must_use]
    pub fn is_person(self) -> bool {
        self == Self::Person
    }
}

/// How a name stands to its party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// The name the list leads with.
    #[default]
    Primary,
    /// Also known as.
    Aka,
    /// Formerly known as.
    Fka,
}

/// How much a list thinks of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// Good enough to screen by.
    #[default]
    Strong,
    /// Broad or generic: helps to confirm, is not screened by alone. *Source*: OFAC FAQ 124; UN "low quality a.k.a.".
    Weak,
}

/// One name of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Name {
    /// The whole name as one writes it, in the script of the list.
    pub full: String,
    /// Primary, a.k.a. or f.k.a.
    #[serde(default)]
    pub kind: NameKind,
    /// Strong or weak.
    #[serde(default)]
    pub quality: Quality,
    /// The family name, when the list says which part it is. Otherwise empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The remaining parts, when the list says so. Otherwise empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
}

/// A date of which perhaps only the year is known, or a span of years.
///
/// *Units*: the proleptic Gregorian calendar, as the lists write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartialDate {
    /// Year; the first one of a span.
    pub year: i16,
    /// Last year of a span; the same as `year` when there is none.
    pub year_last: i16,
    /// Month from 1, or 0 when unknown.
    #[serde(default)]
    pub month: u8,
    /// Day from 1, or 0 when unknown.
    #[serde(default)]
    pub day: u8,
    /// Whether the list says "circa" or "approximately".
    #[serde(default)]
    pub circa: bool,
}

/// What a document number is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// Passport, tax number, IMO number …, in the list's words.
    pub kind: String,
    /// The number.
    pub value: String,
}

/// A wallet address as the list has it; what it comes to is found by [`crate::wallet::parse`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListedWallet {
    /// The list's label for the currency, such as `XBT`. It is shown, never compared.
    pub currency: String,
    /// The address.
    pub address: String,
}

/// A listed party.
///
/// *Shapes*: `id` is unique within an index; the first name is the primary one where the list has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// Id that stays over versions of the list, with the list's prefix, such as `ofac-27307`.
    pub id: String,
    /// Short name of the list, such as `OFAC-SDN`.
    pub list: String,
    /// Person, organisation, vessel, aircraft.
    pub kind: Kind,
    /// All names.
    pub names: Vec<Name>,
    /// Dates of birth; several when the list gives alternatives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_dates: Vec<PartialDate>,
    /// Places of birth and of addresses, as text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Nationalities, citizenships and countries of addresses: ISO 3166 alpha-2, upper case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// `male` or `female` when the list says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Passports, tax numbers, IMO numbers and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Digital currency addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wallets: Vec<ListedWallet>,
    /// Sanctions programme or regime.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub programme: String,
    /// The day of listing, when the list says it: `YYYY-MM-DD` or less.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub listed_on: String,
    /// Index into the sources of the index: file, hash and date of the list.
    #[serde(default)]
    pub source: u32,
}

impl PartialDate {
    /// A year alone.
    #[must_use]
    pub fn year(year: i16) -> Self {
        Self { year, year_last: year, month: 0, day: 0, circa: false }
    }

    /// Reads the ways in which lists write dates: `1984-08-15`, `1984-08`, `1984`, `1958/1962`, `15 Aug 1984`, `Aug 1984`,
    /// `circa 1960`, `1958 to 1962`, `15/08/1984` (day first), `00/00/1984`.
    ///
    /// `None` when there is no year between 1000 and 2999 in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let circa = ["circa", "approx", "ca.", "c.", "about", "~"].iter().any(|word| lower.contains(word));
        let mut numbers: Vec<(usize, i16)> = Vec::new();
        let mut month_word = 0;
        for part in lower.split(|letter: char| !letter.is_ascii_alphanumeric()).take(16) {
            if part.starts_with(|letter: char| letter.is_ascii_digit()) {
                // A time or zone may follow the day: `1984-08-15T00:00`.
                let digits: String = part.chars().take_while(char::is_ascii_digit).take(5).collect();
                if let Ok(number) = digits.parse() {
                    numbers.push((digits.len(), number));
                }
            } else if month_word == 0 && part.len() >= 3 {
                month_word = month_of(part);
            }
        }
        let years: Vec<i16> =
            numbers.iter().filter(|(n, y)| *n == 4 && (1000..3000).contains(y)).map(|(_, y)| *y).collect();
        let year = *years.first()?;
        let mut date = Self { circa, ..Self::year(year) };
        if let Some(last) = years.get(1).filter(|last| years.len() == 2 && **last >= year) {
            date.year_last = *last;
            return Some(date);
        }
        let at = numbers.iter().position(|(n, y)| *n == 4 && *y == year)?;
        let small =
            |index: usize| numbers.get(index).filter(|(n, _)| *n <= 2).map_or(0, |(_, v)| (*v).clamp(0, 99));
        let (month, day) = if month_word > 0 {
            (month_word, if at > 0 { small(at - 1) } else { small(at + 1) })
        } else if at == 0 {
            (small(1), small(2))
        } else if at >= 2 {
            (small(at - 1), small(at - 2))
        } else {
            (small(0), 0)
        };
        // An American order shows when the month cannot be one.
        let (month, day) = if month > 12 && day <= 12 && at >= 2 { (day, month) } else { (month, day) };
        if (1..=12).contains(&month) {
            date.month = u8::try_from(month).unwrap_or(0);
            date.day = if (1..=31).contains(&day) { u8::try_from(day).unwrap_or(0) } else { 0 };
        }
        Some(date)
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.circa {
            f.write_str("circa ")?;
        }
        write!(f, "{:04}", self.year)?;
        if self.year_last != self.year {
            return write!(f, "/{:04}", self.year_last);
        }
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

fn month_of(word: &str) -> i16 {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS
        .iter()
        .position(|month| word.starts_with(month))
        .and_then(|at| i16::try_from(at + 1).ok())
        .unwrap_or(0)
}
