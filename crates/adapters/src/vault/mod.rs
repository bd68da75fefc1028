//! The installation's keys wrapped by the Transit engine of HashiCorp Vault (or OpenBao): `encrypt` and `decrypt`, the
//! wrapping key never leaving it. Asked once a start and at rotation.

use std::path::PathBuf;

use async_trait::async_trait;
use data_encoding::BASE64;
use ports::{KeysError, MasterKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::key_service::{self, Refusal};

/// Where the key is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VaultKey)]
pub struct Settings {
    /// Vault's address, such as `https://vault.internal:8200`.
    pub address: String,
    /// Where the engine is mounted, usually `transit`.
    pub mount: String,
    /// The key's name.
    pub key: String,
    /// The namespace, where Vault has some; empty for none.
    pub namespace: String,
    /// A file with the token; it is read at each use, so that an agent may renew it.
    #[schema(value_type = String)]
    pub token_file: PathBuf,
}

/// A key of Vault Transit.
pub struct VaultTransit {
    settings: Settings,
    client: reqwest::Client,
}

#[derive(Deserialize)]
struct Fault {
    errors: Vec<String>,
}

impl VaultTransit {
    /// A key that is asked for when it is needed.
    pub fn new(settings: Settings) -> Result<Self, KeysError> {
        let client = key_service::client().map_err(|error| service(&error.to_string()))?;
        Ok(Self { settings, client })
    }

    async fn ask(&self, operation: &str, body: &Value) -> Result<Value, KeysError> {
        let Settings { address, mount, key, namespace, token_file } = &self.settings;
        let told = |source| KeysError::File { path: token_file.display().to_string(), source };
        let token = std::fs::read_to_string(token_file).map_err(told)?;
        let url = format!("{}/v1/{mount}/{operation}/{key}", address.trim_end_matches('/'));
        let mut call = self.client.post(url).header("x-vault-token", token.trim()).json(body);
        if !namespace.is_empty() {
            call = call.header("x-vault-namespace", namespace);
        }
        let said = |text: &str| Some(serde_json::from_str::<Fault>(text).ok()?.errors.join(", "));
        let mut answer = key_service::json(call, said).await.map_err(|Refusal(reason)| service(&reason))?;
        Ok(answer["data"].take())
    }
}

#[async_trait]
impl MasterKey for VaultTransit {
    fn name(&self) -> String {
        format!("vault:{}/{}", self.settings.mount, self.settings.key)
    }

    async fn wrap(&self, key: &[u8]) -> Result<Vec<u8>, KeysError> {
        let data = self.ask("encrypt", &json!({ "plaintext": BASE64.encode(key) })).await?;
        let text = data["ciphertext"].as_str().ok_or_else(unreadable)?;
        Ok(text.as_bytes().to_vec())
    }

    async fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, KeysError> {
        let text = std::str::from_utf8(wrapped).map_err(|_| KeysError::Wrong)?;
        let data = self.ask("decrypt", &json!({ "ciphertext": text })).await?;
        let plain = data["plaintext"].as_str().and_then(|text| BASE64.decode(text.as_bytes()).ok());
        plain.ok_or_else(unreadable)
    }
}

fn unreadable() -> KeysError {
    service("an answer that can't be read")
}

fn service(reason: &str) -> KeysError {
    KeysError::Service { service: "Vault".to_owned(), reason: reason.to_owned() }
}
