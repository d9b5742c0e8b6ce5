//! `madang screen file`: row by row.

use std::{io::BufRead, process::ExitCode};

use anyhow::Context as _;
use serde::Deserialize;

use super::{
    answers::{Answers, Outcome, Sought},
    args::FileArgs,
    declared, exit, load,
};

/// Who or what is to be screened.
#[derive(Debug, Default, Deserialize)]
struct Subject {
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    birth_date: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    gender: Option<String>,
    #[serde(default)]
    wallet: Option<String>,
}

/// Longest line, in bytes.
const LINE_MAX: usize = 1 << 20;

pub(super) fn run(args: &FileArgs) -> anyhow::Result<ExitCode> {
    let index = load::against(&args.against)?;
    let mut answers = Answers::new(&index, args.output);
    let mut reader = load::open(&args.file)?;
    let json = reader.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let progress = load::bar(0, "screening");
    let mut counts = [0_usize; 3];
    let mut count = |outcome: Outcome| {
        counts[outcome as usize] += 1;
        progress.set_length(counts.iter().sum::<usize>() as u64);
        progress.inc(1);
    };
    if json {
        for (number, line) in reader.lines().enumerate() {
            let place = || format!("{}, line {}", args.file.display(), number + 1);
            let line = line.with_context(place)?;
            anyhow::ensure!(line.len() <= LINE_MAX, "{}: the line is too long", place());
            if line.trim().is_empty() {
                continue;
            }
            let subject: Subject = serde_json::from_str(&line).with_context(place)?;
            screen(&mut answers, &subject, &mut count).with_context(place)?;
        }
    } else {
        let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
        let header = rows.headers().with_context(|| args.file.display().to_string())?.clone();
        let column = |name: &str| {
            header.iter().position(|known| known.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
        };
        anyhow::ensure!(
            column("name").is_some() || column("wallet").is_some(),
            "{}: there is neither a column name nor a column wallet",
            args.file.display()
        );
        for row in rows.records() {
            let row = row.with_context(|| args.file.display().to_string())?;
            let place =
                || format!("{}, line {}", args.file.display(), row.position().map_or(0, csv::Position::line));
            let get = |name: &str| {
                column(name).and_then(|at| row.get(at)).filter(|text| !text.is_empty()).map(str::to_owned)
            };
            let subject = Subject {
                id: get("id").map(serde_json::Value::String),
                // An empty name in a column of names is nobody that could be cleared.
                name: column("name").map(|_| get("name").unwrap_or_default()),
                kind: get("kind"),
                birth_date: get("birth_date"),
                country: get("country"),
                gender: get("gender"),
                wallet: get("wallet"),
            };
            screen(&mut answers, &subject, &mut count).with_context(place)?;
        }
    }
    progress.finish_and_clear();
    answers.finish()?;
    eprintln!("{} clear, {} alerts, {} could not be screened", counts[0], counts[1], counts[2]);
    let outcomes = [Outcome::Clear, Outcome::Alert, Outcome::Unreadable];
    Ok(exit(outcomes.into_iter().filter(|outcome| counts[*outcome as usize] > 0)))
}

fn screen(
    answers: &mut Answers<'_>,
    subject: &Subject,
    count: &mut impl FnMut(Outcome),
) -> anyhow::Result<()> {
    let id = match &subject.id {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let wallet_only =
        subject.wallet.is_some() && subject.name.as_deref().is_none_or(|name| name.trim().is_empty());
    if !wallet_only {
        let kind = subject.kind.as_deref().unwrap_or("person").trim().to_ascii_lowercase();
        let sought = match kind.as_str() {
            "" | "person" | "individual" => Sought::Persons,
            "org" | "organisation" | "organization" | "company" | "entity" | "vessel" | "aircraft" => {
                Sought::Others
            }
            other => anyhow::bail!("{other:?} is no kind; person and org are"),
        };
        let declared =
            declared(subject.birth_date.as_deref(), subject.country.as_deref(), subject.gender.as_deref())?;
        count(answers.name(&id, subject.name.as_deref().unwrap_or_default(), &[sought], &declared)?);
    }
    if let Some(wallet) = &subject.wallet {
        count(answers.wallet(&id, wallet)?);
    }
    Ok(())
}
