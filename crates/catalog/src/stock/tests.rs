use kernel::{Chance, Clock, FakeClock, QuotaId};

use super::*;

#[test]
fn places_of_one_quota_are_added_up_and_quotas_come_in_order() {
    let clock = FakeClock::new("2027-03-14T00:00:00Z".parse().unwrap());
    let chance = Chance::seeded(1);
    let first = QuotaId::new(clock.now(), &chance);
    clock.advance(1);
    let second = QuotaId::new(clock.now(), &chance);
    clock.advance(1);
    let none = QuotaId::new(clock.now(), &chance);
    let places = [(second, 2), (first, 1), (none, 0), (second, 3)].map(Places::from);
    let changes = Shifts::default().sell_held(&places).changes();
    let seen: Vec<_> = changes.iter().map(|c| (c.quota, c.held, c.sold)).collect();
    assert_eq!(seen, [(first, -1, 1), (second, -5, 5)]);
}

#[test]
fn what_one_gives_back_and_another_takes_never_leaves_the_quota() {
    let quota =
        QuotaId::new(FakeClock::new("2027-03-14T00:00:00Z".parse().unwrap()).now(), &Chance::seeded(1));
    let three = [Places::from((quota, 3))];
    let moved = Shifts::default().hold(&three).release(&three);
    assert!(moved.changes().is_empty());
    assert_eq!(moved.clone().sell(&three).taken().collect::<Vec<_>>(), [(quota, 3)]);
    let beyond = [Places { quota, count: 3, beyond: 2 }];
    assert_eq!(
        moved.hold(&beyond).taken().collect::<Vec<_>>(),
        [(quota, 1)],
        "two of them are beyond the size"
    );
}
