use jiff::Timestamp;
use madang_context::Id;
use madang_store::{ColumnError, FromColumn, ToParam, ValueRef};

use crate::address::MailAddress;

madang_store::id_type!(pub MessageId, "Names a message in the outbox.");

/// How a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// Waits for the postman.
    Queued,
    /// The postman has it.
    Sending,
    /// Handed over to the recipient's side.
    Sent,
    /// An attempt failed; another follows.
    Failed,
    /// No attempt follows.
    GivenUp,
    /// Taken back by the administrator.
    Cancelled,
}

impl MessageState {
    /// All states, in the order of a message's life.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Sending, Self::Sent, Self::Failed, Self::GivenUp, Self::Cancelled];

    /// The word that is kept, and part of the key of the message that tells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::GivenUp => "given_up",
            Self::Cancelled => "cancelled",
        }
    }
}

impl ToParam for MessageState {
    fn to_param(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str())
    }
}

impl FromColumn for MessageState {
    fn from_column(value: ValueRef<'_>) -> Result<Self, ColumnError> {
        let text = String::from_column(value)?;
        let state = Self::ALL.into_iter().find(|state| state.as_str() == text);
        state.ok_or_else(|| ColumnError::Meaning(format!("{text} is not a state of a message")))
    }
}

/// What a message was sent for, such as a release of a timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Such as `release`.
    pub kind: &'static str,
    /// Which one.
    pub id: Id,
}

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Who sends it; the server's own address when `None`.
    pub from: Option<MailAddress>,
    /// Who gets it.
    pub to: MailAddress,
    /// Who gets the answers; the sender when `None`.
    pub reply_to: Option<MailAddress>,
    /// Its subject. Line ends and deceptive marks are taken out.
    pub subject: String,
    /// Its words, always as plain text.
    pub text: String,
    /// The same as HTML, safe as it is.
    pub html: Option<String>,
    /// Calendar entries that go along, as iCalendar; attached as `sessions.ics`.
    pub calendar: Option<String>,
    /// Further headers, such as `List-Unsubscribe`. Those that could break the message are refused when it is sent.
    pub headers: Vec<(String, String)>,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// What it is sent for.
    pub cause: Option<Cause>,
}

impl NewMessage {
    /// A message of plain text in English, from the server's own address.
    #[must_use]
    pub fn new(to: MailAddress, subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            from: None,
            to,
            reply_to: None,
            subject: subject.into(),
            text: text.into(),
            html: None,
            calendar: None,
            headers: Vec::new(),
            language: "en".into(),
            cause: None,
        }
    }
}

/// A message in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// How it stands.
    pub state: MessageState,
    /// Who sends it; empty for the server's own address.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// Who gets the answers; empty for the sender.
    pub reply_to: String,
    /// Its subject.
    pub subject: String,
    /// Its words.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Calendar entries that go along, as iCalendar.
    pub calendar: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// The language it is written in.
    pub language: String,
    /// What kind of thing it was sent for; empty when nothing.
    pub cause_kind: String,
    /// Which one.
    pub cause_id: Option<Id>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub send_at: Timestamp,
    /// What went wrong last, in the words of the other server.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was handed over.
    pub sent_at: Option<Timestamp>,
}

/// Which messages to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<MessageState>,
    /// Only to an address or name that holds these letters.
    pub recipient: Option<String>,
    /// Only for this cause.
    pub cause: Option<Cause>,
    /// Only those queued before this one: the last of the page before.
    pub before: Option<MessageId>,
}
