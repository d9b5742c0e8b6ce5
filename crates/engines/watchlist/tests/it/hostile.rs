//! Lists that are cut off, re-encoded, renamed, empty, huge or made to hurt.

use std::io::{BufReader, Read};

use madang_watchlist::{
    probe,
    read::{Collector, Format, Limits},
};

use crate::{fixture, read_bytes};

const FIXTURES: [&str; 15] = [
    "sdn.csv",
    "alt.csv",
    "add.csv",
    "sdn_comments.csv",
    "sdn.xml",
    "sdn_advanced.xml",
    "un.xml",
    "eu.xml",
    "eu.csv",
    "uk.csv",
    "uk.xml",
    "sema.xml",
    "seco.xml",
    "ftm.jsonl",
    "own.csv",
];

#[test]
fn a_format_is_known_by_its_content() {
    for (name, format) in FIXTURES.iter().zip([
        Format::OfacPrimary,
        Format::OfacAliases,
        Format::OfacAddresses,
        Format::OfacComments,
        Format::OfacXml,
        Format::OfacAdvanced,
        Format::UnXml,
        Format::EuXml,
        Format::EuCsv,
        Format::UkCsv,
        Format::UkXml,
        Format::CanadaXml,
        Format::SecoXml,
        Format::FollowTheMoney,
        Format::OwnCsv,
    ]) {
        let found =
            Collector::new(Limits::default()).read("renamed.bin", fixture(name).as_slice(), "").unwrap();
        assert_eq!(found, format, "{name}");
    }
}

#[test]
fn xml_that_is_cut_off_is_refused_wherever_it_is_cut() {
    for name in FIXTURES.iter().filter(|name| name.ends_with(".xml")) {
        let bytes = fixture(name);
        let whole = bytes.trim_ascii_end().len();
        for cut in (200..whole).step_by(37) {
            let read = read_bytes(name, &bytes[..cut]);
            assert!(read.is_err(), "{name} is read although it is cut at {cut}");
        }
    }
}

#[test]
fn tables_that_are_cut_in_a_row_are_refused() {
    for name in ["sdn.csv", "eu.csv", "uk.csv", "own.csv"] {
        let text = String::from_utf8(fixture(name)).unwrap();
        let last = text.trim_end().rfind('\n').unwrap();
        let comma = text[last..].find([',', ';']).unwrap();
        let error = read_bytes(name, &text.as_bytes()[..=last + comma]).unwrap_err();
        assert!(error.line > 0, "{name}: {error}");
        assert!(error.to_string().contains("cut off"), "{name}: {error}");
    }
}

#[test]
fn another_encoding_is_told_with_its_place() {
    for name in FIXTURES {
        let mut bytes = fixture(name);
        let at = bytes.len() / 2;
        // A letter of Windows-1252 in the midst of it.
        bytes.insert(bytes[at..].iter().position(u8::is_ascii_alphabetic).unwrap() + at, 0xe9);
        let error = read_bytes(name, &bytes).unwrap_err();
        assert!(!error.to_string().is_empty());
        assert!(error.line > 0 || error.byte > 0, "{name}: {error} has no place");
        let utf16: Vec<u8> =
            String::from_utf8(fixture(name)).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read_bytes(name, &utf16).is_err(), "{name} as UTF-16 is read");
    }
}

#[test]
fn a_list_without_entries_is_refused() {
    for text in [
        "<CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>",
        "<sdnList><publshInformation><Record_Count>0</Record_Count></publshInformation></sdnList>",
        "<data-set></data-set>",
        "<swiss-sanctions-list date=\"2025-01-01\"></swiss-sanctions-list>",
        "id,name,kind\n",
        "",
        "   \n",
    ] {
        let error = read_bytes("list", text.as_bytes()).unwrap_err();
        let words = error.to_string();
        assert!(words.contains("not one entry") || words.contains("empty"), "{words}");
    }
}

