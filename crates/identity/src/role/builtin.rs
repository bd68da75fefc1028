//! The roles that every organisation has. They are code, so that a new permission finds its way into them.

use std::str::FromStr;

use kernel::{Permission, PermissionSet};

/// A role that every organisation has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// Everything; only owners make owners.
    Owner,
    /// Everything but deciding how members sign in.
    Admin,
    /// Events from the draft to the door.
    EventManager,
    /// Money that comes and goes.
    Finance,
    /// Guests with questions.
    Support,
    /// Words and pictures.
    Marketing,
    /// Letting people in.
    Door,
    /// Looking on.
    Viewer,
}

/// The role's name is not one of ours.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("no such built-in role")]
pub struct NotBuiltIn;

impl BuiltIn {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 8] = [
        Self::Owner,
        Self::Admin,
        Self::EventManager,
        Self::Finance,
        Self::Support,
        Self::Marketing,
        Self::Door,
        Self::Viewer,
    ];

    /// The name in the database and on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::EventManager => "event_manager",
            Self::Finance => "finance",
            Self::Support => "support",
            Self::Marketing => "marketing",
            Self::Door => "door",
            Self::Viewer => "viewer",
        }
    }

    /// The name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::EventManager => "Event manager",
            Self::Finance => "Finance",
            Self::Support => "Support",
            Self::Marketing => "Marketing",
            Self::Door => "Door",
            Self::Viewer => "Viewer",
        }
    }

    /// What it allows, besides seeing the events it is given for.
    pub const fn permissions(self) -> PermissionSet {
        use Permission as P;
        match self {
            Self::Owner => PermissionSet::ALL,
            Self::Admin => PermissionSet::ALL.without(P::SecurityManage),
            Self::EventManager => PermissionSet::of(&[
                P::MembersView,
                P::EventsCreate,
                P::EventsEdit,
                P::EventsPublish,
                P::CatalogueEdit,
                P::OrdersView,
                P::OrdersCreate,
                P::OrdersEdit,
                P::OrdersApprove,
                P::OrdersMarkPaid,
                P::OrdersCancel,
                P::OrdersExport,
                P::CheckinView,
                P::CheckinPerform,
                P::CheckinManage,
                P::MailsView,
            ]),
            Self::Finance => PermissionSet::of(&[
                P::AuditView,
                P::OrdersView,
                P::OrdersMarkPaid,
                P::OrdersCancel,
                P::OrdersRefund,
                P::OrdersExport,
                P::MailsView,
            ]),
            Self::Support => PermissionSet::of(&[
                P::OrdersView,
                P::OrdersCreate,
                P::OrdersEdit,
                P::OrdersCancel,
                P::CheckinView,
                P::MailsView,
                P::JobsManage,
            ]),
            Self::Marketing => PermissionSet::of(&[P::EventsEdit, P::OrdersView, P::MailsView]),
            Self::Door => PermissionSet::of(&[P::CheckinView, P::CheckinPerform]),
            Self::Viewer => PermissionSet::of(&[P::OrdersView, P::CheckinView]),
        }
    }
}

impl FromStr for BuiltIn {
    type Err = NotBuiltIn;

    fn from_str(key: &str) -> Result<Self, NotBuiltIn> {
        Self::ALL.into_iter().find(|role| role.key() == key).ok_or(NotBuiltIn)
    }
}
