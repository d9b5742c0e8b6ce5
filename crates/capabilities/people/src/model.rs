use jiff::Timestamp;

madang_store::id_type!(pub PersonId, "Names a person.");

/// A human with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Names the person.
    pub id: PersonId,
    /// Where mail reaches them; in small letters.
    pub email: String,
    /// What they are called; not empty.
    pub name: String,
    /// Language to write to them in, as a BCP 47 tag.
    pub language: String,
    /// Whether they can sign in with a password.
    pub has_password: bool,
    /// Whether a mail link or a password alone does not sign them in.
    pub asks_second: bool,
    /// Whether they may do everything on this server.
    pub is_administrator: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A change of a person's mail address that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmailChange {
    /// Whose.
    pub(crate) person: PersonId,
    /// The address that they have.
    pub(crate) old: String,
    /// The one that they want.
    pub(crate) new: String,
    /// Whether the old address has said yes.
    pub(crate) is_old_confirmed: bool,
    /// Whether the new one has.
    pub(crate) is_new_confirmed: bool,
}

/// A passkey as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptPasskey {
    /// Names it; chosen by the device.
    pub(crate) credential_id: Vec<u8>,
    /// What its person calls it; one line, not empty.
    pub(crate) name: String,
    /// Public key, counter and flags, as the library's JSON.
    pub(crate) credential: String,
    /// When it was made.
    pub(crate) created_at: Timestamp,
    /// When it was used last.
    pub(crate) used_at: Option<Timestamp>,
}

/// A person as another provider knows them: issuer and subject never name another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The provider's address, as it names itself.
    pub(crate) issuer: String,
    /// What it knows the person by.
    pub(crate) subject: String,
    /// Its short name in the configuration.
    pub(crate) provider: String,
}
