//! The job that brings a delivery to its address.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::Timestamp;
use madang_conference::HostId;
use madang_context::Id;
use madang_fetch::Fetcher;
use madang_jobs::{JobError, Running};
use madang_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::{
    model::{Delivery, DeliveryId, DeliveryState, Webhook},
    rules, store,
};

/// The kind of job that [`Deliverer::deliver`] does.
pub const DELIVER_JOB: &str = "webhook";

/// How much of an answer is kept in the log, in bytes.
const ANSWER_BYTES_MAX: usize = 1_000;

#[derive(Deserialize, Serialize)]
pub(crate) struct Payload {
    pub(crate) host: String,
    pub(crate) delivery: String,
}

/// Brings deliveries to their addresses.
#[derive(Clone)]
pub struct Deliverer {
    /// The database.
    pub store: Store,
    /// Sends, to public networks only or to those that the configuration names.
    pub fetcher: Fetcher,
}

impl Deliverer {
    /// Does a job of the kind [`DELIVER_JOB`]: sends once, and writes down what the address said.
    ///
    /// *Errors*: it has not been taken; it is tried again later, or given up.
    pub async fn deliver(&self, running: Running) -> Result<(), JobError> {
        let payload: Payload = running.job.payload()?;
        let id = |text: &str| text.parse::<Id>().map_err(|_| JobError::GiveUp("no id".into()));
        let (host, id) = (HostId(id(&payload.host)?), DeliveryId(id(&payload.delivery)?));
        let found = self.store.read::<_, StoreError, _>(move |tx| {
            let Some(delivery) = store::delivery(tx, host, id)? else { return Ok(None) };
            Ok(store::webhook(tx, host, delivery.webhook)?.map(|webhook| (delivery, webhook)))
        });
        // Deleted, or paused, since it was enqueued.
        let Some((delivery, webhook)) = found.await? else { return Ok(()) };
        let now = running.ctx.now;
        let (state, status, answer) = if webhook.is_active {
            let is_last = running.job.attempts >= running.job.attempts_max;
            self.send(&delivery, &webhook, now, is_last).await
        } else {
            (DeliveryState::GivenUp, None, "paused".to_owned())
        };
        let kept = answer.clone();
        let write = self
            .store
            .write::<_, StoreError, _>(move |tx| store::tried(tx, (host, id), state, status, &kept, now));
        write.await?;
        match state {
            DeliveryState::Failed => {
                Err(JobError::Later(status.map_or(answer, |status| format!("status {status}"))))
            }
            // The log has it; a job that failed would alarm the administrator about somebody else's server.
            _ => Ok(()),
        }
    }

    async fn send(
        &self,
        delivery: &Delivery,
        webhook: &Webhook,
        now: Timestamp,
        is_last: bool,
    ) -> (DeliveryState, Option<u16>, String) {
        let unlucky = if is_last { DeliveryState::GivenUp } else { DeliveryState::Failed };
        let headers = headers(delivery, webhook, now);
        let body = Bytes::from(delivery.body.clone());
        match self.fetcher.post(&webhook.url, headers, body, ANSWER_BYTES_MAX).await {
            Ok(answer) => {
                let text = String::from_utf8_lossy(&answer.body).into_owned();
                // PostgreSQL keeps no NUL in a text.
                let text = text.replace('\0', " ");
                let state = match answer.status {
                    200..300 => DeliveryState::Delivered,
                    // Gone for good: asking again would be rude.
                    410 => DeliveryState::GivenUp,
                    _ => unlucky,
                };
                (state, Some(answer.status), text)
            }
            Err(error) if error.is_passing() => (unlucky, None, error.to_string()),
            Err(error) => (DeliveryState::GivenUp, None, error.to_string()),
        }
    }
}

fn headers(delivery: &Delivery, webhook: &Webhook, now: Timestamp) -> HeaderMap {
    let id = delivery.id.to_string();
    let signature = rules::signature(&webhook.secret, &id, now, &delivery.body);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let values = [
        ("webhook-id", id),
        ("webhook-timestamp", now.as_second().to_string()),
        ("webhook-signature", signature),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}
