//! An instance made ready for the solver: numbers in rows, sets of slots as machine words.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    check::check,
    mask::Mask,
    model::{BOOTH, Instance, Request, Status},
};
use crate::fault::{Faults, Refusal};

/// Distinct lists of places in one instance, so that a list and one of eight lengths are a number of 16 bits.
const LISTS_MAX: usize = 8_000;

/// Longest window for which the fast rule of [`Rules::run`] is used.
const RUN_MAX: usize = 16;

/// Tables that are alike: of one kind, in one zone, with as many seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Class<M> {
    pub(crate) kind: String,
    pub(crate) zone: usize,
    pub(crate) seats: u32,
    /// Concrete tables; empty for the booth.
    pub(crate) tables: Vec<u32>,
    /// How many meetings at once.
    pub(crate) rooms: u32,
    pub(crate) open: M,
    /// Zones that can be reached from one another just alike share a number.
    pub(crate) area: usize,
}

/// Personal limits of a profile, in the form in which they are asked for millions of times a second.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules<M> {
    /// (length, starts): of these many slots in a row from each start, one must stay free.
    pub(crate) run: Vec<(usize, M)>,
    /// (slots, most): all other limits.
    pub(crate) most: Vec<(M, u32)>,
    /// Every limit as it was given, for teams.
    pub(crate) all: Vec<(M, u32)>,
    /// The slots of every limit as ranges, the end not included.
    pub(crate) ranges: Vec<Vec<(u8, u8)>>,
    pub(crate) gap_cost: i64,
}

/// An instance that makes sense, ready to be solved.
///
/// *Shapes*: everything about requests and participants stands in rows, by id.
#[derive(Clone, Debug)]
pub(crate) struct Problem<M> {
    pub(crate) slots: usize,
    /// Slots of the same day as slot `t`.
    pub(crate) day: Vec<M>,
    /// Slots that have a next one in their block.
    pub(crate) linked: M,
    pub(crate) classes: Vec<Class<M>>,
    /// A slot and a class are one number: `slot << class_bits | class`.
    pub(crate) class_bits: u32,
    /// Number of areas; 1 when everybody can walk everywhere in a break.
    pub(crate) areas: usize,
    /// The area of each zone.
    pub(crate) zone_area: Vec<usize>,
    /// `[from * areas + to]`: slots after which one cannot be in `to` in the next slot.
    pub(crate) far: Vec<M>,
    pub(crate) rules: Vec<Rules<M>>,
    /// `[profile * bonus_stride + n]`: worth of the meeting after `n`.
    pub(crate) bonus: Vec<i32>,
    pub(crate) bonus_stride: usize,
    pub(crate) profile: Vec<u16>,
    pub(crate) cap: Vec<u8>,
    pub(crate) avail: Vec<M>,
    /// `[person * slots + slot]`.
    pub(crate) slot_cost: Vec<i32>,
    /// Slots in which a person's presence costs something: most of `slot_cost` need not be looked at.
    pub(crate) costly: Vec<M>,
    /// Where a person's meetings stand in `State::seats`.
    pub(crate) seat_base: Vec<u32>,
    /// Requests of each person, the most valuable first.
    pub(crate) wish_start: Vec<u32>,
    pub(crate) wish: Vec<u32>,
    pub(crate) who_start: Vec<u32>,
    pub(crate) who: Vec<u32>,
    pub(crate) value: Vec<i32>,
    pub(crate) dur: Vec<u8>,
    pub(crate) pattern: Vec<u16>,
    /// Distinct lists of (class, cost) that requests allow.
    pub(crate) patterns: Vec<Vec<(u16, i32)>>,
    pattern_of: BTreeMap<Vec<(u16, i32)>, u16>,
    forbidden: BTreeSet<(u32, u32)>,
    /// Slots at which a request may begin when nobody else is there.
    pub(crate) starts: Vec<M>,
    /// Place of fixed requests.
    pub(crate) fixed: Vec<Option<u16>>,
}

