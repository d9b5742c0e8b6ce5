//! What addresses may be, and which of them a letter hides.

pub(crate) mod one_time;
pub(crate) mod recovery;

use madang_mail::MailAddress;

/// A mail address as it is kept, so that one address is one person; `None` when it is none.
#[must_use]
pub fn email(typed: &str) -> Option<String> {
    let address = MailAddress::new("", typed.trim()).ok()?;
    // Hosts take addresses as the same whatever their letters' size, and people type them so.
    Some(address.address().to_lowercase())
}

/// Where links begin that sign somebody in.
pub(crate) const LINK_PATH: &str = "/account/link/";

/// Where links begin by which an address agrees to be an account's.
pub(crate) const EMAIL_PATH: &str = "/account/email/";

/// Where invitations begin: what somebody is asked into is another capability's, but whoever opens it is in.
pub const INVITATION_PATH: &str = "/invitation/";

/// A letter as others may read it: without the secrets of links that do something to an account.
#[must_use]
pub fn hide_links(letter: &str) -> String {
    [LINK_PATH, EMAIL_PATH, INVITATION_PATH].iter().fold(letter.to_owned(), |shown, path| hide(&shown, path))
}

fn hide(letter: &str, path: &str) -> String {
    let mut parts = letter.split(path);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown += path;
        shown.push('…');
        shown += part.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_one_person() {
        for typed in ["Ada@Example.org", " ada@example.org ", "ADA@EXAMPLE.ORG"] {
            assert_eq!(email(typed).as_deref(), Some("ada@example.org"), "{typed}");
        }
        for none in ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@example.org\nBcc: x@y.z"] {
            assert_eq!(email(none), None, "{none:?}");
        }
    }

    #[test]
    fn secrets_of_links_are_hidden() {
        assert_eq!(
            hide_links("Go:\n\nhttps://x.example/account/link/abc123\n\nBye"),
            "Go:\n\nhttps://x.example/account/link/…\n\nBye"
        );
        assert_eq!(
            hide_links("https://x.example/account/email/abc123."),
            "https://x.example/account/email/…."
        );
        assert_eq!(hide_links("https://x.example/invitation/abc123\n"), "https://x.example/invitation/…\n");
        assert_eq!(hide_links("nothing"), "nothing");
    }
}
