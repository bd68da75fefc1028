//! Opening organisations and putting their events on sale.

use std::sync::Arc;

use anyhow::{Context, Result};
use catalog::{
    EventHead, Item,
    composition::{AddOn, Part},
    event,
    event::Details,
    product,
    quota::{self, Plan as QuotaPlan},
    variation,
};
use identity::organisation::{self, Profile};
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};
use kernel::{CorrelationId, Instant, OrgId, PersonId, ProductId, QuotaId, VariationId, Zone};
use media::shown::{self, Place};
use store::{Actor, Cx};

use super::{
    content::{Event, House, Product, When},
    prices,
};
use crate::boot::Running;

/// Where the demo is built: the program, its owner, and today.
pub(super) struct Stage<'a> {
    pub running: &'a Running,
    pub now: Instant,
    owner: PersonId,
    correlation: CorrelationId,
}

/// An event on sale.
pub(super) struct Show<'a> {
    pub org: OrgId,
    pub house: &'a House,
    pub spec: &'a Event,
    pub event: Arc<EventHead>,
    pub products: Vec<OnSale<'a>>,
    pub announced: Instant,
}

/// A ticket type with the time during which it sells.
pub(super) struct OnSale<'a> {
    pub id: ProductId,
    pub spec: &'a Product,
    pub from: Instant,
    pub until: Instant,
    /// Its forms, in the order of the content.
    pub variations: Vec<VariationId>,
}

impl OnSale<'_> {
    /// What can be bought of it, with how many are to be taken: its forms, or the product as such.
    pub(super) fn items(&self) -> Vec<(Item, usize)> {
        if self.variations.is_empty() {
            return vec![(self.id.into(), self.spec.taken)];
        }
        let forms = self.variations.iter().zip(&self.spec.variations);
        forms.map(|(id, form)| (Item::new(self.id, Some(*id)), form.taken)).collect()
    }

    /// Whether extras go with it: they need somebody who comes.
    pub(super) fn takes_extras(&self) -> bool {
        !self.spec.add_on && self.spec.kind.admits()
    }
}

impl<'a> Stage<'a> {
    pub(super) fn new(running: &'a Running, owner: PersonId, now: Instant) -> Self {
        let correlation = CorrelationId::new(now, &running.app.chance);
        Self { running, now, owner, correlation }
    }

    /// What use cases take first, `at` a moment of the past.
    pub(super) fn cx(&self, org: OrgId, actor: Actor, at: Instant) -> Cx {
        let app = &self.running.app;
        Cx { now: at, ..app.cx(org, actor, self.correlation) }
    }

    /// The same, for something the owner does.
    pub(super) fn owner_cx(&self, org: OrgId, at: Instant) -> Cx {
        self.cx(org, Actor::Person(self.owner), at)
    }

