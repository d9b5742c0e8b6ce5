//! Written and read again, a programme is the same as far as the format can carry it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, civil::date, tz::TimeZone};
use madang_interchange::{
    ReadOptions, Source,
    model::{
        Conference, Kind, Part, Programme, Resource, ResourceKind, Role, Room, Session, Severity, Slot,
        Speaker, State, Text, Track,
    },
    probe::assert_promises,
    read,
    write::{
        TableOptions, WriteContext, XmlDialect, schedule_json, schedule_json2, schedule_xml, sessions_csv,
        speakers_csv,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// The formats that carry a timetable both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Strict,
    Wide,
    Json,
    Json2,
    Csv,
}

const CARRIERS: [Carrier; 5] = [Carrier::Strict, Carrier::Wide, Carrier::Json, Carrier::Json2, Carrier::Csv];

fn context() -> WriteContext {
    let mut context = WriteContext::new("https://conf.example/", "en", jiff::Timestamp::UNIX_EPOCH);
    // Sessions keep their own addresses.
    context.session_url.clear();
    context.speaker_url.clear();
    context
}

fn carry(programme: &Programme, carrier: Carrier) -> Programme {
    let context = context();
    let files = match carrier {
        Carrier::Strict => vec![schedule_xml(programme, &context, XmlDialect::Strict)],
        Carrier::Wide => vec![schedule_xml(programme, &context, XmlDialect::Wide)],
        Carrier::Json => vec![schedule_json(programme, &context)],
        Carrier::Json2 => vec![schedule_json2(programme, &context)],
        Carrier::Csv => {
            let options = TableOptions { byte_order_mark: true, private: true };
            vec![sessions_csv(programme, &context, options), speakers_csv(programme, &context, options)]
        }
    };
    let sources: Vec<Source<'_>> =
        files.iter().map(|text| Source { name: "own", bytes: text.as_bytes() }).collect();
    let zone = (carrier == Carrier::Csv).then(|| programme.conference.zone.clone()).flatten();
    let options = ReadOptions { zone, ..ReadOptions::default() };
    let reading =
        read(&sources, &options).unwrap_or_else(|fault| panic!("{carrier:?}: {fault}\n{}", files[0]));
    let serious = reading.oddities.iter().find(|oddity| {
        oddity.severity != Severity::Note
            && !matches!(&*oddity.code, "assumed-zone" | "no-sessions" | "clock-change")
    });
    assert_eq!(serious, None, "{carrier:?}: our own file is odd\n{}", files[0]);
    assert_promises(&reading.programme);
    reading.programme
}

/// A session as everybody sees it, without keys.
#[derive(Clone, Debug, Default, PartialEq)]
struct View {
    number: Option<i64>,
    code: Option<String>,
    title: Text,
    subtitle: Text,
    summary: Text,
    description: Text,
    language: Option<String>,
    kind: Option<Text>,
    track: Option<Text>,
    do_not_record: bool,
    people: Vec<(String, Role, Text)>,
    resources: Vec<(ResourceKind, String, String)>,
    slot: Option<(Option<Text>, jiff::Timestamp, jiff::Timestamp)>,
    url: Option<String>,
}

fn views(programme: &Programme, carrier: Carrier) -> BTreeMap<String, View> {
    let room =
        |key: &String| programme.rooms.iter().find(|room| room.key == *key).map(|room| room.name.clone());
    let mut views = BTreeMap::new();
    for session in &programme.sessions {
        let mut view = View {
            number: session.number,
            code: session.code.clone(),
            title: session.title.clone(),
            subtitle: session.subtitle.clone(),
            summary: session.summary.clone(),
            description: session.description.clone(),
            language: session.language.clone(),
            kind: session
                .kind
                .as_ref()
                .and_then(|key| programme.kinds.iter().find(|kind| kind.key == *key))
                .map(|kind| kind.name.clone()),
            track: session
                .track
                .as_ref()
                .and_then(|key| programme.tracks.iter().find(|track| track.key == *key))
                .map(|track| track.name.clone()),
            do_not_record: session.do_not_record,
            people: session
                .parts
                .iter()
                .filter_map(|part| {
                    Some((programme.speakers.iter().find(|speaker| speaker.key == part.speaker)?, part.role))
                })
                .map(|(speaker, role)| (speaker.name.clone(), role, speaker.biography.clone()))
                .collect(),
            resources: session
                .resources
                .iter()
                .map(|one| (one.kind, one.title.clone(), one.url.clone()))
                .collect(),
            slot: session.slot.as_ref().map(|slot| (slot.room.as_ref().and_then(room), slot.start, slot.end)),
            url: session.url.clone(),
        };
        mask(&mut view, carrier);
        views.insert(session.guid.clone().unwrap_or_default(), view);
    }
    views
}

/// Takes away what a format cannot carry.
fn mask(view: &mut View, carrier: Carrier) {
    let people = view.people.iter_mut();
    match carrier {
        Carrier::Strict => {
            view.code = None;
            view.url = None;
            people.for_each(|(_, role, biography)| (*role, *biography) = (Role::Speaker, Text::default()));
            view.resources.iter_mut().for_each(|(kind, _, _)| *kind = ResourceKind::Link);
        }
        Carrier::Wide | Carrier::Json => people.for_each(|(_, role, _)| *role = Role::Speaker),
        Carrier::Json2 => {
            view.number = None;
            view.kind = None;
            view.do_not_record = false;
            view.language.get_or_insert_with(|| "en".to_owned());
        }
        Carrier::Csv => {
            view.number = None;
            let plain = |(_, _, url): &(ResourceKind, String, String)| {
                (ResourceKind::Link, String::new(), url.clone())
            };
            view.resources = view.resources.iter().map(plain).collect();
        }
    }
}

/// One line in any script, with everything that XML, JSON, CSV and Markdown stumble over.
fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z0-9<>&\"'=+@;,:!?*_\\[\\]()#$%^~`|{}./\\\\-]{1,8}",
        "[가-힣]{1,5}",
        "[一-龥]{1,4}",
        "[а-яА-ЯёЁ]{1,6}",
        "[ا-ي]{1,6}",
        select(vec!["]]>", "<!--", "&amp;", "😀", "a\u{2028}b", "e\u{301}", "Ünï", "'=1+1", "</script>"])
            .prop_map(str::to_owned),
    ];
    vec(word, 1..5).prop_map(|words| words.join(" "))
}

