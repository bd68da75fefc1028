//! Sockets: HTTP/1 and HTTP/2, encrypted or not, with limits for clients that are slow or too many.
//!
//! `axum::serve` has none of these limits, so the loop around hyper is our own.

pub mod acme;
mod connection;
mod pulse;
mod redirect;
mod room;
mod socket;
pub mod tls;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::config::Config;
use connection::Context;

pub use redirect::to_https;
pub use room::room_for;

/// How long to wait after the system refused a connection for want of memory or descriptors.
const BREATHER: Duration = Duration::from_millis(500);

/// How patient and how roomy.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Connections at the same time; more wait until one ends.
    pub max_connections: usize,
    /// How long a handshake, and then the head of a request may take.
    pub header_timeout: Duration,
    /// How long a connection may do nothing between requests.
    pub keep_alive: Duration,
    /// How long a client may take nothing of its answer.
    pub write_timeout: Duration,
}

impl Options {
    /// As the operator set it.
    pub fn of(config: &Config) -> Self {
        let server = &config.server;
        Self {
            max_connections: server.max_connections,
            header_timeout: Duration::from_secs(server.header_timeout_seconds),
            keep_alive: Duration::from_secs(server.keep_alive_seconds),
            write_timeout: Duration::from_secs(server.write_timeout_seconds),
        }
    }
}

/// Answers on `listener` until `stop`; then takes no more connections, tells the open ones to finish what runs, and
/// ends with the last of them.
pub async fn serve(
    listener: TcpListener,
    service: Router,
    options: Options,
    tls: Option<TlsAcceptor>,
    stop: CancellationToken,
) {
    let room = Arc::new(Semaphore::new(options.max_connections));
    let context = Arc::new(Context { service, options, tls, stop: stop.clone() });
    let connections = TaskTracker::new();
    loop {
        // The seat is taken before the connection: what there is no room for waits in the system's queue.
        let next = async {
            let seat = room.clone().acquire_owned().await.ok()?;
            let (stream, peer) = accept(&listener).await;
            Some((stream, peer, seat))
        };
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            accepted = next => accepted,
        };
        let Some((stream, peer, seat)) = accepted else { break };
        connections.spawn(connection::run(context.clone(), stream, peer, seat));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if gone(&error) => {}
            Err(error) => {
                tracing::error!(%error, "a connection can't be taken");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
}

/// Whether the client went away before we took its connection.
fn gone(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
