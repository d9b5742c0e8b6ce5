//! Units of work on webhooks.

use jiff::Timestamp;
use madang_audit::{self as audit, Act};
use madang_conference::{ConferenceId, Host, HostId};
use madang_context::{Ctx, Id, Power};
use madang_jobs::{Event, NewJob, enqueue};
use madang_store::{StoreError, Tx};
use serde_json::{Value, json};
use thiserror::Error;

use crate::{
    deliver::{DELIVER_JOB, Payload},
    model::{Delivery, DeliveryId, Webhook, WebhookId},
    rules, store,
};

/// How many deliveries the log shows.
const DELIVERIES_SHOWN: i64 = 100;
/// How many webhooks a host may have.
const WEBHOOKS_MAX: usize = 20;

/// Why something was not done with a webhook.
#[derive(Debug, Error)]
pub enum WebhookError {
    /// Their role does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// There is none of this name, or it is another host's.
    #[error("there is no such webhook")]
    Absent,
    /// A value that cannot be; names the field.
    #[error("{0} cannot be like this")]
    Wrong(&'static str),
    /// More than anybody needs.
    #[error("a host has at most {WEBHOOKS_MAX} webhooks")]
    TooMany,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn ask(ctx: &Ctx, host: &Host) -> Result<(), WebhookError> {
    if ctx.may(Power::Own, &[host.id.0]) { Ok(()) } else { Err(WebhookError::Forbidden) }
}

fn record(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    action: &'static str,
    object: &impl ToString,
) -> Result<(), StoreError> {
    audit::record(tx, ctx, &Act { action, conference: None, object: object.to_string(), detail: json!({}) })
}

/// The webhooks of a host, the oldest first.
pub fn webhooks(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host) -> Result<Vec<Webhook>, WebhookError> {
    ask(ctx, host)?;
    Ok(store::webhooks(tx, host.id)?)
}

/// One webhook of a host.
pub fn webhook(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host, id: WebhookId) -> Result<Webhook, WebhookError> {
    ask(ctx, host)?;
    store::webhook(tx, host.id, id)?.ok_or(WebhookError::Absent)
}

/// The latest deliveries of a webhook, the latest first.
pub fn deliveries(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    host: &Host,
    id: WebhookId,
) -> Result<Vec<Delivery>, WebhookError> {
    ask(ctx, host)?;
    Ok(store::deliveries(tx, host.id, id, DELIVERIES_SHOWN)?)
}

/// Makes a webhook with a secret of its own. `events` are names of [`rules::EVENTS`]; all of them when empty.
///
/// *Errors*: [`WebhookError::Wrong`] of `url` or `events`, [`WebhookError::TooMany`], [`WebhookError::Forbidden`].
pub fn create(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    host: &Host,
    url: &str,
    events: &[String],
) -> Result<Webhook, WebhookError> {
    ask(ctx, host)?;
    let url = rules::url(url).ok_or(WebhookError::Wrong("url"))?;
    if events.iter().any(|event| !rules::EVENTS.contains(&event.as_str())) {
        return Err(WebhookError::Wrong("events"));
    }
    if store::webhooks(tx, host.id)?.len() >= WEBHOOKS_MAX {
        return Err(WebhookError::TooMany);
    }
    let mut secret = vec![0; 32];
    ctx.ids.fill(&mut secret);
    let webhook = Webhook {
        id: WebhookId(ctx.id()),
        host: host.id,
        url,
        secret,
        events: events.to_vec(),
        is_active: true,
        created_at: ctx.now,
    };
    store::insert_webhook(tx, &webhook)?;
    record(tx, ctx, "webhook.create", &webhook.id)?;
    Ok(webhook)
}

/// Lets a webhook be told what happens, or not.
pub fn set_active(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    host: &Host,
    id: WebhookId,
    is_active: bool,
) -> Result<(), WebhookError> {
    ask(ctx, host)?;
    if !store::set_active(tx, host.id, id, is_active)? {
        return Err(WebhookError::Absent);
    }
    Ok(record(tx, ctx, if is_active { "webhook.resume" } else { "webhook.pause" }, &id)?)
}

/// Forgets a webhook with its log.
pub fn delete(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host, id: WebhookId) -> Result<(), WebhookError> {
    ask(ctx, host)?;
    if !store::delete_webhook(tx, host.id, id)? {
        return Err(WebhookError::Absent);
    }
    Ok(record(tx, ctx, "webhook.delete", &id)?)
}

/// Sends an event `ping` to a webhook, to see whether it arrives.
pub fn ping(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host, id: WebhookId) -> Result<(), WebhookError> {
    let webhook = webhook(tx, ctx, host, id)?;
    let body = body("ping", ctx.now, &json!({ "host": host.slug }));
    Ok(begin(tx, ctx, &webhook, DeliveryId(ctx.id()), "ping", &body)?)
}

/// Sends a delivery again that was tried before, whatever became of it.
pub fn send_again(tx: &mut Tx<'_>, ctx: &Ctx, host: &Host, id: DeliveryId) -> Result<(), WebhookError> {
    ask(ctx, host)?;
    if !store::again(tx, host.id, id)? {
        return Err(WebhookError::Absent);
    }
    record(tx, ctx, "webhook.send-again", &id)?;
    Ok(enqueue(tx, ctx, &job(host.id, id)).map(drop)?)
}

/// What is sent, as JSON: `type`, `timestamp`, `data`.
///
/// *Source*: Standard Webhooks 1.0, "Payload structure".
fn body(event: &str, at: Timestamp, data: &Value) -> String {
    json!({ "type": event, "timestamp": at, "data": data }).to_string()
}

fn job(host: HostId, delivery: DeliveryId) -> NewJob {
    let payload = Payload { host: host.to_string(), delivery: delivery.to_string() };
    NewJob { attempts_max: 10, ..NewJob::new(DELIVER_JOB, &payload) }
}

fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    webhook: &Webhook,
    id: DeliveryId,
    event: &str,
    body: &str,
) -> Result<(), StoreError> {
    if store::insert_delivery(tx, (webhook.host, webhook.id, id), event, body, ctx.now)? {
        enqueue(tx, ctx, &job(webhook.host, id))?;
    }
    Ok(())
}

/// Begins a delivery of an event to every webhook that wants it; for the job that carries the event. A conference that
/// has gone tells nobody.
pub fn spread(tx: &mut Tx<'_>, ctx: &Ctx, event: &Event) -> Result<(), StoreError> {
    let Ok(scope) = event.scope.parse::<Id>() else { return Ok(()) };
    let Some((host, slug)) = store::conference(tx, ConferenceId(scope))? else { return Ok(()) };
    let mut data = event.detail.clone();
    if let Value::Object(fields) = &mut data {
        fields.insert("conference".into(), slug.into());
    }
    let body = body(&event.name, event.at, &data);
    for webhook in store::webhooks(tx, host)? {
        let wants = webhook.events.is_empty() || webhook.events.contains(&event.name);
        if webhook.is_active && wants {
            begin(tx, ctx, &webhook, DeliveryId(ctx.id()), &event.name, &body)?;
        }
    }
    Ok(())
}
