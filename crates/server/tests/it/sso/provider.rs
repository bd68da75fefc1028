//! An identity provider in this process, which does as it is told: also wrong.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

/// Changes something on its way out.
pub type Twist = Box<dyn Fn(&mut Value) + Send>;

/// The provider as a test sees it.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
}

/// What it knows, and how it misbehaves.
pub struct Inner {
    issuer: String,
    key: EcdsaKeyPair,
    /// The name of its key.
    pub kid: String,
    /// Whether its published keys lag behind.
    pub published: Option<Value>,
    /// Seconds since 1970.
    pub now: i64,
    /// Who signs in.
    pub claims: Value,
    /// Changes ID tokens.
    pub twist: Option<Twist>,
    /// Changes the head of ID tokens.
    pub twist_head: Option<Twist>,
    /// Who it says answered; `None` says nothing.
    pub answers_as: Option<String>,
    /// Refuses everybody with these words.
    pub refuses: Option<String>,
    /// What the user info endpoint adds.
    pub user_info: Value,
    /// How often its keys were asked for.
    pub keys_asked: usize,
    made: usize,
    codes: HashMap<String, HashMap<String, String>>,
}

impl Provider {
    /// Starts one that vouches for `claims` at `now`.
    pub async fn start(now: i64, claims: Value) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Inner {
            issuer: issuer.clone(),
            key: key(),
            kid: "first".to_owned(),
            published: None,
            now,
            claims,
            twist: None,
            twist_head: None,
            answers_as: Some(issuer.clone()),
            refuses: None,
            user_info: Value::Null,
            keys_asked: 0,
            made: 0,
            codes: HashMap::new(),
        };
        let provider = Self { issuer, inner: Arc::new(Mutex::new(inner)) };
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/userinfo", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    /// To change it.
    pub fn set(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// Signs with another key from now on, which it publishes.
    pub fn rotate(&self, kid: &str) {
        let mut inner = self.set();
        (inner.key, inner.kid) = (key(), kid.to_owned());
    }

    /// A token of claims, signed as ID tokens are.
    pub fn sign(&self, head: Value, claims: &Value) -> String {
        self.set().sign(head, claims)
    }

    /// A logout token for `claims`, which come above the usual ones.
    pub fn logout_token(&self, claims: Value) -> String {
        let inner = self.set();
        let mut all = json!({
            "iss": inner.issuer, "aud": "app", "iat": inner.now, "exp": inner.now + 120, "jti": "one",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        for (name, value) in claims.as_object().unwrap() {
            all[name] = value.clone();
        }
        inner.sign(json!({ "alg": "ES256", "kid": inner.kid, "typ": "logout+jwt" }), &all)
    }
}

impl Inner {
    fn sign(&self, head: Value, claims: &Value) -> String {
        let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", encode(&head), encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }

    /// Its keys as it publishes them.
    pub fn keys(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let (x, y) = (BASE64URL_NOPAD.encode(&point[1..33]), BASE64URL_NOPAD.encode(&point[33..65]));
        let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid, "x": x, "y": y });
        json!({ "keys": [key] })
    }
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap()
}

async fn discovery(State(provider): State<Provider>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    let tells = provider.set().answers_as.is_some();
    Json(json!({
        "issuer": provider.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"), "userinfo_endpoint": at("/userinfo"), "end_session_endpoint": at("/end?tenant=1"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": tells,
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let mut inner = provider.set();
    inner.keys_asked += 1;
    Json(inner.published.clone().unwrap_or_else(|| inner.keys()))
}

async fn authorize(
    State(provider): State<Provider>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut inner = provider.set();
    assert_eq!((query["client_id"].as_str(), query["response_type"].as_str()), ("app", "code"));
    assert_eq!(query["code_challenge_method"], "S256");
    let mut back = reqwest::Url::parse(&query["redirect_uri"]).unwrap();
    inner.made += 1;
    let code = format!("code-{}", inner.made);
    back.query_pairs_mut().append_pair("state", &query["state"]);
    match inner.refuses.clone() {
        Some(words) => back.query_pairs_mut().append_pair("error", &words),
        None => back.query_pairs_mut().append_pair("code", &code),
    };
    if let Some(issuer) = &inner.answers_as {
        back.query_pairs_mut().append_pair("iss", issuer);
    }
    inner.codes.insert(code, query);
    Redirect::to(back.as_str()).into_response()
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut inner = provider.set();
    let no = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let proof = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap().to_owned());
    if proof != Some(format!("Basic {}", BASE64.encode(b"app:app-secret"))) {
        return no("invalid_client");
    }
    let Some(asked) = inner.codes.remove(&form["code"]) else { return no("invalid_grant") };
    let challenge = BASE64URL_NOPAD.encode(digest(&SHA256, form["code_verifier"].as_bytes()).as_ref());
    if challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"] {
        return no("invalid_grant");
    }
    let mut claims = json!({
        "iss": inner.issuer, "aud": "app", "iat": inner.now, "exp": inner.now + 300, "nonce": asked["nonce"],
        "sid": "session-one",
    });
    for (name, value) in inner.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    if let Some(twist) = &inner.twist {
        twist(&mut claims);
    }
    let mut head = json!({ "alg": "ES256", "kid": inner.kid });
    if let Some(twist) = &inner.twist_head {
        twist(&mut head);
    }
    let id_token = inner.sign(head, &claims);
    Json(json!({ "access_token": "access", "token_type": "Bearer", "expires_in": 300, "id_token": id_token }))
        .into_response()
}

async fn user_info(State(provider): State<Provider>, headers: HeaderMap) -> Json<Value> {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer access");
    Json(provider.set().user_info.clone())
}
