//! Signing out: of the provider when somebody signs out here, and here when they sign out there.

mod store;

use ::store::Cx;
use httpkit::{App, Origin};
use kernel::SessionId;
use ring::digest::SHA256;

use super::connection;
use crate::{Error, log, session};

/// Minutes in which a logout token could come again: it is taken for five.
const REMEMBERED_MINUTES: i32 = 15;

/// What signing out at the provider needs.
pub(crate) struct There {
    pub session: SessionId,
    pub sealed_id_token: Vec<u8>,
}

/// Where the provider sends people who have signed out; registered there exactly so.
pub(crate) fn return_to(app: &App) -> String {
    app.settings.url("/admin/sign-in")
}

/// Where to send a browser whose session just ended, so that it ends at the provider, too; `None` if there is no such
/// place. A provider that does not answer keeps nobody signed in here.
pub(crate) async fn address(app: &App, cx: &Cx, there: &There) -> Result<Option<String>, Error> {
    let Some(connection) = connection::get(cx).await? else { return Ok(None) };
    let registration = connection::registration(app, cx.org, &connection).await?;
    let purpose = session::sealed_for(there.session);
    let opened = app.ports.keys.open(&purpose, &there.sealed_id_token)?;
    let Ok(id_token) = String::from_utf8(opened) else { return Ok(None) };
    match app.ports.sign_on.leave(&registration, &id_token, &return_to(app)).await {
        Ok(address) => Ok(address),
        Err(error) => {
            tracing::warn!(org = %cx.org, %error, "somebody stays signed in at their identity provider");
            Ok(None)
        }
    }
}

/// Ends the sessions of whoever signed out at the provider, at once in this process and within five seconds in others.
pub(crate) async fn signed_out(app: &App, cx: &Cx, token: &str) -> Result<(), Error> {
    let connection = connection::required(cx).await?;
    let registration = connection::registration(app, cx.org, &connection).await?;
    let out = app.ports.sign_on.signed_out(&registration, token, cx.now).await?;
    let digest = ring::digest::digest(&SHA256, format!("{}/{}", registration.issuer, out.id).as_bytes());
    let mut tx = cx.begin().await?;
    if !store::remember(&mut tx, digest.as_ref(), cx.now.plus_minutes(REMEMBERED_MINUTES)).await? {
        return Err(Error::SsoOver);
    }
    let ended = store::end(&mut tx, &registration.issuer, &out).await?;
    for (person, _) in &ended {
        let origin = Origin::default();
        log::record(&mut tx, &cx.chance, cx.now, *person, "session.ended_by_provider", &origin).await?;
    }
    tx.commit().await?;
    let digests: Vec<Vec<u8>> = ended.into_iter().map(|(_, digest)| digest).collect();
    session::forget(&cx.db, &digests);
    Ok(())
}
