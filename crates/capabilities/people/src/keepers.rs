//! How other capabilities take part in what happens to an account.

use std::sync::Arc;

use madang_context::Ctx;
use madang_store::{StoreError, Tx};
use serde_json::{Map, Value};

use crate::model::PersonId;

/// A capability that keeps something about persons. Each function runs inside the unit of work of what it takes part in;
/// what a capability does not need, [`Keeper::named`] leaves out.
#[derive(Clone, Copy, Debug)]
pub struct Keeper {
    /// Names its part of the account's export; the same for good, such as `hosts`.
    pub name: &'static str,
    /// What it keeps about a person, for the person to take along. No secrets, and nothing about others.
    pub export: fn(&mut Tx<'_>, PersonId) -> Result<Value, StoreError>,
    /// What stands against forgetting a person now, such as being the last owner of a host; all of it.
    pub objections: fn(&mut Tx<'_>, PersonId) -> Result<Vec<Objection>, StoreError>,
    /// Forgets a person, but for what a law or others' rights require it to keep. Runs before the account itself goes.
    pub forget: fn(&mut Tx<'_>, &Ctx, PersonId) -> Result<(), StoreError>,
}

impl Keeper {
    /// One that keeps nothing, objects to nothing and forgets nothing: to be filled in.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self {
            name,
            export: |_, _| Ok(Value::Null),
            objections: |_, _| Ok(Vec::new()),
            forget: |_, _, _| Ok(()),
        }
    }
}

/// Why an account cannot be deleted now, as its person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Key of the sentence that says why, and what to do first.
    pub key: &'static str,
    /// What stands in it: name and value, such as `("host", "Yard Foundation")`.
    pub values: Vec<(&'static str, String)>,
    /// Path of the page on which the person can do it; none where there is none.
    pub way: Option<String>,
}

/// Everybody who keeps something about persons; a part of the application. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Keepers(Arc<[Keeper]>);

impl Keepers {
    /// These, in the order in which the export shows them.
    #[must_use]
    pub fn new(keepers: &[Keeper]) -> Self {
        Self(keepers.into())
    }

    /// What each keeps about a person, by name.
    pub(crate) fn export(&self, tx: &mut Tx<'_>, id: PersonId) -> Result<Map<String, Value>, StoreError> {
        self.0.iter().map(|keeper| Ok((keeper.name.to_owned(), (keeper.export)(tx, id)?))).collect()
    }

    pub(crate) fn objections(&self, tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Objection>, StoreError> {
        let all: Result<Vec<_>, _> = self.0.iter().map(|keeper| (keeper.objections)(tx, id)).collect();
        Ok(all?.concat())
    }

    pub(crate) fn forget(&self, tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Result<(), StoreError> {
        self.0.iter().try_for_each(|keeper| (keeper.forget)(tx, ctx, id))
    }
}
