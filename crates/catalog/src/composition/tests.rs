use kernel::{CategoryId, Chance, Instant, LocalizedText, Money, ProductId};

use super::{AddOn, Composition, Line, Part, accept::problems, units};
use crate::{
    Item,
    availability::Terms,
    price::ChannelPrices,
    product::{Kind, Plan, Product, Window},
    quote::{Part as How, Refusal},
    sale::SaleProduct,
};

fn now() -> Instant {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

fn ids<const N: usize>() -> [ProductId; N] {
    let chance = Chance::seeded(11);
    std::array::from_fn(|_| ProductId::new(now(), &chance))
}

fn text(name: &str) -> LocalizedText {
    LocalizedText::new(kernel::Locale::english(), name)
}

fn on_sale(id: ProductId, composition: Composition) -> SaleProduct {
    SaleProduct {
        id,
        variation: None,
        name: text("A ticket"),
        kind: Kind::Admission,
        category: None::<CategoryId>,
        price: Money::new(10_000, "EUR".parse().unwrap()),
        channel_prices: ChannelPrices::default(),
        free_price: false,
        needs_variation: false,
        composition,
        terms: Terms::open(),
        quota_ids: Vec::new(),
    }
}

fn add_on(product_id: ProductId, min: u32, max: u32) -> AddOn {
    AddOn { product_id, min, max, included: false }
}

fn part(product_id: ProductId, count: u32, share_minor: i64) -> Part {
    Part { product_id, variation_id: None, count, share_minor }
}

fn with(add_ons: &[AddOn], bundle: &[Part]) -> Composition {
    Composition { add_ons: add_ons.to_vec(), bundle: bundle.to_vec(), ..Composition::default() }
}

fn line(product: ProductId, quantity: usize, parent: Option<usize>) -> Line {
    Line { item: Item::from(product), quantity, parent, chosen: None }
}

#[test]
fn add_ons_go_to_the_ticket_with_the_fewest_of_their_kind() {
    let [ticket, shirt, tent] = ids();
    let goods = [
        on_sale(ticket, with(&[add_on(shirt, 0, 1), AddOn { included: true, ..add_on(tent, 1, 2) }], &[])),
        on_sale(shirt, Composition { sold_alone: false, ..Composition::default() }),
        on_sale(tent, Composition::default()),
    ];
    let made = units(
        &goods,
        &[
            line(ticket, 2, None),
            line(shirt, 1, Some(0)),
            line(shirt, 1, Some(0)),
            line(tent, 3, Some(0)),
            line(tent, 1, None),
        ],
    )
    .unwrap();
    let told: Vec<_> = made.iter().map(|unit| (unit.line, unit.parent, unit.part)).collect();
    assert_eq!(
        told,
        [
            (0, None, How::Own),
            (0, None, How::Own),
            (1, Some(0), How::Own),
            (2, Some(1), How::Own),
            (3, Some(0), How::Included),
            (3, Some(1), How::Included),
            (3, Some(0), How::Included),
            (4, None, How::Own),
        ]
    );
}

#[test]
fn what_does_not_belong_together_is_refused_by_line() {
    let [ticket, shirt, tent, other] = ids();
    let goods = [
        on_sale(ticket, with(&[add_on(shirt, 1, 2)], &[])),
        on_sale(shirt, Composition { sold_alone: false, ..Composition::default() }),
        on_sale(tent, Composition::default()),
    ];
    let refused = |lines: &[Line]| units(&goods, lines).unwrap_err();
    assert_eq!(refused(&[line(other, 1, None)]), Refusal::Unknown { line: 0 });
    assert_eq!(refused(&[line(shirt, 1, None)]), Refusal::NotAlone { line: 0 });
    assert_eq!(refused(&[line(ticket, 1, None), line(tent, 1, Some(0))]), Refusal::NoAddOn { line: 1 });
    assert_eq!(
        refused(&[line(ticket, 2, None), line(shirt, 5, Some(0))]),
        Refusal::TooManyAddOns { line: 1, max: 2 }
    );
    assert_eq!(
        refused(&[line(ticket, 2, None), line(shirt, 1, Some(0))]),
        Refusal::AddOnNeeded { line: 0, product: shirt, min: 1 }
    );
    for parent in [0, 1, 7] {
        assert_eq!(refused(&[line(shirt, 1, Some(parent))]), Refusal::Orphan { line: 0 });
    }
    let twice = [line(ticket, 1, None), line(shirt, 1, Some(0)), line(shirt, 1, Some(1))];
    assert_eq!(refused(&twice), Refusal::Orphan { line: 2 });
    assert_eq!(refused(&[line(tent, 501, None)]), Refusal::TooMany(500));
}

#[test]
fn each_bundle_brings_its_parts() {
    let [vip, ticket, drink] = ids();
    let goods = [
        on_sale(vip, with(&[], &[part(ticket, 1, 7000), part(drink, 2, 500)])),
        on_sale(ticket, Composition::default()),
        on_sale(drink, Composition::default()),
    ];
    let made = units(&goods, &[line(vip, 2, None)]).unwrap();
    let told: Vec<_> = made.iter().map(|unit| (unit.product, unit.parent, unit.part)).collect();
    let whole = [(vip, None, How::Own), (ticket, Some(0), How::Share(7000))];
    assert_eq!(told[..2], whole);
    assert_eq!(told[2..4], [(drink, Some(0), How::Share(500)); 2]);
    assert_eq!(told[4..6], [(vip, None, How::Own), (ticket, Some(4), How::Share(7000))]);
    assert_eq!(told.len(), 8);
}

fn product(id: ProductId, name: &str, composition: Composition) -> Product {
    Product {
        id,
        name: text(name),
        description: LocalizedText::default(),
        picture: None,
        icon: None,
        kind: Kind::Admission,
        category: None,
        heading: None,
        free_price: false,
        variations: Vec::new(),
        price: Money::new(10_000, "EUR".parse().unwrap()),
        channel_prices: ChannelPrices::default(),
        sort: 0,
        window: Window::default(),
        terms: Terms::open(),
        composition,
        quota_ids: Vec::new(),
        stock: Vec::new(),
        version: 1,
        created_at: now(),
        updated_at: now(),
    }
}

#[test]
fn circles_and_towers_are_refused_and_say_so() {
    let [outer, inner, plain] = ids();
    let products = [
        product(outer, "Festival", with(&[], &[part(inner, 1, 0)])),
        product(inner, "Day", Composition::default()),
        product(plain, "Cup", Composition::default()),
    ];
    let told = |id: Option<ProductId>, composition: Composition| -> Vec<(String, String)> {
        let plan = Plan { composition, ..Plan::new(text("New"), 10_000) };
        let found = problems(&products, id, &plan);
        found.into_iter().map(|error| (error.pointer, error.code.to_string())).collect()
    };
    let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(told(None, with(&[add_on(plain, 0, 1)], &[part(inner, 1, 0)])), vec![]);
    assert_eq!(
        told(Some(plain), with(&[add_on(plain, 0, 1)], &[])),
        one("/add_ons/0/product_id", "catalog.circular")
    );
    // The festival contains the day, so the day contains nothing: not the festival, not a cup.
    let back = told(Some(inner), with(&[], &[part(outer, 1, 0)]));
    assert!(back.contains(&("/bundle/0/product_id".to_owned(), "catalog.circular".to_owned())), "{back:?}");
    assert_eq!(told(Some(inner), with(&[add_on(plain, 0, 1)], &[])), one("/add_ons", "catalog.circular"));
    assert_eq!(told(None, with(&[], &[part(outer, 1, 0)])), one("/bundle/0/product_id", "catalog.nested"));
    // And sums and limits have to be right.
    let invalid = "request.invalid_field";
    assert_eq!(told(None, with(&[add_on(plain, 3, 2)], &[])), one("/add_ons/0/min", invalid));
    let twice = [add_on(plain, 0, 1), add_on(plain, 0, 2)];
    assert_eq!(told(None, with(&twice, &[])), one("/add_ons/1/product_id", invalid));
    assert_eq!(told(None, with(&[], &[part(inner, 2, 5001)])), one("/bundle", invalid));
    assert_eq!(told(None, with(&[], &[part(inner, 100, i64::MAX)])), one("/bundle", invalid));
}
