//! A table of sessions as organisers keep it in a spreadsheet, perhaps with a second table of speakers.
//!
//! The separator is found out (`,` `;` tab or `|`). Headers are matched without regard to case, accents, spaces and marks,
//! in several languages; the first name of each line below is what our own export writes:
//!
//! | column | also called |
//! |---|---|
//! | `key` | id, session id, nr |
//! | `title` (needed) | session, talk, name, titel, titre, título, 제목, タイトル, 标题 … |
//! | `start`, `end`, `duration` | begin, from, time …; `date` beside times of day; minutes or `HH:MM` |
//! | `room`, `track`, `kind`, `language`, `level`, `state`, `tags` | raum, sala, 장소, track, thema, type, format, … |
//! | `speakers`, `speaker keys` | several separated by `;`; `Name (moderator)` gives a role |
//! | `subtitle`, `abstract`, `description`, `links`, `url`, `code`, `guid`, `do not record` | summary, beschreibung, 설명 … |
//!
//! A table is one of speakers when it has a column for names or biographies and none for titles or starts:
//! `key`, `name`, `latin name`, `affiliation`, `position`, `country`, `email`, `biography`, `picture`, `links`, `code`, `guid`.

use std::collections::BTreeMap;

use ::csv::{ReaderBuilder, StringRecord, Trim};
use jiff::Timestamp;

use super::{
    Limits, ReadError, ReadErrorKind,
    clean::{self, Markup},
    gather::Gather,
    states, time,
};
use crate::{
    model::{Part, Place, Resource, ResourceKind, Role, Session, Slot, Speaker, State, Text},
    naming::slug,
    place::excerpt,
};

/// Columns with their synonyms; folded as [`fold`] does.
const COLUMNS: &[(&str, &str)] = &[
    ("key", "key|id|sessionid|speakerid|nr|no|number|schlussel|번호"),
    ("code", "code"),
    ("guid", "guid|uuid"),
    (
        "title",
        "title|session|sessiontitle|talk|talktitle|titel|titre|titulo|titolo|제목|세션|タイトル|題名|标题|标题名|主题|тема|название",
    ),
    ("subtitle", "subtitle|untertitel|soustitre|subtitulo|부제"),
    ("kind", "kind|type|format|sessiontype|sessionformat|art|typ|tipo|유형|形式|类型|類型"),
    ("track", "track|theme|thema|topic|stream|piste|tema|트랙|주제|トラック|分会场|分類"),
    ("state", "state|status|zustand|statut|estado|상태|状態|状态"),
    ("language", "language|lang|sprache|langue|idioma|lingua|언어|言語|语言|語言|язык"),
    ("level", "level|difficulty|niveau|nivel|stufe|수준|レベル|难度"),
    ("room", "room|hall|stage|location|venue|raum|saal|salle|sala|장소|강의실|방|会場|部屋|房间|會場|зал"),
    ("date", "date|day|tag|datum|jour|fecha|dia|data|날짜|日付|日期|дата"),
    (
        "start",
        "start|starttime|startsat|begin|begins|from|time|beginn|debut|inicio|hora|von|시작|시작시간|開始|开始|开始时间|начало",
    ),
    ("end", "end|endtime|endsat|ends|until|to|ende|bis|fin|종료|종료시간|終了|结束|结束时间|конец"),
    ("duration", "duration|length|minutes|dauer|duree|duracion|durata|시간|所要時間|时长|длительность"),
    (
        "speakers",
        "speakers|speaker|presenter|presenters|referent|referenten|vortragende|sprecher|intervenant|intervenants|ponente|ponentes|발표자|연사|講演者|登壇者|演讲者|讲者|спикер|спикеры",
    ),
    ("speaker keys", "speakerkeys|speakerids"),
    ("abstract", "abstract|summary|kurzbeschreibung|resume|resumen|요약|概要|摘要"),
    (
        "description",
        "description|details|text|beschreibung|descripcion|descrizione|설명|내용|説明|描述|описание",
    ),
    ("tags", "tags|keywords|schlagworte|motscles|태그|タグ|标签"),
    ("links", "links|link|website|websites|webseite"),
    ("url", "url|sessionurl|page"),
    ("do not record", "donotrecord|norecording"),
    ("name", "name|fullname|speakername|nom|nombre|이름|성명|名前|氏名|姓名|имя"),
    ("latin name", "latinname|namelatin|englishname|romanizedname|영문이름|영문명"),
    (
        "affiliation",
        "affiliation|organisation|organization|company|firma|entreprise|empresa|소속|회사|所属|会社|公司|单位|организация",
    ),
    ("position", "position|jobtitle|role|tagline|funktion|poste|cargo|직책|직위|役職|职位"),
    ("country", "country|land|pays|pais|국가|나라|国|国家|страна"),
    ("email", "email|mail|emailaddress|courriel|correo|이메일|メール|邮箱"),
    ("biography", "biography|bio|biografie|biographie|biografia|약력|소개|経歴|简介|биография"),
    ("picture", "picture|photo|avatar|image|bild|foto|사진|写真|照片"),
    ("session count", "sessioncount"),
];

