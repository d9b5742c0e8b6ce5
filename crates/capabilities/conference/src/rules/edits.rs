//! What an edit does to an object, field by field: how it is told, taken back and merged with another.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{Difference, Edit, Fields};

/// What differs between two states of an object; a state that is `None` has no fields.
///
/// *Shapes*: sorted by field; empty when nothing differs.
#[must_use]
pub fn differences(before: Option<&Fields>, after: Option<&Fields>) -> Vec<Difference> {
    let names: BTreeSet<&String> = before.into_iter().chain(after).flat_map(Fields::keys).collect();
    let value = |fields: Option<&Fields>, name: &String| {
        fields.and_then(|fields| fields.get(name)).cloned().unwrap_or(Value::Null)
    };
    names
        .into_iter()
        .map(|name| Difference {
            field: name.clone(),
            before: value(before, name),
            after: value(after, name),
        })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

/// An object as it was before these edits, the newest of which comes first.
#[must_use]
pub fn rewound(now: &Fields, edits: &[Edit]) -> Fields {
    let mut fields = now.clone();
    for change in edits.iter().flat_map(|edit| &edit.changes) {
        fields.insert(change.field.clone(), change.before.clone());
    }
    fields
}

/// An object with an edit taken back.
///
/// *Errors*: the fields that no longer have the value that the edit gave them.
fn taken_back(now: &Fields, changes: &[Difference]) -> Result<Fields, Vec<String>> {
    let have = |field: &str| now.get(field).unwrap_or(&Value::Null);
    let others: Vec<String> = changes
        .iter()
        .filter(|change| *have(&change.field) != change.after)
        .map(|change| change.field.clone())
        .collect();
    if !others.is_empty() {
        return Err(others);
    }
    let mut fields = now.clone();
    for change in changes {
        fields.insert(change.field.clone(), change.before.clone());
    }
    Ok(fields)
}

/// What an object becomes when an edit of it is taken back; `Some(None)` when it goes.
///
/// *Shapes*: `None` where somebody has changed the same fields since, or the object is not there, or there again.
#[must_use]
pub fn undone(now: Option<&Fields>, edit: &Edit) -> Option<Option<Fields>> {
    let before = match (now, edit.removes()) {
        (None, true) => taken_back(&Fields::new(), &edit.changes).ok()?,
        (Some(now), false) => taken_back(now, &edit.changes).ok()?,
        _ => return None,
    };
    Some((!edit.makes()).then_some(before))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use madang_store::Id;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::model::{EditAction, ObjectKind};

    fn edit(changes: Vec<Difference>) -> Edit {
        Edit {
            id: Id::from([0; 16]),
            batch: Id::from([0; 16]),
            kind: ObjectKind::Session,
            code: "a".into(),
            version: 2,
            action: EditAction::Change,
            at: Timestamp::UNIX_EPOCH,
            who: "program".into(),
            changes,
        }
    }

    fn any_fields() -> impl Strategy<Value = Fields> {
        proptest::collection::btree_map("[abcd]", 0_u8..3, 4)
            .prop_map(|map| map.into_iter().map(|(key, value)| (key, json!(value))).collect())
    }

    #[test]
    fn a_field_that_was_edited_since_is_not_taken_back() {
        let before = json!({ "title": "A", "room": 1 });
        let after = json!({ "title": "B", "room": 1 });
        let changes = differences(before.as_object(), after.as_object());
        let since = json!({ "title": "B", "room": 2 });
        let back = taken_back(since.as_object().unwrap(), &changes).unwrap();
        assert_eq!(Value::Object(back), json!({ "title": "A", "room": 2 }));
        let since = json!({ "title": "C", "room": 1 });
        assert_eq!(taken_back(since.as_object().unwrap(), &changes), Err(vec!["title".to_owned()]));
    }

    proptest! {
        #[test]
        fn what_is_taken_back_is_as_it_was(before in any_fields(), after in any_fields()) {
            prop_assume!(before.keys().eq(after.keys()));
            let changes = differences(Some(&before), Some(&after));
            prop_assert_eq!(taken_back(&after, &changes), Ok(before));
        }

        #[test]
        fn history_leads_back_to_the_beginning(states in proptest::collection::vec(any_fields(), 2..6)) {
            prop_assume!(states.iter().all(|state| state.keys().eq(states[0].keys())));
            let mut edits: Vec<Edit> =
                states.windows(2).map(|pair| edit(differences(Some(&pair[0]), Some(&pair[1])))).collect();
            edits.reverse();
            prop_assert_eq!(&rewound(&states[states.len() - 1], &edits), &states[0]);
        }
    }
}
