//! The program as a test sees it: its own database, a clock that stands still, and an HTTP client.

mod authenticator;
mod beginnings;
mod client;
mod inbox;
mod saved;
mod shop;

use std::sync::{Arc, LazyLock};

use admission::Signers;
use httpkit::{App, AppParts};
use kernel::{Chance, FakeClock, Instant, OrgId};
use ports::Providers;
use sales::Desk;
use server::{
    boot::{self, Running},
    config::Config,
    jobs,
    listen::{self, Options},
    router,
    serve::Role,
};
use store::{
    Actor, Cx,
    job::{Runner, RunnerOptions},
};
use testkit::TestDb;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

pub use authenticator::Authenticator;
pub use beginnings::Kept;
pub use client::{Answer, Client};
pub use shop::{Shop, order_body};

/// Read once for all tests.
static DEFAULTS: LazyLock<Config> = LazyLock::new(|| Config::defaults().unwrap());

/// A started program. The test fails at its end if background work is left undone or failed when it is dropped.
pub struct TestApp {
    /// The clock; it stands still until moved.
    pub clock: FakeClock,
    /// The shared state.
    pub app: App,
    /// Where it answers.
    pub url: String,
    runner: Runner,
    running: Running,
    config: Config,
    files: tempfile::TempDir,
    /// There until it is saved.
    database: Option<TestDb>,
    forgive_leftovers: bool,
    _stop: DropGuard,
}

impl TestApp {
    /// Starts it at a fixed moment.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts it with a changed configuration. Without a change nobody's requests are counted.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_altered(change, |_| {}).await
    }

    /// Starts it with these payment providers in place of the configured ones.
    pub async fn start_paid_through(payments: Providers) -> Self {
        let alter = |running: &mut Running| {
            change_app(running, |parts| parts.ports.payments = payments.clone());
            running.desk = Desk::new(Signers::new(running.keys.clone()), payments);
        };
        Self::start_altered(|_| {}, alter).await
    }

    async fn start_altered(change: impl FnOnce(&mut Config), alter: impl FnOnce(&mut Running)) -> Self {
        Self::start_on(TestDb::new().await, tempfile::tempdir().unwrap(), now(), change, alter).await
    }

    async fn start_on(
        database: TestDb,
        files: tempfile::TempDir,
        at: Instant,
        change: impl FnOnce(&mut Config),
        alter: impl FnOnce(&mut Running),
    ) -> Self {
        show_errors();
        let mut config = DEFAULTS.clone();
        config.database.url = database.url();
        config.database.max_connections = testkit::CONNECTIONS;
        config.data.dir = files.path().to_owned();
        config.limits.enabled = false;
        // Nobody answers there: tests ask no name server of this machine.
        config.sso.name_server = Some("127.0.0.1:9".parse().unwrap());
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        config.server.listen = listener.local_addr().unwrap();
        let clock = FakeClock::new(at);
        let chance = Chance::system();
        let time = Arc::new(clock.clone());
        let mut running = match config.database.max_connections {
            testkit::CONNECTIONS => {
                boot::start_on(database.db(), &config, time, chance.clone()).await.unwrap()
            }
            _ => boot::start_with(&config, time, chance.clone()).await.unwrap(),
        };
        // Nothing but time depends on it.
        change_app(&mut running, |parts| parts.settings.password_memory_kib = 64);
        alter(&mut running);
        let stop = serve(listener, &running, &config);
        let options = RunnerOptions { chance, ..RunnerOptions::default() };
        let registry = jobs::registry(&running).unwrap();
        let runner = Runner::new(running.app.db.clone(), registry, Arc::new(clock.clone()), options);
        Self {
            clock,
            app: running.app.clone(),
            url: format!("http://{}", config.server.listen),
            runner,
            running,
            config,
            files,
            database: Some(database),
            forgive_leftovers: false,
            _stop: stop,
        }
    }

    /// A browser or program that has not signed in.
    pub fn guest(&self) -> Client {
        Client::new(&self.url)
    }

    /// Another process of the same installation: what speaks to it shares database, files and clock, but no memory.
    pub async fn another_process(&self) -> AnotherProcess {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (config, clock) = (&self.config, Arc::new(self.clock.clone()));
        let running = boot::start_with(config, clock, Chance::system()).await.unwrap();
        let stop = serve(listener, &running, config);
        AnotherProcess { url, _running: running, _stop: stop }
    }

    /// The program in a process of its own, with this database and data folder and nothing else set.
    pub fn program(&self) -> std::process::Command {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_tessera"));
        program
            .env_clear()
            .current_dir(self.data())
            .env("TESSERA_DATA__DIR", self.data())
            .env("TESSERA_DATABASE__URL", &self.config.database.url);
        program
    }

    /// Does all background work that is due; returns how many jobs ran.
    pub async fn run_jobs(&self) -> usize {
        self.runner.run_until_idle().await.unwrap()
    }

    /// What a use case takes first, for the given organisation.
    pub fn cx(&self, org: OrgId) -> Cx {
        let correlation = kernel::CorrelationId::new(self.app.now(), &self.app.chance);
        self.app.cx(org, Actor::System, correlation)
    }

    /// Loads the demo data; tells whether there was nothing before.
    pub async fn load_demo(&self) -> bool {
        Box::pin(server::demo::load_if_empty(&self.running)).await.unwrap()
    }

    /// What seals secrets.
    pub fn ring(&self) -> &adapters::keyring::Keyring {
        &self.running.keys
    }

    /// The data folder.
    pub fn data(&self) -> &std::path::Path {
        self.files.path()
    }

    /// A connection that sees every organisation's rows.
    pub async fn owner(&self) -> sqlx::PgConnection {
        self.app.db.owner().await.unwrap()
    }

    /// For tests that leave failed jobs behind on purpose.
    pub fn forgive_leftovers(&mut self) {
        self.forgive_leftovers = true;
    }

    /// What the books say against each other; empty when everything agrees.
    pub async fn broken_invariants(&self) -> Vec<String> {
        // As the owner on a connection that already knows the tables.
        let mut owner = self.app.db.begin_outside().await.unwrap();
        sqlx::query("set local role none").execute(&mut *owner).await.unwrap();
        server::ops::invariants::check(&mut owner).await.unwrap()
    }
}

