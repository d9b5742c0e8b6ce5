//! The sample conference keeps its promises at every size.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use madang_interchange::model::{Programme, State, Text};
use madang_sample::{SampleSize, pages, sample};
use proptest::prelude::*;

fn first_day() -> Date {
    jiff::civil::date(2027, 5, 18)
}

/// From, until, title.
type Held<'a> = (Timestamp, Timestamp, &'a str);

fn demo() -> Programme {
    sample(SampleSize::DEMO, first_day(), 7)
}

/// All that holds whatever the size.
fn check(programme: &Programme, size: SampleSize) -> Result<(), String> {
    let all = |keys: Vec<&str>, what: &str| -> Result<BTreeSet<String>, String> {
        let set: BTreeSet<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        if set.len() == keys.len() { Ok(set) } else { Err(format!("two {what} have the same key")) }
    };
    let rooms = all(programme.rooms.iter().map(|room| room.key.as_str()).collect(), "rooms")?;
    let tracks = all(programme.tracks.iter().map(|track| track.key.as_str()).collect(), "tracks")?;
    let kinds = all(programme.kinds.iter().map(|kind| kind.key.as_str()).collect(), "kinds")?;
    let speakers = all(programme.speakers.iter().map(|speaker| speaker.key.as_str()).collect(), "speakers")?;
    all(programme.sessions.iter().map(|session| session.key.as_str()).collect(), "sessions")?;
    all(programme.sessions.iter().filter_map(|session| session.guid.as_deref()).collect(), "guids")?;
    all(programme.speakers.iter().filter_map(|speaker| speaker.email.as_deref()).collect(), "addresses")?;
    let titles = programme.sessions.iter().flat_map(|session| session.title.0.values());
    all(titles.map(String::as_str).collect(), "titles")?;
    let counts = (programme.sessions.len(), programme.speakers.len(), programme.rooms.len());
    if counts != (size.sessions, size.speakers, size.rooms) {
        return Err(format!("asked for {size:?}, got {counts:?}"));
    }
    let mut taken: BTreeMap<(&str, &str), Vec<Held<'_>>> = BTreeMap::new();
    let mut unscheduled = 0;
    for session in &programme.sessions {
        let resolves = session.kind.as_ref().is_some_and(|kind| kinds.contains(kind))
            && session.track.as_ref().is_none_or(|track| tracks.contains(track))
            && session.parts.iter().all(|part| speakers.contains(&part.speaker));
        if !resolves || session.title.is_empty() || session.code.as_ref().is_none_or(|code| code.len() != 6) {
            return Err(format!("{session:?} is not whole"));
        }
        for text in [&session.title, &session.summary, &session.description] {
            if text.0.values().any(|text| text.trim().is_empty() || text.contains(['{', '}'])) {
                return Err(format!("an unfinished text: {text:?}"));
            }
        }
        let Some(slot) = &session.slot else {
            unscheduled += usize::from(session.state == State::Confirmed);
            continue;
        };
        if slot.end <= slot.start || slot.room.as_ref().is_some_and(|room| !rooms.contains(room)) {
            return Err(format!("{:?} has a bad slot {slot:?}", session.title));
        }
        let room = slot.room.as_deref().map(|room| ("room", room));
        let people = session.parts.iter().map(|part| ("speaker", part.speaker.as_str()));
        for one in room.into_iter().chain(people) {
            taken.entry(one).or_default().push((slot.start, slot.end, session.title.pick("en")));
        }
    }
    if unscheduled > 4 {
        return Err(format!("{unscheduled} confirmed sessions have no slot"));
    }
    for (who, mut slots) in taken {
        slots.sort();
        if let Some(clash) = slots.windows(2).find(|pair| pair[1].0 < pair[0].1) {
            return Err(format!("{who:?} is taken twice: {clash:?}"));
        }
    }
    Ok(())
}

#[test]
fn the_same_seed_gives_the_same_programme() {
    assert!(demo() == demo());
    assert!(demo() != sample(SampleSize::DEMO, first_day(), 8));
}

#[test]
fn the_two_sizes_are_whole() {
    for size in [SampleSize::DEMO, SampleSize::BENCH] {
        let programme = sample(size, first_day(), 7);
        check(&programme, size).unwrap();
        let confirmed = programme.sessions.iter().filter(|session| session.state == State::Confirmed);
        let scheduled = confirmed.filter(|session| session.slot.is_some()).count();
        assert!(scheduled * 100 >= size.sessions * 94, "{scheduled} of {}", size.sessions);
        let names: BTreeSet<&str> = programme.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(names.len(), size.speakers, "two speakers have the same name");
        let states: BTreeSet<State> = programme.sessions.iter().map(|session| session.state).collect();
        let expected =
            [State::Proposed, State::Accepted, State::Confirmed, State::Rejected, State::Withdrawn];
        assert_eq!(states, BTreeSet::from(expected));
        assert!(programme.sessions.iter().all(|session| (1..=5).contains(&session.parts.len())));
        let used: BTreeSet<&str> = programme
            .sessions
            .iter()
            .flat_map(|session| &session.parts)
            .map(|part| part.speaker.as_str())
            .collect();
        assert!(used.len() * 100 >= size.speakers * 90, "only {} of {} speak", used.len(), size.speakers);
    }
}

