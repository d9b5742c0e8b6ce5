//! The arguments of `madang screen`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum ScreenAction {
    /// Read lists and write an index: OFAC (CSV, XML, advanced XML), UN, EU, UK, Canada, SECO, FollowTheMoney, own CSV; also .gz.
    Build(BuildArgs),
    /// Screen a name among persons and organisations. Exit code 0: clear, 3: alert, 4: cannot be screened.
    Name(NameArgs),
    /// Screen a name among organisations, ships and aircraft only.
    Org(NameArgs),
    /// Screen wallet addresses or payment URIs.
    Wallet(WalletArgs),
    /// Screen every row of a CSV file with a header, or every line of a JSON lines file.
    File(FileArgs),
    /// What changed between two indexes.
    Diff(DiffArgs),
    /// Measure recall and false alarms on an evaluation set.
    Evaluate(EvaluateArgs),
}

/// How lists that seem wrong are treated.
#[derive(Args, Clone, Debug)]
pub(crate) struct Guards {
    /// Entry that a whole list has; when it was there and is gone, the list is refused. May be repeated.
    #[arg(long, value_name = "ID", default_values_t = ["ofac-27307".to_owned()])]
    pub(crate) sentinel: Vec<String>,
    /// Take a list although it has more than 5 % fewer entries than before, or lost a sentinel.
    #[arg(long)]
    pub(crate) accept_shrunken: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BuildArgs {
    /// The lists' files, or folders of them.
    #[arg(required = true, value_name = "LISTS")]
    pub(crate) lists: Vec<PathBuf>,
    /// The index to write. An index that is there is compared with first, and replaced at once.
    #[arg(short, long, value_name = "INDEX")]
    pub(crate) output: PathBuf,
    /// Names of the installation's own registrants, one a line: their words are counted, to know what is common here.
    #[arg(long, value_name = "FILE")]
    pub(crate) population: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) guards: Guards,
}

/// What to screen against.
#[derive(Args, Clone, Debug)]
pub(crate) struct Against {
    /// An index of `madang screen build`.
    #[arg(long, value_name = "INDEX", required_unless_present = "lists", conflicts_with = "lists")]
    pub(crate) index: Option<PathBuf>,
    /// Lists to read instead; refused when they are stale or, with --previous, when they shrank.
    #[arg(long, value_name = "LISTS", num_args = 1..)]
    pub(crate) lists: Vec<PathBuf>,
    /// An index of yesterday, which --lists are compared with.
    #[arg(long, value_name = "INDEX", requires = "lists")]
    pub(crate) previous: Option<PathBuf>,
    /// Age in days from which a list is stale.
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    pub(crate) max_age: i64,
    /// Take --lists although they are stale.
    #[arg(long)]
    pub(crate) accept_stale: bool,
    #[command(flatten)]
    pub(crate) guards: Guards,
}

/// How results are printed.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Output {
    /// Table for people, JSON (one object a line) or CSV.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Alert on about one in a thousand ordinary people instead of one in a hundred.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Also show what is this many bits below an alert.
    #[arg(long, value_name = "BITS", default_value_t = 0.0)]
    pub(crate) below: f32,
    /// Most matches shown for a name.
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    pub(crate) most: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

#[derive(Args, Debug)]
pub(crate) struct NameArgs {
    /// The names; each in quotes.
    #[arg(required = true, value_name = "NAME")]
    pub(crate) names: Vec<String>,
    #[command(flatten)]
    pub(crate) against: Against,
    #[command(flatten)]
    pub(crate) output: Output,
    /// Declared date of birth: may raise a match, never removes one.
    #[arg(long, value_name = "DATE")]
    pub(crate) birth_date: Option<String>,
    /// Declared country, two letters.
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) country: Option<String>,
    /// Declared gender: male or female.
    #[arg(long, value_name = "GENDER")]
    pub(crate) gender: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct WalletArgs {
    /// Addresses or payment URIs.
    #[arg(required = true, value_name = "ADDRESS")]
    pub(crate) addresses: Vec<String>,
    #[command(flatten)]
    pub(crate) against: Against,
    /// Table for people, JSON (one object a line) or CSV.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct FileArgs {
    /// CSV with the columns name, kind (person, org), birth_date, country, gender, wallet, id; or JSON lines with those keys.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) against: Against,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// The older index.
    pub(crate) old: PathBuf,
    /// The newer index.
    pub(crate) new: PathBuf,
    /// Table for people, JSON (one object a line) or CSV.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct EvaluateArgs {
    /// Entries to screen against (JSON lines, also .gz), or an index. Not needed for wallets.
    #[arg(long, value_name = "INDEX")]
    pub(crate) index: Option<PathBuf>,
    /// Folder with positives.jsonl.gz and negatives.jsonl.gz; or, for wallets, with listed.jsonl and queries_*.jsonl.
    #[arg(long, value_name = "DIR")]
    pub(crate) queries: PathBuf,
    /// Which score counts.
    #[arg(long, value_enum, default_value_t = LaneArg::Name)]
    pub(crate) lane: LaneArg,
    /// Write every hit: question, entity and score, parted by tabs.
    #[arg(long, value_name = "OUT.tsv")]
    pub(crate) run: Option<PathBuf>,
    /// Write recall over false alarms as a plot.
    #[arg(long, value_name = "OUT.svg")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LaneArg {
    /// The name alone.
    Name,
    /// The name with what is declared.
    Evidence,
    /// The higher of both, each above its own threshold.
    Both,
}