    /// Opens an organisation with all its events.
    pub(super) async fn open<'h>(&self, house: &'h House) -> Result<Vec<Show<'h>>> {
        let founded = self.now.plus_days(-260);
        let org = OrgId::new(founded, &self.running.app.chance);
        let profile = Profile {
            name: house.name.clone(),
            contact_email: house.contact_email.clone(),
            website: Some(house.website.clone()),
            about: house.about.clone(),
            locales: house.locales.clone(),
        };
        organisation::create(&self.owner_cx(org, founded), self.owner, house.slug.clone(), profile).await?;
        let mut shows = Vec::with_capacity(house.events.len());
        for spec in &house.events {
            let show = Box::pin(self.announce(org, house, spec)).await;
            shows.push(show.with_context(|| format!("announcing {}", spec.slug))?);
        }
        Ok(shows)
    }

    async fn announce<'h>(&self, org: OrgId, house: &'h House, spec: &'h Event) -> Result<Show<'h>> {
        let announced = self.now.plus_days(-spec.when.announced);
        let drafted = self.owner_cx(org, announced.plus_days(-6));
        let details = details(house, spec, self.now)?;
        let draft = event::create(&drafted, Some(spec.slug.clone()), details).await?;
        let head = EventHead::from(draft);
        let quotas = add_quotas(&drafted, &head, spec).await?;
        let mut products = Vec::with_capacity(spec.products.len());
        for (product, sort) in spec.products.iter().zip(1..) {
            let plan = product_plan(product, sort, &quotas, self.now, &spec.zone)?;
            let from = plan.window.from.unwrap_or(announced).max(announced);
            let until = plan.window.until.unwrap_or(head.starts_at).min(head.starts_at).min(self.now);
            let id = product::create(&drafted, &head, plan, None).await?.id;
            let variations = add_variations(&drafted, &head, (id, product), &quotas).await?;
            products.push(OnSale { id, spec: product, from, until, variations });
        }
        if let Some(prices) = &spec.prices {
            Box::pin(prices::set_up(&drafted, &head, (prices, &products), (self.now, &spec.zone))).await?;
        }
        put_together(&drafted, &head, &products).await?;
        let providers = &self.running.app.ports.payments;
        let event = event::publish(&self.owner_cx(org, announced), providers, head.id).await?;
        Ok(Show { org, house, spec, event: Arc::new(event.into()), products, announced })
    }

    /// Calls an event off that does not take place.
    pub(super) async fn call_off(&self, show: &Show<'_>) -> Result<()> {
        let Some(called_off) = &show.spec.called_off else { return Ok(()) };
        let cx = self.owner_cx(show.org, self.now.plus_days(-called_off.days_ago));
        let mut tx = cx.begin().await?;
        sales::cancellation::cancel_event(&mut tx, &show.event, &called_off.reason).await?;
        tx.commit().await?;
        event::changed(&cx, &show.event.slug).await;
        Ok(())
    }

    /// Hangs the cover picture up.
    pub(super) async fn hang(&self, show: &Show<'_>, picture: Vec<u8>) -> Result<()> {
        let cx = self.owner_cx(show.org, show.announced);
        shown::put(&cx, &*self.running.app.ports.blob, (&show.event, Place::Cover), picture.into()).await?;
        Ok(())
    }
}

fn details(house: &House, spec: &Event, now: Instant) -> Result<Details> {
    let When { doors, starts, ends, nights, .. } = spec.when;
    let first = first_day(&spec.when, now, &spec.zone)?;
    let last = first.checked_add(nights.days())?;
    let times = (local(first, starts, &spec.zone)?, local(last, ends, &spec.zone)?);
    let (locales, zone) = (house.locales.clone(), spec.zone.clone());
    let mut details = Details::new(spec.name.clone(), locales, zone, times, spec.currency);
    details.doors_at = Some(local(first, doors, &spec.zone)?);
    details.summary = spec.summary.clone();
    details.description = spec.description.clone();
    details.venue_name = spec.venue_name.clone();
    details.venue_address = spec.venue_address.clone();
    details.payment_methods = spec.payment_methods.clone();
    details.bank_details = house.bank.clone();
    Ok(details)
}

/// The right weekday, at about the right distance from today.
fn first_day(when: &When, now: Instant, zone: &Zone) -> Result<Date> {
    let about = now.in_zone(zone).date().checked_add(when.in_days.days())?;
    let weekday = Weekday::from_monday_one_offset(when.weekday)?;
    let ahead = i32::from(about.weekday().until(weekday));
    Ok(about.checked_add(ahead.days())?)
}

fn local(date: Date, time: Time, zone: &Zone) -> Result<Instant> {
    let zoned = date.to_datetime(time).to_zoned(zone.jiff().clone())?;
    Ok(Instant::from_jiff(zoned.timestamp()))
}

/// Midnight at the beginning of the day that is `days` from today.
pub(super) fn midnight(now: Instant, days: i32, zone: &Zone) -> Result<Instant> {
    let date = now.in_zone(zone).date().checked_add(days.days())?;
    local(date, Time::midnight(), zone)
}

