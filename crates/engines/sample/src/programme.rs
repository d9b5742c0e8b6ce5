//! The whole programme, put together.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use madang_interchange::model::{Programme, Room, Slot, State, Text};

use crate::{
    chance::Chance,
    conference::{ZONE, conference, text},
    house::{Form, kinds, rooms, tracks},
    people::cast,
    phrases::COMMON,
    session::{Casting, Outline, Writer},
    timetable::{DAY, Pace, Place, Wish, fill, keynotes, place},
};

/// How large a conference to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleSize {
    /// Sessions of all states, scheduled or not.
    pub sessions: usize,
    /// Speakers.
    pub speakers: usize,
    /// Rooms; the first is the largest.
    pub rooms: usize,
    /// Conference days; 0 counts as 1.
    pub days: usize,
}

impl SampleSize {
    /// What `madang demo` shows.
    pub const DEMO: Self = Self { sessions: 300, speakers: 400, rooms: 10, days: 4 };
    /// What the benches measure.
    pub const BENCH: Self = Self { sessions: 1_000, speakers: 1_200, rooms: 16, days: 4 };
}

/// The sample conference: the same for the same size, day and seed.
///
/// No room and no speaker is taken twice at one time. A session that finds no space in the house stays a proposal
/// without a slot; apart from those, a few are unscheduled or not confirmed, as in real life.
#[must_use]
pub fn sample(size: SampleSize, first_day: Date, seed: u64) -> Programme {
    let days = size.days.max(1);
    let pace = Pace::of(size.sessions, size.rooms.max(1), days);
    let (rooms, tracks) = (rooms(size.rooms), tracks());
    let plans = plans(size, days, pace, tracks.len(), &mut Chance::new(seed, 2));
    let cast = cast(size.speakers, seed);
    let mut casting = Casting::new(&cast, seed);
    let mut writer = Writer::new(seed);
    let midnight = midnight(first_day);
    let mut sessions: Vec<_> = plans
        .iter()
        .map(|plan| {
            let mut session = writer.write(plan, &tracks[plan.track].key, pace.minutes(plan.form));
            session.parts = casting.parts(plan);
            session.slot = plan.place.as_ref().map(|place| slot(place, &rooms, midnight));
            session
        })
        .collect();
    for (number, session) in (1_001..).zip(&mut sessions) {
        session.number = Some(number);
    }
    Programme {
        conference: conference(first_day, days),
        rooms,
        tracks,
        kinds: kinds(&pace),
        speakers: cast.into_iter().map(|member| member.speaker).collect(),
        sessions,
    }
}

/// Midnight at which the first day begins.
fn midnight(first_day: Date) -> Timestamp {
    // The zone is in every time zone database, and Korea has not changed its clocks since 1988.
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    zone.to_ambiguous_timestamp(first_day.at(0, 0, 0, 0)).compatible().unwrap_or(Timestamp::MIN)
}

fn slot(place: &Place, rooms: &[Room], midnight: Timestamp) -> Slot {
    let at = |minutes: u32| {
        midnight.saturating_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(Timestamp::MAX)
    };
    let room = place.room.and_then(|room| rooms.get(room)).map(|room| room.key.clone());
    Slot { room, start: at(place.start), end: at(place.end) }
}

/// The common sessions: title, summary, place.
fn common(size: SampleSize, days: usize, pace: Pace) -> Vec<(usize, Place)> {
    if size.rooms == 0 {
        return Vec::new();
    }
    let yard = Some(1.min(size.rooms - 1));
    let (last, second) = (days - 1, 1.min(days - 1));
    let evening = if pace.is_busy() { 1_140 } else { 1_095 };
    // On a conference of one day the evenings would meet; then only the party is held.
    let mut common = vec![
        (0, place(0, Some(0), if pace.is_busy() { 525 } else { 545 }, 30)),
        (1, place(last, Some(0), evening, 30)),
        (3, place(last.saturating_sub(1), yard, 1_260, 270)),
        (5, place(second, None, 480, 50)),
    ];
    if days > 1 {
        common.push((2, place(0, yard, if pace.is_busy() { 1_145 } else { 1_100 }, 110)));
    }
    // In a house of one room the closing would meet it.
    if days > 2 && size.rooms > 1 {
        common.push((4, place(2, yard, evening, 60)));
    }
    common.truncate(size.sessions / 8);
    common
}

