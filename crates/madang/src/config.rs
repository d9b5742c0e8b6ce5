//! The configuration: one typed value from a TOML file, the environment and flags.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use ipnet::IpNet;
use madang_mail::{MailAddress, Security, SmtpConfig, Transport};
use madang_people::{ProviderConfig, Providers};
use madang_store::Database;
use madang_web::BaseUrl;
use serde::Deserialize;

use crate::command::Place;

/// File that is read when none is named.
const USUAL_FILE: &str = "madang.toml";

/// What the file may say. Unknown keys are errors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FileConfig {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    trusted_proxies: Vec<IpNet>,
    hsts_seconds: Option<u32>,
    page_cache_mebibytes: Option<u64>,
    slides_megabytes: Option<u64>,
    open_to_hosts: bool,
    mail: MailFile,
    fetch: FetchConfig,
    sign_in: Vec<SignInFile>,
    log: LogConfig,
}

/// Another provider by which persons may sign in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInFile {
    name: String,
    label: Option<String>,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    #[serde(default)]
    networks: Vec<IpNet>,
}

impl From<SignInFile> for ProviderConfig {
    fn from(file: SignInFile) -> Self {
        // A secret in the environment stays out of the file.
        let variable = format!("MADANG_SIGN_IN_{}_SECRET", file.name.to_ascii_uppercase().replace('-', "_"));
        Self {
            label: file.label.unwrap_or_else(|| file.name.clone()),
            name: file.name,
            issuer: file.issuer,
            client_id: file.client_id,
            client_secret: std::env::var(variable).ok().or(file.client_secret),
            networks: file.networks,
        }
    }
}

/// What the server reads at other hosts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FetchConfig {
    /// Whether pictures of speakers and logos are copied from where a programme says they are.
    pub(crate) pictures: bool,
    /// Networks that are not public and may be reached nevertheless.
    pub(crate) networks: Vec<IpNet>,
}

impl Default for FetchConfig {
    fn default() -> Self {
        Self { pictures: true, networks: Vec::new() }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MailFile {
    transport: MailTransport,
    from: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    security: Option<MailSecurity>,
    user: Option<String>,
    password: Option<String>,
    certificate_authority: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum MailTransport {
    /// One file a message, in the data folder.
    #[default]
    Folder,
    /// A mail server.
    Smtp,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum MailSecurity {
    Tls,
    Starttls,
    None,
}

/// How the log is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LogConfig {
    /// `text` or `json`.
    pub(crate) format: LogFormat,
    /// Such as `info`, or `info,madang_web=debug`.
    pub(crate) level: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".into() }
    }
}

/// See [`LogConfig`].
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    #[default]
    Text,
    Json,
}

/// The configuration as it is used.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The file it came from, if any.
    pub(crate) file: Option<PathBuf>,
    pub(crate) data: PathBuf,
    pub(crate) database: Database,
    pub(crate) listen: SocketAddr,
    pub(crate) base_url: BaseUrl,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) hsts_seconds: u32,
    pub(crate) page_cache_bytes: u64,
    /// The largest file of slides that a speaker may hand in.
    pub(crate) slides_bytes_max: u64,
    /// Whether everybody with an account may make a host, not only administrators.
    pub(crate) open_to_hosts: bool,
    pub(crate) mail_from: MailAddress,
    pub(crate) smtp: Option<SmtpConfig>,
    pub(crate) fetch: FetchConfig,
    pub(crate) providers: Vec<ProviderConfig>,
    pub(crate) log: LogConfig,
}

impl Config {
    /// Reads the configuration; `usual_data` is the data folder when nobody names one.
    pub(crate) fn read(place: &Place, usual_data: &str) -> anyhow::Result<Self> {
        let usual = Path::new(USUAL_FILE);
        let file = place.config.clone().or_else(|| usual.exists().then(|| usual.to_owned()));
        let from_file: FileConfig = match &file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read the configuration {}", path.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("the configuration {} is wrong", path.display()))?
            }
            None => FileConfig::default(),
        };
        let data = place.data.clone().or(from_file.data).unwrap_or_else(|| usual_data.into());
        let database = match place.database.clone().or(from_file.database) {
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Database::Postgres(url)
            }
            Some(path) => Database::Sqlite(path.into()),
            None => Database::Sqlite(data.join("madang.db")),
        };
        let listen = place.listen.or(from_file.listen).unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
        let base_url =
            place.base_url.clone().or(from_file.base_url).unwrap_or_else(|| format!("http://{listen}"));
        let from = from_file.mail.from.as_deref().unwrap_or("madang@localhost").to_owned();
        Ok(Self {
            file,
            data,
            database,
            listen,
            base_url: base_url.parse().context("base_url is wrong")?,
            trusted_proxies: from_file.trusted_proxies,
            hsts_seconds: from_file.hsts_seconds.unwrap_or(31_536_000),
            page_cache_bytes: from_file.page_cache_mebibytes.unwrap_or(16) * 1024 * 1024,
            slides_bytes_max: slides_bytes_max(from_file.slides_megabytes)?,
            open_to_hosts: from_file.open_to_hosts,
            mail_from: MailAddress::new("Madang", &from).context("mail.from is not an address")?,
            smtp: smtp(from_file.mail)?,
            fetch: from_file.fetch,
            providers: providers(from_file.sign_in)?,
            log: from_file.log,
        })
    }

    /// How mail leaves: the configured server, or the folder `mail` of the data.
    pub(crate) fn transport(&self) -> anyhow::Result<Transport> {
        Ok(match &self.smtp {
            Some(smtp) => Transport::smtp(smtp)?,
            None => Transport::folder(self.data.join("mail"))?,
        })
    }
}

