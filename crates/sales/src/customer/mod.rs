//! How much of something one customer has: in all orders of an event, told apart by mail addresses.

mod store;

use std::collections::{BTreeSet, HashMap};

use ::store::Tx;
use catalog::{
    EventHead, Mode,
    availability::{self, Ask, Channel, Code, Reason},
    sale::{self, SaleProduct},
};
use kernel::{EventId, ProductId};

use crate::{Error, cart::Cart, offer};

/// What customers have, by their address and product.
#[derive(Debug, Default)]
pub(crate) struct Bought(HashMap<(String, ProductId), u32>);

impl Bought {
    /// What these customers have. Until the transaction ends, nobody else gets to know it, and so nobody sells to them.
    pub async fn lock(
        tx: &mut Tx,
        (event, mode): (EventId, Mode),
        customers: BTreeSet<String>,
    ) -> Result<Self, sqlx::Error> {
        if customers.is_empty() {
            return Ok(Self::default());
        }
        let customers = Vec::from_iter(customers);
        // Two statements: the second one sees what those before have committed.
        store::lock(tx, event, &customers).await?;
        Ok(Self(store::bought(tx, (event, mode), &customers).await?))
    }

    /// How many of the product the customer has.
    pub fn of(&self, customer: &str, product: ProductId) -> u32 {
        self.0.get(&(key(customer), product)).copied().unwrap_or_default()
    }

    /// The customer gets one more.
    pub fn add(&mut self, customer: &str, product: ProductId) {
        *self.0.entry((key(customer), product)).or_default() += 1;
    }
}

/// An address as customers are told apart by it.
pub(crate) fn key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether some of these products depend on how many a customer has.
pub(crate) fn limited(products: &[SaleProduct], mut wanted: impl Iterator<Item = ProductId>) -> bool {
    wanted.any(|id| products.iter().any(|p| p.id == id && p.terms.counts_customers()))
}

/// Refuses a cart that would give its buyer more of something than one customer may have, or leave them with fewer than
/// one has to have.
pub(crate) async fn check(tx: &mut Tx, event: &EventHead, cart: &Cart) -> Result<(), Error> {
    let goods = sale::seen_within(tx, event).await?;
    if !limited(&goods.products, cart.lines.iter().map(|line| line.product)) {
        return Ok(());
    }
    let bought = Bought::lock(tx, (event.id, cart.mode), BTreeSet::from([key(&cart.email)])).await?;
    for (index, line) in cart.lines.iter().enumerate() {
        let Some(product) = goods.products.iter().find(|p| p.item() == line.item()) else { continue };
        let same = cart.lines.iter().filter(|other| other.product == line.product).count();
        let ask = Ask {
            bought: Some(bought.of(&cart.email, product.id)),
            ..Ask::staff(tx.now(), Channel::Web).of(u32::try_from(same).unwrap_or(u32::MAX))
        };
        let reasons = availability::reasons(&product.terms, None, &ask);
        let of_customer =
            |reason: &Reason| matches!(reason.code, Code::MinPerCustomer | Code::MaxPerCustomer);
        if let Some(reason) = reasons.into_iter().find(of_customer) {
            return Err(offer::refusal(index, reason));
        }
    }
    Ok(())
}
