//! The archive on a machine that has nothing: an empty environment and a fresh folder.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;

use crate::server::Server;
use crate::steps::Steps;
use crate::{free_port, http, sitemap};

const PATIENCE: Duration = Duration::from_secs(120);

/// Unpacks, starts, looks around, stops, and makes sure that nothing is left running.
pub fn run(steps: &Steps, archive: &Path, name: &str) -> Result<()> {
    let folder = tempfile::Builder::new().prefix("tessera-smoke-").tempdir()?;
    // PostgreSQL runs under another account where we are root.
    #[cfg(unix)]
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    steps.run("smoke: unpack", |_| {
        tar::Archive::new(GzDecoder::new(File::open(archive)?)).unpack(folder.path())?;
        Ok(String::new())
    })?;
    let home = folder.path().join(name);
    let data = home.join("data");
    let start = |demo| {
        let mut command = Command::new(home.join("tessera"));
        command.current_dir(&home).env_clear().env("PATH", "/usr/bin:/bin");
        Server::start_with(command, &data, free_port::any()?, demo)
    };
    let mut server = start(true)?;
    steps.run("smoke: start", |step| server.wait_ready(step, PATIENCE).map(|()| String::new()))?;
    steps.run("smoke: pages", |_| look_around(server.port))?;
    steps.run("smoke: stop", |_| stop(&mut server, &home))?;
    let began = Instant::now();
    let mut server = start(false)?;
    steps.run("smoke: again", |step| {
        server.wait_ready(step, PATIENCE)?;
        // Told, not judged: how fast a start is, the benchmarks tell.
        let took = began.elapsed().as_secs_f64();
        Ok(format!("up in {took:.1} s, {}", look_around(server.port)?))
    })?;
    steps.run("smoke: stop again", |_| stop(&mut server, &home))
}

/// Stops the server as Ctrl-C does; nothing of it may be left, PostgreSQL included.
fn stop(server: &mut Server, home: &Path) -> Result<String> {
    let status = server.stop()?;
    ensure!(status.success(), "the server stopped with {status}\n{}", server.last_words());
    let left = processes_of(home)?;
    ensure!(left.is_empty(), "still running: {}", left.join(", "));
    Ok(String::new())
}

/// The front page, the first event, the documentation, the admin and its files, the document.
fn look_around(port: u16) -> Result<String> {
    page(port, "/", "<html")?;
    let (organiser, event) = sitemap::first_event(port)?.context("no event in /sitemap.xml")?;
    let event = format!("/{organiser}/{event}");
    page(port, &event, "application/ld+json")?;
    page(port, "/docs", "<html")?;
    let admin = page(port, "/admin/", "<script")?;
    let script = admin
        .split("src=\"")
        .filter_map(|part| part.split('"').next())
        .find(|path| path.ends_with(".js"))
        .context("no script in /admin/")?;
    page(port, script, "import")?;
    page(port, "/api/v1/openapi.json", "\"openapi\"")?;
    Ok(format!("6 pages, {event} among them"))
}

fn page(port: u16, path: &str, part: &str) -> Result<String> {
    let answer = http::get(port, path).with_context(|| format!("GET {path}"))?;
    if answer.status != 200 {
        bail!("GET {path} answers {}: {}", answer.status, answer.text());
    }
    let text = answer.text();
    ensure!(text.contains(part), "GET {path} has no `{part}` in it");
    Ok(text)
}

/// Every process whose program lies in `folder`, as far as this system tells.
fn processes_of(folder: &Path) -> Result<Vec<String>> {
    let folder = folder.canonicalize()?;
    let Ok(processes) = fs::read_dir("/proc") else { return Ok(Vec::new()) };
    let programs = processes.flatten().filter_map(|process| {
        let program = fs::read_link(process.path().join("exe")).ok()?;
        let id = process.file_name().into_string().ok()?;
        program.starts_with(&folder).then(|| format!("{} ({id})", program.display()))
    });
    Ok(programs.collect())
}
