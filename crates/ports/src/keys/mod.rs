//! Sealing secrets before they are stored. What belongs to an organisation is sealed with a key of its own, everything
//! else with the installation's; those keys are wrapped by a [`MasterKey`], which is a file or never leaves a key service.

mod aead;
mod column;
mod file;

use async_trait::async_trait;
use kernel::OrgId;

pub use aead::SecretKey;
pub use column::{Purpose, SealedColumn, Whose};
pub use file::FileKeys;

/// Seals secrets; what is sealed for one purpose or one organisation can't be opened for another.
#[async_trait]
pub trait Keys: Send + Sync {
    /// Encrypts a `secret` that belongs to no organisation, bound to `purpose` (a name such as `totp/per_…`).
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError>;
    /// Decrypts what [`Keys::seal`] made for the same `purpose`.
    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError>;
    /// Encrypts a `secret` of `org` with the organisation's own key, made at first use.
    async fn seal_for(&self, org: OrgId, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, KeysError>;
    /// Decrypts what [`Keys::seal_for`] made for the same organisation and `purpose`, also with an older key of theirs.
    async fn open_for(&self, org: OrgId, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, KeysError>;
}

/// What wraps the installation's keys: used at the start and for rotation, not for every secret.
#[async_trait]
pub trait MasterKey: Send + Sync {
    /// A stable name that is stored with what it wrapped, such as `file` or `aws-kms:KEY`.
    fn name(&self) -> String;
    /// Encrypts a key of 32 bytes.
    async fn wrap(&self, key: &[u8]) -> Result<Vec<u8>, KeysError>;
    /// Decrypts what [`MasterKey::wrap`] made.
    async fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, KeysError>;
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
    /// It was wrapped by something that is not configured any more.
    #[error(
        "a key is wrapped by {0}, which is not configured: set it up again, at least until `tessera keys rewrap`"
    )]
    NoMaster(String),
    /// The key service refused or can't be reached.
    #[error("the key service {service}: {reason}")]
    Service {
        /// Which one.
        service: String,
        /// What it said.
        reason: String,
    },
    /// The keys can't be read from where they are stored.
    #[error("the stored keys can't be reached: {0}")]
    Stored(Box<dyn std::error::Error + Send + Sync>),
}
