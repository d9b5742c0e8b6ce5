//! What becomes of one form that two people have changed.

use super::Typed;

/// What two people have made of one form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    /// Mine, and theirs where only they have changed a field.
    pub(crate) typed: Typed,
    /// Fields that only they have changed; in the order of the form.
    pub(crate) theirs: Vec<String>,
    /// Fields that both have changed, each to something else.
    pub(crate) both: Vec<String>,
}

impl Typed {
    /// The rows of a field that say something.
    fn group<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let filled =
            self.0.iter().filter(move |(found, value)| is_of(name, found) && !value.trim().is_empty());
        filled.map(|(found, value)| (found.as_str(), value.trim()))
    }

    /// Whether a field, with all its rows, says the same. Line ends are told apart by browsers only.
    pub(crate) fn agrees(&self, other: &Self, name: &str) -> bool {
        let sorted = |typed: &Self| {
            let group = typed.group(name);
            let mut pairs: Vec<(String, String)> =
                group.map(|(found, value)| (found.to_owned(), value.replace("\r\n", "\n"))).collect();
            pairs.sort();
            pairs
        };
        sorted(self) == sorted(other)
    }

    /// Takes a field, with all its rows, from another form.
    pub(crate) fn take(&mut self, other: &Self, name: &str) {
        self.0.retain(|(found, _)| !is_of(name, found));
        self.0.extend(other.group(name).map(|(found, value)| (found.to_owned(), value.to_owned())));
    }

    /// Merges what I typed with what they have made of the same form meanwhile, field by field.
    pub(crate) fn merge(mut self, seen: &Self, theirs: &Self, names: &[&str]) -> Merged {
        let (mut only_theirs, mut both) = (Vec::new(), Vec::new());
        for name in names.iter().copied() {
            if theirs.agrees(seen, name) || theirs.agrees(&self, name) {
                continue;
            }
            if self.agrees(seen, name) {
                self.take(theirs, name);
                only_theirs.push(name.to_owned());
            } else {
                both.push(name.to_owned());
            }
        }
        Merged { typed: self, theirs: only_theirs, both }
    }
}

/// Whether a row belongs to a field.
fn is_of(name: &str, found: &str) -> bool {
    found.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAMES: [&str; 3] = ["title", "place", "tags"];

    fn typed(title: &str, room: &str, tags: &str) -> Typed {
        let pairs =
            [("title-en", title), ("place-room", room), ("place-day", ""), ("tags", tags), ("version", "1")];
        Typed(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn each_keeps_what_only_they_have_changed() {
        let merged = typed("Mine", "a", "x").merge(&typed("T", "a", "x"), &typed("T", "b", "x"), &NAMES);
        assert_eq!((merged.typed.one("title-en"), merged.typed.one("place-room")), ("Mine", "b"));
        assert_eq!((merged.theirs, merged.both), (vec!["place".to_owned()], vec![]));
    }

    #[test]
    fn what_both_have_changed_is_asked() {
        let merged = typed("Mine", "a", "y").merge(&typed("T", "a", "x"), &typed("Theirs", "a", "y"), &NAMES);
        assert_eq!(
            (merged.typed.one("title-en"), merged.theirs, merged.both),
            ("Mine", vec![], vec!["title".to_owned()])
        );
    }

    proptest! {
        #[test]
        fn nobody_is_overwritten(mine in "[ab ]{3}", theirs in "[ab ]{3}") {
            let form = |letters: &str| typed(&letters[0..1], &letters[1..2], &letters[2..3]);
            let (seen, mine, theirs) = (form("aaa"), form(&mine), form(&theirs));
            let merged = mine.clone().merge(&seen, &theirs, &NAMES);
            for name in NAMES {
                let changed = (!mine.agrees(&seen, name), !theirs.agrees(&seen, name));
                let expected = if changed == (false, true) { &theirs } else { &mine };
                prop_assert!(merged.typed.agrees(expected, name));
                let first = if name == "tags" { name } else if name == "title" { "title-en" } else { "place-room" };
                prop_assert_eq!(merged.typed.one(first).trim(), expected.one(first).trim(), "what is read is what was merged");
                let is_asked = changed == (true, true) && !mine.agrees(&theirs, name);
                prop_assert_eq!(merged.both.iter().any(|both| both == name), is_asked);
            }
        }
    }
}
