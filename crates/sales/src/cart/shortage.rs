//! Which line of a request there was too little for.

use ::store::Cx;
use catalog::{Item, quote::Part, stock::Shifts};

use super::{CartLine, parent_of};
use crate::{
    Error,
    offer::{Offer, sold_out},
};

/// The refusal of a cart whose places were gone when they were to be taken.
pub(super) async fn of(cx: &Cx, offer: &Offer, places: &Shifts, lines: &[CartLine]) -> Result<Error, Error> {
    let wanted = wanted(offer, lines);
    let mut tx = cx.begin().await?;
    match places.apply(&mut tx).await {
        Err(error) => Ok(match offer.explain(error, wanted.iter().map(|(_, item)| *item)) {
            Error::NotForSale { line, code, message } => {
                let line = wanted.get(line).map_or(0, |(line, _)| *line);
                Error::NotForSale { line, code, message }
            }
            other => other,
        }),
        // Somebody gave places back this very moment; nothing was taken here either.
        Ok(()) => Ok(sold_out(0)),
    }
}

/// What was wanted in the order of the request, each once, and by which line: the parts of a bundle by the bundle's.
fn wanted(offer: &Offer, lines: &[CartLine]) -> Vec<(usize, Item)> {
    let (mut wanted, mut line, mut last) = (Vec::with_capacity(lines.len()), 0, None);
    for (at, ticket) in lines.iter().enumerate() {
        let item = ticket.item();
        if !matches!(offer.part(item, parent_of(lines, at)), Part::Share(_)) {
            line += usize::from(last.is_some_and(|last| last != item));
            last = Some(item);
        }
        wanted.push((line, item));
    }
    wanted.dedup();
    wanted
}
