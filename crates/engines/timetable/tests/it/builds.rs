//! The builder makes instances that make sense, and says at once what does not.

use madang_timetable::{
    Refusal,
    meet::{
        build::{Block, Builder},
        model::{Instance, Status},
        verify::verify,
    },
    solve::{Alone, Settings, Unwatched, solve},
};

const MORNING: Block = Block { day: 0, begin: 540, length: 20, pause: 5, count: 6 };

fn forum() -> Result<Instance, Refusal> {
    let mut forum = Builder::new("forum");
    let (hall, suite) = (forum.zone("hall"), forum.zone("suite"));
    forum.walk(hall, suite, 8);
    let morning = forum.block(MORNING)?;
    let evening = forum.block(Block { begin: 1_000, ..MORNING })?;
    let all: Vec<u32> = morning.iter().chain(&evening).copied().collect();
    forum.tables("small", hall, 4, 2)?.tables("suite", suite, 8, 1)?.close("suite", &morning[..2])?;
    let guests = forum.rules("guest").bonus(&[20, 10]).gap_cost(1).in_a_row(3).at_most(7, &all);
    let guests = guests.one_free(&morning[3..]).done()?;
    let people: Vec<_> = (0..6).map(|_| forum.person(guests, &all)).collect::<Result<_, _>>()?;
    forum.with_person(people[0], |person| person.name = Some("Ada".into()));
    for (at, &one) in people.iter().enumerate() {
        for &other in &people[at + 1..] {
            let wish = forum.wish(&[one, other], 5)?;
            forum.at(wish, "small", 0)?.at(wish, "suite", 2)?;
            if wish.id() == 0 {
                forum.status(wish, Status::Must).lasts(wish, 2).fix(wish, 2, "small")?;
            }
        }
    }
    forum.forbid(people[4], people[5])?.must_bonus(100);
    forum.finish()
}

/// Something done with a builder that knows some people.
type Step = dyn Fn(&mut Builder, &[madang_timetable::meet::build::Person]) -> Result<(), Refusal>;

#[test]
fn a_built_instance_is_solved() {
    let instance = forum().unwrap();
    assert_eq!(instance.profiles[0].limits.len(), 2 * 3 + 2);
    let outcome = solve(&instance, &Settings::default(), &mut Unwatched, &Alone).unwrap();
    let verdict = verify(&instance, &outcome.solution);
    assert!(verdict.feasible, "{:?}", verdict.first_errors);
    assert_eq!(verdict.meetings, 14);
}

#[test]
fn nonsense_is_refused_where_it_is_said() {
    let told = |step: &dyn Fn(&mut Builder) -> Result<(), Refusal>| {
        let mut forum = Builder::new("forum");
        forum.zone("hall");
        match step(&mut forum) {
            Ok(()) => forum.finish().unwrap_err().to_string(),
            Err(refusal) => refusal.to_string(),
        }
    };
    let block = |change: fn(&mut Block)| {
        told(&move |forum| {
            forum.block(MORNING)?;
            let mut next = Block { begin: 1_000, ..MORNING };
            change(&mut next);
            forum.block(next).map(drop)
        })
    };
    let people = |step: &Step| {
        told(&|forum| {
            let slots = forum.block(MORNING)?;
            let rules = forum.rules("guest").done()?;
            let two = [forum.person(rules, &slots)?, forum.person(rules, &slots[1..])?];
            step(forum, &two)
        })
    };
    for (told, wanted) in [
        (block(|next| next.count = 0), "block: has no slots"),
        (block(|next| next.count = 500), "block: 500 more slots make more than"),
        (block(|next| next.begin = 550), "block: begins at minute 550, before the last slot ends at 685"),
        (block(|next| next.begin = 5_000), "block: ends after the next midnight"),
        (told(&|forum| forum.close("sofa", &[]).map(drop)), "no table is of kind \"sofa\"; add tables first"),
        (told(&|forum| forum.rules("guest").at_most(1, &[3]).done().map(drop)), "slot 3 is unknown"),
        (told(&|forum| forum.rules("guest").bonus(&[1, 2]).done().map(drop)), "a bonus must not grow"),
        (told(&|forum| forum.rules("guest").gap_cost(-1).done().map(drop)), "-1 is not between 0 and"),
        (people(&|forum, two| forum.wish(&two[..1], 1).map(drop)), "a meeting has two people or more"),
        (people(&|forum, two| forum.wish(&[two[0], two[0]], 1).map(drop)), "participant 0 stands twice"),
        (people(&|forum, two| forum.wish(two, -1).map(drop)), "requests[0].weight: is -1"),
        (people(&|forum, two| forum.wish(two, 1).map(drop)), "requests[0].places: can be nowhere"),
        (people(&|forum, two| forum.forbid(two[0], two[0]).map(drop)), "a pair is two people"),
        (
            people(&|forum, two| {
                let wish = forum.wish(two, 1)?;
                forum.at(wish, "booth", 0)?.fix(wish, 0, "booth").map(drop)
            }),
            "fixed[0]: participant 1 is not there in slot 0",
        ),
    ] {
        assert!(told.contains(wanted), "{told}\n    instead of {wanted}");
    }
}