impl<M: Mask> Problem<M> {
    /// Checks an instance and makes it ready.
    ///
    /// *Errors*: everything that makes no sense, with its place; fixed meetings that contradict one another are
    /// told when the problem is solved.
    pub(crate) fn new(instance: &Instance) -> Result<Self, Refusal> {
        check(instance)?;
        let slots = instance.slots.len();
        let Places { classes, areas, zone_area, far } = classes(instance);
        let mut problem = Self {
            slots,
            day: days(instance),
            linked: linked(instance),
            class_bits: usize::BITS - (classes.len() - 1).leading_zeros(),
            classes,
            areas,
            zone_area,
            far,
            rules: instance.profiles.iter().map(rules).collect(),
            bonus: Vec::new(),
            bonus_stride: 0,
            profile: instance.participants.iter().map(|person| narrow(person.profile)).collect(),
            cap: instance.participants.iter().map(|person| u8::try_from(person.cap).unwrap_or(64)).collect(),
            avail: instance.participants.iter().map(|person| available(&person.avail)).collect(),
            slot_cost: slot_costs(instance),
            costly: instance.participants.iter().map(costly).collect(),
            seat_base: Vec::new(),
            wish_start: Vec::new(),
            wish: Vec::new(),
            who_start: vec![0],
            who: Vec::new(),
            value: Vec::new(),
            dur: Vec::new(),
            pattern: Vec::new(),
            patterns: Vec::new(),
            pattern_of: BTreeMap::new(),
            forbidden: BTreeSet::new(),
            starts: Vec::new(),
            fixed: vec![None; instance.requests.len()],
        };
        problem.add_bonuses(instance);
        problem.add_requests(instance)?;
        problem.add_wishes();
        problem.add_fixed(instance)?;
        Ok(problem)
    }

    /// Number of requests.
    pub(crate) fn requests(&self) -> usize {
        self.value.len()
    }

    /// Number of participants.
    pub(crate) fn people(&self) -> usize {
        self.cap.len()
    }

    /// Requests that nobody could place even in an empty plan.
    pub(crate) fn impossible(&self) -> usize {
        self.starts.iter().filter(|starts| starts.is_empty()).count()
    }

    #[inline]
    pub(crate) fn members(&self, request: usize) -> &[u32] {
        &self.who[self.who_start[request] as usize..self.who_start[request + 1] as usize]
    }

    #[inline]
    pub(crate) fn wishes(&self, person: usize) -> &[u32] {
        &self.wish[self.wish_start[person] as usize..self.wish_start[person + 1] as usize]
    }

    #[inline]
    pub(crate) fn places(&self, request: usize) -> &[(u16, i32)] {
        &self.patterns[self.pattern[request] as usize]
    }

    /// A slot and a class as one number.
    #[inline]
    pub(crate) fn code(&self, slot: usize, class: usize) -> u16 {
        narrow(slot << self.class_bits | class)
    }

    /// The slot and the class of a number.
    #[inline]
    pub(crate) fn slot_class(&self, code: u16) -> (usize, usize) {
        (usize::from(code >> self.class_bits), usize::from(code) & ((1 << self.class_bits) - 1))
    }

    fn add_bonuses(&mut self, instance: &Instance) {
        self.bonus_stride =
            1 + instance.profiles.iter().map(|profile| profile.bonus.len()).max().unwrap_or(0);
        for profile in &instance.profiles {
            let worths = profile.bonus.iter().map(|&bonus| small(bonus)).chain(std::iter::repeat(0));
            self.bonus.extend(worths.take(self.bonus_stride));
        }
    }

    fn add_requests(&mut self, instance: &Instance) -> Result<(), Refusal> {
        self.forbidden = instance.forbidden.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
        for request in &instance.requests {
            self.add_request(instance, request);
            if self.patterns.len() > LISTS_MAX {
                let place = format!("requests[{}].places", request.id);
                let message =
                    format!("makes more than {LISTS_MAX} different lists of places and their costs");
                return Err(Refusal::one(place, message));
            }
        }
        Ok(())
    }

    /// Whether a request with a new list of places cannot be taken up any more.
    pub(crate) fn is_full(&self) -> bool {
        self.patterns.len() >= usize::from(u16::MAX)
    }

    /// Makes one more request ready; its id is the next. The problem must not be [full](Self::is_full).
    pub(crate) fn add_request(&mut self, instance: &Instance, request: &Request) {
        let worth = if request.status == Status::Must { instance.must_bonus } else { 0 };
        self.value.push(small(request.weight + worth));
        self.dur.push(u8::try_from(request.dur).unwrap_or(1));
        self.who.extend(&request.who);
        self.who_start.push(self.who.len().try_into().unwrap_or(u32::MAX));
        let seats = u32::try_from(request.who.len()).unwrap_or(u32::MAX);
        let mut list = Vec::new();
        for (kind, cost) in &request.places {
            let fitting = self.classes.iter().enumerate();
            let fitting = fitting.filter(|(_, class)| class.kind == *kind && class.seats >= seats);
            list.extend(fitting.map(|(at, _)| (narrow(at), small(*cost))));
        }
        let next = narrow(self.patterns.len());
        let pattern = *self.pattern_of.entry(list.clone()).or_insert(next);
        if pattern == next {
            self.patterns.push(list);
        }
        self.pattern.push(pattern);
        let apart = pairs(&request.who).any(|pair| self.forbidden.contains(&pair));
        let starts =
            if apart { M::EMPTY } else { self.feasible(&request.who, pattern, request.dur as usize) };
        self.starts.push(starts);
    }

