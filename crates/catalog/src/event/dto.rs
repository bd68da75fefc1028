//! Events on the wire.

use garde::Validate;
use httpkit::{patch, rules};
use kernel::{Currency, EventId, Instant, Locale, LocalizedText, OrgId, Slug, Zone};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{BankDetails, Cancellation, Cover, Details, Event, PaymentMethod, Status};

/// A new event.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventIn {
    /// Its part of the address; made of the name if absent.
    #[garde(skip)]
    pub slug: Option<Slug>,
    /// Its name, at least in the first language; at most 200 characters each.
    #[garde(custom(rules::localized_line(200)))]
    pub name: LocalizedText,
    /// Its languages; the first is the main one.
    #[garde(length(min = 1, max = 20))]
    pub locales: Vec<Locale>,
    /// The time zone of the place.
    #[garde(skip)]
    pub zone: Zone,
    /// When it starts.
    #[garde(skip)]
    pub starts_at: Instant,
    /// When it ends.
    #[garde(skip)]
    pub ends_at: Instant,
    /// The currency of its prices.
    #[garde(skip)]
    pub currency: Currency,
    /// One or two sentences, at most 300 characters each.
    #[garde(inner(custom(rules::localized_line(300))))]
    pub summary: Option<LocalizedText>,
    /// The whole story in Markdown, at most 20 000 characters each.
    #[garde(inner(custom(rules::localized_lines(20_000))))]
    pub description: Option<LocalizedText>,
    /// When the doors open.
    #[garde(skip)]
    pub doors_at: Option<Instant>,
    /// The venue's name.
    #[garde(inner(custom(rules::line(200))))]
    #[schema(max_length = 200)]
    pub venue_name: Option<String>,
    /// The venue's postal address.
    #[garde(inner(custom(rules::lines(500))))]
    #[schema(max_length = 500)]
    pub venue_address: Option<String>,
    /// Where to take part online.
    #[garde(inner(custom(optional_web_address)))]
    #[schema(max_length = 2000)]
    pub online_url: Option<String>,
}

impl EventIn {
    /// The slug wanted and what the event is.
    pub fn parse(self) -> (Option<Slug>, Details) {
        let times = (self.starts_at, self.ends_at);
        let mut details = Details::new(self.name, self.locales, self.zone, times, self.currency);
        details.summary = self.summary.unwrap_or_default();
        details.description = self.description.unwrap_or_default();
        details.doors_at = self.doors_at;
        details.venue_name = trimmed(self.venue_name);
        details.venue_address = trimmed(self.venue_address);
        details.online_url = trimmed(self.online_url);
        (self.slug, details)
    }
}

/// Changes of an event; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventPatch {
    /// Its part of the address. Links to the old one stop working.
    #[garde(skip)]
    pub slug: Option<Slug>,
    /// Its name, at most 200 characters each.
    #[garde(inner(custom(rules::localized_line(200))))]
    pub name: Option<LocalizedText>,
    /// One or two sentences, at most 300 characters each.
    #[garde(inner(custom(rules::localized_line(300))))]
    pub summary: Option<LocalizedText>,
    /// The whole story in Markdown, at most 20 000 characters each.
    #[garde(inner(custom(rules::localized_lines(20_000))))]
    pub description: Option<LocalizedText>,
    /// Its languages; the first is the main one.
    #[garde(inner(length(min = 1, max = 20)))]
    pub locales: Option<Vec<Locale>>,
    /// The time zone of the place.
    #[garde(skip)]
    pub zone: Option<Zone>,
    /// When it starts.
    #[garde(skip)]
    pub starts_at: Option<Instant>,
    /// When it ends.
    #[garde(skip)]
    pub ends_at: Option<Instant>,
    /// When the doors open; null if that is not said.
    #[garde(skip)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Instant>)]
    pub doors_at: Option<Option<Instant>>,
    /// The venue's name.
    #[garde(inner(custom(rules::line(200))))]
    #[schema(max_length = 200)]
    pub venue_name: Option<String>,
    /// The venue's postal address.
    #[garde(inner(custom(rules::lines(500))))]
    #[schema(max_length = 500)]
    pub venue_address: Option<String>,
    /// Where to take part online.
    #[garde(inner(custom(optional_web_address)))]
    #[schema(max_length = 2000)]
    pub online_url: Option<String>,
    /// The currency of its prices; fixed once paid tickets are sold.
    #[garde(skip)]
    pub currency: Option<Currency>,
    /// Whether it is a template: never public, there to make events from. Only for events that never were public.
    #[garde(skip)]
    pub template: Option<bool>,
    /// Minutes that a cart holds its places.
    #[garde(inner(range(min = 5, max = 120)))]
    #[schema(minimum = 5, maximum = 120)]
    pub hold_minutes: Option<i32>,
    /// Days that an order waits for a bank transfer.
    #[garde(inner(range(min = 1, max = 60)))]
    #[schema(minimum = 1, maximum = 60)]
    pub payment_days: Option<i32>,
    /// How buyers can pay.
    #[garde(inner(length(max = 10)))]
    pub payment_methods: Option<Vec<PaymentMethod>>,
    /// Where bank transfers go to; null removes it.
    #[garde(dive)]
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<BankDetails>)]
    pub bank_details: Option<Option<BankDetails>>,
}

