//! An app's request to be allowed something, read before anybody is asked (RFC 6749 §4.1.1, RFC 7636).

use ::store::Db;
use kernel::PermissionSet;
use serde::Deserialize;
use url::Url;

use crate::oauth::{
    app::{self, Client},
    permissions,
};

/// Longest `state`, in bytes.
const LONGEST_STATE: usize = 2000;

/// A request as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asks {
    /// `code`.
    pub response_type: String,
    /// Which app asks.
    pub client_id: String,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What it asks for; empty for everything it may.
    pub scope: String,
    /// What the app wants back with the answer.
    pub state: Option<String>,
    /// SHA-256 of the app's verifier.
    pub code_challenge: String,
    /// `S256`.
    pub code_challenge_method: String,
}

/// A request that somebody may be asked about.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which app asks.
    pub client: Client,
    /// Where the answer goes: registered.
    pub redirect_uri: String,
    /// What it asks for.
    pub permissions: PermissionSet,
    /// What the app wants back.
    pub state: Option<String>,
    /// SHA-256 of the app's verifier.
    pub challenge: String,
}

/// Why nobody is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such app.
    UnknownApp,
    /// The answer would go somewhere that was not registered: it goes nowhere.
    WrongRedirect,
    /// The app is told, at this address.
    Tell(String),
}

impl Asked {
    /// The address that takes an answer to the app, with who answers (RFC 9207).
    pub fn answer(&self, issuer: &str, parameters: &[(&str, &str)]) -> String {
        answer(&self.redirect_uri, self.state.as_deref(), issuer, parameters)
    }

    /// The address that tells the app that it was refused.
    pub fn denied(&self, issuer: &str) -> String {
        self.answer(issuer, &[("error", "access_denied")])
    }
}

/// Reads a request. What is wrong with it is told to the app only if the answer would go where it should.
///
/// # Errors
/// The outer error is the database's.
pub async fn read(db: &Db, issuer: &str, asks: Asks) -> Result<Result<Asked, Refusal>, sqlx::Error> {
    let Some(client) = app::known(db, &asks.client_id).await? else { return Ok(Err(Refusal::UnknownApp)) };
    if !client.redirect_uris.iter().any(|registered| app::matches(registered, &asks.redirect_uri)) {
        return Ok(Err(Refusal::WrongRedirect));
    }
    let state = asks.state.filter(|state| state.len() <= LONGEST_STATE);
    let refuse = |error: &str| {
        let parameters = [("error", error)];
        Ok(Err(Refusal::Tell(answer(&asks.redirect_uri, state.as_deref(), issuer, &parameters))))
    };
    if asks.response_type != "code" {
        return refuse("unsupported_response_type");
    }
    let challenged = asks.code_challenge_method == "S256"
        && asks.code_challenge.len() == 43
        && asks.code_challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !challenged {
        return refuse("invalid_request");
    }
    let wanted = match asks.scope.trim() {
        "" => Some(client.permissions),
        scope => permissions(scope).filter(|wanted| client.permissions.covers(*wanted)),
    };
    let Some(permissions) = wanted else { return refuse("invalid_scope") };
    let (redirect_uri, challenge) = (asks.redirect_uri, asks.code_challenge);
    Ok(Ok(Asked { client, redirect_uri, permissions, state, challenge }))
}

fn answer(redirect_uri: &str, state: Option<&str>, issuer: &str, parameters: &[(&str, &str)]) -> String {
    let Ok(mut url) = Url::parse(redirect_uri) else { return redirect_uri.to_owned() };
    let mut query = url.query_pairs_mut();
    query.extend_pairs(parameters);
    query.extend_pairs(state.map(|state| ("state", state)));
    query.append_pair("iss", issuer);
    drop(query);
    url.into()
}
