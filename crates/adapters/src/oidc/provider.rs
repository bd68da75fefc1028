//! What is known of a provider: its discovery document and its keys, kept for ten minutes.

use std::{
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant as Moment},
};

use chrono::{DateTime, Utc};
use kernel::Instant;
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient, AuthType, ClientId, ClientSecret, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, JsonWebKeySet, ProviderMetadata,
    RedirectUrl,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
};
use ports::{SignOnError, sign_on::Registration};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use store::Cache;

use super::words::{not_believed, not_discovered};
use crate::outbound::{Outbound, OutboundError};

const KEPT_FOR: Duration = Duration::from_secs(600);

/// Between two times that keys are fetched because a token named an unknown one: anybody can make such tokens up.
const KEYS_EVERY: Duration = Duration::from_secs(5);

/// A client with the endpoints that a discovery document has.
pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What discovery documents say beyond OpenID Connect Discovery 1.0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Beyond {
    /// RP-Initiated Logout 1.0 §2.1.
    end_session_endpoint: Option<Url>,
    /// RFC 9207 §3.
    authorization_response_iss_parameter_supported: Option<bool>,
}

impl AdditionalProviderMetadata for Beyond {}

type Document = ProviderMetadata<
    Beyond,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// One provider.
#[derive(Clone)]
pub(super) struct Provider {
    document: Arc<Document>,
    keys_since: Moment,
}

/// The providers that were asked lately.
pub(super) struct Providers {
    outbound: Outbound,
    known: Cache<String, Provider>,
}

impl Providers {
    pub(super) fn new(outbound: Outbound) -> Self {
        Self { outbound, known: Cache::living(1_000, KEPT_FOR) }
    }

    pub(super) fn outbound(&self) -> &Outbound {
        &self.outbound
    }

    /// The provider of a registration.
    pub(super) async fn get(&self, at: &Registration) -> Result<Provider, SignOnError> {
        if let Some(known) = self.known.get(&at.issuer) {
            return Ok(known);
        }
        let issuer = issuer(at)?;
        let document = Document::discover_async(issuer, &self.outbound).await.map_err(not_discovered)?;
        let long_ago = Moment::now().checked_sub(KEYS_EVERY).unwrap_or_else(Moment::now);
        let provider = Provider { document: Arc::new(document), keys_since: long_ago };
        self.known.insert(at.issuer.clone(), provider.clone());
        Ok(provider)
    }

    /// The same with its keys as they are now.
    pub(super) async fn with_new_keys(&self, at: &Registration) -> Result<Provider, SignOnError> {
        let provider = self.get(at).await?;
        if provider.keys_since.elapsed() < KEYS_EVERY {
            return Ok(provider);
        }
        let keys = JsonWebKeySet::fetch_async(provider.document.jwks_uri(), &self.outbound).await;
        let document = (*provider.document).clone().set_jwks(keys.map_err(not_discovered)?);
        let provider = Provider { document: Arc::new(document), keys_since: Moment::now() };
        self.known.insert(at.issuer.clone(), provider.clone());
        Ok(provider)
    }
}

impl Provider {
    /// Us at this provider.
    pub(super) fn client(&self, at: &Registration) -> Result<Client, SignOnError> {
        let secret = at.client_secret.clone().map(ClientSecret::new);
        let redirect = RedirectUrl::new(at.redirect_uri.clone())
            .map_err(|_| not_believed("our own address can't be read"))?;
        let document = (*self.document).clone();
        let client =
            CoreClient::from_provider_metadata(document, ClientId::new(at.client_id.clone()), secret);
        Ok(client.set_redirect_uri(redirect).set_auth_type(self.proof()))
    }

    /// How the secret is sent: in a header, which every provider has to take, unless it says that it takes bodies only.
    fn proof(&self) -> AuthType {
        let methods = self.document.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|all| all.contains(&method));
        let body_only =
            takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        if body_only { AuthType::RequestBody } else { AuthType::BasicAuth }
    }

    /// How it may sign: as it announces, but never with our own secret, and never not at all.
    pub(super) fn algorithms(&self) -> Vec<CoreJwsSigningAlgorithm> {
        let announced = self.document.id_token_signing_alg_values_supported();
        announced.iter().filter(|algorithm| is_asymmetric(algorithm)).cloned().collect()
    }

    /// Its keys.
    pub(super) fn keys(&self) -> &[CoreJsonWebKey] {
        self.document.jwks().keys()
    }

    /// Refuses answers of somebody else (RFC 9207 §2.4): another provider's code must not be sent here.
    pub(super) fn answered(&self, issuer: Option<&str>) -> Result<(), SignOnError> {
        let beyond = self.document.additional_metadata();
        match issuer {
            Some(issuer) if issuer == self.document.issuer().as_str() => Ok(()),
            Some(_) => Err(not_believed("another provider answered")),
            None if beyond.authorization_response_iss_parameter_supported == Some(true) => {
                Err(not_believed("it does not tell who answered"))
            }
            None => Ok(()),
        }
    }

    /// Where more is told of somebody.
    pub(super) fn user_info(&self) -> Option<String> {
        self.document.userinfo_endpoint().map(|address| address.url().to_string())
    }

    /// Where to sign out.
    pub(super) fn end_session(&self, at: &Registration, id_token: &str, return_to: &str) -> Option<String> {
        let mut address = self.document.additional_metadata().end_session_endpoint.clone()?;
        address
            .query_pairs_mut()
            .append_pair("id_token_hint", id_token)
            .append_pair("client_id", &at.client_id)
            .append_pair("post_logout_redirect_uri", return_to);
        matches!(address.scheme(), "https" | "http").then(|| address.to_string())
    }
}

impl<'c> AsyncHttpClient<'c> for Outbound {
    type Error = OutboundError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutboundError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// A moment as the library wants it.
pub(super) fn chrono_at(moment: Instant) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(moment.as_microsecond()).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn issuer(at: &Registration) -> Result<IssuerUrl, SignOnError> {
    IssuerUrl::new(at.issuer.clone())
        .map_err(|_| SignOnError::Unreachable("its address can't be read".to_owned()))
}

fn is_asymmetric(algorithm: &CoreJwsSigningAlgorithm) -> bool {
    use CoreJwsSigningAlgorithm::{HmacSha256, HmacSha384, HmacSha512, None};
    !matches!(algorithm, HmacSha256 | HmacSha384 | HmacSha512 | None)
}
