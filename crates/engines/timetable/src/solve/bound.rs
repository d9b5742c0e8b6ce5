//! An upper bound for every plan, with the prices that prove it.
//!
//! Every scarce thing gets a price; given prices, each request on its own takes its best place or none, each person
//! on their own picks the slots to be busy in (idle slots between cost what they cost), and the sum of all bests is
//! above every plan. The prices that make the sum small are looked for with a smoothed descent: the best place is a
//! soft choice whose temperature falls, steps are those of Adam. *Source*: Lagrangian relaxation as in Geoffrion 1974;
//! smoothing as in Nesterov 2005; Kingma and Ba 2015 for the steps.

use std::collections::BTreeMap;

use super::{
    crew::Crew,
    presence::Presence,
    prices::{AREAS_MAX, Prices},
};
use crate::meet::{mask::Mask, problem::Problem};

/// Parts in which requests are looked at; always as many, so that sums do not depend on who does the work.
const PARTS: usize = 4;

/// The descent and where it stands.
pub(crate) struct Descent<'p, M> {
    problem: &'p Problem<M>,
    pub(crate) prices: Prices,
    /// What requests take, counted by some of them apart from the others.
    tallies: Vec<Tally<M>>,
    time: Adam,
    limit: Adam,
    room: Adam,
    meeting: Adam,
    /// Distinct (pattern, duration), and which one a request has.
    shapes: Vec<(u16, u8)>,
    shape: Vec<u16>,
    /// `[(shape * areas + area) * slots + slot]`.
    shape_value: Vec<f32>,
    /// Areas in which a shape has places.
    shape_areas: Vec<Vec<usize>>,
    /// Where a request is held; those that are not held choose.
    pub(crate) held: Vec<Option<u16>>,
    /// Slots among which a request may choose.
    pub(crate) starts: Vec<M>,
    /// Requests that must choose one.
    pub(crate) owed: Vec<bool>,
    presence: Presence,
    busy: Vec<f32>,
    iteration: i32,
}

/// What a part of the requests takes.
#[derive(Clone, Default)]
struct Tally<M> {
    time: Vec<f32>,
    shape: Vec<f32>,
    meeting: Vec<f32>,
    /// Starts of each request of the part that are near its best; the others are not looked at every time.
    near: Vec<M>,
    /// Profits of one request.
    profits: Vec<f32>,
}

/// Steps from one look at all places to the next; in between only those are looked at that were near the best.
const LOOK: i32 = 8;
/// How far below the best a place may be to count as near, in steps.
const NEAR: f32 = 30.0;

impl<M> Tally<M> {
    fn clear(&mut self) {
        self.time.fill(0.0);
        self.shape.fill(0.0);
        self.meeting.fill(0.0);
    }

    fn add(&mut self, other: &Self) {
        let add =
            |sum: &mut [f32], more: &[f32]| sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        add(&mut self.time, &other.time);
        add(&mut self.shape, &other.shape);
        add(&mut self.meeting, &other.meeting);
    }
}

/// First and second moments of a row of slopes.
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
}

/// How far a step goes.
#[derive(Clone, Copy)]
struct Stride {
    rate: f32,
    mean_scale: f32,
    square_scale: f32,
}

impl Adam {
    fn new(length: usize) -> Self {
        Self { mean: vec![0.0; length], square: vec![0.0; length] }
    }

    #[inline]
    fn step(&mut self, at: usize, slope: f32, stride: Stride) -> f32 {
        let mean = 0.9 * self.mean[at] + 0.1 * slope;
        let square = 0.99 * self.square[at] + 0.01 * slope * slope;
        self.mean[at] = mean;
        self.square[at] = square;
        stride.rate * mean * stride.mean_scale / ((square * stride.square_scale).sqrt() + 1e-6)
    }
}

