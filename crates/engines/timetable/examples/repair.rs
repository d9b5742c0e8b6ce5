//! Measures repair: `repair INSTANCE SOLUTION [EVENTS [SEED]]`; prints a row for random people who cancel a day one after
//! another, and one for events of all kinds; then the memory that was needed.

use std::{collections::BTreeMap, error::Error};

use cpu_time::ProcessTime;
use madang_timetable::{
    meet::{
        events::Event,
        model::{Instance, Solution},
        read,
        verify::verify,
    },
    repair::Live,
};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % end.max(1) as u64).unwrap_or(0)
    }
}

/// What an event is called in the figures.
fn kind(event: &Event) -> &'static str {
    match event {
        Event::CancelDay { .. } => "cancel a day",
        Event::CancelSlots { .. } => "cancel a slot",
        Event::CancelAll { .. } => "cancel wholly",
        Event::LateArrival { .. } => "late arrival",
        Event::CloseTable { .. } => "close a table",
        Event::NewRequest { .. } => "new request",
        Event::Overrun { .. } => "overrun",
    }
}

/// What happens next.
fn event(dice: &mut Dice, live: &Live, days: u32, is_mixed: bool) -> Event {
    let instance = live.instance();
    let participant = dice.below(instance.participants.len());
    let slot = |dice: &mut Dice| dice.below(instance.slots.len());
    match if is_mixed { dice.below(7) } else { 0 } {
        0 => Event::CancelDay { participant, day: dice.below(days as usize) },
        1 => Event::CancelSlots { participant, slots: vec![slot(dice)] },
        2 => Event::CancelAll { participant },
        3 => Event::LateArrival { participant, slot: slot(dice) },
        4 => Event::CloseTable { table: instance.tables[dice.below(instance.tables.len()) as usize].id },
        5 => {
            let mut request = instance.requests[dice.below(instance.requests.len()) as usize].clone();
            request.id = u32::try_from(instance.requests.len()).unwrap_or(u32::MAX);
            Event::NewRequest { request }
        }
        _ => Event::Overrun { r: dice.below(instance.requests.len()), slots: 1 },
    }
}

fn row(
    name: &str,
    instance: &Instance,
    published: &Solution,
    count: u32,
    seed: u64,
) -> Result<(), Box<dyn Error>> {
    let begin = ProcessTime::now();
    let mut live = Live::new(instance.clone(), published, &[], seed)?;
    let taken_up = begin.elapsed().as_secs_f64();
    let days = instance.slots.last().map_or(1, |slot| slot.day + 1);
    let mut dice = Dice(seed);
    let (mut times, mut sums, mut refused) = (Vec::new(), [0; 5], 0);
    let mut by_kind = BTreeMap::<&str, Vec<f64>>::new();
    let (mut lost, first) = (0, live.value());
    for _ in 0..count {
        let event = event(&mut dice, &live, days, name != "cancel a day");
        let begin = ProcessTime::now();
        let Ok(changes) = live.apply(&event) else {
            refused += 1;
            continue;
        };
        let time = begin.elapsed().as_secs_f64() * 1000.0;
        times.push(time);
        by_kind.entry(kind(&event)).or_default().push(time);
        let lists = [&changes.replaced, &changes.cancelled, &changes.moved, &changes.dropped, &changes.won];
        lists.iter().zip(&mut sums).for_each(|(list, sum)| *sum += list.len());
        lost += changes.lost;
    }
    times.sort_by(f64::total_cmp);
    let at =
        |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0.0);
    let [replaced, cancelled, moved, dropped, won] = sums;
    let verdict = verify(live.instance(), &live.solution());
    println!(
        "| {} | {name} | {} | {:.1} | {:.1} | {:.1} | {cancelled} | {replaced} | {moved} ({:.2} an event) | {dropped} | {won} | {} of {lost} | {} |",
        instance.name,
        times.len(),
        at(50),
        at(95),
        at(100),
        moved as f64 / times.len().max(1) as f64,
        live.value() - first + lost,
        if verdict.feasible && verdict.objective == live.value() { "yes" } else { "NO" },
    );
    for (kind, mut times) in by_kind {
        times.sort_by(f64::total_cmp);
        let (number, most) = (times.len(), times[times.len() - 1]);
        eprintln!("{kind}: {number}, median {:.1} ms, most {most:.1} ms", times[number / 2]);
    }
    eprintln!("taken up in {taken_up:.2} CPU-s, {refused} events made no sense");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, solution, more @ ..] = arguments.as_slice() else {
        return Err("usage: repair INSTANCE SOLUTION [EVENTS [SEED]]".into());
    };
    let count: u32 = more.first().map_or(Ok(100), |text| text.parse())?;
    let seed: u64 = more.get(1).map_or(Ok(1), |text| text.parse())?;
    let begin = ProcessTime::now();
    let instance = read::instance(&std::fs::read(path)?)?;
    eprintln!("read in {:.3} CPU-s", begin.elapsed().as_secs_f64());
    let published = read::solution(&std::fs::read(solution)?)?;
    println!(
        "| instance | events | number | p50 CPU-ms | p95 | max | cancelled | replaced | others moved | dropped | won | value won back | keeps every rule |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for name in ["cancel a day", "of all kinds"] {
        row(name, &instance, &published, count, seed)?;
    }
    // Linux tells the most memory that was needed.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| eprintln!("{line}"));
    }
    Ok(())
}
