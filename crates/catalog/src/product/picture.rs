//! What a product looks like. The file itself is for `media` to keep.

use ::store::Tx;
use kernel::{EventId, FileId, ProductId};
use serde_json::json;

use super::{change, load, store};
use crate::{Error, event, journal};

/// Makes `file` the product's picture, or leaves it without one; returns the picture before, if nobody needs it any more.
/// Call [`event::changed`] after the commit.
pub async fn set_picture(
    tx: &mut Tx,
    event: EventId,
    id: ProductId,
    file: Option<FileId>,
) -> Result<Option<FileId>, Error> {
    event::store::lock(tx, event).await?;
    load(tx, event, id).await?;
    let before = store::set_picture(tx, id, file).await?;
    let view = |file: Option<FileId>| json!({ "picture": file });
    let action = if file.is_some() { "product.picture_set" } else { "product.picture_removed" };
    let (was, is) = (view(before), view(file));
    journal::write(tx, change(event, id, action, Some(&was), Some(&is))).await?;
    // A copy of the product shows the same file.
    match before {
        Some(before) if !store::is_picture(tx, before).await? => Ok(Some(before)),
        _ => Ok(None),
    }
}
