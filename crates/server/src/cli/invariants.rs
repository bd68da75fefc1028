//! Checking the books.

use std::process::ExitCode;

use anyhow::Result;
use sqlx::{Connection, PgConnection};

use crate::{boot, config::Config, ops::invariants};

/// Reaches the database of a running or stopped installation, and prints every broken rule.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let (options, embedded) = boot::reach(config).await?;
    let mut owner = PgConnection::connect_with(&options.owner).await?;
    let broken = invariants::check(&mut owner).await;
    owner.close().await?;
    if let Some(embedded) = embedded {
        embedded.stop().await;
    }
    let broken = broken?;
    for rule in &broken {
        println!("{rule}");
    }
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
