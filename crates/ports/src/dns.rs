//! What the domain name system says.

use async_trait::async_trait;

/// The name servers don't answer; in words for whoever asked.
#[derive(Debug, thiserror::Error)]
#[error("the name servers don't answer: {0}")]
pub struct DnsError(pub String);

/// Looks names up.
#[async_trait]
pub trait Dns: Send + Sync {
    /// The texts (TXT records, RFC 1035 §3.3.14) of a name; none if there is no such name.
    async fn texts(&self, name: &str) -> Result<Vec<String>, DnsError>;
}
