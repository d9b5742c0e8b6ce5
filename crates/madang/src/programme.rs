//! `madang import`, `release`, `conflicts`, `export` and `conference`: the organiser's work at the command line.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use madang_conference::{Sheet, apply_sheet, by_slug, read_sheet};
use madang_files::{Fit, Object, fitted};
use madang_interchange::{
    ReadOptions, Reading, Source,
    model::{Oddity, Severity},
    read,
    write::{self, Selection, TableOptions, WriteContext, XmlDialect},
};
use madang_programme::{
    Action, Announcement, Conflict, ConflictKind, FILE_SOURCE, ImportReport, Items, Level, Levels,
    apply_sheet_to_programme, draft_conflicts, exported_programme, import, keep_logo, preview_import,
    release, set_levels,
};
use madang_text::Texts;

use crate::{command::ExportFormat, ground::Ground};

/// How many lines of one sort are printed before the rest is counted.
const LINES_MAX: usize = 40;

/// Reads the files of one programme.
pub(crate) fn read_files(files: &[PathBuf], zone: Option<String>) -> anyhow::Result<Reading> {
    let mut contents = Vec::new();
    for file in files {
        for path in inside(file)? {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            contents.push((path.display().to_string(), bytes));
        }
    }
    let sources: Vec<Source<'_>> = contents.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    Ok(read(&sources, &ReadOptions { zone, ..ReadOptions::default() })?)
}

/// The file itself, or the files of a folder.
fn inside(file: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !file.is_dir() {
        return Ok(vec![file.to_owned()]);
    }
    let entries = fs::read_dir(file).with_context(|| format!("cannot read the folder {}", file.display()))?;
    let mut files: Vec<PathBuf> =
        entries.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}

/// `madang import`.
pub(crate) fn run_import(
    ground: &Ground,
    files: &[PathBuf],
    slug: String,
    dry_run: bool,
    json: bool,
    zone: Option<String>,
) -> anyhow::Result<()> {
    let reading = read_files(files, zone)?;
    let (ctx, incoming) = (ground.ctx(), reading.programme.clone());
    let report = if dry_run {
        ground.store.read_blocking(move |tx| preview_import(tx, &ctx, &slug, &incoming))?
    } else {
        ground.store.write_blocking(move |tx| import(tx, &ctx, &slug, &incoming))?
    };
    if json {
        let whole = serde_json::json!({
            "format": reading.format.as_str(),
            "applied": !dry_run,
            "oddities": reading.oddities,
            "report": report,
        });
        println!("{}", serde_json::to_string_pretty(&whole)?);
    } else {
        println!("Read as {}.", reading.format);
        print_oddities(&reading.oddities);
        print_report(&report, dry_run);
    }
    Ok(())
}

/// What a person should know of the source.
pub(crate) fn print_oddities(oddities: &[Oddity]) {
    if oddities.is_empty() {
        return;
    }
    println!("\nOddities of the source: {}", oddities.len());
    for oddity in oddities.iter().take(LINES_MAX) {
        let mark = match oddity.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Loss => "left out",
        };
        let line = oddity.place.line.map(|line| format!(":{line}")).unwrap_or_default();
        println!("  {mark:8} {}{line} {}: {}", oddity.place.file, oddity.place.path, oddity.message);
    }
    if oddities.len() > LINES_MAX {
        println!("  and {} more (--json shows all)", oddities.len() - LINES_MAX);
    }
}

