//! `schedule.xml`, valid against the c3voc XSD or with the elements that are in use beyond it.

use std::fmt::Write;

use jiff::civil::Date;

use super::{
    context::WriteContext,
    outline::{DayView, Entry, Outline, RoomView},
};
use crate::{
    model::{Programme, ResourceKind, Speaker},
    naming::{Numbers, stable_uuid},
};

/// Which elements and attributes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum XmlDialect {
    /// Only what c3voc's XSD knows; the zone stands in a processing instruction, which every XSD allows.
    #[default]
    Strict,
    /// Also zone, addresses, tracks with colours, guids of rooms and people, attachments and biographies, under the
    /// names that the c3voc hub, pretalx and FOSDEM use. The XSD refuses these.
    Wide,
}

/// Writes the confirmed sessions that have a slot.
///
/// *Shapes*: UTF-8, `\n`, ends with a line feed. What is lost: sessions without slot or not confirmed, levels, tags, all
/// but one language of each text, roles; in the strict dialect also addresses, biographies, colours and guids of people.
///
/// *Source*: <https://c3voc.de/schedule/schema.xsd>
pub fn schedule_xml(programme: &Programme, context: &WriteContext, dialect: XmlDialect) -> String {
    let outline = Outline::new(programme, context, false);
    let mut writer = Writer {
        out: String::with_capacity(64 * 1024),
        outline: &outline,
        context,
        wide: dialect == XmlDialect::Wide,
        people: numbered(&outline),
    };
    writer.schedule();
    writer.out
}

/// The number of each speaker, by position: the XSD wants positive ones, and readers tell namesakes apart by them.
fn numbered(outline: &Outline<'_>) -> Vec<u32> {
    let mut numbers = Numbers::default();
    let speakers = &outline.programme.speakers;
    let wished: Vec<Option<i64>> = speakers.iter().map(|speaker| canonical_number(&speaker.key)).collect();
    // Those who have a number take it first, or a made one could be in their way.
    let mut given = vec![0; speakers.len()];
    for has_number in [true, false] {
        for (index, speaker) in speakers.iter().enumerate() {
            if wished[index].is_some() == has_number {
                given[index] =
                    numbers.give(wished[index], &stable_uuid(&outline.identity, "speaker", &speaker.key));
            }
        }
    }
    given
}

/// A key that is a number and would be read back as the same key.
fn canonical_number(key: &str) -> Option<i64> {
    let number: i64 = key.parse().ok()?;
    (number > 0 && number.to_string() == key).then_some(number)
}

struct Writer<'w> {
    out: String,
    outline: &'w Outline<'w>,
    context: &'w WriteContext,
    wide: bool,
    people: Vec<u32>,
}

