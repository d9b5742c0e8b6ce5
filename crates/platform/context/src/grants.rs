use std::sync::Arc;

use crate::Id;

/// Something that a team lets its members do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// Look at what is not public: drafts, lists, the audit of a conference.
    View,
    /// Change the programme: sessions, speakers, the timetable.
    Programme,
    /// Change everything else of a conference, and release.
    Organise,
    /// Say who is in the team, make tokens, make and give up conferences.
    Own,
}

impl Power {
    /// All powers, the least first.
    pub const ALL: [Self; 4] = [Self::View, Self::Programme, Self::Organise, Self::Own];

    /// Its name in the store, in tokens and in the interface.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Programme => "programme",
            Self::Organise => "organise",
            Self::Own => "own",
        }
    }

    /// Reads [`Power::word`].
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.word() == word)
    }
}

/// A set of powers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Powers(u8);

impl Powers {
    /// The set of these powers.
    #[must_use]
    pub fn of(powers: &[Power]) -> Self {
        Self(powers.iter().fold(0, |set, power| set | 1 << *power as u8))
    }

    /// Whether it holds this power.
    #[must_use]
    pub fn has(self, power: Power) -> bool {
        self.0 & 1 << power as u8 != 0
    }

    /// What both sets hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What either set holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Its powers, the least first.
    pub fn iter(self) -> impl Iterator<Item = Power> {
        Power::ALL.into_iter().filter(move |power| self.has(*power))
    }
}

/// What somebody may do, and with whose things: which powers on which *scope*. What a scope is (a host, a conference) the
/// capabilities know; here it is an id.
///
/// *Shapes*: may be empty; one scope may stand in it several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants(Arc<[(Id, Powers)]>);

impl Grants {
    /// These grants.
    #[must_use]
    pub fn new(grants: Vec<(Id, Powers)>) -> Self {
        Self(grants.into())
    }

    /// Whether the power is granted on one of these scopes.
    #[must_use]
    pub fn has(&self, power: Power, scopes: &[Id]) -> bool {
        self.0.iter().any(|(scope, powers)| powers.has(power) && scopes.contains(scope))
    }

    /// Whether anything is granted on one of these scopes.
    #[must_use]
    pub fn knows(&self, scopes: &[Id]) -> bool {
        self.0.iter().any(|(scope, _)| scopes.contains(scope))
    }

    /// Whether nothing is granted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_counts_on_its_own_scope_only() {
        let [host, conference, other] = [1_u8, 2, 3].map(|byte| Id::from([byte; 16]));
        let grants = Grants::new(vec![
            (host, Powers::of(&[Power::View])),
            (conference, Powers::of(&[Power::View, Power::Programme])),
        ]);
        assert!(grants.has(Power::Programme, &[conference, host]));
        assert!(!grants.has(Power::Programme, &[other, host]));
        assert!(grants.has(Power::View, &[other, host]));
        assert!(!grants.has(Power::View, &[other]) && !grants.has(Power::View, &[]));
        assert!(!grants.has(Power::Own, &[conference, host]));
        assert!(!Grants::default().knows(&[host]) && Grants::default().is_empty());
    }

    #[test]
    fn sets_of_powers_hold_what_was_put_in() {
        let set = Powers::of(&[Power::Own, Power::View]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Power::View, Power::Own]);
        assert_eq!(set.and(Powers::of(&[Power::Own, Power::Organise])), Powers::of(&[Power::Own]));
        for power in Power::ALL {
            assert_eq!(Power::of_word(power.word()), Some(power));
        }
    }
}
