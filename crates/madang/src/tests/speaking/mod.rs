//! Speakers' own pages: who gets in, what they may change, what everybody sees of it, and the ways that must not be one.

mod entry;
mod invitations;
mod sessions;
mod slides;

use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use madang_conference::by_slug;
use madang_context::{Ctx, Who};
use madang_interchange::model::State;
use madang_mail::Message;
use madang_programme::{
    Announcement, Draft, EditError, ProgrammeError, Says, draft_conflicts, import, move_session, release,
    set_state,
};
use madang_sample::{SampleSize, sample};
use madang_store::{StoreError, params};
use madang_testkit::{TestKit, both_stores};
use madang_text::Texts;
use tokio::sync::Barrier;

use super::{
    account::sign_up,
    browser::{Answer, Browser, router, router_with},
};
use crate::ground::MIGRATIONS;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n";

/// A conference of the sample with an administrator at its desk; a speaker of it, and one of their sessions.
struct Stage {
    team: Browser,
    speaker: String,
    session: String,
    /// Another speaker, who is in none of the first one's sessions.
    other: String,
    other_session: String,
}

impl Stage {
    fn own(&self, rest: &str) -> String {
        format!("/speaking/yard/{}{rest}", self.speaker)
    }

    fn session(&self, rest: &str) -> String {
        self.own(&format!("/sessions/{}{rest}", self.session))
    }
}

async fn draft(kit: &TestKit) -> Draft {
    let read = kit.store.read::<_, StoreError, _>(|tx| {
        let yard = by_slug(tx, "yard")?.expect("it was made");
        Ok(draft_conflicts(tx, &yard)?.0)
    });
    read.await.expect("the draft is read")
}

async fn staged(kit: &TestKit) -> Stage {
    staged_with(kit, router(kit)).await
}

async fn staged_with(kit: &TestKit, router: axum::Router) -> Stage {
    let size = SampleSize { sessions: 20, speakers: 25, rooms: 3, days: 2 };
    let (ctx, mut programme) = (kit.ctx(Who::Administrator), sample(size, jiff::civil::date(2026, 12, 1), 7));
    for speaker in &mut programme.speakers {
        speaker.email = Some(format!("{}@example.org", speaker.key.to_lowercase()));
    }
    let written = kit.store.write::<_, anyhow::Error, _>(move |tx| {
        import(tx, &ctx, "yard", &programme)?;
        madang_conference::set_visibility(tx, &ctx, "yard", madang_conference::Visibility::Public)?;
        Ok(release(tx, &ctx, "yard", "", None)?)
    });
    written.await.expect("the sample is released");
    let draft = draft(kit).await;
    let sessions = &draft.programme.sessions;
    let held = |session: &&madang_interchange::model::Session| {
        session.state == State::Confirmed && session.slot.is_some() && session.parts.len() == 1
    };
    let mut held = sessions.iter().filter(held);
    let first = held.next().expect("somebody speaks alone");
    let of = |session: &madang_interchange::model::Session| session.parts[0].speaker.clone();
    let apart = |session: &&madang_interchange::model::Session| of(session) != of(first);
    let second = held.find(apart).expect("so does somebody else");
    let team = Browser::signed_in(kit, router).await;
    Stage {
        team,
        speaker: of(first),
        session: first.key.clone(),
        other: of(second),
        other_session: second.key.clone(),
    }
}

async fn letters(kit: &TestKit, to: &str) -> Vec<Message> {
    let filter = madang_mail::Filter::default();
    let letters =
        kit.store.read(move |tx| madang_mail::list(tx, &filter, 500)).await.expect("the outbox is read");
    letters.into_iter().filter(|letter| letter.to.contains(to)).collect()
}

async fn latest_invitation(kit: &TestKit, to: &str) -> String {
    let letters = letters(kit, to).await;
    let invitation =
        letters.iter().find_map(|letter| letter.text.split_once("http://127.0.0.1:8080/invitation/"));
    let (_, rest) = invitation.expect("somebody was invited");
    format!("/invitation/{}", rest.split_whitespace().next().expect("a token"))
}

fn address(code: &str) -> String {
    format!("{}@example.org", code.to_lowercase())
}

async fn invite(kit: &TestKit, team: &mut Browser, code: &str) -> String {
    let page = format!("/desk/yard/speakers/{code}");
    let token = team.get(&page).await.token();
    let asked = team.post(&format!("{page}/invite"), &format!("csrf={token}")).await;
    assert_eq!(asked.location(), format!("{page}?done=speaker-invited#account"), "{}", asked.body);
    latest_invitation(kit, &address(code)).await
}

async fn join(browser: &mut Browser, invitation: &str) -> Answer {
    let token = browser.get(invitation).await.token();
    browser.post(invitation, &format!("csrf={token}")).await
}

/// The person who is a speaker, signed in.
async fn speaker(kit: &TestKit, team: &mut Browser, code: &str) -> Browser {
    let mut browser = team.without_cookies();
    sign_up(kit, &mut browser, &format!("me-{}@example.org", code.to_lowercase()), "Somebody").await;
    let invitation = invite(kit, team, code).await;
    let joined = join(&mut browser, &invitation).await;
    assert_eq!(joined.location(), format!("/speaking/yard/{code}?done=joined"), "{}", joined.body);
    browser
}

/// Fills in the form of a page again, as a browser does, with some fields changed.
async fn save(browser: &mut Browser, path: &str, changes: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    let mut form = format!("csrf={}&version={}", page.token(), page.hidden("version"));
    for (name, value) in changes {
        let value: String =
            percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string();
        form += &format!("&{name}={value}");
    }
    browser.post(path, &form).await
}

/// A PNG of a colour.
pub(super) fn png(side: u32) -> Vec<u8> {
    let mut raw = Vec::new();
    for _ in 0..side {
        raw.push(0);
        raw.extend(std::iter::repeat_n([200_u8, 30, 30], side as usize).flatten());
    }
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &raw).expect("memory takes it");
    let packed = packed.finish().expect("memory takes it");
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(data);
        let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
        [&length, kind, data, &sum.sum().to_be_bytes()].concat()
    };
    let mut head = Vec::new();
    head.extend(side.to_be_bytes());
    head.extend(side.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &packed), chunk(b"IEND", b"")]
        .concat()
}

async fn move_on(kit: &TestKit, session: &str, by: SignedDuration) {
    let before = draft(kit).await;
    let full = before.full_session(session).expect("it is there");
    let mut slot = full.session.slot.clone().expect("it has a place");
    (slot.start, slot.end) = (slot.start + by, slot.end + by);
    let (ctx, code, seen) =
        (kit.ctx(Who::Administrator), session.to_owned(), before.versions.sessions[session]);
    let moved = kit.store.write(move |tx| move_session(tx, &ctx, "yard", (&code, seen), Some(slot))).await;
    moved.map_err(|error: EditError| error.to_string()).expect("it is moved");
}

async fn release_and_tell(kit: &TestKit) -> u64 {
    let (ctx, announcement) = (
        kit.ctx(Who::Administrator),
        Announcement { texts: Texts::embedded(), site: "http://127.0.0.1:8080/yard".into() },
    );
    let released = kit.store.write(move |tx| release(tx, &ctx, "yard", "", Some(&announcement))).await;
    released.map_err(|error: ProgrammeError| error.to_string()).expect("it is released").queued
}