#[test]
fn entities_are_not_expanded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
        <CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&b;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
    let error = read_bytes("un.xml", bomb.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("entities are declared"), "{error}");
    let deep = format!("<CONSOLIDATED_LIST><INDIVIDUAL>{}", "<a>".repeat(100_000));
    let error = read_bytes("un.xml", deep.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("too deeply"), "{error}");
}

/// A list that never ends.
struct Endless {
    head: &'static [u8],
    record: &'static [u8],
    at: usize,
}

impl Read for Endless {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        for byte in room.iter_mut() {
            let in_record = self.at.checked_sub(self.head.len());
            *byte = match in_record {
                None => self.head[self.at],
                Some(at) => self.record[at % self.record.len()],
            };
            self.at += 1;
        }
        Ok(room.len())
    }
}

#[test]
fn a_list_without_end_is_refused_within_bounds() {
    let limits =
        Limits { bytes_max: 8 << 20, entries_max: 20_000, record_bytes_max: 1 << 20, names_max: 100 };
    for (head, record) in [
        (&b"<CONSOLIDATED_LIST>"[..], &b"<INDIVIDUAL><FIRST_NAME>A B</FIRST_NAME></INDIVIDUAL>"[..]),
        (b"<CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>", b"x"),
        (b"<CONSOLIDATED_LIST ", b"x"),
        (b"<CONSOLIDATED_LIST><!-- ", b"x"),
        (b"id,name\n", b"1,A B\n"),
        (b"id,name\n1,\"", b"x"),
        (b"{\"id\":\"a\",\"schema\":\"Person\",\"caption\":\"", b"x"),
        (b"1,\"A\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"", b"x"),
    ] {
        let endless = BufReader::new(Endless { head, record, at: 0 });
        let error = Collector::new(limits).read("endless", endless, "").unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn a_party_with_too_many_names_is_refused() {
    let aliases = "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>N</ALIAS_NAME></INDIVIDUAL_ALIAS>";
    let numbered: String =
        (0..6000).map(|number| aliases.replace(">N<", &format!(">Name {number}<"))).collect();
    let text = format!(
        "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>A B</FIRST_NAME>{numbered}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    );
    assert!(read_bytes("un.xml", text.as_bytes()).unwrap_err().to_string().contains("names"));
}

/// A sequence of numbers from a seed; the same in every run.
fn draw(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap_or(0)
}

#[test]
fn thousands_of_mutations_make_no_reader_panic() {
    let mut state = 20_261_122;
    for name in FIXTURES {
        let plain = fixture(name);
        for _ in 0..300 {
            let mut bytes = plain.clone();
            for _ in 0..=draw(&mut state) % 6 {
                let at = draw(&mut state) % bytes.len().max(1);
                if bytes.is_empty() {
                    break;
                }
                match draw(&mut state) % 5 {
                    0 => bytes[at] = u8::try_from(draw(&mut state) % 256).unwrap(),
                    1 => bytes.truncate(at.max(1)),
                    2 => {
                        bytes.remove(at);
                    }
                    3 => {
                        let piece: Vec<u8> = bytes[at..(at + 40).min(bytes.len())].to_vec();
                        bytes.splice(at..at, piece);
                    }
                    _ => bytes[at] = b"<>\"&;,\n{}"[draw(&mut state) % 9],
                }
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
            probe::list(&bytes);
        }
    }
}

#[test]
fn marks_among_chinese_characters_are_read_or_left_out() {
    let forms = |text: &str| {
        let found = madang_watchlist::text::tokens::tokenise(text, true).unwrap();
        found.list.into_iter().map(|token| token.form).collect::<Vec<_>>()
    };
    for text in ["々", "〇", "〆", "〡", "佐々木", "々木", "㐂々々々々々々"] {
        for person in [true, false] {
            probe::tokens(text.as_bytes(), person);
        }
    }
    assert_eq!(forms("佐々木"), ["zuo", "zuomu"]);
    assert_eq!(forms("陈明々"), ["chen", "mingming"]);
}
