//! VIES, the European Union's register of VAT ids, over its REST interface: `GET {base}/ms/{letters}/vat/{number}`
//! answers `isValid` and, where a member state's register can't be asked, a `userError` that says so.

use std::time::Duration;

use async_trait::async_trait;
use ports::{VatAnswer, VatRegister, VatRegisterError};
use reqwest::{Client, redirect::Policy};
use serde::Deserialize;

use crate::trust;

/// Asks VIES.
#[derive(Debug, Clone)]
pub struct Vies {
    client: Client,
    base: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    is_valid: bool,
    #[serde(default)]
    user_error: String,
}

impl Vies {
    /// The register at `base`, an address without a slash at its end.
    pub fn new(base: &str) -> Result<Self, reqwest::Error> {
        let client = trust::client()
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(15))
            .user_agent("Tessera")
            .build()?;
        Ok(Self { client, base: base.trim_end_matches('/').to_owned() })
    }

    async fn ask(&self, prefix: &str, number: &str) -> Result<Said, reqwest::Error> {
        let address = format!("{}/ms/{prefix}/vat/{number}", self.base);
        self.client.get(address).send().await?.error_for_status()?.json().await
    }
}

#[async_trait]
impl VatRegister for Vies {
    async fn look_up(&self, prefix: &str, number: &str) -> Result<VatAnswer, VatRegisterError> {
        // What goes into the address was parsed as a VAT id; `+` and `*`, which Irish ids may have, are as they are.
        let said = self.ask(prefix, number).await.map_err(|error| VatRegisterError(error.to_string()))?;
        match (said.is_valid, said.user_error.as_str()) {
            (true, _) => Ok(VatAnswer::Known),
            // What is not said to be wrong was not looked at: the register of that state is away.
            (false, "INVALID" | "INVALID_INPUT") => Ok(VatAnswer::Unknown),
            (false, away) => Err(VatRegisterError(away.chars().take(60).collect())),
        }
    }
}
