//! OLE compound files: Windows Installer packages and old Office documents.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use msi::Value;

use super::msi_scripts;
use crate::{
    bytes::{count, count32, find, le16, le32, shortened},
    facts::{Action, Job, JobKind, Kind, Member, Package, Scheme, Step, When},
    read::{biff, document, office},
    take::{Fault, Holder, Taker},
};

/// Rows of one table.
const ROWS_MAX: usize = 20_000;

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let refused = cfb::CompoundFile::open(Cursor::new(bytes)).is_err();
    let mended = if refused { super::unused::blanked(bytes) } else { Cow::Borrowed(bytes) };
    if matches!(mended, Cow::Owned(_)) {
        // It is read all the same, so that people see what is in it; other readers may see something else.
        taker.fault(holder.id, &Fault::damaged("unused entries of its directory are not empty"));
    }
    let bytes = &*mended;
    let package = msi::Package::open(Cursor::new(bytes)).ok();
    if let Some(package) =
        package.filter(|package| package.has_table("Property") || package.has_table("File"))
    {
        return installer(taker, holder, package, bytes);
    }
    let compound = cfb::CompoundFile::open(Cursor::new(bytes));
    let mut compound = match compound {
        Ok(compound) => compound,
        Err(error) => {
            // A stub of a project of macros is still looked through.
            if find(bytes, b"VB_Name", 0).is_some() {
                document::macros(taker, holder, bytes);
            }
            return Err(Fault::damaged(error.to_string()));
        }
    };
    taker.object_mut(holder.id).kind = Kind::OleDocument;
    let entries: Vec<(String, u64)> = compound
        .walk()
        .filter(cfb::Entry::is_stream)
        .map(|entry| (entry.path().to_string_lossy().into_owned(), entry.len()))
        .collect();
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(entries.len());
    for (path, size) in entries {
        let content = taker.unpacked(compound.open_stream(&path)?, count(bytes.len()), size)?;
        let upper = path.to_uppercase();
        if upper.contains("/VBA/") || upper.contains("_VBA_PROJECT") || upper.contains("MACROS/") {
            let code = decompressed(&content);
            document::macros(taker, holder, if code.is_empty() { &content } else { &code });
        }
        let name =
            shortened(path.trim_start_matches('/'), 200).replace(|letter: char| letter.is_control(), "_");
        embedded(taker, holder, &name, &content)?;
    }
    Ok(())
}

/// A stream, and what Office wraps into streams.
fn embedded(taker: &mut Taker, holder: &Holder, name: &str, content: &[u8]) -> Result<(), Fault> {
    taker.held_member(holder, name, Member::default(), content)?;
    if matches!(name, "Workbook" | "Book")
        && let Err(fault) = biff::look(taker, holder, content)
    {
        // What else is in the document is still read.
        taker.fault(holder.id, &fault);
    }
    if name.rsplit('/').next().is_some_and(|stream| stream.eq_ignore_ascii_case("_Ole")) {
        office::add(taker, holder, office::moniker(content));
    }
    if name.ends_with("Ole10Native")
        && let Some((inner, body)) = ole10(content)
    {
        taker.member(holder, &format!("{name} {inner}"), Member::default(), body);
    }
    if name == "PowerPoint Document" {
        powerpoint(taker, holder, content)?;
    }
    Ok(())
}

/// `Ole10Native`: two names and a path, then the file.
///
/// *Source*: MS-OLEDS 2.3.6, and what Windows' packager writes.
pub(crate) fn ole10(content: &[u8]) -> Option<(String, &[u8])> {
    let mut at = 6;
    let mut name = String::new();
    for part in 0..2 {
        let end = memchr::memchr(0, content.get(at..)?)? + at;
        if part == 0 {
            name = String::from_utf8_lossy(&content[at..end]).into_owned();
        }
        at = end + 1;
    }
    at += 4;
    let path = le32(content, at)? as usize;
    at += 4 + path;
    let length = le32(content, at)? as usize;
    Some((name, content.get(at + 4..at + 4 + length)?))
}

