//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::screen::args::ScreenAction;

/// Hosts an international conference from one binary.
#[derive(Debug, Parser)]
#[command(name = "madang", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where configuration and data are; flags go before the environment, that before the file.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Place {
    /// Configuration file (TOML). Without it, madang.toml in the current folder is read if it is there.
    #[arg(long, global = true, env = "MADANG_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder for data: the SQLite file, keys, files, mail of the demo.
    #[arg(long, global = true, env = "MADANG_DATA", value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Database: an SQLite file, or postgres://user:password@host/database.
    #[arg(long, global = true, env = "MADANG_DATABASE", value_name = "FILE|URL", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// Address to listen on.
    #[arg(long, global = true, env = "MADANG_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Address under which the public reaches the server.
    #[arg(long, global = true, env = "MADANG_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the conferences of the database.
    Serve,
    /// Make a complete sample conference, or import a real programme, and serve it. A second start keeps the data.
    Demo {
        /// Import this programme instead of making one up; several files where the format has several.
        #[arg(long, value_name = "FILE", num_args = 1..)]
        import: Vec<PathBuf>,
    },
    /// Import a programme: schedule.xml, schedule.json, pretalx, Sessionize, Indico, open-event, Devcon, CSV.
    Import {
        /// The files; several where the format has several.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Short name of the conference; it is made when it is not there.
        #[arg(long, value_name = "SLUG")]
        conference: String,
        /// Only show what would be done.
        #[arg(long)]
        dry_run: bool,
        /// Print the report as JSON.
        #[arg(long)]
        json: bool,
        /// Time zone to assume when the source names none, such as Asia/Seoul.
        #[arg(long, value_name = "ZONE")]
        zone: Option<String>,
    },
    /// Publish the draft of the timetable as the next release.
    Release {
        /// Short name of the conference.
        conference: String,
        /// A word to the readers of the change log.
        #[arg(long, default_value = "")]
        note: String,
        /// Do not write to the speakers.
        #[arg(long)]
        quiet: bool,
    },
    /// Show the conflicts of the draft.
    Conflicts {
        /// Short name of the conference.
        conference: String,
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write the released programme in another format.
    Export {
        /// Short name of the conference.
        conference: String,
        /// The format.
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// File to write; standard output when absent.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Write the draft instead of the latest release.
        #[arg(long)]
        draft: bool,
    },
    /// Conferences of this server.
    Conference {
        #[command(subcommand)]
        action: ConferenceAction,
    },
    /// Sit-down meetings: place them at tables and times. Needs no database.
    #[command(after_help = crate::meetings::EXIT_CODES)]
    Meetings {
        #[command(subcommand)]
        action: crate::meetings::MeetingsAction,
    },
    /// Sessions: place them in rooms and times. Needs no database.
    #[command(after_help = crate::meetings::EXIT_CODES)]
    Sessions {
        #[command(subcommand)]
        action: crate::sessions::SessionsAction,
    },
    /// The configuration.
    Config {
        #[command(subcommand)]
        action: ConfigAction,
    },
    /// Write everything into one file, consistently, also while the server runs.
    Backup {
        /// The file to write; must not be there yet.
        file: PathBuf,
    },
    /// Replace everything by what a backup holds. Stop the server before.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Replace what is there.
        #[arg(long)]
        force: bool,
    },
    /// For the administrator.
    Admin {
        #[command(subcommand)]
        action: AdminAction,
    },
    /// Who did what, when and from where.
    Audit {
        #[command(subcommand)]
        action: AuditAction,
    },
    /// Names and wallets against sanctions lists. Needs no database and asks nobody else.
    Screen {
        #[command(subcommand)]
        action: ScreenAction,
    },
    /// Say what handed-out software would do, without running it. Needs no database.
    #[command(after_help = crate::vet::args::VET_EXIT_CODES)]
    Vet(Box<crate::vet::args::VetArgs>),
    /// Check that a file is the one that was vetted.
    #[command(after_help = crate::vet::args::VERIFY_EXIT_CODES)]
    Verify(crate::vet::args::VerifyArgs),
    /// Certificates of vetted software: keys, revocation, the log.
    Certificate {
        #[command(subcommand)]
        action: crate::vet::args::CertificateAction,
    },
    /// Work that is done later.
    Jobs,
    /// The outbox, with what became of each message.
    Mail,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConferenceAction {
    /// Make a conference as a sheet (TOML) says, or change it.
    Apply {
        /// Short name of the conference.
        conference: String,
        /// The sheet; docs/host/conference-sheet.md explains it.
        sheet: PathBuf,
    },
    /// All conferences.
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigAction {
    /// Say whether the configuration is right, and what it comes to.
    Check,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditAction {
    /// Say whether every record is as it was written, and print the last one's seal to be kept elsewhere.
    Verify {
        /// A seal that was printed earlier: it must be among the records.
        #[arg(long, value_name = "SEAL")]
        seal: Option<String>,
    },
    /// The newest records.
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AdminAction {
    /// Print a link that signs its bearer in as the administrator, once.
    SignIn,
    /// Let a person do everything on this server; makes the account where there is none. Prints a link that signs in, once.
    Create {
        /// The person's mail address.
        email: String,
        /// What they are called; the address when left out.
        #[arg(long, default_value = "")]
        name: String,
    },
    /// Everybody who may do everything on this server.
    List,
    /// Switch a person's second step off, when the phone and the recovery codes are lost. Be sure who is asking.
    SecondStepOff {
        /// The person's mail address.
        email: String,
    },
}

/// What `madang export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// c3voc's XML.
    ScheduleXml,
    /// c3voc's JSON.
    ScheduleJson,
    /// iCalendar.
    Ics,
    /// Sessions as a table.
    Csv,
    /// Speakers as a table.
    SpeakersCsv,
    /// Spreadsheet.
    Xlsx,
    /// schema.org as JSON-LD.
    JsonLd,
}
