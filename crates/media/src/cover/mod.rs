//! An event's cover picture.

pub mod http;

use ::store::Cx;
use bytes::Bytes;
use catalog::EventHead;
use kernel::FileId;
use ports::Blob;
use ring::digest::{SHA256, digest};

use crate::{
    Error, file,
    picture::{self, Picture},
};

/// Makes `upload` the event's cover. The bytes are stored before the transaction, so that a row never points to
/// nothing, and the old cover's are removed after it.
pub async fn put(cx: &Cx, blob: &dyn Blob, event: &EventHead, upload: Bytes) -> Result<(), Error> {
    let picture = picture::make(upload).await?;
    let id = FileId::new(cx.now, &cx.chance);
    file::keep(blob, cx.org, id, &picture).await?;
    match refer(cx, event, id, &picture).await {
        Ok(before) => {
            after_change(cx, blob, event, before).await;
            Ok(())
        }
        Err(error) => {
            file::discard(blob, cx.org, id).await;
            Err(error)
        }
    }
}

/// Leaves the event without a cover.
pub async fn remove(cx: &Cx, blob: &dyn Blob, event: &EventHead) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = catalog::event::remove_cover(&mut tx, event.id).await?;
    if let Some(before) = before {
        file::store::delete(&mut tx, before).await?;
    }
    tx.commit().await?;
    after_change(cx, blob, event, before).await;
    Ok(())
}

/// Points the event to the new file and forgets the old one, which is returned.
async fn refer(cx: &Cx, event: &EventHead, id: FileId, picture: &Picture) -> Result<Option<FileId>, Error> {
    let sha256 = picture.sizes.first().map(|(_, jpeg)| digest(&SHA256, jpeg));
    let mut tx = cx.begin().await?;
    file::store::insert_cover(&mut tx, id, picture, sha256.as_ref().map_or(&[], AsRef::as_ref)).await?;
    let before = catalog::event::set_cover(&mut tx, event.id, id).await?;
    if let Some(before) = before {
        file::store::delete(&mut tx, before).await?;
    }
    tx.commit().await?;
    Ok(before)
}

async fn after_change(cx: &Cx, blob: &dyn Blob, event: &EventHead, before: Option<FileId>) {
    catalog::event::changed(cx, &event.slug).await;
    if let Some(before) = before {
        file::discard(blob, cx.org, before).await;
    }
}
