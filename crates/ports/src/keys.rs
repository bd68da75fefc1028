//! Sealing secrets before they are stored.

use std::{io::Write, path::Path};

use kernel::Chance;
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
};

/// Seals secrets; what is sealed for one purpose can't be opened for another.
pub trait Keys: Send + Sync {
    /// Encrypts `secret` bound to `purpose` (a name such as `event-key/evt_…`).
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError>;
    /// Decrypts what [`Keys::seal`] made for the same `purpose`.
    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError>;
}

/// Why a secret can't be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The key file can't be read or written.
    #[error("the key file {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The key file does not hold 32 bytes in base 64.
    #[error("the key file {0} is damaged: it has to hold 32 bytes in base 64")]
    Damaged(String),
    /// It was sealed with another key, for another purpose, or changed.
    #[error("a sealed secret can't be opened with this key")]
    Wrong,
}

/// One key in a file that only its owner may read, made at the first start. ChaCha20-Poly1305 (RFC 8439).
pub struct FileKeys {
    key: LessSafeKey,
    root: hmac::Key,
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
        let bytes = data_encoding::BASE64
            .decode(text.trim().as_bytes())
            .map_err(|_| KeysError::Damaged(name.clone()))?;
        let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|_| KeysError::Damaged(name))?;
        Ok(Self {
            key: LessSafeKey::new(key),
            root: hmac::Key::new(hmac::HMAC_SHA256, &bytes),
            chance: chance.clone(),
        })
    }

    /// A secret of this installation for one purpose, the same at every start (HMAC-SHA256 of the purpose).
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let tag = hmac::sign(&self.root, format!("derive/{purpose}").as_bytes());
        let mut secret = [0; 32];
        secret.copy_from_slice(tag.as_ref());
        secret
    }
}

impl Keys for FileKeys {
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        let nonce: [u8; NONCE_LEN] = self.chance.bytes();
        let mut sealed = secret.to_vec();
        self.key
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| KeysError::Wrong)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(KeysError::Wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeysError::Wrong)?;
        let mut body = body.to_vec();
        let secret = self
            .key
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut body)
            .map_err(|_| KeysError::Wrong)?;
        Ok(secret.to_vec())
    }
}
