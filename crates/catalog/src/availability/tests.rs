use kernel::Instant;
use proptest::prelude::*;

use super::*;

fn at(hour: i64) -> Instant {
    "2027-03-14T00:00:00Z".parse::<Instant>().unwrap().plus_seconds(hour * 3600)
}

fn open() -> Terms {
    Terms::open()
}

fn stock(size: impl Into<Option<i64>>, sold: i64, held: i64) -> Stock {
    let (id, name) = (Uuid::nil(), "Hall".to_owned());
    let (size, carts) = (size.into(), held);
    Stock { id, name, size, sold, held, blocked: 0, overbooked: 0, closed: false, carts, each: 1 }
}

fn state(terms: &Terms, quotas: &[Stock]) -> State {
    explain(terms, quotas, &Ask::guest(at(12), None)).state
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
    let found =
        explain(&open(), &[stock(100, 0, 0), stock(None, 9, 9), stock(20, 12, 3)], &Ask::guest(at(12), None));
    assert_eq!((found.state, found.available), (State::Low, Some(5)));
    assert_eq!(state(&open(), &[stock(10, 8, 2), stock(10, 10, 0)]), State::SoldOut);
    assert_eq!(explain(&open(), &[stock(None, 1, 1)], &Ask::guest(at(12), None)).available, None);
}

#[test]
fn the_sale_opens_and_closes_on_the_second() {
    let terms = Terms { sales_from: Some(at(12)), sales_until: Some(at(14)), ..open() };
    let when = |hour| explain(&terms, &[stock(None, 0, 0)], &Ask::guest(at(hour), None)).state;
    assert_eq!([11, 12, 13, 14].map(when), [State::NotYet, State::Available, State::Available, State::Over]);
}

#[test]
fn a_code_opens_only_its_own_product() {
    let terms = Terms { visibility: Visibility::Code, access_code: Some("Friends".to_owned()), ..open() };
    let with = |code| explain(&terms, &[stock(None, 0, 0)], &Ask::guest(at(12), code)).state;
    assert_eq!(with(None), State::Hidden);
    assert_eq!(with(Some("enemies")), State::Hidden);
    assert_eq!(with(Some(" friends ")), State::Available);
    let hidden = Terms { visibility: Visibility::Hidden, ..terms };
    assert_eq!(
        explain(&hidden, &[stock(None, 0, 0)], &Ask::guest(at(12), Some("Friends"))).state,
        State::Hidden
    );
}

#[test]
fn organisers_read_why() {
    let told = |stock: Stock| explain(&open(), &[stock], &Ask::guest(at(12), None)).reason;
    assert_eq!(
        told(Stock { carts: 1, ..stock(50, 48, 2) }),
        "Of 50 places of “Hall”, 48 are sold, 1 are in carts and 1 in unpaid orders: some may come back."
    );
    assert_eq!(
        told(Stock { carts: 0, ..stock(50, 48, 2) }),
        "Of 50 places of “Hall”, 48 are sold and 2 are in unpaid orders: some may come back."
    );
    assert_eq!(
        told(Stock { blocked: 2, ..stock(50, 48, 0) }),
        "Of 50 places of “Hall”, 48 are sold and 2 are kept aside."
    );
}

fn codes(terms: &Terms, quotas: &[Stock], ask: Ask<'_>) -> Vec<Code> {
    reasons(terms, Some(quotas), &ask).into_iter().map(|reason| reason.code).collect()
}

#[test]
fn all_reasons_are_told_in_their_order_with_what_fixes_each() {
    let terms = Terms {
        visibility: Visibility::Voucher,
        channels: vec![Channel::BoxOffice],
        sales_until: Some(at(10)),
        max_per_customer: Some(3),
        paused: true,
        ..open()
    };
    let quotas = [stock(10, 4, 6), stock(10, 10, 0), Stock { closed: true, ..stock(10, 0, 0) }];
    let ask = Ask { bought: Some(2), ..Ask::guest(at(12), None).of(11) };
    assert_eq!(
        codes(&terms, &quotas, ask),
        [
            Code::VoucherNeeded,
            Code::WrongChannel,
            Code::Over,
            Code::Paused,
            Code::Closed,
            Code::SoldOut,
            Code::InCarts,
            Code::MaxPerOrder,
            Code::MaxPerCustomer,
        ]
    );
    let fixes: Vec<String> =
        reasons(&terms, Some(&quotas), &ask).into_iter().map(|reason| reason.fix.fix).collect();
    assert_eq!(
        fixes[..6],
        [
            "product.visibility",
            "product.channels",
            "product.sales_until",
            "product.active",
            "quota.closed",
            "quota.size"
        ]
    );
    // The organiser at the box office sells at any time, but not more than there is.
    let staff = Ask::staff(at(12), Channel::BoxOffice).of(1);
    assert_eq!(codes(&terms, &quotas, staff), [Code::Closed, Code::SoldOut, Code::InCarts]);
    assert_eq!(codes(&terms, &[stock(10, 0, 0)], staff), []);
}

