use std::io;
use std::path::{Path, PathBuf};

/// Why the embedded PostgreSQL does not run: one line each, with the way out.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// Nothing usable on this machine.
    #[error(
        "no PostgreSQL 15 or later found (looked in {looked}); install it, set TESSERA_POSTGRES_BIN to the folder with `postgres` and `initdb`, or set database.url"
    )]
    NoBinaries {
        /// The folders that were searched, with what was wrong where something was there.
        looked: String,
    },
    /// `TESSERA_POSTGRES_BIN` points at something that does not run or is too old.
    #[error("TESSERA_POSTGRES_BIN={} does not work: {reason}; point it at the bin folder of PostgreSQL 15 or later", .folder.display())]
    BadBinaries {
        /// The folder as given.
        folder: PathBuf,
        /// What was wrong with it.
        reason: String,
    },
    /// Somebody else works on the folder.
    #[error("data folder {} is in use by process {pid}; stop that process or choose another folder", .data_dir.display())]
    InUse {
        /// The cluster's folder.
        data_dir: PathBuf,
        /// As the holder of the lock wrote it.
        pid: String,
    },
    /// The folder has files in it, but no cluster.
    #[error("{} is not empty and holds no PostgreSQL data; choose another folder", .data_dir.display())]
    NotACluster {
        /// The cluster's folder.
        data_dir: PathBuf,
    },
    /// The folder was initialised by another major version, whose files this one can't read.
    #[error(
        "{} was written by PostgreSQL {theirs}, but the one found is {ours}; set TESSERA_POSTGRES_BIN to the bin folder of PostgreSQL {theirs}, or dump with {theirs} and restore into a new folder", .data_dir.display()
    )]
    OtherMajor {
        /// The cluster's folder.
        data_dir: PathBuf,
        /// The version in the folder.
        theirs: String,
        /// The version found.
        ours: String,
    },
    /// The data belongs to another user, and we are not root.
    #[error("{} belongs to the user {owner}; run as that user or choose another folder", .data_dir.display())]
    NotOurs {
        /// The cluster's folder.
        data_dir: PathBuf,
        /// Name or uid.
        owner: String,
    },
    /// We are root and there is nobody to become.
    #[error(
        "PostgreSQL does not run as root and there is no user `postgres` or `nobody`; run as an ordinary user"
    )]
    NoAccount,
    /// We are root, and the user we drop to can't get to the folder.
    #[error(
        "PostgreSQL runs as the user {user}, who can't enter {}; run `chmod o+x {}` or choose another folder", .folder.display(), .folder.display()
    )]
    Unreachable {
        /// The first folder on the way that stays closed.
        folder: PathBuf,
        /// Name or uid.
        user: String,
    },
    /// The socket's fallback folder was made by somebody else.
    #[error("{} exists but is not private to us; remove it or choose a data folder with a shorter path", .folder.display())]
    SocketFolder {
        /// Under the system's temporary folder.
        folder: PathBuf,
    },
    /// `initdb` failed.
    #[error("PostgreSQL could not initialise {}: {reason}", .data_dir.display())]
    Initialise {
        /// The cluster's folder.
        data_dir: PathBuf,
        /// What `initdb` said.
        reason: String,
    },
    /// A server of an earlier run keeps running.
    #[error(
        "PostgreSQL of an earlier run (process {pid}) does not stop; end it with `kill -QUIT {pid}` and start again"
    )]
    LeftOver {
        /// Its process.
        pid: u32,
    },
    /// It ended before it answered.
    #[error("PostgreSQL ended while starting: {reason}")]
    Start {
        /// Its last fatal message.
        reason: String,
    },
    /// It runs, but does not answer.
    #[error("PostgreSQL did not answer within {seconds} s; its log says why")]
    Slow {
        /// How long we waited.
        seconds: u64,
    },
    /// It answers, but refuses us.
    #[error("PostgreSQL runs but refuses its owner: {0}")]
    Refused(#[from] sqlx::Error),
    /// A file or a program could not be used.
    #[error("can't {action} {}: {source}", .path.display())]
    Io {
        /// A verb.
        action: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl EmbeddedError {
    pub(super) fn io(action: &'static str, path: impl AsRef<Path>, source: io::Error) -> Self {
        Self::Io { action, path: path.as_ref().to_owned(), source }
    }
}
