//! Changes of resources (RFC 7644 §3.5.2), also in the shapes that Entra ID and Okta send.

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, PatchPath, ValFilter};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    error::Refusal,
    filter::{self, get},
};

/// Operations that one request may hold.
const MOST: usize = 1000;

/// A request to change a resource.
#[derive(Deserialize)]
pub(super) struct Patch {
    #[serde(rename = "Operations", alias = "operations")]
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    op: String,
    path: Option<String>,
    #[serde(default)]
    value: Value,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Add,
    Replace,
    Remove,
}

/// Changes `resource`; nothing is done if one operation can't be.
pub(super) fn apply(resource: &mut Map<String, Value>, patch: Patch) -> Result<(), Refusal> {
    if patch.operations.len() > MOST {
        return Err(Refusal::bad("tooMany", "There are too many operations."));
    }
    for operation in patch.operations {
        // Entra ID writes them with a capital letter.
        let verb = match operation.op.to_ascii_lowercase().as_str() {
            "add" => Verb::Add,
            "replace" => Verb::Replace,
            "remove" => Verb::Remove,
            _ => return Err(Refusal::bad("invalidSyntax", "An operation is add, replace or remove.")),
        };
        match operation.path.as_deref().filter(|path| !path.is_empty()) {
            Some(path) => at_path(resource, verb, path, operation.value)?,
            None => without_path(resource, verb, operation.value)?,
        }
    }
    Ok(())
}

/// The value is a part of the resource. Its names may be paths, as in `{"name.givenName": "Ada"}`.
fn without_path(resource: &mut Map<String, Value>, verb: Verb, value: Value) -> Result<(), Refusal> {
    let Value::Object(parts) = value else {
        return Err(Refusal::bad("noTarget", "Without a path the value has to be an object."));
    };
    if verb == Verb::Remove {
        return Err(Refusal::bad("noTarget", "What is removed needs a path."));
    }
    for (name, value) in parts {
        // The name of an extension is no path: what is in it is.
        match (name.starts_with("urn:"), value) {
            (true, Value::Object(fields)) => {
                for (field, value) in fields {
                    at_path(resource, verb, &format!("{name}:{field}"), value)?;
                }
            }
            (_, value) => at_path(resource, verb, &name, value)?,
        }
    }
    Ok(())
}

fn at_path(resource: &mut Map<String, Value>, verb: Verb, path: &str, value: Value) -> Result<(), Refusal> {
    let path: PatchPath =
        path.parse().map_err(|_| Refusal::bad("invalidPath", format!("The path {path} can't be read.")))?;
    match path {
        PatchPath::Attr(AttrPath { uri, name, sub_attr }) => {
            let fields = extension(resource, uri.as_deref())?;
            let key = known(fields, &name);
            match sub_attr {
                None => change(fields, &name, verb, value),
                Some(sub) => match fields.entry(key).or_insert_with(empty) {
                    Value::Object(inner) => change(inner, &sub, verb, value),
                    Value::Array(all) => {
                        all.iter_mut().filter_map(Value::as_object_mut).for_each(|element| {
                            change(element, &sub, verb, value.clone());
                        });
                    }
                    _ => return Err(Refusal::bad("invalidPath", format!("{name} has no parts."))),
                },
            }
        }
        PatchPath::Value(path) => {
            let fields = extension(resource, path.attr.uri.as_deref())?;
            let key = known(fields, &path.attr.name);
            let list = fields.entry(key).or_insert_with(|| Value::Array(Vec::new()));
            let Value::Array(all) = list else {
                return Err(Refusal::bad("invalidPath", format!("{} is no list.", path.attr.name)));
            };
            in_list(all, verb, &path.filter, path.sub_attr.as_deref(), value)?;
        }
    }
    Ok(())
}

