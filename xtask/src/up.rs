//! `cargo xtask up`: from a fresh clone to an event platform in the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;

use crate::process;
use crate::server::Server;
use crate::steps::{Steps, seconds};
use crate::workspace::{self, Profile};
use crate::{assets, free_port, postgres, sitemap};

/// The first start writes several hundred demo orders.
const PATIENCE: Duration = Duration::from_secs(180);

/// Options of `cargo xtask up`.
#[derive(Args)]
pub struct Options {
    /// Start without demo data.
    #[arg(long)]
    no_demo: bool,
    /// Where the server listens on this machine.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where everything is kept: database, files, keys.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Build the server as `dist` does: it takes twice as long, and answers faster.
    #[arg(long)]
    fast: bool,
}

/// Builds what is missing, starts the server and stays until Ctrl-C.
pub fn run(options: &Options) -> Result<()> {
    let data = workspace::root().join(&options.data);
    free_port::check(options.port)?;
    check_writable(&data)?;

    let steps = Steps::new();
    assets::prepare(&steps)?;
    steps.run("postgresql", |_| postgres::version(&postgres::folder()?))?;
    let profile = if options.fast { Profile::Fast } else { Profile::Up };
    steps.run("server build", |step| {
        step.follow(&mut workspace::build_server(profile)).map(|()| String::new())
    })?;
    let executable = profile.executable();
    let mut server = Server::start(&executable, &data, options.port, !options.no_demo)?;
    steps.run("server start", |step| {
        server.wait_ready(step, PATIENCE)?;
        Ok(format!("data in {}", data.display()))
    })?;

    print_card(&executable, options)?;
    eprintln!("Up after {}. Ctrl-C stops it.\n", seconds(steps.elapsed()));
    server.relay()
}

/// Fails before the long build where the data could not be kept anyway.
fn check_writable(data: &Path) -> Result<()> {
    let advice = || {
        format!("can't write to {}: make it writable or choose another folder with --data", data.display())
    };
    fs::create_dir_all(data).with_context(advice)?;
    tempfile::tempfile_in(data).with_context(advice)?;
    Ok(())
}

fn print_card(executable: &Path, options: &Options) -> Result<()> {
    let base = format!("http://localhost:{}", options.port);
    let (door, mailbox) = match sitemap::first_event(options.port)? {
        Some((organiser, event)) => {
            (format!("/admin/{organiser}/events/{event}/door"), format!("/admin/{organiser}/mailbox"))
        }
        None => ("/admin/".to_owned(), "/admin/".to_owned()),
    };
    println!();
    for (name, path) in
        [("Site", "/"), ("Admin", "/admin/"), ("Door", &door), ("API docs", "/docs"), ("Mailbox", &mailbox)]
    {
        println!("  {name:<10} {base}{path}");
    }
    if !options.no_demo {
        let logins = process::output_of(Command::new(executable).args(["demo", "--logins"]))?;
        for (index, login) in String::from_utf8_lossy(&logins).lines().enumerate() {
            println!("  {:<10} {login}", if index == 0 { "Sign in" } else { "" });
        }
    }
    println!();
    Ok(())
}

#[cfg(test)]
mod tests;
