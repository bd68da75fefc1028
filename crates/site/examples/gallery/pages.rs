//! Every page in every state.

use anyhow::Result;
use kernel::Permission;
use site::{
    checkout::{ExpiredPage, ReviewPage, TaxLine, TicketsPage, YouPage},
    consent::{self, ConsentPage},
    event_page::{CodeEntry, Notice, Stock, TicketForm, Typed, structured},
    form::FormErrors,
    front_page::FrontPage,
    markdown, mosaic,
    order_page::{
        Bank, NamesPage, OrderPage, PayForm, PendingPage, Seller, Standing, Status, TicketPage, TicketRow,
    },
    organiser_page::{EventCard, OrganiserPage},
    pages::{ProsePage, Trouble, TroublePage},
    shell::Link,
};

use crate::{Gallery, along, my};

/// Writes them all.
pub fn write(gallery: &mut Gallery<'_>) -> Result<()> {
    lists(gallery)?;
    events(gallery)?;
    along::write(gallery)?;
    checkout(gallery)?;
    orders(gallery)?;
    tickets(gallery)?;
    my::write(gallery)?;
    platform(gallery)
}

fn lists(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let front = FrontPage {
        upcoming: vec![
            s.card(s.concert(), Some("Hafenklang"), &words.money(s.euros(2400))),
            EventCard { test: true, ..s.card(s.meetup(), Some("Rustwerk"), &words.say("free")) },
            s.card(
                s.conference(),
                Some(&s.organiser()),
                &words.say_with("price-from", &[("price", words.money(s.euros(2900)).into())]),
            ),
        ],
        admin_href: "/admin/".to_owned(),
    };
    let mut shell = s.shell(&words.say("front-title"));
    shell.organiser = None;
    shell.contact = None;
    let organiser = OrganiserPage {
        name: s.organiser(),
        about: markdown::to_html(&s.say([
            "We bring people together who care about **public knowledge**. Since 2016, always by the water.",
            "Wir bringen Menschen zusammen, denen **öffentliches Wissen** am Herzen liegt. Seit 2016, immer am Wasser.",
            "نجمع المهتمين **بالمعرفة العامة** منذ عام 2016، ودائمًا قرب الماء.",
        ])),
        website: Some(Link { text: "nordlicht.example".to_owned(), href: "https://nordlicht.example".to_owned() }),
        upcoming: vec![
            s.card(s.conference(), None, &words.money(s.euros(2900))),
            EventCard { cancelled: true, price: None, ..s.card(s.meetup(), None, "") },
        ],
        past: vec![s.card(s.concert(), None, &words.say("free"))],
        calendar_href: "/nordlicht/events.ics".to_owned(),
        mosaic: mosaic::svg("nordlicht", mosaic::COVER),
    };
    let organiser_shell = s.shell(&s.organiser()).public("/nordlicht");
    gallery.add("front", &shell, &front)?;
    gallery.add("front-empty", &shell, &FrontPage { upcoming: Vec::new(), ..front })?;
    gallery.add("organiser", &organiser_shell, &organiser)?;
    let empty = OrganiserPage { upcoming: Vec::new(), past: Vec::new(), ..organiser };
    gallery.add("organiser-empty", &organiser_shell, &empty)
}

