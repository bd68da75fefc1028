//! A browser's way to the provider and back. The state is kept by its digest, and answered once; nonce and PKCE verifier
//! are made of the state and a secret in the browser's cookie, so that another browser has neither.

pub mod http;
pub(crate) mod store;

use ::store::Cx;
use data_encoding::BASE64URL_NOPAD;
use httpkit::App;
use kernel::PersonId;
use ports::sign_on::{Asking, Binding, Registration};
use ring::hmac;
use serde_json::Value;

use super::connection;
use crate::{
    Error, link,
    session::{self, Digest},
};

/// How long somebody may take at the provider.
pub(crate) const LASTS_MINUTES: i32 = 10;

/// What a flow is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// To be signed in.
    SignIn,
    /// To tell who a signed-in person is at the provider.
    Link,
    /// To see what the provider says.
    Test,
    /// To be signed in as a guest, at the provider that the organisation has for them.
    Guest,
}

/// Whose ways: what began at one provider is not answered at the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Those of members.
    Members,
    /// Those of guests.
    Guests,
}

/// A way that was begun.
#[derive(Debug)]
pub(crate) struct Flow {
    pub purpose: Purpose,
    /// Who began it, unless it is to sign in.
    pub person: Option<PersonId>,
    /// Where it leads.
    pub next: String,
}

/// The secret in a browser's cookie.
#[derive(Clone)]
pub(crate) struct Browser(String);

impl Browser {
    /// A new one.
    pub(crate) fn new(app: &App) -> Self {
        Self(link::token(&app.chance).0)
    }

    /// The one that a cookie holds; `None` if it can't be ours.
    pub(crate) fn read(text: &str) -> Option<Self> {
        session::digest(text).map(|_| Self(text.to_owned()))
    }

    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> Digest {
        session::digest(&self.0).unwrap_or_default()
    }

    /// What a sign-in with `state` is bound to.
    pub(crate) fn bind(&self, state: &str) -> Binding {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        let derive = |what: &str| {
            BASE64URL_NOPAD.encode(hmac::sign(&key, format!("{what}/{state}").as_bytes()).as_ref())
        };
        Binding { state: state.to_owned(), nonce: derive("nonce"), verifier: derive("verifier") }
    }
}

/// Begins a way to the provider; gives where to send the browser.
pub(crate) async fn begin(
    app: &App,
    cx: &Cx,
    browser: &Browser,
    flow: &Flow,
    ask: &Asking,
) -> Result<String, Error> {
    let connection = connection::required(cx).await?;
    let registration = connection::registration(app, cx.org, &connection).await?;
    begin_at(app, cx, &registration, browser, flow, ask).await
}

/// Begins a way to the provider that knows us by `registration`; gives where to send the browser.
pub(crate) async fn begin_at(
    app: &App,
    cx: &Cx,
    registration: &Registration,
    browser: &Browser,
    flow: &Flow,
    ask: &Asking,
) -> Result<String, Error> {
    let (state, digest) = link::token(&cx.chance);
    let address = app.ports.sign_on.begin(registration, &browser.bind(&state), ask).await?;
    let mut tx = cx.begin().await?;
    store::insert(&mut tx, &digest, &browser.digest(), flow).await?;
    tx.commit().await?;
    Ok(address)
}

/// The way that `state` belongs to, if this browser began it; it is over now.
pub(crate) async fn take(cx: &Cx, browser: &Browser, state: &str, side: Side) -> Result<Flow, Error> {
    let digest = session::digest(state).ok_or(Error::SsoOver)?;
    let mut tx = cx.begin().await?;
    let flow = store::take(&mut tx, &digest, &browser.digest(), side).await?.ok_or(Error::SsoOver)?;
    tx.commit().await?;
    Ok(flow)
}

/// What the provider said when the connection was tried.
pub(crate) async fn outcome(cx: &Cx, token: &str) -> Result<Value, Error> {
    let digest = session::digest(token).ok_or(Error::NotFound("test"))?;
    store::outcome(&mut cx.begin().await?, &digest).await?.ok_or(Error::NotFound("test"))
}
