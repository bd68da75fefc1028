//! Certificates that are fetched and renewed without anybody's doing (ACME, RFC 8555). Names are proven on the listener
//! itself (tls-alpn-01, RFC 8737). Account and certificate are kept in the data folder, so that a restart asks for nothing.

use std::{
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use async_trait::async_trait;
use data_encoding::HEXLOWER;
use futures_util::StreamExt;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
    server::ResolvesServerCert,
};
use rustls_acme::{AccountCache, AcmeConfig, AcmeState, CertCache, EventOk};
use tokio_util::sync::CancellationToken;

use crate::config;

/// What a client speaks that only wants a name proven (RFC 8737 §6.2).
pub const CHALLENGE: &[u8] = b"acme-tls/1";

/// A certificate that takes care of itself.
pub struct Acme(AcmeState<io::Error>);

impl Acme {
    /// Takes the certificate from `folder`, or fetches one once it is watched.
    pub fn open(config: &config::Acme, folder: &Path) -> Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("the folder {} for the certificate can't be made", folder.display()))?;
        let contact = config.contact.iter().map(|address| format!("mailto:{address}"));
        let state = AcmeConfig::new_with_client_config(&config.domains, client(&config.ca_file)?)
            .contact(contact)
            .directory(&config.directory)
            .cache(Folder(folder.to_owned()))
            .state();
        Ok(Self(state))
    }

    /// What handshakes ask for the certificate; also for the one that proves a name.
    pub fn resolver(&self) -> Arc<dyn ResolvesServerCert> {
        self.0.resolver()
    }

    /// Fetches the certificate, and another whenever a third of its time is left, until `stop`. What fails is tried again
    /// with growing pauses.
    pub async fn watch(mut self, stop: CancellationToken) {
        while let Some(Some(event)) = stop.run_until_cancelled(self.0.next()).await {
            match event {
                Ok(EventOk::DeployedNewCert) => {
                    tracing::info!("a new certificate was fetched");
                    count("fetched");
                }
                Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate of before is used"),
                Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
                Err(error) => {
                    tracing::error!(%error, "no certificate could be fetched: it is tried again");
                    count("failed");
                }
            }
        }
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("certificate_fetches_total", "outcome" => outcome).increment(1);
}

/// How the authority is asked: it has to be one of the public ones, or signed by what is in `ca_file`.
fn client(ca_file: &Path) -> Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if !ca_file.as_os_str().is_empty() {
        let path = || format!("server.tls.acme.ca_file: {} can't be used", ca_file.display());
        for certificate in CertificateDer::pem_file_iter(ca_file).with_context(path)? {
            roots.add(certificate.with_context(path)?).with_context(path)?;
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

/// Files that only their owner reads, named by what they are for: another authority, name or contact is another file.
struct Folder(PathBuf);

impl Folder {
    fn file(&self, kind: &str, words: &[String], directory: &str) -> PathBuf {
        let text = format!("{directory}\n{}", words.join("\n"));
        let digest = ::ring::digest::digest(&::ring::digest::SHA256, text.as_bytes());
        self.0.join(format!("{kind}-{}.pem", HEXLOWER.encode(&digest.as_ref()[..8])))
    }

    fn read(file: &Path) -> io::Result<Option<Vec<u8>>> {
        match std::fs::read(file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Written whole or not at all.
    fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
        let part = file.with_extension("part");
        let mut options = std::fs::OpenOptions::new();
        let mut open = options.write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        io::Write::write_all(&mut open, bytes)?;
        open.sync_all()?;
        std::fs::rename(part, file)
    }
}

#[async_trait]
impl CertCache for Folder {
    type EC = io::Error;

    async fn load_cert(&self, domains: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        let found = Self::read(&self.file("certificate", domains, directory))?;
        found.iter().for_each(|pem| tell_end(pem));
        Ok(found)
    }

    async fn store_cert(&self, domains: &[String], directory: &str, pem: &[u8]) -> io::Result<()> {
        tell_end(pem);
        Self::write(&self.file("certificate", domains, directory), pem)
    }
}

#[async_trait]
impl AccountCache for Folder {
    type EA = io::Error;

    async fn load_account(&self, contact: &[String], directory: &str) -> io::Result<Option<Vec<u8>>> {
        Self::read(&self.file("account", contact, directory))
    }

    async fn store_account(&self, contact: &[String], directory: &str, key: &[u8]) -> io::Result<()> {
        Self::write(&self.file("account", contact, directory), key)
    }
}

/// Tells metrics until when the certificate is good.
fn tell_end(pem: &[u8]) {
    let Some(Ok(certificate)) = CertificateDer::pem_slice_iter(pem).next() else { return };
    if let Ok((_, certificate)) = x509_parser::parse_x509_certificate(&certificate) {
        let end = certificate.validity().not_after.timestamp();
        metrics::gauge!("certificate_ends_at_seconds").set(end as f64);
    }
}
