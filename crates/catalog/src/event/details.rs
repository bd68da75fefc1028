//! What an organiser says about an event, and when that makes sense.

use httpkit::FieldError;
use kernel::{Currency, Instant, Locale, LocalizedText, Zone};
use ports::Providers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::bank::BankDetails;
use crate::Mode;

/// A way to pay that buyers are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case", no_pg_array)]
#[schema(as = EventPaymentMethod)]
pub enum PaymentMethod {
    /// The buyer transfers the money; the organiser marks the order as paid.
    BankTransfer,
    /// The built-in test card: no real money.
    Sandbox,
}

impl PaymentMethod {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BankTransfer => "bank_transfer",
            Self::Sandbox => "sandbox",
        }
    }

    /// Whether this installation has what it takes: nothing for a transfer, a provider for everything else.
    pub fn is_there(self, providers: &Providers) -> bool {
        self == Self::BankTransfer || providers.get(self.as_str()).is_some()
    }

    /// Whether it is there for what is begun in `mode`: no test reaches real money at a provider.
    pub fn is_there_in(self, mode: Mode, providers: &Providers) -> bool {
        let real = |name| providers.get(name).is_some_and(|provider| provider.moves_real_money());
        self.is_there(providers) && !(mode.is_test() && real(self.as_str()))
    }

    /// The method of that name, if it is one of ours.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::BankTransfer, Self::Sandbox].into_iter().find(|method| method.as_str() == name)
    }
}

/// What an organiser says about an event. Texts are bounded by the form; [`Details::problems`] checks how the
/// fields fit together.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = EventDetails)]
pub struct Details {
    /// Its name.
    pub name: LocalizedText,
    /// One or two sentences.
    pub summary: LocalizedText,
    /// The whole story, in Markdown.
    pub description: LocalizedText,
    /// The languages of its pages; the first is the main one.
    pub locales: Vec<Locale>,
    /// The time zone of the place.
    pub zone: Zone,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// When the doors open.
    pub doors_at: Option<Instant>,
    /// The venue's name; may be empty.
    pub venue_name: String,
    /// The venue's postal address; may be empty.
    pub venue_address: String,
    /// Where to take part online; may be empty.
    pub online_url: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// Whether it is a template: never public, there to make events from.
    pub template: bool,
    /// Minutes that a cart holds its places.
    pub hold_minutes: i32,
    /// Days that an order waits for a bank transfer.
    pub payment_days: i32,
    /// How buyers can pay.
    pub payment_methods: Vec<PaymentMethod>,
    /// Where bank transfers go to.
    pub bank_details: Option<BankDetails>,
}

impl Details {
    /// What an event starts with: everything that can be left for later is empty.
    pub fn new(
        name: LocalizedText,
        locales: Vec<Locale>,
        zone: Zone,
        (starts_at, ends_at): (Instant, Instant),
        currency: Currency,
    ) -> Self {
        Self {
            name,
            summary: LocalizedText::default(),
            description: LocalizedText::default(),
            locales,
            zone,
            starts_at,
            ends_at,
            doors_at: None,
            venue_name: String::new(),
            venue_address: String::new(),
            online_url: String::new(),
            currency,
            template: false,
            hold_minutes: 30,
            payment_days: 7,
            payment_methods: Vec::new(),
            bank_details: None,
        }
    }

    /// The main language.
    pub fn main_locale(&self) -> Locale {
        self.locales.first().cloned().unwrap_or_else(Locale::english)
    }

    /// What does not fit together, by field.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut refuse = |field: &str, message: &str| {
            found.push(FieldError::new(format!("/{field}"), "request.invalid_field", message));
        };
        if self.name.exact(&self.main_locale()).is_none() {
            refuse("name", "is missing in the first language");
        }
        let dates = [
            ("starts_at", Some(self.starts_at)),
            ("ends_at", Some(self.ends_at)),
            ("doors_at", self.doors_at),
        ];
        for (field, _) in dates.into_iter().filter(|(_, date)| date.is_some_and(|date| !in_calendar(date))) {
            refuse(field, "has to lie between 1970 and 2200");
        }
        if self.ends_at <= self.starts_at {
            refuse("ends_at", "has to be after the start");
        }
        if self.doors_at.is_some_and(|doors| doors > self.ends_at) {
            refuse("doors_at", "can't be after the end");
        }
        if !(1..=20).contains(&self.locales.len()) || has_twice(&self.locales) {
            refuse("locales", "takes 1 to 20 different languages");
        }
        for (field, text) in
            [("name", &self.name), ("summary", &self.summary), ("description", &self.description)]
        {
            if let Some((locale, _)) = text.iter().find(|(locale, _)| !self.locales.contains(locale)) {
                refuse(field, &format!("has a text in {locale}, which is not one of the event's languages"));
            }
        }
        if has_twice(&self.payment_methods) {
            refuse("payment_methods", "names a way to pay twice");
        }
        found
    }
}

/// Whether `date` is one that people mean; PostgreSQL and calendars are at home there.
pub(crate) fn in_calendar(date: Instant) -> bool {
    /// 2200-01-01T00:00:00Z in milliseconds.
    const END: i64 = 7_258_118_400_000;
    (0..END).contains(&date.as_millisecond())
}

fn has_twice<T: PartialEq>(items: &[T]) -> bool {
    items.iter().enumerate().any(|(place, item)| items[..place].contains(item))
}
