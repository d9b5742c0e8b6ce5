//! Who made an edit, by name.

use std::collections::HashMap;

use madang_conference::Edit;
use madang_people::PersonId;
use madang_store::StoreError;
use madang_web::{Problem, Visit};

/// Names of those who made some edits.
pub(crate) struct People(HashMap<String, String>);

impl People {
    /// Reads the names of those who made these edits.
    pub(crate) async fn of(visit: &Visit, edits: &[Edit]) -> Result<Self, Problem> {
        let mut ids: Vec<PersonId> = Vec::new();
        for id in edits.iter().filter_map(|edit| edit.who.strip_prefix("person:")?.parse().ok()) {
            if !ids.contains(&PersonId(id)) {
                ids.push(PersonId(id));
            }
        }
        let read = visit.app().store().read::<_, StoreError, _>(move |tx| madang_people::names(tx, &ids));
        let names = read.await?;
        Ok(Self(names.into_iter().map(|(id, name)| (format!("person:{id}"), name)).collect()))
    }

    /// Who it was, by name where there is one.
    pub(crate) fn who(&self, visit: &Visit, who: &str) -> String {
        match who {
            "administrator" => visit.t().say("desk-who-administrator"),
            "program" => visit.t().say("desk-who-program"),
            "visitor" => visit.t().say("desk-who-visitor"),
            person => self.0.get(person).cloned().unwrap_or_else(|| visit.t().say("desk-who-somebody")),
        }
    }

    /// Everybody who made these edits, each once.
    pub(crate) fn all(&self, visit: &Visit, edits: &[Edit]) -> String {
        let mut all: Vec<String> = Vec::new();
        for edit in edits {
            let name = self.who(visit, &edit.who);
            if !all.contains(&name) {
                all.push(name);
            }
        }
        visit.t().list(&all)
    }
}
