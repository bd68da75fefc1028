//! Proving the audit log.

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use insight::chain;
use kernel::OrgId;
use store::{Actor, Cx};

use crate::{boot, config::Config};

/// What to do with the audit log.
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Compute every chain anew and tell which entries were changed, removed, added or moved; the exit code tells
    /// whether any was.
    Verify(Which),
    /// Print the signed end of each chain as a line of JSON, with the key that verifies it. Keep it elsewhere.
    Head(Which),
}

/// Which organisations.
#[derive(Args)]
pub struct Which {
    /// Only the organisation with this slug.
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
}

/// Reaches the database of a running or stopped installation and does it.
pub async fn run(config: &Config, command: AuditCommand) -> Result<ExitCode> {
    let running = boot::start_beside(config).await?;
    let done = act(&running.app, command).await;
    running.stop().await;
    done
}

async fn act(app: &httpkit::App, command: AuditCommand) -> Result<ExitCode> {
    let (AuditCommand::Verify(which) | AuditCommand::Head(which)) = &command;
    let mut broken = false;
    for (slug, org) in organisations(app, which).await? {
        let cx = app.cx(org, Actor::System, kernel::CorrelationId::new(app.now(), &app.chance));
        match command {
            AuditCommand::Verify(_) => broken |= !verify(&slug, &cx).await?,
            AuditCommand::Head(_) => {
                let head = chain::state(&cx, &*app.ports.keys).await?.head;
                println!("{}", serde_json::to_string(&head)?);
            }
        }
    }
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn organisations(app: &httpkit::App, which: &Which) -> Result<Vec<(String, OrgId)>> {
    match &which.org {
        Some(slug) => {
            let org = app.directory.organisation(slug).await?;
            Ok(vec![(slug.clone(), org.with_context(|| format!("there is no organisation {slug}"))?)])
        }
        None => {
            let all = identity::organisation::all(&app.db).await?;
            Ok(all.into_iter().map(|org| (org.to_string(), org)).collect())
        }
    }
}

async fn verify(name: &str, cx: &Cx) -> Result<bool> {
    let report = chain::verify::verify(cx).await?;
    let count = report.sealed_to - report.begins_after;
    match report.flaws.len() {
        0 => println!("ok    {name}: {count} entries, {} signed heads", report.heads),
        flaws => println!("FAIL  {name}: {flaws} of {count} entries"),
    }
    for flaw in &report.flaws {
        println!("      {flaw}");
    }
    Ok(report.flaws.is_empty())
}
