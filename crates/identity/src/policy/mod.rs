//! What an organisation asks of its members.

pub mod http;
mod store;

use ::store::{
    Cx, Db,
    audit::{self, Entry},
};
use kernel::{OrgId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    Error,
    directory::Memory,
    role::{self, RoleRef},
    second_factor,
    sso::connection,
};

/// Roles that a rule may name.
const MOST_ROLES: usize = 100;

/// Who needs a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SecondFactorRule {
    /// Nobody.
    Off,
    /// Every member; without one they see nothing of the organisation until they add one.
    Everyone,
    /// Every member who has one of `second_factor_roles`, themselves or by a team.
    Roles,
}

/// What an organisation asks of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityPolicy {
    /// Who needs a second factor.
    pub second_factor: SecondFactorRule,
    /// The roles that need one if not everybody does.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub second_factor_roles: Vec<RoleRef>,
}

impl SecurityPolicy {
    /// What holds until somebody decides.
    pub(crate) const OPEN: Self =
        Self { second_factor: SecondFactorRule::Off, second_factor_roles: Vec::new() };

    /// Whether somebody with these roles needs a second factor.
    pub(crate) fn asks<'a>(&self, mut roles: impl Iterator<Item = &'a RoleRef>) -> bool {
        match self.second_factor {
            SecondFactorRule::Off => false,
            SecondFactorRule::Everyone => true,
            SecondFactorRule::Roles => roles.any(|role| self.second_factor_roles.contains(role)),
        }
    }
}

/// The organisation's policy.
pub async fn get(cx: &Cx) -> Result<SecurityPolicy, Error> {
    store::find(&mut *cx.read().await?, cx.org).await?.ok_or(Error::NotFound("organisation"))
}

/// Changes the organisation's policy. Whoever asks for a second factor has to have one, so that nobody locks
/// themselves out.
pub async fn set(cx: &Cx, person: PersonId, policy: SecurityPolicy) -> Result<SecurityPolicy, Error> {
    let asks = policy.second_factor != SecondFactorRule::Off;
    if asks && !second_factor::has_one(&cx.db, person).await? {
        return Err(Error::NoSecondFactor);
    }
    if policy.second_factor_roles.len() > MOST_ROLES {
        return Err(Error::UnknownAskedRole(MOST_ROLES));
    }
    let mut tx = cx.begin().await?;
    for (index, named) in policy.second_factor_roles.iter().enumerate() {
        role::look_up(&mut tx, *named).await?.ok_or(Error::UnknownAskedRole(index))?;
    }
    let before = store::find(&mut tx, cx.org).await?.ok_or(Error::NotFound("organisation"))?;
    store::set(&mut tx, &policy).await?;
    let entry = Entry {
        action: "organisation.security_changed",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: Some(json!(before)),
        after: Some(json!(policy)),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Memory::forget_rule(&cx.db, cx.org);
    Ok(policy)
}

/// Whether an organisation that the person belongs to lets members in through its identity provider only; if so, the
/// owner who gets in by their own means.
pub(crate) async fn sso_rule(
    db: &Db,
    org: OrgId,
    person: PersonId,
) -> Result<Option<Option<PersonId>>, sqlx::Error> {
    let mut tx = db.begin_for_person(person).await?;
    connection::store::is_required(&mut tx, org).await
}

/// The policy of an organisation that the person belongs to.
pub(crate) async fn of(db: &Db, org: OrgId, person: PersonId) -> Result<SecurityPolicy, sqlx::Error> {
    let mut tx = db.begin_for_person(person).await?;
    Ok(store::find(&mut tx, org).await?.unwrap_or(SecurityPolicy::OPEN))
}
