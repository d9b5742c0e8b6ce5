//! Conditions in conjunctive normal form, and counting in it.

use batsat::{Lit, Var};

/// A variable that is true, or, when below 0, one that is false. Never 0.
pub(crate) type Literal = i32;

/// A literal as the solver knows it.
pub(crate) fn as_lit(literal: Literal) -> Lit {
    Lit::new(Var::unsafe_from_idx(literal.unsigned_abs()), literal > 0)
}

/// Clauses over variables that count from 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Formula {
    /// How many variables there are.
    pub(crate) variables: i32,
    literals: Vec<Literal>,
    ends: Vec<usize>,
}

impl Formula {
    pub(crate) fn variable(&mut self) -> Literal {
        self.variables += 1;
        self.variables
    }

    /// One of these holds.
    pub(crate) fn clause(&mut self, literals: &[Literal]) {
        self.literals.extend_from_slice(literals);
        self.ends.push(self.literals.len());
    }

    pub(crate) fn clauses(&self) -> impl ExactSizeIterator<Item = &[Literal]> {
        (0..self.ends.len()).map(|at| {
            let begin = if at == 0 { 0 } else { self.ends[at - 1] };
            &self.literals[begin..self.ends[at]]
        })
    }

    /// At most one of these holds.
    pub(crate) fn at_most_one(&mut self, literals: &[Literal]) {
        for (at, first) in literals.iter().enumerate() {
            literals[at + 1..].iter().for_each(|second| self.clause(&[-first, -second]));
        }
    }

    /// Literals of which the first says that at least one of the inputs holds, the second that at least two do, and
    /// so on, up to `most`. When more hold, all are true. `exact` says whether they are false otherwise.
    ///
    /// *Source*: the totaliser of Bailleux and Boufkhad 2003, cut off as by Martins et al. 2014.
    pub(crate) fn count(&mut self, inputs: &[Literal], most: usize, exact: bool) -> Vec<Literal> {
        self.join(inputs.iter().map(|literal| vec![*literal]).collect(), most, exact)
    }

    /// The count of many counts, up to `most`; no more is said than that so many hold when they do.
    pub(crate) fn count_all(&mut self, counts: Vec<Vec<Literal>>, most: usize) -> Vec<Literal> {
        self.join(counts, most, false)
    }

    fn join(&mut self, mut layer: Vec<Vec<Literal>>, most: usize, exact: bool) -> Vec<Literal> {
        while layer.len() > 1 {
            layer = layer
                .chunks(2)
                .map(|pair| match pair {
                    [left, right] => self.merge(left, right, most, exact),
                    pair => pair.concat(),
                })
                .collect();
        }
        layer.pop().unwrap_or_default()
    }

    fn merge(&mut self, left: &[Literal], right: &[Literal], most: usize, exact: bool) -> Vec<Literal> {
        let sum: Vec<Literal> = (0..(left.len() + right.len()).min(most)).map(|_| self.variable()).collect();
        for a in 0..=left.len() {
            for b in 0..=right.len() {
                if a + b > 0 && a + b <= sum.len() {
                    // At least a and at least b make at least a + b.
                    let mut clause = vec![sum[a + b - 1]];
                    clause.extend((a > 0).then(|| -left[a - 1]));
                    clause.extend((b > 0).then(|| -right[b - 1]));
                    self.clause(&clause);
                }
                if exact && a + b < sum.len() {
                    // Fewer than a + 1 and fewer than b + 1 make fewer than a + b + 1.
                    let mut clause = vec![-sum[a + b]];
                    clause.extend((a < left.len()).then(|| left[a]));
                    clause.extend((b < right.len()).then(|| right[b]));
                    self.clause(&clause);
                }
            }
        }
        sum
    }
}
