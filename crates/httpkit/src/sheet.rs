//! CSV (RFC 4180) that is safe to open in a spreadsheet, and files that are streamed.

use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::Stream;
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

/// A file to be saved, sent block by block as it is read.
pub fn file<E: std::error::Error + Send + Sync + 'static>(
    name: &str,
    content_type: &'static str,
    blocks: impl Stream<Item = Result<Vec<u8>, E>> + Send + 'static,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Body::from_stream(blocks)).into_response()
}
