use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use crate::address::is_public;

/// How often an answer may lead elsewhere.
const REDIRECTIONS_MAX: usize = 4;
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);

/// Reads addresses. Cheap to clone.
#[derive(Clone)]
pub struct Fetcher {
    allowed: Arc<[IpNet]>,
    tls: TlsConnector,
    patience: Duration,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The address that answered, after redirections.
    pub url: String,
    /// The media type that it told, in lower case, without parameters; empty when it told none. Not to be believed.
    pub media_type: String,
    /// The bytes.
    pub body: Bytes,
}

/// What an address answered with to what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The first bytes of its body. Not to be believed.
    pub body: Bytes,
}

/// What is sent.
struct Outgoing {
    method: Method,
    headers: HeaderMap,
    body: Bytes,
}

impl Outgoing {
    fn get() -> Self {
        Self { method: Method::GET, headers: HeaderMap::new(), body: Bytes::new() }
    }
}

/// Why an address could not be read. The words name no address that is not the asker's own.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Not an address that is read: other than http and https, with a password in it, without a host.
    #[error("this is not an address that can be fetched")]
    Address,
    /// It leads into a network that is not public.
    #[error("this address leads into a network that is not public")]
    NotPublic,
    /// The other side answers with this status.
    #[error("the other server answers with status {0}")]
    Status(u16),
    /// More redirections than anybody needs.
    #[error("the address leads from one to the next without end")]
    Redirections,
    /// More bytes than are wanted.
    #[error("the file is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// It cannot be reached, breaks off, or takes too long: it may go better later.
    #[error("the other server cannot be reached: {0}")]
    Unreachable(String),
}

impl FetchError {
    /// Whether it may go better later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Status(408 | 425 | 429 | 500..=599))
    }
}

fn unreachable(error: impl std::fmt::Display) -> FetchError {
    FetchError::Unreachable(error.to_string())
}

impl Fetcher {
    /// One that also reaches these networks, beside the public internet; it trusts Mozilla's certificate authorities.
    #[must_use]
    pub fn new(allowed: Vec<IpNet>) -> Self {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::trusting(allowed, roots)
    }

    /// [`Fetcher::new`] with other certificate authorities.
    #[must_use]
    pub fn trusting(allowed: Vec<IpNet>, roots: RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows the usual versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            allowed: allowed.into(),
            tls: TlsConnector::from(Arc::new(config)),
            patience: Duration::from_secs(30),
        }
    }

    /// The same with another limit for the time of a whole request; 30 seconds otherwise.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Reads what an address holds, at most so many bytes.
    ///
    /// *Errors*: see [`FetchError`].
    pub async fn get(&self, address: &str, bytes_max: usize) -> Result<Fetched, FetchError> {
        timeout(self.patience, self.walk(address, bytes_max))
            .await
            .map_err(|_| unreachable("it takes too long"))?
    }

    /// Sends a body to an address and tells what it answers with, whatever its status; redirections are answers too and
    /// are not followed, for what was sent was meant for this address. Of the answer's body the first `bytes_max` bytes.
    ///
    /// *Errors*: see [`FetchError`]; never its `Status`, `Redirections` or `TooLarge`.
    pub async fn post(
        &self,
        address: &str,
        headers: HeaderMap,
        body: Bytes,
        bytes_max: usize,
    ) -> Result<Answer, FetchError> {
        let url = Url::parse(address).map_err(|_| FetchError::Address)?;
        let posting = async {
            let response = self.ask(&url, Outgoing { method: Method::POST, headers, body }).await?;
            let status = response.status().as_u16();
            Ok(Answer { status, body: beginning(response, bytes_max).await? })
        };
        timeout(self.patience, posting).await.map_err(|_| unreachable("it takes too long"))?
    }

    /// Sends one request as it is, at a service that the configuration names, and reads its whole answer, whatever its
    /// status. Redirections are not walked: a service that one speaks to with secrets has one address.
    ///
    /// *Errors*: see [`FetchError`]; never its `Status` or `Redirections`.
    pub async fn send(
        &self,
        request: Request<Vec<u8>>,
        bytes_max: usize,
    ) -> Result<http::Response<Vec<u8>>, FetchError> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| FetchError::Address)?;
        let sending = async {
            let (parts, body) = request.into_parts();
            let outgoing = Outgoing { method: parts.method, headers: parts.headers, body: body.into() };
            let (parts, body) = self.ask(&url, outgoing).await?.into_parts();
            Ok(http::Response::from_parts(parts, whole(body, bytes_max).await?.to_vec()))
        };
        timeout(self.patience, sending).await.map_err(|_| unreachable("it takes too long"))?
    }

    async fn walk(&self, address: &str, bytes_max: usize) -> Result<Fetched, FetchError> {
        let mut url = Url::parse(address).map_err(|_| FetchError::Address)?;
        for _ in 0..=REDIRECTIONS_MAX {
            let response = self.ask(&url, Outgoing::get()).await?;
            let status = response.status();
            if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
                return read(&url, response, bytes_max).await;
            }
            let location = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
            let next =
                location.and_then(|to| url.join(to).ok()).ok_or(FetchError::Status(status.as_u16()))?;
            // What began in secret does not go on in the open.
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(FetchError::Address);
            }
            url = next;
        }
        Err(FetchError::Redirections)
    }

    async fn ask(&self, url: &Url, outgoing: Outgoing) -> Result<http::Response<Incoming>, FetchError> {
        let is_secret = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(FetchError::Address),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Address);
        }
        let host = url.host().ok_or(FetchError::Address)?;
        let port = url.port_or_known_default().ok_or(FetchError::Address)?;
        let stream = self.connect(&host, port).await?;
        if !is_secret {
            return exchange(url, stream, outgoing).await;
        }
        let name = match &host {
            Host::Domain(domain) => {
                ServerName::try_from((*domain).to_owned()).map_err(|_| FetchError::Address)?
            }
            Host::Ipv4(address) => ServerName::from(IpAddr::from(*address)),
            Host::Ipv6(address) => ServerName::from(IpAddr::from(*address)),
        };
        let stream = timeout(CONNECT_PATIENCE, self.tls.connect(name, stream)).await;
        exchange(url, stream.map_err(unreachable)?.map_err(unreachable)?, outgoing).await
    }

    /// A connection to the very address that was found public.
    async fn connect(&self, host: &Host<&str>, port: u16) -> Result<TcpStream, FetchError> {
        let found: Vec<SocketAddr> = match host {
            Host::Domain(domain) => lookup_host((*domain, port)).await.map_err(unreachable)?.collect(),
            Host::Ipv4(address) => vec![SocketAddr::from((*address, port))],
            Host::Ipv6(address) => vec![SocketAddr::from((*address, port))],
        };
        // One address of a name that is not public gives the name away.
        if found.iter().any(|address| !self.may_reach(address.ip())) {
            return Err(FetchError::NotPublic);
        }
        let mut last = "its name has no address".to_owned();
        for address in found {
            match timeout(CONNECT_PATIENCE, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = error.to_string(),
                Err(_) => "it takes too long".clone_into(&mut last),
            }
        }
        Err(FetchError::Unreachable(last))
    }

    fn may_reach(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        is_public(address) || self.allowed.iter().any(|network| network.contains(&address))
    }
}

