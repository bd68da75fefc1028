//! The state behind the router.

use std::{ops::Deref, sync::Arc};

use kernel::{Chance, Clock, CorrelationId, Instant, OrgId};
use ports::Ports;
use store::{Actor, Cx, Db};

use crate::{Directory, limits::Limits};

/// What the handlers share. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

/// The parts of [`App`].
pub struct AppParts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Chance,
    /// The outside world.
    pub ports: Ports,
    /// Who people are and which organisations there are.
    pub directory: Arc<dyn Directory>,
    /// What the operator set.
    pub settings: Settings,
}

/// What handlers need to know of the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the site is reached from outside, without a trailing slash.
    pub public_url: String,
    /// Whether anybody may sign up.
    pub open_sign_up: bool,
    /// After how many days without a request a session ends.
    pub session_idle_days: i32,
    /// The memory that a new password's hash takes, in KiB.
    pub password_memory_kib: u32,
    /// How often callers may ask.
    pub limits: Limits,
}

impl Settings {
    /// Whether cookies are marked `Secure` and named `__Host-…`.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The name of this site's host, without its port.
    pub fn host(&self) -> String {
        let rest = self.public_url.split_once("://").map_or(self.public_url.as_str(), |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        authority.rsplit_once(':').map_or(authority, |(host, _)| host).to_owned()
    }

    /// An absolute address on this site; `path` starts with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}

impl App {
    /// Shares `parts`.
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// What a use case takes first, for work on `org` by `actor`.
    pub fn cx(&self, org: OrgId, actor: Actor, correlation: CorrelationId) -> Cx {
        let (db, chance) = (self.db.clone(), self.chance.clone());
        let circumstances = crate::correlation::circumstances();
        Cx { db, org, actor, now: self.now(), chance, correlation, circumstances }
    }
}

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}
