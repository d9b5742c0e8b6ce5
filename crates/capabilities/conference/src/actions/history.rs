//! What is remembered of changes: each with its values in the conference's history, and a record of it in the audit.

use std::collections::{BTreeMap, BTreeSet};

use madang_audit::{self as audit, Act};
use madang_context::{Ctx, Id};
use madang_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::settings::{Piece, PieceKind, SettingError, check_conference, pieces};
use crate::{
    Conference, ConferenceId, Walk,
    model::{Edit, EditAction, Fields, ObjectKind, fields},
    rules::edits::{differences, undone},
    store,
};

/// Names one setting.
type Key = (ObjectKind, String);

/// A conference's own settings as history keeps them.
#[derive(Serialize, Deserialize)]
struct WholeConference {
    #[serde(flatten)]
    conference: Conference,
    #[serde(default)]
    walks: Vec<Walk>,
}

/// The settings of a conference in one unit of work. Whatever is written between [`Settings::open`] and
/// [`Settings::close`], and by whichever way, is found by comparing: none can forget to tell of it.
pub struct Settings {
    conference: Conference,
    before: BTreeMap<Key, Fields>,
}

impl Settings {
    /// Looks at the settings as they are. The conference's row has been taken, so nobody else changes them meanwhile.
    pub fn open(tx: &mut Tx<'_>, conference: &Conference) -> Result<Self, StoreError> {
        Ok(Self { conference: conference.clone(), before: objects(tx, conference)? })
    }

    /// Remembers what is different now, and tells the audit of each. What people do by hand is a [`EditAction::Change`];
    /// whether it made something or removed it shows by itself.
    ///
    /// *Shapes*: names what was done, to undo it; `None` when nothing is different.
    pub fn close(
        self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        action: EditAction,
        batch: Id,
    ) -> Result<Option<Id>, StoreError> {
        let (id, now) = (self.conference.id, objects(tx, &self.conference)?);
        let last = store::edits::last_versions(tx, id)?.into_iter();
        let last: BTreeMap<Key, i64> = last.map(|(kind, code, version)| ((kind, code), version)).collect();
        let keys: BTreeSet<&Key> = self.before.keys().chain(now.keys()).collect();
        let mut edits = Vec::new();
        for key in keys {
            let changes = differences(self.before.get(key), now.get(key));
            if changes.is_empty() {
                continue;
            }
            let action = match (action, self.before.contains_key(key), now.contains_key(key)) {
                (EditAction::Change, false, _) => EditAction::Create,
                (EditAction::Change, _, false) => EditAction::Delete,
                _ => action,
            };
            edits.push(Edit {
                id: ctx.id(),
                batch,
                kind: key.0,
                code: key.1.clone(),
                version: last.get(key).copied().unwrap_or(0) + 1,
                action,
                at: ctx.now,
                who: audit::who(ctx),
                changes,
            });
        }
        record_edits(tx, ctx, id, &edits, |edit| act_of(&self.conference, edit))?;
        Ok((!edits.is_empty()).then_some(batch))
    }

    /// Takes back what an edit did to a setting. Whether a session is in it, where it is to go, the caller has seen to.
    ///
    /// *Shapes*: whether it was done; not where the same fields have been changed since, nor where they would no longer
    /// fit together with the others.
    pub fn take_back(&self, tx: &mut Tx<'_>, ctx: &Ctx, edit: &Edit) -> Result<bool, StoreError> {
        let key = (edit.kind, edit.code.clone());
        let Some(after) = undone(self.before.get(&key), edit) else { return Ok(false) };
        let written = match (PieceKind::of_object(edit.kind), after) {
            (Some(kind), after) => self.write_piece(tx, ctx, (kind, &edit.code), after),
            (None, Some(after)) => self.write_conference(tx, ctx, after),
            // A conference is not unmade.
            (None, None) => Ok(false),
        };
        match written {
            Ok(is_done) => Ok(is_done),
            Err(SettingError::Store(error)) => Err(error),
            Err(_) => Ok(false),
        }
    }

