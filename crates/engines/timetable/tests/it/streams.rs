//! What is read as a stream is read like what is in memory, and refused with the same words.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use madang_timetable::{
    Refusal,
    meet::{
        probe::Drops,
        read::{self, Unread},
    },
    plan::{
        self,
        sample::{self, Size},
    },
    solve::{Alone, Settings, Unwatched, solve},
};

use crate::made::{self, Dice, TINY};

/// What a stream comes to, which is not broken.
fn unbroken<T>(read: Result<T, Unread>) -> Result<T, Refusal> {
    read.map_err(|unread| match unread {
        Unread::Refused(refusal) => refusal,
        Unread::Broken(fault) => panic!("{fault}"),
    })
}

/// One of our files, whatever it is: read as a whole and as a stream, with drops of this size when one cannot go back.
fn compare(bytes: &[u8], size: usize) {
    let (drops, file) = (Drops { bytes, size }, || Cursor::new(bytes));
    let shown = || format!("drops of {size}: {}", String::from_utf8_lossy(bytes));
    macro_rules! same {
        ($whole:path, $stream:path) => {
            let whole = $whole(bytes);
            assert_eq!(whole.as_ref().ok(), unbroken($stream(drops)).as_ref().ok(), "{}", shown());
            assert_eq!(whole, unbroken($stream(file())), "{}", shown());
        };
    }
    same!(read::instance, read::instance_from);
    same!(read::solution, read::solution_from);
    same!(read::certificate, read::certificate_from);
    same!(read::events, read::events_from);
    same!(plan::read::instance, plan::read::instance_from);
    same!(plan::read::solution, plan::read::solution_from);
}

/// A file of each sort, with letters of one to four bytes.
fn files() -> Vec<Vec<u8>> {
    let mut instance = made::instance(1, TINY);
    instance.name = "마당 – ágora 🎪\"\\\n\u{1}".into();
    instance.participants[0].name = Some("Ådne 張".into());
    let outcome = solve(&instance, &Settings::default(), &mut Unwatched, &Alone).unwrap();
    let happened = r#"{"format":"meet-events/1","now":1,
        "events":[{"event":"cancel_day","participant":1,"day":0},{"event":"overrun","r":2,"slots":1}]}"#;
    vec![
        serde_json::to_vec(&instance).unwrap(),
        serde_json::to_vec_pretty(&outcome.solution).unwrap(),
        serde_json::to_vec(&outcome.certificate).unwrap(),
        happened.into(),
        serde_json::to_vec_pretty(&sample::instance(Size::SMALL, 1)).unwrap(),
    ]
}

#[test]
fn a_stream_is_read_like_a_file_in_memory() {
    for file in files() {
        for size in [1, 2, 3, 5, 1 << 10, 1 << 20] {
            compare(&file, size);
        }
    }
    let instance = made::instance(1, TINY);
    let file = serde_json::to_vec(&instance).unwrap();
    assert_eq!(read::instance_from(Cursor::new(file)).unwrap(), instance);
}

#[test]
fn what_is_cut_off_or_changed_is_refused_alike() {
    let mut dice = Dice(64);
    for file in files() {
        for end in (0..file.len().min(400)).chain((0..60).map(|_| dice.below(file.len()))) {
            compare(&file[..end], 1 + end % 5);
        }
        for _ in 0..250 {
            let mut bytes = file.clone();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                match dice.below(5) {
                    0 => bytes[at] ^= 1 << dice.below(8),
                    1 => drop(bytes.drain(at..(at + dice.below(30)).min(bytes.len()))),
                    2 => bytes[at] = b"0123456789-.e\"[]{},:\\u\n"[dice.below(23)],
                    3 => bytes[at] = [0xff, 0xc3, 0xe2, 0xf0, 0x80][dice.below(5)],
                    _ => drop(bytes.splice(at..at, *b"99")),
                }
                if bytes.is_empty() {
                    bytes.push(b' ');
                }
            }
            compare(&bytes, 1 + dice.below(9));
        }
    }
}

#[test]
fn faults_have_their_place() {
    let cases: [(&[u8], &str, &str); 5] = [
        (b"{\n\"x\": \"\xff\"}", "line 2, byte 8: not UTF-8", "line 2, byte 8: not UTF-8"),
        (b"{\n\"x\": \"\xc3", "line 2, byte 8: not UTF-8", "line 2, byte 8: not UTF-8"),
        (
            b"{\"meetings\":[{\"r\":1,\n\"slot\"",
            "line 2, column 6: EOF while parsing an object",
            "line 2, column 6: EOF while parsing an object",
        ),
        // Of two faults, that of the letters comes first; without a way back, the first one does.
        (b"[\n?\xff", "line 2, byte 3: not UTF-8", "line 2, column 1: expected value"),
        (
            b"{\"format\": 7\n}",
            "line 1, column 12: invalid type: integer `7`, expected a string",
            "line 2, column 0: invalid type: integer `7`, expected a string",
        ),
    ];
    for (bytes, file, pipe) in cases {
        let told = |read: Result<_, Unread>| unbroken(read).map(|_| ()).unwrap_err().to_string();
        assert_eq!(told(read::solution_from(Cursor::new(bytes))), file);
        assert_eq!(told(read::solution_from(Drops { bytes, size: 2 })), pipe);
    }
}

/// A disk that fails after a few bytes.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("the disk is gone")),
            length => Ok(length),
        }
    }
}

impl Seek for Failing {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

#[test]
fn a_broken_stream_is_no_fault_of_the_file() {
    for front in ["", "{\"format\": ", "{\"format\": \"é"] {
        match read::instance_from(Failing(front.as_bytes())) {
            Err(Unread::Broken(fault)) => assert!(fault.to_string().contains("the disk is gone"), "{fault}"),
            other => panic!("{other:?}"),
        }
    }
}
