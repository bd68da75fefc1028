//! Which certificates are trusted by clients that nobody tells: those of the system. They are read and parsed once for
//! the whole process, because that takes longer than everything else a client needs, and each client kept its own.

use std::sync::LazyLock;

use reqwest::ClientBuilder;
use rustls::{ClientConfig, crypto::ring};
use rustls_platform_verifier::ConfigVerifierExt;

/// What a client speaks over HTTPS (RFC 7301).
const PROTOCOL: &[u8] = b"http/1.1";

/// The beginning of an HTTP client.
pub(crate) fn client() -> ClientBuilder {
    // One choice for the whole process; that somebody made the same before is fine.
    let _ = ring::default_provider().install_default();
    static TRUST: LazyLock<Option<ClientConfig>> = LazyLock::new(|| {
        let mut config = ClientConfig::with_platform_verifier().ok()?;
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        Some(config)
    });
    match TRUST.clone() {
        Some(config) => ClientBuilder::new().tls_backend_preconfigured(config),
        // It tries again, and tells what is wrong.
        None => ClientBuilder::new(),
    }
}
