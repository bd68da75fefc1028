//! Which role somebody has, and where.

use std::fmt;

use kernel::{EventGrants, EventId, PermissionSet, RoleId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::types::Uuid;

use super::BuiltIn;

/// A role by its name: a built-in one such as `door`, or the id of one that the organisation made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleRef {
    /// One that every organisation has.
    BuiltIn(BuiltIn),
    /// One of the organisation's own.
    Custom(RoleId),
}

impl RoleRef {
    /// Whether it is the role that may do everything.
    pub fn is_owner(self) -> bool {
        self == Self::BuiltIn(BuiltIn::Owner)
    }

    /// Reads what [`fmt::Display`] writes.
    pub(crate) fn read(text: &str) -> Option<Self> {
        text.parse().map(Self::BuiltIn).ok().or_else(|| text.parse().map(Self::Custom).ok())
    }

    /// As the database keeps it: a name or an id.
    pub(crate) fn columns(self) -> (Option<&'static str>, Option<Uuid>) {
        match self {
            Self::BuiltIn(role) => (Some(role.key()), None),
            Self::Custom(id) => (None, Some(id.uuid())),
        }
    }
}

impl fmt::Display for RoleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(role) => f.write_str(role.key()),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

impl Serialize for RoleRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| {
            serde::de::Error::custom("has to be a built-in role such as door, or the id of one of your own")
        })
    }
}

impl utoipa::PartialSchema for RoleRef {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A built-in role, or the id of one that the organisation made"))
            .examples(["door", "rol_06b1v4zqk5x3k8r2m7n9p4t6w0"])
            .into()
    }
}

impl utoipa::ToSchema for RoleRef {}

/// A role and where it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The role.
    pub role: RoleRef,
    /// Where it holds.
    pub events: EventGrants,
}

/// An assignment with what the role is called and allows.
#[derive(Debug, Clone)]
pub struct Held {
    /// The role and where it holds.
    pub assignment: Assignment,
    /// What the role is called.
    pub name: String,
    /// What the role allows.
    pub permissions: PermissionSet,
}

/// The columns of an assignment, joined with the organisation's own role if it is one.
pub(crate) struct Columns {
    pub role: Option<String>,
    pub role_id: Option<RoleId>,
    pub events: Option<Vec<EventId>>,
    pub name: Option<String>,
    pub permissions: Option<Vec<String>>,
}

impl Columns {
    /// What they mean. The check `…_one_role` leaves no third case.
    pub(crate) fn read(self) -> Result<Held, sqlx::Error> {
        let (role, name, permissions) = match (self.role_id, self.role) {
            (Some(id), _) => {
                let permissions = PermissionSet::from_names(&self.permissions.unwrap_or_default());
                (RoleRef::Custom(id), self.name.unwrap_or_default(), permissions)
            }
            (None, key) => {
                let role: BuiltIn = ::store::column("role", &key.unwrap_or_default())?;
                (RoleRef::BuiltIn(role), role.label().to_owned(), role.permissions())
            }
        };
        let events = match self.events {
            None => EventGrants::All,
            Some(chosen) => EventGrants::Only(chosen.into_iter().collect()),
        };
        Ok(Held { assignment: Assignment { role, events }, name, permissions })
    }
}

/// The events of an assignment as the database keeps them: null for all.
pub(crate) fn event_column(events: &EventGrants) -> Option<Vec<Uuid>> {
    match events {
        EventGrants::All => None,
        EventGrants::Only(chosen) => Some(chosen.iter().map(|event| event.uuid()).collect()),
    }
}
