use std::time::SystemTime;

use jiff::Timestamp;
use lettre::{
    address::Envelope,
    message::{
        Attachment, Message as Letter, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use crate::{
    address::{AddressError, MailAddress},
    model::Message,
};

/// Why a message in the outbox cannot be sent at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// An address in it is none.
    #[error("{0}")]
    Address(#[from] AddressError),
    /// A header that could break the message.
    #[error("the header {0} is not allowed")]
    Header(String),
    /// Anything else.
    #[error("{0}")]
    Letter(String),
}

/// A message as it goes over the wire.
pub(crate) struct Composed {
    pub(crate) envelope: Envelope,
    pub(crate) bytes: Vec<u8>,
}

/// Writes a message down as mail servers read it.
///
/// *Source*: RFC 5322; RFC 2047 for names and subjects; RFC 2046 for the two forms of the text.
pub(crate) fn compose(
    message: &Message,
    own: &MailAddress,
    now: Timestamp,
) -> Result<Composed, ComposeError> {
    let from: MailAddress = if message.from.is_empty() { own.clone() } else { message.from.parse()? };
    let to: MailAddress = message.to.parse()?;
    let mut letter = Letter::builder()
        .from(from.mailbox()?)
        .to(to.mailbox()?)
        .subject(message.subject.clone())
        // Made of the message's own name, so it is the same in every attempt.
        .message_id(Some(format!("<{}@{}>", message.id, own.host())))
        .date(SystemTime::from(now));
    if !message.reply_to.is_empty() {
        letter = letter.reply_to(message.reply_to.parse::<MailAddress>()?.mailbox()?);
    }
    letter = letter.raw_header(header("Content-Language", &message.language)?);
    // Tells automatic answers ("out of office") to keep quiet. RFC 3834.
    letter = letter.raw_header(header("Auto-Submitted", "auto-generated")?);
    for (name, value) in &message.headers {
        letter = letter.raw_header(header(name, value)?);
    }
    let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(message.text.clone());
    let both = message.html.as_ref().map(|html| {
        let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(html.clone());
        MultiPart::alternative().singlepart(plain.clone()).singlepart(html)
    });
    let letter = match (both, &message.calendar) {
        (None, None) => letter.singlepart(plain),
        (Some(both), None) => letter.multipart(both),
        (both, Some(entries)) => {
            let mixed = MultiPart::mixed();
            let words = match both {
                Some(both) => mixed.multipart(both),
                None => mixed.singlepart(plain),
            };
            letter.multipart(words.singlepart(calendar(entries)?))
        }
    };
    let letter = letter.map_err(|error| ComposeError::Letter(error.to_string()))?;
    Ok(Composed { envelope: letter.envelope().clone(), bytes: letter.formatted() })
}

/// Calendar entries as a file that mail programs offer to take into a calendar. No invitation (RFC 6047): nobody has to
/// answer it.
fn calendar(entries: &str) -> Result<SinglePart, ComposeError> {
    let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
        .map_err(|error| ComposeError::Letter(error.to_string()))?;
    Ok(Attachment::new("sessions.ics".to_owned()).body(entries.to_owned(), kind))
}

/// Headers that this module writes itself; a second one would contradict it.
const OWN: [&str; 13] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
];

fn header(name: &str, value: &str) -> Result<HeaderValue, ComposeError> {
    let refused = || ComposeError::Header(name.chars().filter(|char| !char.is_control()).take(60).collect());
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !name.is_empty();
    if !is_name || OWN.contains(&name.to_ascii_lowercase().as_str()) || value.chars().any(char::is_control) {
        return Err(refused());
    }
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| refused())?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use madang_context::Id;
    use proptest::prelude::*;

    use super::*;
    use crate::model::{MessageId, MessageState};

    fn message() -> Message {
        Message {
            id: MessageId(Id::from([1; 16])),
            state: MessageState::Sending,
            from: String::new(),
            to: "김민수 <minsu@example.org>".into(),
            reply_to: "help@example.org".into(),
            subject: "일정이 바뀌었습니다".into(),
            text: "안녕하세요\n".into(),
            html: None,
            calendar: None,
            headers: vec![("List-Unsubscribe".into(), "<https://madang.example/u/1>".into())],
            language: "ko".into(),
            cause_kind: String::new(),
            cause_id: None,
            attempts: 1,
            send_at: Timestamp::UNIX_EPOCH,
            last_error: None,
            created_at: Timestamp::UNIX_EPOCH,
            sent_at: None,
        }
    }

    fn composed(message: &Message) -> Result<String, ComposeError> {
        let own = "Madang <noreply@madang.example>".parse().unwrap();
        compose(message, &own, Timestamp::UNIX_EPOCH)
            .map(|composed| String::from_utf8(composed.bytes).unwrap())
    }

    /// The names of the headers, in order.
    fn names(letter: &str) -> Vec<&str> {
        let head = letter.split("\r\n\r\n").next().unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect()
    }

    const NAMES: [&str; 12] = [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Date",
        "Reply-To",
        "Content-Language",
        "Auto-Submitted",
        "List-Unsubscribe",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];

    #[test]
    fn a_letter_has_its_headers_and_plain_text() {
        let letter = composed(&message()).unwrap();
        assert_eq!(names(&letter), NAMES);
        assert!(letter.contains("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"), "{letter}");
        assert!(letter.contains("Message-ID: <01010101-0101-0101-0101-010101010101@madang.example>\r\n"));
        let both = composed(&Message { html: Some("<p>안녕하세요</p>".into()), ..message() }).unwrap();
        let (plain, html) = (both.find("text/plain"), both.find("text/html"));
        assert!(both.contains("multipart/alternative") && plain < html && plain.is_some());
    }

    #[test]
    fn a_calendar_goes_along_as_a_file() {
        let entries = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
        for html in [None, Some("<p>안녕하세요</p>".to_owned())] {
            let letter = composed(&Message { calendar: Some(entries.into()), html, ..message() }).unwrap();
            assert!(letter.contains("multipart/mixed") && letter.contains("text/plain"), "{letter}");
            let (_, file) = letter.rsplit_once("\r\n--").unwrap().0.rsplit_once("\r\n--").unwrap();
            for part in ["text/calendar; charset=utf-8; method=PUBLISH", "filename=\"sessions.ics\"", entries]
            {
                assert!(file.contains(part), "{part} in {letter}");
            }
        }
    }

    #[test]
    fn headers_cannot_be_smuggled_in() {
        let with = |name: &str, value: &str| {
            composed(&Message { headers: vec![(name.into(), value.into())], ..message() })
        };
        for (name, value) in [
            ("X-A", "b\r\nBcc: c@d.example"),
            ("X-A\r\nBcc", "c@d.example"),
            ("Bcc", "c@d.example"),
            ("subject", "x"),
            ("", "x"),
            ("X A", "b"),
        ] {
            assert!(matches!(with(name, value), Err(ComposeError::Header(_))), "{name:?}");
        }
        let smuggled = Message { subject: "hi\r\nBcc: c@d.example\r\n\r\nbody".into(), ..message() };
        assert_eq!(composed(&smuggled).map(|letter| names(&letter).join(",")), Ok(NAMES.join(",")));
        let smuggled = Message { to: "a@b.example\r\nBcc: c@d.example".into(), ..message() };
        assert!(composed(&smuggled).is_err());
    }

    proptest! {
        #[test]
        fn whatever_the_words_the_headers_stay_the_same(subject in "(?s).{0,60}", name in "(?s).{0,40}", text in "(?s).{0,60}") {
            let to = MailAddress::new(&name, "a@b.example").unwrap().to_string();
            let letter = composed(&Message { subject, to, text, ..message() });
            if let Ok(letter) = letter {
                prop_assert_eq!(names(&letter), NAMES.to_vec(), "{}", letter);
            }
        }
    }
}
