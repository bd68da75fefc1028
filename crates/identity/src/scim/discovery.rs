//! What we can do, as RFC 7643 §5 to §7 have it.

use serde_json::{Value, json};

/// The type of every body (RFC 7644 §3.1).
pub(super) const MEDIA_TYPE: &str = "application/scim+json";

pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

pub(super) fn service(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": 200 },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "Bearer token", "primary": true,
            "description": "The token that the admin's page on single sign-on makes",
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

pub(super) fn resource_types(base: &str) -> Vec<Value> {
    let kind = |name: &str, schema: &str| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name, "name": name, "endpoint": format!("/{name}s"), "schema": schema,
            "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}") },
        })
    };
    vec![kind("User", USER), kind("Group", GROUP)]
}

pub(super) fn schemas(base: &str) -> Vec<Value> {
    let text = |name: &str, required: bool, uniqueness: &str| attribute(name, "string", required, uniqueness);
    let plain = |name: &str| text(name, false, "none");
    let mut emails = attribute("emails", "complex", false, "none");
    emails["multiValued"] = json!(true);
    emails["subAttributes"] =
        json!([plain("value"), plain("type"), attribute("primary", "boolean", false, "none")]);
    let mut name = attribute("name", "complex", false, "none");
    name["subAttributes"] = json!([plain("formatted"), plain("givenName"), plain("familyName")]);
    let mut members = attribute("members", "complex", false, "none");
    members["multiValued"] = json!(true);
    members["subAttributes"] = json!([plain("value"), plain("display")]);
    let user = json!([
        text("userName", true, "server"),
        plain("externalId"),
        plain("displayName"),
        name,
        emails,
        attribute("active", "boolean", false, "none"),
    ]);
    let group = json!([text("displayName", true, "server"), plain("externalId"), members]);
    vec![schema(base, USER, "User", user), schema(base, GROUP, "Group", group)]
}

fn schema(base: &str, id: &str, name: &str, attributes: Value) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": id, "name": name, "attributes": attributes,
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
    })
}

fn attribute(name: &str, kind: &str, required: bool, uniqueness: &str) -> Value {
    json!({
        "name": name, "type": kind, "multiValued": false, "required": required, "caseExact": false,
        "mutability": "readWrite", "returned": "default", "uniqueness": uniqueness,
    })
}
