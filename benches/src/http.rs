//! The released server under wrk beside a bare handler; cold pages; search; start and memory.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use jiff::{civil::Date, tz::TimeZone};
use madang_conference::conference_day;
use madang_interchange::model::{Programme, State};

use crate::{
    Place,
    bare::MANIFEST,
    ground::{FIRST_DAY, Ground, SLUG, programme},
    measure::{Times, cpu, cpu_exact, median, memory_mb, ms},
    report::{Bar, Table},
    server::Server,
};

const WRK_SECONDS: u32 = 2;
const REPEATS: usize = 3;
const COLD_ROUNDS: usize = 7;
const STARTS: usize = 9;
const SEARCHES: usize = 300;

/// Words that are searched for: English, Korean and Chinese of two characters, a name.
const QUERIES: [&str; 6] = ["stablecoin", "custody keys", "규제", "지갑", "监管", "kim"];

pub(crate) fn run(place: &Place) -> anyhow::Result<()> {
    let data = place.data.join("http");
    let ground = Ground::sqlite(&data)?;
    let programme = programme(FIRST_DAY);
    let pages = pages(&programme)?;
    ground.import(programme)?;
    ground.release()?;
    starts(place, &data, &pages)?;
    // Each on a server of its own: cold pages leave the memory of many revisions behind.
    let server = Server::madang(&place.madang, &data)?;
    server.first_answer("/healthz")?;
    warm(place, &server, &data, &pages)?;
    server.stop()?;
    let server = Server::madang(&place.madang, &data)?;
    server.first_answer("/healthz")?;
    cold(&server, &ground, &pages)?;
    search(&server)?;
    server.stop()
}

struct Page {
    name: &'static str,
    path: String,
    /// One of those that wrk asks for too.
    warm: bool,
}

fn pages(programme: &Programme) -> anyhow::Result<Vec<Page>> {
    let session = programme
        .sessions
        .iter()
        .filter(|session| session.state == State::Confirmed && session.slot.is_some());
    let session = session.max_by_key(|session| session.parts.len()).context("the sample holds sessions")?;
    let speaker = &session.parts.first().context("a session of the sample has a speaker")?.speaker;
    let day = fullest_day(programme)?;
    let page = |name, rest: String, warm| Page { name, path: format!("/{SLUG}{rest}"), warm };
    Ok(vec![
        page("timetable, fullest day, grid", format!("/timetable/{day}"), true),
        page("timetable, fullest day, list", format!("/timetable/{day}?view=list"), true),
        page("session page", format!("/sessions/{}", session.key), true),
        page("speaker page", format!("/speakers/{speaker}"), true),
        page("schedule.xml", "/schedule.xml".into(), true),
        page("schedule.json", "/schedule.json".into(), true),
        page("schedule.ics", "/schedule.ics".into(), true),
        page("landing page", String::new(), true),
        page("all sessions", "/sessions".into(), false),
        page("all speakers", "/speakers".into(), false),
        page("rooms", "/rooms".into(), false),
        page("now", "/now".into(), false),
        page("schedule.csv", "/schedule.csv".into(), false),
        page("schedule.xlsx", "/schedule.xlsx".into(), false),
        page("releases.atom", "/releases.atom".into(), false),
    ])
}

fn fullest_day(programme: &Programme) -> anyhow::Result<Date> {
    let conference = &programme.conference;
    let zone = TimeZone::get(conference.zone.as_deref().context("the sample has a zone")?)?;
    let starts = conference.day_starts_minutes.unwrap_or(0);
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for slot in programme.sessions.iter().filter_map(|session| session.slot.as_ref()) {
        *days.entry(conference_day(slot.start, &zone, starts)).or_default() += 1;
    }
    let fullest = days.into_iter().max_by_key(|(_, sessions)| *sessions).context("the sample has days")?;
    println!("\nThe fullest day, {}, holds {} sessions.", fullest.0, fullest.1);
    Ok(fullest.0)
}

fn starts(place: &Place, data: &Path, pages: &[Page]) -> anyhow::Result<()> {
    let table = Table::new("Start and memory");
    for (name, path) in [("/healthz", "/healthz"), ("the timetable", pages[0].path.as_str())] {
        let (mut times, mut used, mut memory) = (Times::default(), Vec::new(), Vec::new());
        for _ in 0..STARTS {
            let begun = Instant::now();
            let server = Server::madang(&place.madang, data)?;
            server.first_answer(path)?;
            times.add(begun.elapsed());
            used.push(ms(cpu_exact(server.id())));
            std::thread::sleep(Duration::from_millis(300));
            memory.push(memory_mb(server.id()));
            server.stop()?;
        }
        let notes = format!("p50 / p95 / p99 ms: {}; {:.0} ms CPU", times.spread(), median(used));
        table.line(
            &format!("start to first answer: {name}"),
            times.median_ms(),
            "ms",
            &Bar::Most(150.0),
            &notes,
        );
        table.line(&format!("memory after it: {name}"), median(memory), "MB", &Bar::Most(60.0), "VmRSS");
    }
    Ok(())
}

