//! Takes an artefact apart: one walk, one budget, whatever is inside.

mod fault;

use std::{
    io::Read,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::{
    bytes::{count, shortened},
    digest,
    facts::{
        Contradiction, Facts, Host, Kind, Member, Object, ObjectId, Reason, SCHEMA, Step, Unopened,
        UpdateChannel,
    },
    limits::{Budget, Limit, Limits},
    magic, read, unpack,
};

pub(crate) use fault::Fault;

/// Steps that are kept of scripts which nothing starts by itself.
const STEPS_MAX: usize = 20_000;
/// Contradictions that are kept of one container.
const CONTRADICTIONS_MAX: usize = 64;
/// Unopened objects that are listed one by one.
const UNOPENED_MAX: usize = 1000;

/// What is known of the surroundings of an object, beyond what its own bytes say.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    /// The folder of the target system that the members of this container are put into.
    pub(crate) base: Option<String>,
    /// What its members are.
    pub(crate) role: Role,
    /// The installer runs as root.
    pub(crate) as_root: bool,
}

/// What the members of a container are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Just files.
    #[default]
    Files,
    /// The control part of a Debian package.
    DebControl,
    /// The scripts of a macOS package.
    PkgScripts,
    /// A script that the package runs, by itself.
    Hook,
    /// A volume: the disk image around it was opened.
    Volume,
}

/// An object that is being opened.
#[derive(Debug, Clone)]
pub(crate) struct Holder {
    /// Its number.
    pub(crate) id: ObjectId,
    depth: u32,
    path: String,
    /// What its members are.
    pub(crate) context: Context,
}

impl Holder {
    /// The name of the object, without what it lies in.
    pub(crate) fn name(&self) -> &str {
        let inner = self.path.rsplit("!/").next().unwrap_or(&self.path);
        inner.rsplit('/').next().unwrap_or(inner)
    }
}

/// The walk through one artefact.
pub(crate) struct Taker {
    pub(crate) budget: Budget,
    pub(crate) objects: Vec<Object>,
    pub(crate) unopened: Vec<Unopened>,
    pub(crate) steps: Vec<Step>,
    pub(crate) hosts: read::hosts::Hosts,
    pub(crate) updates: Vec<UpdateChannel>,
    #[cfg(feature = "yara")]
    yara: Option<crate::yara::Rules>,
}

/// As [`take_apart`], and asks an operator's own rules about every object.
#[cfg(feature = "yara")]
#[must_use]
pub fn take_apart_with(bytes: &[u8], limits: &Limits, name: &str, rules: crate::yara::Rules) -> Facts {
    let mut taker = Taker::new(limits.clone());
    taker.yara = Some(rules);
    walk(taker, bytes, name)
}

/// Takes an artefact apart. Never panics; what could not be opened is listed, and nothing is written anywhere.
///
/// `name` is shown to people; only hints, never decisions, rest on it.
#[must_use]
pub fn take_apart(bytes: &[u8], limits: &Limits, name: &str) -> Facts {
    walk(Taker::new(limits.clone()), bytes, name)
}

fn walk(mut taker: Taker, bytes: &[u8], name: &str) -> Facts {
    let root = Place { name: name.to_owned(), ..Place::default() };
    taker.open(root, bytes);
    if catch_unwind(AssertUnwindSafe(|| read::whole::finish(&mut taker, name))).is_err() {
        taker.note(ObjectId(0), Reason::ReaderFailed, "the facts of the whole could not be joined");
    }
    if let Some(first) = taker.objects.first()
        && matches!(first.kind, Kind::Data | Kind::Empty)
    {
        taker.note(ObjectId(0), Reason::Unknown, "the artefact is of no known format");
    }
    let hosts: Vec<Host> = std::mem::take(&mut taker.hosts).into_list();
    Facts {
        schema: SCHEMA,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        name: shortened(name, 300),
        size_bytes: count(bytes.len()),
        sha256: taker.objects.first().map_or_else(|| digest::sha256(bytes), |root| root.sha256.clone()),
        merkle_root: digest::merkle(&taker.objects),
        limits: taker.budget.limits().clone(),
        spent: taker.budget.spent().clone(),
        objects: taker.objects,
        unopened: taker.unopened,
        steps: taker.steps,
        hosts,
        updates: taker.updates,
    }
}