impl<'p, M: Mask> Descent<'p, M> {
    pub(crate) fn new(problem: &'p Problem<M>) -> Self {
        let prices = Prices::zero(problem);
        let (mut shapes, mut shape) = (Vec::new(), Vec::with_capacity(problem.requests()));
        let mut known = BTreeMap::new();
        for request in 0..problem.requests() {
            let own = (problem.pattern[request], problem.dur[request]);
            let at = *known.entry(own).or_insert_with(|| {
                shapes.push(own);
                shapes.len() - 1
            });
            shape.push(at as u16);
        }
        let cells = shapes.len() * prices.areas * problem.slots;
        let shape_areas = shapes.iter().map(|&(pattern, _)| {
            let places = problem.patterns[usize::from(pattern)].iter();
            let mut areas: Vec<usize> = places.map(|&(class, _)| prices.area(problem, class)).collect();
            areas.sort_unstable();
            areas.dedup();
            areas
        });
        Self {
            shape_areas: shape_areas.collect(),
            tallies: vec![
                Tally {
                    time: vec![0.0; prices.time.len()],
                    shape: vec![0.0; cells],
                    meeting: vec![0.0; problem.people()],
                    near: vec![M::EMPTY; problem.requests() / PARTS + 1],
                    profits: vec![0.0; prices.areas * problem.slots],
                };
                PARTS
            ],
            time: Adam::new(prices.time.len()),
            limit: Adam::new(prices.limit.len()),
            room: Adam::new(prices.room.len()),
            meeting: Adam::new(prices.meeting.len()),
            shape_value: vec![0.0; cells],
            shapes,
            shape,
            held: problem.fixed.clone(),
            starts: problem.starts.clone(),
            owed: vec![false; problem.requests()],
            presence: Presence::new(problem, &prices),
            busy: vec![0.0; prices.areas * problem.slots],
            prices,
            problem,
            iteration: 0,
        }
    }

