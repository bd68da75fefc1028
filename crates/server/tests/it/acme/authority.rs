//! A certificate authority as far as a client of ACME sees it (RFC 8555): nonces, accounts, orders, and names proven by
//! tls-alpn-01 (RFC 8737), with every signature checked.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path as Segment, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, CertifiedIssuer, IsCa, KeyPair,
    date_time_ymd,
};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::ring::default_provider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use serde_json::{Value, json};
use server::{
    config::Config,
    listen::{
        self, Options,
        tls::{self, Certificate},
    },
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_util::sync::CancellationToken;

/// `id-pe-acmeIdentifier` (RFC 8737 §3), critical, and what wraps a digest of 32 bytes.
const IDENTIFIER: [u8; 17] =
    [0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x1f, 0x01, 0x01, 0xff, 0x04, 0x22, 0x04, 0x20];

/// The authority.
#[derive(Clone)]
pub struct Authority(Arc<Inner>);

struct Inner {
    url: String,
    folder: tempfile::TempDir,
    ca: CertifiedIssuer<'static, KeyPair>,
    /// Where every name leads.
    site: SocketAddr,
    book: Mutex<Book>,
}

/// What the authority remembers.
#[derive(Default)]
pub struct Book {
    nonces: Vec<String>,
    accounts: Vec<Value>,
    orders: Vec<Order>,
    /// How many certificates were issued.
    pub issued: usize,
    /// Orders that were refused.
    pub refused: usize,
    /// Whether certificates are almost over when they are issued.
    pub short: bool,
    /// Whether orders are refused.
    pub closed: bool,
}

struct Order {
    name: String,
    token: String,
    valid: bool,
    pem: Option<String>,
}

/// A request whose signature holds.
struct Signed {
    payload: Value,
    account: usize,
}

impl Authority {
    /// Starts one that finds every name at `site`.
    pub async fn start(site: SocketAddr) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (own, key) = (folder.path().join("own.pem"), folder.path().join("own.key"));
        let pair = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        std::fs::write(&own, params.signed_by(&pair, &ca).unwrap().pem()).unwrap();
        std::fs::write(&key, pair.serialize_pem()).unwrap();
        std::fs::write(folder.path().join("ca.pem"), ca.pem()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let authority = Self(Arc::new(Inner { url, folder, ca, site, book: Mutex::default() }));
        let tls = tls::acceptor(Arc::new(Certificate::open(&own, &key).unwrap())).unwrap();
        let options = Options::of(&Config::defaults().unwrap());
        let service = authority.router();
        tokio::spawn(listen::serve(listener, service, options, Some(tls), CancellationToken::new()));
        authority
    }

    /// Where clients begin.
    pub fn directory(&self) -> String {
        format!("{}/directory", self.0.url)
    }

    /// The certificate that signs all others.
    pub fn ca_file(&self) -> PathBuf {
        self.0.folder.path().join("ca.pem")
    }

    /// The same, as clients of the site trust it.
    pub fn root(&self) -> CertificateDer<'static> {
        self.0.ca.der().clone()
    }

    /// What it remembers.
    pub fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.0.book.lock().unwrap()
    }

    /// How many accounts there are.
    pub fn accounts(&self) -> usize {
        self.book().accounts.len()
    }

    fn router(&self) -> Router {
        Router::new()
            .route("/directory", get(directory))
            .route("/nonce", get(nonce))
            .route("/account", post(account))
            .route("/order", post(new_order))
            .route("/order/{order}", post(order))
            .route("/authorization/{order}", post(authorization))
            .route("/challenge/{order}", post(challenge))
            .route("/finalize/{order}", post(finalize))
            .route("/certificate/{order}", post(certificate))
            .with_state(self.clone())
    }

    fn answer(&self, status: StatusCode, location: Option<String>, body: impl IntoResponse) -> Response {
        let fresh = uuid::Uuid::new_v4().to_string();
        self.book().nonces.push(fresh.clone());
        let mut response = (status, [("replay-nonce", fresh)], body).into_response();
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location.parse().unwrap());
        }
        response
    }

    fn json(&self, status: StatusCode, location: Option<String>, body: Value) -> Response {
        let headers = [(header::CONTENT_TYPE, "application/json")];
        self.answer(status, location, (headers, body.to_string()))
    }

    /// Checks type, nonce, address, key and signature of a request (RFC 8555 §6.2 to §6.5).
    fn open(&self, path: &str, headers: &HeaderMap, body: &[u8]) -> Signed {
        assert_eq!(headers[header::CONTENT_TYPE], "application/jose+json");
        let jws: Value = serde_json::from_slice(body).unwrap();
        let part = |name: &str| jws[name].as_str().unwrap().to_owned();
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        let protected: Value = serde_json::from_slice(&decoded(&part("protected"))).unwrap();
        assert_eq!(
            (&protected["alg"], &protected["url"]),
            (&json!("ES256"), &json!(format!("{}{path}", self.0.url)))
        );
        let mut book = self.book();
        let used = protected["nonce"].as_str().unwrap();
        let known = book.nonces.iter().position(|nonce| nonce == used).expect("a nonce of ours, used once");
        book.nonces.swap_remove(known);
        let account = match protected["kid"].as_str() {
            Some(kid) => kid.rsplit('/').next().unwrap().parse().unwrap(),
            None => {
                assert_eq!(path, "/account");
                let key = protected["jwk"].clone();
                let known = book.accounts.iter().position(|other| *other == key);
                known.unwrap_or_else(|| {
                    book.accounts.push(key);
                    book.accounts.len() - 1
                })
            }
        };
        let key = &book.accounts[account];
        let point =
            [vec![4], decoded(key["x"].as_str().unwrap()), decoded(key["y"].as_str().unwrap())].concat();
        let message = format!("{}.{}", part("protected"), part("payload"));
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .verify(message.as_bytes(), &decoded(&part("signature")))
            .expect("a good signature");
        let payload = decoded(&part("payload"));
        Signed { payload: serde_json::from_slice(&payload).unwrap_or_default(), account }
    }

    fn order(&self, number: usize) -> Value {
        let book = self.book();
        let order = &book.orders[number];
        let at = |what: &str| format!("{}/{what}/{number}", self.0.url);
        let status = match (&order.pem, order.valid) {
            (Some(_), _) => "valid",
            (None, true) => "ready",
            (None, false) => "pending",
        };
        let mut told = json!({
            "status": status, "identifiers": [{ "type": "dns", "value": order.name }],
            "authorizations": [at("authorization")], "finalize": at("finalize"),
        });
        if order.pem.is_some() {
            told["certificate"] = json!(at("certificate"));
        }
        told
    }

    /// Looks whether the name is proven where it leads (RFC 8737 §3).
    async fn prove(&self, number: usize, account: usize) {
        let (name, token, thumbprint) = {
            let book = self.book();
            (
                book.orders[number].name.clone(),
                book.orders[number].token.clone(),
                thumbprint(&book.accounts[account]),
            )
        };
        let shown = presented(self.0.site, &name).await;
        let digest = ring::digest::digest(&ring::digest::SHA256, format!("{token}.{thumbprint}").as_bytes());
        let wanted = [&IDENTIFIER[..], digest.as_ref()].concat();
        let proven = shown.windows(wanted.len()).any(|part| part == wanted);
        assert!(
            proven && shown.windows(name.len()).any(|part| part == name.as_bytes()),
            "the name is not proven"
        );
        self.book().orders[number].valid = true;
    }
}

