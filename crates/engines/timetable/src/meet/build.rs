//! Building an instance in Rust, step by step; what makes no sense is refused where it is said.

use super::{
    Problem,
    check::WORTH_MAX,
    mask::SLOTS_MAX,
    model::{BOOTH, Fixed, Instance, Limit, Participant, Profile, Request, Slot, Status, Table},
};
use crate::fault::Refusal;

/// A part of the venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(usize);

/// A group of people with the same rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules(usize);

/// Somebody who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person(u32);

/// A meeting that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wish(u32);

impl Person {
    /// The participant's id in files.
    #[must_use]
    pub fn id(self) -> u32 {
        self.0
    }
}

impl Wish {
    /// The request's id in files.
    #[must_use]
    pub fn id(self) -> u32 {
        self.0
    }
}

/// Slots that follow one another.
///
/// *Units*: minutes of the day; each slot is followed by `pause` minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Day of the conference.
    pub day: u32,
    /// Begin of the first slot.
    pub begin: u32,
    /// Length of each slot.
    pub length: u32,
    /// Minutes between two slots.
    pub pause: u32,
    /// Number of slots.
    pub count: u32,
}

/// Grows an instance.
///
/// Zones, slots and tables come first, then rules, people, and requests. Every step says at once when it makes no
/// sense; [`finish`](Self::finish) looks at the whole.
///
/// ```
/// use madang_timetable::meet::build::{Block, Builder};
/// # fn main() -> Result<(), madang_timetable::Refusal> {
/// let mut forum = Builder::new("forum");
/// let hall = forum.zone("hall");
/// let morning = forum.block(Block { day: 0, begin: 540, length: 20, pause: 5, count: 6 })?;
/// forum.tables("small", hall, 4, 10)?;
/// let guests = forum.rules("guest").bonus(&[20, 10]).at_most(3, &morning).done()?;
/// let ada = forum.person(guests, &morning)?;
/// let bea = forum.person(guests, &morning)?;
/// let wish = forum.wish(&[ada, bea], 12)?;
/// forum.at(wish, "small", 0)?;
/// let instance = forum.finish()?;
/// assert_eq!(instance.requests.len(), 1);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Builder {
    instance: Instance,
}

