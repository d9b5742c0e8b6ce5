//! Three-way merge: what the source said last, what we have now, what the source says now.

use serde::Serialize;
use serde_json::Value;

pub(crate) use madang_conference::{Fields, fields};

/// What has become of one field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// What we have.
    pub from: Value,
    /// What the source says now.
    pub to: Value,
    /// It was edited here since the last import, so it stays as it is.
    pub kept: bool,
}

/// Merges field by field: what the source has changed is taken, what was edited here is kept.
///
/// A field that the source says for the first time is taken where we have nothing.
///
/// *Shapes*: the fields are those of `now`; changes are sorted by field.
pub(crate) fn merge(said: &Fields, ours: &Fields, now: &Fields) -> (Fields, Vec<FieldChange>) {
    let mut merged = ours.clone();
    let mut changes = Vec::new();
    for (field, says) in now {
        let nothing = Value::Null;
        let have = ours.get(field).unwrap_or(&nothing);
        let last = said.get(field).unwrap_or(&nothing);
        if says == have || says == last {
            continue;
        }
        let kept = have != last && !is_empty(have);
        changes.push(FieldChange { field: field.clone(), from: have.clone(), to: says.clone(), kept });
        if !kept {
            merged.insert(field.clone(), says.clone());
        }
    }
    (merged, changes)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(object) => object.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Conference, Kind, Room, Session, Speaker, Track};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn object(value: &Value) -> Fields {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn every_thing_has_fields() {
        assert!(fields(&Conference::default()).contains_key("title"));
        assert!(fields(&Room::default()).contains_key("capacity"));
        assert!(fields(&Track::default()).contains_key("colour"));
        assert!(fields(&Kind::default()).contains_key("name"));
        assert!(fields(&Speaker::default()).contains_key("affiliation"));
        assert!(fields(&Session::default()).contains_key("slot"));
    }

    #[test]
    fn edits_stay_and_news_come() {
        let said = object(&json!({ "title": "A", "room": "1", "level": null }));
        let ours = object(&json!({ "title": "Edited", "room": "1", "level": null }));
        let now = object(&json!({ "title": "B", "room": "2", "level": "expert" }));
        let (merged, changes) = merge(&said, &ours, &now);
        assert_eq!(Value::Object(merged), json!({ "title": "Edited", "room": "2", "level": "expert" }));
        assert_eq!(
            changes.iter().map(|change| (change.field.as_str(), change.kept)).collect::<Vec<_>>(),
            [("level", false), ("room", false), ("title", true)]
        );
    }

    fn any_fields() -> impl Strategy<Value = Fields> {
        proptest::collection::btree_map("[abc]", 0_u8..3, 0..4)
            .prop_map(|map| map.into_iter().map(|(key, value)| (key, json!(value))).collect())
    }

    proptest! {
        #[test]
        fn the_same_again_changes_nothing(said in any_fields(), ours in any_fields()) {
            let (merged, changes) = merge(&said, &ours, &said);
            prop_assert_eq!(merged, ours);
            prop_assert_eq!(changes, vec![]);
        }

        #[test]
        fn without_edits_the_source_is_followed(said in any_fields(), now in any_fields()) {
            let (merged, changes) = merge(&said, &said, &now);
            prop_assert!(now.iter().all(|(field, value)| merged.get(field) == Some(value)));
            prop_assert!(changes.iter().all(|change| !change.kept));
        }
    }
}
