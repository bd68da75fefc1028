//! Who buys what, when, and what becomes of it. Decided before anything is written, so that the places taken are
//! exactly as many as the content says.

use anyhow::Result;
use catalog::Item;
use kernel::{Instant, Locale};
use sales::order::Buyer;

use super::{
    dice::Dice,
    people::{self, Guest},
    stage::{OnSale, Show},
};

/// Everything that is sold at an event, each round in the order of time.
pub(super) struct Plan {
    /// What ended: it gave its places back before others took them.
    pub ended: Vec<Order>,
    /// What still has its places.
    pub lasting: Vec<Order>,
}

/// One order.
pub(super) struct Order {
    pub buyer: Buyer,
    pub at: Instant,
    pub fate: Fate,
    pub tickets: Vec<Ticket>,
    pub access_code: Option<String>,
    /// Whether the buyer gets a mail now.
    pub mail: bool,
}

/// One ticket wanted.
pub(super) struct Ticket {
    pub item: Item,
    pub attendee: String,
}

/// What becomes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Settled at once: free, or paid at the box office or on account.
    Settled,
    /// Paid by a bank transfer that came after so many hours.
    Transferred(i32),
    /// Waiting for the transfer.
    Pending,
    /// Never paid.
    Expired,
    /// Settled, and cancelled after so many hours.
    Cancelled(i32),
    /// Paid by card on the site; with `true`, the first card was declined.
    Card(bool),
    /// The card was declined, and the buyer gave up.
    Declined,
}

impl Fate {
    /// Whether the order still takes its places.
    fn holds(self) -> bool {
        !matches!(self, Self::Expired | Self::Cancelled(_) | Self::Declined)
    }

    /// Whether a guest goes through the whole checkout for it.
    pub(super) fn by_card(self) -> bool {
        matches!(self, Self::Card(_) | Self::Declined)
    }
}

/// Plans everything that is sold at `show` by `now`.
pub(super) fn of(show: &Show<'_>, now: Instant) -> Result<Plan> {
    let seed =
        show.spec.slug.as_str().bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(131) + u64::from(byte));
    let mut planner = Planner { show, now, dice: Dice::new(seed), extras: extras(show), orders: Vec::new() };
    for product in show.products.iter().filter(|product| !product.spec.add_on) {
        for (item, taken) in product.items() {
            planner.sell_out(product, item, taken)?;
        }
    }
    // What was not bought along with something else is bought alone.
    for (product, left) in planner.extras.clone() {
        let product = &show.products[product];
        planner.sell_out(product, product.id.into(), left)?;
    }
    let mut orders = planner.orders;
    orders.sort_by_key(|order| order.at);
    let (lasting, ended) = orders.into_iter().partition(|order| order.fate.holds());
    Ok(Plan { ended, lasting })
}

/// The add-ons, by their place among the products, with how many of them are to be sold.
fn extras(show: &Show<'_>) -> Vec<(usize, usize)> {
    let products = show.products.iter().enumerate();
    products
        .filter(|(_, product)| product.spec.add_on)
        .map(|(at, product)| (at, product.spec.taken))
        .collect()
}

struct Planner<'a> {
    show: &'a Show<'a>,
    now: Instant,
    dice: Dice,
    extras: Vec<(usize, usize)>,
    orders: Vec<Order>,
}

