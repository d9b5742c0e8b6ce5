use std::sync::Arc;

use ipnet::IpNet;
use thiserror::Error;

/// A provider by which persons may sign in (OpenID Connect), as the operator configures it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderConfig {
    /// Short name in addresses: small letters, digits, hyphens.
    pub name: String,
    /// What people call it, on the button.
    pub label: String,
    /// Its address, as it names itself in what it signs.
    pub issuer: String,
    /// What it knows this server by.
    pub client_id: String,
    /// Proves to it that it is this server; none for public clients.
    pub client_secret: Option<String>,
    /// Networks that are not public in which it may stand.
    pub networks: Vec<IpNet>,
}

/// Why a provider cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProviderError {
    /// The short name.
    #[error("{0:?} is not a short name: small letters, digits and hyphens, each name once")]
    Name(String),
    /// The address.
    #[error(
        "{0:?} is not an issuer: an https address without query; http only for one of the provider's own networks"
    )]
    Issuer(String),
    /// The program was built without this way of signing in.
    #[error("this program was built without the feature oidc")]
    Absent,
}

/// The providers of this server; a part of the application. Cheap to clone.
#[derive(Clone, Default)]
pub struct Providers(pub(crate) Arc<[Provider]>);

pub(crate) struct Provider {
    pub(crate) config: ProviderConfig,
    #[cfg(feature = "oidc")]
    pub(crate) client: crate::oidc::Remote,
}

impl Providers {
    /// These, in the order in which the sign-in page offers them.
    ///
    /// *Errors*: see [`ProviderError`].
    pub fn new(configs: Vec<ProviderConfig>) -> Result<Self, ProviderError> {
        if !cfg!(feature = "oidc") && !configs.is_empty() {
            return Err(ProviderError::Absent);
        }
        for (at, config) in configs.iter().enumerate() {
            let is_name = !config.name.is_empty()
                && config.name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
            if !is_name || configs[..at].iter().any(|other| other.name == config.name) {
                return Err(ProviderError::Name(config.name.clone()));
            }
            // Without TLS everybody on the way could be the provider.
            let is_plain = config.issuer.starts_with("http://") && !config.networks.is_empty();
            if !(config.issuer.starts_with("https://") || is_plain) || config.issuer.contains(['?', '#']) {
                return Err(ProviderError::Issuer(config.issuer.clone()));
            }
        }
        let provider = |config: ProviderConfig| Provider {
            #[cfg(feature = "oidc")]
            client: crate::oidc::Remote::new(config.networks.clone()),
            config,
        };
        Ok(Self(configs.into_iter().map(provider).collect()))
    }

    /// Name and label of each.
    pub(crate) fn list(&self) -> Vec<(String, String)> {
        self.0.iter().map(|provider| (provider.config.name.clone(), provider.config.label.clone())).collect()
    }

    /// What a provider is called; its short name when it is not configured any more.
    pub(crate) fn label(&self, name: &str) -> String {
        let found = self.0.iter().find(|provider| provider.config.name == name);
        found.map_or_else(|| name.to_owned(), |provider| provider.config.label.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(name: &str, issuer: &str, networks: &[&str]) -> ProviderConfig {
        ProviderConfig {
            name: name.into(),
            label: "Somebody".into(),
            issuer: issuer.into(),
            client_id: "madang".into(),
            client_secret: None,
            networks: networks.iter().map(|net| net.parse().unwrap()).collect(),
        }
    }

    #[cfg(feature = "oidc")]
    #[test]
    fn providers_speak_over_tls_but_on_the_operators_own_networks() {
        let check = |configs: &[ProviderConfig]| Providers::new(configs.to_vec()).map(|_| ());
        let good = config("good", "https://id.example", &[]);
        assert_eq!(check(&[good.clone(), config("two", "http://127.0.0.1:9/x", &["127.0.0.0/8"])]), Ok(()));
        for bad in ["http://id.example", "id.example", "ftp://id.example", "https://id.example?x", ""] {
            assert_eq!(check(&[config("bad", bad, &[])]), Err(ProviderError::Issuer(bad.into())), "{bad}");
        }
        for bad in ["", "a b", "A", "../x"] {
            assert_eq!(
                check(&[config(bad, "https://id.example", &[])]),
                Err(ProviderError::Name(bad.into()))
            );
        }
        assert_eq!(check(&[good.clone(), good]), Err(ProviderError::Name("good".into())));
    }
}
