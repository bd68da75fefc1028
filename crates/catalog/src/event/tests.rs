use kernel::{Locale, LocalizedText, Money, ProductId, QuotaId};

use super::{
    checklist::{Checklist, ItemState},
    *,
};
use crate::{
    availability::Terms,
    composition::Composition,
    product::{Kind, Product, Window},
};

fn text(text: &str) -> LocalizedText {
    LocalizedText::new(Locale::english(), text)
}

fn details() -> Details {
    Details::new(
        text("Open Air"),
        vec![Locale::english()],
        "Europe/Berlin".parse().unwrap(),
        ("2027-06-01T18:00:00Z".parse().unwrap(), "2027-06-01T22:00:00Z".parse().unwrap()),
        "EUR".parse().unwrap(),
    )
}

fn event(details: Details) -> Event {
    let then = "2027-01-01T00:00:00Z".parse().unwrap();
    Event {
        id: Uuid::nil().into(),
        slug: "open-air".parse().unwrap(),
        details,
        mode: crate::Mode::Live,
        status: Status::Draft,
        cover: None,
        published_at: None,
        cancellation: None,
        version: 1,
        created_at: then,
        updated_at: then,
        organiser: Organiser {
            slug: "park".to_owned(),
            name: "Park".to_owned(),
            contact_email: "hello@example.org".to_owned(),
            website: None,
            about: LocalizedText::default(),
            locales: vec![Locale::english()],
        },
    }
}

fn product(price_minor: i64, quotas: usize) -> Product {
    let then = "2027-01-01T00:00:00Z".parse().unwrap();
    Product {
        id: ProductId::from(Uuid::nil()),
        name: text("Standing"),
        description: LocalizedText::default(),
        picture: None,
        icon: None,
        kind: Kind::Admission,
        category: None,
        heading: None,
        free_price: false,
        variations: Vec::new(),
        price: Money::new(price_minor, "EUR".parse().unwrap()),
        channel_prices: crate::price::ChannelPrices::default(),
        sort: 0,
        window: Window::default(),
        terms: Terms::open(),
        composition: Composition::default(),
        quota_ids: vec![QuotaId::from(Uuid::nil()); quotas],
        stock: Vec::new(),
        version: 1,
        created_at: then,
        updated_at: then,
    }
}

fn blocking(details: Details, products: &[Product]) -> Vec<&'static str> {
    let now = "2027-01-01T00:00:00Z".parse().unwrap();
    let list = Checklist::of(&event(details), products, now, &ports::Providers::default());
    let blocking: Vec<_> =
        list.items.iter().filter(|i| i.state == ItemState::Blocking).map(|i| i.key).collect();
    assert_eq!(list.ready, blocking.is_empty());
    blocking
}

fn refused(edit: impl FnOnce(&mut Details)) -> Vec<String> {
    let mut details = details();
    edit(&mut details);
    details.problems().into_iter().map(|problem| problem.pointer).collect()
}

#[test]
fn an_empty_draft_is_told_what_is_missing() {
    assert_eq!(blocking(details(), &[]), ["venue", "ticket", "quota"]);
}

#[test]
fn a_free_event_needs_no_way_to_pay_and_a_paid_one_does() {
    let mut open_air = details();
    open_air.venue_name = "Park".to_owned();
    assert!(blocking(open_air.clone(), &[product(0, 1)]).is_empty());
    assert_eq!(blocking(open_air.clone(), &[product(1500, 1)]), ["payment"]);
    open_air.payment_methods = vec![PaymentMethod::BankTransfer];
    assert_eq!(blocking(open_air.clone(), &[product(1500, 1)]), ["bank_details"]);
    open_air.payment_methods = vec![PaymentMethod::Sandbox];
    // A way to pay that this installation does not have is none.
    assert_eq!(blocking(open_air, &[product(1500, 1)]), ["payment"]);
}

#[test]
fn a_ticket_without_places_blocks_by_name() {
    let mut open_air = details();
    open_air.online_url = "https://example.org/live".to_owned();
    let now = "2027-01-01T00:00:00Z".parse().unwrap();
    let list = Checklist::of(&event(open_air), &[product(0, 0)], now, &ports::Providers::default());
    let quota = list.items.iter().find(|item| item.key == "quota").unwrap();
    assert_eq!(quota.detail, "Give places to “Standing”: without a quota it can't be sold.");
}

#[test]
fn dates_have_to_be_in_order_and_in_the_calendar() {
    assert_eq!(refused(|d| d.ends_at = d.starts_at), ["/ends_at"]);
    assert_eq!(refused(|d| d.doors_at = Some(d.ends_at.plus_seconds(1))), ["/doors_at"]);
    assert_eq!(refused(|d| d.ends_at = "9999-01-01T00:00:00Z".parse().unwrap()), ["/ends_at"]);
    assert_eq!(refused(|d| d.starts_at = "-009998-01-01T00:00:00Z".parse().unwrap()), ["/starts_at"]);
}

#[test]
fn every_text_is_in_a_language_of_the_event() {
    let german: Locale = "de".parse().unwrap();
    assert_eq!(refused(|d| d.summary = LocalizedText::new(german.clone(), "Draußen")), ["/summary"]);
    assert_eq!(refused(|d| d.locales = vec![german.clone()]), ["/name", "/name"]);
    assert_eq!(refused(|d| d.locales = vec![Locale::english(), Locale::english()]), ["/locales"]);
    assert!(refused(|d| d.locales.push(german)).is_empty());
}

#[test]
fn an_iban_with_a_wrong_digit_is_refused() {
    let iban: Iban = "de89 3704 0044 0532 0130 00".parse().unwrap();
    assert_eq!(iban.as_str(), "DE89370400440532013000");
    assert_eq!(iban.to_string(), "DE89 3704 0044 0532 0130 00");
    for bad in ["DE89370400440532013001", "DE98370400440532013000", "89370400440532013000", "", "DE893704ü"]
    {
        assert_eq!(bad.parse::<Iban>(), Err(InvalidIban), "{bad}");
    }
}
