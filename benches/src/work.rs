//! The organiser's heavy work, on both engines: a release that concerns everybody, and the import of a real programme.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use jiff::ToSpan as _;
use madang_interchange::{ReadOptions, Source, read};
use madang_programme::{Released, import, preview_import};

use crate::{
    Place,
    ground::{FIRST_DAY, Ground, SLUG, programme},
    measure::{Times, cpu_exact, median, ms},
    report::{Bar, Table},
    server::madang_command,
};

const RELEASES: usize = 5;
const IMPORTS: usize = 5;

pub(crate) fn run(place: &Place, runtime: &tokio::runtime::Runtime) -> anyhow::Result<()> {
    let table = Table::new("Work: 1,000 sessions, 1,200 speakers");
    let data = place.data.join("work");
    releases(&table, place, "SQLite", &Ground::sqlite(&data)?)?;
    imports(&table, place, "SQLite", &|| Ground::sqlite(&data))?;
    match &place.postgres {
        Some(server) => {
            let fresh = || Ground::postgres(runtime, server, "bench_work");
            releases(&table, place, "PostgreSQL", &fresh()?)?;
            imports(&table, place, "PostgreSQL", &fresh)
        }
        None => {
            println!("PostgreSQL was not measured: --postgres names no server");
            Ok(())
        }
    }
}

/// Wall and CPU time of one piece of work in this process.
fn timed<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(T, Duration, f64)> {
    let (begun, before) = (Instant::now(), cpu_exact(std::process::id()));
    let done = work()?;
    Ok((done, begun.elapsed(), ms(cpu_exact(std::process::id()).saturating_sub(before))))
}

fn releases(table: &Table, place: &Place, engine: &str, ground: &Ground) -> anyhow::Result<()> {
    let told = |released: &Released| {
        format!("{} changes, {} letters queued", released.release.changes.len(), released.queued)
    };
    ground.import(programme(FIRST_DAY))?;
    let (released, took, used) = timed(|| ground.release())?;
    let notes = format!("{}; {used:.0} ms CPU here; once", told(&released));
    table.line(&format!("{engine}: first release"), ms(took), "ms", &Bar::Most(300.0), &notes);
    let (mut times, mut all_used, mut words) = (Times::default(), Vec::new(), String::new());
    for round in 0..RELEASES {
        // To and fro, so that every session has moved each time.
        let days = if round % 2 == 0 { 7 } else { 0 };
        ground.import(programme(FIRST_DAY.saturating_add(days.days())))?;
        let (released, took, used) = timed(|| ground.release())?;
        times.add(took);
        all_used.push(used);
        words = told(&released);
    }
    let notes = format!(
        "{words}; {:.0} ms CPU here; slowest of {RELEASES}: {:.0} ms",
        median(all_used),
        ms(times.at(1.0))
    );
    table.line(&format!("{engine}: release, all moved"), times.median_ms(), "ms", &Bar::Most(300.0), &notes);
    ground.import(programme(FIRST_DAY.saturating_add(14.days())))?;
    let took = command(place, ground, &["release", SLUG])?;
    table.line(
        &format!("{engine}: madang release, whole process"),
        ms(took),
        "ms",
        &Bar::None,
        "all moved; once",
    );
    Ok(())
}

fn imports(
    table: &Table,
    place: &Place,
    engine: &str,
    fresh: &dyn Fn() -> anyhow::Result<Ground>,
) -> anyhow::Result<()> {
    let path = place.shared.join("data/programmes/fosdem-2026.xml");
    let Ok(bytes) = fs::read(&path) else {
        println!("the import of FOSDEM 2026 was not measured: {} is not there", path.display());
        return Ok(());
    };
    let mut all = [const { Vec::new() }; 5];
    let mut sessions = 0;
    for _ in 0..IMPORTS {
        let ground = fresh()?;
        let source = [Source { name: "fosdem-2026.xml", bytes: &bytes }];
        let (reading, reads, _) = timed(|| Ok(read(&source, &ReadOptions::default())?))?;
        sessions = reading.programme.sessions.len();
        let (ctx, incoming) = (ground.ctx(), reading.programme.clone());
        let preview =
            || Ok(ground.store.read_blocking(move |tx| preview_import(tx, &ctx, SLUG, &incoming))?);
        let (_, previews, _) = timed(preview)?;
        let (ctx, incoming) = (ground.ctx(), reading.programme.clone());
        let apply = || Ok(ground.store.write_blocking(move |tx| import(tx, &ctx, SLUG, &incoming))?);
        let (_, applies, used) = timed(apply)?;
        let (ctx, incoming) = (ground.ctx(), reading.programme);
        let again = || Ok(ground.store.write_blocking(move |tx| import(tx, &ctx, SLUG, &incoming))?);
        let (_, agains, _) = timed(again)?;
        for (list, figure) in all.iter_mut().zip([ms(reads), ms(previews), ms(applies), used, ms(agains)]) {
            list.push(figure);
        }
    }
    let [reads, previews, applies, used, agains] = all.map(median);
    let notes = format!("{sessions} sessions: read {reads:.0}, compared {previews:.0} ms");
    table.line(
        &format!("{engine}: FOSDEM 2026, preview"),
        reads + previews,
        "ms",
        &Bar::Most(2_000.0),
        &notes,
    );
    let notes = format!("read {reads:.0}, applied {applies:.0} ms; {used:.0} ms CPU here");
    table.line(
        &format!("{engine}: FOSDEM 2026, applied"),
        reads + applies,
        "ms",
        &Bar::Most(2_000.0),
        &notes,
    );
    let notes = "the same file once more: nothing changes";
    table.line(&format!("{engine}: FOSDEM 2026, again"), reads + agains, "ms", &Bar::Most(2_000.0), notes);
    let ground = fresh()?;
    let file = path.display().to_string();
    for (name, more) in [("madang import --dry-run", Some("--dry-run")), ("madang import", None)] {
        let mut arguments = vec!["import", &file, "--conference", "fosdem"];
        arguments.extend(more);
        let took = command(place, &ground, &arguments)?;
        table.line(&format!("{engine}: {name}, whole process"), ms(took), "ms", &Bar::Most(2_000.0), "once");
    }
    Ok(())
}

/// Wall time of the program from its start to its end.
fn command(place: &Place, ground: &Ground, arguments: &[&str]) -> anyhow::Result<Duration> {
    let data: &Path = &place.data.join("command");
    let begun = Instant::now();
    let output = madang_command(&place.madang, data, &ground.address).args(arguments).output();
    let took = begun.elapsed();
    let output = output.with_context(|| format!("cannot start {}", place.madang.display()))?;
    anyhow::ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(took)
}
