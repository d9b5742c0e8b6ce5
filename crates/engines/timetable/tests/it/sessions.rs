//! Sessions in rooms and times: solved, judged, compared with every timetable there is, explained.

use madang_timetable::{
    plan::{
        Problem, explain,
        model::{
            After, Apart, Costs, Fixed, Forbidden, Instance, Person, Placement, Room, Session, Slot,
            Solution, Track,
        },
        probe, read, report,
        sample::{self, Size},
        solve::solve,
        verify::verify,
    },
    solve::{Progress, Settings, Unwatched, Watch},
};
use proptest::prelude::{ProptestConfig, proptest};
use serde_json::{Value, json};

use crate::made::Dice;

fn number(dice: &mut Dice, end: usize) -> u32 {
    u32::try_from(dice.below(end)).unwrap()
}

/// An instance small enough for every timetable to be tried, with everything that the format has.
pub(crate) fn tiny(seed: u64) -> Instance {
    let mut dice = Dice(seed);
    let mut slots = Vec::new();
    for at in 0..4 {
        slots.push(Slot { day: at / 3, block: at / 2 + at / 3, start: 540 + at * 30, end: 570 + at * 30 });
    }
    let room = |at: usize, dice: &mut Dice| Room {
        id: format!("r{at}"),
        seats: [30, 60][at],
        features: if at == 0 { vec!["recording".into()] } else { Vec::new() },
        closed: if dice.below(4) == 0 { vec![number(dice, 4)] } else { Vec::new() },
    };
    let rooms = vec![room(0, &mut dice), room(1, &mut dice)];
    let person = |at: usize, dice: &mut Dice| Person {
        id: format!("p{at}"),
        away: if dice.below(3) == 0 { vec![number(dice, 4)] } else { Vec::new() },
    };
    let people = (0..3).map(|at| person(at, &mut dice)).collect();
    let tracks = vec![
        Track { id: "t0".into(), ..Track::default() },
        Track { id: "t1".into(), split_cost: Some(70), parallel_cost: Some(90) },
    ];
    let session = |at: usize, dice: &mut Dice| Session {
        id: format!("s{at}"),
        minutes: [30, 30, 45][dice.below(3)],
        track: [None, Some("t0".into()), Some("t1".into())][dice.below(3)].clone(),
        people: if dice.below(2) == 0 { vec![format!("p{}", dice.below(3))] } else { Vec::new() },
        audience: number(dice, 80),
        needs: if dice.below(6) == 0 { vec!["recording".into()] } else { Vec::new() },
        weight: [1_000, 300, 40][dice.below(3)],
        slots: (dice.below(8) == 0).then(|| vec![0, 2, 3]),
        rooms: (dice.below(8) == 0).then(|| vec!["r1".into()]),
        slot_cost: if dice.below(4) == 0 { [(number(dice, 4), 55)].into() } else { [].into() },
        ..Session::default()
    };
    let sessions: Vec<Session> = (0..4).map(|at| session(at, &mut dice)).collect();
    let id = |dice: &mut Dice| format!("s{}", dice.below(4));
    let mut instance = Instance {
        format: "plan/1".into(),
        name: format!("tiny-{seed}"),
        slots,
        rooms,
        people,
        tracks,
        sessions,
        costs: Costs { clash: 13, ..Costs::default() },
        ..Instance::default()
    };
    if dice.below(2) == 0 {
        let directly = dice.below(2) == 0;
        instance.after.push(After { first: "s1".into(), then: "s2".into(), directly });
    }
    if dice.below(4) == 0 {
        let room = (dice.below(2) == 0).then(|| "r0".into());
        instance.fixed.push(Fixed { session: id(&mut dice), slot: number(&mut dice, 4), room });
    }
    if dice.below(3) == 0 {
        let room = (dice.below(2) == 0).then(|| "r1".into());
        instance.forbidden.push(Forbidden { session: id(&mut dice), slot: Some(number(&mut dice, 4)), room });
    }
    for _ in 0..6 {
        instance.favourites.push(vec![id(&mut dice), id(&mut dice), id(&mut dice)]);
    }
    if dice.below(2) == 0 {
        instance.apart.push(Apart {
            a: "s0".into(),
            b: "s3".into(),
            cost: (dice.below(2) == 0).then_some(77),
        });
    }
    if dice.below(2) == 0 {
        let (slot, room) = (number(&mut dice, 4), format!("r{}", dice.below(2)));
        instance.earlier.push(Placement { session: "s0".into(), slot, room });
    }
    instance
}

