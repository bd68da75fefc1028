//! Many products changed together, or none.

pub mod http;

use ::store::{Cx, Tx};
use httpkit::FieldError;
use kernel::{EventId, ProductId, VariationId};

use super::{Plan, Product, archive_one, change_one, restore_one};
use crate::{Error, EventHead, Mode, event, variation};

/// What one product becomes, by functions that change its plan and those of its variations.
pub struct Edit<P, V> {
    /// The product.
    pub product: ProductId,
    /// Its version that was read.
    pub version: Option<i64>,
    /// Takes it out of the offer after that, or puts it back into the offer before.
    pub archived: Option<bool>,
    /// How it changes.
    pub change: Option<P>,
    /// Its variations with their versions, and how they change.
    pub variations: Vec<(VariationId, Option<i64>, V)>,
}

/// What is wrong with a change of many.
#[derive(Default)]
struct Found {
    invalid: Vec<FieldError>,
    outdated: Vec<FieldError>,
}

/// Changes many products and variations in one transaction. If one of them can't be changed, none is, and all of what
/// is in the way is told, by its place in the request.
pub async fn update<P, V>(cx: &Cx, event: &EventHead, edits: Vec<Edit<P, V>>) -> Result<Vec<Product>, Error>
where
    P: FnOnce(&mut Plan),
    V: FnOnce(&mut variation::Plan),
{
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let mut found = Found::default();
    let products: Vec<ProductId> = edits.iter().map(|edit| edit.product).collect();
    for (at, edit) in edits.into_iter().enumerate() {
        apply(&mut tx, event.id, (at, edit), &mut found).await?;
    }
    found.refuse()?;
    let mut changed = super::store::list(&mut tx, event.id, Mode::Live).await?;
    tx.commit().await?;
    event::changed(cx, &event.slug).await;
    changed.retain(|product| products.contains(&product.id) && !product.terms.archived);
    Ok(changed)
}

async fn apply<P, V>(
    tx: &mut Tx,
    event: EventId,
    (place, edit): (usize, Edit<P, V>),
    found: &mut Found,
) -> Result<(), Error>
where
    P: FnOnce(&mut Plan),
    V: FnOnce(&mut variation::Plan),
{
    let item = format!("/items/{place}");
    // The version that was read is that of before all of it.
    let mut version = edit.version;
    if edit.archived == Some(false) {
        let done = restore_one(tx, event, (edit.product, version.take())).await;
        found.note(done, &item, "/product")?;
    }
    if let Some(change) = edit.change {
        let done = change_one(tx, event, (edit.product, version.take()), change).await;
        found.note(done, &item, "/product")?;
    }
    for (at, (form, version, change)) in edit.variations.into_iter().enumerate() {
        let item = format!("{item}/variations/{at}");
        let done = variation::change_one(tx, event, (edit.product, form, version), change).await;
        found.note(done, &item, "/variation")?;
    }
    if edit.archived == Some(true) {
        let done = archive_one(tx, event, (edit.product, version)).await;
        found.note(done, &format!("/items/{place}"), "/product")?;
    }
    Ok(())
}

impl Found {
    /// Keeps a refusal about the item at `item`; what is no refusal of the item goes on.
    fn note(&mut self, done: Result<(), Error>, item: &str, id: &str) -> Result<(), Error> {
        match done {
            Ok(()) => {}
            Err(Error::Invalid(errors)) => {
                let inside = errors
                    .into_iter()
                    .map(|error| FieldError { pointer: format!("{item}/changes{}", error.pointer), ..error });
                self.invalid.extend(inside);
            }
            Err(Error::NotFound(what)) => {
                let message = format!("is no {what} of this event");
                self.invalid.push(FieldError::new(format!("{item}{id}"), "catalog.unknown_item", message));
            }
            Err(Error::Outdated { what, now }) => {
                let message = format!("The {what} was changed meanwhile: it has version {now} now.");
                self.outdated.push(FieldError::new(format!("{item}/version"), "catalog.outdated", message));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn refuse(self) -> Result<(), Error> {
        match (self.invalid, self.outdated) {
            (invalid, _) if !invalid.is_empty() => Err(Error::Invalid(invalid)),
            (_, outdated) if !outdated.is_empty() => Err(Error::SomeOutdated(outdated)),
            _ => Ok(()),
        }
    }
}
