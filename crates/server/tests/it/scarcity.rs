//! Nobody can oversell, however many try at once.

use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;

use crate::app::{Shop, order_body};

#[testkit::test(parallel)]
async fn five_hundred_buyers_at_once_get_exactly_fifty_tickets() {
    let (app, shop, ticket) = Shop::opened(2500, Some(50)).await;
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..500 {
        let (shop, ticket, guest) = (shop.clone(), ticket.clone(), app.guest());
        buyers.spawn(async move {
            // Half of them are guests filling carts, half are orders through the API.
            let answer = if buyer % 2 == 0 {
                let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
                guest.post(&shop.public("/carts"), lines).await
            } else {
                shop.owner.post(&shop.api("/orders"), order_body(&ticket, 1, "manual", true)).await
            };
            match answer.status.as_u16() {
                201 => true,
                _ => {
                    assert_eq!(answer.problem(409), "sales.sold_out");
                    false
                }
            }
        });
    }
    let bought = buyers.join_all().await.into_iter().filter(|bought| *bought).count();
    let (sold, held) = shop.stock().await;
    assert_eq!((bought, sold + held), (50, 50));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn one_cart_becomes_one_order_however_often_it_is_sent() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": "g@guest.example" })).await.expect(200);
    let mut tries = JoinSet::new();
    for _ in 0..20 {
        let (guest, path) = (guest.clone(), format!("{path}/order"));
        tries.spawn(async move {
            let order = json!({ "payment_method": "free", "shown_total_minor": 0 });
            guest.post(&path, order).await.expect(201).json()["order"]["code"].clone()
        });
    }
    let mut codes = tries.join_all().await;
    codes.dedup();
    assert_eq!(codes.len(), 1);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_code_that_another_order_has_is_drawn_again() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let first = shop.sell(&ticket, 1).await;
    let collide = "create sequence draws; grant usage on draws to public;
        create function collide() returns trigger language plpgsql as $$ begin
          if nextval('draws') = 1 then
            new.code := (select code from orders where org_id = new.org_id limit 1);
          end if;
          return new;
        end $$;
        create trigger collide before insert on orders for each row execute function collide();";
    sqlx::raw_sql(collide).execute(&mut app.owner().await).await.unwrap();
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": "g@guest.example" })).await.expect(200);
    let order = json!({ "payment_method": "free", "shown_total_minor": 0 });
    let placed = guest.post(&format!("{path}/order"), order).await.expect(201).json();
    assert_ne!(placed["order"]["code"], first["code"]);
    let mut owner = app.owner().await;
    let draws: i64 = sqlx::query_scalar("select last_value from draws").fetch_one(&mut owner).await.unwrap();
    assert_eq!(draws, 2);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