#[test]
fn what_is_kept_aside_is_not_for_sale_and_what_is_left_may_be_too_little() {
    let hall = Stock { blocked: 5, ..stock(10, 2, 0) };
    let ask = Ask::guest(at(12), None);
    assert_eq!(explain(&open(), std::slice::from_ref(&hall), &ask).available, Some(3));
    assert_eq!(codes(&open(), std::slice::from_ref(&hall), ask.of(3)), []);
    assert_eq!(codes(&open(), &[hall], ask.of(4)), [Code::TooFewLeft]);
    let pair = Terms { min_per_order: 2, ..open() };
    assert_eq!(codes(&pair, &[stock(None, 0, 0)], ask.of(1)), [Code::MinPerOrder]);
    assert_eq!(codes(&pair, &[stock(None, 0, 0)], ask), []);
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
        let found = explain(&open(), &quotas, &Ask::guest(at(12), None));
        let room = quotas.iter().all(|q| q.size.is_none_or(|size| q.sold + q.held < size));
        prop_assert_eq!(found.is_open(), room && !quotas.is_empty());
        prop_assert_eq!(found.is_open(), found.available != Some(0));
    }

    #[test]
    fn giving_back_what_is_held_opens_a_held_sale_and_never_a_sold_out_one(
        quotas in proptest::collection::vec(any_stock(), 1..5),
    ) {
        let before = explain(&open(), &quotas, &Ask::guest(at(12), None)).state;
        let emptied: Vec<Stock> = quotas.into_iter().map(|q| Stock { held: 0, ..q }).collect();
        let after = explain(&open(), &emptied, &Ask::guest(at(12), None));
        match before {
            State::Held => prop_assert!(after.is_open()),
            State::SoldOut => prop_assert_eq!(after.state, State::SoldOut),
            _ => prop_assert!(after.is_open()),
        }
    }

    #[test]
    fn something_can_be_bought_exactly_when_there_is_no_reason_against_it(
        quotas in proptest::collection::vec(any_stock(), 0..4), quantity in 0_u32..14, bought in 0_u32..5,
    ) {
        let terms = Terms { min_per_order: 2, max_per_customer: Some(12), ..open() };
        let ask = Ask { bought: Some(bought), ..Ask::guest(at(12), None).of(quantity) };
        let found = reasons(&terms, Some(&quotas), &ask);
        let wanted = u64::from(quantity.max(1));
        let stocked = !quotas.is_empty() && quotas.iter().all(|q| q.left().is_none_or(|left| left >= wanted));
        let allowed = quantity <= 10 && quantity != 1 && bought + quantity.max(1) <= 12;
        prop_assert_eq!(found.is_empty(), stocked && allowed);
        prop_assert!(found.iter().all(|reason| !reason.organiser.is_empty() && !reason.guest.is_empty()));
    }
}

#[test]
fn what_vouchers_took_beyond_the_size_leaves_the_others_their_places() {
    let hall = Stock { overbooked: 3, ..stock(10, 11, 1) };
    assert_eq!(hall.left(), Some(1));
    let full = [Stock { overbooked: 3, ..stock(10, 13, 0) }];
    assert_eq!(state(&open(), &full), State::SoldOut);
    let ask = Ask { beyond: true, ..Ask::guest(at(12), None) };
    assert_eq!(explain(&open(), &full, &ask).state, State::Low);
    assert_eq!(explain(&open(), &[], &ask).state, State::NoQuota);
}