/// For fuzzing: one reader without anything that catches its panics. `name` is what the file is called.
pub(crate) fn read_as(bytes: &[u8], kind: Kind, name: &str, limits: Limits) {
    let mut taker = Taker::new(limits);
    let root = Place { name: name.to_owned(), ..Place::default() };
    // The object is made of a text, so that only the one reader is asked.
    if taker.open(root, b"fuzz").is_some() {
        let holder = Holder { id: ObjectId(0), depth: 0, path: String::new(), context: Context::default() };
        taker.object_mut(ObjectId(0)).kind = kind;
        for outcome in [
            read::look(&mut taker, &holder, bytes, kind, name),
            unpack::one(&mut taker, &holder, bytes, kind),
        ] {
            if let Err(fault) = outcome {
                taker.fault(ObjectId(0), &fault);
            }
        }
    }
}

/// Where an object stands, before it is one.
#[derive(Debug, Clone, Default)]
struct Place {
    parent: Option<ObjectId>,
    depth: u32,
    path: String,
    name: String,
    member: Member,
    placed: Option<String>,
    context: Context,
}

impl Taker {
    fn new(limits: Limits) -> Self {
        Self {
            budget: Budget::new(limits),
            objects: Vec::new(),
            unopened: Vec::new(),
            steps: Vec::new(),
            hosts: read::hosts::Hosts::default(),
            updates: Vec::new(),
            #[cfg(feature = "yara")]
            yara: None,
        }
    }

    /// Asks the operator's own rules; when they give up, the object was not looked at as was asked.
    #[cfg(feature = "yara")]
    fn ask_rules(&mut self, id: ObjectId, bytes: &[u8]) {
        let Some(rules) = &self.yara else { return };
        match rules.hits(bytes) {
            Ok(hits) => self.object_mut(id).yara = hits,
            Err(words) => self.note(id, Reason::ReaderFailed, &format!("YARA: {words}")),
        }
    }

    /// Makes an object of bytes and goes on inside.
    fn open(&mut self, place: Place, bytes: &[u8]) -> Option<ObjectId> {
        let parent = place.parent.unwrap_or(ObjectId(0));
        let paid = self.budget.object(place.depth).and_then(|()| self.budget.bytes(count(bytes.len())));
        if let Err(limit) = paid {
            self.note_limit(parent, &place.path, limit);
            return None;
        }
        let kind = magic::identify(bytes);
        // A layer's own hash and those of the members say what the archive between them is: no byte is hashed twice.
        let layered =
            place.parent.and_then(|parent| self.object(parent)).is_some_and(|parent| is_layer(parent.kind));
        let between = layered && matches!(kind, Kind::Tar | Kind::Cpio);
        let id = ObjectId(crate::bytes::count32(self.objects.len()));
        self.objects.push(Object {
            id,
            parent: place.parent,
            depth: place.depth,
            path: place.path.clone(),
            kind,
            size_bytes: count(bytes.len()),
            sha256: if between { String::new() } else { digest::sha256(bytes) },
            entropy: None,
            member: place.member,
            placed: place.placed,
            container: None,
            executable: None,
            code: None,
            tail: None,
            script: None,
            page: None,
            job: None,
            package: None,
            signature: None,
            active: Vec::new(),
            yara: Vec::new(),
        });
        #[cfg(feature = "yara")]
        self.ask_rules(id, bytes);
        let holder = Holder { id, depth: place.depth, path: place.path, context: place.context };
        self.attempt(&holder, |taker, holder| read::look(taker, holder, bytes, kind, &place.name));
        self.attempt(&holder, |taker, holder| unpack::unpack(taker, holder, bytes, kind));
        Some(id)
    }

    /// Calls a reader; its faults and even its panics become facts.
    fn attempt(&mut self, holder: &Holder, reader: impl FnOnce(&mut Self, &Holder) -> Result<(), Fault>) {
        match catch_unwind(AssertUnwindSafe(|| reader(self, holder))) {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => self.fault(holder.id, &fault),
            Err(_) => {
                self.note(holder.id, Reason::ReaderFailed, "the reader failed; please report this file");
            }
        }
    }

