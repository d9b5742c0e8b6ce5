//! What the public sees of a conference: an immutable value, made once for each revision.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::OnceLock,
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use madang_conference::{self as conference, Conference, ConferenceId, Page, conference_day};
use madang_files::FileId;
use madang_interchange::{
    model::{self as exchange, Programme, Session, Slot, State},
    write::WriteContext,
};
use madang_store::{StoreError, Tx};
use madang_text::search;

use crate::{
    actions::import::as_source,
    model::{Draft, FACE_SOURCE, Release, Slides},
    rules::changes::publish,
    store,
};

/// A conference as visitors see it.
///
/// *Shapes*: sessions are sorted by time, then by room; those without a time come last, by title. Speakers are sorted
/// by name. Everything is found by its index.
pub struct Published {
    /// The conference itself.
    pub conference: Conference,
    /// Its pages, in the order of the menu.
    pub pages: Vec<Page>,
    /// All releases, the latest first; empty before the first.
    pub releases: Vec<Release>,
    /// Rooms, tracks, kinds, speakers and sessions; the conference as it is called now.
    pub programme: Programme,
    /// The venue's time zone.
    pub zone: TimeZone,
    /// Conference days on which something is held, with its sessions; ascending.
    pub days: Vec<Day>,
    /// Shows the team what is not released yet.
    pub is_draft: bool,
    /// Copies of the pictures that its pages show, by source.
    pictures: HashMap<String, FileId>,
    /// Pictures that speakers handed in themselves, by their codes: those have no address at their source.
    faces: HashMap<String, FileId>,
    /// Slides that pages list, by the codes of their sessions.
    slides: HashMap<String, Vec<Slides>>,
    session_at: HashMap<String, usize>,
    speaker_at: HashMap<String, usize>,
    room_at: HashMap<String, usize>,
    track_at: HashMap<String, usize>,
    kind_at: HashMap<String, usize>,
    sessions_of: Vec<Vec<usize>>,
    /// Made when first needed, or by [`Published::prepare_search`]: pages are not kept waiting for it.
    search: OnceLock<search::Index>,
}

/// One conference day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// Indices of its sessions, by time and room; not empty.
    pub sessions: Vec<usize>,
}

/// What a search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Index of a session.
    Session(usize),
    /// Index of a speaker.
    Speaker(usize),
}