impl Writer<'_> {
    fn schedule(&mut self) {
        self.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if let Some(zone) = self.outline.zone.filter(|zone| !zone.contains("?>")) {
            let _ = writeln!(self.out, "<?time-zone {zone}?>");
        }
        self.out.push_str("<schedule>\n");
        if self.wide {
            let generator = &self.context.generator;
            let (name, version) = (escape(&generator.name), escape(&generator.version));
            let _ = writeln!(self.out, "  <generator name=\"{name}\" version=\"{version}\"/>");
        }
        let version = self.outline.programme.conference.version.clone();
        self.leaf(2, "version", &version.unwrap_or_default());
        self.conference();
        if self.wide {
            self.persons();
        }
        for day in &self.outline.days {
            self.day(day);
        }
        if self.outline.days.is_empty() {
            // The XSD wants one day at least.
            let date = self.context.generated.to_zoned(self.outline.tz.clone()).date();
            let date = self.outline.programme.conference.first_day.unwrap_or(date);
            let _ = writeln!(self.out, "  <day index=\"1\" date=\"{date}\"/>");
        }
        self.out.push_str("</schedule>\n");
    }

    fn conference(&mut self) {
        let outline = self.outline;
        let conference = &outline.programme.conference;
        let dates: Vec<Date> = outline.days.iter().map(|day| day.date).collect();
        self.out.push_str("  <conference>\n");
        self.leaf(4, "acronym", &outline.acronym);
        self.leaf(4, "title", &outline.title);
        if let Some(first) = conference.first_day.or(dates.first().copied()) {
            self.leaf(4, "start", &first.to_string());
        }
        if let Some(last) = conference.last_day.or(dates.last().copied()) {
            self.leaf(4, "end", &last.to_string());
        }
        self.leaf(4, "days", &dates.len().max(1).to_string());
        if let Some(minutes) = conference.grid_minutes {
            self.leaf(4, "timeslot_duration", &format!("{:02}:{:02}", minutes / 60 % 100, minutes % 60));
        }
        if self.wide {
            self.wide_conference();
        }
        self.out.push_str("  </conference>\n");
    }

    fn wide_conference(&mut self) {
        let context = self.context;
        let conference = &self.outline.programme.conference;
        if let Some(minutes) = conference.day_starts_minutes {
            self.leaf(4, "day_change", &format!("{:02}:{:02}:00", minutes / 60, minutes % 60));
        }
        for (name, text) in [
            ("subtitle", context.pick(&conference.subtitle)),
            ("venue", context.pick(&conference.venue)),
            ("city", conference.city.as_deref().unwrap_or_default()),
            ("time_zone_name", self.outline.zone.unwrap_or_default()),
            ("url", conference.url.as_deref().unwrap_or(&context.base_url)),
            ("logo", conference.logo_url.as_deref().unwrap_or_default()),
            ("base_url", &context.base_url),
        ] {
            if !text.is_empty() {
                self.leaf(4, name, text);
            }
        }
        if let Some(colour) = &conference.colour {
            let _ = writeln!(self.out, "    <color primary=\"{}\"/>", escape(colour));
        }
        for track in &self.outline.programme.tracks {
            let shown = context.pick(&track.name);
            let name = escape(if shown.is_empty() { &track.key } else { shown });
            let _ = write!(self.out, "    <track name=\"{name}\" slug=\"{}\"", escape(&track.key));
            if let Some(colour) = &track.colour {
                let _ = write!(self.out, " color=\"{}\"", escape(colour));
            }
            self.out.push_str("/>\n");
        }
    }

    /// Those who speak in a session that is written, with their biographies.
    fn persons(&mut self) {
        let outline = self.outline;
        let mut shown: Vec<(usize, &Speaker)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (_, entry) in outline.entries() {
            for (index, speaker, _) in outline.speakers(entry.session) {
                if seen.insert(index) {
                    shown.push((index, speaker));
                }
            }
        }
        self.out.push_str("  <persons>\n");
        for (index, speaker) in shown {
            let attributes = self.person_attributes(index, speaker);
            let _ = writeln!(self.out, "    <person{attributes}>");
            self.leaf(6, "name", &speaker.name);
            let biography = self.context.pick(&speaker.biography);
            if !biography.is_empty() {
                self.leaf(6, "biography", biography);
            }
            self.out.push_str("    </person>\n");
        }
        self.out.push_str("  </persons>\n");
    }

    fn person_attributes(&self, index: usize, speaker: &Speaker) -> String {
        let number = self.people.get(index).copied().unwrap_or(1);
        let mut attributes = format!(" id=\"{number}\"");
        if self.wide {
            if let Some(guid) = &speaker.guid {
                let _ = write!(attributes, " guid=\"{}\"", escape(guid));
            }
            if let Some(code) = &speaker.code {
                let _ = write!(attributes, " code=\"{}\"", escape(code));
            }
        }
        attributes
    }

    fn day(&mut self, day: &DayView<'_>) {
        let (start, end) = (date_time(&day.start), date_time(&day.end));
        let _ = writeln!(
            self.out,
            "  <day index=\"{}\" date=\"{}\" start=\"{start}\" end=\"{end}\">",
            day.index, day.date
        );
        for (room, entries) in &day.rooms {
            let room = &self.outline.rooms[*room];
            let _ = write!(self.out, "    <room name=\"{}\"", escape(&room.name));
            if self.wide {
                let _ = write!(self.out, " guid=\"{}\"", room.guid);
            }
            self.out.push_str(">\n");
            for entry in entries {
                self.event(room, entry);
            }
            self.out.push_str("    </room>\n");
        }
        self.out.push_str("  </day>\n");
    }

    fn event(&mut self, room: &RoomView, entry: &Entry<'_>) {
        let (session, context) = (entry.session, self.context);
        let _ = write!(self.out, "      <event id=\"{}\" guid=\"{}\"", entry.number, entry.guid);
        if let Some(code) = session.code.as_ref().filter(|_| self.wide) {
            let _ = write!(self.out, " code=\"{}\"", escape(code));
        }
        self.out.push_str(">\n");
        self.leaf(8, "date", &date_time(&entry.start));
        let time = entry.start.time();
        let seconds = time.second();
        let start = match seconds {
            0 => time.strftime("%H:%M").to_string(),
            _ => time.strftime("%H:%M:%S").to_string(),
        };
        self.leaf(8, "start", &start);
        self.leaf(8, "duration", &duration(entry));
        self.leaf(8, "room", &room.name);
        self.leaf(8, "slug", &entry.slug);
        if self.wide {
            self.leaf(8, "url", &entry.url);
        }
        let title = context.pick(&session.title);
        self.leaf(8, "title", if title.is_empty() { &session.key } else { title });
        self.leaf(8, "subtitle", context.pick(&session.subtitle));
        self.leaf(8, "track", self.outline.track(session));
        self.leaf(8, "type", self.outline.kind(session));
        self.leaf(8, "language", session.language.as_deref().unwrap_or_default());
        self.leaf(8, "abstract", context.pick(&session.summary));
        self.leaf(8, "description", context.pick(&session.description));
        if session.do_not_record {
            self.out.push_str("        <recording>\n          <license></license>\n          <optout>true</optout>\n        </recording>\n");
        }
        self.event_persons(entry);
        self.event_links(entry);
        self.out.push_str("      </event>\n");
    }

    fn event_persons(&mut self, entry: &Entry<'_>) {
        self.out.push_str("        <persons>\n");
        for (index, speaker, _) in self.outline.speakers(entry.session) {
            let attributes = self.person_attributes(index, speaker);
            let _ = writeln!(self.out, "          <person{attributes}>{}</person>", escape(&speaker.name));
        }
        self.out.push_str("        </persons>\n");
    }

    fn event_links(&mut self, entry: &Entry<'_>) {
        let resources = &entry.session.resources;
        let is_link = |kind: ResourceKind| {
            !self.wide || !matches!(kind, ResourceKind::Attachment | ResourceKind::Feedback)
        };
        let (links, others): (Vec<_>, Vec<_>) = resources.iter().partition(|resource| is_link(resource.kind));
        self.out.push_str("        <links>\n");
        for link in links {
            let (url, title) = (escape(&link.url), escape(&link.title));
            let _ = writeln!(self.out, "          <link href=\"{url}\">{title}</link>");
        }
        self.out.push_str("        </links>\n");
        if !self.wide {
            return;
        }
        self.out.push_str("        <attachments>\n");
        for attachment in others.iter().filter(|other| other.kind == ResourceKind::Attachment) {
            let (url, title) = (escape(&attachment.url), escape(&attachment.title));
            let _ = writeln!(self.out, "          <attachment href=\"{url}\">{title}</attachment>");
        }
        self.out.push_str("        </attachments>\n");
        if let Some(feedback) = others.iter().find(|other| other.kind == ResourceKind::Feedback) {
            self.leaf(8, "feedback_url", &feedback.url);
        }
    }

    fn leaf(&mut self, indent: usize, name: &str, text: &str) {
        let _ = writeln!(self.out, "{:indent$}<{name}>{}</{name}>", "", escape(text));
    }
}

/// Date and time with offset, without fractions.
pub(crate) fn date_time(zoned: &jiff::Zoned) -> String {
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// `HH:MM`, with seconds where there are any. The XSD ends at 99 hours.
fn duration(entry: &Entry<'_>) -> String {
    let seconds = entry.end.timestamp().as_second() - entry.start.timestamp().as_second();
    let seconds = seconds.clamp(0, 99 * 3600 + 59 * 60);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{hours:02}:{minutes:02}"),
        _ => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// Escapes for text and attributes, and drops what XML 1.0 cannot carry in any form.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}
