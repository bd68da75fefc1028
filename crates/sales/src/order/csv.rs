//! Orders as CSV (RFC 4180), safe to open in a spreadsheet.

use super::view::OrderSummary;
use crate::Error;

const COLUMNS: [&str; 12] = [
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
];

/// The first line.
pub(super) fn header() -> Result<Vec<u8>, Error> {
    write([COLUMNS.map(str::to_owned)])
}

/// One line per order.
pub(super) fn rows(orders: &[OrderSummary]) -> Result<Vec<u8>, Error> {
    write(orders.iter().map(cells))
}

fn cells(order: &OrderSummary) -> [String; 12] {
    let at = |at: Option<kernel::Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    let total = order.total.to_string();
    let amount = total.split(' ').next().unwrap_or_default().to_owned();
    [
        order.code.clone(),
        order.status.as_str().to_owned(),
        text(&order.name),
        text(&order.email),
        order.tickets.to_string(),
        amount,
        order.total.currency.to_string(),
        order.payment_method.as_str().to_owned(),
        order.channel.as_str().to_owned(),
        order.created_at.to_string(),
        at(order.paid_at),
        at(order.expires_at),
    ]
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
fn text(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}

fn write(rows: impl IntoIterator<Item = [String; 12]>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Sql(sqlx::Error::Encode(error.into()));
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Error::Sql(sqlx::Error::Io(error.into_error())))
}