impl Published {
    /// Reads the latest release of a conference.
    pub(crate) fn load(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Self>, StoreError> {
        let Some(conference) = conference::by_slug(tx, slug)? else { return Ok(None) };
        let releases = store::releases(tx, conference.id)?;
        let number = releases.first().map_or(0, |release| release.number);
        let programme = store::document(tx, conference.id, number)?.unwrap_or_default();
        let pages = conference::pages(tx, conference.id)?;
        let pictures = store::pictures(tx, conference.id)?;
        let slides = public_slides(tx, conference.id)?;
        let published = Self::new(conference, pages, releases, programme, pictures);
        Ok(Some(Self { slides, ..published }))
    }

    /// Reads what would be released now, for the team.
    pub(crate) fn load_draft(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Self>, StoreError> {
        let Some(conference) = conference::by_slug(tx, slug)? else { return Ok(None) };
        let draft: Draft = store::draft(tx, conference.id)?;
        let releases = store::releases(tx, conference.id)?;
        let before =
            store::document(tx, conference.id, releases.first().map_or(0, |release| release.number))?;
        let pages = conference::pages(tx, conference.id)?;
        let pictures = store::pictures(tx, conference.id)?;
        let slides = public_slides(tx, conference.id)?;
        let published = Self::new(conference, pages, releases, publish(&draft, before.as_ref()), pictures);
        Ok(Some(Self { is_draft: true, slides, ..published }))
    }

    /// Puts a release in the order in which it is shown.
    pub(crate) fn new(
        conference: Conference,
        pages: Vec<Page>,
        releases: Vec<Release>,
        mut programme: Programme,
        mut pictures: HashMap<String, FileId>,
    ) -> Self {
        let zone = conference.time_zone();
        programme.conference = header(&conference, releases.first());
        let room_at = index(programme.rooms.iter().map(|room| &room.key));
        let language = conference.languages.first().map_or("en", String::as_str).to_owned();
        let place = |session: &Session| {
            let slot = session.slot.as_ref();
            let room = slot.and_then(|slot| slot.room.as_ref()).and_then(|room| room_at.get(room)).copied();
            let start = slot.map_or(Timestamp::MAX, |slot| slot.start);
            (start, room.unwrap_or(usize::MAX), session.title.pick(&language).to_lowercase())
        };
        programme.sessions.sort_by_cached_key(place);
        programme.speakers.sort_by_cached_key(|speaker| search::fold(sort_name(speaker)));
        let mut faces = HashMap::new();
        for speaker in &mut programme.speakers {
            if let Some(source) = speaker.picture_url.take_if(|source| source.starts_with(FACE_SOURCE))
                && let Some(file) = pictures.get(&source)
            {
                faces.insert(speaker.key.clone(), *file);
            }
        }
        let shown: HashSet<&str> =
            programme.speakers.iter().filter_map(|speaker| speaker.picture_url.as_deref()).collect();
        pictures
            .retain(|source, _| shown.contains(source.as_str()) || conference.logo.as_ref() == Some(source));
        let mut days: Vec<Day> = Vec::new();
        let mut sessions_of = vec![Vec::new(); programme.speakers.len()];
        let speaker_at = index(programme.speakers.iter().map(|speaker| &speaker.key));
        for (number, session) in programme.sessions.iter().enumerate() {
            for speaker in session.parts.iter().filter_map(|part| speaker_at.get(&part.speaker)) {
                sessions_of[*speaker].push(number);
            }
            let Some(slot) = &session.slot else { continue };
            let date = conference_day(slot.start, &zone, conference.day_starts_minutes);
            match days.last_mut() {
                Some(day) if day.date == date => day.sessions.push(number),
                _ => days.push(Day { date, sessions: vec![number] }),
            }
        }
        Self {
            session_at: index(programme.sessions.iter().map(|session| &session.key)),
            track_at: index(programme.tracks.iter().map(|track| &track.key)),
            kind_at: index(programme.kinds.iter().map(|kind| &kind.key)),
            speaker_at,
            room_at,
            sessions_of,
            search: OnceLock::new(),
            zone,
            days,
            conference,
            pages,
            releases,
            programme,
            pictures,
            faces,
            slides: HashMap::new(),
            is_draft: false,
        }
    }

    /// The copy of a picture, if there is one.
    pub(crate) fn picture(&self, source: &str) -> Option<FileId> {
        self.pictures.get(source).copied()
    }

    /// Whether its pages show this picture.
    pub(crate) fn shows_picture(&self, id: FileId) -> bool {
        self.pictures.values().chain(self.faces.values()).any(|shown| *shown == id)
    }

    /// The picture that a speaker handed in, if they have.
    pub(crate) fn face(&self, code: &str) -> Option<FileId> {
        self.faces.get(code).copied()
    }

    /// Slides of a session that everybody may have; may be empty.
    pub(crate) fn slides(&self, code: &str) -> &[Slides] {
        self.slides.get(code).map_or(&[], Vec::as_slice)
    }

    /// Makes the index for searching unless it is there: two thirds of the work of reading a release (some 70 ms for
    /// 1,000 sessions), which no page but a search needs.
    pub(crate) fn prepare_search(&self) {
        self.search_index();
    }

    fn search_index(&self) -> &search::Index {
        self.search.get_or_init(|| search_index(&self.programme, &self.speaker_at))
    }

    /// Names what pages are made from: no two states of a conference have the same.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.conference.revision.unsigned_abs()
    }

    /// The session with this code.
    #[must_use]
    pub fn session(&self, code: &str) -> Option<(usize, &Session)> {
        let number = *self.session_at.get(code)?;
        Some((number, &self.programme.sessions[number]))
    }

    /// The speaker with this code.
    #[must_use]
    pub fn speaker(&self, code: &str) -> Option<(usize, &exchange::Speaker)> {
        let number = *self.speaker_at.get(code)?;
        Some((number, &self.programme.speakers[number]))
    }

    /// The room with this short name, counted from 0 in order of display.
    #[must_use]
    pub fn room(&self, key: &str) -> Option<(usize, &exchange::Room)> {
        let number = *self.room_at.get(key)?;
        Some((number, &self.programme.rooms[number]))
    }

    /// The track with this short name, counted from 0 in order of display.
    #[must_use]
    pub fn track(&self, key: &str) -> Option<(usize, &exchange::Track)> {
        let number = *self.track_at.get(key)?;
        Some((number, &self.programme.tracks[number]))
    }

    /// The kind of session with this short name.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<&exchange::Kind> {
        self.kind_at.get(key).map(|number| &self.programme.kinds[*number])
    }

    /// Sessions of a speaker, by time; may be empty.
    #[must_use]
    pub fn sessions_of(&self, speaker: usize) -> &[usize] {
        &self.sessions_of[speaker]
    }

    /// Sessions in a room, by time; may be empty. Cancelled ones are left out.
    pub fn sessions_in<'a>(&'a self, room: &'a str) -> impl Iterator<Item = usize> + 'a {
        let is_there = move |session: &Session| {
            session.state != State::Cancelled
                && session.slot.as_ref().is_some_and(|slot| slot.room.as_deref() == Some(room))
        };
        self.programme
            .sessions
            .iter()
            .enumerate()
            .filter(move |(_, session)| is_there(session))
            .map(|(at, _)| at)
    }

    /// The conference day of a slot.
    #[must_use]
    pub fn day_of(&self, slot: &Slot) -> Date {
        conference_day(slot.start, &self.zone, self.conference.day_starts_minutes)
    }