/// The name of a key (RFC 7638).
fn thumbprint(key: &Value) -> String {
    let text = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, key["x"], key["y"]);
    BASE64URL_NOPAD.encode(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
}

/// The certificate that is shown to whoever only wants the name proven.
async fn presented(site: SocketAddr, name: &str) -> Vec<u8> {
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let mut config =
        builder.dangerous().with_custom_certificate_verifier(Arc::new(Anybody)).with_no_client_auth();
    config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
    let stream = TcpStream::connect(site).await.unwrap();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let session = stream.get_ref().1;
    assert_eq!(session.alpn_protocol(), Some(&b"acme-tls/1"[..]));
    session.peer_certificates().unwrap()[0].to_vec()
}

/// Takes any certificate: what is in it is looked at afterwards.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

async fn directory(State(authority): State<Authority>) -> Response {
    let at = |path: &str| format!("{}/{path}", authority.0.url);
    let body = json!({ "newNonce": at("nonce"), "newAccount": at("account"), "newOrder": at("order") });
    authority.json(StatusCode::OK, None, body)
}

async fn nonce(State(authority): State<Authority>) -> Response {
    authority.answer(StatusCode::OK, None, ())
}

async fn account(State(authority): State<Authority>, headers: HeaderMap, body: Bytes) -> Response {
    let known = authority.accounts();
    let signed = authority.open("/account", &headers, &body);
    assert_eq!(signed.payload["termsOfServiceAgreed"], true);
    let status = if authority.accounts() > known { StatusCode::CREATED } else { StatusCode::OK };
    let location = format!("{}/account/{}", authority.0.url, signed.account);
    authority.json(status, Some(location), json!({ "status": "valid" }))
}

