//! Made-up events and people, in the language of the page.

use anyhow::Result;
use kernel::{Instant, Locale, Money, Zone};
use site::{
    Lang, Words,
    checkout::{Attendee, CodeField, Frame, HoldBar, Method, PriceLine, Step, Summary},
    event_page::{Brief, CodeEntry, EventPage, Offer, Place, Stock, TicketForm, Typed, price_from},
    form::FormErrors,
    markdown, mosaic,
    organiser_page::EventCard,
    shell::{Link, Shell},
};

/// Everything a page is made of.
pub struct Sample {
    /// The language.
    pub words: Words,
    /// The moment the pages are looked at.
    pub now: Instant,
    /// The zone of the events.
    pub zone: Zone,
    /// English, German, Arabic, French.
    pub locales: Vec<Locale>,
}

impl Sample {
    /// The samples in the language of `words`.
    pub fn new(words: Words) -> Result<Self> {
        Ok(Self {
            words,
            now: "2026-03-02T10:00:00Z".parse()?,
            zone: "Europe/Berlin".parse()?,
            locales: ["en", "de", "ar"].into_iter().map(str::parse).collect::<Result<_, _>>()?,
        })
    }

    /// One of three texts, by language.
    pub fn say(&self, [en, de, ar]: [&str; 3]) -> String {
        match self.words.lang {
            Lang::En => en,
            Lang::De => de,
            Lang::Ar => ar,
        }
        .to_owned()
    }

    /// An amount in euros.
    pub fn euros(&self, minor: i64) -> Money {
        Money::new(minor, "EUR".parse().expect("a currency"))
    }

    /// The frame of a page of the sample organiser.
    pub fn shell(&self, title: &str) -> Shell {
        let locale: Locale = self.words.lang.code().parse().expect("a tag");
        Shell::new(self.words, &locale, "https://tickets.example", title)
            .in_languages(&self.locales, &locale, "/nordlicht/open-data-days")
            .of_organiser(&self.organiser(), "/nordlicht", "hello@nordlicht.example")
    }

    /// The organiser's name.
    pub fn organiser(&self) -> String {
        self.say(["Nordlicht Collective", "Kollektiv Nordlicht", "مجموعة نوردليشت"])
    }

    /// The conference.
    pub fn conference(&self) -> Brief {
        Brief {
            name: self.say([
                "Open Data Days 2026",
                "Tage der offenen Daten 2026",
                "أيام البيانات المفتوحة 2026",
            ]),
            href: "/nordlicht/open-data-days".to_owned(),
            dates: self.words.dates(
                "2026-05-07T07:00:00Z".parse().expect("an instant"),
                "2026-05-08T16:00:00Z".parse().expect("an instant"),
                Some("2026-05-07T06:30:00Z".parse().expect("an instant")),
                &self.zone,
            ),
            place: Place::new(
                &self.say(["Old Customs Hall", "Alte Zollhalle", "قاعة الجمارك القديمة"]),
                "Am Kai 7, 20457 Hamburg",
                "https://stream.example",
            ),
        }
    }

    /// The club concert.
    pub fn concert(&self) -> Brief {
        Brief {
            name: "Mira Solberg & The Tidewater Band".to_owned(),
            href: "/hafenklang/mira-solberg".to_owned(),
            dates: self.words.dates(
                "2026-03-14T19:00:00Z".parse().expect("an instant"),
                "2026-03-15T01:00:00Z".parse().expect("an instant"),
                Some("2026-03-14T18:00:00Z".parse().expect("an instant")),
                &self.zone,
            ),
            place: Place::new("Hafenklang", "Große Elbstraße 84, 22767 Hamburg", ""),
        }
    }

    /// The free meetup.
    pub fn meetup(&self) -> Brief {
        Brief {
            name: self.say([
                "Rust Meetup: Small Machines",
                "Rust-Treffen: Kleine Maschinen",
                "لقاء Rust: أجهزة صغيرة",
            ]),
            href: "/rustwerk/small-machines".to_owned(),
            dates: self.words.dates(
                "2026-03-19T17:30:00Z".parse().expect("an instant"),
                "2026-03-19T20:00:00Z".parse().expect("an instant"),
                None,
                &self.zone,
            ),
            place: Place::new("", "", "https://meet.example"),
        }
    }

