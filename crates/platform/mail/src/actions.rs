use jiff::Timestamp;
use madang_context::Ctx;
use madang_store::{StoreError, Tx, row};
use madang_text::display;
use tokio::sync::Notify;

use crate::{
    address::MailAddress,
    model::{Filter, Message, MessageId, MessageState, NewMessage},
    store,
};

/// Tells the postman of this process that there may be something to send.
pub(crate) static QUEUED: Notify = Notify::const_new();

/// Puts messages into the outbox as part of this unit of work: they are sent if and only if it is kept. Tells how many.
pub fn queue(tx: &mut Tx<'_>, ctx: &Ctx, messages: &[NewMessage]) -> Result<u64, StoreError> {
    let text = |address: &Option<MailAddress>| address.as_ref().map(ToString::to_string).unwrap_or_default();
    let rows: Vec<_> = messages
        .iter()
        .map(|message| {
            let headers = serde_json::to_string(&message.headers).unwrap_or_else(|_| "[]".into());
            let (cause_kind, cause_id) =
                message.cause.as_ref().map_or(("", None), |cause| (cause.kind, Some(cause.id)));
            row![
                ctx.id(),
                text(&message.from),
                message.to.to_string(),
                text(&message.reply_to),
                display::one_line(&message.subject),
                message.text.replace('\0', ""),
                message.html.as_ref().map(|html| html.replace('\0', "")),
                headers,
                message.language,
                cause_kind,
                cause_id,
                ctx.now,
                message.calendar
            ]
        })
        .collect();
    let queued = store::insert(tx, &rows)?;
    QUEUED.notify_one();
    Ok(queued)
}

/// A page of the outbox, the newest first; at most `messages_max`.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, messages_max: u32) -> Result<Vec<Message>, StoreError> {
    store::list(tx, filter, i64::from(messages_max))
}

/// One message of the outbox.
pub fn message(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<Message>, StoreError> {
    store::by_id(tx, id)
}

/// Lets a message that is settled or waits for its next attempt be sent now, with all of its attempts. Tells whether
/// it was one. It keeps its `Message-ID`.
pub fn resend(tx: &mut Tx<'_>, ctx: &Ctx, id: MessageId) -> Result<bool, StoreError> {
    let resent = store::resend(tx, id, ctx.now)? == 1;
    QUEUED.notify_one();
    Ok(resent)
}

/// Takes back a message that is not sent yet. Tells whether it was one.
pub fn cancel(tx: &mut Tx<'_>, id: MessageId) -> Result<bool, StoreError> {
    Ok(store::cancel(tx, id)? == 1)
}

/// Forgets messages that were queued before this moment and are settled; tells how many. What was given up stays until
/// somebody has looked at it.
pub fn prune(tx: &mut Tx<'_>, queued_before: Timestamp) -> Result<u64, StoreError> {
    store::prune(tx, queued_before)
}

/// Whether any messages have been due since this moment: then no postman takes them.
pub fn is_due_since(tx: &mut Tx<'_>, moment: Timestamp) -> Result<bool, StoreError> {
    store::is_any_due(tx, moment)
}

/// How many messages are in each state, for `/metrics` and the administrator's page.
///
/// *Shapes*: `("mail", state, count)`, every state once, in the order of a message's life.
pub fn counts(tx: &mut Tx<'_>) -> Result<Vec<(&'static str, &'static str, i64)>, StoreError> {
    let counted = store::counts(tx)?;
    let count = |state| counted.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count);
    Ok(MessageState::ALL.iter().map(|state| ("mail", state.as_str(), count(*state))).collect())
}
