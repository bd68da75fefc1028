//! The key pair that signs an event's tickets: made at first use, its private half sealed at rest.

mod store;

use std::sync::Arc;

use ::store::{Cache, Cx, Tx};
use kernel::{EventId, TicketId};
use ports::{Keys, Purpose, SealedColumn, Whose};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use crate::{Error, ticket::TicketToken};

/// How many events' keys are kept in memory; one takes some 200 bytes.
const KEPT: u64 = 20_000;

/// Gives out the signers of events and keeps them in memory. Cheap to clone.
#[derive(Clone)]
pub struct Signers(Arc<Kept>);

struct Kept {
    keys: Arc<dyn Keys>,
    signers: Cache<EventId, Arc<EventSigner>>,
    public: Cache<EventId, Arc<[u8]>>,
}

impl Signers {
    /// Signers whose private keys are sealed by `keys`.
    pub fn new(keys: Arc<dyn Keys>) -> Self {
        Self(Arc::new(Kept { keys, signers: Cache::sized(KEPT), public: Cache::sized(KEPT) }))
    }

    /// The signer of `event`, made now if it has none, in a transaction of its own: an order that made it in the
    /// order's own would make others wait for that row who hold what it needs next, customers and stock.
    pub async fn prepare(&self, cx: &Cx, event: EventId) -> Result<Arc<EventSigner>, Error> {
        if let Some(signer) = self.0.signers.get(&event) {
            return Ok(signer);
        }
        let mut tx = cx.begin().await?;
        if store::find(&mut tx, event).await?.is_none() {
            let seed: [u8; 32] = cx.chance.bytes();
            let signer = EventSigner::from_seed(event, &seed)?;
            let sealed = self.0.keys.seal_for(cx.org, &purpose(event), &seed).await?;
            // Whoever was faster made the one that counts.
            store::insert(&mut tx, event, signer.public_key(), &sealed).await?;
            tx.commit().await?;
            tx = cx.begin().await?;
        }
        self.for_event(&mut tx, event).await
    }

    /// The signer of `event`, which was [prepared](Self::prepare) when its first order came.
    pub async fn for_event(&self, tx: &mut Tx, event: EventId) -> Result<Arc<EventSigner>, Error> {
        if let Some(signer) = self.0.signers.get(&event) {
            return Ok(signer);
        }
        let signer = self.read(tx, event).await?;
        self.0.signers.insert(event, Arc::clone(&signer));
        Ok(signer)
    }

    /// Whether `token` was signed for `event`. Only the public key is needed, so the door opens even where the private
    /// one can't be unsealed any more.
    pub async fn verifies(&self, cx: &Cx, event: EventId, token: &TicketToken) -> Result<bool, Error> {
        if let Some(key) = self.0.public.get(&event) {
            return Ok(is_signed(event, &key, token));
        }
        let Some(stored) = store::find(&mut cx.read().await?, event).await? else { return Ok(false) };
        let key: Arc<[u8]> = stored.public_key.into();
        self.0.public.insert(event, Arc::clone(&key));
        Ok(is_signed(event, &key, token))
    }

    async fn read(&self, tx: &mut Tx, event: EventId) -> Result<Arc<EventSigner>, Error> {
        let stored = store::find(tx, event).await?.ok_or(Error::DamagedKey)?;
        let seed = self.0.keys.open_for(tx.org(), &purpose(event), &stored.sealed_key).await?;
        let signer = EventSigner::from_seed(event, &seed)?;
        if signer.public_key() != stored.public_key {
            return Err(Error::DamagedKey);
        }
        Ok(Arc::new(signer))
    }
}

impl std::fmt::Debug for Signers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signers").finish_non_exhaustive()
    }
}

fn purpose(event: EventId) -> String {
    format!("event-key/{event}")
}

/// Where the private keys are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "event_keys",
    row: "event_id",
    column: "sealed_key",
    purpose: Purpose::OfUuid(|event| purpose(event.into())),
    whose: Whose::Organisation,
};

/// Signs and verifies the tickets of one event (Ed25519, RFC 8032).
#[derive(Debug)]
pub struct EventSigner {
    event: EventId,
    pair: Ed25519KeyPair,
}

impl EventSigner {
    /// The signer with this private key of 32 bytes.
    pub fn from_seed(event: EventId, seed: &[u8]) -> Result<Self, Error> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error::DamagedKey)?;
        Ok(Self { event, pair })
    }

    /// The event.
    pub fn event(&self) -> EventId {
        self.event
    }

    /// The public key, 32 bytes: all that a device needs to know a genuine ticket.
    pub fn public_key(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The token of `ticket` with this secret.
    pub fn sign(&self, ticket: TicketId, secret: [u8; TicketToken::SECRET_LEN]) -> TicketToken {
        let message = TicketToken::message(self.event, ticket, &secret);
        let mut signature = [0; TicketToken::SIGNATURE_LEN];
        signature.copy_from_slice(self.pair.sign(&message).as_ref());
        TicketToken { ticket, secret, signature }
    }

    /// Whether `token` was signed for this event.
    pub fn verifies(&self, token: &TicketToken) -> bool {
        is_signed(self.event, self.public_key(), token)
    }
}

/// Whether `token` was signed for `event` by the owner of the public key.
fn is_signed(event: EventId, public_key: &[u8], token: &TicketToken) -> bool {
    let message = TicketToken::message(event, token.ticket, &token.secret);
    UnparsedPublicKey::new(&ED25519, public_key).verify(&message, &token.signature).is_ok()
}
