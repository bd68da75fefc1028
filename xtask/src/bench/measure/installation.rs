//! A server of our own on a scratch folder, with its database seen from outside.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use tempfile::TempDir;

use super::database::{Database, store};
use super::load;
use super::usage::Probe;
use crate::process::{self, Interrupted};
use crate::server::Server;
use crate::workspace::Profile;
use crate::{free_port, http};

const TICK: Duration = Duration::from_millis(5);
/// A start after a crash replays what PostgreSQL had not written to its tables.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Dropping it stops it and removes its folder.
pub struct Installation {
    // Dropped first: the folder goes when nobody works in it any more.
    server: Server,
    folder: TempDir,
}

impl Installation {
    /// Starts the optimised server on a fresh folder.
    pub fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("tessera-bench-").tempdir()?;
        let server = launch(folder.path().join("data"), free_port::any()?)?;
        let mut installation = Self { server, folder };
        installation.wait_ready()?;
        Ok(installation)
    }

    /// Stops the server in good order and starts it again; returns the time from the start to the first 200.
    pub fn restart(&mut self) -> Result<Duration> {
        let status = self.server.stop()?;
        ensure!(status.success(), "the server stopped with {status}\n{}", self.server.last_words());
        self.start_again()
    }

    /// Ends the server as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.server.kill()
    }

    /// Starts the server after its end; returns the time to the first 200.
    pub fn start_again(&mut self) -> Result<Duration> {
        let began = Instant::now();
        self.server = launch(self.data(), self.server.port)?;
        self.wait_ready()?;
        Ok(began.elapsed())
    }

    /// Waits until `/readyz` answers 200.
    pub fn wait_ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while !http::get(self.server.port, "/readyz").is_ok_and(|answer| answer.status == 200) {
            if self.server.has_ended() {
                bail!("the server ended\n{}", self.server.last_words());
            }
            if began.elapsed() > PATIENCE {
                bail!("the server is not ready after {} s\n{}", PATIENCE.as_secs(), self.server.last_words());
            }
            pause(TICK)?;
        }
        Ok(())
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.server.port
    }

    /// Its database.
    pub fn database(&self) -> Database {
        Database::of(&self.data())
    }

    /// Whose usage counts.
    pub fn probe(&self) -> Result<Probe> {
        Ok(Probe { server: self.server.pid(), postmaster: self.database().postmaster()? })
    }

    /// Waits until no background work is due or running.
    pub fn wait_idle(&self, patience: Duration) -> Result<()> {
        let began = Instant::now();
        loop {
            let left = load::block_on(async {
                store::jobs_at_work(&mut self.database().connect("tessera").await?).await
            })?;
            if left == 0 {
                return Ok(());
            }
            if began.elapsed() > patience {
                bail!("{left} jobs are still waiting after {} s", patience.as_secs());
            }
            pause(Duration::from_millis(100))?;
        }
    }

    /// What is wrong in the books; empty if nothing is.
    pub fn broken_rules(&self) -> Result<Vec<String>> {
        let mut command = Command::new(Profile::Fast.executable());
        command.args(["invariants", "--data"]).arg(self.data());
        let output = command.output()?;
        let mut broken: Vec<String> =
            String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
        if !output.status.success() && broken.is_empty() {
            bail!("the books can't be checked: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let failed = load::block_on(async {
            store::failed_jobs(&mut self.database().connect("tessera").await?).await
        })?;
        broken.extend(failed);
        Ok(broken)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

/// Waits, but not for somebody who is gone.
pub fn pause(time: Duration) -> Result<()> {
    std::thread::sleep(time);
    if process::interrupted() {
        bail!(Interrupted);
    }
    Ok(())
}

fn launch(data: PathBuf, port: u16) -> Result<Server> {
    Server::start_with(Server::unconfigured(Profile::Fast), &data, port, false)
}