impl Planner<'_> {
    fn sell_out(&mut self, product: &OnSale<'_>, item: Item, taken: usize) -> Result<()> {
        let mut left = taken;
        while left > 0 {
            let at = self.moment(product);
            let fate = self.fate(product, at);
            let wanted = self.party(product);
            let count = if fate.holds() { wanted.min(left) } else { wanted };
            if fate.holds() {
                left -= count;
            }
            let guest = people::guest(&self.show.house.crowd, &mut self.dice)?;
            let mut items = vec![item; count];
            items.extend(self.extra(fate, product));
            let order = self.order(guest, at, fate, &items, product.spec.access_code.clone());
            self.orders.push(order);
        }
        Ok(())
    }

    fn party(&mut self, product: &OnSale<'_>) -> usize {
        let roll = self.dice.below(100);
        let mut sum = 0;
        for (size, share) in (1..).zip(product.spec.parties) {
            sum += share;
            if roll < sum {
                return size;
            }
        }
        1
    }

    /// An add-on for some of those who come for sure.
    fn extra(&mut self, fate: Fate, product: &OnSale<'_>) -> Option<Item> {
        let takes = product.takes_extras();
        let wants = fate == Fate::Settled && takes && self.dice.chance(14);
        let (extra, left) = self.extras.iter_mut().find(|(_, left)| *left > 0).filter(|_| wants)?;
        *left -= 1;
        Some(self.show.products[*extra].id.into())
    }

    /// A moment of the sale: a rush at its start, then a steady flow, and nobody buys at night.
    fn moment(&mut self, product: &OnSale<'_>) -> Instant {
        let length = product.until.seconds_since(product.from).max(3600);
        let early = self.dice.chance(22);
        let share = f64::from(self.dice.unit()) * if early { 0.1 } else { 1.0 };
        let at = product.from.plus_seconds((share * length as f64) as i64);
        let hour = i64::from(at.in_zone(&self.show.spec.zone).hour());
        let awake =
            if hour < 8 { at.plus_seconds((9 + i64::from(self.dice.chance(50)) * 4) * 3600) } else { at };
        let last = product.until.min(self.now).plus_seconds(-420);
        awake.min(last.plus_seconds(-(self.dice.below(1800) as i64)))
    }

    fn fate(&mut self, product: &OnSale<'_>, at: Instant) -> Fate {
        let hours = self.now.seconds_since(at) / 3600;
        let roll = self.dice.below(100);
        let later = i32::try_from(self.dice.below(60)).unwrap_or_default() + 5;
        let (old, fresh) = (hours > 24 * 9, hours < 24 * 6);
        if product.spec.price_minor == 0 {
            return if roll < 6 && old { Fate::Cancelled(later) } else { Fate::Settled };
        }
        match (old, fresh, roll) {
            (true, _, 0..4) => Fate::Expired,
            (true, _, 4..8) => Fate::Cancelled(later),
            (true, _, 8..10) => Fate::Transferred(later),
            (true, _, 10..12) => Fate::Declined,
            (true, _, 12..17) => Fate::Card(roll == 12),
            (_, true, 0..13) => Fate::Pending,
            (_, true, 13..25) => Fate::Card(roll < 16),
            (_, true, 25..30) if hours > i64::from(later) => Fate::Transferred(later),
            _ => Fate::Settled,
        }
    }

    fn order(
        &mut self,
        guest: Guest,
        at: Instant,
        fate: Fate,
        items: &[Item],
        access_code: Option<String>,
    ) -> Order {
        let named = self.dice.chance(72);
        let mut tickets = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            let attendee = match number {
                _ if !named => String::new(),
                0 => guest.name.clone(),
                // The add-on is for the buyer, too.
                _ if *item != items[0] => guest.name.clone(),
                _ => guest.companion(&mut self.dice),
            };
            tickets.push(Ticket { item: *item, attendee });
        }
        let recent = self.now.seconds_since(at) < 3 * 86_400;
        let locale = self.locale(&guest);
        let mail = recent && self.dice.chance(60);
        let buyer = Buyer { name: guest.name, email: guest.email, locale };
        Order { buyer, at, fate, tickets, access_code, mail }
    }

    /// The guest's own language if the event speaks it, otherwise English or what there is.
    fn locale(&self, guest: &Guest) -> Locale {
        let locales = &self.show.house.locales;
        let own = locales.iter().find(|locale| locale.as_str() == guest.language);
        let english = locales.iter().find(|locale| locale.as_str() == "en");
        own.or(english).or(locales.first()).cloned().unwrap_or_else(Locale::english)
    }
}
