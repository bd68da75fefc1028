//! `tessera doctor`: what is reachable, which versions, how much room, whose clock, what waits.

use std::process::ExitCode;

use adapters::keyring::rotation;
use anyhow::Result;
use kernel::{Clock, Instant, SystemClock};
use store::{db, job, migrate};

use crate::{
    boot,
    config::{Config, Master},
    keys::COLUMNS,
};

/// Seconds that our clock may differ from the database's.
const CLOCK_SLACK: i64 = 5;

/// Seconds that a due job may wait.
const LAG_SLACK: i64 = 120;

/// Megabytes that should be free.
const FREE_SLACK: u64 = 1024;

/// How one check came out.
enum Finding {
    Fine(String),
    Warning(String),
    Broken(String),
}

/// Prints one line per check; fails if anything is broken.
pub async fn run(config: &Config) -> Result<ExitCode> {
    let mut findings = vec![("version", Finding::Fine(env!("CARGO_PKG_VERSION").to_owned()))];
    findings.push(("data folder", folder(config)));
    findings.push(("secret key", secret(config)));
    findings.extend(database(config).await);
    findings.push(("mail", mail(config).await));
    let mut broken = false;
    for (name, finding) in findings {
        let (mark, text) = match finding {
            Finding::Fine(text) => ("ok  ", text),
            Finding::Warning(text) => ("warn", text),
            Finding::Broken(text) => {
                broken = true;
                ("FAIL", text)
            }
        };
        println!("{mark}  {name:<13} {text}");
    }
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn folder(config: &Config) -> Finding {
    let dir = &config.data.dir;
    if let Err(error) = std::fs::create_dir_all(dir) {
        return Finding::Broken(format!("{} can't be made: {error}", dir.display()));
    }
    let probe = dir.join(".doctor");
    if let Err(error) = std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
        return Finding::Broken(format!("{} can't be written to: {error}", dir.display()));
    }
    match nix::sys::statvfs::statvfs(dir) {
        Ok(stat) => {
            let free = stat.blocks_available().saturating_mul(stat.fragment_size()) / (1024 * 1024);
            let text = format!("{}, {free} MB free", dir.display());
            if free < FREE_SLACK { Finding::Warning(text) } else { Finding::Fine(text) }
        }
        Err(error) => Finding::Warning(format!("{}: free space unknown: {error}", dir.display())),
    }
}

fn secret(config: &Config) -> Finding {
    let file = config.data.dir.join("secret.key");
    let Ok(facts) = std::fs::metadata(&file) else {
        return match config.keys.master {
            Master::File => Finding::Warning("not made yet: the first start makes it".to_owned()),
            other => Finding::Fine(format!("none: the master key is {other:?}")),
        };
    };
    if std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o077 != 0 {
        return Finding::Broken(format!("{} can be read by others: chmod 600 it", file.display()));
    }
    match config.keys.backup_note.as_str() {
        "" if config.keys.master == Master::File => Finding::Warning(format!(
            "{}: without it no secret can be opened and no ticket signed. Keep a copy elsewhere, and say where in \
             keys.backup_note",
            file.display()
        )),
        note => Finding::Fine(format!("{} (copy: {note})", file.display())),
    }
}

async fn database(config: &Config) -> Vec<(&'static str, Finding)> {
    let opened = boot::reach(config).await;
    let (options, embedded) = match opened {
        Ok(opened) => opened,
        Err(error) => return vec![("database", Finding::Broken(format!("{error:#}")))],
    };
    let findings = examine(&options.owner).await;
    if let Some(embedded) = embedded {
        embedded.stop().await;
    }
    findings.unwrap_or_else(|error| vec![("database", Finding::Broken(error.to_string()))])
}

async fn examine(
    options: &sqlx::postgres::PgConnectOptions,
) -> Result<Vec<(&'static str, Finding)>, sqlx::Error> {
    let mut owner = <sqlx::PgConnection as sqlx::Connection>::connect_with(options).await?;
    let facts = db::server_facts(&mut owner).await?;
    let pending = migrate::pending(&mut owner).await?;
    let mut findings = vec![("database", Finding::Fine(facts.version))];
    let now = SystemClock.now();
    let off = now.seconds_since(facts.now);
    findings.push((
        "clock",
        match off.abs() {
            0..=CLOCK_SLACK => Finding::Fine(format!("{off} s from the database's")),
            _ => Finding::Broken(format!("{off} s from the database's: set one of them right")),
        },
    ));
    findings.push((
        "schema",
        match pending {
            0 => Finding::Fine("up to date".to_owned()),
            count => Finding::Warning(format!("{count} migrations to apply: run `tessera migrate`")),
        },
    ));
    if pending == 0 {
        let counts = job::counts(&mut owner, None, now).await?;
        let lag = counts.oldest_ready.map_or(0, |oldest| now.seconds_since(oldest));
        let text = format!(
            "{} due ({lag} s behind), {} later, {} failed",
            counts.ready, counts.scheduled, counts.dead
        );
        findings.push((
            "jobs",
            match (lag > LAG_SLACK, counts.dead) {
                (true, _) => Finding::Broken(format!("{text}: is a worker running?")),
                (false, 0) => Finding::Fine(text),
                (false, _) => Finding::Warning(format!("{text}: see `tessera jobs failed`")),
            },
        ));
        let (secrets, old) = rotation::everywhere(&mut owner, COLUMNS).await?;
        findings.push((
            "secrets",
            match old {
                0 => Finding::Fine(format!("{secrets}, all sealed with the newest keys")),
                _ => Finding::Warning(format!(
                    "{old} of {secrets} are sealed with older keys; a worker seals them anew after a rotation"
                )),
            },
        ));
        findings.push(("credentials", credentials(&mut owner, now).await?));
    }
    Ok(findings)
}

/// Whether somebody who has left an organisation may still know a secret that works there.
async fn credentials(owner: &mut sqlx::PgConnection, now: Instant) -> Result<Finding, sqlx::Error> {
    let keys = identity::api_key::left_behind(owner, now).await?;
    let apps = identity::oauth::app::left_behind(owner).await?;
    Ok(match keys + apps {
        0 => Finding::Fine("none that somebody who has left may know".to_owned()),
        _ => Finding::Warning(format!(
            "somebody who has left may know the secrets of {keys} API keys and {apps} apps: the admin marks them"
        )),
    })
}

async fn mail(config: &Config) -> Finding {
    match boot::mailer(config) {
        Ok(mailer) => match mailer.check().await {
            Ok(text) => Finding::Fine(text),
            Err(text) => Finding::Broken(text),
        },
        Err(error) => Finding::Broken(format!("{error:#}")),
    }
}