#[test]
fn every_day_is_full_and_one_ends_after_midnight() {
    let programme = demo();
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    let mut late = 0;
    for slot in programme.sessions.iter().filter_map(|session| session.slot.as_ref()) {
        let local = slot.end.in_tz("Asia/Seoul").unwrap();
        late += usize::from(local.hour() < 4);
        *days.entry(slot.start.in_tz("Asia/Seoul").unwrap().date().to_string()).or_default() += 1;
    }
    assert_eq!(late, 1);
    assert_eq!(days.len(), 4);
    assert!(days.values().all(|count| (55..95).contains(count)), "{days:?}");
}

#[test]
fn languages_are_mixed() {
    let programme = demo();
    let held = |tag: &str| {
        programme.sessions.iter().filter(|session| session.language.as_deref() == Some(tag)).count()
    };
    assert!((195..=225).contains(&held("en")), "{}", held("en"));
    assert!((50..=65).contains(&held("ko")), "{}", held("ko"));
    assert!((22..=35).contains(&held("zh")), "{}", held("zh"));
}

#[test]
fn what_the_host_writes_is_in_three_languages() {
    let programme = demo();
    let conference = &programme.conference;
    let mut texts: Vec<&Text> = vec![
        &conference.title,
        &conference.subtitle,
        &conference.description,
        &conference.venue,
        &conference.address,
    ];
    texts.extend(programme.rooms.iter().flat_map(|room| [&room.name, &room.description]));
    texts.extend(programme.tracks.iter().map(|track| &track.name));
    texts.extend(programme.kinds.iter().map(|kind| &kind.name));
    let pages = pages();
    texts.extend(pages.iter().flat_map(|page| [&page.title, &page.body]));
    for text in texts {
        let languages: Vec<&str> = text.0.keys().map(String::as_str).collect();
        assert_eq!(languages, ["en", "ko", "zh"], "{text:?}");
        let hangul = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
        let han = |text: &str| text.chars().any(|letter| ('一'..='鿿').contains(&letter));
        assert!(hangul(&text.0["ko"]) && han(&text.0["zh"]) && !hangul(&text.0["zh"]), "{text:?}");
    }
}

#[test]
fn names_are_written_in_many_scripts_and_in_latin_letters() {
    // The first letter of each script's block, and the last.
    const SCRIPTS: [(&str, char, char); 15] = [
        ("Latin", 'A', 'z'),
        ("Greek", 'Α', 'ω'),
        ("Cyrillic", 'А', 'ӿ'),
        ("Armenian", 'Ա', 'և'),
        ("Hebrew", 'א', 'ת'),
        ("Arabic", 'ء', 'ۿ'),
        ("Devanagari", 'अ', 'ॿ'),
        ("Bengali", 'অ', '৿'),
        ("Tamil", 'அ', '௿'),
        ("Thai", 'ก', '๛'),
        ("Georgian", 'ა', 'ჿ'),
        ("Ethiopic", 'ሀ', '፿'),
        ("Khmer", 'ក', '៿'),
        ("Han", '一', '鿿'),
        ("Hangul", '가', '힣'),
    ];
    let programme = demo();
    for (script, first, last) in SCRIPTS {
        let written = programme
            .speakers
            .iter()
            .filter(|speaker| speaker.name.chars().any(|letter| (first..=last).contains(&letter)));
        assert!(written.count() > 0, "nobody's name is written in {script}");
    }
    for speaker in &programme.speakers {
        let latin = speaker.name_latin.as_deref().unwrap_or(&speaker.name);
        assert!(
            latin.chars().next().is_some_and(|letter| letter < '\u{2000}' && letter.is_alphabetic()),
            "{latin}"
        );
        assert!(speaker.email.as_ref().is_some_and(|email| email.is_ascii() && !email.starts_with('@')));
        assert!(speaker.country.as_ref().is_some_and(|country| country.len() == 2));
        assert!(
            !speaker.biography.0.values().any(|text| text.contains(['{', '}'])),
            "{:?}",
            speaker.biography
        );
    }
}

#[test]
fn biographies_do_not_read_alike() {
    let programme = demo();
    let texts: BTreeSet<&str> =
        programme.speakers.iter().map(|speaker| speaker.biography.pick("en")).collect();
    assert_eq!(texts.len(), programme.speakers.len());
}

#[test]
fn track_colours_can_be_read_on_paper() {
    let luminance = |colour: &str| {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    for track in demo().tracks {
        let colour = track.colour.unwrap();
        let ratio = (luminance("#f7f2e7") + 0.05) / (luminance(&colour) + 0.05);
        assert!(ratio >= 4.5, "{colour}: {ratio}");
    }
}

#[test]
fn the_largest_size_is_free_of_clashes() {
    let programme = sample(SampleSize::BENCH, first_day(), 1);
    assert_eq!(check(&programme, SampleSize::BENCH), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_size_is_free_of_clashes(
        sessions in 0_usize..=1_000,
        speakers in 0_usize..=1_200,
        rooms in 0_usize..=20,
        days in 0_usize..=6,
        seed: u64,
    ) {
        let size = SampleSize { sessions, speakers, rooms, days };
        let found = check(&sample(size, first_day(), seed), size);
        prop_assert!(found.is_ok(), "{found:?}");
    }
}
