//! The shapes of well-known conferences' and festivals' price lists, as quotes over the API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Shop, TestApp};

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

async fn ticket(shop: &Shop, name: &str, price_minor: i64) -> String {
    shop.add_ticket(name, price_minor, Some(500)).await
}

/// What each line's tickets cost together, and the total.
async fn ask(shop: &Shop, body: Value) -> (Vec<i64>, i64) {
    let found = shop.owner.post(&shop.api("/quote"), body).await.expect(200).json();
    let mut lines = Vec::new();
    for line in found["lines"].as_array().unwrap() {
        let at = usize::try_from(line["line"].as_u64().unwrap()).unwrap();
        lines.resize(lines.len().max(at + 1), 0);
        lines[at] += line["quantity"].as_i64().unwrap() * line["each"]["gross_minor"].as_i64().unwrap();
    }
    (lines, found["total_minor"].as_i64().unwrap())
}

fn set(amount_minor: i64) -> Value {
    json!({ "kind": "set", "amount_minor": amount_minor })
}

fn percent(percent: &str) -> Value {
    json!({ "kind": "percent", "percent": percent })
}

async fn taxed(shop: &Shop, rate: &str, rounding: &str, includes_tax: bool) -> Value {
    let rule = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": rate } });
    let rule = add(shop, "/tax-rules", rule).await;
    let settings =
        json!({ "includes_tax": includes_tax, "rounding": rounding, "default_tax_rule_id": rule["id"] });
    let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
    rule
}

/// A developers' conference: super early bird, early bird and regular by date, tiers in the order of their rules, a
/// price for groups of five, students by a code.
#[testkit::test]
async fn a_conference_with_early_bird_tiers_groups_and_students() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "devcon").await;
    taxed(&shop, "19", "line", true).await;
    let regular = ticket(&shop, "Conference", 59_900).await;
    let student = json!({
        "name": { "en": "Student" }, "price_minor": 14_900, "quota_size": 40, "visibility": "hidden",
    });
    let student = add(&shop, "/products", student).await["id"].as_str().unwrap().to_owned();
    let scope = json!({ "product_ids": [regular] });
    for (sort, name, effect, until) in [
        (1, "Super early bird", set(34_900), "2027-02-01T00:00:00Z"),
        (2, "Early bird", set(44_900), "2027-03-01T00:00:00Z"),
    ] {
        let tier = json!({
            "name": { "en": name }, "sort": sort, "scope": scope, "effect": effect, "valid_until": until,
        });
        add(&shop, "/discounts", tier).await;
    }
    let group = json!({
        "name": { "en": "Group of five" }, "sort": 3, "scope": scope, "min_count": 5, "same": true,
        "effect": percent("15"),
    });
    add(&shop, "/discounts", group).await;
    let proof = json!({
        "code": "STUDENT-7", "scope": { "product_ids": [student] }, "shows_hidden": true, "max_uses": 40,
    });
    add(&shop, "/vouchers", proof).await;
    shop.publish().await;

    let at = async |at: &str, quantity: i64| {
        ask(&shop, json!({ "lines": [{ "product": regular, "quantity": quantity }], "at": at })).await.1
    };
    assert_eq!(at("2027-01-15T12:00:00Z", 1).await, 34_900);
    assert_eq!(at("2027-02-01T00:00:00Z", 1).await, 44_900);
    assert_eq!(at("2027-03-01T00:00:00Z", 1).await, 59_900);
    assert_eq!(at("2027-03-01T00:00:00Z", 5).await, 5 * 50_915);
    assert_eq!(at("2027-01-15T12:00:00Z", 5).await, 5 * 34_900, "a tier comes first and is not added to");

    let lines = json!([{ "product": student }]);
    let guest = app.guest();
    guest.post(&shop.public("/quote"), json!({ "lines": lines })).await.expect(422);
    let shown = json!({ "lines": lines, "voucher": "student-7" });
    let shown = guest.post(&shop.public("/quote"), shown).await.expect(200).json();
    assert_eq!(shown["total_minor"], json!(14_900));
}

