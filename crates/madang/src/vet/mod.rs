//! `madang vet`: what handed-out software would do, at the command line. Needs no database.

pub(crate) mod args;
mod certify;
mod crowd;
mod selftest;

use std::{
    fs::{self, File},
    io::{IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use madang_artefact::{declaration::Declaration, facts::Facts, limits::Limits, report::Verdict};
use madang_context::{Clock as _, SystemClock};
use madang_text::Texts;
use madang_vetting::{
    clamd::Clamd,
    export,
    jail::Demand,
    show,
    supervise::{CannotVet, Supervisor},
    vetted::Vetted,
};

use self::args::VetArgs;
pub(crate) use self::certify::{certificate, verify};

/// Something could not be done.
const FAILED: u8 = 1;

/// The exit code of a verdict.
fn code(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Clear => 0,
        Verdict::Review => 10,
        Verdict::Block => 20,
        Verdict::NotVettable => 30,
    }
}

/// What every artefact is vetted with.
struct Office {
    supervisor: Supervisor,
    declaration: Option<Declaration>,
    earlier: Option<Facts>,
    clamd: Option<Clamd>,
}

impl Office {
    fn open(args: &VetArgs) -> anyhow::Result<Self> {
        let demand = if args.unsafe_no_sandbox { Demand::BestEffort } else { Demand::Required };
        let mut supervisor = Supervisor::of_this_program(demand, Limits::default())?;
        supervisor.yara = yara(args)?;
        let declaration = args.declaration.as_deref().map(read_declaration).transpose()?;
        let earlier = args.against.as_deref().map(|path| earlier(&supervisor, path)).transpose()?;
        let clamd = args.clamd.clone().map(|address| Clamd {
            address,
            size_bytes_max: args.clamd_bytes_max,
            patience: Duration::from_secs(120),
        });
        Ok(Self { supervisor, declaration, earlier, clamd })
    }

    fn vet(&self, path: &Path, name: &str) -> Result<Vetted, CannotVet> {
        let taken = self.supervisor.take_apart(File::open(path)?, name)?;
        let mut vetted = Vetted::new(taken, self.declaration.clone(), self.earlier.as_ref());
        vetted.note_young(SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date());
        if let Some(clamd) = &self.clamd {
            vetted.add(clamd.ask(&mut File::open(path)?, vetted.facts.size_bytes));
        }
        Ok(vetted)
    }
}

/// The operator's own rules, compiled once here so that a mistake in them is said at once.
#[cfg(feature = "yara")]
fn yara(args: &VetArgs) -> anyhow::Result<Option<String>> {
    let Some(path) = &args.yara else { return Ok(None) };
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    if let Err(words) = madang_artefact::yara::Rules::compile(&text) {
        anyhow::bail!("{}: {words}", path.display());
    }
    Ok(Some(text))
}

#[cfg(not(feature = "yara"))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape as with the feature")]
fn yara(_: &VetArgs) -> anyhow::Result<Option<String>> {
    Ok(None)
}

fn read_declaration(path: &Path) -> anyhow::Result<Declaration> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is no declaration", path.display()))
}

/// The facts of the earlier release: as they were kept, or from its bytes.
fn earlier(supervisor: &Supervisor, path: &Path) -> anyhow::Result<Facts> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut start = [0; 1];
    let read = std::io::Read::read(&mut file, &mut start)?;
    if read == 1 && start[0] == b'{' {
        let kept: Vec<Vetted> = serde_json::Deserializer::from_reader(File::open(path)?)
            .into_iter()
            .collect::<Result<_, _>>()
            .with_context(|| format!("{} is not what --json printed", path.display()))?;
        let [one] = <[Vetted; 1]>::try_from(kept)
            .map_err(|_| anyhow::anyhow!("{} is not about exactly one artefact", path.display()))?;
        return Ok(one.facts);
    }
    let taken = supervisor.take_apart(File::open(path)?, &name(path))?;
    anyhow::ensure!(
        !taken.failed,
        "{} could not be read, so that nothing can be compared with it",
        path.display()
    );
    Ok(taken.facts)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// All files of the arguments, with the names they are shown by: sorted, links not followed.