/// Decides what each session is, where it is held and in which language.
fn plans(size: SampleSize, days: usize, pace: Pace, tracks: usize, chance: &mut Chance) -> Vec<Outline> {
    let common = common(size, days, pace);
    let mut taken: Vec<Place> = common.iter().map(|(_, place)| *place).collect();
    let mut plans: Vec<Outline> = common
        .into_iter()
        .map(|(number, place)| {
            let (title, summary) = COMMON[number];
            let three = |words: [&str; 3]| text(words[0], words[1], words[2]);
            let common = Some((three(title), three(summary)));
            Outline { form: Form::Social, place: Some(place), common, ..Outline::default() }
        })
        .collect();
    let keynotes = if size.rooms == 0 { Vec::new() } else { keynotes(pace, days) };
    for (number, place) in keynotes.into_iter().take(size.sessions / 12).enumerate() {
        taken.push(place);
        let track = (number * 3) % tracks;
        plans.push(Outline { form: Form::Keynote, place: Some(place), track, ..Outline::default() });
    }
    let rest = size.sessions.saturating_sub(plans.len());
    let mut wishes: Vec<Wish> =
        (0..rest).map(|index| Wish { form: form(pace, chance), track: index % tracks }).collect();
    chance.shuffle(&mut wishes);
    let (undecided, unscheduled) = (rest / 25, (rest / 90).min(4));
    let held = rest - undecided - unscheduled;
    let places = fill(pace, size.rooms, days, &taken, &wishes[..held], tracks);
    let languages = languages(rest, chance);
    for (index, wish) in wishes.iter().enumerate() {
        let place = places.get(index).copied().flatten();
        let state = match index.checked_sub(held) {
            Some(number) if number < undecided => UNDECIDED[number % UNDECIDED.len()],
            None if place.is_none() => State::Proposed,
            _ => State::Confirmed,
        };
        let language = languages[index];
        plans.push(Outline {
            form: wish.form,
            track: wish.track,
            language,
            place,
            state,
            ..Outline::default()
        });
    }
    plans.sort_by_key(|plan| plan.place.map_or((u32::MAX, None), |place| (place.start, place.room)));
    plans
}

const UNDECIDED: [State; 6] =
    [State::Proposed, State::Accepted, State::Rejected, State::Proposed, State::Withdrawn, State::Accepted];

fn form(pace: Pace, chance: &mut Chance) -> Form {
    const FORMS: [Form; 5] = [Form::Talk, Form::Panel, Form::Workshop, Form::Lightning, Form::Fireside];
    let weights = if pace.is_busy() { [55, 10, 3, 28, 4] } else { [58, 14, 6, 16, 6] };
    FORMS[chance.weighted(&weights)]
}

/// Seven in ten are held in English, two in Korean, one in Chinese.
fn languages(count: usize, chance: &mut Chance) -> Vec<&'static str> {
    let language = |index: usize| match index % 10 {
        0 | 5 => "ko",
        3 => "zh",
        _ => "en",
    };
    let mut languages: Vec<_> = (0..count).map(language).collect();
    chance.shuffle(&mut languages);
    languages
}

impl Default for Outline {
    fn default() -> Self {
        Self {
            form: Form::Talk,
            track: 0,
            language: "en",
            place: None,
            state: State::Confirmed,
            common: None::<(Text, Text)>,
        }
    }
}

// A day of the timetable has 24 hours, whatever the clock does: the zone has no changes.
const _: () = assert!(DAY == 1_440);
