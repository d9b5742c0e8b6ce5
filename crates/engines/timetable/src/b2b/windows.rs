//! In which slots each meeting can be held at all.

use super::model::{Instance, Session};
use crate::fault::Refusal;

/// Slots from 0 on, one bit each.
pub(super) type Mask = u64;

/// The slots before a slot.
pub(super) fn before(slot: u32) -> Mask {
    if slot >= 64 { Mask::MAX } else { (1 << slot) - 1 }
}

/// The slots of each meeting that sessions, forbidden slots, fixed slots and precedences leave.
///
/// *Errors*: a meeting that is left none, with the reason; precedences that go in a circle.
pub(super) fn windows(instance: &Instance) -> Result<Vec<Mask>, Refusal> {
    let all = before(instance.slots);
    let off: Vec<Mask> = instance
        .forbidden
        .iter()
        .map(|slots| slots.iter().fold(0, |mask, slot| mask | 1 << (slot - 1)))
        .collect();
    let mut windows = Vec::with_capacity(instance.meetings.len());
    for (at, meeting) in instance.meetings.iter().enumerate() {
        let session = match meeting.session {
            Session::Morning => before(instance.morning),
            Session::Afternoon => all & !before(instance.morning),
            Session::Any => all,
        };
        let free = meeting.people.iter().fold(session, |mask, person| mask & !off[*person as usize - 1]);
        let window = meeting.fixed.map_or(free, |slot| free & 1 << (slot - 1));
        if window == 0 {
            let reason = match meeting.fixed {
                Some(slot) if free != 0 => format!("is fixed in slot {slot}, where it cannot be held"),
                _ => "its two people have no slot in common in which it may be held".into(),
            };
            return Err(Refusal::one(format!("requested[{}]", at + 1), reason));
        }
        windows.push(window);
    }
    // Each round moves at least one end of a window; there are 64 slots.
    for _ in 0..=64 * windows.len() {
        if !tighten(instance, &mut windows)? {
            break;
        }
    }
    Ok(windows)
}

/// Lets precedences cut windows; says whether one was cut.
fn tighten(instance: &Instance, windows: &mut [Mask]) -> Result<bool, Refusal> {
    let mut cut = false;
    for (later, meeting) in instance.meetings.iter().enumerate() {
        for &first in &meeting.after {
            let first = first as usize - 1;
            let from = windows[first].trailing_zeros() + 1;
            let to = 63 - windows[later].leading_zeros();
            let (new_later, new_first) = (windows[later] & !before(from), windows[first] & before(to));
            if new_later == 0 || new_first == 0 {
                let message = format!("cannot be held after meeting {}", first + 1);
                return Err(Refusal::one(format!("precedences[{}]", later + 1), message));
            }
            cut |= new_later != windows[later] || new_first != windows[first];
            (windows[later], windows[first]) = (new_later, new_first);
        }
    }
    Ok(cut)
}
