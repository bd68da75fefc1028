//! The PostgreSQL that comes along: found, initialised, started and supervised by this process.
//!
//! [`Embedded::start`] needs nothing but a folder. It listens on a Unix socket only, in a folder that nobody else may
//! enter, so its owner needs no password. The steps are one file each:
//!
//! - [`locate`]: which `postgres` and `initdb` to run
//! - `account`: the uid it runs under, because PostgreSQL refuses to be root
//! - `socket`: the folder of the socket, whose path the kernel limits
//! - `left_over`: what a killed run left behind
//! - `cluster`: `initdb` and the settings
//! - `supervise`: the process, its log, restarts, and how it stops

mod account;
mod cluster;
mod error;
mod left_over;
mod locate;
mod lock;
mod log;
mod socket;
mod store;
mod supervise;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::time::Instant;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use error::EmbeddedError;
pub use locate::{Binaries, locate};

use account::Account;
use lock::Lock;
use socket::SocketFolder;
use supervise::Server;

/// The superuser that owns the cluster and every database in it.
pub const OWNER: &str = "tessera_owner";
/// The database that exists once [`Embedded::start`] returns.
pub const DATABASE: &str = "tessera";
/// Names the socket file; nothing listens on TCP.
const PORT: u16 = 5432;
/// What a URL's query may hold as it is (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What to start.
#[derive(Debug, Clone)]
pub struct Options {
    /// The cluster's own folder, such as `data/postgres`. Its parent has to be ours too: the lock lives there.
    pub data_dir: PathBuf,
    /// `true` survives a power cut. `false` is for tests only: nothing waits for the disk.
    pub durable: bool,
    /// How many clients may be connected at once.
    pub max_connections: u32,
    /// More settings of `postgresql.conf`, written last, so that they win over ours.
    pub extra: Vec<(String, String)>,
}

impl Options {
    /// A durable server with 100 connections.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), durable: true, max_connections: 100, extra: Vec::new() }
    }
}

/// A running PostgreSQL. Dropping it asks the server to shut down; [`Embedded::stop`] also waits for that.
#[derive(Debug)]
pub struct Embedded {
    binaries: Binaries,
    connect: PgConnectOptions,
    socket: SocketFolder,
    stop: CancellationToken,
    supervisor: JoinHandle<()>,
    _lock: Lock,
}

impl Embedded {
    /// Starts PostgreSQL on `options.data_dir` and returns as soon as it answers.
    ///
    /// The first start initialises the folder. A server that an earlier, killed run left behind is stopped first.
    ///
    /// # Errors
    /// Each [`EmbeddedError`] reads as one line that says what to do.
    pub async fn start(options: Options) -> Result<Self, EmbeddedError> {
        let began = Instant::now();
        let data_dir = absolute(&options.data_dir)?;
        let lock = Lock::take(&data_dir)?;
        let binaries = locate().await?;
        let account = Account::choose(&data_dir)?;
        account.let_pass(&data_dir)?;
        account.let_pass(&binaries.folder.join("postgres"))?;
        left_over::stop(&data_dir).await?;
        cluster::initialise(&data_dir, &binaries, &account, options.durable).await?;
        let socket = SocketFolder::prepare(&data_dir, &account)?;
        cluster::configure(&data_dir, &socket, &account, &options)?;

        let connect = connect_options(socket.path());
        let server = Server { binaries: binaries.clone(), data_dir, account, connect: connect.clone() };
        let running = server.launch().await?;
        tracing::info!(version = binaries.version, ms = began.elapsed().as_millis(), "PostgreSQL is ready");

        let stop = CancellationToken::new();
        let supervisor = tokio::spawn(server.supervise(running, stop.clone()));
        Ok(Self { binaries, connect, socket, stop, supervisor, _lock: lock })
    }

    /// How the owner connects.
    pub fn options(&self) -> PgConnectOptions {
        self.connect.clone()
    }

    /// The owner's connection URL, understood by sqlx and by `psql`.
    pub fn url(&self) -> String {
        let folder = percent_encode(self.socket.path().as_os_str().as_encoded_bytes(), UNRESERVED);
        format!("postgres://{OWNER}@localhost:{PORT}/{DATABASE}?host={folder}&sslmode=disable")
    }

    /// The version as PostgreSQL prints it, such as `18.4`.
    pub fn version(&self) -> &str {
        &self.binaries.version
    }

    /// Disconnects every client, writes a last checkpoint and waits until PostgreSQL is gone.
    pub async fn stop(mut self) {
        self.stop.cancel();
        if let Err(error) = (&mut self.supervisor).await {
            tracing::error!(%error, "the supervisor of PostgreSQL broke");
        }
        self.socket.remove();
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// How the owner connects to the cluster that another process runs on `data_dir`; `None` if none does.
pub fn running(data_dir: &Path) -> Option<PgConnectOptions> {
    let data_dir = data_dir.canonicalize().ok()?;
    let ready = left_over::PidFile::read(&data_dir).is_some_and(|file| file.ready);
    (ready && Lock::take(&data_dir).is_err()).then(|| connect_options(&SocketFolder::place(&data_dir)))
}

fn connect_options(socket: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(PORT)
        .username(OWNER)
        .database(DATABASE)
        .ssl_mode(PgSslMode::Disable)
}

/// Removes a cluster for good. A server that an earlier, killed run left on it is stopped first.
///
/// # Errors
/// [`EmbeddedError::InUse`] while another process works on it.
pub async fn discard(data_dir: &Path) -> Result<(), EmbeddedError> {
    let data_dir = absolute(data_dir)?;
    let _lock = Lock::take(&data_dir)?;
    left_over::stop(&data_dir).await?;
    match std::fs::remove_dir_all(&data_dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(EmbeddedError::io("remove", &data_dir, error))
        }
        _ => Ok(()),
    }
}

/// Creates the parent of `data_dir` and resolves its links, so that one folder always has one name.
fn absolute(data_dir: &Path) -> Result<PathBuf, EmbeddedError> {
    let path = std::path::absolute(data_dir).map_err(|e| EmbeddedError::io("find", data_dir, e))?;
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(EmbeddedError::NotACluster { data_dir: path });
    };
    std::fs::create_dir_all(parent).map_err(|e| EmbeddedError::io("create", parent, e))?;
    Ok(parent.canonicalize().map_err(|e| EmbeddedError::io("find", parent, e))?.join(name))
}
