//! xar: flat macOS packages.
//!
//! *Source*: the xar format as <https://github.com/apple-oss-distributions/xar> reads it: header, zlib XML, heap.

use crate::{
    bytes::{be16, be64, count, piece},
    facts::{Contradiction, Kind, Member},
    take::{Context, Fault, Holder, Role, Taker},
    xml::Node,
};

/// How big the table of contents may be.
const TABLE_BYTES_MAX: u64 = 64 << 20;

/// One file of the table of contents.
#[derive(Debug, Clone, Default)]
struct Entry {
    path: String,
    folder: bool,
    link: Option<String>,
    offset: u64,
    length: u64,
    size: u64,
    encoding: String,
    has_data: bool,
}

pub(crate) fn unpack(taker: &mut Taker, holder: &Holder, bytes: &[u8]) -> Result<(), Fault> {
    let cut = || Fault::damaged("header cut off");
    let header = u64::from(be16(bytes, 4).ok_or_else(cut)?);
    let packed = be64(bytes, 8).ok_or_else(cut)?;
    let size = be64(bytes, 16).ok_or_else(cut)?;
    let table = piece(bytes, header, packed).ok_or_else(|| Fault::damaged("table of contents cut off"))?;
    if size > TABLE_BYTES_MAX {
        return Err(Fault::damaged("table of contents too big"));
    }
    let xml = taker.unpacked(flate2::bufread::ZlibDecoder::new(table), packed, size)?;
    let heap = header + packed;
    let (entries, signed) = table_of_contents(&xml)?;
    taker.object_mut(holder.id).container.get_or_insert_default().members =
        crate::bytes::count32(entries.len());
    if signed {
        crate::read::apple::installer_signature(taker, holder, &xml);
    }
    let (info, rest): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.path.rsplit('/').next() == Some("PackageInfo"));
    // What is installed where, and as whom, stands in PackageInfo: it is read before the payload.
    let mut infos = Vec::new();
    for entry in info {
        let content = content(taker, bytes, heap, entry)?;
        let folder = entry.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        infos.push((folder, crate::read::apple::package_info(&content)));
        taker.held_member(holder, &entry.path, Member::default(), &content)?;
    }
    for entry in rest {
        if entry.folder {
            taker.bodiless(holder, &entry.path, Member::default(), Kind::Folder);
            continue;
        }
        if let Some(link) = &entry.link {
            let member = Member { link: Some(link.clone()), ..Member::default() };
            taker.bodiless(holder, &entry.path, member, Kind::Link);
            continue;
        }
        let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
        let info = infos.iter().find(|(known, _)| known == folder).map(|(_, info)| info);
        let as_root = info.is_none_or(|info| info.as_root);
        let context = match name {
            "Payload" => {
                let base = info.map_or_else(|| "/".to_owned(), |info| info.location.clone());
                Context { base: Some(base), role: Role::Files, as_root }
            }
            "Scripts" => Context { base: None, role: Role::PkgScripts, as_root },
            _ => Context { base: None, role: Role::Files, as_root },
        };
        let packed = piece(bytes, heap.saturating_add(entry.offset), entry.length);
        if packed.is_none() {
            taker.contradiction(
                holder.id,
                Contradiction::Size { member: entry.path.clone(), said: entry.length, found: 0 },
            );
        }
        let content = content(taker, bytes, heap, entry)?;
        taker.member_with(holder, &entry.path, Member::default(), &content, context);
    }
    Ok(())
}

fn content(taker: &mut Taker, bytes: &[u8], heap: u64, entry: &Entry) -> Result<Vec<u8>, Fault> {
    if !entry.has_data {
        return Ok(Vec::new());
    }
    let packed = piece(bytes, heap.saturating_add(entry.offset), entry.length)
        .ok_or_else(|| Fault::damaged("cut off"))?;
    let kind = match entry.encoding.as_str() {
        // xar calls zlib streams "gzip".
        "application/x-gzip" => Kind::Zlib,
        "application/x-bzip2" => Kind::Bzip2,
        "application/x-xz" => Kind::Xz,
        "application/x-lzma" => Kind::Lzma,
        _ => return taker.unpacked(packed, count(packed.len()), count(packed.len())),
    };
    taker.unpacked(super::layers::stream(packed, kind)?, count(packed.len()), entry.size)
}

/// All files, and whether there is a signature.
fn table_of_contents(xml: &[u8]) -> Result<(Vec<Entry>, bool), Fault> {
    let mut open: Vec<&str> = Vec::new();
    let mut files: Vec<Entry> = Vec::new();
    let mut done = Vec::new();
    let mut signed = false;
    let nodes = crate::xml::nodes(xml).map_err(Fault::Damaged)?;
    for node in &nodes {
        match node {
            Node::Open(name, _) => {
                signed |= name == "signature" || name == "x-signature";
                if name == "file" {
                    let path = files.last().map(|entry| format!("{}/", entry.path)).unwrap_or_default();
                    files.push(Entry { path, ..Entry::default() });
                }
                if let (Some(style), Some(file), "encoding") =
                    (node.attribute("style"), files.last_mut(), name.as_str())
                {
                    file.encoding = style.to_owned();
                }
                open.push(name);
            }
            Node::Text(words) => {
                if let Some(file) = files.last_mut() {
                    field(file, &open, words);
                }
            }
            Node::Close => {
                if open.pop() == Some("file") {
                    done.extend(files.pop());
                }
            }
        }
    }
    done.reverse();
    Ok((done, signed))
}

fn field(file: &mut Entry, open: &[&str], words: &str) {
    let last = open.last().copied().unwrap_or_default();
    let before = open.iter().rev().nth(1).copied().unwrap_or_default();
    let number = || words.trim().parse::<u64>().unwrap_or(0);
    match (before, last) {
        ("file", "name") => {
            // The folder in front was put there when the file began.
            file.path.push_str(words);
        }
        ("file", "type") => file.folder = words.trim() == "directory",
        ("file", "link") => file.link = Some(words.to_owned()),
        ("data", "offset") => {
            file.offset = number();
            file.has_data = true;
        }
        ("data", "length") => file.length = number(),
        ("data", "size") => file.size = number(),
        _ => {}
    }
}
