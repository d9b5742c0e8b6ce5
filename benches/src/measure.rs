use std::{fs, time::Duration};

/// Times of one thing done many times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that `part` (0 to 1) of all are not above; zero when there are none.
    pub(crate) fn at(&self, part: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let place = (last as f64 * part).round() as usize;
        sorted.get(place).copied().unwrap_or_default()
    }

    pub(crate) fn median_ms(&self) -> f64 {
        ms(self.at(0.5))
    }

    /// `p50 / p95 / p99` in milliseconds.
    pub(crate) fn spread(&self) -> String {
        format!("{:.3} / {:.3} / {:.3}", ms(self.at(0.5)), ms(self.at(0.95)), ms(self.at(0.99)))
    }
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The middle one of a few figures; zero when there are none.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// CPU time of a process so far, user and system, in steps of 10 ms.
///
/// *Source*: proc_pid_stat(5), fields 14 and 15; Linux always tells them in hundredths of a second.
pub(crate) fn cpu(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The second field is the program's name in brackets and may hold spaces.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let field =
        |number: usize| rest.split_whitespace().nth(number - 3).and_then(|text| text.parse::<u64>().ok());
    Duration::from_millis(10 * (field(14).unwrap_or(0) + field(15).unwrap_or(0)))
}

/// CPU time of the threads that a process has now, to the nanosecond; for short work.
pub(crate) fn cpu_exact(process: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let nanos = threads.filter_map(|thread| {
        let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// Memory in use by a process, in MB (10^6 bytes).
pub(crate) fn memory_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kib = line.split_whitespace().next().and_then(|text| text.parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1.024 / 1_000.0
}

/// How busy the machine is: its load over the last minute.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}
