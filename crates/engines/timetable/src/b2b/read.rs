//! The part of MiniZinc's data format (`.dzn`) in which instances of this family are written.
//!
//! Items `name = value;` where a value is a whole number, a list, a set (also `a..b`), or rows between `[|` and `|]`.

use std::collections::BTreeMap;

use super::model::{Instance, MEETINGS_MAX, Meeting, PEOPLE_MAX, Session};
use crate::fault::Refusal;

/// Largest file.
const BYTES_MAX: usize = 16 << 20;
/// Most numbers that ranges may stand for, all together.
const RANGES_MAX: i64 = 1 << 20;

/// Reads an instance and checks it.
///
/// *Errors*: what is not UTF-8 or not of this part of the format, with its line; names that are absent, numbers that
/// make no sense, redundant data that contradicts the rest, with the name.
pub fn instance(bytes: &[u8], name: &str) -> Result<Instance, Refusal> {
    if bytes.len() > BYTES_MAX {
        let message = format!("{} bytes are more than the {BYTES_MAX} allowed", bytes.len());
        return Err(Refusal::one("file", message));
    }
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Refusal::one(format!("line {line}"), "not UTF-8")
    })?;
    let items = Reader { tokens: tokens(text)?, at: 0, ranges: RANGES_MAX }.items()?;
    let instance = build(&items, name)?;
    instance.check()?;
    check_redundant(&items, &instance)?;
    Ok(instance)
}

#[derive(Clone, Debug, PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Number(i64),
    /// `=`, `;`, `,`, `[`, `]`, `{`, `}`, `|` or `.` for `..`.
    Sign(char),
    /// `[|`
    RowsBegin,
    /// `|]`
    RowsEnd,
}

fn at(line: usize, message: impl Into<String>) -> Refusal {
    Refusal::one(format!("line {line}"), message)
}

fn tokens(text: &str) -> Result<Vec<(Token<'_>, usize)>, Refusal> {
    let mut found = Vec::new();
    for (index, whole) in text.lines().enumerate() {
        let line = index + 1;
        let mut rest = whole.split('%').next().unwrap_or("");
        loop {
            rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { break };
            let length = match first {
                'a'..='z' | 'A'..='Z' | '_' => {
                    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                    let word = &rest[..end.unwrap_or(rest.len())];
                    found.push((Token::Name(word), line));
                    word.len()
                }
                '0'..='9' | '-' => {
                    let end = rest[1..].find(|letter: char| !letter.is_ascii_digit());
                    let digits = &rest[..end.map_or(rest.len(), |end| end + 1)];
                    let number =
                        digits.parse().map_err(|_| at(line, format!("{digits:?} is not a usable number")))?;
                    found.push((Token::Number(number), line));
                    digits.len()
                }
                '[' if rest.starts_with("[|") => push(&mut found, Token::RowsBegin, line, 2),
                '|' if rest.starts_with("|]") => push(&mut found, Token::RowsEnd, line, 2),
                '.' if rest.starts_with("..") => push(&mut found, Token::Sign('.'), line, 2),
                '=' | ';' | ',' | '[' | ']' | '{' | '}' | '|' => {
                    push(&mut found, Token::Sign(first), line, 1)
                }
                other => return Err(at(line, format!("{other:?} is not part of this format"))),
            };
            rest = &rest[length..];
        }
    }
    Ok(found)
}

fn push<'a>(found: &mut Vec<(Token<'a>, usize)>, token: Token<'a>, line: usize, length: usize) -> usize {
    found.push((token, line));
    length
}

/// A value, and the line in which it begins.
#[derive(Clone, Debug)]
enum Value {
    Number(i64),
    List(Vec<i64>),
    Sets(Vec<Vec<i64>>),
    Rows(Vec<Vec<i64>>),
}

type Items<'a> = BTreeMap<&'a str, (Value, usize)>;

struct Reader<'a> {
    tokens: Vec<(Token<'a>, usize)>,
    at: usize,
    /// How many more numbers ranges may stand for.
    ranges: i64,
}

impl<'a> Reader<'a> {
    fn line(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(1, |(_, line)| *line)
    }

    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn take(&mut self, token: &Token<'a>) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: char) -> Result<(), Refusal> {
        if self.take(&Token::Sign(sign)) {
            return Ok(());
        }
        Err(self.missing(&format!("{sign:?}")))
    }

    fn missing(&self, what: &str) -> Refusal {
        let found = match self.peek() {
            None => "the file ends".to_owned(),
            Some(Token::Name(name)) => format!("{name:?} stands"),
            Some(Token::Number(number)) => format!("{number} stands"),
            Some(Token::Sign('.')) => "\"..\" stands".to_owned(),
            Some(Token::Sign(sign)) => format!("{sign:?} stands"),
            Some(Token::RowsBegin) => "\"[|\" stands".to_owned(),
            Some(Token::RowsEnd) => "\"|]\" stands".to_owned(),
        };
        at(self.line(), format!("{found} where {what} should be"))
    }

