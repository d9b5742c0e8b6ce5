use std::collections::{BTreeMap, BTreeSet};

use madang_audit::{self as audit, Act};
use madang_conference::{
    self as conference, Conference, ConferenceId, Difference, Edit, EditAction, ObjectKind, differences,
    edit_detail, record_edits,
};
use madang_context::{Ctx, Power};
use madang_interchange::model::Session;
use madang_store::{Id, StoreError, Tx};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{EditError, Edited};
use crate::{
    actions::{ProgrammeError, act, find, own_conference},
    model::{Conflict, Draft, Editable, FullSession, FullSpeaker, SessionId, SpeakerId},
    pictures::want_pictures,
    rules::{
        conflicts::{Setting, conflicts},
        merge::{Fields, fields},
    },
    store::{self, SessionRow},
};

/// Letters and digits of a new code, without those that look alike.
const CODE_LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// One unit of work on the draft of a conference.
pub(crate) struct Bench<'c> {
    ctx: &'c Ctx,
    /// Whose draft it is.
    pub(crate) conference: Conference,
    /// The draft, with everything that was put on the bench so far.
    pub(crate) draft: Draft,
    /// Names all that is done on it.
    pub(crate) batch: Id,
    edits: Vec<Edit>,
    /// Versions in the store of what is changed or removed.
    seen: BTreeMap<(Editable, String), i64>,
    gone: BTreeSet<(Editable, String)>,
    removed: Removed,
}

/// Ids of what is removed.
#[derive(Default)]
struct Removed {
    sessions: Vec<SessionId>,
    speakers: Vec<SpeakerId>,
}

impl<'c> Bench<'c> {
    /// Takes the conference: whoever edits it too waits here, and then reads what this unit has written.
    ///
    /// *Errors*: only the team may; no such conference.
    pub(crate) fn open(tx: &mut Tx<'_>, ctx: &'c Ctx, slug: &str) -> Result<Self, EditError> {
        let found = find(tx, ctx, Power::Programme, slug)?;
        conference::touch(tx, found.id, ctx.now)?;
        Self::of(tx, ctx, found)
    }

    /// The same for the person who is this speaker, to change what is theirs. Which of it that is, the caller sees to.
    ///
    /// *Errors*: no such conference, also where the speaker is somebody else.
    pub(crate) fn open_own(
        tx: &mut Tx<'_>,
        ctx: &'c Ctx,
        slug: &str,
        speaker: &str,
    ) -> Result<Self, EditError> {
        let found = own_conference(tx, ctx, slug, speaker)?;
        conference::touch(tx, found.id, ctx.now)?;
        // Who was parted from the speaker while this waited has no business here any more.
        own_conference(tx, ctx, slug, speaker)?;
        Self::of(tx, ctx, found)
    }

    fn of(tx: &mut Tx<'_>, ctx: &'c Ctx, found: Conference) -> Result<Self, EditError> {
        let draft = store::draft(tx, found.id)?;
        let (batch, removed) = (ctx.id(), Removed::default());
        let (edits, seen, gone) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        Ok(Self { ctx, conference: found, draft, batch, edits, seen, gone, removed })
    }

    /// Reads the draft anew, after something that it refers to was written past the bench, which is still empty.
    pub(crate) fn read_again(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        self.draft = store::draft(tx, self.conference.id)?;
        if let Some(now) = conference::by_slug(tx, &self.conference.slug)? {
            self.conference = now;
        }
        Ok(())
    }

    /// The fields of an object as they are now; `None` when it is not there.
    pub(crate) fn fields(&self, kind: Editable, code: &str) -> Option<Fields> {
        match kind {
            Editable::Session => self.draft.full_session(code).map(|full| fields(&full)),
            Editable::Speaker => self.draft.full_speaker(code).map(|full| fields(&full)),
        }
    }

    /// The version of an object now; 0 when it is not there.
    pub(crate) fn version(&self, kind: Editable, code: &str) -> i64 {
        let versions = match kind {
            Editable::Session => &self.draft.versions.sessions,
            Editable::Speaker => &self.draft.versions.speakers,
        };
        versions.get(code).copied().unwrap_or(0)
    }

