//! What the database says about each query, which lets the workspace compile without a database.
//!
//! sqlx's macros write one file a query into `SQLX_OFFLINE_DIR` when they ask a live database. They run only where a
//! crate is compiled, so every crate is made to look changed for the length of one `cargo check`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

use super::{Files, QUERIES};
use crate::scratch::Scratch;
use crate::steps::Step;
use crate::workspace;

/// Asks a fresh database about every query of the workspace.
pub fn generate(step: &mut Step) -> Result<Files> {
    let database = Scratch::start()?;
    let folder = tempfile::tempdir()?;
    let touched = Touched::roots_of_crates()?;
    let mut check = workspace::cargo();
    check.args(["check", "--locked", "--workspace", "--all-targets"]);
    check
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", folder.path())
        .env("DATABASE_URL", database.url());
    step.follow(&mut check)?;
    drop(touched);
    let mut files = Files::new();
    for entry in fs::read_dir(folder.path())? {
        let entry = entry?;
        files.insert(Path::new(QUERIES).join(entry.file_name()), fs::read(entry.path())?);
    }
    Ok(files)
}

/// Root files of crates that look changed just now. Dropping it gives them their times back, so that other builds
/// find nothing changed.
struct Touched(Vec<(PathBuf, SystemTime)>);

impl Touched {
    fn roots_of_crates() -> Result<Self> {
        let mut touched = Self(Vec::new());
        for entry in fs::read_dir(workspace::root().join("crates"))? {
            let folder = entry?.path();
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            if !manifest.lines().any(|line| line.starts_with("sqlx")) {
                continue;
            }
            for root in ["src/lib.rs", "src/main.rs", "tests/it/main.rs"].map(|root| folder.join(root)) {
                if let Ok(before) = fs::metadata(&root).and_then(|metadata| metadata.modified()) {
                    set_time(&root, SystemTime::now())?;
                    touched.0.push((root, before));
                }
            }
        }
        Ok(touched)
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        for (root, before) in &self.0 {
            if let Err(error) = set_time(root, *before) {
                eprintln!("{error:#}");
            }
        }
    }
}

fn set_time(file: &Path, time: SystemTime) -> Result<()> {
    let open = File::options().append(true).open(file);
    open.and_then(|file| file.set_modified(time)).with_context(|| format!("can't touch {}", file.display()))
}
