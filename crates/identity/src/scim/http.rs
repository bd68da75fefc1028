//! `/scim/v2/{org}`: the protocol. It describes itself (RFC 7643 §5 to §7), and so is no part of the API document.

use axum::{
    Router,
    body::Bytes,
    extract::{FromRef, FromRequestParts, Path, Query},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::Response,
    routing::get,
};
use httpkit::{App, erased};
use kernel::OrgId;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use store::{Actor, Cx};
use uuid::Uuid;

use super::{
    discovery,
    error::{Refusal, answer},
    group,
    patch::Patch,
    resource::ListQuery,
    token, user,
};
use crate::invitation;

/// The protocol's addresses.
pub fn pages() -> Router<App> {
    Router::new()
        .route("/scim/v2/{org}/ServiceProviderConfig", get(erased(service)))
        .route("/scim/v2/{org}/ResourceTypes", get(erased(resource_types)))
        .route("/scim/v2/{org}/ResourceTypes/{id}", get(erased(resource_type)))
        .route("/scim/v2/{org}/Schemas", get(erased(schemas)))
        .route("/scim/v2/{org}/Schemas/{id}", get(erased(schema)))
        .route("/scim/v2/{org}/Users", get(erased(list_users)).post(erased(create_user)))
        .route(
            "/scim/v2/{org}/Users/{id}",
            get(erased(get_user))
                .put(erased(replace_user))
                .patch(erased(patch_user))
                .delete(erased(delete_user)),
        )
        .route("/scim/v2/{org}/Groups", get(erased(list_groups)).post(erased(create_group)))
        .route(
            "/scim/v2/{org}/Groups/{id}",
            get(erased(get_group))
                .put(erased(replace_group))
                .patch(erased(patch_group))
                .delete(erased(delete_group)),
        )
}

/// Where an organisation's resources are, on this site.
pub(super) fn base(org: OrgId) -> String {
    format!("/scim/v2/{org}")
}

/// The provider of an organisation, proven by its token. Without one nothing is there, known organisation or not.
struct Provisioner {
    cx: Cx,
    base: String,
}

#[derive(Deserialize)]
struct OrgPath {
    org: String,
}

#[derive(Deserialize)]
struct OnePath {
    id: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Provisioner
where
    App: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let app = App::from_ref(state);
        let nobody = || Refusal::new(StatusCode::UNAUTHORIZED, "The token is missing or wrong.");
        let path = <Path<OrgPath> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        let org: OrgId = path.ok().and_then(|path| path.org.parse().ok()).ok_or_else(nobody)?;
        let sent = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = sent.and_then(|text| text.split_once(' ')).ok_or_else(nobody)?;
        let cx = invitation::http::context(&app, org, Actor::Provider);
        if !scheme.eq_ignore_ascii_case("bearer") || !token::is_right(&cx, token.trim()).await? {
            return Err(nobody());
        }
        Ok(Self { cx, base: app.settings.url(&base(org)) })
    }
}

/// The id in the path; what can't be one is nobody's.
struct Id(Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = <Path<OnePath> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        path.ok().and_then(|path| path.id.parse().ok()).map(Self).ok_or_else(|| Refusal::missing("resource"))
    }
}

/// What a list is asked for; what can't be read is refused in the protocol's words.
struct Listing(ListQuery);

impl<S: Send + Sync> FromRequestParts<S> for Listing {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query = <Query<ListQuery> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        query.map(|query| Self(query.0)).map_err(|_| Refusal::bad("invalidValue", "The query can't be read."))
    }
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::bad("invalidSyntax", "The body can't be read."))
}

fn list_of(items: Vec<Value>) -> Response {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": items.len(),
        "startIndex": 1, "itemsPerPage": items.len(), "Resources": items,
    });
    answer(StatusCode::OK, &body)
}

fn one_of(items: Vec<Value>, field: &str, wanted: &str) -> Result<Response, Refusal> {
    let found = items.into_iter().find(|item| item[field] == wanted);
    found.map(|item| answer(StatusCode::OK, &item)).ok_or_else(|| Refusal::missing("resource"))
}

async fn service(by: Provisioner) -> Response {
    answer(StatusCode::OK, &discovery::service(&by.base))
}

async fn resource_types(by: Provisioner) -> Response {
    list_of(discovery::resource_types(&by.base))
}

async fn resource_type(by: Provisioner, Path(path): Path<OnePath>) -> Result<Response, Refusal> {
    one_of(discovery::resource_types(&by.base), "id", &path.id)
}

async fn schemas(by: Provisioner) -> Response {
    list_of(discovery::schemas(&by.base))
}

async fn schema(by: Provisioner, Path(path): Path<OnePath>) -> Result<Response, Refusal> {
    one_of(discovery::schemas(&by.base), "id", &path.id)
}

async fn list_users(by: Provisioner, Listing(query): Listing) -> Result<Response, Refusal> {
    query.page(user::list(&by.cx, &query).await?, &by.base)
}

async fn create_user(by: Provisioner, Listing(query): Listing, body: Bytes) -> Result<Response, Refusal> {
    let fields: Map<String, Value> = read(&body)?;
    Ok(user::create(&by.cx, fields).await?.respond(StatusCode::CREATED, &by.base, &query))
}

async fn get_user(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(user::get(&by.cx, id).await?.respond_if_new(&headers, &by.base, &query))
}

async fn replace_user(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let changed = user::replace(&by.cx, id, &headers, read(&body)?).await?;
    Ok(changed.respond(StatusCode::OK, &by.base, &query))
}

async fn patch_user(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let changed = user::patch(&by.cx, id, &headers, read::<Patch>(&body)?).await?;
    Ok(changed.respond(StatusCode::OK, &by.base, &query))
}

async fn delete_user(by: Provisioner, Id(id): Id, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    user::delete(&by.cx, id, &headers).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn list_groups(by: Provisioner, Listing(query): Listing) -> Result<Response, Refusal> {
    query.page(group::list(&by.cx).await?, &by.base)
}

async fn create_group(by: Provisioner, Listing(query): Listing, body: Bytes) -> Result<Response, Refusal> {
    let fields: Map<String, Value> = read(&body)?;
    Ok(group::create(&by.cx, fields).await?.respond(StatusCode::CREATED, &by.base, &query))
}

async fn get_group(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    Ok(group::get_one(&by.cx, id).await?.respond_if_new(&headers, &by.base, &query))
}

async fn replace_group(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let changed = group::replace(&by.cx, id, &headers, read(&body)?).await?;
    Ok(changed.respond(StatusCode::OK, &by.base, &query))
}

async fn patch_group(
    by: Provisioner,
    Id(id): Id,
    Listing(query): Listing,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let changed = group::patch(&by.cx, id, &headers, read::<Patch>(&body)?).await?;
    Ok(changed.respond(StatusCode::OK, &by.base, &query))
}

async fn delete_group(by: Provisioner, Id(id): Id, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    group::delete(&by.cx, id, &headers).await?;
    Ok(StatusCode::NO_CONTENT)
}
