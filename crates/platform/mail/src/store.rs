use jiff::Timestamp;
use madang_store::{Row, StoreError, Tx, Value, params};

use crate::model::{Filter, Message, MessageId, MessageState};

madang_store::statements! {
    /// A new message.
    INSERT = "INSERT INTO mail_message (id, state, sender, recipient, reply_to, subject, body_text, \
        body_html, headers, language, cause_kind, cause_id, attempts, send_at, created_at, calendar) \
        VALUES ($1, 'queued', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $12, $13)";
    /// Whether there is anything to send.
    ANY_DUE = "SELECT EXISTS (SELECT 1 FROM mail_message WHERE state IN ('queued', 'failed') AND send_at <= $1) \
        OR EXISTS (SELECT 1 FROM mail_message WHERE state = 'sending' AND lease_until <= $1)";
    /// Takes messages that are due, or whose postman died with them. The condition stands twice, so that of two
    /// postmen one gets the message: the outer one is looked at again under PostgreSQL's row lock.
    CLAIM = "UPDATE mail_message SET state = 'sending', attempts = attempts + 1, lease_owner = $2, lease_until = $3 \
        WHERE id IN (SELECT id FROM mail_message WHERE (state IN ('queued', 'failed') AND send_at <= $1) \
                OR (state = 'sending' AND lease_until <= $1) ORDER BY send_at, id LIMIT $4) \
            AND ((state IN ('queued', 'failed') AND send_at <= $1) OR (state = 'sending' AND lease_until <= $1)) \
        RETURNING id, state, sender, recipient, reply_to, subject, body_text, body_html, headers, \
            language, cause_kind, cause_id, attempts, send_at, last_error, created_at, sent_at, calendar";
    /// What became of an attempt; only its present holder may say so.
    RECORD = "UPDATE mail_message SET state = $4, last_error = $5, send_at = $6, sent_at = $7, lease_owner = NULL, \
        lease_until = NULL WHERE id = $1 AND state = 'sending' AND lease_owner = $2 AND attempts = $3";
    /// A postman that stops gives back what it has not tried.
    RELEASE = "UPDATE mail_message SET state = 'queued', attempts = attempts - 1, lease_owner = NULL, \
        lease_until = NULL WHERE state = 'sending' AND lease_owner = $1";
    /// The administrator wants it sent again.
    RESEND = "UPDATE mail_message SET state = 'queued', attempts = 0, send_at = $2, sent_at = NULL \
        WHERE id = $1 AND state IN ('sent', 'failed', 'given_up', 'cancelled')";
    /// The administrator does not want it sent.
    CANCEL = "UPDATE mail_message SET state = 'cancelled' WHERE id = $1 AND state IN ('queued', 'failed')";
    /// Forgets what was settled long ago.
    PRUNE = "DELETE FROM mail_message WHERE state IN ('sent', 'cancelled') AND created_at < $1";
    /// How many are in each state.
    COUNTS = "SELECT state, COUNT(*) FROM mail_message GROUP BY state";
    /// One message.
    BY_ID = "SELECT id, state, sender, recipient, reply_to, subject, body_text, body_html, headers, \
        language, cause_kind, cause_id, attempts, send_at, last_error, created_at, sent_at, calendar FROM mail_message \
        WHERE id = $1";
    /// A page of messages, the newest first.
    LIST = "SELECT id, state, sender, recipient, reply_to, subject, body_text, body_html, headers, \
        language, cause_kind, cause_id, attempts, send_at, last_error, created_at, sent_at, calendar FROM mail_message \
        WHERE ($1 = '' OR state = $1) AND ($2 = '' OR lower(recipient) LIKE $2 ESCAPE '!') \
            AND ($3 = '' OR (cause_kind = $3 AND cause_id = $4)) AND ($5 = '' OR id < $6) \
        ORDER BY id DESC LIMIT $7";
}

/// Who holds a message, and in which attempt.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) message: MessageId,
    pub(crate) owner: String,
    pub(crate) attempt: u32,
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) state: MessageState,
    pub(crate) error: Option<String>,
    pub(crate) send_at: Timestamp,
    pub(crate) sent_at: Option<Timestamp>,
}

fn message(row: &Row<'_>) -> Result<Message, StoreError> {
    let headers: String = row.get(8)?;
    Ok(Message {
        id: row.get(0)?,
        state: row.get(1)?,
        from: row.get(2)?,
        to: row.get(3)?,
        reply_to: row.get(4)?,
        subject: row.get(5)?,
        text: row.get(6)?,
        html: row.get(7)?,
        // Written by `queue` only.
        headers: serde_json::from_str(&headers).unwrap_or_default(),
        language: row.get(9)?,
        cause_kind: row.get(10)?,
        cause_id: row.get(11)?,
        attempts: row.get(12)?,
        send_at: row.get(13)?,
        last_error: row.get(14)?,
        created_at: row.get(15)?,
        sent_at: row.get(16)?,
        calendar: row.get(17)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, rows: &[Vec<Value>]) -> Result<u64, StoreError> {
    tx.execute_many(&INSERT, rows)
}

pub(crate) fn is_any_due(tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, StoreError> {
    tx.query_one(&ANY_DUE, params![now], |row| row.get(0))
}

pub(crate) fn claim(
    tx: &mut Tx<'_>,
    now: Timestamp,
    owner: &str,
    until: Timestamp,
    messages_max: i64,
) -> Result<Vec<Message>, StoreError> {
    tx.query(&CLAIM, params![now, owner, until, messages_max], message)
}

pub(crate) fn record(tx: &mut Tx<'_>, holder: &Holder, outcome: &Outcome) -> Result<u64, StoreError> {
    let Outcome { state, error, send_at, sent_at } = outcome;
    tx.execute(&RECORD, params![holder.message, holder.owner, holder.attempt, state, error, send_at, sent_at])
}

pub(crate) fn release(tx: &mut Tx<'_>, owner: &str) -> Result<u64, StoreError> {
    tx.execute(&RELEASE, params![owner])
}

pub(crate) fn resend(tx: &mut Tx<'_>, id: MessageId, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&RESEND, params![id, now])
}

pub(crate) fn cancel(tx: &mut Tx<'_>, id: MessageId) -> Result<u64, StoreError> {
    tx.execute(&CANCEL, params![id])
}

pub(crate) fn prune(tx: &mut Tx<'_>, created_before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&PRUNE, params![created_before])
}

pub(crate) fn counts(tx: &mut Tx<'_>) -> Result<Vec<(MessageState, i64)>, StoreError> {
    tx.query(&COUNTS, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) fn by_id(tx: &mut Tx<'_>, id: MessageId) -> Result<Option<Message>, StoreError> {
    tx.query_opt(&BY_ID, params![id], message)
}

pub(crate) fn list(tx: &mut Tx<'_>, filter: &Filter, messages_max: i64) -> Result<Vec<Message>, StoreError> {
    // An empty text switches a condition off; what stands beside it then does not matter.
    let none = MessageId([0; 16].into());
    let state = filter.state.map_or("", MessageState::as_str);
    let recipient = filter.recipient.as_deref().map_or(String::new(), |letters| {
        let letters = letters.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{letters}%")
    });
    let (cause_kind, cause_id) = filter.cause.as_ref().map_or(("", none.0), |cause| (cause.kind, cause.id));
    let (has_before, before) = filter.before.map_or(("", none), |before| ("yes", before));
    let params = params![state, recipient, cause_kind, cause_id, has_before, before, messages_max];
    tx.query(&LIST, params, message)
}
