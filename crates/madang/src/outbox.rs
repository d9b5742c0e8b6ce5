//! `madang jobs` and `madang mail`: what the administrator sees at the command line.

use crate::ground::Ground;

/// How many entries are listed; the newest.
const ENTRIES_MAX: u32 = 100;

/// `madang jobs`.
pub(crate) fn list_jobs(ground: &Ground) -> anyhow::Result<()> {
    let jobs = ground
        .store
        .read_blocking(|tx| madang_jobs::list(tx, &madang_jobs::Filter::default(), ENTRIES_MAX))?;
    for job in &jobs {
        let error = job.last_error.as_deref().unwrap_or_default();
        println!(
            "{}  {:10} {:20} {} attempts  {error}",
            job.created_at,
            job.state.as_str(),
            job.kind,
            job.attempts
        );
    }
    println!("{} jobs", jobs.len());
    Ok(())
}

/// `madang mail`.
pub(crate) fn list_mail(ground: &Ground) -> anyhow::Result<()> {
    let filter = madang_mail::Filter::default();
    let messages = ground.store.read_blocking(move |tx| madang_mail::list(tx, &filter, ENTRIES_MAX))?;
    for message in &messages {
        let error = message.last_error.as_deref().unwrap_or_default();
        println!(
            "{}  {:9} {}  {}  {error}",
            message.created_at,
            message.state.as_str(),
            message.to,
            message.subject
        );
    }
    println!("{} messages", messages.len());
    Ok(())
}
