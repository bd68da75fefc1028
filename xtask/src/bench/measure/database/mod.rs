//! The server's own PostgreSQL, seen from outside: its socket, its processes, its rows.

pub mod store;
pub mod wire;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use wire::Client;

const OWNER: &str = "tessera_owner";

/// The embedded PostgreSQL of a data folder.
#[derive(Clone)]
pub struct Database {
    folder: PathBuf,
}

impl Database {
    /// The one in this data folder.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("postgres") }
    }

    /// Connects the owner, who sees every organisation's rows.
    pub async fn connect(&self, database: &str) -> Result<Client> {
        let socket = self.folder.join(".s.PGSQL.5432");
        let client = Client::connect(&socket, OWNER, database).await;
        client.with_context(|| format!("can't connect to PostgreSQL at {}", socket.display()))
    }

    /// Its first process.
    pub fn postmaster(&self) -> Result<u32> {
        let file = self.folder.join("postmaster.pid");
        let content = fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?;
        let pid = content.lines().next().and_then(|line| line.trim().parse().ok());
        pid.with_context(|| format!("{} names no process", file.display()))
    }
}
