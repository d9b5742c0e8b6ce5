use jiff::tz::TimeZone;
use madang_context::Ctx;
use madang_mail::{MailAddress, NewMessage, queue};
use madang_store::{StoreError, Tx};
use madang_text::{Texts, Translator};

use crate::model::Person;

/// Tells persons by mail what has happened to their accounts. Nothing that anybody typed stands in these letters: they
/// are what people trust, and what others would like to speak through. Cheap to clone.
#[derive(Clone)]
pub struct Letters {
    texts: Texts,
    /// The server's public address, such as `https://conference.example`.
    server: String,
}

impl Letters {
    /// Letters of the server with this public address.
    #[must_use]
    pub fn new(texts: Texts, server: &str) -> Self {
        Self { texts, server: server.to_owned() }
    }

    /// The full address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.server)
    }

    pub(crate) fn translator(&self, language: &str) -> Translator {
        self.texts.translator(&self.texts.negotiate(Some(language), None, &[]))
    }

    /// Tells a person that something has happened; `what` is the key of the sentence that says it.
    pub(crate) fn notice(
        &self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        person: &Person,
        what: &'static str,
    ) -> Result<(), StoreError> {
        let t = self.translator(&person.language);
        let when = t.moment(ctx.now, &TimeZone::UTC);
        let text = t.say_with(
            "mail-notice-text",
            &[
                ("what", t.say(what).into()),
                ("when", when.into()),
                ("server", (&self.server).into()),
                ("account", self.address("/account").into()),
            ],
        );
        self.send(tx, ctx, &t, (&person.email, what), text)
    }

    /// Writes to an address; `subject` is a key.
    pub(crate) fn send(
        &self,
        tx: &mut Tx<'_>,
        ctx: &Ctx,
        t: &Translator,
        (email, subject): (&str, &'static str),
        text: String,
    ) -> Result<(), StoreError> {
        // Addresses were looked at when they were kept; one that mail cannot reach any more gets no letter.
        let Ok(to) = MailAddress::new("", email) else { return Ok(()) };
        let language = t.language().as_str().to_owned();
        let message = NewMessage { language, ..NewMessage::new(to, t.say(subject), text) };
        queue(tx, ctx, &[message]).map(drop)
    }
}
