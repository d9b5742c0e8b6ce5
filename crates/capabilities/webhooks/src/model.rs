use jiff::Timestamp;
use madang_conference::HostId;
use madang_store::{ColumnError, FromColumn, ToParam, ValueRef, id_type};

id_type!(pub WebhookId, "Names a webhook of a host.");
id_type!(pub DeliveryId, "Names a delivery; receivers see it as `webhook-id`.");

/// An address that is told what happens in a host's conferences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its name.
    pub id: WebhookId,
    /// Whose it is.
    pub host: HostId,
    /// Where events are sent.
    pub url: String,
    /// Signs what is sent; 32 bytes.
    pub secret: Vec<u8>,
    /// Names of the events that it wants; all of them when empty.
    pub events: Vec<String>,
    /// Whether it is told anything at present.
    pub is_active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Not tried yet.
    Waiting,
    /// The address has taken it.
    Delivered,
    /// The address has not taken it; it is tried again.
    Failed,
    /// It is not tried again by itself.
    GivenUp,
}

impl DeliveryState {
    /// All states, in the order of a delivery's life.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Delivered, Self::Failed, Self::GivenUp];

    /// The word that is kept, and part of the key of the message that tells it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
        }
    }
}

impl ToParam for DeliveryState {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Text(self.word())
    }
}

impl FromColumn for DeliveryState {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        let text = String::from_column(value)?;
        let state = Self::ALL.into_iter().find(|state| state.word() == text);
        state.ok_or_else(|| ColumnError::Meaning(format!("{text} is not a state of a delivery")))
    }
}

/// One event on its way to one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// Whose it is.
    pub host: HostId,
    /// Where it goes.
    pub webhook: WebhookId,
    /// What has happened.
    pub event: String,
    /// What is sent, as JSON.
    pub body: String,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// The HTTP status of the last answer; none when there was no answer.
    pub status: Option<u16>,
    /// What the address answered, its beginning, or why it could not be reached.
    pub answer: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
}
