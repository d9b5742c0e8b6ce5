//! Real programmes, where they are at hand: what is read of them, and what is odd about them.

use std::collections::BTreeMap;

use madang_interchange::{
    Format, ReadOptions, Reading, Source,
    model::{Session, State},
    read,
};

use crate::shared::{data, read_one};

fn tell(name: &str, reading: &Reading) {
    let programme = &reading.programme;
    let unscheduled = programme.sessions.iter().filter(|session| session.slot.is_none()).count();
    println!(
        "{name}: {}, {} sessions ({unscheduled} without a time), {} speakers, {} rooms, {} tracks, {} kinds, zone {:?}",
        reading.format,
        programme.sessions.len(),
        programme.speakers.len(),
        programme.rooms.len(),
        programme.tracks.len(),
        programme.kinds.len(),
        programme.conference.zone,
    );
    let mut codes: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for oddity in &reading.oddities {
        codes.entry(&oddity.code).or_insert((0, &oddity.message)).0 += 1;
    }
    for (code, (count, example)) in codes {
        println!("    {count:5} {code}: {example}");
    }
}

/// Pairs of sessions in one room at one time.
fn overlaps(sessions: &[Session]) -> usize {
    let slots: Vec<_> = sessions.iter().filter_map(|session| session.slot.as_ref()).collect();
    let mut pairs = 0;
    for (index, one) in slots.iter().enumerate() {
        let clashes = |other: &&&madang_interchange::model::Slot| {
            one.room.is_some() && one.room == other.room && one.start < other.end && other.start < one.end
        };
        pairs += slots[index + 1..].iter().filter(clashes).count();
    }
    pairs
}

#[test]
fn devcon_6() {
    let Some(bytes) = data("programmes/devcon-6.json") else { return };
    let reading = read_one("devcon-6.json", &bytes);
    tell("devcon-6.json", &reading);
    let programme = &reading.programme;
    assert_eq!(reading.format, Format::Devcon);
    assert_eq!(programme.sessions.len(), 353);
    assert_eq!(programme.speakers.len(), 435);
    assert_eq!(programme.rooms.len(), 10);
    assert_eq!(programme.conference.zone.as_deref(), Some("America/Bogota"));
    let days = (programme.conference.first_day, programme.conference.last_day);
    assert_eq!(format!("{days:?}"), "(Some(2022-10-11), Some(2022-10-14))");
    assert_eq!(programme.sessions.iter().filter(|session| session.slot.is_none()).count(), 8);
    assert_eq!(overlaps(&programme.sessions), 24);
    let unplaced = reading.oddities.iter().filter(|oddity| oddity.code == "not-scheduled").count();
    assert_eq!(unplaced, 8);
}

#[test]
fn every_schedule() {
    for (name, sessions) in [
        ("38c3.xml", 1007),
        ("fosdem-2013.xml", 487),
        ("fosdem-2026.xml", 1079),
        ("voc-frab-camp2019.json", 79),
        ("devcon-3.json", 112),
        ("devcon-5.json", 307),
        ("ethcc-9-2026.json", 307),
        ("indico-voctosched-demo.json", 37),
        // 75 talks, 9 sprints held twice, 5 breaks.
        ("pyconfr-2025.json", 75 + 18 + 5),
        ("sessionize-dddmelbourne-2025.json", 28),
    ] {
        let Some(bytes) = data(&format!("programmes/{name}")) else { continue };
        let reading = read_one(name, &bytes);
        tell(name, &reading);
        assert_eq!(reading.programme.sessions.len(), sessions, "{name}");
    }
    for (name, sessions) in [("pretalx-democon.json", 36), ("hub-schedule2.json", 2)] {
        let Some(bytes) = data(&format!("schemas/{name}")) else { continue };
        let reading = read_one(name, &bytes);
        tell(name, &reading);
        assert_eq!(reading.programme.sessions.len(), sessions, "{name}");
    }
}

#[test]
fn open_event() {
    let names = ["event", "sessions", "speakers", "tracks", "microlocations", "sponsors"];
    let files: Vec<(String, Vec<u8>)> = names
        .iter()
        .filter_map(|name| {
            Some((format!("{name}.json"), data(&format!("programmes/fossasia-2018-openevent/{name}.json"))?))
        })
        .collect();
    if files.len() < names.len() {
        return;
    }
    let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
    let reading = read(&sources, &ReadOptions::default()).expect("it can be read");
    tell("fossasia-2018", &reading);
    let programme = &reading.programme;
    let counts =
        (programme.sessions.len(), programme.speakers.len(), programme.rooms.len(), programme.tracks.len());
    assert_eq!(counts, (371, 341, 17, 14));
    let public = programme.sessions.iter().filter(|session| session.state == State::Confirmed).count();
    assert_eq!(public, 234);
    let reversed: Vec<Source<'_>> = sources.iter().rev().copied().collect();
    let again = read(&reversed, &ReadOptions::default()).expect("it can be read");
    assert_eq!(again.programme, reading.programme, "the order of files does not matter");
}
