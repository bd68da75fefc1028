//! A guest's account with an organiser: passkeys and the organiser's identity provider beside the mailed link.

mod passkeys;
mod peer;
mod provider;

use serde_json::Value;

pub use self::provider::settings;
use crate::app::{Answer, Authenticator, Client, TestApp};

pub const MY: &str = "/harbour/my";
pub const GRACE: &str = "grace@guest.example";

/// What a page hands to the browser's passkeys.
pub fn options(answer: &Answer) -> Value {
    let page = answer.text();
    let (_, rest) = page.split_once("data-options=\"").unwrap_or_else(|| panic!("no options in {page}"));
    let text = rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&#39;", "'");
    serde_json::from_str(&text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).unwrap()
}

/// Adds a passkey to the account of whoever is signed in.
pub async fn add_passkey(app: &TestApp, client: &Client, name: &str) -> Authenticator {
    let mut device = Authenticator::new(app);
    let asked = options(&client.submit(&format!("{MY}/passkeys"), &[]).await.expect(200));
    let credential = device.create(&asked).to_string();
    let form = [("name", name), ("credential", credential.as_str())];
    client.submit(&format!("{MY}/passkeys/new"), &form).await.expect(303);
    device
}

/// What a device is asked that is to sign in at `my`.
pub async fn asked(client: &Client, my: &str) -> Value {
    options(&client.submit(&format!("{my}/passkey"), &[]).await.expect(200))
}

/// Sends a device's answer.
pub async fn answer(client: &Client, my: &str, credential: &Value) -> Answer {
    let text = credential.to_string();
    client.submit(&format!("{my}/passkey/in"), &[("credential", text.as_str())]).await
}

/// Whether the page shows the order.
pub async fn sees(client: &Client, code: &str) -> bool {
    client.get(MY).await.expect(200).text().contains(&format!("Order {code}"))
}
