//! `madang sessions`: sessions in rooms and times from the command line, without a database.

mod told;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use cpu_time::ProcessTime;
use madang_timetable::{
    plan::{model::Instance, read, sample, solve::solve, verify::verify},
    solve::{Settings, gap},
};
use serde_json::json;

use crate::meetings::{End, Shown, load, seconds, write};

#[derive(Debug, Subcommand)]
pub(crate) enum SessionsAction {
    /// Find a timetable, with a bound that says how good any can be.
    Solve(SolveArguments),
    /// Check a timetable by other means than the solver's, and count its value anew.
    Verify {
        /// The instance (plan/1).
        instance: PathBuf,
        /// The timetable (plan-solution/1).
        solution: PathBuf,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say why sessions have no place, or what one session's place costs; without a timetable, what can never be placed.
    Explain {
        /// The instance (plan/1).
        instance: PathBuf,
        /// The timetable (plan-solution/1).
        solution: Option<PathBuf>,
        /// Only this session: where it is, what that costs, what would be better.
        #[arg(long, value_name = "ID", requires = "solution")]
        session: Option<String>,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say how rooms are used, how tracks lie and what clashes, and draw it.
    Report {
        /// The instance (plan/1).
        instance: PathBuf,
        /// The timetable (plan-solution/1).
        solution: PathBuf,
        /// File for a picture of rooms and times (SVG).
        #[arg(long, value_name = "FILE")]
        picture: Option<PathBuf>,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a made-up instance, to try things out.
    Sample {
        /// How large.
        #[arg(value_enum)]
        size: SampleSize,
        /// The same seed makes the same instance.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// File for the instance (plan/1).
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

/// Sizes of made-up instances.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum SampleSize {
    /// 40 sessions, a day, 5 rooms.
    Small,
    /// 300 sessions, three days, 12 rooms.
    Conference,
    /// 1,100 sessions, four days, 32 rooms.
    Congress,
}

/// Arguments of `madang sessions solve`.
#[derive(clap::Args, Debug)]
pub(crate) struct SolveArguments {
    /// The instance (plan/1).
    instance: PathBuf,
    /// File for the timetable (plan-solution/1).
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Beginning of all chance: the same seed and effort, the same timetable.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How much work to put in; 20 is twice as much as 10.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    effort: u32,
    /// Use this much CPU time of the process and stop then at the latest; the timetable cannot be repeated exactly.
    #[arg(long, value_name = "SECONDS", conflicts_with = "effort", value_parser = seconds)]
    cpu_seconds: Option<f64>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Does what was asked.
pub(crate) fn run(action: SessionsAction) -> ExitCode {
    crate::meetings::exit(match action {
        SessionsAction::Solve(arguments) => run_solve(&arguments),
        SessionsAction::Verify { instance, solution, json } => run_verify(&instance, &solution, json),
        SessionsAction::Explain { instance, solution, session, json } => {
            told::run_explain(&instance, solution.as_deref(), session.as_deref(), json)
        }
        SessionsAction::Report { instance, solution, picture, json } => {
            told::run_report(&instance, &solution, picture.as_deref(), json)
        }
        SessionsAction::Sample { size, seed, output } => {
            let size = match size {
                SampleSize::Small => sample::Size::SMALL,
                SampleSize::Conference => sample::Size::CONFERENCE,
                SampleSize::Congress => sample::Size::CONGRESS,
            };
            write(&output, &sample::instance(size, seed)).map(|()| End::Done)
        }
    })
}

/// Reads an instance that makes sense.
fn sensible(path: &Path) -> anyhow::Result<Instance> {
    let instance = load(path, read::instance_from)?;
    madang_timetable::plan::Problem::new(&instance).with_context(|| path.display().to_string())?;
    Ok(instance)
}

fn run_solve(arguments: &SolveArguments) -> anyhow::Result<End> {
    let instance: Instance = load(&arguments.instance, read::instance_from)?;
    let settings = Settings { seed: arguments.seed, effort: arguments.effort, fair: false };
    let mut shown = Shown::new(arguments.cpu_seconds, instance.sessions.len());
    let outcome =
        solve(&instance, &settings, &mut shown).with_context(|| arguments.instance.display().to_string())?;
    shown.finish();
    let verdict = verify(&instance, &outcome.solution);
    write(&arguments.output, &outcome.solution)?;
    let cpu = ProcessTime::now().as_duration().as_secs_f64();
    let gap = gap(outcome.value, outcome.bound);
    if arguments.json {
        let whole = json!({
            "instance": instance.name, "value": outcome.value, "bound": outcome.bound, "gap": gap,
            "proved_optimal": outcome.value == outcome.bound, "greedy": outcome.greedy, "steps": outcome.steps,
            "cpu_seconds": cpu, "verdict": verdict,
        });
        println!("{whole}");
    } else {
        println!(
            "{} of {} sessions placed, value {}",
            verdict.placed,
            instance.sessions.len(),
            outcome.value
        );
        match gap {
            _ if outcome.value == outcome.bound => {
                println!("No timetable is worth more: this is an optimum.");
            }
            Some(gap) => println!(
                "No timetable is worth more than {}: the gap is {:.2} %, clashes and tracks not reckoned with.",
                outcome.bound,
                gap * 100.0
            ),
            None => println!("No timetable is worth more than {}.", outcome.bound),
        }
        told::print_costs(&verdict);
        println!("{cpu:.1} s of CPU time, {} changes tried", outcome.steps);
    }
    for error in &verdict.first_errors {
        eprintln!("madang: the timetable is wrong, which is a mistake of the program: {error}");
    }
    Ok(if verdict.feasible && verdict.value == outcome.value { End::Done } else { End::Wrong })
}

fn run_verify(instance: &Path, solution: &Path, as_json: bool) -> anyhow::Result<End> {
    let instance = sensible(instance)?;
    let plan = load(solution, read::solution_from)?;
    let verdict = verify(&instance, &plan);
    let claimed = plan.value.is_none_or(|value| value == verdict.value);
    let holds = verdict.feasible && claimed && plan.bound.is_none_or(|bound| verdict.value <= bound);
    if as_json {
        println!("{}", json!({ "holds": holds, "claimed_value": plan.value, "verdict": verdict }));
    } else {
        println!(
            "{} of {} sessions placed, value {}",
            verdict.placed,
            instance.sessions.len(),
            verdict.value
        );
        told::print_costs(&verdict);
        if let (false, Some(value)) = (claimed, plan.value) {
            println!("wrong        the timetable claims a value of {value}");
        }
        verdict.first_errors.iter().for_each(|error| println!("wrong        {error}"));
        println!("{}", if holds { "The timetable keeps every rule." } else { "The timetable is wrong." });
    }
    Ok(if holds { End::Done } else { End::Wrong })
}