fn body() -> impl Strategy<Value = String> {
    // A text that begins as HTML does is taken for HTML, and rightly so.
    vec(line(), 1..4).prop_map(|lines| format!("x{}", lines.join("\n\n")))
}

fn text(words: impl Strategy<Value = String>) -> impl Strategy<Value = Text> {
    words.prop_map(|text| Text(BTreeMap::from([(String::new(), text)])))
}

fn maybe(words: impl Strategy<Value = String>) -> impl Strategy<Value = Text> {
    option::of(words).prop_map(|found| Text(found.into_iter().map(|text| (String::new(), text)).collect()))
}

fn guid(sort: u32, number: usize) -> String {
    format!("{sort:08x}-0000-4000-8000-{number:012x}")
}

prop_compose! {
    fn session()(
        title in text(line()), subtitle in maybe(line()), summary in maybe(body()), description in maybe(body()),
        language in option::of(select(vec!["en", "ko", "de", "zh"])), kind in option::of(0_usize..2), track in option::of(0_usize..2),
        people in vec((0_usize..4, select(vec![Role::Speaker, Role::Moderator, Role::Host, Role::Panellist])), 0..4),
        links in vec((line(), 0_u32..1000), 0..3), slides in option::of(line()), do_not_record in any::<bool>(),
        day in 0_i64..3, minute in 0_i64..1440, length in 1_i64..600, room in 0_usize..3,
    ) -> (Session, [i64; 3]) {
        let one = |value: String| Some(value);
        let mut parts: Vec<Part> = Vec::new();
        for (person, role) in people {
            let speaker = guid(3, person);
            if parts.iter().all(|part| part.speaker != speaker) {
                parts.push(Part { speaker, role });
            }
        }
        let link = |(title, number): (String, u32)| Resource { kind: ResourceKind::Link, title, url: format!("https://a.example/{number}?x=1&y=%22") };
        let mut resources: Vec<Resource> = links.into_iter().map(link).collect();
        resources.extend(slides.map(|title| Resource { kind: ResourceKind::Attachment, title, url: "https://a.example/s.pdf".into() }));
        let session = Session {
            title, subtitle, summary, description, language: language.map(str::to_owned), do_not_record, parts, resources,
            kind: kind.map(|index| ["Talk", "Workshop"][index].to_owned()),
            track: track.map(|index| format!("track-{index}")),
            slot: Some(Slot { room: one(guid(2, room)), start: jiff::Timestamp::UNIX_EPOCH, end: jiff::Timestamp::UNIX_EPOCH }),
            ..Session::default()
        };
        (session, [day, minute, length])
    }
}