async fn add_quotas(cx: &Cx, head: &EventHead, spec: &Event) -> Result<Vec<(String, QuotaId)>> {
    let mut quotas = Vec::with_capacity(spec.quotas.len());
    for quota in &spec.quotas {
        let plan = QuotaPlan::new(&*quota.name, Some(quota.size));
        quotas.push((quota.name.clone(), quota::create(cx, head, plan).await?.id));
    }
    Ok(quotas)
}

/// Adds the forms of a product.
async fn add_variations(
    cx: &Cx,
    head: &EventHead,
    (id, product): (ProductId, &Product),
    quotas: &[(String, QuotaId)],
) -> Result<Vec<VariationId>> {
    let mut variations = Vec::with_capacity(product.variations.len());
    for form in &product.variations {
        let mut plan = variation::Plan::new(form.name.clone());
        plan.quota_ids = named(quotas, &form.quotas);
        let whole = variation::create(cx, head, id, plan, None).await?;
        variations.push(whole.variations.last().context("a variation")?.id);
    }
    Ok(variations)
}

/// The quotas of these names.
fn named(quotas: &[(String, QuotaId)], names: &[String]) -> Vec<QuotaId> {
    quotas.iter().filter(|(name, _)| names.contains(name)).map(|(_, id)| *id).collect()
}

/// Fills the bundles, and sells the extras along with everything else.
async fn put_together(cx: &Cx, head: &EventHead, products: &[OnSale<'_>]) -> Result<()> {
    for product in products.iter().filter(|product| !product.spec.bundle.is_empty()) {
        let parts = product.spec.bundle.iter().map(|part| {
            let named = products.iter().find(|named| named.spec.key == part.key);
            let product_id = named.with_context(|| format!("{} is not sold", part.key))?.id;
            Ok(Part { product_id, variation_id: None, count: 1, share_minor: part.share_minor })
        });
        let parts = parts.collect::<Result<Vec<Part>>>()?;
        product::update(cx, head, (product.id, None), |plan| plan.composition.bundle = parts).await?;
    }
    let extra = |product: &OnSale<'_>| AddOn { product_id: product.id, min: 0, max: 1, included: false };
    let extras: Vec<AddOn> = products.iter().filter(|product| product.spec.add_on).map(extra).collect();
    for product in products.iter().filter(|product| product.takes_extras() && !extras.is_empty()) {
        product::update(cx, head, (product.id, None), |plan| plan.composition.add_ons.clone_from(&extras))
            .await?;
    }
    Ok(())
}

/// From now on extras are sold with a ticket only, as they say; some were sold alone before.
pub(super) async fn keep_together(stage: &Stage<'_>, show: &Show<'_>) -> Result<()> {
    let cx = stage.owner_cx(show.org, stage.now);
    for product in show.products.iter().filter(|product| product.spec.add_on) {
        product::update(&cx, &show.event, (product.id, None), |plan| plan.composition.sold_alone = false)
            .await?;
    }
    Ok(())
}

fn product_plan(
    spec: &Product,
    sort: i32,
    quotas: &[(String, QuotaId)],
    now: Instant,
    zone: &Zone,
) -> Result<product::Plan> {
    let mut plan = product::Plan::new(spec.name.clone(), spec.price_minor);
    plan.description = spec.description.clone();
    plan.sort = Some(sort);
    plan.max_per_order = spec.max_per_order;
    plan.window.from = spec.from_day.map(|day| midnight(now, day, zone)).transpose()?;
    plan.window.until = spec.until_day.map(|day| midnight(now, day + 1, zone)).transpose()?;
    plan.kind = spec.kind;
    plan.icon = spec.icon;
    plan.visibility = spec.visibility();
    plan.access_code = spec.access_code.clone();
    plan.quota_ids = named(quotas, &spec.quotas);
    Ok(plan)
}
