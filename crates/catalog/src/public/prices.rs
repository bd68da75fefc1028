//! What guests pay for one of each product, as their page shows it: with tax, by the rules of now, and with the voucher
//! whose code they gave.

use std::collections::{BTreeMap, HashMap};

use ::store::Tx;
use kernel::{Currency, Locale, LocalizedText, Money, Percent};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, Item,
    availability::{Channel, Visibility},
    event::Event,
    price::{self, Rules},
    product::Product,
    quote::{self, Basket, Book, Customer, Part, Priced, Reference, Unit},
    sale::{self, Goods},
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
        products.iter_mut().for_each(|product| uncover(product, voucher, &goods));
        products.iter_mut().for_each(|product| set_free(product, voucher));
        products.iter_mut().for_each(|product| stretch(product, voucher, &goods));
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

/// Makes public what the voucher shows.
fn uncover(product: &mut Product, voucher: &Voucher, goods: &Goods) {
    let shows = |item: Item| {
        let mut found = goods.products.iter().filter(|product| product.item() == item);
        found.any(|product| voucher.shows(product))
    };
    if shows(product.id.into()) {
        product.terms.visibility = Visibility::Public;
    }
    for variation in &mut product.variations {
        if shows(Item::new(product.id, Some(variation.id))) {
            product.terms.visibility = Visibility::Public;
            variation.terms.visibility = Visibility::Public;
        }
    }
}

/// Shows the places that the voucher keeps aside as free: they are, for whoever has it.
fn set_free(product: &mut Product, voucher: &Voucher) {
    let Some((kept, uses)) = voucher.reserved().filter(|(kept, _)| kept.item.product == product.id) else {
        return;
    };
    let stock = match kept.item.variation {
        None => Some(&mut product.stock),
        Some(id) => {
            let mut forms = product.variations.iter_mut();
            forms.find(|variation| variation.id == id).map(|variation| &mut variation.stock)
        }
    };
    for quota in stock.into_iter().flatten() {
        quota.held = quota.held.saturating_sub(uses.saturating_mul(quota.each)).max(0);
    }
}

/// Shows as many places more as the voucher still takes beyond the size.
fn stretch(product: &mut Product, voucher: &Voucher, goods: &Goods) {
    let more = voucher.terms.max_uses.saturating_sub(voucher.used).max(0);
    let reaches = |item: Item| {
        let found = goods.products.iter().find(|known| known.item() == item);
        voucher.terms.ignores_quota && found.is_some_and(|known| voucher.reaches(known))
    };
    let whole = product.id;
    let forms = product.variations.iter_mut();
    let forms = forms.map(|form| (Item::new(whole, Some(form.id)), &mut form.stock));
    for (item, stock) in forms.chain([(Item::from(whole), &mut product.stock)]) {
        for places in stock.iter_mut().filter(|_| reaches(item)) {
            if places.closed {
                // Of a closed quota there is nothing but for the voucher.
                let taken = places.sold.saturating_add(places.held).saturating_add(places.blocked);
                (places.size, places.overbooked, places.closed) = (Some(taken), 0, false);
            }
            places.overbooked = places.overbooked.saturating_add(more.saturating_mul(places.each));
        }
    }
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
