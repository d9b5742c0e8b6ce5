//! Who signed something. Whether to trust them is not said here: no roots are shipped, no revocation is asked.

use serde::{Deserialize, Serialize};

/// The way something is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Windows programs and installers.
    Authenticode,
    /// macOS programs.
    AppleCode,
    /// macOS installer packages.
    AppleInstaller,
    /// Android packages, scheme 2 and later.
    AndroidBlock,
    /// Java and old Android archives.
    Jar,
    /// OpenPGP, in Debian and RPM packages.
    OpenPgp,
    /// A Sigstore bundle.
    Sigstore,
}

/// Who signed something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The way it is signed.
    pub scheme: Scheme,
    /// A hash without a signer: anybody can make it.
    pub ad_hoc: bool,
    /// The signer's name (`CN`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The signer's organisation (`O`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Apple's team, or the id of a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Who issued the signer's certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// When the certificate begins, as it stands there (`YYMMDDHHMMSSZ` made `YYYY-MM-DD`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<String>,
    /// The name that the signature gives the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Does the signed digest fit the bytes? `None`: not computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_fits: Option<bool>,
    /// Apple's hardened runtime is asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hardened: bool,
    /// Entitlements that loosen protection.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<String>,
}
