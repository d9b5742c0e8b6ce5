//! One session: its words and its people.

use std::collections::BTreeSet;

use madang_interchange::model::{Part, Resource, ResourceKind, Role, Session, State, Text};

use crate::{
    chance::Chance,
    house::Form,
    people::Cast,
    phrases::{self, CITIES, NUMBERS},
    phrases_abroad::{CHINESE, KOREAN, Phrases},
    timetable::Place,
    topics::{TOPICS, Topic},
};

/// What is decided about a session before it is written.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) form: Form,
    pub(crate) track: usize,
    pub(crate) language: &'static str,
    pub(crate) place: Option<Place>,
    pub(crate) state: State,
    /// Title and summary of a session for everybody.
    pub(crate) common: Option<(Text, Text)>,
}

/// Writes sessions; no title twice.
pub(crate) struct Writer {
    chance: Chance,
    titles: BTreeSet<String>,
    codes: BTreeSet<String>,
    /// For each track the topics in an order of their own; for each language how far it has come.
    turns: Vec<(Vec<usize>, [usize; 4])>,
}

/// What a text's patterns are filled with.
struct Filling<'a> {
    subject: &'a str,
    city: &'a str,
    number: &'a str,
}

impl Writer {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed, 3);
        let turns = TOPICS
            .iter()
            .map(|topics| {
                let mut order: Vec<usize> = (0..topics.len()).collect();
                chance.shuffle(&mut order);
                (order, [0; 4])
            })
            .collect();
        Self { chance, titles: BTreeSet::new(), codes: BTreeSet::new(), turns }
    }

    pub(crate) fn write(&mut self, plan: &Outline, track: &str, minutes: u32) -> Session {
        let mut code = self.chance.code();
        while !self.codes.insert(code.clone()) {
            code = self.chance.code();
        }
        let mut session = Session {
            key: code.clone(),
            guid: Some(self.chance.guid()),
            kind: Some(plan.form.key().to_owned()),
            language: Some(plan.language.to_owned()),
            state: plan.state,
            duration_minutes: plan.place.is_none().then_some(minutes),
            ..Session::default()
        };
        if let Some((title, summary)) = &plan.common {
            session.title = title.clone();
            session.summary = summary.clone();
        } else {
            session.track = Some(track.to_owned());
            match plan.language {
                "ko" => self.abroad(plan, &mut session, "ko", &KOREAN),
                "zh" => self.abroad(plan, &mut session, "zh", &CHINESE),
                _ => self.english(plan, &mut session),
            }
            self.extras(plan, &mut session, &code);
        }
        session.code = Some(code);
        session
    }

    /// The next topic of a track; each stream (language or panels) goes through all of them before it repeats one.
    fn turn(&mut self, track: usize, stream: usize) -> (&'static Topic, usize) {
        let (order, turns) = &mut self.turns[track];
        let turn = turns[stream];
        turns[stream] += 1;
        // Streams begin at different topics, so that neighbours differ.
        (&TOPICS[track][order[(turn + stream * 2) % order.len()]], turn / order.len())
    }

    fn english(&mut self, plan: &Outline, session: &mut Session) {
        let panel = plan.form == Form::Panel;
        let (topic, round) = self.turn(plan.track, usize::from(panel));
        let (city, number) = (self.chance.pick(CITIES), self.chance.pick(NUMBERS));
        let fill = Filling { subject: topic.subject, city, number };
        let spoken = matches!(plan.form, Form::Talk | Form::Keynote);
        let written = topic.talks.get(round).filter(|_| spoken);
        let written = written
            .or_else(|| topic.talks.iter().filter(|_| spoken).find(|talk| !self.titles.contains(talk.0)));
        let summary =
            if let Some((title, summary)) = written.filter(|talk| self.titles.insert(talk.0.to_owned())) {
                session.title = Text::of("en", title);
                (*summary).to_owned()
            } else {
                let own = (panel && self.titles.insert(topic.question.to_owned()))
                    .then(|| topic.question.to_owned());
                let title = own
                    .unwrap_or_else(|| self.title(phrases::titles(plan.form), topic.subject, CITIES, true));
                session.title = Text::of("en", &title);
                fill.fill_in(self.chance.pick(phrases::summaries(plan.form)))
            };
        session.summary = Text::of("en", &summary);
        let mut paragraphs =
            vec![format!("{} {}", topic.why, fill.fill_in(self.chance.pick(phrases::bridges(plan.form))))];
        let body = self.chance.pick(phrases::bodies(plan.form));
        paragraphs.push(fill.fill_in(body));
        if self.chance.percent(55) {
            let mut points = topic.points;
            self.chance.shuffle(&mut points);
            paragraphs.push(format!(
                "{}\n\n- {}",
                self.chance.pick(phrases::LISTS),
                points.join(";\n- ") + "."
            ));
        } else {
            let more = self.chance.pick(phrases::bodies(plan.form));
            if more != body {
                paragraphs.push(fill.fill_in(more));
            }
        }
        if self.chance.percent(35) {
            let slug = topic.subject.to_lowercase().replace(' ', "-");
            paragraphs.push(fill.fill_in(self.chance.pick(phrases::LINKS)).replace("{slug}", &slug));
        }
        session.description = Text::of("en", &paragraphs.join("\n\n"));
        session.tags = topic.tags.map(str::to_owned).to_vec();
    }

    fn abroad(&mut self, plan: &Outline, session: &mut Session, language: &str, phrases: &Phrases) {
        let korean = language == "ko";
        let (topic, _) = self.turn(plan.track, if korean { 2 } else { 3 });
        let own = if korean { &topic.korean } else { &topic.chinese };
        let fill = Filling { subject: own.subject, city: self.chance.pick(phrases.cities), number: "" };
        let (title, summary) = if self.titles.insert(own.talk.0.to_owned()) {
            (own.talk.0.to_owned(), own.talk.1.to_owned())
        } else {
            let title = self.title(phrases.titles, own.subject, phrases.cities, false);
            (title, fill.fill_in(self.chance.pick(phrases.summaries)))
        };
        session.title = Text::of(language, &title);
        session.summary = Text::of(language, &summary);
        if self.chance.percent(60) {
            let english = title_case(topic.subject);
            let note = if korean { "(in Korean)" } else { "(in Chinese)" };
            let english = format!("{english} {note}");
            if self.titles.insert(english.clone()) {
                session.title.0.insert("en".into(), english);
                session.summary.0.insert("en".into(), topic.why.to_owned());
            }
        }
        let first = self.chance.below(phrases.bodies.len());
        let second = (first + 1 + self.chance.below(phrases.bodies.len() - 1)) % phrases.bodies.len();
        let mut paragraphs = vec![fill.fill_in(phrases.bodies[first]), fill.fill_in(phrases.bodies[second])];
        if self.chance.percent(60) {
            paragraphs.push(self.chance.pick(phrases.endings).to_owned());
        }
        session.description = Text::of(language, &paragraphs.join("\n\n"));
        session.tags = topic.tags.map(str::to_owned).to_vec();
    }

    /// A title that no session has yet.
    fn title(&mut self, patterns: &[&str], subject: &str, cities: &[&str], english: bool) -> String {
        let mut title = String::new();
        for attempt in 0..200 {
            let filling = Filling { subject, city: self.chance.pick(cities), number: "" };
            title = filling.fill_in(self.chance.pick(patterns));
            if attempt > 100 {
                // Every pattern is used up; a programme this large runs in parts.
                title = format!("{title} ({})", attempt - 99);
            }
            if english {
                title = title.replace("{S}", &title_case(subject));
            }
            if self.titles.insert(title.clone()) {
                return title;
            }
        }
        let title = format!("{title} · {}", self.titles.len());
        self.titles.insert(title.clone());
        title
    }

    fn extras(&mut self, plan: &Outline, session: &mut Session, code: &str) {
        const LEVELS: [&str; 6] =
            ["Beginner", "Intermediate", "Intermediate", "Intermediate", "Advanced", "Beginner"];
        let address = code.to_lowercase();
        if !matches!(plan.form, Form::Keynote | Form::Fireside) {
            session.level = Some(self.chance.pick(&LEVELS).to_owned());
        }
        session.do_not_record = self.chance.percent(if plan.form == Form::Workshop { 40 } else { 6 });
        let mut add = |kind, title: &str, url: String| {
            session.resources.push(Resource { kind, title: title.to_owned(), url });
        };
        if self.chance.percent(22) {
            add(
                ResourceKind::Attachment,
                "Slides (PDF)",
                format!("https://hanbit.example.org/slides/{address}.pdf"),
            );
        }
        if self.chance.percent(12) {
            add(ResourceKind::Link, "Source code", format!("https://code.example.org/{address}"));
        }
        if plan.form == Form::Keynote {
            add(ResourceKind::Stream, "Live stream", "https://live.example.org/grand-hall".to_owned());
        }
    }
}

