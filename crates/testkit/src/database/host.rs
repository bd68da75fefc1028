//! The thread that owns PostgreSQL. A test's runtime runs nothing while no test does, so the server and its supervisor live
//! on another one.

use std::sync::OnceLock;
use std::thread;

use anyhow::bail;
use sqlx::postgres::PgConnectOptions;
use store::embedded::{Embedded, Options};
use tokio::runtime;
use tokio::sync::{mpsc, oneshot};

use super::scratch::Scratch;
use super::store::{Databases, Dropper};

/// Runs the tests on this server instead, as one of its superusers.
const VARIABLE: &str = "TESSERA_TEST_DATABASE_URL";
/// The pools of all tests that run at once fit in.
const MAX_CONNECTIONS: u32 = 300;

type Created = Result<(String, PgConnectOptions), String>;

enum Request {
    Create(oneshot::Sender<Created>),
    Discard(String),
}

fn requests() -> &'static mpsc::UnboundedSender<Request> {
    static REQUESTS: OnceLock<mpsc::UnboundedSender<Request>> = OnceLock::new();
    REQUESTS.get_or_init(|| {
        let (sender, receiver) = mpsc::unbounded_channel();
        thread::spawn(move || match runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(serve(receiver)),
            Err(error) => eprintln!("no runtime for the test database: {error}"),
        });
        sender
    })
}

/// A copy of the template.
pub(super) async fn create() -> Created {
    let (reply, answer) = oneshot::channel();
    let gone = || "the thread of the test database is gone".to_owned();
    requests().send(Request::Create(reply)).map_err(|_| gone())?;
    answer.await.map_err(|_| gone())?
}

/// Returns at once; the database goes while other tests run.
pub(super) fn discard(name: String) {
    if requests().send(Request::Discard(name)).is_err() {
        eprintln!("the thread of the test database is gone");
    }
}

async fn serve(requests: mpsc::UnboundedReceiver<Request>) {
    let (discards, names) = mpsc::unbounded_channel();
    match start().await {
        Ok((server, databases, dropper)) => {
            tokio::join!(answer(requests, Ok(databases), discards), throw_away(names, dropper));
            // Kept until the process ends.
            drop(server);
        }
        Err(error) => answer(requests, Err(error.to_string()), discards).await,
    }
}

async fn answer(
    mut requests: mpsc::UnboundedReceiver<Request>,
    mut databases: Result<Databases, String>,
    discards: mpsc::UnboundedSender<String>,
) {
    while let Some(request) = requests.recv().await {
        // Nobody waits for a reply where a test was cancelled; the database goes with the process.
        match (request, &mut databases) {
            (Request::Create(reply), Ok(databases)) => {
                let created = databases.create().await;
                let _ = reply.send(created.map_err(|error| error.to_string()));
            }
            (Request::Create(reply), Err(reason)) => {
                let _ = reply.send(Err(reason.clone()));
            }
            (Request::Discard(name), _) => {
                let _ = discards.send(name);
            }
        }
    }
}

/// Drops beside what is created: PostgreSQL waits a tenth of a second for those it has to throw out.
async fn throw_away(mut names: mpsc::UnboundedReceiver<String>, mut dropper: Dropper) {
    while let Some(name) = names.recv().await {
        if let Err(error) = dropper.discard(&name).await {
            eprintln!("the test database {name} stays behind: {error}");
        }
    }
}

async fn start() -> anyhow::Result<(Option<Server>, Databases, Dropper)> {
    if let Some(url) = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty()) {
        return match Databases::open(url.parse()?).await {
            Ok((databases, dropper)) => Ok((None, databases, dropper)),
            Err(error) => bail!("{VARIABLE}: {error}"),
        };
    }
    let server = Server::start().await?;
    let (databases, dropper) = Databases::open(server.embedded.options()).await?;
    Ok((Some(server), databases, dropper))
}

/// Our own PostgreSQL. It goes with the process.
pub(super) struct Server {
    pub(super) embedded: Embedded,
    _scratch: Scratch,
}

impl Server {
    pub(super) async fn start() -> anyhow::Result<Self> {
        let scratch = Scratch::create().await?;
        let options = Options {
            durable: false,
            max_connections: MAX_CONNECTIONS,
            // The log is never read again, and no table lives long enough for statistics to be worth a look at each.
            extra: [("wal_compression", "off"), ("autovacuum", "off")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            ..Options::new(scratch.data_dir())
        };
        Ok(Self { embedded: Embedded::start(options).await?, _scratch: scratch })
    }
}
