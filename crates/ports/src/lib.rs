//! The outside world as traits, each with the default that needs nothing configured.
//!
//! - [`blob`]: bytes by name (default: a folder)
//! - [`mailer`]: sending mail (default: kept in the mailbox page of the admin)
//! - [`papers`]: what an order looks like on paper
//! - [`payments`]: hosted payment providers
//! - [`forward`]: handing over to systems that organisations name
//! - [`keys`]: sealing secrets at rest (default: a key file)
//! - [`sign_on`]: identity providers that organisations bring along
//! - [`dns`]: what the domain name system says
//! - [`vat_register`]: which VAT ids there are (default: nobody is asked)
//! - [`rate_limit`]: how often somebody may do something (default: counted in this process)

pub mod blob;
pub mod dns;
pub mod forward;
pub mod keys;
pub mod mailer;
pub mod papers;
pub mod payments;
pub mod rate_limit;
pub mod sign_on;
pub mod vat_register;

use std::sync::Arc;

pub use blob::{Blob, BlobError, FolderBlob};
pub use dns::{Dns, DnsError};
pub use forward::{ForwardError, Forwarder};
pub use keys::{FileKeys, Keys, KeysError, MasterKey, Purpose, SealedColumn, SecretKey, Whose};
pub use mailer::{Attachment, Delivery, MailError, Mailbox, Mailer, Outgoing};
pub use papers::{Paper, PaperError, Papers};
pub use payments::{Intent, Notice, PaymentError, PaymentProvider, Providers, Settlement, Started};
pub use rate_limit::{LocalRateLimit, Quota, RateLimit, Ruling};
pub use sign_on::{SignOn, SignOnError};
pub use vat_register::{NoVatRegister, VatAnswer, VatRegister, VatRegisterError};

/// Everything outside, as the program was configured.
#[derive(Clone)]
pub struct Ports {
    /// Files.
    pub blob: Arc<dyn Blob>,
    /// Mail.
    pub mailer: Arc<dyn Mailer>,
    /// Tickets and orders on paper.
    pub papers: Arc<dyn Papers>,
    /// Payment providers by name.
    pub payments: Providers,
    /// Sealing of secrets.
    pub keys: Arc<dyn Keys>,
    /// Systems that organisations name.
    pub forwarder: Arc<dyn Forwarder>,
    /// How often somebody may do something.
    pub rate_limit: Arc<dyn RateLimit>,
    /// Identity providers.
    pub sign_on: Arc<dyn SignOn>,
    /// The domain name system.
    pub dns: Arc<dyn Dns>,
    /// The register of VAT ids.
    pub vat_register: Arc<dyn VatRegister>,
}

#[cfg(test)]
mod tests;