impl EventPatch {
    /// Whether it says how guests pay, or where to.
    pub(super) fn changes_payment(&self) -> bool {
        self.currency.is_some()
            || self.payment_days.is_some()
            || self.payment_methods.is_some()
            || self.bank_details.is_some()
    }

    /// Whether transfers would go to another bank account than now.
    pub(super) fn pays_into_another_account(&self, now: &Details) -> bool {
        matches!(&self.bank_details, Some(Some(new)) if Some(new) != now.bank_details.as_ref())
    }

    /// Makes the changes.
    pub fn apply(self, slug: &mut Slug, details: &mut Details) {
        set(slug, self.slug);
        set(&mut details.name, self.name);
        set(&mut details.summary, self.summary);
        set(&mut details.description, self.description);
        set(&mut details.locales, self.locales);
        set(&mut details.zone, self.zone);
        set(&mut details.starts_at, self.starts_at);
        set(&mut details.ends_at, self.ends_at);
        set(&mut details.doors_at, self.doors_at);
        set(&mut details.venue_name, self.venue_name.map(|text| trimmed(Some(text))));
        set(&mut details.venue_address, self.venue_address.map(|text| trimmed(Some(text))));
        set(&mut details.online_url, self.online_url.map(|text| trimmed(Some(text))));
        set(&mut details.currency, self.currency);
        set(&mut details.template, self.template);
        set(&mut details.hold_minutes, self.hold_minutes);
        set(&mut details.payment_days, self.payment_days);
        set(&mut details.payment_methods, self.payment_methods);
        set(&mut details.bank_details, self.bank_details);
    }
}

/// Puts `value` into `field` if there is one.
pub(crate) fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn trimmed(text: Option<String>) -> String {
    text.unwrap_or_default().trim().to_owned()
}

fn optional_web_address(text: &str, context: &()) -> garde::Result {
    if text.is_empty() { Ok(()) } else { rules::web_address(text, context) }
}

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// Only those in this status.
    pub status: Option<Status>,
    /// The templates instead of the events.
    #[serde(default)]
    pub template: Option<bool>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Items a page, 1 to 100; 50 if absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// An event as organisers see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// Whose it is.
    pub organisation_id: OrgId,
    /// What the organiser says about it.
    #[serde(flatten)]
    pub details: Details,
    /// Whether it is public.
    pub status: Status,
    /// Whether it is in test mode: what is ordered now is a test.
    pub test_mode: bool,
    /// Its picture.
    pub cover: Option<Cover>,
    /// When it was first published.
    pub published_at: Option<Instant>,
    /// Since when and why it will not take place.
    pub cancellation: Option<Cancellation>,
    /// Its public page.
    pub public_url: String,
    /// Where members see the page of a draft as guests will; absent once everybody sees it.
    pub preview_url: Option<String>,
    /// Counts every change of the event, its products and its quotas' sizes.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it, a product or a quota's size was last changed.
    pub updated_at: Instant,
}

impl EventView {
    /// Shows `event` of the organisation `org`, which is at `site` (without a trailing slash) under `org_slug`.
    pub fn new(event: Event, org: OrgId, site: &str, org_slug: &str) -> Self {
        let public_url = format!("{site}/{org_slug}/{}", event.slug);
        Self {
            preview_url: (event.status == Status::Draft).then(|| public_url.clone()),
            public_url,
            cancellation: event.cancellation,
            id: event.id,
            slug: event.slug,
            organisation_id: org,
            details: event.details,
            status: event.status,
            test_mode: event.mode.is_test(),
            cover: event.cover,
            published_at: event.published_at,
            version: event.version,
            created_at: event.created_at,
            updated_at: event.updated_at,
        }
    }
}
