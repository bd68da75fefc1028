//! The outside world as traits, each with the default that needs nothing configured.
//!
//! - [`blob`]: bytes by name (default: a folder)
//! - [`mailer`]: sending mail (default: kept in the mailbox page of the admin)
//! - [`payments`]: hosted payment providers
//! - [`forward`]: handing over to systems that organisations name
//! - [`keys`]: sealing secrets at rest (default: a key file)
//! - [`rate_limit`]: how often somebody may do something (default: counted in this process)

pub mod blob;
pub mod forward;
pub mod keys;
pub mod mailer;
pub mod payments;
pub mod rate_limit;

use std::sync::Arc;

pub use blob::{Blob, BlobError, FolderBlob};
pub use forward::{ForwardError, Forwarder};
pub use keys::{FileKeys, Keys, KeysError, MasterKey, SealedColumn, SecretKey, Whose};
pub use mailer::{Attachment, Delivery, MailError, Mailbox, Mailer, Outgoing};
pub use payments::{Intent, Notice, PaymentError, PaymentProvider, Providers, Settlement, Started};
pub use rate_limit::{LocalRateLimit, Quota, RateLimit, Ruling};

/// Everything outside, as the program was configured.
#[derive(Clone)]
pub struct Ports {
    /// Files.
    pub blob: Arc<dyn Blob>,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Payment providers by name.
    pub payments: Providers,
    /// Sealing of secrets.
    pub keys: Arc<dyn Keys>,
    /// Systems that organisations name.
    pub forwarder: Arc<dyn Forwarder>,
    /// How often somebody may do something.
    pub rate_limit: Arc<dyn RateLimit>,
}

#[cfg(test)]
mod tests;
