//! What changed from one release to the next. Needs the facts of both, not their bytes.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::facts::{Capability, Facts, Object, ObjectId};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "fields are said by the variants")]
pub enum Change {
    /// A program or script that was there before can do more. `role_violated`: what nothing in its role should.
    NewCapabilities { object: ObjectId, path: String, role: Role, new: Vec<Capability>, role_violated: bool },
    /// A program that was not there before.
    NewExecutable { object: ObjectId, path: String },
    /// Signed by somebody else, or no longer, or newly.
    Signer { object: ObjectId, path: String, before: String, after: String },
    /// Something new starts by itself.
    NewAutoStart { object: ObjectId, path: String, name: String },
    /// Code names a host that it did not name before.
    NewHost { host: String },
    /// An installer's script has other lines. *Shapes*: with `+` or `-` in front; at most 200.
    ScriptText { object: ObjectId, path: String, lines: Vec<String> },
    /// Bytes were appended to a program.
    NewOverlay { object: ObjectId, path: String, size_bytes: u64 },
    /// Gone.
    Gone { path: String },
}

/// What a file is for, as far as its name and exports say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sound, pictures, video.
    Codec,
    /// Graphics.
    Graphics,
    /// Fonts and text layout.
    Text,
    /// Compression, hashes, ciphers, as arithmetic.
    Arithmetic,
    /// A database in a file.
    Database,
    /// Names say nothing.
    Any,
}

/// All differences.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diff {
    /// SHA-256 of the earlier artefact.
    pub against: String,
    /// The version that the earlier artefact said it was; may be empty.
    pub against_version: String,
    /// The differences; the order of the objects.
    pub changes: Vec<Change>,
}

/// What is different in `now` from `before`.
#[must_use]
pub fn between(before: &Facts, now: &Facts) -> Diff {
    let mut changes = Vec::new();
    let old: HashMap<String, &Object> =
        before.objects.iter().map(|object| (key(object, before), object)).collect();
    for object in &now.objects {
        match old.get(&key(object, now)) {
            Some(earlier) => compare(earlier, object, &mut changes),
            None => added(object, &mut changes),
        }
    }
    let known: HashSet<&str> =
        before.hosts.iter().filter(|host| host.in_code).map(|host| host.host.as_str()).collect();
    let hosts = now.hosts.iter().filter(|host| host.in_code && !known.contains(host.host.as_str()));
    changes.extend(hosts.map(|host| Change::NewHost { host: host.host.clone() }));
    let current: HashSet<String> = now.objects.iter().map(|object| key(object, now)).collect();
    let gone = before
        .objects
        .iter()
        .filter(|object| object.executable.is_some() && !current.contains(&key(object, before)));
    changes.extend(gone.map(|object| Change::Gone { path: object.path.clone() }));
    let version = before
        .objects
        .iter()
        .find_map(|object| object.package.as_ref())
        .map(|package| package.version.clone());
    Diff { against: before.sha256.clone(), against_version: version.unwrap_or_default(), changes }
}

/// A path that stays the same when only the version changes: numbers of versions are left out.
fn key(object: &Object, facts: &Facts) -> String {
    let version = facts
        .objects
        .iter()
        .find_map(|object| object.package.as_ref())
        .map(|package| package.version.as_str());
    let path = version
        .filter(|version| !version.is_empty())
        .map_or_else(|| object.path.clone(), |version| object.path.replace(version, "{version}"));
    let mut key = String::with_capacity(path.len());
    let mut digits = false;
    for letter in path.chars() {
        let number = letter.is_ascii_digit() || (digits && letter == '.');
        if number && digits {
            continue;
        }
        key.push(if number { '#' } else { letter });
        digits = number;
    }
    key
}

