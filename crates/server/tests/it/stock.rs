//! Places under change: tickets that move between quotas, and whatever else happens in whatever order.

use std::sync::Arc;

use kernel::Chance;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Client, Shop};

async fn quota(shop: &Shop, name: &str, size: i64, products: &[&str]) -> String {
    let body = json!({ "name": name, "size": size, "product_ids": products });
    let quota = shop.owner.post(&shop.api("/quotas"), body).await.expect(201).json();
    quota["id"].as_str().unwrap().to_owned()
}

/// A ticket for 10.00 that takes its places from `quotas`.
async fn ticket(shop: &Shop, name: &str, quotas: &[&str]) -> String {
    let body =
        json!({ "name": { "en": name }, "price_minor": 1000, "quota_ids": quotas, "max_per_order": 50 });
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

/// Sold and held of the quota with this id.
async fn counters(shop: &Shop, quota: &str) -> (i64, i64) {
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = quotas["items"].as_array().unwrap().iter().find(|q| q["id"] == quota).unwrap();
    (quota["sold"].as_i64().unwrap(), quota["held"].as_i64().unwrap())
}

async fn cart(guest: &Client, shop: &Shop, ticket: &str, quantity: i64) -> Option<String> {
    let lines = json!({ "lines": [{ "product": ticket, "quantity": quantity }] });
    let answer = guest.post(&shop.public("/carts"), lines).await;
    match answer.status.as_u16() {
        201 => Some(shop.public(&format!("/carts/{}", answer.json()["secret"].as_str().unwrap()))),
        _ => {
            assert_eq!(answer.problem(409), "sales.sold_out");
            None
        }
    }
}

#[testkit::test]
async fn what_is_taken_moves_with_the_ticket_to_its_new_quotas() {
    let (app, shop) = Shop::drafted().await;
    let hall = quota(&shop, "Hall", 10, &[]).await;
    let standing = ticket(&shop, "Standing", &[&hall]).await;
    shop.publish().await;
    shop.sell(&standing, 3).await;
    shop.order(&standing, 1, "bank_transfer", false).await.expect(201);
    cart(&app.guest(), &shop, &standing, 2).await.unwrap();
    let garden = quota(&shop, "Garden", 5, &[]).await;
    let path = shop.api(&format!("/products/{standing}"));

    let change = json!({ "quota_ids": [hall, garden] });
    let refused = shop.owner.patch(&path, change.clone()).await.expect(409).json();
    assert_eq!(refused["code"], "catalog.quota_too_small");
    assert_eq!(refused["detail"], "“Garden” has 5 free places, but 6 are sold or held of these tickets");
    assert_eq!(counters(&shop, &garden).await, (0, 0));
    let larger = shop.api(&format!("/quotas/{garden}"));
    shop.owner.patch(&larger, json!({ "size": 6 })).await.expect(200);
    shop.owner.patch(&path, change).await.expect(200);
    assert_eq!((counters(&shop, &hall).await, counters(&shop, &garden).await), ((3, 3), (3, 3)));

    shop.owner.patch(&path, json!({ "quota_ids": [garden] })).await.expect(200);
    assert_eq!((counters(&shop, &hall).await, counters(&shop, &garden).await), ((0, 0), (3, 3)));
    let none = shop.owner.patch(&path, json!({ "quota_ids": [] })).await;
    assert_eq!(none.problem(409), "catalog.quota_in_use");
    // From the quota's side, with a new size in the same breath.
    let back = json!({ "product_ids": [standing], "size": 6 });
    shop.owner.patch(&shop.api(&format!("/quotas/{hall}")), back).await.expect(200);
    let empty = json!({ "product_ids": [], "size": 0 });
    assert_eq!(shop.owner.patch(&larger, empty).await.expect(200).json()["sold"], 0);
    assert_eq!((counters(&shop, &hall).await, counters(&shop, &garden).await), ((3, 3), (0, 0)));
    assert!(cart(&app.guest(), &shop, &standing, 1).await.is_none());
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn sales_and_changes_of_quotas_at_the_same_time_keep_the_books_right() {
    let (app, shop) = Shop::drafted().await;
    let (left, right) = (quota(&shop, "Left", 500, &[]).await, quota(&shop, "Right", 500, &[]).await);
    let standing = ticket(&shop, "Standing", &[&left]).await;
    shop.publish().await;
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..4 {
        let (shop, guest, standing) = (shop.clone(), app.guest(), standing.clone());
        buyers.spawn(async move {
            for _ in 0..12 {
                match buyer % 2 {
                    0 => {
                        let path = cart(&guest, &shop, &standing, 1).await.unwrap();
                        guest.delete(&path).await.expect(204);
                        cart(&guest, &shop, &standing, 1).await.unwrap();
                    }
                    _ => {
                        let order = shop.order(&standing, 2, "bank_transfer", false).await.expect(201).json();
                        let path = shop.api(&format!("/orders/{}", order["code"].as_str().unwrap()));
                        shop.owner.post(&format!("{path}/mark-paid"), json!({})).await.expect(200);
                        shop.owner.post(&format!("{path}/cancel"), json!({})).await.expect(200);
                        shop.sell(&standing, 1).await;
                    }
                }
            }
        });
    }
    let path = shop.api(&format!("/products/{standing}"));
    for round in 0..24 {
        let quotas = match round % 3 {
            0 => json!([left, right]),
            1 => json!([right]),
            _ => json!([left]),
        };
        shop.owner.patch(&path, json!({ "quota_ids": quotas })).await.expect(200);
    }
    buyers.join_all().await;
    assert_eq!(counters(&shop, &left).await, (24, 24));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

/// Numbers that are the same in every run.
struct Dice(Chance);

impl Dice {
    fn below(&self, limit: usize) -> usize {
        let [byte] = self.0.bytes();
        usize::from(byte) % limit
    }
}

/// What is open in a random play.
#[derive(Default)]
struct Play {
    carts: Vec<String>,
    orders: Vec<Value>,
}

impl Play {
    async fn step(&mut self, dice: &Dice, shop: &Shop, guest: &Client, tickets: &[String]) {
        let ticket = &tickets[dice.below(tickets.len())];
        let quantity = dice.below(4) + 1;
        match dice.below(6) {
            0 | 1 => {
                let made = cart(guest, shop, ticket, i64::try_from(quantity).unwrap()).await;
                self.carts.extend(made);
            }
            2 => {
                let paid = dice.below(2) == 0;
                let method = if paid { "manual" } else { "bank_transfer" };
                let answer = shop.order(ticket, u32::try_from(quantity).unwrap(), method, paid).await;
                if answer.status.as_u16() == 201 {
                    self.orders.push(answer.json());
                }
            }
            3 if !self.carts.is_empty() => {
                let path = self.carts.swap_remove(dice.below(self.carts.len()));
                guest.delete(&path).await.expect(204);
            }
            4 if !self.orders.is_empty() => {
                let order = self.orders.swap_remove(dice.below(self.orders.len()));
                let path = shop.api(&format!("/orders/{}/cancel", order["code"].as_str().unwrap()));
                shop.owner.post(&path, json!({})).await.expect(200);
            }
            5 if !self.orders.is_empty() => {
                let order = &self.orders[dice.below(self.orders.len())];
                let path = shop.api(&format!("/orders/{}/mark-paid", order["code"].as_str().unwrap()));
                let status = shop.owner.post(&path, json!({})).await.status.as_u16();
                assert!(matches!(status, 200 | 409), "{status}");
            }
            _ => {}
        }
    }
}

#[testkit::test]
async fn whatever_happens_in_whatever_order_stock_is_never_broken() {
    for seed in 1..=3 {
        let (app, shop) = Shop::drafted().await;
        let (hall, room) = (quota(&shop, "Hall", 20, &[]).await, quota(&shop, "Room", 12, &[]).await);
        let mut tickets = Vec::new();
        for quotas in [vec![&*hall], vec![&*hall, &*room], vec![&*room]] {
            tickets.push(ticket(&shop, "Ticket", &quotas).await);
        }
        shop.publish().await;
        let (dice, guest, mut play) = (Dice(Chance::seeded(seed)), app.guest(), Play::default());
        for step in 0..60 {
            play.step(&dice, &shop, &guest, &tickets).await;
            if step % 20 == 19 {
                let quotas = if dice.below(2) == 0 { json!([hall]) } else { json!([hall, room]) };
                let path = shop.api(&format!("/products/{}", tickets[1]));
                let status = shop.owner.patch(&path, json!({ "quota_ids": quotas })).await.status.as_u16();
                assert!(matches!(status, 200 | 409), "{status}");
                assert_eq!(app.broken_invariants().await, Vec::<String>::new(), "seed {seed}, step {step}");
            }
        }
        app.run_jobs().await;
        app.clock.advance(40 * 60);
        app.run_jobs().await;
        let (sold, held) = counters(&shop, &room).await;
        assert!(sold + held <= 12);
        assert_eq!(app.broken_invariants().await, Vec::<String>::new(), "seed {seed}");
    }
}
