//! Finding orders: one filter for the list, its totals, and the export, so that all three tell the same.

mod store;

use std::sync::Arc;

use ::store::{
    Cx,
    audit::{self, Entry},
};
use catalog::{EventHead, quote::VatCheck};
use futures_util::{Stream, TryStreamExt};
use kernel::{Cursor, Page, PageQuery, ProductId};
use serde::Deserialize;
use serde_json::json;

use utoipa::IntoParams;

use super::{Approval, OrderStatus, PaymentMethod, view::OrderSummary};
use crate::Error;

/// Which orders.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OrderFilter {
    /// Part of a code, a name or an address.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// Where they stand.
    pub status: Option<OrderStatus>,
    /// What was decided about those that somebody looks at first; `asked` waits for it.
    pub approval: Option<Approval>,
    /// Those with a ticket of this kind.
    pub product: Option<ProductId>,
    /// How they are paid.
    pub payment_method: Option<PaymentMethod>,
    /// Those with a VAT id of which the register said this; `unchecked` where nobody could be asked.
    pub vat_check: Option<VatCheck>,
    /// The test orders; without it, those that count.
    #[serde(default)]
    pub test: Option<bool>,
}

pub use store::Totals;

/// Matching orders, newest first.
pub async fn list(
    cx: &Cx,
    event: &EventHead,
    filter: &OrderFilter,
    page: &PageQuery,
) -> Result<Page<OrderSummary>, Error> {
    let mut tx = cx.read().await?;
    let after = match &page.cursor {
        Some(cursor) => Some(Cursor::decode(cursor).map_err(catalog::Error::from)?),
        None => None,
    };
    let limit = page.limit();
    let rows = store::rows(&mut tx, event.id, filter, after, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| (row.created_at.as_microsecond(), row.id.uuid()));
    Ok(page.map(|row| row.summary(event)))
}

/// What all matching orders come to. Apart from the list: adding up thousands of orders takes longer than reading fifty.
pub async fn totals(cx: &Cx, event: &EventHead, filter: &OrderFilter) -> Result<Totals, Error> {
    Ok(store::totals(&mut cx.read().await?, event.id, filter).await?)
}

/// Matching orders, newest first, in blocks that are read as they are needed. Whoever takes them along is recorded.
pub async fn export(
    cx: Cx,
    event: Arc<EventHead>,
    filter: OrderFilter,
) -> Result<impl Stream<Item = Result<Vec<OrderSummary>, Error>>, Error> {
    const BLOCK: usize = 500;
    let (status, method) = (filter.status, filter.payment_method);
    let entry = Entry {
        action: "order.exported",
        subject_kind: "event",
        subject: event.id.uuid(),
        event: Some(event.id),
        before: None,
        after: Some(
            json!({ "status": status, "approval": filter.approval, "payment_method": method, "product": filter.product,
                "test": filter.test.unwrap_or_default() }),
        ),
    };
    audit::took(&cx, entry).await?;
    let start = Some(None);
    let blocks =
        futures_util::stream::try_unfold((cx, event, filter, start), async |(cx, event, filter, after)| {
            let Some(after) = after else { return Ok::<_, Error>(None) };
            let mut tx = cx.read().await?;
            let rows = store::rows(&mut tx, event.id, &filter, after, BLOCK).await?;
            let next = (rows.len() == BLOCK)
                .then(|| rows.last().map(|row| Some((row.created_at.as_microsecond(), row.id.uuid()))))
                .flatten();
            let block = rows.into_iter().map(|row| row.summary(&event)).collect();
            Ok(Some((block, (cx, event, filter, next))))
        });
    Ok(blocks.into_stream())
}