fn events(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let offers = s.offers();
    let page = s.event_page(s.conference(), &offers);
    let mut shell = s.shell(&page.event.name).public("/nordlicht/open-data-days");
    shell.description = page.summary.clone();
    shell.json_ld = Some(structured::json_ld(&page, &offers, "https://tickets.example/nordlicht/x", None));

    let mut errors = FormErrors::default();
    errors.add("quantity-prd_3", words.say_with("quantity-too-many", &[("count", 4.into())]));
    errors.add("quantity-prd_2", words.say("quantity-not-a-number"));
    let mut wrong = page.clone();
    let mut form = TicketForm::new(
        words,
        &s.zone,
        &offers,
        |_| Typed { quantity: Some("x2".to_owned()), price: None },
        errors,
    );
    form.code = Some(CodeEntry {
        entered: "SPEAKRE".to_owned(),
        error: Some(words.say("code-unknown")),
        ..CodeEntry::default()
    });
    wrong.tickets = Some(form);
    let mut failed = shell.clone();
    failed.failed = true;

    let mut unlocked_offers = offers[..3].to_vec();
    unlocked_offers.iter_mut().for_each(|offer| offer.unlocked = offer.id == "prd_3");
    let mut unlocked = s.event_page(s.conference(), &unlocked_offers);
    if let Some(form) = &mut unlocked.tickets {
        let entered = "STUDENT26".to_owned();
        form.code = Some(CodeEntry { entered, accepted: true, ..CodeEntry::default() });
    }

    let mut concert_offers = offers[1..2].to_vec();
    concert_offers[0].stock = Stock::Low { left: None, up_to: 6 };
    concert_offers[0].price = s.euros(2400);
    let concert = s.event_page(s.concert(), &concert_offers);

    let mut sold_out_offers = offers[..2].to_vec();
    sold_out_offers.iter_mut().for_each(|offer| offer.stock = Stock::SoldOut);
    let mut sold_out = s.event_page(s.concert(), &sold_out_offers);
    sold_out.notice = Some(Notice::new(words, "info", "notice-sold-out"));

    let mut over = page.clone();
    over.tickets = None;
    over.price_from = None;
    over.notice = Some(Notice::new(words, "info", "notice-over"));
    let mut off = over.clone();
    off.cancelled = true;
    off.notice = Some(Notice::new(words, "danger", "notice-off"));
    let mut preview = page.clone();
    preview.notice = Some(Notice::new(words, "warning", "notice-preview"));
    let mut none = s.event_page(s.meetup(), &[]);
    none.about = String::new();

    gallery.add("event", &shell, &page)?;
    gallery.add("event-errors", &failed, &wrong)?;
    gallery.add("event-unlocked", &shell, &unlocked)?;
    gallery.add("event-one-ticket", &shell, &concert)?;
    gallery.add("event-sold-out", &shell, &sold_out)?;
    gallery.add("event-over", &shell, &over)?;
    gallery.add("event-cancelled", &shell, &off)?;
    gallery.add("event-preview", &shell, &preview)?;
    gallery.add("event-no-tickets", &shell, &none)
}

fn checkout(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let shell = |key: &str, failed| {
        let mut shell = s.shell(&words.say(key)).private();
        shell.alternates.clear();
        shell.failed = failed;
        shell
    };
    let you = YouPage {
        tax: None,
        checkout: s.frame(1, "you", FormErrors::default()),
        name: s.buyer(),
        name_error: None,
        email: String::new(),
        email_error: None,
        suggestion: None,
    };
    let typo = YouPage {
        email: "ana@gmial.com".to_owned(),
        suggestion: Some("ana@gmail.com".to_owned()),
        ..you.clone()
    };
    let mut errors = FormErrors::default();
    errors.add("name", words.say("name-missing"));
    errors.add("email", words.say("email-invalid"));
    let wrong = YouPage {
        tax: None,
        name: String::new(),
        email: "ana@".to_owned(),
        name_error: errors.of("name"),
        email_error: errors.of("email"),
        checkout: s.frame(1, "you", errors),
        suggestion: None,
    };
    let mut tickets =
        TicketsPage { checkout: s.frame(2, "tickets", FormErrors::default()), attendees: s.attendees() };
    tickets.checkout.hold.extended = true;
    let review = ReviewPage {
        country: None,
        vat_id: None,
        checkout: s.frame(3, "review", FormErrors::default()),
        name: s.buyer(),
        email: "ana@example.org".to_owned(),
        you_href: "you".to_owned(),
        attendees: s.attendees(),
        tickets_href: "tickets".to_owned(),
        methods: s.methods(),
        method_error: None,
        shown_total_minor: 20_700,
        free: false,
        asks: false,
        notice: None,
        seller: s.organiser(),
    };
    let changed =
        ReviewPage { notice: Some(Notice::new(words, "warning", "notice-total-changed")), ..review.clone() };
    let mut errors = FormErrors::default();
    errors.add("method", words.say("method-missing"));
    let missing = ReviewPage {
        method_error: errors.of("method"),
        checkout: s.frame(3, "review", errors),
        ..review.clone()
    };
    let mut free = ReviewPage { methods: Vec::new(), free: true, shown_total_minor: 0, ..review.clone() };
    free.checkout.summary.total = words.say("free");
    free.checkout.hold.total = words.say("free");
    free.checkout.hold.extendable = false;
    let expired = ExpiredPage {
        summary: s.summary(),
        action: "again".to_owned(),
        lost: Vec::new(),
        event_href: "/nordlicht/open-data-days".to_owned(),
    };
    let lost = ExpiredPage { lost: vec![s.lines()[1].name.clone()], ..expired.clone() };
    let shells = [
        shell("you-title", false),
        shell("attendees-title", false),
        shell("review-title", false),
        shell("expired-title", false),
    ];
    let failed = [shell("you-title", true), shell("review-title", true)];

    gallery.add("checkout-you", &shells[0], &you)?;
    gallery.add("checkout-you-typo", &shells[0], &typo)?;
    gallery.add("checkout-you-errors", &failed[0], &wrong)?;
    gallery.add("checkout-tickets", &shells[1], &tickets)?;
    gallery.add("checkout-review", &shells[2], &review)?;
    gallery.add("checkout-review-changed", &shells[2], &changed)?;
    gallery.add("checkout-review-errors", &failed[1], &missing)?;
    gallery.add("checkout-review-free", &shells[2], &free)?;
    gallery.add("checkout-expired", &shells[3], &expired)?;
    gallery.add("checkout-expired-lost", &shells[3], &lost)
}

