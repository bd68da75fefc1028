//! What an address is known by besides mailed links. An account is made with the first passkey or the first sign-in at the
//! provider; an address without one is worth no less.

pub(crate) mod store;

use ::store::{
    Tx,
    audit::{self, Entry},
};
use kernel::GuestId;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Identity;
use crate::Error;

/// Who somebody is at the provider, and the address of their account here.
#[derive(Debug)]
pub(crate) struct Connected {
    pub id: Uuid,
    pub email: String,
}

/// The account whose owner `identity` is: the one that has it already, else that of `email`, which has to be proven.
pub(crate) async fn connect(tx: &mut Tx, identity: &Identity, email: &str) -> Result<Connected, Error> {
    if let Some(known) = store::find(tx, identity).await? {
        return Ok(known);
    }
    let (id, guest) = (tx.cx().chance.uuid(tx.now()), of(tx, email).await?);
    if store::connect(tx, id, identity, guest).await? {
        record(tx, "guest.connected", guest, Some(json!({ "issuer": identity.issuer }))).await?;
    }
    // Of two first sign-ins at once one connects, and the other finds it.
    store::find(tx, identity).await?.ok_or(Error::SsoOver)
}

/// The account of an address, which is made if there is none.
async fn of(tx: &mut Tx, email: &str) -> Result<GuestId, sqlx::Error> {
    let id = GuestId::new(tx.now(), &tx.cx().chance);
    of_handle(tx, id, email).await
}

/// The account of an address; `id` becomes a new one's.
pub(crate) async fn of_handle(tx: &mut Tx, id: GuestId, email: &str) -> Result<GuestId, sqlx::Error> {
    store::upsert(tx, id, email).await
}

pub(crate) async fn record(
    tx: &mut Tx,
    action: &'static str,
    guest: GuestId,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let (subject_kind, subject) = ("guest", guest.uuid());
    audit::record(tx, Entry { action, subject_kind, subject, event: None, before: None, after }).await
}
