//! What everybody may see: organisers, their live events, and what can be bought.

mod entry;
pub mod http;
mod prices;
mod store;

use ::store::{Cx, Tx};
use kernel::{
    CategoryId, Currency, EventId, Instant, Locale, LocalizedText, Money, ProductId, Slug, VariationId, Zone,
};
use ports::Providers;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, Item, Mode,
    availability::{Ask, Channel, Code, Standing, State, Stock, Terms, Visibility},
    composition::{AddOn, Part},
    event::{self, Cancellation, Cover, Event, PaymentMethod, Status},
    price::ChannelPrices,
    product::{self, Icon, Kind, Product},
    variation::Variation,
};

pub use entry::entry;
use prices::Prices;
pub use prices::PublicTax;

/// Who organises.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organiser {
    /// The organisation's part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where guests turn to with questions.
    pub contact_email: String,
    /// Its own site.
    pub website: Option<String>,
    /// About it, in Markdown.
    pub about: LocalizedText,
    /// The languages of its pages; the first is the main one.
    pub locales: Vec<Locale>,
}

/// An organiser's page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicOrganisation {
    /// Who organises.
    pub organiser: Organiser,
    /// Events that are not over, soonest first, also those that were called off.
    pub upcoming: Vec<PublicSummary>,
    /// Live events that are over, latest first; at most 20.
    pub past: Vec<PublicSummary>,
}

/// An event in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicSummary {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// Its name.
    pub name: LocalizedText,
    /// One or two sentences.
    pub summary: LocalizedText,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// The time zone of the place.
    pub zone: Zone,
    /// The venue's name; may be empty.
    pub venue_name: String,
    /// Whether one can take part online.
    pub online: bool,
    /// Its picture.
    pub cover: Option<Cover>,
    /// Whether it takes place, or was called off.
    pub status: Status,
    /// Whether it is in test mode: what is ordered now is a test, and its tickets let nobody in.
    pub test_mode: bool,
    /// The least that somebody pays who comes, by the rules of now; absent if there is nothing, if it is over or called
    /// off.
    pub price_from: Option<Money>,
    /// Counts every change of the event, its products and its quotas' sizes.
    pub version: i64,
    /// When it, a product or a quota's size was last changed.
    pub updated_at: Instant,
}

/// A live event with what can be bought.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicEvent {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// Who organises it.
    pub organiser: Organiser,
    /// Its name.
    pub name: LocalizedText,
    /// One or two sentences.
    pub summary: LocalizedText,
    /// The whole story, in Markdown.
    pub description: LocalizedText,
    /// Its languages; the first is the main one.
    pub locales: Vec<Locale>,
    /// The time zone of the place.
    pub zone: Zone,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// When the doors open.
    pub doors_at: Option<Instant>,
    /// The venue's name; may be empty.
    pub venue_name: String,
    /// The venue's postal address; may be empty.
    pub venue_address: String,
    /// Whether one can take part online.
    pub online: bool,
    /// The currency of its prices.
    pub currency: Currency,
    /// Its picture.
    pub cover: Option<Cover>,
    /// How buyers can pay.
    pub payment_methods: Vec<PaymentMethod>,
    /// What can be bought, in the order to show it.
    pub products: Vec<PublicProduct>,
    /// The headings under which those stand, in the order to show them; what has none comes first.
    pub categories: Vec<PublicCategory>,
    /// Whether there are products that an access code would show, or vouchers.
    pub takes_access_code: bool,
    /// Whether the code that was given is a voucher's; the prices are those with it.
    pub voucher_accepted: bool,
    /// Whether it is on sale, or was called off.
    pub status: Status,
    /// Whether it is in test mode: what is ordered now is a test, and its tickets let nobody in.
    pub test_mode: bool,
    /// Since when and why it will not take place.
    pub cancellation: Option<Cancellation>,
    /// Counts every change of the event, its products and its quotas' sizes.
    pub version: i64,
    /// When it, a product or a quota's size was last changed.
    pub updated_at: Instant,
}

/// A product that a guest gets to see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicProduct {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: LocalizedText,
    /// What is included.
    pub description: LocalizedText,
    /// What it looks like.
    pub picture: Option<Cover>,
    /// The drawing beside its name.
    pub icon: Option<Icon>,
    /// What one gets.
    pub kind: Kind,
    /// The heading under which it stands.
    pub category_id: Option<CategoryId>,
    /// What one costs now, with tax; the least that can be given if the price is free, the lowest if it has variations.
    pub price: Money,
    /// What it would cost without what makes it cheaper; absent if nothing does, or if it has variations.
    pub original_price: Option<Money>,
    /// What makes it cheaper: names of discounts, or the voucher's code.
    pub price_because: Vec<LocalizedText>,
    /// The tax in the price; absent if there is none, or if it has variations.
    pub tax: Option<PublicTax>,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its forms in the order to show them. If there are any, one of them has to be chosen.
    pub variations: Vec<PublicVariation>,
    /// The fewest of it that one order may have, if it has any.
    pub min_per_order: u32,
    /// How many of it, in whatever form, one order may have.
    pub max_per_order: u32,
    /// The most of it that one customer may have in all orders of the event.
    pub max_per_customer: Option<u32>,
    /// The fewest of it that one customer may have in all of them, if they have any.
    pub min_per_customer: Option<u32>,
    /// Whether every order with it is looked at by the organiser first.
    pub approval: bool,
    /// What can be bought along with it, as far as it is shown.
    pub add_ons: Vec<AddOn>,
    /// What it contains.
    pub bundle: Vec<Part>,
    /// Whether it can be bought without another product that it is an add-on of.
    pub sold_alone: bool,
    /// When its sale starts.
    pub sales_from: Option<Instant>,
    /// When its sale ends.
    pub sales_until: Option<Instant>,
    /// Whether it can be bought.
    pub availability: PublicAvailability,
}

