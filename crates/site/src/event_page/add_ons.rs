//! The step between choosing tickets and the checkout: what can be bought along with them.

use std::collections::BTreeMap;

use catalog::{
    EventHead, Item,
    availability::State,
    composition::AddOn,
    public::{PublicAvailability, PublicEvent, PublicProduct, PublicTax},
};
use kernel::{Locale, LocalizedText, Money};
use sales::cart::Wish;
use serde::Serialize;

use super::{Brief, build, http::quantity, icons};
use crate::{form::FormErrors, i18n::Words, markdown, render::View, shell::Shell, visit::Paths};

/// What the names of the step's fields begin with; the ticket's and the add-on's ids follow.
const FIELD: &str = "add-on-";

/// The field that tells that the step was taken.
const TAKEN: &str = "add-ons";

/// What came with the form.
#[derive(Debug, Default)]
pub(crate) struct Entered {
    /// Whether the visitor has seen the step.
    taken: bool,
    /// What was typed, by field.
    typed: BTreeMap<String, String>,
}

impl Entered {
    /// Takes a field of the form, if it is one of the step's.
    pub fn take(&mut self, name: &str, value: &str) -> bool {
        match name.strip_prefix(FIELD) {
            Some(_) => drop(self.typed.insert(name.to_owned(), value.to_owned())),
            None if name == TAKEN => self.taken = true,
            None => return false,
        }
        true
    }

    /// Whether these tickets have something to choose, and nobody was asked yet.
    pub fn is_due(&self, event: &PublicEvent, wishes: &[Wish]) -> bool {
        !self.taken && wishes.iter().any(|wish| rules(event, wish.item).any(|(_, product)| is_open(product)))
    }
}

/// One thing that can be added, in one form.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its name in the form.
    pub field: String,
    /// What it is called.
    pub name: String,
    /// What it costs, or that it is included.
    pub price: String,
    /// What it would cost without what makes it cheaper.
    pub original: Option<String>,
    /// The price in minor units.
    pub price_minor: i64,
    /// What tax is in the price: “incl. 19 % VAT”.
    pub tax: Option<String>,
    /// The most that can be chosen.
    pub up_to: u64,
    /// How many, as typed.
    pub quantity: String,
}

/// One rule: a product in its forms, and how many of it.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The product's name.
    pub name: String,
    /// The drawing beside it.
    pub icon: Option<&'static str>,
    /// What it is, as safe HTML.
    pub description: String,
    /// How many can or have to be chosen.
    pub limits: String,
    /// Its forms.
    pub lines: Vec<Line>,
    /// The first field, for complaints.
    pub field: String,
    /// What is wrong.
    pub error: Option<String>,
}

/// What goes with one kind of ticket.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The ticket's name.
    pub name: String,
    /// How many of it were chosen.
    pub quantity: u32,
    /// What goes with it.
    pub choices: Vec<Choice>,
}

/// The page of the step.
#[derive(Clone, Debug, Serialize)]
pub struct AddOnsPage {
    /// The event.
    pub event: Brief,
    /// Where it is sent.
    pub action: String,
    /// What was chosen before, to be sent again.
    pub kept: Vec<(String, String)>,
    /// By ticket.
    pub groups: Vec<Group>,
    /// What is wrong.
    pub errors: FormErrors,
}

impl View for AddOnsPage {
    const TEMPLATE: &'static str = "add_ons.html";
}

/// Adds what was chosen along with the tickets to the wishes; complains where that is not a number, or too few or too
/// many.
pub(crate) fn choose(
    (words, locale): (Words, &Locale),
    event: &PublicEvent,
    entered: &Entered,
    wishes: &mut Vec<Wish>,
    errors: &mut FormErrors,
) {
    for (at, wish) in wishes.clone().into_iter().enumerate() {
        for (rule, product) in rules(event, wish.item) {
            let mut chosen = 0;
            let forms = forms(product);
            for form in &forms {
                let field = field(wish.item, form.item);
                let typed = entered.typed.get(&field).map(String::as_str).unwrap_or_default();
                match quantity(typed) {
                    None => errors.add(field, words.say("quantity-not-a-number")),
                    Some(0) => {}
                    Some(count) => {
                        chosen += count;
                        wishes.push(Wish { parent: Some(at), ..Wish::new(form.item, count) });
                    }
                }
            }
            let (least, most) = limits(rule, wish.quantity);
            let Some(first) = forms.first().map(|form| field(wish.item, form.item)) else { continue };
            let complain = |key: &str, count: u32| {
                let name = product.name.get(locale);
                words.say_with(key, &[("count", i64::from(count).into()), ("name", name.into())])
            };
            if chosen < least {
                errors.add(first, complain("add-ons-at-least", least));
            } else if chosen > most {
                errors.add(first, complain("add-ons-at-most", most));
            }
        }
    }
}

