//! Categories: headings under which products stand.

pub mod http;
pub(crate) mod store;

use ::store::Cx;
use httpkit::FieldError;
use kernel::{CategoryId, EventId, Instant, LocalizedText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, EventHead, event,
    journal::{self, Change},
};

/// A heading under which products stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Category {
    /// The category.
    pub id: CategoryId,
    /// Its name.
    pub name: LocalizedText,
    /// What stands below the name.
    pub description: LocalizedText,
    /// Its place among the others, small first. Products without a category come first of all.
    pub sort: i32,
    /// Its version, which each change by hand increases: for `If-Match`.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// What an organiser says about a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Its name.
    pub name: LocalizedText,
    /// What stands below the name.
    pub description: LocalizedText,
    /// Its place among the others, small first; last if absent.
    pub sort: Option<i32>,
}

impl Category {
    pub(crate) fn plan(&self) -> Plan {
        Plan { name: self.name.clone(), description: self.description.clone(), sort: Some(self.sort) }
    }
}

/// The event's categories in the order they are shown.
pub async fn list(cx: &Cx, event: EventId) -> Result<Vec<Category>, Error> {
    Ok(store::select(&mut cx.read().await?, event, None).await?)
}

/// Adds a category.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<Category, Error> {
    accept(&plan)?;
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let id = CategoryId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, event.id, &plan).await?;
    journal::write(&mut tx, change(event.id, id, "category.created", None, Some(&plan))).await?;
    finish(tx, event, id).await
}

/// Changes a category by `edit`. With `version`, only if nobody changed it since.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    (id, version): (CategoryId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<Category, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let category = load(&mut tx, event.id, id).await?;
    Error::outdated("category", version, category.version)?;
    let before = category.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    accept(&plan)?;
    store::update(&mut tx, id, &plan).await?;
    journal::write(&mut tx, change(event.id, id, "category.updated", Some(&before), Some(&plan))).await?;
    finish(tx, event, id).await
}

/// Removes a category; its products stand without one from now on.
pub async fn delete(cx: &Cx, event: &EventHead, id: CategoryId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = load(&mut tx, event.id, id).await?.plan();
    store::delete(&mut tx, id).await?;
    journal::write(&mut tx, change(event.id, id, "category.deleted", Some(&before), None)).await?;
    tx.commit().await?;
    event::changed(cx, &event.slug).await;
    Ok(())
}

fn accept(plan: &Plan) -> Result<(), Error> {
    match plan.name.is_empty() {
        true => Err(Error::Invalid(vec![FieldError::new("/name", "request.invalid_field", "is missing")])),
        false => Ok(()),
    }
}

async fn load(tx: &mut ::store::Tx, event: EventId, id: CategoryId) -> Result<Category, Error> {
    store::select(tx, event, Some(id)).await?.pop().ok_or(Error::NotFound("category"))
}

async fn finish(mut tx: ::store::Tx, event: &EventHead, id: CategoryId) -> Result<Category, Error> {
    let cx = tx.cx().clone();
    let category = load(&mut tx, event.id, id).await?;
    tx.commit().await?;
    event::changed(&cx, &event.slug).await;
    Ok(category)
}

fn change<'a>(
    event: EventId,
    id: CategoryId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "product.updated",
        subject_kind: "category",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
