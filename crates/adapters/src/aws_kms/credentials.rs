//! Where credentials come from.

use serde::Deserialize;

use super::sign::Credentials;
use crate::key_service::{self, Refusal};

/// Where containers of ECS find their credentials if only a path is given.
const ECS: &str = "http://169.254.170.2";

/// A place to take credentials from.
pub(super) enum Source {
    /// They are in the environment.
    Fixed(Credentials),
    /// The container's surroundings give temporary ones.
    Container { url: String, token_file: Option<String>, token: Option<String> },
    /// There are none.
    Nowhere,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Temporary {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
}

impl Source {
    pub fn from_environment() -> Self {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        if let (Some(key_id), Some(secret)) = (var("AWS_ACCESS_KEY_ID"), var("AWS_SECRET_ACCESS_KEY")) {
            return Self::Fixed(Credentials { key_id, secret, token: var("AWS_SESSION_TOKEN") });
        }
        let relative = var("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI").map(|path| format!("{ECS}{path}"));
        match relative.or_else(|| var("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
            Some(url) => Self::Container {
                url,
                token_file: var("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
                token: var("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
            },
            None => Self::Nowhere,
        }
    }

    pub async fn fetch(&self, client: &reqwest::Client) -> Result<Credentials, String> {
        match self {
            Self::Fixed(credentials) => Ok(credentials.clone()),
            Self::Nowhere => Err("there are no credentials in the environment".to_owned()),
            Self::Container { url, token_file, token } => {
                let from_file = token_file.as_ref().map(std::fs::read_to_string);
                let from_file = from_file.transpose().map_err(|error| error.to_string())?;
                let mut call = client.get(url);
                if let Some(token) = from_file.as_deref().or(token.as_deref()) {
                    call = call.header("authorization", token.trim());
                }
                let answer = key_service::json(call, |_| None).await.map_err(|Refusal(reason)| reason)?;
                let found: Temporary = serde_json::from_value(answer).map_err(|error| error.to_string())?;
                let (key_id, secret) = (found.access_key_id, found.secret_access_key);
                Ok(Credentials { key_id, secret, token: found.token })
            }
        }
    }
}
