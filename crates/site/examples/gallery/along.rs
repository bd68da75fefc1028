//! The page that asks what goes along with the tickets.

use anyhow::Result;
use site::{
    event_page::add_ons::{AddOnsPage, Choice, Group, Line},
    form::FormErrors,
    shell::Shell,
};

use crate::Gallery;

/// Asked, and with something missing.
pub fn write(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let line = |field: &str, name: [&str; 3], minor| Line {
        field: field.to_owned(),
        name: s.say(name),
        price: if minor == 0 { words.say("add-on-included") } else { words.price(s.euros(minor)) },
        original: (minor > 0).then(|| words.price(s.euros(minor + 500))),
        price_minor: minor,
        tax: (minor > 0).then(|| words.tax_note("19", &s.say(["VAT", "MwSt.", "ضريبة القيمة المضافة"]))),
        up_to: 2,
        quantity: "0".to_owned(),
    };
    let dinner = ["Speakers’ dinner", "Abendessen mit den Vortragenden", "عشاء المتحدثين"];
    let choice = |name, limits: &str, lines: Vec<Line>| Choice {
        name: s.say(name),
        icon: None,
        description: String::new(),
        limits: words.say_with(limits, &[("count", 2.into())]),
        field: lines.first().map(|line| line.field.clone()).unwrap_or_default(),
        lines,
        error: None,
    };
    let shirts = vec![line("add-on-2-s", ["S", "S", "S"], 0), line("add-on-2-m", ["M", "M", "M"], 0)];
    let page = AddOnsPage {
        event: s.conference(),
        action: "/nordlicht/konferenz/cart".to_owned(),
        kept: vec![("quantity-prd_2".to_owned(), "2".to_owned())],
        groups: vec![Group {
            name: s.say(["Regular", "Regulär", "عادية"]),
            quantity: 2,
            choices: vec![
                choice(dinner, "add-ons-up-to", vec![line("add-on-2-3", dinner, 4500)]),
                choice(["Shirt", "Hemd", "قميص"], "add-ons-exactly", shirts),
            ],
        }],
        errors: FormErrors::default(),
    };
    let mut wrong = page.clone();
    let missing = words.say_with(
        "add-ons-at-least",
        &[("count", 2.into()), ("name", s.say(["Shirt", "Hemd", "قميص"]).into())],
    );
    wrong.errors.add("add-on-2-s", missing.clone());
    wrong.groups[0].choices[1].error = Some(missing);
    let mut shell = s.shell(&words.say("add-ons-title")).private();
    shell.alternates.clear();
    let failed = Shell { failed: true, ..shell.clone() };
    gallery.add("add-ons", &shell, &page)?;
    gallery.add("add-ons-wrong", &failed, &wrong)
}
