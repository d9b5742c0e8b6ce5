//! What importing a programme would do.

use std::collections::{BTreeMap, BTreeSet};

use madang_conference::{free_slug, is_slug, slug_of};
use madang_interchange::model::{self as exchange, Programme, Session, State};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::merge::{FieldChange, Fields, fields, merge};
use crate::model::Draft;

/// What happens to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    New,
    /// Some of its fields change, or would if they had not been edited here.
    Changed,
    /// Nothing.
    Same,
    /// The source no longer has it.
    Gone,
}

/// One thing of an import, for the preview.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// What happens to it.
    pub action: Action,
    /// Our short name or code for it.
    pub key: String,
    /// Its key in the source.
    pub source_key: String,
    /// Its name or title, to recognise it.
    pub name: String,
    /// Field by field; empty unless [`Action::Changed`].
    pub changes: Vec<FieldChange>,
}

/// What importing would do to everything of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Items {
    /// In the order of the source; what is gone comes last.
    pub items: Vec<Item>,
}

impl Items {
    /// How many things have this action.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.items.iter().filter(|item| item.action == action).count()
    }
}

/// What an earlier import has made, by kind and by the source's key.
pub(crate) type Memory = BTreeMap<&'static str, BTreeMap<String, Remembered>>;

/// One thing that an earlier import has made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Remembered {
    pub(crate) our_key: String,
    pub(crate) said: Fields,
}

/// One thing to be written.
pub(crate) struct Planned<T> {
    pub(crate) item: Item,
    /// As it will be; `None` when it is gone.
    pub(crate) value: Option<T>,
    /// What the source says, in our keys, to be remembered; `None` when it is gone.
    pub(crate) said: Option<Fields>,
    /// The memory has to be written.
    pub(crate) remember: bool,
}

/// Everything that an import would write.
pub(crate) struct Plan {
    pub(crate) rooms: Vec<Planned<exchange::Room>>,
    pub(crate) tracks: Vec<Planned<exchange::Track>>,
    pub(crate) kinds: Vec<Planned<exchange::Kind>>,
    pub(crate) speakers: Vec<Planned<exchange::Speaker>>,
    pub(crate) sessions: Vec<Planned<Session>>,
}

/// A thing that imports make.
pub(crate) trait Thing: Serialize + DeserializeOwned + Clone {
    /// As in the store's table of memories.
    const KIND: &'static str;
    fn key(&self) -> &str;
    fn name(&self) -> String;
    /// The key we would like to give it, when it is free.
    fn wish(&self) -> Option<String>;
    /// The key it gets when its wish cannot stand in an address.
    fn otherwise(&self) -> String;
    /// Puts our keys in the place of the source's.
    fn translate(&mut self, keys: &Keys, ours: &str);
    /// Whether something of the same name that was here before the first import is taken for the same thing.
    const ADOPTS: bool;
}

/// Our keys by the source's.
#[derive(Default)]
pub(crate) struct Keys {
    rooms: BTreeMap<String, String>,
    tracks: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
    speakers: BTreeMap<String, String>,
    sessions: BTreeMap<String, String>,
}

macro_rules! named_thing {
    ($type:ty, $kind:literal) => {
        impl Thing for $type {
            const KIND: &'static str = $kind;
            const ADOPTS: bool = true;
            fn key(&self) -> &str {
                &self.key
            }
            fn name(&self) -> String {
                self.name.pick("en").to_owned()
            }
            fn wish(&self) -> Option<String> {
                slug_of(self.name.pick("en"))
            }
            fn otherwise(&self) -> String {
                $kind.to_owned()
            }
            fn translate(&mut self, _: &Keys, ours: &str) {
                ours.clone_into(&mut self.key);
            }
        }
    };
}

named_thing!(exchange::Room, "room");
named_thing!(exchange::Track, "track");
named_thing!(exchange::Kind, "kind");

impl Thing for exchange::Speaker {
    const KIND: &'static str = "speaker";
    const ADOPTS: bool = false;
    fn key(&self) -> &str {
        &self.key
    }
    fn name(&self) -> String {
        self.name.clone()
    }
    fn wish(&self) -> Option<String> {
        code_of(self.code.as_deref(), &self.key)
    }
    fn otherwise(&self) -> String {
        hashed_code(&self.key)
    }
    fn translate(&mut self, _: &Keys, ours: &str) {
        ours.clone_into(&mut self.key);
        self.code = Some(ours.to_owned());
    }
}

