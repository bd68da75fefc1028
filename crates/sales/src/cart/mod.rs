//! A guest's hold on stock: places are set aside until the time is up, the cart is ordered, or it is given up.

pub mod http;
pub mod jobs;
mod people;
mod pricing;
mod shortage;
pub(crate) mod store;
mod together;
pub mod view;

use ::store::{Cx, Tx, job};
use catalog::{
    EventHead, Item, Mode,
    availability::{Ask, Channel},
    composition::Line,
    quote::Part,
    stock::{self, Places, Shifts},
    voucher::Voucher,
};
use kernel::{CartId, EventId, Instant, Locale, Money, ProductId, VariationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error,
    chosen::{self, Chosen},
    offer::{self, Offer, Taken},
    order::MAX_TICKETS,
    price::{self, Kept, Priced, Pricing, Tariff},
};

pub use people::People;
pub use pricing::{Change, Codes, reprice};

/// How often a hold can be extended: the cap is this many times the hold's length (WCAG 2.2, 2.2.1).
const EXTENSIONS: i32 = 10;

/// Where a cart stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CartStatus {
    /// Its places are held.
    Open,
    /// Its places went back.
    Expired,
    /// It became an order.
    Ordered,
}

impl CartStatus {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Expired => "expired",
            Self::Ordered => "ordered",
        }
    }
}

/// A cart.
#[derive(Debug, Clone)]
pub struct Cart {
    /// The cart.
    pub id: CartId,
    /// Its event.
    pub event: EventId,
    /// Its address.
    pub secret: String,
    /// Where it stands.
    pub status: CartStatus,
    /// Whether it counts: that of its event when it was begun.
    pub mode: Mode,
    /// The guest's language.
    pub locale: Locale,
    /// The buyer's name, empty until told.
    pub name: String,
    /// The buyer's address, empty until told.
    pub email: String,
    /// When its places go back.
    pub expires_at: Instant,
    /// The latest that `expires_at` can be moved to.
    pub extendable_until: Instant,
    /// When it was made.
    pub created_at: Instant,
    /// How it was priced.
    pub tariff: Tariff,
    /// One line per ticket.
    pub lines: Vec<CartLine>,
}

/// One ticket wanted.
#[derive(Debug, Clone)]
pub struct CartLine {
    /// From 1.
    pub number: i32,
    /// The number of the line that it belongs to: it is an add-on to that, or a part of it.
    pub parent: Option<i32>,
    /// What.
    pub product: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// The price it was promised at.
    pub price_minor: i64,
    /// What the guest wants to give, in minor units, where the price is free.
    pub chosen_minor: Option<i64>,
    /// Whether somebody is let in with it.
    pub admits: bool,
    /// Whether every order with it is looked at first.
    pub approval: bool,
    /// Whether a voucher takes its places beyond the size of their quotas.
    pub beyond: bool,
    /// Who comes, may be empty.
    pub attendee_name: String,
}

impl CartLine {
    /// What it is about.
    pub fn item(&self) -> Item {
        Item::new(self.product, self.variation)
    }

    /// What takes its places.
    fn taken(&self) -> Taken {
        Taken { item: self.item(), beyond: self.beyond }
    }
}

/// What a guest chose.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// What.
    pub item: Item,
    /// How many.
    pub quantity: u32,
    /// What the guest wants to give for each, in minor units, where the price is free.
    pub price_minor: Option<i64>,
    /// The place among the wishes of the ticket that it is an add-on of; it comes before.
    pub parent: Option<usize>,
}

impl Wish {
    /// So many of it at its price.
    pub fn new(item: impl Into<Item>, quantity: u32) -> Self {
        Self { item: item.into(), quantity, price_minor: None, parent: None }
    }

    fn line(&self) -> Line {
        let quantity = usize::try_from(self.quantity).unwrap_or(usize::MAX);
        Line { item: self.item, quantity, parent: self.parent, chosen: self.price_minor }
    }
}

impl Cart {
    /// What everything costs.
    pub fn total(&self, currency: kernel::Currency) -> Option<Money> {
        let lines = self.lines.iter().map(|line| line.price_minor);
        crate::order::total(lines.chain(self.tariff.fee_minor), currency)
    }

    /// The places that its lines take.
    fn places(&self, offer: &Offer) -> Vec<Places> {
        offer.places(self.lines.iter().map(CartLine::taken))
    }

