//! Pictures where they are shown: an event's cover, a product's picture.

pub mod http;

use ::store::{Cx, Tx};
use bytes::Bytes;
use catalog::EventHead;
use kernel::{EventId, FileId, ProductId};
use ports::Blob;
use ring::digest::{SHA256, digest};

use crate::{
    Error, file,
    picture::{self, Picture},
};

/// Where a picture is shown.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// On top of the event's page.
    Cover,
    /// Beside a product.
    Product(ProductId),
}

impl Place {
    fn purpose(self) -> &'static str {
        match self {
            Self::Cover => "cover",
            Self::Product(_) => "product",
        }
    }

    /// Shows the file there, or nothing; returns the file before, if nobody needs it any more.
    async fn show(
        self,
        tx: &mut Tx,
        event: EventId,
        file: Option<FileId>,
    ) -> Result<Option<FileId>, catalog::Error> {
        match (self, file) {
            (Self::Cover, Some(file)) => catalog::event::set_cover(tx, event, file).await,
            (Self::Cover, None) => catalog::event::remove_cover(tx, event).await,
            (Self::Product(product), file) => catalog::product::set_picture(tx, event, product, file).await,
        }
    }
}

/// Shows `upload` there. The bytes are stored before the transaction, so that a row never points to nothing, and those of
/// the picture before are removed after it.
pub async fn put(
    cx: &Cx,
    blob: &dyn Blob,
    (event, place): (&EventHead, Place),
    upload: Bytes,
) -> Result<(), Error> {
    let picture = picture::make(upload).await?;
    let id = FileId::new(cx.now, &cx.chance);
    file::keep(blob, cx.org, id, &picture).await?;
    match refer(cx, (event, place), id, &picture).await {
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

/// Shows nothing there any more.
pub async fn remove(cx: &Cx, blob: &dyn Blob, (event, place): (&EventHead, Place)) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = place.show(&mut tx, event.id, None).await?;
    if let Some(before) = before {
        file::store::delete(&mut tx, before).await?;
    }
    tx.commit().await?;
    after_change(cx, blob, event, before).await;
    Ok(())
}

/// Points there to the new file and forgets the old one, which is returned.
async fn refer(
    cx: &Cx,
    (event, place): (&EventHead, Place),
    id: FileId,
    picture: &Picture,
) -> Result<Option<FileId>, Error> {
    let sha256 = picture.sizes.first().map(|(_, jpeg)| digest(&SHA256, jpeg));
    let mut tx = cx.begin().await?;
    let purpose = place.purpose();
    file::store::insert(&mut tx, (id, purpose), picture, sha256.as_ref().map_or(&[], AsRef::as_ref)).await?;
    let before = place.show(&mut tx, event.id, Some(id)).await?;
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
