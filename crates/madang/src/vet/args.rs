//! The command line of `madang vet`, `verify` and `certificate`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use madang_vetting::clamd::Address;

/// What the exit codes mean, for `--help`.
pub(crate) const VET_EXIT_CODES: &str = "Exit codes, of the worst artefact: 0 CLEAR; 10 REVIEW; 20 BLOCK; 30 NOT VETTABLE; \
1 something could not be done (a file cannot be read, the sandbox cannot be enforced, no certificate); 2 wrong arguments.";

/// What the exit codes mean, for `--help`.
pub(crate) const VERIFY_EXIT_CODES: &str = "Exit codes: 0 this is the file that was vetted, and the certificate holds; \
40 it is not, or does not; 1 a file cannot be read; 2 wrong arguments.";

/// Arguments of `madang vet`.
#[derive(Debug, Args)]
pub(crate) struct VetArgs {
    /// Files; of folders everything in them.
    #[arg(required_unless_present = "selftest", value_name = "FILE|FOLDER")]
    pub(crate) files: Vec<PathBuf>,
    /// What the exhibitor declares (TOML).
    #[arg(long, value_name = "FILE")]
    pub(crate) declaration: Option<PathBuf>,
    /// The earlier release: the file itself, or what --json printed of it.
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// Print everything as JSON, one line for each artefact.
    #[arg(long, conflicts_with = "sarif")]
    pub(crate) json: bool,
    /// Print the findings as SARIF 2.1.0.
    #[arg(long)]
    pub(crate) sarif: bool,
    /// Write the report as an HTML page that stands alone.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Language of the HTML page.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub(crate) language: String,
    /// Write a certificate, when the one artefact is clear or everything to look at is accepted.
    #[arg(long, value_name = "FILE", requires = "signing_key")]
    pub(crate) certificate: Option<PathBuf>,
    /// Key that signs certificates (PEM); `madang certificate new-key` makes one.
    #[arg(long, env = "MADANG_VETTING_KEY", value_name = "FILE")]
    pub(crate) signing_key: Option<PathBuf>,
    /// How many days the certificate holds.
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    pub(crate) valid_days: u32,
    /// Log that the certificate is added to; its signed head is written beside it.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    pub(crate) log: Option<PathBuf>,
    /// A finding that is accepted, by its id; may be repeated.
    #[arg(long, value_name = "ID", requires_all = ["accepted_by", "reason"])]
    pub(crate) accept: Vec<String>,
    /// Who accepts it.
    #[arg(long, value_name = "NAME")]
    pub(crate) accepted_by: Option<String>,
    /// Why it is accepted.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Write the SHA-256 of what is clear, for `sha256sum --check`.
    #[arg(long, value_name = "FILE")]
    pub(crate) sha256sums: Option<PathBuf>,
    /// Write rules with which Santa lets the macOS programs of what is clear run.
    #[arg(long, value_name = "FILE")]
    pub(crate) santa: Option<PathBuf>,
    /// Write rules with which AppLocker lets the Windows programs of what is clear run.
    #[arg(long, value_name = "FILE")]
    pub(crate) applocker: Option<PathBuf>,
    /// Own YARA rules, applied to everything inside; a hit is a finding to look at.
    #[cfg(feature = "yara")]
    #[arg(long, value_name = "FILE")]
    pub(crate) yara: Option<PathBuf>,
    /// Also ask this clamd (host:port or the path of its socket); without its opinion nothing is clear.
    #[arg(long, env = "MADANG_CLAMD", value_name = "ADDRESS")]
    pub(crate) clamd: Option<Address>,
    /// The biggest file that clamd looks into: the smallest of its StreamMaxLength, MaxFileSize and MaxScanSize.
    #[arg(long, value_name = "BYTES", default_value_t = 25 << 20)]
    pub(crate) clamd_bytes_max: u64,
    /// How many artefacts to read at the same time.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) jobs: Option<usize>,
    /// Read files also when the sandbox cannot be enforced. The report says so.
    #[arg(long)]
    pub(crate) unsafe_no_sandbox: bool,
    /// Measure on software that you trust: counts, and what they prove about false alarms.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["files", "certificate", "html", "sarif"])]
    pub(crate) selftest: Option<PathBuf>,
}

/// Arguments of `madang verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The file that was handed out.
    pub(crate) file: PathBuf,
    /// Its certificate.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: PathBuf,
    /// The key of the conference (PEM). Without it, compare the fingerprint that is printed.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
    /// The log; the certificate must be in it and not be revoked.
    #[arg(long, value_name = "FILE")]
    pub(crate) log: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CertificateAction {
    /// Make a key that signs certificates, and the public one beside it (.pub).
    NewKey {
        /// File for the key; must not be there yet.
        file: PathBuf,
    },
    /// Revoke a certificate by a later entry of the log.
    Revoke {
        /// The certificate.
        certificate: PathBuf,
        /// The log.
        #[arg(long, value_name = "FILE")]
        log: PathBuf,
        /// Key that signs.
        #[arg(long, env = "MADANG_VETTING_KEY", value_name = "FILE")]
        signing_key: PathBuf,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Check that a log holds together and that its head is signed.
    Log {
        /// The log.
        log: PathBuf,
        /// The key of the conference (PEM).
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}
