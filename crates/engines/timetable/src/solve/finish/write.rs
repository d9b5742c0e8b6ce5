//! What is left of a problem as a formula, with the losses of its choices.

use super::ledger::Ledger;
use crate::{
    formula::{Formula, Literal},
    meet::{mask::Mask, problem::Problem},
};

/// A formula whose models are plans, as long as tables of a pool can be given out.
pub(super) struct Written {
    pub(super) formula: Formula,
    /// By request: the literal of each choice, and of having none.
    pub(super) choices: Vec<Vec<Literal>>,
    /// Literals of which one is true, with what they lose.
    pub(super) groups: Vec<Vec<(i64, Literal)>>,
}

/// Presence of people.
struct There {
    areas: usize,
    slots: usize,
    /// `[(person * areas + area) * slots + slot]`; 0 where somebody cannot be.
    there: Vec<Literal>,
    /// `[person * slots + slot]`.
    busy: Vec<Literal>,
    /// `[person * slots + slot]`: what takes the slot.
    takes: Vec<Vec<Literal>>,
}

pub(super) fn write<M: Mask>(problem: &Problem<M>, areas: usize, ledger: &Ledger<M>) -> Written {
    let mut written = Written { formula: Formula::default(), choices: Vec::new(), groups: Vec::new() };
    let mut tables = vec![Vec::new(); ledger.pools.len()];
    let slots = problem.slots;
    let mut by_area = vec![Vec::new(); problem.people() * areas * slots];
    let mut placed = vec![Vec::new(); problem.people()];
    for (request, wish) in ledger.wishes.iter().enumerate() {
        let formula = &mut written.formula;
        let own: Vec<Literal> = wish.choices.iter().map(|_| formula.variable()).collect();
        let mut all: Vec<(i64, Literal)> =
            wish.choices.iter().map(|choice| choice.loss).zip(own.iter().copied()).collect();
        let none = wish.none.map(|loss| (loss, formula.variable()));
        all.extend(none);
        let literals: Vec<Literal> = all.iter().map(|(_, literal)| *literal).collect();
        formula.clause(&literals);
        one_at_most(formula, &literals);
        for (choice, &literal) in wish.choices.iter().zip(&own) {
            for (slot, &pool) in (choice.slot..).zip(&choice.pools) {
                if let Some(inside) = tables.get_mut(pool) {
                    inside.push(literal);
                }
                for &id in problem.members(request) {
                    by_area[(id as usize * areas + choice.area) * slots + slot].push(literal);
                }
            }
        }
        if !own.is_empty() {
            // Whether it is placed; always, when it has to be.
            let is = none.map(|(_, literal)| -literal);
            problem.members(request).iter().for_each(|&id| placed[id as usize].push(is));
        }
        if all.iter().any(|(loss, _)| *loss > 0) {
            written.groups.push(all);
        }
        written.choices.push(own);
    }
    for (pool, inside) in ledger.pools.iter().zip(tables) {
        written.count(&inside, pool.rooms, pool.price);
    }
    let there = presence(&mut written.formula, problem, areas, by_area);
    written.people(problem, ledger, &there);
    written.days(ledger, &there);
    for (person, placed) in placed.into_iter().enumerate() {
        written.bonuses(problem, ledger.meeting[person], person, &placed);
    }
    written
}

fn one_at_most(formula: &mut Formula, literals: &[Literal]) {
    if literals.len() <= 6 {
        formula.at_most_one(literals);
    } else {
        let count = formula.count(literals, 2, false);
        formula.clause(&[-count[1]]);
    }
}

/// A literal for each place of each person that says whether the person is there.
fn presence<M: Mask>(
    formula: &mut Formula,
    problem: &Problem<M>,
    areas: usize,
    by_area: Vec<Vec<Literal>>,
) -> There {
    let slots = problem.slots;
    let mut there = There {
        areas,
        slots,
        there: vec![0; by_area.len()],
        busy: vec![0; problem.people() * slots],
        takes: vec![Vec::new(); problem.people() * slots],
    };
    for (at, takes) in by_area.into_iter().enumerate().filter(|(_, takes)| !takes.is_empty()) {
        let (person, slot) = (at / slots / areas, at % slots);
        there.there[at] = any(formula, &takes);
        there.takes[person * slots + slot].extend(takes);
    }
    for at in 0..there.busy.len() {
        let (person, slot) = (at / slots, at % slots);
        let row = (0..areas).map(|area| there.there[(person * areas + area) * slots + slot]);
        let row: Vec<Literal> = row.filter(|literal| *literal != 0).collect();
        if !row.is_empty() {
            there.busy[at] = any(formula, &row);
        }
        if problem.cap[person] == 1 {
            one_at_most(formula, &there.takes[at]);
        }
    }
    there
}

/// A literal that is true exactly when one of these is.
fn any(formula: &mut Formula, literals: &[Literal]) -> Literal {
    if let [only] = literals {
        return *only;
    }
    let any = formula.variable();
    literals.iter().for_each(|literal| formula.clause(&[-literal, any]));
    let clause: Vec<Literal> = literals.iter().copied().chain([-any]).collect();
    formula.clause(&clause);
    any
}

impl Written {
    /// What is lost whatever is chosen; more than any budget when something has no choice.
    pub(super) fn least(&self) -> i64 {
        let least = self.groups.iter().map(|group| group.iter().map(|(loss, _)| *loss).min());
        least.sum::<Option<i64>>().unwrap_or(i64::MAX)
    }

