//! Handing bytes over to systems that an organisation names: where and how they go is its word, so that the port decides
//! which addresses may be reached.

use async_trait::async_trait;

/// Sends to addresses that organisations typed in.
#[async_trait]
pub trait Forwarder: Send + Sync {
    /// Why this web address can't be used, as far as can be told without asking anybody.
    fn refuses_url(&self, url: &str) -> Option<String>;
    /// Why this `host:port` can't be used, as far as can be told without asking anybody.
    fn refuses_socket(&self, address: &str) -> Option<String>;
    /// Posts a body; anything but a 2xx is a failure. Follows nobody elsewhere.
    async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<(), ForwardError>;
    /// Opens a TCP connection to `host:port`, with TLS or without, writes everything and closes it; a failure if the other
    /// side resets it.
    async fn write(&self, address: &str, tls: bool, bytes: &[u8]) -> Result<(), ForwardError>;
}

/// Why something could not be handed over, in words for whoever set it up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ForwardError(pub String);
