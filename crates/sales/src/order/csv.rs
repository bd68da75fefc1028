//! Orders as CSV (RFC 4180), safe to open in a spreadsheet.

use httpkit::sheet;

use super::{Approval, view::OrderSummary};
use crate::Error;

const COLUMNS: [&str; 18] = [
    "code",
    "status",
    "name",
    "email",
    "tickets",
    "total",
    "currency",
    "payment_method",
    "channel",
    "created_at",
    "paid_at",
    "expires_at",
    "fees",
    "tax",
    "voucher",
    "country",
    "vat_id",
    "approval",
];

/// The first line.
pub(super) fn header() -> Result<Vec<u8>, Error> {
    Ok(sheet::write([COLUMNS.map(str::to_owned)])?)
}

/// One line per order.
pub(super) fn rows(orders: &[OrderSummary]) -> Result<Vec<u8>, Error> {
    Ok(sheet::write(orders.iter().map(cells))?)
}

fn cells(order: &OrderSummary) -> [String; 18] {
    let buyer = order.buyer_tax.as_ref();
    let at = |at: Option<kernel::Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    [
        order.code.clone(),
        order.status.as_str().to_owned(),
        sheet::text(&order.name),
        sheet::text(&order.email),
        order.tickets.to_string(),
        sheet::amount(order.total),
        order.total.currency.to_string(),
        order.payment_method.as_str().to_owned(),
        order.channel.as_str().to_owned(),
        order.created_at.to_string(),
        at(order.paid_at),
        at(order.expires_at),
        order.fee_total.map(sheet::amount).unwrap_or_default(),
        order.tax_total.map(sheet::amount).unwrap_or_default(),
        order.voucher.as_deref().map(sheet::text).unwrap_or_default(),
        buyer.map(|buyer| buyer.country.to_string()).unwrap_or_default(),
        buyer.and_then(|buyer| buyer.vat_id.as_ref()).map(ToString::to_string).unwrap_or_default(),
        order.approval.map(Approval::as_str).unwrap_or_default().to_owned(),
    ]
}