/// Objects in a PowerPoint stream: records of type 0x1011, packed with zlib.
///
/// *Source*: MS-PPT 2.10.34, ExOleObjStg.
fn powerpoint(taker: &mut Taker, holder: &Holder, content: &[u8]) -> Result<(), Fault> {
    let mut from = 0;
    while let Some(at) = find(content, &[0x11, 0x10], from) {
        from = at + 2;
        let instance = at.checked_sub(2).and_then(|at| le16(content, at)).unwrap_or(0) >> 4;
        let Some(length) = le32(content, at + 2) else { break };
        let Some(body) =
            content.get(at + 6..at + 6 + length as usize).filter(|body| body.len() > 8 && instance <= 1)
        else {
            continue;
        };
        if instance == 1 && body[4] == 0x78 {
            let unpacked = taker.unpacked(
                flate2::bufread::ZlibDecoder::new(&body[4..]),
                count(body.len()),
                u64::from(le32(body, 0).unwrap_or(0)),
            )?;
            taker.held_member(holder, &format!("object at {at}"), Member::default(), &unpacked)?;
        } else if instance == 0 && body.starts_with(b"\xd0\xcf\x11\xe0") {
            taker.member(holder, &format!("object at {at}"), Member::default(), body);
        }
    }
    Ok(())
}

/// The source of a module: the container that begins with 1 somewhere in the stream.
///
/// *Source*: MS-OVBA 2.4.1.
fn decompressed(stream: &[u8]) -> Vec<u8> {
    let start = find(stream, b"Attribut", 0).and_then(|at| at.checked_sub(4)).unwrap_or(0);
    let mut code = Vec::new();
    let mut at = start + 1;
    while let Some(head) = le16(stream, at) {
        let size = usize::from(head & 0x0fff) + 3;
        let Some(chunk) = stream.get(at + 2..(at + size).min(stream.len())) else { break };
        if head & 0x7000 != 0x3000 || code.len() > 4 << 20 {
            break;
        }
        if head & 0x8000 == 0 {
            code.extend_from_slice(chunk);
        } else {
            tokens(chunk, &mut code);
        }
        at += size;
    }
    code
}

fn tokens(chunk: &[u8], code: &mut Vec<u8>) {
    let start = code.len();
    let mut at = 0;
    while at < chunk.len() {
        let flags = chunk[at];
        at += 1;
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some(byte) = chunk.get(at) else { return };
                code.push(*byte);
                at += 1;
                continue;
            }
            let Some(token) = le16(chunk, at) else { return };
            at += 2;
            let done = code.len() - start;
            let bits = (4..=12).find(|bits| 1_usize << bits >= done).unwrap_or(12);
            let length = usize::from(token & (0xffff >> bits)) + 3;
            let back = usize::from(token >> (16 - bits)) + 1;
            for _ in 0..length {
                let Some(byte) =
                    code.len().checked_sub(back).filter(|place| *place >= start).map(|place| code[place])
                else {
                    return;
                };
                code.push(byte);
            }
        }
    }
}

type Msi<'bytes> = msi::Package<Cursor<&'bytes [u8]>>;

/// The texts of the columns of a table's rows; columns that are not there are empty.
fn rows(package: &mut Msi<'_>, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    if !package.has_table(table) {
        return Vec::new();
    }
    let Ok(rows) = package.select_rows(msi::Select::table(table)) else { return Vec::new() };
    rows.take(ROWS_MAX)
        .map(|row| {
            let value =
                |column: &&str| if row.has_column(column) { said(&row[*column]) } else { String::new() };
            columns.iter().map(value).collect()
        })
        .collect()
}

fn said(value: &Value) -> String {
    match value {
        Value::Int(number) => number.to_string(),
        Value::Str(text) => text.clone(),
        _ => String::new(),
    }
}

