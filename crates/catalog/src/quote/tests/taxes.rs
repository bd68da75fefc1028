use super::*;
use crate::vat::Country;

fn buyer(country: &str, vat_id: Option<&str>, checked: VatCheck) -> Customer {
    let country = country.parse::<Country>().ok();
    Customer { country, business: vat_id.is_some(), vat_id: vat_id.and_then(|id| id.parse().ok()), checked }
}

/// 19 % at home and to people in the Union, reverse charge to its businesses, nothing elsewhere.
fn cross_border() -> Book {
    let mut book = book(&[11_900]);
    let case = |country, buyer, treatment| TaxCase { country, buyer, treatment };
    book.taxes[0].cases = vec![
        case(Place::In("DE".parse().unwrap()), BuyerKind::Anybody, charge("19")),
        case(Place::In("AT".parse().unwrap()), BuyerKind::Private, charge("20")),
        case(Place::Eu, BuyerKind::BusinessWithVatId, Treatment::ReverseCharge),
        case(Place::In("US".parse().unwrap()), BuyerKind::Anybody, Treatment::Refuse),
        case(Place::In("CH".parse().unwrap()), BuyerKind::Anybody, Treatment::OutOfScope),
    ];
    book
}

fn taxed(book: &Book, customer: Customer) -> Result<Taxed, Refusal> {
    Ok(quote(book, &Basket { customer, ..basket(&[1]) })?.units[0].taxed)
}

#[test]
fn the_first_case_that_fits_the_buyer_applies() {
    let book = cross_border();
    let of = |country: &str, vat_id, checked| {
        taxed(&book, buyer(country, vat_id, checked)).map(|taxed| (taxed.net, taxed.tax, taxed.code))
    };
    let unchecked = VatCheck::Unchecked;
    assert_eq!(of("DE", Some("DE868837109"), VatCheck::Valid), Ok((10_000, 1_900, TaxCode::S)));
    assert_eq!(of("AT", None, unchecked), Ok((10_000, 2_000, TaxCode::S)));
    assert_eq!(of("AT", Some("ATU69070293"), VatCheck::Valid), Ok((10_000, 0, TaxCode::Ae)));
    assert_eq!(of("AT", Some("ATU69070293"), VatCheck::Invalid), Ok((10_000, 1_900, TaxCode::S)));
    assert_eq!(of("CH", None, unchecked), Ok((10_000, 0, TaxCode::O)));
    assert_eq!(of("US", None, unchecked), Err(Refusal::NotSoldThere { line: 0 }));
    assert_eq!(of("", None, unchecked), Ok((10_000, 1_900, TaxCode::S)));
}

#[test]
fn a_register_that_cannot_be_asked_flags_and_does_not_block() {
    let customer = |checked| buyer("FR", Some("FR43100678994"), checked);
    let found =
        |checked| quote(&cross_border(), &Basket { customer: customer(checked), ..basket(&[1]) }).unwrap();
    assert!(found(VatCheck::Unchecked).unchecked_vat_id && found(VatCheck::Unchecked).tax == 0);
    assert!(!found(VatCheck::Valid).unchecked_vat_id);
}

#[test]
fn the_gross_can_stay_when_the_rate_changes() {
    let mut book = cross_border();
    book.taxes[0].keep_gross = true;
    let found = taxed(&book, buyer("AT", None, VatCheck::Unchecked)).unwrap();
    assert_eq!((found.net, found.tax, found.gross), (9_917, 1_983, 11_900));
}

#[test]
fn prices_without_tax_get_it_on_top() {
    let mut book = book(&[10_000]);
    book.terms.includes_tax = false;
    let found = quote(&book, &basket(&[1])).unwrap();
    assert_eq!((found.net, found.tax, found.total, found.units[0].price), (10_000, 1_900, 11_900, 10_000));
}

#[test]
fn an_event_without_a_tax_rule_is_outside_the_scope_of_tax() {
    let mut book = book(&[10_000]);
    book.terms.default_tax = None;
    let found = quote(&book, &basket(&[1])).unwrap();
    assert_eq!(
        (found.net, found.tax, found.units[0].taxed.code, found.units[0].taxed.rule),
        (10_000, 0, TaxCode::O, None)
    );
}

/// Five tickets at 14.99 with 19 %: 5 × 2.39 = 11.95 by lines, but 19 % of 63.00 net are 11.97.
#[test]
fn sums_by_net_differ_from_sums_of_lines_and_say_where() {
    let mut book = book(&[1_499]);
    let with = |book: &Book, business| {
        let customer = Customer { business, ..Customer::default() };
        let found = quote(book, &Basket { customer, ..basket(&[1; 5]) }).unwrap();
        (found.net, found.tax, found.total)
    };
    assert_eq!(with(&book, true), (6_300, 1_195, 7_495));
    book.terms.rounding = Rounding::SumByNet;
    assert_eq!(with(&book, true), (6_300, 1_197, 7_497));
    book.terms.rounding = Rounding::SumKeepGross;
    assert_eq!(with(&book, true), (6_298, 1_197, 7_495));
    book.terms.rounding = Rounding::SumBusiness;
    assert_eq!((with(&book, true), with(&book, false)), ((6_300, 1_197, 7_497), (6_300, 1_195, 7_495)));
}
