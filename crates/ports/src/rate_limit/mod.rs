//! How often somebody may do something (default: counted in this process).

mod local;

use std::{fmt, str::FromStr, time::Duration};

use async_trait::async_trait;
use kernel::Instant;
use serde::{Deserialize, Serialize};

pub use local::LocalRateLimit;

/// Counts requests by key.
#[async_trait]
pub trait RateLimit: Send + Sync {
    /// Takes one request out of what `quota` leaves to `key` at `now`. Where the counting fails, the request is allowed.
    async fn take(&self, key: &str, quota: Quota, now: Instant) -> Ruling;
}

/// So many requests in so long; they may come all at once and grow back evenly. Written `600/minute`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quota {
    limit: u32,
    window: Window,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Window {
    Second,
    Minute,
    Hour,
}

/// Whether a request may pass, and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    /// Whether it may.
    pub allowed: bool,
    /// How many more may follow at once.
    pub remaining: u32,
    /// Until everything has grown back.
    pub reset: Duration,
    /// Until the next request may pass; zero if one may now.
    pub retry_after: Duration,
}

/// A quota that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no limit: write a number from 1 on and its time, such as 600/minute (second, minute, hour)"
)]
pub struct InvalidQuota(String);

impl Quota {
    /// How many requests.
    pub fn limit(self) -> u32 {
        self.limit
    }

    /// In how long.
    pub fn window(self) -> Duration {
        Duration::from_secs(match self.window {
            Window::Second => 1,
            Window::Minute => 60,
            Window::Hour => 3600,
        })
    }
}

impl FromStr for Quota {
    type Err = InvalidQuota;

    fn from_str(text: &str) -> Result<Self, InvalidQuota> {
        let invalid = || InvalidQuota(text.to_owned());
        let (limit, window) = text.split_once('/').ok_or_else(invalid)?;
        let limit: u32 = limit.trim().parse().map_err(|_| invalid())?;
        let window = match window.trim() {
            "second" => Window::Second,
            "minute" => Window::Minute,
            "hour" => Window::Hour,
            _ => return Err(invalid()),
        };
        if limit == 0 { Err(invalid()) } else { Ok(Self { limit, window }) }
    }
}

impl TryFrom<String> for Quota {
    type Error = InvalidQuota;

    fn try_from(text: String) -> Result<Self, InvalidQuota> {
        text.parse()
    }
}

impl From<Quota> for String {
    fn from(quota: Quota) -> Self {
        quota.to_string()
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let window = match self.window {
            Window::Second => "second",
            Window::Minute => "minute",
            Window::Hour => "hour",
        };
        write!(f, "{}/{window}", self.limit)
    }
}

#[cfg(test)]
mod tests;