/// Changes the elements that fit. Where none does, one is made of what was asked for: Entra ID sets
/// `emails[type eq "work"].value` before there is one.
fn in_list(
    all: &mut Vec<Value>,
    verb: Verb,
    wanted: &ValFilter,
    sub: Option<&str>,
    value: Value,
) -> Result<(), Refusal> {
    let fits = |element: &Value| element.as_object().is_some_and(|fields| filter::value_fits(wanted, fields));
    if verb == Verb::Remove && sub.is_none() {
        all.retain(|element| !fits(element));
        return Ok(());
    }
    if verb != Verb::Remove && !all.iter().any(fits) {
        let seed = seed(wanted).ok_or_else(|| Refusal::bad("noTarget", "Nothing fits the path's filter."))?;
        all.push(Value::Object(seed));
    }
    for element in all.iter_mut().filter(|element| fits(element)) {
        let Some(fields) = element.as_object_mut() else { continue };
        match (sub, &value) {
            (Some(sub), value) => change(fields, sub, verb, value.clone()),
            (None, Value::Object(parts)) => {
                for (name, value) in parts {
                    change(fields, name, verb, value.clone());
                }
            }
            (None, _) => return Err(Refusal::bad("invalidValue", "An element of a list is an object.")),
        }
    }
    Ok(())
}

/// The element that a filter of equalities describes.
fn seed(wanted: &ValFilter) -> Option<Map<String, Value>> {
    match wanted {
        ValFilter::Attr(AttrExp::Comparison(path, CompareOp::Eq, value)) if path.sub_attr.is_none() => {
            let value = match value {
                CompValue::Str(text) => Value::String(text.clone()),
                CompValue::True => Value::Bool(true),
                CompValue::False => Value::Bool(false),
                CompValue::Number(number) => Value::Number(number.clone()),
                CompValue::Null => Value::Null,
            };
            Some(Map::from_iter([(path.name.clone(), value)]))
        }
        ValFilter::And(all) => {
            let mut whole = Map::new();
            for one in all.as_slice() {
                whole.extend(seed(one)?);
            }
            Some(whole)
        }
        _ => None,
    }
}

/// Sets, adds to or removes one attribute.
fn change(fields: &mut Map<String, Value>, name: &str, verb: Verb, value: Value) {
    let key = known(fields, name);
    match (verb, fields.get_mut(&key), value) {
        // Okta and Entra ID name the members to be removed in the value instead of the path.
        (Verb::Remove, Some(Value::Array(all)), Value::Array(named)) if !named.is_empty() => {
            all.retain(|element| !named.iter().any(|one| same(one, element)));
        }
        (Verb::Remove, ..) => drop(fields.remove(&key)),
        (Verb::Add, Some(Value::Array(all)), Value::Array(more)) => {
            for one in more {
                if !all.iter().any(|element| same(&one, element)) {
                    all.push(one);
                }
            }
        }
        (Verb::Add, Some(Value::Array(all)), one @ Value::Object(_)) => {
            if !all.iter().any(|element| same(&one, element)) {
                all.push(one);
            }
        }
        (_, Some(Value::Object(old)), Value::Object(parts)) => {
            for (part, value) in parts {
                let part = known(old, &part);
                old.insert(part, value);
            }
        }
        (_, _, Value::Null) => drop(fields.remove(&key)),
        (_, _, value) => drop(fields.insert(key, value)),
    }
}

