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
    /// Whether they may do everything on this server.
    pub is_administrator: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}
