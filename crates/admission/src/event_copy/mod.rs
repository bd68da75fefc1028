//! Copying an event with its check-in lists, in one transaction.

pub mod http;

use ::store::Cx;
use catalog::{
    EventHead,
    copy::{self, Wish},
    event::Event,
};
use httpkit::Problem;

use crate::check_in_list;

/// Drafts a copy of `source`: everything that it says, sells and lets in where, without people and money.
pub async fn copy(cx: &Cx, source: &EventHead, wish: &Wish) -> Result<Event, Problem> {
    let mut tx = cx.begin().await?;
    let copied = copy::make(&mut tx, source.id, wish).await?;
    check_in_list::copy(&mut tx, (source.id, copied.event.id), &copied.products).await?;
    tx.commit().await?;
    Ok(copied.event)
}
