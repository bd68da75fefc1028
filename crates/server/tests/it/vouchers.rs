//! What rules about prices do to carts and orders, also when many buy at once.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Answer, Shop, TestApp, order_body};

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

async fn voucher(shop: &Shop, body: Value) -> String {
    add(shop, "/vouchers", body).await["id"].as_str().unwrap().to_owned()
}

/// How often the voucher was used, and what it took off.
async fn used(shop: &Shop, voucher: &str) -> (i64, i64) {
    let found = shop.owner.get(&shop.api(&format!("/vouchers/{voucher}"))).await.expect(200).json();
    (found["used"].as_i64().unwrap(), found["spent_minor"].as_i64().unwrap())
}

async fn cart(app: &TestApp, shop: &Shop, ticket: &str, quantity: u32, voucher: Value) -> Answer {
    let body = json!({ "lines": [{ "product": ticket, "quantity": quantity }], "voucher": voucher });
    app.guest().post(&shop.public("/carts"), body).await
}

fn percent(percent: &str) -> Value {
    json!({ "kind": "percent", "percent": percent })
}

async fn taxed(shop: &Shop, includes_tax: bool) {
    let rule = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" } });
    let rule = add(shop, "/tax-rules", rule).await;
    let settings =
        json!({ "includes_tax": includes_tax, "rounding": "line", "default_tax_rule_id": rule["id"] });
    let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
}