async fn exchange<S>(url: &Url, stream: S, outgoing: Outgoing) -> Result<http::Response<Incoming>, FetchError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(unreachable)?;
    // Ends with the answer, or when that is dropped.
    tokio::spawn(connection);
    let target: Uri =
        url[url::Position::BeforePath..url::Position::AfterQuery].parse().map_err(|_| FetchError::Address)?;
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let mut request = Request::builder()
        .method(outgoing.method)
        .uri(target)
        .header(header::HOST, host)
        .header(header::USER_AGENT, concat!("madang/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, "*/*")
        .body(Full::new(outgoing.body))
        .map_err(|_| FetchError::Address)?;
    request.headers_mut().extend(outgoing.headers);
    sender.send_request(request).await.map_err(unreachable)
}

/// The first bytes of an answer.
async fn beginning(response: http::Response<Incoming>, bytes_max: usize) -> Result<Bytes, FetchError> {
    let (mut body, mut kept) = (response.into_body(), Vec::new());
    while kept.len() < bytes_max
        && let Some(frame) = body.frame().await
    {
        if let Ok(data) = frame.map_err(unreachable)?.into_data() {
            kept.extend_from_slice(&data[..data.len().min(bytes_max - kept.len())]);
        }
    }
    Ok(kept.into())
}

/// All bytes of an answer, if they are not too many.
async fn whole(body: Incoming, bytes_max: usize) -> Result<Bytes, FetchError> {
    let body = Limited::new(body, bytes_max).collect().await;
    let body = body.map_err(|error| match error.downcast_ref::<LengthLimitError>() {
        Some(_) => FetchError::TooLarge { limit_bytes: bytes_max },
        None => unreachable(error),
    })?;
    Ok(body.to_bytes())
}

async fn read(
    url: &Url,
    response: http::Response<Incoming>,
    bytes_max: usize,
) -> Result<Fetched, FetchError> {
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status(response.status().as_u16()));
    }
    let told = response.headers().get(header::CONTENT_TYPE).and_then(|told| told.to_str().ok());
    let media_type =
        told.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = whole(response.into_body(), bytes_max).await?;
    Ok(Fetched { url: url.to_string(), media_type, body })
}
