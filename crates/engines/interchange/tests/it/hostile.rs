//! Broken, truncated and hostile files: what they are refused for, and where.

use madang_interchange::{
    Format, Limits, ReadErrorKind, ReadOptions, Source,
    probe::{FILE_MARK, fuzz_as, fuzz_one},
    read,
};
use proptest::prelude::*;

use crate::fixtures;

fn fault(bytes: &[u8], options: &ReadOptions) -> String {
    match read(&[Source { name: "x", bytes }], options) {
        Ok(reading) => panic!("it was read as {}", reading.format),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn what_is_refused_names_its_place() {
    let deep_xml = format!("<schedule>{}", "<a>".repeat(100_000));
    let deep_json = "[".repeat(100_000);
    let cases: [(&str, &[u8], &str); 17] = [
        ("truncated XML", b"<schedule>\n  <conference>\n    <title>x", "x:3:13 schedule/conference/title: malformed: the file ends inside of <title>"),
        ("wrong end tag", b"<schedule>\n<day></dat></schedule>", "x:2:6 schedule/day: malformed"),
        ("two roots", b"<schedule/><schedule/>", "x:1:12: malformed: a second root element"),
        ("entity bomb", b"<?xml version=\"1.0\"?>\n<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<schedule>&b;</schedule>", "x:2:14: entities are not allowed: an entity is declared"),
        ("external entity", b"<!DOCTYPE s SYSTEM \"file:///etc/passwd\"><schedule/>", "x:1:1: entities are not allowed: a document type with declarations or an outside file"),
        ("external entity declared", b"<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><schedule>&x;</schedule>", "entities are not allowed"),
        ("unknown entity", b"<schedule>\n &nbsp;</schedule>", "x:2:2 schedule: entities are not allowed"),
        ("unknown entity in an attribute", b"<schedule>\n<day date=\"&xx;\"/></schedule>", "x:2:1 schedule: entities are not allowed"),
        ("deep XML", deep_xml.as_bytes(), "too large: elements nested deeper than 64 levels"),
        ("deep JSON", deep_json.as_bytes(), "x:1:65: too large: nested deeper than 64 levels"),
        ("truncated JSON", "{\"schedule\":\n {\"conf\": \"한".as_bytes(), "x:2:"),
        ("not JSON", b"{\"a\": tru}", "x:1:10: malformed: expected ident"),
        ("not UTF-8", b"<schedule>\n \xff</schedule>", "x:2:2: not UTF-8: byte 12 is not UTF-8"),
        ("other encoding", b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><schedule/>", "x:1:1: not UTF-8: declares encoding"),
        ("empty", b" \n", "x: nothing to read"),
        ("something else", b"hello, world", "x: unknown format"),
        ("other XML", b"<rss/>", "x: unknown format"),
    ];
    for (name, bytes, wanted) in cases {
        let told = fault(bytes, &ReadOptions::default());
        assert!(told.contains(wanted), "{name}: {told}");
    }
}

#[test]
fn limits_are_kept() {
    let limits = Limits { source_bytes_max: 200, elements_max: 10, text_bytes_max: 20, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let many = format!("<schedule>{}</schedule>", "<a/>".repeat(20));
    let long = format!("<schedule><a>{}</a></schedule>", "x".repeat(30));
    let list = format!("[{}1]", "1,".repeat(20));
    let string = format!("[\"{}\"]", "x".repeat(30));
    let table = format!("title,key\n{}", "a,b\n".repeat(20));
    for (text, wanted) in [
        (many, "more than 10 elements"),
        (long, "more than 20 bytes"),
        (list, "more values than allowed"),
        (string, "a text of 30 bytes"),
        (table, "more than 10 cells"),
        ("x".repeat(300), "300 bytes, more than the 200 allowed"),
    ] {
        let told = fault(text.as_bytes(), &options);
        assert!(told.contains("too large") && told.contains(wanted), "{told}");
    }
}

#[test]
fn the_format_asked_for_counts() {
    let options = |format, zone: Option<&str>| ReadOptions {
        format: Some(format),
        zone: zone.map(str::to_owned),
        ..ReadOptions::default()
    };
    let told = fault(b"<schedule/>", &options(Format::Devcon, None));
    assert!(told.contains("devcon was asked for, but this is schedule-xml"), "{told}");
    let told = fault(b"<schedule/>", &options(Format::ScheduleXml, Some("Mars/Base")));
    assert!(told.contains("unknown zone: “Mars/Base”"), "{told}");
    let sources = [Source { name: "a", bytes: b"<schedule/>" }, Source { name: "b", bytes: b"<schedule/>" }];
    let fault = read(&sources, &ReadOptions::default()).expect_err("two programmes at once");
    assert_eq!(fault.kind, ReadErrorKind::Format);
    assert_eq!("schedule-xml".parse(), Ok(Format::ScheduleXml));
}

/// All fixtures, those of several files in one.
fn seeds() -> Vec<Vec<u8>> {
    fixtures::ALL
        .iter()
        .map(|name| {
            fixtures::files(name).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>().join(FILE_MARK)
        })
        .collect()
}

/// A small generator with a fixed seed: the same mutations in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        // SplitMix64, Steele and others 2014.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

const SPLICES: [&[u8]; 24] = [
    b"null",
    b"{}",
    b"[]",
    b"\"\"",
    b"0",
    b"-1",
    b"1e400",
    b"9223372036854775807",
    b"true",
    b"\xf0\x9f\x98\x80",
    b"\\u0000",
    b"\xff",
    b"<",
    b"&amp;",
    b"&#1;",
    b"&#x10FFFF;",
    b"]]>",
    b"9999-12-31T23:59:59Z",
    b"0000-00-00",
    b"25:61",
    b"javascript:x",
    b"\r\n",
    b"99:99:99:99",
    b"<!ENTITY a 'b'>",
];

fn mutate(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let to = (at + dice.below(40)).min(bytes.len());
        match dice.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => bytes[at] ^= 1 << dice.below(8),
            3 => drop(bytes.splice(at..at, SPLICES[dice.below(SPLICES.len())].iter().copied())),
            4 => drop(bytes.splice(at..to, SPLICES[dice.below(SPLICES.len())].iter().copied())),
            5 => {
                let copy = bytes[at..to].to_vec();
                let place = dice.below(bytes.len());
                drop(bytes.splice(place..place, copy));
            }
            _ => {
                // A value of JSON or an element's text becomes something else.
                if let Some(quote) = bytes[at..].iter().position(|byte| matches!(byte, b':' | b'>')) {
                    let begin = (at + quote + 1).min(bytes.len());
                    let end = bytes[begin..]
                        .iter()
                        .position(|byte| matches!(byte, b',' | b'<' | b'}'))
                        .map_or(begin, |length| begin + length);
                    drop(bytes.splice(begin..end, SPLICES[dice.below(SPLICES.len())].iter().copied()));
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

#[test]
fn ten_thousand_mutations_break_no_promise() {
    let seeds = seeds();
    let mut dice = Dice(2026);
    for _ in 0..10_000 {
        fuzz_one(&mutate(&mut dice, &seeds));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_any_format(bytes in prop::collection::vec(any::<u8>(), 0..400), index in 0..Format::ALL.len()) {
        fuzz_as(Some(Format::ALL[index]), &bytes);
    }

    #[test]
    fn any_text_in_a_title(text in "\\PC*|[\\x00-\\x7f]*") {
        let json = serde_json::json!({"event": {"title": text, "location": text}, "rooms": [{"name": text}], "sessions": [{"id": text, "title": text, "description": text, "track": text, "speakers": [text], "language": text}], "speakers": [{"id": text, "name": text, "twitter": text, "avatar": text, "description": text}]});
        fuzz_one(json.to_string().as_bytes());
    }
}