/// A table that has been taken apart.
struct Table<'a> {
    file: &'a str,
    columns: BTreeMap<&'static str, usize>,
    headers: StringRecord,
    rows: Vec<(u64, StringRecord)>,
}

/// Reads the tables of a call, speakers first.
///
/// *Errors*: `Malformed`, `TooLarge` and `Format` with line; `Format` when a table has neither titles nor names.
pub(crate) fn read(gather: &mut Gather<'_>, files: &[(&str, &str)]) -> Result<(), ReadError> {
    let limits = gather.limits;
    let mut tables = Vec::new();
    for (file, text) in files {
        tables.push(parse(file, text, limits)?);
    }
    tables.sort_by_key(Table::holds_sessions);
    if let Some(first) = tables.first() {
        gather.assume_zone(None, &|| first.place(1, None));
    }
    for table in &tables {
        tell_of_columns(gather, table);
        for (line, row) in &table.rows {
            let row = Row { table, line: *line, cells: row };
            match table.holds_sessions() {
                true => read_session(gather, &row),
                false => read_speaker(gather, &row),
            }
        }
    }
    Ok(())
}

/// Whether a text could be such a table: its first line has a column for titles or names, and another one.
pub(crate) fn looks_like_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let separator = char::from(separator(text));
    let mut known: Vec<&str> = first.split(separator).filter_map(column).collect();
    known.sort_unstable();
    known.dedup();
    known.len() >= 2 && (known.contains(&"title") || known.contains(&"name"))
}

fn parse<'a>(file: &'a str, text: &str, limits: &Limits) -> Result<Table<'a>, ReadError> {
    let at = |line: u64| Place {
        file: file.to_owned(),
        line: u32::try_from(line).ok(),
        column: None,
        path: String::new(),
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(text))
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers = reader
        .headers()
        .map_err(|fault| ReadError::new(ReadErrorKind::Malformed, at(1), fault.to_string()))?
        .clone();
    let mut columns = BTreeMap::new();
    for (index, header) in headers.iter().enumerate() {
        if let Some(column) = column(header) {
            columns.entry(column).or_insert(index);
        }
    }
    if !columns.contains_key("title") && !columns.contains_key("name") {
        let message = "no column for titles or names; the documentation lists what columns may be called";
        return Err(ReadError::new(ReadErrorKind::Format, at(1), message));
    }
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|fault| {
            let line = fault.position().map_or(1, ::csv::Position::line);
            ReadError::new(ReadErrorKind::Malformed, at(line), fault.to_string())
        })?;
        let line = line_of(text, &starts, &record);
        cells += record.len().max(1);
        if cells > limits.elements_max {
            let message = format!("more than {} cells", limits.elements_max);
            return Err(ReadError::new(ReadErrorKind::TooLarge, at(line), message));
        }
        if let Some(long) = record.iter().find(|cell| cell.len() > limits.text_bytes_max) {
            let message =
                format!("a cell of {} bytes, more than the {} allowed", long.len(), limits.text_bytes_max);
            return Err(ReadError::new(ReadErrorKind::TooLarge, at(line), message));
        }
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, record));
        }
    }
    Ok(Table { file, columns, headers, rows })
}

/// The line of a record. The reader's own count is one short after CR LF: it stands between the two.
fn line_of(text: &str, line_ends: &[usize], record: &StringRecord) -> u64 {
    let byte = record.position().map_or(0, ::csv::Position::byte);
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let blank = text.as_bytes()[byte..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let before = line_ends.partition_point(|&end| end < byte + blank);
    before as u64 + 1
}

/// The separator that the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let mut best = (0, b',');
    for candidate in [b',', b';', b'\t', b'|'] {
        let count = first.bytes().filter(|byte| *byte == candidate).count();
        if count > best.0 {
            best = (count, candidate);
        }
    }
    best.1
}

/// A header without case, accents, spaces and marks.
fn fold(header: &str) -> String {
    let ascii = slug(header).replace('-', "");
    match ascii.is_empty() {
        false => ascii,
        true => {
            header.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        }
    }
}

fn column(header: &str) -> Option<&'static str> {
    let folded = fold(header.trim_matches(['"', '\u{feff}', ' ']));
    let found = COLUMNS.iter().find(|(_, names)| names.split('|').any(|name| name == folded));
    found.map(|(column, _)| *column)
}