impl Builder {
    /// Begins with nothing.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let instance = Instance {
            format: "meet/1".into(),
            name: name.into(),
            slots: Vec::new(),
            zones: Vec::new(),
            walk: Vec::new(),
            booth_zone: 0,
            tables: Vec::new(),
            table_off: Default::default(),
            profiles: Vec::new(),
            participants: Vec::new(),
            requests: Vec::new(),
            fixed: Vec::new(),
            forbidden: Vec::new(),
            must_bonus: 0,
        };
        Self { instance }
    }

    /// Adds a part of the venue; the first one holds meetings at stands. One can walk everywhere at once at first.
    pub fn zone(&mut self, name: &str) -> Zone {
        self.instance.walk.iter_mut().for_each(|row| row.push(0));
        self.instance.zones.push(name.into());
        let zones = self.instance.zones.len();
        self.instance.walk.push(vec![0; zones]);
        Zone(zones - 1)
    }

    /// Says how long the walk between two parts of the venue takes, there and back.
    pub fn walk(&mut self, from: Zone, to: Zone, minutes: u32) -> &mut Self {
        self.instance.walk[from.0][to.0] = i64::from(minutes);
        self.instance.walk[to.0][from.0] = i64::from(minutes);
        self
    }

    /// Adds slots that follow one another; returns their numbers.
    ///
    /// *Errors*: no slots, too many, no length, a day or a time that is over already.
    pub fn block(&mut self, block: Block) -> Result<Vec<u32>, Refusal> {
        let first = self.instance.slots.len();
        let place = "block";
        if block.count == 0 || block.length == 0 {
            return Err(Refusal::one(place, "has no slots, or slots without length"));
        }
        if first + block.count as usize > SLOTS_MAX {
            let message = format!("{} more slots make more than {SLOTS_MAX}", block.count);
            return Err(Refusal::one(place, message));
        }
        if u64::from(block.begin)
            + u64::from(block.count) * (u64::from(block.length) + u64::from(block.pause))
            > 2 * 24 * 60
        {
            return Err(Refusal::one(place, "ends after the next midnight; times are minutes of the day"));
        }
        if let Some(last) = self.instance.slots.last() {
            if block.day < last.day {
                let message = format!("is on day {}, but day {} has begun already", block.day, last.day);
                return Err(Refusal::one(place, message));
            }
            if block.day == last.day && block.begin < last.end {
                let message =
                    format!("begins at minute {}, before the last slot ends at {}", block.begin, last.end);
                return Err(Refusal::one(place, message));
            }
        }
        let number = self.instance.slots.last().map_or(0, |last| last.block + 1);
        for at in 0..block.count {
            let start = block.begin + at * (block.length + block.pause);
            let id = self.instance.slots.len() as u32;
            let end = start + block.length;
            self.instance.slots.push(Slot { id, day: block.day, block: number, start, end });
        }
        Ok((first as u32..self.instance.slots.len() as u32).collect())
    }

    /// Adds tables of one kind.
    ///
    /// *Errors*: no tables, no seats, a name that means no table.
    pub fn tables(&mut self, kind: &str, zone: Zone, seats: u32, count: u32) -> Result<&mut Self, Refusal> {
        if kind == BOOTH {
            return Err(Refusal::one("tables", "\"booth\" means no table; give the kind another name"));
        }
        if seats == 0 || count == 0 {
            return Err(Refusal::one(format!("tables {kind:?}"), "there are none, or they have no seats"));
        }
        let next = self.instance.tables.len() as u32;
        let tables = (next..next + count).map(|id| Table { id, kind: kind.into(), zone: zone.0, seats });
        self.instance.tables.extend(tables);
        Ok(self)
    }

    /// Closes all tables of a kind in some slots.
    ///
    /// *Errors*: an unknown kind or slot.
    pub fn close(&mut self, kind: &str, slots: &[u32]) -> Result<&mut Self, Refusal> {
        self.known_kind(kind)?;
        self.known_slots("close", slots)?;
        self.instance.table_off.entry(kind.into()).or_default().extend(slots);
        Ok(self)
    }

    /// Begins rules for a group of people.
    pub fn rules(&mut self, name: &str) -> RulesBuilder<'_> {
        let profile = Profile { name: name.into(), limits: Vec::new(), bonus: Vec::new(), gap_cost: 0 };
        RulesBuilder { builder: self, profile }
    }

    /// Adds somebody who is there in some slots.
    ///
    /// *Errors*: an unknown slot.
    pub fn person(&mut self, rules: Rules, available: &[u32]) -> Result<Person, Refusal> {
        let id = self.instance.participants.len() as u32;
        self.known_slots(&format!("participants[{id}].avail"), available)?;
        let letter = |slot| if available.contains(&(slot as u32)) { '1' } else { '0' };
        self.instance.participants.push(Participant {
            id,
            kind: self.instance.profiles[rules.0].name.clone(),
            country: None,
            name: None,
            profile: rules.0,
            cap: 1,
            avail: (0..self.instance.slots.len()).map(letter).collect(),
            slot_cost: Default::default(),
        });
        Ok(Person(id))
    }

    /// Gives somebody a name, a country, a favourite session and the like.
    pub fn with_person(&mut self, person: Person, change: impl FnOnce(&mut Participant)) -> &mut Self {
        change(&mut self.instance.participants[person.0 as usize]);
        self
    }

    /// Adds a meeting of one slot that one side asks for; [`at`](Self::at) says where it can be.
    ///
    /// *Errors*: fewer than two people, somebody twice, a weight out of range.
    pub fn wish(&mut self, who: &[Person], weight: i64) -> Result<Wish, Refusal> {
        let id = self.instance.requests.len() as u32;
        let who: Vec<u32> = who.iter().map(|person| person.0).collect();
        if who.len() < 2 {
            return Err(Refusal::one(format!("requests[{id}].who"), "a meeting has two people or more"));
        }
        if let Some(twice) = who.iter().enumerate().find(|(at, id)| who[..*at].contains(id)) {
            let message = format!("participant {} stands twice", twice.1);
            return Err(Refusal::one(format!("requests[{id}].who[{}]", twice.0), message));
        }
        if !(0..=WORTH_MAX).contains(&weight) {
            let message = format!("is {weight}; weights are between 0 and {WORTH_MAX}");
            return Err(Refusal::one(format!("requests[{id}].weight"), message));
        }
        let (status, places) = (Status::OneSided, Vec::new());
        self.instance.requests.push(Request { id, who, weight, status, dur: 1, places });
        Ok(Wish(id))
    }

    /// Says that both sides ask for a meeting, or that the host has promised it.
    pub fn status(&mut self, wish: Wish, status: Status) -> &mut Self {
        self.instance.requests[wish.0 as usize].status = status;
        self
    }

    /// Lets a meeting take several slots.
    pub fn lasts(&mut self, wish: Wish, slots: u32) -> &mut Self {
        self.instance.requests[wish.0 as usize].dur = slots;
        self
    }

    /// Lets a meeting be at a kind of table, or at a stand (`"booth"`).
    ///
    /// *Errors*: an unknown kind, one that was named before.
    pub fn at(&mut self, wish: Wish, kind: &str, cost: i64) -> Result<&mut Self, Refusal> {
        self.known_kind(kind)?;
        let places = &mut self.instance.requests[wish.0 as usize].places;
        if places.iter().any(|(other, _)| other == kind) {
            return Err(Refusal::one(
                format!("requests[{}].places", wish.0),
                format!("{kind:?} stands twice"),
            ));
        }
        places.push((kind.into(), cost));
        Ok(self)
    }

    /// Agrees a meeting beforehand.
    ///
    /// *Errors*: an unknown slot, a kind of table that the request does not allow, somebody who is not there then.
    pub fn fix(&mut self, wish: Wish, slot: u32, kind: &str) -> Result<&mut Self, Refusal> {
        let place = format!("fixed[{}]", self.instance.fixed.len());
        self.known_slots(&place, &[slot])?;
        let request = &self.instance.requests[wish.0 as usize];
        if !request.places.iter().any(|(own, _)| own == kind) {
            return Err(Refusal::one(place, format!("request {} does not allow {kind:?}", wish.0)));
        }
        let away = |id: &&u32| {
            let avail = self.instance.participants[**id as usize].avail.as_bytes();
            avail.get(slot as usize) != Some(&b'1')
        };
        if let Some(id) = request.who.iter().find(away) {
            return Err(Refusal::one(place, format!("participant {id} is not there in slot {slot}")));
        }
        self.instance.fixed.push(Fixed { r: wish.0, slot, place: kind.into() });
        Ok(self)
    }

    /// Two people never meet.
    ///
    /// *Errors*: twice the same person.
    pub fn forbid(&mut self, one: Person, other: Person) -> Result<&mut Self, Refusal> {
        if one == other {
            return Err(Refusal::one("forbidden", "a pair is two people"));
        }
        self.instance.forbidden.push((one.0, other.0));
        Ok(self)
    }

    /// Says what keeping a promise is worth beside the weight.
    pub fn must_bonus(&mut self, worth: i64) -> &mut Self {
        self.instance.must_bonus = worth;
        self
    }

    /// The instance, when it makes sense as a whole.
    ///
    /// *Errors*: everything that does not, with its place.
    pub fn finish(self) -> Result<Instance, Refusal> {
        Problem::new(&self.instance)?;
        if let Some(request) = self.instance.requests.iter().find(|request| request.places.is_empty()) {
            let message = "can be nowhere; say `at` which kinds of tables it may be, or at \"booth\"";
            return Err(Refusal::one(format!("requests[{}].places", request.id), message));
        }
        Ok(self.instance)
    }

    fn known_kind(&self, kind: &str) -> Result<(), Refusal> {
        if kind == BOOTH || self.instance.tables.iter().any(|table| table.kind == kind) {
            return Ok(());
        }
        Err(Refusal::one("tables", format!("no table is of kind {kind:?}; add tables first")))
    }

    fn known_slots(&self, place: &str, slots: &[u32]) -> Result<(), Refusal> {
        let count = self.instance.slots.len();
        match slots.iter().find(|slot| **slot as usize >= count) {
            Some(slot) => Err(Refusal::one(place, format!("slot {slot} is unknown; there are {count}"))),
            None => Ok(()),
        }
    }
}

