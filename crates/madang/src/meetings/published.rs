//! `madang meetings repair`, `explain` and `report`: what one does with a plan that is there.

use std::{fs, path::Path};

use anyhow::Context as _;
use madang_timetable::{
    Refusal, explain,
    explain::Explanation,
    meet::{Problem, model::Instance, read, verify::verify},
    repair::{Change, Changes, Live},
    report::{Fairness, fairness, people_picture, tables_picture},
};
use serde_json::json;

use super::{End, load, write};

/// Lines of one sort that are printed before the rest is counted.
const LINES_MAX: usize = 40;

/// Reads an instance that makes sense.
fn sensible(path: &Path) -> anyhow::Result<Instance> {
    let instance = load(path, read::instance_from)?;
    Problem::new(&instance).with_context(|| path.display().to_string())?;
    Ok(instance)
}

/// `madang meetings repair`.
pub(super) fn run_repair(
    instance: &Path,
    published: &Path,
    events: &Path,
    output: &Path,
    instance_output: Option<&Path>,
    as_json: bool,
) -> anyhow::Result<End> {
    let before = sensible(instance)?;
    let plan = load(published, read::solution_from)?;
    let happened = load(events, read::events_from)?;
    let mut locked = happened.locked.clone();
    locked
        .extend(plan.meetings.iter().filter(|meeting| meeting.slot < happened.now).map(|meeting| meeting.r));
    let mut live = Live::new(before, &plan, &locked, 1).with_context(|| published.display().to_string())?;
    let mut all = Vec::new();
    for (index, event) in happened.events.iter().enumerate() {
        let place = || format!("{}: events[{index}]", events.display());
        all.push(live.apply(event).with_context(place)?);
    }
    let repaired = live.solution();
    let verdict = verify(live.instance(), &repaired);
    write(output, &repaired)?;
    if let Some(path) = instance_output {
        write(path, live.instance())?;
    }
    if as_json {
        println!("{}", json!({ "value": live.value(), "events": all, "verdict": verdict }));
    } else {
        for (index, changes) in all.iter().enumerate() {
            print_changes(index, changes);
        }
        println!("The new plan has {} meetings and is worth {}.", verdict.meetings, live.value());
    }
    verdict.first_errors.iter().for_each(|error| eprintln!("madang: the plan is wrong: {error}"));
    Ok(if verdict.feasible { End::Done } else { End::Wrong })
}

fn print_changes(index: usize, changes: &Changes) {
    println!("event {index}: {} points lost, value now {}", changes.lost, changes.value);
    for (what, list) in [
        ("elsewhere", &changes.replaced),
        ("cancelled", &changes.cancelled),
        ("moved", &changes.moved),
        ("dropped", &changes.dropped),
        ("won", &changes.won),
    ] {
        for Change { r, from, to, reason } in list.iter().take(LINES_MAX) {
            let slot = |slot: &Option<u32>| slot.map_or("none".to_owned(), |slot| format!("slot {slot}"));
            println!("  {what:<9}  request {r}: {} → {}; {reason}", slot(from), slot(to));
        }
    }
}

/// `madang meetings explain`.
pub(super) fn run_explain(
    instance: &Path,
    solution: Option<&Path>,
    request: Option<u32>,
    participant: Option<u32>,
    as_json: bool,
) -> anyhow::Result<End> {
    let instance = sensible(instance)?;
    let Some(path) = solution else {
        print_explanations(&explain::impossible(&instance)?, as_json);
        return Ok(End::Done);
    };
    let plan = load(path, read::solution_from)?;
    let context = || path.display().to_string();
    if let Some(participant) = participant {
        let told = explain::person(&instance, &plan, participant).with_context(context)?;
        if as_json {
            println!("{}", serde_json::to_string(&told)?);
        } else {
            println!("{} of {} requests have a meeting:", told.meetings.len(), told.asked);
            told.meetings.iter().for_each(|line| println!("  {line}"));
            print_explanations(&told.without, false);
        }
        return Ok(End::Done);
    }
    let mut told = explain::unplaced(&instance, &plan).with_context(context)?;
    if let Some(request) = request {
        if request as usize >= instance.requests.len() {
            return Err(Refusal::one("--request", format!("request {request} is unknown")).into());
        }
        told.retain(|explanation| explanation.r == request);
        if told.is_empty() && !as_json {
            println!("Request {request} has a meeting.");
        }
    }
    print_explanations(&told, as_json);
    Ok(End::Done)
}

fn print_explanations(list: &[Explanation], as_json: bool) {
    if as_json {
        println!("{}", json!({ "without": list }));
        return;
    }
    for Explanation { r, possible, reason } in list {
        println!("request {r}{}: {reason}", if *possible { "" } else { " can never be placed" });
    }
}

/// `madang meetings report`.
pub(super) fn run_report(
    instance: &Path,
    solution: &Path,
    pictures: [Option<&Path>; 2],
    as_json: bool,
) -> anyhow::Result<End> {
    let instance = sensible(instance)?;
    let plan = load(solution, read::solution_from)?;
    let verdict = verify(&instance, &plan);
    let report = fairness(&instance, &plan);
    for (path, draw) in pictures.iter().zip([people_picture, tables_picture]) {
        if let Some(path) = path {
            fs::write(path, draw(&instance, &plan))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if as_json {
        println!("{}", json!({ "verdict": verdict, "fairness": report }));
    } else {
        println!(
            "value {}: weight {}, bonus {}, musts {}, less tables {}, slots {}, idle {}",
            verdict.objective,
            verdict.weight,
            verdict.bonus,
            verdict.musts,
            verdict.place_cost,
            verdict.slot_cost,
            verdict.gap_cost
        );
        println!(
            "{:<16} {:>7} {:>5} {:>8} {:>9} {:>5} {:>5} {:>5} {:>5} {:>6}",
            "", "people", "none", "no hope", "meetings", "p1", "p5", "p10", "p50", "Jain"
        );
        print_fairness("everybody", &report.all);
        report.by_kind.iter().for_each(|(kind, part)| print_fairness(kind, part));
        report.by_country.iter().for_each(|(country, part)| print_fairness(country, part));
        verdict.first_errors.iter().for_each(|error| println!("wrong: {error}"));
    }
    Ok(if verdict.feasible { End::Done } else { End::Wrong })
}

fn print_fairness(name: &str, part: &Fairness) {
    println!(
        "{name:<16} {:>7} {:>5} {:>8} {:>9} {:>5.2} {:>5.2} {:>5.2} {:>5.2} {:>6.4}",
        part.people,
        part.with_none,
        part.without_hope,
        part.meetings,
        part.p1,
        part.p5,
        part.p10,
        part.p50,
        part.jain
    );
}