    /// Whether the places are still held at `now`.
    pub fn holds(&self, now: Instant) -> bool {
        self.status == CartStatus::Open && self.expires_at > now
    }
}

/// How often somebody else may be faster with what vouchers and discounts have left.
const TRIES: usize = 3;

/// Sets places aside for a guest.
pub async fn create(
    cx: &Cx,
    event: &EventHead,
    wishes: &[Wish],
    codes: impl Into<Codes<'_>>,
    locale: Locale,
) -> Result<Cart, Error> {
    if event.template {
        return Err(Error::Template);
    }
    let (wishes, codes) = (merged(wishes)?, codes.into());
    // What was read for somebody before is good enough to say yes, as long as it still holds.
    if codes.voucher.is_none()
        && catalog::price::known_as_none(&cx.db, event.id, event.version).await
        && let Some(offer) = Offer::kept(&cx.db, event.id, event.version).await
        && let Ok(lines) = choose(&offer, &wishes, (codes.access, None), cx.now)
    {
        let cart = new_cart(cx, event, (lines, offer.mode()), locale.clone());
        if together::hold(cx, &offer, &cart, event.version).await {
            return Ok(cart);
        }
    }
    for attempt in 0..TRIES {
        let mut tx = cx.begin_through(event.id.uuid()).await?;
        let offer = Offer::read(&mut tx, event.id).await?;
        let mut pricing =
            Pricing::read(&mut tx, event, (&*offer.goods, offer.mode()), codes.voucher, attempt > 0).await?;
        let voucher = pricing.as_ref().and_then(|pricing| pricing.voucher(codes.voucher));
        let lines = choose(&offer, &wishes, (codes.access, voucher), cx.now)?;
        let mut cart = new_cart(cx, event, (lines, offer.mode()), locale.clone());
        cart.tariff.voucher = codes.voucher.map(str::to_owned);
        let priced = pricing::set(pricing.as_mut(), &offer, &mut cart, codes.strict)?;
        if hold(tx, &offer, &cart, priced.as_ref()).await? {
            return Ok(cart);
        }
    }
    Err(price::gone())
}

/// One line per ticket wanted, if a guest may have them all.
fn choose(
    offer: &Offer,
    wishes: &[Wish],
    (access_code, voucher): (Option<&str>, Option<&Voucher>),
    now: Instant,
) -> Result<Vec<CartLine>, Error> {
    for (line, wish) in wishes.iter().enumerate() {
        let product = offer.find(wish.item, line)?;
        let same = wishes.iter().filter(|other| other.item.product == wish.item.product);
        let ask = Ask {
            voucher: voucher.is_some_and(|voucher| voucher.shows(product)),
            ..Ask::guest(now, access_code).of(same.map(|other| other.quantity).sum())
        };
        offer::check(line, product, &ask)?;
    }
    let lines: Vec<Line> = wishes.iter().map(Wish::line).collect();
    let line = |chosen: Chosen| CartLine {
        number: chosen.number,
        parent: chosen.parent,
        product: chosen.unit.product,
        variation: chosen.unit.variation,
        price_minor: chosen.price_minor,
        chosen_minor: chosen.unit.chosen,
        admits: chosen.admits,
        approval: offer.is_looked_at(chosen.item()),
        beyond: false,
        attendee_name: String::new(),
    };
    Ok(offer.compose(Channel::Web, &lines)?.into_iter().map(line).collect())
}

fn new_cart(cx: &Cx, event: &EventHead, (lines, mode): (Vec<CartLine>, Mode), locale: Locale) -> Cart {
    Cart {
        id: CartId::new(cx.now, &cx.chance),
        event: event.id,
        secret: cx.chance.secret(),
        status: CartStatus::Open,
        mode,
        locale,
        name: String::new(),
        email: String::new(),
        expires_at: cx.now.plus_minutes(event.hold_minutes),
        extendable_until: cx.now.plus_minutes(event.hold_minutes * EXTENSIONS),
        created_at: cx.now,
        tariff: Tariff::default(),
        lines,
    }
}

