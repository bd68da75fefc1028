//! Check-in lists: which tickets get in where. Lists are independent of each other; "Everyone" is always there.

pub(crate) mod counts;
pub mod http;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::{
    Cx, Tx,
    trail::{Entry, Trail},
};
use catalog::EventHead;
use kernel::{CheckInListId, EventId, Instant, ProductId};
use serde::Serialize;
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
    /// Whether nobody had to make it: it is for everybody.
    pub default: bool,
    /// Its version, which each change by hand increases.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
}

/// What an organiser says about a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// The ticket types it admits; `None` for all.
    #[serde(rename = "product_ids")]
    pub products: Option<Vec<ProductId>>,
    /// Whether it lets add-ons and parts of bundles in by the code of the ticket that holds them.
    pub match_add_ons: bool,
}

impl CheckInList {
    fn plan(&self) -> Plan {
        let (name, products) = (self.name.clone(), self.products.clone());
        Plan { name, products, match_add_ons: self.match_add_ons }
    }
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
pub async fn create(cx: &Cx, event: &EventHead, new: Plan) -> Result<CheckInList, Error> {
    let mut tx = cx.begin().await?;
    ensure_default(&mut tx, event.id).await?;
    accept(&mut tx, event.id, &new).await?;
    let id = CheckInListId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, event.id, &new).await?;
    tell(&mut tx, event.id, (id, "check_in_list.created"), (None, &new)).await?;
    let list = find(&mut tx, event.id, id).await?;
    tx.commit().await?;
    Ok(list)
}

/// Changes a list by `edit`: who gets in from the next scan on. Who is in stays in. With `version`, only if nobody
/// changed it since.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    (id, version): (CheckInListId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<CheckInList, Error> {
    let mut tx = cx.begin().await?;
    store::lock(&mut tx, event.id, id).await?;
    let list = find(&mut tx, event.id, id).await?;
    if version.is_some_and(|read| read != list.version) {
        return Err(Error::OutdatedList { now: list.version });
    }
    let before = list.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    if list.default && plan.products.is_some() {
        return Err(Error::ForEverybody);
    }
    if plan != before {
        accept(&mut tx, event.id, &plan).await?;
        store::update(&mut tx, id, &plan).await?;
        tell(&mut tx, event.id, (id, "check_in_list.updated"), (Some(&before), &plan)).await?;
    }
    let list = find(&mut tx, event.id, id).await?;
    tx.commit().await?;
    counts::forget(cx, event.id, id).await;
    Ok(list)
}

/// Refuses what does not fit together, and ticket types that are not the event's.
async fn accept(tx: &mut Tx, event: EventId, plan: &Plan) -> Result<(), Error> {
    if plan.match_add_ons && plan.products.is_none() {
        return Err(Error::NothingToMatch);
    }
    let products = plan.products.as_deref().unwrap_or_default();
    let known = store::known_products(tx, event, products).await?;
    match products.iter().position(|product| !known.contains(product)) {
        Some(index) => Err(Error::NoSuchProduct(index)),
        None => Ok(()),
    }
}

/// Writes what was done to a list into the audit log, and has every door show it.
async fn tell(
    tx: &mut Tx,
    event: EventId,
    (list, action): (CheckInListId, &'static str),
    (before, after): (Option<&Plan>, &Plan),
) -> Result<(), Error> {
    let entry = Entry {
        action,
        subject_kind: "check_in_list",
        subject: list.uuid(),
        event: Some(event),
        before: before.map(|before| json!(before)),
        after: json!(after),
        fact: Some(json!({ "list_id": list })),
    };
    let mut trail = Trail::default();
    trail.push(tx.cx(), entry);
    Ok(trail.write(tx).await?)
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
        let copied = Plan { name: list.name, products: admitted, match_add_ons: list.match_add_ons };
        store::insert(tx, id, to, &copied).await?;
    }
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx, event: EventId, list: CheckInListId) -> Result<CheckInList, Error> {
    store::find(tx, event, list).await?.ok_or(Error::NoSuchList)
}
