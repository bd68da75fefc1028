//! Codes become tokens, and refresh tokens become new ones. A refresh token works once; shown again later, it ends its
//! whole family (OAuth 2.1 §4.3.1).

pub mod http;
mod store;

use std::sync::Arc;

use ::store::Db;
use data_encoding::BASE64URL_NOPAD;
use httpkit::{App, Caller, Principal, Reach, auth::USED_EVERY_SECONDS};
use kernel::{ConsentId, EventGrants, FamilyId, Grant, Instant, OrgId, PermissionSet, PersonId};
use ring::{digest::SHA256, signature::Ed25519KeyPair};
use serde::Serialize;
use subtle::ConstantTimeEq;

use super::{app::Client, consent, scope};
use crate::{
    Error,
    access_token::{self, Claims, LASTS_SECONDS, Unverified, audience, seconds},
    directory::Memory,
    link, session, token_key,
};

/// How long a refresh token is good without being used, in days.
const REFRESH_DAYS: i32 = 30;

/// How long a family goes on however often it is refreshed, in days; then somebody has to be asked again.
pub const FAMILY_DAYS: i32 = 180;

/// So many seconds after a refresh token was used, showing it again is refused and nothing more: an answer that was
/// lost, or two requests at once. Later it is a theft.
const GRACE_SECONDS: i64 = 10;

/// Why the token endpoint refuses (RFC 6749 §5.2).
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// A parameter is missing or twice there.
    #[error("invalid_request")]
    InvalidRequest,
    /// The app did not prove who it is.
    #[error("invalid_client")]
    InvalidClient,
    /// The code or the token is not good, or not for this app.
    #[error("invalid_grant")]
    InvalidGrant,
    /// No such kind of grant.
    #[error("unsupported_grant_type")]
    UnsupportedGrantType,
    /// More than was allowed.
    #[error("invalid_scope")]
    InvalidScope,
    /// Something failed on our side.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What an app gets (RFC 6749 §5.1).
#[derive(Serialize)]
pub struct Tokens {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    refresh_token: String,
    scope: String,
}

/// A family of tokens that an app may go on with.
struct Family {
    id: FamilyId,
    person: PersonId,
    permissions: PermissionSet,
}

/// Makes tokens of a code. A code that comes a second time ends what it became.
pub(crate) async fn exchange(
    app: &App,
    client: &Client,
    code: &str,
    redirect_uri: Option<&str>,
    verifier: &str,
) -> Result<Tokens, Refused> {
    let now = app.now();
    let digest = session::digest(code).ok_or(Refused::InvalidGrant)?;
    let signer = Signer::of(app).await?;
    let mut tx = app.db.begin_for(client.org).await?;
    store::forget_old(&mut tx, client.org, now).await?;
    let id = FamilyId::new(now, &app.chance);
    let Some(code) = store::use_code(&mut tx, client, &digest, id, now).await? else {
        if store::end_family_of_code(&mut tx, client, &digest).await? {
            tx.commit().await?;
            Memory::forget_tokens(&app.db);
        }
        return Err(Refused::InvalidGrant);
    };
    let same_way = redirect_uri.is_none_or(|sent| sent == code.redirect_uri);
    if !same_way || !proves(verifier, &code.challenge) {
        return Err(Refused::InvalidGrant);
    }
    let family = Family { id, person: code.person, permissions: code.permissions };
    store::insert_family(&mut tx, client.org, &family, code.consent, now).await?;
    let refresh = issue_refresh(&mut tx, app, client, id).await?;
    tx.commit().await?;
    Ok(signer.issue(app, client, &family, family.permissions, refresh))
}

/// Makes new tokens of a refresh token. Of many at once, one gets them.
pub(crate) async fn refresh(
    app: &App,
    client: &Client,
    token: &str,
    wanted: Option<&str>,
) -> Result<Tokens, Refused> {
    let now = app.now();
    let digest = session::digest(token).ok_or(Refused::InvalidGrant)?;
    let signer = Signer::of(app).await?;
    let mut tx = app.db.begin_for(client.org).await?;
    let Some(family) = store::use_refresh(&mut tx, client, &digest, now).await? else {
        let stolen = now.plus_seconds(-GRACE_SECONDS);
        if store::end_family_of_used(&mut tx, client, &digest, stolen).await? {
            tx.commit().await?;
            Memory::forget_tokens(&app.db);
        }
        return Err(Refused::InvalidGrant);
    };
    let permissions = match wanted {
        None => family.permissions,
        Some(scope) => super::permissions(scope)
            .filter(|wanted| family.permissions.covers(*wanted))
            .ok_or(Refused::InvalidScope)?,
    };
    let refresh = issue_refresh(&mut tx, app, client, family.id).await?;
    tx.commit().await?;
    Ok(signer.issue(app, client, &family, permissions, refresh))
}

/// Ends the family of a token, be it one for access or one to refresh; what is no token of the app's is none to end
/// (RFC 7009 §2.2).
pub(crate) async fn revoke(app: &App, client: &Client, token: &str) -> Result<(), Refused> {
    let mut tx = app.db.begin_for(client.org).await?;
    match session::digest(token) {
        Some(digest) => store::end_family_of_refresh(&mut tx, client, &digest).await?,
        None => {
            let Some(claims) = read(&app.db, token, &app.settings.public_url, app.now()).await? else {
                return Ok(());
            };
            store::end_family(&mut tx, client, claims.sid).await?;
        }
    }
    tx.commit().await?;
    Memory::forget_tokens(&app.db);
    Ok(())
}

