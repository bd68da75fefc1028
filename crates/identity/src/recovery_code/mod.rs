//! Ten codes on paper for the day the phone is lost. Each works once. Twenty-four letters of an alphabet of 27 are 114
//! random bits, which need no slow hash (NIST SP 800-63B §3.1.2.2 asks for 112).

pub mod http;
pub(crate) mod store;

use httpkit::{App, Origin};
use kernel::{Chance, PersonId};
use ring::digest::SHA256;
use sqlx::PgConnection;

use crate::{Error, log, second_factor};

const HOW_MANY: usize = 10;
const LETTERS: usize = 24;

/// Makes new codes, in place of those before.
pub(crate) async fn renew(
    connection: &mut PgConnection,
    chance: &Chance,
    person: PersonId,
) -> Result<Vec<String>, sqlx::Error> {
    let codes: Vec<String> = (0..HOW_MANY).map(|_| chance.code(LETTERS)).collect();
    let digests: Vec<Vec<u8>> = codes.iter().map(|code| digest(person, code)).collect();
    store::replace(connection, person, &digests).await?;
    Ok(codes.iter().map(|code| grouped(code)).collect())
}

/// Makes new codes for somebody with a second factor.
pub async fn replace(app: &App, person: PersonId, origin: &Origin) -> Result<Vec<String>, Error> {
    if !second_factor::has_one(&app.db, person).await? {
        return Err(Error::NoSecondFactor);
    }
    let mut tx = app.db.begin_outside().await?;
    let codes = renew(&mut tx, &app.chance, person).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "recovery_codes.replaced", origin).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Whether it is an unused code of the person; then it is used now.
pub(crate) async fn spend(app: &App, person: PersonId, code: &str) -> Result<bool, sqlx::Error> {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let code = letters.to_ascii_uppercase();
    Ok(code.len() == LETTERS
        && store::spend(&mut *app.db.outside().await?, person, &digest(person, &code)).await?)
}

/// Forgets the codes of somebody who has no second factor any more.
pub(crate) async fn drop_if_useless(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    store::delete_without_factor(connection, person).await
}

fn digest(person: PersonId, code: &str) -> Vec<u8> {
    ring::digest::digest(&SHA256, format!("{person}/{code}").as_bytes()).as_ref().to_vec()
}

/// `ABCD-EFGH-JKLM-NPQR-STUV-WXYZ`.
fn grouped(code: &str) -> String {
    code.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}
