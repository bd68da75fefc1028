//! Events that begin as copies of others, and templates.

use serde_json::{Value, json};

use crate::app::{Answer, Shop};

/// The path of an event of the shop's organisation.
fn at(event: &str, rest: &str) -> String {
    format!("/api/v1/organisations/harbour/events/{event}{rest}")
}

async fn copy(shop: &Shop, wish: Value) -> Answer {
    shop.owner.post(&shop.api("/copies"), wish).await
}

/// Every item of a list of an event.
async fn items(shop: &Shop, event: &str, list: &str) -> Vec<Value> {
    let told = shop.owner.get(&at(event, list)).await.expect(200).json();
    told["items"].as_array().unwrap().clone()
}

#[testkit::test]
async fn a_copy_has_the_whole_catalogue_with_its_dates_moved_and_nothing_sold() {
    let (app, shop) = Shop::drafted().await;
    let extras = json!({ "name": { "en": "Extras" } });
    let extras = shop.owner.post(&shop.api("/categories"), extras).await.expect(201).json();
    let shirt = json!({
        "name": { "en": "Shirt" }, "price_minor": 2000, "category_id": extras["id"], "kind": "merchandise",
        "sales_until": "2027-03-31T18:00:00Z", "sales_from_minutes": 80_000, "max_per_customer": 4, "min_per_customer": 2,
        "max_per_order": 4, "channels": ["web", "api"],
    });
    let shirt = shop.owner.post(&shop.api("/products"), shirt).await.expect(201).json();
    let forms = shop.api(&format!("/products/{}/variations", shirt["id"].as_str().unwrap()));
    let large = json!({ "name": { "en": "L" }, "price_minor": 2200, "quota_size": 7 });
    shop.owner.post(&forms, large).await.expect(201);
    let ticket = shop.add_ticket("Standing", 1000, Some(20)).await;
    let gone = shop.add_ticket("Gone", 1000, Some(20)).await;
    shop.owner.delete(&shop.api(&format!("/products/{gone}"))).await.expect(204);
    shop.publish().await;
    shop.sell(&ticket, 3).await;
    app.run_jobs().await;

    let wish = json!({ "slug": "next-year", "name": { "en": "Next" }, "starts_at": "2028-04-01T18:00:00Z" });
    let made = copy(&shop, wish.clone()).await.expect(201).json();
    assert_eq!((&made["status"], &made["ends_at"]), (&json!("draft"), &json!("2028-04-01T22:00:00Z")));
    assert_eq!((&made["name"]["en"], &made["venue_name"]), (&json!("Next"), &json!("Harbour Hall")));
    assert_eq!(made["payment_methods"], json!(["sandbox", "bank_transfer"]));
    assert_eq!(made["bank_details"]["account_holder"], "Harbour Hall");
    let [standing, shirt] = <[Value; 2]>::try_from(items(&shop, "next-year", "/products").await).unwrap();
    assert_eq!(shirt["sales_until"], "2028-03-31T18:00:00Z");
    assert_eq!((&shirt["sales_from"], &shirt["sales_from_minutes"]), (&Value::Null, &json!(80_000)));
    assert_eq!((&shirt["channels"], &shirt["max_per_customer"]), (&json!(["web", "api"]), &json!(4)));
    assert_eq!(shirt["min_per_customer"], 2);
    assert_eq!(shirt["variations"][0]["price"]["amount_minor"], 2200);
    assert_eq!(shirt["variations"][0]["availability"]["available"], 7);
    assert_eq!(standing["availability"]["available"], 20);
    assert_ne!(standing["id"], json!(ticket));
    let names = |list: Vec<Value>| list.iter().map(|item| item["name"].clone()).collect::<Vec<_>>();
    let quotas = names(items(&shop, "next-year", "/quotas").await);
    assert_eq!(quotas, names(items(&shop, &shop.event, "/quotas").await));
    assert_eq!(items(&shop, "next-year", "/orders").await, Vec::<Value>::new());

    assert_eq!(copy(&shop, wish).await.problem(409), "catalog.slug_taken");
    let refused = copy(&shop, json!({ "starts_at": "2199-12-31T22:00:00Z" })).await;
    assert_eq!(refused.refused_field(), "/starts_at");
    let turned = json!({ "starts_at": "2028-04-01T18:00:00Z", "ends_at": "2028-04-01T17:00:00Z" });
    assert_eq!(copy(&shop, turned).await.refused_field(), "/ends_at");
    // Without a name of its own it gets an address of its own.
    let again = copy(&shop, json!({})).await.expect(201).json();
    assert_ne!(again["slug"], "spring-show");
    assert_eq!(again["starts_at"], "2027-04-01T18:00:00Z");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn prices_vouchers_and_check_in_lists_mean_the_copy_s_own_tickets() {
    let (app, shop, ticket) = Shop::opened(1000, Some(20)).await;
    let gone = shop.add_ticket("Gone", 1000, Some(20)).await;
    let made = async |path: &str, body: Value| {
        shop.owner.post(&shop.api(path), body).await.expect(201).json()["id"].as_str().unwrap().to_owned()
    };
    let scope = |id: &str| json!({ "product_ids": [id] });
    let percent = json!({ "kind": "percent", "percent": "10" });
    let tax = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "7" }, "product_ids": [ticket] });
    let tax = made("/tax-rules", tax).await;
    let settings = json!({ "includes_tax": false, "rounding": "sum_by_net", "default_tax_rule_id": tax });
    let put = shop.owner.request(reqwest::Method::PUT, &shop.api("/price-settings")).json(&settings);
    shop.owner.send(put).await.expect(200);
    let early = json!({
        "name": { "en": "Early" }, "effect": percent, "scope": scope(&ticket), "max_uses": 5,
        "valid_until": "2027-02-28T23:00:00Z",
    });
    made("/discounts", early).await;
    made("/discounts", json!({ "name": { "en": "Lost" }, "effect": percent, "scope": scope(&gone) })).await;
    let fee = json!({ "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 50 }, "tax_rule_id": tax });
    made("/fees", fee).await;
    let guest = json!({
        "code": "GUEST", "scope": scope(&ticket), "effect": percent, "max_uses": 3, "blocks_quota": true,
    });
    made("/vouchers", guest).await;
    made("/vouchers", json!({ "code": "LOST", "scope": scope(&gone), "effect": percent })).await;
    made("/check-in-lists", json!({ "name": "Front", "product_ids": [ticket, gone] })).await;
    made("/check-in-lists", json!({ "name": "Lost", "product_ids": [gone] })).await;
    shop.owner.delete(&shop.api(&format!("/products/{gone}"))).await.expect(204);

    let wish = |slug: &str, vouchers: bool| json!({ "slug": slug, "starts_at": "2027-04-08T18:00:00Z", "vouchers": vouchers });
    copy(&shop, wish("second", true)).await.expect(201);
    let own = items(&shop, "second", "/products").await[0]["id"].clone();
    assert_ne!(own, json!(ticket));
    let rule = &items(&shop, "second", "/tax-rules").await[0];
    assert_eq!((&rule["product_ids"], &rule["base"]["rate"]), (&json!([own]), &json!("7")));
    let settings = shop.owner.get(&at("second", "/price-settings")).await.expect(200).json();
    assert_eq!(
        (&settings["default_tax_rule_id"], &settings["rounding"]),
        (&rule["id"], &json!("sum_by_net"))
    );
    let discounts = items(&shop, "second", "/discounts").await;
    assert_eq!(discounts.len(), 1);
    assert_eq!(discounts[0]["scope"]["product_ids"], json!([own]));
    // A week later on the clocks of Berlin, where summer time has not begun by then either.
    assert_eq!(discounts[0]["valid_until"], "2027-03-07T23:00:00Z");
    assert_eq!(items(&shop, "second", "/fees").await[0]["tax_rule_id"], rule["id"]);
    let vouchers = items(&shop, "second", "/vouchers").await;
    assert_eq!(vouchers.len(), 1);
    assert_eq!((&vouchers[0]["code"], &vouchers[0]["used"]), (&json!("GUEST"), &json!(0)));
    assert_eq!(
        items(&shop, "second", "/quotas").await[0]["held"],
        3,
        "the copy's voucher keeps its own places"
    );
    let lists = items(&shop, "second", "/check-in-lists").await;
    assert_eq!(lists.len(), 2);
    assert_eq!((&lists[1]["name"], &lists[1]["product_ids"]), (&json!("Front"), &json!([own])));
    let quote = json!({ "lines": [{ "product": own }], "voucher": "guest" });
    let quote = shop.owner.post(&at("second", "/quote"), quote).await.expect(200).json();
    assert_eq!(quote["voucher"]["outcome"]["state"], "applied");

    copy(&shop, wish("third", false)).await.expect(201);
    assert_eq!(items(&shop, "third", "/vouchers").await, Vec::<Value>::new());
    assert_eq!(items(&shop, "third", "/quotas").await[0]["held"], 0);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_cover_belongs_to_all_copies_until_the_last_one_is_without_it() {
    let (app, shop) = Shop::drafted().await;
    let upload =
        shop.owner.request(reqwest::Method::PUT, &shop.api("/cover")).header("content-type", "image/png");
    let event = shop.owner.send(upload.body(crate::covers::png(640, 400))).await.expect(200).json();
    let picture = event["cover"]["urls"]["small"].as_str().unwrap();
    let copied = copy(&shop, json!({ "slug": "second" })).await.expect(201).json();
    assert_eq!(copied["cover"], event["cover"]);
    shop.owner.delete(&shop.api("/cover")).await.expect(200);
    app.guest().get(picture).await.expect(200);
    shop.owner.delete(&at("second", "/cover")).await.expect(200);
    app.guest().get(picture).await.expect(404);
}

#[testkit::test]
async fn a_template_is_never_public_and_events_are_made_from_it() {
    let (app, shop, _) = Shop::opened(1000, Some(20)).await;
    let template = copy(&shop, json!({ "slug": "usual", "template": true })).await.expect(201).json();
    assert_eq!(template["template"], true);
    let events = "/api/v1/organisations/harbour/events";
    let slugs = async |query: &str| -> Vec<String> {
        let list = shop.owner.get(&format!("{events}{query}")).await.expect(200).json();
        let items = list["items"].as_array().unwrap().iter();
        items.map(|event| event["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs("").await, ["spring-show"]);
    assert_eq!(slugs("?template=true").await, ["usual"]);
    let publish = shop.owner.post(&at("usual", "/publish"), json!({})).await;
    assert_eq!(publish.problem(422), "catalog.not_ready");
    app.guest().get("/harbour/usual").await.expect(404);
    let own = json!({ "template": true });
    assert_eq!(shop.owner.patch(&shop.api(""), own).await.refused_field(), "/template");

    let wish = json!({ "slug": "may", "name": { "en": "May" }, "starts_at": "2027-05-01T18:00:00Z" });
    let may = shop.owner.post(&at("usual", "/copies"), wish).await.expect(201).json();
    assert_eq!(may["template"], false);
    shop.owner.post(&at("may", "/publish"), json!({})).await.expect(200);
    app.guest().get("/harbour/may").await.expect(200);
    // A draft that nobody has seen becomes a template, and the other way round.
    shop.owner.patch(&at("usual", ""), json!({ "template": false })).await.expect(200);
    assert_eq!(slugs("?template=true").await, Vec::<String>::new());
}