/// Whether two elements mean the same: by their `value` where both have one.
fn same(one: &Value, other: &Value) -> bool {
    let value = |element: &Value| element.as_object().and_then(|fields| get(fields, "value")).cloned();
    match (value(one), value(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// The fields of an extension, or the resource's own.
fn extension<'a>(
    resource: &'a mut Map<String, Value>,
    uri: Option<&str>,
) -> Result<&'a mut Map<String, Value>, Refusal> {
    let Some(uri) = uri.filter(|uri| uri.contains(":extension:")) else { return Ok(resource) };
    let fields = resource.entry(uri).or_insert_with(empty).as_object_mut();
    fields.ok_or_else(|| Refusal::bad("invalidPath", format!("{uri} has no parts.")))
}

/// The name as the resource has it, whatever the case.
fn known(fields: &Map<String, Value>, name: &str) -> String {
    fields.keys().find(|key| key.eq_ignore_ascii_case(name)).cloned().unwrap_or_else(|| name.to_owned())
}

fn empty() -> Value {
    Value::Object(Map::new())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patched(resource: Value, operations: Value) -> Result<Value, Refusal> {
        let patch = serde_json::from_value(json!({ "Operations": operations })).unwrap();
        let mut fields = resource.as_object().unwrap().clone();
        apply(&mut fields, patch).map(|()| Value::Object(fields))
    }

    #[track_caller]
    fn becomes(resource: Value, operations: Value, wanted: Value) {
        assert_eq!(patched(resource, operations).unwrap(), wanted);
    }

    #[test]
    fn what_entra_id_sends() {
        let before = json!({ "active": true, "emails": [{ "type": "work", "value": "a@x.example" }] });
        let operations = json!([
            { "op": "Replace", "path": "active", "value": "False" },
            { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b@x.example" },
            { "op": "Add", "path": "name.givenName", "value": "Ada" },
            { "op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "IT" },
        ]);
        becomes(
            before,
            operations,
            json!({
                "active": "False", "emails": [{ "type": "work", "value": "b@x.example" }], "name": { "givenName": "Ada" },
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "IT" },
            }),
        );
        let first =
            json!([{ "op": "Add", "path": "emails[type eq \"work\"].value", "value": "a@x.example" }]);
        becomes(json!({}), first, json!({ "emails": [{ "type": "work", "value": "a@x.example" }] }));
        let two = json!({ "members": [{ "value": "1" }, { "value": "2" }] });
        let named = json!([{ "op": "Remove", "path": "members", "value": [{ "value": "1" }] }]);
        becomes(two.clone(), named, json!({ "members": [{ "value": "2" }] }));
        let filtered = json!([{ "op": "remove", "path": "members[value eq \"2\"]" }]);
        becomes(two, filtered, json!({ "members": [{ "value": "1" }] }));
    }

    #[test]
    fn what_okta_sends() {
        becomes(
            json!({ "active": true, "name": { "familyName": "L" } }),
            json!([{ "op": "replace", "value": { "active": false, "name.givenName": "Ada" } }]),
            json!({ "active": false, "name": { "familyName": "L", "givenName": "Ada" } }),
        );
        becomes(
            json!({ "displayName": "Crew", "members": [{ "value": "1", "display": "Ada" }] }),
            json!([
                { "op": "replace", "value": { "id": "9", "displayName": "Staff" } },
                { "op": "add", "path": "members", "value": [{ "value": "1" }, { "value": "2" }] },
            ]),
            json!({ "id": "9", "displayName": "Staff", "members": [{ "value": "1", "display": "Ada" }, { "value": "2" }] }),
        );
    }

    #[test]
    fn names_are_the_same_in_any_case_and_null_clears() {
        becomes(
            json!({ "userName": "a", "title": "b" }),
            json!([{ "op": "REPLACE", "path": "USERNAME", "value": "c" }, { "op": "replace", "path": "title", "value": null }]),
            json!({ "userName": "c" }),
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for operations in [
            json!([{ "op": "move", "path": "a", "value": 1 }]),
            json!([{ "op": "remove" }]),
            json!([{ "op": "add", "value": 1 }]),
            json!([{ "op": "add", "path": "a[", "value": 1 }]),
            json!([{ "op": "replace", "path": "title[a eq 1].b", "value": 1 }]),
            json!([{ "op": "replace", "path": "emails[value co \"x\"].type", "value": "home" }]),
            json!([{ "op": "add", "path": "title.part", "value": 1 }]),
        ] {
            assert!(patched(json!({ "title": "x" }), operations.clone()).is_err(), "{operations}");
        }
    }
}