    fn write_piece(
        &self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        (kind, slug): (PieceKind, &str),
        after: Option<Fields>,
    ) -> Result<bool, SettingError> {
        let id = self.conference.id;
        let known = pieces(tx, id, kind)?;
        let before = known.iter().find(|one| one.slug() == slug).cloned();
        let Some(after) = after else {
            let before = before.ok_or(SettingError::Absent)?;
            before.delete(tx, id, known)?;
            return Ok(true);
        };
        let own = before.as_ref().and_then(Piece::id).unwrap_or_else(|| ctx.id());
        let Some(after) = Piece::of_fields(kind, after, own) else { return Ok(false) };
        after.check()?;
        match before {
            Some(_) => after.update(tx, id, known)?,
            None => after.insert(tx, id, known)?,
        }
        Ok(true)
    }

    fn write_conference(&self, tx: &mut Tx<'_>, ctx: &Ctx, after: Fields) -> Result<bool, SettingError> {
        let before = &self.conference;
        let Ok(whole) = serde_json::from_value::<WholeConference>(Value::Object(after)) else {
            return Ok(false);
        };
        let after = Conference {
            id: before.id,
            host_id: before.host_id,
            slug: before.slug.clone(),
            revision: before.revision,
            changed_at: before.changed_at,
            ..whole.conference
        };
        check_conference(&after)?;
        store::update(tx, &after, ctx.now)?;
        store::replace_walks(tx, before.id, &whole.walks)?;
        super::tell_visibility(tx, ctx, before, &after)?;
        Ok(true)
    }
}

/// Everything that settings hold.
fn objects(tx: &mut Tx<'_>, of: &Conference) -> Result<BTreeMap<Key, Fields>, StoreError> {
    let mut objects = BTreeMap::new();
    if let Some(conference) = store::by_slug(tx, &of.slug)? {
        let whole = WholeConference { conference, walks: store::walks(tx, of.id)? };
        objects.insert((ObjectKind::Conference, of.slug.clone()), fields(&whole));
    }
    for kind in PieceKind::ALL {
        let pieces = pieces(tx, of.id, kind)?;
        objects.extend(pieces.iter().map(|one| ((kind.object(), one.slug().to_owned()), one.fields())));
    }
    Ok(objects)
}

/// Remembers edits and tells the audit of each.
pub fn record_edits(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    conference: ConferenceId,
    edits: &[Edit],
    act: impl Fn(&Edit) -> Act,
) -> Result<(), StoreError> {
    store::edits::insert_edits(tx, conference, edits)?;
    let acts: Vec<Act> = edits.iter().map(act).collect();
    audit::record_all(tx, ctx, &acts)
}

/// What the audit keeps of an edit: which fields, and a hash that seals the values to it.
#[must_use]
pub fn edit_detail(edit: &Edit) -> Value {
    let names: Vec<&str> = edit.changes.iter().map(|change| change.field.as_str()).collect();
    json!({ "version": edit.version, "fields": names, "sha256": seal(edit) })
}

/// Hash of what was changed. The edit's id goes into it and nowhere else into the audit: once a row is erased, nobody can
/// try out what stood in it.
fn seal(edit: &Edit) -> String {
    let mut hash = Sha256::new();
    hash.update(edit.id.bytes());
    hash.update(serde_json::to_vec(&edit.changes).expect("differences have a JSON form"));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn act_of(of: &Conference, edit: &Edit) -> Act {
    let mut detail = edit_detail(edit);
    let action = match PieceKind::of_object(edit.kind) {
        Some(kind) => {
            (detail["what"], detail["piece"]) = (json!(kind.word()), json!(edit.code));
            match (edit.makes(), edit.removes()) {
                (true, _) => "conference.piece-add",
                (_, true) => "conference.piece-remove",
                _ => "conference.piece-edit",
            }
        }
        None => match edit.changes.as_slice() {
            [one] if one.field == "visibility" => {
                detail["visibility"] = one.after.clone();
                "conference.visibility"
            }
            _ => "conference.settings",
        },
    };
    Act { action, conference: Some(of.id.0), object: of.slug.clone(), detail }
}
