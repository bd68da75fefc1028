//! The commands.

mod audit;
mod invariants;
mod jobs;
mod keys;
mod people;
mod postgres;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use store::Db;

use crate::{
    boot,
    config::{Config, Overrides},
    demo, openapi,
    ops::{doctor, logs},
    serve::{self, Role},
};

/// Tessera: registration, ticketing and check-in for organisations that run events.
#[derive(Parser)]
#[command(name = "tessera", version)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args)]
struct Common {
    /// The configuration file; tessera.toml if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The port to listen on.
    #[arg(long, global = true)]
    port: Option<u16>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server. Stops in good order on SIGTERM and Ctrl-C.
    Serve {
        /// What this process does.
        #[arg(value_enum, default_value_t)]
        role: Role,
        /// Load the demo data first if there is no organisation yet.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Load the demo data into an empty installation.
    Demo {
        /// Only print who can sign in.
        #[arg(long)]
        logins: bool,
    },
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Check everything this installation needs; the exit code tells whether something is wrong.
    Doctor,
    /// The audit log: prove that nobody changed it.
    Audit {
        #[command(subcommand)]
        command: audit::AuditCommand,
    },
    /// Background work that failed.
    Jobs {
        #[command(subcommand)]
        command: jobs::JobsCommand,
    },
    /// Accounts of people.
    People {
        #[command(subcommand)]
        command: people::PeopleCommand,
    },
    /// The keys that seal secrets.
    Keys {
        #[command(subcommand)]
        command: keys::KeysCommand,
    },
    /// Check the books over all organisations; prints what is broken, and the exit code tells whether anything is.
    #[command(hide = true)]
    Invariants,
    /// Print the OpenAPI document.
    Openapi,
    /// Run only the embedded PostgreSQL and print its address; stops when standard input closes.
    Postgres {
        /// Bring the schema up to date first.
        #[arg(long)]
        migrate: bool,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Read it all and tell what is wrong.
    Check,
    /// Print what is in force, without secrets.
    Show,
    /// Print the defaults with what they mean.
    Defaults,
    /// Print the JSON Schema of the configuration file.
    Schema,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tessera: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let overrides = Overrides { file: cli.common.config, data: cli.common.data, port: cli.common.port };
    match cli.command {
        Command::Openapi => {
            print!("{}", openapi::json()?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Demo { logins: true } => {
            print!("{}", demo::logins());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Config { command: ConfigCommand::Defaults } => {
            print!("{}", crate::config::DEFAULTS);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Config { command: ConfigCommand::Schema } => {
            print!("{}", crate::config::schema::json()?);
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let config = Config::load(&overrides)?;
    if let Command::Config { command } = &cli.command {
        match command {
            ConfigCommand::Check => println!("the configuration is fine"),
            _ => print!("{}", toml::to_string(&config.without_secrets())?),
        }
        return Ok(ExitCode::SUCCESS);
    }
    logs::install(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(command(cli.command, config))
}

async fn command(command: Command, config: Config) -> Result<ExitCode> {
    match command {
        Command::Serve { role, demo } => serve::run(config, role, demo).await?,
        Command::Migrate => {
            let (options, embedded) = crate::boot::database(&config).await?;
            let db = store::Db::open(options).await?;
            db.close().await;
            if let Some(embedded) = embedded {
                embedded.stop().await;
            }
            println!("the schema is up to date");
        }
        Command::Demo { .. } => {
            let running = crate::boot::start(&config).await?;
            let loaded = demo::load_if_empty(&running).await;
            running.stop().await;
            println!(
                "{}",
                if loaded? { "loaded" } else { "there are organisations already: nothing loaded" }
            );
        }
        Command::Doctor => return doctor::run(&config).await,
        Command::Audit { command } => return audit::run(&config, command).await,
        Command::Keys { command } => keys::run(&config, command).await?,
        Command::Jobs { command } => beside(&config, async |db| jobs::act(db, command).await).await?,
        Command::People { command } => beside(&config, async |db| people::act(db, command).await).await?,
        Command::Invariants => return invariants::run(&config).await,
        Command::Postgres { migrate } => postgres::run(&config, migrate).await?,
        Command::Openapi | Command::Config { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Reaches the database of a running or stopped installation and does something with it.
async fn beside(config: &Config, act: impl AsyncFnOnce(&Db) -> Result<()>) -> Result<()> {
    let (options, embedded) = boot::reach(config).await?;
    let db = Db::open(options).await?;
    let done = act(&db).await;
    db.close().await;
    if let Some(embedded) = embedded {
        embedded.stop().await;
    }
    done
}
