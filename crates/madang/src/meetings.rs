//! `madang meetings`: sit-down meetings from the command line, without a database.

mod b2b;
mod progress;
mod published;

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Subcommand;
use cpu_time::ProcessTime;
use madang_timetable::{
    Refusal, certify,
    meet::{
        model::Instance,
        read::{self, Unread},
        verify::verify,
    },
    solve::{Crew, Outcome, Settings, gap, solve},
};
use serde_json::json;

pub(crate) use self::progress::Shown;

/// What the exit codes mean, for `--help`.
pub(crate) const EXIT_CODES: &str = "Exit codes: 0 done; 1 a file cannot be read or written; 2 wrong arguments; \
3 the input makes no sense, or fixed meetings contradict one another; 4 a plan or a certificate is wrong.";

#[derive(Debug, Subcommand)]
pub(crate) enum MeetingsAction {
    /// Find a plan near the best possible one, with a bound that says how near.
    Solve(SolveArguments),
    /// Change a published plan as little as events make necessary, and win back what can be won.
    Repair {
        /// The instance (meet/1).
        instance: PathBuf,
        /// The published plan (meet-solution/1).
        published: PathBuf,
        /// What happened (meet-events/1).
        events: PathBuf,
        /// File for the new plan (meet-solution/1).
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// File for the instance with all that happened; the new plan is a plan of this.
        #[arg(long, value_name = "FILE")]
        instance_output: Option<PathBuf>,
        /// Print every change as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say why requests have no meeting, or what one person got; without a plan, what can never be placed.
    Explain {
        /// The instance (meet/1).
        instance: PathBuf,
        /// The plan (meet-solution/1).
        solution: Option<PathBuf>,
        /// Only this request.
        #[arg(long, value_name = "ID", requires = "solution", conflicts_with = "participant")]
        request: Option<u32>,
        /// Only this participant: meetings, and why not more.
        #[arg(long, value_name = "ID", requires = "solution")]
        participant: Option<u32>,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say how fair a plan is, by role and by country, and draw it.
    Report {
        /// The instance (meet/1).
        instance: PathBuf,
        /// The plan (meet-solution/1).
        solution: PathBuf,
        /// File for a picture of people and slots (SVG).
        #[arg(long, value_name = "FILE")]
        people_picture: Option<PathBuf>,
        /// File for a picture of tables and slots (SVG).
        #[arg(long, value_name = "FILE")]
        tables_picture: Option<PathBuf>,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check a plan and the certificate of its bound, in exact arithmetic.
    Certify {
        /// The instance (meet/1).
        instance: PathBuf,
        /// The plan (meet-solution/1).
        solution: PathBuf,
        /// The certificate (meet-certificate/1).
        certificate: PathBuf,
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Arguments of `madang meetings solve`.
#[derive(clap::Args, Debug)]
pub(crate) struct SolveArguments {
    /// The instance (meet/1), or one of the B2B family (.dzn).
    instance: PathBuf,
    /// File for the plan (meet-solution/1; b2b-solution/1 for .dzn).
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// File for the prices that prove the bound (meet-certificate/1).
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Beginning of all chance: the same seed and effort, the same plan.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; more than four are of no use, and the plan is the same with any number.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    threads: u8,
    /// How much work to put in; 20 is twice as much as 10.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    effort: u32,
    /// Use this much CPU time of the process and stop then at the latest; the plan cannot be repeated exactly.
    #[arg(long, value_name = "SECONDS", conflicts_with = "effort", value_parser = seconds)]
    cpu_seconds: Option<f64>,
    /// Lift the worst-off at the end, for at most 0.2 % of the value.
    #[arg(long)]
    fair: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.1..=1e6).contains(&seconds) => Ok(seconds),
        _ => Err("must be between 0.1 and 1000000".into()),
    }
}

/// How a command ended.
pub(crate) enum End {
    Done,
    /// Something does not hold that should.
    Wrong,
}

/// Does what was asked.
pub(crate) fn run(action: MeetingsAction) -> ExitCode {
    let end = match action {
        MeetingsAction::Solve(arguments) => run_solve(&arguments),
        MeetingsAction::Certify { instance, solution, certificate, json } => {
            run_certify(&instance, &solution, &certificate, json)
        }
        MeetingsAction::Repair { instance, published, events, output, instance_output, json } => {
            published::run_repair(&instance, &published, &events, &output, instance_output.as_deref(), json)
        }
        MeetingsAction::Explain { instance, solution, request, participant, json } => {
            published::run_explain(&instance, solution.as_deref(), request, participant, json)
        }
        MeetingsAction::Report { instance, solution, people_picture, tables_picture, json } => {
            let pictures = [people_picture.as_deref(), tables_picture.as_deref()];
            published::run_report(&instance, &solution, pictures, json)
        }
    };
    exit(end)
}

/// The exit code of a command, with a word about what went wrong.
pub(crate) fn exit(end: anyhow::Result<End>) -> ExitCode {
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Wrong) => ExitCode::from(4),
        Err(error) => {
            eprintln!("madang: {error:#}");
            ExitCode::from(if error.downcast_ref::<Refusal>().is_some() { 3 } else { 1 })
        }
    }
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a file of one of the engine's formats, a chunk at a time.
pub(crate) fn load<T>(path: &Path, read: impl Fn(File) -> Result<T, Unread>) -> anyhow::Result<T> {
    let broken = || format!("cannot read {}", path.display());
    match read(File::open(path).with_context(broken)?) {
        Ok(found) => Ok(found),
        Err(Unread::Broken(fault)) => Err(fault).with_context(broken),
        Err(Unread::Refused(refusal)) => Err(refusal).with_context(|| path.display().to_string()),
    }
}

/// Writes a file of one of the engine's formats, a chunk at a time.
pub(crate) fn write(path: &Path, what: &impl serde::Serialize) -> anyhow::Result<()> {
    let all = || -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        serde_json::to_writer(&mut file, what)?;
        file.write_all(b"\n")?;
        file.flush()
    };
    all().with_context(|| format!("cannot write {}", path.display()))
}

/// At most so many threads at once.
struct Threads(usize);

impl Crew for Threads {
    fn run<'a>(&self, jobs: Vec<Box<dyn FnOnce() + Send + 'a>>) {
        if self.0 == 1 {
            return jobs.into_iter().for_each(|job| job());
        }
        let mut shares: Vec<Vec<_>> = (0..self.0.min(jobs.len())).map(|_| Vec::new()).collect();
        let count = shares.len().max(1);
        jobs.into_iter().enumerate().for_each(|(at, job)| shares[at % count].push(job));
        std::thread::scope(|scope| {
            for share in shares {
                scope.spawn(move || share.into_iter().for_each(|job| job()));
            }
        });
    }
}

