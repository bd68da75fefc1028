//! What a provider says about somebody, read.

use kernel::Email;
use serde_json::{Map, Value};

use crate::scim::{error::Refusal, filter::get};

/// What is kept of what is said: the core schema but for what is ours or secret. Spelled as the standard does.
const KEPT: [&str; 18] = [
    "userName",
    "externalId",
    "displayName",
    "name",
    "emails",
    "active",
    "nickName",
    "title",
    "preferredLanguage",
    "locale",
    "timezone",
    "profileUrl",
    "userType",
    "phoneNumbers",
    "addresses",
    "photos",
    "roles",
    "entitlements",
];

/// Bytes that may be said of one person.
const MOST_BYTES: usize = 16 * 1024;

/// What is said, with what matters read from it.
pub(in crate::scim) struct Draft {
    pub user_name: String,
    pub external_id: Option<String>,
    pub active: bool,
    pub email: Option<Email>,
    pub body: Map<String, Value>,
}

impl Draft {
    /// Reads the attributes of a user; what is not known is left out (RFC 7643 §3.3).
    pub(super) fn read(fields: Map<String, Value>) -> Result<Self, Refusal> {
        let mut body = Map::new();
        for (name, value) in fields {
            let kept = KEPT.iter().find(|kept| kept.eq_ignore_ascii_case(&name));
            match kept {
                Some(kept) if !value.is_null() => drop(body.insert((*kept).to_owned(), value)),
                None if name.starts_with("urn:") && value.is_object() => drop(body.insert(name, value)),
                _ => {}
            }
        }
        if serde_json::to_string(&body).map_or(0, |text| text.len()) > MOST_BYTES {
            return Err(Refusal::bad("tooMany", "That is too much about one person."));
        }
        let user_name = text(&body, "userName", 300)?
            .ok_or_else(|| Refusal::bad("invalidValue", "A user needs a userName."))?;
        let active = match body.remove("active") {
            None => true,
            Some(value) => truth(&value)
                .ok_or_else(|| Refusal::bad("invalidValue", "active has to be true or false."))?,
        };
        let email = email(&body).or_else(|| user_name.parse().ok());
        Ok(Self { external_id: text(&body, "externalId", 300)?, user_name, active, email, body })
    }

    /// How to call them: as the provider does, else by the front of their address.
    pub(super) fn name(&self, email: &str) -> String {
        let part = |name: &str| {
            let name =
                get(&self.body, "name").and_then(Value::as_object).and_then(|fields| get(fields, name));
            name.and_then(Value::as_str).unwrap_or_default()
        };
        let display = get(&self.body, "displayName").and_then(Value::as_str).unwrap_or_default();
        let whole = format!("{} {}", part("givenName"), part("familyName"));
        let front = email.split('@').next().unwrap_or_default();
        let names = [display, part("formatted"), whole.trim(), front];
        let name = names.into_iter().map(str::trim).find(|name| !name.is_empty()).unwrap_or("?");
        name.chars().filter(|c| !c.is_control()).take(200).collect()
    }
}

fn text(fields: &Map<String, Value>, name: &str, most: usize) -> Result<Option<String>, Refusal> {
    let bad = || Refusal::bad("invalidValue", format!("{name} has to be a text of 1 to {most} characters."));
    match fields.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => {
            let text = text.trim();
            let fits =
                !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
            if fits { Ok(Some(text.to_owned())) } else { Err(bad()) }
        }
        Some(_) => Err(bad()),
    }
}

/// Entra ID writes truth as text.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// The primary address, else the one at work, else the first.
fn email(fields: &Map<String, Value>) -> Option<Email> {
    let all: Vec<&Map<String, Value>> =
        fields.get("emails")?.as_array()?.iter().filter_map(Value::as_object).collect();
    let primary = |email: &&&Map<String, Value>| get(email, "primary").and_then(truth) == Some(true);
    let work = |email: &&&Map<String, Value>| {
        get(email, "type").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
    };
    let chosen = all.iter().find(primary).or_else(|| all.iter().find(work)).or_else(|| all.first())?;
    get(chosen, "value")?.as_str()?.parse().ok()
}
