//! What every choice of a plan loses against the bound at given prices, in whole parts of a point.
//!
//! At prices, the bound is a sum of bests: of each request, of each day of a person, of each thing that is sold out. A
//! plan is worth the bound less the sum of what each of its choices is worth less than the best. A plan that shall be worth
//! at least `target` has a budget of losses, and what costs more than that alone is not looked at.

use super::{
    super::{PARTS, prices::Prices},
    days,
};
use crate::meet::{mask::Mask, problem::Problem};

/// A way to hold a meeting.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) slot: usize,
    pub(super) area: usize,
    /// The pool of tables in each slot that it takes.
    pub(super) pools: Vec<usize>,
    /// What it loses against the request's best.
    pub(super) loss: i64,
}

/// Tables that requests cannot tell apart in a slot.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) rooms: usize,
    /// What each table left free loses.
    pub(super) price: i64,
}

/// What a request may do.
#[derive(Clone, Debug, Default)]
pub(super) struct Wish {
    pub(super) choices: Vec<Choice>,
    /// What having no meeting loses; none when every better plan has one.
    pub(super) none: Option<i64>,
}

/// A limit of a person that no choice of days keeps by itself.
#[derive(Clone, Debug)]
pub(super) struct Bar<M> {
    pub(super) person: usize,
    pub(super) slots: M,
    pub(super) most: usize,
    pub(super) price: i64,
}

/// All of it.
#[derive(Clone, Debug)]
pub(super) struct Ledger<M> {
    pub(super) wishes: Vec<Wish>,
    pub(super) pools: Vec<Pool>,
    /// Days of those who pay for idle slots.
    pub(super) days: Vec<days::Day<M>>,
    /// (person, slot, price): what each meeting less than the most loses, of those who do not.
    pub(super) times: Vec<(usize, usize, i64)>,
    pub(super) bars: Vec<Bar<M>>,
    /// By person: what each meeting more than the first, second, … is worth less its price.
    pub(super) meeting: Vec<i64>,
    /// The bound, in parts of a point.
    pub(super) total: i64,
    /// What a plan that is worth the target may lose.
    pub(super) budget: i64,
}

/// Prices in whole parts of a point.
pub(super) struct Whole {
    time: Vec<i64>,
    limit: Vec<i64>,
    room: Vec<i64>,
    pub(super) meeting: Vec<i64>,
    areas: usize,
    slots: usize,
}

fn whole(price: f32) -> i64 {
    (f64::from(price) * PARTS as f64).round() as i64
}

impl Whole {
    pub(super) fn new<M: Mask>(problem: &Problem<M>, prices: &Prices) -> Self {
        let all = |row: &[f32]| -> Vec<i64> { row.iter().map(|price| whole(*price)).collect() };
        let not_below = |row: &[f32]| -> Vec<i64> { row.iter().map(|price| whole(*price).max(0)).collect() };
        Self {
            time: all(&prices.time),
            limit: not_below(&prices.limit),
            room: not_below(&prices.room),
            meeting: not_below(&prices.meeting),
            areas: prices.areas,
            slots: problem.slots,
        }
    }

    pub(super) fn time(&self, person: usize, area: usize, slot: usize) -> i64 {
        self.time[(person * self.areas + area) * self.slots + slot]
    }
}

/// Which choices are left: `[request]` starts, and whether there must be one.
#[derive(Clone, Debug)]
pub(super) struct Allowed<M> {
    pub(super) starts: Vec<M>,
    pub(super) owed: Vec<bool>,
}

