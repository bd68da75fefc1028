//! The operations that the served API document lists.

use reqwest::Method;
use serde_json::Value;

use crate::app::TestApp;

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// The path with its `{parameters}`.
    pub path: String,
    /// What the caller has to be allowed to do; `member`, `signed_in` and `device` need no permission.
    pub permission: Option<String>,
    /// What it leaves in the audit log.
    pub audit: Vec<String>,
    /// Whether it needs a session.
    pub signed_in: bool,
    /// Whether it takes keys and tokens, too.
    pub takes_tokens: bool,
    /// The type of its body, if it takes one.
    pub body: Option<String>,
}

impl Operation {
    /// The names of the path's parameters.
    pub fn parameters(&self) -> Vec<&str> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.split('}').next()).collect()
    }

    /// The permission, if it needs more than a session or a membership.
    pub fn guarded_by(&self) -> Option<&str> {
        self.permission.as_deref().filter(|name| !["member", "signed_in", "device"].contains(name))
    }

    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }
}

/// Every operation of the document as a client gets it.
pub async fn operations(app: &TestApp) -> Vec<Operation> {
    let document = app.guest().get("/api/v1/openapi.json").await.expect(200).json();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations.push(read(path, method, operation));
        }
    }
    assert!(operations.len() > 60, "the document was read: {}", operations.len());
    operations
}

fn read(path: &str, method: &str, operation: &Value) -> Operation {
    let texts = |value: &Value| {
        let items = value.as_array().into_iter().flatten();
        items.map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let body = operation["requestBody"]["content"].as_object();
    Operation {
        id: operation["operationId"].as_str().unwrap().to_owned(),
        method: method.to_uppercase().parse().unwrap(),
        path: path.to_owned(),
        permission: operation["x-permission"].as_str().map(str::to_owned),
        audit: texts(&operation["x-audit"]),
        signed_in: operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty()),
        takes_tokens: operation["security"]
            .as_array()
            .is_some_and(|schemes| schemes.iter().any(|scheme| scheme.get("bearer").is_some())),
        body: body.and_then(|content| content.keys().next().cloned()),
    }
}
