//! Listening, working, and stopping in good order.

use std::{sync::Arc, thread, time::Duration};

use anyhow::{Context, Result, anyhow};
use store::job::{Runner, RunnerOptions};
use tokio::{net::TcpListener, runtime::Handle, signal::unix, task::JoinHandle};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::{
    boot::{self, Running},
    config::Config,
    demo, jobs,
    listen::{
        self, Options,
        acme::Acme,
        tls::{self, Certificate},
    },
    ops::{health::Readiness, metrics},
    router,
};

/// After a crash it takes so long until the jobs that were running are tried again.
const LEASE: Duration = Duration::from_secs(60);

/// After it the allocator gives freed memory back (ten milliseconds, see `Cargo.toml`).
const A_WHILE: Duration = Duration::from_millis(15);

/// What this process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Role {
    /// Everything in one process.
    #[default]
    All,
    /// Requests only.
    Api,
    /// Live connections only.
    Gateway,
    /// Jobs only.
    Worker,
}

impl Role {
    fn works(self) -> bool {
        matches!(self, Self::All | Self::Worker)
    }
}

/// Runs until SIGTERM or Ctrl-C, then drains: no new work, running requests and jobs end, PostgreSQL stops last.
pub async fn run(config: Config, role: Role, with_demo: bool) -> Result<()> {
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} can't be used: choose another port with --port"))?;
    let stop = CancellationToken::new();
    let tls = encryption(&config, &stop)?;
    start_redirect(&config, &stop).await?;
    let metrics = metrics::install()?;
    let running = boot::start(&config).await?;
    tokio::spawn(running.keys.clone().watch(stop.clone()));
    if with_demo {
        demo::load_if_empty(&running).await?;
    }
    let readiness = Readiness::new(running.app.db.clone(), stop.clone());
    let service = aside(|| router::service(&running, &config, role, readiness.clone(), metrics))?;
    let runner = if role.works() { Some(start_runner(&running, &config, stop.clone())?) } else { None };
    tracing::info!(
        site = %config.public_url(),
        postgres = running.postgres_version().unwrap_or("outside"),
        role = ?role,
        "ready"
    );
    readiness.open();
    let drain = stop.clone();
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping: finishing what runs");
        drain.cancel();
    });
    let server = listen::serve(listener, service, options(&config), tls, stop.clone());
    let limit = Duration::from_secs(config.server.drain_seconds);
    finish(server, stop, limit).await;
    if let Some(runner) = runner {
        runner.await.context("the worker broke")?;
    }
    running.stop().await;
    tracing::info!("stopped");
    Ok(())
}

/// Makes on a thread of its own what takes much memory only while it is made. Here it would stay: the allocator gives back
/// what a thread freed a while ago when that thread allocates again, or ends, and the first thread only waits from now on.
fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    let runtime = Handle::current();
    let made = thread::scope(|scope| {
        let made = scope.spawn(|| {
            let _inside = runtime.enter();
            let made = work();
            thread::sleep(A_WHILE);
            made
        });
        made.join()
    });
    made.map_err(|_| anyhow!("the start broke"))
}

/// The listener's options, with as many connections as the system allows.
fn options(config: &Config) -> Options {
    let wanted = Options::of(config);
    Options { max_connections: listen::room_for(wanted.max_connections), ..wanted }
}

/// Our own HTTPS, if there is a certificate or one can be fetched; it is renewed until `stop`.
fn encryption(config: &Config, stop: &CancellationToken) -> Result<Option<TlsAcceptor>> {
    let files = &config.server.tls;
    if !files.enabled() {
        return Ok(None);
    }
    if files.acme.enabled() {
        let certificates = Acme::open(&files.acme, &config.data.dir.join("acme"))?;
        let acceptor = tls::proving_acceptor(certificates.resolver())?;
        tokio::spawn(certificates.watch(stop.clone()));
        return Ok(Some(acceptor));
    }
    let certificate = Arc::new(Certificate::open(&files.cert_file, &files.key_file)?);
    tokio::spawn(certificate.clone().watch(stop.clone()));
    Ok(Some(tls::acceptor(certificate)?))
}

/// Listens without encryption and sends everybody to HTTPS, if the operator wants that.
async fn start_redirect(config: &Config, stop: &CancellationToken) -> Result<()> {
    let Some(listen) = config.server.tls.redirect_listen else { return Ok(()) };
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} can't be used: it is server.tls.redirect_listen"))?;
    let service = listen::to_https(&config.public_url());
    tokio::spawn(listen::serve(listener, service, Options::of(config), None, stop.clone()));
    Ok(())
}

fn start_runner(running: &Running, config: &Config, stop: CancellationToken) -> Result<JoinHandle<()>> {
    let app = &running.app;
    let options = RunnerOptions {
        concurrency: config.worker.concurrency,
        lease: LEASE,
        drain: Duration::from_secs(config.server.drain_seconds),
        chance: app.chance.clone(),
        ..RunnerOptions::default()
    };
    let registry = jobs::registry(running)?;
    Ok(Runner::start(app.db.clone(), registry, app.clock.clone(), options, stop))
}

/// Waits for the server, but after the stop not longer than `limit`.
async fn finish(server: impl Future<Output = ()>, stop: CancellationToken, limit: Duration) {
    let too_long = async {
        stop.cancelled().await;
        tokio::time::sleep(limit).await;
    };
    tokio::select! {
        () = server => {}
        () = too_long => tracing::warn!("some requests did not end in time and were cut off"),
    }
}

async fn wait_for_signal() {
    let terminate = unix::signal(unix::SignalKind::terminate());
    let interrupt = unix::signal(unix::SignalKind::interrupt());
    match (terminate, interrupt) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        _ => std::future::pending().await,
    }
}
