//! The parts of the OpenAPI document that every operation shares.

use utoipa::openapi::{
    Content, OpenApi, PathItem, Ref, RefOr, Response,
    path::{Operation, Parameter, ParameterIn},
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};

/// Problems any operation may answer with, besides the ones it declares.
const EVERYWHERE: [(&str, &str); 6] = [
    ("400", "The request can't be read"),
    ("414", "The address is too long"),
    ("429", "Too many requests: wait as long as `Retry-After` tells"),
    ("431", "The headers are too large"),
    ("500", "Something failed on our side"),
    ("503", "Too busy or stopping; try again"),
];

/// Problems of operations that need a session.
const SIGNED_IN: [(&str, &str); 3] = [
    ("401", "Sign in first"),
    ("403", "The permission is missing, or the request came from elsewhere"),
    ("404", "No such thing, or no access to it"),
];

/// Problems of operations that change something.
const WRITES: [(&str, &str); 2] =
    [("409", "It clashes with the present state"), ("422", "Some fields can't be taken")];

/// Problems of operations with a body.
const WITH_BODY: [(&str, &str); 4] = [
    ("408", "The body came too slowly"),
    ("413", "The body is too large"),
    ("415", "The body has to be of the declared type"),
    ("422", "Some fields can't be taken"),
];

/// Adds the shared problem responses and the security schemes to every operation. What needs more than a session takes
/// keys and tokens, too, unless it is marked `x-people-only`.
pub fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let cookie = ApiKeyValue::with_description("tessera_session", "The session of a signed-in person");
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API key (`tsk_…`) or an access token"));
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    for item in document.paths.paths.values_mut() {
        for (writes, operation) in operations(item) {
            take_tokens(operation);
            let signed_in = operation.security.as_ref().is_some_and(|s| !s.is_empty());
            let has_path = operation.parameters.as_ref().is_some_and(|p| !p.is_empty());
            let asks = operation.parameters.iter().flatten().any(in_query);
            let with_body = operation.request_body.is_some();
            add(operation, &EVERYWHERE);
            if signed_in {
                add(operation, &SIGNED_IN);
            }
            if has_path {
                add(operation, &SIGNED_IN[2..]);
            }
            if with_body {
                add(operation, &WITH_BODY);
            }
            if writes {
                add(operation, &WRITES);
            }
            if asks {
                add(operation, &WITH_BODY[2..]);
            }
        }
    }
}

fn take_tokens(operation: &mut Operation) {
    let extension = |name: &str| operation.extensions.as_ref().and_then(|all| all.get(name));
    let people_only = extension("x-people-only").is_some()
        || extension("x-permission").is_some_and(|permission| permission == "signed_in");
    if let Some(security) = operation.security.as_mut().filter(|s| !s.is_empty() && !people_only) {
        security.push(SecurityRequirement::new("bearer", [""; 0]));
    }
}

fn in_query(parameter: &RefOr<Parameter>) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
}

/// The operations of a path, and whether they change something.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let writes = [&mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
    let all = std::iter::once((false, &mut item.get)).chain(writes.map(|operation| (true, operation)));
    all.filter_map(|(writes, operation)| Some((writes, operation.as_mut()?)))
}

fn add(operation: &mut Operation, problems: &[(&str, &str)]) {
    for (status, description) in problems {
        let schema = Ref::from_schema_name("Problem");
        let content = Content::builder().schema(Some(schema)).build();
        let response = Response::builder()
            .description(*description)
            .content("application/problem+json", content)
            .build();
        operation.responses.responses.entry((*status).to_owned()).or_insert_with(|| response.into());
    }
}
