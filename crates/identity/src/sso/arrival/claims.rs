//! What is read from an identity provider's claims.

use kernel::{Email, Locale};
use serde_json::{Map, Value};

use crate::Error;

/// The address, unless the provider says itself that it is not proven.
pub(super) fn email(claims: &Map<String, Value>) -> Result<Email, Error> {
    let unproven = matches!(claims.get("email_verified"), Some(Value::Bool(false)))
        || claims.get("email_verified").and_then(Value::as_str) == Some("false");
    let email = claims.get("email").and_then(Value::as_str).and_then(|text| text.parse().ok());
    if unproven { Err(Error::SsoNoAddress) } else { email.ok_or(Error::SsoNoAddress) }
}

/// How to call somebody: by the name they have there, else by the front of their address.
pub(super) fn name(claims: &Map<String, Value>, email: &Email) -> String {
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str).unwrap_or_default();
    let whole = format!("{} {}", text("given_name"), text("family_name"));
    let front = email.as_str().split('@').next().unwrap_or_default();
    let plain = |name: &str| -> String { name.chars().filter(|c| !c.is_control()).take(200).collect() };
    let names = [text("name"), &whole, front].map(|name| plain(name.trim()));
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}

/// The language somebody reads.
pub(super) fn locale(claims: &Map<String, Value>) -> Option<Locale> {
    claims.get("locale")?.as_str()?.split(['-', '_']).next()?.parse().ok()
}

/// The groups that `claim` lists: a claim of that name, or what a path with dots leads to.
pub(super) fn groups<'a>(claims: &'a Map<String, Value>, claim: &str) -> Vec<&'a str> {
    let found = claims.get(claim).or_else(|| {
        let (first, rest) = claim.split_once('.')?;
        rest.split('.').try_fold(claims.get(first)?, |value, part| value.get(part))
    });
    match found {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn groups_are_found_where_providers_put_them() {
        let claims = claims(json!({
            "groups": ["staff", 7, "door"], "role": "door", "https://harbour.example/groups": ["named"],
            "realm_access": { "roles": ["manager"] },
        }));
        assert_eq!(groups(&claims, "groups"), ["staff", "door"]);
        assert_eq!(groups(&claims, "role"), ["door"]);
        assert_eq!(groups(&claims, "https://harbour.example/groups"), ["named"]);
        assert_eq!(groups(&claims, "realm_access.roles"), ["manager"]);
        assert!(groups(&claims, "realm_access.other").is_empty());
    }

    #[test]
    fn an_address_that_the_provider_does_not_vouch_for_is_none() {
        let read = |value| email(&claims(value)).ok().map(|email| email.to_string());
        assert_eq!(read(json!({ "email": "ada@x.example" })).as_deref(), Some("ada@x.example"));
        assert_eq!(
            read(json!({ "email": "ada@x.example", "email_verified": true })).as_deref(),
            Some("ada@x.example")
        );
        assert_eq!(read(json!({ "email": "ada@x.example", "email_verified": false })), None);
        assert_eq!(read(json!({ "email": "ada@x.example", "email_verified": "false" })), None);
        assert_eq!(read(json!({ "email": "ada" })), None);
    }

    #[test]
    fn everybody_is_called_something() {
        let email: Email = "ada@x.example".parse().unwrap();
        let read = |value| name(&claims(value), &email);
        assert_eq!(read(json!({ "name": "Ada" })), "Ada");
        assert_eq!(read(json!({ "given_name": "Ada", "family_name": "Lovelace" })), "Ada Lovelace");
        assert_eq!(read(json!({ "name": " \u{7} " })), "ada");
    }
}
