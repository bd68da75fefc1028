//! `cargo xtask fuzz`: schemathesis throws odd requests at every operation of the API.
//!
//! `hooks.py` says who asks. Paths name things of the demo that are there: random ones would get no further than 404.

mod parameters;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::server::Server;
use crate::steps::Steps;
use crate::workspace::{self, Profile};
use crate::{assets, process, tools};

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
    /// Ask the debug build, which is built sooner and answers more slowly.
    #[arg(long)]
    debug: bool,
}

/// Somebody of the demo who can sign in.
struct Login {
    email: String,
    password: String,
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
    let profile = if options.debug { Profile::Dev } else { Profile::Up };
    steps.run("server build", |step| {
        step.follow(&mut workspace::build_server(profile)).map(|()| String::new())
    })?;
    let folder = tempfile::tempdir()?;
    let mut server = Server::start_for_tests(profile, folder.path())?;
    steps.run("server start", |step| server.wait_ready(step, PATIENCE).map(|()| String::new()))?;
    let login = owner(&profile.executable())?;
    fs::write(folder.path().join("schemathesis.toml"), parameters::of_the_demo(server.port, &login)?)?;
    fs::write(folder.path().join("hooks.py"), include_str!("hooks.py"))?;

    let base = format!("http://127.0.0.1:{}", server.port);
    let mut command = Command::new(environment.join("bin/schemathesis"));
    command.current_dir(folder.path()).arg("run").arg(format!("{base}/api/v1/openapi.json"));
    command.env("TESSERA_FUZZ_URL", base);
    command.env("TESSERA_FUZZ_EMAIL", login.email).env("TESSERA_FUZZ_PASSWORD", login.password);
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
    // What it warns of is meant: things that are not there, and bodies that the rules of a field refuse.
    command.args(["--warnings", "off"]);
    let result = process::show(&mut command);
    ensure!(!server.has_ended(), "the server did not survive\n{}", server.last_words());
    if result.is_err() {
        println!("the server's last words:\n{}", server.last_words());
    }
    result
}

/// The owner of the demo's organisations, who is listed first.
fn owner(executable: &Path) -> Result<Login> {
    let logins = process::output_of(Command::new(executable).args(["demo", "--logins"]))?;
    let logins = String::from_utf8_lossy(&logins);
    let mut words = logins.split_whitespace().map(str::to_owned);
    let (email, password) =
        words.next().zip(words.next()).context("`tessera demo --logins` printed no login")?;
    Ok(Login { email, password })
}