/// Why something can't be bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicReason {
    /// A stable code.
    pub code: Code,
    /// In words for guests.
    pub message: String,
}

/// A form of a product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicVariation {
    /// The variation.
    pub id: VariationId,
    /// Its name without the product's.
    pub name: LocalizedText,
    /// What is special about it.
    pub description: LocalizedText,
    /// What one costs now, with tax; the least that can be given if the product's price is free.
    pub price: Money,
    /// What it would cost without what makes it cheaper; absent if nothing does.
    pub original_price: Option<Money>,
    /// What makes it cheaper: names of discounts, or the voucher's code.
    pub price_because: Vec<LocalizedText>,
    /// The tax in the price.
    pub tax: Option<PublicTax>,
    /// Whether it can be bought.
    pub availability: PublicAvailability,
}

/// A heading under which products stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublicCategory {
    /// The category.
    pub id: CategoryId,
    /// Its name.
    pub name: LocalizedText,
    /// What stands below the name.
    pub description: LocalizedText,
}

/// Whether a guest can buy something, without telling how much there is of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicAvailability {
    /// Where it stands.
    pub state: State,
    /// Why it can't be bought, the first reason first; none if it can.
    pub reasons: Vec<PublicReason>,
    /// How many one order can have now: never more than `max_per_order`.
    pub available_up_to: u64,
}

/// Who the organiser is.
pub async fn organiser(cx: &Cx) -> Result<Organiser, Error> {
    organiser_of(&mut cx.read().await?).await
}

async fn organiser_of(tx: &mut Tx) -> Result<Organiser, Error> {
    store::organiser(tx).await?.ok_or(Error::NotFound("organisation"))
}

/// The organiser's page: who they are and what they have on.
pub async fn organisation(cx: &Cx) -> Result<PublicOrganisation, Error> {
    let mut tx = cx.read().await?;
    let organiser = organiser_of(&mut tx).await?;
    let (mut upcoming, past) = (store::upcoming(&mut tx).await?, store::past(&mut tx).await?);
    for event in upcoming.iter_mut().filter(|event| event.status == Status::Live) {
        event.price_from = entry::price_from(cx, &mut tx, event.slug.as_str()).await?;
    }
    Ok(PublicOrganisation { organiser, upcoming, past })
}

/// A live or cancelled event as a guest sees it who gave `access_code`: hidden products are left out, and so are
/// those whose code was not given.
pub async fn event(
    cx: &Cx,
    providers: &Providers,
    slug: &str,
    access_code: Option<&str>,
) -> Result<PublicEvent, Error> {
    let event = preview(cx, providers, slug, access_code).await?;
    if event.status == Status::Draft { Err(Error::NotFound("event")) } else { Ok(event) }
}

/// The same for drafts, too: for members, who want to see what guests will see.
pub async fn preview(
    cx: &Cx,
    providers: &Providers,
    slug: &str,
    access_code: Option<&str>,
) -> Result<PublicEvent, Error> {
    let mut tx = cx.read().await?;
    let event = event::store::by_slug(&mut tx, slug).await?.ok_or(Error::NotFound("event"))?;
    let mut products = product::store::list(&mut tx, event.id, event.mode).await?;
    let voucher = prices::voucher(&mut tx, &event, access_code).await?;
    let prices = prices::of(&mut tx, &event, voucher.as_ref(), &mut products).await?;
    let has_vouchers = voucher.is_some() || store::has_vouchers(&mut tx, event.id).await?;
    let mut seen = view(event, (&products, &prices), cx.now, access_code);
    seen.takes_access_code |= has_vouchers;
    seen.voucher_accepted = voucher.is_some();
    seen.payment_methods.retain(|method| method.is_there_in(Mode::of(seen.test_mode), providers));
    Ok(seen)
}