impl Table<'_> {
    fn holds_sessions(&self) -> bool {
        let has = |column: &str| self.columns.contains_key(column);
        has("title") && !(has("name") && (has("biography") || has("email")) && !has("start"))
    }

    fn place(&self, line: u64, column: Option<&str>) -> Place {
        let header =
            column.and_then(|column| self.columns.get(column)).and_then(|&index| self.headers.get(index));
        Place {
            file: self.file.to_owned(),
            line: u32::try_from(line).ok(),
            column: None,
            path: match header {
                Some(header) => format!("row {line}, column {}", excerpt(header)),
                None => format!("row {line}"),
            },
        }
    }
}

struct Row<'r> {
    table: &'r Table<'r>,
    line: u64,
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// A cell that holds something. The apostrophe that guards against formulas is not part of it.
    fn get(&self, column: &str) -> Option<&'r str> {
        let cell = self.cells.get(*self.table.columns.get(column)?)?;
        let guarded = cell
            .strip_prefix('\'')
            .filter(|rest| rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']));
        Some(guarded.unwrap_or(cell)).filter(|cell| !cell.trim().is_empty())
    }

    fn place(&self, column: &str) -> Place {
        self.table.place(self.line, Some(column))
    }

    fn here(&self) -> Place {
        self.table.place(self.line, None)
    }

    fn line(&self, gather: &mut Gather<'_>, column: &str) -> Option<String> {
        clean::line(&mut gather.log, self.get(column)?, &|| self.place(column))
    }

    fn text(&self, gather: &mut Gather<'_>, column: &str) -> Text {
        self.line(gather, column).map(Text::from_source).unwrap_or_default()
    }

    fn body(&self, gather: &mut Gather<'_>, column: &str) -> Text {
        let raw = self
            .get(column)
            .and_then(|raw| clean::markdown(&mut gather.log, raw, Markup::Either, &|| self.place(column)));
        raw.map(Text::from_source).unwrap_or_default()
    }

    /// Addresses separated by white space, `;` or `,`.
    fn addresses(&self, column: &str) -> Vec<&'r str> {
        let cell = self.get(column).unwrap_or_default();
        cell.split([' ', '\n', ';', ',']).filter(|part| !part.is_empty()).collect()
    }
}

fn tell_of_columns(gather: &mut Gather<'_>, table: &Table<'_>) {
    for (index, header) in table.headers.iter().enumerate() {
        if header.is_empty() || table.columns.values().any(|&known| known == index) {
            continue;
        }
        let mut place = table.place(1, None);
        place.path = format!("column {}", excerpt(header));
        gather.log.loss(
            "unknown-column",
            place,
            format!("column {} is not known; left out", excerpt(header)),
        );
    }
    let width = table.headers.len();
    for (line, row) in &table.rows {
        if row.len() > width {
            let message =
                format!("the row has {} cells, the header {width}; the rest was left out", row.len());
            gather.log.loss("long-row", table.place(*line, None), message);
        }
    }
}

fn read_speaker(gather: &mut Gather<'_>, row: &Row<'_>) {
    let Some(name) = row.line(gather, "name") else {
        gather.log.loss("missing-name", row.here(), "a speaker without a name was left out");
        return;
    };
    let mut speaker = Speaker {
        key: row.line(gather, "key").unwrap_or_else(|| name.clone()),
        code: row.line(gather, "code"),
        guid: gather.guid(row.get("guid"), &|| row.place("guid")),
        name,
        name_latin: row.line(gather, "latin name"),
        affiliation: row.line(gather, "affiliation"),
        position: row.line(gather, "position"),
        country: row
            .get("country")
            .and_then(|raw| clean::country(&mut gather.log, raw, &|| row.place("country"))),
        email: row.get("email").and_then(|raw| clean::email(&mut gather.log, raw, &|| row.place("email"))),
        biography: row.body(gather, "biography"),
        picture_url: gather.web(row.get("picture"), &|| row.place("picture")),
        ..Speaker::default()
    };
    for address in row.addresses("links") {
        speaker.links.extend(gather.link("", Some(address), &|| row.place("links")));
    }
    gather.add_speaker(speaker, &|| row.here());
}

