//! Instances grown from a seed, small enough to look through every plan, or middling.

use madang_timetable::meet::model::{
    Fixed, Instance, Limit, Participant, Profile, Request, Slot, Status, Table,
};

/// SplitMix64.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// How large an instance shall be.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) slots: usize,
    pub(crate) requests: usize,
    pub(crate) tables: usize,
}

/// Small enough for every plan to be tried.
pub(crate) const TINY: Size = Size { people: 5, slots: 5, requests: 6, tables: 3 };
/// Large enough for everything to get in the way of everything.
pub(crate) const MIDDLING: Size = Size { people: 60, slots: 16, requests: 400, tables: 12 };

/// An instance with everything that the format has.
pub(crate) fn instance(seed: u64, size: Size) -> Instance {
    let mut dice = Dice(seed);
    let half = size.slots / 2;
    let slots = (0..size.slots).map(|id| {
        let (day, at) = (id / (half + 1), id % (half + 1));
        let start = u32::try_from(540 + at * 25).unwrap();
        let (id, day) = (u32::try_from(id).unwrap(), u32::try_from(day).unwrap());
        let block = day * 2 + u32::from(at >= half / 2);
        Slot { id, day, block, start, end: start + 20 }
    });
    let slots: Vec<Slot> = slots.collect();
    let kinds = [("hall", 0, 4), ("hall", 0, 2), ("suite", 1, 8)];
    let tables = (0..size.tables).map(|at| {
        let (kind, zone, seats) = kinds[at % kinds.len()];
        Table { id: u32::try_from(at * 3 + 7).unwrap(), kind: kind.into(), zone, seats }
    });
    let profiles = vec![
        Profile {
            name: "guest".into(),
            limits: vec![limit(0..half, 2), limit(0..3, 2), limit(1..4, 2), limit(half..size.slots, 3)],
            bonus: vec![20, 10, 5, 2],
            gap_cost: 2,
        },
        Profile { name: "host".into(), limits: vec![], bonus: vec![12, 6], gap_cost: 3 },
        Profile { name: "stand".into(), limits: vec![limit(0..size.slots, 6)], bonus: vec![5], gap_cost: 0 },
    ];
    let participants = (0..size.people).map(|id| {
        let profile = dice.below(3);
        let avail = (0..size.slots).map(|_| if dice.often(75) { '1' } else { '0' }).collect();
        let cost = (0..size.slots).filter(|_| dice.often(15));
        let slot_cost = cost.map(|slot| u32::try_from(slot).unwrap()).collect::<Vec<_>>();
        Participant {
            id: u32::try_from(id).unwrap(),
            kind: ["guest", "host", "stand"][profile].into(),
            country: Some(["KR", "DE", "KE"][id % 3].into()),
            name: None,
            profile,
            cap: if profile == 2 { 2 } else { 1 },
            avail,
            slot_cost: slot_cost.into_iter().map(|slot| (slot, 1 + i64::from(slot % 3))).collect(),
        }
    });
    let participants: Vec<Participant> = participants.collect();
    let requests = (0..size.requests).map(|id| request(&mut dice, id, size));
    let requests = requests.collect();
    Instance {
        format: "meet/1".into(),
        name: format!("made-{seed}"),
        slots,
        zones: vec!["hall".into(), "suite".into()],
        walk: vec![vec![1, 8], vec![8, 1]],
        booth_zone: 0,
        tables: tables.collect(),
        table_off: [("suite".to_owned(), vec![0])].into(),
        profiles,
        participants,
        requests,
        fixed: Vec::<Fixed>::new(),
        forbidden: vec![(0, 1)],
        must_bonus: 100,
    }
}

fn limit(slots: std::ops::Range<usize>, max: u32) -> Limit {
    Limit { slots: slots.map(|slot| u32::try_from(slot).unwrap()).collect(), max }
}

pub(crate) fn request(dice: &mut Dice, id: usize, size: Size) -> Request {
    let count = if dice.often(20) { 3 } else { 2 };
    let mut who = Vec::new();
    while who.len() < count {
        let person = u32::try_from(dice.below(size.people)).unwrap();
        if !who.contains(&person) {
            who.push(person);
        }
    }
    let places: &[(&str, i64)] = match dice.below(4) {
        0 => &[("suite", 0)],
        1 => &[("booth", 0), ("suite", 2)],
        _ => &[("hall", 0), ("suite", 3)],
    };
    let status = [Status::OneSided, Status::Mutual, Status::Must][dice.below(25).saturating_sub(22)];
    Request {
        id: u32::try_from(id).unwrap(),
        who,
        weight: i64::try_from(dice.below(20)).unwrap(),
        status,
        dur: if dice.often(15) { 2 } else { 1 },
        places: places.iter().map(|&(kind, cost)| (kind.into(), cost)).collect(),
    }
}