impl<M: Mask> Ledger<M> {
    /// None when there are too many ways to spend a day.
    pub(super) fn new(
        problem: &Problem<M>,
        prices: &Prices,
        allowed: &Allowed<M>,
        target: i64,
    ) -> Option<Self> {
        let whole = Whole::new(problem, prices);
        let (pools, pool_of) = pools(problem, &whole);
        let mut ledger = Self {
            wishes: Vec::with_capacity(problem.requests()),
            pools,
            days: Vec::new(),
            times: Vec::new(),
            bars: Vec::new(),
            meeting: whole.meeting.clone(),
            total: 0,
            budget: 0,
        };
        ledger.total += ledger.pools.iter().map(|pool| pool.price * pool.rooms as i64).sum::<i64>();
        // What a person's presence costs: price of time, of limits, and the cost of the slot.
        let mut presence = vec![0_i64; whole.time.len()];
        for person in 0..problem.people() {
            ledger.add_person(problem, &whole, prices, person, &mut presence);
        }
        for request in 0..problem.requests() {
            let wish = wish(problem, &whole, &presence, (&ledger.pools, &pool_of), allowed, request);
            let Some((wish, best)) = wish else {
                // It must do what it cannot: nothing is left.
                ledger.budget = -1;
                return Some(ledger);
            };
            ledger.total += best;
            ledger.wishes.push(wish);
        }
        // Where each person can be, as far as requests go: days need not look further.
        let mut there = vec![M::EMPTY; problem.people() * whole.areas];
        let spare = i64::MAX;
        ledger.mark(problem, whole.areas, spare, &mut there);
        for day in &mut ledger.days {
            day.fill(problem, &there[day.person * whole.areas..(day.person + 1) * whole.areas], None)?;
            ledger.total += day.best;
        }
        ledger.budget = ledger.total - target * PARTS;
        if ledger.budget >= 0 {
            ledger.cut(problem, whole.areas)?;
        }
        Some(ledger)
    }

    fn add_person(
        &mut self,
        problem: &Problem<M>,
        whole: &Whole,
        prices: &Prices,
        person: usize,
        presence: &mut [i64],
    ) {
        let rules = &problem.rules[problem.profile[person] as usize];
        let stride = problem.bonus_stride;
        let worths = &problem.bonus[problem.profile[person] as usize * stride..][..stride];
        let left = worths.iter().map(|worth| (i64::from(*worth) * PARTS - whole.meeting[person]).max(0));
        self.total += left.sum::<i64>();
        let chooses = rules.gap_cost > 0;
        let from = prices.limit_start[person] as usize;
        let row = |area: usize| (person * whole.areas + area) * whole.slots;
        for area in 0..whole.areas {
            for slot in 0..whole.slots {
                let cost = i64::from(problem.slot_cost[person * whole.slots + slot]) * PARTS;
                presence[row(area) + slot] = whole.time(person, area, slot) + cost;
            }
        }
        let mut day_limits = Vec::new();
        for (index, &(slots, most)) in rules.all.iter().enumerate() {
            let price = whole.limit[from + index];
            for area in 0..whole.areas {
                for slot in slots.slots() {
                    presence[row(area) + slot] += price;
                }
            }
            let first = slots.first();
            if chooses && !slots.is_empty() && (slots & !problem.day[first]).is_empty() {
                day_limits.push((slots, most, price));
            } else {
                self.total += price * i64::from(most);
                self.bars.push(Bar { person, slots, most: most as usize, price });
            }
        }
        if chooses {
            let mut begin = 0;
            while begin < whole.slots {
                let mask = problem.day[begin];
                if !(problem.avail[person] & mask).is_empty() {
                    self.days.push(days::Day::new(problem, whole, person, mask, &day_limits));
                }
                begin = mask.end();
            }
            return;
        }
        for slot in problem.avail[person].slots() {
            let price = whole.time(person, 0, slot).max(0);
            self.total += price * i64::from(problem.cap[person]);
            self.times.push((person, slot, price));
        }
    }

    /// Marks where people can be by choices that lose no more than this.
    fn mark(&self, problem: &Problem<M>, areas: usize, spare: i64, there: &mut [M]) {
        there.fill(M::EMPTY);
        for (request, wish) in self.wishes.iter().enumerate() {
            for choice in wish.choices.iter().filter(|choice| choice.loss <= spare) {
                for &id in problem.members(request) {
                    let at = id as usize * areas + choice.area;
                    there[at] |= M::row(choice.slot, choice.pools.len());
                }
            }
        }
    }

    /// Drops what loses more than the budget, as long as that makes the bests smaller.
    fn cut(&mut self, problem: &Problem<M>, areas: usize) -> Option<()> {
        let mut there = vec![M::EMPTY; problem.people() * areas];
        for wish in &mut self.wishes {
            wish.choices.retain(|choice| choice.loss <= self.budget);
            wish.none = wish.none.filter(|loss| *loss <= self.budget);
        }
        self.mark(problem, areas, self.budget, &mut there);
        for day in &mut self.days {
            let before = day.best;
            let rows = &there[day.person * areas..(day.person + 1) * areas];
            day.fill(problem, rows, Some(self.budget))?;
            self.total -= before - day.best;
            self.budget -= before - day.best;
        }
        Some(())
    }
}

