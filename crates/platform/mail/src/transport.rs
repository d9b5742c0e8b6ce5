use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use crate::compose::Composed;

/// How the connection to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the start (port 465).
    Tls,
    /// TLS after a greeting, and nothing without it (port 587).
    StartTls,
    /// None: only to a server on this machine.
    None,
}

/// The mail server that takes our messages.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpConfig {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret.
    pub security: Security,
    /// User name and password, if it wants them.
    pub credentials: Option<(String, String)>,
    /// The name that we greet it with; the machine's own when `None`.
    pub hello: Option<String>,
    /// Certificates (PEM) of the authority that certifies it, trusted beside the public ones: for a server in the house.
    pub authority: Option<Vec<u8>>,
}

impl std::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpConfig({}:{}, {:?})", self.host, self.port, self.security)
    }
}

/// Why a transport cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// Messages and passwords would cross a network in the clear.
    #[error("a mail server without TLS must be on this machine, and {0} is not")]
    NotLocal(String),
    /// TLS cannot be set up.
    #[error("cannot set up TLS for the mail server")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The folder cannot be made.
    #[error("cannot make the folder for mail {path}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Why a message was not handed over; in the words of the other side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may go better later.
    #[error("{0}")]
    Later(String),
    /// It will never go better.
    #[error("{0}")]
    Never(String),
}

/// Messages that were delivered to nobody but a test.
#[derive(Clone, Debug, Default)]
pub struct Memory(Arc<Mutex<Vec<String>>>);

impl Memory {
    /// The messages as they would have gone over the wire, in order.
    #[must_use]
    pub fn letters(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// Where messages go.
#[derive(Clone)]
pub enum Transport {
    /// To a mail server. Made by [`Transport::smtp`].
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, one `.eml` file each: for trying out. Made by [`Transport::folder`].
    Folder(PathBuf),
    /// Into memory: for tests.
    Memory(Memory),
}

impl Transport {
    /// To this mail server; connections are kept and used again. Does not connect yet.
    ///
    /// *Errors*: without TLS and not on this machine, or TLS cannot be set up.
    pub fn smtp(config: &SmtpConfig) -> Result<Self, TransportError> {
        let tls = match config.security {
            Security::Tls => Tls::Wrapper(tls(config)?),
            Security::StartTls => Tls::Required(tls(config)?),
            Security::None if is_local(&config.host) => Tls::None,
            Security::None => return Err(TransportError::NotLocal(config.host.clone())),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host);
        let mut builder = builder.tls(tls);
        if let Some((user, password)) = &config.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        if let Some(hello) = &config.hello {
            builder = builder.hello_name(ClientId::Domain(hello.clone()));
        }
        Ok(Self::Smtp(builder.port(config.port).timeout(Some(Duration::from_secs(30))).build()))
    }

    /// Into this folder, which is made.
    ///
    /// *Errors*: it cannot be made.
    pub fn folder(path: impl Into<PathBuf>) -> Result<Self, TransportError> {
        let path = path.into();
        std::fs::create_dir_all(&path)
            .map_err(|source| TransportError::Folder { path: path.clone(), source })?;
        Ok(Self::Folder(path))
    }

    /// Hands one message over. `name` tells it from all others; handing it over again replaces it where that can be.
    pub(crate) async fn send(&self, name: &str, letter: Composed) -> Result<(), SendError> {
        match self {
            Self::Smtp(server) => {
                let sent = server.send_raw(&letter.envelope, &letter.bytes).await;
                sent.map(drop).map_err(|error| smtp_error(&error))
            }
            Self::Folder(folder) => write_file(folder, name, &letter.bytes)
                .await
                .map_err(|error| SendError::Later(format!("cannot write into the folder for mail: {error}"))),
            Self::Memory(Memory(letters)) => {
                let letter = String::from_utf8_lossy(&letter.bytes).into_owned();
                letters.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(letter);
                Ok(())
            }
        }
    }
}

/// TLS with the authorities that are trusted.
fn tls(config: &SmtpConfig) -> Result<TlsParameters, TransportError> {
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(authority) = &config.authority {
        let certificate = Certificate::from_pem(authority).map_err(TransportError::Tls)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(TransportError::Tls)
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn smtp_error(error: &lettre::transport::smtp::Error) -> SendError {
    // The library's message stops at the kind of error; the server's own words are in its cause.
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        words = format!("{words}: {next}");
        cause = next.source();
    }
    let code = error.status().map(|code| code.to_string());
    // Refused sign-in is our own mistake, not the message's: once the password is right, all of them go out.
    let is_sign_in = code.is_some_and(|code| matches!(code.as_str(), "530" | "534" | "535" | "538"));
    if error.is_permanent() && !is_sign_in { SendError::Never(words) } else { SendError::Later(words) }
}

/// Writes to a side and renames, so that nobody ever reads half a message.
async fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let unfinished = folder.join(format!(".{name}.part"));
    tokio::fs::write(&unfinished, bytes).await?;
    tokio::fs::rename(&unfinished, folder.join(format!("{name}.eml"))).await
}
