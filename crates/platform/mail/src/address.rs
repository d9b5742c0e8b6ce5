use std::{fmt, str::FromStr};

use lettre::{Address, message::Mailbox};
use madang_text::display;

/// Somebody's mail address with the name that stands before it. Made only from text that is one.
///
/// Written `Ada Lovelace <ada@example.org>`; the host is kept in the form that mail servers speak (`xn--…`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailAddress {
    name: String,
    local: String,
    host: String,
}

/// Why a text is not a mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not of the form `name@host`.
    #[error("not a mail address: expected such as ada@example.org")]
    Form,
    /// The part after the `@` cannot be the name of a host.
    #[error("not a mail address: the part after the @ is not the name of a host")]
    Host,
}

impl MailAddress {
    /// An address with a name; the name may be empty.
    ///
    /// *Errors*: the address is none. Anything can be a name; what could deceive in it is taken out.
    pub fn new(name: &str, address: &str) -> Result<Self, AddressError> {
        let (local, host) = address.trim().rsplit_once('@').ok_or(AddressError::Form)?;
        let host = idna::domain_to_ascii_strict(host).map_err(|_| AddressError::Host)?;
        // One grammar decides what is kept and what is sent.
        Address::new(local, &host).map_err(|_| AddressError::Form)?;
        if local.chars().any(|char| char.is_control() || char.is_whitespace()) {
            return Err(AddressError::Form);
        }
        Ok(Self { name: display::one_line(name), local: local.to_owned(), host })
    }

    /// The address without the name.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}@{}", self.local, self.host)
    }

    /// The name; may be empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn mailbox(&self) -> Result<Mailbox, AddressError> {
        let address = Address::new(&self.local, &self.host).map_err(|_| AddressError::Form)?;
        Ok(Mailbox::new(Some(self.name.clone()).filter(|name| !name.is_empty()), address))
    }
}

impl FromStr for MailAddress {
    type Err = AddressError;
    /// Reads `ada@example.org` and `Ada Lovelace <ada@example.org>`.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let Some(rest) = text.strip_suffix('>') else { return Self::new("", text) };
        let (name, address) = rest.rsplit_once('<').ok_or(AddressError::Form)?;
        Self::new(name.trim().trim_matches('"'), address)
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            return write!(f, "{}@{}", self.local, self.host);
        }
        write!(f, "{} <{}@{}>", self.name, self.local, self.host)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_told_from_other_text() {
        let read = |text: &str| text.parse::<MailAddress>().map(|address| address.to_string());
        assert_eq!(read(" ada@Example.ORG "), Ok("ada@example.org".into()));
        assert_eq!(read("\"김민수\" <minsu@한국.kr>"), Ok("김민수 <minsu@xn--3e0b707e.kr>".into()));
        assert_eq!(read("Ada <ada+tag@example.org>"), Ok("Ada <ada+tag@example.org>".into()));
        assert_eq!(read("Evil\u{202E} <a@b.example>"), Ok("Evil <a@b.example>".into()));
        for bad in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "a b@example.org",
            "a@b@",
            "<ada@example.org",
            "ada@exa mple.org",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        for bad in
            ["a@b.example\r\nBcc: c@d.example", "a\r\nBcc:x@b.example", "a@b.example>\nX: y <c@d.example"]
        {
            assert!(read(bad).is_err() || !read(bad).unwrap().contains(['\r', '\n']), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_address_reads_back(name in "[A-Za-z가-힣 ]{0,20}", local in "[a-z0-9]{1,8}", host in "[a-z]{1,8}\\.example") {
            let address = MailAddress::new(&name, &format!("{local}@{host}")).unwrap();
            prop_assert_eq!(address.to_string().parse(), Ok(address));
        }

        #[test]
        fn no_address_holds_a_line_end(text in "(?s).{0,40}") {
            if let Ok(address) = text.parse::<MailAddress>() {
                prop_assert!(!address.to_string().contains(|char: char| char.is_control()));
            }
        }
    }
}
