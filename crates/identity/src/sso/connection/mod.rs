//! An organisation's connection to its identity provider.

pub mod http;
pub(crate) mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use httpkit::App;
use kernel::{EventGrants, Grant, OrgId, PersonId};
use ports::{KeysError, Purpose, SealedColumn, Whose, sign_on::Registration};
use serde_json::{Value, json};

use crate::{
    Error,
    directory::Memory,
    member,
    role::{Assignment, RoleRef},
    session,
};

/// Groups that a connection may map.
pub const MOST_GROUPS: usize = 200;

/// A group at the provider and the role it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRole {
    /// What the provider calls the group, exactly so.
    pub group: String,
    /// What its members are here.
    pub role: RoleRef,
}

/// What an organisation says about its provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The provider's address.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists groups; a dot leads into an object.
    pub group_claim: Option<String>,
    /// What groups are here; the first that fits counts.
    pub groups: Vec<GroupRole>,
    /// What somebody is whose groups map to nothing.
    pub default_role: Option<RoleRef>,
    /// Whether people of a proven domain join by signing in.
    pub joins: bool,
}

/// A connection as it is kept.
#[derive(Clone)]
pub struct Connection {
    /// What the organisation says.
    pub plan: Plan,
    /// The secret, sealed.
    pub sealed_secret: Option<Vec<u8>>,
    /// Whether members get in through it only.
    pub required: bool,
    /// The owner who always gets in by their own means.
    pub break_glass: Option<PersonId>,
}

/// What becomes of the client's secret.
pub enum Secret {
    /// It stays.
    Keep,
    /// There is none.
    Forget,
    /// It is this one.
    Set(String),
}

impl Secret {
    /// What a body says: absent keeps it, null forgets it.
    pub(crate) fn told(secret: Option<Option<String>>) -> Self {
        match secret {
            None => Self::Keep,
            Some(None) => Self::Forget,
            Some(Some(secret)) => Self::Set(secret),
        }
    }

    /// A new one, sealed.
    pub(crate) async fn sealed(
        &self,
        app: &App,
        org: OrgId,
        purpose: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Set(secret) => Ok(Some(app.ports.keys.seal_for(org, purpose, secret.as_bytes()).await?)),
            Self::Keep | Self::Forget => Ok(None),
        }
    }
}

/// The organisation's connection, if it has one.
pub async fn get(cx: &Cx) -> Result<Option<Connection>, Error> {
    Ok(store::find(&mut cx.read().await?).await?)
}

/// The organisation's connection; without one there is no single sign-on.
pub(crate) async fn required(cx: &Cx) -> Result<Connection, Error> {
    get(cx).await?.ok_or(Error::SsoNotConfigured)
}

/// Sets the connection up, or changes it. Another provider is another world: who people are there is forgotten, and the
/// sessions that began there end.
pub async fn set(app: &App, cx: &Cx, grant: &Grant, plan: Plan, secret: Secret) -> Result<Connection, Error> {
    let twice = |(place, group): (usize, &GroupRole)| {
        plan.groups[..place].iter().any(|other| other.group == group.group)
    };
    if plan.groups.iter().enumerate().any(twice) {
        return Err(Error::SsoGroupTwice);
    }
    let fresh = secret.sealed(app, cx.org, &purpose(cx.org)).await?;
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    for role in plan.groups.iter().map(|group| group.role).chain(plan.default_role) {
        may_map(&mut tx, grant, role).await?;
    }
    let before = store::find(&mut tx).await?;
    let sealed = match secret {
        Secret::Keep => before.as_ref().and_then(|before| before.sealed_secret.clone()),
        Secret::Forget | Secret::Set(_) => fresh,
    };
    let moved = before.as_ref().is_some_and(|before| before.plan.issuer != plan.issuer);
    let ended = if moved { store::forget_identities(&mut tx).await? } else { Vec::new() };
    store::upsert(&mut tx, &plan, sealed.as_deref()).await?;
    let before = before.map(|before| told(&before.plan, before.sealed_secret.is_some()));
    record(&mut tx, "sso.configured", before, Some(told(&plan, sealed.is_some()))).await?;
    let connection = store::find(&mut tx).await?.ok_or(Error::SsoNotConfigured)?;
    tx.commit().await?;
    session::forget(&cx.db, &ended);
    Memory::forget_rule(&cx.db, cx.org);
    Ok(connection)
}

