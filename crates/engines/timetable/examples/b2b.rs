//! Solves files of the B2B family: breaks, what is proved, and the CPU time it took.
//!
//! `cargo run --release -p madang-timetable --example b2b -- [--effort N] [--seed N] [--verbose] FILE…`

use std::path::Path;

use cpu_time::ProcessTime;
use madang_timetable::{
    b2b::{read, solve::solve, verify::verify},
    solve::{Progress, Settings, Watch},
};

/// Prints every better plan and bound when asked to.
struct Told {
    begin: ProcessTime,
    wanted: bool,
    last: (Option<i64>, Option<i64>),
}

impl Watch for Told {
    fn tell(&mut self, progress: &Progress) {
        if self.wanted && self.last != (progress.value, progress.bound) {
            self.last = (progress.value, progress.bound);
            println!("  {:>7.2} s {:?}", self.begin.elapsed().as_secs_f64(), self.last);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    let mut wanted = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match &*argument {
            "--effort" => settings.effort = arguments.next().unwrap_or_default().parse()?,
            "--seed" => settings.seed = arguments.next().unwrap_or_default().parse()?,
            "--verbose" => wanted = true,
            file => {
                let name = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let begin = ProcessTime::now();
                let instance = read::instance(&std::fs::read(file)?, &name)?;
                let outcome = solve(&instance, &settings, &mut Told { begin, wanted, last: (None, None) })?;
                let seconds = begin.elapsed().as_secs_f64();
                let verdict = verify(&instance, &outcome.plan);
                println!(
                    "{name:<24} {:>3} breaks, {}, {}, {} conflicts, {seconds:.2} s",
                    verdict.breaks,
                    if outcome.optimal { "proved" } else { "not proved" },
                    if verdict.feasible { "keeps every rule" } else { "WRONG" },
                    outcome.conflicts
                );
            }
        }
    }
    Ok(())
}
