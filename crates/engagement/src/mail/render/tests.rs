use super::{words::Words, *};

fn order(locale: &str) -> OrderFacts {
    OrderFacts {
        locale: locale.parse().unwrap(),
        code: "K7M3PQ".to_owned(),
        test: false,
        link: "https://tickets.example/hall/open-air/order/K7M3PQ/s3cr3t".to_owned(),
        buyer: "Ada Lovelace".to_owned(),
        organiser: Organiser { name: "Harbour Hall".to_owned(), email: "hello@hall.example".to_owned() },
        event: EventFacts {
            name: "Open Air & Friends".to_owned(),
            date: "Saturday, 14 March 2027".to_owned(),
            time: "19:00 to 23:00 CET".to_owned(),
            doors: Some("Doors open at 18:00".to_owned()),
            place: vec!["Harbour Hall".to_owned(), "Quay 5, 20457 Hamburg".to_owned()],
            link: "https://tickets.example/hall/open-air".to_owned(),
        },
        lines: vec![
            Line {
                quantity: 2,
                name: "Standing".to_owned(),
                amount: "€56.00".to_owned(),
                notes: vec!["Early bird".to_owned(), "€47.06 net + 19 % tax €8.94".to_owned()],
            },
            Line {
                quantity: 1,
                name: "<Balcony>".to_owned(),
                amount: "€28.00".to_owned(),
                notes: Vec::new(),
            },
        ],
        total: "€84.00".to_owned(),
        taxes: vec![Sum { label: "of that 19 % tax on €70.59".to_owned(), amount: "€13.41".to_owned() }],
        tax_ids: vec![Sum { label: "VAT ID of the seller".to_owned(), amount: "DE136695976".to_owned() }],
    }
}

fn placed(locale: &str) -> OrderPlaced {
    OrderPlaced {
        order: order(locale),
        payment: Payment::Transfer {
            bank: Bank {
                holder: "Harbour Hall e.V.".to_owned(),
                iban: "DE02 1203 0000 0000 2020 51".to_owned(),
                bic: "BYLADEM1001".to_owned(),
                name: String::new(),
            },
            reference: "K7M3PQ".to_owned(),
        },
        until: Some("Sat 21 March 2027, 23:59 CET".to_owned()),
    }
}

fn every_mail(locale: &str) -> Vec<Rendered> {
    let paid = |tickets| OrderPaid { order: order(locale), tickets, attached: true };
    let online = OrderPlaced { payment: Payment::Online, ..placed(locale) };
    let reason = Some("The venue is flooded.".to_owned());
    let off = Some("The storm warning stands.\nWe are sorry.".to_owned());
    vec![
        order_paid(&paid(1)).unwrap(),
        order_paid(&paid(3)).unwrap(),
        order_placed(&placed(locale)).unwrap(),
        order_placed(&online).unwrap(),
        order_cancelled(&OrderCancelled { order: order(locale), reason, was_paid: true }).unwrap(),
        order_expired(&OrderExpired { order: order(locale) }).unwrap(),
        event_cancelled(&EventCancelled { order: order(locale), reason: off, was_paid: true }).unwrap(),
        event_cancelled(&EventCancelled { order: order(locale), reason: None, was_paid: false }).unwrap(),
        invitation(&invited(locale)).unwrap(),
    ]
}

fn invited(locale: &str) -> Invitation {
    Invitation {
        locale: locale.parse().unwrap(),
        organiser: order(locale).organiser,
        inviter: Some("Mara Lindqvist".to_owned()),
        role: RoleName::BuiltIn("event_manager"),
        events: vec!["Open Air & Friends".to_owned(), "Winter <Ball>".to_owned()],
        link: "https://tickets.example/admin/invitation?token=s3cr3t".to_owned(),
        until: "Sat 21 March 2027, 23:59 UTC".to_owned(),
    }
}

#[test]
fn an_invitation_names_the_role_in_the_readers_language_or_in_the_organisations_words() {
    let own = Invitation { role: RoleName::Own("Box office".to_owned()), ..invited("de") };
    assert!(invitation(&own).unwrap().text.contains("Ihre Rolle: Box office"));
    for role in ["owner", "admin", "event_manager", "finance", "support", "marketing", "door", "viewer"] {
        let mail = invitation(&Invitation { role: RoleName::BuiltIn(role), ..invited("ar") }).unwrap();
        let line = mail.text.lines().find(|line| line.contains("دورك")).unwrap();
        assert!(!line.contains(role), "{line}");
    }
}

