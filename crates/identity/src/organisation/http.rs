//! `/api/v1/organisations`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{
    ApiRouter, App, Checked, Json, OrgScope, Problem, SignedIn, correlation, patch, routes, rules,
};
use kernel::{CorrelationId, Email, Locale, LocalizedText, OrgId, Slug, perm};
use serde::Deserialize;
use store::Actor;
use utoipa::ToSchema;

use super::{Organisation, Profile};

/// The operations on organisations.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(create_organisation))
        .routes(routes!(get_organisation, update_organisation))
}

/// A new organisation.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationIn {
    /// Its name.
    #[garde(custom(rules::filled_line(200)))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its part of the address.
    #[garde(skip)]
    pub slug: Slug,
    /// Where guests turn to with questions.
    #[garde(skip)]
    pub contact_email: Email,
    /// The languages of its pages, 1 to 20; the first is the main one.
    #[garde(custom(languages))]
    pub locales: Vec<Locale>,
}

/// Changes of an organisation; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationPatch {
    /// Its name.
    #[garde(inner(custom(rules::filled_line(200))))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// Where guests turn to with questions.
    #[garde(skip)]
    pub contact_email: Option<Email>,
    /// Its own site; null removes it.
    #[garde(inner(inner(custom(rules::web_address))))]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 2000)]
    pub website: Option<Option<String>>,
    /// About it in Markdown, at most 20 000 characters each.
    #[garde(inner(custom(rules::localized_lines(20_000))))]
    pub about: Option<LocalizedText>,
    /// The languages of its pages, 1 to 20; the first is the main one.
    #[garde(inner(custom(languages)))]
    pub locales: Option<Vec<Locale>>,
}

impl OrganisationPatch {
    fn apply(self, profile: &mut Profile) {
        let Self { name, contact_email, website, about, locales } = self;
        profile.name = name.map_or_else(|| profile.name.clone(), |name| name.trim().to_owned());
        profile.contact_email = contact_email.unwrap_or_else(|| profile.contact_email.clone());
        profile.website = website.unwrap_or_else(|| profile.website.clone());
        profile.about = about.unwrap_or_else(|| profile.about.clone());
        profile.locales = locales.unwrap_or_else(|| profile.locales.clone());
    }
}

fn languages(locales: &[Locale], (): &()) -> garde::Result {
    let twice = locales.iter().enumerate().any(|(place, locale)| locales[..place].contains(locale));
    if twice || !(1..=20).contains(&locales.len()) {
        return Err(garde::Error::new("takes 1 to 20 different languages"));
    }
    Ok(())
}

/// Create an organisation, owned by the caller
#[utoipa::path(post, path = "/api/v1/organisations", tag = "identity", security(("session" = [])),
    request_body = OrganisationIn, responses((status = 201, description = "The organisation", body = Organisation)),
    extensions(("x-permission" = json!("signed_in")), ("x-audit" = json!(["organisation.created"]))))]
async fn create_organisation(
    State(app): State<App>,
    signed_in: SignedIn,
    Checked(body): Checked<OrganisationIn>,
) -> Result<(StatusCode, Json<Organisation>), Problem> {
    let now = app.now();
    let correlation = correlation::current().unwrap_or_else(|| CorrelationId::new(now, &app.chance));
    let cx = app.cx(OrgId::new(now, &app.chance), Actor::Person(signed_in.person), correlation);
    let profile = Profile {
        name: body.name.trim().to_owned(),
        contact_email: body.contact_email,
        website: None,
        about: LocalizedText::default(),
        locales: body.locales,
    };
    let organisation = super::create(&cx, signed_in.person, body.slug, profile).await?;
    Ok((StatusCode::CREATED, Json(organisation)))
}

/// One organisation
#[utoipa::path(get, path = "/api/v1/organisations/{org}", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The organisation", body = Organisation)),
    extensions(("x-permission" = json!("member"))))]
async fn get_organisation(scope: OrgScope<perm::Member>) -> Result<Json<Organisation>, Problem> {
    Ok(Json(super::get(&scope.cx).await?))
}

/// Change an organisation
#[utoipa::path(patch, path = "/api/v1/organisations/{org}", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = OrganisationPatch,
    responses((status = 200, description = "The organisation as it is now", body = Organisation)),
    extensions(("x-permission" = json!("organisation.edit")), ("x-audit" = json!(["organisation.updated"]))))]
async fn update_organisation(
    scope: OrgScope<perm::OrganisationEdit>,
    Checked(body): Checked<OrganisationPatch>,
) -> Result<Json<Organisation>, Problem> {
    Ok(Json(super::update(&scope.cx, |profile| body.apply(profile)).await?))
}
