use super::*;

fn with(voucher: Voucher, products: &[u128]) -> Quote {
    quote(&book(&[10_000, 4_000]), &Basket { voucher: Some(voucher), ..basket(products) }).unwrap()
}

#[test]
fn each_price_mode_does_what_it_says_and_never_raises_a_price() {
    let half = Effect::Percent { percent: "50".parse().unwrap() };
    for (effect, expected) in [
        (Effect::None, [10_000, 4_000]),
        (Effect::Set { amount_minor: 5_000 }, [5_000, 4_000]),
        (Effect::Subtract { amount_minor: 4_500 }, [5_500, 0]),
        (half, [5_000, 2_000]),
    ] {
        assert_eq!(prices(&with(some_voucher(effect), &[1, 2])), expected);
    }
}

#[test]
fn uses_go_to_the_first_tickets_and_what_is_left_out_is_told() {
    let found =
        with(Voucher { max_uses: 5, used: 3, ..some_voucher(Effect::Set { amount_minor: 0 }) }, &[1, 1, 1]);
    assert_eq!(prices(&found), [0, 0, 10_000]);
    assert_eq!(found.voucher, Some(VoucherOutcome::Applied { uses: 2, off: 20_000, left_out: 1 }));
}

#[test]
fn a_budget_ends_in_the_middle_of_a_ticket() {
    let voucher = Voucher {
        budget: Some(15_000),
        spent: 2_000,
        ..some_voucher(Effect::Subtract { amount_minor: 8_000 })
    };
    let found = with(voucher.clone(), &[1, 1, 1]);
    assert_eq!(prices(&found), [2_000, 5_000, 10_000]);
    let off: i64 = found.units.iter().map(|unit| unit.voucher_off).sum();
    assert_eq!(
        (off, found.voucher),
        (13_000, Some(VoucherOutcome::Applied { uses: 3, off: 13_000, left_out: 0 }))
    );
    assert_eq!(with(Voucher { spent: 15_000, ..voucher }, &[1]).voucher, Some(VoucherOutcome::BudgetSpent));
}

#[test]
fn a_voucher_that_does_not_apply_says_why() {
    let free = || some_voucher(Effect::Set { amount_minor: 0 });
    let outcome = |voucher, products: &[u128]| with(voucher, products).voucher.unwrap();
    assert_eq!(outcome(Voucher { valid_until: Some(now()), ..free() }, &[1]), VoucherOutcome::Expired);
    assert_eq!(outcome(Voucher { used: 100, ..free() }, &[1]), VoucherOutcome::UsedUp);
    assert_eq!(outcome(Voucher { min_uses: 3, ..free() }, &[1, 2]), VoucherOutcome::TooFew { needed: 3 });
    assert_eq!(
        outcome(Voucher { min_uses: 3, used: 3, ..free() }, &[1]),
        VoucherOutcome::Applied { uses: 1, off: 10_000, left_out: 0 }
    );
    let other = Scope { products: vec![product(2)], ..Scope::default() };
    assert_eq!(outcome(Voucher { scope: other.clone(), ..free() }, &[1]), VoucherOutcome::NothingMatches);
    assert_eq!(prices(&with(Voucher { scope: other, ..free() }, &[1, 2])), [10_000, 0]);
}

#[test]
fn a_scope_reaches_variations_categories_and_quotas() {
    let mut item = book(&[1]).items.remove(0);
    (item.variation, item.category, item.quotas) =
        (Some(id(5).into()), Some(id(6).into()), vec![id(7).into()]);
    assert!(Scope::default().covers(&item));
    assert!(Scope { variations: vec![id(5).into()], ..Scope::default() }.covers(&item));
    assert!(Scope { categories: vec![id(6).into()], ..Scope::default() }.covers(&item));
    assert!(Scope { quotas: vec![id(7).into()], ..Scope::default() }.covers(&item));
    assert!(
        !Scope { variations: vec![id(6).into()], categories: vec![id(5).into()], ..Scope::default() }
            .covers(&item)
    );
}

#[test]
fn add_ons_need_no_use_of_their_own_and_keep_their_price() {
    let book = book(&[10_000, 4_000]);
    let mut basket = basket(&[1, 2]);
    basket.voucher = Some(Voucher { max_uses: 1, ..some_voucher(Effect::Set { amount_minor: 0 }) });
    basket.units[1].parent = Some(0);
    assert_eq!(prices(&quote(&book, &basket).unwrap()), [0, 4_000]);
}

#[test]
fn a_voucher_lowers_the_least_that_can_be_chosen() {
    let mut book = book(&[10_000]);
    book.items[0].free = Some(FreePrice { min: 10_000, max: None });
    let mut basket = basket(&[1]);
    basket.voucher = Some(some_voucher(Effect::Set { amount_minor: 2_000 }));
    basket.units[0].chosen = Some(3_000);
    assert_eq!(prices(&quote(&book, &basket).unwrap()), [3_000]);
    basket.units[0].chosen = Some(1_999);
    assert!(matches!(quote(&book, &basket), Err(Refusal::OutOfLimits { min: 2_000, .. })));
}
