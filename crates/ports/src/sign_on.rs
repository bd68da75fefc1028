//! Identity providers that organisations bring along (OpenID Connect Core 1.0).

use async_trait::async_trait;
use kernel::Instant;
use serde_json::{Map, Value};

/// How we are known at an identity provider. The secret is for nobody's eyes, so there is no `Debug`.
#[derive(Clone)]
pub struct Registration {
    /// The provider: where its discovery document is found, and who has to have signed.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// What proves it; `None` for public clients, which have PKCE alone.
    pub client_secret: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Claims that matter; what the ID token leaves out is asked for at the user info endpoint.
    pub wanted: Vec<String>,
    /// Where the provider sends people back to; registered there exactly so.
    pub redirect_uri: String,
}

/// What a sign-in is bound to, made anew for each.
#[derive(Clone)]
pub struct Binding {
    /// Comes back with the answer.
    pub state: String,
    /// Has to stand in the ID token.
    pub nonce: String,
    /// Proves that whoever redeems the code began the sign-in (RFC 7636).
    pub verifier: String,
}

/// How to ask.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// Whether somebody with a session at the provider has to prove themselves again.
    pub again: bool,
    /// The address that was typed in, so that nobody types it twice.
    pub login_hint: Option<String>,
}

/// What the provider sent the browser back with.
#[derive(Clone)]
pub struct Returned {
    /// To be redeemed once.
    pub code: String,
    /// Who says so (RFC 9207), if it was told.
    pub issuer: Option<String>,
}

/// Somebody, as the provider vouches for them.
#[derive(Clone)]
pub struct Proven {
    /// Who they are there, for ever.
    pub subject: String,
    /// The session at the provider, where it has a name.
    pub session: Option<String>,
    /// When they proved themselves, where it is told.
    pub authenticated_at: Option<Instant>,
    /// Everything the verified ID token says; the user info endpoint fills in what it leaves out.
    pub claims: Map<String, Value>,
    /// The ID token, which signing out there asks for.
    pub id_token: String,
}

/// Who signed out at the provider (Back-Channel Logout 1.0 §2.4): a subject, one of their sessions, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOutThere {
    /// Names the token, so that it counts once.
    pub id: String,
    /// Who.
    pub subject: Option<String>,
    /// Which of their sessions.
    pub session: Option<String>,
}

/// Why a provider can't be used, or is not believed. The words are for whoever set up the connection; they hold no
/// secrets and nothing of what an address answered.
#[derive(Debug, thiserror::Error)]
pub enum SignOnError {
    /// It does not answer as a provider does.
    #[error("the identity provider can't be reached: {0}")]
    Unreachable(String),
    /// It says no, in its own words.
    #[error("the identity provider refuses: {0}")]
    Refused(String),
    /// What it sent proves nothing.
    #[error("the identity provider's answer is not believed: {0}")]
    NotBelieved(String),
}

/// Signing in and out at identity providers.
#[async_trait]
pub trait SignOn: Send + Sync {
    /// Where to send a browser that wants to sign in.
    async fn begin(&self, at: &Registration, bound: &Binding, ask: &Asking) -> Result<String, SignOnError>;
    /// Who came back. Everything OpenID Connect Core 1.0 §3.1.3.7 asks for is verified, at the time `now`.
    async fn finish(
        &self,
        at: &Registration,
        bound: &Binding,
        returned: Returned,
        now: Instant,
    ) -> Result<Proven, SignOnError>;
    /// Where to send a browser that signs out (RP-Initiated Logout 1.0); `None` where the provider has no such place.
    async fn leave(
        &self,
        at: &Registration,
        id_token: &str,
        return_to: &str,
    ) -> Result<Option<String>, SignOnError>;
    /// What a logout token says, verified (Back-Channel Logout 1.0 §2.6), at the time `now`.
    async fn signed_out(
        &self,
        at: &Registration,
        token: &str,
        now: Instant,
    ) -> Result<SignedOutThere, SignOnError>;
}
