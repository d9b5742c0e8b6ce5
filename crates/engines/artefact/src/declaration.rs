//! What an exhibitor says beforehand about what they hand out.

use serde::{Deserialize, Serialize};

/// The declaration. What is declared is calm; what is denied and found is the strongest line of a report.
///
/// *Shapes*: `None` means that the question was not answered, which is not a no.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Declaration {
    /// The exhibitor's legal name, as registered.
    pub legal_name: String,
    /// The product and its version.
    pub product: String,
    /// The version that is handed out.
    pub version: String,
    /// Names in the certificates of those who sign for the exhibitor: `CN`, `O` or Apple's team id. The legal name counts, too.
    pub signers: Vec<String>,
    /// Domains that belong to the exhibitor or that the product talks to; subdomains are included.
    pub domains: Vec<String>,
    /// It is signed.
    pub signed: Option<bool>,
    /// Something starts by itself: a service, job, log-in item, scheduled task.
    pub auto_start: Option<bool>,
    /// It updates itself.
    pub self_update: Option<bool>,
    /// How updates are verified, in words.
    pub update_verification: String,
    /// It reads wallets.
    pub wallet_access: Option<bool>,
    /// It reads the key chain or stored passwords.
    pub credential_access: Option<bool>,
    /// It watches keyboard, clipboard or screen.
    pub input_capture: Option<bool>,
    /// It installs drivers, kernel or system extensions, log-in modules.
    pub driver: Option<bool>,
    /// It adds a root certificate to the system.
    pub root_certificate: Option<bool>,
    /// The installer itself fetches something.
    pub install_download: Option<bool>,
    /// Documents in it have macros.
    pub macros: Option<bool>,
}

/// The questions of the declaration, as rules ask them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "said by the fields of `Declaration`")]
pub enum Topic {
    Signed,
    AutoStart,
    SelfUpdate,
    WalletAccess,
    CredentialAccess,
    InputCapture,
    Driver,
    RootCertificate,
    InstallDownload,
    Macros,
}

impl Declaration {
    /// What the exhibitor answered.
    #[must_use]
    pub fn answer(&self, topic: Topic) -> Option<bool> {
        match topic {
            Topic::Signed => self.signed,
            Topic::AutoStart => self.auto_start,
            Topic::SelfUpdate => self.self_update,
            Topic::WalletAccess => self.wallet_access,
            Topic::CredentialAccess => self.credential_access,
            Topic::InputCapture => self.input_capture,
            Topic::Driver => self.driver,
            Topic::RootCertificate => self.root_certificate,
            Topic::InstallDownload => self.install_download,
            Topic::Macros => self.macros,
        }
    }

    /// Is this host one of theirs?
    #[must_use]
    pub fn owns(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_lowercase();
        self.domains
            .iter()
            .map(|domain| domain.trim().trim_start_matches("*.").trim_matches('.').to_lowercase())
            .any(|domain| {
                !domain.is_empty()
                    && (host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.')))
            })
    }

    /// Is this one of the names that may sign for them? Compared without case, punctuation and legal forms.
    #[must_use]
    pub fn signs(&self, name: &str) -> bool {
        let wanted = folded(name);
        !wanted.is_empty()
            && self
                .signers
                .iter()
                .chain([&self.legal_name])
                .map(|known| folded(known))
                .any(|known| known == wanted)
    }
}

/// A name without what differs between registers: case, punctuation, legal form, Apple's prefix and team.
fn folded(name: &str) -> String {
    const FORMS: [&str; 20] = [
        "ltd",
        "limited",
        "inc",
        "incorporated",
        "llc",
        "gmbh",
        "ag",
        "sa",
        "sarl",
        "bv",
        "co",
        "corp",
        "corporation",
        "company",
        "pte",
        "pty",
        "plc",
        "oy",
        "ab",
        "kg",
    ];
    let name = name.rsplit_once(": ").map_or(name, |(_, name)| name);
    let name = name.split(" (").next().unwrap_or(name).to_lowercase();
    name.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !FORMS.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_include_what_is_below_them_and_nothing_beside() {
        let declaration = Declaration { domains: vec!["Example.org".into()], ..Declaration::default() };
        assert!(declaration.owns("example.org"));
        assert!(declaration.owns("updates.EXAMPLE.org."));
        assert!(!declaration.owns("badexample.org"));
        assert!(!declaration.owns("org"));
    }

    #[test]
    fn names_are_compared_without_legal_forms() {
        let declaration =
            Declaration { legal_name: "Harbour Trading, Ltd.".into(), ..Declaration::default() };
        assert!(declaration.signs("Developer ID Application: Harbour Trading Limited (AB12CD34EF)"));
        assert!(!declaration.signs("Harbour Trading Partners Ltd"));
        assert!(!Declaration::default().signs(""));
    }
}