    fn items(mut self) -> Result<Items<'a>, Refusal> {
        let mut items = Items::new();
        while let Some(token) = self.peek() {
            let Token::Name(name) = *token else { return Err(self.missing("a name")) };
            let line = self.line();
            self.at += 1;
            self.sign('=')?;
            let value = self.value()?;
            self.sign(';')?;
            if items.insert(name, (value, line)).is_some() {
                return Err(at(line, format!("{name} stands twice")));
            }
        }
        Ok(items)
    }

    fn value(&mut self) -> Result<Value, Refusal> {
        if let Some(Token::Number(number)) = self.peek() {
            let number = *number;
            self.at += 1;
            return Ok(Value::Number(number));
        }
        if self.take(&Token::RowsBegin) {
            return self.rows();
        }
        if !self.take(&Token::Sign('[')) {
            return Err(self.missing("a number or a list"));
        }
        if self.peek() != Some(&Token::Sign('{')) {
            return Ok(Value::List(self.numbers(&Token::Sign(']'))?));
        }
        let mut sets = Vec::new();
        loop {
            if self.take(&Token::Sign(']')) {
                return Ok(Value::Sets(sets));
            }
            self.sign('{')?;
            sets.push(self.numbers(&Token::Sign('}'))?);
            if !self.take(&Token::Sign(',')) && self.peek() != Some(&Token::Sign(']')) {
                return Err(self.missing("',' or ']'"));
            }
        }
    }

    /// Numbers with commas between, up to the closing sign, which is taken too.
    fn numbers(&mut self, end: &Token<'a>) -> Result<Vec<i64>, Refusal> {
        let mut numbers = Vec::new();
        loop {
            if self.take(end) {
                return Ok(numbers);
            }
            let Some(&Token::Number(first)) = self.peek() else { return Err(self.missing("a number")) };
            self.at += 1;
            if self.take(&Token::Sign('.')) {
                let Some(&Token::Number(last)) = self.peek() else { return Err(self.missing("a number")) };
                self.ranges = self.ranges.saturating_sub(last.saturating_sub(first).max(0));
                if self.ranges < 0 {
                    return Err(at(self.line(), format!("{first}..{last} is too long")));
                }
                self.at += 1;
                numbers.extend(first..=last);
            } else {
                numbers.push(first);
            }
            if !self.take(&Token::Sign(',')) && self.peek() != Some(end) {
                return Err(self.missing("',' or the end of the list"));
            }
        }
    }

    fn rows(&mut self) -> Result<Value, Refusal> {
        let mut rows = vec![Vec::new()];
        loop {
            match self.peek() {
                Some(Token::RowsEnd) => {
                    self.at += 1;
                    // An empty table, and a bar before the closing one, leave a row that is none.
                    rows.retain(|row| !row.is_empty());
                    return Ok(Value::Rows(rows));
                }
                Some(Token::Sign('|')) => rows.push(Vec::new()),
                Some(Token::Sign(',')) => {}
                Some(Token::Number(number)) => {
                    let number = *number;
                    if let Some(row) = rows.last_mut() {
                        row.push(number);
                    }
                }
                _ => return Err(self.missing("a number, '|' or \"|]\"")),
            }
            self.at += 1;
        }
    }
}

fn found<'i>(items: &'i Items<'_>, name: &str) -> Result<&'i (Value, usize), Refusal> {
    items.get(name).ok_or_else(|| Refusal::one(name, "is absent"))
}

fn number(items: &Items<'_>, name: &str, max: u32) -> Result<u32, Refusal> {
    let (value, line) = found(items, name)?;
    match value {
        Value::Number(number) => match u32::try_from(*number) {
            Ok(number) if number <= max => Ok(number),
            _ => Err(at(*line, format!("{name} is {number}; must be 0 to {max}"))),
        },
        _ => Err(at(*line, format!("{name} must be a number"))),
    }
}

/// A list of sets of small numbers; absent means that all are empty.
fn sets(items: &Items<'_>, name: &str, count: usize) -> Result<Vec<Vec<u32>>, Refusal> {
    let Some((value, line)) = items.get(name) else { return Ok(vec![Vec::new(); count]) };
    let empty = Vec::new();
    let sets = match value {
        Value::Sets(sets) => sets,
        Value::List(list) if list.is_empty() => &empty,
        _ => return Err(at(*line, format!("{name} must be a list of sets"))),
    };
    if sets.len() != count {
        return Err(at(*line, format!("{name} has {} sets; {count} are needed", sets.len())));
    }
    let small = |number: &i64| {
        u32::try_from(*number)
            .map_err(|_| at(*line, format!("{name} has {number}, which is no number of this")))
    };
    sets.iter().map(|set| set.iter().map(small).collect()).collect()
}

