//! What organisers read of a product.

use kernel::{CategoryId, Instant, LocalizedText, Money, ProductId, QuotaId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Icon, Kind, Product};
use crate::{
    availability::{Availability, Channel, Visibility},
    composition::{AddOn, Part},
    event::Cover,
    price::ChannelPrices,
    variation::http::VariationView,
};

/// A product as organisers see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Product)]
pub struct ProductView {
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
    /// Its price; with a free price, the least that can be given.
    pub price: Money,
    /// What it costs on some channels, where that is another price.
    pub channel_prices: ChannelPrices,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its place among the others, small first.
    pub sort: i32,
    /// When its sale starts, if that is a fixed moment.
    pub sales_from: Option<Instant>,
    /// When its sale ends, if that is a fixed moment.
    pub sales_until: Option<Instant>,
    /// When its sale starts, in minutes before the event's start.
    pub sales_from_minutes: Option<i32>,
    /// When its sale ends, in minutes before the event's start.
    pub sales_until_minutes: Option<i32>,
    /// Through which doors it is sold.
    pub channels: Vec<Channel>,
    /// The fewest of it that one order may have, if it has any.
    pub min_per_order: u32,
    /// How many of it one order may have.
    pub max_per_order: u32,
    /// The most of it that one customer may have in all orders of the event.
    pub max_per_customer: Option<u32>,
    /// The fewest of it that one customer may have in all of them, if they have any.
    pub min_per_customer: Option<u32>,
    /// Who gets to see it.
    pub visibility: Visibility,
    /// The code that shows it.
    pub access_code: Option<String>,
    /// Whether every order with it is looked at first: it waits until somebody approves it.
    pub approval: bool,
    /// What can be bought along with it.
    pub add_ons: Vec<AddOn>,
    /// What it contains.
    pub bundle: Vec<Part>,
    /// Whether it can be bought without another product that it is an add-on of.
    pub sold_alone: bool,
    /// Quotas it takes a place from.
    pub quota_ids: Vec<QuotaId>,
    /// Its forms in the order they are shown. If there are any, one of them has to be chosen.
    pub variations: Vec<VariationView>,
    /// Whether those it is meant for can buy it now; with variations, the best of them.
    pub availability: Availability,
    /// How often it was changed by hand, from 1; its entity tag.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl ProductView {
    /// The product as it stands at `now`.
    pub fn new(product: Product, now: Instant) -> Self {
        Self {
            availability: product.availability(now),
            variations: product.offered().map(|variation| VariationView::new(variation, now)).collect(),
            kind: product.kind,
            category_id: product.category,
            free_price: product.free_price,
            id: product.id,
            name: product.name,
            description: product.description,
            picture: product.picture,
            icon: product.icon,
            price: product.price,
            channel_prices: product.channel_prices,
            sort: product.sort,
            sales_from: product.window.from,
            sales_until: product.window.until,
            sales_from_minutes: product.window.from_minutes,
            sales_until_minutes: product.window.until_minutes,
            channels: product.terms.channels,
            min_per_order: product.terms.min_per_order,
            max_per_order: product.terms.max_per_order,
            min_per_customer: product.terms.min_per_customer,
            max_per_customer: product.terms.max_per_customer,
            visibility: product.terms.visibility,
            access_code: product.terms.access_code,
            approval: product.terms.approval,
            add_ons: product.composition.add_ons,
            bundle: product.composition.bundle,
            sold_alone: product.composition.sold_alone,
            quota_ids: product.quota_ids,
            version: product.version,
            created_at: product.created_at,
            updated_at: product.updated_at,
        }
    }
}

/// All products of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductList {
    /// The products, in the order they are shown.
    pub items: Vec<ProductView>,
}