fn orders(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let email = "ana@example.org";
    let until = s.now.plus_days(7);
    let status = |standing| Status::new(words, standing, email, &s.zone);
    let rows = |state: &'static str| -> Vec<TicketRow> {
        s.attendees()
            .into_iter()
            .map(|attendee| TicketRow {
                number: attendee.number,
                product: attendee.product,
                attendee: attendee.name,
                state,
                state_text: words.say(&format!("ticket-state-{state}")),
                href: (state != "waiting").then(|| format!("ticket/{}", attendee.number)),
            })
            .collect()
    };
    let mut used = rows("valid");
    used[1].state = "used";
    used[1].state_text = words.say("ticket-state-used");
    let paid = OrderPage {
        code: "K7M2P".to_owned(),
        event: s.conference(),
        status: status(Standing::Done),
        notice: None,
        bank: None,
        pay: None,
        tickets: used,
        names_href: Some("names".to_owned()),
        pdf_href: Some("tickets.pdf".to_owned()),
        mail_action: Some("mail-tickets".to_owned()),
        calendar_href: Some("event.ics".to_owned()),
        lines: s.lines(),
        total: words.money(s.euros(20_700)),
        taxes: vec![TaxLine {
            name: words
                .say_with("tax-sum", &[("rate", "19".into()), ("net", words.money(s.euros(17_395)).into())]),
            amount: words.money(s.euros(3_305)),
        }],
        seller: Some(Seller {
            name: "Nordlicht Collective e. V.".to_owned(),
            vat_id: Some("DE136695976".to_owned()),
        }),
        order_pdf_href: "order.pdf".to_owned(),
        country: None,
        voucher: None,
        vat_id: None,
        name: s.buyer(),
        email: email.to_owned(),
        ordered_at: words.deadline(s.now, &s.zone),
    };
    let open = OrderPage { tickets: rows("waiting"), pdf_href: None, mail_action: None, ..paid.clone() };
    let transfer = OrderPage {
        status: status(Standing::AwaitingTransfer(until)),
        bank: Some(Bank {
            amount: words.money(s.euros(20_700)),
            reference: "K7M2P".to_owned(),
            holder: "Nordlicht Collective e. V.".to_owned(),
            iban: "DE02 1203 0000 0000 2020 51".to_owned(),
            bic: "BYLADEM1001".to_owned(),
            bank: "Deutsche Kreditbank".to_owned(),
        }),
        ..open.clone()
    };
    let unpaid = OrderPage {
        status: status(Standing::AwaitingPayment(until)),
        notice: Some(Notice::new(words, "danger", "notice-declined")),
        pay: Some(PayForm {
            action: "pay".to_owned(),
            methods: s.methods(),
            amount: words.money(s.euros(20_700)),
        }),
        ..open.clone()
    };
    let ended = OrderPage { names_href: None, ..open.clone() };
    let expired = OrderPage { status: status(Standing::Expired), tickets: Vec::new(), ..ended.clone() };
    let cancelled = OrderPage { status: status(Standing::Cancelled), tickets: rows("cancelled"), ..ended };
    let mailed = OrderPage { notice: Some(Notice::new(words, "success", "notice-mailed")), ..paid.clone() };
    let mut shell = s.shell(&words.say_with("order-of", &[("code", "K7M2P".into())])).private();
    shell.alternates.clear();
    let pending = PendingPage {
        event: s.conference(),
        code: "K7M2P".to_owned(),
        amount: words.money(s.euros(20_700)),
        email: email.to_owned(),
        check_href: "pending".to_owned(),
        order: Link { text: words.say("see-order"), href: "order".to_owned() },
    };

    let mut errors = FormErrors::default();
    errors.add("attendee-2", words.say("name-invalid"));
    let mut attendees = s.attendees();
    attendees[1].error = errors.of("attendee-2");
    let names = NamesPage {
        event: s.conference(),
        action: "names".to_owned(),
        attendees,
        until: words.deadline(until, &s.zone),
        errors,
        order_href: "order".to_owned(),
    };

    gallery.add("order-names", &shell, &names)?;
    gallery.add("order-paid", &shell, &paid)?;
    gallery.add("order-transfer", &shell, &transfer)?;
    gallery.add("order-unpaid", &shell, &unpaid)?;
    gallery.add("order-expired", &shell, &expired)?;
    gallery.add("order-cancelled", &shell, &cancelled)?;
    gallery.add("order-mailed", &shell, &mailed)?;
    gallery.add("order-pending", &shell, &pending)
}

