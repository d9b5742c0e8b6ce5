//! Lists and indexes from files.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Read as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use madang_context::{Clock as _, SystemClock};
use madang_watchlist::{
    background::Background,
    index::{Index, shrunken},
    read::{Collector, Limits, Reading},
};

use super::args::{Against, BuildArgs, Guards};

/// Opens a file, unpacked when it is packed.
pub(super) fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let packed = reader
        .fill_buf()
        .with_context(|| format!("cannot read {}", path.display()))?
        .starts_with(&[0x1f, 0x8b]);
    Ok(if packed {
        Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader)))
    } else {
        Box::new(reader)
    })
}

/// A bar that stays away when nobody looks.
pub(super) fn bar(length: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Reads lists.
pub(super) fn lists(paths: &[PathBuf]) -> anyhow::Result<Reading> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside: Vec<PathBuf> = fs::read_dir(path)
                .with_context(|| format!("cannot read the folder {}", path.display()))?
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .map(|entry| entry.path())
                .filter(|path| path.is_file())
                .collect();
            inside.sort();
            files.append(&mut inside);
        } else {
            files.push(path.clone());
        }
    }
    let mut collector = Collector::new(Limits::default());
    let progress = bar(files.len() as u64, "reading");
    for path in &files {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        collector.read(&name, open(path)?, &date_in(&name))?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    let reading = collector.finish()?;
    for oddity in reading.oddities.iter().take(20) {
        eprintln!("note: {oddity}");
    }
    if reading.oddities.len() > 20 {
        eprintln!("note: {} more", reading.oddities.len() - 20);
    }
    Ok(reading)
}

/// A date in a file's name, `sdn-2024-05-03.csv.gz`: the tables of OFAC have none inside.
fn date_in(name: &str) -> String {
    let at = name.as_bytes().windows(10).position(|part| {
        part.iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    });
    at.and_then(|at| name.get(at..at + 10))
        .filter(|text| text.parse::<Date>().is_ok())
        .unwrap_or_default()
        .to_owned()
}

fn today() -> Date {
    let now: Timestamp = SystemClock.now();
    now.to_zoned(TimeZone::UTC).date()
}

/// Lists that are older than so many days, with their age.
fn stale(index: &Index, max_age: i64) -> Vec<(String, i64)> {
    let today = today();
    let mut old = Vec::new();
    for source in &index.sources {
        let Ok(date) = source.date.parse::<Date>() else { continue };
        let age = date.until(today).map_or(0, |span| i64::from(span.get_days()));
        if age > max_age {
            old.push((format!("{} ({}, of {})", source.file, source.list, source.date), age));
        }
    }
    old
}

fn guard(old: &Index, new: &Index, guards: &Guards) -> anyhow::Result<()> {
    let found = shrunken(old, new, &guards.sentinel);
    for one in &found {
        eprintln!("warning: {one}");
    }
    if !found.is_empty() && !guards.accept_shrunken {
        bail!("the lists shrank; --accept-shrunken takes them all the same");
    }
    Ok(())
}

/// An index from its file, or built from entries.
pub(super) fn saved(path: &Path) -> anyhow::Result<Index> {
    let mut reader = open(path)?;
    let head = reader.fill_buf().with_context(|| format!("cannot read {}", path.display()))?;
    if Index::is_saved(head) {
        return Index::load(reader).with_context(|| path.display().to_string());
    }
    Ok(Index::build(lists(&[path.to_owned()])?, Background::default()))
}

/// The index that is asked for, by file or by lists.
pub(super) fn against(args: &Against) -> anyhow::Result<Index> {
    if let Some(path) = &args.index {
        let index = saved(path)?;
        for (list, age) in stale(&index, args.max_age) {
            eprintln!("warning: {list} is {age} days old");
        }
        return Ok(index);
    }
    let index = Index::build(lists(&args.lists)?, Background::default());
    let old = stale(&index, args.max_age);
    for (list, age) in &old {
        eprintln!("warning: {list} is {age} days old");
    }
    if !old.is_empty() && !args.accept_stale {
        bail!(
            "lists are older than {} days; --accept-stale takes them all the same, --max-age moves the bound",
            args.max_age
        );
    }
    if let Some(path) = &args.previous {
        guard(&saved(path)?, &index, &args.guards)?;
    }
    Ok(index)
}

fn population(path: &Path) -> anyhow::Result<Background> {
    let mut counts = Background::default();
    for line in open(path)?.lines() {
        counts.count(&line.with_context(|| format!("cannot read {}", path.display()))?);
    }
    if counts.people < 1.0 {
        bail!("there are no names in {}", path.display());
    }
    Ok(counts)
}

/// `madang screen build`.
pub(super) fn build(args: &BuildArgs) -> anyhow::Result<()> {
    let population = args.population.as_deref().map(population).transpose()?.unwrap_or_default();
    let index = Index::build(lists(&args.lists)?, population);
    if args.output.exists() {
        guard(&saved(&args.output)?, &index, &args.guards)?;
    }
    write(&index, &args.output)?;
    let (persons, others) = index.names();
    for source in &index.sources {
        let date = if source.date.is_empty() { "undated" } else { &source.date };
        let hash = source.sha256.get(..16).unwrap_or_default();
        println!(
            "{:<44} {:<10} {date:<10} {:>7} entries  sha256 {hash}",
            source.file, source.list, source.entries
        );
    }
    for (number, address, error) in &index.wallets().unreadable {
        let id = index.entries.get(*number as usize).map_or("", |entry| entry.id.as_str());
        println!("note: wallet {address} of {id} cannot be read ({error}); it matches letter by letter");
    }
    println!(
        "{} entries, {persons} names of persons, {others} other names, {} wallets",
        index.entries.len(),
        index.wallets().len()
    );
    println!("index {} in {}", index.version, args.output.display());
    Ok(())
}

/// Writes beside the old index and takes its place at once, so that whoever reads gets the one or the other.
fn write(index: &Index, path: &Path) -> anyhow::Result<()> {
    let beside = path.with_extension("part");
    let context = || format!("cannot write {}", beside.display());
    let file = File::create(&beside).with_context(context)?;
    let mut packed = GzEncoder::new(BufWriter::new(file), Compression::fast());
    index.save(&mut packed).with_context(context)?;
    let file = packed.finish().with_context(context)?.into_inner().with_context(context)?;
    file.sync_all().with_context(context)?;
    fs::rename(&beside, path).with_context(|| format!("cannot replace {}", path.display()))
}

/// All lines of a file that is small enough.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    open(path)?
        .take(4 << 30)
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

/// A writer to a new file.
pub(super) fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?))
}

/// Finishes a writer, so that a full disk is noticed.
pub(super) fn finish(mut writer: BufWriter<File>) -> anyhow::Result<()> {
    writer.flush().context("cannot write the file to its end")
}
