//! A guest's way to the organisation's provider and back (OpenID Connect Core 1.0 §3.1), as members go theirs: the flow is
//! [`crate::sso::flow`]'s.
//!
//! Somebody is known by issuer and subject alone. Only an address that the provider says is proven opens what was ordered
//! with it: a provider where anybody enters any address must not open everybody's orders. Without one the guest proves an
//! address by a mailed link, once.

pub mod http;

use ::store::Cx;
use httpkit::App;
use serde_json::{Map, Value};

use super::{Begins, Identity, account, provider};
use crate::{
    Error, link,
    sso::{arrival::Answer, flow::Browser},
};

/// Finishes a way that [`crate::sso::flow::take`] has ended; gives the token of the session that begins.
pub(crate) async fn finish(app: &App, cx: &Cx, browser: &Browser, answer: Answer) -> Result<String, Error> {
    let provider = provider::required(cx).await?;
    let registration = provider::registration(app, cx.org, &provider).await?;
    let returned = answer.result.map_err(Error::SsoRefused)?;
    let bound = browser.bind(&answer.state);
    let proven = app.ports.sign_on.finish(&registration, &bound, returned, cx.now).await?;
    let identity = Identity { issuer: registration.issuer, subject: proven.subject };
    let (token, digest) = link::token(&cx.chance);
    let mut tx = cx.begin().await?;
    let connected = match (account::store::find(&mut tx, &identity).await?, proven_address(&proven.claims)) {
        (Some(known), _) => Some(known),
        (None, Some(email)) => Some(account::connect(&mut tx, &identity, email.as_str()).await?),
        (None, None) => None,
    };
    let begins = match &connected {
        Some(known) => {
            let proven_at = proven.authenticated_at.map_or(cx.now, |at| at.min(cx.now));
            Begins::Proven { email: &known.email, proven_at, identity: Some(known.id) }
        }
        None => Begins::Unproven(&identity),
    };
    super::store::insert_session(&mut tx, &digest, &begins).await?;
    tx.commit().await?;
    Ok(token)
}

/// The address, if the provider says itself that it is proven (Core §5.1, `email_verified`). Members' providers need not
/// say so: there the domain is proven.
fn proven_address(claims: &Map<String, Value>) -> Option<kernel::Email> {
    let said = claims.get("email_verified")?;
    let proven = said.as_bool() == Some(true) || said.as_str() == Some("true");
    claims.get("email").filter(|_| proven)?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_an_address_that_the_provider_says_is_proven_counts() {
        let read = |value: Value| value.as_object().and_then(proven_address).map(|email| email.to_string());
        let grace = Some("grace@guest.example".to_owned());
        assert_eq!(read(json!({ "email": "grace@guest.example", "email_verified": true })), grace);
        assert_eq!(read(json!({ "email": "grace@guest.example", "email_verified": "true" })), grace);
        for unproven in [
            json!({ "email": "grace@guest.example" }),
            json!({ "email": "grace@guest.example", "email_verified": false }),
            json!({ "email": "grace@guest.example", "email_verified": "false" }),
            json!({ "email": "grace@guest.example", "email_verified": null }),
            json!({ "email": "grace@guest.example", "email_verified": 1 }),
            json!({ "email": "grace", "email_verified": true }),
            json!({ "email_verified": true }),
            json!({}),
        ] {
            assert_eq!(read(unproven.clone()), None, "{unproven}");
        }
    }
}
