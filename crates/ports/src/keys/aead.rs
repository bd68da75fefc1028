//! One key of 32 bytes: ChaCha20-Poly1305 (RFC 8439) with a random nonce in front.

use kernel::Chance;
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
};

use super::KeysError;

/// A key in memory. It shows nothing of itself.
pub struct SecretKey {
    key: LessSafeKey,
    root: hmac::Key,
}

impl SecretKey {
    /// Takes 32 bytes; `None` if there are more or less.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, bytes).ok()?;
        Some(Self { key: LessSafeKey::new(key), root: hmac::Key::new(hmac::HMAC_SHA256, bytes) })
    }

    /// Encrypts `secret`, bound to `purpose`.
    pub fn seal(&self, chance: &Chance, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError> {
        let nonce: [u8; NONCE_LEN] = chance.bytes();
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

    /// Decrypts what [`SecretKey::seal`] made for the same `purpose`.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(KeysError::Wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| KeysError::Wrong)?;
        let mut body = body.to_vec();
        let secret = self
            .key
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut body)
            .map_err(|_| KeysError::Wrong)?;
        Ok(secret.to_vec())
    }

    /// A secret for one purpose, the same whenever it is asked for (HMAC-SHA256 of the purpose).
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let tag = hmac::sign(&self.root, format!("derive/{purpose}").as_bytes());
        let mut secret = [0; 32];
        secret.copy_from_slice(tag.as_ref());
        secret
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey")
    }
}
