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

use crate::{Error, directory::Memory, second_factor};

/// Who needs a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SecondFactorRule {
    /// Nobody.
    Off,
    /// Every member; without one they see nothing of the organisation until they add one.
    Everyone,
}

/// What an organisation asks of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityPolicy {
    /// Who needs a second factor.
    pub second_factor: SecondFactorRule,
}

/// The organisation's policy.
pub async fn get(cx: &Cx) -> Result<SecurityPolicy, Error> {
    let found = store::find(&mut *cx.begin().await?, cx.org).await?;
    found.map(|second_factor| SecurityPolicy { second_factor }).ok_or(Error::NotFound("organisation"))
}

/// Changes the organisation's policy. Whoever asks for a second factor has to have one, so that nobody locks
/// themselves out.
pub async fn set(cx: &Cx, person: PersonId, policy: SecurityPolicy) -> Result<SecurityPolicy, Error> {
    let asks = policy.second_factor != SecondFactorRule::Off;
    if asks && !second_factor::has_one(&cx.db, person).await? {
        return Err(Error::NoSecondFactor);
    }
    let mut tx = cx.begin().await?;
    let before = store::find(&mut tx, cx.org).await?.ok_or(Error::NotFound("organisation"))?;
    store::set(&mut tx, policy.second_factor).await?;
    let entry = Entry {
        action: "organisation.security_changed",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: Some(json!({ "second_factor": before })),
        after: Some(json!(policy)),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Memory::forget_rule(&cx.db, cx.org).await;
    Ok(policy)
}

/// The rule of an organisation that the person belongs to.
pub(crate) async fn of(db: &Db, org: OrgId, person: PersonId) -> Result<SecondFactorRule, sqlx::Error> {
    let mut tx = db.begin_for_person(person).await?;
    Ok(store::find(&mut tx, org).await?.unwrap_or(SecondFactorRule::Off))
}
