//! What the chosen tickets are, whether they may be bought, and which stock they take.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{
    availability::{self, State},
    sale::{self, Goods, SaleProduct},
    stock::{self, StockError},
};
use kernel::{EventId, Instant, ProductId, QuotaId};
use store::{Db, Tx};

use crate::Error;

/// The event's products, looked up by id.
pub(crate) struct Offer(pub Arc<Goods>);

impl Offer {
    /// The products of `event` as they stay until the transaction ends, for whoever is about to change stock.
    pub async fn read(tx: &mut Tx, event: EventId) -> Result<Self, sqlx::Error> {
        stock::enter(tx, event).await?;
        Ok(Self(sale::goods(tx, event).await?))
    }

    /// The products as they were at `version`, from memory if they were read before: for whoever makes sure that the
    /// event still has this version after [`stock::enter`].
    pub async fn kept(db: &Db, event: EventId, version: i64) -> Option<Self> {
        sale::kept(db, event, version).await.map(Self)
    }

    /// The product on line `line` of a request.
    pub fn find(&self, product: ProductId, line: usize) -> Result<&SaleProduct, Error> {
        self.0.products.iter().find(|p| p.id == product && !p.terms.archived).ok_or_else(|| {
            Error::NotForSale {
                line,
                code: "sales.unknown_ticket",
                message: "There is no such ticket at this event.".to_owned(),
            }
        })
    }

    /// How many places of each quota the products take, one each.
    pub fn places(&self, products: impl IntoIterator<Item = ProductId>) -> Vec<(QuotaId, u32)> {
        let mut places = BTreeMap::<QuotaId, u32>::new();
        for product in products {
            for quota in self.0.products.iter().filter(|p| p.id == product).flat_map(|p| &p.quota_ids) {
                *places.entry(*quota).or_default() += 1;
            }
        }
        places.into_iter().collect()
    }

    /// Which line asked for more of `quota` than there is.
    pub fn short(&self, quota: QuotaId, products: impl IntoIterator<Item = ProductId>) -> Error {
        let takes =
            |id: ProductId| self.0.products.iter().any(|p| p.id == id && p.quota_ids.contains(&quota));
        let line = products.into_iter().position(takes).unwrap_or_default();
        sold_out(line)
    }

    /// Turns missing stock into a refusal of the line that wanted it.
    pub fn explain(&self, error: StockError, products: impl IntoIterator<Item = ProductId>) -> Error {
        match error {
            StockError::SoldOut { quota } => self.short(quota, products),
            StockError::Sql(error) => error.into(),
        }
    }
}

/// Line `line` asks for more than there is.
pub(crate) fn sold_out(line: usize) -> Error {
    Error::NotForSale {
        line,
        code: "sales.sold_out",
        message: "There are not that many tickets left.".to_owned(),
    }
}

/// Whether a guest may buy `quantity` of `product`; its stock is looked at when it is taken.
pub(crate) fn check_guest(
    line: usize,
    product: &SaleProduct,
    quantity: u32,
    access_code: Option<&str>,
    now: Instant,
) -> Result<(), Error> {
    let refuse = |code, message: &str| Err(Error::NotForSale { line, code, message: message.to_owned() });
    match availability::refusal(&product.terms, now, access_code) {
        Some(State::NotYet) => return refuse("sales.not_yet", "The sale has not started yet."),
        Some(State::Over) => return refuse("sales.over", "The sale is over."),
        Some(_) => return refuse("sales.unknown_ticket", "There is no such ticket at this event."),
        None => {}
    }
    check_amount(line, product, quantity)
}

/// Whether one order may have `quantity` of `product`, and whether it has stock to take from at all.
pub(crate) fn check_amount(line: usize, product: &SaleProduct, quantity: u32) -> Result<(), Error> {
    if quantity > product.max_per_order {
        let message = format!("At most {} of this ticket per order.", product.max_per_order);
        return Err(Error::NotForSale { line, code: "sales.max_per_order", message });
    }
    if product.quota_ids.is_empty() {
        return Err(sold_out(line));
    }
    Ok(())
}
