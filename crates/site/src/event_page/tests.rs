use super::{http::quantity, *};
use crate::form::amount;
use crate::i18n::Lang;

fn zone() -> Zone {
    "Europe/Berlin".parse().expect("a zone")
}

fn offer(minor: i64, stock: Stock) -> Offer {
    Offer {
        id: format!("prd_{minor}"),
        category: None,
        form_of: None,
        original: None,
        because: Vec::new(),
        tax: None,
        contains: Vec::new(),
        free_price: false,
        name: "Regular".to_owned(),
        description: String::new(),
        picture: None,
        icon: None,
        price: Money::new(minor, "EUR".parse().expect("a currency")),
        stock,
        sales_until: None,
        unlocked: false,
        looked_at: false,
    }
}

const PLENTY: Stock = Stock::Available { up_to: 10 };

#[test]
fn every_line_says_why_it_cannot_be_bought() {
    let words = Words::new(Lang::En);
    let note = |stock: Stock| stock.note(words, &zone()).unwrap_or_default();
    assert_eq!(note(PLENTY), "");
    assert_eq!(note(Stock::Low { left: Some(1), up_to: 1 }), "Only 1 left");
    assert_eq!(note(Stock::SoldOut), "Sold out");
    assert!(note(Stock::Held).contains("other people’s carts"));
    let later = "2026-03-02T09:00:00Z".parse().expect("an instant");
    assert_eq!(note(Stock::NotYet(later)), "On sale from Mon 2 Mar 2026, 10:00 CET");
}

#[test]
fn the_price_on_top_says_whether_there_are_others() {
    let words = Words::new(Lang::En);
    let euros = |minor| Money::new(minor, "EUR".parse().expect("a currency"));
    let said = |least, most| price_from(words, Some((euros(least), euros(most)))).unwrap_or_default();
    assert_eq!(price_from(words, None), None);
    assert_eq!(said(4900, 4900), "€49.00");
    assert_eq!(said(4900, 9900), "From €49.00");
    assert_eq!(said(0, 0), "Free");
    assert_eq!(said(0, 900), "Free to €9.00");
}

#[test]
fn one_choice_is_preset_and_an_answer_is_kept_as_typed() {
    let words = Words::new(Lang::En);
    let one = [offer(100, PLENTY)];
    let form = TicketForm::new(words, &zone(), &one, |_| Typed::default(), FormErrors::default());
    assert_eq!(form.sections[0].groups[0].lines[0].quantity, "1");
    let typed = |_: &str| Typed { quantity: Some("two".into()), price: None };
    let form = TicketForm::new(words, &zone(), &one, typed, FormErrors::default());
    assert_eq!(form.sections[0].groups[0].lines[0].quantity, "two");
}

#[test]
fn variations_stand_together_below_their_ticket_type_and_ticket_types_below_their_heading() {
    let words = Words::new(Lang::En);
    let heading = |name: &str| Some(Heading { name: name.to_owned(), description: String::new() });
    let form_of = |name: &str| Offer { form_of: heading(name), ..offer(100, PLENTY) };
    let below = |name: &str, offer: Offer| Offer { category: heading(name), ..offer };
    let offers = [
        form_of("Conference"),
        form_of("Conference"),
        offer(200, PLENTY),
        below("Extras", form_of("Shirt")),
        below("Extras", form_of("Shirt")),
        below("Extras", offer(300, PLENTY)),
    ];
    let form = TicketForm::new(words, &zone(), &offers, |_| Typed::default(), FormErrors::default());
    let told = form.sections.iter().map(|section| {
        let groups = section.groups.iter().map(|group| (group.name.as_deref(), group.lines.len()));
        (section.name.as_deref(), groups.collect::<Vec<_>>())
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (None, vec![(Some("Conference"), 2), (None, 1)]),
            (Some("Extras"), vec![(Some("Shirt"), 2), (None, 1)]),
        ]
    );
    assert_eq!(offers[0].full_name(), "Conference · Regular");
}

#[test]
fn amounts_are_read_as_people_type_them() {
    let euros = |typed| amount(typed, "EUR".parse().expect("a currency"));
    let typed = ["5", " 7,50 ", "7.5", "٣٫٥", "", "1.234", "-1", "5 Euro", "99999999999999999999"];
    assert_eq!(typed.map(euros), [Some(500), Some(750), Some(750), Some(350), None, None, None, None, None]);
    let other = |typed, code: &str| amount(typed, code.parse().expect("a currency"));
    assert_eq!(
        [other("500", "JPY"), other("500.5", "JPY"), other("1.234", "KWD")],
        [Some(500), None, Some(1234)]
    );
}

#[test]
fn a_map_is_a_plain_link() {
    let place = Place::new("Café Müller", "Straße 1", "").expect("a place");
    assert_eq!(
        place.map_href.as_deref(),
        Some("https://www.openstreetmap.org/search?query=Caf%C3%A9%20M%C3%BCller%20Stra%C3%9Fe%201")
    );
    assert!(Place::new("", " ", "").is_none());
}

#[test]
fn a_name_cannot_close_the_script_element() {
    let words = Words::new(Lang::En);
    let page = EventPage {
        cancelled: false,
        event: Brief {
            name: "</script><b>".to_owned(),
            href: String::new(),
            dates: words.dates(
                "2026-03-14T18:00:00Z".parse().expect("an instant"),
                "2026-03-14T20:00:00Z".parse().expect("an instant"),
                None,
                &zone(),
            ),
            place: None,
        },
        organiser: Link { text: "Org".to_owned(), href: String::new() },
        summary: String::new(),
        about: String::new(),
        cover: None,
        mosaic: String::new(),
        price_from: None,
        notice: None,
        tickets: None,
        calendar_href: None,
    };
    let json = structured::json_ld(&page, &[offer(4900, PLENTY)], "https://t.example/e", None);
    assert!(!json.contains('<'));
    assert!(json.contains("\"price\":\"49.00\""));
}

#[test]
fn numbers_are_taken_as_people_type_them() {
    let typed = [" 2 ", "", "٣", "۱۲"].map(quantity);
    assert_eq!(typed, [Some(2), Some(0), Some(3), Some(12)]);
    assert_eq!(["two", "-1", "1.5"].map(quantity), [None, None, None]);
}
