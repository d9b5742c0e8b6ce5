//! Against trying everything, and on formulas whose answer is known.

use proptest::prelude::*;

use super::{Answer, Event, Solver, Way, luby};
use crate::formula::Literal;

fn solver(clauses: &[Vec<Literal>], variables: Literal, seed: u64) -> Solver {
    let mut solver = Solver::new(seed);
    solver.reserve(variables);
    clauses.iter().for_each(|clause| solver.add(clause));
    solver
}

/// Whether some assignment keeps all clauses and all that is assumed.
fn possible(clauses: &[Vec<Literal>], assumed: &[Literal], variables: Literal) -> bool {
    (0..1_u32 << variables).any(|values| {
        let holds = |literal: &Literal| (values >> (literal.unsigned_abs() - 1) & 1 == 1) == (*literal > 0);
        assumed.iter().all(holds) && clauses.iter().all(|clause| clause.iter().any(holds))
    })
}

/// Formulas over ten variables, about as many clauses as make them hard, and what is assumed one after another.
fn questions() -> impl Strategy<Value = (Vec<Vec<Literal>>, Vec<Vec<Literal>>)> {
    let literal =
        || (1..=10_i32, any::<bool>()).prop_map(|(variable, plain)| if plain { variable } else { -variable });
    (
        prop::collection::vec(prop::collection::vec(literal(), 1..5), 1..60),
        prop::collection::vec(prop::collection::vec(literal(), 0..6), 1..6),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn agrees_with_trying_everything((clauses, questions) in questions(), seed in any::<u64>()) {
        let mut solver = solver(&clauses, 10, seed);
        for (at, assumed) in questions.iter().enumerate() {
            let way = if at % 2 == 0 { Way::Models } else { Way::Proofs };
            match solver.solve(assumed, way, |_| false) {
                Answer::Model => {
                    let kept = |clause: &Vec<Literal>| clause.iter().any(|literal| solver.holds(*literal));
                    prop_assert!(clauses.iter().all(kept), "a clause is broken");
                    prop_assert!(assumed.iter().all(|literal| solver.holds(*literal)), "an assumption is broken");
                }
                Answer::Core(core) => {
                    prop_assert!(core.iter().all(|literal| assumed.contains(literal)), "more than was assumed");
                    prop_assert!(!possible(&clauses, &core, 10), "a core that holds");
                }
                Answer::Stopped => prop_assert!(false, "nobody stopped it"),
            }
        }
    }
}

/// More pigeons than holes, each in a hole of its own.
fn pigeons(holes: Literal, pigeons: Literal) -> Vec<Vec<Literal>> {
    let is_in = |pigeon: Literal, hole: Literal| pigeon * holes + hole + 1;
    let mut clauses: Vec<Vec<Literal>> =
        (0..pigeons).map(|pigeon| (0..holes).map(|hole| is_in(pigeon, hole)).collect()).collect();
    for hole in 0..holes {
        for one in 0..pigeons {
            clauses.extend((one + 1..pigeons).map(|other| vec![-is_in(one, hole), -is_in(other, hole)]));
        }
    }
    clauses
}

#[test]
fn proves_and_forgets_on_the_way() {
    for way in [Way::Models, Way::Proofs] {
        let mut solver = solver(&pigeons(7, 8), 56, 1);
        assert_eq!(solver.solve(&[], way, |_| false), Answer::Core(Vec::new()));
        assert!(
            solver.store.conflicts() > 600,
            "{} conflicts: nothing was forgotten",
            solver.store.conflicts()
        );
        assert_eq!(solver.solve(&[1], way, |_| false), Answer::Core(Vec::new()), "it stays impossible");
    }
}

#[test]
fn finds_what_is_planted() {
    // Clauses of three in which a hidden assignment makes at least one literal true; 4.0 clauses a variable.
    let mut chance = crate::solve::chance::Chance::new(7);
    let hidden: Vec<bool> = (0..200).map(|_| chance.below(2) == 0).collect();
    let mut clauses = Vec::new();
    while clauses.len() < 800 {
        let mut literal = || {
            let variable = chance.below(200) as Literal + 1;
            if chance.below(2) == 0 { variable } else { -variable }
        };
        let clause: Vec<Literal> = (0..3).map(|_| literal()).collect();
        if clause.iter().any(|literal| hidden[literal.unsigned_abs() as usize - 1] == (*literal > 0)) {
            clauses.push(clause);
        }
    }
    for way in [Way::Models, Way::Proofs] {
        let mut solver = solver(&clauses, 200, 3);
        assert_eq!(solver.solve(&[], way, |_| false), Answer::Model);
        assert!(clauses.iter().all(|clause| clause.iter().any(|literal| solver.holds(*literal))));
    }
}

#[test]
fn stops_when_told_and_goes_on_later() {
    let mut solver = solver(&pigeons(8, 9), 72, 1);
    let mut conflicts = 0;
    let answer = solver.solve(&[], Way::Proofs, |event| {
        conflicts += u32::from(event == Event::Conflict);
        conflicts == 100
    });
    assert_eq!((answer, conflicts), (Answer::Stopped, 100));
    assert_eq!(solver.solve(&[], Way::Proofs, |_| false), Answer::Core(Vec::new()));
}

#[test]
fn begins_anew_by_lubys_sequence() {
    let first: Vec<u64> = (0..15).map(luby).collect();
    assert_eq!(first, [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
}
