//! Solves made-up instances of sessions: value, bound, the greedy value, and the work and CPU time it took.
//!
//! `cargo run --release -p madang-timetable --example sessions -- [--effort N] [--seed N] [--instance-seed N]`

use cpu_time::ProcessTime;
use madang_timetable::{
    plan::{
        sample::{Size, instance},
        solve::solve,
        verify::verify,
    },
    solve::{Settings, Unwatched},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    let mut instance_seed = 1;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match &*argument {
            "--effort" => settings.effort = value.parse()?,
            "--seed" => settings.seed = value.parse()?,
            "--instance-seed" => instance_seed = value.parse()?,
            other => return Err(format!("unknown argument {other:?}").into()),
        }
    }
    for size in [Size::SMALL, Size::CONFERENCE, Size::CONGRESS] {
        let instance = instance(size, instance_seed);
        let begin = ProcessTime::now();
        let outcome = solve(&instance, &settings, &mut Unwatched)?;
        let seconds = begin.elapsed().as_secs_f64();
        let verdict = verify(&instance, &outcome.solution);
        println!(
            "{:<16} {:>4} of {:>4} placed, value {:>8}, bound {:>8}, greedy {:>8}, {}; {} changes, {seconds:.2} s\n  {:?}",
            instance.name,
            verdict.placed,
            instance.sessions.len(),
            verdict.value,
            outcome.bound,
            outcome.greedy,
            if verdict.feasible && verdict.value == outcome.value { "keeps every rule" } else { "WRONG" },
            outcome.steps,
            verdict.costs
        );
    }
    Ok(())
}
