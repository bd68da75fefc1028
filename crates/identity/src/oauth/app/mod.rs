//! Apps that an organisation lets ask its people.

pub mod http;
mod redirect;
pub(crate) mod store;

use ::store::{
    Cx, Db, Tx,
    audit::{self, Entry},
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{AppId, Chance, Grant, Instant, OrgId, PermissionSet};
use ring::digest::SHA256;
use serde_json::json;
use sqlx::PgConnection;
use subtle::ConstantTimeEq;

pub use redirect::{acceptable, matches};

use crate::{Error, directory::Memory, role, session::Digest};

/// What every client secret starts with.
const MARK: &str = "tss_";

/// Apps that an organisation may have.
const MOST: usize = 100;

/// An app as the organisation sees it.
#[derive(Debug, Clone)]
pub struct OauthApp {
    /// The app; its id is its `client_id`.
    pub id: AppId,
    /// What it is called.
    pub name: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// What it may ask for at most.
    pub permissions: PermissionSet,
    /// Whether it keeps a secret.
    pub confidential: bool,
    /// Who registered it.
    pub made_by: Option<String>,
    /// Whether they belong to the organisation no more; they may still know the secret.
    pub maker_left: bool,
    /// When.
    pub created_at: Instant,
    /// How many people let it act for them.
    pub people: i64,
}

/// An app to register.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// What it may ask for at most.
    pub permissions: PermissionSet,
    /// Whether it can keep a secret.
    pub confidential: bool,
}

/// An app that shows its id.
#[derive(Debug, Clone)]
pub struct Client {
    /// The organisation that registered it.
    pub org: OrgId,
    /// The app.
    pub id: AppId,
    /// What it is called.
    pub name: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// What it may ask for at most.
    pub permissions: PermissionSet,
    secret_hash: Option<Vec<u8>>,
}

impl Client {
    /// Whether it is who it says: a confidential app shows its secret, a public one has none.
    pub(crate) fn proves(&self, secret: Option<&str>) -> bool {
        match (&self.secret_hash, secret) {
            (None, None) => true,
            (Some(hash), Some(secret)) => sha256(secret).as_slice().ct_eq(hash).into(),
            _ => false,
        }
    }
}

/// 256 random bits as a client secret.
fn secret(chance: &Chance) -> String {
    format!("{MARK}{}", BASE64URL_NOPAD.encode(&chance.bytes::<32>()))
}

pub(crate) fn sha256(text: &str) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(ring::digest::digest(&SHA256, text.as_bytes()).as_ref());
    digest
}

/// The organisation's apps, latest first.
pub async fn list(cx: &Cx) -> Result<Vec<OauthApp>, Error> {
    Ok(store::select(&mut cx.read().await?, None).await?)
}

/// Registers an app; gives its secret, too, if it can keep one. Nobody registers one that may ask for more than they may
/// do themselves.
pub async fn create(cx: &Cx, grant: &Grant, plan: Plan) -> Result<(OauthApp, Option<String>), Error> {
    role::within(grant, plan.permissions)?;
    if let Some(index) = plan.redirect_uris.iter().position(|uri| !acceptable(uri)) {
        return Err(Error::BadRedirect(index));
    }
    let mut tx = cx.begin().await?;
    if store::select(&mut tx, None).await?.len() >= MOST {
        return Err(Error::TooManyApps);
    }
    let id = AppId::new(cx.now, &cx.chance);
    let secret = plan.confidential.then(|| secret(&cx.chance));
    let digest = secret.as_deref().map(sha256);
    store::insert(&mut tx, id, &sha256(&id.to_string()), &plan, digest.as_ref()).await?;
    let app = store::select(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound("app"))?;
    record(&mut tx, "app.registered", &app).await?;
    tx.commit().await?;
    Ok((app, secret))
}

/// Gives an app that keeps a secret another one: the one before is worth nothing at once, and whoever asks answers for the
/// app from now on. What people allowed it goes on.
pub async fn renew_secret(cx: &Cx, grant: &Grant, id: AppId) -> Result<(OauthApp, String), Error> {
    let mut tx = cx.begin().await?;
    let before = store::select(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound("app"))?;
    role::within(grant, before.permissions)?;
    let secret = secret(&cx.chance);
    if !store::set_secret(&mut tx, id, &sha256(&secret)).await? {
        return Err(Error::NotFound("client secret"));
    }
    let app = store::select(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound("app"))?;
    record(&mut tx, "app.secret_renewed", &app).await?;
    tx.commit().await?;
    Ok((app, secret))
}

/// Removes an app with everything that people allowed it; its tokens end within five seconds.
pub async fn delete(cx: &Cx, id: AppId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let app = store::select(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound("app"))?;
    store::delete(&mut tx, id).await?;
    record(&mut tx, "app.removed", &app).await?;
    tx.commit().await?;
    Memory::forget_tokens(&cx.db);
    Ok(())
}

/// How many apps keep a secret that somebody who has left may know. `connection` has to see every organisation's rows.
pub async fn left_behind(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    store::left_behind(connection).await
}

/// The app with this `client_id`, whoever asks.
pub async fn known(db: &Db, client_id: &str) -> Result<Option<Client>, sqlx::Error> {
    if client_id.parse::<AppId>().is_err() {
        return Ok(None);
    }
    let digest = sha256(client_id);
    store::by_digest(&mut *db.begin_for_bearer(&digest).await?, &digest).await
}

async fn record(tx: &mut Tx, action: &'static str, app: &OauthApp) -> Result<(), sqlx::Error> {
    let told = json!({
        "name": app.name, "redirect_uris": app.redirect_uris, "permissions": app.permissions,
        "confidential": app.confidential,
    });
    let (before, after) = match action {
        "app.removed" => (Some(told), None),
        _ => (None, Some(told)),
    };
    let subject = app.id.uuid();
    audit::record(tx, Entry { action, subject_kind: "app", subject, event: None, before, after }).await
}