    /// Lists a fault under what could not be opened.
    pub(crate) fn fault(&mut self, id: ObjectId, fault: &Fault) {
        let (reason, words) = match fault {
            Fault::Damaged(words) => (Reason::Damaged, words.as_str()),
            Fault::Variant(words) => (Reason::Variant, words.as_str()),
            Fault::Encrypted => (Reason::Encrypted, ""),
            Fault::NoReader => (Reason::NoReader, ""),
            Fault::Limit(limit) => (Reason::Limit(*limit), ""),
        };
        self.note(id, reason, words);
    }

    /// Lists something that could not be opened.
    pub(crate) fn note(&mut self, id: ObjectId, reason: Reason, words: &str) {
        let path = self.object(id).map(|object| object.path.clone()).unwrap_or_default();
        self.note_at(id, path, reason, words);
    }

    fn note_at(&mut self, object: ObjectId, path: String, reason: Reason, words: &str) {
        let known =
            self.unopened.iter().rev().take(8).any(|known| known.path == path && known.reason == reason);
        if !known && self.unopened.len() < UNOPENED_MAX {
            self.unopened.push(Unopened { object, path, reason, words: shortened(words, 300) });
        }
    }

    /// Lists a limit once for each container, however many members it concerns.
    fn note_limit(&mut self, parent: ObjectId, path: &str, limit: Limit) {
        let reason = Reason::Limit(limit);
        if !self.unopened.iter().any(|known| known.object == parent && known.reason == reason) {
            self.note_at(parent, path.to_owned(), reason, "");
        }
    }

