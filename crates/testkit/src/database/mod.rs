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
        Self::create(None).await
    }

    /// Copies what a test left.
    ///
    /// # Panics
    /// With PostgreSQL's reason.
    pub async fn of(snapshot: &Snapshot) -> Self {
        Self::create(Some(snapshot.name.clone())).await
    }

    async fn create(of: Option<String>) -> Self {
        match host::create(of).await {
            Ok((name, owner)) => Self { name, owner },
            Err(reason) => panic!("no database for this test: {reason}"),
        }
    }

    /// Keeps it as it is for [`TestDb::of`], until the process ends. Whoever is still connected is thrown out.
    ///
    /// # Panics
    /// With PostgreSQL's reason.
    pub async fn freeze(mut self) -> Snapshot {
        let name = std::mem::take(&mut self.name);
        match host::close(name.clone()).await {
            Ok(()) => Snapshot { name },
            Err(reason) => panic!("the database can't be kept: {reason}"),
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
        // One that was frozen has given its name away.
        if !self.name.is_empty() {
            host::discard(std::mem::take(&mut self.name));
        }
    }
}

/// What many tests begin with: a database that was filled once. It goes with the PostgreSQL of the process; on a server that
/// is not ours the next run sweeps it.
#[derive(Debug)]
pub struct Snapshot {
    name: String,
}
