//! `madang screen`: names and wallets against sanctions lists, at the command line.

mod answers;
pub(crate) mod args;
mod batch;
mod evaluate;
mod load;

use std::process::ExitCode;

use madang_watchlist::{entry::PartialDate, index::Delta, lanes::Declared, read::country_code};

use answers::{Answers, Outcome, Sought};
use args::{DiffArgs, Format, NameArgs, ScreenAction, WalletArgs};

/// Nobody listed.
const CLEAR: u8 = 0;
/// Something listed was found.
const ALERT: u8 = 3;
/// Something could not be screened; it is not clear.
const UNREADABLE: u8 = 4;

/// Does what was asked for.
pub(crate) fn run(action: ScreenAction) -> anyhow::Result<ExitCode> {
    match action {
        ScreenAction::Build(args) => load::build(&args).map(|()| ExitCode::SUCCESS),
        ScreenAction::Name(args) => names(&args, &[Sought::Persons, Sought::Others]),
        ScreenAction::Org(args) => names(&args, &[Sought::Others]),
        ScreenAction::Wallet(args) => wallets(&args),
        ScreenAction::File(args) => batch::run(&args),
        ScreenAction::Diff(args) => diff(&args),
        ScreenAction::Evaluate(args) => evaluate::run(&args),
    }
}

/// The worst outcome decides: what could not be read comes before an alert, because nobody has looked at it.
fn exit(outcomes: impl IntoIterator<Item = Outcome>) -> ExitCode {
    let worst = outcomes.into_iter().fold(CLEAR, |worst, outcome| {
        worst.max(match outcome {
            Outcome::Clear => CLEAR,
            Outcome::Alert => ALERT,
            Outcome::Unreadable => UNREADABLE,
        })
    });
    ExitCode::from(worst)
}

/// What a person declares.
///
/// *Errors*: a date or country that cannot be read: it must not be left out silently.
fn declared(
    birth_date: Option<&str>,
    country: Option<&str>,
    gender: Option<&str>,
) -> anyhow::Result<Declared> {
    let given = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let birth_date = match given(birth_date) {
        None => None,
        Some(text) => Some(PartialDate::parse(&text).ok_or_else(|| anyhow::anyhow!("{text:?} is no date"))?),
    };
    let country = match given(country) {
        None => None,
        Some(text) => Some(country_code(&text).ok_or_else(|| anyhow::anyhow!("{text:?} is no country"))?),
    };
    Ok(Declared { birth_date, country, gender: given(gender) })
}

fn names(args: &NameArgs, kinds: &[Sought]) -> anyhow::Result<ExitCode> {
    let declared = declared(args.birth_date.as_deref(), args.country.as_deref(), args.gender.as_deref())?;
    let index = load::against(&args.against)?;
    let mut answers = Answers::new(&index, args.output);
    let mut outcomes = Vec::new();
    for name in &args.names {
        outcomes.push(answers.name("", name, kinds, &declared)?);
    }
    answers.finish()?;
    Ok(exit(outcomes))
}

fn wallets(args: &WalletArgs) -> anyhow::Result<ExitCode> {
    let index = load::against(&args.against)?;
    let output = args::Output { format: args.format, strict: false, below: 0.0, most: 10 };
    let mut answers = Answers::new(&index, output);
    let mut outcomes = Vec::new();
    for address in &args.addresses {
        outcomes.push(answers.wallet("", address)?);
    }
    answers.finish()?;
    Ok(exit(outcomes))
}

fn diff(args: &DiffArgs) -> anyhow::Result<ExitCode> {
    let (old, new) = (load::saved(&args.old)?, load::saved(&args.new)?);
    let delta = Delta::between(&old.entries, &new.entries);
    let rows = [("added", &delta.added), ("changed", &delta.changed), ("removed", &delta.removed)];
    if args.format == Format::Table {
        println!("old index {}  {} entries", old.version, old.entries.len());
        println!("new index {}  {} entries", new.version, new.entries.len());
    } else if args.format == Format::Csv {
        println!("change,id,list,name");
    }
    for (change, ids) in rows {
        if args.format == Format::Table {
            println!("{change}: {}", ids.len());
        }
        for id in ids {
            let entry = new.entry(id).or_else(|| old.entry(id));
            let list = entry.map_or("", |entry| entry.list.as_str());
            let name = entry.and_then(|entry| entry.names.first()).map_or("", |name| name.full.as_str());
            match args.format {
                Format::Table => println!("  {id}  {list}  {name}"),
                Format::Json => {
                    println!(
                        "{}",
                        serde_json::json!({ "change": change, "id": id, "list": list, "name": name })
                    );
                }
                Format::Csv => {
                    let mut writer = csv::Writer::from_writer(std::io::stdout());
                    writer.write_record([change, id, list, name])?;
                    writer.flush()?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