    /// Refuses whoever has not seen the object as it is now.
    pub(crate) fn expect(&self, kind: Editable, code: &str, seen: i64) -> Result<(), EditError> {
        match self.version(kind, code) {
            0 => Err(EditError::Gone(code.to_owned())),
            version if version != seen => Err(EditError::Stale { code: code.to_owned(), version }),
            _ => Ok(()),
        }
    }

    /// A code that nothing of this kind has.
    pub(crate) fn free_code(&self, kind: Editable) -> String {
        loop {
            let mut bytes = [0; 6];
            self.ctx.ids.fill(&mut bytes);
            let code: String =
                bytes.iter().map(|byte| char::from(CODE_LETTERS[usize::from(byte & 31)])).collect();
            if self.version(kind, &code) == 0 {
                return code;
            }
        }
    }

    /// Puts an object into a new state; `None` removes it. Tells whether anything was different.
    pub(crate) fn put(
        &mut self,
        tx: &mut Tx<'_>,
        action: EditAction,
        (kind, code): (Editable, &str),
        after: Option<Fields>,
    ) -> Result<bool, EditError> {
        let before = self.fields(kind, code);
        let changes = differences(before.as_ref(), after.as_ref());
        if changes.is_empty() {
            return Ok(false);
        }
        let last = match self.version(kind, code) {
            0 => conference::last_version(tx, self.conference.id, kind.object(), code)?,
            version => version,
        };
        let key = (kind, code.to_owned());
        if before.is_some() {
            self.seen.entry(key.clone()).or_insert(last);
        }
        match after {
            Some(after) => {
                self.gone.remove(&key);
                self.place(kind, code, after, last + 1)?;
            }
            None => {
                self.gone.insert(key);
                self.take_away(kind, code);
            }
        }
        self.remember(action, (kind, code), last + 1, changes);
        Ok(true)
    }

    fn remember(
        &mut self,
        action: EditAction,
        (kind, code): (Editable, &str),
        version: i64,
        changes: Vec<Difference>,
    ) {
        self.edits.push(Edit {
            id: self.ctx.id(),
            batch: self.batch,
            kind: kind.object(),
            code: code.to_owned(),
            version,
            action,
            at: self.ctx.now,
            who: audit::who(self.ctx),
            changes,
        });
    }

    fn place(&mut self, kind: Editable, code: &str, after: Fields, version: i64) -> Result<(), EditError> {
        let draft = &mut self.draft;
        match kind {
            Editable::Session => {
                let full: FullSession = of_fields(after)?;
                let ctx = self.ctx;
                draft.ids.sessions.entry(code.to_owned()).or_insert_with(|| SessionId(ctx.id()));
                draft.versions.sessions.insert(code.to_owned(), version);
                match full.audience {
                    Some(audience) => drop(draft.audiences.insert(code.to_owned(), audience)),
                    None => drop(draft.audiences.remove(code)),
                }
                match full.answers.is_empty() {
                    true => drop(draft.answers.remove(code)),
                    false => drop(draft.answers.insert(code.to_owned(), full.answers)),
                }
                put_by_key(&mut draft.programme.sessions, full.session, |session| &session.key);
            }
            Editable::Speaker => {
                let full: FullSpeaker = of_fields(after)?;
                let ctx = self.ctx;
                draft.ids.speakers.entry(code.to_owned()).or_insert_with(|| SpeakerId(ctx.id()));
                draft.versions.speakers.insert(code.to_owned(), version);
                draft.absences.insert(code.to_owned(), full.absences);
                put_by_key(&mut draft.programme.speakers, full.speaker, |speaker| &speaker.key);
            }
        }
        Ok(())
    }