/// What an import does.
pub(crate) fn print_report(report: &ImportReport, dry_run: bool) {
    let mode = if dry_run { "would be" } else { "was" };
    let made = if report.created { "made" } else { "updated" };
    println!("\nThe conference {:?} {mode} {made}:", report.conference);
    let kinds: [(&str, &Items); 5] = [
        ("rooms", &report.rooms),
        ("tracks", &report.tracks),
        ("kinds", &report.kinds),
        ("speakers", &report.speakers),
        ("sessions", &report.sessions),
    ];
    println!("  {:9} {:>6} {:>8} {:>6} {:>6}", "", "new", "changed", "same", "gone");
    for (name, items) in kinds {
        let count = |action| items.count(action);
        let counts = [Action::New, Action::Changed, Action::Same, Action::Gone].map(count);
        println!("  {name:9} {:>6} {:>8} {:>6} {:>6}", counts[0], counts[1], counts[2], counts[3]);
    }
    let changes = report.conference_changes.iter().map(|change| ("conference", change));
    let items = kinds.into_iter().flat_map(|(_, items)| &items.items);
    let changes =
        changes.chain(items.flat_map(|item| item.changes.iter().map(|change| (item.name.as_str(), change))));
    let mut left = LINES_MAX;
    for (name, change) in changes {
        if left == 0 {
            println!("  and more changes (--json shows all)");
            break;
        }
        left -= 1;
        let kept = if change.kept { "  (edited here, so it stays)" } else { "" };
        println!("  {name:?}: {}: {} → {}{kept}", change.field, short(&change.from), short(&change.to));
    }
    for (name, items) in kinds {
        for item in items.items.iter().filter(|item| item.action == Action::Gone).take(LINES_MAX) {
            println!("  gone: {} {:?} ({})", name.trim_end_matches('s'), item.name, item.key);
        }
    }
    print_conflicts(&report.conflicts);
}

fn short(value: &serde_json::Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(57).chain("...".chars()).collect() }
}

/// Conflicts, by kind.
fn print_conflicts(conflicts: &[Conflict]) {
    println!("\nConflicts of the draft: {}", conflicts.len());
    for kind in ConflictKind::ALL {
        let of_kind: Vec<&Conflict> = conflicts.iter().filter(|conflict| conflict.kind == kind).collect();
        let Some(first) = of_kind.first() else { continue };
        println!("  {} ({}): {}", kind.word(), first.level.word(), of_kind.len());
        for conflict in of_kind.iter().take(LINES_MAX) {
            let whom = [conflict.room.as_deref(), conflict.speaker.as_deref()];
            let whom: Vec<&str> = whom.into_iter().flatten().collect();
            let amount = if conflict.amount > 0 { format!("  {}", conflict.amount) } else { String::new() };
            println!("    {}  {}{amount}", conflict.sessions.join(" + "), whom.join(" "));
        }
        if of_kind.len() > LINES_MAX {
            println!("    and {} more", of_kind.len() - LINES_MAX);
        }
    }
}

/// `madang conflicts`.
pub(crate) fn run_conflicts(ground: &Ground, slug: String, json: bool) -> anyhow::Result<()> {
    let found = ground.store.read_blocking(move |tx| {
        let conference =
            by_slug(tx, &slug)?.with_context(|| format!("there is no conference {slug:?} here"))?;
        Ok::<_, anyhow::Error>(draft_conflicts(tx, &conference)?.1)
    })?;
    if json {
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        print_conflicts(&found);
    }
    Ok(())
}

/// `madang release`.
pub(crate) fn run_release(ground: &Ground, slug: String, note: String, quiet: bool) -> anyhow::Result<()> {
    let ctx = ground.ctx();
    let site = ground.config.base_url.absolute(&format!("/{slug}"));
    let announcement = (!quiet).then(|| Announcement { texts: Texts::embedded(), site });
    let done =
        ground.store.write_blocking(move |tx| release(tx, &ctx, &slug, &note, announcement.as_ref()))?;
    println!(
        "Release {} of {:?}: {} changes, {} messages to speakers queued.",
        done.release.number,
        done.conference.slug,
        done.release.changes.len(),
        done.queued
    );
    Ok(())
}