    /// The conference's tickets in every state of stock.
    pub fn offers(&self) -> Vec<Offer> {
        let offer = |id: &str, name: [&str; 3], about: [&str; 3], minor, stock| Offer {
            id: format!("prd_{id}"),
            category: None,
            form_of: None,
            original: None,
            because: Vec::new(),
            contains: Vec::new(),
            tax: Some(self.words.tax_note("19", &self.say(["VAT", "MwSt.", "ضريبة القيمة المضافة"]))),
            free_price: false,
            name: self.say(name),
            description: self.say(about),
            picture: None,
            icon: None,
            price: self.euros(minor),
            stock,
            sales_until: None,
            unlocked: false,
            looked_at: false,
        };
        let later = "2026-04-01T08:00:00Z".parse().expect("an instant");
        let plenty = Stock::Available { up_to: 10 };
        let mut regular = offer(
            "2",
            ["Regular", "Regulär", "عادية"],
            [
                "Both days, lunch and evening reception.",
                "Beide Tage, Mittagessen und Abendempfang.",
                "اليومان مع الغداء وحفل المساء.",
            ],
            8900,
            plenty,
        );
        regular.sales_until = Some("2026-05-06T21:59:00Z".parse().expect("an instant"));
        vec![
            offer("1", ["Early bird", "Frühbucher", "الحجز المبكر"], ["", "", ""], 4900, Stock::SoldOut),
            regular,
            offer(
                "3",
                ["Student", "Studierende", "طلاب"],
                ["Bring your student card.", "Bitte Ausweis mitbringen.", "أحضر بطاقتك الجامعية."],
                2900,
                Stock::Low { left: Some(4), up_to: 4 },
            ),
            offer("4", ["Workshop day", "Workshop-Tag", "يوم الورشات"], ["", "", ""], 12_000, Stock::Held),
            offer("5", ["Online", "Online", "عبر الإنترنت"], ["", "", ""], 0, Stock::NotYet(later)),
        ]
    }

    /// The conference's page with these tickets.
    pub fn event_page(&self, event: Brief, offers: &[Offer]) -> EventPage {
        let mut tickets =
            TicketForm::new(self.words, &self.zone, offers, |_| Typed::default(), FormErrors::default());
        tickets.action = format!("{}/cart", event.href);
        tickets.code = Some(CodeEntry { action: event.href.clone(), ..CodeEntry::default() });
        EventPage {
            cancelled: false,
            organiser: Link { text: self.organiser(), href: "/nordlicht".to_owned() },
            summary: self.say([
                "Two days for people who open, use and defend public data: talks, workshops and a long table in the evening.",
                "Zwei Tage für alle, die öffentliche Daten öffnen, nutzen und verteidigen: Vorträge, Workshops und abends eine lange Tafel.",
                "يومان لكل من يتيح البيانات العامة ويستخدمها ويدافع عنها: محاضرات وورشات ومائدة طويلة في المساء.",
            ]),
            about: markdown::to_html(&self.say([
                "We meet in the **old customs hall** by the water. Expect 40 sessions on three stages, and time to talk between them.\n\n### What is included\n\n- All talks and workshops on both days\n- Lunch, coffee and fruit\n- Recordings afterwards\n\n### Getting in\n\nThe hall is step-free, there is a quiet room, and assistants come along for free. Write to us if you need anything else: we have [a page about access](https://nordlicht.example/access).\n\n> The nicest conference of the year. – last year’s feedback wall",
                "Wir treffen uns in der **alten Zollhalle** am Wasser. 40 Beiträge auf drei Bühnen, und dazwischen Zeit zum Reden.\n\n### Was dabei ist\n\n- Alle Vorträge und Workshops an beiden Tagen\n- Mittagessen, Kaffee und Obst\n- Danach die Aufzeichnungen\n\n### Hineinkommen\n\nDie Halle ist stufenlos, es gibt einen Ruheraum, und Begleitpersonen kommen kostenlos mit. Schreiben Sie uns, wenn Sie noch etwas brauchen.\n\n> Die schönste Konferenz des Jahres. – Rückmeldewand vom letzten Mal",
                "نلتقي في **قاعة الجمارك القديمة** على الماء. أربعون جلسة على ثلاث منصات، ووقت للحديث بينها.\n\n### ما الذي تشمله التذكرة\n\n- جميع المحاضرات والورشات في اليومين\n- الغداء والقهوة والفاكهة\n- التسجيلات بعد الفعالية\n\n### الدخول\n\nالقاعة بلا درجات، وفيها غرفة هادئة، والمرافقون يدخلون مجانًا.",
            ])),
            cover: None,
            mosaic: mosaic::svg("nordlicht/open-data-days", mosaic::COVER),
            price_from: price_from(self.words, range(offers)),
            notice: None,
            tickets: Some(tickets),
            calendar_href: Some(format!("{}/event.ics", event.href)),
            event,
        }
    }