async fn new_order(State(authority): State<Authority>, headers: HeaderMap, body: Bytes) -> Response {
    let signed = authority.open("/order", &headers, &body);
    if authority.book().closed {
        authority.book().refused += 1;
        let problem = json!({ "type": "urn:ietf:params:acme:error:rateLimited", "detail": "not today" });
        return authority.json(StatusCode::TOO_MANY_REQUESTS, None, problem);
    }
    let name = signed.payload["identifiers"][0]["value"].as_str().unwrap().to_owned();
    let token = BASE64URL_NOPAD.encode(uuid::Uuid::new_v4().as_bytes());
    authority.book().orders.push(Order { name, token, valid: false, pem: None });
    let number = authority.book().orders.len() - 1;
    let location = format!("{}/order/{number}", authority.0.url);
    authority.json(StatusCode::CREATED, Some(location), authority.order(number))
}

async fn order(
    State(authority): State<Authority>,
    Segment(number): Segment<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.open(&format!("/order/{number}"), &headers, &body);
    authority.json(StatusCode::OK, None, authority.order(number))
}

async fn authorization(
    State(authority): State<Authority>,
    Segment(number): Segment<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.open(&format!("/authorization/{number}"), &headers, &body);
    let told = {
        let book = authority.book();
        let order = &book.orders[number];
        let status = if order.valid { "valid" } else { "pending" };
        let challenge = json!({
            "type": "tls-alpn-01", "url": format!("{}/challenge/{number}", authority.0.url), "token": order.token,
            "status": status,
        });
        let identifier = json!({ "type": "dns", "value": order.name });
        json!({ "status": status, "identifier": identifier, "challenges": [challenge] })
    };
    authority.json(StatusCode::OK, None, told)
}

async fn challenge(
    State(authority): State<Authority>,
    Segment(number): Segment<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signed = authority.open(&format!("/challenge/{number}"), &headers, &body);
    authority.prove(number, signed.account).await;
    let token = authority.book().orders[number].token.clone();
    let url = format!("{}/challenge/{number}", authority.0.url);
    let told = json!({ "type": "tls-alpn-01", "url": url, "token": token, "status": "valid" });
    authority.json(StatusCode::OK, None, told)
}

async fn finalize(
    State(authority): State<Authority>,
    Segment(number): Segment<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signed = authority.open(&format!("/finalize/{number}"), &headers, &body);
    assert!(authority.book().orders[number].valid);
    let csr = BASE64URL_NOPAD.decode(signed.payload["csr"].as_str().unwrap().as_bytes()).unwrap();
    let mut csr = CertificateSigningRequestParams::from_der(&csr.into()).unwrap();
    let short = authority.book().short;
    // The last third of a long time has begun, or all of it is still to come.
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let day = |years: i16| {
        let then = today.saturating_add(jiff::Span::new().years(years).days(i32::from(short) * 2));
        date_time_ymd(i32::from(then.year()), then.month().unsigned_abs(), then.day().unsigned_abs())
    };
    (csr.params.not_before, csr.params.not_after) = if short { (day(-3), day(0)) } else { (day(-1), day(9)) };
    let pem = csr.signed_by(&authority.0.ca).unwrap().pem() + &authority.0.ca.pem();
    {
        let mut book = authority.book();
        book.issued += 1;
        book.orders[number].pem = Some(pem);
    }
    authority.json(StatusCode::OK, None, authority.order(number))
}

async fn certificate(
    State(authority): State<Authority>,
    Segment(number): Segment<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.open(&format!("/certificate/{number}"), &headers, &body);
    let pem = authority.book().orders[number].pem.clone().unwrap();
    let headers = [(header::CONTENT_TYPE, "application/pem-certificate-chain")];
    authority.answer(StatusCode::OK, None, (headers, pem))
}

/// Everything in a folder that others could read.
pub fn readable_by_others(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let open = |path: &PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o077 != 0;
    entries.filter(open).collect()
}
