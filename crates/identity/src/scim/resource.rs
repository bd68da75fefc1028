//! What users and groups have in common on the wire.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Instant;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    error::{Refusal, answer},
    filter,
};

/// Resources on a page that asks for more.
const MOST: usize = 200;

/// A user or a group as the provider sees it.
pub(super) struct Resource {
    pub id: Uuid,
    pub version: i64,
    pub kind: &'static str,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Everything but `id` and `meta`.
    pub fields: Map<String, Value>,
}

/// What a list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListQuery {
    pub filter: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
    attributes: Option<String>,
    excluded_attributes: Option<String>,
}

impl Resource {
    /// The resource with `id` and `meta`; `base` is where the organisation's resources are.
    pub(super) fn view(&self, base: &str) -> Map<String, Value> {
        let mut fields = self.fields.clone();
        fields.insert("id".to_owned(), json!(self.id));
        let meta = json!({
            "resourceType": self.kind, "created": self.created_at, "lastModified": self.updated_at,
            "location": format!("{base}/{}s/{}", self.kind, self.id), "version": self.tag(),
        });
        fields.insert("meta".to_owned(), meta);
        fields
    }

    /// The entity tag (RFC 7644 §3.14).
    pub(super) fn tag(&self) -> String {
        format!("W/\"{}\"", self.version)
    }

    /// An answer with this resource.
    pub(super) fn respond(&self, status: StatusCode, base: &str, query: &ListQuery) -> Response {
        let view = query.shorten(self.view(base));
        let mut response = answer(status, &Value::Object(view));
        let headers = response.headers_mut();
        let location = format!("{base}/{}s/{}", self.kind, self.id);
        for (name, text) in [(header::ETAG, self.tag()), (header::LOCATION, location)] {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        }
        response
    }

    /// The same, or 304 if the provider has it already.
    pub(super) fn respond_if_new(&self, headers: &HeaderMap, base: &str, query: &ListQuery) -> Response {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        match known.is_some_and(|tags| names(tags, self.version)) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => self.respond(StatusCode::OK, base, query),
        }
    }
}

/// Refuses changes of a version that is not there any more (RFC 7644 §3.14).
pub(super) fn check_version(headers: &HeaderMap, version: i64) -> Result<(), Refusal> {
    let wanted = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    match wanted {
        Some(tags) if !names(tags, version) => Err(Refusal::new(
            StatusCode::PRECONDITION_FAILED,
            "Somebody has changed it meanwhile. Read it again.",
        )),
        _ => Ok(()),
    }
}

/// Whether a list of entity tags names a version.
fn names(tags: &str, version: i64) -> bool {
    let version = version.to_string();
    tags.split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"') == version)
}

impl ListQuery {
    /// A page of what fits, in the order given (RFC 7644 §3.4.2).
    pub(super) fn page(&self, all: Vec<Resource>, base: &str) -> Result<Response, Refusal> {
        let wanted = self.filter.as_deref().map(filter::parse).transpose()?;
        let views = all.iter().map(|resource| resource.view(base));
        let fitting: Vec<_> =
            views.filter(|view| wanted.as_ref().is_none_or(|wanted| filter::fits(wanted, view))).collect();
        let start = self.start_index.unwrap_or(1).max(1);
        let count = self.count.map_or(MOST, |count| usize::try_from(count).unwrap_or(0).min(MOST));
        let total = fitting.len();
        let skipped = usize::try_from(start - 1).unwrap_or(usize::MAX);
        let page: Vec<Value> = fitting
            .into_iter()
            .skip(skipped)
            .take(count)
            .map(|view| Value::Object(self.shorten(view)))
            .collect();
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": total,
            "startIndex": start, "itemsPerPage": page.len(), "Resources": page,
        });
        Ok(answer(StatusCode::OK, &body))
    }

    /// Leaves out what was not asked for (RFC 7644 §3.9); `id` and `schemas` are always there.
    fn shorten(&self, mut view: Map<String, Value>) -> Map<String, Value> {
        let listed = |list: &Option<String>, name: &str| {
            let list = list.as_deref()?;
            let top = |entry: &str| entry.trim().split(['.']).next().unwrap_or_default().to_owned();
            Some(list.split(',').any(|entry| top(entry).eq_ignore_ascii_case(name)))
        };
        view.retain(|name, _| {
            let always = matches!(name.as_str(), "id" | "schemas");
            always
                || listed(&self.attributes, name).unwrap_or(true)
                    && !listed(&self.excluded_attributes, name).unwrap_or(false)
        });
        view
    }
}
