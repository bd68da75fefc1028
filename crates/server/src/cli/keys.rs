//! Looking after the keys that seal secrets.

use anyhow::{Context, Result};
use clap::Subcommand;
use kernel::{CorrelationId, OrgId};
use store::{Actor, Cx};

use crate::{
    boot::{self, Running},
    config::Config,
    keys::COLUMNS,
};

/// What to do with the keys.
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Tell what wraps the keys, and how many secrets are still sealed with older ones.
    Status,
    /// Make new keys; a worker seals anew in the background what older ones have sealed.
    Rotate {
        /// Only the organisation with this slug.
        #[arg(long, value_name = "SLUG", conflicts_with = "installation")]
        org: Option<String>,
        /// Only the installation's own key, which wraps those of organisations.
        #[arg(long)]
        installation: bool,
    },
    /// Wrap the installation's keys with the master key that is configured now.
    Rewrap,
}

/// Reaches the database of a running or stopped installation and does it.
pub async fn run(config: &Config, command: KeysCommand) -> Result<()> {
    let running = boot::start_beside(config).await?;
    let done = act(&running, command).await;
    running.stop().await;
    done
}

async fn act(running: &Running, command: KeysCommand) -> Result<()> {
    let (app, ring) = (&running.app, &running.keys);
    let all = identity::organisation::all(&app.db).await?;
    match command {
        KeysCommand::Status => status(running, &all).await?,
        KeysCommand::Rotate { org: Some(slug), .. } => {
            let org = app.directory.organisation(&slug).await?;
            let org = org.with_context(|| format!("there is no organisation {slug}"))?;
            println!("{slug}: version {}", ring.rotate(&cx(running, org)).await?);
        }
        KeysCommand::Rotate { org: None, installation } => {
            let version = ring.rotate_installation(&all, app.now()).await?;
            println!("installation: version {version}");
            for org in all.into_iter().filter(|_| !installation) {
                println!("{org}: version {}", ring.rotate(&cx(running, org)).await?);
            }
        }
        KeysCommand::Rewrap => {
            let changed = ring.rewrap().await?;
            println!("{changed} keys had another master key; check with `tessera keys status`");
        }
    }
    Ok(())
}

async fn status(running: &Running, all: &[OrgId]) -> Result<()> {
    let ring = &running.keys;
    for (version, master) in ring.wrapped_by().await? {
        println!("installation key {version}: wrapped by {master}");
    }
    let own = ring.installation_progress(COLUMNS).await?;
    println!(
        "installation: version {}, {} of {} secrets sealed with older keys",
        own.version, own.old, own.secrets
    );
    for org in all {
        let progress = ring.progress(&cx(running, *org), COLUMNS).await?;
        if progress.secrets > 0 {
            let (version, old, secrets) = (progress.version, progress.old, progress.secrets);
            println!("{org}: version {version}, {old} of {secrets} secrets sealed with older keys");
        }
    }
    Ok(())
}

fn cx(running: &Running, org: OrgId) -> Cx {
    let app = &running.app;
    app.cx(org, Actor::System, CorrelationId::new(app.now(), &app.chance))
}