/// `madang export`.
pub(crate) fn run_export(
    ground: &Ground,
    slug: &str,
    format: ExportFormat,
    output: Option<&Path>,
    draft: bool,
) -> anyhow::Result<()> {
    let base = ground.config.base_url.absolute(&format!("/{slug}"));
    let wanted = slug.to_owned();
    let found = ground.store.read_blocking(move |tx| exported_programme(tx, &wanted, draft, &base))?;
    let Some((programme, context)) = found else { bail!("there is no conference {slug:?} here") };
    let bytes = written(&programme, &context, format)?;
    match output {
        Some(path) => fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(())
}

fn written(
    programme: &madang_interchange::model::Programme,
    context: &WriteContext,
    format: ExportFormat,
) -> anyhow::Result<Vec<u8>> {
    let table = TableOptions { byte_order_mark: true, private: false };
    Ok(match format {
        ExportFormat::ScheduleXml => {
            write::schedule_xml(programme, context, XmlDialect::default()).into_bytes()
        }
        ExportFormat::ScheduleJson => write::schedule_json(programme, context).into_bytes(),
        ExportFormat::Ics => write::icalendar(programme, context, &Selection::All).into_bytes(),
        ExportFormat::Csv => write::sessions_csv(programme, context, table).into_bytes(),
        ExportFormat::SpeakersCsv => write::speakers_csv(programme, context, table).into_bytes(),
        ExportFormat::Xlsx => write::workbook(programme, context, false)?,
        ExportFormat::JsonLd => write::json_ld(programme, context).to_string().into_bytes(),
    })
}

/// `madang conference apply`.
pub(crate) fn run_apply(ground: &Ground, slug: String, sheet: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(sheet).with_context(|| format!("cannot read {}", sheet.display()))?;
    let mut told = read_sheet(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the sheet is wrong:\n  {}", lines.join("\n  "))
    })?;
    let levels = levels(&told.conflicts)?;
    let logo = logo_beside(ground, sheet, &mut told)?;
    let ctx = ground.ctx();
    let conference = ground.store.write_blocking(move |tx| {
        let conference = apply_sheet(tx, &ctx, &slug, &told)?;
        apply_sheet_to_programme(tx, &ctx, &conference, &told)?;
        if let Some((source, object)) = &logo {
            keep_logo(tx, &ctx, conference.id, source, object)?;
        }
        if !levels.is_empty() {
            set_levels(tx, &ctx, &conference, &levels)?;
        }
        Ok::<_, anyhow::Error>(conference)
    })?;
    println!("The conference {:?} is as the sheet says ({}).", conference.slug, conference.visibility.word());
    Ok(())
}

/// The logo, when the sheet names a file beside it: made anew and put among the objects, under the name by which the
/// conference then knows it.
fn logo_beside(ground: &Ground, path: &Path, sheet: &mut Sheet) -> anyhow::Result<Option<(String, Object)>> {
    let Some(name) = sheet.logo.as_deref().filter(|logo| !logo.contains('/')) else { return Ok(None) };
    let file = path.with_file_name(name);
    let bytes = fs::read(&file).with_context(|| format!("cannot read the logo {}", file.display()))?;
    let made =
        fitted(&bytes, Fit::Logo).with_context(|| format!("the logo {} cannot be used", file.display()))?;
    let objects = ground.objects()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let object = runtime.block_on(objects.put(&made, made.len() as u64))?;
    let source = format!("{FILE_SOURCE}{name}");
    sheet.logo = Some(source.clone());
    Ok(Some((source, object)))
}

fn levels(named: &std::collections::BTreeMap<String, String>) -> anyhow::Result<Levels> {
    let level = |(kind, level): (&String, &String)| {
        let known = ConflictKind::ALL.map(ConflictKind::word).join(", ");
        let kind =
            ConflictKind::of_word(kind).with_context(|| format!("conflicts.{kind}: is none of {known}"))?;
        let level = Level::of_word(level).with_context(|| {
            format!("conflicts.{}: {level:?} is none of block, warn, ignore", kind.word())
        })?;
        Ok((kind, level))
    };
    named.iter().map(level).collect()
}

/// `madang conference list`.
pub(crate) fn run_list(ground: &Ground) -> anyhow::Result<()> {
    let all = ground.store.read_blocking(madang_conference::all)?;
    if all.is_empty() {
        println!("No conference yet. Make one: madang import FILE --conference SLUG");
    }
    for conference in all {
        let name = conference.name.pick("en");
        let (first, last) = (conference.first_day, conference.last_day);
        println!("{:24} {:9} {first} – {last}  {name}", conference.slug, conference.visibility.word());
    }
    Ok(())
}