/// Writes a new cart and takes its places; `false`, and nothing done, if a voucher or a discount has too little left.
async fn hold(mut tx: Tx, offer: &Offer, cart: &Cart, priced: Option<&Priced>) -> Result<bool, Error> {
    let cx = tx.cx().clone();
    store::insert(&mut tx, cart.event, &[cart], vec![jobs::expiry(&cx, cart)?]).await?;
    if let Some(priced) = priced {
        price::insert(&mut tx, cart.event, &priced.rows_of(cart.id)).await?;
        if !catalog::price::take(&mut tx, &priced.uses).await? {
            return Ok(false);
        }
    }
    let kept = offer.places_of(&priced.map(Priced::kept).unwrap_or_default());
    let wanted = Shifts::default().hold(&cart.places(offer)).release(&kept);
    wanted.apply_with_commit(&mut tx);
    match tx.commit().await {
        Ok(()) => Ok(true),
        Err(error) if stock::is_sold_out(&error) => {
            Err(shortage::of(&cx, offer, &wanted, &cart.lines).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Wishes for the same ticket at the same price added up; refuses nothing at all and too much.
fn merged(wishes: &[Wish]) -> Result<Vec<Wish>, Error> {
    let mut merged: Vec<Wish> = Vec::new();
    // Where each wish went.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(wishes.len());
    for (line, wish) in wishes.iter().enumerate() {
        let parent = match wish.parent {
            None => None,
            Some(at) => Some(places.get(at).copied().flatten().ok_or_else(|| chosen::orphan(line))?),
        };
        let same = |known: &Wish| {
            (known.item, known.price_minor, known.parent) == (wish.item, wish.price_minor, parent)
        };
        let known = merged.iter().position(same);
        match known {
            _ if wish.quantity == 0 => {}
            Some(at) => merged[at].quantity = merged[at].quantity.saturating_add(wish.quantity),
            None => merged.push(Wish { parent, ..*wish }),
        }
        places.push(known.or((wish.quantity > 0).then(|| merged.len() - 1)));
    }
    match merged.iter().fold(0_usize, |sum, wish| sum.saturating_add(wish.quantity as usize)) {
        0 => Err(Error::Empty),
        count if count > MAX_TICKETS => Err(Error::TooMany(MAX_TICKETS)),
        _ => Ok(merged),
    }
}

/// What the line at this place belongs to, if it belongs to another one.
fn parent_of(lines: &[CartLine], at: usize) -> Option<Item> {
    let parent = usize::try_from(lines.get(at)?.parent? - 1).ok()?;
    lines.get(parent).map(CartLine::item)
}

/// The cart behind a secret.
pub async fn get(cx: &Cx, event: &EventHead, secret: &str) -> Result<Cart, Error> {
    store::find(&mut cx.read().await?, event.id, secret).await?.ok_or(Error::NotFound("cart"))
}

/// Notes who buys and who comes; returns the cart as it is then.
pub async fn update(cx: &Cx, event: &EventHead, secret: &str, people: People) -> Result<Cart, Error> {
    let (told, errors) = people.parse();
    let mut tx = cx.once().await?;
    if errors.is_empty()
        && let Some(cart) = store::set_people(&mut tx, event.id, secret, &told).await?
    {
        tx.commit().await?;
        return Ok(cart);
    }
    match store::find(&mut tx, event.id, secret).await? {
        None => Err(Error::NotFound("cart")),
        Some(cart) if cart.status == CartStatus::Ordered => Err(Error::CartOrdered),
        Some(_) => Err(Error::Buyer(errors)),
    }
}

/// Gives the guest more time: a full hold from now, up to the cap.
pub async fn extend(cx: &Cx, event: &EventHead, secret: &str) -> Result<Cart, Error> {
    let mut tx = cx.begin().await?;
    let mut cart = lock(&mut tx, event, secret).await?;
    match cart.status {
        CartStatus::Ordered => return Err(Error::CartOrdered),
        _ if !cart.holds(cx.now) => return Err(Error::CartExpired),
        _ => {}
    }
    let until = cx.now.plus_minutes(event.hold_minutes).min(cart.extendable_until);
    cart.expires_at = until.max(cart.expires_at);
    store::set_status(&mut tx, cart.id, CartStatus::Open, cart.expires_at).await?;
    jobs::expire_at(&mut tx, cart.id, cart.expires_at).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Tries to get the places of an expired cart again, at the prices it was promised.
pub async fn reacquire(cx: &Cx, event: &EventHead, secret: &str) -> Result<Cart, Error> {
    let mut tx = cx.begin().await?;
    let mut cart = lock(&mut tx, event, secret).await?;
    match cart.status {
        CartStatus::Ordered => return Err(Error::CartOrdered),
        CartStatus::Open if cart.holds(cx.now) => return Ok(cart),
        CartStatus::Open => give_back(&mut tx, &cart).await?,
        CartStatus::Expired => {}
    }
    let offer = Offer::read(&mut tx, event.id).await?;
    if cart.mode.is_test() && !offer.mode().is_test() {
        return Err(Error::TestOver);
    }
    let offer = offer.of(cart.mode);
    let items: Vec<Item> = cart.lines.iter().map(CartLine::item).collect();
    for (line, item) in items.iter().enumerate() {
        let product = offer.find(*item, line)?;
        if let Part::Share(_) = offer.part(*item, parent_of(&cart.lines, line)) {
            continue;
        }
        // Whoever had it in the cart has seen it.
        let code = product.terms.access_code.clone();
        let ask = Ask { voucher: true, ..Ask::guest(cx.now, code.as_deref()) };
        offer::check(line, product, &ask)?;
    }
    let kept = match cart.tariff.fee_minor {
        Some(_) => price::take_again(&mut tx, cart.id, cart.mode).await?.ok_or_else(price::gone)?,
        None => Kept::new(),
    };
    let wanted = Shifts::default().hold(&cart.places(&offer)).release(&offer.places_of(&kept));
    wanted.apply(&mut tx).await.map_err(|error| offer.explain(error, items))?;
    cart.status = CartStatus::Open;
    cart.expires_at = cx.now.plus_minutes(event.hold_minutes);
    store::set_status(&mut tx, cart.id, cart.status, cart.expires_at).await?;
    jobs::expire_at(&mut tx, cart.id, cart.expires_at).await?;
    tx.commit().await?;
    Ok(cart)
}

/// Gives the places back because the guest does not want them.
pub async fn release(cx: &Cx, event: &EventHead, secret: &str) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let cart = lock(&mut tx, event, secret).await?;
    match cart.status {
        CartStatus::Ordered => Err(Error::CartOrdered),
        CartStatus::Expired => Ok(()),
        CartStatus::Open => end_early(tx, &cart).await,
    }
}

/// Ends an open cart before its time, because there is nothing to buy any more.
pub(crate) async fn give_up(cx: &Cx, cart: CartId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let Some(cart) = store::lock_by_id(&mut tx, cart).await? else { return Ok(()) };
    if cart.status == CartStatus::Open { end_early(tx, &cart).await } else { Ok(()) }
}

/// Gives the places of an open cart back now; nothing is left to be done when its time is up.
async fn end_early(mut tx: Tx, cart: &Cart) -> Result<(), Error> {
    let now = tx.now();
    give_back(&mut tx, cart).await?;
    store::set_status(&mut tx, cart.id, CartStatus::Expired, now).await?;
    job::remove(&mut tx, &jobs::key(cart.id)).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a cart whose time is up. A cart that was ordered, extended or released meanwhile stays as it is.
pub(crate) async fn expire(cx: &Cx, cart: CartId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let Some(cart) = store::lock_by_id(&mut tx, cart).await? else { return Ok(()) };
    if cart.status != CartStatus::Open || cart.expires_at > cx.now {
        return Ok(());
    }
    give_back(&mut tx, &cart).await?;
    store::set_status(&mut tx, cart.id, CartStatus::Expired, cart.expires_at).await?;
    tx.commit().await?;
    Ok(())
}

async fn give_back(tx: &mut Tx, cart: &Cart) -> Result<(), Error> {
    let offer = Offer::read(tx, cart.event).await?.of(cart.mode);
    let kept = match cart.tariff.fee_minor {
        Some(_) => price::give_back(tx, cart.id, cart.mode).await?,
        None => Kept::new(),
    };
    let given = Shifts::default().release(&cart.places(&offer)).hold(&offer.places_of(&kept));
    given.apply(tx).await.map_err(|error| offer.explain(error, []))
}

async fn lock(tx: &mut Tx, event: &EventHead, secret: &str) -> Result<Cart, Error> {
    store::lock(tx, event.id, secret).await?.ok_or(Error::NotFound("cart"))
}
