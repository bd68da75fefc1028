//! The Transit engine of Vault as its HTTP API describes it, encrypting for real, with one key and one token.
//!
//! <https://developer.hashicorp.com/vault/api-docs/secret/transit>

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use adapters::vault::{Settings, VaultTransit};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use data_encoding::BASE64;
use kernel::Chance;
use ports::{MasterKey, SecretKey};
use serde_json::{Value, json};

const TOKEN: &str = "hvs.CAESIJ-token";

struct Engine {
    key: SecretKey,
    chance: Chance,
    open: AtomicBool,
}

/// A running Vault.
pub struct Vault {
    engine: Arc<Engine>,
    address: String,
    token: tempfile::NamedTempFile,
}

impl Vault {
    pub async fn start() -> Self {
        let key = SecretKey::new(&[7; 32]).unwrap();
        let engine = Arc::new(Engine { key, chance: Chance::seeded(5), open: AtomicBool::new(true) });
        let routes =
            Router::new().route("/v1/transit/{operation}/{key}", post(answer)).with_state(engine.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let token = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(token.path(), format!("{TOKEN}\n")).unwrap();
        Self { engine, address, token }
    }

    /// The key that Tessera uses.
    pub fn key(&self) -> Arc<dyn MasterKey> {
        let settings = Settings {
            address: self.address.clone(),
            mount: "transit".to_owned(),
            key: "tessera".to_owned(),
            namespace: String::new(),
            token_file: self.token.path().to_owned(),
        };
        Arc::new(VaultTransit::new(settings).unwrap())
    }

    /// Revokes the token.
    pub fn forget_token(&self) {
        self.engine.open.store(false, Ordering::Relaxed);
    }
}

type Refusal = (StatusCode, Json<Value>);

async fn answer(
    State(engine): State<Arc<Engine>>,
    Path((operation, key)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let refuse = |status, why: &str| (status, Json(json!({ "errors": [why] })));
    if headers.get("x-vault-token").is_none_or(|token| token != TOKEN) || !engine.open.load(Ordering::Relaxed)
    {
        return Err(refuse(StatusCode::FORBIDDEN, "permission denied"));
    }
    let odd = || refuse(StatusCode::BAD_REQUEST, "invalid request");
    let field = |name: &str| body[name].as_str().map(str::to_owned).ok_or_else(odd);
    let data = match operation.as_str() {
        "encrypt" => {
            let plain = BASE64.decode(field("plaintext")?.as_bytes()).map_err(|_| odd())?;
            let sealed = engine.key.seal(&engine.chance, &key, &plain).map_err(|_| odd())?;
            json!({ "ciphertext": format!("vault:v1:{}", BASE64.encode(&sealed)), "key_version": 1 })
        }
        "decrypt" => {
            let text = field("ciphertext")?;
            let sealed = text.strip_prefix("vault:v1:").ok_or_else(odd)?;
            let sealed = BASE64.decode(sealed.as_bytes()).map_err(|_| odd())?;
            let plain = engine.key.open(&key, &sealed).map_err(|_| odd())?;
            json!({ "plaintext": BASE64.encode(&plain) })
        }
        _ => return Err(refuse(StatusCode::NOT_FOUND, "unsupported path")),
    };
    Ok(Json(json!({ "data": data })))
}
