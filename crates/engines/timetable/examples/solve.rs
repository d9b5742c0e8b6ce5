//! Solves an instance and tells what came out: `solve INSTANCE SOLUTION [EFFORT [SEED]]`.

use std::error::Error;

use madang_timetable::{
    meet::read,
    solve::{Alone, Settings, Unwatched, solve},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [instance, solution, numbers @ ..] = arguments.as_slice() else {
        return Err("usage: solve INSTANCE SOLUTION [EFFORT [SEED]]".into());
    };
    let number = |at: usize, usual| numbers.get(at).map_or(Ok(usual), |text| text.parse::<u32>());
    let settings = Settings { effort: number(0, 10)?, seed: number(1, 1)?.into() };
    let instance = read::instance(&std::fs::read(instance)?)?;
    let outcome = solve(&instance, &settings, &mut Unwatched, &Alone)?;
    std::fs::write(solution, serde_json::to_vec(&outcome.solution)?)?;
    println!("{} value {} bound {} steps {}", instance.name, outcome.value, outcome.bound, outcome.steps);
    Ok(())
}
