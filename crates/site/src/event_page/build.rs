//! From what the catalogue says to what a visitor reads.

use std::collections::BTreeMap;

use catalog::{
    EventHead, Item,
    availability::State,
    composition::Part,
    event::{Cancellation, Cover as CatalogueCover, Status},
    public::{Organiser, PublicAvailability, PublicEvent, PublicProduct, PublicTax, entry},
};
use kernel::{Instant, Locale, LocalizedText};

use super::{
    Brief, CodeEntry, Cover, EventPage, Heading, Notice, Offer, Place, Stock, TicketForm, Typed, add_ons,
    icons, price_from, structured,
};
use crate::{
    form::FormErrors,
    i18n::{Lang, Words},
    markdown, mosaic,
    shell::{Link, Shell},
    visit::Paths,
};

/// What a visitor did on the page before.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// The access code entered.
    pub code: Option<String>,
    /// What was typed for each ticket, by its id or its variation's.
    pub entered: BTreeMap<String, Typed>,
    /// What was wrong with it.
    pub errors: FormErrors,
    /// What a member wants to see the page as.
    pub imagined: Option<Notice>,
}

/// The page of `event` at `now`; `open` is the event as those see it who have no code.
pub(crate) fn page(
    origin: &str,
    locale: &Locale,
    (head, now): (&EventHead, Instant),
    event: &PublicEvent,
    open: Option<&PublicEvent>,
    mut done: Done,
) -> (Words, Shell, EventPage) {
    let words = Words::new(Lang::for_locale(locale));
    let main = event.locales.first().cloned().unwrap_or_else(Locale::english);
    let (org, slug) = (&event.organiser.slug, &event.slug);
    let paths = Paths::new(org, slug.as_str(), locale, &main);
    let public = |id| open.is_none_or(|open| open.products.iter().any(|product| product.id == id));
    let offers: Vec<Offer> = event
        .products
        .iter()
        .filter(|product| product.sold_alone)
        .flat_map(|product| offered(words, event, product, locale, !public(product.id)))
        .collect();
    let over = now >= event.ends_at;
    let (cancelled, draft) = (event.status == Status::Cancelled, event.status == Status::Draft);
    let imagined = done.imagined.take();
    let preview = draft || imagined.is_some();
    let mut tickets = (!over && !cancelled).then(|| tickets(words, (event, head), &offers, &paths, done));
    if let Some(form) = tickets.as_mut().filter(|_| preview) {
        form.buyable = false;
    }
    let failed = tickets.as_ref().is_some_and(|form| !form.errors.is_empty() || code_failed(form));
    let description = event.description.get(locale);
    let page = EventPage {
        event: brief(words, locale, event, &paths),
        organiser: Link { text: event.organiser.name.clone(), href: paths.organiser.clone() },
        summary: event.summary.get(locale).to_owned(),
        about: markdown::to_html(description),
        cover: event.cover.as_ref().map(cover),
        mosaic: mosaic::svg(&format!("{org}/{slug}"), mosaic::COVER),
        price_from: price_from(words, entry(&event.products, true)),
        notice: match &event.cancellation {
            Some(cancellation) => Some(off_notice(words, locale, cancellation)),
            None if imagined.is_some() => imagined,
            None if draft => Some(Notice::new(words, "warning", "notice-preview")),
            None => notice(words, over, &offers),
        },
        cancelled,
        tickets,
        calendar_href: (event.status == Status::Live && !over).then(|| paths.calendar()),
    };
    let mut shell = Shell::new(words, locale, origin, page.event.name.clone())
        .in_languages(&event.locales, locale, &format!("/{org}/{slug}"))
        .of_organiser(&event.organiser.name, &paths.organiser, &event.organiser.contact_email);
    shell.failed = failed;
    shell = shell.testing("event", event.test_mode);
    if preview {
        return (words, shell.private(), page);
    }
    shell = shell.public(paths.event.clone());
    shell.description =
        if page.summary.is_empty() { markdown::to_text(description, 160) } else { page.summary.clone() };
    shell.image = page.cover.as_ref().map(|cover| format!("{origin}{}", cover.large));
    let url = format!("{origin}{}", paths.event);
    shell.json_ld = Some(structured::json_ld(&page, &offers, &url, shell.image.as_deref()));
    (words, shell, page)
}

fn code_failed(form: &TicketForm) -> bool {
    form.code.as_ref().is_some_and(|code| code.error.is_some())
}

fn tickets(
    words: Words,
    (event, head): (&PublicEvent, &EventHead),
    offers: &[Offer],
    paths: &Paths,
    done: Done,
) -> TicketForm {
    let Done { code, entered, errors, imagined: _ } = done;
    let mut form = TicketForm::new(
        words,
        &event.zone,
        offers,
        |id| entered.get(id).cloned().unwrap_or_default(),
        errors,
    );
    form.action = paths.cart();
    form.hold_minutes = i64::from(head.hold_minutes);
    if event.takes_access_code || code.is_some() {
        let accepted =
            event.voucher_accepted || (code.is_some() && offers.iter().any(|offer| offer.unlocked));
        form.code = Some(CodeEntry {
            error: (code.is_some() && !accepted).then(|| words.say("code-unknown")),
            entered: code.unwrap_or_default(),
            accepted,
            action: paths.event.clone(),
        });
    }
    form
}

