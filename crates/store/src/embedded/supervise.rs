//! The process: started, followed, restarted when it dies, stopped with us.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use sqlx::postgres::PgConnectOptions;
use tokio::process::Child;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::account::Account;
use super::error::EmbeddedError;
use super::left_over::{PidFile, send};
use super::locate::Binaries;
use super::{log, store};

const POLL: Duration = Duration::from_millis(20);
/// Longer than replaying a full `max_wal_size` after a crash takes.
const START_LIMIT: Duration = Duration::from_secs(180);
/// A fast shutdown writes a checkpoint. Process managers give us 30 s before they kill.
const FAST_LIMIT: Duration = Duration::from_secs(20);
const IMMEDIATE_LIMIT: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Whoever ran this long starts again without a long pause.
const STEADY: Duration = Duration::from_secs(60);

/// How to start the server, as often as it takes.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) binaries: Binaries,
    pub(super) data_dir: PathBuf,
    pub(super) account: Account,
    pub(super) connect: PgConnectOptions,
}

/// A started `postgres`. Dropped with its runtime, it is asked to shut down.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    log: JoinHandle<Option<String>>,
}

impl Server {
    /// Starts PostgreSQL and waits until it takes connections.
    pub(super) async fn launch(&self) -> Result<Running, EmbeddedError> {
        let mut running = self.spawn()?;
        let began = Instant::now();
        loop {
            let exited =
                running.child.try_wait().map_err(|e| EmbeddedError::io("watch", &self.data_dir, e))?;
            if exited.is_some() {
                return Err(EmbeddedError::Start { reason: running.last_words().await });
            }
            // PostgreSQL says in its pid file when it is ready, so that nobody has to knock in vain.
            let file = PidFile::read(&self.data_dir).filter(|file| Some(file.pid) == running.child.id());
            if file.is_some_and(|file| file.ready) {
                break;
            }
            if began.elapsed() > START_LIMIT {
                running.shut_down().await;
                return Err(EmbeddedError::Slow { seconds: START_LIMIT.as_secs() });
            }
            sleep(POLL).await;
        }
        if let Err(error) = store::ensure_database(&self.connect).await {
            running.shut_down().await;
            return Err(error.into());
        }
        Ok(running)
    }

    fn spawn(&self) -> Result<Running, EmbeddedError> {
        let program = self.binaries.folder.join("postgres");
        let fail = |e| EmbeddedError::io("run", &program, e);
        let mut command = self.account.command(&program);
        command.arg("-D").arg(&self.data_dir);
        if let Some(stale) = PidFile::read(&self.data_dir) {
            // PostgreSQL won't start while the process named in its pid file lives, although after a kill -9 the number
            // may be a stranger's. It makes an exception for this one (miscinit.c, CreateLockFile), and still checks
            // that no backend of the dead server holds its shared memory.
            command.env("PG_GRANDPARENT_PID", stale.pid.to_string());
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(fail)?;
        let stderr = child.stderr.take().ok_or_else(|| fail(std::io::ErrorKind::BrokenPipe.into()))?;
        Ok(Running { child, log: tokio::spawn(log::follow(stderr)) })
    }

    /// Keeps the server running until `stop`.
    pub(super) async fn supervise(self, mut running: Running, stop: CancellationToken) {
        let mut pause = FIRST_PAUSE;
        loop {
            let began = Instant::now();
            tokio::select! {
                () = stop.cancelled() => return running.shut_down().await,
                status = running.child.wait() => match status {
                    Ok(status) => tracing::error!(%status, "PostgreSQL ended by itself; starting it again"),
                    Err(error) => tracing::error!(%error, "lost sight of PostgreSQL; starting it again"),
                },
            }
            if began.elapsed() > STEADY {
                pause = FIRST_PAUSE;
            }
            running = loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                }
                match self.spawn() {
                    Ok(running) => break running,
                    Err(error) => tracing::error!(%error, "PostgreSQL does not start; trying again"),
                }
            };
        }
    }
}

impl Running {
    async fn shut_down(mut self) {
        for (signal, limit) in [(Signal::SIGINT, FAST_LIMIT), (Signal::SIGQUIT, IMMEDIATE_LIMIT)] {
            self.signal(signal);
            if timeout(limit, self.child.wait()).await.is_ok() {
                return;
            }
            tracing::warn!(%signal, "PostgreSQL does not stop");
        }
        if let Err(error) = self.child.kill().await {
            tracing::error!(%error, "could not kill PostgreSQL");
        }
    }

    async fn last_words(&mut self) -> String {
        let log = timeout(Duration::from_secs(1), &mut self.log).await;
        log.ok()
            .and_then(Result::ok)
            .flatten()
            .unwrap_or_else(|| "it gave no reason; see its log above".to_owned())
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = self.child.id() {
            send(pid, signal);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.signal(Signal::SIGINT);
    }
}
