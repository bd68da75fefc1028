//! `/{org}/{event}`, its ticket form and its calendar file.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    response::Response,
    routing::{get, post},
};
use catalog::{
    GuestEvent, Item, LinkedEvent, SeenEvent,
    public::{PublicEvent, PublicProduct},
    sale,
};
use documents::ics::{self, CalendarEntry};
use httpkit::{App, Problem, Query, erased};
use kernel::Currency;
use sales::cart::{self, Cart, Wish};
use serde::Deserialize;

use super::{
    Typed, add_ons,
    build::{self, Done},
    kept::{self, Kept},
    preview::{self, Imagination},
};
use crate::{
    PageCache,
    form::{FormErrors, amount, western},
    i18n::Words,
    pages::machines,
    respond,
    visit::{Paths, Visit},
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route(kept::ROUTE, get(erased(show)))
        .route("/{org}/{event}/cart", post(erased(fill_cart)).get(erased(back_to_event)))
        .route("/{org}/{event}/event.ics", get(erased(calendar)))
}

#[derive(Deserialize)]
struct CodeQuery {
    #[serde(default)]
    code: String,
    /// The same, as links to vouchers have it.
    #[serde(default)]
    voucher: String,
}

impl CodeQuery {
    fn entered(&self) -> Option<String> {
        entered_code(&self.code).or_else(|| entered_code(&self.voucher))
    }
}

async fn show(
    visit: Visit,
    guest: SeenEvent,
    Query(query): Query<CodeQuery>,
    imagined: Imagination,
    request: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(preview) = imagined.0 {
        let done = Done { code: entered_code(&query.code), ..Done::default() };
        return preview::show(&visit, &guest, preview, done).await;
    }
    if guest.is_preview() {
        let done = Done { code: query.entered(), ..Done::default() };
        return Ok(respond::preview(render(&visit, &guest, done).await?));
    }
    if let Some(code) = query.entered() {
        let done = Done { code: Some(code), ..Done::default() };
        return answer(&visit, &guest, StatusCode::OK, done).await;
    }
    let locale = visit.locale(&guest.event.locales);
    let key = format!("{locale}/{}/{}@{}", guest.org_slug, guest.event.slug, guest.event.version);
    let pages = visit.app.db.cache::<PageCache>();
    let rendered = pages.get(&key, render(&visit, &guest, Done::default())).await;
    let page = rendered.map_err(Arc::unwrap_or_clone)?;
    let answer = respond::shared(&request, &page);
    let path = format!("{}/{}/{}", visit.prefix(), guest.org_slug, guest.event.slug);
    let event = (guest.cx.org, guest.event.slug.to_string());
    let kept = Kept { event, version: guest.event.version, page };
    visit.app.db.cache::<kept::Paths>().keep(path, kept);
    Ok(answer)
}

/// Codes are short; what is longer is not one.
pub(super) fn entered_code(text: &str) -> Option<String> {
    let code = text.trim();
    (!code.is_empty()).then(|| code.chars().take(50).collect())
}

/// Reading the event is in a box: an unoptimised build moves what waits for it through every layer above, and a thread's
/// stack was nearly full of copies.
async fn render(visit: &Visit, guest: &SeenEvent, done: Done) -> Result<String, Problem> {
    let event = Box::pin(seen(visit, guest, done.code.as_deref())).await?;
    let open = match done.code {
        Some(_) => Some(Box::pin(seen(visit, guest, None)).await?),
        None => None,
    };
    let locale = visit.locale(&event.locales);
    let origin = &visit.app.settings.public_url;
    let (words, shell, page) =
        build::page(origin, &locale, (&guest.event, guest.cx.now), &event, open.as_ref(), done);
    respond::html(words, &shell, &page)
}

/// The event as it is for whoever looks at it.
async fn seen(visit: &Visit, guest: &SeenEvent, code: Option<&str>) -> Result<PublicEvent, catalog::Error> {
    let (cx, slug, providers) = (&guest.cx, guest.event.slug.as_str(), &visit.app.ports.payments);
    match guest.is_preview() {
        true => catalog::public::preview(cx, providers, slug, code).await,
        false => catalog::public::event(cx, providers, slug, code).await,
    }
}

/// The page for somebody who entered something.
async fn answer(
    visit: &Visit,
    guest: &SeenEvent,
    status: StatusCode,
    done: Done,
) -> Result<Response, Problem> {
    Ok(respond::private(status, render(visit, guest, done).await?))
}

/// A reload or a bookmark of the form's address.
async fn back_to_event(visit: Visit, guest: GuestEvent) -> Response {
    respond::see_other(&paths(&visit, &guest).event)
}

fn paths(visit: &Visit, guest: &GuestEvent) -> Paths {
    let locale = visit.locale(&guest.event.locales);
    Paths::new(&guest.org_slug, guest.event.slug.as_str(), &locale, &guest.event.main_locale())
}