#[testkit::test]
async fn a_cart_costs_what_its_quote_says_until_it_is_paid() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    taxed(&shop, true).await;
    let fee = json!({ "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 150 } });
    add(&shop, "/fees", fee).await;
    let group = json!({ "name": { "en": "Pair" }, "min_count": 2, "effect": percent("10") });
    let group = add(&shop, "/discounts", group).await;
    let id = voucher(&shop, json!({ "code": "FRIEND", "effect": percent("50"), "max_uses": 5 })).await;

    let made = cart(&app, &shop, &ticket, 2, json!("friend")).await.expect(201).json();
    assert_eq!(made["total"]["amount_minor"], json!(2 * 4_500 + 150));
    assert_eq!(made["fees"]["amount_minor"], json!(150));
    assert_eq!(used(&shop, &id).await, (2, 10_000));
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    let guest = app.guest();
    guest.patch(&path, json!({ "name": "Grace", "email": "grace@guest.example" })).await.expect(200);
    // What was promised holds, whatever the organiser changes meanwhile.
    shop.owner.delete(&shop.api(&format!("/discounts/{}", group["id"].as_str().unwrap()))).await.expect(204);
    let wrong = json!({ "payment_method": "bank_transfer", "shown_total_minor": 20_000 });
    assert_eq!(guest.post(&format!("{path}/order"), wrong).await.problem(409), "sales.total_changed");
    let right = json!({ "payment_method": "bank_transfer", "shown_total_minor": 9_150 });
    let placed = guest.post(&format!("{path}/order"), right).await.expect(201).json();
    assert_eq!(
        (&placed["order"]["fees"][0]["name"], &placed["order"]["tax_minor"]),
        (&json!("Service"), &json!(1_460))
    );
    app.run_jobs().await;

    let code = placed["order"]["code"].as_str().unwrap();
    let order = shop.owner.get(&shop.api(&format!("/orders/{code}"))).await.expect(200).json();
    let price = &order["prices"][0];
    assert_eq!((&price["list"]["amount_minor"], &price["gross_minor"]), (&json!(10_000), &json!(4_500)));
    assert_eq!((&price["discount_id"], &price["voucher_id"]), (&group["id"], &json!(id)));
    assert_eq!((&price["tax_minor"], &price["rate"]), (&json!(718), &json!("19")));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    shop.owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    assert_eq!(used(&shop, &id).await, (0, 0), "a cancelled order gives its uses back");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_cart_that_is_given_up_or_expires_gives_its_uses_back_and_takes_them_again() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let id = voucher(&shop, json!({ "code": "ONCE", "effect": percent("100") })).await;
    let made = cart(&app, &shop, &ticket, 1, json!("once")).await.expect(201).json();
    assert_eq!(cart(&app, &shop, &ticket, 1, json!("once")).await.problem(409), "sales.voucher_used");
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    app.guest().delete(&path).await.expect(204);
    assert_eq!(used(&shop, &id).await, (0, 0));

    let made = cart(&app, &shop, &ticket, 1, json!("once")).await.expect(201).json();
    app.clock.advance(3_600);
    app.run_jobs().await;
    assert_eq!(used(&shop, &id).await, (0, 0));
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    app.guest().post(&format!("{path}/reacquire"), json!({})).await.expect(200);
    assert_eq!(used(&shop, &id).await, (1, 1_000));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn vouchers_say_why_they_do_not_apply_and_show_hidden_tickets() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let crew =
        json!({ "name": { "en": "Crew" }, "price_minor": 500, "visibility": "hidden", "quota_size": 5 });
    let crew = add(&shop, "/products", crew).await["id"].as_str().unwrap().to_owned();
    voucher(&shop, json!({ "code": "CREW", "scope": { "product_ids": [crew] }, "shows_hidden": true })).await;
    voucher(&shop, json!({ "code": "OLD", "valid_until": "2027-01-01T00:00:00Z" })).await;
    voucher(&shop, json!({ "code": "PAIR", "min_uses": 2, "max_uses": 2 })).await;
    for (product, code, said) in [
        (&ticket, "nothing", "sales.voucher_unknown"),
        (&ticket, "old", "sales.voucher_expired"),
        (&ticket, "crew", "sales.voucher_other"),
        (&ticket, "pair", "sales.voucher_too_few"),
    ] {
        assert_eq!(cart(&app, &shop, product, 1, json!(code)).await.problem(409), said);
    }
    assert_eq!(cart(&app, &shop, &crew, 1, Value::Null).await.problem(409), "sales.unknown_ticket");
    cart(&app, &shop, &crew, 1, json!("crew")).await.expect(201);
    let mut order = order_body(&ticket, 1, "manual", true);
    order["voucher"] = json!("nothing");
    assert_eq!(shop.owner.post(&shop.api("/orders"), order).await.problem(409), "sales.voucher_unknown");
}

#[testkit::test]
async fn many_at_once_never_use_a_voucher_or_its_budget_too_often() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(200)).await;
    let uses = voucher(&shop, json!({ "code": "SEVEN", "effect": percent("50"), "max_uses": 7 })).await;
    let budget = json!({ "code": "BUDGET", "effect": percent("50"), "max_uses": 100, "budget_minor": 3_200 });
    let budget = voucher(&shop, budget).await;
    let mut buyers = JoinSet::new();
    for number in 0..24 {
        let (guest, path) = (app.guest(), shop.public("/carts"));
        let code = if number % 2 == 0 { "seven" } else { "budget" };
        let body = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": code });
        buyers.spawn(async move { (code, guest.post(&path, body).await.status.as_u16()) });
    }
    for number in 0..12 {
        let (owner, path) = (shop.owner.clone(), shop.api("/orders"));
        let code = if number % 2 == 0 { "seven" } else { "budget" };
        let mut body = order_body(&ticket, 1, "manual", true);
        body["voucher"] = json!(code);
        buyers.spawn(async move { (code, owner.post(&path, body).await.status.as_u16()) });
    }
    let answers = buyers.join_all().await;
    assert!(answers.iter().all(|(_, status)| matches!(status, 201 | 409)), "{answers:?}");
    let won = answers.iter().filter(|(code, status)| *code == "seven" && *status == 201).count();
    assert_eq!(won, 7);
    assert_eq!(used(&shop, &uses).await, (7, 3_500));
    assert_eq!(used(&shop, &budget).await.1, 3_200, "the budget is spent to the last cent and no further");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_first_ten_get_the_early_price_however_many_come_at_once() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(200)).await;
    let early = json!({
        "name": { "en": "First ten" }, "effect": { "kind": "set", "amount_minor": 600 }, "max_uses": 10,
    });
    add(&shop, "/discounts", early).await;
    let mut buyers = JoinSet::new();
    for _ in 0..12 {
        let (guest, path) = (app.guest(), shop.public("/carts"));
        let body = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
        buyers.spawn(async move { guest.post(&path, body).await });
        let (owner, path) = (shop.owner.clone(), shop.api("/orders"));
        let body = order_body(&ticket, 1, "manual", true);
        buyers.spawn(async move { owner.post(&path, body).await });
    }
    let mut cheap = 0;
    for answer in buyers.join_all().await {
        let total = answer.expect(201).json()["total"]["amount_minor"].as_i64().unwrap();
        assert!(matches!(total, 600 | 1_000));
        cheap += i32::from(total == 600);
    }
    assert_eq!(cheap, 10);
    let found = shop.owner.get(&shop.api("/discounts")).await.expect(200).json();
    assert_eq!(found["items"][0]["used"], json!(10));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn prices_without_tax_are_sold_with_it() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    taxed(&shop, false).await;
    let order = shop.sell(&ticket, 2).await;
    assert_eq!(order["total"]["amount_minor"], json!(23_800));
    assert_eq!(order["positions"][0]["price"]["amount_minor"], json!(11_900));
    assert_eq!(
        (&order["prices"][0]["net_minor"], &order["prices"][0]["tax_minor"]),
        (&json!(10_000), &json!(1_900))
    );
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_link_with_a_voucher_shows_its_tickets_and_prices_and_sells_them_without_javascript() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let crew =
        json!({ "name": { "en": "Crew" }, "price_minor": 500, "visibility": "hidden", "quota_size": 5 });
    let crew = add(&shop, "/products", crew).await["id"].as_str().unwrap().to_owned();
    let half = json!({ "code": "HALF", "effect": percent("50"), "max_uses": 3, "shows_hidden": true });
    let half = voucher(&shop, half).await;
    let guest = app.guest();
    let plain = guest.get("/harbour/spring-show").await.expect(200).text();
    assert!(plain.contains("100.00") && !plain.contains("Crew"), "{plain}");
    let linked = guest.get("/harbour/spring-show?voucher=half").await.expect(200).text();
    assert!(linked.contains("50.00") && linked.contains("Crew"), "{linked}");
    assert!(linked.contains("<del>") && linked.contains("100.00") && linked.contains("HALF"), "{linked}");
    let api = guest.get(&shop.public("?code=half")).await.expect(200).json();
    assert_eq!((&api["voucher_accepted"], api["products"].as_array().unwrap().len()), (&json!(true), 2));
    let body = json!({ "lines": [{ "product": crew, "quantity": 1 }, { "product": ticket, "quantity": 1 }], "voucher": "half" });
    let cart = guest.post(&shop.public("/carts"), body).await.expect(201).json();
    assert_eq!(cart["total"]["amount_minor"], json!(5_250));
    assert_eq!(used(&shop, &half).await.0, 2);
}

