use kernel::{Chance, ProductId, Zone};

use super::*;
use crate::quote::Scope;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn dates_move_on_the_clocks_of_the_place() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    // 18:00 in summer becomes 19:00 in winter, two hours behind and one hour ahead of UTC.
    let shift = Shift::new(at("2027-07-01T16:00:00Z"), at("2027-12-01T18:00:00Z"), berlin.clone());
    assert_eq!(shift.of(at("2027-06-30T22:00:00Z")).unwrap(), at("2027-12-01T00:00:00Z"));
    let days = Shift::new(at("2027-03-20T17:00:00Z"), at("2027-04-20T16:00:00Z"), berlin.clone());
    // Midnight stays midnight although the clocks have changed in between.
    assert_eq!(days.of(at("2027-03-18T23:00:00Z")).unwrap(), at("2027-04-18T22:00:00Z"));
    let still = Shift::new(at("2027-07-01T16:00:00Z"), at("2027-07-01T16:00:00Z"), berlin);
    // The second of two o'clock that night.
    assert_eq!(still.of(at("2027-10-31T01:30:00Z")).unwrap(), at("2027-10-31T01:30:00Z"));
}

#[test]
fn a_date_that_leaves_the_calendar_is_refused() {
    let shift = Shift::new(at("2027-07-01T16:00:00Z"), at("2199-12-01T18:00:00Z"), Zone::utc());
    assert!(matches!(shift.of(at("2029-01-01T00:00:00Z")), Err(Error::Invalid(_))));
    assert_eq!(shift.maybe(None).unwrap(), None);
}

#[test]
fn new_ids_sort_like_the_old_ones() {
    let (chance, now) = (Chance::seeded(7), at("2027-01-01T00:00:00Z"));
    let mut old: Vec<ProductId> = (0..50).map(|_| ProductId::new(now, &chance)).collect();
    old.sort();
    let new = renewed(old.iter().copied(), || ProductId::new(now, &chance));
    let in_order: Vec<ProductId> = old.iter().map(|id| new[id]).collect();
    assert!(in_order.is_sorted());
}

#[test]
fn a_scope_of_which_nothing_is_left_does_not_become_everything() {
    let (chance, now) = (Chance::seeded(7), at("2027-01-01T00:00:00Z"));
    let [kept, gone, new] = std::array::from_fn(|_| ProductId::new(now, &chance));
    let ids = Ids { products: BTreeMap::from([(kept, new)]), ..Ids::default() };
    let scope = |products: &[ProductId]| Scope { products: products.to_vec(), ..Scope::default() };
    assert_eq!(ids.scope(&scope(&[gone])), None);
    assert_eq!(ids.scope(&scope(&[gone, kept])), Some(scope(&[new])));
    assert_eq!(ids.scope(&Scope::default()), Some(Scope::default()));
}