fn every_account_mail(locale: &str) -> Vec<Rendered> {
    let link = || "https://tickets.example/admin/verify?token=s3cr3t".to_owned();
    let news = [
        AccountNews::VerifyEmail { link: link() },
        AccountNews::ResetPassword { link: link() },
        AccountNews::ChangeEmail { link: link() },
        AccountNews::EmailChanged,
        AccountNews::PasswordChanged,
        AccountNews::SignedOut { organisation: "Harbour Hall".to_owned() },
        AccountNews::SecretsLeft {
            organisation: "Harbour Hall".to_owned(),
            who: "Bea".to_owned(),
            link: "https://tickets.example/admin/harbour/api-keys".to_owned(),
        },
        AccountNews::SignInCode { code: "123456".to_owned() },
    ];
    let (locale, name, site) =
        (locale.parse().unwrap(), "Ada Lovelace".to_owned(), "tickets.example".to_owned());
    let mail =
        |news| AccountMail { locale: Clone::clone(&locale), name: name.clone(), site: site.clone(), news };
    news.into_iter().map(|news| account(&mail(news)).unwrap()).collect()
}

#[test]
fn mails_about_an_account_name_neither_event_nor_order() {
    let mails = ["en", "de", "ar"].into_iter().flat_map(every_account_mail);
    let texts: Vec<String> = mails.map(|mail| format!("{}\n\n{}", mail.subject, mail.text)).collect();
    insta::assert_snapshot!(texts.join("\n\n≈≈≈≈≈≈≈≈≈≈\n\n"));
}

#[test]
fn the_text_says_what_the_html_says() {
    let mail = order_placed(&placed("en")).unwrap();
    for fact in [
        "Your places are reserved",
        "Hello Ada Lovelace,",
        "until Sat 21 March 2027, 23:59 CET",
        "DE02 1203 0000 0000 2020 51",
        "BYLADEM1001",
        "https://tickets.example/hall/open-air/order/K7M3PQ/s3cr3t",
        "Quay 5, 20457 Hamburg",
        "Doors open at 18:00",
        "2 × Standing",
        "47.06 net + 19 % tax",
        "of that 19 % tax on",
        "DE136695976",
        "€84.00",
        "hello@hall.example",
    ] {
        assert!(mail.text.contains(fact), "the text lacks {fact}:\n{}", mail.text);
        let html = mail.html.replace("&#x2f;", "/");
        assert!(html.contains(fact), "the HTML lacks {fact}");
    }
}

#[test]
fn what_people_wrote_can_not_become_markup() {
    let mail = order_paid(&OrderPaid { order: order("en"), tickets: 1, attached: false }).unwrap();
    assert!(mail.html.contains("&lt;Balcony&gt;") && !mail.html.contains("<Balcony>"));
    assert!(mail.text.contains("<Balcony>"));
}

#[test]
fn a_subject_is_one_line() {
    let mut order = order("en");
    order.event.name = "Open\r\nBcc: everybody@example.org".to_owned();
    let mail = order_paid(&OrderPaid { order, tickets: 1, attached: true }).unwrap();
    assert_eq!(mail.subject, "Your ticket for Open  Bcc: everybody@example.org");
}

#[test]
fn mails_speak_the_readers_language() {
    let subject =
        |locale| order_paid(&OrderPaid { order: order(locale), tickets: 2, attached: true }).unwrap().subject;
    assert_eq!(subject("en"), "Your 2 tickets for Open Air & Friends");
    assert_eq!(subject("de-AT"), "Ihre 2 Tickets für Open Air & Friends");
    assert_eq!(subject("fr"), subject("en"));
    let arabic = order_expired(&OrderExpired { order: order("ar") }).unwrap();
    assert!(arabic.html.contains(r#"dir="rtl""#) && arabic.html.contains("انتهى حجزك"));
}

#[test]
fn every_language_knows_every_sentence() {
    let keys = |locale: &str| Words::of(&locale.parse().unwrap()).keys();
    for locale in ["de", "ar"] {
        assert_eq!(keys(locale), keys("en"));
    }
    for mail in ["en", "de", "ar"]
        .into_iter()
        .flat_map(|locale| [every_mail(locale), every_account_mail(locale)].concat())
    {
        for text in [&mail.subject, &mail.text, &mail.html] {
            assert!(!text.contains("{$") && !text.contains("{ $"), "{text}");
        }
    }
}

#[test]
fn every_mail_reads_well() {
    let mails = ["en", "de", "ar"].into_iter().flat_map(every_mail);
    let texts: Vec<String> = mails.map(|mail| format!("{}\n\n{}", mail.subject, mail.text)).collect();
    insta::assert_snapshot!(texts.join("\n\n≈≈≈≈≈≈≈≈≈≈\n\n"));
}
