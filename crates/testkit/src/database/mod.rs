//! A database for each test.
//!
//! One PostgreSQL serves the whole test process: our embedded one, or the server at `TESSERA_TEST_DATABASE_URL`. It is
//! migrated once, into a template; each test gets a copy of that.

mod host;
mod scratch;
mod store;
#[cfg(test)]
mod tests;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

/// An empty, migrated database that only one test knows. It is dropped with this value.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    owner: PgConnectOptions,
}

impl TestDb {
    /// Copies the template. The first call of the process also starts PostgreSQL.
    ///
    /// # Panics
    /// With the reason, when there is no PostgreSQL or a migration fails.
    pub async fn new() -> Self {
        match host::create().await {
            Ok((name, owner)) => Self { name, owner },
            Err(reason) => panic!("no database for this test: {reason}"),
        }
    }

    /// How the role that owns the schema connects.
    pub fn owner_options(&self) -> PgConnectOptions {
        self.owner.clone()
    }

    /// The owner's connection URL.
    pub fn url(&self) -> String {
        self.owner.to_url_lossy().into()
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        host::discard(std::mem::take(&mut self.name));
    }
}