    /// Tells its people of the newest request.
    pub(crate) fn add_wish(&mut self, request: u32) {
        let members = self.members(request as usize).to_vec();
        for id in members.into_iter().filter(|_| !self.starts[request as usize].is_empty()) {
            let person = id as usize;
            let before = self.wishes(person).iter();
            let value = self.value[request as usize];
            let rank = before.take_while(|other| self.value[**other as usize] >= value).count();
            self.wish.insert(self.wish_start[person] as usize + rank, request);
            self.wish_start[person + 1..].iter_mut().for_each(|start| *start += 1);
        }
    }

    /// Where a meeting could begin as far as availability, blocks and opening hours go.
    fn feasible(&self, who: &[u32], pattern: u16, dur: usize) -> M {
        let together = who.iter().fold(M::ALL, |mask, &id| mask & self.avail[id as usize]);
        let fits = self.span(together, dur);
        let places = &self.patterns[pattern as usize];
        let open = places
            .iter()
            .fold(M::EMPTY, |mask, &(class, _)| mask | self.span(self.classes[class as usize].open, dur));
        fits & open
    }

    /// Slots from which `dur` slots of the mask follow within a block.
    #[inline]
    pub(crate) fn span(&self, mask: M, dur: usize) -> M {
        let mut starts = mask;
        for _ in 1..dur {
            starts = mask & self.linked & (starts >> 1);
        }
        starts
    }

    fn add_wishes(&mut self) {
        let mut lists = vec![Vec::new(); self.people()];
        for request in 0..self.requests() {
            if !self.starts[request].is_empty() {
                for &id in self.members(request) {
                    lists[id as usize].push(u32::try_from(request).unwrap_or(u32::MAX));
                }
            }
        }
        self.wish_start.push(0);
        let mut base = 0;
        for (person, mut list) in lists.into_iter().enumerate() {
            list.sort_by_key(|&request| std::cmp::Reverse(self.value[request as usize]));
            self.wish.extend(list);
            self.wish_start.push(self.wish.len().try_into().unwrap_or(u32::MAX));
            self.seat_base.push(base);
            base += u32::from(self.cap[person]) * u32::try_from(self.slots).unwrap_or(0);
        }
    }

    fn add_fixed(&mut self, instance: &Instance) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        let mut used = BTreeMap::<(usize, usize), u32>::new();
        for (index, fixed) in instance.fixed.iter().enumerate() {
            let (request, slot) = (fixed.r as usize, fixed.slot as usize);
            let dur = usize::from(self.dur[request]);
            let fitting = self.places(request).iter().map(|&(class, _)| class as usize);
            let free = fitting.filter(|&at| self.classes[at].kind == fixed.place).find(|&at| {
                let class = &self.classes[at];
                let open = self.span(class.open, dur).has(slot);
                open && (slot..slot + dur).all(|t| used.get(&(at, t)).copied().unwrap_or(0) < class.rooms)
            });
            let Some(class) = free else {
                let message = format!(
                    "request {}: no table of kind {:?} with enough seats is open and free at slot {slot}",
                    fixed.r, fixed.place
                );
                faults.add(|| format!("fixed[{index}]"), message);
                continue;
            };
            (slot..slot + dur).for_each(|t| *used.entry((class, t)).or_default() += 1);
            self.fixed[request] = Some(self.code(slot, class));
        }
        faults.finish()
    }
}

fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Worths were checked to be small.
fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn pairs(who: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    let all = who.iter().enumerate();
    all.flat_map(|(at, &a)| who[at + 1..].iter().map(move |&b| (a.min(b), a.max(b))))
}

fn available<M: Mask>(letters: &str) -> M {
    let here = letters.bytes().enumerate().filter(|(_, letter)| *letter == b'1');
    M::collect(here.map(|(slot, _)| slot))
}

fn days<M: Mask>(instance: &Instance) -> Vec<M> {
    let of = |day| {
        let own = instance.slots.iter().filter(|slot| slot.day == day);
        M::collect(own.map(|slot| slot.id as usize))
    };
    instance.slots.iter().map(|slot| of(slot.day)).collect()
}

