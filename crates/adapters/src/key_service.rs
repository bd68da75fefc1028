//! Asking a key service: a few small JSON calls at the start, each with a deadline.

use std::time::Duration;

use serde_json::Value;

use crate::trust;

/// How long a key service may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why there is no answer, in words that hold no secret.
#[derive(Debug)]
pub(crate) struct Refusal(pub String);

/// A client that follows nobody elsewhere.
pub(crate) fn client() -> Result<reqwest::Client, reqwest::Error> {
    trust::client().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()
}

/// Sends `call` and reads the JSON of its answer; `said` finds the reason in the text of a refusal.
pub(crate) async fn json(
    call: reqwest::RequestBuilder,
    said: impl Fn(&str) -> Option<String>,
) -> Result<Value, Refusal> {
    // An address may hold a token, so it is left out.
    let failed = |error: reqwest::Error| Refusal(error.without_url().to_string());
    let answer = call.send().await.map_err(failed)?;
    let status = answer.status();
    let text = answer.text().await.map_err(failed)?;
    if !status.is_success() {
        return Err(Refusal(said(&text).unwrap_or_else(|| format!("it answered {status}"))));
    }
    serde_json::from_str(&text).map_err(|_| Refusal("an answer that can't be read".to_owned()))
}
