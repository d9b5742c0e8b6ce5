//! Names of people, in their own script and in Latin letters.
//!
//! Each table pairs the parts of a name with one romanisation, so a family name is always romanised alike.

mod east;
mod latin;
mod south;
mod west;

use crate::chance::Chance;

/// A part of a name: as written, and in Latin letters (the same where the script is Latin).
pub(crate) type Part = (&'static str, &'static str);

/// How the parts of a name stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// Given name, family name (or the father's name).
    #[default]
    GivenFamily,
    /// Family name, given name, nothing between them in the native script.
    FamilyGivenJoined,
    /// Family name, given name.
    FamilyGiven,
    /// Given name, father's family name, mother's family name.
    TwoFamilies,
    /// One name only.
    Mononym,
}

/// Names that go together: women's and men's given names, each with the family names that agree with them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Culture {
    /// How often it is met, in thousandths of all speakers, roughly.
    pub(crate) share: usize,
    /// Countries that such speakers come from; earlier and repeated ones as often as they stand there.
    pub(crate) countries: &'static [&'static str],
    pub(crate) order: Order,
    pub(crate) women: &'static [Part],
    pub(crate) women_families: &'static [Part],
    pub(crate) men: &'static [Part],
    pub(crate) men_families: &'static [Part],
    /// Language besides English that they speak in at this conference.
    pub(crate) language: Option<&'static str>,
}

/// A person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) native: String,
    pub(crate) latin: String,
    /// What one calls the person in an English text.
    pub(crate) short: String,
}

pub(crate) fn cultures() -> Vec<&'static Culture> {
    [east::CULTURES, south::CULTURES, west::CULTURES, latin::CULTURES].into_iter().flatten().collect()
}

impl Culture {
    /// A name, drawn at random; may have been drawn before.
    pub(crate) fn name(&self, chance: &mut Chance) -> Name {
        let (given, families) = if chance.percent(50) {
            (chance.pick(self.women), self.women_families)
        } else {
            (chance.pick(self.men), self.men_families)
        };
        let family = chance.pick(families);
        let join = |gap: &str, parts: &[Part]| {
            let native: Vec<&str> = parts.iter().map(|part| part.0).collect();
            let latin: Vec<&str> = parts.iter().map(|part| part.1).collect();
            (native.join(gap), latin.join(" "))
        };
        let (native, latin) = match self.order {
            Order::GivenFamily => join(" ", &[given, family]),
            Order::FamilyGivenJoined => join("", &[family, given]),
            Order::FamilyGiven => join(" ", &[family, given]),
            Order::TwoFamilies => {
                let mut second = chance.pick(families);
                if second == family {
                    second = families.iter().copied().find(|other| *other != family).unwrap_or(second);
                }
                join(" ", &[given, family, second])
            }
            Order::Mononym => (given.0.to_owned(), given.1.to_owned()),
        };
        Name { native, latin, short: given.1.to_owned() }
    }
}
