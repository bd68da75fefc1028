//! Systems that get copies of entries: a webhook and a syslog server.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use data_encoding::HEXLOWER;
use ring::hmac;
use rustls::pki_types::PrivateKeyDer;
use serde_json::Value;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// A signature and the body it was sent with.
type Signed = (String, Vec<u8>);

/// A webhook that keeps what it got, and refuses as often as it is told to.
#[derive(Clone)]
pub struct Webhook {
    pub url: String,
    got: Arc<Mutex<Vec<Signed>>>,
    refusals: Arc<AtomicUsize>,
}

impl Webhook {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/tessera", listener.local_addr().unwrap());
        let hook = Self { url, got: Arc::default(), refusals: Arc::default() };
        let own = hook.clone();
        let take = async move |headers: HeaderMap, body: Bytes| {
            if own.refusals.load(Ordering::Relaxed) > 0 {
                own.refusals.fetch_sub(1, Ordering::Relaxed);
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            let signature = headers["tessera-signature"].to_str().unwrap().to_owned();
            own.got.lock().unwrap().push((signature, body.to_vec()));
            StatusCode::NO_CONTENT
        };
        let routes = Router::new().route("/tessera", post(take));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        hook
    }

    /// Answers 503 so many times.
    pub fn refuse(&self, times: usize) {
        self.refusals.store(times, Ordering::Relaxed);
    }

    /// The numbers of all entries it got, in their order; every delivery has to be signed with `secret`.
    pub fn numbers(&self, secret: &str) -> Vec<i64> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let mut numbers = Vec::new();
        for (signature, body) in self.got.lock().unwrap().iter() {
            let (second, tag) = signature.split_once(",v1=").unwrap();
            let second = second.strip_prefix("t=").unwrap();
            let message = [format!("{second}.").as_bytes(), body.as_slice()].concat();
            hmac::verify(&key, &message, &HEXLOWER.decode(tag.as_bytes()).unwrap()).unwrap();
            let body: Value = serde_json::from_slice(body).unwrap();
            numbers
                .extend(body["entries"].as_array().unwrap().iter().map(|e| e["position"].as_i64().unwrap()));
        }
        numbers
    }
}

/// A syslog server that reads octet-counted messages.
pub struct Syslog {
    pub address: String,
    got: Arc<Mutex<Vec<String>>>,
}

impl Syslog {
    /// Over TCP, or over TLS with a certificate for `localhost`, which comes back in PEM.
    pub async fn start(tls: bool) -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("localhost:{}", listener.local_addr().unwrap().port());
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = tls.then(|| TlsAcceptor::from(Arc::new(config)));
        let got: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = got.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let messages = match &acceptor {
                    None => read(stream).await,
                    Some(acceptor) => match acceptor.accept(stream).await {
                        Ok(stream) => read(stream).await,
                        Err(_) => continue,
                    },
                };
                kept.lock().unwrap().extend(messages);
            }
        });
        (Self { address, got }, made.cert.pem())
    }

    /// What it got, message by message.
    pub fn messages(&self) -> Vec<String> {
        self.got.lock().unwrap().clone()
    }
}

/// Reads messages, each after its length and a space (RFC 6587 §3.4.1).
async fn read(mut stream: impl AsyncRead + Unpin) -> Vec<String> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let (mut messages, mut rest) = (Vec::new(), bytes.as_slice());
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ').unwrap();
        let length: usize = std::str::from_utf8(&rest[..space]).unwrap().parse().unwrap();
        let (message, next) = rest[space + 1..].split_at(length);
        messages.push(String::from_utf8(message.to_vec()).unwrap());
        rest = next;
    }
    messages
}
