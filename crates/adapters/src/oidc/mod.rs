//! Identity providers by OpenID Connect: code flow with PKCE, every answer verified.

mod logout;
mod provider;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use data_encoding::BASE64URL_NOPAD;
use kernel::Instant;
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, CsrfToken, LoginHint, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, Scope, SignatureVerificationError,
    TokenResponse,
    core::{CoreAuthPrompt, CoreIdToken, CoreResponseType, CoreTokenResponse},
};
use ports::{
    SignOn, SignOnError,
    sign_on::{Asking, Binding, Proven, Registration, Returned, SignedOutThere},
};
use serde_json::{Map, Value};

use self::{
    provider::{Client, Provider, Providers, chrono_at},
    words::{not_believed, request_failed},
};
use crate::outbound::Outbound;

/// Seconds that the provider's clock may be off.
const LEEWAY_SECONDS: i64 = 60;

/// [`SignOn`] over HTTP.
pub struct OpenId {
    providers: Providers,
}

impl OpenId {
    /// Reaches providers through `outbound`.
    pub fn new(outbound: Outbound) -> Self {
        Self { providers: Providers::new(outbound) }
    }

    async fn redeem(
        &self,
        client: &Client,
        bound: &Binding,
        code: String,
    ) -> Result<CoreTokenResponse, SignOnError> {
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(not_believed)?;
        let verifier = PkceCodeVerifier::new(bound.verifier.clone());
        request
            .set_pkce_verifier(verifier)
            .request_async(self.providers.outbound())
            .await
            .map_err(request_failed)
    }

    /// The claims of an ID token that proves something. Where it was signed by an unknown key, the provider's keys are
    /// fetched once more.
    async fn verify(
        &self,
        at: &Registration,
        mut provider: Provider,
        token: &CoreIdToken,
        bound: &Binding,
        now: Instant,
    ) -> Result<(), SignOnError> {
        let nonce = Nonce::new(bound.nonce.clone());
        let mut fetched = false;
        loop {
            let client = provider.client(at)?;
            let verifier = client
                .id_token_verifier()
                .set_allowed_algs(provider.algorithms())
                .set_time_fn(move || chrono_at(now.plus_seconds(-LEEWAY_SECONDS)))
                .set_issue_time_verifier_fn(move |issued| {
                    let latest = chrono_at(now.plus_seconds(LEEWAY_SECONDS));
                    if issued <= latest { Ok(()) } else { Err("issued in the future".to_owned()) }
                });
            match token.claims(&verifier, &nonce) {
                Ok(claims) => return authorized_party(at, claims),
                Err(ClaimsVerificationError::SignatureVerification(
                    SignatureVerificationError::NoMatchingKey,
                )) if !fetched => {
                    provider = self.providers.with_new_keys(at).await?;
                    fetched = true;
                }
                Err(error) => return Err(not_believed(words::of(&error))),
            }
        }
    }

    /// Adds what only the user info endpoint tells, if anything is missing and it speaks of the same subject.
    async fn fill_in(
        &self,
        provider: &Provider,
        token: &CoreTokenResponse,
        claims: &mut Map<String, Value>,
    ) -> Result<(), SignOnError> {
        let Some(address) = provider.user_info() else { return Ok(()) };
        let request = openidconnect::http::Request::builder()
            .uri(address)
            .header("authorization", format!("Bearer {}", token.access_token().secret()))
            .header("accept", "application/json")
            .body(Vec::new())
            .map_err(|_| SignOnError::Unreachable("its user info endpoint has no address".to_owned()))?;
        let answer = self
            .providers
            .outbound()
            .send(request)
            .await
            .map_err(|e| SignOnError::Unreachable(e.to_string()))?;
        let told: Map<String, Value> = match serde_json::from_slice(answer.body()) {
            Ok(told) if answer.status().is_success() => told,
            // What the ID token says is enough to know who it is.
            _ => return Ok(()),
        };
        if told.get("sub") != claims.get("sub") {
            return Err(not_believed("the user info endpoint speaks of somebody else"));
        }
        for (name, value) in told {
            claims.entry(name).or_insert(value);
        }
        Ok(())
    }
}

#[async_trait]
impl SignOn for OpenId {
    async fn begin(&self, at: &Registration, bound: &Binding, ask: &Asking) -> Result<String, SignOnError> {
        let client = self.providers.get(at).await?.client(at)?;
        let (state, nonce) = (CsrfToken::new(bound.state.clone()), Nonce::new(bound.nonce.clone()));
        let verifier = PkceCodeVerifier::new(bound.verifier.clone());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, move || state, move || nonce)
            .add_scopes(at.scopes.iter().map(|scope| Scope::new(scope.clone())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if ask.again {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        if let Some(hint) = &ask.login_hint {
            request = request.set_login_hint(LoginHint::new(hint.clone()));
        }
        Ok(request.url().0.to_string())
    }

    async fn finish(
        &self,
        at: &Registration,
        bound: &Binding,
        returned: Returned,
        now: Instant,
    ) -> Result<Proven, SignOnError> {
        let provider = self.providers.get(at).await?;
        provider.answered(returned.issuer.as_deref())?;
        let client = provider.client(at)?;
        let tokens = self.redeem(&client, bound, returned.code).await?;
        let token = tokens.id_token().ok_or_else(|| not_believed("there is no ID token"))?;
        self.verify(at, provider.clone(), token, bound, now).await?;
        let id_token = token.to_string();
        let mut claims = payload(&id_token).ok_or_else(|| not_believed("the ID token can't be read"))?;
        if at.wanted.iter().any(|name| !claims.contains_key(name)) {
            self.fill_in(&provider, &tokens, &mut claims).await?;
        }
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let subject = text("sub").filter(|subject| !subject.is_empty() && subject.len() <= 255);
        let seconds = claims.get("auth_time").and_then(Value::as_i64);
        Ok(Proven {
            subject: subject.ok_or_else(|| not_believed("there is no subject"))?,
            session: text("sid").filter(|session| session.len() <= 255),
            authenticated_at: seconds.and_then(|at| Instant::from_microsecond(at.checked_mul(1_000_000)?)),
            id_token,
            claims,
        })
    }

    async fn leave(
        &self,
        at: &Registration,
        id_token: &str,
        return_to: &str,
    ) -> Result<Option<String>, SignOnError> {
        Ok(self.providers.get(at).await?.end_session(at, id_token, return_to))
    }

    async fn signed_out(
        &self,
        at: &Registration,
        token: &str,
        now: Instant,
    ) -> Result<SignedOutThere, SignOnError> {
        let provider = self.providers.get(at).await?;
        match logout::verify(&provider, at, token, now) {
            Err(logout::Refusal::UnknownKey) => {
                let provider = self.providers.with_new_keys(at).await?;
                logout::verify(&provider, at, token, now).map_err(not_believed)
            }
            other => other.map_err(not_believed),
        }
    }
}

/// Core 1.0 §3.1.3.7, steps 4 and 5: where a token names the party it is for, that is us.
fn authorized_party(
    at: &Registration,
    claims: &openidconnect::core::CoreIdTokenClaims,
) -> Result<(), SignOnError> {
    match claims.authorized_party() {
        Some(party) if party.as_str() != at.client_id => Err(not_believed("it is for another program")),
        _ => Ok(()),
    }
}

/// What a token says; read only after it was verified.
fn payload(token: &str) -> Option<Map<String, Value>> {
    let part = token.split('.').nth(1)?;
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).ok()?).ok()
}
