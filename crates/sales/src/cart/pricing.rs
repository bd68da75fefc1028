//! What a cart costs: when it is made, and when its guest gives a voucher or tells where they buy from.

use std::collections::BTreeSet;

use ::store::{Cx, Tx};
use catalog::{
    EventHead,
    availability::Channel,
    quote::{Part, Unit},
    stock::Shifts,
};

use super::{Cart, CartLine, CartStatus, lock, parent_of, store};
use crate::{
    Error, chosen,
    offer::Offer,
    price::{self, BuyerTax, Priced, Pricing},
};

/// What changes the price of a cart; absent parts stay as they are.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Another voucher's code, or none.
    pub voucher: Option<Option<String>>,
    /// Where the buyer is, and whether it is a business.
    pub buyer: Option<BuyerTax>,
}

/// The codes that a guest gave.
#[derive(Debug, Clone, Copy, Default)]
pub struct Codes<'a> {
    /// Shows tickets that need it.
    pub access: Option<&'a str>,
    /// A voucher's.
    pub voucher: Option<&'a str>,
    /// Whether the voucher has to be one, and good for what was chosen.
    pub strict: bool,
}

/// One code for everything: whatever it is good for.
impl<'a> From<Option<&'a str>> for Codes<'a> {
    fn from(code: Option<&'a str>) -> Self {
        Self { access: code, voucher: code, strict: false }
    }
}

/// The lines as a quote is asked for them.
fn units(offer: &Offer, lines: &[CartLine]) -> Vec<Unit> {
    let unit = |(at, line): (usize, &CartLine)| Unit {
        line: at,
        product: line.product,
        variation: line.variation,
        parent: line.parent.and_then(|parent| usize::try_from(parent - 1).ok()),
        part: offer.part(line.item(), parent_of(lines, at)),
        chosen: line.chosen_minor,
    };
    lines.iter().enumerate().map(unit).collect()
}

/// Prices a cart whose lines cost what the list says. Its promise is that of the moment in which it was made.
pub(super) fn set(
    pricing: Option<&mut Pricing>,
    offer: &Offer,
    cart: &mut Cart,
    strict: bool,
) -> Result<Option<Priced>, Error> {
    let known = |pricing: &Pricing| pricing.voucher(cart.tariff.voucher.as_deref()).is_some();
    if !pricing.as_deref().is_some_and(known) && cart.tariff.voucher.take().is_some() && strict {
        return Err(price::unknown_voucher());
    }
    cart.lines.iter_mut().for_each(|line| line.beyond = false);
    let Some(pricing) = pricing else {
        (cart.tariff.fee_minor, cart.tariff.tax_minor) = (None, None);
        for (at, line) in cart.lines.iter().enumerate().filter(|(_, line)| line.parent.is_none()) {
            price::check_hidden(offer.find(line.item(), at)?, None)?;
        }
        return Ok(None);
    };
    let quote = |pricing: &mut Pricing, cart: &Cart| {
        let buyer = cart.tariff.buyer.as_ref();
        let at = (Channel::Web, cart.created_at);
        pricing.quote(units(offer, &cart.lines), cart.tariff.voucher.as_deref(), buyer, at)
    };
    let priced = match quote(pricing, cart) {
        // Whoever follows a link with a voucher may buy something else all the same.
        Err(Error::Voucher { code: "sales.voucher_other", .. }) if !strict => {
            cart.tariff.voucher = None;
            quote(pricing, cart)?
        }
        other => other?,
    };
    for ((at, line), row) in cart.lines.iter_mut().enumerate().zip(priced.lines()) {
        if line.parent.is_none() {
            price::check_hidden(offer.find(line.item(), at)?, Some(row))?;
        }
        line.price_minor = row.taxed.gross;
    }
    let beyond = with_parts(offer, &cart.lines, priced.beyond());
    cart.lines.iter_mut().for_each(|line| line.beyond = beyond.contains(&line.number));
    cart.tariff.fee_minor = Some(priced.fee_minor());
    cart.tariff.tax_minor = Some(priced.tax_minor());
    Ok(Some(priced))
}