/// A list of small numbers; absent means that all are 0.
fn list(items: &Items<'_>, name: &str, count: usize) -> Result<Vec<u32>, Refusal> {
    let Some((value, line)) = items.get(name) else { return Ok(vec![0; count]) };
    let Value::List(numbers) = value else {
        return Err(at(*line, format!("{name} must be a list of numbers")));
    };
    if numbers.len() != count {
        return Err(at(*line, format!("{name} has {} numbers; {count} are needed", numbers.len())));
    }
    let small = |number: &i64| {
        u32::try_from(*number)
            .map_err(|_| at(*line, format!("{name} has {number}, which is no number of this")))
    };
    numbers.iter().map(small).collect()
}

fn build(items: &Items<'_>, name: &str) -> Result<Instance, Refusal> {
    let people = number(items, "nBusiness", PEOPLE_MAX)?;
    let count = number(items, "nMeetings", MEETINGS_MAX as u32)? as usize;
    let slots = number(items, "nTotalSlots", super::model::SLOTS_MAX)?;
    let (value, line) = found(items, "requested")?;
    let Value::Rows(rows) = value else {
        return Err(at(*line, "requested must be rows between \"[|\" and \"|]\""));
    };
    if rows.len() != count {
        return Err(at(*line, format!("requested has {} rows, but nMeetings is {count}", rows.len())));
    }
    let fixed = list(items, "fixed", count)?;
    let after = sets(items, "precedences", count)?;
    let mut meetings = Vec::with_capacity(count);
    for (index, ((row, fixed), after)) in rows.iter().zip(fixed).zip(after).enumerate() {
        let place = format!("requested[{}]", index + 1);
        let [first, second, session] = row[..] else {
            let message = format!("has {} numbers; two people and a session are needed", row.len());
            return Err(Refusal::one(place, message));
        };
        let person = |id: i64| {
            u32::try_from(id).map_err(|_| Refusal::one(place.clone(), format!("person {id} is unknown")))
        };
        let session = match session {
            1 => Session::Morning,
            2 => Session::Afternoon,
            3 => Session::Any,
            other => {
                let message = format!("session {other}; 1 is the morning, 2 the afternoon, 3 both");
                return Err(Refusal::one(place, message));
            }
        };
        let fixed = (fixed > 0).then_some(fixed);
        meetings.push(Meeting { people: [person(first)?, person(second)?], session, fixed, after });
    }
    // A set with nothing but 0 is how these files write an empty one.
    let mut forbidden = sets(items, "forbidden", people as usize)?;
    forbidden.iter_mut().for_each(|set| set.retain(|slot| *slot != 0));
    Ok(Instance {
        name: name.to_owned(),
        people,
        tables: number(items, "nTables", u32::MAX)?,
        slots,
        morning: number(items, "nMorningSlots", slots)?,
        meetings,
        forbidden,
        unfairness_max: super::UNFAIRNESS_MAX,
    })
}

/// The files say twice who meets when; a contradiction means that something was cut or mixed up.
fn check_redundant(items: &Items<'_>, instance: &Instance) -> Result<(), Refusal> {
    let people = instance.people as usize;
    let mut own = vec![Vec::new(); people];
    for (id, meeting) in instance.meetings.iter().enumerate() {
        meeting.people.iter().for_each(|person| own[*person as usize - 1].push(id as u32 + 1));
    }
    if let Some((_, line)) = items.get("nMeetingsBusiness") {
        for (person, (said, own)) in list(items, "nMeetingsBusiness", people)?.iter().zip(&own).enumerate() {
            if *said as usize != own.len() {
                let message = format!(
                    "nMeetingsBusiness says that person {} has {said} meetings; requested has {}",
                    person + 1,
                    own.len()
                );
                return Err(at(*line, message));
            }
        }
    }
    if let Some((_, line)) = items.get("meetingsxBusiness") {
        // These sets count meetings from 2, and hold a 1 that stands for none.
        for (person, (said, own)) in sets(items, "meetingsxBusiness", people)?.iter().zip(&own).enumerate() {
            let mut said: Vec<u32> = said.iter().filter(|id| **id > 1).map(|id| id - 1).collect();
            said.sort_unstable();
            if said != *own {
                let message =
                    format!("meetingsxBusiness has other meetings of person {} than requested", person + 1);
                return Err(at(*line, message));
            }
        }
    }
    Ok(())
}
