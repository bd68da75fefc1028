//! The embedded PostgreSQL alone.

use anyhow::{Result, bail};

use crate::{boot, config::Config};

/// Starts it, prints the owner's address, and stops when standard input closes.
pub async fn run(config: &Config, migrate: bool) -> Result<()> {
    let (options, embedded) = boot::database(config).await?;
    let Some(embedded) = embedded else {
        bail!("database.url is set: there is no embedded PostgreSQL to run")
    };
    if migrate {
        store::Db::open(options).await?.close().await;
    }
    println!("{}", embedded.url());
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())).await??;
    embedded.stop().await;
    Ok(())
}
