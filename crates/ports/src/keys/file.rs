//! One key in a file that only its owner may read, made at the first start.

use std::{io::Write, path::Path};

use async_trait::async_trait;
use kernel::{Chance, OrgId};

use super::{Keys, KeysError, MasterKey, SecretKey};

/// The key file. It wraps the installation's keys, or seals everything itself where there is no database.
#[derive(Debug)]
pub struct FileKeys {
    key: SecretKey,
    chance: Chance,
}

impl FileKeys {
    /// Reads the key file, or makes one with mode 0600.
    pub fn open_or_create(path: &Path, chance: &Chance) -> Result<Self, KeysError> {
        let name = path.display().to_string();
        let file_error = |source| KeysError::File { path: name.clone(), source };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let text = data_encoding::BASE64.encode(&chance.bytes::<32>());
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).map_err(file_error)?;
                file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(file_error)?;
                text
            }
            Err(error) => return Err(file_error(error)),
        };
        let bytes = data_encoding::BASE64.decode(text.trim().as_bytes()).ok();
        let key = bytes.and_then(|bytes| SecretKey::new(&bytes)).ok_or(KeysError::Damaged(name))?;
        Ok(Self { key, chance: chance.clone() })
    }
}

#[async_trait]
impl Keys for FileKeys {
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.key.seal(&self.chance, purpose, secret)
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.key.open(purpose, sealed)
    }

    async fn seal_for(&self, org: OrgId, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.seal(&format!("{org}/{purpose}"), secret)
    }

    async fn open_for(&self, org: OrgId, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.open(&format!("{org}/{purpose}"), sealed)
    }
}

#[async_trait]
impl MasterKey for FileKeys {
    fn name(&self) -> String {
        "file".to_owned()
    }

    async fn wrap(&self, key: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.seal(WRAPPING, key)
    }

    async fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, KeysError> {
        self.open(WRAPPING, wrapped)
    }
}

/// What keys are wrapped for.
const WRAPPING: &str = "wrapped-key";
