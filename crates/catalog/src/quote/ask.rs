//! Asking for a quote: reads the price book and the voucher as they are now, and tells names with the amounts.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use ::store::{Cx, Tx};
use kernel::{Instant, LocalizedText, ProductId, VariationId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Basket, Book, Charged, Customer, FreePrice, Listed, Priced, Quote, Reference, Step, TaxTotal, Taxed,
    VoucherOutcome, tax::Taxation,
};
use crate::{
    Error, EventHead, Item,
    availability::{self, Channel},
    composition::{self, Line},
    discount,
    price::{self, ChannelPrices},
    sale::{self, SaleProduct},
    voucher::{self, Voucher},
};

/// What a quote is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is wanted, line by line.
    pub lines: Vec<Line>,
    /// Who buys.
    pub customer: Customer,
    /// The voucher's code.
    pub voucher: Option<String>,
    /// Through which door.
    pub channel: Channel,
    /// At what time.
    pub now: Instant,
    /// What the organiser imagines on top of what is stored.
    pub drafts: Drafts,
}

/// A list price that is not stored yet.
#[derive(Debug, Clone, Copy)]
pub struct DraftPrice {
    /// Of what.
    pub item: Item,
    /// The price in minor units, on whatever channel; the least that can be given if the price is free.
    pub minor: i64,
}

/// Prices, vouchers and discounts that are not stored yet.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    /// Taken instead of what the list says.
    pub prices: Vec<DraftPrice>,
    /// Given instead of a stored voucher.
    pub voucher: Option<voucher::Draft>,
    /// Tried with the stored discounts, or instead of one of them.
    pub discount: Option<discount::Draft>,
}

/// What a basket costs, and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Quote)]
pub struct QuoteView {
    /// The event's currency. All amounts are in its minor units.
    pub currency: kernel::Currency,
    /// The tickets; those of one line that cost the same for the same reasons stand together.
    pub lines: Vec<QuoteLine>,
    /// Fees on top.
    pub fees: Vec<QuoteFee>,
    /// Fees that the organiser bears, for organisers only; they are in no sum.
    pub absorbed_fees: Vec<QuoteFee>,
    /// The sums by rate.
    pub taxes: Vec<TaxTotal>,
    /// Without tax.
    pub net_minor: i64,
    /// The tax.
    pub tax_minor: i64,
    /// What the buyer pays.
    pub total_minor: i64,
    /// What became of the voucher; absent if none was given.
    pub voucher: Option<QuoteVoucher>,
    /// A VAT id decided about tax that nobody has checked yet.
    pub unchecked_vat_id: bool,
}

/// Tickets of one line that cost the same for the same reasons.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteLine {
    /// Which line of the request, from 0.
    pub line: usize,
    /// How many.
    pub quantity: i64,
    /// The product: the line's, or a part of its bundle.
    pub product_id: ProductId,
    /// Which variation of it.
    pub variation_id: Option<VariationId>,
    /// Its name.
    pub name: LocalizedText,
    /// The list price of one, on the channel that was asked for.
    pub list_minor: i64,
    /// What changed it, in order.
    pub steps: Vec<QuoteStep>,
    /// What one would cost without what makes it cheaper, with its tax; absent if nothing does.
    pub before_minor: Option<i64>,
    /// What one costs.
    pub each: Taxed,
}

/// One change of a price, with its name.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct QuoteStep {
    /// What and by how much.
    #[serde(flatten)]
    pub step: Step,
    /// What guests read: the discount's name, or the voucher's code.
    pub name: LocalizedText,
}

/// A fee as it is charged.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteFee {
    /// The fee.
    pub id: kernel::FeeId,
    /// What guests read.
    pub name: LocalizedText,
    /// For how many tickets; 1 for a fee on the order.
    pub count: i64,
    /// The amount.
    #[serde(flatten)]
    pub taxed: Taxed,
}

/// What became of a voucher.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteVoucher {
    /// Its code as it was given.
    pub code: String,
    /// What became of it; absent if there is no such voucher.
    pub outcome: Option<VoucherOutcome>,
}

/// What the basket costs an organiser's buyer: hidden ticket types too, and what the organiser bears.
pub async fn for_organiser(cx: &Cx, event: &EventHead, ask: Ask) -> Result<QuoteView, Error> {
    answer(&mut cx.read().await?, event, ask, false).await
}

/// What the basket costs a guest. Ticket types that the guest can't see are unknown.
pub async fn for_guest(cx: &Cx, event: &EventHead, ask: Ask) -> Result<QuoteView, Error> {
    let view = answer(&mut cx.read().await?, event, ask, true).await?;
    Ok(QuoteView { absorbed_fees: Vec::new(), ..view })
}