fn linked<M: Mask>(instance: &Instance) -> M {
    let pairs = instance.slots.windows(2).filter(|pair| pair[0].block == pair[1].block);
    M::collect(pairs.map(|pair| pair[0].id as usize))
}

fn slot_costs(instance: &Instance) -> Vec<i32> {
    let slots = instance.slots.len();
    let mut costs = vec![0; slots * instance.participants.len()];
    for person in &instance.participants {
        for (&slot, &cost) in &person.slot_cost {
            costs[person.id as usize * slots + slot as usize] = small(cost);
        }
    }
    costs
}

fn costly<M: Mask>(person: &super::model::Participant) -> M {
    M::collect(person.slot_cost.keys().map(|slot| *slot as usize))
}

fn rules<M: Mask>(profile: &super::model::Profile) -> Rules<M> {
    let mut rules = Rules { gap_cost: profile.gap_cost, ..Rules::default() };
    let mut run = BTreeMap::<usize, M>::new();
    for limit in &profile.limits {
        let mask = M::collect(limit.slots.iter().map(|slot| *slot as usize));
        let length = limit.slots.len();
        rules.all.push((mask, limit.max));
        rules.ranges.push(ranges(mask));
        if limit.max as usize >= length {
            continue;
        }
        let start = mask.first();
        let in_a_row = mask.end() - start == length;
        if in_a_row && limit.max as usize + 1 == length && (2..=RUN_MAX).contains(&length) {
            *run.entry(length).or_default() |= M::of(start);
        } else {
            rules.most.push((mask, limit.max));
        }
    }
    rules.run = run.into_iter().collect();
    rules
}

/// A set of slots as ranges, the end not included.
pub(crate) fn ranges<M: Mask>(mask: M) -> Vec<(u8, u8)> {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for slot in mask.slots().map(|slot| slot as u8) {
        match ranges.last_mut() {
            Some((_, end)) if *end == slot => *end += 1,
            _ => ranges.push((slot, slot + 1)),
        }
    }
    ranges
}

/// Where one can meet, and what is too far from where.
struct Places<M> {
    classes: Vec<Class<M>>,
    areas: usize,
    zone_area: Vec<usize>,
    far: Vec<M>,
}

/// Groups tables, and zones by whom they can reach.
fn classes<M: Mask>(instance: &Instance) -> Places<M> {
    let all = M::ALL >> (M::SLOTS - instance.slots.len());
    let mut groups = BTreeMap::<(&str, usize, u32), Vec<u32>>::new();
    for table in &instance.tables {
        groups.entry((&table.kind, table.zone, table.seats)).or_default().push(table.id);
    }
    let far = |from: usize, to: usize| -> M {
        let pairs = instance.slots.windows(2).filter(|pair| {
            let pause = i64::from(pair[1].start) - i64::from(pair[0].end);
            pair[0].block == pair[1].block && instance.walk[from][to] > pause
        });
        M::collect(pairs.map(|pair| pair[0].id as usize))
    };
    let zones = instance.zones.len();
    let reach = |zone: usize| -> Vec<M> {
        (0..zones).flat_map(|other| [far(zone, other), far(other, zone)]).collect()
    };
    // Two zones are one area when nobody could tell them apart by walking.
    let mut area_of = Vec::<usize>::new();
    let mut first = Vec::<usize>::new();
    for zone in 0..zones {
        let twin = first.iter().position(|&other| {
            reach(other) == reach(zone)
                && far(zone, other) == far(zone, zone)
                && far(other, zone) == far(zone, zone)
        });
        area_of.push(twin.unwrap_or_else(|| {
            first.push(zone);
            first.len() - 1
        }));
    }
    let matrix = first.iter().flat_map(|&from| first.iter().map(move |&to| (from, to)));
    let matrix: Vec<M> = matrix.map(|(from, to)| far(from, to)).collect();
    let mut classes = Vec::new();
    for ((kind, zone, seats), tables) in groups {
        let closed = instance.table_off.get(kind).into_iter().flatten();
        let open = closed.fold(all, |mask, &slot| mask & !M::of(slot as usize));
        let rooms = u32::try_from(tables.len()).unwrap_or(u32::MAX);
        classes.push(Class { kind: kind.into(), zone, seats, tables, rooms, open, area: area_of[zone] });
    }
    let area = area_of[instance.booth_zone];
    classes.push(Class {
        kind: BOOTH.into(),
        zone: instance.booth_zone,
        seats: u32::MAX,
        tables: Vec::new(),
        rooms: u32::MAX,
        open: all,
        area,
    });
    Places { classes, areas: first.len(), zone_area: area_of, far: matrix }
}
