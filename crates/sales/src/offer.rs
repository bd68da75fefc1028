//! What the chosen tickets are, whether they may be bought, and which stock they take.

use std::{collections::BTreeMap, sync::Arc};

use catalog::{
    Item, Mode,
    availability::{self, Ask, Channel, Reason},
    product::MAX_PRICE,
    sale::{self, Goods, SaleProduct},
    stock::{self, Places, StockError},
};
use kernel::{EventId, QuotaId};
use store::{Db, Tx};

use crate::Error;

/// Something that takes its places.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub item: Item,
    /// Whether a voucher takes them beyond the size of their quotas.
    pub beyond: bool,
}

impl From<Item> for Taken {
    fn from(item: Item) -> Self {
        Self { item, beyond: false }
    }
}

/// The event's products and their variations, looked up by id.
pub(crate) struct Offer {
    pub goods: Arc<Goods>,
    /// Whether places are taken of the real stock, or of the test stock.
    mode: Mode,
}

impl From<Arc<Goods>> for Offer {
    fn from(goods: Arc<Goods>) -> Self {
        Self { mode: goods.mode, goods }
    }
}

impl Offer {
    /// The products of `event` as they stay until the transaction ends, for whoever is about to change stock.
    pub async fn read(tx: &mut Tx, event: EventId) -> Result<Self, sqlx::Error> {
        stock::enter(tx, event).await?;
        Ok(sale::goods_now(tx, event).await?.into())
    }

    /// The same for what was begun in another mode than the event has now.
    pub fn of(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// Whether what is sold counts.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The products as they were at `version`, from memory if they were read before: for whoever makes sure that the
    /// event still has this version after [`stock::enter`].
    pub async fn kept(db: &Db, event: EventId, version: i64) -> Option<Self> {
        sale::kept(db, event, version).await.map(Self::from)
    }

    /// What is on line `line` of a request.
    pub fn find(&self, item: Item, line: usize) -> Result<&SaleProduct, Error> {
        let refuse = |code, message: &str| Error::NotForSale { line, code, message: message.to_owned() };
        match self.goods.products.iter().find(|p| p.item() == item && !p.terms.archived) {
            None => Err(refuse("sales.unknown_ticket", "There is no such ticket at this event.")),
            Some(product) if product.needs_variation => {
                Err(refuse("sales.variation_needed", "Choose one of the variations of this ticket."))
            }
            Some(product) => Ok(product),
        }
    }

    /// Whether every order with it is looked at first.
    pub fn is_looked_at(&self, item: Item) -> bool {
        self.goods.products.iter().any(|p| p.item() == item && p.terms.approval)
    }

    /// How many places of each quota the lines take, one each.
    pub fn places<T: Into<Taken>>(&self, lines: impl IntoIterator<Item = T>) -> Vec<Places> {
        let mut places = BTreeMap::<QuotaId, Places>::new();
        for line in lines {
            let Taken { item, beyond } = line.into();
            for quota in self.stock_of(item) {
                let sum = places.entry(quota).or_insert_with(|| (quota, 0).into());
                sum.count += 1;
                sum.beyond += u32::from(beyond);
            }
        }
        places.into_values().collect()
    }

    /// How many places of each quota so many of these take.
    pub fn places_of(&self, items: &[(Item, u32)]) -> Vec<Places> {
        let of = |(item, count): &(Item, u32)| {
            self.stock_of(*item).map(|quota| Places::from((quota, *count))).collect::<Vec<_>>()
        };
        items.iter().flat_map(of).collect()
    }

    /// Which line asked for more of `quota` than there is.
    pub fn short(&self, quota: QuotaId, items: impl IntoIterator<Item = Item>) -> Error {
        let line = items.into_iter().position(|item| self.takes(item, quota)).unwrap_or_default();
        sold_out(line)
    }

    /// Whether a place of `item` is taken from `quota`.
    pub fn takes(&self, item: Item, quota: QuotaId) -> bool {
        self.stock_of(item).any(|taken| taken == quota)
    }

    /// The quotas that `item` takes its places from.
    fn stock_of(&self, item: Item) -> impl Iterator<Item = QuotaId> {
        let products = self.goods.products.iter().filter(move |p| p.item() == item);
        products.flat_map(|p| &p.quota_ids).filter_map(|quota| self.goods.stock_of(*quota, self.mode))
    }

    /// Turns missing stock into a refusal of the line that wanted it.
    pub fn explain(&self, error: StockError, items: impl IntoIterator<Item = Item>) -> Error {
        match error {
            StockError::SoldOut { quota } => self.short(quota, items),
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

/// What one of `product` costs for somebody who wants to give `chosen` minor units, or what it costs.
pub(crate) fn price(
    line: usize,
    product: &SaleProduct,
    (channel, chosen): (Channel, Option<i64>),
) -> Result<i64, Error> {
    let price = product.price_on(channel);
    let least = price.minor;
    let refuse = |code, message: String| Err(Error::NotForSale { line, code, message });
    match chosen {
        None => Ok(least),
        Some(chosen) if chosen < least => {
            refuse("sales.price_too_low", format!("It costs at least {price}."))
        }
        Some(chosen) if chosen > MAX_PRICE => {
            refuse("sales.price_too_high", "Nobody has to give that much.".to_owned())
        }
        Some(chosen) if chosen != least && !product.free_price => {
            refuse("sales.price_fixed", format!("It costs {price}."))
        }
        Some(chosen) => Ok(chosen),
    }
}

/// Whether whoever asks may buy `product`: by the same function that shows why not. Its stock is looked at when it is
/// taken.
pub(crate) fn check(line: usize, product: &SaleProduct, ask: &Ask<'_>) -> Result<(), Error> {
    if let Some(first) = availability::reasons(&product.terms, None, ask).into_iter().next() {
        return Err(refusal(line, first));
    }
    if product.quota_ids.is_empty() {
        return Err(sold_out(line));
    }
    Ok(())
}

/// Line `line` can't be sold for this reason.
pub(crate) fn refusal(line: usize, reason: Reason) -> Error {
    Error::NotForSale { line, code: reason.code.as_problem(), message: reason.guest }
}
