//! CSV (RFC 4180) that is safe to open in a spreadsheet.

use kernel::Money;

/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
pub fn text(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}

/// An amount in whole units without its currency: `84.00`.
pub fn amount(money: Money) -> String {
    money.to_string().split(' ').next().unwrap_or_default().to_owned()
}

/// The rows as CSV.
pub fn write<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>, sqlx::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: csv::Error| sqlx::Error::Encode(error.into());
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| sqlx::Error::Io(error.into_error()))
}
