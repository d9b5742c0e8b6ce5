//! The way in for fuzzing: any bytes.

use super::{read, solve::solve, verify::verify};
use crate::solve::{Progress, Settings, Watch};

/// Looks after which the search has to end.
const LOOKS: u32 = 3;

struct Impatient(u32);

impl Watch for Impatient {
    fn tell(&mut self, _: &Progress) {}
    fn stop(&mut self) -> bool {
        self.0 += 1;
        self.0 > LOOKS
    }
}

/// Reads bytes as an instance, and solves a small one for a moment.
///
/// # Panics
/// When a promise is broken: a plan that breaks a rule, or breaks that were miscounted.
pub fn fuzz_instance(bytes: &[u8]) {
    let Ok(instance) = read::instance(bytes, "fuzz") else { return };
    if instance.meetings.len() > 200 || instance.people > 100 {
        return;
    }
    let settings = Settings { seed: 1, effort: 1, fair: false };
    if let Ok(outcome) = solve(&instance, &settings, &mut Impatient(0)) {
        let verdict = verify(&instance, &outcome.plan);
        assert!(verdict.feasible, "{:?}", verdict.first_errors);
        assert_eq!(verdict.breaks, outcome.plan.breaks);
    }
}