fn view(
    event: Event,
    (products, prices): (&[Product], &Prices),
    now: Instant,
    access_code: Option<&str>,
) -> PublicEvent {
    let off = event.status == Status::Cancelled;
    let seen =
        products.iter().filter_map(|product| Some((product, show(product, prices, now, access_code)?)));
    let (seen, mut shown): (Vec<&Product>, Vec<PublicProduct>) = seen.unzip();
    for product in &mut shown {
        product.add_ons.retain(|rule| seen.iter().any(|seen| seen.id == rule.product_id));
    }
    let shown = shown.into_iter().map(|product| if off { product.off_sale() } else { product });
    let coded = |product: &Product| product.terms.visibility == Visibility::Code && !product.terms.archived;
    let details = event.details;
    PublicEvent {
        id: event.id,
        slug: event.slug,
        organiser: event.organiser,
        name: details.name,
        summary: details.summary,
        description: details.description,
        locales: details.locales,
        zone: details.zone,
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        doors_at: details.doors_at,
        venue_name: details.venue_name,
        venue_address: details.venue_address,
        online: !details.online_url.is_empty(),
        currency: details.currency,
        cover: event.cover,
        payment_methods: details.payment_methods,
        products: shown.collect(),
        categories: headings(&seen),
        takes_access_code: products.iter().any(coded),
        voucher_accepted: false,
        status: event.status,
        test_mode: event.mode.is_test(),
        cancellation: event.cancellation,
        version: event.version,
        updated_at: event.updated_at,
    }
}

/// The categories of these products, in their order.
fn headings(products: &[&Product]) -> Vec<PublicCategory> {
    let mut headings: Vec<PublicCategory> = Vec::new();
    for product in products {
        let Some((id, (name, description))) = product.category.zip(product.heading.clone()) else { continue };
        if headings.iter().all(|known| known.id != id) {
            headings.push(PublicCategory { id, name, description });
        }
    }
    headings
}

impl PublicProduct {
    /// The same, but nobody can buy it.
    fn off_sale(mut self) -> Self {
        let reason = PublicReason { code: Code::Over, message: "The sale is over.".to_owned() };
        let over =
            || PublicAvailability { state: State::Over, reasons: vec![reason.clone()], available_up_to: 0 };
        self.variations.iter_mut().for_each(|variation| variation.availability = over());
        self.availability = over();
        self
    }
}

/// The product as a guest sees it; `None` if it is not for their eyes.
fn show(
    product: &Product,
    prices: &Prices,
    now: Instant,
    access_code: Option<&str>,
) -> Option<PublicProduct> {
    let ask = Ask::guest(now, access_code);
    let terms = &product.terms;
    let on_site = |price: Money, own: ChannelPrices| own.of(price, Channel::Web);
    let told = |terms: &Terms, stock: &[Stock]| PublicAvailability::new(terms, stock, &ask);
    let price = |item: Item, list: Money| {
        let shown = prices.get(&item);
        (Money { minor: shown.map_or(list.minor, |shown| shown.gross), ..list }, shown.cloned())
    };
    let variation = |variation: &Variation| {
        let (price, shown) = price(
            Item::new(product.id, Some(variation.id)),
            on_site(variation.price, variation.channel_prices),
        );
        PublicVariation {
            id: variation.id,
            name: variation.name.clone(),
            description: variation.description.clone(),
            price,
            original_price: shown.as_ref().and_then(|shown| shown.original),
            price_because: shown.as_ref().map(|shown| shown.because.clone()).unwrap_or_default(),
            tax: shown.and_then(|shown| shown.tax),
            availability: told(&variation.terms, &variation.stock),
        }
    };
    let (own, shown) = price(product.id.into(), on_site(product.price, product.channel_prices));
    let shown = shown.filter(|_| product.offered().next().is_none());
    let variations: Vec<PublicVariation> = product.offered().map(variation).collect();
    let best = variations.iter().map(|form| &form.availability).min_by_key(|told| told.state);
    let availability = best.cloned().unwrap_or_else(|| told(terms, &product.stock));
    if availability.state == State::Hidden {
        return None;
    }
    Some(PublicProduct {
        id: product.id,
        name: product.name.clone(),
        description: product.description.clone(),
        picture: product.picture.clone(),
        icon: product.icon,
        kind: product.kind,
        category_id: product.category,
        price: variations.iter().map(|v| v.price).min_by_key(|price| price.minor).unwrap_or(own),
        original_price: shown.as_ref().and_then(|shown| shown.original),
        price_because: shown.as_ref().map(|shown| shown.because.clone()).unwrap_or_default(),
        tax: shown.and_then(|shown| shown.tax),
        free_price: product.free_price,
        min_per_order: terms.min_per_order,
        max_per_order: terms.max_per_order,
        min_per_customer: terms.min_per_customer,
        max_per_customer: terms.max_per_customer,
        approval: terms.approval,
        add_ons: product.composition.add_ons.clone(),
        bundle: product.composition.bundle.clone(),
        sold_alone: product.composition.sold_alone,
        availability,
        variations,
        sales_from: product.terms.sales_from,
        sales_until: product.terms.sales_until,
    })
}

impl PublicAvailability {
    fn new(terms: &Terms, stock: &[Stock], ask: &Ask<'_>) -> Self {
        let (found, most) = (Standing::of(terms, stock, ask), u64::from(terms.max_per_order));
        let left = if found.state.is_open() { found.available.unwrap_or(most) } else { 0 };
        let reasons = found.reasons.into_iter();
        let reasons = reasons.map(|reason| PublicReason { code: reason.code, message: reason.guest });
        Self { state: found.state, reasons: reasons.collect(), available_up_to: left.min(most) }
    }
}
