//! Certificates that are fetched and renewed without anybody's doing, from an authority that speaks ACME.

mod authority;
mod silence;

use std::{path::Path, sync::Arc};

use axum::{Router, routing::get};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use server::{
    config::{self, Config},
    listen::{self, Options, acme::Acme, tls},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tokio_util::sync::{CancellationToken, DropGuard};

use self::authority::{Authority, readable_by_others};

const NAME: &str = "tickets.example";

/// How often a test looks for what happens beside it.
const LOOKS: usize = 10_000;

/// A site with HTTPS whose certificate comes from an authority.
struct Site {
    listener: std::net::SocketAddr,
    _stop: DropGuard,
}

impl Site {
    /// Listens, so that the authority knows where the name leads.
    async fn bind() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").await.unwrap()
    }

    fn start(listener: TcpListener, authority: &Authority, folder: &Path) -> Self {
        let certificate = Acme::open(&settings(authority, authority.directory()), folder).unwrap();
        Self::with(listener, certificate)
    }

    fn with(listener: TcpListener, certificate: Acme) -> Self {
        let address = listener.local_addr().unwrap();
        let acceptor = tls::proving_acceptor(certificate.resolver()).unwrap();
        let stop = CancellationToken::new();
        let service = Router::new().route("/", get(async || "hello"));
        let options = Options::of(&Config::defaults().unwrap());
        tokio::spawn(certificate.watch(stop.clone()));
        tokio::spawn(listen::serve(listener, service, options, Some(acceptor), stop.clone()));
        Self { listener: address, _stop: stop.drop_guard() }
    }

    /// A connection of somebody who trusts the authority, as soon as there is a certificate.
    async fn visit(&self, authority: &Authority) -> TlsStream<TcpStream> {
        for _ in 0..LOOKS {
            if let Some(stream) = self.knock(authority, &["h2", "http/1.1"]).await {
                return stream;
            }
        }
        panic!("there is no certificate");
    }

    async fn knock(&self, authority: &Authority, alpn: &[&str]) -> Option<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(authority.root()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(self.listener).await.unwrap();
        let name = ServerName::try_from(NAME).unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()
    }
}

fn settings(authority: &Authority, directory: String) -> config::Acme {
    config::Acme {
        domains: vec![NAME.to_owned()],
        contact: vec!["ops@tickets.example".to_owned()],
        directory,
        ca_file: authority.ca_file(),
    }
}

fn shown(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

#[testkit::test]
async fn a_certificate_is_fetched_and_kept_across_restarts() {
    let (listener, folder) = (Site::bind().await, tempfile::tempdir().unwrap());
    let authority = Authority::start(listener.local_addr().unwrap()).await;
    let site = Site::start(listener, &authority, &folder.path().join("acme"));
    let stream = site.visit(&authority).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let first = shown(&stream);
    assert_eq!((authority.accounts(), authority.book().issued), (1, 1));
    // Who only wants the name proven gets nothing once it is.
    assert!(site.knock(&authority, &["acme-tls/1"]).await.is_none());
    drop(site);

    let again = Site::start(Site::bind().await, &authority, &folder.path().join("acme"));
    assert_eq!(shown(&again.visit(&authority).await), first, "nobody was asked again");
    assert_eq!((authority.accounts(), authority.book().issued), (1, 1));
    assert_eq!(readable_by_others(&folder.path().join("acme")), Vec::<std::path::PathBuf>::new());
}

#[testkit::test]
async fn a_certificate_whose_last_third_has_begun_is_renewed_under_open_connections() {
    let (listener, folder) = (Site::bind().await, tempfile::tempdir().unwrap());
    let authority = Authority::start(listener.local_addr().unwrap()).await;
    authority.book().short = true;
    let site = Site::start(listener, &authority, folder.path());
    let old = site.visit(&authority).await;
    authority.book().short = false;
    let mut now = shown(&site.visit(&authority).await);
    for _ in 0..LOOKS {
        now = shown(&site.visit(&authority).await);
        if now != shown(&old) && authority.book().issued > 1 {
            break;
        }
    }
    assert_ne!(now, shown(&old));
    assert_eq!(authority.accounts(), 1, "the account is the same");
}

#[testkit::test]
async fn what_fails_is_tried_again() {
    let (listener, folder) = (Site::bind().await, tempfile::tempdir().unwrap());
    let authority = Authority::start(listener.local_addr().unwrap()).await;
    authority.book().closed = true;
    let site = Site::start(listener, &authority, folder.path());
    for _ in 0..LOOKS {
        if authority.book().refused > 0 {
            break;
        }
        assert!(site.knock(&authority, &[]).await.is_none());
    }
    authority.book().closed = false;
    site.visit(&authority).await;
    assert_eq!(authority.accounts(), 1);
}