async fn fill_cart(visit: Visit, guest: GuestEvent, body: Bytes) -> Result<Response, Problem> {
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(&body).unwrap_or_default();
    let (mut done, mut along) = (Done::default(), add_ons::Entered::default());
    for (name, value) in fields.clone() {
        if along.take(&name, &value) {
            continue;
        }
        if let Some(id) = name.strip_prefix("quantity-") {
            done.entered.entry(id.to_owned()).or_default().quantity = Some(value);
        } else if let Some(id) = name.strip_prefix("price-") {
            done.entered.entry(id.to_owned()).or_default().price = Some(value);
        } else if name == "code" {
            done.code = entered_code(&value);
        }
    }
    let locale = visit.locale(&guest.event.locales);
    let words = Words::new(crate::Lang::for_locale(&locale));
    // What was read for somebody before is enough to take a form that needs no answer but the cart.
    if let Some(wishes) = plain(words, &guest, &done).await {
        return match cart::create(&guest.cx, &guest.event, &wishes, None, locale).await {
            Ok(cart) => Ok(to_checkout(&visit, &guest, &cart)),
            Err(error) => {
                let event = seen(&visit, &guest.seen(), None).await?;
                refuse(words, &event, &wishes, error, &mut done.errors)?;
                answer(&visit, &guest.seen(), StatusCode::UNPROCESSABLE_ENTITY, done).await
            }
        };
    }
    let event = seen(&visit, &guest.seen(), done.code.as_deref()).await?;
    let find = |id: &str| item(&event, id);
    let mut wishes = wishes(words, (event.currency, find), &done.entered, &mut done.errors);
    if done.errors.is_empty() {
        let mut errors = FormErrors::default();
        let due = along.is_due(&event, &wishes);
        if !due {
            add_ons::choose((words, &locale), &event, &along, &mut wishes, &mut errors);
        }
        if due || !errors.is_empty() {
            let status = if due { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            let origin = &visit.app.settings.public_url;
            let (words, shell, page) =
                add_ons::page(origin, &locale, (&guest.event, &event), (&wishes, fields), (&along, errors));
            return Ok(respond::private(status, respond::html(words, &shell, &page)?));
        }
        match cart::create(&guest.cx, &guest.event, &wishes, done.code.as_deref(), locale).await {
            Ok(cart) => return Ok(to_checkout(&visit, &guest, &cart)),
            Err(error) => {
                refuse(words, &event, &wishes, error, &mut done.errors)?;
            }
        }
    }
    answer(&visit, &guest.seen(), StatusCode::UNPROCESSABLE_ENTITY, done).await
}

fn to_checkout(visit: &Visit, guest: &GuestEvent, cart: &Cart) -> Response {
    let checkout = paths(visit, guest).checkout(&cart.secret);
    respond::see_other(&format!("{checkout}/you"))
}

/// What was chosen, if the form holds nothing but tickets without mistakes, and nothing can be added to tickets of this
/// event; `None` also if its goods are not in memory.
async fn plain(words: Words, guest: &GuestEvent, done: &Done) -> Option<Vec<Wish>> {
    let event = &guest.event;
    let goods = sale::kept(&guest.cx.db, event.id, event.version).await?;
    if done.code.is_some() || goods.products.iter().any(|product| !product.composition.add_ons.is_empty()) {
        return None;
    }
    let lines =
        goods.products.iter().map(|product| (id(product.item()), (product.item(), product.free_price)));
    let lines: HashMap<String, (Item, bool)> = lines.collect();
    let find = |id: &str| lines.get(id).copied();
    let mut errors = FormErrors::default();
    let wishes = wishes(words, (event.currency, find), &done.entered, &mut errors);
    errors.is_empty().then_some(wishes)
}

/// What was chosen, in the tickets that `find` finds; complains about what is not a number.
fn wishes(
    words: Words,
    (currency, find): (Currency, impl Fn(&str) -> Option<(Item, bool)>),
    entered: &BTreeMap<String, Typed>,
    errors: &mut FormErrors,
) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (id, typed) in entered {
        let Some((item, free_price)) = find(id) else { continue };
        let Some(quantity) = quantity(typed.quantity.as_deref().unwrap_or_default()) else {
            errors.add(format!("quantity-{id}"), words.say("quantity-not-a-number"));
            continue;
        };
        if quantity == 0 {
            continue;
        }
        let mut wish = Wish::new(item, quantity);
        if let Some(typed) = typed.price.as_deref().filter(|_| free_price) {
            wish.price_minor = amount(typed, currency);
            if wish.price_minor.is_none() {
                errors.add(format!("price-{id}"), words.say("amount-not-a-number"));
            }
        }
        wishes.push(wish);
    }
    wishes
}

/// What the id of a line stands for, and whether its price is free.
fn item(event: &PublicEvent, id: &str) -> Option<(Item, bool)> {
    event.products.iter().find_map(|product| {
        if product.id.to_string() == id {
            return Some((Item::from(product.id), product.free_price));
        }
        let variation = product.variations.iter().find(|variation| variation.id.to_string() == id)?;
        Some((Item::new(product.id, Some(variation.id)), product.free_price))
    })
}

