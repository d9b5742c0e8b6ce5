//! What all invitations have in common: a secret link in a letter, of which only the digest is kept, redeemed once within two
//! weeks by whoever is signed in. The table and the race for its row are each capability's own.

use jiff::SignedDuration;
use madang_context::Ctx;
use madang_mail::{MailAddress, NewMessage};
use madang_text::{Argument, Translator};
use sha2::{Digest as _, Sha256};

pub use madang_people::INVITATION_PATH;

/// How long an invitation can be redeemed.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What is kept of a secret.
#[must_use]
pub fn secret_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A new link: its path on this server, which goes into the letter only, and what is kept of it.
#[must_use]
pub fn new_invitation_link(ctx: &Ctx) -> (String, [u8; 32]) {
    let token = ctx.ids.token();
    (format!("{INVITATION_PATH}{token}"), secret_digest(&token))
}

/// The letter of an invitation; `subject` and `text` are keys. Names among the words have to be made harmless first, by
/// [`madang_text::display::in_letter`]: in a letter of ours, nothing that somebody typed becomes a link of theirs.
#[must_use]
pub fn invitation_letter(
    t: &Translator,
    to: MailAddress,
    (subject, text): (&str, &str),
    words: &[(&str, Argument<'_>)],
) -> NewMessage {
    let language = t.language().as_str().to_owned();
    NewMessage { language, ..NewMessage::new(to, t.say_with(subject, words), t.say_with(text, words)) }
}