    pub(crate) fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(usize::try_from(id.0).ok()?)
    }

    /// The object that is being read. It always exists: its number was given when it was made.
    pub(crate) fn object_mut(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id.0 as usize]
    }

    /// Gives one member to the walk. Names that leave the tree are noted; they are never used as paths.
    pub(crate) fn member(
        &mut self,
        holder: &Holder,
        name: &str,
        member: Member,
        bytes: &[u8],
    ) -> Option<ObjectId> {
        let place = self.place(holder, name, member)?;
        self.open(place, bytes)
    }

    /// Gives one member to the walk, other words said about what is inside it.
    pub(crate) fn member_with(
        &mut self,
        holder: &Holder,
        name: &str,
        member: Member,
        bytes: &[u8],
        context: Context,
    ) -> Option<ObjectId> {
        let mut place = self.place(holder, name, member)?;
        place.context = context;
        self.open(place, bytes)
    }

    /// A folder or a link: an object without bytes of its own.
    pub(crate) fn bodiless(&mut self, holder: &Holder, name: &str, member: Member, kind: Kind) {
        if let Some(target) = &member.link {
            self.check_link(holder, name, target);
        }
        if let Some(id) = self.member(holder, name, member, b"") {
            let object = self.object_mut(id);
            object.kind = kind;
            object.sha256 = String::new();
        }
    }

    fn place(&mut self, holder: &Holder, name: &str, member: Member) -> Option<Place> {
        let name_bytes_max = self.budget.limits().name_bytes_max as usize;
        if name.len() > name_bytes_max {
            self.note_limit(holder.id, &holder.path, Limit::Name);
            return None;
        }
        let shown = self.tidy(holder, name);
        let path = if holder.id.0 == 0 { shown.clone() } else { format!("{}!/{shown}", holder.path) };
        let layer = self.object(holder.id).is_some_and(|object| is_layer(object.kind));
        let placed = holder.context.base.as_ref().filter(|_| !layer).map(|base| {
            let inner = shown.trim_start_matches('/');
            format!("{}/{inner}", base.trim_end_matches('/'))
        });
        // Layers that only compress keep the words about what is inside.
        let context = match self.object(holder.id).map(|object| object.kind) {
            Some(kind) if is_layer(kind) => holder.context.clone(),
            _ => Context {
                role: member_role(holder.context.role),
                as_root: holder.context.as_root,
                base: None,
            },
        };
        Some(Place {
            parent: Some(holder.id),
            depth: holder.depth + 1,
            path,
            name: shown,
            member,
            placed,
            context,
        })
    }

    /// A name without `./` in front; what would leave the tree is noted.
    fn tidy(&mut self, holder: &Holder, name: &str) -> String {
        let drive =
            name.len() > 2 && name.as_bytes()[1] == b':' && matches!(name.as_bytes()[2], b'\\' | b'/');
        let leaves = name.split(['/', '\\']).any(|part| part == "..");
        let absolute = name.starts_with('/') || name.starts_with('\\');
        if leaves || drive || absolute || name.contains('\0') {
            self.contradiction(holder.id, Contradiction::Escapes { member: shortened(name, 200) });
        }
        let mut tidy = name;
        while let Some(rest) = tidy.strip_prefix("./") {
            tidy = rest;
        }
        if tidy == "." { String::new() } else { tidy.replace('\0', "\u{2400}") }
    }

    fn check_link(&mut self, holder: &Holder, name: &str, target: &str) {
        let mut level = i64::try_from(name.trim_start_matches("./").matches('/').count()).unwrap_or(i64::MAX);
        for part in target.split('/') {
            level += match part {
                ".." => -1,
                "" | "." => 0,
                _ => 1,
            };
            if level < 0 {
                let words = Contradiction::LinkEscapes {
                    member: shortened(name, 200),
                    target: shortened(target, 200),
                };
                self.contradiction(holder.id, words);
                return;
            }
        }
    }

    /// Notes that a container contradicts itself.
    pub(crate) fn contradiction(&mut self, id: ObjectId, contradiction: Contradiction) {
        let container = self.object_mut(id).container.get_or_insert_default();
        if container.contradictions.len() < CONTRADICTIONS_MAX
            && !container.contradictions.contains(&contradiction)
        {
            container.contradictions.push(contradiction);
        }
    }

    /// Unpacks as far as the budget goes.
    pub(crate) fn unpacked(&mut self, reader: impl Read, packed: u64, hint: u64) -> Result<Vec<u8>, Fault> {
        let (allowed, limit) = self.budget.allowance(packed);
        let mut bytes = Vec::with_capacity(crate::bytes::index(hint.min(allowed).min(64 << 20)));
        let read = reader.take(allowed.saturating_add(1)).read_to_end(&mut bytes);
        self.budget.work(count(bytes.len()))?;
        if count(bytes.len()) > allowed {
            return Err(Fault::Limit(limit));
        }
        read?;
        Ok(bytes)
    }

    /// Unpacks at once, by a reader that is told how many bytes there is room for and may decline.
    pub(crate) fn unpacked_at_once(
        &mut self,
        packed: u64,
        reader: impl FnOnce(usize) -> Option<Vec<u8>>,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let room = crate::bytes::index(self.budget.allowance(packed).0);
        let Some(bytes) = reader(room) else { return Ok(None) };
        self.budget.work(count(bytes.len()))?;
        Ok(Some(bytes))
    }

    /// Unpacks one member and gives it to the walk.
    pub(crate) fn packed_member(
        &mut self,
        holder: &Holder,
        name: &str,
        member: Member,
        packed: (u64, u64),
        reader: impl Read,
    ) -> Result<Option<ObjectId>, Fault> {
        let bytes = self.unpacked(reader, packed.0, packed.1)?;
        self.held_member(holder, name, member, &bytes)
    }

    /// Gives a member to the walk whose bytes are held beside those of its container.
    pub(crate) fn held_member(
        &mut self,
        holder: &Holder,
        name: &str,
        member: Member,
        bytes: &[u8],
    ) -> Result<Option<ObjectId>, Fault> {
        let length = count(bytes.len());
        let held = self.budget.hold(length);
        let id = if held.is_ok() { self.member(holder, name, member, bytes) } else { None };
        self.budget.release(length);
        held?;
        Ok(id)
    }

    /// Keeps a step.
    pub(crate) fn step(&mut self, step: Step) {
        if self.steps.len() < STEPS_MAX {
            self.steps.push(step);
        }
    }
}

/// A layer around one thing, which changes nothing about where that thing goes.
fn is_layer(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Gzip
            | Kind::Xz
            | Kind::Lzma
            | Kind::Lzip
            | Kind::Bzip2
            | Kind::Zstd
            | Kind::Pbzx
            | Kind::Lz4
            | Kind::Zlib
    )
}

fn member_role(role: Role) -> Role {
    match role {
        Role::DebControl | Role::PkgScripts | Role::Hook => Role::Hook,
        Role::Files | Role::Volume => Role::Files,
    }
}