fn tickets(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let valid = TicketPage {
        event: s.conference(),
        product: s.say(["Regular", "Regulär", "عادية"]),
        attendee: s.buyer(),
        state: "valid",
        state_text: words.say("ticket-state-valid"),
        qr: stand_in_for_a_code(),
        short_code: "7KQ4-M2XD-9P".to_owned(),
        order_code: "K7M2P".to_owned(),
        number: 1,
        of: 3,
        previous_href: None,
        next_href: Some("2".to_owned()),
        order_href: "order".to_owned(),
        pdf_href: "tickets.pdf".to_owned(),
    };
    let used = TicketPage { state: "used", state_text: words.say("ticket-state-used"), ..valid.clone() };
    let cancelled =
        TicketPage { state: "cancelled", state_text: words.say("ticket-state-cancelled"), ..valid.clone() };
    let mut shell =
        s.shell(&words.say_with("ticket-number", &[("number", 1.into()), ("count", 3.into())])).private();
    shell.alternates.clear();
    gallery.add("ticket", &shell, &valid)?;
    gallery.add("ticket-used", &shell, &used)?;
    gallery.add("ticket-cancelled", &shell, &cancelled)
}

/// Squares that look like a code; real ones come from signed tickets.
fn stand_in_for_a_code() -> String {
    let mut out = r##"<svg viewBox="0 0 33 33" role="img" aria-label="QR"><path d="M0 0h33v33H0z" fill="#fff"/><path d=""##.to_owned();
    for (x, y) in (0..25_u32).flat_map(|y| (0..25_u32).map(move |x| (x, y))) {
        if (x * 7 + y * 13 + x * y * 3) % 5 < 2 {
            out.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    out + "\"/></svg>"
}

fn platform(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let home = Link { text: words.say("go-home"), href: "/".to_owned() };
    let troubles: Vec<TroublePage> =
        [Trouble::NotFound, Trouble::Gone, Trouble::Busy, Trouble::Refused, Trouble::Broken]
            .into_iter()
            .map(|trouble| {
                let correlation = (trouble == Trouble::Broken).then(|| "01J9Z3-7F2K".to_owned());
                TroublePage::new(words, trouble, correlation, home.clone())
            })
            .collect();
    let prose = [ProsePage::accessibility(words), ProsePage::privacy(words)];
    let shells: Vec<_> = troubles
        .iter()
        .map(|page| page.title.clone())
        .chain(prose.iter().map(|page| page.title.clone()))
        .map(|title| s.shell(&title))
        .collect();
    for (page, shell) in troubles.iter().zip(&shells) {
        gallery.add(&format!("trouble-{}", page.status), shell, page)?;
    }
    gallery.add("accessibility", &shells[5], &prose[0])?;
    gallery.add("privacy", &shells[6], &prose[1])?;
    let title = words.say_with("consent-title", &[("app", "Seating planner".into())]);
    let consent = ConsentPage {
        app: "Seating planner".to_owned(),
        organisation: "Harbour Hall".to_owned(),
        person: "Ada Organiser".to_owned(),
        email: "ada@harbour.example".to_owned(),
        sentences: consent::sentences(words, [Permission::OrdersView, Permission::OrdersExport]),
        days: 180,
        destination: "planner.example".to_owned(),
        fields: Vec::new(),
    };
    let shell = gallery.sample.shell(&title);
    gallery.add("consent", &shell, &consent)
}
