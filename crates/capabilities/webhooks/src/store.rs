//! Every SQL statement about webhooks.

use jiff::Timestamp;
use madang_conference::{ConferenceId, HostId};
use madang_store::{Row, StoreError, Tx, params};

use crate::model::{Delivery, DeliveryId, DeliveryState, Webhook, WebhookId};

madang_store::statements! {
    /// A new webhook.
    INSERT_WEBHOOK = "INSERT INTO webhook (host_id, id, url, secret, events, is_active, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The webhooks of a host.
    WEBHOOKS = "SELECT id, host_id, url, secret, events, is_active, created_at FROM webhook WHERE host_id = $1 ORDER BY id";
    /// One webhook of a host.
    WEBHOOK = "SELECT id, host_id, url, secret, events, is_active, created_at FROM webhook WHERE host_id = $1 AND id = $2";
    /// Lets a webhook be told, or not.
    SET_ACTIVE = "UPDATE webhook SET is_active = $3 WHERE host_id = $1 AND id = $2";
    /// Forgets a webhook with all its deliveries.
    DELETE_WEBHOOK = "DELETE FROM webhook WHERE host_id = $1 AND id = $2";
    /// The host and the short name of a conference.
    CONFERENCE = "SELECT host_id, slug FROM conference WHERE id = $1";

    /// A new delivery.
    INSERT_DELIVERY = "INSERT INTO webhook_delivery (host_id, id, webhook_id, event, body, state, attempts, answer, created_at)
        VALUES ($1, $2, $3, $4, $5, 'waiting', 0, '', $6) ON CONFLICT (host_id, id) DO NOTHING";
    /// The latest deliveries of a webhook.
    DELIVERIES = "SELECT id, host_id, webhook_id, event, body, state, attempts, status, answer, created_at, tried_at
        FROM webhook_delivery WHERE host_id = $1 AND webhook_id = $2 ORDER BY id DESC LIMIT $3";
    /// One delivery of a host.
    DELIVERY = "SELECT id, host_id, webhook_id, event, body, state, attempts, status, answer, created_at, tried_at
        FROM webhook_delivery WHERE host_id = $1 AND id = $2";
    /// What became of a delivery.
    TRIED = "UPDATE webhook_delivery SET state = $3, attempts = attempts + 1, status = $4, answer = $5, tried_at = $6
        WHERE host_id = $1 AND id = $2";
    /// Lets a delivery begin anew.
    AGAIN = "UPDATE webhook_delivery SET state = 'waiting' WHERE host_id = $1 AND id = $2 AND state <> 'waiting'";
    /// Forgets old deliveries.
    DELETE_OLD_DELIVERIES = "DELETE FROM webhook_delivery WHERE created_at < $1";
}

fn webhook_row(row: &Row<'_>) -> Result<Webhook, StoreError> {
    let events: String = row.get(4)?;
    Ok(Webhook {
        id: row.get(0)?,
        host: row.get(1)?,
        url: row.get(2)?,
        secret: row.get(3)?,
        events: events.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        is_active: row.get(5)?,
        created_at: row.get(6)?,
    })
}

fn delivery_row(row: &Row<'_>) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        id: row.get(0)?,
        host: row.get(1)?,
        webhook: row.get(2)?,
        event: row.get(3)?,
        body: row.get(4)?,
        state: row.get(5)?,
        attempts: row.get(6)?,
        status: row.get::<Option<i64>>(7)?.and_then(|status| u16::try_from(status).ok()),
        answer: row.get(8)?,
        created_at: row.get(9)?,
        tried_at: row.get(10)?,
    })
}

pub(crate) fn insert_webhook(tx: &mut Tx<'_>, webhook: &Webhook) -> Result<(), StoreError> {
    let Webhook { id, host, url, secret, events, is_active, created_at } = webhook;
    let events = events.join(" ");
    let values = params![host, id, url, secret[..], events, is_active, created_at];
    tx.expect_rows(&INSERT_WEBHOOK, values, 1)
}

pub(crate) fn webhooks(tx: &mut Tx<'_>, host: HostId) -> Result<Vec<Webhook>, StoreError> {
    tx.query(&WEBHOOKS, params![host], webhook_row)
}

pub(crate) fn webhook(tx: &mut Tx<'_>, host: HostId, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
    tx.query_opt(&WEBHOOK, params![host, id], webhook_row)
}

/// Tells whether it was there.
pub(crate) fn set_active(
    tx: &mut Tx<'_>,
    host: HostId,
    id: WebhookId,
    is_active: bool,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&SET_ACTIVE, params![host, id, is_active])? == 1)
}

/// Tells whether it was there.
pub(crate) fn delete_webhook(tx: &mut Tx<'_>, host: HostId, id: WebhookId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_WEBHOOK, params![host, id])? == 1)
}

pub(crate) fn conference(tx: &mut Tx<'_>, id: ConferenceId) -> Result<Option<(HostId, String)>, StoreError> {
    tx.query_opt(&CONFERENCE, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Does nothing when it is there already: a job may run twice.
pub(crate) fn insert_delivery(
    tx: &mut Tx<'_>,
    (host, webhook, id): (HostId, WebhookId, DeliveryId),
    event: &str,
    body: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&INSERT_DELIVERY, params![host, id, webhook, event, body, now])? == 1)
}

pub(crate) fn deliveries(
    tx: &mut Tx<'_>,
    host: HostId,
    webhook: WebhookId,
    rows_max: i64,
) -> Result<Vec<Delivery>, StoreError> {
    tx.query(&DELIVERIES, params![host, webhook, rows_max], delivery_row)
}

pub(crate) fn delivery(
    tx: &mut Tx<'_>,
    host: HostId,
    id: DeliveryId,
) -> Result<Option<Delivery>, StoreError> {
    tx.query_opt(&DELIVERY, params![host, id], delivery_row)
}

pub(crate) fn tried(
    tx: &mut Tx<'_>,
    (host, id): (HostId, DeliveryId),
    state: DeliveryState,
    status: Option<u16>,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    // The webhook may have gone meanwhile, and its deliveries with it.
    tx.execute(&TRIED, params![host, id, state, status.map(i64::from), answer, now]).map(drop)
}

/// Tells whether it was there and had been tried.
pub(crate) fn again(tx: &mut Tx<'_>, host: HostId, id: DeliveryId) -> Result<bool, StoreError> {
    Ok(tx.execute(&AGAIN, params![host, id])? == 1)
}

pub(crate) fn delete_old_deliveries(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&DELETE_OLD_DELIVERIES, params![before])
}