async fn answer(tx: &mut Tx, event: &EventHead, ask: Ask, guest: bool) -> Result<QuoteView, Error> {
    let goods = sale::goods(tx, event.id).await?;
    let rules = price::rules(tx, event.id, goods.version).await?;
    let Drafts { prices, voucher: draft, discount } = ask.drafts;
    let (voucher, given) = match draft {
        Some(draft) => {
            let voucher = draft.imagine(tx, event.id).await?;
            let code = voucher.code.as_str().to_owned();
            (Some(voucher), Some(code))
        }
        None => {
            let codes: Vec<&str> = ask.voucher.as_deref().into_iter().collect();
            (voucher::by_codes(tx, event.id, &codes, event.mode, false).await?.pop(), ask.voucher)
        }
    };
    let imagined = match discount {
        Some(draft) => Some(draft.imagine(tx, event.id).await?),
        None => None,
    };
    let limited = rules.have_limits() || imagined.is_some();
    let used = if limited { price::used(tx, event.id, event.mode, false).await? } else { BTreeMap::new() };
    let unseen = |line: &Line| {
        let product = goods.products.iter().find(|product| product.item() == line.item);
        !product.is_some_and(|product| is_seen(product, voucher.as_ref(), ask.now))
    };
    if let Some(line) = ask.lines.iter().position(unseen).filter(|_| guest) {
        return Err(super::Refusal::Unknown { line }.into());
    }
    let mut book = rules.book(event.currency, &goods);
    if let Some((_, discounts)) = imagined {
        Arc::make_mut(&mut book).discounts = discounts;
    }
    prices.iter().for_each(|price| price.enter(Arc::make_mut(&mut book)));
    let basket = Basket {
        units: composition::units(&goods.products, &ask.lines)?,
        customer: ask.customer,
        channel: ask.channel,
        now: ask.now,
        voucher: voucher.as_ref().map(Voucher::for_quotes),
        used,
    };
    let quote = super::quote(&book, &basket)?;
    let given = given.map(|code| QuoteVoucher { code, outcome: quote.voucher });
    Ok(view(quote, (&rules, &book, &basket.customer), &goods.names, given))
}

impl DraftPrice {
    /// Puts it into the list.
    fn enter(self, book: &mut Book) {
        let of = |listed: &&mut Listed| Item::new(listed.product, listed.variation) == self.item;
        if let Some(listed) = book.items.iter_mut().find(of) {
            (listed.list, listed.by_channel) = (self.minor, ChannelPrices::default());
            listed.free = listed.free.map(|free| FreePrice { min: self.minor, ..free });
        }
    }
}

/// What a ticket would cost the same buyer by the list, if that is more.
fn before(book: &Book, customer: &Customer, unit: &Priced) -> Option<i64> {
    let listed =
        book.items.iter().find(|item| (item.product, item.variation) == (unit.product, unit.variation))?;
    let list = Taxation::new(book, customer).tax(unit.list, listed.tax).ok()??.gross;
    (list > unit.taxed.gross).then_some(list)
}

/// Whether a guest who gave this voucher sees the product. When its sale starts is no secret.
fn is_seen(product: &SaleProduct, voucher: Option<&Voucher>, now: Instant) -> bool {
    let voucher = voucher.is_some_and(|voucher| voucher.shows(product));
    availability::is_seen(
        &product.terms,
        &availability::Ask { voucher, ..availability::Ask::guest(now, None) },
    )
}

fn view(
    quote: Quote,
    (rules, book, customer): (&price::Rules, &Book, &Customer),
    names: &sale::Names,
    voucher: Option<QuoteVoucher>,
) -> QuoteView {
    let mut discounts: HashMap<_, _> =
        book.discounts.iter().map(|discount| (discount.id, discount.name.clone())).collect();
    let code = voucher.as_ref().map(|voucher| LocalizedText::new(kernel::Locale::english(), &voucher.code));
    let mut name = |step: &Step| match step.reference {
        Some(Reference::Discount(id)) => discounts.entry(id).or_default().clone(),
        Some(Reference::Voucher(_)) => code.clone().unwrap_or_default(),
        None => LocalizedText::default(),
    };
    let fee_name = |fee: &Charged| {
        let known = rules.fees().iter().find(|known| known.id == fee.fee);
        known.map(|known| known.name.clone()).unwrap_or_default()
    };
    let fee =
        |fee: Charged| QuoteFee { id: fee.fee, name: fee_name(&fee), count: fee.count, taxed: fee.taxed };
    let mut lines: Vec<QuoteLine> = Vec::new();
    for unit in quote.units {
        let before = before(book, customer, &unit);
        let line = line((unit, before), &mut name, names);
        match lines.last_mut().filter(|last| last.is_like(&line)) {
            Some(last) => last.quantity += 1,
            None => lines.push(line),
        }
    }
    QuoteView {
        currency: quote.currency,
        lines,
        fees: quote.fees.into_iter().map(fee).collect(),
        absorbed_fees: quote.absorbed.into_iter().map(fee).collect(),
        taxes: quote.taxes,
        net_minor: quote.net,
        tax_minor: quote.tax,
        total_minor: quote.total,
        voucher,
        unchecked_vat_id: quote.unchecked_vat_id,
    }
}

fn line(
    (unit, before_minor): (Priced, Option<i64>),
    name: &mut impl FnMut(&Step) -> LocalizedText,
    names: &sale::Names,
) -> QuoteLine {
    let steps = unit.steps.iter().map(|step| QuoteStep { name: name(step), step: *step }).collect();
    QuoteLine {
        line: unit.line,
        quantity: 1,
        product_id: unit.product,
        variation_id: unit.variation,
        name: names.get(&Item::new(unit.product, unit.variation)).cloned().unwrap_or_default(),
        list_minor: unit.list,
        steps,
        before_minor,
        each: unit.taxed,
    }
}

impl QuoteLine {
    fn is_like(&self, other: &Self) -> bool {
        (self.line, self.product_id, self.variation_id, self.list_minor, self.each)
            == (other.line, other.product_id, other.variation_id, other.list_minor, other.each)
            && self.steps == other.steps
    }
}
