use proptest::prelude::*;

use super::*;
use crate::EventId;

fn event(number: u128) -> EventId {
    uuid::Uuid::from_u128(number).into()
}

fn only(events: &[u128]) -> EventGrants {
    EventGrants::Only(events.iter().map(|number| event(*number)).collect())
}

#[test]
fn names_are_unique_and_read_back() {
    for permission in Permission::ALL {
        assert_eq!(permission.name().parse(), Ok(*permission));
        let json = serde_json::to_value(permission).unwrap();
        assert_eq!(json, permission.name());
        assert!(permission.sentence().ends_with('.'));
    }
    assert!(Permission::ALL.len() <= 64);
    assert_eq!("orders.steal".parse::<Permission>(), Err(UnknownPermission));
}

#[test]
fn a_role_at_one_event_says_nothing_about_the_organisation_or_other_events() {
    let mut grant = Grant::default();
    let door = PermissionSet::of(&[Permission::CheckinPerform]);
    grant.add(door, &only(&[1]));
    assert_eq!(grant.at(event(1)), Some(door));
    assert_eq!(grant.at(event(2)), None);
    assert_eq!(grant.everywhere(), PermissionSet::NONE);
    assert_eq!(grant.events(), only(&[1]));
}

#[test]
fn several_roles_add_up() {
    let mut grant = Grant::default();
    let (door, view) =
        (PermissionSet::of(&[Permission::CheckinPerform]), PermissionSet::of(&[Permission::OrdersView]));
    grant.add(door, &only(&[1]));
    grant.add(view, &EventGrants::All);
    assert_eq!(grant.at(event(1)), Some(door.union(view)));
    assert_eq!(grant.at(event(2)), Some(view));
    assert_eq!(grant.events(), EventGrants::All);
}

fn any_grant() -> impl Strategy<Value = Grant> {
    let role = (any::<u64>(), proptest::option::of(proptest::collection::vec(0_u128..4, 0..4)));
    proptest::collection::vec(role, 0..4).prop_map(|roles| {
        let mut grant = Grant::default();
        for (bits, events) in roles {
            let held =
                Permission::ALL.iter().copied().filter(|permission| bits >> (*permission as u8) & 1 == 1);
            grant.add(held.collect(), &events.map_or(EventGrants::All, |events| only(&events)));
        }
        grant
    })
}

proptest! {
    #[test]
    fn an_intersection_allows_what_both_allow_and_no_more(one in any_grant(), two in any_grant()) {
        let both = one.intersection(&two);
        prop_assert_eq!(both.everywhere(), one.everywhere().intersection(two.everywhere()));
        for number in 0..5 {
            let expected = one.at(event(number)).zip(two.at(event(number))).map(|(a, b)| a.intersection(b));
            prop_assert_eq!(both.at(event(number)), expected);
        }
    }
}