/// A music festival: the first hundred at a lower price, camping as an add-on with its own quota and rate, a service
/// fee per ticket.
#[testkit::test]
async fn a_festival_with_first_hundred_camping_and_a_service_fee() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "field").await;
    taxed(&shop, "19", "line", true).await;
    let weekend = ticket(&shop, "Weekend", 18_900).await;
    let camping = shop.add_ticket("Camping", 4_500, Some(80)).await;
    let along = json!({ "add_ons": [{ "product_id": camping }] });
    shop.owner.patch(&shop.api(&format!("/products/{weekend}")), along).await.expect(200);
    let first = json!({
        "name": { "en": "First hundred" }, "scope": { "product_ids": [weekend] }, "effect": set(15_900),
        "max_uses": 100,
    });
    add(&shop, "/discounts", first).await;
    let fee = json!({
        "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 350 }, "per_ticket": true,
    });
    add(&shop, "/fees", fee).await;
    let basket = json!({
        "lines": [{ "product": weekend, "quantity": 3 }, { "product": camping, "quantity": 2, "parent": 0 }],
    });
    let (lines, total) = ask(&shop, basket).await;
    assert_eq!(lines, [3 * 15_900, 2 * 4_500]);
    assert_eq!(total, 3 * 15_900 + 2 * 4_500 + 5 * 350);
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let sizes: Vec<_> = quotas["items"].as_array().unwrap().iter().map(|quota| &quota["size"]).collect();
    assert_eq!(sizes, [&json!(500), &json!(80)], "camping has its own places");
}

/// A trade fair: prices without tax, sums by net for invoices (EN 16931), reverse charge for businesses abroad.
#[testkit::test]
async fn a_trade_fair_with_net_prices_and_businesses_from_abroad() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "fair").await;
    let rule = taxed(&shop, "19", "sum_by_net", false).await;
    let rule_path = shop.api(&format!("/tax-rules/{}", rule["id"].as_str().unwrap()));
    let rule = json!({
        "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" },
        "cases": [
            { "country": "DE", "buyer": "anybody", "treatment": { "kind": "charge", "rate": "19" } },
            { "country": "eu", "buyer": "business_with_vat_id", "treatment": { "kind": "reverse_charge" } },
        ],
    });
    shop.owner.send(shop.owner.request(Method::PUT, &rule_path).json(&rule)).await.expect(200);
    let pass = ticket(&shop, "Day pass", 1_259).await;
    let lines = json!([{ "product": pass, "quantity": 7 }]);
    let home = json!({ "lines": lines, "country": "DE", "business": true, "vat_id": "DE868837109" });
    // 7 × 12.59 = 88.13 net; 19 % of that are 16.7447, while seven lines would have 7 × 2.39 = 16.73.
    assert_eq!(ask(&shop, home).await.1, 8_813 + 1_674);
    let abroad = json!({ "lines": lines, "country": "FR", "business": true, "vat_id": "FR43100678994" });
    assert_eq!(ask(&shop, abroad).await.1, 8_813);
    let private = json!({ "lines": lines, "country": "FR" });
    assert_eq!(ask(&shop, private).await.1, 8_813 + 1_674);
}

/// A gala: tables of ten, the cheapest companion free, a sponsor's voucher with a budget.
#[testkit::test]
async fn a_gala_with_tables_companions_and_a_sponsors_budget() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "gala").await;
    let seat = ticket(&shop, "Seat", 25_000).await;
    let dance = ticket(&shop, "After-show", 6_000).await;
    let table = json!({
        "name": { "en": "Table of ten" }, "sort": 1, "scope": { "product_ids": [seat] }, "min_count": 10,
        "effect": set(22_000),
    });
    add(&shop, "/discounts", table).await;
    let companion = json!({
        "name": { "en": "Companion" }, "sort": 2, "scope": { "product_ids": [dance] }, "min_count": 2, "cheapest": 1,
        "effect": percent("100"),
    });
    add(&shop, "/discounts", companion).await;
    let sponsor = json!({
        "code": "SPONSOR", "effect": percent("50"), "max_uses": 100, "budget_minor": 30_000, "tag": "acme",
        "scope": { "product_ids": [seat] },
    });
    add(&shop, "/vouchers", sponsor).await;
    let basket = |seats: i64, dances: i64| json!({ "lines": [{ "product": seat, "quantity": seats }, { "product": dance, "quantity": dances }] });
    assert_eq!(ask(&shop, basket(9, 2)).await.0, [9 * 25_000, 6_000]);
    assert_eq!(ask(&shop, basket(10, 3)).await.0, [10 * 22_000, 12_000]);
    let mut paid = basket(4, 1);
    paid["voucher"] = json!("sponsor");
    // 12 500 + 12 500 + 5 000 off, and nothing more.
    assert_eq!(ask(&shop, paid).await.0, [4 * 25_000 - 30_000, 6_000]);
}

