//! Why something is as it is.

use crate::{
    fault::{Faults, Refusal},
    meet::{
        mask::{Mask, by_width},
        model::{Instance, Solution},
        problem::Problem,
    },
    repair::kept::Kept,
    solve::state::{NONE, Plan, State, WAITING, broken},
};

/// Why a request has no meeting.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// The request.
    pub r: u32,
    /// Whether it could be placed in an empty plan.
    pub possible: bool,
    /// The shortest honest reason.
    pub reason: String,
}

/// Requests that nobody could ever place, each with the reason; known before anything is solved.
///
/// *Errors*: an instance that makes no sense.
pub fn impossible(instance: &Instance) -> Result<Vec<Explanation>, Refusal> {
    by_width!(instance.slots.len(), Word => impossible_in::<Word>(instance))
}

fn impossible_in<M: Mask>(instance: &Instance) -> Result<Vec<Explanation>, Refusal> {
    let problem = Problem::<M>::new(instance)?;
    let without = (0..problem.requests()).filter(|&request| problem.starts[request].is_empty());
    Ok(without
        .map(|r| Explanation { r: r as u32, possible: false, reason: never(instance, &problem, r) })
        .collect())
}

/// Why each request without a meeting has none.
///
/// *Errors*: an instance that makes no sense, a plan that does not fit it.
pub fn unplaced(instance: &Instance, solution: &Solution) -> Result<Vec<Explanation>, Refusal> {
    by_width!(instance.slots.len(), Word => unplaced_in::<Word>(instance, solution))
}

fn unplaced_in<M: Mask>(instance: &Instance, solution: &Solution) -> Result<Vec<Explanation>, Refusal> {
    let Kept { problem, plan, .. } = &Kept::<M>::new(instance.clone(), solution, &[], 1)?;
    let waiting = (0..problem.requests()).filter(|&request| plan.at[request] == WAITING);
    let explained = waiting.map(|request| Explanation {
        r: request as u32,
        possible: !problem.starts[request].is_empty(),
        reason: shortest(instance, problem, plan, request),
    });
    Ok(explained.collect())
}

/// What one person got.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PersonExplanation {
    /// The participant.
    pub participant: u32,
    /// Requests that name the participant.
    pub asked: usize,
    /// Meetings: when, and with whom.
    pub meetings: Vec<String>,
    /// Requests without a meeting, and why.
    pub without: Vec<Explanation>,
}

/// What a person got and why, and why not the rest.
///
/// *Errors*: as [`unplaced`], and an unknown participant.
pub fn person(
    instance: &Instance,
    solution: &Solution,
    participant: u32,
) -> Result<PersonExplanation, Refusal> {
    if participant as usize >= instance.participants.len() {
        return Err(Refusal::one("participant", format!("{participant} is unknown")));
    }
    let own = |r: u32| instance.requests[r as usize].who.contains(&participant);
    let without = unplaced(instance, solution)?.into_iter().filter(|found| own(found.r)).collect();
    let mut placed: Vec<_> = solution.meetings.iter().filter(|meeting| own(meeting.r)).collect();
    placed.sort_unstable_by_key(|meeting| meeting.slot);
    let meetings = placed.into_iter().map(|meeting| {
        let request = &instance.requests[meeting.r as usize];
        let others: Vec<String> =
            request.who.iter().filter(|id| **id != participant).map(|id| name(instance, *id)).collect();
        let table = meeting.table.map_or("at the stand".to_owned(), |table| format!("at table {table}"));
        let worth = request.weight;
        format!(
            "{}: with {}, {table}; request {}, worth {worth}",
            time(instance, meeting.slot as usize),
            others.join(", "),
            meeting.r
        )
    });
    Ok(PersonExplanation {
        participant,
        asked: instance.requests.iter().filter(|request| request.who.contains(&participant)).count(),
        meetings: meetings.collect(),
        without,
    })
}

/// Places fixed meetings into an empty plan.
///
/// *Errors*: fixed meetings that go with no rule or not with one another, each with what stands against it.
pub(crate) fn place_fixed<M: Mask>(instance: &Instance, state: &mut State<'_, M>) -> Result<(), Refusal> {
    let problem = state.problem;
    let mut faults = Faults::default();
    for (index, fixed) in instance.fixed.iter().enumerate() {
        let Some(code) = problem.fixed[fixed.r as usize] else { continue };
        if state.fits(fixed.r as usize, code) {
            state.insert(fixed.r as usize, code);
        } else {
            let reason = against(instance, problem, state, fixed.r as usize, code).join(" and ");
            let reason = if reason.is_empty() { never(instance, problem, fixed.r as usize) } else { reason };
            let when = time(instance, fixed.slot as usize);
            faults.add(
                || format!("fixed[{index}]"),
                format!("request {} cannot be at {when}: {reason}", fixed.r),
            );
        }
    }
    faults.finish()
}

/// A participant for people to read.
pub(crate) fn name(instance: &Instance, id: u32) -> String {
    let person = &instance.participants[id as usize];
    match (&person.name, person.kind.as_str()) {
        (Some(name), _) => name.clone(),
        (None, "") => format!("participant {id}"),
        (None, kind) => format!("{kind} {id}"),
    }
}

/// A slot for people to read.
pub(crate) fn time(instance: &Instance, slot: usize) -> String {
    let slot = &instance.slots[slot];
    format!("{:02}:{:02} on day {}", slot.start / 60, slot.start % 60, slot.day + 1)
}