    /// At most so many of these hold, and each one less loses the price.
    fn count(&mut self, literals: &[Literal], most: usize, price: i64) {
        if literals.len() <= most && price == 0 {
            return;
        }
        if most == 0 {
            literals.iter().for_each(|literal| self.formula.clause(&[-literal]));
            return;
        }
        if most == 1 && price == 0 {
            return one_at_most(&mut self.formula, literals);
        }
        let count = self.formula.count(literals, most + 1, price > 0);
        if let Some(over) = count.get(most) {
            self.formula.clause(&[-over]);
        }
        if price > 0 {
            // Those that cannot be there at all lose their price for certain.
            let never = most.saturating_sub(count.len());
            self.groups.extend(count.iter().take(most).map(|literal| vec![(0, *literal), (price, -literal)]));
            self.lose(price * never as i64);
        }
    }

    /// Something that is lost for certain.
    fn lose(&mut self, loss: i64) {
        if loss > 0 {
            let sure = self.formula.variable();
            self.formula.clause(&[sure]);
            self.groups.push(vec![(loss, sure)]);
        }
    }

    /// Times, limits and walking of people.
    fn people<M: Mask>(&mut self, problem: &Problem<M>, ledger: &Ledger<M>, there: &There) {
        let slots = there.slots;
        for &(person, slot, price) in &ledger.times {
            let takes = &there.takes[person * slots + slot];
            let cap = usize::from(problem.cap[person]);
            if cap > 1 {
                self.count(takes, cap, price);
            } else if price > 0 {
                match there.busy[person * slots + slot] {
                    0 => self.lose(price),
                    busy => self.groups.push(vec![(0, busy), (price, -busy)]),
                }
            }
        }
        for bar in &ledger.bars {
            let within = bar.slots.slots();
            let literals: Vec<Literal> = if problem.cap[bar.person] == 1 {
                let busy = within.map(|slot| there.busy[bar.person * slots + slot]);
                busy.filter(|literal| *literal != 0).collect()
            } else {
                within.flat_map(|slot| there.takes[bar.person * slots + slot].iter().copied()).collect()
            };
            self.count(&literals, bar.most, bar.price);
        }
        for person in (0..problem.people()).filter(|person| problem.cap[*person] == 1) {
            self.walks(problem, there, person);
        }
    }

    fn walks<M: Mask>(&mut self, problem: &Problem<M>, there: &There, person: usize) {
        let at = |area: usize, slot: usize| there.there[(person * there.areas + area) * there.slots + slot];
        for from in 0..there.areas {
            for to in (0..there.areas).filter(|to| *to != from) {
                for slot in problem.far[from * problem.areas + to].slots() {
                    let (here, next) = (at(from, slot), at(to, slot + 1));
                    if here != 0 && next != 0 {
                        self.formula.clause(&[-here, -next]);
                    }
                }
            }
        }
    }

    fn days<M: Mask>(&mut self, ledger: &Ledger<M>, there: &There) {
        for day in &ledger.days {
            let ways: Vec<Literal> = day.ways.iter().map(|_| self.formula.variable()).collect();
            self.formula.clause(&ways);
            for area in 0..there.areas {
                let from = (day.person * there.areas + area) * there.slots;
                for slot in day.slots.slots() {
                    let here = there.there[from + slot];
                    if here == 0 {
                        continue;
                    }
                    let (mut with, mut without) = (vec![-here], vec![here]);
                    for (way, &literal) in day.ways.iter().zip(&ways) {
                        let is = way.there[area].has(slot);
                        self.formula.clause(&[-literal, if is { here } else { -here }]);
                        if is { with.push(literal) } else { without.push(literal) }
                    }
                    self.formula.clause(&with);
                    self.formula.clause(&without);
                }
            }
            self.groups.push(day.ways.iter().map(|way| way.loss).zip(ways).collect());
        }
    }

    /// What the number of a person's meetings loses: bonuses not reached, or meetings that are paid more than they bring.
    fn bonuses<M: Mask>(
        &mut self,
        problem: &Problem<M>,
        price: i64,
        person: usize,
        placed: &[Option<Literal>],
    ) {
        let stride = problem.bonus_stride;
        let worths = &problem.bonus[problem.profile[person] as usize * stride..][..stride];
        let length = worths.iter().take_while(|worth| **worth > 0).count();
        let sure = placed.iter().filter(|literal| literal.is_none()).count();
        let open: Vec<Literal> = placed.iter().filter_map(|literal| *literal).collect();
        let most = if price > 0 { placed.len() } else { length.min(placed.len()) };
        let wanted = most.saturating_sub(sure);
        let count = if wanted > 0 { self.formula.count(&open, wanted, true) } else { Vec::new() };
        for at in 0..most.max(length) {
            let left = worths.get(at).map_or(0, |worth| i64::from(*worth)) * super::super::PARTS - price;
            if at < sure {
                self.lose((-left).max(0));
            } else if let Some(&literal) = count.get(at - sure) {
                self.groups.push(if left > 0 {
                    vec![(0, literal), (left, -literal)]
                } else {
                    vec![(0, -literal), (-left, literal)]
                });
            } else {
                self.lose(left.max(0));
            }
        }
    }
}
