//! `cargo xtask dev`: the server in debug and Vite beside it, built again when a source changes.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use clap::Args;
use walkdir::WalkDir;

use crate::process;
use crate::server::Server;
use crate::steps::Steps;
use crate::workspace::{self, Profile};
use crate::{assets, free_port, npm};

const LOOK_EVERY: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(300);
/// What the server is made of.
const SOURCES: [&str; 5] = ["crates", "migrations", "config.default.toml", "Cargo.toml", "Cargo.lock"];

/// Options of `cargo xtask dev`.
#[derive(Args)]
pub struct Options {
    /// Where the server listens; Vite's own server expects 8080.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where everything is kept: database, files, keys.
    #[arg(long, default_value = "data")]
    data: PathBuf,
}

/// Runs until Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    free_port::check(options.port)?;
    let steps = Steps::new();
    assets::prepare(&steps)?;
    let vite = Vite::start()?;
    while !process::interrupted() {
        let seen = newest_source();
        let server = if build()? { start(&steps, options)? } else { None };
        wait_for_change(seen, server);
    }
    drop(vite);
    Ok(())
}

fn build() -> Result<bool> {
    let status = workspace::build_server(Profile::Dev).status().context("can't run cargo")?;
    Ok(status.success())
}

fn start(steps: &Steps, options: &Options) -> Result<Option<Server>> {
    let data = workspace::root().join(&options.data);
    let mut server = Server::start(&Profile::Dev.executable(), &data, options.port, true)?;
    let started = steps.run("server start", |step| {
        server.wait_ready(step, PATIENCE)?;
        Ok(format!("http://localhost:{} · admin with Vite: http://localhost:5173/admin/", options.port))
    });
    match started {
        Ok(()) => Ok(Some(server)),
        Err(error) if error.is::<process::Interrupted>() => Err(error),
        // The next change may mend it.
        Err(error) => {
            eprintln!("{error:#}");
            Ok(None)
        }
    }
}

/// Prints what the server says until a source is newer than `seen`; then the server stops.
fn wait_for_change(seen: Option<SystemTime>, mut server: Option<Server>) {
    while !process::interrupted() && newest_source() <= seen {
        match &mut server {
            Some(server) => server.relay_for(LOOK_EVERY),
            None => std::thread::sleep(LOOK_EVERY),
        }
    }
}

fn newest_source() -> Option<SystemTime> {
    let walks = SOURCES.iter().flat_map(|source| WalkDir::new(workspace::root().join(source)));
    walks.flatten().filter_map(|entry| entry.metadata().ok()?.modified().ok()).max()
}

/// Vite's development server, ended with us.
struct Vite(Child);

impl Vite {
    fn start() -> Result<Self> {
        let mut command: Command = npm::npm();
        command.args(["run", "dev"]).stdin(std::process::Stdio::null());
        Ok(Self(command.spawn().context("can't start Vite")?))
    }
}

impl Drop for Vite {
    fn drop(&mut self) {
        process::terminate(&self.0);
        let _ = self.0.wait();
    }
}
