//! Measures the solver: `meetings INSTANCE CPU_SECONDS [SEED] [SOLUTION [CERTIFICATE]]`; one line with what was reached.

use std::error::Error;

use cpu_time::ProcessTime;
use madang_timetable::{
    certify,
    meet::{read, verify::verify},
    solve::{Alone, Phase, Progress, Settings, Watch, solve},
};

/// CPU time of the process, which may run out.
struct Clock {
    limit: f64,
    bound: f64,
}

impl Clock {
    fn now() -> f64 {
        ProcessTime::now().as_duration().as_secs_f64()
    }
}

impl Watch for Clock {
    fn tell(&mut self, progress: &Progress) {
        if progress.phase == Phase::Bound {
            self.bound = Self::now();
        }
    }

    fn stop(&mut self) -> bool {
        Self::now() >= self.limit
    }

    #[expect(clippy::cast_possible_truncation, reason = "a part of a time needs few digits")]
    fn used(&mut self) -> Option<f32> {
        Some((Self::now() / self.limit) as f32)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, limit, more @ ..] = arguments.as_slice() else {
        return Err("usage: meetings INSTANCE CPU_SECONDS [SEED] [SOLUTION [CERTIFICATE]]".into());
    };
    let instance = read::instance(&std::fs::read(path)?)?;
    let settings = Settings { seed: more.first().map_or(Ok(1), |text| text.parse())?, ..Settings::default() };
    let mut clock = Clock { limit: limit.parse()?, bound: 0.0 };
    let outcome = solve(&instance, &settings, &mut clock, &Alone)?;
    let used = Clock::now();
    let verdict = verify(&instance, &outcome.solution);
    let proved = certify::bound(&instance, &outcome.certificate)?;
    println!(
        "{} seed {} value {} bound {} gap {:.4} % steps {:.2} M cpu {used:.2} s (bound {:.2} s) feasible {} counted {} certified {proved} searched {}",
        instance.name,
        settings.seed,
        outcome.value,
        outcome.bound,
        100.0 * (outcome.bound - outcome.value) as f64 / outcome.bound as f64,
        outcome.steps as f64 / 1e6,
        clock.bound,
        verdict.feasible,
        verdict.objective,
        outcome.searched,
    );
    if let Some(path) = more.get(1) {
        std::fs::write(path, serde_json::to_vec(&outcome.solution)?)?;
    }
    if let Some(path) = more.get(2) {
        std::fs::write(path, serde_json::to_vec(&outcome.certificate)?)?;
    }
    Ok(())
}
