//! What takes its places from a quota changes while crowds buy: nobody waits for the other in a circle.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::json;
use tokio::task::JoinSet;

use crate::app::Shop;

#[testkit::test(parallel)]
async fn links_of_a_quota_change_while_crowds_buy_from_it() {
    let (app, shop, first) = Shop::opened(0, Some(2_000)).await;
    let second = shop.add_ticket("Balcony", 0, Some(2_000)).await;
    let hall = json!({ "name": "Hall", "size": 2_000, "product_ids": [first] });
    let hall = shop.owner.post(&shop.api("/quotas"), hall).await.expect(201).json();
    let hall = shop.api(&format!("/quotas/{}", hall["id"].as_str().unwrap()));
    let (shop, over) = (Arc::new(shop), Arc::new(AtomicBool::new(false)));
    let mut buyers = JoinSet::new();
    for buyer in 0..12_usize {
        let (shop, guest) = (shop.clone(), app.guest());
        let (ticket, over) = ([&first, &second][buyer % 2].clone(), over.clone());
        buyers.spawn(async move {
            let mut done = 0;
            while !over.load(Ordering::Relaxed) {
                if buyer % 3 == 0 {
                    shop.order(&ticket, 1, "manual", true).await.expect(201);
                } else {
                    let lines = json!({ "lines": [{ "product": ticket, "quantity": 2 }] });
                    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
                    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
                    guest.delete(&path).await.expect(204);
                }
                done += 1;
            }
            done
        });
    }
    for round in 0..15 {
        let links = [json!([first, second]), json!([second]), json!([first])];
        let change = json!({ "product_ids": links[round % 3], "size": 2_000 + round, "blocked": round % 5 });
        shop.owner.patch(&hall, change).await.expect(200);
        shop.owner.patch(&hall, json!({ "size": 2_500 })).await.expect(200);
    }
    over.store(true, Ordering::Relaxed);
    let done: u32 = buyers.join_all().await.into_iter().sum();
    assert!(done > 15, "they bought meanwhile: {done}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