/// A number as people type it: with spaces around, in Western, Arabic or Persian digits; nothing is zero.
pub(super) fn quantity(typed: &str) -> Option<u32> {
    let digits: String = typed.trim().chars().map(western).collect();
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// Says at the right ticket why the cart could not be filled.
fn refuse(
    words: Words,
    event: &PublicEvent,
    wishes: &[Wish],
    error: sales::Error,
    errors: &mut FormErrors,
) -> Result<(), Problem> {
    let at_most = |count: i64| words.say_with("quantity-too-many", &[("count", count.into())]);
    let lines = || event.products.iter().flat_map(lines);
    let first = lines().find(|(_, left)| *left > 0).or_else(|| lines().next());
    let first = first.map(|(id, _)| format!("quantity-{id}"));
    match error {
        sales::Error::Empty => errors.add(first.unwrap_or_default(), words.say("choose-a-ticket")),
        sales::Error::TooMany(count) => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            // The limit of a ticket type is nearer than that of the order.
            let beyond = wishes.iter().find_map(|wish| {
                let wanted = id(wish.item);
                lines().find(|(line, left)| *line == wanted && *left > 0 && *left < u64::from(wish.quantity))
            });
            match beyond {
                Some((line, left)) => {
                    errors.add(format!("quantity-{line}"), at_most(i64::try_from(left).unwrap_or(count)));
                }
                None => errors.add(
                    first.unwrap_or_default(),
                    words.say_with("order-too-large", &[("count", count.into())]),
                ),
            }
        }
        sales::Error::NotForSale { line, code, .. } => {
            let id = wishes.get(line).map(|wish| id(wish.item));
            if let ("sales.price_too_low" | "sales.price_too_high", Some(id)) = (code, &id) {
                errors.add(format!("price-{id}"), words.say(price_complaint(code)));
                return Ok(());
            }
            let left = lines().find(|(line, _)| Some(line) == id.as_ref()).map_or(0, |(_, left)| left);
            let field = id.map(|id| format!("quantity-{id}")).or(first).unwrap_or_default();
            let message = match i64::try_from(left) {
                Ok(left) if left > 0 => at_most(left),
                _ => words.say("no-longer-available"),
            };
            errors.add(field, message);
        }
        sales::Error::Voucher { code, .. } => {
            errors.add(first.unwrap_or_default(), words.say(voucher_complaint(code)));
        }
        other => return Err(other.into()),
    }
    Ok(())
}

/// Why a voucher was refused.
pub(crate) fn voucher_complaint(code: &str) -> &'static str {
    match code {
        "sales.voucher_unknown" => "voucher-unknown",
        "sales.voucher_expired" => "voucher-expired",
        "sales.voucher_other" => "voucher-other",
        "sales.voucher_too_few" => "voucher-too-few",
        "sales.voucher_needed" => "voucher-needed",
        _ => "voucher-used",
    }
}

fn price_complaint(code: &str) -> &'static str {
    if code == "sales.price_too_low" { "amount-too-low" } else { "amount-too-high" }
}

/// The id of an item's line in the form.
fn id(item: Item) -> String {
    item.variation.map_or_else(|| item.product.to_string(), |variation| variation.to_string())
}

/// The ids of a product's lines in the form, with how many of each one order can have.
fn lines(product: &PublicProduct) -> Vec<(String, u64)> {
    if product.variations.is_empty() {
        return vec![(product.id.to_string(), product.availability.available_up_to)];
    }
    let variations = product.variations.iter();
    variations.map(|form| (form.id.to_string(), form.availability.available_up_to)).collect()
}

async fn calendar(visit: Visit, linked: LinkedEvent) -> Response {
    let event = &linked.event;
    let locale = visit.locale(&event.locales);
    let paths = Paths::new(&linked.org_slug, event.slug.as_str(), &locale, &event.main_locale());
    let settings = &visit.app.settings;
    let entry = CalendarEntry {
        uid: machines::calendar_uid(event.id, &settings.public_url),
        stamp: event.published_at.unwrap_or(event.starts_at).jiff(),
        starts_at: event.starts_at.jiff(),
        ends_at: event.ends_at.jiff(),
        zone: event.zone.name().to_owned(),
        summary: event.name.get(&locale).to_owned(),
        description: None,
        location: machines::location(&event.venue_name, &event.venue_address),
        url: Some(settings.url(&paths.event)),
        organiser: Some(ics::Organiser {
            name: event.organiser.name.clone(),
            email: event.organiser.contact_email.clone(),
        }),
        status: machines::calendar_status(event.status),
        sequence: u32::try_from(event.version).unwrap_or(u32::MAX),
    };
    respond::file("text/calendar; charset=utf-8", ics::event_ics(&entry))
}
