//! The organiser's lists of 1,000 sessions and 1,200 speakers on both engines, and the timetable while many sign in.

use std::{path::Path, thread};

use anyhow::{Context as _, bail};

use crate::{
    Place,
    ground::{FIRST_DAY, Ground, SLUG, programme},
    measure::{Times, cpu_exact, median, ms},
    report::{Bar, Table},
    server::{Answer, Asked, Server, ask, madang_command},
};

const ROUNDS: usize = 60;
/// How many try a password at once.
const TRIES: usize = 50;
const PAGES_ALONE: usize = 500;

pub(crate) fn run(place: &Place, runtime: &tokio::runtime::Runtime) -> anyhow::Result<()> {
    let data = place.data.join("desk");
    let sqlite = Ground::sqlite(&data)?;
    lists(place, &data, &sqlite, "SQLite")?;
    while_many_sign_in(place, &data, &sqlite)?;
    if let Some(server) = &place.postgres {
        lists(place, &data, &Ground::postgres(runtime, server, "bench_desk")?, "PostgreSQL")?;
    }
    Ok(())
}

/// Every list of the desk that can be long, each asked for many times in turn.
fn lists(place: &Place, data: &Path, ground: &Ground, engine: &str) -> anyhow::Result<()> {
    ground.import(programme(FIRST_DAY))?;
    let server = Server::madang_on(&place.madang, data, &ground.address)?;
    server.first_answer("/healthz")?;
    let cookies = sign_in(place, data, ground, &server)?;
    let lists = [
        "sessions",
        "sessions?q=the&sort=track",
        "sessions?page=10",
        "speakers",
        "speakers?q=kim&sort=name",
        "sessions.csv",
        "conflicts.csv",
    ];
    let mut times: Vec<Times> = lists.iter().map(|_| Times::default()).collect();
    let mut used: Vec<Vec<f64>> = lists.iter().map(|_| Vec::new()).collect();
    let mut after_change = Times::default();
    for _ in 0..ROUNDS {
        // What the program keeps of the programme is worth nothing after a change.
        ground.touch()?;
        after_change.add(server.get_as(&format!("/desk/{SLUG}/sessions"), &cookies)?.time);
        for (at, list) in lists.iter().enumerate() {
            let before = cpu_exact(server.id());
            times[at].add(server.get_as(&format!("/desk/{SLUG}/{list}"), &cookies)?.time);
            used[at].push(ms(cpu_exact(server.id()).saturating_sub(before)));
        }
    }
    let table = Table::new(&format!("The desk's lists of 1,000 sessions and 1,200 speakers, {engine}"));
    for ((list, times), used) in lists.iter().zip(times).zip(used) {
        let notes = format!("p50 / p95 / p99 ms: {}; {:.1} ms CPU", times.spread(), median(used));
        // Nothing was promised for what is taken away.
        let bar = if list.ends_with(".csv") { Bar::None } else { Bar::Most(50.0) };
        table.line(list, times.median_ms(), "ms", &bar, &notes);
    }
    let notes = format!("p50 / p95 / p99 ms: {}", after_change.spread());
    table.line("sessions, right after a change", after_change.median_ms(), "ms", &Bar::Most(50.0), &notes);
    server.stop()
}

/// The cookies of an administrator who came by the link that the command line prints.
fn sign_in(place: &Place, data: &Path, ground: &Ground, server: &Server) -> anyhow::Result<String> {
    let mut command = madang_command(&place.madang, data, &ground.address);
    let output = command.args(["admin", "sign-in"]).output()?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let link =
        printed.split_whitespace().find(|word| word.starts_with("http")).context("no link is printed")?;
    let path = link.splitn(4, '/').nth(3).map(|path| format!("/{path}")).context("the link has no path")?;
    let (form, cookies) = form(server, &path)?;
    let answer = ask(server.address, &path, &Asked { cookies: &cookies, form: Some(&form), is_plain: true })?;
    if answer.status != 303 || answer.cookies.is_empty() {
        bail!("signing in answers {}", answer.status);
    }
    Ok(answer.cookies)
}

/// The token that a form needs, as the beginning of what it sends, and the cookies that it belongs to.
fn form(server: &Server, path: &str) -> anyhow::Result<(String, String)> {
    let page = ask(server.address, path, &Asked { is_plain: true, ..Asked::default() })?;
    let html = String::from_utf8(page.body)?;
    let (_, rest) = html.split_once("name=\"csrf\" value=\"").context("the page has no form")?;
    Ok((format!("csrf={}", rest.split('"').next().unwrap_or_default()), page.cookies))
}

/// How long the timetable takes alone, and while many passwords are tried at once. Nobody has these addresses, for which
/// the same work is done as for those that somebody has.
fn while_many_sign_in(place: &Place, data: &Path, ground: &Ground) -> anyhow::Result<()> {
    ground.release()?;
    let server = Server::madang_on(&place.madang, data, &ground.address)?;
    let page = format!("/{SLUG}/timetable/{FIRST_DAY}");
    server.first_answer(&page)?;
    let (form, cookies) = form(&server, "/account/sign-in")?;
    let mut alone = Times::default();
    for _ in 0..PAGES_ALONE {
        alone.add(server.get(&page)?.time);
    }
    let one = |number: usize| -> anyhow::Result<Answer> {
        let form = format!("{form}&by=password&email=nobody-{number}%40example.org&password=not+the+word");
        let asked = Asked { cookies: &cookies, form: Some(&form), is_plain: true };
        ask(server.address, "/account/sign-in", &asked)
    };
    let (tries, beside) = thread::scope(|scope| -> anyhow::Result<(Times, Times)> {
        let one = &one;
        let threads: Vec<_> = (0..TRIES).map(|number| scope.spawn(move || one(number))).collect();
        let mut beside = Times::default();
        while !threads.iter().all(thread::ScopedJoinHandle::is_finished) {
            beside.add(server.get(&page)?.time);
        }
        let mut tries = Times::default();
        for thread in threads {
            let answer = thread.join().map_err(|_| anyhow::anyhow!("a try has panicked"))??;
            if answer.status != 200 {
                bail!("a try of a password answers {}", answer.status);
            }
            tries.add(answer.time);
        }
        Ok((tries, beside))
    })?;
    let table = Table::new(&format!("The timetable while {TRIES} passwords are tried at once"));
    let notes = |times: &Times| format!("p50 / p95 / p99 ms: {}; {} requests", times.spread(), times.len());
    table.line("timetable, alone, p99", ms(alone.at(0.99)), "ms", &Bar::None, &notes(&alone));
    table.line("timetable, beside them, p99", ms(beside.at(0.99)), "ms", &Bar::Most(50.0), &notes(&beside));
    table.line("the last password's answer", ms(tries.at(1.0)), "ms", &Bar::None, &notes(&tries));
    server.stop()
}
