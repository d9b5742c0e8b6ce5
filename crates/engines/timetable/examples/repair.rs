//! Measures repair: `repair INSTANCE SOLUTION [EVENTS]`; people cancel whole days, one after another.

use std::{error::Error, time::Instant};

use madang_timetable::{
    meet::{events::Event, read, verify::verify},
    repair::Live,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [instance, solution, count @ ..] = arguments.as_slice() else {
        return Err("usage: repair INSTANCE SOLUTION [EVENTS]".into());
    };
    let count: u32 = count.first().map_or(Ok(100), |text| text.parse())?;
    let instance = read::instance(&std::fs::read(instance)?)?;
    let published = read::solution(&std::fs::read(solution)?)?;
    let people = u32::try_from(instance.participants.len())?;
    let days = instance.slots.last().map_or(1, |slot| slot.day + 1);
    let mut live = Live::new(instance, &published, &[], 1)?;
    let (mut times, mut sums) = (Vec::new(), [0; 5]);
    let (mut lost, first) = (0, live.value());
    for at in 0..count {
        let participant = at.wrapping_mul(2_654_435_761) % people;
        let begin = Instant::now();
        let changes = live.apply(&Event::CancelDay { participant, day: at % days })?;
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
        let lists = [&changes.replaced, &changes.cancelled, &changes.moved, &changes.dropped, &changes.won];
        lists.iter().zip(&mut sums).for_each(|(list, sum)| *sum += list.len());
        lost += changes.lost;
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("wall ms p50 {:.1} p95 {:.1} max {:.1}", at(50), at(95), at(100));
    println!(
        "replaced, cancelled, moved, dropped, won {sums:?}; lost {lost}, won back {}",
        live.value() - first + lost
    );
    let verdict = verify(live.instance(), &live.solution());
    println!("feasible {} value {} counted {}", verdict.feasible, verdict.objective, live.value());
    Ok(())
}
