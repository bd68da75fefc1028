//! What somebody may do: a [`Permission`], sets of them, and the [`Grant`] that says where they hold.

mod grant;
mod set;

use serde::{Deserialize, Serialize};

pub use grant::{EventGrants, Grant};
pub use set::PermissionSet;

/// What a handler asks for, as a type; see [`perm`].
pub trait Requires: Send + Sync + 'static {
    /// The permission; `None` where belonging to the organisation is enough.
    const PERMISSION: Option<Permission>;
}

/// What a permission is about, to show them in groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionGroup {
    /// The organisation itself.
    Organisation,
    /// Who belongs to it.
    Team,
    /// Events and what they sell.
    Events,
    /// Orders and their money.
    Orders,
    /// The door.
    Door,
    /// What runs in the background.
    Background,
}

macro_rules! permissions {
    ($($name:ident = $text:literal, $group:ident, $sentence:literal;)*) => {
        /// One thing that somebody may do. Its name on the wire and in the database never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $(#[doc = $sentence] #[serde(rename = $text)] $name,)*
        }

        impl Permission {
            /// Every permission there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its stable name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it allows, in one plain sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// What it is about.
            pub const fn group(self) -> PermissionGroup {
                match self { $(Self::$name => PermissionGroup::$group,)* }
            }
        }

        // The derived schema does not see names that a macro hands to serde.
        impl utoipa::PartialSchema for Permission {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("One thing that somebody may do"))
                    .enum_values(Some([$($text),*]))
                    .into()
            }
        }

        impl utoipa::ToSchema for Permission {}

        /// Every permission as a type, for handlers to ask for: `OrgScope<perm::OrdersRefund>`.
        pub mod perm {
            use super::{Permission, Requires};

            /// Belonging to the organisation is enough.
            #[derive(Debug, Clone, Copy)]
            pub struct Member;

            impl Requires for Member {
                const PERMISSION: Option<Permission> = None;
            }

            $(
                #[doc = $sentence]
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl Requires for $name {
                    const PERMISSION: Option<Permission> = Some(Permission::$name);
                }
            )*
        }
    };
}

permissions! {
    OrganisationEdit = "organisation.edit", Organisation, "Change the organisation's name, contact and pages.";
    SecurityManage = "security.manage", Organisation, "Decide how members have to sign in.";
    ApiKeysManage = "api_keys.manage", Organisation, "Make and revoke keys for programs.";
    AuditView = "audit.view", Organisation, "Read who changed what.";
    MembersView = "members.view", Team, "See who belongs to the team, and what they may do.";
    MembersManage = "members.manage", Team, "Invite people, change what they may do, and remove them.";
    RolesManage = "roles.manage", Team, "Make and change roles of your own, and teams.";
    EventsCreate = "events.create", Events, "Draft new events.";
    EventsEdit = "events.edit", Events, "Change what an event says about itself, and its picture.";
    EventsPublish = "events.publish", Events, "Put events on sale and take them off.";
    CatalogueEdit = "catalogue.edit", Events, "Change ticket types, their prices and numbers, and how guests pay.";
    OrdersView = "orders.view", Orders, "See orders, buyers and sales figures.";
    OrdersCreate = "orders.create", Orders, "Place orders for guests.";
    OrdersEdit = "orders.edit", Orders, "Correct orders and send tickets again.";
    OrdersApprove = "orders.approve", Orders, "Approve orders that wait to be looked at, or deny them.";
    OrdersMarkPaid = "orders.mark_paid", Orders, "Mark orders as paid.";
    OrdersCancel = "orders.cancel", Orders, "Cancel orders.";
    OrdersRefund = "orders.refund", Orders, "Give money back.";
    OrdersExport = "orders.export", Orders, "Download orders as a file.";
    CheckinView = "checkin.view", Door, "See check-in lists and who is in.";
    CheckinPerform = "checkin.perform", Door, "Let people in, and undo it.";
    CheckinManage = "checkin.manage", Door, "Make check-in lists and links for door staff.";
    MailsView = "mails.view", Background, "Read the mails that were sent.";
    JobsManage = "jobs.manage", Background, "See what failed in the background, and try it again.";
}

/// There is no such permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such permission")]
pub struct UnknownPermission;

impl std::str::FromStr for Permission {
    type Err = UnknownPermission;

    fn from_str(name: &str) -> Result<Self, UnknownPermission> {
        Self::ALL.iter().copied().find(|permission| permission.name() == name).ok_or(UnknownPermission)
    }
}

#[cfg(test)]
mod tests;
