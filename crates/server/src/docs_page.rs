//! The API as people read it: one page made of the OpenAPI document, and the list of error codes. No script.

use std::sync::LazyLock;

use axum::{
    Router,
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use httpkit::App;
use minijinja::{Environment, context, value::Serde};
use serde::Serialize;
use serde_json::Value;

use crate::openapi;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
const STYLE: &str = include_str!("docs_page/docs.css");
const PAGE: &str = include_str!("docs_page/docs.html");
const ERRORS: &str = include_str!("../../../docs/errors.md");

/// `/docs`, `/docs/errors` and their style sheet.
pub fn router() -> Router<App> {
    Router::new()
        .route("/docs", get(async || page(&API)))
        .route("/docs/errors", get(async || page(&ERROR_CODES)))
        .route("/docs/style.css", get(style))
}

static API: LazyLock<String> = LazyLock::new(|| render_api().unwrap_or_else(|error| error.to_string()));
static ERROR_CODES: LazyLock<String> =
    LazyLock::new(|| render_errors().unwrap_or_else(|error| error.to_string()));

async fn style() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, STYLE).into_response()
}

fn page(html: &'static LazyLock<String>) -> Response {
    let headers = [(header::CONTENT_SECURITY_POLICY, POLICY), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, Html(html.as_str())).into_response()
}

/// A group of operations.
#[derive(Serialize)]
struct Group {
    name: String,
    text: String,
    operations: Vec<Operation>,
}

/// One operation.
#[derive(Serialize)]
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    signed_in: bool,
    parameters: Vec<Field>,
    body: Option<String>,
    answers: Vec<Field>,
}

/// A name with what it means.
#[derive(Serialize)]
struct Field {
    name: String,
    place: String,
    kind: String,
    text: String,
    required: bool,
}

/// A type of the document.
#[derive(Serialize)]
struct Schema {
    name: String,
    text: String,
    fields: Vec<Field>,
    values: Vec<String>,
}

fn render_api() -> Result<String, minijinja::Error> {
    let document = serde_json::to_value(openapi::document()).unwrap_or_default();
    let page = context! {
        title => "API",
        intro => text(&document["info"]["description"]),
        groups => Serde(groups(&document)),
        schemas => Serde(schemas(&document)),
    };
    environment()?.get_template("docs.html")?.render(page)
}

fn render_errors() -> Result<String, minijinja::Error> {
    let mut html = String::new();
    let parser = pulldown_cmark::Parser::new_ext(ERRORS, pulldown_cmark::Options::ENABLE_TABLES);
    pulldown_cmark::html::push_html(&mut html, parser);
    environment()?.get_template("docs.html")?.render(context! { title => "Error codes", html => html })
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("docs.html", PAGE)?;
    Ok(environment)
}

fn groups(document: &Value) -> Vec<Group> {
    let tags = document["tags"].as_array().into_iter().flatten();
    let group = |tag: &Value| Group {
        name: text(&tag["name"]),
        text: text(&tag["description"]),
        operations: operations(document, &text(&tag["name"])),
    };
    tags.map(group).filter(|group| !group.operations.is_empty()).collect()
}

fn operations(document: &Value, tag: &str) -> Vec<Operation> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        item.as_object().into_iter().flatten().map(move |(method, operation)| (path, method, operation))
    });
    all.filter(|(_, _, operation)| operation["tags"][0] == tag)
        .map(|(path, method, operation)| Operation {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.clone(),
            summary: [text(&operation["summary"]), text(&operation["description"])]
                .join(" ")
                .trim()
                .to_owned(),
            signed_in: operation["security"].as_array().is_some_and(|security| !security.is_empty()),
            parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
            body: operation["requestBody"]["content"]
                .as_object()
                .and_then(|content| content.iter().next())
                .map(|(media, body)| match kind(&body["schema"]) {
                    schema if schema.is_empty() => media.clone(),
                    schema => schema,
                }),
            answers: operation["responses"].as_object().into_iter().flatten().map(answer).collect(),
        })
        .collect()
}

fn parameter(parameter: &Value) -> Field {
    Field {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        text: text(&parameter["description"]),
        required: parameter["required"] == true,
    }
}

fn answer((status, answer): (&String, &Value)) -> Field {
    let content = answer["content"].as_object().and_then(|content| content.values().next());
    Field {
        name: status.clone(),
        place: String::new(),
        kind: content.map(|content| kind(&content["schema"])).unwrap_or_default(),
        text: text(&answer["description"]),
        required: false,
    }
}

fn schemas(document: &Value) -> Vec<Schema> {
    let all = document["components"]["schemas"].as_object().into_iter().flatten();
    all.map(|(name, schema)| Schema {
        name: name.clone(),
        text: text(&schema["description"]),
        fields: fields(schema),
        values: schema["enum"].as_array().into_iter().flatten().map(text).collect(),
    })
    .collect()
}

/// The fields of an object, those of flattened parts included.
fn fields(schema: &Value) -> Vec<Field> {
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|r| r == name));
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, property)| Field {
        name: name.clone(),
        place: String::new(),
        kind: kind(property),
        text: text(&property["description"]),
        required: required(name),
    });
    let parts = schema["allOf"].as_array().into_iter().flatten();
    own.chain(parts.flat_map(|part| match part["$ref"].as_str() {
        Some(reference) => vec![Field {
            name: "…".to_owned(),
            place: String::new(),
            kind: kind(part),
            text: format!("and the fields of {}", name_of(reference)),
            required: true,
        }],
        None => fields(part),
    }))
    .collect()
}

/// A type in one or two words; names of other types stay recognisable by their capital.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return name_of(reference);
    }
    if let Some(choices) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        let kinds: Vec<String> = choices.iter().map(kind).collect();
        return kinds.join(" or ");
    }
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        Value::String(name) if name == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(name) => match schema["format"].as_str() {
            Some(format) => format!("{name} ({format})"),
            None => name.clone(),
        },
        _ => String::new(),
    }
}

fn name_of(reference: &str) -> String {
    reference.rsplit('/').next().unwrap_or(reference).to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