async fn set_voucher(app: &TestApp, path: &str, code: Value) -> Answer {
    app.guest().put(&format!("{path}/voucher"), json!({ "voucher": code })).await
}

#[testkit::test]
async fn a_code_can_be_given_when_the_cart_is_there_changed_and_taken_back() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let half = voucher(&shop, json!({ "code": "HALF", "effect": percent("50"), "max_uses": 2 })).await;
    let tenth = voucher(&shop, json!({ "code": "TENTH", "effect": percent("10"), "max_uses": 2 })).await;
    voucher(&shop, json!({ "code": "OLD", "valid_until": "2027-01-01T00:00:00Z" })).await;
    let made = cart(&app, &shop, &ticket, 2, Value::Null).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    let priced = set_voucher(&app, &path, json!("half")).await.expect(200).json();
    assert_eq!(priced["total"]["amount_minor"], json!(10_000));
    let line = &priced["lines"][0];
    assert_eq!((&line["list_price"]["amount_minor"], &line["because"]), (&json!(10_000), &json!(["half"])));
    assert_eq!(used(&shop, &half).await, (2, 10_000));
    for (code, said) in [("nothing", "sales.voucher_unknown"), ("old", "sales.voucher_expired")] {
        assert_eq!(set_voucher(&app, &path, json!(code)).await.problem(409), said);
    }
    assert_eq!(used(&shop, &half).await, (2, 10_000), "a refused code leaves the cart as it was");
    // The same again is not another use, and another code sets the first one free.
    set_voucher(&app, &path, json!("HALF")).await.expect(200);
    assert_eq!(used(&shop, &half).await, (2, 10_000));
    let priced = set_voucher(&app, &path, json!("tenth")).await.expect(200).json();
    assert_eq!(priced["total"]["amount_minor"], json!(18_000));
    assert_eq!((used(&shop, &half).await, used(&shop, &tenth).await), ((0, 0), (2, 2_000)));
    let priced = set_voucher(&app, &path, Value::Null).await.expect(200).json();
    assert_eq!((&priced["total"]["amount_minor"], &priced["voucher"]), (&json!(20_000), &Value::Null));
    assert_eq!(used(&shop, &tenth).await, (0, 0));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn carts_that_swap_their_vouchers_at_once_neither_lock_each_other_nor_count_wrongly() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(200)).await;
    let codes = ["ONE", "TWO", "THREE"];
    for code in codes {
        voucher(&shop, json!({ "code": code, "effect": percent("50"), "max_uses": 6 })).await;
    }
    let mut paths = Vec::new();
    for number in 0..6 {
        let made = cart(&app, &shop, &ticket, 2, json!(codes[number % 3])).await.expect(201).json();
        paths.push(shop.public(&format!("/carts/{}/voucher", made["secret"].as_str().unwrap())));
    }
    let mut guests = JoinSet::new();
    for (number, path) in paths.into_iter().enumerate() {
        let guest = app.guest();
        guests.spawn(async move {
            let mut answers = Vec::new();
            for turn in 0..6 {
                let body = json!({ "voucher": codes[(number + turn) % 3] });
                answers.push(guest.put(&path, body).await.status.as_u16());
            }
            answers
        });
    }
    let answers = guests.join_all().await.concat();
    assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn only_as_many_hidden_tickets_are_sold_as_the_voucher_is_good_for() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let crew =
        json!({ "name": { "en": "Crew" }, "price_minor": 0, "visibility": "voucher", "quota_size": 9 });
    let crew = add(&shop, "/products", crew).await["id"].as_str().unwrap().to_owned();
    let body =
        json!({ "code": "CREW", "max_uses": 2, "shows_hidden": true, "scope": { "product_ids": [crew] } });
    voucher(&shop, body).await;
    assert_eq!(cart(&app, &shop, &crew, 3, json!("crew")).await.problem(409), "sales.voucher_needed");
    let made = cart(&app, &shop, &crew, 2, json!("crew")).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    assert_eq!(set_voucher(&app, &path, Value::Null).await.problem(409), "sales.voucher_needed");
    assert_eq!(cart(&app, &shop, &ticket, 1, json!("crew")).await.problem(409), "sales.voucher_used");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_order_over_the_api_is_refused_if_it_costs_another_amount_than_was_shown() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let early = json!({ "name": { "en": "Early" }, "effect": percent("20"), "max_uses": 1 });
    add(&shop, "/discounts", early).await;
    let mut order = order_body(&ticket, 1, "manual", true);
    order["channel"] = json!("box_office");
    order["shown_total_minor"] = json!(8_000);
    let sold = shop.owner.post(&shop.api("/orders"), order.clone()).await.expect(201).json();
    assert_eq!(sold["total"]["amount_minor"], json!(8_000));
    assert_eq!(
        shop.owner.post(&shop.api("/orders"), order.clone()).await.problem(409),
        "sales.total_changed"
    );
    order["shown_total_minor"] = json!(10_000);
    shop.owner.post(&shop.api("/orders"), order).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn an_order_that_expires_gives_its_uses_back_and_takes_them_again_when_it_is_paid_late() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let id = voucher(&shop, json!({ "code": "ONCE", "effect": percent("50") })).await;
    let mut body = order_body(&ticket, 1, "bank_transfer", false);
    body["voucher"] = json!("once");
    let first = shop.owner.post(&shop.api("/orders"), body.clone()).await.expect(201).json();
    assert_eq!(used(&shop, &id).await, (1, 500));
    app.clock.advance(40 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!(used(&shop, &id).await, (0, 0));
    let second = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    let pay = |order: &Value| shop.api(&format!("/orders/{}/mark-paid", order["code"].as_str().unwrap()));
    assert_eq!(shop.owner.post(&pay(&first), json!({})).await.problem(409), "sales.sold_out");
    let cancel = shop.api(&format!("/orders/{}/cancel", second["code"].as_str().unwrap()));
    shop.owner.post(&cancel, json!({})).await.expect(200);
    shop.owner.post(&pay(&first), json!({})).await.expect(200);
    assert_eq!(used(&shop, &id).await, (1, 500));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_voucher_that_reserves_places_keeps_them_from_everybody_else() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(6)).await;
    let guests = json!({
        "code": "GUESTS", "max_uses": 4, "blocks_quota": true, "scope": { "product_ids": [ticket] },
        "valid_until": "2027-03-20T00:00:00Z",
    });
    let everything = json!({ "code": "ALL", "blocks_quota": true });
    let refused = shop.owner.post(&shop.api("/vouchers"), everything).await.refused_field();
    assert_eq!(refused, "/blocks_quota");
    let id = voucher(&shop, guests.clone()).await;
    assert_eq!(shop.stock().await, (0, 4));
    let more =
        json!({ "code": "MORE", "max_uses": 3, "blocks_quota": true, "scope": { "product_ids": [ticket] } });
    assert_eq!(shop.owner.post(&shop.api("/vouchers"), more).await.problem(409), "catalog.quota_too_small");
    shop.sell(&ticket, 2).await;
    assert_eq!(cart(&app, &shop, &ticket, 1, Value::Null).await.problem(409), "sales.sold_out");
    let page = app.guest().get(&shop.public("?code=guests")).await.expect(200).json();
    assert_eq!(page["products"][0]["availability"]["available_up_to"], json!(4));
    // One in a cart, which gives it back to the voucher, and one that becomes an order.
    let made = cart(&app, &shop, &ticket, 1, json!("guests")).await.expect(201).json();
    assert_eq!(shop.stock().await, (2, 4));
    app.guest()
        .delete(&shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap())))
        .await
        .expect(204);
    assert_eq!(shop.stock().await, (2, 4));
    let mut body = order_body(&ticket, 1, "manual", true);
    body["voucher"] = json!("guests");
    let sold = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    assert_eq!(shop.stock().await, (3, 3));
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    let cancel = shop.api(&format!("/orders/{}/cancel", sold["code"].as_str().unwrap()));
    shop.owner.post(&cancel, json!({})).await.expect(200);
    assert_eq!(shop.stock().await, (2, 4), "its place is the voucher's again");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
    let fewer = json!({ "max_uses": 1, "blocks_quota": true, "scope": { "product_ids": [ticket] }, "valid_until": "2027-03-20T00:00:00Z" });
    shop.owner.put(&shop.api(&format!("/vouchers/{id}")), fewer).await.expect(200);
    assert_eq!(shop.stock().await, (2, 1));
    app.clock.advance(30 * 86_400);
    app.run_jobs().await;
    shop.owner_returns().await;
    assert_eq!(shop.stock().await, (2, 0), "its date has come");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn reserved_places_are_sold_to_the_last_and_no_further_however_many_come_at_once() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(12)).await;
    let body =
        json!({ "code": "KEEP", "max_uses": 5, "blocks_quota": true, "scope": { "product_ids": [ticket] } });
    voucher(&shop, body).await;
    let mut buyers = JoinSet::new();
    for number in 0..30 {
        let (guest, owner) = (app.guest(), shop.owner.clone());
        let (carts, orders) = (shop.public("/carts"), shop.api("/orders"));
        let code = if number % 2 == 0 { json!("keep") } else { Value::Null };
        let cart = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": code });
        let mut order = order_body(&ticket, 1, "manual", number % 4 < 2);
        order["voucher"] = code.clone();
        let buy = async move {
            match number % 3 {
                0 => owner.post(&orders, order).await.status.as_u16(),
                _ => guest.post(&carts, cart).await.status.as_u16(),
            }
        };
        buyers.spawn(async move { (code, buy.await) });
    }
    let answers = buyers.join_all().await;
    assert!(answers.iter().all(|(_, status)| matches!(status, 201 | 409 | 422)), "{answers:?}");
    let won =
        |wanted: &Value| answers.iter().filter(|(code, status)| code == wanted && *status == 201).count();
    assert_eq!((won(&json!("keep")), won(&Value::Null)), (5, 7));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn connections_that_break_in_the_middle_leave_no_half_sale() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(200)).await;
    let id = voucher(&shop, json!({ "code": "HALF", "effect": percent("50"), "max_uses": 30 })).await;
    let mut buyers = JoinSet::new();
    for number in 0..40 {
        let (guest, owner) = (app.guest(), shop.owner.clone());
        let (carts, orders) = (shop.public("/carts"), shop.api("/orders"));
        let cart = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": "half" });
        let mut order = order_body(&ticket, 1, "manual", true);
        order["voucher"] = json!("half");
        buyers.spawn(async move {
            match number % 2 {
                0 => owner.post(&orders, order).await.status.as_u16(),
                _ => guest.post(&carts, cart).await.status.as_u16(),
            }
        });
    }
    let mut killer = app.owner().await;
    while !buyers.is_empty() {
        let kill =
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()
                      and pid <> pg_backend_pid() and query like '%line_prices%'";
        sqlx::query(kill).execute(&mut killer).await.unwrap();
        buyers.join_next().await.unwrap().unwrap();
    }
    // A connection that was cut between two requests is found out by whoever begins a transaction on it.
    drop(futures_util::future::join_all((0..testkit::CONNECTIONS).map(|_| app.app.db.begin_outside())).await);
    assert!(used(&shop, &id).await.0 <= 30);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
