//! HTTPS with certificate files, which may be renewed while we run.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::acme::CHALLENGE;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Why a certificate can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read as PEM.
    #[error("{path} can't be read: {source}")]
    File {
        /// Which one.
        path: String,
        /// What is wrong.
        source: pem::Error,
    },
    /// There is no certificate in the file.
    #[error("{0} holds no certificate")]
    Empty(String),
    /// The certificate and the key don't fit, or are of a kind we can't use.
    #[error("the certificate can't be used: {0}")]
    Unfit(#[from] rustls::Error),
}

/// A certificate with its key, from two PEM files.
#[derive(Debug)]
pub struct Certificate {
    files: Files,
    current: RwLock<Arc<CertifiedKey>>,
    seen: Mutex<Stamps>,
}

#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// When each file was last written and how long it is; nothing where it can't be told.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl Certificate {
    /// Reads the chain (the server's own certificate first) and its private key.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let seen = files.stamps();
        let current = RwLock::new(Arc::new(files.read()?));
        Ok(Self { files, current, seen: Mutex::new(seen) })
    }

    /// Reads the files again if they changed, and tells whether they did. What can't be used changes nothing, and is
    /// told once.
    pub fn renew(&self) -> Result<bool, TlsError> {
        let stamps = self.files.stamps();
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if *seen == stamps {
                return Ok(false);
            }
            *seen = stamps;
        }
        let renewed = Arc::new(self.files.read()?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(true)
    }

    /// Renews whenever the files change. Open connections go on with the certificate they began with.
    pub async fn watch(self: Arc<Self>, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            let certificate = self.clone();
            match tokio::task::spawn_blocking(move || certificate.renew()).await {
                Ok(Ok(true)) => tracing::info!("the certificate was renewed"),
                Ok(Err(error)) => {
                    tracing::error!(%error, "the new certificate can't be used: the old one stays")
                }
                Ok(Ok(false)) | Err(_) => {}
            }
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Files {
    fn read(&self) -> Result<CertifiedKey, TlsError> {
        let told = |path: &Path| {
            let path = path.display().to_string();
            move |source| TlsError::File { path, source }
        };
        let chain = CertificateDer::pem_file_iter(&self.certificate).and_then(Iterator::collect);
        let chain: Vec<_> = chain.map_err(told(&self.certificate))?;
        if chain.is_empty() {
            return Err(TlsError::Empty(self.certificate.display().to_string()));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(told(&self.key))?;
        Ok(CertifiedKey::from_der(chain, key, &provider())?)
    }

    fn stamps(&self) -> Stamps {
        let stamp = |path: &Path| -> io::Result<(SystemTime, u64)> {
            let facts = std::fs::metadata(path)?;
            Ok((facts.modified()?, facts.len()))
        };
        [&self.certificate, &self.key].map(|path| stamp(path).ok())
    }
}

/// Encrypts with TLS 1.2 or 1.3, and offers HTTP/2 and HTTP/1.1.
pub fn acceptor(certificate: Arc<dyn ResolvesServerCert>) -> Result<TlsAcceptor, TlsError> {
    Ok(TlsAcceptor::from(Arc::new(server_config(certificate)?)))
}

/// The same, which also answers an authority that wants a name proven.
pub fn proving_acceptor(certificate: Arc<dyn ResolvesServerCert>) -> Result<TlsAcceptor, TlsError> {
    let mut config = server_config(certificate)?;
    config.alpn_protocols.push(CHALLENGE.to_vec());
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn server_config(certificate: Arc<dyn ResolvesServerCert>) -> Result<ServerConfig, TlsError> {
    let builder =
        ServerConfig::builder_with_provider(Arc::new(provider())).with_safe_default_protocol_versions()?;
    let mut config = builder.with_no_client_auth().with_cert_resolver(certificate);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn provider() -> CryptoProvider {
    ring::default_provider()
}
