//! Filters (RFC 7644 §3.4.2.2), evaluated on resources as the provider sees them.

use std::cmp::Ordering;

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter, ValFilter};
use serde_json::{Map, Value};

use super::error::Refusal;

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Filter, Refusal> {
    text.parse().map_err(|_| Refusal::bad("invalidFilter", "The filter can't be read."))
}

/// The user name or external id that a filter asks for and nothing else: what providers ask before every change.
pub(super) fn exactly<'a>(filter: &'a Filter, attribute: &str) -> Option<&'a str> {
    match filter {
        Filter::Attr(AttrExp::Comparison(path, CompareOp::Eq, CompValue::Str(text)))
            if path.sub_attr.is_none() && path.name.eq_ignore_ascii_case(attribute) =>
        {
            Some(text)
        }
        _ => None,
    }
}

/// Whether a resource fits.
pub(super) fn fits(filter: &Filter, resource: &Map<String, Value>) -> bool {
    match filter {
        Filter::Attr(expression) => attribute_fits(expression, resource),
        Filter::ValuePath(path) => elements(&find(resource, &path.attr))
            .any(|element| element.as_object().is_some_and(|element| value_fits(&path.filter, element))),
        Filter::Not(inner) => !fits(inner, resource),
        Filter::And(all) => all.as_slice().iter().all(|one| fits(one, resource)),
        Filter::Or(any) => any.as_slice().iter().any(|one| fits(one, resource)),
    }
}

/// Whether an element of a list fits what stands in brackets.
pub(super) fn value_fits(filter: &ValFilter, element: &Map<String, Value>) -> bool {
    match filter {
        ValFilter::Attr(expression) => attribute_fits(expression, element),
        ValFilter::Not(inner) => !value_fits(inner, element),
        ValFilter::And(all) => all.as_slice().iter().all(|one| value_fits(one, element)),
        ValFilter::Or(any) => any.as_slice().iter().any(|one| value_fits(one, element)),
    }
}

fn attribute_fits(expression: &AttrExp, resource: &Map<String, Value>) -> bool {
    match expression {
        AttrExp::Present(path) => find(resource, path).iter().any(|value| is_present(value)),
        AttrExp::Comparison(path, operator, wanted) => {
            let found = find(resource, path);
            match operator {
                CompareOp::Ne => !elements(&found).any(|value| compares(value, &CompareOp::Eq, wanted)),
                other => elements(&found).any(|value| compares(value, other, wanted)),
            }
        }
    }
}

/// What a path leads to. A list without a sub-attribute means the `value` of its elements (RFC 7644 §3.4.2.2).
fn find<'a>(resource: &'a Map<String, Value>, path: &AttrPath) -> Vec<&'a Value> {
    let extension = path.uri.as_deref().and_then(|uri| get(resource, uri)).and_then(Value::as_object);
    let Some(top) = get(extension.unwrap_or(resource), &path.name) else { return Vec::new() };
    let Some(sub) = path.sub_attr.as_deref() else { return vec![top] };
    match top {
        Value::Object(fields) => get(fields, sub).into_iter().collect(),
        Value::Array(all) => {
            all.iter().filter_map(Value::as_object).filter_map(|fields| get(fields, sub)).collect()
        }
        _ => Vec::new(),
    }
}

/// The elements of lists, one by one; what is compared of an object is its `value`.
fn elements<'a>(found: &'a [&'a Value]) -> impl Iterator<Item = &'a Value> {
    found.iter().flat_map(|value| match value {
        Value::Array(all) => all.iter().collect::<Vec<_>>(),
        one => vec![*one],
    })
}

/// Names of attributes are the same in any case (RFC 7643 §2.1).
pub(super) fn get<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields
        .get(name)
        .or_else(|| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        _ => true,
    }
}

fn compares(value: &Value, operator: &CompareOp, wanted: &CompValue) -> bool {
    let value = value.as_object().and_then(|fields| get(fields, "value")).unwrap_or(value);
    match (value, wanted) {
        (Value::String(text), CompValue::Str(wanted)) => texts(text, operator, wanted),
        (Value::Bool(truth), CompValue::True) => *operator == CompareOp::Eq && *truth,
        (Value::Bool(truth), CompValue::False) => *operator == CompareOp::Eq && !*truth,
        // Entra ID writes truth as text.
        (Value::Bool(truth), CompValue::Str(text)) => {
            *operator == CompareOp::Eq && text.eq_ignore_ascii_case(&truth.to_string())
        }
        (Value::Null, CompValue::Null) => *operator == CompareOp::Eq,
        (Value::Number(number), CompValue::Number(wanted)) => {
            let order = number.as_f64().partial_cmp(&wanted.as_f64());
            order.is_some_and(|order| in_order(order, operator))
        }
        _ => false,
    }
}

/// Texts are compared without case: so are all that are compared here (`caseExact` is false in our schemas).
fn texts(text: &str, operator: &CompareOp, wanted: &str) -> bool {
    let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
    match operator {
        CompareOp::Co => text.contains(&wanted),
        CompareOp::Sw => text.starts_with(&wanted),
        CompareOp::Ew => text.ends_with(&wanted),
        other => in_order(text.cmp(&wanted), other),
    }
}

fn in_order(order: Ordering, operator: &CompareOp) -> bool {
    match operator {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada(filter: &str) -> bool {
        let ada = json!({
            "userName": "Ada@harbour.example", "externalId": "7", "active": true, "title": "",
            "name": { "familyName": "Lovelace" }, "meta": { "lastModified": "2027-03-01T12:00:00Z" },
            "emails": [
                { "type": "work", "value": "ada@harbour.example", "primary": true },
                { "type": "home", "value": "ada@home.example" },
            ],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Engines" },
        });
        fits(&parse(filter).expect(filter), ada.as_object().unwrap())
    }

    #[test]
    fn filters_say_what_the_standard_says() {
        for yes in [
            r#"userName eq "ada@HARBOUR.example""#,
            r#"USERNAME eq "ada@harbour.example""#,
            "externalId pr",
            r#"userName sw "ada""#,
            r#"userName ew ".example""#,
            r#"name.familyName co "love""#,
            "active eq true",
            r#"active eq "True""#,
            r#"emails eq "ada@home.example""#,
            r#"emails.value co "home""#,
            r#"emails[type eq "work" and value ew "harbour.example"]"#,
            r#"emails[type eq "work"] and active eq true"#,
            r#"not (userName eq "bob")"#,
            r#"title pr or active eq true"#,
            r#"nickName ne "x""#,
            r#"meta.lastModified gt "2027-02-01T00:00:00Z""#,
            r#"meta.lastModified le "2027-03-01T12:00:00Z""#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "engines""#,
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ada""#,
        ] {
            assert!(ada(yes), "{yes}");
        }
        for no in [
            r#"userName eq "ada""#,
            "title pr",
            "nickName pr",
            "active eq false",
            r#"active eq "False""#,
            r#"emails[type eq "home" and value ew "harbour.example"]"#,
            r#"not (active eq true)"#,
            r#"externalId gt "8""#,
            r#"userName eq "x" and active eq true"#,
            r#"nickName eq "x""#,
        ] {
            assert!(!ada(no), "{no}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}title pr{}", "(".repeat(100), ")".repeat(100));
        for bad in
            ["", "userName", "userName is \"x\"", "userName eq", "userName eq \"x\" and", "(title pr", &deep]
        {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
