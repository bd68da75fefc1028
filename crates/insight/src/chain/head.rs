//! The end of a chain, signed (Ed25519, RFC 8032), so that somebody outside can keep it: a chain that was rewritten from
//! its beginning does not lead to it any more.

use ::store::{Cx, Tx};
use data_encoding::{BASE64, HEXLOWER};
use kernel::{Instant, OrgId, Zone};
use ports::{Keys, Purpose, SealedColumn, Whose};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    End,
    store::{self, Signed},
};
use crate::Error;

/// What stands in place of the day where the place is signed at which a chain begins.
pub(super) const ANCHOR: &str = "begins after";

/// The end of the chain on a day, for outsiders to keep and to check.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AuditHead)]
pub struct SignedHead {
    /// The day in UTC, such as `2027-03-01`.
    pub day: String,
    /// The number of the last entry.
    pub position: i64,
    /// Its hash in hexadecimal.
    pub hash: String,
    /// What is signed.
    pub message: String,
    /// The signature in base 64.
    pub signature: String,
    /// The key that verifies it: 32 bytes in base 64.
    pub public_key: String,
}

impl SignedHead {
    pub(super) fn new(org: OrgId, day: String, head: &Signed) -> Self {
        Self {
            message: message(org, &day, head.position, &head.hash),
            day,
            position: head.position,
            hash: HEXLOWER.encode(&head.hash),
            signature: BASE64.encode(&head.signature),
            public_key: BASE64.encode(&head.public_key),
        }
    }
}

/// Signs the end of the chain for the day before, unless nothing was added since the last time.
pub async fn daily(cx: &Cx, keys: &dyn Keys) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let end = store::end(&mut tx).await?;
    let last = store::heads(&mut tx, 1).await?.pop().map_or(0, |(_, head)| head.position);
    if end.position == last {
        return Ok(());
    }
    let pair = pair(&mut tx, keys).await?;
    let day = day_of(cx.now.plus_days(-1));
    store::add_head(&mut tx, &day, &sign(&pair, cx.org, &day, end)).await?;
    tx.commit().await?;
    Ok(())
}

/// The organisation's key pair, made now if it has none.
pub(super) async fn pair(tx: &mut Tx, keys: &dyn Keys) -> Result<Ed25519KeyPair, Error> {
    if let Some(pair) = stored(tx, keys).await? {
        return Ok(pair);
    }
    let seed: [u8; 32] = tx.cx().chance.bytes();
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Error::DamagedKey)?;
    let sealed = keys.seal_for(tx.org(), &purpose(tx.org()), &seed).await?;
    if store::add_signing_key(tx, pair.public_key().as_ref(), &sealed).await? {
        return Ok(pair);
    }
    stored(tx, keys).await?.ok_or(Error::DamagedKey)
}

async fn stored(tx: &mut Tx, keys: &dyn Keys) -> Result<Option<Ed25519KeyPair>, Error> {
    let Some(key) = store::signing_key(tx).await? else { return Ok(None) };
    let seed = keys.open_for(tx.org(), &purpose(tx.org()), &key.sealed_key).await?;
    let pair = Ed25519KeyPair::from_seed_and_public_key(&seed, &key.public_key);
    pair.map(Some).map_err(|_| Error::DamagedKey)
}

fn purpose(org: OrgId) -> String {
    format!("audit-key/{org}")
}

/// Where the private keys are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "audit_keys",
    row: "org_id",
    column: "sealed_key",
    purpose: Purpose::OfUuid(|org| purpose(org.into())),
    whose: Whose::Organisation,
};

pub(super) fn sign(pair: &Ed25519KeyPair, org: OrgId, day: &str, End { position, hash }: End) -> Signed {
    let signature = pair.sign(message(org, day, position, &hash).as_bytes());
    Signed {
        position,
        hash: hash.to_vec(),
        public_key: pair.public_key().as_ref().to_vec(),
        signature: signature.as_ref().to_vec(),
    }
}

/// Signs the place where a chain is to begin after its oldest entries were removed.
pub(crate) async fn sign_anchor(tx: &mut Tx, keys: &dyn Keys, end: End) -> Result<Signed, Error> {
    let pair = pair(tx, keys).await?;
    Ok(sign(&pair, tx.org(), ANCHOR, end))
}

/// Whether `head` was signed for this organisation and day by the key it names.
pub(super) fn holds(org: OrgId, day: &str, head: &Signed) -> bool {
    let message = message(org, day, head.position, &head.hash);
    UnparsedPublicKey::new(&ED25519, &head.public_key).verify(message.as_bytes(), &head.signature).is_ok()
}

fn message(org: OrgId, day: &str, position: i64, hash: &[u8]) -> String {
    format!("tessera audit head 1\n{org}\n{day}\n{position}\n{}\n", HEXLOWER.encode(hash))
}

/// The day in UTC.
pub(super) fn day_of(at: Instant) -> String {
    at.in_zone(&Zone::utc()).date().to_string()
}