fn read_session(gather: &mut Gather<'_>, row: &Row<'_>) {
    let mut session = Session {
        key: row.line(gather, "key").unwrap_or_default(),
        code: row.line(gather, "code"),
        guid: gather.guid(row.get("guid"), &|| row.place("guid")),
        title: row.text(gather, "title"),
        subtitle: row.text(gather, "subtitle"),
        summary: row.body(gather, "abstract"),
        description: row.body(gather, "description"),
        language: row
            .get("language")
            .and_then(|raw| clean::language(&mut gather.log, raw, &|| row.place("language"))),
        level: row.line(gather, "level"),
        url: gather.web(row.get("url"), &|| row.place("url")),
        do_not_record: row
            .get("do not record")
            .is_some_and(|raw| matches!(&*raw.to_lowercase(), "yes" | "true" | "1" | "x" | "ja" | "oui")),
        ..Session::default()
    };
    session.state = match row.get("state") {
        Some(raw) => states::state(&mut gather.log, raw, &|| row.place("state")),
        None => State::Confirmed,
    };
    session.kind = row.get("kind").and_then(|name| gather.kind_named(name, &|| row.place("kind")));
    session.track = row.get("track").and_then(|name| gather.track_named(name, &|| row.place("track")));
    for tag in row.get("tags").unwrap_or_default().split([';', ',']) {
        session.tags.extend(clean::line(&mut gather.log, tag, &|| row.place("tags")));
    }
    for address in row.addresses("links") {
        let url = gather.web(Some(address), &|| row.place("links"));
        session.resources.extend(url.map(|url| Resource {
            kind: ResourceKind::Link,
            title: String::new(),
            url,
        }));
    }
    read_people(gather, &mut session, row);
    let minutes = row.get("duration").and_then(|raw| gather.minutes(raw, &|| row.place("duration")));
    session.slot = read_slot(gather, row, minutes);
    if session.slot.is_none() {
        session.duration_minutes = minutes;
    }
    if session.key.is_empty() {
        session.key = session.title.any().map(slug).unwrap_or_default();
        if session.key.is_empty() {
            session.key = session.title.any().unwrap_or_default().to_owned();
        }
    }
    gather.add_session(session, &|| row.here());
}

/// `Ana Pérez; 김민수 (moderator)`, with keys of the speakers' table where it has them.
fn read_people(gather: &mut Gather<'_>, session: &mut Session, row: &Row<'_>) {
    let keys: Vec<&str> = row
        .get("speaker keys")
        .unwrap_or_default()
        .split(';')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .collect();
    let names: Vec<&str> = row
        .get("speakers")
        .unwrap_or_default()
        .split([';', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    for (index, raw) in names.iter().enumerate() {
        let (name, role) = split_role(raw);
        let Some(name) = clean::line(&mut gather.log, name, &|| row.place("speakers")) else { continue };
        let key = match (keys.len() == names.len()).then(|| keys[index]) {
            Some(key) => key.to_owned(),
            None => speaker_of_name(gather, &name),
        };
        if !gather.has_speaker(&key) {
            let speaker = Speaker { key: key.clone(), name, ..Speaker::default() };
            gather.add_speaker(speaker, &|| row.place("speakers"));
        }
        session.parts.push(Part { speaker: key, role });
    }
    if names.is_empty() {
        // Keys alone must be in the speakers' table; the check of references reports those that are not.
        session.parts.extend(keys.into_iter().map(super::gather::speaks));
    }
}

fn split_role(raw: &str) -> (&str, Role) {
    let roles = [
        ("(moderator)", Role::Moderator),
        ("(panellist)", Role::Panellist),
        ("(panelist)", Role::Panellist),
        ("(host)", Role::Host),
    ];
    for (suffix, role) in roles {
        if let Some(name) = raw.strip_suffix(suffix) {
            return (name.trim(), role);
        }
    }
    (raw, Role::Speaker)
}

/// The key of the speaker of a name, or the name itself.
fn speaker_of_name(gather: &Gather<'_>, name: &str) -> String {
    gather.speaker_named(name).unwrap_or_else(|| name.to_owned())
}

fn read_slot(gather: &mut Gather<'_>, row: &Row<'_>, minutes: Option<u32>) -> Option<Slot> {
    let room = row.get("room").and_then(|name| gather.room_named(name, &|| row.place("room")));
    let start = read_moment(gather, row, "start")?;
    let end = match (read_moment(gather, row, "end"), minutes) {
        (Some(end), _) => end,
        (None, Some(minutes)) => {
            start.checked_add(jiff::SignedDuration::from_mins(i64::from(minutes))).ok()?
        }
        (None, None) => {
            gather.log.loss(
                "missing-time",
                row.here(),
                "the session has a start and neither end nor duration; left without a time",
            );
            return None;
        }
    };
    gather.slot(room, start, end, &|| row.place("end"))
}

/// Date and time in one cell, or the time of day with the date beside it.
fn read_moment(gather: &mut Gather<'_>, row: &Row<'_>, column: &str) -> Option<Timestamp> {
    let raw = row.get(column)?;
    let place = || row.place(column);
    let Some(clock) = time::clock(raw) else {
        return gather.zone.parse(&mut gather.log, raw, &place);
    };
    let date = row.get("date").and_then(|raw| time::date(&mut gather.log, raw, &|| row.place("date")));
    let Some(date) = date else {
        gather.log.loss(
            "missing-time",
            place(),
            format!("{} names no day, and there is no column for it; left out", excerpt(raw)),
        );
        return None;
    };
    gather.zone.timestamp(&mut gather.log, date.to_datetime(clock), &place)
}