/// These lines and the parts of those that are bundles.
fn with_parts(offer: &Offer, lines: &[CartLine], mut numbers: BTreeSet<i32>) -> BTreeSet<i32> {
    for (at, line) in lines.iter().enumerate() {
        let part = matches!(offer.part(line.item(), parent_of(lines, at)), Part::Share(_));
        if part && line.parent.is_some_and(|parent| numbers.contains(&parent)) {
            numbers.insert(line.number);
        }
    }
    numbers
}

/// Prices an open cart anew, because its guest gave a voucher, took it back, or told where they are. What was promised
/// when it was made still holds.
pub async fn reprice(cx: &Cx, event: &EventHead, secret: &str, change: Change) -> Result<Cart, Error> {
    let mut tx = cx.begin_through(event.id.uuid()).await?;
    let mut cart = lock(&mut tx, event, secret).await?;
    match cart.status {
        CartStatus::Ordered => return Err(Error::CartOrdered),
        _ if !cart.holds(cx.now) => return Err(Error::CartExpired),
        _ => {}
    }
    let offer = Offer::read(&mut tx, event.id).await?.of(cart.mode);
    let rows = price::of(&mut tx, cart.id).await?;
    let uses = price::uses_in(&rows, cart.mode);
    let before = cart.tariff.voucher.clone();
    let strict = change.voucher.is_some();
    cart.tariff.voucher = change.voucher.unwrap_or_else(|| before.clone());
    cart.tariff.buyer = change.buyer.or(cart.tariff.buyer);
    // Both vouchers are locked together, in the order of their ids: two carts may swap theirs.
    let codes = [before.as_deref(), cart.tariff.voucher.as_deref()].into_iter().flatten();
    let mut pricing = Pricing::read(&mut tx, event, (&*offer.goods, cart.mode), codes, true).await?;
    if let Some(pricing) = &mut pricing {
        pricing.forget(&uses);
        if strict {
            pricing.check_voucher(cart.tariff.voucher.as_deref(), cx.now)?;
        }
    }
    let kept = catalog::price::give_back(&mut tx, uses).await?.kept();
    let given = Shifts::default().release(&cart.places(&offer)).hold(&offer.places_of(&kept));
    for at in 0..cart.lines.len() {
        let (parent, line) = (parent_of(&cart.lines, at), &cart.lines[at]);
        let (product, part) = (offer.find(line.item(), at)?, offer.part(line.item(), parent));
        cart.lines[at].price_minor =
            chosen::list_price(product, part, (Channel::Web, line.chosen_minor), at)?;
    }
    let priced = set(pricing.as_mut(), &offer, &mut cart, strict)?;
    keep(&mut tx, &cart, priced.as_ref()).await?;
    // What the voucher keeps aside, or takes beyond the size, takes its places otherwise than the rest.
    let kept = offer.places_of(&priced.as_ref().map(Priced::kept).unwrap_or_default());
    let items = cart.lines.iter().map(CartLine::item);
    let moved = given.hold(&cart.places(&offer)).release(&kept);
    moved.apply(&mut tx).await.map_err(|error| offer.explain(error, items))?;
    tx.commit().await?;
    Ok(cart)
}

/// Writes what a cart costs instead of what it cost before.
async fn keep(tx: &mut Tx, cart: &Cart, priced: Option<&Priced>) -> Result<(), Error> {
    price::delete(tx, cart.id).await?;
    if let Some(priced) = priced {
        price::insert(tx, cart.event, &priced.rows_of(cart.id)).await?;
        if !catalog::price::take(tx, &priced.uses).await? {
            return Err(price::gone());
        }
    }
    Ok(store::set_prices(tx, cart).await?)
}
