//! `madang sessions explain` and `report`: what one does with a timetable that is there.

use std::{fs, path::Path};

use anyhow::Context as _;
use madang_timetable::plan::{
    explain::{self, Unplaced, Wish},
    read,
    report::{self, Clash, RoomUse, TrackUse},
    verify::Verdict,
};
use serde_json::json;

use super::sensible;
use crate::meetings::{End, load};

/// What each kind of wish costs, in a line.
pub(super) fn print_costs(verdict: &Verdict) {
    let costs = &verdict.costs;
    println!(
        "weight {}, less clashes {}, pairs apart {}, tracks at one time {}, tracks split {}, seats {}, times {}, moved {}",
        verdict.weight,
        costs.clash,
        costs.apart,
        costs.track_parallel,
        costs.track_split,
        costs.seats,
        costs.slot,
        costs.moved
    );
}

/// `madang sessions explain`.
pub(super) fn run_explain(
    instance: &Path,
    solution: Option<&Path>,
    session: Option<&str>,
    as_json: bool,
) -> anyhow::Result<End> {
    let instance = sensible(instance)?;
    let Some(path) = solution else {
        print_unplaced(&explain::impossible(&instance)?, as_json);
        return Ok(End::Done);
    };
    let plan = load(path, read::solution_from)?;
    let context = || path.display().to_string();
    let placed = |id: &str| plan.placements.iter().any(|it| it.session == id);
    let known = |id: &str| instance.sessions.iter().any(|it| it.id == id);
    match session {
        Some(id) if placed(id) || !known(id) => {
            let told = explain::session(&instance, &plan, id).with_context(context)?;
            if as_json {
                println!("{}", serde_json::to_string(&told)?);
                return Ok(End::Done);
            }
            println!("{} in room {}", explain::time(&instance, told.slot as usize), told.room);
            for Wish { what, cost } in &told.wishes {
                println!("{cost:>6} points: {what}");
            }
            println!("{}", told.change);
        }
        _ => {
            let mut told = explain::unplaced(&instance, &plan).with_context(context)?;
            told.retain(|it| session.is_none_or(|id| id == it.session));
            print_unplaced(&told, as_json);
        }
    }
    Ok(End::Done)
}

fn print_unplaced(list: &[Unplaced], as_json: bool) {
    if as_json {
        println!("{}", json!({ "without": list }));
        return;
    }
    for Unplaced { session, possible, reason } in list {
        println!("{session}{}: {reason}", if *possible { "" } else { " can never be placed" });
    }
}

/// `madang sessions report`.
pub(super) fn run_report(
    instance: &Path,
    solution: &Path,
    picture: Option<&Path>,
    as_json: bool,
) -> anyhow::Result<End> {
    let instance = sensible(instance)?;
    let plan = load(solution, read::solution_from)?;
    let told = report::report(&instance, &plan);
    if let Some(path) = picture {
        fs::write(path, report::picture(&instance, &plan))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let feasible = told.verdict.feasible;
    if as_json {
        println!("{}", serde_json::to_string(&told)?);
        return Ok(if feasible { End::Done } else { End::Wrong });
    }
    println!("value {}, {} sessions without a place", told.verdict.value, told.without.len());
    print_costs(&told.verdict);
    println!("{:<24} {:>8} {:>6} {:>14}", "room", "sessions", "in use", "seats missing");
    for RoomUse { room, sessions, busy, open, missing_seats } in &told.rooms {
        let share = *busy as f64 * 100.0 / (*open).max(1) as f64;
        println!("{room:<24} {sessions:>8} {share:>4.0} % {missing_seats:>14}");
    }
    println!("{:<24} {:>8} {:>6} {:>6} {:>12}", "track", "sessions", "days", "rooms", "at one time");
    for TrackUse { track, sessions, days, rooms, parallel } in &told.tracks {
        println!("{track:<24} {sessions:>8} {days:>6} {rooms:>6} {parallel:>12}");
    }
    for Clash { a, b, visitors } in &told.clashes {
        println!("{visitors} visitors have starred both {a} and {b}");
    }
    told.verdict.first_errors.iter().for_each(|error| println!("wrong: {error}"));
    Ok(if feasible { End::Done } else { End::Wrong })
}