/// What is kept of an access token between requests.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub caller: Caller,
    /// Good until, in seconds since 1970.
    pub exp: i64,
    org: OrgId,
    consent: ConsentId,
    last_used_at: Option<Instant>,
}

/// Whose access token this is; `None` if it is none, is over, or was revoked.
pub(crate) async fn look_up(
    db: &Db,
    token: &str,
    issuer: &str,
    now: Instant,
) -> Result<Option<Known>, sqlx::Error> {
    let Some(claims) = read(db, token, issuer, now).await? else { return Ok(None) };
    let mut tx = db.begin_for(claims.org).await?;
    let Some(live) = store::live(&mut tx, &claims).await? else { return Ok(None) };
    let said = super::permissions(&claims.scope).unwrap_or_default();
    let mut grant = Grant::default();
    grant.add(said.intersection(live.permissions), &EventGrants::All);
    let reach = Reach { org: Some(claims.org), grant: Arc::new(grant), list: None };
    let caller = Caller {
        principal: Principal::App(live.consent),
        person: Some(claims.sub),
        reach: Some(Arc::new(reach)),
        sso: None,
        // Who is signed out of the organisation loses what they allowed apps there.
        proven_at: None,
    };
    Ok(Some(Known {
        caller,
        exp: claims.exp,
        org: claims.org,
        consent: live.consent,
        last_used_at: live.last_used_at,
    }))
}

impl Known {
    /// Whether it should be noted that it is used.
    pub(crate) fn is_use_due(&self, now: Instant) -> bool {
        self.last_used_at.is_none_or(|last| now.seconds_since(last) >= USED_EVERY_SECONDS)
    }

    /// Notes that it is used.
    pub(crate) async fn note_use(&self, db: &Db, now: Instant) -> Result<(), sqlx::Error> {
        let mut tx = db.begin_for(self.org).await?;
        let before = now.plus_seconds(-USED_EVERY_SECONDS);
        consent::store::note_use(&mut tx, self.org, self.consent, now, before).await?;
        tx.commit().await
    }
}

/// What an access token says, if it is one of ours and good at `now`.
async fn read(db: &Db, token: &str, issuer: &str, now: Instant) -> Result<Option<Claims>, sqlx::Error> {
    let Some(unverified) = Unverified::read(token) else { return Ok(None) };
    let keys = token_key::known(db, now).await?;
    let key = keys.iter().find(|key| key.kid == unverified.kid);
    Ok(key.and_then(|key| unverified.verify(&key.public_key, issuer, now)))
}

async fn issue_refresh(
    connection: &mut sqlx::PgConnection,
    app: &App,
    client: &Client,
    family: FamilyId,
) -> Result<String, sqlx::Error> {
    let (token, digest) = link::token(&app.chance);
    let now = app.now();
    store::insert_refresh(connection, client.org, &digest, family, now, now.plus_days(REFRESH_DAYS)).await?;
    Ok(token)
}

/// The key that signs now. It is looked up before a transaction begins, which would hold a connection meanwhile.
struct Signer {
    kid: String,
    pair: Arc<Ed25519KeyPair>,
}

impl Signer {
    async fn of(app: &App) -> Result<Self, Error> {
        let (kid, pair) = token_key::signer(&app.db, &*app.ports.keys, &app.chance, app.now()).await?;
        Ok(Self { kid, pair })
    }

    fn issue(
        &self,
        app: &App,
        client: &Client,
        family: &Family,
        permissions: PermissionSet,
        refresh_token: String,
    ) -> Tokens {
        let (issuer, iat) = (&app.settings.public_url, seconds(app.now()));
        let claims = Claims {
            iss: issuer.clone(),
            aud: audience(issuer),
            sub: family.person,
            client_id: client.id,
            org: client.org,
            sid: family.id,
            scope: scope(permissions),
            jti: BASE64URL_NOPAD.encode(&app.chance.bytes::<16>()),
            iat,
            nbf: iat,
            exp: iat + LASTS_SECONDS,
        };
        Tokens {
            access_token: access_token::sign(&claims, &self.kid, &self.pair),
            token_type: "Bearer",
            expires_in: LASTS_SECONDS,
            refresh_token,
            scope: claims.scope,
        }
    }
}

/// Whether `challenge` is the digest of `verifier` (RFC 7636 §4.6).
fn proves(verifier: &str, challenge: &str) -> bool {
    let digest = ring::digest::digest(&SHA256, verifier.as_bytes());
    let length = (43..=128).contains(&verifier.len());
    length && bool::from(BASE64URL_NOPAD.encode(digest.as_ref()).as_bytes().ct_eq(challenge.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_proves_its_challenge() {
        // RFC 7636, appendix B.
        let (verifier, challenge) =
            ("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert!(proves(verifier, challenge));
        assert!(!proves(challenge, challenge));
        assert!(!proves("", challenge));
        assert!(!proves(verifier, verifier));
    }
}