fn artefacts(places: &[PathBuf]) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for place in places {
        let about = fs::metadata(place).with_context(|| format!("cannot read {}", place.display()))?;
        if !about.is_dir() {
            found.push((place.clone(), name(place)));
            continue;
        }
        let mut inside = Vec::new();
        let mut waiting = vec![place.clone()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
                let entry = entry?;
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    waiting.push(entry.path());
                } else if kind.is_file() {
                    let shown = entry.path();
                    let shown = shown.strip_prefix(place).unwrap_or(&shown).to_string_lossy().into_owned();
                    inside.push((entry.path(), shown));
                }
            }
        }
        inside.sort();
        found.extend(inside);
    }
    anyhow::ensure!(!found.is_empty(), "there is no file to vet");
    Ok(found)
}

/// Does what was asked for.
pub(crate) fn run(args: &VetArgs) -> anyhow::Result<ExitCode> {
    let office = Office::open(args)?;
    if let Some(folder) = &args.selftest {
        return selftest::run(&office, folder, args);
    }
    let files = artefacts(&args.files)?;
    anyhow::ensure!(
        files.len() == 1 || (args.certificate.is_none() && args.against.is_none()),
        "--certificate and --against are for one artefact at a time"
    );
    let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut kept = Vec::new();
    let mut worst: Option<Verdict> = None;
    let mut failed = false;
    let keep = args.sarif || args.html.is_some() || args.certificate.is_some();
    let keep = keep || args.sha256sums.is_some() || args.santa.is_some() || args.applocker.is_some();
    crowd::each(
        &files,
        jobs(args),
        |path, name| office.vet(path, name),
        |name, outcome| {
            match outcome {
                Ok(vetted) => {
                    worst = worst.max(Some(vetted.report.verdict));
                    print(args, &vetted, colour)?;
                    if keep {
                        kept.push(vetted);
                    }
                }
                Err(error) => {
                    failed = true;
                    eprintln!("madang: {}: {:#}", show::safe(name), anyhow::Error::new(error));
                }
            }
            Ok(())
        },
    )?;
    write_outputs(args, &kept)?;
    if let (Some(path), Some(vetted)) = (&args.certificate, kept.first())
        && let Err(error) = certify::issue(args, vetted, path)
    {
        eprintln!("madang: no certificate: {error:#}");
        failed = true;
    }
    Ok(ExitCode::from(if failed { FAILED } else { worst.map_or(FAILED, code) }))
}

fn jobs(args: &VetArgs) -> usize {
    // A reader may need two GiB; more than four at once would ask much of a small server.
    let usual = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
    args.jobs.unwrap_or(usual).max(1)
}

fn print(args: &VetArgs, vetted: &Vetted, colour: bool) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, vetted)?;
        writeln!(out)?;
    } else if !args.sarif {
        writeln!(out, "{}", show::text::report(vetted, colour))?;
    }
    Ok(())
}

fn write_outputs(args: &VetArgs, kept: &[Vetted]) -> anyhow::Result<()> {
    if args.sarif {
        writeln!(std::io::stdout().lock(), "{:#}", show::sarif::document(kept))?;
    }
    if let Some(path) = &args.html {
        let language =
            args.language.parse().map_err(|_| anyhow::anyhow!("{} is no language", args.language))?;
        let translator = Texts::embedded().translator(&language);
        write(path, &show::html::page(kept, &translator, SystemClock.now())?)?;
    }
    if let Some(path) = &args.sha256sums {
        write(path, &export::sha256sums(kept))?;
    }
    if let Some(path) = &args.santa {
        write(path, &export::santa(kept))?;
    }
    if let Some(path) = &args.applocker {
        write(path, &export::applocker(kept))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