prop_compose! {
    fn programme()(
        zone in select(vec!["Asia/Seoul", "America/Bogota", "Europe/Berlin", "UTC", "America/St_Johns"]),
        starts in option::of(60_u16..600), grid in 1_u16..60,
        title in text(line()), names in vec(line(), 4), rooms in vec(line(), 3), tracks in vec(line(), 2), biographies in vec(maybe(body()), 4),
        sessions in vec(session(), 0..6),
    ) -> Programme {
        // The clock changes in Berlin during this conference.
        let first = date(2026, 10, 24);
        let tz = TimeZone::get(zone).expect("a zone");
        let text = |text: String| Text(BTreeMap::from([(String::new(), text)]));
        let place = |(number, (mut session, [day, minute, length])): (usize, (Session, [i64; 3]))| {
            let shift = SignedDuration::from_mins(i64::from(starts.unwrap_or(0)) + minute + day * 1440);
            let wall = first.at(0, 0, 0, 0).checked_add(shift).expect("a time");
            let start = tz.to_zoned(wall).expect("a time").timestamp();
            session.key = guid(1, number);
            session.guid = Some(session.key.clone());
            session.code = (number % 2 == 0).then(|| format!("CODE{number}"));
            session.number = Some(i64::try_from(number).expect("a small number") + 1);
            session.url = Some(format!("https://conf.example/s/{number}"));
            if let Some(slot) = &mut session.slot {
                (slot.start, slot.end) = (start, start + SignedDuration::from_mins(length));
            }
            session
        };
        Programme {
            conference: Conference {
                acronym: Some("conf2026".into()), title, zone: Some(zone.into()), first_day: Some(first), last_day: Some(date(2026, 10, 26)),
                day_starts_minutes: starts, grid_minutes: Some(grid), ..Conference::default()
            },
            rooms: rooms.into_iter().enumerate().map(|(index, name)| Room { key: guid(2, index), guid: Some(guid(2, index)), name: text(format!("{name} {index}")), ..Room::default() }).collect(),
            tracks: tracks.into_iter().enumerate().map(|(index, name)| Track { key: format!("track-{index}"), name: text(format!("{name} {index}")), colour: Some("#0a7bff".into()) }).collect(),
            kinds: ["Talk", "Workshop"].map(|name| Kind { key: name.into(), name: text(name.into()), duration_minutes: None }).into(),
            speakers: names.into_iter().zip(biographies).enumerate().map(|(index, (name, biography))| {
                // A separator of people in tables cannot be in a name there.
                let name = format!("{} {index}", name.replace(';', ","));
                Speaker { key: guid(3, index), guid: Some(guid(3, index)), name, biography, ..Speaker::default() }
            }).collect(),
            sessions: sessions.into_iter().enumerate().map(place).collect(),
        }
    }
}

fn sorted(mut programme: Programme) -> Programme {
    programme.rooms.sort_by(|one, other| one.key.cmp(&other.key));
    programme.tracks.sort_by(|one, other| one.key.cmp(&other.key));
    programme.kinds.sort_by(|one, other| one.key.cmp(&other.key));
    programme.speakers.sort_by(|one, other| one.key.cmp(&other.key));
    programme.sessions.sort_by(|one, other| one.key.cmp(&other.key));
    programme
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_carried_comes_back(programme in programme()) {
        for carrier in CARRIERS {
            let back = carry(&programme, carrier);
            prop_assert_eq!(views(&back, carrier), views(&programme, carrier), "{:?}", carrier);
            let (was, is) = (&programme.conference, &back.conference);
            prop_assert_eq!(&is.zone, &was.zone, "{:?}", carrier);
            if carrier != Carrier::Csv {
                prop_assert_eq!(&is.title, &was.title, "{:?}", carrier);
                prop_assert_eq!((is.first_day, is.last_day, is.grid_minutes), (was.first_day, was.last_day, was.grid_minutes), "{:?}", carrier);
                if !programme.sessions.is_empty() || carrier != Carrier::Csv {
                    prop_assert_eq!(is.day_starts_minutes, was.day_starts_minutes, "{:?}", carrier);
                }
            }
        }
    }

    #[test]
    fn the_second_time_changes_nothing(programme in programme()) {
        for carrier in CARRIERS {
            let once = carry(&programme, carrier);
            let twice = carry(&once, carrier);
            // The order of rooms is that of their first use, which the order of rooms changes.
            let (once, twice) = (sorted(once), sorted(twice));
            prop_assert_eq!(&twice, &once, "{:?}", carrier);
        }
    }
}

#[test]
fn what_is_not_public_is_not_written() {
    let mut programme = Programme::default();
    let slot = Slot {
        room: None,
        start: "2026-10-24T01:00:00Z".parse().expect("a time"),
        end: "2026-10-24T02:00:00Z".parse().expect("a time"),
    };
    for state in [State::Draft, State::Proposed, State::Accepted, State::Rejected, State::Withdrawn] {
        programme.sessions.push(Session {
            key: format!("{state:?}"),
            title: Text(BTreeMap::from([(String::new(), "SECRET".to_owned())])),
            state,
            slot: Some(slot.clone()),
            ..Session::default()
        });
    }
    programme.speakers.push(Speaker {
        key: "a".into(),
        name: "SECRET".into(),
        email: Some("SECRET@a.example".into()),
        ..Speaker::default()
    });
    let context = context();
    for text in [
        schedule_xml(&programme, &context, XmlDialect::Strict),
        schedule_xml(&programme, &context, XmlDialect::Wide),
        schedule_json(&programme, &context),
        schedule_json2(&programme, &context),
        madang_interchange::write::icalendar(
            &programme,
            &context,
            &madang_interchange::write::Selection::All,
        ),
        madang_interchange::write::json_ld(&programme, &context).to_string(),
        sessions_csv(&programme, &context, TableOptions::default()),
        speakers_csv(&programme, &context, TableOptions::default()),
    ] {
        assert!(!text.contains("SECRET"), "{text}");
    }
}