/// Tables that are alike for everybody who may use them in a slot, and the pool of each class in each slot.
fn pools<M: Mask>(problem: &Problem<M>, whole: &Whole) -> (Vec<Pool>, Vec<usize>) {
    let mut pools: Vec<Pool> = Vec::new();
    let mut pool_of = vec![usize::MAX; problem.classes.len() * whole.slots];
    let costs = |class: usize| -> Vec<Option<i32>> {
        let cost = |list: &Vec<(u16, i32)>| {
            list.iter().find(|(at, _)| usize::from(*at) == class).map(|(_, cost)| *cost)
        };
        problem.patterns.iter().map(cost).collect()
    };
    let costs: Vec<_> = (0..problem.classes.len()).map(costs).collect();
    for slot in 0..whole.slots {
        let mut sums: Vec<(usize, i64)> = Vec::new();
        for class in 0..problem.classes.len() {
            let own = &problem.classes[class];
            if !own.open.has(slot) || own.rooms == u32::MAX {
                continue;
            }
            let twin = (0..class).find(|&other| {
                problem.classes[other].open.has(slot)
                    && problem.classes[other].rooms < u32::MAX
                    && problem.classes[other].area == own.area
                    && costs[other] == costs[class]
            });
            let at = match twin {
                Some(other) => pool_of[other * whole.slots + slot],
                None => {
                    pools.push(Pool { rooms: 0, price: 0 });
                    sums.push((pools.len() - 1, 0));
                    pools.len() - 1
                }
            };
            pool_of[class * whole.slots + slot] = at;
            pools[at].rooms += own.rooms as usize;
            let paid = i64::from(own.rooms) * whole.room[class * whole.slots + slot];
            sums.iter_mut().filter(|(pool, _)| *pool == at).for_each(|(_, sum)| *sum += paid);
        }
        sums.into_iter().for_each(|(at, sum)| pools[at].price = sum / pools[at].rooms as i64);
    }
    (pools, pool_of)
}

/// What a request may do, and what the best of it is worth; none when it must do what it cannot.
fn wish<M: Mask>(
    problem: &Problem<M>,
    whole: &Whole,
    presence: &[i64],
    (pools, pool_of): (&[Pool], &[usize]),
    allowed: &Allowed<M>,
    request: usize,
) -> Option<(Wish, i64)> {
    let dur = usize::from(problem.dur[request]);
    let members = problem.members(request);
    let fixed = problem.fixed[request].map(|code| problem.slot_class(code));
    let worth: i64 = members.iter().map(|&id| whole.meeting[id as usize]).sum();
    let worth = worth + i64::from(problem.value[request]) * PARTS;
    let mut choices: Vec<Choice> = Vec::new();
    let starts = fixed.map_or(allowed.starts[request], |(slot, _)| M::of(slot));
    for slot in starts.slots() {
        for &(class, cost) in problem.places(request) {
            let class = usize::from(class);
            let own = &problem.classes[class];
            if fixed.is_some_and(|(_, own)| own != class) || !problem.span(own.open, dur).has(slot) {
                continue;
            }
            let area = if whole.areas == 1 { 0 } else { own.area };
            let used: Vec<usize> = (slot..slot + dur).map(|t| pool_of[class * whole.slots + t]).collect();
            let room: i64 = used.iter().filter_map(|at| pools.get(*at)).map(|pool| pool.price).sum();
            let people = members.iter().flat_map(|&id| {
                let base = (id as usize * whole.areas + area) * whole.slots + slot;
                &presence[base..base + dur]
            });
            let gain = worth - people.sum::<i64>() - i64::from(cost) * PARTS - room;
            let twin = choices
                .iter_mut()
                .find(|other| other.slot == slot && other.area == area && other.pools == used);
            // For now `loss` holds what is gained.
            match twin {
                Some(twin) => twin.loss = twin.loss.max(gain),
                None => choices.push(Choice { slot, area, pools: used, loss: gain }),
            }
        }
    }
    let must = allowed.owed[request] || fixed.is_some();
    let best = choices.iter().map(|choice| choice.loss).max();
    let best = if must { best? } else { best.unwrap_or(0).max(0) };
    choices.iter_mut().for_each(|choice| choice.loss = best - choice.loss);
    choices.sort_by_key(|choice| choice.loss);
    Some((Wish { choices, none: (!must).then_some(best) }, best))
}