    /// One step at a temperature; `rate` is the length of the step.
    pub(crate) fn step(&mut self, temperature: f32, rate: f32, crew: &dyn Crew) {
        self.iteration += 1;
        let stride = Stride {
            rate,
            mean_scale: 1.0 / (1.0 - 0.9_f32.powi(self.iteration)),
            square_scale: 1.0 / (1.0 - 0.99_f32.powi(self.iteration)),
        };
        self.prices.sum_up(self.problem);
        self.value_shapes(temperature);
        let mut tallies = std::mem::take(&mut self.tallies);
        let (count, own) = (self.problem.requests(), &*self);
        let jobs = tallies.iter_mut().enumerate().map(|(part, tally)| -> Box<dyn FnOnce() + Send + '_> {
            Box::new(move || {
                tally.clear();
                let first = part * count / PARTS;
                for request in first..(part + 1) * count / PARTS {
                    own.choose(request, request - first, (temperature, rate), tally);
                }
            })
        });
        crew.run(jobs.collect());
        if let Some((first, others)) = tallies.split_first_mut() {
            others.iter().for_each(|other| first.add(other));
        }
        self.tallies = tallies;
        self.move_rooms(temperature, stride);
        self.move_people(temperature, stride);
    }

    fn value_shapes(&mut self, temperature: f32) {
        let problem = self.problem;
        for (at, &(pattern, dur)) in self.shapes.iter().enumerate() {
            for &area in &self.shape_areas[at] {
                for slot in 0..problem.slots {
                    let value =
                        soft_best(problem, &self.prices, (pattern, dur, area), slot, temperature, |_, _| {});
                    self.shape_value[(at * self.prices.areas + area) * problem.slots + slot] = value;
                }
            }
        }
    }

    /// Lets a request, the `at`th of its part, choose softly among its places.
    #[inline]
    fn choose(&self, request: usize, at: usize, (temperature, rate): (f32, f32), tally: &mut Tally<M>) {
        let problem = self.problem;
        let members = problem.members(request);
        if let Some(code) = self.held[request] {
            let (slot, class) = problem.slot_class(code);
            self.take(request, slot, self.prices.area(problem, class as u16), 1.0, tally);
            members.iter().for_each(|&id| tally.meeting[id as usize] += 1.0);
            return;
        }
        let is_full = self.iteration % LOOK == 1;
        let starts = if is_full { self.starts[request] } else { self.starts[request] & tally.near[at] };
        if starts.is_empty() {
            tally.near[at] = M::EMPTY;
            return;
        }
        let mut profits = std::mem::take(&mut tally.profits);
        let best = self.profits(request, starts, &mut profits);
        let near = best - 7.0 * temperature;
        let scale = 1.0 / temperature;
        let mut sum = if self.owed[request] { 0.0 } else { exp(-best * scale) };
        let areas = &self.shape_areas[usize::from(self.shape[request])];
        if is_full {
            tally.near[at] = self.near(starts, areas, &profits, near - NEAR * rate);
        }
        let mut chosen = [M::EMPTY; AREAS_MAX];
        for &area in areas {
            let row = &mut profits[area * problem.slots..(area + 1) * problem.slots];
            for slot in starts.slots() {
                if row[slot] > near {
                    row[slot] = exp((row[slot] - best) * scale);
                    sum += row[slot];
                    chosen[area] |= M::of(slot);
                }
            }
        }
        let share = 1.0 / sum;
        let mut total = 0.0;
        for &area in areas {
            for slot in chosen[area].slots() {
                let part = profits[area * problem.slots + slot] * share;
                total += part;
                self.take(request, slot, area, part, tally);
            }
        }
        if total > 0.0 {
            members.iter().for_each(|&id| tally.meeting[id as usize] += total);
        }
        tally.profits = profits;
    }

    /// Starts with a profit of at least this in some area.
    fn near(&self, starts: M, areas: &[usize], profits: &[f32], least: f32) -> M {
        let near = |slot: &usize| areas.iter().any(|area| profits[area * self.problem.slots + slot] > least);
        M::collect(starts.slots().filter(near))
    }

    /// What each start of a request is worth after prices, `[area * slots + slot]`; returns the best, or 0.
    #[inline]
    fn profits(&self, request: usize, starts: M, profits: &mut [f32]) -> f32 {
        let problem = self.problem;
        let (slots, areas) = (problem.slots, self.prices.areas);
        let members = problem.members(request);
        let dur = usize::from(problem.dur[request]);
        let shape = usize::from(self.shape[request]);
        let worth: f32 = members.iter().map(|&id| self.prices.meeting[id as usize]).sum();
        let worth = worth + problem.value[request] as f32;
        let mut best = if self.owed[request] { f32::MIN } else { 0.0 };
        for &area in &self.shape_areas[shape] {
            let values = &self.shape_value[(shape * areas + area) * slots..][..slots];
            for slot in starts.slots() {
                let mut profit = worth + values[slot];
                for &id in members {
                    let base = (id as usize * areas + area) * slots + slot;
                    profit -= self.prices.presence[base];
                    for later in 1..dur {
                        profit -= self.prices.presence[base + later];
                    }
                }
                profits[area * slots + slot] = profit;
                best = best.max(profit);
            }
        }
        best
    }

    /// How a request chooses: tells the share of each slot, and returns the share of not meeting at all.
    pub(crate) fn shares(&self, request: usize, temperature: f32, tell: &mut dyn FnMut(usize, f32)) -> f32 {
        let starts = self.starts[request];
        if starts.is_empty() {
            return 1.0;
        }
        let mut profits = vec![0.0_f32; self.prices.areas * self.problem.slots];
        let best = self.profits(request, starts, &mut profits);
        let areas = &self.shape_areas[usize::from(self.shape[request])];
        let part = |slot: usize| -> f32 {
            let each = areas.iter().map(|area| profits[area * self.problem.slots + slot]);
            each.map(|profit| exp((profit - best) / temperature)).sum()
        };
        let none = if self.owed[request] { 0.0 } else { exp(-best / temperature) };
        let sum = starts.slots().fold(none, |sum, slot| sum + part(slot));
        starts.slots().for_each(|slot| tell(slot, part(slot) / sum));
        none / sum
    }

    /// Works out what [`shares`](Self::shares) needs.
    pub(crate) fn prepare(&mut self, temperature: f32) {
        self.prices.sum_up(self.problem);
        self.value_shapes(temperature);
    }

    /// Goes on with prices by area for everybody who might have to walk too far.
    pub(crate) fn split_everybody(&mut self) {
        self.prices.split_everybody(self.problem);
        self.presence = Presence::new(self.problem, &self.prices);
    }

    /// Begins anew from other prices.
    pub(crate) fn restart(&mut self, prices: &Prices) {
        self.prices.clone_from(prices);
        for adam in [&mut self.time, &mut self.limit, &mut self.room, &mut self.meeting] {
            adam.mean.fill(0.0);
            adam.square.fill(0.0);
        }
        self.iteration = 0;
    }

    #[inline]
    fn take(&self, request: usize, slot: usize, area: usize, part: f32, tally: &mut Tally<M>) {
        let problem = self.problem;
        let areas = self.prices.areas;
        tally.shape[(usize::from(self.shape[request]) * areas + area) * problem.slots + slot] += part;
        for &id in problem.members(request) {
            let base = (id as usize * areas + area) * problem.slots + slot;
            tally.time[base] += part;
            for later in 1..usize::from(problem.dur[request]) {
                tally.time[base + later] += part;
            }
        }
    }

    fn move_rooms(&mut self, temperature: f32, stride: Stride) {
        let problem = self.problem;
        let slots = problem.slots;
        let mut used = vec![0.0_f32; self.prices.room.len()];
        for (at, &(pattern, dur)) in self.shapes.iter().enumerate() {
            for &area in &self.shape_areas[at] {
                for slot in 0..slots {
                    let taken = self.tallies[0].shape[(at * self.prices.areas + area) * slots + slot];
                    if taken > 0.0 {
                        let kind = (pattern, dur, area);
                        soft_best(problem, &self.prices, kind, slot, temperature, |class, part| {
                            for t in slot..slot + usize::from(dur) {
                                used[class * slots + t] += part * taken;
                            }
                        });
                    }
                }
            }
        }
        for (class, kind) in problem.classes.iter().enumerate() {
            if kind.rooms == u32::MAX {
                continue;
            }
            for slot in 0..slots {
                let at = class * slots + slot;
                // Slopes of tables are sums over everybody; Adam does not care for their size.
                let step = self.room.step(at, kind.rooms as f32 - used[at], stride);
                self.prices.room[at] = (self.prices.room[at] - step).max(0.0);
            }
        }
    }

    fn move_people(&mut self, temperature: f32, stride: Stride) {
        let problem = self.problem;
        let (slots, areas) = (problem.slots, self.prices.areas);
        let mut sums = vec![0.0_f32; slots + 1];
        let mut tally = std::mem::take(&mut self.tallies[0]);
        let mut busy = std::mem::take(&mut self.busy);
        for (person, &met) in tally.meeting.iter().enumerate() {
            let profile = problem.profile[person] as usize;
            let rules = &problem.rules[profile];
            let base = person * areas * slots;
            let used = &mut tally.time[base..base + areas * slots];
            for slot in 0..slots {
                let all: f32 = (0..areas).map(|area| used[area * slots + slot]).sum();
                sums[slot + 1] = sums[slot] + all;
            }
            if !self.prices.is_split[person] {
                for slot in 0..slots {
                    used[slot] = sums[slot + 1] - sums[slot];
                }
            }
            self.move_time(person, used, &mut busy, temperature, stride);
            let from = self.limit_start(person);
            for (index, ranges) in rules.ranges.iter().enumerate() {
                let used: f32 =
                    ranges.iter().map(|&(begin, end)| sums[end as usize] - sums[begin as usize]).sum();
                if self.presence.keeps(problem, person, index) {
                    continue;
                }
                let slope = rules.all[index].1 as f32 - used;
                let price = &mut self.prices.limit[from + index];
                // A limit far from being reached, that costs nothing, stays as it is.
                if *price > 0.0 || slope < 0.0 {
                    *price = (*price - self.limit.step(from + index, slope, stride)).max(0.0);
                }
            }
            let worths = &problem.bonus[profile * problem.bonus_stride..(profile + 1) * problem.bonus_stride];
            let price = self.prices.meeting[person];
            let wanted = worths.iter().take_while(|worth| **worth > 0);
            let wanted: f32 =
                wanted.map(|&worth| 1.0 / (1.0 + exp((price - worth as f32) / temperature))).sum();
            let step = self.meeting.step(person, met - wanted, stride);
            self.prices.meeting[person] = (price - step).clamp(0.0, worths[0] as f32);
        }
        self.tallies[0] = tally;
        self.busy = busy;
    }

    /// Moves the prices of one person's time, apart by area where the person has to walk.
    fn move_time(&mut self, person: usize, used: &[f32], busy: &mut [f32], temperature: f32, stride: Stride) {
        let problem = self.problem;
        let slots = problem.slots;
        let base = person * self.prices.areas * slots;
        let gap = problem.rules[problem.profile[person] as usize].gap_cost;
        let is_split = self.prices.is_split[person];
        let areas = if is_split { self.prices.areas } else { 1 };
        let chooses = gap > 0 || is_split;
        if chooses {
            let row = &self.prices.time[base..base + areas * slots];
            self.presence.weigh(problem, person, row, temperature, busy);
        }
        let cap = f32::from(problem.cap[person]);
        let least = -(gap as f32);
        for area in 0..areas {
            for slot in 0..slots {
                if !problem.avail[person].has(slot) {
                    continue;
                }
                let at = area * slots + slot;
                let room = if chooses { busy[at] } else { cap };
                let step = self.time.step(base + at, room - used[at], stride);
                let price = self.prices.time[base + at] - step;
                self.prices.time[base + at] = price.max(least);
            }
        }
        for area in areas..self.prices.areas {
            self.prices.time.copy_within(base..base + slots, base + area * slots);
        }
    }

    fn limit_start(&self, person: usize) -> usize {
        self.prices.limit_start[person] as usize
    }
}

