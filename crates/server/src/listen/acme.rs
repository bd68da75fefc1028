//! Certificates that are fetched and renewed without anybody's doing (ACME, RFC 8555). Names are proven on the listener
//! itself (tls-alpn-01, RFC 8737). Account and certificate are kept in the data folder, so that a restart asks for nothing.

use std::{
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use async_trait::async_trait;
use data_encoding::HEXLOWER;
use futures_util::StreamExt;
use kernel::{Clock, SystemClock};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use rustls_acme::{
    AccountCache, AcmeConfig, AcmeState, CertCache, EventError, EventOk, ResolvesServerCertAcme,
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::config;

/// What a client speaks that only wants a name proven (RFC 8737 §6.2).
pub const CHALLENGE: &[u8] = b"acme-tls/1";

/// How long an order may take once it is due. Every step may be asked for several times with growing pauses, the last of
/// some nine minutes; what takes longer is an authority that took a request and never answers.
const PATIENCE: Duration = Duration::from_secs(45 * 60);

/// The library waits twice as long after each failed order, up to this power of two in seconds.
const LONGEST_PAUSE: u32 = 16;

/// A certificate that takes care of itself.
pub struct Acme {
    orders: Orders,
    state: AcmeState<io::Error>,
    current: Arc<Current>,
    patience: Duration,
}

/// What states are made of: each begins anew with what the folder has.
struct Orders {
    config: config::Acme,
    client: Arc<ClientConfig>,
    folder: Folder,
}

impl Orders {
    fn begin(&self) -> AcmeState<io::Error> {
        let contact = self.config.contact.iter().map(|address| format!("mailto:{address}"));
        AcmeConfig::new_with_client_config(&self.config.domains, self.client.clone())
            .contact(contact)
            .directory(&self.config.directory)
            .cache(self.folder.clone())
            .state()
    }
}

/// What handshakes ask: the certificate of the state that is at work.
#[derive(Debug)]
struct Current(RwLock<Arc<ResolvesServerCertAcme>>);

impl Current {
    fn set(&self, resolver: Arc<ResolvesServerCertAcme>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = resolver;
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let resolver = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        resolver.resolve(hello)
    }
}

impl Acme {
    /// Takes the certificate from `folder`, or fetches one once it is watched.
    pub fn open(config: &config::Acme, folder: &Path) -> Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("the folder {} for the certificate can't be made", folder.display()))?;
        let folder = Folder { path: folder.to_owned(), renews_at: Arc::default() };
        let orders = Orders { config: config.clone(), client: client(&config.ca_file)?, folder };
        let state = orders.begin();
        let current = Arc::new(Current(RwLock::new(state.resolver())));
        Ok(Self { orders, state, current, patience: PATIENCE })
    }

    /// The same with another limit for an order.
    #[must_use]
    pub fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// What handshakes ask for the certificate; also for the one that proves a name.
    pub fn resolver(&self) -> Arc<dyn ResolvesServerCert> {
        self.current.clone()
    }

    /// Fetches the certificate, and another whenever a third of its time is left, until `stop`. What fails is tried again
    /// with growing pauses, and an order that an authority does not answer is given up and begun anew.
    pub async fn watch(mut self, stop: CancellationToken) {
        let mut failures = 0;
        let mut due = Duration::ZERO;
        loop {
            let next = timeout(due + self.patience, self.state.next());
            let Some(event) = stop.run_until_cancelled(next).await else { return };
            let pause = match event {
                Ok(None) => return,
                Ok(Some(event)) => self.tell(event, &mut failures),
                Err(_) => {
                    tracing::error!(
                        minutes = self.patience.as_secs() / 60,
                        "the certificate authority does not answer: the order is begun anew"
                    );
                    count("failed");
                    self.begin_anew().await;
                    Duration::ZERO
                }
            };
            due = pause.max(self.orders.folder.renewal());
        }
    }

    /// Notes what happened; gives how long the library waits before it orders again.
    fn tell(&self, event: Result<EventOk, EventError<io::Error, io::Error>>, failures: &mut u32) -> Duration {
        match event {
            Ok(EventOk::DeployedNewCert) => {
                *failures = 0;
                tracing::info!("a new certificate was fetched");
                count("fetched");
            }
            Ok(EventOk::DeployedCachedCert) => tracing::info!("the certificate of before is used"),
            Ok(EventOk::CertCacheStore | EventOk::AccountCacheStore) => {}
            Err(error) => {
                tracing::error!(%error, "no certificate could be fetched: it is tried again");
                count("failed");
                let pause = Duration::from_secs(1 << *failures);
                *failures = (*failures + 1).min(LONGEST_PAUSE);
                return pause;
            }
        }
        Duration::ZERO
    }

    /// Gives the order up with its connections. The certificate of before is in the folder: the new state has it before
    /// handshakes ask for it.
    async fn begin_anew(&mut self) {
        self.state = self.orders.begin();
        if let Ok(Some(event)) = timeout(Duration::from_secs(1), self.state.next()).await {
            self.tell(event, &mut 0);
        }
        self.current.set(self.state.resolver());
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
#[derive(Clone)]
struct Folder {
    path: PathBuf,
    /// When the certificate in it is to be renewed, in seconds since 1970; 0 before there is one.
    renews_at: Arc<AtomicI64>,
}

impl Folder {
    fn file(&self, kind: &str, words: &[String], directory: &str) -> PathBuf {
        let text = format!("{directory}\n{}", words.join("\n"));
        let digest = ::ring::digest::digest(&::ring::digest::SHA256, text.as_bytes());
        self.path.join(format!("{kind}-{}.pem", HEXLOWER.encode(&digest.as_ref()[..8])))
    }

    /// Notes until when a certificate is good, for metrics and for [`Self::renewal`].
    fn note(&self, pem: &[u8]) {
        let Some(Ok(certificate)) = CertificateDer::pem_slice_iter(pem).next() else { return };
        if let Ok((_, certificate)) = x509_parser::parse_x509_certificate(&certificate) {
            let validity = certificate.validity();
            let (begin, end) = (validity.not_before.timestamp(), validity.not_after.timestamp());
            self.renews_at.store(end - (end - begin) / 3, Ordering::Relaxed);
            metrics::gauge!("certificate_ends_at_seconds").set(end as f64);
        }
    }

    /// How long it is until the certificate is to be renewed.
    fn renewal(&self) -> Duration {
        let left = self.renews_at.load(Ordering::Relaxed) - SystemClock.now().as_millisecond() / 1000;
        Duration::from_secs(u64::try_from(left).unwrap_or_default())
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
        found.iter().for_each(|pem| self.note(pem));
        Ok(found)
    }

    async fn store_cert(&self, domains: &[String], directory: &str, pem: &[u8]) -> io::Result<()> {
        self.note(pem);
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
