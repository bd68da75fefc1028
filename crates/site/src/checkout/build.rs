//! From a cart to the pages that show it.

use std::sync::Arc;

use catalog::EventHead;
use httpkit::FieldError;
use kernel::{Instant, Locale, Money};
use sales::{
    cart::view::{AttendeeView, CartLineView, CartView},
    order::PaymentMethod,
};

use super::{
    Attendee, CodeField, ExpiredPage, Frame, HoldBar, Method, PriceLine, ReviewPage, Step, Summary,
    TaxFields, TaxLine, TicketsPage, YouPage,
};
use crate::{
    Lang, countries,
    event_page::{Notice, build::brief_of},
    form::FormErrors,
    i18n::Words,
    visit::Paths,
};

/// A page of the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    You,
    Tickets,
    Review,
}

impl Topic {
    pub fn name(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Tickets => "tickets",
            Self::Review => "review",
        }
    }

    /// The pages for so many tickets: names are asked for several, a single one is the buyer's.
    pub fn of(tickets: usize) -> &'static [Self] {
        match tickets {
            0 | 1 => &[Self::You, Self::Review],
            _ => &[Self::You, Self::Tickets, Self::Review],
        }
    }

    /// The page with that name; the first one for any other.
    pub fn named(name: &str) -> Self {
        [Self::Tickets, Self::Review].into_iter().find(|topic| topic.name() == name).unwrap_or(Self::You)
    }
}

/// A cart on its way, with everything the pages say about it.
pub(super) struct Checkout {
    pub words: Words,
    pub locale: Locale,
    pub paths: Paths,
    pub event: Arc<EventHead>,
    pub cart: CartView,
    /// The ways to pay that are offered.
    pub methods: Vec<PaymentMethod>,
    pub now: Instant,
    /// The code that was typed and refused.
    pub refused_code: String,
}

/// What was typed about the buyer.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedYou {
    pub name: String,
    pub email: String,
    /// Absent if the page did not ask.
    pub tax: Option<TypedTax>,
}

/// What was typed about where the buyer is.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedTax {
    pub country: String,
    pub business: bool,
    pub vat_id: String,
}

