//! HTTPS that comes along: certificate files, renewal, the way from http:// to https://.

use std::{path::PathBuf, sync::Arc};

use axum::{Router, routing::get};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::redirect::Policy;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use serde_json::json;
use server::{
    config::{Config, Overrides},
    listen::{
        self, Options,
        tls::{self, Certificate},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// A folder with a certificate and its key.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> (Self, CertificateDer<'static>) {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        let certificate = files.issue();
        (files, certificate)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    /// Writes a new certificate for this machine, as a renewal does.
    fn issue(&self) -> CertificateDer<'static> {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(self.certificate(), cert.pem()).unwrap();
        std::fs::write(self.key(), signing_key.serialize_pem()).unwrap();
        cert.der().clone()
    }

    fn open(&self) -> Arc<Certificate> {
        Arc::new(Certificate::open(&self.certificate(), &self.key()).unwrap())
    }
}

async fn serve(certificate: Arc<Certificate>, service: Router) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let options = Options::of(&Config::defaults().unwrap());
    let tls = tls::acceptor(certificate).unwrap();
    tokio::spawn(listen::serve(listener, service, options, Some(tls), CancellationToken::new()));
    port
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

async fn connect(port: u16, trusted: &CertificateDer<'static>, alpn: &[&str]) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
}

/// Asks once on an open connection and reads the answer.
async fn ask(stream: &mut TlsStream<TcpStream>) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    while !answer.ends_with("hello") {
        let mut part = [0; 1024];
        let length = stream.read(&mut part).await.unwrap();
        assert!(length > 0, "the server hung up: {answer}");
        answer.push_str(std::str::from_utf8(&part[..length]).unwrap());
    }
    answer
}

fn shown(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

#[testkit::test]
async fn both_protocols_are_offered() {
    let (files, certificate) = Files::new();
    let port = serve(files.open(), hello()).await;
    for (offered, chosen) in [(&["h2", "http/1.1"][..], "h2"), (&["http/1.1"][..], "http/1.1")] {
        let stream = connect(port, &certificate, offered).await;
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(chosen.as_bytes()));
    }
    let stream = connect(port, &certificate, &["h2"]).await;
    let io = hyper_util::rt::TokioIo::new(stream);
    let (mut client, connection) =
        hyper::client::conn::http2::handshake(hyper_util::rt::TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let request = hyper::Request::get(format!("https://localhost:{port}/")).body(String::new()).unwrap();
    let answer = client.send_request(request).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, hyper::Version::HTTP_2));
}

#[testkit::test]
async fn a_renewed_certificate_is_shown_and_open_connections_go_on() {
    let (files, first) = Files::new();
    let certificate = files.open();
    let port = serve(certificate.clone(), hello()).await;
    let mut old = connect(port, &first, &[]).await;
    ask(&mut old).await;
    assert!(!certificate.renew().unwrap(), "nothing changed");

    let second = files.issue();
    assert!(certificate.renew().unwrap());
    let mut new = connect(port, &second, &[]).await;
    assert_eq!(shown(&new), second);
    ask(&mut new).await;
    ask(&mut old).await;
    assert_eq!(shown(&old), first);
}

#[testkit::test]
async fn a_bad_renewal_keeps_the_old_certificate() {
    let (files, first) = Files::new();
    let certificate = files.open();
    let port = serve(certificate.clone(), hello()).await;

    std::fs::write(files.certificate(), "half a certific").unwrap();
    certificate.renew().unwrap_err();
    assert!(!certificate.renew().unwrap(), "it is told once");
    ask(&mut connect(port, &first, &[]).await).await;

    // A new certificate, but still the old key: half of a renewal.
    let (other, _) = Files::new();
    std::fs::copy(other.certificate(), files.certificate()).unwrap();
    let error = certificate.renew().unwrap_err().to_string();
    assert!(error.contains("can't be used"), "{error}");
    ask(&mut connect(port, &first, &[]).await).await;

    std::fs::copy(other.key(), files.key()).unwrap();
    assert!(certificate.renew().unwrap());
}

#[testkit::test]
async fn browsers_that_came_by_https_are_told_to_stay() {
    let app = TestApp::start_with(|config| {
        config.server.public_url = "https://tickets.example".to_owned();
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    let client = app.guest();
    for path in ["/accessibility", "/api/v1/me", "/healthz", "/readyz", "/metrics"] {
        let get = |scheme: &str| {
            let request = client.request(reqwest::Method::GET, path);
            client.send(request.header("forwarded", format!("for=203.0.113.7;proto={scheme}")))
        };
        assert_eq!(get("https").await.header("strict-transport-security"), "max-age=31536000", "{path}");
        assert_eq!(get("http").await.header("strict-transport-security"), "", "{path}");
    }
}

#[testkit::test]
async fn cookies_are_bound_to_the_host_and_hidden_from_scripts() {
    let app =
        TestApp::start_with(|config| config.server.public_url = "https://tickets.example".to_owned()).await;
    let body = json!({ "name": "Ada", "email": "ada@harbour.example", "password": "correct horse battery" });
    let up = app.guest().post("/api/v1/auth/sign-up", body).await.expect(201);
    let cookie = up.header("set-cookie");
    assert!(cookie.starts_with("__Host-tessera_session="), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(!up.text().contains(token), "it stands in no body");
}

#[testkit::test]
async fn the_plain_listener_sends_everybody_to_https() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = listen::to_https("https://tickets.example");
    let options = Options::of(&Config::defaults().unwrap());
    tokio::spawn(listen::serve(listener, service, options, None, CancellationToken::new()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
    let url = format!("http://{address}/harbour/show?lang=de");
    let answer = client.post(url).header("host", "evil.example").send().await.unwrap();
    assert_eq!(answer.status(), 308);
    assert_eq!(answer.headers()["location"], "https://tickets.example/harbour/show?lang=de");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    // A program that forgot the encryption is told so instead of being led on with its key.
    let url = format!("http://{address}/api/v1/organisations");
    let answer = client.get(url).bearer_auth("tsk_secret").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers().get("location")), (403, None));
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    let problem: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    assert_eq!(problem["code"], "request.https_required");
}

#[test]
fn half_a_configuration_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let check = |text: &str| {
        let file = folder.path().join("tessera.toml");
        std::fs::write(&file, text).unwrap();
        Config::load(&Overrides { file: Some(file), ..Overrides::default() })
    };
    check("[server.tls]\ncert_file = \"a.pem\"\n").unwrap_err();
    check("[server.tls]\nredirect_listen = \"0.0.0.0:80\"\n").unwrap_err();
    check("[server.tls]\nredirect_listen = \"port 80\"\n").unwrap_err();
    check("[server]\npublic_url = \"http://x\"\n[server.tls]\ncert_file = \"a\"\nkey_file = \"b\"\n")
        .unwrap_err();
    let acme = "[server.tls.acme]\ndomains = [\"tickets.example\"]\n";
    check(&format!("[server.tls]\ncert_file = \"a\"\nkey_file = \"b\"\n{acme}")).unwrap_err();
    check(&format!("{acme}directory = \"http://authority.example\"\n")).unwrap_err();
    check("[server.tls.acme]\ndomains = [\"*.example\"]\n").unwrap_err();
    check("[server.tls.acme]\ndomains = [\"192.0.2.7\"]\n").unwrap_err();
    assert_eq!(check(acme).unwrap().public_url(), "https://tickets.example");
    let config =
        check("[server.tls]\ncert_file = \"a\"\nkey_file = \"b\"\nredirect_listen = \"0.0.0.0:80\"\n");
    assert_eq!(config.unwrap().public_url(), "https://127.0.0.1:8080");
}
