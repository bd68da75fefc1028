//! Keyset paging: a page, and the opaque place where the next one starts.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last page.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of `limit` items from up to `limit + 1` rows that were read, `key` giving each row's place.
    pub fn cut<K: Serialize>(mut items: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = more.then(|| items.last().map(|item| Cursor::encode(&key(item)))).flatten();
        Self { items, next_cursor }
    }

    /// The same page of other items.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// Which page is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Items a page, 1 to 100; 50 if absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

impl PageQuery {
    /// Items a page.
    pub fn limit(&self) -> usize {
        usize::from(self.limit.unwrap_or(50)).clamp(1, 100)
    }
}

/// The opaque form of a place in a list.
pub struct Cursor;

/// The cursor was not made by this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one that this list gave out")]
pub struct InvalidCursor;

impl Cursor {
    /// Hides `key` in URL-safe text.
    pub fn encode<K: Serialize>(key: &K) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&serde_json::to_vec(key).unwrap_or_default())
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode<K: DeserializeOwned>(text: &str) -> Result<K, InvalidCursor> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| InvalidCursor)?;
        serde_json::from_slice(&bytes).map_err(|_| InvalidCursor)
    }
}
