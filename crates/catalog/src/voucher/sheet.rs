//! Vouchers as CSV (RFC 4180), safe to open in a spreadsheet, and good to import again.

use kernel::{Currency, Money};

use super::Voucher;
use crate::quote::Effect;

const COLUMNS: [&str; 12] = [
    "code",
    "tag",
    "comment",
    "max_uses",
    "min_uses",
    "used",
    "price",
    "off",
    "percent",
    "budget",
    "spent",
    "valid_until",
];

/// The vouchers as CSV, amounts in whole units of `currency`.
pub(super) fn sheet(vouchers: &[Voucher], currency: Currency) -> Result<Vec<u8>, sqlx::Error> {
    let rows = vouchers.iter().map(|voucher| cells(voucher, currency));
    httpkit::sheet::write(std::iter::once(COLUMNS.map(str::to_owned)).chain(rows))
}

fn cells(voucher: &Voucher, currency: Currency) -> [String; 12] {
    let amount = |minor: i64| httpkit::sheet::amount(Money::new(minor, currency));
    let terms = &voucher.terms;
    let (mut price, mut off, mut percent) = (String::new(), String::new(), String::new());
    match terms.effect {
        Effect::None => {}
        Effect::Set { amount_minor } => price = amount(amount_minor),
        Effect::Subtract { amount_minor } => off = amount(amount_minor),
        Effect::Percent { percent: share } => percent = share.to_string(),
    }
    [
        httpkit::sheet::text(voucher.code.as_str()),
        httpkit::sheet::text(&terms.tag),
        httpkit::sheet::text(&terms.comment),
        terms.max_uses.to_string(),
        terms.min_uses.to_string(),
        voucher.used.to_string(),
        price,
        off,
        percent,
        terms.budget_minor.map(amount).unwrap_or_default(),
        amount(voucher.spent_minor),
        terms.valid_until.map(|until| until.to_string()).unwrap_or_default(),
    ]
}