    /// A card in a list.
    pub fn card(&self, event: Brief, organiser: Option<&str>, price: &str) -> EventCard {
        EventCard {
            mosaic: mosaic::svg(&event.href, mosaic::THUMBNAIL),
            event,
            summary: String::new(),
            organiser: organiser.map(str::to_owned),
            cover: None,
            cancelled: false,
            test: false,
            price: Some(price.to_owned()),
        }
    }

    /// Two regular tickets and a student's.
    pub fn lines(&self) -> Vec<PriceLine> {
        let line = |name: String, quantity, minor| PriceLine {
            name,
            quantity,
            unit: self.words.price(self.euros(minor)),
            total: self.words.price(self.euros(minor * quantity)),
            before: None,
            because: Vec::new(),
            tax: None,
        };
        vec![
            line(self.say(["Regular", "Regulär", "عادية"]), 2, 8900),
            line(self.say(["Student", "Studierende", "طلاب"]), 1, 2900),
        ]
    }

    /// What is being bought.
    pub fn summary(&self) -> Summary {
        Summary {
            event: self.conference(),
            lines: self.lines(),
            total: self.words.money(self.euros(20_700)),
            taxes: Vec::new(),
        }
    }

    /// The frame of a checkout page.
    pub fn frame(&self, number: u32, page: &'static str, errors: FormErrors) -> Frame {
        let root = "/nordlicht/open-data-days/checkout/k3v9x2m8q4";
        let until = self.now.plus_minutes(12);
        let hold = HoldBar::new(self.words, (root, page), 3, self.euros(20_700), [until, self.now]);
        Frame {
            hold,
            step: Step { number, of: 3 },
            back_href: "/nordlicht/open-data-days".to_owned(),
            summary: self.summary(),
            action: format!("{root}/{page}"),
            code: CodeField::default(),
            errors,
        }
    }

    /// The tickets and their names.
    pub fn attendees(&self) -> Vec<Attendee> {
        let regular = self.say(["Regular", "Regulär", "عادية"]);
        let student = self.say(["Student", "Studierende", "طلاب"]);
        let attendee = |number, product: &str, name: &str| Attendee {
            number,
            product: product.to_owned(),
            name: name.to_owned(),
            error: None,
        };
        vec![
            attendee(1, &regular, &self.buyer()),
            attendee(2, &regular, "João Pires"),
            attendee(3, &student, ""),
        ]
    }

    /// The buyer's name.
    pub fn buyer(&self) -> String {
        self.say(["Ana Okafor", "Anna Köhler", "آنا عكاشة"])
    }

    /// Both ways to pay.
    pub fn methods(&self) -> Vec<Method> {
        ["sandbox", "bank_transfer"]
            .into_iter()
            .filter_map(|name| Method::new(self.words, name, 7, name == "sandbox"))
            .collect()
    }
}

/// The least and the most that one of these costs which can be had.
fn range(offers: &[Offer]) -> Option<(Money, Money)> {
    let prices = || offers.iter().filter(|offer| offer.stock.up_to() > 0).map(|offer| offer.price);
    prices().min_by_key(|price| price.minor).zip(prices().max_by_key(|price| price.minor))
}
