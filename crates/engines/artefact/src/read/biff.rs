//! Sheets of macros in old workbooks: the records of the stream `Workbook`, or `Book`.
//!
//! *Source*: MS-XLS 2.4.28 (BoundSheet8), 2.4.150 (Lbl), 2.4.117 (FilePass), 2.4.127 (Formula), 2.5.198.17 (Ftab).

use crate::{
    bytes::{le16, le32},
    facts::ActiveContent,
    read::office,
    take::{Fault, Holder, Taker},
};

/// Records that are read.
const RECORDS_MAX: usize = 4_000_000;

/// What the records say of macros.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sheets {
    /// There is a sheet of macros.
    macros: bool,
    /// It is hidden so that the menu does not list it.
    hidden: bool,
    /// The name that makes it run.
    starts_by: Option<String>,
    /// What its formulas call.
    calls: Vec<String>,
    /// The records are encrypted from some place on.
    encrypted: bool,
}

/// Reads the stream of a workbook.
pub(crate) fn look(taker: &mut Taker, holder: &Holder, stream: &[u8]) -> Result<(), Fault> {
    let Some(sheets) = sheets(stream) else {
        return Err(Fault::damaged("the workbook's records break the rules of its format"));
    };
    if sheets.macros {
        let Sheets { starts_by, hidden, calls, .. } = sheets;
        office::add(taker, holder, [ActiveContent::MacroSheet { starts_by, hidden, calls }]);
    }
    if sheets.encrypted {
        return Err(Fault::Encrypted);
    }
    Ok(())
}

/// For fuzzing: reads the records and forgets them.
pub(crate) fn probe(stream: &[u8]) {
    sheets(stream);
}

/// Reads the records; `None` when the stream does not begin with one that starts a workbook.
fn sheets(stream: &[u8]) -> Option<Sheets> {
    const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
    if !BEGIN.contains(&le16(stream, 0)?) {
        return None;
    }
    let wide = le16(stream, 4).is_some_and(|version| version >= 0x600);
    let mut sheets = Sheets::default();
    let mut at = 0;
    for _ in 0..RECORDS_MAX {
        let (Some(kind), Some(length)) = (le16(stream, at), le16(stream, at + 2)) else { break };
        let Some(body) = stream.get(at + 4..at + 4 + usize::from(length)) else { break };
        match kind {
            // Where the sheet begins, how it is shown, what it is.
            0x85 if !sheets.encrypted && body.get(5) == Some(&1) => {
                sheets.macros = true;
                sheets.hidden |= body[4] & 3 == 2;
            }
            0x18 if !sheets.encrypted && sheets.starts_by.is_none() => sheets.starts_by = name(body, wide),
            0x2f => sheets.encrypted = true,
            0x06 if !sheets.encrypted => calls(body, &mut sheets.calls),
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    if !sheets.macros {
        // Numbers in formulas of usual sheets may look like calls.
        sheets.calls.clear();
    }
    Some(sheets)
}

/// The name of a place, if it is one that makes macros run.
fn name(body: &[u8], wide: bool) -> Option<String> {
    const BUILT_IN: u16 = 0x20;
    let (flags, letters) = (le16(body, 0)?, usize::from(*body.get(3)?));
    let start = if wide { 15 } else { 14 };
    if flags & BUILT_IN != 0 {
        return match body.get(start)? {
            1 => Some("Auto_Open".to_owned()),
            2 => Some("Auto_Close".to_owned()),
            10 => Some("Auto_Activate".to_owned()),
            _ => None,
        };
    }
    let doubled = wide && body.get(14)? & 1 == 1;
    let text = if doubled {
        crate::bytes::utf16(body.get(start..start + 2 * letters)?, false)
    } else {
        String::from_utf8_lossy(body.get(start..start + letters)?).into_owned()
    };
    office::starter(&text)
}

/// Functions of a formula that reach out of the sheet: a mark, the number of arguments, the function's number.
fn calls(body: &[u8], calls: &mut Vec<String>) {
    for (at, mark) in body.iter().enumerate() {
        if !matches!(mark, 0x22 | 0x42 | 0x62) {
            continue;
        }
        let call = match le32(body, at).map(|token| token >> 16) {
            Some(0x6e) => "EXEC(",
            Some(0x96) => "CALL(",
            Some(0x95) => "REGISTER(",
            _ => continue,
        };
        if !calls.iter().any(|known| known == call) {
            calls.push(call.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut record = kind.to_le_bytes().to_vec();
        record.extend(u16::try_from(body.len()).expect("short").to_le_bytes());
        record.extend(body);
        record
    }

    #[test]
    fn macro_sheets_are_found_with_what_starts_them_and_what_they_call() {
        let begin = record(0x809, &[0, 6, 5, 0]);
        let sheet = record(0x85, &[0, 0, 0, 0, 2, 1, 1, 0, b'm']);
        let name = record(0x18, &[0x20, 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        let spelt = record(0x18, b"\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0\0Auto_Open1");
        let formula = record(0x06, &[0x17, 0x42, 1, 0x6e, 0]);
        let found =
            sheets(&[begin.clone(), sheet.clone(), name, formula.clone()].concat()).expect("a workbook");
        let wanted = Sheets {
            macros: true,
            hidden: true,
            starts_by: Some("Auto_Open".into()),
            calls: vec!["EXEC(".into()],
            encrypted: false,
        };
        assert_eq!(found, wanted);
        let found = sheets(&[begin.clone(), sheet, spelt].concat()).expect("a workbook");
        assert_eq!(found.starts_by.as_deref(), Some("Auto_Open1"));
        let usual = record(0x85, &[0, 0, 0, 0, 0, 0, 1, 0, b'm']);
        assert_eq!(sheets(&[begin.clone(), usual, formula].concat()), Some(Sheets::default()));
        assert!(sheets(&[begin, record(0x2f, &[1, 0])].concat()).expect("a workbook").encrypted);
        assert_eq!(sheets(b"not a workbook"), None);
    }
}
