use kernel::{EventGrants, Permission};

use super::*;

#[test]
fn built_in_roles_read_back_and_only_the_owner_has_everything() {
    for role in BuiltIn::ALL {
        assert_eq!(role.key().parse::<BuiltIn>().unwrap(), role);
        assert_eq!(role.permissions() == PermissionSet::ALL, role == BuiltIn::Owner, "{role:?}");
    }
    let json = serde_json::to_value(RoleRef::BuiltIn(BuiltIn::EventManager)).unwrap();
    assert_eq!(json, "event_manager");
    assert!(serde_json::from_value::<RoleRef>("boss".into()).is_err());
}

#[test]
fn nobody_gives_more_than_they_have_everywhere() {
    let mut grant = Grant::default();
    let finance = BuiltIn::Finance.permissions();
    grant.add(finance, &EventGrants::All);
    assert!(within(&grant, PermissionSet::of(&[Permission::OrdersRefund])).is_ok());
    assert!(within(&grant, BuiltIn::Admin.permissions()).is_err());
    let mut at_one_event = Grant::default();
    at_one_event.add(finance, &EventGrants::Only(std::iter::once(uuid().into()).collect()));
    assert!(within(&at_one_event, PermissionSet::of(&[Permission::OrdersRefund])).is_err());
}

fn uuid() -> sqlx::types::Uuid {
    sqlx::types::Uuid::from_u128(7)
}
