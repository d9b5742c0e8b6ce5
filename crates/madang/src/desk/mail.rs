//! The outbox: what became of every message, and why.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use madang_context::Id;
use madang_interchange::write::Cell;
use madang_mail::{Filter, Message, MessageId, MessageState};
use madang_people::hide_links;
use madang_store::StoreError;
use madang_text::{display, key};
use madang_web::{Layout, Problem, Visit};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{
    export::{Export, ROWS_READ, moment, moment_or_none},
    frame::{Figures, Frame, Here, answer, back},
};

/// How many messages stand on one page.
const PAGE: u32 = 50;
/// How many messages are sent again by one press of the button.
const RESENT_MAX: u32 = 2_000;

/// What the address chooses.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "desk_mail.html")]
struct OutboxPage {
    layout: Layout,
    desk: Frame,
    figures: Figures,
    state: Option<MessageState>,
    query: String,
    messages: Vec<Message>,
    /// Parameters that lead to the older ones; empty on the last page.
    older: String,
}

/// `/desk/mail`.
pub(crate) async fn outbox(visit: Visit, Query(choice): Query<Choice>) -> Result<Response, Problem> {
    let before = choice.before.parse::<Id>().ok().map(MessageId);
    let filter = Filter { before, ..choice.filter() };
    let (state, query) = (filter.state, filter.recipient.clone().unwrap_or_default());
    let now = visit.ctx().now;
    let read = visit.app().store().read::<_, Problem, _>(move |tx| {
        Ok((Figures::read(tx, now)?, madang_mail::list(tx, &filter, PAGE + 1)?))
    });
    let (figures, mut messages) = read.await?;
    let has_more = messages.len() > PAGE as usize;
    messages.truncate(PAGE as usize);
    let older = match messages.last() {
        Some(last) if has_more => last.id.to_string(),
        _ => String::new(),
    };
    let (layout, desk) = Frame::new(&visit, Here::Mail, visit.t().say("desk-mail"), &figures);
    answer(&OutboxPage { layout, desk, figures, state, query, messages, older })
}

impl Choice {
    /// Which messages are asked for, of all pages.
    fn filter(&self) -> Filter {
        let state = MessageState::ALL.into_iter().find(|state| state.as_str() == self.state);
        let query = display::shorten(&display::one_line(&self.q), 200);
        Filter { state, recipient: Some(query).filter(|query| !query.is_empty()), cause: None, before: None }
    }
}

/// `/desk/mail.csv` and `.xlsx`: the envelopes, not the letters, whose links are for whom they were sent to.
pub(crate) async fn table(visit: Visit, Query(choice): Query<Choice>) -> Result<Export, Problem> {
    let filter = choice.filter();
    let read =
        visit.app().store().read::<_, StoreError, _>(move |tx| madang_mail::list(tx, &filter, ROWS_READ));
    let columns = ["to", "subject", "language", "state", "made", "due", "sent", "tries", "answer"];
    let row = |message: Message| -> [Cell; 9] {
        [
            message.to.into(),
            message.subject.into(),
            message.language.into(),
            visit.t().say_of("desk-mail-", word(&message.state)).into(),
            moment(message.created_at),
            moment(message.send_at),
            moment_or_none(message.sent_at),
            i64::from(message.attempts).into(),
            message.last_error.unwrap_or_default().into(),
        ]
    };
    Ok(Export::new(&visit, "mail", visit.t().say(key("desk-mail")), &columns)
        .rows(read.await?.into_iter().map(row)))
}

impl OutboxPage {
    /// The address's query for the same list; without its page.
    fn query(&self) -> String {
        format!("state={}&q={}", self.state_word(), utf8_percent_encode(&self.query, NON_ALPHANUMERIC))
    }

    fn is_chosen(&self, state: &MessageState) -> bool {
        self.state.as_ref() == Some(state)
    }

    fn is_filtered(&self) -> bool {
        self.state.is_some() || !self.query.is_empty()
    }

    fn state_word(&self) -> &'static str {
        self.state.map_or("", MessageState::as_str)
    }
}

#[derive(Template)]
#[template(path = "desk_message.html")]
struct MessagePage {
    layout: Layout,
    desk: Frame,
    message: Message,
}

/// `/desk/mail/{id}`.
pub(crate) async fn message(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let (id, now) = (message_id(&id)?, visit.ctx().now);
    let read = visit
        .app()
        .store()
        .read::<_, Problem, _>(move |tx| Ok((Figures::read(tx, now)?, madang_mail::message(tx, id)?)));
    let (figures, message) = read.await?;
    let mut message = message.ok_or_else(Problem::not_found)?;
    // Whoever looks after the mail does not get into other people's accounts by it.
    message.text = hide_links(&message.text);
    let (layout, desk) = Frame::new(&visit, Here::Mail, message.subject.clone(), &figures);
    answer(&MessagePage { layout, desk, message })
}

/// Which chip a state gets.
fn tone(state: &MessageState) -> &'static str {
    match state {
        MessageState::Queued => "note",
        MessageState::Sending | MessageState::Sent => "good",
        MessageState::Failed => "warn",
        MessageState::GivenUp => "bad",
        MessageState::Cancelled => "",
    }
}

/// The state's word with hyphens, as it stands in keys.
fn word(state: &MessageState) -> String {
    state.as_str().replace('_', "-")
}

fn can_resend(message: &Message) -> bool {
    !matches!(message.state, MessageState::Queued | MessageState::Sending)
}

fn can_cancel(message: &Message) -> bool {
    matches!(message.state, MessageState::Queued | MessageState::Failed)
}

/// `/desk/mail/{id}/resend`.
pub(crate) async fn resend(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let (id, ctx) = (message_id(&id)?, visit.ctx().clone());
    let write = visit.app().store().write::<_, Problem, _>(move |tx| Ok(madang_mail::resend(tx, &ctx, id)?));
    let done = if write.await? { "resent&count=1" } else { "too-late" };
    Ok(back(&format!("/desk/mail/{id}?done={done}")))
}

/// `/desk/mail/{id}/cancel`.
pub(crate) async fn cancel(visit: Visit, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = message_id(&id)?;
    let write = visit.app().store().write::<_, Problem, _>(move |tx| Ok(madang_mail::cancel(tx, id)?));
    let done = if write.await? { "mail-cancelled" } else { "too-late" };
    Ok(back(&format!("/desk/mail/{id}?done={done}")))
}

/// `/desk/mail/resend-given-up`: after the mail server was set right, nobody wants to press a button for each message.
pub(crate) async fn resend_given_up(visit: Visit) -> Result<Response, Problem> {
    let ctx = visit.ctx().clone();
    let write = visit.app().store().write::<_, Problem, _>(move |tx| {
        let filter = Filter { state: Some(MessageState::GivenUp), ..Filter::default() };
        let mut resent = 0;
        for message in madang_mail::list(tx, &filter, RESENT_MAX)? {
            resent += u32::from(madang_mail::resend(tx, &ctx, message.id)?);
        }
        Ok(resent)
    });
    let resent = write.await?;
    Ok(back(&format!("/desk/mail?done=resent&count={resent}")))
}

fn message_id(text: &str) -> Result<MessageId, Problem> {
    text.parse::<Id>().map(MessageId).map_err(|_| Problem::not_found())
}
