//! How often a caller may ask, by class of route: a quota in `[limits]` for each class, counted behind
//! [`ports::RateLimit`].

use std::{fmt::Display, time::Duration};

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use kernel::Email;
use ports::{Quota, Ruling};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, Problem};

/// What remains (draft-ietf-httpapi-ratelimit-headers-10 §4).
const RATELIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// What holds (draft-ietf-httpapi-ratelimit-headers-10 §3).
const RATELIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The quotas, as the operator set them. `config.default.toml` explains them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Whether anything is counted at all.
    pub enabled: bool,
    /// Signing in and up, codes, lost passwords: by client address.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub sign_in: Quota,
    /// Signing in: by the account that is tried.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub account: Quota,
    /// Trying access codes: by client address.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub lookup: Quota,
    /// Carts, orders and payments of guests: by client address.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub checkout: Quota,
    /// Public pages: by client address.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub page: Quota,
    /// Reading through the API: by session.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub read: Quota,
    /// Changing through the API: by session.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub write: Quota,
    /// Scanning at the door: by session.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub scan: Quota,
    /// Sending files: by session.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub upload: Quota,
    /// Whole lists and documents: by session.
    #[schema(value_type = String, pattern = "^[1-9][0-9]*/(second|minute|hour)$")]
    pub export: Quota,
}

/// What a route is, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Signing in and up, codes, lost passwords.
    SignIn,
    /// Signing in to one account.
    Account,
    /// Trying access codes.
    Lookup,
    /// Carts, orders and payments of guests.
    Checkout,
    /// Public pages.
    Page,
    /// Reading through the API.
    Read,
    /// Changing through the API.
    Write,
    /// Scanning at the door.
    Scan,
    /// Sending files.
    Upload,
    /// Whole lists and documents.
    Export,
}

impl Class {
    /// Its name in the configuration and in headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Account => "account",
            Self::Lookup => "lookup",
            Self::Checkout => "checkout",
            Self::Page => "page",
            Self::Read => "read",
            Self::Write => "write",
            Self::Scan => "scan",
            Self::Upload => "upload",
            Self::Export => "export",
        }
    }

    /// Whether a caller with a session is counted by it; everybody else is counted by address.
    pub fn by_session(self) -> bool {
        matches!(self, Self::Read | Self::Write | Self::Scan | Self::Upload | Self::Export)
    }
}

impl Limits {
    /// What a class allows.
    pub fn quota(&self, class: Class) -> Quota {
        match class {
            Class::SignIn => self.sign_in,
            Class::Account => self.account,
            Class::Lookup => self.lookup,
            Class::Checkout => self.checkout,
            Class::Page => self.page,
            Class::Read => self.read,
            Class::Write => self.write,
            Class::Scan => self.scan,
            Class::Upload => self.upload,
            Class::Export => self.export,
        }
    }
}

/// Takes one request of `class` out of what is left to `caller`: a name, or an address.
pub async fn take(app: &App, class: Class, caller: impl Display) -> Ruling {
    let quota = app.settings.limits.quota(class);
    let key = format!("{}:{caller}", class.name());
    app.ports.rate_limit.take(&key, quota, app.now()).await
}

/// Refuses further tries to sign in to one account, wherever they come from. It is asked before the password is
/// looked at, and for unknown addresses as for known ones.
pub async fn account(app: &App, email: &Email) -> Result<(), Problem> {
    if !app.settings.limits.enabled {
        return Ok(());
    }
    let ruling = take(app, Class::Account, &email.as_str().to_lowercase()).await;
    if ruling.allowed { Ok(()) } else { Err(refusal(ruling)) }
}

/// 429: too much in too short a time.
pub fn refusal(ruling: Ruling) -> Problem {
    let wait = seconds_up(ruling.retry_after);
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "request.rate_limited", "Too many requests")
        .detail(format!("Wait {wait} s, then try again. Nothing was done."))
        .retry_after(wait)
}

/// Tells programs what holds and what is left.
pub fn tell(headers: &mut HeaderMap, class: Class, quota: Quota, ruling: Ruling) {
    let (name, limit, window) = (class.name(), quota.limit(), quota.window().as_secs());
    let policy = format!("\"{name}\";q={limit};w={window}");
    let left = format!("\"{name}\";r={};t={}", ruling.remaining, seconds_up(ruling.reset));
    for (header, text) in [(RATELIMIT_POLICY, policy), (RATELIMIT, left)] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(header, value);
        }
    }
}

fn seconds_up(time: Duration) -> u64 {
    time.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}
