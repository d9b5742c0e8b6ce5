//! A line at the terminal that shows how the solver gets on, and the clock that stops it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use cpu_time::ProcessTime;
use indicatif::{ProgressBar, ProgressStyle};
use madang_timetable::solve::{Phase, Progress, Watch};

/// Shows progress, keeps the time, and hears Ctrl-C.
pub(crate) struct Shown {
    bar: ProgressBar,
    /// CPU seconds of the process at which the search has to be over.
    end: Option<f64>,
    cancelled: Arc<AtomicBool>,
}

impl Shown {
    /// `requests` says how much has to be written after the search.
    pub(crate) fn new(cpu_seconds: Option<f64>, requests: usize) -> Self {
        let bar = ProgressBar::new(1000);
        bar.enable_steady_tick(Duration::from_millis(500));
        let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {elapsed}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        // Tables, the own check and two files come after the search.
        let after = 0.05 + requests as f64 * 7e-6;
        let end = cpu_seconds.map(|seconds| (seconds - after).max(seconds * 0.5));
        Self { bar, end, cancelled: listen() }
    }

    /// Shows a part of the work, 0 to 1, and words of one's own.
    #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1000")]
    pub(crate) fn show(&self, done: f32, message: String) {
        self.bar.set_position((done * 1000.0) as u64);
        self.bar.set_message(message);
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The first Ctrl-C ends the search with the best plan so far; a second one ends the program as usual.
fn listen() -> Arc<AtomicBool> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if flag.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            }
        });
    });
    cancelled
}

impl Watch for Shown {
    fn tell(&mut self, progress: &Progress) {
        let message = match (progress.phase, progress.value, progress.bound) {
            (Phase::Bound, ..) => "looking for prices".to_owned(),
            (Phase::Search, Some(value), Some(bound)) => {
                let gap = progress.gap().unwrap_or(0.0) * 100.0;
                format!("value {value}  bound {bound}  gap {gap:.3} %")
            }
            (Phase::Search, ..) => String::new(),
        };
        self.show(progress.done, message);
    }

    fn stop(&mut self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || self.used().is_some_and(|used| used >= 1.0)
    }

    #[expect(clippy::cast_possible_truncation, reason = "a part of a time needs few digits")]
    fn used(&mut self) -> Option<f32> {
        self.end.map(|end| (ProcessTime::now().as_duration().as_secs_f64() / end) as f32)
    }
}
