//! Every rounding mode against exact rational numbers.

use kernel::Percent;
use num_rational::Ratio;
use proptest::prelude::*;

use super::*;

type Exact = Ratio<i128>;

/// To the nearest whole, halves away from zero.
fn rounded(exact: Exact) -> i128 {
    exact.round().to_integer()
}

fn rate(percent: Percent) -> Exact {
    Ratio::new(i128::from(percent.millionths()), 1_000_000)
}

fn wide(amount: i64) -> i128 {
    i128::from(amount)
}

prop_compose! {
    fn any_book()(
        prices in prop::collection::vec(prop_oneof![0_i64..2_000, 0_i64..10_000_000_000], 1..6),
        rates in prop::collection::vec(prop::sample::select(vec![
            "0", "5.5", "7", "7.7", "8.875", "9.975", "19", "20", "25", "27", "100",
        ]), 6),
        includes_tax in any::<bool>(),
        rounding in prop::sample::select(vec![
            Rounding::Line, Rounding::SumByNet, Rounding::SumKeepGross, Rounding::SumBusiness,
        ]),
        currency in prop::sample::select(vec!["EUR", "JPY", "KWD"]),
        fee in prop::option::of((0_i64..5_000, any::<bool>())),
        off in prop::option::of(0_i32..=1_000_000),
    ) -> Book {
        let mut book = book(&prices);
        book.terms = Terms {
            currency: currency.parse().unwrap(), includes_tax, rounding, default_tax: Some(id(100).into()),
        };
        book.taxes = (100..).zip(&rates).map(|(number, rate)| rule(number, charge(rate))).collect();
        for (number, item) in (100..).zip(&mut book.items) {
            item.tax = Some(id(number).into());
        }
        book.fees = fee.map(|(amount, per_ticket)| fee_of(amount, per_ticket)).into_iter().collect();
        book.discounts = off.map(|off| {
            discount(1, Condition::Count(2), Effect::Percent { percent: Percent::from_millionths(off) })
        }).into_iter().collect();
        book
    }
}

fn fee_of(amount: i64, per_ticket: bool) -> Fee {
    super::fee(1, FeeAmount::Fixed { amount_minor: amount }, per_ticket)
}

fn whole_group(rounding: Rounding, business: bool) -> Option<bool> {
    match rounding {
        Rounding::Line => None,
        Rounding::SumByNet => Some(false),
        Rounding::SumKeepGross => Some(true),
        Rounding::SumBusiness => business.then_some(false),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn sums_are_exact_and_lines_add_up(
        book in any_book(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..=MAX_UNITS),
        business in any::<bool>(),
    ) {
        let products: Vec<u128> = picks.iter().map(|pick| 1 + pick.index(book.items.len()) as u128).collect();
        let customer = Customer { business, ..Customer::default() };
        let found = quote(&book, &Basket { customer, ..basket(&products) }).unwrap();

        let lines: Vec<Taxed> =
            found.units.iter().map(|unit| unit.taxed).chain(found.fees.iter().map(|fee| fee.taxed)).collect();
        for line in &lines {
            prop_assert_eq!(line.net + line.tax, line.gross);
            prop_assert!(line.net >= 0 && line.tax >= 0);
        }
        let sum = |part: fn(&Taxed) -> i64| lines.iter().map(part).sum::<i64>();
        prop_assert_eq!(
            (found.net, found.tax, found.total),
            (sum(|line| line.net), sum(|line| line.tax), sum(|line| line.gross))
        );

        let whole = whole_group(book.terms.rounding, business);
        for group in &found.taxes {
            let members: Vec<&Taxed> =
                lines.iter().filter(|line| (line.code, line.rate) == (group.code, group.rate)).collect();
            prop_assert_eq!(members.iter().map(|line| line.gross).sum::<i64>(), group.gross);
            let tax = match whole {
                None => continue,
                Some(false) => rounded(rate(group.rate) * Exact::from(wide(group.net))),
                Some(true) => {
                    rounded(Exact::from(wide(group.gross)) * rate(group.rate) / (rate(group.rate) + Exact::from(1)))
                }
            };
            prop_assert_eq!(wide(group.tax), tax);
        }
        for unit in found.units.iter().filter(|_| whole.is_none()) {
            let (price, rate) = (Exact::from(wide(unit.price)), rate(unit.taxed.rate));
            let tax = if book.terms.includes_tax { price * rate / (rate + Exact::from(1)) } else { price * rate };
            prop_assert_eq!(wide(unit.taxed.tax), rounded(tax));
        }
    }

    #[test]
    fn a_mode_never_moves_a_line_by_more_than_the_roundings_it_replaces(
        book in any_book(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
    ) {
        let products: Vec<u128> = picks.iter().map(|pick| 1 + pick.index(book.items.len()) as u128).collect();
        let by_line = Book { terms: Terms { rounding: Rounding::Line, ..book.terms }, ..book.clone() };
        let plain = quote(&by_line, &basket(&products)).unwrap();
        let other = quote(&book, &basket(&products)).unwrap();
        let lines = i64::try_from(products.len() + 1).unwrap();
        prop_assert!((plain.total - other.total).abs() <= lines && (plain.net - other.net).abs() <= lines);
        if book.terms.rounding == Rounding::SumKeepGross {
            prop_assert_eq!(plain.total, other.total);
        }
    }

    #[test]
    fn a_budget_is_never_exceeded(
        prices in prop::collection::vec(0_i64..100_000, 1..5),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        share in 0_i32..=1_000_000,
        (budget, spent, max_uses) in (0_i64..200_000, 0_i64..250_000, 1_i64..80),
    ) {
        let book = book(&prices);
        let effect = Effect::Percent { percent: Percent::from_millionths(share) };
        let voucher = Some(Voucher { budget: Some(budget), spent, max_uses, ..some_voucher(effect) });
        let products: Vec<u128> = picks.iter().map(|pick| 1 + pick.index(prices.len()) as u128).collect();
        let found = quote(&book, &Basket { voucher, ..basket(&products) }).unwrap();
        let off: i64 = found.units.iter().map(|unit| unit.voucher_off).sum();
        prop_assert!(off <= (budget - spent).max(0));
        let used = found.units.iter().filter(|unit| unit.voucher.is_some()).count();
        prop_assert!(i64::try_from(used).unwrap() <= max_uses);
    }
}
