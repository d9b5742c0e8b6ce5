//! The way in for fuzzing: any bytes.

use super::{explain, read, report, solve::solve, verify::verify};
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

/// Reads bytes as an instance, solves a small one for a moment, explains it and draws it.
///
/// # Panics
/// When a promise is broken: a timetable that breaks a rule, or a value that was miscounted.
pub fn fuzz_instance(bytes: &[u8]) {
    let Ok(instance) = read::instance(bytes) else { return };
    let size = instance.slots.len() * instance.rooms.len() * instance.sessions.len();
    if size > 100_000 || instance.favourites.len() > 1_000 || instance.people.len() > 1_000 {
        return;
    }
    let Ok(outcome) = solve(&instance, &Settings { seed: 1, effort: 1, fair: false }, &mut Impatient(0))
    else {
        return;
    };
    let verdict = verify(&instance, &outcome.solution);
    assert!(verdict.feasible, "{:?}", verdict.first_errors);
    assert_eq!(verdict.value, outcome.value);
    assert!(outcome.value <= outcome.bound, "{} above {}", outcome.value, outcome.bound);
    let told = explain::unplaced(&instance, &outcome.solution);
    assert_eq!(told.map(|list| list.len()), Ok(instance.sessions.len() - verdict.placed));
    assert!(report::picture(&instance, &outcome.solution).ends_with("</svg>\n"));
}
