//! What is said to a provider, and what it answers.
//!
//! *Source*: OpenID Connect Core 1.0, with the code flow, PKCE (RFC 7636), state and nonce. The library checks signature,
//! issuer, audience, times and nonce of what the provider has signed.

use std::{future::Future, pin::Pin, sync::Arc};

use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};
use madang_fetch::{FetchError, Fetcher};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
};
use tokio::sync::Mutex;

use crate::{
    actions::identities::Arrival, model::Identity, providers::ProviderConfig,
    store::identities::ProviderVisit,
};

/// Longest answer of a provider, in bytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// How long what a provider tells of itself is believed; it may change its keys.
const METADATA_LASTS: SignedDuration = SignedDuration::from_mins(10);

/// A provider at the other end.
#[derive(Clone)]
pub(crate) struct Remote {
    fetcher: Fetcher,
    metadata: Arc<Mutex<Option<(Timestamp, CoreProviderMetadata)>>>,
}

/// Why a provider signs nobody in. The words are for the operator's log.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct RemoteError(String);

fn failed(error: impl std::fmt::Debug) -> RemoteError {
    // Debug: the library's words alone leave out the cause.
    RemoteError(format!("{error:?}").chars().take(500).collect())
}

type ReadyClient = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl Remote {
    pub(crate) fn new(networks: Vec<IpNet>) -> Self {
        Self { fetcher: Fetcher::new(networks), metadata: Arc::default() }
    }

    /// Sends what the library has composed: under the rules for addresses of others, without walking redirections.
    fn http(
        &self,
    ) -> impl Fn(HttpRequest) -> Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send>> + use<>
    {
        let fetcher = self.fetcher.clone();
        move |request| {
            let fetcher = fetcher.clone();
            Box::pin(async move { fetcher.send(request, ANSWER_BYTES_MAX).await })
        }
    }

    async fn client(
        &self,
        config: &ProviderConfig,
        redirect: &str,
        now: Timestamp,
    ) -> Result<ReadyClient, RemoteError> {
        let mut kept = self.metadata.lock().await;
        let fresh = kept.as_ref().filter(|(at, _)| now.duration_since(*at) < METADATA_LASTS);
        let metadata = match fresh {
            Some((_, metadata)) => metadata.clone(),
            None => {
                let issuer = IssuerUrl::new(config.issuer.clone()).map_err(failed)?;
                let found =
                    CoreProviderMetadata::discover_async(issuer, &self.http()).await.map_err(failed)?;
                *kept = Some((now, found.clone()));
                found
            }
        };
        drop(kept);
        let secret = config.client_secret.clone().map(ClientSecret::new);
        let client =
            CoreClient::from_provider_metadata(metadata, ClientId::new(config.client_id.clone()), secret);
        Ok(client.set_redirect_uri(RedirectUrl::new(redirect.to_owned()).map_err(failed)?))
    }

    /// The page of the provider to which somebody is sent.
    pub(crate) async fn begin(
        &self,
        config: &ProviderConfig,
        (redirect, now): (&str, Timestamp),
        (state, visit): (&str, &ProviderVisit),
    ) -> Result<String, RemoteError> {
        let client = self.client(config, redirect, now).await?;
        let verifier = PkceCodeVerifier::new(visit.verifier.clone());
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(visit.nonce.clone()));
        let (url, _, _) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || state,
                move || nonce,
            )
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Who came back with this code.
    pub(crate) async fn finish(
        &self,
        config: &ProviderConfig,
        (redirect, now): (&str, Timestamp),
        (code, visit): (String, ProviderVisit),
    ) -> Result<Arrival, RemoteError> {
        let told = self.exchange(config, (redirect, now), (code, visit)).await;
        if told.is_err() {
            // Perhaps it has new keys: the next who comes finds out.
            *self.metadata.lock().await = None;
        }
        told
    }

    async fn exchange(
        &self,
        config: &ProviderConfig,
        (redirect, now): (&str, Timestamp),
        (code, visit): (String, ProviderVisit),
    ) -> Result<Arrival, RemoteError> {
        let client = self.client(config, redirect, now).await?;
        let asked = client.exchange_code(AuthorizationCode::new(code)).map_err(failed)?;
        let asked = asked.set_pkce_verifier(PkceCodeVerifier::new(visit.verifier));
        let answer = asked.request_async(&self.http()).await.map_err(failed)?;
        let token = answer.id_token().ok_or_else(|| failed("there is no id_token in the answer"))?;
        let verifier = client
            .id_token_verifier()
            .set_time_fn(move || chrono::DateTime::from_timestamp(now.as_second(), 0).unwrap_or_default());
        let claims = token.claims(&verifier, &Nonce::new(visit.nonce)).map_err(failed)?;
        let name = claims.name().and_then(|names| names.get(None)).map(|name| name.as_str().to_owned());
        let is_verified = claims.email_verified() == Some(true);
        Ok(Arrival {
            identity: Identity {
                issuer: claims.issuer().as_str().to_owned(),
                subject: claims.subject().as_str().to_owned(),
                provider: config.name.clone(),
            },
            email: claims.email().map(|email| (email.as_str().to_owned(), is_verified)),
            name: name.unwrap_or_default(),
        })
    }
}