/// Ends single sign-on: who people were at the provider is forgotten, and the sessions that began there end.
pub async fn remove(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = store::find(&mut tx).await?.ok_or(Error::SsoNotConfigured)?;
    let ended = store::forget_identities(&mut tx).await?;
    store::delete(&mut tx).await?;
    let before = told(&before.plan, before.sealed_secret.is_some());
    record(&mut tx, "sso.removed", Some(before), None).await?;
    tx.commit().await?;
    session::forget(&cx.db, &ended);
    Memory::forget_rule(&cx.db, cx.org);
    Ok(())
}

/// Lets members in through the provider only, or by their own means, too. Whoever asks for it is the owner who always
/// gets in by their own means: a provider that is down or set up wrongly must not lock everybody out.
pub async fn set_required(cx: &Cx, person: PersonId, required: bool) -> Result<Connection, Error> {
    let mut tx = cx.begin().await?;
    let before = store::find(&mut tx).await?.ok_or(Error::SsoNotConfigured)?;
    if required && !member::is_owner(&mut tx, person).await? {
        return Err(Error::BreakGlassOwner);
    }
    store::set_required(&mut tx, required, required.then_some(person)).await?;
    let entry = |required: bool, who: Option<PersonId>| json!({ "required": required, "break_glass": who });
    let (was, is) = (entry(before.required, before.break_glass), entry(required, required.then_some(person)));
    record(&mut tx, "sso.requirement_changed", Some(was), Some(is)).await?;
    let connection = store::find(&mut tx).await?.ok_or(Error::SsoNotConfigured)?;
    tx.commit().await?;
    Memory::forget_rule(&cx.db, cx.org);
    Ok(connection)
}

/// How we are known at the provider.
pub(crate) async fn registration(
    app: &App,
    org: OrgId,
    connection: &Connection,
) -> Result<Registration, Error> {
    Ok(Registration {
        issuer: connection.plan.issuer.clone(),
        client_id: connection.plan.client_id.clone(),
        client_secret: opened(app, org, &purpose(org), connection.sealed_secret.as_deref()).await?,
        scopes: connection.plan.scopes.clone(),
        wanted: wanted(&connection.plan),
        redirect_uri: redirect_uri(app, org),
    })
}

/// A client's secret, opened.
pub(crate) async fn opened(
    app: &App,
    org: OrgId,
    purpose: &str,
    sealed: Option<&[u8]>,
) -> Result<Option<String>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    let secret = app.ports.keys.open_for(org, purpose, sealed).await?;
    Ok(Some(String::from_utf8(secret).map_err(|_| KeysError::Wrong)?))
}

/// Where the provider sends people back to. Each organisation has its own: an answer for one can't be taken for one of
/// another (RFC 9700 §4.4.2.2).
pub fn redirect_uri(app: &App, org: OrgId) -> String {
    app.settings.url(&format!("/sso/{org}/callback"))
}

/// The claims that decide something: the address, and where groups are listed.
fn wanted(plan: &Plan) -> Vec<String> {
    let groups = plan.group_claim.iter().filter(|_| !plan.groups.is_empty());
    let first = |claim: &String| match claim.starts_with("http") {
        true => claim.clone(),
        false => claim.split('.').next().unwrap_or_default().to_owned(),
    };
    groups.map(first).chain(["email".to_owned()]).collect()
}

async fn may_map(tx: &mut Tx, grant: &Grant, role: RoleRef) -> Result<(), Error> {
    if role.is_owner() {
        return Err(Error::SsoOfOwners);
    }
    member::may_give(tx, grant, &Assignment { role, events: EventGrants::All }).await.map(drop)
}

fn purpose(org: OrgId) -> String {
    format!("sso-client-secret/{org}")
}

/// Where the clients' secrets are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "sso_connections",
    row: "org_id",
    column: "sealed_secret",
    purpose: Purpose::OfUuid(|org| purpose(org.into())),
    whose: Whose::Organisation,
};

fn told(plan: &Plan, secret: bool) -> Value {
    let groups: Vec<Value> =
        plan.groups.iter().map(|group| json!({ "group": group.group, "role": group.role })).collect();
    json!({
        "issuer": plan.issuer, "client_id": plan.client_id, "client_secret": secret, "scopes": plan.scopes,
        "group_claim": plan.group_claim, "groups": groups, "default_role": plan.default_role, "joins": plan.joins,
    })
}

/// Tells the audit log that how people get into the organisation has changed.
pub(crate) async fn record(
    tx: &mut Tx,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let subject = tx.org().uuid();
    audit::record(tx, Entry { action, subject_kind: "organisation", subject, event: None, before, after })
        .await
}
