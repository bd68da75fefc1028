//! Where things are.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The npm workspace.
pub fn web() -> PathBuf {
    root().join("web")
}

/// What the server embeds: fonts and the admin. Always inside the workspace, wherever cargo builds.
pub fn assets() -> PathBuf {
    root().join("target/assets")
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A cargo profile that we build the server in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; assets are read from the disk.
    Dev,
    /// Quick to build without anything to reuse; assets are embedded.
    Up,
    /// Quick to run; assets are embedded.
    Fast,
}

impl Profile {
    /// As cargo's `--profile` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Up => "up",
            Self::Fast => "fast",
        }
    }

    /// The server's executable after a build.
    pub fn executable(self) -> PathBuf {
        let folder = match self {
            Self::Dev => "debug",
            Self::Up | Self::Fast => self.name(),
        };
        target().join(folder).join("tessera")
    }
}

/// Cargo in the workspace, checking queries against the committed metadata.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).env("SQLX_OFFLINE", "true");
    // What `cargo run` tells us about ourselves is no news for what we build: build scripts that look at it (ring's)
    // would have everything above them compiled again each time it differs.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| OF_CARGO_RUN.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command
}

/// How the names of the variables start that `cargo run` sets for the program it runs.
const OF_CARGO_RUN: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];

/// The build of the server's executable.
pub fn build_server(profile: Profile) -> Command {
    let mut command = cargo();
    command.args([
        "build",
        "--locked",
        "--package",
        "server",
        "--bin",
        "tessera",
        "--profile",
        profile.name(),
    ]);
    command
}
