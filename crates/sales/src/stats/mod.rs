//! The numbers of an event, from the same rows that the lists show.

mod drift;
pub mod http;
mod store;

use ::store::Cx;
use catalog::EventHead;
use kernel::{Money, ProductId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Error;

pub use drift::{Drift, Places, drift};

/// An event in numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stats {
    /// What paid orders cost together.
    pub revenue: Money,
    /// What pending orders cost together.
    pub pending_amount: Money,
    /// Tickets of paid orders.
    pub tickets_sold: i64,
    /// Tickets of pending orders and open carts.
    pub tickets_held: i64,
    /// Places there are; absent if some quota is unlimited.
    pub capacity: Option<i64>,
    /// Orders by state.
    pub orders: OrderCounts,
    /// Tickets admitted on any list.
    pub checked_in: i64,
    /// Sales by day in the event's zone, oldest first; days without sales are left out.
    pub per_day: Vec<Day>,
    /// Sales by product, in the order they are shown.
    pub per_product: Vec<ProductSales>,
}

/// Orders by state.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub struct OrderCounts {
    /// Waiting for money, or for somebody to look at them.
    pub pending: i64,
    /// Those of the pending ones that somebody has to look at.
    pub asked: i64,
    /// Paid or free.
    pub paid: i64,
    /// Not paid in time.
    pub expired: i64,
    /// Cancelled.
    pub cancelled: i64,
}

/// Sales of one day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Day {
    /// The day in the event's zone, as `2027-03-14`.
    pub date: String,
    /// Tickets paid on it.
    pub tickets: i64,
    /// What they cost, in minor units.
    pub revenue_minor: i64,
}

/// Sales of one product.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProductSales {
    /// The product.
    pub product_id: ProductId,
    /// Its name in the event's main language.
    pub name: String,
    /// Tickets of paid orders.
    pub sold: i64,
    /// What they cost, in minor units.
    pub revenue_minor: i64,
}

/// The event's numbers now.
pub async fn of_event(cx: &Cx, event: &EventHead) -> Result<Stats, Error> {
    let mut tx = cx.read().await?;
    let totals = store::totals(&mut tx, event.id).await?;
    let per_day = store::per_day(&mut tx, event.id, event.zone.name()).await?;
    let sales = store::per_product(&mut tx, event.id).await?;
    let goods = catalog::sale::goods(&mut tx, event.id).await?;
    let capacity = store::capacity(&mut tx, event.id).await?;
    let locale = event.main_locale();
    let whole = goods.products.iter().filter(|product| product.variation.is_none());
    let per_product = whole.filter_map(|product| {
        let sold = sales.iter().find(|sale| sale.product == product.id);
        (sold.is_some() || !product.terms.archived).then(|| ProductSales {
            product_id: product.id,
            name: product.name.get(&locale).to_owned(),
            sold: sold.map_or(0, |sale| sale.tickets),
            revenue_minor: sold.map_or(0, |sale| sale.revenue_minor),
        })
    });
    Ok(Stats {
        per_product: per_product.collect(),
        revenue: Money::new(totals.revenue_minor, event.currency),
        pending_amount: Money::new(totals.pending_minor, event.currency),
        tickets_sold: totals.tickets_sold,
        tickets_held: totals.tickets_held,
        capacity,
        orders: OrderCounts {
            pending: totals.pending,
            asked: totals.asked,
            paid: totals.paid,
            expired: totals.expired,
            cancelled: totals.cancelled,
        },
        checked_in: store::checked_in(&mut tx, event.id).await?,
        per_day,
    })
}