/// Value of the best of all timetables in which fixed sessions are where they are fixed; none when there is none.
fn best_of_all(instance: &Instance) -> Option<i64> {
    let places = instance.slots.len() * instance.rooms.len() + 1;
    let mut chosen = vec![0; instance.sessions.len()];
    let mut best = None;
    loop {
        let place = |(at, &choice): (usize, &usize)| {
            let choice: usize = choice.checked_sub(1)?;
            Some(Placement {
                session: instance.sessions[at].id.clone(),
                slot: u32::try_from(choice / instance.rooms.len()).unwrap(),
                room: instance.rooms[choice % instance.rooms.len()].id.clone(),
            })
        };
        let placements: Vec<Placement> = chosen.iter().enumerate().filter_map(place).collect();
        let keeps = |fixed: &Fixed| placements.iter().any(|it| it.session == fixed.session);
        if instance.fixed.iter().all(keeps) {
            let solution = Solution { format: "plan-solution/1".into(), placements, ..Solution::default() };
            let verdict = verify(instance, &solution);
            if verdict.feasible && best.is_none_or(|best| verdict.value > best) {
                best = Some(verdict.value);
            }
        }
        let Some(at) = chosen.iter().position(|choice| choice + 1 < places) else { return best };
        chosen[at] += 1;
        chosen[..at].fill(0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_best_of_all_timetables_is_found_and_the_bound_is_above_it(seed: u64) {
        let instance = tiny(seed);
        let best = best_of_all(&instance);
        match solve(&instance, &Settings { seed: 1, effort: 1, fair: false }, &mut Unwatched) {
            Ok(outcome) => {
                let verdict = verify(&instance, &outcome.solution);
                assert_eq!(verdict.first_errors, Vec::<String>::new());
                assert_eq!((Some(verdict.value), Some(outcome.value)), (best, best));
                assert_eq!(outcome.value, outcome.bound, "all were looked at");
                let unplaced = explain::unplaced(&instance, &outcome.solution).unwrap();
                assert_eq!(unplaced.len(), instance.sessions.len() - verdict.placed);
                for it in &outcome.solution.placements {
                    let told = explain::session(&instance, &outcome.solution, &it.session).unwrap();
                    // A single move that is better would contradict the optimum.
                    assert!(!told.change.contains(": +") || told.change.contains(": +0 "), "{}", told.change);
                }
            }
            Err(refusal) => assert_eq!(best, None, "{refusal}"),
        }
    }
}

#[test]
fn a_conference_is_placed_better_than_greedily_and_alike_each_time() {
    let instance = sample::instance(Size::SMALL, 3);
    let settings = Settings { seed: 5, effort: 2, fair: false };
    let outcome = solve(&instance, &settings, &mut Unwatched).unwrap();
    let verdict = verify(&instance, &outcome.solution);
    assert_eq!(verdict.first_errors, Vec::<String>::new());
    assert_eq!(verdict.value, outcome.value);
    assert!(outcome.greedy < outcome.value && outcome.value <= outcome.bound, "{outcome:?}");
    assert_eq!(solve(&instance, &settings, &mut Unwatched).unwrap(), outcome);
    let other = solve(&instance, &Settings { seed: 6, ..settings }, &mut Unwatched).unwrap();
    assert!(verify(&instance, &other.solution).feasible);
}

#[test]
fn an_earlier_timetable_changes_little() {
    let mut instance = sample::instance(Size::SMALL, 3);
    let settings = Settings { seed: 5, effort: 2, fair: false };
    let first = solve(&instance, &settings, &mut Unwatched).unwrap().solution;
    instance.earlier = first.placements.clone();
    // Somebody falls ill on the first morning.
    let speaker = instance.sessions[0].people[0].clone();
    instance.people.iter_mut().find(|person| person.id == speaker).unwrap().away = (0..8).collect();
    let second = solve(&instance, &settings, &mut Unwatched).unwrap().solution;
    assert_eq!(verify(&instance, &second).first_errors, Vec::<String>::new());
    let same = first.placements.iter().filter(|it| second.placements.contains(it)).count();
    assert!(same * 10 >= first.placements.len() * 7, "{same} of {}", first.placements.len());
}

struct Once(u32);

impl Watch for Once {
    fn tell(&mut self, progress: &Progress) {
        assert!((0.0..=1.0).contains(&progress.done));
        if let (Some(value), Some(bound)) = (progress.value, progress.bound) {
            assert!(value <= bound);
        }
        self.0 += 1;
    }
    fn stop(&mut self) -> bool {
        self.0 > 3
    }
}

#[test]
fn the_search_can_be_stopped() {
    let instance = sample::instance(Size::SMALL, 3);
    let outcome =
        solve(&instance, &Settings { seed: 1, effort: 100_000, fair: false }, &mut Once(0)).unwrap();
    assert!(verify(&instance, &outcome.solution).feasible);
    assert!(outcome.value >= outcome.greedy);
}

#[test]
fn reasons_are_given() {
    let mut instance = tiny(1);
    instance.fixed.clear();
    instance.forbidden.clear();
    instance.after.clear();
    instance.sessions[0].minutes = 300;
    instance.sessions[1] = Session { needs: vec!["organ".into()], ..instance.sessions[1].clone() };
    instance.sessions[2].people = vec!["p0".into()];
    instance.people[0].away = vec![0, 1, 2, 3];
    let told: Vec<String> = explain::impossible(&instance)
        .unwrap()
        .into_iter()
        .map(|it| format!("{}: {}", it.session, it.reason))
        .collect();
    assert_eq!(
        told,
        [
            "s0: its 300 minutes do not fit into a block",
            "s1: no room that it may be in has \"organ\"",
            "s2: \"p0\" is not there at any time that is left",
        ]
    );
    let mut crowded = tiny(1);
    crowded.after.clear();
    crowded.fixed.clear();
    crowded.forbidden.clear();
    crowded.apart.clear();
    crowded.earlier.clear();
    crowded.sessions.iter_mut().for_each(|it| {
        *it = Session {
            id: it.id.clone(),
            minutes: 30,
            weight: 100,
            rooms: Some(vec!["r0".into()]),
            slots: Some(vec![0]),
            ..Session::default()
        };
    });
    crowded.sessions[2].weight = 900;
    crowded.rooms[0].closed.clear();
    crowded.favourites.clear();
    let solution = solve(&crowded, &Settings::default(), &mut Unwatched).unwrap().solution;
    assert_eq!(solution.placements.iter().map(|it| &*it.session).collect::<Vec<_>>(), ["s2"]);
    let reasons = explain::unplaced(&crowded, &solution).unwrap();
    assert!(reasons[0].possible);
    assert!(
        reasons[0].reason.contains("day 1 09:00 in room \"r0\", if \"s2\" gave way without a new place: -"),
        "{}",
        reasons[0].reason
    );
    let drawn = report::picture(&crowded, &solution);
    assert!(drawn.contains("s2 (r0)"), "{drawn}");
    let told = report::report(&crowded, &solution);
    assert_eq!((told.rooms[0].sessions, told.rooms[0].busy, told.without.len()), (1, 1, 3));
}

fn told(change: impl FnOnce(&mut Value)) -> String {
    let mut value = serde_json::to_value(sample::instance(Size::SMALL, 1)).unwrap();
    change(&mut value);
    refusal(&serde_json::to_vec(&value).unwrap())
}

fn refusal(bytes: &[u8]) -> String {
    match read::instance(bytes).and_then(|instance| Problem::new(&instance)) {
        Ok(_) => "no refusal".into(),
        Err(refusal) => refusal.to_string(),
    }
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let cases: Vec<(String, &str)> = vec![
        (told(|it| it["format"] = json!("plan/2")), "format: is \"plan/2\"; this reads \"plan/1\""),
        (told(|it| it["rooms"] = json!([])), "rooms: there are 0; must be 1 to 500"),
        (told(|it| it["slots"] = json!([])), "slots: there are 0"),
        (
            told(|it| it["rooms"][1]["id"] = json!("room-0")),
            "rooms[1].id: room \"room-0\" stands already in rooms[0]",
        ),
        (
            told(|it| it["sessions"][4]["id"] = json!("session-2")),
            "sessions[4].id: session \"session-2\" stands already",
        ),
        (told(|it| it["sessions"][4]["id"] = json!("")), "sessions[4].id: is empty"),
        (
            told(|it| it["sessions"][3]["people"] = json!(["nobody"])),
            "sessions[3].people[0]: person \"nobody\" is unknown",
        ),
        (
            told(|it| it["sessions"][3]["people"] = json!(["person-1", "person-1"])),
            "sessions[3].people[1]: person \"person-1\" stands twice",
        ),
        (told(|it| it["sessions"][3]["track"] = json!("x")), "sessions[3].track: track \"x\" is unknown"),
        (told(|it| it["sessions"][3]["minutes"] = json!(0)), "sessions[3].minutes: is 0; must be 1 to 1440"),
        (
            told(|it| it["sessions"][3]["minutes"] = json!(4_294_967_295_u32)),
            "sessions[3].minutes: is 4294967295",
        ),
        (
            told(|it| it["sessions"][3]["weight"] = json!(-1)),
            "sessions[3].weight: is -1; must be 0 to 100000",
        ),
        (
            told(|it| it["sessions"][3]["weight"] = json!(i64::MAX)),
            "sessions[3].weight: is 9223372036854775807",
        ),
        (told(|it| it["sessions"][3]["weight"] = json!(1e300)), "line 1, column"),
        (
            told(|it| it["sessions"][3]["slots"] = json!([999])),
            "sessions[3].slots: slot 999 is unknown; there are 16",
        ),
        (told(|it| it["sessions"][3]["rooms"] = json!(["x"])), "sessions[3].rooms: room \"x\" is unknown"),
        (told(|it| it["sessions"][3]["slot_cost"] = json!({"3": -4})), "sessions[3].slot_cost[3]: is -4"),
        (told(|it| it["sessions"][3]["colour"] = json!(1)), "unknown field `colour`"),
        (told(|it| it["rooms"][0]["closed"] = json!([77])), "rooms[0].closed: slot 77 is unknown"),
        (told(|it| it["people"][0]["away"] = json!([77])), "people[0].away: slot 77 is unknown"),
        (told(|it| it["slots"][3]["end"] = json!(1)), "slots[3]: ends at 1 but begins at"),
        (told(|it| it["slots"][3]["start"] = json!(541)), "slots[3]: begins before the slot before it ends"),
        (
            told(|it| it["slots"][3]["block"] = json!(9)),
            "slots[4]: is of block 0, before that of the slot before",
        ),
        (
            told(|it| it["after"] = json!([{"first": "session-1", "then": "session-1"}])),
            "after[0]: a session cannot follow itself",
        ),
        (
            told(
                |it| it["after"] = json!([{"first": "session-1", "then": "session-2"}, {"first": "session-2", "then": "session-1"}]),
            ),
            "comes before itself, by a circle of rules",
        ),
        (
            told(|it| it["fixed"] = json!([{"session": "x", "slot": 0}])),
            "fixed[0].session: session \"x\" is unknown",
        ),
        (
            told(|it| it["fixed"] = json!([{"session": "session-1", "slot": 99}])),
            "fixed[0].slot: slot 99 is unknown",
        ),
        (
            told(|it| {
                it["fixed"] =
                    json!([{"session": "session-1", "slot": 1}, {"session": "session-1", "slot": 2}]);
            }),
            "fixed[1]: session \"session-1\" is fixed already by fixed[0]",
        ),
        (
            told(|it| {
                it["sessions"][1] = json!({"id": "session-1", "minutes": 30});
                it["sessions"][2] = json!({"id": "session-2", "minutes": 30});
                it["fixed"] = json!([
                    {"session": "session-1", "slot": 1, "room": "room-0"},
                    {"session": "session-2", "slot": 1, "room": "room-0"}
                ]);
            }),
            "fixed[1]: session \"session-2\" is in the same room at the same time as \"session-1\" of fixed[0]",
        ),
        (
            told(|it| {
                it["sessions"][1] = json!({"id": "session-1", "minutes": 90});
                it["fixed"] = json!([{"session": "session-1", "slot": 7}]);
            }),
            "fixed[0]: session \"session-1\" cannot be there: its 90 minutes do not fit into a block",
        ),
        (
            told(|it| it["forbidden"] = json!([{"session": "session-1"}])),
            "forbidden[0]: names neither a slot nor a room",
        ),
        (told(|it| it["favourites"] = json!([["x"]])), "favourites[0]: session \"x\" is unknown"),
        (
            told(|it| it["apart"] = json!([{"a": "session-1", "b": "session-1"}])),
            "apart[0]: session \"session-1\" stands twice",
        ),
        (
            told(|it| it["earlier"] = json!([{"session": "session-1", "slot": 0, "room": "x"}])),
            "earlier[0].room: room \"x\" is unknown",
        ),
        (told(|it| it["costs"]["clash"] = json!(-1)), "costs.clash: is -1; must be 0 to 100000"),
        (told(|it| it["costs"]["clash"] = json!(100_000)), "would cost"),
        (refusal(b""), "line 1, column 0: EOF while parsing a value"),
        (refusal(b"{\"format\":\"plan/1\",\n\"slots\":[{"), "line 2, column 10: EOF while parsing"),
        (refusal(b"{\n\"name\": \"\xff\"}"), "line 2, byte 11: not UTF-8"),
        (refusal(&b"[".repeat(100_000)), "line 1, column"),
    ];
    for (told, wanted) in cases {
        assert!(told.contains(wanted), "{told}\n    instead of {wanted}");
    }
}

#[test]
fn fixed_sessions_that_contradict_one_another_are_told() {
    let mut instance = tiny(1);
    instance.fixed.clear();
    instance.after = vec![After { first: "s1".into(), then: "s2".into(), directly: false }];
    for at in [1, 2] {
        instance.sessions[at] =
            Session { id: format!("s{at}"), minutes: 30, weight: 10, ..Session::default() };
    }
    instance.rooms.iter_mut().for_each(|room| room.closed.clear());
    instance.fixed = vec![
        Fixed { session: "s1".into(), slot: 3, room: None },
        Fixed { session: "s2".into(), slot: 0, room: None },
    ];
    let refusal = solve(&instance, &Settings::default(), &mut Unwatched).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "fixed[1]: session \"s2\" cannot be there together with the other fixed ones"
    );
}

#[test]
fn mutations_never_panic() {
    let mut dice = Dice(9);
    for round in 0..600 {
        let mut bytes = serde_json::to_vec(&tiny(round)).unwrap();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[at] ^= 1 << dice.below(8),
                1 => drop(bytes.drain(at..(at + dice.below(30)).min(bytes.len()))),
                2 => bytes[at] = b"0123456789-\"[]{},:"[dice.below(18)],
                _ => drop(bytes.splice(at..at, *b"99")),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        probe::fuzz_instance(&bytes);
    }
}
