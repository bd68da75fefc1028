//! What guests pay for one of each product, as their page shows it: with tax, by the rules of now, and with the voucher
//! whose code they gave.

use std::collections::{BTreeMap, HashMap};

use ::store::Tx;
use kernel::{Currency, Locale, LocalizedText, Money, Percent};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, Item,
    availability::Channel,
    event::Event,
    price::{self, Rules},
    product::Product,
    quote::{self, Basket, Book, Customer, Part, Priced, Reference, Unit},
    sale,
    voucher::{self, Voucher},
};

/// The tax in a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicTax {
    /// The rate.
    pub rate: Percent,
    /// What the tax is called.
    pub name: LocalizedText,
}

/// What one of something costs a guest, and why.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// With its tax, in minor units.
    pub gross: i64,
    /// What it would cost without what makes it cheaper.
    pub original: Option<Money>,
    /// What makes it cheaper.
    pub because: Vec<LocalizedText>,
    /// The tax in it.
    pub tax: Option<PublicTax>,
}

/// The prices that are not simply those of the list.
pub(super) type Prices = HashMap<Item, Shown>;

/// The voucher behind `code`, if it is still good for something.
pub(super) async fn voucher(
    tx: &mut Tx,
    event: &Event,
    code: Option<&str>,
) -> Result<Option<Voucher>, sqlx::Error> {
    let now = tx.now();
    let codes: Vec<&str> = code.into_iter().collect();
    let found = voucher::by_codes(tx, event.id, &codes, event.mode, false).await?.pop();
    Ok(found.filter(|voucher| voucher.is_good(now)))
}

/// What a guest pays for one of each, where that is not simply the list's price. What the voucher shows is made public.
pub(super) async fn of(
    tx: &mut Tx,
    event: &Event,
    voucher: Option<&Voucher>,
    products: &mut [Product],
) -> Result<Prices, Error> {
    let rules = price::rules(tx, event.id, event.version).await?;
    if rules.are_none() && voucher.is_none() {
        return Ok(Prices::new());
    }
    let goods = sale::goods(tx, event.id).await?;
    if let Some(voucher) = voucher {
        products.iter_mut().for_each(|product| voucher::open(product, voucher, &goods));
    }
    let used = match rules.have_limits() {
        true => price::used(tx, event.id, event.mode, false).await?,
        false => BTreeMap::new(),
    };
    let currency = event.details.currency;
    let book = rules.book(currency, &goods);
    let basket = |item: Item| Basket {
        units: vec![one(item)],
        customer: Customer::default(),
        channel: Channel::Web,
        now: tx.now(),
        voucher: voucher.map(Voucher::for_quotes),
        used: used.clone(),
    };
    let priced = |item: Item| {
        let quote = quote::quote(&book, &basket(item)).ok()?;
        let unit = quote.units.into_iter().next()?;
        Some((item, shown(&unit, &book, (&rules, voucher), currency)))
    };
    let forms = products.iter().flat_map(|product| {
        let variations = product.variations.iter();
        let variations = variations.map(|variation| Item::new(product.id, Some(variation.id)));
        std::iter::once(Item::from(product.id)).chain(variations)
    });
    Ok(forms.filter_map(priced).collect())
}

fn one(item: Item) -> Unit {
    Unit {
        line: 0,
        product: item.product,
        variation: item.variation,
        parent: None,
        part: Part::Own,
        chosen: None,
    }
}

fn shown(
    unit: &Priced,
    book: &Book,
    (rules, voucher): (&Rules, Option<&Voucher>),
    currency: Currency,
) -> Shown {
    let original = quote::listed(book, unit.product, unit.variation).map(|taxed| taxed.gross);
    let name = |reference: Reference| match reference {
        Reference::Voucher(_) => {
            voucher.map(|voucher| LocalizedText::new(Locale::english(), voucher.code.as_str()))
        }
        Reference::Discount(id) => {
            rules.discounts().iter().find(|discount| discount.id == id).map(|discount| discount.name.clone())
        }
    };
    let tax = unit.taxed.rule.filter(|_| !unit.taxed.rate.is_zero()).and_then(|rule| rules.tax(rule));
    Shown {
        gross: unit.taxed.gross,
        original: original.filter(|list| *list > unit.taxed.gross).map(|list| Money::new(list, currency)),
        because: unit.steps.iter().filter_map(|step| name(step.reference?)).collect(),
        tax: tax.map(|rule| PublicTax { rate: unit.taxed.rate, name: rule.name.clone() }),
    }
}
