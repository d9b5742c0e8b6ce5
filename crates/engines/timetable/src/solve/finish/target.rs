//! Whether a plan of a given worth exists: a formula with a budget, asked in tries.

use batsat::{Solver, SolverInterface as _, SolverOpts, lbool};

use super::{
    Answer, CHARGE, Ear, Question,
    budget::Budget,
    ledger::Ledger,
    seat,
    write::{self, Written},
};
use crate::{
    formula::{Literal, as_lit},
    meet::{mask::Mask, problem::Problem},
    sat::luby,
    solve::state::WAITING,
};

/// Conflicts of the first try at a target; the solver begins anew, with another order, after 1, 1, 2, 1, 1, 2, 4, … times as
/// many (Luby, Sinclair, Zuckerman 1993): how long it takes to find a plan varies a hundredfold.
const TRY: u64 = 1_000;

/// A solver of formulas for a target.
pub(super) struct Engine<'e, 'w> {
    pub(super) solver: Solver<&'e Ear<'w>>,
    pub(super) theory: Budget,
}

impl<'e, 'w> Engine<'e, 'w> {
    /// Begins anew; `wished` says what is tried first for each variable.
    pub(super) fn new(
        written: &Written,
        budget: i64,
        options: SolverOpts,
        wished: &[lbool],
        ear: &'e Ear<'w>,
    ) -> Self {
        let mut solver = Solver::new(options, ear);
        for variable in 0..=written.formula.variables.unsigned_abs() as usize {
            solver.new_var(wished.get(variable).copied().unwrap_or(lbool::UNDEF), true);
        }
        for clause in written.formula.clauses() {
            solver.add_clause_reuse(&mut clause.iter().map(|literal| as_lit(*literal)).collect());
        }
        let mut theory = Budget::new(written.formula.variables.unsigned_abs() as usize);
        let groups = written.groups.iter();
        let groups =
            groups.map(|group| group.iter().map(|(loss, literal)| (*loss, as_lit(*literal))).collect());
        theory.add(groups.collect(), budget);
        Self { solver, theory }
    }

    /// The plan of the model that was just found; none when tables cannot be given out for it.
    pub(super) fn plan<M: Mask>(
        &self,
        question: &Question<'_, M>,
        ledger: &Ledger<M>,
        written: &Written,
    ) -> Option<(Vec<u16>, i64)> {
        let is = |literal: Literal| self.solver.value_lit(as_lit(literal)) == lbool::TRUE;
        let chosen = written.choices.iter().zip(&ledger.wishes).map(|(row, wish)| {
            let at = row.iter().position(|literal| is(*literal))?;
            Some(&wish.choices[at])
        });
        let state = seat(question, &chosen.collect::<Vec<_>>())?;
        Some((state.plan.at, state.plan.score))
    }
}

/// A target that is being asked for.
pub(super) struct Target<M> {
    ledger: Ledger<M>,
    written: Written,
    attempt: u32,
}

impl<M: Mask> Target<M> {
    pub(super) fn new(question: &Question<'_, M>, ledger: Ledger<M>, ear: &Ear<'_>) -> Self {
        // What was learnt of a target is wrong for a smaller one.
        ear.learnt.borrow_mut().clear();
        let written = write::write(question.problem, question.prices.areas, &ledger);
        Self { ledger, written, attempt: 0 }
    }

    /// What is preferred of each variable: what the best plan has.
    fn wished(&self, problem: &Problem<M>, best: &[u16]) -> Vec<lbool> {
        let mut wished = vec![lbool::UNDEF; self.written.formula.variables.unsigned_abs() as usize + 1];
        for (request, row) in self.written.choices.iter().enumerate() {
            let here = (best[request] != WAITING).then(|| problem.slot_class(best[request]));
            for (choice, literal) in self.ledger.wishes[request].choices.iter().zip(row) {
                let is = here.is_some_and(|(slot, class)| {
                    slot == choice.slot && problem.classes[class].area == choice.area
                });
                wished[literal.unsigned_abs() as usize] = lbool::new(is);
            }
        }
        wished
    }

    /// Looks for a plan until about so many further conflicts are there.
    pub(super) fn ask(
        &mut self,
        question: &Question<'_, M>,
        best: &[u16],
        turn: u64,
        ear: &Ear<'_>,
    ) -> Answer {
        if self.written.least() > self.ledger.budget {
            return Answer::None;
        }
        let end = ear.conflicts.get() + turn;
        while !ear.stopped.get() && ear.conflicts.get() < end {
            self.attempt += 1;
            // A try without conflicts costs something too.
            ear.conflicts.set(ear.conflicts.get() + CHARGE);
            let options = SolverOpts {
                learntsize_factor: 0.1,
                var_decay: if self.attempt % 2 == 1 { 0.85 } else { 0.95 },
                rnd_init_act: self.attempt > 1,
                random_seed: f64::from(self.attempt) + 17.0,
                ..SolverOpts::default()
            };
            // Near the best plan in every second try.
            let is_wished = self.attempt.is_multiple_of(2);
            let wished = if is_wished { self.wished(question.problem, best) } else { Vec::new() };
            let mut engine = Engine::new(&self.written, self.ledger.budget, options, &wished, ear);
            for clause in ear.learnt.borrow().iter() {
                engine.solver.add_clause_reuse(&mut clause.clone());
            }
            ear.pause.set(ear.conflicts.get() + TRY * luby(u64::from(self.attempt) - 1));
            ear.learns.set(true);
            let found = engine.solver.solve_limited_th(&mut engine.theory, &[]);
            ear.learns.set(false);
            if found == lbool::FALSE {
                return Answer::None;
            }
            if found == lbool::TRUE {
                let plan = engine.plan(question, &self.ledger, &self.written);
                return plan.map_or(Answer::Open, |(at, value)| Answer::Plan(at, value));
            }
        }
        Answer::Open
    }
}
