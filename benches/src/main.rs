//! Measures the program against its bars: ratios, distributions and CPU time, each beside its bar.
//!
//! `scripts/bench` builds everything, starts what is needed, and calls this. Nothing here fails because something is
//! slow: the machine may be busy. What it prints is for reading, and `docs/operator/performance.md` keeps a copy.

mod bare;
mod desk;
mod ground;
mod http;
mod measure;
mod report;
mod server;
mod store;
mod work;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    /// The program under test, built for release.
    #[arg(long, global = true, default_value = "target/release/madang")]
    madang: PathBuf,
    /// An empty folder on a real disk.
    #[arg(long, global = true, default_value = "target/bench-data")]
    data: PathBuf,
    /// A PostgreSQL server with fsync on.
    #[arg(long, global = true)]
    postgres: Option<String>,
    /// Real programmes of others, if there are any here.
    #[arg(long, global = true, default_value = "../shared")]
    shared: PathBuf,
    #[command(subcommand)]
    part: Part,
}

#[derive(Clone, Copy, Subcommand)]
enum Part {
    /// Units of work on both engines.
    Store,
    /// The released server under wrk, beside a bare handler; cold pages; search; start and memory.
    Http,
    /// The organiser's long lists on both engines, and the timetable while many sign in.
    Desk,
    /// Release and import on both engines.
    Work,
    /// Serves the files that the manifest in the data folder lists, and does nothing else.
    Bare {
        /// Where to listen.
        listen: SocketAddr,
    },
}

/// Where everything is.
pub(crate) struct Place {
    pub(crate) madang: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) postgres: Option<String>,
    pub(crate) shared: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let place = Place { madang: cli.madang, data: cli.data, postgres: cli.postgres, shared: cli.shared };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match cli.part {
        Part::Store => runtime.block_on(store::run(&place)),
        Part::Http => http::run(&place),
        Part::Desk => desk::run(&place, &runtime),
        Part::Work => work::run(&place, &runtime),
        Part::Bare { listen } => runtime.block_on(bare::run(&place.data, listen)),
    }
}
