//! Data to look at: organisers, events and orders as a stranger would expect to find them. Everything goes through
//! the use cases, at moments of the past weeks, so that the demo obeys the same rules as real data.
//!
//! The larger steps are awaited in boxes: an unoptimised build moves what is awaited through every layer above, and all of
//! the demo would fill a thread's stack.

mod content;
mod covers;
mod crew;
mod dice;
mod door;
mod guests;
mod orders;
mod people;
mod plan;
mod prices;
mod stage;

use anyhow::{Result, bail};
use catalog::event::PaymentMethod;
use futures_util::future::try_join_all;

pub use crew::logins;

use crate::boot::Running;

use stage::{Show, Stage};

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
    let pictures = houses.iter().flat_map(|house| &house.events).filter_map(|event| {
        let motif = event.cover?;
        Some((event.slug.clone(), tokio::task::spawn_blocking(move || covers::draw(motif))))
    });
    let pictures: Vec<_> = pictures.collect();
    let stage = Box::pin(crew::found(running)).await?;
    let mut shows = Vec::new();
    for house in &houses {
        let opened = Box::pin(stage.open(house)).await?;
        tracing::info!(organisation = %house.slug, events = opened.len(), "organisation opened");
        shows.extend(opened);
    }
    if let Some(first) = shows.first() {
        crew::join(&stage, first.org).await?;
    }
    let sold = try_join_all(shows.iter().map(|show| Box::pin(fill(&stage, show)))).await?;
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

/// Sells what an event has sold, lets its guests in if it is over, and calls it off if it does not take place; returns
/// how many orders there are.
async fn fill(stage: &Stage<'_>, show: &Show<'_>) -> Result<usize> {
    let plan = plan::of(show, stage.now)?;
    let count = plan.ended.len() + plan.lasting.len();
    let mut tickets = Vec::new();
    for round in [plan.ended, plan.lasting] {
        tickets.extend(Box::pin(orders::place(stage, show, &round)).await?);
        tickets.extend(Box::pin(guests::visit(stage, show, &round)).await?);
    }
    guests::dawdle(stage, show).await?;
    stage::keep_together(stage, show).await?;
    orders::ask(stage, show).await?;
    door::open(stage, show, &tickets).await?;
    orders::try_out(stage, show).await?;
    stage.call_off(show).await?;
    Ok(count)
}