impl Thing for Session {
    const KIND: &'static str = "session";
    const ADOPTS: bool = false;
    fn key(&self) -> &str {
        &self.key
    }
    fn name(&self) -> String {
        self.title.pick("en").to_owned()
    }
    fn wish(&self) -> Option<String> {
        code_of(self.code.as_deref(), &self.key)
    }
    fn otherwise(&self) -> String {
        hashed_code(&self.key)
    }
    fn translate(&mut self, keys: &Keys, ours: &str) {
        ours.clone_into(&mut self.key);
        self.code = Some(ours.to_owned());
        self.sequence = 0;
        let ours = |keys: &BTreeMap<String, String>, key: &Option<String>| {
            key.as_ref().and_then(|key| keys.get(key)).cloned()
        };
        self.track = ours(&keys.tracks, &self.track);
        self.kind = ours(&keys.kinds, &self.kind);
        if let Some(slot) = &mut self.slot {
            slot.room = ours(&keys.rooms, &slot.room);
        }
        // The reader has reported keys that lead nowhere.
        self.parts.retain_mut(|part| match keys.speakers.get(&part.speaker) {
            Some(speaker) => {
                part.speaker.clone_from(speaker);
                true
            }
            None => false,
        });
        let mut seen = BTreeSet::new();
        self.parts.retain(|part| seen.insert(part.speaker.clone()));
    }
}

