//! What tests need beyond Rust and Node, from Debian's packages where we may install them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Once;

use anyhow::Result;

use crate::steps::Step;

static UPDATED: Once = Once::new();

/// Whether this is Debian (or a child of it) and we are root.
pub fn may_install() -> bool {
    Path::new("/etc/debian_version").exists() && nix::unistd::geteuid().is_root()
}

/// Whether `program` is in the path.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs packages. Call it only after [`may_install`].
pub fn install(step: &mut Step, packages: &[&str]) -> Result<()> {
    let mut updated = Ok(());
    UPDATED.call_once(|| updated = step.follow(apt().arg("update")));
    updated?;
    step.follow(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// Installs Debian's PostgreSQL for its programs only: the cluster that the package would make and start stays away.
pub fn install_postgres(step: &mut Step, major: u32) -> Result<()> {
    install(step, &["postgresql-common"])?;
    let settings = Path::new("/etc/postgresql-common/createcluster.conf");
    let content = fs::read_to_string(settings).unwrap_or_default();
    fs::write(settings, format!("{content}\ncreate_main_cluster = false\n"))?;
    install(step, &[&format!("postgresql-{major}")])
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
    command
}
