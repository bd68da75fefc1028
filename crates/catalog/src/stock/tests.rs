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
    let changes = merged(&[(second, 2), (first, 1), (none, 0), (second, 3)], |n, beyond| (-n, n, beyond));
    let seen: Vec<_> = changes.iter().map(|c| (c.quota, c.held, c.sold)).collect();
    assert_eq!(seen, [(first, -1, 1), (second, -5, 5)]);
}