/// What the best class of a pattern in an area costs, softly; tells the share of each class.
fn soft_best<M: Mask>(
    problem: &Problem<M>,
    prices: &Prices,
    (pattern, dur, area): (u16, u8, usize),
    slot: usize,
    temperature: f32,
    mut tell: impl FnMut(usize, f32),
) -> f32 {
    let dur = usize::from(dur);
    let value = |class: usize, cost: i32| {
        let open = problem.span(problem.classes[class].open, dur).has(slot);
        let base = class * problem.slots + slot;
        open.then(|| -(cost as f32) - prices.room[base..base + dur].iter().sum::<f32>())
    };
    let places = &problem.patterns[usize::from(pattern)];
    let values = || {
        let here = places.iter().filter(|(class, _)| prices.area(problem, *class) == area);
        here.filter_map(|&(class, cost)| Some((usize::from(class), value(usize::from(class), cost)?)))
    };
    let best = values().fold(f32::MIN, |best, (_, value)| best.max(value));
    if best == f32::MIN {
        return -1e9;
    }
    let sum: f32 = values().map(|(_, value)| exp((value - best) / temperature)).sum();
    values().for_each(|(class, value)| tell(class, exp((value - best) / temperature) / sum));
    best + temperature * sum.ln()
}

/// The exponential function, to five digits, for numbers up to 80.
///
/// *Source*: Schraudolph 1999 with a polynomial for the fraction; the same bits on every machine.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let scaled = x.min(80.0) * std::f32::consts::LOG2_E;
    // Rounded down: a function for that is not there on every machine.
    let whole = ((scaled + 1024.0) as i32 - 1024) as f32;
    let part = scaled - whole;
    let fraction = 1.0
        + part
            * (std::f32::consts::LN_2
                + part * (0.240_226_5 + part * (0.055_504_1 + part * (0.009_618 + part * 0.001_333))));
    f32::from_bits((((whole as i32) + 127) << 23) as u32) * fraction
}
