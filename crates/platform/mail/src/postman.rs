use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, stream};
use jiff::SignedDuration;
use madang_context::{Clock, Ids};
use madang_store::{Store, StoreError};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::{
    actions::QUEUED,
    address::MailAddress,
    compose::compose,
    model::{Message, MessageState},
    rules::{ATTEMPTS_MAX, back_off},
    store::{self, Holder, Outcome},
    transport::{SendError, Transport},
};

/// How long the postman holds messages before another may take them over: longer than sending them can take.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Messages taken at once, and sent side by side.
const BATCH: i64 = 32;
const AT_ONCE: usize = 4;
/// How long the messages in hand may take after the stop signal.
const GRACE: Duration = Duration::from_secs(20);
const ERROR_CHARS_MAX: usize = 500;

/// Delivers what is in the outbox: one in each process.
#[derive(Clone)]
pub struct Postman {
    store: Store,
    clock: Arc<dyn Clock>,
    transport: Transport,
    own: MailAddress,
    owner: String,
    /// Set when no further batch shall be begun.
    stopping: Arc<AtomicBool>,
}

impl Postman {
    /// A postman who uses this transport; `own` sends what names no sender of its own.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: &Ids,
        transport: Transport,
        own: MailAddress,
    ) -> Self {
        Self { store, clock, transport, own, owner: ids.token(), stopping: Arc::default() }
    }

    /// Delivers until `stop` is done; then finishes the messages in hand and gives back the others.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let mut look = interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                // The unit of work that queued is kept a moment after it said so.
                () = async { QUEUED.notified().await; sleep(Duration::from_millis(10)).await } => {}
                _ = look.tick() => {}
            }
            let delivering = self.deliver_due();
            tokio::pin!(delivering);
            let delivered = tokio::select! {
                delivered = &mut delivering => delivered,
                () = &mut stop => {
                    // A message cut off in the middle would be sent twice: wait for a while.
                    self.stopping.store(true, Ordering::Relaxed);
                    drop(timeout(GRACE, delivering).await);
                    break;
                }
            };
            if let Err(error) = delivered {
                tracing::warn!(%error, "cannot look into the outbox");
            }
        }
        let owner = self.owner.clone();
        if let Err(error) = self.store.write::<_, StoreError, _>(move |tx| store::release(tx, &owner)).await {
            tracing::warn!(%error, "messages could not be given back; they go out when their lease runs out");
        }
    }

    /// Delivers everything that is due now; tells how many messages were tried.
    ///
    /// *Errors*: the outbox cannot be read. What becomes of single messages is noted with them.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let mut tried = 0;
        loop {
            let stopping = self.stopping.load(Ordering::Relaxed);
            let messages = if stopping { Vec::new() } else { self.claim().await? };
            if messages.is_empty() {
                return Ok(tried);
            }
            tried += messages.len();
            stream::iter(messages).for_each_concurrent(AT_ONCE, |message| self.deliver(message)).await;
        }
    }

    async fn claim(&self) -> Result<Vec<Message>, StoreError> {
        let (now, owner) = (self.clock.now(), self.owner.clone());
        // Most of the time there is nothing: a read is cheaper than a commit.
        if !self.store.read::<_, StoreError, _>(move |tx| store::is_any_due(tx, now)).await? {
            return Ok(Vec::new());
        }
        self.store.write(move |tx| store::claim(tx, now, &owner, now + LEASE, BATCH)).await
    }

    async fn deliver(&self, message: Message) {
        let holder = Holder { message: message.id, owner: self.owner.clone(), attempt: message.attempts };
        let sent = match compose(&message, &self.own, self.clock.now()) {
            Ok(letter) => self.transport.send(&message.id.to_string(), letter).await,
            Err(error) => Err(SendError::Never(error.to_string())),
        };
        let outcome = self.outcome(&message, sent);
        if outcome.state != MessageState::Sent {
            // The server's words may hold the address, which no log may; the outbox has them.
            tracing::warn!(mail.id = %message.id, mail.attempt = message.attempts, mail.state = outcome.state.as_str(),
                "a message was not delivered; the outbox says why");
        }
        let id = message.id;
        match self.store.write::<_, StoreError, _>(move |tx| store::record(tx, &holder, &outcome)).await {
            Ok(1) => {}
            Ok(_) => {
                tracing::warn!(mail.id = %id, "a message was sent after its lease had passed to somebody else");
            }
            Err(error) => {
                tracing::error!(mail.id = %id, %error, "what became of a message could not be kept; it may go out twice");
            }
        }
    }

    fn outcome(&self, message: &Message, sent: Result<(), SendError>) -> Outcome {
        let now = self.clock.now();
        let (state, error) = match sent {
            Ok(()) => (MessageState::Sent, None),
            Err(SendError::Later(words)) if message.attempts < ATTEMPTS_MAX => {
                (MessageState::Failed, Some(words))
            }
            Err(error) => (MessageState::GivenUp, Some(error.to_string())),
        };
        let error =
            error.map(|words| words.chars().filter(|char| *char != '\0').take(ERROR_CHARS_MAX).collect());
        let send_at = match state {
            MessageState::Failed => now + back_off(message.id, message.attempts),
            _ => message.send_at,
        };
        Outcome { state, error, send_at, sent_at: (state == MessageState::Sent).then_some(now) }
    }
}
