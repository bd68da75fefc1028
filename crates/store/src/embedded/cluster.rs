//! The data folder: `initdb` once, our settings at every start.

use std::fmt::Write;
use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::account::Account;
use super::error::EmbeddedError;
use super::locate::Binaries;
use super::socket::SocketFolder;
use super::{OWNER, Options, PORT};

/// Our settings, included at the end of `postgresql.conf`. `alter system` still wins over them.
const SETTINGS_FILE: &str = "tessera.conf";

/// From here on PostgreSQL brings C.UTF-8 itself and does not depend on the system's locales.
const FIRST_BUILTIN_LOCALE: u32 = 17;

const STUBBORN_LIMIT: Duration = Duration::from_secs(10);

/// Makes `data_dir` a cluster, or checks the one that is there.
pub(super) async fn initialise(
    data_dir: &Path,
    binaries: &Binaries,
    account: &Account,
    durable: bool,
) -> Result<(), EmbeddedError> {
    remove_unfinished(data_dir).await?;
    if let Ok(version) = fs::read_to_string(data_dir.join("PG_VERSION")) {
        let (theirs, ours) = (version.trim().to_owned(), binaries.major.to_string());
        if theirs != ours {
            let data_dir = data_dir.to_owned();
            return Err(EmbeddedError::OtherMajor { data_dir, theirs, ours: binaries.version.clone() });
        }
        let owner = fs::metadata(data_dir).map_err(|e| EmbeddedError::io("read", data_dir, e))?.uid();
        return if owner == account.uid { Ok(()) } else { account.give(data_dir) };
    }
    if fs::read_dir(data_dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(EmbeddedError::NotACluster { data_dir: data_dir.to_owned() });
    }
    // A folder becomes a cluster by one rename, so that a killed initdb leaves nothing half done.
    let unfinished = unfinished(data_dir, &std::process::id().to_string());
    let fail = |e| EmbeddedError::io("create", data_dir, e);
    DirBuilder::new().mode(0o700).create(&unfinished).map_err(fail)?;
    account.give(&unfinished)?;
    run_initdb(&unfinished, binaries, account, durable).await?;
    fs::rename(&unfinished, data_dir).map_err(fail)?;
    match data_dir.parent() {
        Some(parent) if durable => File::open(parent).and_then(|folder| folder.sync_all()).map_err(fail),
        _ => Ok(()),
    }
}

fn unfinished(data_dir: &Path, suffix: &str) -> PathBuf {
    data_dir.with_added_extension(format!("unfinished-{suffix}"))
}

async fn remove_unfinished(data_dir: &Path) -> Result<(), EmbeddedError> {
    let prefix = unfinished(data_dir, "");
    let (Some(parent), Some(prefix)) = (prefix.parent(), prefix.file_name()) else { return Ok(()) };
    let prefix = prefix.to_string_lossy();
    for entry in fs::read_dir(parent).map_err(|e| EmbeddedError::io("read", parent, e))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*prefix) {
            remove_stubborn(&entry.path()).await?;
        }
    }
    Ok(())
}

/// Removes a folder into which the `initdb` of a killed run may still be writing, until that fails for want of files.
async fn remove_stubborn(folder: &Path) -> Result<(), EmbeddedError> {
    let began = Instant::now();
    while let Err(error) = fs::remove_dir_all(folder) {
        if began.elapsed() > STUBBORN_LIMIT {
            return Err(EmbeddedError::io("remove", folder, error));
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

async fn run_initdb(
    folder: &Path,
    binaries: &Binaries,
    account: &Account,
    durable: bool,
) -> Result<(), EmbeddedError> {
    let program = binaries.folder.join("initdb");
    let mut command = account.command(&program);
    command.arg("--pgdata").arg(folder).arg(format!("--username={OWNER}"));
    // No password is needed: only the account itself and root get into the folder of the socket.
    command.args(["--auth=trust", "--encoding=UTF8", "--no-locale", "--data-checksums", "--no-instructions"]);
    // A new piece of the log is filled with zeros while every commit waits: 50 ms for the 16 MB that are usual.
    command.arg("--wal-segsize=4");
    if binaries.major >= FIRST_BUILTIN_LOCALE {
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    }
    if !durable {
        command.arg("--no-sync");
    }
    let output =
        command.kill_on_drop(true).output().await.map_err(|e| EmbeddedError::io("run", &program, e))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().find(|line| line.contains("error:") || line.contains("FATAL:"));
    let reason = reason.or(said.lines().next()).unwrap_or("initdb said nothing").to_owned();
    Err(EmbeddedError::Initialise { data_dir: folder.to_owned(), reason })
}

/// Writes our settings and makes sure that `postgresql.conf` includes them.
pub(super) fn configure(
    data_dir: &Path,
    socket: &SocketFolder,
    account: &Account,
    options: &Options,
) -> Result<(), EmbeddedError> {
    let file = data_dir.join(SETTINGS_FILE);
    let new = file.with_added_extension("new");
    let fail = |e| EmbeddedError::io("write", &file, e);
    fs::write(&new, settings(socket.path(), options)).map_err(fail)?;
    account.give(&new)?;
    fs::rename(&new, &file).map_err(fail)?;

    let main = data_dir.join("postgresql.conf");
    let include = format!("include = '{SETTINGS_FILE}'");
    let content = fs::read_to_string(&main).map_err(|e| EmbeddedError::io("read", &main, e))?;
    if content.lines().any(|line| line.trim() == include) {
        return Ok(());
    }
    fs::write(&main, format!("{content}\n{include}\n")).map_err(|e| EmbeddedError::io("write", &main, e))
}

/// The content of our settings file: a small box, a quiet log, and no way in but the socket.
pub(super) fn settings(socket: &Path, options: &Options) -> String {
    let folder = format!("\"{}\"", socket.to_string_lossy().replace('"', "\"\""));
    let (port, max_connections) = (PORT.to_string(), options.max_connections.to_string());
    let ours = [
        ("listen_addresses", ""),
        ("unix_socket_directories", &folder),
        ("unix_socket_permissions", "0700"),
        ("port", &port),
        ("max_connections", &max_connections),
        ("shared_buffers", "128MB"),
        ("wal_compression", "on"),
        ("max_wal_size", "1GB"),
        // Old pieces of the log are kept for the next rush, which would have to make new ones.
        ("min_wal_size", "256MB"),
        ("checkpoint_timeout", "15min"),
        ("jit", "off"),
        // Without statistics a fresh table's rows are looked for by organisation instead of by id, and the queue's dead
        // rows pile up in a rush: once a minute is too seldom for both.
        ("autovacuum_naptime", "10s"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        ("lc_messages", "C"),
        ("log_destination", "stderr"),
        ("logging_collector", "off"),
        ("log_line_prefix", ""),
        ("log_checkpoints", "off"),
        // Statements carry personal data; the error itself goes to the client and to the log.
        ("log_min_error_statement", "panic"),
    ];
    let durability: &[(&str, &str)] = if options.durable {
        &[("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on")]
    } else {
        &[
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
            ("wal_level", "minimal"),
            ("max_wal_senders", "0"),
        ]
    };
    let extra = options.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut content = "# Written by Tessera at every start.\n".to_owned();
    for (name, value) in ours.into_iter().chain(durability.iter().copied()).chain(extra) {
        let value = value.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n");
        // Writing to a string can't fail.
        let _ = writeln!(content, "{name} = '{value}'");
    }
    content
}