/// The usual largest file of slides, and the largest that can be configured.
const SLIDES_MEGABYTES: u64 = 100;
const SLIDES_MEGABYTES_MAX: u64 = 1_000;

fn slides_bytes_max(megabytes: Option<u64>) -> anyhow::Result<u64> {
    match megabytes.unwrap_or(SLIDES_MEGABYTES) {
        megabytes @ 1..=SLIDES_MEGABYTES_MAX => Ok(megabytes * 1_000_000),
        _ => bail!("slides_megabytes must be between 1 and {SLIDES_MEGABYTES_MAX}"),
    }
}

fn providers(files: Vec<SignInFile>) -> anyhow::Result<Vec<ProviderConfig>> {
    let providers: Vec<ProviderConfig> = files.into_iter().map(ProviderConfig::from).collect();
    Providers::new(providers.clone()).context("sign_in is wrong")?;
    Ok(providers)
}

fn smtp(mail: MailFile) -> anyhow::Result<Option<SmtpConfig>> {
    if mail.transport == MailTransport::Folder {
        if mail.host.is_some() {
            bail!("mail.host is set, but mail.transport is \"folder\"; write transport = \"smtp\"");
        }
        return Ok(None);
    }
    let host =
        mail.host.context("mail.host is missing: transport \"smtp\" needs the name of a mail server")?;
    let security = match mail.security.unwrap_or(MailSecurity::Starttls) {
        MailSecurity::Tls => Security::Tls,
        MailSecurity::Starttls => Security::StartTls,
        MailSecurity::None => Security::None,
    };
    let usual_port = match security {
        Security::Tls => 465,
        Security::StartTls => 587,
        Security::None => 25,
    };
    // A password in the environment stays out of the file.
    let password = std::env::var("MADANG_MAIL_PASSWORD").ok().or(mail.password);
    let credentials = match (mail.user, password) {
        (Some(user), Some(password)) => Some((user, password)),
        (Some(_), None) => bail!("mail.user is set without a password; set MADANG_MAIL_PASSWORD"),
        _ => None,
    };
    let authority = mail.certificate_authority.map(|path| {
        std::fs::read(&path)
            .with_context(|| format!("cannot read mail.certificate_authority {}", path.display()))
    });
    let port = mail.port.unwrap_or(usual_port);
    let authority = authority.transpose()?;
    Ok(Some(SmtpConfig { host, port, security, credentials, hello: None, authority }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("madang.toml");
        std::fs::write(&path, toml)?;
        Config::read(&Place { config: Some(path), ..Place::default() }, "data")
    }

    #[test]
    fn unknown_keys_are_errors_with_their_place() {
        let error = format!("{:#}", read("listen = \"127.0.0.1:1\"\nlisen = 1").unwrap_err());
        assert!(error.contains("lisen") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn slides_have_a_limit() {
        assert_eq!(read("").unwrap().slides_bytes_max, 100_000_000);
        assert_eq!(read("slides_megabytes = 5").unwrap().slides_bytes_max, 5_000_000);
        for toml in ["slides_megabytes = 0", "slides_megabytes = 1001"] {
            assert!(format!("{:#}", read(toml).unwrap_err()).contains("between 1 and 1000"), "{toml}");
        }
    }

    #[test]
    fn flags_go_before_the_file() {
        let place = Place { listen: Some(([127, 0, 0, 1], 9).into()), ..Place::default() };
        let config = Config::read(&place, "data").unwrap();
        assert_eq!((config.listen.port(), config.base_url.origin()), (9, "http://127.0.0.1:9"));
        assert_eq!(config.database, Database::Sqlite("data/madang.db".into()));
    }

    #[cfg(feature = "oidc")]
    #[test]
    fn providers_that_cannot_be_trusted_are_refused() {
        let provider = |issuer: &str| {
            format!("[[sign_in]]\nname = \"id\"\nissuer = \"{issuer}\"\nclient_id = \"madang\"")
        };
        assert_eq!(read(&provider("https://id.example")).unwrap().providers[0].label, "id");
        for toml in [provider("http://id.example"), provider("https://id.example") + "\nclient_key = 1"] {
            assert!(read(&toml).is_err(), "{toml}");
        }
    }

    #[test]
    fn mail_that_would_silently_go_nowhere_is_refused() {
        for toml in [
            "[mail]\nhost = \"x\"",
            "[mail]\ntransport = \"smtp\"",
            "[mail]\ntransport = \"smtp\"\nhost = \"x\"\nuser = \"u\"",
        ] {
            assert!(read(toml).is_err(), "{toml}");
        }
        assert!(read("[mail]\ntransport = \"smtp\"\nhost = \"mail.example\"").unwrap().smtp.is_some());
    }
}