/// A code that people can read out, from what the source offers: its code, else its key.
fn code_of(code: Option<&str>, key: &str) -> Option<String> {
    let fits = |text: &str| {
        (2..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if let Some(code) = code.filter(|code| fits(code)) {
        return Some(code.to_owned());
    }
    // A readable key such as "satoshi-nakamoto" is a good address; a UUID is not.
    let readable = is_slug(key) && key.len() <= 48 && key.chars().any(|letter| letter.is_ascii_lowercase());
    let uuid = key.len() == 36 && key.matches('-').count() == 4;
    (readable && !uuid).then(|| key.to_owned())
}

/// Six letters and digits that follow from the key alone, so that two imports of one source agree.
fn hashed_code(key: &str) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    Sha256::digest(key.as_bytes())
        .iter()
        .take(6)
        .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
        .collect()
}

/// Works out what importing `incoming` into `draft` would do.
pub(crate) fn plan(draft: &Draft, memory: &Memory, incoming: &Programme) -> Plan {
    let ours = &draft.programme;
    let keys = Keys {
        rooms: keys(&ours.rooms, memory, &incoming.rooms),
        tracks: keys(&ours.tracks, memory, &incoming.tracks),
        kinds: keys(&ours.kinds, memory, &incoming.kinds),
        speakers: keys(&ours.speakers, memory, &incoming.speakers),
        sessions: keys(&ours.sessions, memory, &incoming.sessions),
    };
    Plan {
        rooms: things(&ours.rooms, memory, &incoming.rooms, &keys, &keys.rooms),
        tracks: things(&ours.tracks, memory, &incoming.tracks, &keys, &keys.tracks),
        kinds: things(&ours.kinds, memory, &incoming.kinds, &keys, &keys.kinds),
        speakers: things(&ours.speakers, memory, &incoming.speakers, &keys, &keys.speakers),
        sessions: sessions(ours, memory, incoming, &keys),
    }
}

/// Our key for each thing of the source: the one it has, one of the same name that waits for it, or a new one.
fn keys<T: Thing>(ours: &[T], memory: &Memory, incoming: &[T]) -> BTreeMap<String, String> {
    let nothing = BTreeMap::new();
    let remembered = memory.get(T::KIND).unwrap_or(&nothing);
    let claimed: BTreeSet<&str> = remembered.values().map(|thing| thing.our_key.as_str()).collect();
    let here: BTreeSet<&str> = ours.iter().map(Thing::key).collect();
    let mut taken: BTreeSet<String> = here.iter().chain(&claimed).map(|key| (*key).to_owned()).collect();
    let mut adopted = BTreeSet::new();
    let mut keys = BTreeMap::new();
    for thing in incoming {
        let ours = match remembered.get(thing.key()) {
            Some(known) => known.our_key.clone(),
            None => match thing.wish() {
                Some(wish)
                    if T::ADOPTS
                        && here.contains(wish.as_str())
                        && !claimed.contains(wish.as_str())
                        && adopted.insert(wish.clone()) =>
                {
                    wish
                }
                Some(wish) if !T::ADOPTS && taken.insert(wish.clone()) => wish,
                Some(wish) if T::ADOPTS => free_slug(Some(wish), T::KIND, &mut taken),
                _ if T::ADOPTS => free_slug(None, T::KIND, &mut taken),
                _ => free_code(thing.otherwise(), &mut taken),
            },
        };
        keys.insert(thing.key().to_owned(), ours);
    }
    keys
}

fn free_code(code: String, taken: &mut BTreeSet<String>) -> String {
    let mut wished = code;
    while !taken.insert(wished.clone()) {
        wished = hashed_code(&wished);
    }
    wished
}

fn things<T: Thing>(
    ours: &[T],
    memory: &Memory,
    incoming: &[T],
    keys: &Keys,
    own: &BTreeMap<String, String>,
) -> Vec<Planned<T>> {
    let nothing = BTreeMap::new();
    let remembered = memory.get(T::KIND).unwrap_or(&nothing);
    let here: BTreeMap<&str, &T> = ours.iter().map(|thing| (thing.key(), thing)).collect();
    let mut planned = Vec::new();
    for thing in incoming {
        let Some(key) = own.get(thing.key()) else { continue };
        let mut translated = thing.clone();
        translated.translate(keys, key);
        let says = fields(&translated);
        let known = remembered.get(thing.key());
        let said = known.map(|known| known.said.clone()).unwrap_or_default();
        let (action, changes, value) = match here.get(key.as_str()) {
            None => (Action::New, Vec::new(), translated),
            Some(ours) => {
                let (merged, changes) = merge(&said, &fields(ours), &says);
                let action = if changes.is_empty() { Action::Same } else { Action::Changed };
                // What is merged of two valid things field by field is of the same form.
                let value = serde_json::from_value(Value::Object(merged)).unwrap_or(translated);
                (action, changes, value)
            }
        };
        planned.push(Planned {
            item: Item {
                action,
                key: key.clone(),
                source_key: thing.key().to_owned(),
                name: thing.name(),
                changes,
            },
            value: Some(value),
            remember: known.is_none_or(|known| known.said != says),
            said: Some(says),
        });
    }
    let present: BTreeSet<&str> = incoming.iter().map(Thing::key).collect();
    for (source_key, known) in
        remembered.iter().filter(|(source_key, _)| !present.contains(source_key.as_str()))
    {
        let Some(thing) = here.get(known.our_key.as_str()) else { continue };
        planned.push(Planned {
            item: Item {
                action: Action::Gone,
                key: known.our_key.clone(),
                source_key: source_key.clone(),
                name: thing.name(),
                changes: Vec::new(),
            },
            value: None,
            said: None,
            remember: false,
        });
    }
    planned
}

fn sessions(ours: &Programme, memory: &Memory, incoming: &Programme, keys: &Keys) -> Vec<Planned<Session>> {
    let mut planned = things(&ours.sessions, memory, &incoming.sessions, keys, &keys.sessions);
    // What was removed here stays removed, as every other edit stays.
    let nothing = BTreeMap::new();
    let remembered = memory.get(Session::KIND).unwrap_or(&nothing);
    planned.retain(|planned| {
        planned.item.action != Action::New || !remembered.contains_key(&planned.item.source_key)
    });
    // A session that was taken away at the source already is not "gone" at every import again.
    planned.retain(|planned| {
        let before = ours.sessions.iter().find(|session| session.key == planned.item.key);
        planned.item.action != Action::Gone
            || before.is_some_and(|session| !matches!(session.state, State::Withdrawn | State::Cancelled))
    });
    planned
}

#[cfg(test)]
mod tests {
    use madang_interchange::model::{Part, Slot, Speaker, Text};

    use super::*;

    fn source() -> Programme {
        let start = "2026-11-22T10:00:00Z".parse().unwrap();
        let slot = Slot { room: Some("r1".into()), start, end: start + jiff::SignedDuration::from_mins(30) };
        Programme {
            rooms: vec![
                exchange::Room { key: "r1".into(), name: Text::of("", "Main Hall"), ..Default::default() },
                exchange::Room { key: "r2".into(), name: Text::of("", "대강당"), ..Default::default() },
            ],
            speakers: vec![Speaker { key: "b7c1".into(), name: "김하나".into(), ..Default::default() }],
            sessions: vec![Session {
                key: "270fa44c-821a-577f-8ca3-33e8d4a8c2a7".into(),
                title: Text::of("en", "Opening"),
                parts: vec![Part { speaker: "b7c1".into(), ..Default::default() }],
                slot: Some(slot),
                ..Default::default()
            }],
            ..Programme::default()
        }
    }

    /// The draft and the memory that an import leaves.
    fn applied(plan: &Plan) -> (Draft, Memory) {
        fn all<T: Thing>(planned: &[Planned<T>]) -> Vec<T> {
            planned.iter().filter_map(|planned| planned.value.clone()).collect()
        }
        fn remember<T: Thing>(planned: &[Planned<T>], memory: &mut Memory) {
            let known = planned.iter().filter_map(|planned| {
                let said = planned.said.clone()?;
                Some((
                    planned.item.source_key.clone(),
                    Remembered { our_key: planned.item.key.clone(), said },
                ))
            });
            memory.insert(T::KIND, known.collect());
        }
        let programme = Programme {
            rooms: all(&plan.rooms),
            tracks: all(&plan.tracks),
            kinds: all(&plan.kinds),
            speakers: all(&plan.speakers),
            sessions: all(&plan.sessions),
            ..Programme::default()
        };
        let mut memory = Memory::new();
        remember(&plan.rooms, &mut memory);
        remember(&plan.tracks, &mut memory);
        remember(&plan.kinds, &mut memory);
        remember(&plan.speakers, &mut memory);
        remember(&plan.sessions, &mut memory);
        (Draft { programme, ..Draft::default() }, memory)
    }

    #[test]
    fn keys_become_ours_and_references_follow() {
        let (draft, _) = applied(&plan(&Draft::default(), &Memory::new(), &source()));
        let programme = draft.programme;
        assert_eq!(
            programme.rooms.iter().map(|room| room.key.as_str()).collect::<Vec<_>>(),
            ["main-hall", "room"]
        );
        let session = &programme.sessions[0];
        assert_eq!(session.code.as_deref(), Some(session.key.as_str()));
        assert_eq!(session.key.len(), 6);
        assert_eq!(session.parts[0].speaker, programme.speakers[0].key);
        assert_eq!(session.slot.as_ref().unwrap().room.as_deref(), Some("main-hall"));
    }

    #[test]
    fn importing_again_does_nothing() {
        let (draft, memory) = applied(&plan(&Draft::default(), &Memory::new(), &source()));
        let again = plan(&draft, &memory, &source());
        assert!(
            again.sessions.iter().all(|planned| planned.item.action == Action::Same && !planned.remember)
        );
        assert!(again.rooms.iter().all(|planned| planned.item.action == Action::Same && !planned.remember));
        assert_eq!(applied(&again).0, draft);
    }

    #[test]
    fn edits_are_kept_and_said_so() {
        let (mut draft, memory) = applied(&plan(&Draft::default(), &Memory::new(), &source()));
        draft.programme.sessions[0].title = Text::of("en", "Grand opening");
        let mut newer = source();
        newer.sessions[0].title = Text::of("en", "Opening ceremony");
        newer.sessions[0].language = Some("ko".into());
        let planned = plan(&draft, &memory, &newer);
        let session = planned.sessions[0].value.as_ref().unwrap();
        assert_eq!((session.title.pick("en"), session.language.as_deref()), ("Grand opening", Some("ko")));
        assert_eq!(
            planned.sessions[0].item.changes.iter().map(|change| change.kept).collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn what_is_gone_is_gone_once() {
        let (mut draft, memory) = applied(&plan(&Draft::default(), &Memory::new(), &source()));
        let empty = Programme { sessions: Vec::new(), ..source() };
        let planned = plan(&draft, &memory, &empty);
        assert_eq!(planned.sessions[0].item.action, Action::Gone);
        draft.programme.sessions[0].state = State::Withdrawn;
        assert!(plan(&draft, &memory, &empty).sessions.is_empty());
    }

    #[test]
    fn what_was_removed_here_stays_removed() {
        let (mut draft, memory) = applied(&plan(&Draft::default(), &Memory::new(), &source()));
        draft.programme.sessions.clear();
        let mut newer = source();
        newer.sessions[0].title = Text::of("en", "Opening again");
        assert!(plan(&draft, &memory, &newer).sessions.is_empty());
        assert_eq!(plan(&draft, &Memory::new(), &newer).sessions.len(), 1, "without a memory it is new");
    }

    #[test]
    fn a_room_that_the_sheet_has_made_is_adopted() {
        let room = exchange::Room {
            key: "main-hall".into(),
            name: Text::of("", "Main Hall"),
            capacity: Some(300),
            ..Default::default()
        };
        let here = Programme { rooms: vec![room], ..Programme::default() };
        let mut source = source();
        source.rooms[0].guid = Some("g".into());
        source.rooms[0].capacity = Some(250);
        let planned = plan(&Draft { programme: here, ..Draft::default() }, &Memory::new(), &source);
        let room = planned.rooms[0].value.as_ref().unwrap();
        assert_eq!(
            (room.key.as_str(), room.capacity, room.guid.as_deref()),
            ("main-hall", Some(300), Some("g"))
        );
    }
}