/// The first request for each page after a change.
fn cold(server: &Server, ground: &Ground, pages: &[Page]) -> anyhow::Result<()> {
    let table = Table::new("Cold: first request after a new revision");
    let mut times: Vec<Times> = pages.iter().map(|_| Times::default()).collect();
    let mut used: Vec<Vec<f64>> = pages.iter().map(|_| Vec::new()).collect();
    server.get(&pages[0].path)?;
    for _ in 0..COLD_ROUNDS {
        ground.touch()?;
        // The server looks four times a second, and needs a moment to read a release of this size.
        std::thread::sleep(Duration::from_millis(900));
        for (at, page) in pages.iter().enumerate() {
            let before = cpu_exact(server.id());
            times[at].add(server.get(&page.path)?.time);
            used[at].push(ms(cpu_exact(server.id()).saturating_sub(before)));
        }
    }
    for ((page, times), used) in pages.iter().zip(times).zip(used) {
        let notes =
            format!("{:.1} ms CPU; slowest of {COLD_ROUNDS}: {:.1} ms", median(used), ms(times.at(1.0)));
        table.line(page.name, times.median_ms(), "ms", &Bar::Most(50.0), &notes);
    }
    table.line("memory after all of them", memory_mb(server.id()), "MB", &Bar::None, "VmRSS");
    Ok(())
}

fn search(server: &Server) -> anyhow::Result<()> {
    let table = Table::new("Search in sessions and speakers (page with its results, gzip)");
    for query in QUERIES {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/{SLUG}/sessions?q={encoded}");
        let bytes = server.get(&path)?.body.len();
        let (mut times, before) = (Times::default(), cpu_exact(server.id()));
        for _ in 0..SEARCHES {
            times.add(server.get(&path)?.time);
        }
        let used = ms(cpu_exact(server.id()).saturating_sub(before)) / SEARCHES as f64;
        let notes = format!("p50 / p95 / p99 ms: {}; {used:.2} ms CPU; {bytes} bytes", times.spread());
        table.line(query, times.median_ms(), "ms", &Bar::Most(3.0), &notes);
    }
    Ok(())
}

fn warm(place: &Place, server: &Server, data: &Path, pages: &[Page]) -> anyhow::Result<()> {
    let pages: Vec<&Page> = pages.iter().filter(|page| page.warm).collect();
    let folder = data.join("bare");
    fs::create_dir_all(&folder)?;
    let mut manifest = String::new();
    let mut sizes = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let answer = server.get(&page.path)?;
        fs::write(folder.join(at.to_string()), &answer.body)?;
        // The list and the grid differ by their query only, which routes do not see.
        manifest += &format!("/page-{at}\t{}\t{at}\n", answer.content_type);
        sizes.push(answer.body.len());
    }
    fs::write(folder.join(MANIFEST), manifest)?;
    let bare = Server::bare(&folder)?;
    bare.first_answer("/page-0")?;
    let script = place.data.join("wrk.lua");
    fs::write(&script, include_str!("wrk.lua"))?;
    let table = Table::new("Warm: wrk -c32 on the same cores, gzip; server CPU per request");
    for (at, page) in pages.iter().enumerate() {
        // In turns, so that both meet the same other load.
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            ours.push(wrk(server, &page.path, &script)?);
            theirs.push(wrk(&bare, &format!("/page-{at}"), &script)?);
        }
        let of = |runs: &[Wrk], figure: fn(&Wrk) -> f64| median(runs.iter().map(figure).collect());
        let (cpu_ms, bare_ms) = (of(&ours, |run| run.cpu_ms), of(&theirs, |run| run.cpu_ms));
        let notes = format!("{:.0} requests/s; {} bytes", of(&ours, |run| run.per_second), sizes[at]);
        table.line(page.name, cpu_ms, "ms", &Bar::Most(0.3), &notes);
        let notes = format!("p50 {:.2}, p95 {:.2} ms", of(&ours, |run| run.p50), of(&ours, |run| run.p95));
        table.line(&format!("{}: p99", page.name), of(&ours, |run| run.p99), "ms", &Bar::Most(20.0), &notes);
        let notes = format!(
            "bare: {bare_ms:.4} ms, {:.0} requests/s, p99 {:.2} ms",
            of(&theirs, |run| run.per_second),
            of(&theirs, |run| run.p99)
        );
        table.line(
            &format!("{}: CPU against bare axum", page.name),
            cpu_ms / bare_ms,
            "×",
            &Bar::Most(3.0),
            &notes,
        );
    }
    table.line("memory after all of them", memory_mb(server.id()), "MB", &Bar::Most(60.0), "VmRSS");
    bare.stop()
}

struct Wrk {
    per_second: f64,
    cpu_ms: f64,
    p50: f64,
    p95: f64,
    p99: f64,
}

fn wrk(server: &Server, path: &str, script: &Path) -> anyhow::Result<Wrk> {
    let before = cpu(server.id());
    let output = Command::new("wrk")
        .args(["-t1", "-c32", &format!("-d{WRK_SECONDS}s"), "-H", "Accept-Encoding: gzip", "-s"])
        .arg(script)
        .arg(format!("http://{}{path}", server.address))
        .output()
        .context("cannot run wrk")?;
    let used = cpu(server.id()).saturating_sub(before);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("figures "))
        .with_context(|| format!("wrk says {text}"))?;
    let figures = line.split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    let [requests, seconds, errors, p50, p95, p99] = figures[..] else { anyhow::bail!("wrk says {line}") };
    anyhow::ensure!(errors == 0.0, "{path}: {errors} requests failed");
    Ok(Wrk { per_second: requests / seconds, cpu_ms: ms(used) / requests, p50, p95, p99 })
}