impl Checkout {
    /// The pages this cart goes through.
    pub fn topics(&self) -> &'static [Topic] {
        Topic::of(self.admitted().count())
    }

    /// What somebody is let in with, by place among all the cart's lines.
    fn admitted(&self) -> impl Iterator<Item = (usize, &AttendeeView)> {
        self.cart.attendees.iter().enumerate().filter(|(_, attendee)| attendee.admits)
    }

    /// The address of one of its pages.
    pub fn href(&self, topic: Topic) -> String {
        format!("{}/{}", self.root(), topic.name())
    }

    fn root(&self) -> String {
        self.paths.checkout(&self.cart.secret)
    }

    /// Whether everything is known that an order needs.
    pub fn has_buyer(&self) -> bool {
        !self.cart.buyer.name.is_empty() && !self.cart.buyer.email.is_empty()
    }

    pub fn frame(&self, topic: Topic, errors: FormErrors, extended: bool) -> Frame {
        let topics = self.topics();
        // The names of a single ticket can still be changed from the review; that page counts as the first.
        let place = topics.iter().position(|known| *known == topic).unwrap_or(0);
        let back_href = match place {
            0 => self.paths.event.clone(),
            place => self.href(topics[place - 1]),
        };
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let count = i64::try_from(self.cart.attendees.len()).unwrap_or(i64::MAX);
        let (address, moments) = (self.root(), [self.cart.expires_at, self.now]);
        let mut hold = HoldBar::new(self.words, (&address, topic.name()), count, self.cart.total, moments);
        hold.extendable = self.cart.extendable_until.seconds_since(self.cart.expires_at) >= 60;
        hold.extended = extended;
        Frame {
            code: self.code(topic, &errors),
            hold,
            step: Step { number: number(place + 1), of: number(topics.len()) },
            back_href,
            summary: self.summary(),
            action: self.href(topic),
            errors,
        }
    }

    pub fn summary(&self) -> Summary {
        let before = |line: &CartLineView| {
            let each = line.list_price?;
            let minor = each.minor.saturating_mul(i64::from(line.quantity));
            Some(self.words.price(Money { minor, ..each }))
        };
        let line = |line: &CartLineView| PriceLine {
            name: line.product_name.clone(),
            quantity: i64::from(line.quantity),
            unit: self.words.price(line.unit_price),
            total: self.words.price(line.total),
            before: before(line),
            because: line.because.clone(),
            tax: None,
        };
        let fees = self.cart.fee_lines.iter().map(|fee| PriceLine {
            name: fee.name.clone(),
            quantity: 1,
            unit: self.words.price(fee.price),
            total: self.words.price(fee.price),
            before: None,
            because: Vec::new(),
            tax: None,
        });
        Summary {
            event: brief_of(self.words, &self.locale, &self.event, &self.paths),
            lines: self.cart.lines.iter().map(line).chain(fees).collect(),
            total: self.words.price(self.cart.total),
            taxes: TaxLine::of(self.words, &self.cart.taxes, self.cart.total.currency),
        }
    }

    /// The field for a voucher's code, with what was typed and refused.
    fn code(&self, topic: Topic, errors: &FormErrors) -> CodeField {
        CodeField {
            used: self.cart.voucher.clone(),
            typed: self.refused_code.clone(),
            error: errors.of("voucher"),
            action: format!("{}/voucher?to={}", self.root(), topic.name()),
        }
    }

    /// The fields for country and business, where tax depends on them: with what was `typed`, or what is known.
    pub fn tax_fields(&self, typed: Option<&TypedTax>, errors: &FormErrors) -> Option<TaxFields> {
        let known = self.cart.buyer_tax.as_ref();
        let typed = typed.cloned().unwrap_or_else(|| TypedTax {
            country: known.map(|buyer| buyer.country.to_string()).unwrap_or_default(),
            business: known.is_some_and(|buyer| buyer.business),
            vat_id: known
                .and_then(|buyer| buyer.vat_id.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
        });
        self.cart.asks_for_country.then(|| TaxFields {
            countries: countries::all(self.words.lang).collect(),
            country: typed.country,
            country_error: errors.of("country"),
            business: typed.business,
            vat_id: typed.vat_id,
            vat_id_error: errors.of("vat_id"),
        })
    }

    /// What is known about the buyer.
    pub fn known(&self) -> TypedYou {
        let buyer = &self.cart.buyer;
        TypedYou { name: buyer.name.clone(), email: buyer.email.clone(), tax: None }
    }

    pub fn you(&self, frame: Frame, typed: TypedYou, suggestion: Option<String>) -> YouPage {
        let TypedYou { name, email, tax } = typed;
        YouPage {
            tax: self.tax_fields(tax.as_ref(), &frame.errors),
            name_error: frame.errors.of("name"),
            email_error: frame.errors.of("email"),
            checkout: frame,
            name,
            email,
            suggestion,
        }
    }

    /// The tickets with the names `typed`, or those known.
    pub fn attendees(&self, typed: Option<&[String]>, errors: &FormErrors) -> Vec<Attendee> {
        let named = self.cart.attendees.iter().any(|attendee| !attendee.name.is_empty());
        let first = self.admitted().next().map(|(index, _)| index);
        let name = |index: usize, known: &str| match typed {
            Some(typed) => typed.get(index).cloned().unwrap_or_default(),
            // Most buyers come themselves.
            None if first == Some(index) && !named => self.cart.buyer.name.clone(),
            None => known.to_owned(),
        };
        self.admitted()
            .map(|(index, attendee)| Attendee {
                number: attendee.number,
                product: attendee.product_name.clone(),
                name: name(index, &attendee.name),
                error: errors.of(&format!("attendee-{}", attendee.number)),
            })
            .collect()
    }

    pub fn tickets(&self, frame: Frame, typed: Option<&[String]>) -> TicketsPage {
        TicketsPage { attendees: self.attendees(typed, &frame.errors), checkout: frame }
    }

    pub fn review(&self, frame: Frame, method: Option<&str>, notice: Option<Notice>) -> ReviewPage {
        let free = self.cart.total.is_zero();
        let only = self.methods.len() == 1;
        let days = i64::from(self.event.payment_days);
        let chosen = |name: &str| only || method == Some(name);
        let offered = self.methods.iter().map(|method| method.as_str());
        let known = |attendee: &AttendeeView| match self.admitted().count() {
            1 if attendee.name.is_empty() => self.cart.buyer.name.clone(),
            _ => attendee.name.clone(),
        };
        let attendees = self.admitted().map(|(_, attendee)| Attendee {
            number: attendee.number,
            product: attendee.product_name.clone(),
            name: known(attendee),
            error: None,
        });
        let tax = self.cart.buyer_tax.as_ref();
        ReviewPage {
            country: tax.map(|buyer| countries::name(self.words.lang, buyer.country.code())),
            vat_id: tax.and_then(|buyer| buyer.vat_id.as_ref()).map(ToString::to_string),
            name: self.cart.buyer.name.clone(),
            email: self.cart.buyer.email.clone(),
            you_href: self.href(Topic::You),
            attendees: attendees.collect(),
            tickets_href: self.href(Topic::Tickets),
            methods: match free || self.cart.approval {
                true => Vec::new(),
                false => {
                    offered.filter_map(|name| Method::new(self.words, name, days, chosen(name))).collect()
                }
            },
            method_error: frame.errors.of("method"),
            shown_total_minor: self.cart.total.minor,
            free,
            asks: self.cart.approval,
            notice,
            seller: self.event.organiser.name.clone(),
            checkout: frame,
        }
    }

    /// What selling complains about, in the reader's language and at the right field.
    pub fn complaints(&self, found: &[FieldError]) -> FormErrors {
        let mut errors = FormErrors::default();
        for complaint in found {
            let key = match complaint.code.as_ref() {
                "sales.name_missing" => "name-missing",
                "sales.email_missing" => "email-missing",
                "sales.email" => "email-invalid",
                "sales.country_missing" | "sales.country" => "country-missing",
                "sales.vat_id" => "vat-id-invalid",
                "sales.vat_id_country" => "vat-id-country",
                _ => "name-unfit",
            };
            let field = match complaint.pointer.strip_prefix("/attendee_names/") {
                Some(index) => {
                    let attendee = index.parse().ok().and_then(|index: usize| self.cart.attendees.get(index));
                    format!("attendee-{}", attendee.map_or(1, |attendee| attendee.number))
                }
                None => complaint.pointer.trim_start_matches('/').to_owned(),
            };
            errors.add(field, self.words.say(key));
        }
        errors
    }

    /// The page after the time was up; `lost` are tickets that somebody else has by now.
    pub fn expired(&self, lost: Vec<String>) -> ExpiredPage {
        ExpiredPage {
            summary: self.summary(),
            action: format!("{}/again", self.root()),
            lost,
            event_href: self.paths.event.clone(),
        }
    }
}

/// The words for a reader of `locale`.
pub(super) fn words_for(locale: &Locale) -> Words {
    Words::new(Lang::for_locale(locale))
}

/// The total of a cart that changed while it was looked at.
pub(super) fn total_changed(checkout: &mut Checkout, now: Money) -> Notice {
    checkout.cart.total = now;
    Notice::new(checkout.words, "warning", "notice-total-changed")
}