impl Filling<'_> {
    fn fill_in(&self, pattern: &str) -> String {
        pattern.replace("{s}", self.subject).replace("{C}", self.city).replace("{n}", self.number)
    }
}

/// A subject as it stands in a title.
fn title_case(subject: &str) -> String {
    const SMALL: &[&str] =
        &["of", "in", "on", "for", "and", "with", "to", "a", "from", "between", "across", "at", "the"];
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let words = subject.split(' ').enumerate().map(|(index, word)| {
        if index > 0 && SMALL.contains(&word) {
            word.to_owned()
        } else {
            word.split('-').map(capital).collect::<Vec<_>>().join("-")
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Gives sessions their people, nobody twice at a time.
pub(crate) struct Casting<'a> {
    cast: &'a [Cast],
    chance: Chance,
    /// For each speaker: how many parts, and when.
    parts: Vec<usize>,
    busy: Vec<Vec<(u32, u32)>>,
}

/// Minutes that a speaker needs to get from one session to the next.
const WALK: u32 = 10;

impl<'a> Casting<'a> {
    pub(crate) fn new(cast: &'a [Cast], seed: u64) -> Self {
        let count = cast.len();
        Self { cast, chance: Chance::new(seed, 4), parts: vec![0; count], busy: vec![Vec::new(); count] }
    }

    pub(crate) fn parts(&mut self, plan: &Outline) -> Vec<Part> {
        let roles = self.roles(plan);
        let mut chosen = Vec::with_capacity(roles.len());
        for role in roles {
            let Some(index) = self.choose(plan, &chosen) else { break };
            self.parts[index] += 1;
            if let Some(place) = plan.place {
                self.busy[index].push((place.start, place.end));
            }
            chosen.push((index, role));
        }
        let part =
            |(index, role): (usize, Role)| Part { speaker: self.cast[index].speaker.key.clone(), role };
        chosen.into_iter().map(part).collect()
    }

    fn roles(&mut self, plan: &Outline) -> Vec<Role> {
        let chance = &mut self.chance;
        match plan.form {
            Form::Social => vec![Role::Host],
            Form::Keynote | Form::Lightning => vec![Role::Speaker],
            Form::Fireside => vec![Role::Moderator, Role::Speaker],
            Form::Panel => {
                let mut roles = vec![Role::Panellist; 4 + chance.below(2)];
                roles[0] = Role::Moderator;
                roles
            }
            Form::Workshop => {
                let mut roles = vec![Role::Speaker; 1 + chance.below(3)];
                if chance.percent(30) {
                    roles.push(Role::Host);
                }
                roles
            }
            Form::Talk => vec![Role::Speaker; 1 + chance.weighted(&[68, 26, 6])],
        }
    }

    /// The speaker that suits the session best, among those who are free and have least to do.
    fn choose(&mut self, plan: &Outline, chosen: &[(usize, Role)]) -> Option<usize> {
        let luck = self.chance.below(self.cast.len());
        let free = |index: usize| {
            let Some(place) = plan.place else { return true };
            !self.busy[index].iter().any(|&(start, end)| start < place.end + WALK && place.start < end + WALK)
        };
        let english = plan.language == "en";
        let cost = |index: usize| {
            let member = &self.cast[index];
            let foreign = !english && member.language != Some(plan.language);
            // Those who also speak another language are needed there.
            let spared = english && member.language.is_some();
            let stranger = plan.form != Form::Social && member.track != plan.track;
            self.parts[index] * 2
                + usize::from(stranger) * 3
                + usize::from(spared)
                + usize::from(foreign) * 100
        };
        let mut best: Option<(usize, usize)> = None;
        for index in (0..self.cast.len()).map(|offset| (luck + offset) % self.cast.len()) {
            let cost = cost(index);
            // The cheap question first: most speakers are no better than the best so far.
            if best.is_none_or(|(least, _)| cost < least)
                && !chosen.iter().any(|(other, _)| *other == index)
                && free(index)
            {
                best = Some((cost, index));
                if cost == 0 {
                    break;
                }
            }
        }
        best.map(|(_, index)| index)
    }
}
