//! `madang meetings solve FILE.dzn`: the B2B family, where every meeting is given and breaks are to be few.

use anyhow::Context as _;
use cpu_time::ProcessTime;
use madang_timetable::{
    Refusal,
    b2b::{read, solve::solve, verify::verify},
    solve::{Progress, Settings, Watch},
};
use serde_json::json;

use super::{End, SolveArguments, bytes, progress::Shown, write};

/// Shows breaks, which the engine tells as a value below 0.
struct Breaks(Shown);

impl Watch for Breaks {
    fn tell(&mut self, progress: &Progress) {
        let message = progress.value.map_or("looking for a first plan".to_owned(), |value| {
            format!("{} breaks, looking for fewer", -value)
        });
        self.0.show(progress.done, message);
    }

    fn stop(&mut self) -> bool {
        self.0.stop()
    }

    fn used(&mut self) -> Option<f32> {
        self.0.used()
    }
}

/// Solves an instance of the family.
pub(super) fn run_solve(arguments: &SolveArguments) -> anyhow::Result<End> {
    let place = || arguments.instance.display().to_string();
    if arguments.certificate.is_some() {
        let message = "a .dzn instance has no certificate: its plan says itself whether it is an optimum";
        return Err(Refusal::one("--certificate", message).into());
    }
    let name = arguments.instance.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let instance = read::instance(&bytes(&arguments.instance)?, &name).with_context(place)?;
    let settings = Settings { seed: arguments.seed, effort: arguments.effort, fair: false };
    let mut shown = Breaks(Shown::new(arguments.cpu_seconds, instance.meetings.len()));
    let outcome = solve(&instance, &settings, &mut shown).with_context(place)?;
    shown.0.finish();
    let verdict = verify(&instance, &outcome.plan);
    write(&arguments.output, &outcome.plan)?;
    let cpu = ProcessTime::now().as_duration().as_secs_f64();
    if arguments.json {
        let whole = json!({
            "instance": instance.name, "breaks": verdict.breaks, "bound": outcome.plan.bound,
            "proved_optimal": outcome.optimal, "conflicts": outcome.conflicts, "cpu_seconds": cpu, "verdict": verdict,
        });
        println!("{whole}");
    } else {
        println!("{} meetings placed, {} breaks", instance.meetings.len(), verdict.breaks);
        println!(
            "{}",
            if outcome.optimal {
                "No plan has fewer: this is an optimum."
            } else {
                "Whether a plan with fewer breaks exists was not decided; more effort may tell."
            }
        );
        println!("{cpu:.1} s of CPU time, {} contradictions met", outcome.conflicts);
    }
    for error in &verdict.first_errors {
        eprintln!("madang: the plan is wrong, which is a mistake of the program: {error}");
    }
    Ok(if verdict.feasible { End::Done } else { End::Wrong })
}
