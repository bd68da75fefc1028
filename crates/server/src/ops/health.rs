//! Whether this process lives, and whether it should get requests.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{http::StatusCode, response::IntoResponse};
use store::Db;
use tokio_util::sync::CancellationToken;

/// Whether this process should get requests: started, not stopping, database reachable.
#[derive(Clone)]
pub struct Readiness {
    db: Db,
    stop: CancellationToken,
    open: Arc<AtomicBool>,
}

impl Readiness {
    /// Not ready yet; never again once `stop` is cancelled.
    pub fn new(db: Db, stop: CancellationToken) -> Self {
        Self { db, stop, open: Arc::default() }
    }

    /// Everything is started.
    pub fn open(&self) {
        self.open.store(true, Ordering::Release);
    }
}

/// `GET /readyz`.
pub async fn ready(readiness: &Readiness) -> impl IntoResponse + use<> {
    if readiness.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    if !readiness.open.load(Ordering::Acquire) {
        return (StatusCode::SERVICE_UNAVAILABLE, "starting\n");
    }
    match readiness.db.outside().await {
        Ok(mut connection) => match sqlx::Connection::ping(&mut *connection).await {
            Ok(()) => (StatusCode::OK, "ready\n"),
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
        },
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database can't be reached\n"),
    }
}
