//! Bytes by name.

use std::path::Path as FilePath;

use async_trait::async_trait;
use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path::Path};

/// Keeps files under names such as `org_…/covers/fil_….jpg`.
#[async_trait]
pub trait Blob: Send + Sync {
    /// Stores `bytes` under `name`, replacing what was there.
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), BlobError>;
    /// Reads what is stored under `name`; `None` if nothing is.
    async fn get(&self, name: &str) -> Result<Option<Bytes>, BlobError>;
    /// Removes what is stored under `name`; nothing there is fine.
    async fn delete(&self, name: &str) -> Result<(), BlobError>;
}

/// The store can't be reached or refuses.
#[derive(Debug, thiserror::Error)]
#[error("the file store failed: {0}")]
pub struct BlobError(#[from] object_store::Error);

/// A folder, or any other store that `object_store` speaks to.
pub struct FolderBlob(Box<dyn ObjectStore>);

impl FolderBlob {
    /// Uses `folder`, which is created if missing.
    pub fn new(folder: &FilePath) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder)
            .map_err(|e| object_store::Error::Generic { store: "folder", source: e.into() })?;
        Ok(Self(Box::new(LocalFileSystem::new_with_prefix(folder)?)))
    }
}

#[async_trait]
impl Blob for FolderBlob {
    async fn put(&self, name: &str, bytes: Bytes) -> Result<(), BlobError> {
        self.0.put(&Path::from(name), bytes.into()).await?;
        Ok(())
    }

    async fn get(&self, name: &str) -> Result<Option<Bytes>, BlobError> {
        match self.0.get(&Path::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete(&self, name: &str) -> Result<(), BlobError> {
        match self.0.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
