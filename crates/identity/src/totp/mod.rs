//! Authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, which is what every app understands. One step early
//! or late is fine; each code works once. The secret is sealed.

pub mod http;
pub(crate) mod store;

use data_encoding::BASE32_NOPAD;
use fast_qr::{ECL, QRBuilder, convert::svg::SvgBuilder};
use httpkit::{App, Origin};
use kernel::PersonId;
use ports::{Purpose, SealedColumn, Whose};
use serde::Serialize;
use totp_rs::{Builder, Totp};
use url::Url;
use utoipa::ToSchema;

use crate::{Error, directory::Memory, log, recovery_code};

/// What an authenticator app needs to know.
#[derive(Serialize, ToSchema)]
#[schema(as = TotpEnrolment)]
pub struct Enrolment {
    /// The secret in base 32, for typing in.
    pub secret: String,
    /// The same with everything around it, as a link (`otpauth://`).
    pub uri: String,
    /// The link as a QR code (SVG).
    pub qr_svg: String,
}

/// Starts setting up an authenticator app; a code from it has to [`confirm`] it. Starting again forgets the secret
/// before.
pub async fn begin(app: &App, person: PersonId, email: &str) -> Result<Enrolment, Error> {
    let secret: [u8; 20] = app.chance.bytes();
    let sealed = app.ports.keys.seal(&purpose(person), &secret)?;
    if !store::begin(&mut *app.db.outside().await?, person, &sealed, app.now()).await? {
        return Err(Error::TotpKnown);
    }
    let secret = BASE32_NOPAD.encode(&secret);
    let uri = uri(app, email, &secret)?;
    let symbol = QRBuilder::new(uri.as_str()).ecl(ECL::M).build();
    let symbol = symbol.map_err(|error| Error::Factor(error.to_string()))?;
    Ok(Enrolment { secret, uri, qr_svg: SvgBuilder::default().to_str(&symbol) })
}

/// Finishes setting up with a code from the app; gives the recovery codes, shown this once.
pub async fn confirm(app: &App, person: PersonId, code: &str, origin: &Origin) -> Result<Vec<String>, Error> {
    let sealed =
        store::unconfirmed(&mut *app.db.outside().await?, person).await?.ok_or(Error::NoSecondFactor)?;
    let step = matching_step(app, person, &sealed, code)?.ok_or(Error::WrongCode)?;
    let mut tx = app.db.begin_outside().await?;
    if !store::confirm(&mut tx, person, step, app.now()).await? {
        return Err(Error::WrongCode);
    }
    let codes = recovery_code::renew(&mut tx, &app.chance, person).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "totp.added", origin).await?;
    tx.commit().await?;
    Memory::forget_factors(&app.db, person);
    Ok(codes)
}

/// Whether it is a code of the person's app that was not used before; then it is used now.
pub(crate) async fn spend(app: &App, person: PersonId, code: &str) -> Result<bool, Error> {
    let Some(sealed) = store::confirmed(&mut *app.db.outside().await?, person).await? else {
        return Ok(false);
    };
    match matching_step(app, person, &sealed, code)? {
        Some(step) => Ok(store::spend(&mut *app.db.outside().await?, person, step).await?),
        None => Ok(false),
    }
}

/// Takes the authenticator app away; without another factor the recovery codes go, too.
pub async fn remove(app: &App, person: PersonId, origin: &Origin) -> Result<(), Error> {
    let mut tx = app.db.begin_outside().await?;
    if !store::delete(&mut tx, person).await? {
        return Err(Error::NotFound("authenticator app"));
    }
    recovery_code::drop_if_useless(&mut tx, person).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "totp.removed", origin).await?;
    tx.commit().await?;
    Memory::forget_factors(&app.db, person);
    Ok(())
}

fn matching_step(app: &App, person: PersonId, sealed: &[u8], code: &str) -> Result<Option<i64>, Error> {
    let secret = app.ports.keys.open(&purpose(person), sealed)?;
    let seconds = u64::try_from(app.now().as_millisecond() / 1000).unwrap_or_default();
    let step = totp(secret)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: Vec<u8>) -> Result<Totp, Error> {
    Builder::new().with_secret(secret).build().map_err(|error| Error::Factor(error.to_string()))
}

/// What the secret is sealed for.
fn purpose(person: PersonId) -> String {
    format!("totp/{person}")
}

/// Where the secrets are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "totp_factors",
    row: "person_id",
    column: "sealed_secret",
    purpose: Purpose::OfUuid(|person| purpose(person.into())),
    whose: Whose::Installation,
};

/// The key URI that authenticator apps read: `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER`.
fn uri(app: &App, email: &str, secret: &str) -> Result<String, Error> {
    let site = Url::parse(&app.settings.public_url).map_err(|error| Error::Factor(error.to_string()))?;
    let issuer = site.host_str().unwrap_or("Tessera");
    let mut uri = Url::parse("otpauth://totp/").map_err(|error| Error::Factor(error.to_string()))?;
    uri.set_path(&format!("/{issuer}:{email}"));
    uri.query_pairs_mut().append_pair("secret", secret).append_pair("issuer", issuer);
    Ok(uri.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, cut to six digits.
        let totp = totp(b"12345678901234567890".to_vec()).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(totp.check(code, seconds), Some(seconds / 30));
            assert_eq!(totp.check(code, seconds + 30), Some(seconds / 30), "one step late is fine");
            assert_eq!(totp.check(code, seconds + 90), None);
        }
    }
}
