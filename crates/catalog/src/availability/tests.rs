use kernel::Instant;
use proptest::prelude::*;

use super::*;

fn at(hour: i64) -> Instant {
    "2027-03-14T00:00:00Z".parse::<Instant>().unwrap().plus_seconds(hour * 3600)
}

fn open() -> Terms {
    Terms {
        visibility: Visibility::Public,
        access_code: None,
        sales_from: None,
        sales_until: None,
        paused: false,
        archived: false,
    }
}

fn stock(size: impl Into<Option<i64>>, sold: i64, held: i64) -> Stock {
    Stock { name: "Hall".to_owned(), size: size.into(), sold, held }
}

fn state(terms: &Terms, quotas: &[Stock]) -> State {
    explain(terms, quotas, at(12), None).state
}

#[test]
fn places_in_carts_may_come_back_and_sold_ones_do_not() {
    assert_eq!(state(&open(), &[stock(50, 50, 0)]), State::SoldOut);
    assert_eq!(state(&open(), &[stock(50, 48, 2)]), State::Held);
    assert_eq!(state(&open(), &[stock(0, 0, 0)]), State::SoldOut);
    assert_eq!(state(&open(), &[stock(50, 40, 0)]), State::Low);
    assert_eq!(state(&open(), &[stock(50, 39, 0)]), State::Available);
    assert_eq!(state(&open(), &[]), State::NoQuota);
}

#[test]
fn the_scarcest_quota_decides() {
    let found = explain(&open(), &[stock(100, 0, 0), stock(None, 9, 9), stock(20, 12, 3)], at(12), None);
    assert_eq!((found.state, found.available), (State::Low, Some(5)));
    assert_eq!(state(&open(), &[stock(10, 8, 2), stock(10, 10, 0)]), State::SoldOut);
    assert_eq!(explain(&open(), &[stock(None, 1, 1)], at(12), None).available, None);
}

#[test]
fn the_sale_opens_and_closes_on_the_second() {
    let terms = Terms { sales_from: Some(at(12)), sales_until: Some(at(14)), ..open() };
    let when = |hour| explain(&terms, &[stock(None, 0, 0)], at(hour), None).state;
    assert_eq!([11, 12, 13, 14].map(when), [State::NotYet, State::Available, State::Available, State::Over]);
}

#[test]
fn a_code_opens_only_its_own_product() {
    let terms = Terms { visibility: Visibility::Code, access_code: Some("Friends".to_owned()), ..open() };
    let with = |code| explain(&terms, &[stock(None, 0, 0)], at(12), code).state;
    assert_eq!(with(None), State::Hidden);
    assert_eq!(with(Some("enemies")), State::Hidden);
    assert_eq!(with(Some(" friends ")), State::Available);
    let hidden = Terms { visibility: Visibility::Hidden, ..terms };
    assert_eq!(explain(&hidden, &[stock(None, 0, 0)], at(12), Some("Friends")).state, State::Hidden);
}

#[test]
fn organisers_read_why() {
    let found = explain(&open(), &[stock(50, 48, 2)], at(12), None);
    assert_eq!(
        found.reason,
        "Of 50 places of “Hall”, 48 are sold and 2 are in carts and unpaid orders: some may come back."
    );
}

fn any_stock() -> impl Strategy<Value = Stock> {
    (proptest::option::of(0_i64..30), 0_i64..40, 0_i64..40).prop_map(|(size, sold, held)| {
        let sold = size.map_or(sold, |size| sold.min(size));
        let held = size.map_or(held, |size| held.min(size - sold));
        stock(size, sold, held)
    })
}

proptest! {
    #[test]
    fn something_is_for_sale_exactly_when_every_quota_has_a_place(
        quotas in proptest::collection::vec(any_stock(), 0..5),
    ) {
        let found = explain(&open(), &quotas, at(12), None);
        let room = quotas.iter().all(|q| q.size.is_none_or(|size| q.sold + q.held < size));
        prop_assert_eq!(found.is_open(), room && !quotas.is_empty());
        prop_assert_eq!(found.is_open(), found.available != Some(0));
    }

    #[test]
    fn giving_back_what_is_held_opens_a_held_sale_and_never_a_sold_out_one(
        quotas in proptest::collection::vec(any_stock(), 1..5),
    ) {
        let before = explain(&open(), &quotas, at(12), None).state;
        let emptied: Vec<Stock> = quotas.into_iter().map(|q| Stock { held: 0, ..q }).collect();
        let after = explain(&open(), &emptied, at(12), None);
        match before {
            State::Held => prop_assert!(after.is_open()),
            State::SoldOut => prop_assert_eq!(after.state, State::SoldOut),
            _ => prop_assert!(after.is_open()),
        }
    }
}
