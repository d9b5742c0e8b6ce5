//! `madang backup` and `madang restore`: everything in one file, for either database engine.
//!
//! The file is a gzip-compressed tar archive: `madang-backup.json` (what made it), `database.jsonl` (every row, see
//! [`madang_store::write_dump`]), `key`, and `files/…`.

use std::{
    fs::{self, File},
    io::{BufReader, Read as _, Write as _},
    path::Path,
};

use anyhow::{Context as _, bail};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use madang_store::{DumpError, load, write_dump};

use crate::ground::{Ground, MIGRATIONS};

const MANIFEST: &str = "madang-backup.json";
const DATABASE: &str = "database.jsonl";

/// Writes the backup; the server may go on meanwhile.
pub(crate) fn backup(ground: &Ground, path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        bail!("{} is there already; a backup is never overwritten", path.display());
    }
    let unfinished = path.with_extension("unfinished");
    let dump = ground.config.data.join("backup.jsonl.unfinished");
    // First the rows, then the files: a file that a row names is never deleted in between, only left over.
    let rows = {
        let dump = dump.clone();
        ground.store.read_blocking(move |tx| {
            let mut out = std::io::BufWriter::new(File::create(&dump)?);
            let rows = write_dump(tx, &mut out)?;
            out.flush()?;
            Ok::<_, DumpError>(rows)
        })?
    };
    let archive = GzEncoder::new(File::create(&unfinished)?, Compression::default());
    let mut archive = tar::Builder::new(archive);
    let migrations: Vec<&str> = MIGRATIONS.iter().copied().flatten().map(|migration| migration.id).collect();
    let manifest = serde_json::json!({
        "program": "madang",
        "version": env!("CARGO_PKG_VERSION"),
        "made_at": ground.clock.now().to_string(),
        "engine": ground.store.engine().to_string(),
        "rows": rows,
        "migrations": migrations,
    });
    append(&mut archive, MANIFEST, manifest.to_string().as_bytes())?;
    archive.append_path_with_name(&dump, DATABASE)?;
    fs::remove_file(&dump)?;
    append(&mut archive, "key", &ground.key()?)?;
    let files = ground.config.data.join("files");
    if files.is_dir() {
        archive.append_dir_all("files", &files)?;
    }
    let file = archive.into_inner()?.finish()?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    println!("{}: {rows} rows, {} bytes", path.display(), fs::metadata(path)?.len());
    Ok(())
}

fn append<W: std::io::Write>(archive: &mut tar::Builder<W>, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    Ok(archive.append_data(&mut header, name, bytes)?)
}

/// Replaces everything by the backup: all of it or nothing.
pub(crate) fn restore(ground: &Ground, path: &Path, force: bool) -> anyhow::Result<()> {
    let known = ground.store.read_blocking(madang_conference::all)?;
    if !known.is_empty() && !force {
        bail!("the database holds {} conferences; --force replaces them", known.len());
    }
    let unpacked = ground.config.data.join("restore.unfinished");
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    fs::create_dir_all(&unpacked)?;
    let result = unpack(path, &unpacked).and_then(|()| take(ground, &unpacked));
    fs::remove_dir_all(&unpacked)?;
    result
}

fn unpack(path: &Path, into: &Path) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut archive = tar::Archive::new(GzDecoder::new(BufReader::new(file)));
    for entry in archive.entries().context("this is no backup")? {
        let mut entry = entry.context("the backup is cut off or damaged")?;
        // Refuses names that lead outside of the folder, and links.
        let is_plain = entry.header().entry_type().is_file() || entry.header().entry_type().is_dir();
        if !is_plain || !entry.unpack_in(into).context("the backup is cut off or damaged")? {
            bail!("the backup holds a name that it must not: {:?}", entry.path()?);
        }
    }
    // The archive ends before the compression's own check sum does; only that tells that nothing is missing.
    std::io::copy(&mut archive.into_inner(), &mut std::io::sink())
        .context("the backup is cut off or damaged")?;
    Ok(())
}

fn take(ground: &Ground, unpacked: &Path) -> anyhow::Result<()> {
    let mut manifest = String::new();
    File::open(unpacked.join(MANIFEST))
        .context("this is no backup of madang")?
        .read_to_string(&mut manifest)?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    let ours: Vec<&str> = MIGRATIONS.iter().copied().flatten().map(|migration| migration.id).collect();
    let theirs: Vec<&str> =
        manifest["migrations"].as_array().into_iter().flatten().filter_map(|id| id.as_str()).collect();
    if ours != theirs {
        bail!(
            "the backup is of version {}; restore it with that version, then start this one",
            manifest["version"].as_str().unwrap_or("?")
        );
    }
    let dump = unpacked.join(DATABASE);
    let rows = ground.store.write_blocking(move |tx| {
        let mut dump = BufReader::new(File::open(&dump)?);
        load(tx, &mut dump)
    })?;
    let files = ground.config.data.join("files");
    if unpacked.join("files").is_dir() {
        if files.exists() {
            fs::remove_dir_all(&files)?;
        }
        fs::rename(unpacked.join("files"), &files)?;
    }
    fs::copy(unpacked.join("key"), ground.config.data.join("key"))?;
    println!("Restored {rows} rows of {}.", manifest["made_at"].as_str().unwrap_or("?"));
    Ok(())
}