    fn take_away(&mut self, kind: Editable, code: &str) {
        let draft = &mut self.draft;
        match kind {
            Editable::Session => {
                draft.programme.sessions.retain(|session| session.key != code);
                draft.audiences.remove(code);
                draft.answers.remove(code);
                draft.versions.sessions.remove(code);
                self.removed.sessions.extend(draft.ids.sessions.remove(code));
            }
            Editable::Speaker => {
                draft.programme.speakers.retain(|speaker| speaker.key != code);
                draft.absences.remove(code);
                draft.versions.speakers.remove(code);
                self.removed.speakers.extend(draft.ids.speakers.remove(code));
            }
        }
    }

    /// Conflicts of the draft as it is on the bench.
    pub(crate) fn conflicts(&self, tx: &mut Tx<'_>) -> Result<Vec<Conflict>, StoreError> {
        let id = self.conference.id;
        let (rooms, walks) = (conference::rooms(tx, id)?, conference::walks(tx, id)?);
        let levels = store::levels(tx, id)?;
        let setting = Setting { conference: &self.conference, rooms: &rooms, walks: &walks, levels: &levels };
        Ok(conflicts(&self.draft, &setting))
    }

    /// What was done to one object.
    pub(crate) fn edited(&self, kind: Editable, code: &str) -> Edited {
        let batch = (!self.edits.is_empty()).then_some(self.batch);
        Edited { code: code.to_owned(), version: self.version(kind, code), batch }
    }

    /// [`Bench::close`], and what was done to one object.
    pub(crate) fn finish(self, tx: &mut Tx<'_>, kind: Editable, code: &str) -> Result<Edited, EditError> {
        let edited = self.edited(kind, code);
        self.close(tx)?;
        Ok(edited)
    }

    /// Writes everything that was put on the bench, with its history and its records.
    ///
    /// *Errors*: [`EditError::Stale`] when somebody who did not take the conference has changed one of the objects.
    pub(crate) fn close(self, tx: &mut Tx<'_>) -> Result<Option<Id>, EditError> {
        if self.edits.is_empty() {
            return Ok(None);
        }
        let touched = self.touched();
        let id = self.conference.id;
        self.take_versions(tx, id)?;
        self.write_speakers(tx, id, &touched)?;
        self.write_sessions(tx, id, &touched)?;
        store::delete_sessions(tx, id, &self.removed.sessions)?;
        for speaker in &self.removed.speakers {
            if !store::delete_speaker(tx, id, *speaker)? {
                return Err(EditError::TakesPart(1));
            }
        }
        if touched.iter().any(|(kind, _)| *kind == Editable::Speaker) {
            want_pictures(tx, self.ctx, &self.conference)?;
        }
        record_edits(tx, self.ctx, id, &self.edits, |edit| act_of(id, edit))?;
        Ok(Some(self.batch))
    }

    fn touched(&self) -> BTreeSet<(Editable, String)> {
        let key = |edit: &Edit| Some((Editable::of_object(edit.kind)?, edit.code.clone()));
        self.edits.iter().filter_map(key).collect()
    }

    fn take_versions(&self, tx: &mut Tx<'_>, id: ConferenceId) -> Result<(), EditError> {
        let (mut sessions, mut speakers) = (Vec::new(), Vec::new());
        let known = |key: &(Editable, String)| !self.gone.contains(key);
        for ((kind, code), version) in self.seen.iter().filter(|(key, _)| known(key)) {
            match kind {
                Editable::Session => sessions.push((self.draft.ids.sessions[code], *version)),
                Editable::Speaker => speakers.push((self.draft.ids.speakers[code], *version)),
            }
        }
        if store::take_sessions(tx, id, &sessions)? && store::take_speakers(tx, id, &speakers)? {
            return Ok(());
        }
        let (code, version) = self
            .seen
            .iter()
            .next()
            .map_or_else(Default::default, |((_, code), version)| (code.clone(), *version));
        Err(EditError::Stale { code, version })
    }