/// Why a request can be nowhere, even in an empty plan.
fn never<M: Mask>(instance: &Instance, problem: &Problem<M>, request: usize) -> String {
    let who = &instance.requests[request].who;
    for &(a, b) in &instance.forbidden {
        if who.contains(&a) && who.contains(&b) {
            return format!("{} and {} must not meet", name(instance, a), name(instance, b));
        }
    }
    if problem.places(request).is_empty() {
        return format!("no table that it may use has {} seats", who.len());
    }
    if let Some(&away) = who.iter().find(|id| problem.avail[**id as usize].is_empty()) {
        return format!("{} is never available", name(instance, away));
    }
    let dur = usize::from(problem.dur[request]);
    let together = who.iter().fold(M::ALL, |mask, &id| mask & problem.avail[id as usize]);
    if !problem.span(together, dur).is_empty() {
        return "its tables are closed whenever all are available".into();
    }
    if !together.is_empty() {
        return format!("all are available together, but never for {dur} slots in a row");
    }
    let pairs = who.iter().enumerate().flat_map(|(at, &a)| who[at + 1..].iter().map(move |&b| (a, b)));
    let together = |a: u32, b: u32| problem.avail[a as usize] & problem.avail[b as usize];
    let apart = pairs.into_iter().find(|&(a, b)| together(a, b).is_empty());
    match apart {
        Some((a, b)) => {
            format!("{} and {} are never available at the same time", name(instance, a), name(instance, b))
        }
        None => "there is no slot at which all are available".into(),
    }
}

/// What stands against a request at a place; empty when nothing does, or when it can never be there.
pub(crate) fn against<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    plan: &Plan<M>,
    request: usize,
    code: u16,
) -> Vec<String> {
    let (slot, class) = problem.slot_class(code);
    let dur = usize::from(problem.dur[request]);
    let taken = M::row(slot, dur);
    let mut found = Vec::new();
    for &id in problem.members(request) {
        let person = id as usize;
        let who = || name(instance, id);
        if !(taken & !problem.avail[person]).is_empty() {
            found.push(format!("{} is not available", who()));
        } else if !(plan.full[person] & taken).is_empty() {
            found.push(format!(
                "{} has {}",
                who(),
                meetings_at(problem, plan, person, plan.full[person] & taken)
            ));
        } else if let Some((mask, most)) = limit_reached(problem, plan, person, taken) {
            let (first, last) = (mask.first(), mask.end() - 1);
            let (from, to) = (time(instance, first), time(instance, last));
            found.push(format!("{} reaches the limit of {most} between {from} and {to}", who()));
        } else if !(taken & !plan.open[person * problem.areas + problem.classes[class].area]).is_empty() {
            found.push(format!("{} could not walk there in time", who()));
        }
    }
    if !problem.span(plan.room_open[class], dur).has(slot) {
        let kind = &problem.classes[class];
        let closed = !problem.span(kind.open, dur).has(slot);
        let what = if closed { "are closed" } else { "are all taken" };
        found.push(format!("the {} tables of kind {:?} {what}", kind.rooms, kind.kind));
    }
    found
}

fn meetings_at<M: Mask>(problem: &Problem<M>, plan: &Plan<M>, person: usize, slots: M) -> String {
    let cap = usize::from(problem.cap[person]);
    let slot = slots.first();
    let base = problem.seat_base[person] as usize + slot * cap;
    let row = plan.seats[base..base + cap].iter().filter(|request| **request != NONE);
    let list: Vec<String> =
        row.map(|&request| format!("request {request}, worth {}", problem.value[request as usize])).collect();
    list.join(" and ")
}

/// A limit of a person that further slots would break.
fn limit_reached<M: Mask>(problem: &Problem<M>, plan: &Plan<M>, person: usize, taken: M) -> Option<(M, u32)> {
    let rules = &problem.rules[problem.profile[person] as usize];
    if problem.cap[person] == 1 {
        let busy = plan.busy[person] | taken;
        broken(rules, busy)?;
        return rules.all.iter().copied().find(|(mask, most)| (busy & *mask).count() > *most);
    }
    let cap = usize::from(problem.cap[person]);
    let base = problem.seat_base[person] as usize;
    let load = |mask: M| -> usize {
        let rows = mask.slots().map(|slot| &plan.seats[base + slot * cap..base + (slot + 1) * cap]);
        rows.map(|row| row.iter().filter(|request| **request != NONE).count()).sum()
    };
    rules
        .all
        .iter()
        .copied()
        .find(|&(mask, most)| load(mask) + (mask & taken).count() as usize > most as usize)
}

/// The shortest honest reason why a request waits.
pub(crate) fn shortest<M: Mask>(
    instance: &Instance,
    problem: &Problem<M>,
    plan: &Plan<M>,
    request: usize,
) -> String {
    let starts = problem.starts[request];
    if starts.is_empty() {
        return never(instance, problem, request);
    }
    let mut nearest: Option<(usize, Vec<String>)> = None;
    for slot in starts.slots() {
        for &(class, _) in problem.places(request) {
            let found = against(instance, problem, plan, request, problem.code(slot, usize::from(class)));
            if nearest.as_ref().is_none_or(|(_, least)| found.len() < least.len()) {
                nearest = Some((slot, found));
            }
        }
    }
    let Some((slot, reasons)) = nearest else { return "none of its places is there".into() };
    let when = time(instance, slot);
    if reasons.is_empty() {
        return format!("there is room at {when}, but the meeting would cost more than it is worth");
    }
    let reasons = reasons.join(", and ");
    match starts.count() {
        1 => format!("all are available only at {when}, where {reasons}; it would be possible without that"),
        more => format!(
            "all are available at {more} times; nearest is {when}, where {reasons}; it would be possible without that"
        ),
    }
}
