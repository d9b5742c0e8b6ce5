//! The B2B family: read, solved, judged, compared with every plan there is.

use madang_timetable::{
    b2b::{
        model::{Instance, Meeting, Plan, Session},
        probe, read,
        solve::solve,
        verify::verify,
    },
    solve::{Settings, Unwatched},
};
use proptest::prelude::{ProptestConfig, proptest};

use crate::{made::Dice, shared::folder};

/// A tiny instance; sometimes without any plan.
fn tiny(seed: u64) -> Instance {
    let mut dice = Dice(seed);
    let people = u32::try_from(3 + dice.below(3)).unwrap();
    let slots = u32::try_from(3 + dice.below(4)).unwrap();
    let person = |dice: &mut Dice| u32::try_from(1 + dice.below(people as usize)).unwrap();
    let slot = |dice: &mut Dice| u32::try_from(1 + dice.below(slots as usize)).unwrap();
    let mut meetings = Vec::new();
    for id in 0..3 + dice.below(4) {
        let first = person(&mut dice);
        let second = first % people + 1;
        let session =
            [Session::Any, Session::Any, Session::Any, Session::Morning, Session::Afternoon][dice.below(5)];
        let fixed = (dice.below(12) == 0).then(|| slot(&mut dice));
        let after = if id > 0 && dice.below(5) == 0 { vec![u32::try_from(id).unwrap()] } else { Vec::new() };
        meetings.push(Meeting { people: [first, second], session, fixed, after });
    }
    let forbidden =
        (0..people).map(|_| if dice.below(3) == 0 { vec![slot(&mut dice)] } else { Vec::new() }).collect();
    Instance {
        name: format!("tiny-{seed}"),
        people,
        tables: u32::try_from(1 + dice.below(2)).unwrap(),
        slots,
        morning: slots / 2,
        meetings,
        forbidden,
        unfairness_max: u32::try_from(dice.below(3)).unwrap(),
    }
}

