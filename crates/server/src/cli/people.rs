//! Accounts of people, who belong to no organisation alone.

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use identity::person;
use kernel::{Chance, Clock, Email, SystemClock};
use store::Db;

/// What to do with an account.
#[derive(Subcommand)]
pub enum PeopleCommand {
    /// End everything that it is signed in with, and let nobody in with it.
    Disable {
        /// Its mail address.
        email: String,
    },
    /// Let it be used again.
    Enable {
        /// Its mail address.
        email: String,
    },
}

/// Does it.
pub async fn act(db: &Db, command: PeopleCommand) -> Result<()> {
    let (now, chance) = (SystemClock.now(), Chance::system());
    let address = |email: &str| email.parse::<Email>().with_context(|| format!("{email} is no mail address"));
    let (email, found, done) = match &command {
        PeopleCommand::Disable { email } => {
            (email, person::disable(db, &chance, now, &address(email)?).await?, "is out within five seconds")
        }
        PeopleCommand::Enable { email } => {
            (email, person::enable(db, &chance, now, &address(email)?).await?, "may sign in again")
        }
    };
    if !found {
        bail!("nobody has the address {email}");
    }
    println!("{email} {done}");
    Ok(())
}
