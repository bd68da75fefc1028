//! The schema of the configuration file (JSON Schema, 2020-12), for editors that complete and check it.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use super::{Config, DEFAULTS};

/// The schema as it is committed: the types of the keys, with the defaults and the words of `config.default.toml`.
pub fn json() -> Result<String> {
    let mut definitions = Vec::new();
    Config::schemas(&mut definitions);
    let definitions: Map<String, Value> = definitions
        .into_iter()
        .map(|(name, schema)| Ok((name, serde_json::to_value(schema)?)))
        .collect::<Result<_>>()?;
    let mut schema = serde_json::to_value(Config::schema())?;
    let defaults: Value = serde_json::to_value(toml::from_str::<toml::Table>(DEFAULTS)?)?;
    complete(&mut schema, "", &definitions, &defaults)?;
    let mut document = Map::new();
    document.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    document.insert("title".to_owned(), json!("Tessera's configuration"));
    if let Value::Object(fields) = schema {
        document.extend(fields);
    }
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// Puts what a reference names in its place, and a default and its words beside every key. Every key has a default, so
/// none is required.
fn complete(schema: &mut Value, key: &str, definitions: &Map<String, Value>, default: &Value) -> Result<()> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let target = definitions.get(name).with_context(|| format!("no schema {name}"))?.clone();
        let words = schema.get("description").cloned();
        *schema = target;
        if let Some(words) = words {
            schema["description"] = words;
        }
    }
    let fields = schema.as_object_mut().with_context(|| format!("{key} has no schema"))?;
    fields.remove("required");
    match fields.get_mut("properties") {
        Some(Value::Object(properties)) => {
            for (name, property) in properties {
                let path = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                let default = default.get(name).with_context(|| format!("{path} has no default"))?;
                complete(property, &path, definitions, default)?;
            }
        }
        _ => {
            fields.insert("default".to_owned(), default.clone());
            if let Some(words) = words_about(key) {
                fields.insert("description".to_owned(), json!(words));
            }
        }
    }
    Ok(())
}

/// The comment above a key in `config.default.toml`.
fn words_about(key: &str) -> Option<String> {
    let (section, name) = key.rsplit_once('.')?;
    let lines = DEFAULTS.lines().skip_while(|line| *line != format!("[{section}]")).skip(1);
    let mut words = Vec::new();
    for line in lines.take_while(|line| !line.starts_with('[')) {
        match line.strip_prefix("# ") {
            Some(comment) => words.push(comment),
            None if line.starts_with(&format!("{name} = ")) => break,
            None => words.clear(),
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}
