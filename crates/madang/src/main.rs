//! Madang hosts an international conference from one binary.
//!
//! This crate joins the capabilities: it reads the command line and the configuration, opens the database, and serves
//! or does what the organiser asks for. What a conference is, the crates under `capabilities` know.

mod admin;
mod api;
mod audit;
mod backup;
mod command;
mod config;
mod demo;
mod desk;
mod ground;
mod meetings;
mod outbox;
mod programme;
mod screen;
mod serve;
mod sessions;
mod speaking;
#[cfg(test)]
mod tests;
mod vet;

use std::{io::IsTerminal as _, process::ExitCode};

use clap::Parser;

use crate::{
    command::{AdminAction, AuditAction, Cli, Command, ConferenceAction, ConfigAction},
    config::{Config, LogConfig, LogFormat},
    ground::Ground,
};

fn main() -> ExitCode {
    // A worker closes its jail before anything else happens in it.
    let mut arguments = std::env::args().skip(1);
    if arguments.next().is_some_and(|first| first == madang_vetting::worker::COMMAND) {
        return ExitCode::from(madang_vetting::worker::run(&arguments.collect::<Vec<_>>()));
    }
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("madang: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Meetings { action } => Ok(meetings::run(action)),
        Command::Sessions { action } => Ok(sessions::run(action)),
        Command::Screen { action } => screen::run(action),
        Command::Vet(args) => vet::run(&args),
        Command::Verify(args) => vet::verify(&args),
        Command::Certificate { action } => vet::certificate(action),
        command => run_with_ground(Cli { command, ..cli }).map(|()| ExitCode::SUCCESS),
    }
}

fn run_with_ground(cli: Cli) -> anyhow::Result<()> {
    let is_demo = matches!(cli.command, Command::Demo { .. });
    let config = Config::read(&cli.place, if is_demo { "madang-data/demo" } else { "madang-data" })?;
    start_log(&config.log, is_demo);
    if let Command::Config { action: ConfigAction::Check } = cli.command {
        return check(&config);
    }
    let ground = Ground::open(config)?;
    match cli.command {
        Command::Serve => runtime()?.block_on(serve::run(ground, |ground| {
            tracing::info!(address = %ground.config.listen, base_url = ground.config.base_url.origin(), "serving");
        })),
        Command::Demo { import } => {
            let slug = demo::prepare(&ground, &import)?;
            runtime()?.block_on(demo::run(ground, slug))
        }
        Command::Import { files, conference, dry_run, json, zone } => {
            programme::run_import(&ground, &files, conference, dry_run, json, zone)
        }
        Command::Release { conference, note, quiet } => programme::run_release(&ground, conference, note, quiet),
        Command::Conflicts { conference, json } => programme::run_conflicts(&ground, conference, json),
        Command::Export { conference, format, output, draft } => {
            programme::run_export(&ground, &conference, format, output.as_deref(), draft)
        }
        Command::Conference { action: ConferenceAction::Apply { conference, sheet } } => {
            programme::run_apply(&ground, conference, &sheet)
        }
        Command::Conference { action: ConferenceAction::List } => programme::run_list(&ground),
        Command::Backup { file } => backup::backup(&ground, &file),
        Command::Restore { file, force } => backup::restore(&ground, &file, force),
        Command::Admin { action: AdminAction::SignIn } => admin::sign_in_link(&ground),
        Command::Admin { action: AdminAction::Create { email, name } } => admin::create(&ground, &email, name),
        Command::Admin { action: AdminAction::List } => admin::list(&ground),
        Command::Admin { action: AdminAction::SecondStepOff { email } } => admin::second_step_off(&ground, &email),
        Command::Audit { action: AuditAction::Verify { seal } } => audit::verify(&ground, seal.as_deref()),
        Command::Audit { action: AuditAction::List } => audit::list(&ground),
        Command::Jobs => outbox::list_jobs(&ground),
        Command::Mail => outbox::list_mail(&ground),
        Command::Config { .. }
        | Command::Meetings { .. }
        | Command::Sessions { .. }
        | Command::Screen { .. }
        | Command::Vet(_)
        | Command::Verify(_)
        | Command::Certificate { .. } => {
            unreachable!("what needs no database was done before it was opened")
        }
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

fn start_log(log: &LogConfig, is_demo: bool) {
    // A visitor of the demo wants its address, not a line for each request.
    let usual = if is_demo { "warn" } else { log.level.as_str() };
    let filter = tracing_subscriber::EnvFilter::try_from_env("MADANG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Colours are for people at a terminal; in a journal they are noise.
    let builder = builder.with_ansi(std::io::stderr().is_terminal());
    match log.format {
        LogFormat::Text => builder.compact().init(),
        LogFormat::Json => builder.json().init(),
    }
}

fn check(config: &Config) -> anyhow::Result<()> {
    // The pool of connections to a mail server starts a task of its own, which needs a runtime to stand in.
    let runtime = runtime()?;
    let inside = runtime.enter();
    config.transport()?;
    drop(inside);
    let file = config.file.as_ref().map_or("none".to_owned(), |file| file.display().to_string());
    println!("configuration file  {file}");
    println!("data folder         {}", config.data.display());
    let database = match &config.database {
        madang_store::Database::Sqlite(path) => format!("SQLite, {}", path.display()),
        // It holds a password.
        madang_store::Database::Postgres(_) => "PostgreSQL".to_owned(),
    };
    println!("database            {database}");
    println!("listens on          {}", config.listen);
    println!("public address      {}", config.base_url.origin());
    println!(
        "mail                {}",
        config.smtp.as_ref().map_or("into the data folder".to_owned(), |smtp| format!("{smtp:?}"))
    );
    println!("The configuration is right.");
    Ok(())
}
