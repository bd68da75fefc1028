//! Hosted payment providers: the buyer is sent to the provider's page and comes back; a signed notice tells us
//! what happened, and what counts is always what the provider answers when asked.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use kernel::{EventId, Instant, Money, OrgId, PaymentId};

/// What is to be paid.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The tenant, given back in notices.
    pub org: OrgId,
    /// The event whose tickets are paid, given back in notices.
    pub event: EventId,
    /// Our payment: also the provider's idempotency key, so that a retry never charges twice.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// What the buyer reads on the provider's page.
    pub description: String,
    /// Where the buyer comes back to.
    pub return_url: String,
}

/// A payment the provider opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The provider's name for it.
    pub provider_ref: String,
    /// Where the buyer pays.
    pub redirect_url: String,
}

/// Where a payment stands at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The buyer has not finished, or the provider is still at it.
    Open,
    /// The money is there.
    Paid(Money),
    /// It was refused; the reason in plain words.
    Declined(String),
    /// It was given up.
    Cancelled,
}

/// A notice whose signature held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The provider's id of the notice; repeated deliveries carry the same.
    pub event_id: String,
    /// What kind of notice.
    pub kind: String,
    /// The tenant from the payment's metadata.
    pub org: OrgId,
    /// The event from the payment's metadata, if the provider has kept it.
    pub event: Option<EventId>,
    /// The payment it is about.
    pub provider_ref: String,
}

/// Why a provider could not do it.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// Away or overloaded: try again.
    #[error("the payment provider can't be reached: {0}")]
    Unavailable(String),
    /// It refuses, and would again.
    #[error("the payment provider refuses: {0}")]
    Refused(String),
    /// A notice whose signature is wrong or too old.
    #[error("the notice is not signed by the provider")]
    BadSignature,
}

/// One payment provider.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Its name in the database and in webhook addresses.
    fn name(&self) -> &'static str;
    /// Whether real money changes hands through it. Test orders are never paid where it does, so whoever only plays has to
    /// say so.
    fn moves_real_money(&self) -> bool {
        true
    }
    /// Opens a payment. Asking again with the same [`Intent::payment`] gives the same answer.
    async fn start(&self, intent: Intent) -> Result<Started, PaymentError>;
    /// Asks where a payment stands.
    async fn settlement(&self, provider_ref: &str) -> Result<Settlement, PaymentError>;
    /// Checks a notice's signature and age, and reads it. `header` looks a request header up by lower-case name.
    fn read_notice(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: Instant,
    ) -> Result<Notice, PaymentError>;
}

/// The configured providers by name.
#[derive(Clone, Default)]
pub struct Providers(BTreeMap<&'static str, Arc<dyn PaymentProvider>>);

impl Providers {
    /// Adds a provider.
    #[must_use]
    pub fn with(mut self, provider: Arc<dyn PaymentProvider>) -> Self {
        self.0.insert(provider.name(), provider);
        self
    }

    /// The provider of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<dyn PaymentProvider>> {
        self.0.get(name)
    }
}