    fn write_speakers(
        &self,
        tx: &mut Tx<'_>,
        id: ConferenceId,
        touched: &BTreeSet<(Editable, String)>,
    ) -> Result<(), EditError> {
        let is_touched = |code: &str| touched.contains(&(Editable::Speaker, code.to_owned()));
        let draft = &self.draft;
        let written: Vec<(SpeakerId, i64, _)> = draft
            .programme
            .speakers
            .iter()
            .filter(|speaker| is_touched(&speaker.key))
            .map(|one| (draft.ids.speakers[&one.key], draft.versions.speakers[&one.key], one))
            .collect();
        store::write_speakers(tx, id, &written)?;
        for (speaker, _, value) in &written {
            store::delete_absences(tx, id, *speaker)?;
            for absence in draft.absences.get(&value.key).into_iter().flatten() {
                store::insert_absence(tx, id, *speaker, *absence)?;
            }
        }
        Ok(())
    }

    fn write_sessions(
        &self,
        tx: &mut Tx<'_>,
        id: ConferenceId,
        touched: &BTreeSet<(Editable, String)>,
    ) -> Result<(), EditError> {
        let ids = &self.draft.ids;
        let key = |code: &str| (Editable::Session, code.to_owned());
        let row = |session| -> SessionRow<'_> {
            let session: &Session = session;
            let room = session.slot.as_ref().and_then(|slot| slot.room.as_ref());
            SessionRow {
                id: ids.sessions[&session.key],
                kind: session.kind.as_ref().and_then(|key| ids.kinds.get(key)).map(|id| id.0),
                track: session.track.as_ref().and_then(|key| ids.tracks.get(key)).map(|id| id.0),
                room: room.and_then(|key| ids.rooms.get(key)).map(|id| id.0),
                speakers: session.parts.iter().map(|part| ids.speakers[&part.speaker]).collect(),
                audience: self.draft.audiences.get(&session.key).copied(),
                answers: self.draft.answers.get(&session.key).cloned().unwrap_or_default(),
                version: self.draft.versions.sessions[&session.key],
                known: self.seen.contains_key(&key(&session.key)),
                session,
            }
        };
        let sessions = self.draft.programme.sessions.iter();
        let rows: Vec<SessionRow<'_>> =
            sessions.filter(|session| touched.contains(&key(&session.key))).map(row).collect();
        Ok(store::write_sessions(tx, id, &rows)?)
    }
}

/// What the audit is told of an edit of the programme.
pub(crate) fn act_of(conference: ConferenceId, edit: &Edit) -> Act {
    let action = match (edit.kind, edit.action) {
        (ObjectKind::Session, EditAction::Create) => "programme.session.create",
        (ObjectKind::Session, EditAction::Change | EditAction::Copy) => "programme.session.change",
        (ObjectKind::Session, EditAction::Delete) => "programme.session.delete",
        (ObjectKind::Session, EditAction::Import) => "programme.session.import",
        (ObjectKind::Session, EditAction::Sheet) => "programme.session.sheet",
        (ObjectKind::Session, EditAction::Undo) => "programme.session.undo",
        (_, EditAction::Create) => "programme.speaker.create",
        (_, EditAction::Change | EditAction::Copy) => "programme.speaker.change",
        (_, EditAction::Delete) => "programme.speaker.delete",
        (_, EditAction::Import) => "programme.speaker.import",
        (_, EditAction::Sheet) => "programme.speaker.sheet",
        (_, EditAction::Undo) => "programme.speaker.undo",
    };
    act(action, conference, &edit.code, edit_detail(edit))
}

/// An object of its fields.
pub(crate) fn of_fields<T: DeserializeOwned>(fields: Fields) -> Result<T, EditError> {
    // Only fields of this program's own making come here; what an older version has written may lack one, which is then
    // as if it were empty.
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| ProgrammeError::Missing(format!("an edit cannot be read: {error}")).into())
}

fn put_by_key<T: Serialize>(list: &mut Vec<T>, value: T, key: impl Fn(&T) -> &String) {
    match list.iter().position(|known| key(known) == key(&value)) {
        Some(at) => list[at] = value,
        None => list.push(value),
    }
}
