//! Background work that failed, over all organisations.

use anyhow::{Result, bail};
use clap::Subcommand;
use kernel::{Clock, SystemClock};
use store::{Db, job};

/// What to do with failed jobs.
#[derive(Subcommand)]
pub enum JobsCommand {
    /// The newest hundred.
    Failed,
    /// Put one back into the queue.
    Retry {
        /// Its number.
        id: i64,
    },
    /// Throw one away.
    Discard {
        /// Its number.
        id: i64,
    },
}

/// Does it.
pub async fn act(db: &Db, command: JobsCommand) -> Result<()> {
    let mut connection = db.outside().await?;
    match command {
        JobsCommand::Failed => {
            for dead in job::dead_letters(&mut connection, None, None, 100).await?.items {
                let error = dead.last_error.unwrap_or_default();
                println!("{}\t{}\t{}\t{} tries\t{error}", dead.id, dead.failed_at, dead.kind, dead.attempts);
            }
        }
        JobsCommand::Retry { id } => {
            if !job::replay(&mut connection, None, id, SystemClock.now()).await? {
                bail!("there is no failed job {id}");
            }
        }
        JobsCommand::Discard { id } => {
            if !job::discard(&mut connection, None, id).await? {
                bail!("there is no failed job {id}");
            }
        }
    }
    Ok(())
}