    /// Sessions and speakers that match, the best first.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<Found> {
        let sessions = self.programme.sessions.len();
        let found = self.search_index().search(query, sessions + self.programme.speakers.len());
        found
            .into_iter()
            .map(|hit| hit.document as usize)
            .map(
                |number| {
                    if number < sessions { Found::Session(number) } else { Found::Speaker(number - sessions) }
                },
            )
            .collect()
    }

    /// Languages that sessions are held in, with how many; by tag.
    #[must_use]
    pub fn session_languages(&self) -> BTreeMap<&str, usize> {
        let mut languages = BTreeMap::new();
        for language in self.programme.sessions.iter().filter_map(|session| session.language.as_deref()) {
            *languages.entry(language).or_default() += 1;
        }
        languages
    }

    /// How many sessions are held; cancelled ones do not count.
    #[must_use]
    pub fn held(&self) -> usize {
        self.programme.sessions.iter().filter(|session| session.state != State::Cancelled).count()
    }
}

/// Slides that everybody may have, by the codes of their sessions.
fn public_slides(tx: &mut Tx<'_>, id: ConferenceId) -> Result<HashMap<String, Vec<Slides>>, StoreError> {
    let mut slides = store::slides_of_all(tx, id)?;
    slides.values_mut().for_each(|some| some.retain(|one| one.is_public));
    Ok(slides)
}

/// The conference as it is called now, for writers.
pub(crate) fn header(conference: &Conference, release: Option<&Release>) -> exchange::Conference {
    let city = conference.city.pick(conference.languages.first().map_or("en", String::as_str)).to_owned();
    let absolute = |url: &Option<String>| url.clone().filter(|url| url.starts_with("http"));
    exchange::Conference {
        acronym: Some(conference.slug.clone()),
        grid_minutes: Some(5),
        city: Some(city).filter(|city| !city.is_empty()),
        url: absolute(&conference.url),
        logo_url: absolute(&conference.logo),
        version: release.map(|release| release.number.to_string()),
        ..as_source(conference)
    }
}

/// What writers need to know of where a programme stands; `base` is the site's full address.
pub(crate) fn export_context(
    published: &Published,
    base: &str,
    language: &str,
    no_room: &str,
) -> WriteContext {
    let released =
        published.releases.first().map_or(published.conference.changed_at, |release| release.released_at);
    let mut context = WriteContext::new(base, language, released);
    context.session_url = format!("{}sessions/{{key}}", context.base_url);
    context.speaker_url = format!("{}speakers/{{key}}", context.base_url);
    no_room.clone_into(&mut context.no_room);
    context
}

/// A conference's programme for writers, the released one or the draft, and where it stands; `None` when there is no
/// conference of this short name. `base` is the site's full address.
pub fn exported_programme(
    tx: &mut Tx<'_>,
    slug: &str,
    draft: bool,
    base: &str,
) -> Result<Option<(Programme, WriteContext)>, StoreError> {
    let published = if draft { Published::load_draft(tx, slug)? } else { Published::load(tx, slug)? };
    Ok(published.map(|published| {
        let language = published.conference.languages.first().map_or("en", String::as_str);
        let context = export_context(&published, base, language, "Elsewhere");
        (published.programme, context)
    }))
}

/// The name that a speaker is sorted by: Latin letters where there are any.
pub(crate) fn sort_name(speaker: &exchange::Speaker) -> &str {
    speaker.name_latin.as_deref().unwrap_or(&speaker.name)
}

fn index<'a>(keys: impl Iterator<Item = &'a String>) -> HashMap<String, usize> {
    keys.enumerate().map(|(number, key)| (key.clone(), number)).collect()
}

fn search_index(programme: &Programme, speaker_at: &HashMap<String, usize>) -> search::Index {
    let mut builder = search::Index::builder();
    let every = |text: &exchange::Text| text.0.values().cloned().collect::<Vec<_>>().join(" ");
    let names = |speaker: &exchange::Speaker| {
        format!("{} {}", speaker.name, speaker.name_latin.as_deref().unwrap_or_default())
    };
    for (number, session) in programme.sessions.iter().enumerate() {
        let speakers = session.parts.iter().filter_map(|part| speaker_at.get(&part.speaker));
        let speakers: Vec<String> = speakers.map(|at| names(&programme.speakers[*at])).collect();
        let title = format!("{} {}", every(&session.title), every(&session.subtitle));
        let (about, tags) =
            (format!("{} {}", every(&session.summary), every(&session.description)), session.tags.join(" "));
        let fields = [
            (title.as_str(), 8.0),
            (&speakers.join(" "), 5.0),
            (tags.as_str(), 3.0),
            (session.key.as_str(), 3.0),
            (about.as_str(), 1.0),
        ];
        builder.add(u32::try_from(number).unwrap_or(u32::MAX), &fields);
    }
    for (number, speaker) in programme.speakers.iter().enumerate() {
        let of = [speaker.affiliation.as_deref(), speaker.position.as_deref()];
        let of = of.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let (name, biography) = (names(speaker), every(&speaker.biography));
        let fields = [(name.as_str(), 8.0), (of.as_str(), 3.0), (biography.as_str(), 1.0)];
        builder.add(u32::try_from(programme.sessions.len() + number).unwrap_or(u32::MAX), &fields);
    }
    builder.build()
}
