//! Fields of a PATCH body (RFC 7396): absent leaves as it is, null clears, a value sets.

use serde::{Deserialize, Deserializer};

/// Reads a field that is there, null included, as `Some`. Use as
/// `#[serde(default, deserialize_with = "httpkit::patch::present")] field: Option<Option<T>>`.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
