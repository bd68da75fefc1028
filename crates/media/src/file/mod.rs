//! What is known of a file, and where its bytes are.

pub mod http;
pub(crate) mod store;

use bytes::Bytes;
use kernel::{FileId, OrgId};
use ports::{Blob, BlobError};

use crate::picture::{Picture, Size};

/// The name of a picture's size in the file store.
fn blob_name(org: OrgId, file: FileId, size: Size) -> String {
    format!("{org}/files/{file}/{}.jpg", size.name())
}

/// Stores every size of a picture.
pub(crate) async fn keep(
    blob: &dyn Blob,
    org: OrgId,
    file: FileId,
    picture: &Picture,
) -> Result<(), BlobError> {
    for (size, jpeg) in &picture.sizes {
        blob.put(&blob_name(org, file, *size), jpeg.clone()).await?;
    }
    Ok(())
}

/// Reads one size of a picture.
pub(crate) async fn read(
    blob: &dyn Blob,
    org: OrgId,
    file: FileId,
    size: Size,
) -> Result<Option<Bytes>, BlobError> {
    blob.get(&blob_name(org, file, size)).await
}

/// Removes every size of a picture that nobody refers to any more. What fails is logged: it only takes space.
pub(crate) async fn discard(blob: &dyn Blob, org: OrgId, file: FileId) {
    for size in Size::ALL {
        if let Err(error) = blob.delete(&blob_name(org, file, size)).await {
            tracing::warn!(%error, %file, "a file that is no longer needed could not be removed");
        }
    }
}
