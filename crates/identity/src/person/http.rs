//! `/api/v1/auth/sign-up` and `/api/v1/me`.

use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Origin, Problem, SignedIn, auth, routes, rules};
use kernel::{Email, Locale, PersonId};
use serde::{Deserialize, Serialize};
use store::Actor;
use utoipa::ToSchema;

use super::{Membership, NewPerson, Person, Proof};
use crate::{Error, invitation, password, session::http::enter};

/// Signing up, asking who one is, and saying how one is called.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(sign_up)).routes(routes!(me, update_me))
}

/// Somebody new.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// How to call them.
    #[garde(custom(rules::filled_line(200)))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where they get mail.
    #[garde(skip)]
    pub email: Email,
    /// What they sign in with: 8 to 200 characters. Without one they add a passkey next.
    #[garde(inner(custom(password::long_enough)))]
    #[schema(min_length = 8, max_length = 200, format = Password)]
    pub password: Option<String>,
    /// What the link of an invitation to this address ends with: then signing up is open, whatever the operator says.
    #[garde(skip)]
    pub invitation: Option<String>,
}

/// Changes of oneself; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPatch {
    /// How to call them.
    #[garde(inner(custom(rules::filled_line(200))))]
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// The language they read: mails about their account are written in it, where it is one that Tessera speaks.
    #[garde(skip)]
    locale: Option<Locale>,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionView {
    /// The person.
    pub person: Person,
    /// The organisations they belong to, by name.
    pub organisations: Vec<Membership>,
    /// The organisation through whose identity provider the session began, by its slug: it opens no other.
    pub sso: Option<String>,
    /// To be sent with every write as `x-csrf-token`.
    pub csrf_token: String,
}

impl SessionView {
    /// Shows the session of `token`, which belongs to `person`.
    pub(crate) async fn load(app: &App, person: PersonId, token: &str) -> Result<Self, Problem> {
        let found = super::with_organisations(&app.db, person).await?;
        let (person, mut organisations) = found.ok_or_else(Problem::unauthenticated)?;
        let sso = app.directory.session(token).await?.and_then(|session| session.sso);
        organisations.retain(|membership| sso.is_none_or(|org| org == membership.id));
        let sso = sso.and(organisations.first()).map(|membership| membership.slug.clone());
        Ok(Self { person, organisations, sso, csrf_token: auth::csrf_token(token) })
    }
}

/// Sign up, and be signed in
#[utoipa::path(post, path = "/api/v1/auth/sign-up", tag = "identity", request_body = SignUp,
    responses((status = 201, description = "Signed in; the session is in the cookie", body = SessionView),
        (status = 403, description = "Signing up is closed, or the invitation is for another address", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "There is no such invitation", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "The invitation has expired", body = Problem,
            content_type = "application/problem+json")))]
async fn sign_up(
    State(app): State<App>,
    jar: CookieJar,
    origin: Origin,
    Checked(body): Checked<SignUp>,
) -> Result<(StatusCode, CookieJar, Json<SessionView>), Problem> {
    match &body.invitation {
        Some(token) => {
            let (org, token) = invitation::opened_by(&app.db, token).await?;
            let cx = invitation::http::context(&app, org, Actor::Guest);
            invitation::vouches_for(&cx, &token, &body.email).await?;
        }
        None if !app.settings.open_sign_up => return Err(Error::SignUpClosed.into()),
        None => {}
    }
    if let Some(password) = &body.password {
        password::refuse_common(password, [body.email.as_str(), body.name.as_str()])?;
    }
    let new = NewPerson { name: body.name.trim().to_owned(), email: body.email, password: body.password };
    let proof = if body.invitation.is_some() { Proof::Given } else { Proof::Asked };
    let person = super::create(&app, app.now(), new, proof).await?;
    let (jar, view) = enter(&app, jar, &origin, person.id).await?;
    Ok((StatusCode::CREATED, jar, view))
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/me", tag = "identity", security(("session" = [])),
    responses((status = 200, description = "The person and their organisations", body = SessionView)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn me(State(app): State<App>, signed_in: SignedIn) -> Result<Json<SessionView>, Problem> {
    Ok(Json(SessionView::load(&app, signed_in.person, &signed_in.token).await?))
}

/// Change how one is called, or which language one reads
#[utoipa::path(patch, path = "/api/v1/me", tag = "identity", security(("session" = [])), request_body = PersonPatch,
    responses((status = 200, description = "The person as they are now, and their organisations", body = SessionView)),
    extensions(("x-permission" = json!("signed_in"))))]
async fn update_me(
    State(app): State<App>,
    signed_in: SignedIn,
    origin: Origin,
    Checked(body): Checked<PersonPatch>,
) -> Result<Json<SessionView>, Problem> {
    let name = body.name.map(|name| name.trim().to_owned());
    super::update(&app, signed_in.person, name, body.locale, &origin).await?;
    Ok(Json(SessionView::load(&app, signed_in.person, &signed_in.token).await?))
}