fn compare(earlier: &Object, object: &Object, changes: &mut Vec<Change>) {
    if earlier.sha256 == object.sha256 {
        return;
    }
    let seen = |object: &Object| -> HashSet<Capability> {
        let program = object.executable.iter().flat_map(|program| program.seen.iter());
        let script = object.script.iter().flat_map(|script| script.seen.iter());
        program.chain(script).map(|seen| seen.capability).collect()
    };
    let old = seen(earlier);
    let mut new: Vec<Capability> =
        seen(object).into_iter().filter(|capability| !old.contains(capability)).collect();
    new.sort_unstable();
    if !new.is_empty() {
        let role = role(&object.path);
        let reaches = |capability: &Capability| {
            matches!(capability, Capability::Http | Capability::Socket | Capability::Execute)
        };
        let role_violated = role != Role::Any && new.iter().any(reaches);
        changes.push(Change::NewCapabilities {
            object: object.id,
            path: object.path.clone(),
            role,
            new,
            role_violated,
        });
    }
    let (before, after) = (signer(earlier), signer(object));
    if before != after
        && (object.executable.is_some() || object.signature.is_some() || earlier.signature.is_some())
    {
        changes.push(Change::Signer { object: object.id, path: object.path.clone(), before, after });
    }
    let overlay = |object: &Object| {
        object
            .executable
            .as_ref()
            .and_then(|program| program.overlay.as_ref())
            .map_or(0, |overlay| overlay.size_bytes)
    };
    let (before, after) = (overlay(earlier), overlay(object));
    if before == 0 && after >= 4096 {
        changes.push(Change::NewOverlay { object: object.id, path: object.path.clone(), size_bytes: after });
    }
    if earlier.job.as_ref().is_none_or(|job| !job.starts_itself)
        && let Some(job) = object.job.as_ref().filter(|job| job.starts_itself)
    {
        changes.push(Change::NewAutoStart {
            object: object.id,
            path: object.path.clone(),
            name: job.name.clone(),
        });
    }
    if let (Some(before), Some(after)) = (&earlier.script, &object.script)
        && (before.hook.is_some() || after.hook.is_some())
        && before.text != after.text
    {
        let lines = lines(&before.text, &after.text);
        changes.push(Change::ScriptText { object: object.id, path: object.path.clone(), lines });
    }
}

fn added(object: &Object, changes: &mut Vec<Change>) {
    if object.executable.is_some() {
        changes.push(Change::NewExecutable { object: object.id, path: object.path.clone() });
    }
    if let Some(job) = object.job.as_ref().filter(|job| job.starts_itself) {
        changes.push(Change::NewAutoStart {
            object: object.id,
            path: object.path.clone(),
            name: job.name.clone(),
        });
    }
    if let Some(script) = object.script.as_ref().filter(|script| script.hook.is_some()) {
        let lines = lines(&[], &script.text);
        changes.push(Change::ScriptText { object: object.id, path: object.path.clone(), lines });
    }
}

fn signer(object: &Object) -> String {
    match &object.signature {
        None => "nobody".into(),
        Some(signature) if signature.ad_hoc => "nobody (ad hoc)".into(),
        Some(signature) => signature
            .team
            .clone()
            .or_else(|| signature.subject.clone())
            .unwrap_or_else(|| "a key without a name".into()),
    }
}

/// Lines that are in one and not in the other, in their order.
fn lines(before: &[String], after: &[String]) -> Vec<String> {
    let old: HashSet<&str> = before.iter().map(String::as_str).collect();
    let new: HashSet<&str> = after.iter().map(String::as_str).collect();
    let removed = before.iter().filter(|line| !new.contains(line.as_str())).map(|line| format!("-{line}"));
    let added = after.iter().filter(|line| !old.contains(line.as_str())).map(|line| format!("+{line}"));
    removed.chain(added).take(200).collect()
}

/// What a library is for, by its name.
#[must_use]
pub fn role(path: &str) -> Role {
    const ROLES: [(Role, &[&str]); 5] = [
        (
            Role::Codec,
            &[
                "ffmpeg", "avcodec", "avformat", "avutil", "libvpx", "opus", "vorbis", "x264", "openh264",
                "dav1d", "webp", "libjpeg", "libpng", "mpg123",
            ],
        ),
        (
            Role::Graphics,
            &[
                "d3dcompiler",
                "libegl",
                "libgles",
                "vulkan",
                "swiftshader",
                "dxcompiler",
                "dxil",
                "opengl",
                "cairo",
                "skia",
            ],
        ),
        (Role::Text, &["icudt", "icuuc", "icuin", "freetype", "harfbuzz", "fontconfig", "hunspell"]),
        (
            Role::Arithmetic,
            &[
                "zlib",
                "libz.",
                "lzma",
                "zstd",
                "brotli",
                "libcrypto",
                "sodium",
                "secp256k1",
                "openblas",
                "gmp",
            ],
        ),
        (Role::Database, &["sqlite", "leveldb", "rocksdb", "lmdb"]),
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let library = [".dll", ".so", ".dylib", ".node", ".pyd"].iter().any(|ending| name.contains(ending))
        || path.contains(".framework/");
    let found = ROLES.iter().find(|(_, names)| names.iter().any(|part| name.contains(part)));
    found.filter(|_| library).map_or(Role::Any, |(role, _)| *role)
}