fn run_solve(arguments: &SolveArguments) -> anyhow::Result<End> {
    if arguments.instance.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("dzn")) {
        return b2b::run_solve(arguments);
    }
    let instance: Instance = load(&arguments.instance, read::instance_from)?;
    let settings = Settings { seed: arguments.seed, effort: arguments.effort, fair: arguments.fair };
    let mut shown = Shown::new(arguments.cpu_seconds, instance.requests.len());
    let crew = Threads(usize::from(arguments.threads));
    let outcome = solve(&instance, &settings, &mut shown, &crew)
        .with_context(|| arguments.instance.display().to_string())?;
    shown.finish();
    let verdict = verify(&instance, &outcome.solution);
    write(&arguments.output, &outcome.solution)?;
    if let Some(path) = &arguments.certificate {
        write(path, &outcome.certificate)?;
    }
    let cpu = ProcessTime::now().as_duration().as_secs_f64();
    if arguments.json {
        let whole = json!({
            "instance": instance.name, "value": outcome.value, "value_before_fairness": outcome.value_before,
            "bound": outcome.searched, "certified_bound": outcome.bound,
            "gap": gap(outcome.value, outcome.searched), "proved_optimal": outcome.value == outcome.searched,
            "proved_by": proved_by(&outcome),
            "steps": outcome.steps, "cpu_seconds": cpu, "verdict": verdict,
        });
        println!("{whole}");
    } else {
        println!(
            "{} of {} requests placed, value {}",
            verdict.meetings,
            instance.requests.len(),
            outcome.value
        );
        if arguments.fair {
            let lost = outcome.value_before - outcome.value;
            println!("{lost} points were given to lift those with the fewest meetings.");
        }
        match gap(outcome.value, outcome.searched) {
            _ if outcome.value == outcome.searched => println!("No plan is worth more: this is an optimum."),
            Some(gap) => {
                println!("No plan is worth more than {}: the gap is {:.3} %.", outcome.searched, gap * 100.0);
            }
            None => println!("No plan is worth more than {}.", outcome.searched),
        }
        if outcome.searched < outcome.bound {
            println!(
                "That was found by exhaustive search; the certificate alone shows that none is worth more than {}.",
                outcome.bound
            );
        }
        println!("{cpu:.1} s of CPU time, {} changes tried", outcome.steps);
    }
    for error in &verdict.first_errors {
        eprintln!("madang: the plan is wrong, which is a mistake of the program: {error}");
    }
    Ok(if verdict.feasible && verdict.objective == outcome.value { End::Done } else { End::Wrong })
}

/// What shows that no plan is worth more; none when one may be.
fn proved_by(outcome: &Outcome) -> Option<&'static str> {
    match outcome.value {
        value if value == outcome.bound => Some("certificate"),
        value if value == outcome.searched => Some("search"),
        _ => None,
    }
}

fn run_certify(instance: &Path, solution: &Path, certificate: &Path, as_json: bool) -> anyhow::Result<End> {
    let place = instance.display().to_string();
    let instance: Instance = load(instance, read::instance_from)?;
    madang_timetable::meet::Problem::new(&instance).with_context(|| place)?;
    let plan = load(solution, read::solution_from)?;
    let prices = load(certificate, read::certificate_from)?;
    let verdict = verify(&instance, &plan);
    let bound = certify::bound(&instance, &prices).with_context(|| certificate.display().to_string())?;
    let holds = verdict.feasible && bound <= prices.bound && verdict.objective <= bound;
    let gap = gap(verdict.objective, bound);
    if as_json {
        let whole = json!({
            "holds": holds, "value": verdict.objective, "bound": bound, "claimed_bound": prices.bound, "gap": gap,
            "proved_optimal": holds && verdict.objective == bound, "verdict": verdict,
        });
        println!("{whole}");
    } else {
        println!(
            "plan         {}, value {}",
            if verdict.feasible { "keeps every rule" } else { "is wrong" },
            verdict.objective
        );
        println!("certificate  proves that no plan is worth more than {bound}; it claims {}", prices.bound);
        if let Some(gap) = gap {
            println!("gap          {:.3} %", gap * 100.0);
        }
        verdict.first_errors.iter().for_each(|error| println!("wrong        {error}"));
        println!("{}", if holds { "The certificate holds." } else { "The certificate does not hold." });
    }
    Ok(if holds { End::Done } else { End::Wrong })
}
