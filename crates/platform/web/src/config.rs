use std::{net::IpAddr, str::FromStr};

use http::Uri;
use ipnet::IpNet;

/// How the web side of the server is set up.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// The address under which the public reaches this server; every absolute link is made from it.
    pub base_url: BaseUrl,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// For how long browsers shall insist on TLS, in seconds; 0 leaves it out. Only sent when the base URL is https.
    pub hsts_seconds: u32,
    /// Signs cookies. Kept with the data; a new one signs everybody out.
    pub key: [u8; 32],
    /// The largest request body, in bytes, unless a route says otherwise.
    pub body_bytes_max: usize,
    /// How long a request may take, in seconds, before it is given up.
    pub request_seconds_max: u64,
}

impl WebConfig {
    /// The usual limits: 2 MiB a request, 30 seconds, a year of HSTS.
    #[must_use]
    pub fn new(base_url: BaseUrl, key: [u8; 32]) -> Self {
        Self {
            base_url,
            trusted_proxies: Vec::new(),
            hsts_seconds: 31_536_000,
            key,
            body_bytes_max: 2 * 1024 * 1024,
            request_seconds_max: 30,
        }
    }

    pub(crate) fn is_trusted_proxy(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|net| net.contains(&address))
    }
}

/// Why the configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The address is not of the form `https://conference.example`.
    #[error("not a base URL: {0}; expected such as https://conference.example, without a path")]
    BaseUrl(String),
}

/// Scheme, host and port of the server, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// Such as `https://conference.example` or `http://127.0.0.1:8080`; no slash at the end.
    origin: String,
    authority: String,
    secure: bool,
}

impl FromStr for BaseUrl {
    type Err = ConfigError;
    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let error = || ConfigError::BaseUrl(text.to_owned());
        let uri: Uri = text.trim().parse().map_err(|_| error())?;
        let (scheme, authority) = (uri.scheme_str().ok_or_else(error)?, uri.authority().ok_or_else(error)?);
        let is_bare =
            matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.as_str().contains('@');
        if !is_bare || !matches!(scheme, "http" | "https") {
            return Err(error());
        }
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.as_str().to_ascii_lowercase();
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority).to_owned();
        Ok(Self { origin: format!("{scheme}://{authority}"), authority, secure: scheme == "https" })
    }
}

impl BaseUrl {
    /// Scheme, host and port, as browsers send it in `Origin`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The full address of a path on this server.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, if path.starts_with('/') { "" } else { "/" })
    }

    /// Whether the public reaches the server over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Host and port.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether a `Host` header names this server. On the own machine its names stand for one another.
    pub(crate) fn is_named(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let default_port = if self.secure { ":443" } else { ":80" };
        let host = host.strip_suffix(default_port).unwrap_or(&host);
        host == self.authority
            || (loopback_port(host).is_some() && loopback_port(host) == loopback_port(&self.authority))
    }
}

/// The port, if the authority names this machine itself.
fn loopback_port(authority: &str) -> Option<&str> {
    ["localhost", "127.0.0.1", "[::1]"].iter().find_map(|name| {
        let port = authority.strip_prefix(name)?;
        (port.is_empty() || port.starts_with(':')).then_some(port)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_bare() {
        let good: BaseUrl = "https://Conference.Example:443/".parse().unwrap();
        assert_eq!((good.origin(), good.is_secure()), ("https://conference.example", true));
        assert_eq!(good.absolute("/a?b"), "https://conference.example/a?b");
        for bad in ["conference.example", "ftp://x", "https://x/path", "https://u:p@x", "https://x?q", ""] {
            assert_eq!(bad.parse::<BaseUrl>(), Err(ConfigError::BaseUrl(bad.into())));
        }
    }

    #[test]
    fn only_its_own_names_are_answered() {
        let public: BaseUrl = "https://conference.example".parse().unwrap();
        assert!(public.is_named("conference.example") && public.is_named("CONFERENCE.example:443"));
        assert!(
            !public.is_named("evil.example")
                && !public.is_named("conference.example.evil")
                && !public.is_named("localhost")
        );
        let local: BaseUrl = "http://127.0.0.1:8080".parse().unwrap();
        assert!(local.is_named("localhost:8080") && local.is_named("[::1]:8080"));
        assert!(!local.is_named("localhost:9090") && !local.is_named("localhost.evil:8080"));
    }
}
