//! Whether what a scope names is there.

use ::store::Tx;
use httpkit::FieldError;
use kernel::{EventId, ProductId};

use super::store;
use crate::{quota, quote::Scope};

/// How many things a scope names at most, of each kind.
const MOST: usize = 100;

/// What is wrong with a scope, at `pointer`: products that were taken out of the offer are not there any more.
pub(crate) async fn accept(
    tx: &mut Tx,
    event: EventId,
    scope: &Scope,
    pointer: &str,
    problems: &mut Vec<FieldError>,
) -> Result<(), sqlx::Error> {
    let lengths = [
        ("product_ids", scope.products.len()),
        ("variation_ids", scope.variations.len()),
        ("quota_ids", scope.quotas.len()),
        ("category_ids", scope.categories.len()),
    ];
    for (field, _) in lengths.into_iter().filter(|(_, length)| *length > MOST) {
        problems.push(wrong(format!("{pointer}/{field}"), "names more than 100"));
    }
    accept_products(tx, event, &scope.products, &format!("{pointer}/product_ids"), problems).await?;
    if !store::all_variations_exist(tx, event, &scope.variations).await? {
        problems.push(wrong(format!("{pointer}/variation_ids"), "names a variation that is not there"));
    }
    if !store::all_categories_exist(tx, event, &scope.categories).await? {
        problems.push(wrong(format!("{pointer}/category_ids"), "names a category that is not there"));
    }
    if quota::unknown(tx, event, &scope.quotas).await?.is_some() {
        problems.push(wrong(format!("{pointer}/quota_ids"), "names a quota that is not there"));
    }
    Ok(())
}

/// Notes which of the products at `pointer` the event does not have, or not any more.
pub(crate) async fn accept_products(
    tx: &mut Tx,
    event: EventId,
    products: &[ProductId],
    pointer: &str,
    problems: &mut Vec<FieldError>,
) -> Result<(), sqlx::Error> {
    let strange = store::strange_products(tx, event, products).await?;
    for (at, _) in products.iter().enumerate().filter(|(_, id)| strange.contains(id)) {
        problems.push(wrong(format!("{pointer}/{at}"), "is not a ticket type of this event"));
    }
    Ok(())
}

fn wrong(pointer: String, message: &str) -> FieldError {
    FieldError::new(pointer, "request.invalid_field", message)
}
