//! `cargo xtask fuzz`: schemathesis throws odd requests at every operation of the API, signed in as an organiser.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;

use crate::server::Server;
use crate::steps::Steps;
use crate::workspace::{self, Profile};
use crate::{assets, http, process, sitemap, tools};

const SCHEMATHESIS: &str = "4.32.5";
const PATIENCE: Duration = Duration::from_secs(180);

/// Options of `cargo xtask fuzz`.
#[derive(Args)]
pub struct Options {
    /// Requests an operation.
    #[arg(long, default_value_t = 25)]
    examples: u32,
    /// Seconds after which no more requests are made.
    #[arg(long, default_value_t = 150)]
    seconds: u32,
    /// What a random run printed, to repeat it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Deserialize)]
struct Session {
    csrf_token: String,
}

/// Starts a server with demo data on a scratch folder and fuzzes it.
pub fn run(options: &Options) -> Result<()> {
    let steps = Steps::new();
    assets::prepare(&steps)?;
    let environment = tools::folder("schemathesis", SCHEMATHESIS)?;
    steps.run("schemathesis", |step| {
        if !environment.join("bin/schemathesis").exists() {
            tools::python_environment(step, &environment)?;
            let package = format!("schemathesis=={SCHEMATHESIS}");
            step.follow(Command::new(environment.join("bin/pip")).args(["install", &package]))?;
        }
        Ok(SCHEMATHESIS.to_owned())
    })?;
    steps.run("server build", |step| {
        step.follow(&mut workspace::build_server(Profile::Up)).map(|()| String::new())
    })?;
    let folder = tempfile::tempdir()?;
    let executable = Profile::Up.executable();
    let mut server = Server::start_for_tests(folder.path())?;
    steps.run("server start", |step| server.wait_ready(step, PATIENCE).map(|()| String::new()))?;
    let (cookie, csrf) = sign_in(&executable, server.port)?;

    fs::write(folder.path().join("schemathesis.toml"), real_parameters(server.port)?)?;

    let mut command = Command::new(environment.join("bin/schemathesis"));
    command.current_dir(folder.path()).arg("run");
    command.arg(format!("http://127.0.0.1:{}/api/v1/openapi.json", server.port));
    command.args([
        "--checks",
        "not_a_server_error,status_code_conformance",
        "--phases",
        "examples,coverage,fuzzing",
    ]);
    command.args([
        "--max-examples",
        &options.examples.to_string(),
        "--max-time",
        &options.seconds.to_string(),
    ]);
    command.args(["--seed", &options.seed.to_string(), "--max-failures", "20", "--no-color"]);
    command.args(["--header", &format!("cookie: {cookie}"), "--header", &format!("x-csrf-token: {csrf}")]);
    // Signing out would end the session that everything else needs.
    command.args(["--exclude-operation-id", "sign_out"]);
    let result = process::show(&mut command);
    ensure!(!server.has_ended(), "the server did not survive\n{}", server.last_words());
    if result.is_err() {
        println!("the server's last words:\n{}", server.last_words());
    }
    result
}

/// Names of an organisation and an event of the demo: random ones would get no further than 404.
fn real_parameters(port: u16) -> Result<String> {
    let (organisation, event) = sitemap::first_event(port)?.context("the demo data has no event")?;
    Ok(format!("[parameters]\n\"path.org\" = \"{organisation}\"\n\"path.event\" = \"{event}\"\n"))
}

/// Signs in as the first demo organiser; returns the cookie and the token against forged requests.
fn sign_in(executable: &std::path::Path, port: u16) -> Result<(String, String)> {
    let logins = process::output_of(Command::new(executable).args(["demo", "--logins"]))?;
    let logins = String::from_utf8_lossy(&logins);
    let mut words = logins.split_whitespace();
    let (email, password) =
        words.next().zip(words.next()).context("`tessera demo --logins` printed no login")?;
    let body = serde_json::json!({ "email": email, "password": password }).to_string();
    let headers = [("content-type", "application/json")];
    let answer = http::request(port, "POST", "/api/v1/auth/sign-in", &headers, body.as_bytes())?;
    ensure!(answer.status == 200, "signing in as {email} answers {}: {}", answer.status, answer.text());
    let session: Session = serde_json::from_slice(&answer.body)?;
    let cookies: Vec<&str> =
        answer.header("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
    Ok((cookies.join("; "), session.csrf_token))
}