/// A second process beside a [`TestApp`].
pub struct AnotherProcess {
    url: String,
    _running: Running,
    _stop: DropGuard,
}

impl AnotherProcess {
    /// The same browser or program, led here by a balancer.
    pub fn asked_by(&self, client: &Client) -> Client {
        client.at(&self.url)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() || self.forgive_leftovers {
            return;
        }
        let Some(database) = &mut self.database else { return };
        // Whoever signs up is mailed; most tests are about something else.
        database.promise_nothing_is_due(self.app.now(), "person.mail");
        assert!(self.files.path().exists());
    }
}

/// Answers at `listener` until what it returns is dropped.
fn serve(listener: TcpListener, running: &Running, config: &Config) -> DropGuard {
    let stop = CancellationToken::new();
    let service = router::for_tests(running, config, Role::All);
    tokio::spawn(listen::serve(listener, service, Options::of(config), None, stop.clone()));
    stop.drop_guard()
}

/// Puts parts in place of those that it was started with.
fn change_app(running: &mut Running, change: impl FnOnce(&mut AppParts)) {
    let app = &running.app;
    let mut parts = AppParts {
        db: app.db.clone(),
        clock: app.clock.clone(),
        chance: app.chance.clone(),
        ports: app.ports.clone(),
        directory: app.directory.clone(),
        settings: app.settings.clone(),
    };
    change(&mut parts);
    running.app = App::new(parts);
}

/// When tests take place.
pub fn now() -> Instant {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

/// What goes wrong inside is told beside a failed test's own words; more of it with `RUST_LOG`.
fn show_errors() {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::ERROR.into()).from_env_lossy();
    // Only the first test of the process gets to say it.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
}
