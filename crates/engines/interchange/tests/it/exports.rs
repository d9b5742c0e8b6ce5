//! Every importable programme, written in every format, and what its schema says.

use std::process::{Command, Stdio};

use madang_interchange::{
    model::Programme,
    write::{
        Selection, TableOptions, WriteContext, XmlDialect, icalendar, json_ld, json_ld_script, schedule_json,
        schedule_json2, schedule_xml, sessions_csv, speakers_csv, workbook,
    },
};
use serde_json::Value;

use crate::shared::{data, folder, programmes};

fn context() -> WriteContext {
    let generated = "2026-11-22T12:00:00Z".parse().expect("a time");
    WriteContext::new("https://conference.example/2026", "en", generated)
}

fn validate(schema_file: &str, text: &str, name: &str) {
    let Some(schema) = data(&format!("schemas/{schema_file}")) else { return };
    let schema: Value = serde_json::from_slice(&schema).expect("the schema is JSON");
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one");
    let value: Value = serde_json::from_str(text).expect("what is written is JSON");
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .take(5)
        .map(|fault| {
            format!("{} at {}", fault.to_string().chars().take(300).collect::<String>(), fault.instance_path)
        })
        .collect();
    assert!(faults.is_empty(), "{name} against {schema_file}: {faults:#?}");
}

fn xmllint(text: &str, name: &str) {
    let schema = folder().join("data/schemas/schedule.xml.xsd");
    if !schema.exists() {
        println!("absent, so not validated: {}", schema.display());
        return;
    }
    let child = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(&schema)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.expect("xmllint is not installed; scripts/test installs it (libxml2-utils)");
    let mut input = child.stdin.take().expect("a pipe");
    let bytes = text.as_bytes().to_vec();
    let feed = std::thread::spawn(move || std::io::Write::write_all(&mut input, &bytes));
    let output = child.wait_with_output().expect("xmllint ends");
    let _ = feed.join();
    let faults = String::from_utf8_lossy(&output.stderr);
    let shown: String = faults.lines().take(5).collect::<Vec<_>>().join("\n");
    assert!(output.status.success(), "{name}: {shown}");
}

#[test]
fn schedules_are_valid_for_every_programme() {
    for (name, programme) in programmes() {
        let context = context();
        xmllint(&schedule_xml(&programme, &context, XmlDialect::Strict), &name);
        validate("schema.json", &schedule_json(&programme, &context), &name);
        validate("schema2.json", &schedule_json2(&programme, &context), &name);
        println!("{name}: valid schedule.xml, schedule.json 1 and 2");
    }
}

#[test]
fn calendars_can_be_read_back() {
    for (name, programme) in programmes() {
        let text = icalendar(&programme, &context(), &Selection::All);
        check_lines(&text, &name);
        let calendar: icalendar::Calendar = text.parse().unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let events = calendar.components.iter().filter_map(|component| component.as_event());
        let placed = programme.sessions.iter().filter(|session| {
            use madang_interchange::model::State;
            session.slot.is_some() && matches!(session.state, State::Confirmed | State::Cancelled)
        });
        assert_eq!(events.count(), placed.count(), "{name}");
    }
}

fn check_lines(text: &str, name: &str) {
    for line in text.split_inclusive("\r\n") {
        assert!(line.ends_with("\r\n"), "{name}: {line:?}");
        let line = line.trim_end_matches("\r\n");
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{name}: {line:?}");
    }
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count() > 0, text.contains("DTSTART;TZID="), "{name}");
}

#[test]
fn tables_and_json_ld_hold_nothing_dangerous() {
    for (name, programme) in programmes() {
        let context = context();
        for text in [
            sessions_csv(&programme, &context, TableOptions::default()),
            speakers_csv(&programme, &context, TableOptions::default()),
        ] {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            for row in reader.records() {
                let row = row.expect("a row");
                assert!(
                    row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
                    "{name}: {row:?}"
                );
            }
        }
        let script = json_ld_script(&json_ld(&programme, &context));
        assert!(!script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{name}");
        let read: Value = serde_json::from_str(&script).expect("JSON");
        assert_eq!(read, json_ld(&programme, &context), "{name}");
        let sheet = workbook(&programme, &context, true).expect("a workbook");
        assert!(sheet.starts_with(b"PK"), "{name}");
        assert_eq!(
            sheet,
            workbook(&programme, &context, true).expect("a workbook"),
            "{name}: the same bytes again"
        );
    }
}

#[test]
fn an_empty_programme_is_valid_too() {
    let (programme, context) = (Programme::default(), context());
    xmllint(&schedule_xml(&programme, &context, XmlDialect::Strict), "empty");
    validate("schema.json", &schedule_json(&programme, &context), "empty");
    validate("schema2.json", &schedule_json2(&programme, &context), "empty");
    check_lines(&icalendar(&programme, &context, &Selection::All), "empty");
}
