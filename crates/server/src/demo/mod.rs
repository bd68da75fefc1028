//! Data to look at: organisers, events and orders as a stranger would expect to find them. Everything goes through
//! the use cases, at moments of the past weeks, so that the demo obeys the same rules as real data.

mod content;
mod covers;
mod dice;
mod door;
mod guests;
mod orders;
mod people;
mod plan;
mod stage;

use anyhow::{Result, bail};
use catalog::event::PaymentMethod;
use futures_util::future::try_join_all;
use identity::person::{self, NewPerson};

use crate::boot::Running;

use stage::{Show, Stage};

/// Who can sign in after the demo data was loaded: address, password, and what for.
const LOGINS: [(&str, &str, &str); 1] =
    [("demo@tessera.example", "tessera-demo", "owner of all three organisations")];

/// The logins, one a line.
pub fn logins() -> String {
    LOGINS.map(|(email, password, note)| format!("{email}  {password}  ({note})\n")).concat()
}

/// Loads the demo data unless there is an organisation; tells whether it did.
pub async fn load_if_empty(running: &Running) -> Result<bool> {
    if !identity::organisation::all(&running.app.db).await?.is_empty() {
        return Ok(false);
    }
    if !PaymentMethod::Sandbox.is_there(&running.app.ports.payments) {
        bail!("the demo's guests pay by the sandbox card: set payments.sandbox = true");
    }
    let begun = std::time::Instant::now();
    let houses = content::houses()?;
    tracing::info!("loading the demo data");
    let pictures = houses.iter().flat_map(|house| &house.events).map(|event| {
        let motif = event.cover;
        (event.slug.clone(), tokio::task::spawn_blocking(move || covers::draw(motif)))
    });
    let pictures: Vec<_> = pictures.collect();
    let stage = open_stage(running).await?;
    let mut shows = Vec::new();
    for house in &houses {
        let opened = stage.open(house).await?;
        tracing::info!(organisation = %house.slug, events = opened.len(), "organisation opened");
        shows.extend(opened);
    }
    let sold = try_join_all(shows.iter().map(|show| fill(&stage, show))).await?;
    tracing::info!(orders = sold.iter().sum::<usize>(), "orders placed");
    for (slug, picture) in pictures {
        let picture = picture.await??;
        for show in shows.iter().filter(|show| show.event.slug == slug) {
            stage.hang(show, picture.clone()).await?;
        }
    }
    tracing::info!(seconds = begun.elapsed().as_secs_f32(), "the demo data is there");
    Ok(true)
}

/// Signs the owner up, three quarters of a year ago.
async fn open_stage(running: &Running) -> Result<Stage<'_>> {
    let app = &running.app;
    let now = app.now();
    let mut owner = None;
    for (email, password, _) in LOGINS {
        let new = NewPerson {
            name: "Mara Lindqvist".to_owned(),
            email: email.parse()?,
            password: Some(password.to_owned()),
        };
        owner = Some(person::create(&app.db, &app.chance, now.plus_days(-270), new).await?.id);
    }
    let owner = owner.ok_or_else(|| anyhow::anyhow!("the demo has no login"))?;
    Ok(Stage::new(running, owner, now))
}

/// Sells what an event has sold, and lets its guests in if it is over; returns how many orders there are.
async fn fill(stage: &Stage<'_>, show: &Show<'_>) -> Result<usize> {
    let plan = plan::of(show, stage.now)?;
    let count = plan.ended.len() + plan.lasting.len();
    let mut tickets = Vec::new();
    for round in [plan.ended, plan.lasting] {
        tickets.extend(orders::place(stage, show, &round).await?);
        tickets.extend(guests::visit(stage, show, &round).await?);
    }
    guests::dawdle(stage, show).await?;
    door::open(stage, show, &tickets).await?;
    Ok(count)
}
