//! What is on offer: events, products (ticket types) and quotas (their stock).
//!
//! Tables: `events`, `categories`, `products`, `product_variations`, `quotas`, `quota_products`, `price_settings`,
//! `tax_rules`, `discounts`, `fees`, `vouchers`; views: `event_stock`, `voucher_places`. Reads the views `organisers`, `images` and
//! `product_places`. Facts: `event.updated`, `product.updated`, `quota.changed`, `prices.changed`, `voucher.changed`.
//!
//! - [`event`], [`category`], [`product`], [`variation`], [`quota`]: what organisers do; [`public`]: what everybody may
//!   see; [`Item`]: what a line of a cart is about
//! - [`composition`]: add-ons and bundles; [`copy`]: a new event that begins as another one, or from a template
//! - [`availability`]: whether a product can be bought, and why not
//! - [`stock`]: the one place that changes `sold` and `held`; `membership`: which quotas products take them from;
//!   [`sale`]: what selling reads
//! - [`price`], [`tax_rule`], [`discount`], [`fee`], [`voucher`]: what decides on prices besides the list
//! - [`quote`]: what a basket costs and why; [`vat`]: countries and VAT ids
//! - [`Mode`]: whether what is sold counts
//! - [`EventScope`], [`GuestEvent`], [`SeenEvent`], [`LinkedEvent`]: the event in the path, for members, buyers, readers
//!   of its page, and holders of a secret link

pub mod availability;
pub mod category;
pub mod composition;
pub mod copy;
pub mod discount;
pub mod error;
pub mod event;
pub mod fee;
mod item;
mod journal;
mod membership;
mod mode;
pub mod price;
pub mod product;
pub mod public;
pub mod quota;
pub mod quote;
pub mod sale;
pub mod scope;
pub mod stock;
pub mod tax_rule;
pub mod variation;
pub mod vat;
pub mod voucher;

use httpkit::ApiRouter;

pub use error::Error;
pub use event::EventHead;
pub use item::Item;
pub use mode::Mode;
pub use scope::{EventPath, EventScope, GuestEvent, LinkedEvent, SeenEvent};

/// Every operation on events, products and quotas, and the public ones on organisers and events.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(event::http::router())
        .merge(category::http::router())
        .merge(product::http::router())
        .merge(variation::http::router())
        .merge(quota::http::router())
        .merge(price::http::router())
        .merge(tax_rule::http::router())
        .merge(discount::http::router())
        .merge(fee::http::router())
        .merge(voucher::http::router())
        .merge(quote::http::router())
        .merge(public::http::router())
}
