//! Quotes by example, and by exact arithmetic in `exact`.

mod discounts;
mod exact;
mod taxes;
mod vouchers;

use kernel::{DiscountId, FeeId, Instant, LocalizedText, ProductId, TaxRuleId, VoucherId};
use uuid::Uuid;

use super::*;
use crate::{availability::Channel, price::ChannelPrices};

fn now() -> Instant {
    "2027-03-14T12:00:00Z".parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn product(number: u128) -> ProductId {
    id(number).into()
}

fn rule(number: u128, base: Treatment) -> TaxRule {
    TaxRule {
        id: id(number).into(),
        name: LocalizedText::default(),
        base,
        keep_gross: false,
        cases: Vec::new(),
    }
}

fn charge(rate: &str) -> Treatment {
    Treatment::Charge { rate: rate.parse().unwrap() }
}

/// Products 1, 2, … at these prices, taxed at 19 % by rule 100, prices with tax.
fn book(prices: &[i64]) -> Book {
    let item = |(number, list): (u128, &i64)| Listed {
        product: product(number),
        variation: None,
        list: *list,
        by_channel: ChannelPrices::default(),
        tax: None,
        category: None,
        quotas: Vec::new(),
        free: None,
    };
    Book {
        terms: Terms {
            currency: "EUR".parse().unwrap(),
            includes_tax: true,
            rounding: Rounding::Line,
            default_tax: Some(id(100).into()),
        },
        items: (1..).zip(prices).map(item).collect(),
        taxes: vec![rule(100, charge("19"))],
        discounts: Vec::new(),
        fees: Vec::new(),
    }
}

fn unit(number: u128) -> Unit {
    Unit { line: 0, product: product(number), variation: None, parent: None, part: Part::Own, chosen: None }
}

fn basket(products: &[u128]) -> Basket {
    let units = products.iter().enumerate().map(|(line, number)| Unit { line, ..unit(*number) });
    Basket {
        units: units.collect(),
        customer: Customer::default(),
        channel: Channel::Web,
        now: now(),
        voucher: None,
        used: Default::default(),
    }
}

fn discount(number: u128, condition: Condition, effect: Effect) -> Discount {
    Discount {
        id: id(number).into(),
        name: LocalizedText::default(),
        scope: Scope::default(),
        condition,
        effect,
        cheapest: None,
        same: false,
        addons: true,
        skip_vouchered: false,
        from: None,
        until: None,
        limit: None,
    }
}

fn some_voucher(effect: Effect) -> Voucher {
    Voucher {
        id: id(900).into(),
        scope: Scope::default(),
        effect,
        max_uses: 100,
        min_uses: 1,
        used: 0,
        budget: None,
        spent: 0,
        valid_until: None,
    }
}

fn prices(quote: &Quote) -> Vec<i64> {
    quote.units.iter().map(|unit| unit.price).collect()
}

#[test]
fn a_ticket_without_rules_costs_its_list_price_and_shows_its_tax() {
    let found = quote(&book(&[11_900]), &basket(&[1, 1])).unwrap();
    assert_eq!((found.net, found.tax, found.total), (20_000, 3_800, 23_800));
    assert_eq!(found.units[0].steps, []);
    let taxed = found.units[0].taxed;
    assert_eq!((taxed.net, taxed.tax, taxed.gross, taxed.code), (10_000, 1_900, 11_900, TaxCode::S));
    assert_eq!(taxed.rule, Some(TaxRuleId::from(id(100))));
}

#[test]
fn every_change_of_a_price_is_told_in_order() {
    let mut book = book(&[10_000]);
    book.discounts =
        vec![discount(1, Condition::Count(1), Effect::Percent { percent: "10".parse().unwrap() })];
    let voucher = Some(some_voucher(Effect::Subtract { amount_minor: 1_000 }));
    let found = quote(&book, &Basket { voucher, ..basket(&[1]) }).unwrap();
    let told: Vec<_> = found.units[0]
        .steps
        .iter()
        .map(|step| (step.kind, step.reference, step.change, step.price))
        .collect();
    assert_eq!(
        told,
        [
            (StepKind::Voucher, Some(Reference::Voucher(VoucherId::from(id(900)))), -1_000, 9_000),
            (StepKind::Discount, Some(Reference::Discount(DiscountId::from(id(1)))), -900, 8_100),
        ]
    );
    assert_eq!((found.units[0].list, found.units[0].price, found.total), (10_000, 8_100, 8_100));
}

#[test]
fn a_bundle_is_split_and_costs_what_it_costs() {
    let mut basket = basket(&[1, 2, 3]);
    basket.units[1] = Unit { parent: Some(0), part: Part::Share(3_000), ..unit(2) };
    basket.units[2] = Unit { parent: Some(0), part: Part::Included, ..unit(3) };
    let mut book = book(&[20_000, 4_000, 2_500]);
    book.items[1].tax = Some(id(101).into());
    book.taxes.push(rule(101, charge("7")));
    let found = quote(&book, &basket).unwrap();
    assert_eq!((prices(&found), found.total), (vec![17_000, 3_000, 0], 20_000));
    assert_eq!(found.units[0].steps[0].kind, StepKind::Bundle);
    assert_eq!(found.units[2].steps[0].kind, StepKind::Included);
    assert_eq!(found.taxes.len(), 2);
    basket.units[1].parent = Some(2);
    assert_eq!(quote(&book, &basket), Err(Refusal::Orphan { line: 0 }));
}

#[test]
fn a_free_price_keeps_its_limits_and_a_fixed_one_is_fixed() {
    let mut book = book(&[1_000, 1_000]);
    book.items[0].free = Some(FreePrice { min: 1_000, max: Some(5_000) });
    let with = |number, chosen| {
        let units = vec![Unit { chosen: Some(chosen), ..unit(number) }];
        quote(&book, &Basket { units, ..basket(&[]) })
    };
    assert_eq!(with(1, 2_500).unwrap().total, 2_500);
    for wrong in [-1, 0, 999, 5_001, i64::MAX] {
        assert_eq!(with(1, wrong), Err(Refusal::OutOfLimits { line: 0, min: 1_000, max: Some(5_000) }));
    }
    assert_eq!(with(2, 1_000), Err(Refusal::FixedPrice { line: 0 }));
}

fn fee(number: u128, amount: FeeAmount, per_ticket: bool) -> Fee {
    let id = FeeId::from(id(number));
    Fee { id, name: LocalizedText::default(), amount, per_ticket, absorbed: false, tax: None }
}

#[test]
fn fees_come_on_top_or_are_borne_and_free_tickets_bear_none() {
    let mut book = book(&[10_000, 0]);
    book.fees = vec![
        fee(1, FeeAmount::Fixed { amount_minor: 250 }, false),
        fee(2, FeeAmount::Fixed { amount_minor: 100 }, true),
        fee(3, FeeAmount::Percent { percent: "2.5".parse().unwrap() }, false),
        Fee { absorbed: true, ..fee(4, FeeAmount::Percent { percent: "1".parse().unwrap() }, true) },
    ];
    let found = quote(&book, &basket(&[1, 1, 2])).unwrap();
    let told: Vec<_> = found.fees.iter().map(|fee| (fee.count, fee.taxed.gross)).collect();
    assert_eq!(told, [(1, 250), (2, 200), (1, 500)]);
    assert_eq!(found.absorbed.iter().map(|fee| fee.taxed.gross).sum::<i64>(), 200);
    assert_eq!(found.total, 20_950);
    assert_eq!(quote(&book, &basket(&[2, 2])).unwrap().total, 0);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let mut large = book(&[i64::MAX / 2]);
    assert_eq!(quote(&large, &basket(&[1, 1, 1])), Err(Refusal::Overflow));
    large.terms.includes_tax = false;
    assert_eq!(quote(&large, &basket(&[1, 1])), Err(Refusal::Overflow));
    large.fees = vec![fee(1, FeeAmount::Fixed { amount_minor: i64::MAX }, true)];
    assert_eq!(quote(&large, &basket(&[1])), Err(Refusal::Overflow));
    assert_eq!(quote(&book(&[1]), &basket(&[1; 501])), Err(Refusal::TooMany(500)));
    assert_eq!(quote(&book(&[1]), &basket(&[7])), Err(Refusal::Unknown { line: 0 }));
    assert_eq!(quote(&book(&[1]), &basket(&[])).unwrap().total, 0);
}

#[test]
fn a_channel_has_its_own_list_price_and_everything_starts_from_it() {
    let mut book = book(&[10_000, 4_000]);
    book.items[0].by_channel.box_office = Some(12_000);
    let ten = discount(5, Condition::Count(1), Effect::Percent { percent: "10".parse().unwrap() });
    book.discounts.push(ten);
    let on = |channel| quote(&book, &Basket { channel, ..basket(&[1, 2]) }).unwrap();
    assert_eq!(prices(&on(Channel::Web)), [9_000, 3_600]);
    assert_eq!(prices(&on(Channel::Api)), [9_000, 3_600]);
    let at_the_door = on(Channel::BoxOffice);
    assert_eq!((prices(&at_the_door), at_the_door.units[0].list), (vec![10_800, 3_600], 12_000));
    book.items[0].free = Some(FreePrice { min: 10_000, max: None });
    let give = |channel, minor| {
        let units = vec![Unit { chosen: Some(minor), ..unit(1) }];
        quote(&book, &Basket { channel, units, ..basket(&[]) }).map(|found| found.units[0].price)
    };
    assert_eq!(give(Channel::Web, 10_000), Ok(10_000));
    assert_eq!(
        give(Channel::BoxOffice, 11_999),
        Err(Refusal::OutOfLimits { line: 0, min: 12_000, max: Some(crate::product::MAX_PRICE) })
    );
}
