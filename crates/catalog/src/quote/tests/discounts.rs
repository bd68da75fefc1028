use super::*;

fn percent(share: &str) -> Effect {
    Effect::Percent { percent: share.parse().unwrap() }
}

fn with(rules: Vec<Discount>, products: &[u128]) -> Quote {
    let mut book = book(&[10_000, 4_000, 0]);
    book.discounts = rules;
    quote(&book, &basket(products)).unwrap()
}

#[test]
fn a_group_price_needs_five_of_the_same() {
    let group = || {
        vec![Discount { same: true, ..discount(1, Condition::Count(5), Effect::Set { amount_minor: 8_000 }) }]
    };
    assert_eq!(prices(&with(group(), &[1, 1, 1, 1, 2])), [10_000, 10_000, 10_000, 10_000, 4_000]);
    assert_eq!(prices(&with(group(), &[1, 1, 1, 1, 1, 1])), [8_000; 6]);
}

#[test]
fn the_cheapest_of_each_three_is_free() {
    let rule = || vec![Discount { cheapest: Some(1), ..discount(1, Condition::Count(3), percent("100")) }];
    assert_eq!(prices(&with(rule(), &[1, 2])), [10_000, 4_000]);
    assert_eq!(prices(&with(rule(), &[1, 2, 1])), [10_000, 0, 10_000]);
    assert_eq!(prices(&with(rule(), &[2, 2, 2, 2, 2])), [0, 4_000, 4_000, 4_000, 4_000]);
    assert_eq!(prices(&with(rule(), &[2, 2, 2, 2, 2, 2])), [0, 0, 4_000, 4_000, 4_000, 4_000]);
}

#[test]
fn each_ticket_is_taken_in_by_the_first_rule_that_wants_it() {
    let rules = vec![
        Discount { cheapest: Some(1), ..discount(1, Condition::Count(2), percent("50")) },
        discount(2, Condition::Count(1), percent("10")),
    ];
    // The second ticket counted for the first rule, so the second rule may not have it; the third is free to take.
    let found = with(rules, &[1, 1, 1]);
    assert_eq!(prices(&found), [5_000, 10_000, 9_000]);
    assert_eq!(found.discounts, [(DiscountId::from(id(1)), 1), (DiscountId::from(id(2)), 1)]);
}

#[test]
fn a_value_counts_what_the_voucher_left() {
    let rule = || discount(1, Condition::Value(20_000), percent("10"));
    assert_eq!(prices(&with(vec![rule()], &[1, 1])), [9_000, 9_000]);
    let mut book = book(&[10_000]);
    book.discounts = vec![rule()];
    let voucher = Some(some_voucher(Effect::Subtract { amount_minor: 1 }));
    assert_eq!(prices(&quote(&book, &Basket { voucher, ..basket(&[1, 1]) }).unwrap()), [9_999, 9_999]);
}

#[test]
fn early_birds_end_by_date_or_by_count() {
    let early = |from, until| {
        vec![Discount {
            from,
            until,
            ..discount(1, Condition::Count(1), Effect::Set { amount_minor: 7_000 })
        }]
    };
    assert_eq!(prices(&with(early(None, Some(now())), &[1])), [10_000]);
    assert_eq!(prices(&with(early(Some(now()), Some(now().plus_seconds(1))), &[1])), [7_000]);
    assert_eq!(prices(&with(early(Some(now().plus_seconds(1)), None), &[1])), [10_000]);
    let mut book = book(&[10_000]);
    book.discounts = vec![Discount {
        limit: Some(100),
        ..discount(1, Condition::Count(1), Effect::Set { amount_minor: 7_000 })
    }];
    let first = |used, products: &[u128]| {
        let used = [(DiscountId::from(id(1)), used)].into();
        quote(&book, &Basket { used, ..basket(products) }).unwrap()
    };
    assert_eq!(prices(&first(98, &[1, 1, 1])), [7_000, 7_000, 10_000]);
    let over = first(130, &[1]);
    assert_eq!((prices(&over), over.discounts), (vec![10_000], vec![]));
}

#[test]
fn add_ons_and_vouchered_tickets_can_be_left_alone() {
    let mut book = book(&[10_000, 4_000]);
    let rule = discount(1, Condition::Count(1), percent("50"));
    book.discounts = vec![Discount { addons: false, skip_vouchered: true, ..rule }];
    let mut basket = basket(&[1, 1, 2]);
    basket.voucher = Some(Voucher { max_uses: 1, ..some_voucher(Effect::Subtract { amount_minor: 100 }) });
    basket.units[2].parent = Some(1);
    assert_eq!(prices(&quote(&book, &basket).unwrap()), [9_900, 5_000, 4_000]);
}

#[test]
fn free_tickets_count_for_nothing() {
    assert_eq!(prices(&with(vec![discount(1, Condition::Count(2), percent("50"))], &[1, 3])), [10_000, 0]);
}

proptest::proptest! {
    #[test]
    fn no_rule_raises_a_price_and_none_takes_more_than_it_may(
        products in proptest::collection::vec(1_u128..=3, 0..40),
        rules in proptest::collection::vec(
            (1_u32..6, proptest::option::of(1_u32..4), proptest::bool::ANY, 0_i32..=1_000_000,
             proptest::option::of(0_i64..10)), 0..8),
    ) {
        let rules: Vec<Discount> = (1..).zip(rules).map(|(number, (count, cheapest, same, share, limit))| Discount {
            cheapest, same, limit,
            ..discount(number, Condition::Count(count), Effect::Percent { percent: kernel::Percent::from_millionths(share) })
        }).collect();
        let found = with(rules.clone(), &products);
        for unit in &found.units {
            let discounts = unit.steps.iter().filter(|step| step.kind == StepKind::Discount).count();
            proptest::prop_assert!(unit.price <= unit.list && unit.price >= 0);
            proptest::prop_assert_eq!(discounts, usize::from(unit.discount.is_some()));
        }
        for (rule, count) in &found.discounts {
            let seen = found.units.iter().filter(|unit| unit.discount == Some(*rule)).count();
            proptest::prop_assert_eq!(i64::try_from(seen).unwrap(), *count);
            let limit = rules.iter().find(|known| known.id == *rule).and_then(|known| known.limit);
            proptest::prop_assert!(limit.is_none_or(|limit| *count <= limit));
        }
    }
}
