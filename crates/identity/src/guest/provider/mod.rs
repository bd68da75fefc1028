//! The identity provider that an organisation has for its guests: its shop's accounts, a membership, a university. It lets
//! nobody into the admin; it is another one than the members' ([`crate::sso`]), even where both are at one address.

pub mod http;
mod store;

use ::store::Cx;
use httpkit::App;
use kernel::OrgId;
use ports::{Purpose, SealedColumn, Whose, sign_on::Registration};
use serde_json::{Value, json};

use super::account;
use crate::{
    Error, organisation,
    sso::connection::{self, Secret},
};

/// What an organisation says about its guests' provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What guests know it by: they read "Sign in with …".
    pub name: String,
    /// The provider's address.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
}

/// A provider as it is kept.
#[derive(Clone)]
pub struct Provider {
    /// What the organisation says.
    pub plan: Plan,
    /// The secret, sealed.
    pub sealed_secret: Option<Vec<u8>>,
}

/// The organisation's provider for guests, if it has one.
pub async fn get(cx: &Cx) -> Result<Option<Provider>, Error> {
    Ok(store::find(&mut cx.read().await?).await?)
}

/// The organisation's provider for guests; without one there is no way to it.
pub(crate) async fn required(cx: &Cx) -> Result<Provider, Error> {
    get(cx).await?.ok_or(Error::SsoNotConfigured)
}

/// Sets the provider up, or changes it. Another provider is another world: who guests are there is forgotten, and the
/// sessions that began there end.
pub async fn set(app: &App, cx: &Cx, plan: Plan, secret: Secret) -> Result<Provider, Error> {
    let fresh = secret.sealed(app, cx.org, &purpose(cx.org)).await?;
    let mut tx = cx.begin().await?;
    organisation::store::lock(&mut tx).await?;
    let before = store::find(&mut tx).await?;
    let sealed = match secret {
        Secret::Keep => before.as_ref().and_then(|before| before.sealed_secret.clone()),
        Secret::Forget | Secret::Set(_) => fresh,
    };
    if before.as_ref().is_some_and(|before| before.plan.issuer != plan.issuer) {
        account::store::forget_identities(&mut tx).await?;
    }
    store::upsert(&mut tx, &plan, sealed.as_deref()).await?;
    let after = Provider { plan, sealed_secret: sealed };
    connection::record(&mut tx, "guest_provider.configured", before.as_ref().map(told), Some(told(&after)))
        .await?;
    tx.commit().await?;
    Ok(after)
}

/// Ends signing in there: who guests are at the provider is forgotten, and the sessions that began there end.
pub async fn remove(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = store::find(&mut tx).await?.ok_or(Error::SsoNotConfigured)?;
    account::store::forget_identities(&mut tx).await?;
    store::delete(&mut tx).await?;
    connection::record(&mut tx, "guest_provider.removed", Some(told(&before)), None).await?;
    Ok(tx.commit().await?)
}

/// How we are known at the provider.
pub(crate) async fn registration(app: &App, org: OrgId, provider: &Provider) -> Result<Registration, Error> {
    let Provider { plan, sealed_secret } = provider;
    Ok(Registration {
        issuer: plan.issuer.clone(),
        client_id: plan.client_id.clone(),
        client_secret: connection::opened(app, org, &purpose(org), sealed_secret.as_deref()).await?,
        scopes: plan.scopes.clone(),
        wanted: vec!["email".to_owned(), "email_verified".to_owned()],
        redirect_uri: redirect_uri(app, org),
    })
}

/// Where the provider sends guests back to.
pub fn redirect_uri(app: &App, org: OrgId) -> String {
    app.settings.url(&format!("/sso/{org}/guests"))
}

fn purpose(org: OrgId) -> String {
    format!("guest-client-secret/{org}")
}

/// Where the clients' secrets are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "guest_providers",
    row: "org_id",
    column: "sealed_secret",
    purpose: Purpose::OfUuid(|org| purpose(org.into())),
    whose: Whose::Organisation,
};

fn told(provider: &Provider) -> Value {
    let Provider { plan, sealed_secret } = provider;
    json!({
        "name": plan.name, "issuer": plan.issuer, "client_id": plan.client_id,
        "client_secret": sealed_secret.is_some(), "scopes": plan.scopes,
    })
}
