//! The keys that sign access tokens. A new one is published a day before it signs, and an old one a day after: nobody is
//! signed out by a rotation.

pub mod http;
pub(crate) mod store;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use ::store::Db;
use data_encoding::BASE64URL_NOPAD;
use kernel::{Chance, Instant};
use ports::{Keys, Purpose, SealedColumn, Whose};
use ring::{
    digest::SHA256,
    signature::{Ed25519KeyPair, KeyPair},
};

use crate::Error;

/// Days that a key signs.
const SIGNS_DAYS: i32 = 30;

/// Days that a key is known before it signs and after.
const OVERLAP_DAYS: i32 = 1;

/// How long, in seconds, the keys in memory are believed.
const KEPT_SECONDS: i64 = 5;

/// What this process remembers of the keys.
#[derive(Default)]
pub(crate) struct Ring(Mutex<Option<Kept>>);

#[derive(Clone)]
struct Kept {
    keys: Arc<[store::Row]>,
    as_of: Instant,
    /// Private keys that were unsealed already.
    pairs: HashMap<String, Arc<Ed25519KeyPair>>,
}

/// Every key that may verify, from memory if it was read less than five seconds ago.
pub(crate) async fn known(db: &Db, now: Instant) -> Result<Arc<[store::Row]>, sqlx::Error> {
    let ring = db.cache::<Ring>();
    let fresh = |kept: &&Kept| now.seconds_since(kept.as_of).abs() < KEPT_SECONDS;
    let kept = ring.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(kept) = kept.as_ref().filter(fresh) {
        return Ok(kept.keys.clone());
    }
    let keys: Arc<[store::Row]> = store::all(&mut *db.outside().await?).await?.into();
    let pairs = kept.map(|kept| kept.pairs).unwrap_or_default();
    *ring.0.lock().unwrap_or_else(PoisonError::into_inner) =
        Some(Kept { keys: keys.clone(), as_of: now, pairs });
    Ok(keys)
}

/// The key that signs now, made if there is none.
pub(crate) async fn signer(
    db: &Db,
    sealing: &dyn Keys,
    chance: &Chance,
    now: Instant,
) -> Result<(String, Arc<Ed25519KeyPair>), Error> {
    let signs = |keys: &[store::Row]| keys.iter().find(|key| key.signs_from <= now).cloned();
    let row = match signs(&known(db, now).await?) {
        Some(row) => row,
        None => make(db, sealing, chance, now, now).await?,
    };
    let ring = db.cache::<Ring>();
    let unsealed = ring.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pair) = unsealed.as_ref().and_then(|kept| kept.pairs.get(&row.kid)) {
        return Ok((row.kid, pair.clone()));
    }
    drop(unsealed);
    let seed = sealing.open(&purpose(&row.kid), &row.sealed_key)?;
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed);
    let pair = Arc::new(pair.map_err(|error| Error::Factor(error.to_string()))?);
    if let Some(kept) = ring.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        kept.pairs.insert(row.kid.clone(), pair.clone());
    }
    Ok((row.kid, pair))
}

/// Makes the next key in time, and forgets those whose last token is long over. To be called daily.
pub async fn rotate(db: &Db, sealing: &dyn Keys, chance: &Chance, now: Instant) -> Result<(), Error> {
    let keys = store::all(&mut *db.outside().await?).await?;
    let Some(newest) = keys.first() else { return Ok(()) };
    if newest.signs_from.plus_days(SIGNS_DAYS - OVERLAP_DAYS) <= now {
        make(db, sealing, chance, now, now.plus_days(OVERLAP_DAYS)).await?;
    }
    for pair in keys.windows(2) {
        if let [next, old] = pair
            && next.signs_from.plus_days(OVERLAP_DAYS) <= now
        {
            store::delete(&mut *db.outside().await?, &old.kid).await?;
        }
    }
    forget(db);
    Ok(())
}

async fn make(
    db: &Db,
    sealing: &dyn Keys,
    chance: &Chance,
    now: Instant,
    signs_from: Instant,
) -> Result<store::Row, Error> {
    let seed: [u8; 32] = chance.bytes();
    let pair =
        Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|error| Error::Factor(error.to_string()))?;
    let public_key = pair.public_key().as_ref().to_vec();
    let kid = thumbprint(&public_key);
    let sealed_key = sealing.seal(&purpose(&kid), &seed)?;
    let row = store::Row { kid, public_key, sealed_key, created_at: now, signs_from };
    store::insert(&mut *db.outside().await?, &row).await?;
    forget(db);
    Ok(row)
}

fn forget(db: &Db) {
    *db.cache::<Ring>().0.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// The key's name: its JWK thumbprint (RFC 7638, RFC 8037 §2).
fn thumbprint(public_key: &[u8]) -> String {
    let x = BASE64URL_NOPAD.encode(public_key);
    let text = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    BASE64URL_NOPAD.encode(ring::digest::digest(&SHA256, text.as_bytes()).as_ref())
}

fn purpose(kid: &str) -> String {
    format!("token-key/{kid}")
}

/// Where the private keys are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "token_keys",
    row: "kid",
    column: "sealed_key",
    purpose: Purpose::OfText(purpose),
    whose: Whose::Installation,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_called_by_its_thumbprint() {
        // RFC 8037, appendix A.3.
        let x = BASE64URL_NOPAD.decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(thumbprint(&x), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
