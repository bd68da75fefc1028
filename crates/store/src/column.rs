//! Columns that hold one of our words as text.

use std::str::FromStr;

/// Reads the column `name` from its `text`; what does not parse was not written by us.
pub fn column<T>(name: &str, text: &str) -> Result<T, sqlx::Error>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let decode = |error: T::Err| sqlx::Error::ColumnDecode { index: name.to_owned(), source: error.into() };
    text.parse().map_err(decode)
}
