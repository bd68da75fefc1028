//! Giving places back when a cart's time is up.

use ::store::{
    Cx, Tx,
    job::{self, Handler, Job, JobCx, JobError, NewJob},
};
use async_trait::async_trait;
use kernel::{CartId, Instant};
use serde::{Deserialize, Serialize};

use super::Cart;

/// The cart's time is up.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireCart {
    cart: CartId,
}

impl Job for ExpireCart {
    const KIND: &'static str = "cart.expire";
}

/// The key under which a cart's expiry waits.
pub(crate) fn key(cart: CartId) -> String {
    format!("cart.expire/{cart}")
}

/// The expiry of a new cart.
pub(super) fn expiry(cx: &Cx, cart: &Cart) -> Result<NewJob, sqlx::Error> {
    Ok(NewJob::of(cx, &ExpireCart { cart: cart.id })?.at(cart.expires_at).keyed(key(cart.id)))
}

/// Has the cart expire at `at`, instead of when it was to before.
pub(super) async fn expire_at(tx: &mut Tx, cart: CartId, at: Instant) -> Result<(), sqlx::Error> {
    job::enqueue_keyed(tx, &key(cart), &ExpireCart { cart }, at).await
}

/// Does [`ExpireCart`].
pub struct ExpireCarts;

#[async_trait]
impl Handler<ExpireCart> for ExpireCarts {
    async fn run(&self, cx: &JobCx, job: ExpireCart) -> Result<(), JobError> {
        super::expire(&cx.tenant()?, job.cart).await.map_err(JobError::retry)
    }
}