/// Rules that are being written.
#[derive(Debug)]
#[must_use = "rules count once they are `done`"]
pub struct RulesBuilder<'b> {
    builder: &'b mut Builder,
    profile: Profile,
}

impl RulesBuilder<'_> {
    /// At most so many busy slots of these: a day's, an afternoon's.
    pub fn at_most(mut self, max: u32, slots: &[u32]) -> Self {
        self.profile.limits.push(Limit { slots: slots.to_vec(), max });
        self
    }

    /// No more than so many meetings one after another, within each block.
    pub fn in_a_row(mut self, max: u32) -> Self {
        let slots = &self.builder.instance.slots;
        for window in slots.windows(max as usize + 1) {
            if window.first().map(|slot| slot.block) == window.last().map(|slot| slot.block) {
                let slots = window.iter().map(|slot| slot.id).collect();
                self.profile.limits.push(Limit { slots, max });
            }
        }
        self
    }

    /// At least one of these stays free: a lunch.
    pub fn one_free(mut self, slots: &[u32]) -> Self {
        let max = (slots.len() as u32).saturating_sub(1);
        self.profile.limits.push(Limit { slots: slots.to_vec(), max });
        self
    }

    /// What the first, second, … meeting of a person is worth.
    pub fn bonus(mut self, worths: &[i64]) -> Self {
        self.profile.bonus = worths.to_vec();
        self
    }

    /// What an idle slot between two meetings of a day costs.
    pub fn gap_cost(mut self, cost: i64) -> Self {
        self.profile.gap_cost = cost;
        self
    }

    /// Adds the rules.
    ///
    /// *Errors*: unknown slots, a bonus that grows, a worth out of range.
    pub fn done(self) -> Result<Rules, Refusal> {
        let place = format!("rules {:?}", self.profile.name);
        for limit in &self.profile.limits {
            self.builder.known_slots(&place, &limit.slots)?;
        }
        if self.profile.bonus.windows(2).any(|pair| pair[1] > pair[0]) {
            return Err(Refusal::one(place, "a bonus must not grow: the next meeting is never worth more"));
        }
        let worths = self.profile.bonus.iter().chain([&self.profile.gap_cost]);
        if let Some(worth) = worths.into_iter().find(|worth| !(0..=WORTH_MAX).contains(*worth)) {
            return Err(Refusal::one(place, format!("{worth} is not between 0 and {WORTH_MAX}")));
        }
        self.builder.instance.profiles.push(self.profile);
        Ok(Rules(self.builder.instance.profiles.len() - 1))
    }
}