/// The fewest breaks of any plan; none when there is no plan.
fn fewest(instance: &Instance) -> Option<u32> {
    let count = instance.meetings.len();
    let mut plan = Plan {
        format: "b2b-solution/1".into(),
        instance: instance.name.clone(),
        breaks: 0,
        bound: 0,
        slots: vec![1; count],
    };
    let mut best = None;
    loop {
        let verdict = verify(instance, &plan);
        if verdict.feasible && best.is_none_or(|best| verdict.breaks < best) {
            best = Some(verdict.breaks);
        }
        let Some(at) = plan.slots.iter().position(|slot| *slot < instance.slots) else { return best };
        plan.slots[at] += 1;
        plan.slots[..at].fill(1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_proved_optimum_is_the_best_of_all_plans(seed: u64) {
        let instance = tiny(seed);
        let best = fewest(&instance);
        match solve(&instance, &Settings::default(), &mut Unwatched) {
            Ok(outcome) => {
                let verdict = verify(&instance, &outcome.plan);
                assert_eq!(verdict.first_errors, Vec::<String>::new());
                assert!(outcome.optimal);
                assert_eq!((Some(verdict.breaks), Some(outcome.plan.bound)), (best, best));
            }
            Err(refusal) => assert_eq!((best, refusal.faults.len()), (None, 1), "{refusal}"),
        }
    }
}

const FILE: &str = "% made up\nnBusiness = 3;\nnMeetings = 3;\nnTables = 1;\nnTotalSlots = 4;\nnMorningSlots = 2;\n\
requested = [|1, 2,3,\n|1, 3,1,\n|2, 3,2,\n|];\nmeetingsxBusiness = [{1,2,3},\n{1,2,4},\n{1,3,4}];\n\
nMeetingsBusiness = [2,2,2];\nforbidden = [{0},\n{4},\n{0}];\nfixed = [0,0,0];\nprecedences = [{},\n{1},\n{}];\n";

#[test]
fn a_file_is_read_and_solved() {
    let instance = read::instance(FILE.as_bytes(), "file").unwrap();
    assert_eq!(instance.forbidden, [vec![], vec![4], vec![]]);
    assert_eq!(
        instance.meetings[1],
        Meeting { people: [1, 3], session: Session::Morning, fixed: None, after: vec![1] }
    );
    let outcome = solve(&instance, &Settings::default(), &mut Unwatched).unwrap();
    // Person 2 meets first in slot 1 and then in slot 3.
    assert_eq!(outcome.plan.slots, [1, 2, 3]);
    assert_eq!((outcome.plan.breaks, outcome.plan.bound, outcome.optimal), (1, 1, true));
    assert_eq!(solve(&instance, &Settings::default(), &mut Unwatched).unwrap(), outcome);
}

#[test]
fn nonsense_is_refused_with_its_line() {
    let with = |from: &str, to: &str| {
        assert!(FILE.contains(from), "{from}");
        FILE.replacen(from, to, 1).into_bytes()
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "nBusiness: is absent"),
        (with("nTables = 1;\n", ""), "nTables: is absent"),
        (with("nTables = 1;", "nTables = 0;"), "nTables: is 0; without tables nobody can meet"),
        (with("nTables = 1;", "nTables = -1;"), "line 4: nTables is -1; must be 0 to"),
        (
            with("nTables = 1;", "nTables = 99999999999999999999;"),
            "line 4: \"99999999999999999999\" is not a usable number",
        ),
        (with("nTables = 1;", "nTables = {1};"), "line 4: '{' stands where a number or a list should be"),
        (with("nTables = 1;", "nTables = 1"), "line 5: \"nTotalSlots\" stands where ';' should be"),
        (with("nTables = 1;", "nBusiness = 1;"), "line 4: nBusiness stands twice"),
        (with("nTotalSlots = 4", "nTotalSlots = 65"), "line 5: nTotalSlots is 65; must be 0 to 64"),
        (with("nTotalSlots = 4", "nTotalSlots = 0"), "nMorningSlots is 2; must be 0 to 0"),
        (with("nMeetings = 3", "nMeetings = 4"), "line 7: requested has 3 rows, but nMeetings is 4"),
        (with("|1, 2,3,", "|1, 2,"), "requested[1]: has 2 numbers; two people and a session are needed"),
        (with("|1, 2,3,", "|1, 2,4,"), "requested[1]: session 4; 1 is the morning"),
        (with("|1, 2,3,", "|1, 9,3,"), "requested[1]: person 9 is unknown; there are 3"),
        (with("|1, 2,3,", "|1, 1,3,"), "requested[1]: person 1 would meet alone"),
        (with("|1, 2,3,", "|1, -2,3,"), "requested[1]: person -2 is unknown"),
        (
            with("{1,2,4}", "{1,2,5}"),
            "line 11: meetingsxBusiness has other meetings of person 2 than requested",
        ),
        (
            with("[2,2,2]", "[2,2,3]"),
            "line 14: nMeetingsBusiness says that person 3 has 3 meetings; requested has 2",
        ),
        (with("{4}", "{5}"), "forbidden[2]: slot 5 is unknown; there are 4"),
        (with("{4}", "{1..900000000}"), "line 16: 1..900000000 is too long"),
        (with("{4}", "{1..4}"), "requested[1]: its two people have no slot in common"),
        (
            with("fixed = [0,0,0]", "fixed = [0,0,2]"),
            "requested[3]: is fixed in slot 2, where it cannot be held",
        ),
        (with("fixed = [0,0,0]", "fixed = [0,0,7]"), "fixed[3]: slot 7 is unknown"),
        (with("fixed = [0,0,0]", "fixed = [0,0]"), "line 18: fixed has 2 numbers; 3 are needed"),
        (with("{1},", "{2},"), "precedences[2]: a meeting cannot be before itself"),
        (with("{1},", "{8},"), "precedences[2]: meeting 8 is unknown"),
        (with("{1},", "{3},"), "precedences[2]: cannot be held after meeting 3"),
        (with("precedences = [{},", "precedences = [{2},"), "cannot be held after meeting"),
        (
            with("= [{},\n{1},\n{}];\n", "= [{},\n{1"),
            "line 20: the file ends where ',' or the end of the list should be",
        ),
        (with("% made up", "$ made up"), "line 1: '$' is not part of this format"),
        (b"nBusiness = 3;\n\xff".to_vec(), "line 2: not UTF-8"),
    ];
    for (bytes, wanted) in cases {
        let told = match read::instance(&bytes, "file")
            .and_then(|instance| solve(&instance, &Settings::default(), &mut Unwatched))
        {
            Ok(_) => "no refusal".into(),
            Err(refusal) => refusal.to_string(),
        };
        assert!(told.contains(wanted), "{told}\n    instead of {wanted}");
    }
}

#[test]
fn what_cannot_be_is_said() {
    let crowded = FILE.replacen("nTotalSlots = 4", "nTotalSlots = 2", 1).replacen("{4}", "{0}", 1);
    let instance = read::instance(crowded.replacen("|2, 3,2", "|2, 3,3", 1).as_bytes(), "crowded").unwrap();
    let refusal = solve(&instance, &Settings::default(), &mut Unwatched).unwrap_err();
    assert_eq!(refusal.to_string(), "instance: has no plan that keeps every rule");
}

#[test]
fn mutations_never_panic() {
    let mut dice = Dice(4);
    for _ in 0..3_000 {
        let mut bytes = FILE.as_bytes().to_vec();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes[at] ^= 1 << dice.below(8),
                1 => drop(bytes.drain(at..(at + dice.below(20)).min(bytes.len()))),
                2 => bytes[at] = b"0123456789-[]{}|;,=.%"[dice.below(21)],
                _ => drop(bytes.splice(at..at, *b"99")),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        probe::fuzz_instance(&bytes);
    }
}

/// The optima that the literature and an incremental SAT solver proved.
const KNOWN: [(&str, u32); 12] = [
    ("tic-12", 0),
    ("tic-12crafc", 0),
    ("tic-13", 0),
    ("tic-13crafb", 0),
    ("tic-13crafc", 4),
    ("tic-14crafa", 0),
    ("tic-14crafc", 0),
    ("tic-14crafd", 0),
    ("forumt-14", 5),
    ("forumt-14crafc", 5),
    ("forumt-14crafd", 4),
    ("forumt-14crafe", 5),
];

#[test]
fn public_instances_reach_their_optima() {
    for (name, optimum) in KNOWN {
        let file = folder().join(format!("data/meetings/b2b/{name}.original.dzn"));
        let Ok(bytes) = std::fs::read(&file) else {
            println!("absent, so not solved: {}", file.display());
            continue;
        };
        let instance = read::instance(&bytes, name).unwrap();
        let outcome = solve(&instance, &Settings::default(), &mut Unwatched).unwrap();
        let verdict = verify(&instance, &outcome.plan);
        assert_eq!(verdict.first_errors, Vec::<String>::new(), "{name}");
        assert_eq!((verdict.breaks, outcome.plan.bound), (optimum, optimum), "{name}");
    }
}
