//! How fair a plan is, and a picture of it.

mod picture;

use std::collections::BTreeMap;

use serde::Serialize;

pub use picture::{people_picture, tables_picture};

use crate::{
    fault::Refusal,
    meet::{
        mask::{Mask, by_width},
        model::{Instance, Solution},
        problem::Problem,
    },
};

/// Meetings with which somebody who asked for more counts as satisfied.
const ENOUGH: usize = 4;

/// How a group of people fares.
///
/// *Units*: satisfaction is the number of meetings over the number asked for, or over four if more were asked for; at
/// most 1. The percentiles say what the worst-off have at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fairness {
    /// People whom at least one request names.
    pub people: usize,
    /// Those of them without any meeting.
    pub with_none: usize,
    /// Of those, people whose requests could not be placed even in an empty plan.
    pub without_hope: usize,
    /// Meetings of the group's people.
    pub meetings: usize,
    /// Satisfaction of the person at 1 % from below.
    pub p1: f64,
    /// At 5 %.
    pub p5: f64,
    /// At 10 %.
    pub p10: f64,
    /// At 50 %.
    pub p50: f64,
    /// Mean satisfaction.
    pub mean: f64,
    /// Jain's index of satisfaction: 1 when all are alike. *Source*: Jain, Chiu, Hawe 1984.
    pub jain: f64,
}

/// Fairness of a plan: altogether, by role and by country.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FairnessReport {
    /// Everybody.
    pub all: Fairness,
    /// By role.
    pub by_kind: BTreeMap<String, Fairness>,
    /// By country; people without one are left out.
    pub by_country: BTreeMap<String, Fairness>,
}

/// Counts how a plan treats people.
#[must_use]
pub fn fairness(instance: &Instance, solution: &Solution) -> FairnessReport {
    let people = instance.participants.len();
    let (mut asked, mut got) = (vec![0_usize; people], vec![0_usize; people]);
    for request in &instance.requests {
        request.who.iter().for_each(|id| asked[*id as usize] += 1);
    }
    for meeting in &solution.meetings {
        if let Some(request) = instance.requests.get(meeting.r as usize) {
            request.who.iter().for_each(|id| got[*id as usize] += 1);
        }
    }
    let hopeless = by_width!(instance.slots.len(), Word => hopeless::<Word>(instance));
    let hopeless = hopeless.unwrap_or_else(|_| vec![false; people]);
    let of = |keep: &dyn Fn(usize) -> bool| {
        let group: Vec<usize> = (0..people).filter(|&person| asked[person] > 0 && keep(person)).collect();
        group_fairness(&group, &asked, &got, &hopeless)
    };
    let mut report = FairnessReport { all: of(&|_| true), ..FairnessReport::default() };
    let person = |at: usize| &instance.participants[at];
    for participant in &instance.participants {
        let kind = &participant.kind;
        if !report.by_kind.contains_key(kind) {
            report.by_kind.insert(kind.clone(), of(&|at| person(at).kind == *kind));
        }
        if let Some(country) = &participant.country
            && !report.by_country.contains_key(country)
        {
            report.by_country.insert(country.clone(), of(&|at| person(at).country.as_ref() == Some(country)));
        }
    }
    report
}

/// Who could have no meeting even in an empty plan.
fn hopeless<M: Mask>(instance: &Instance) -> Result<Vec<bool>, Refusal> {
    let problem = Problem::<M>::new(instance)?;
    Ok((0..problem.people()).map(|person| problem.wishes(person).is_empty()).collect())
}

fn group_fairness(group: &[usize], asked: &[usize], got: &[usize], hopeless: &[bool]) -> Fairness {
    let mut parts: Vec<f64> =
        group.iter().map(|&at| (got[at] as f64 / asked[at].min(ENOUGH) as f64).min(1.0)).collect();
    parts.sort_by(f64::total_cmp);
    let at = |percent: usize| parts.get(parts.len() * percent / 100).copied().unwrap_or(1.0);
    let (sum, squares) =
        parts.iter().fold((0.0, 0.0), |(sum, squares), part| (sum + part, squares + part * part));
    let count = parts.len() as f64;
    let none = |at: &&usize| got[**at] == 0;
    Fairness {
        people: group.len(),
        with_none: group.iter().filter(none).count(),
        without_hope: group.iter().filter(none).filter(|at| hopeless[**at]).count(),
        meetings: group.iter().map(|&at| got[at]).sum(),
        p1: at(1),
        p5: at(5),
        p10: at(10),
        p50: at(50),
        mean: if parts.is_empty() { 1.0 } else { sum / count },
        jain: if squares > 0.0 { sum * sum / (count * squares) } else { 1.0 },
    }
}