/// That the event will not take place, with the organiser's reason.
pub(crate) fn off_notice(words: Words, locale: &Locale, cancellation: &Cancellation) -> Notice {
    let mut notice = Notice::new(words, "danger", "notice-off");
    let reason = cancellation.reason.get(locale);
    if !reason.is_empty() {
        reason.clone_into(&mut notice.text);
    }
    notice
}

fn notice(words: Words, over: bool, offers: &[Offer]) -> Option<Notice> {
    if over {
        return Some(Notice::new(words, "info", "notice-over"));
    }
    let gone = !offers.is_empty() && offers.iter().all(|offer| offer.stock == Stock::SoldOut);
    gone.then(|| Notice::new(words, "info", "notice-sold-out"))
}

/// The product, or each of its variations, in the reader's language.
fn offered(
    words: Words,
    event: &PublicEvent,
    product: &PublicProduct,
    locale: &Locale,
    unlocked: bool,
) -> Vec<Offer> {
    let texts = |texts: &[LocalizedText]| texts.iter().map(|text| text.get(locale).to_owned()).collect();
    let tax = |tax: &PublicTax| words.tax_note(&tax.rate.to_string(), tax.name.get(locale));
    let heading = |name: &LocalizedText, description: &LocalizedText| Heading {
        name: name.get(locale).to_owned(),
        description: description.get(locale).to_owned(),
    };
    let category = event.categories.iter().find(|category| Some(category.id) == product.category_id);
    let whole = Offer {
        id: product.id.to_string(),
        category: category.map(|category| heading(&category.name, &category.description)),
        form_of: None,
        name: product.name.get(locale).to_owned(),
        description: product.description.get(locale).to_owned(),
        picture: product.picture.as_ref().map(cover),
        icon: product.icon.map(icons::drawing),
        price: product.price,
        original: product.original_price,
        because: texts(&product.price_because),
        tax: product.tax.as_ref().map(tax),
        contains: contents(event, product, locale),
        free_price: product.free_price,
        stock: stock(product, &product.availability),
        sales_until: product.sales_until,
        unlocked,
        looked_at: product.approval,
    };
    if product.variations.is_empty() {
        return vec![whole];
    }
    let form_of = heading(&product.name, &product.description);
    let variations = product.variations.iter().map(|variation| Offer {
        id: variation.id.to_string(),
        form_of: Some(form_of.clone()),
        name: variation.name.get(locale).to_owned(),
        description: variation.description.get(locale).to_owned(),
        price: variation.price,
        original: variation.original_price,
        because: texts(&variation.price_because),
        tax: variation.tax.as_ref().map(tax),
        stock: stock(product, &variation.availability),
        ..whole.clone()
    });
    variations.collect()
}

/// What a bundle contains; nothing if guests do not get to see all of it.
fn contents(event: &PublicEvent, product: &PublicProduct, locale: &Locale) -> Vec<String> {
    let named = |part: &Part| {
        let name = add_ons::name(event, Item::new(part.product_id, part.variation_id), locale);
        (!name.is_empty()).then(|| format!("{} × {name}", part.count))
    };
    product.bundle.iter().map(named).collect::<Option<_>>().unwrap_or_default()
}

fn stock(product: &PublicProduct, availability: &PublicAvailability) -> Stock {
    let up_to = u32::try_from(availability.available_up_to).unwrap_or(u32::MAX);
    let most = product.max_per_order;
    match availability.state {
        State::Available => Stock::Available { up_to },
        State::Low => Stock::Low { left: (up_to < most).then_some(up_to), up_to },
        State::Held | State::Reserved => Stock::Held,
        State::SoldOut => Stock::SoldOut,
        State::NotYet => product.sales_from.map_or(Stock::Off, Stock::NotYet),
        State::Over => Stock::Over,
        State::NoQuota | State::Paused | State::Hidden => Stock::Off,
    }
}

/// The sizes of a catalogue's picture.
pub(crate) fn cover(cover: &CatalogueCover) -> Cover {
    Cover {
        small: cover.urls.small.clone(),
        medium: cover.urls.medium.clone(),
        large: cover.urls.large.clone(),
        width: u32::try_from(cover.width).unwrap_or(1),
        height: u32::try_from(cover.height).unwrap_or(1),
    }
}

fn brief(words: Words, locale: &Locale, event: &PublicEvent, paths: &Paths) -> Brief {
    let online = if event.online { "yes" } else { "" };
    Brief {
        name: event.name.get(locale).to_owned(),
        href: paths.event.clone(),
        dates: words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone),
        place: Place::new(&event.venue_name, &event.venue_address, online),
    }
}

/// What the checkout and orders say about an event.
pub(crate) fn brief_of(words: Words, locale: &Locale, event: &EventHead, paths: &Paths) -> Brief {
    Brief {
        name: event.name.get(locale).to_owned(),
        href: paths.event.clone(),
        dates: words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone),
        place: Place::new(&event.venue_name, &event.venue_address, &event.online_url),
    }
}

/// The frame of a page that is for one reader only.
pub(crate) fn private_shell(
    words: Words,
    locale: &Locale,
    origin: &str,
    (organiser, paths): (&Organiser, &Paths),
    title: String,
) -> Shell {
    Shell::new(words, locale, origin, title)
        .of_organiser(&organiser.name, &paths.organiser, &organiser.contact_email)
        .private()
}
