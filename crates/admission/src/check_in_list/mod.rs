//! Check-in lists: which tickets get in where. Lists are independent of each other; "Everyone" is always there.

pub(crate) mod counts;
pub mod http;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use catalog::EventHead;
use kernel::{CheckInListId, EventId, Instant, ProductId};
use serde_json::json;

pub use counts::Counts;

use crate::Error;

/// What the list that nobody had to make is called.
const DEFAULT_NAME: &str = "Everyone";

/// A list with how many are expected and how many are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInList {
    /// The list.
    pub id: CheckInListId,
    /// Its name.
    pub name: String,
    /// The ticket types it admits; `None` for all, later ones included.
    pub products: Option<Vec<ProductId>>,
    /// Whether it lets add-ons and parts of bundles in by the code of the ticket that holds them.
    pub match_add_ons: bool,
    /// How many are expected and in.
    pub counts: Counts,
    /// When it was made.
    pub created_at: Instant,
}

/// What a new list is made of.
#[derive(Debug, Clone)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// The ticket types it admits; `None` for all.
    pub products: Option<Vec<ProductId>>,
    /// Whether it lets add-ons and parts of bundles in by the code of the ticket that holds them.
    pub match_add_ons: bool,
}

/// The event's lists, "Everyone" first, then oldest first; never none.
pub async fn list(cx: &Cx, event: &EventHead) -> Result<Vec<CheckInList>, Error> {
    let mut tx = cx.begin().await?;
    let mut lists = store::of_event(&mut tx, event.id).await?;
    if lists.is_empty() {
        ensure_default(&mut tx, event.id).await?;
        lists = store::of_event(&mut tx, event.id).await?;
        tx.commit().await?;
    }
    Ok(lists)
}

/// One list.
pub async fn get(cx: &Cx, event: &EventHead, list: CheckInListId) -> Result<CheckInList, Error> {
    let mut tx = cx.read().await?;
    find(&mut tx, event.id, list).await
}

/// Makes a list.
pub async fn create(cx: &Cx, event: &EventHead, new: NewList) -> Result<CheckInList, Error> {
    if new.match_add_ons && new.products.is_none() {
        return Err(Error::NothingToMatch);
    }
    let mut tx = cx.begin().await?;
    ensure_default(&mut tx, event.id).await?;
    let products = new.products.as_deref().unwrap_or_default();
    let known = store::known_products(&mut tx, event.id, products).await?;
    if let Some(index) = products.iter().position(|product| !known.contains(product)) {
        return Err(Error::NoSuchProduct(index));
    }
    let id = CheckInListId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, event.id, &new).await?;
    let entry = Entry {
        action: "check_in_list.created",
        subject_kind: "check_in_list",
        subject: id.uuid(),
        event: Some(event.id),
        before: None,
        after: Some(json!({
            "name": new.name, "product_ids": new.products, "match_add_ons": new.match_add_ons,
        })),
    };
    audit::record(&mut tx, entry).await?;
    let list = find(&mut tx, event.id, id).await?;
    tx.commit().await?;
    Ok(list)
}

/// Makes sure that the event has the list "Everyone".
pub async fn ensure_default(tx: &mut Tx, event: EventId) -> Result<(), Error> {
    let id = CheckInListId::new(tx.now(), &tx.cx().chance);
    Ok(store::insert_default(tx, id, event, DEFAULT_NAME).await?)
}

/// Gives the event `to` the lists of `from`, whose products `products` has as keys. Lists of which no ticket type is
/// left are left out.
pub(crate) async fn copy(
    tx: &mut Tx,
    (from, to): (EventId, EventId),
    products: &BTreeMap<ProductId, ProductId>,
) -> Result<(), Error> {
    ensure_default(tx, to).await?;
    for list in store::of_event(tx, from).await?.into_iter().skip(1) {
        let admitted =
            list.products.map(|old| old.iter().filter_map(|id| products.get(id).copied()).collect());
        if admitted.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let id = CheckInListId::new(tx.now(), &tx.cx().chance);
        let copied = NewList { name: list.name, products: admitted, match_add_ons: list.match_add_ons };
        store::insert(tx, id, to, &copied).await?;
    }
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx, event: EventId, list: CheckInListId) -> Result<CheckInList, Error> {
    store::find(tx, event, list).await?.ok_or(Error::NoSuchList)
}
