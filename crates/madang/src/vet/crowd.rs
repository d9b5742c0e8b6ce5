//! Many artefacts at the same time, their results in order, and a bar that shows how far it is.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Calls `work` for every file, `jobs` at a time, and `done` with each result, in the order of the files.
pub(super) fn each<T: Send>(
    files: &[(PathBuf, String)],
    jobs: usize,
    work: impl Fn(&Path, &str) -> T + Sync,
    mut done: impl FnMut(&str, T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    // Drawn on standard error, and only at a terminal.
    let bar = ProgressBar::new(files.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}") {
        bar.set_style(style);
    }
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, results) = mpsc::channel();
    let outcome = thread::scope(|scope| {
        for _ in 0..jobs.min(files.len()) {
            let (send, next, stop, work, bar) = (send.clone(), &next, &stop, &work, &bar);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((path, name)) = files.get(at) else { break };
                    bar.set_message(madang_vetting::show::safe(name));
                    if send.send((at, work(path, name))).is_err() {
                        break;
                    }
                    bar.inc(1);
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut shown = 0;
        for (at, result) in results {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&shown) {
                let outcome = bar.suspend(|| done(&files[shown].1, result));
                if outcome.is_err() {
                    stop.store(true, Ordering::Relaxed);
                    return outcome;
                }
                shown += 1;
            }
        }
        Ok(())
    });
    bar.finish_and_clear();
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_all() {
        let files: Vec<(PathBuf, String)> = (0..50).map(|at| (PathBuf::new(), at.to_string())).collect();
        let mut seen = Vec::new();
        each(
            &files,
            4,
            |_, name| name.to_owned(),
            |name, result| {
                assert_eq!(name, result);
                seen.push(result);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(seen, (0..50).map(|at| at.to_string()).collect::<Vec<_>>());
        assert!(each(&files, 2, |_, _| (), |_, ()| anyhow::bail!("enough")).is_err());
    }
}