/// A yen-priced convention: two days together are cheaper, a card fee in percent that the organiser bears, prices in a
/// currency without decimals.
#[testkit::test]
async fn a_convention_in_yen_with_a_two_day_price_and_a_fee_that_is_borne() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "kaiju").await;
    shop.owner.patch(&shop.api(""), json!({ "currency": "JPY" })).await.expect(200);
    taxed(&shop, "10", "sum_keep_gross", true).await;
    let saturday = ticket(&shop, "Saturday", 3_333).await;
    let sunday = ticket(&shop, "Sunday", 3_333).await;
    let both = json!({
        "name": { "en": "Both days" }, "scope": { "product_ids": [saturday, sunday] }, "min_count": 2,
        "effect": { "kind": "subtract", "amount_minor": 333 },
    });
    add(&shop, "/discounts", both).await;
    let card = json!({ "name": { "en": "Card" }, "absorbed": true, "amount": percent("3.6") });
    add(&shop, "/fees", card).await;
    let found = json!({ "lines": [{ "product": saturday }, { "product": sunday }] });
    let found = shop.owner.post(&shop.api("/quote"), found).await.expect(200).json();
    assert_eq!((&found["total_minor"], &found["tax_minor"]), (&json!(6_000), &json!(545)));
    assert_eq!(found["absorbed_fees"][0]["gross_minor"], json!(216));
    assert_eq!(ask(&shop, json!({ "lines": [{ "product": sunday }] })).await.1, 3_333);
}

/// A concert: a VIP bundle of a seat, a dinner and a poster, each part with its own rate of tax, as scarce as its seats.
#[testkit::test]
async fn a_concert_with_a_vip_bundle_whose_parts_are_taxed_on_their_own() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "hall").await;
    taxed(&shop, "7", "line", true).await;
    let seat = shop.add_ticket("Seat", 9_000, Some(12)).await;
    let hidden = |name: &str, price: i64, kind: &str| {
        json!({
            "name": { "en": name }, "price_minor": price, "quota_size": null, "kind": kind, "visibility": "hidden",
        })
    };
    let dinner = add(&shop, "/products", hidden("Dinner", 6_000, "merchandise")).await;
    let poster = add(&shop, "/products", hidden("Poster", 1_500, "merchandise")).await;
    let food = json!({
        "name": { "en": "VAT on food" }, "base": { "kind": "charge", "rate": "19" }, "product_ids": [dinner["id"]],
    });
    add(&shop, "/tax-rules", food).await;
    let vip = json!({
        "name": { "en": "VIP" }, "price_minor": 20_000, "quota_size": 8, "kind": "merchandise",
        "bundle": [
            { "product_id": seat, "share_minor": 9_000 },
            { "product_id": dinner["id"], "share_minor": 5_950 },
            { "product_id": poster["id"], "share_minor": 1_070 },
        ],
    });
    let vip = add(&shop, "/products", vip).await;
    assert_eq!(vip["availability"]["available"], 8);
    let basket = json!({ "lines": [{ "product": vip["id"], "quantity": 2 }] });
    assert_eq!(ask(&shop, basket.clone()).await, (vec![40_000], 40_000));
    let found = shop.owner.post(&shop.api("/quote"), basket).await.expect(200).json();
    let sums =
        |total: &Value| (total["rate"].clone(), total["gross_minor"].clone(), total["tax_minor"].clone());
    let taxes: Vec<_> = found["taxes"].as_array().unwrap().iter().map(sums).collect();
    // 950 of each dinner's 5 950 are its tax.
    assert_eq!(
        taxes,
        [(json!("7"), json!(28_100), json!(1_838)), (json!("19"), json!(11_900), json!(1_900)),]
    );
    // Guests buy the bundle without seeing what is sold in no other way.
    shop.publish().await;
    let guest = app.guest();
    let quote = |product: &Value| json!({ "lines": [{ "product": product }] });
    guest.post(&shop.public("/quote"), quote(&vip["id"])).await.expect(200);
    guest.post(&shop.public("/quote"), quote(&dinner["id"])).await.expect(422);
}