/// The page for these tickets; `kept` is the form that chose them.
pub(crate) fn page(
    origin: &str,
    locale: &Locale,
    (head, event): (&EventHead, &PublicEvent),
    (wishes, kept): (&[Wish], Vec<(String, String)>),
    (entered, errors): (&Entered, FormErrors),
) -> (Words, Shell, AddOnsPage) {
    let words = Words::new(crate::Lang::for_locale(locale));
    let paths = Paths::new(&event.organiser.slug, event.slug.as_str(), locale, &head.main_locale());
    let group = |wish: &Wish| {
        let offered = rules(event, wish.item).filter(|(_, product)| is_open(product));
        let choice = |(rule, product)| choice((words, locale), wish, (rule, product), entered, &errors);
        Group {
            name: name(event, wish.item, locale),
            quantity: wish.quantity,
            choices: offered.map(choice).collect(),
        }
    };
    let tickets = wishes.iter().filter(|wish| wish.parent.is_none());
    let kept = kept.into_iter().filter(|(name, _)| !name.starts_with(FIELD) && name != TAKEN);
    let page = AddOnsPage {
        event: build::brief_of(words, locale, head, &paths),
        action: paths.cart(),
        kept: kept.chain([(TAKEN.to_owned(), "1".to_owned())]).collect(),
        groups: tickets.map(group).filter(|group| !group.choices.is_empty()).collect(),
        errors,
    };
    let title = words.say("add-ons-title");
    let mut shell = build::private_shell(words, locale, origin, (&event.organiser, &paths), title)
        .testing("event", event.test_mode);
    shell.failed = !page.errors.is_empty();
    (words, shell, page)
}

fn choice(
    (words, locale): (Words, &Locale),
    wish: &Wish,
    (rule, product): (&AddOn, &PublicProduct),
    entered: &Entered,
    errors: &FormErrors,
) -> Choice {
    let (least, most) = limits(rule, wish.quantity);
    let forms = forms(product);
    // Nobody has to type what can't be anything else.
    let preset = if forms.len() == 1 { least } else { 0 };
    let line = |form: &Form<'_>| {
        let field = field(wish.item, form.item);
        let paid = Some(form.price).filter(|price| !rule.included && !price.is_zero());
        Line {
            name: form.name.get(locale).to_owned(),
            price: if rule.included { words.say("add-on-included") } else { words.price(form.price) },
            original: paid.and(form.original).map(|original| words.price(original)),
            price_minor: if rule.included { 0 } else { form.price.minor },
            tax: paid.and(form.tax).map(|tax| words.tax_note(&tax.rate.to_string(), tax.name.get(locale))),
            up_to: form.told.available_up_to.min(most.into()),
            quantity: entered.typed.get(&field).cloned().unwrap_or_else(|| preset.to_string()),
            field,
        }
    };
    let lines: Vec<Line> = forms.iter().map(line).filter(|line| line.up_to > 0).collect();
    let field = forms.first().map(|form| field(wish.item, form.item)).unwrap_or_default();
    Choice {
        name: product.name.get(locale).to_owned(),
        icon: product.icon.map(icons::drawing),
        description: markdown::to_html(product.description.get(locale)),
        limits: match least {
            0 => words.say_with("add-ons-up-to", &[("count", i64::from(most).into())]),
            _ if least == most => words.say_with("add-ons-exactly", &[("count", i64::from(most).into())]),
            _ => words.say_with(
                "add-ons-between",
                &[("least", i64::from(least).into()), ("most", i64::from(most).into())],
            ),
        },
        error: errors.of(&field),
        lines,
        field,
    }
}

/// What can be bought along with a ticket, as far as it is shown.
fn rules(event: &PublicEvent, ticket: Item) -> impl Iterator<Item = (&AddOn, &PublicProduct)> {
    let whole = event.products.iter().find(move |product| product.id == ticket.product);
    let rules = whole.into_iter().flat_map(|product| &product.add_ons);
    rules
        .filter_map(|rule| Some((rule, event.products.iter().find(|product| product.id == rule.product_id)?)))
}

/// What can be added, in one form.
struct Form<'a> {
    item: Item,
    name: &'a LocalizedText,
    price: Money,
    original: Option<Money>,
    tax: Option<&'a PublicTax>,
    told: &'a PublicAvailability,
}

/// The product, or each of its variations.
fn forms(product: &PublicProduct) -> Vec<Form<'_>> {
    if product.variations.is_empty() {
        return vec![Form {
            item: product.id.into(),
            name: &product.name,
            price: product.price,
            original: product.original_price,
            tax: product.tax.as_ref(),
            told: &product.availability,
        }];
    }
    let forms = product.variations.iter().map(|form| Form {
        item: Item::new(product.id, Some(form.id)),
        name: &form.name,
        price: form.price,
        original: form.original_price,
        tax: form.tax.as_ref(),
        told: &form.availability,
    });
    forms.collect()
}

fn is_open(product: &PublicProduct) -> bool {
    forms(product).iter().any(|form| matches!(form.told.state, State::Available | State::Low))
}

/// How many have to go with so many tickets, and how many can.
fn limits(rule: &AddOn, tickets: u32) -> (u32, u32) {
    (rule.min.saturating_mul(tickets), rule.max.saturating_mul(tickets))
}

fn field(ticket: Item, added: Item) -> String {
    let id = |item: Item| item.variation.map_or_else(|| item.product.to_string(), |form| form.to_string());
    format!("{FIELD}{}-{}", id(ticket), id(added))
}

/// The ticket's name with that of its variation; empty if guests do not see it.
pub(super) fn name(event: &PublicEvent, item: Item, locale: &Locale) -> String {
    let Some(product) = event.products.iter().find(|product| product.id == item.product) else {
        return String::new();
    };
    let whole = product.name.get(locale);
    match product.variations.iter().find(|form| Some(form.id) == item.variation) {
        Some(form) => format!("{whole} · {}", form.name.get(locale)),
        None => whole.to_owned(),
    }
}