/// Reads what the tables do, and gives cabinets and other streams to the walk.
fn installer(taker: &mut Taker, holder: &Holder, mut package: Msi<'_>, bytes: &[u8]) -> Result<(), Fault> {
    let properties = rows(&mut package, "Property", &["Property", "Value"]);
    let property = |name: &str| {
        properties.iter().find(|row| row[0] == name).map(|row| row[1].clone()).unwrap_or_default()
    };
    let object = taker.object_mut(holder.id);
    object.kind = Kind::Msi;
    object.package = Some(Box::new(Package {
        format: "msi".into(),
        name: property("ProductName"),
        version: property("ProductVersion"),
        vendor: property("Manufacturer"),
        needs_root: property("ALLUSERS") == "1",
        ..Package::default()
    }));
    if package.has_digital_signature() {
        object.signature = Some(Box::new(crate::read::certificate::unnamed(Scheme::Authenticode)));
    }
    // A database that only checks others has the tables and installs nothing.
    let installs = package.has_table("File") && package.has_table("InstallExecuteSequence");
    if installs {
        tables(taker, holder, &mut package);
    }
    let actions = rows(&mut package, "CustomAction", &["Action", "Type", "Source", "Target"]);
    let scripts = msi_scripts::scripts(&actions, &properties);
    let names: Vec<String> = package.streams().collect();
    taker.object_mut(holder.id).container.get_or_insert_default().members = count32(names.len());
    for name in names {
        let mut content = Vec::new();
        let (allowed, limit) = taker.budget.allowance(count(bytes.len()));
        package.read_stream(&name)?.take(allowed + 1).read_to_end(&mut content)?;
        if count(content.len()) > allowed {
            return Err(Fault::Limit(limit));
        }
        taker.held_member(holder, &msi_scripts::name(&scripts, &name), Member::default(), &content)?;
    }
    msi_scripts::give(taker, holder, &scripts)
}

fn tables(taker: &mut Taker, holder: &Holder, package: &mut Msi<'_>) {
    let mut step = |action: Action| {
        let text = shortened(&format!("{action:?}"), 300);
        taker.step(Step { object: holder.id, line: 0, when: When::Install, as_root: true, action, text });
    };
    for row in rows(package, "CustomAction", &["Action", "Type", "Source", "Target"]) {
        let kind: u32 = row[1].parse().unwrap_or(0);
        // The low six bits say what runs: 2, 18, 34 and 50 are programs; 5, 6, 21, 22, 37, 38 are scripts; 1 and 17 are libraries.
        match kind & 0x3f {
            2 | 18 | 34 | 50 => {
                let (program, arguments) = if kind & 0x3f == 34 {
                    super::programs::command_line(&row[3])
                } else {
                    (row[2].clone(), row[3].split_whitespace().map(str::to_owned).collect())
                };
                for (_, action) in crate::read::windows::batch(&row[3]) {
                    step(action);
                }
                // Only what is deferred (0x400) and does not impersonate (0x800) runs in the system's name: "Custom Action In-Script
                // Execution Options", Microsoft. Everything else runs as the user who installs.
                let as_system = kind & 0xc00 == 0xc00;
                if as_system {
                    step(Action::Run { program, arguments, background: kind & 0xc0 == 0xc0 });
                }
            }
            5 | 6 | 21 | 22 | 37 | 38 => {
                for (_, action) in crate::read::windows::powershell(&row[3]) {
                    step(action);
                }
            }
            _ => {}
        }
    }
    for row in rows(package, "Registry", &["Key", "Name", "Value"]) {
        let key = format!("{}\\{}", row[0], row[1]);
        if crate::read::windows::runs_at_login(&key) {
            step(Action::Registry { key, value: row[2].clone() });
        }
    }
    let mut services =
        rows(package, "ServiceInstall", &["Name", "StartType", "Arguments", "StartName", "Component_"]);
    let files = rows(package, "File", &["File", "FileName", "Component_"]);
    for row in &services {
        let file = files
            .iter()
            .find(|file| file[2] == row[4])
            .map(|file| file[1].rsplit('|').next().unwrap_or_default().to_owned());
        step(Action::Register {
            what: "service".into(),
            name: row[0].clone(),
            program: format!("{} {}", file.unwrap_or_default(), row[2]).trim().to_owned(),
        });
    }
    if let Some(row) = services.pop() {
        let file = files
            .iter()
            .find(|file| file[2] == row[4])
            .map(|file| file[1].rsplit('|').next().unwrap_or_default().to_owned())
            .unwrap_or_default();
        let mut command = vec![file];
        command.extend(row[2].split_whitespace().map(str::to_owned));
        taker.object_mut(holder.id).job = Some(Box::new(Job {
            kind: JobKind::WindowsService,
            name: row[0].clone(),
            command,
            starts_itself: row[1] == "2",
            kept_alive: false,
            user: row[3].clone(),
        }));
    }
}
