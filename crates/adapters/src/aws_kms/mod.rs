//! The installation's keys wrapped by AWS Key Management Service (`Encrypt` and `Decrypt` of its JSON 1.1 protocol), the
//! wrapping key never leaving it. Asked once a start and at rotation.

mod credentials;
mod sign;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use data_encoding::BASE64;
use kernel::Clock;
use ports::{KeysError, MasterKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::key_service::{self, Refusal};
use credentials::Source;
use sign::{Request, Scope};

pub use sign::Credentials;

/// Where the key is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AwsKmsKey)]
pub struct Settings {
    /// The key's id, ARN or alias.
    pub key_id: String,
    /// The region, such as `eu-central-1`.
    pub region: String,
    /// Another address than that of the region, without a trailing slash; empty for the region's own.
    pub endpoint: String,
}

/// A key of AWS KMS.
pub struct AwsKms {
    settings: Settings,
    client: reqwest::Client,
    clock: Arc<dyn Clock>,
    source: Source,
}

/// Bound to everything that is wrapped: it has to be told again to unwrap, and stands in CloudTrail.
const CONTEXT: (&str, &str) = ("tessera", "installation-key");

impl AwsKms {
    /// Credentials are looked for in the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_SESSION_TOKEN`), then where ECS and EKS Pod Identity offer them (`AWS_CONTAINER_CREDENTIALS_…`).
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, KeysError> {
        Self::from_source(settings, clock, Source::from_environment())
    }

    /// With these credentials.
    pub fn with_credentials(
        settings: Settings,
        clock: Arc<dyn Clock>,
        credentials: Credentials,
    ) -> Result<Self, KeysError> {
        Self::from_source(settings, clock, Source::Fixed(credentials))
    }

    fn from_source(settings: Settings, clock: Arc<dyn Clock>, source: Source) -> Result<Self, KeysError> {
        let client = key_service::client().map_err(|error| service(&error.to_string()))?;
        Ok(Self { settings, client, clock, source })
    }

    async fn ask(&self, operation: &str, body: &Value) -> Result<Value, KeysError> {
        let Settings { region, endpoint, .. } = &self.settings;
        let endpoint = match endpoint.as_str() {
            "" => format!("https://kms.{region}.amazonaws.com"),
            other => other.to_owned(),
        };
        let host = endpoint.split_once("://").map_or(endpoint.as_str(), |(_, host)| host);
        let credentials = self.source.fetch(&self.client).await.map_err(|reason| service(&reason))?;
        let (timestamp, target) = (sign::timestamp(self.clock.now()), format!("TrentService.{operation}"));
        let body = body.to_string();
        let token = credentials.token.clone().unwrap_or_default();
        let mut headers = vec![
            ("content-type", "application/x-amz-json-1.1"),
            ("host", host),
            ("x-amz-date", &timestamp),
            ("x-amz-target", &target),
        ];
        if !token.is_empty() {
            headers.insert(3, ("x-amz-security-token", &token));
        }
        let request = Request { method: "POST", path: "/", headers: &headers, body: body.as_bytes() };
        let scope = Scope { region, service: "kms" };
        let authorization = sign::authorization(&credentials, &scope, &timestamp, &request);
        let mut call = self.client.post(format!("{endpoint}/")).header("authorization", authorization);
        for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
            call = call.header(*name, *value);
        }
        let said = |text: &str| {
            let told: Fault = serde_json::from_str(text).ok()?;
            Some(format!("{} {}", told.kind, told.message.unwrap_or_default()).trim().to_owned())
        };
        key_service::json(call.body(body.clone()), said).await.map_err(|Refusal(reason)| service(&reason))
    }
}

#[derive(Deserialize)]
struct Fault {
    #[serde(rename = "__type")]
    kind: String,
    #[serde(alias = "Message")]
    message: Option<String>,
}

#[async_trait]
impl MasterKey for AwsKms {
    fn name(&self) -> String {
        format!("aws-kms:{}", self.settings.key_id)
    }

    async fn wrap(&self, key: &[u8]) -> Result<Vec<u8>, KeysError> {
        let body = json!({
            "KeyId": self.settings.key_id,
            "Plaintext": BASE64.encode(key),
            "EncryptionContext": { (CONTEXT.0): CONTEXT.1 },
        });
        bytes(&self.ask("Encrypt", &body).await?["CiphertextBlob"])
    }

    async fn unwrap(&self, wrapped: &[u8]) -> Result<Vec<u8>, KeysError> {
        let body = json!({
            "KeyId": self.settings.key_id,
            "CiphertextBlob": BASE64.encode(wrapped),
            "EncryptionContext": { (CONTEXT.0): CONTEXT.1 },
        });
        bytes(&self.ask("Decrypt", &body).await?["Plaintext"])
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, KeysError> {
    let bytes = value.as_str().and_then(|text| BASE64.decode(text.as_bytes()).ok());
    bytes.ok_or_else(|| service("an answer that can't be read"))
}

fn service(reason: &str) -> KeysError {
    KeysError::Service { service: "AWS KMS".to_owned(), reason: reason.to_owned() }
}
