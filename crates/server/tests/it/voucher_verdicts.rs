//! What a voucher does for a ticket type, for organisers who ask why a code does not work.

use serde_json::{Value, json};

use crate::app::{Shop, order_body};

async fn product(shop: &Shop, name: &str, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": 2_000, "quota_size": 2 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

async fn voucher(shop: &Shop, code: &str, more: Value) -> String {
    let mut body = json!({ "code": code, "effect": { "kind": "percent", "percent": "50" } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = shop.owner.post(&shop.api("/vouchers"), body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// The answer about the first form for whoever is imagined by the query.
async fn told(shop: &Shop, product: &str, query: &str) -> Value {
    let path = shop.api(&format!("/products/{product}/availability?{query}"));
    shop.owner.get(&path).await.expect(200).json()["items"][0].clone()
}

async fn buy(shop: &Shop, ticket: &str, quantity: u32, voucher: &str) {
    let mut body = order_body(ticket, quantity, "manual", true);
    body["voucher"] = json!(voucher);
    shop.owner.post(&shop.api("/orders"), body).await.expect(201);
}

#[testkit::test]
async fn each_way_in_which_a_voucher_fails_has_its_code_and_what_mends_it() {
    let (app, shop) = Shop::drafted().await;
    let seat = product(&shop, "Seat", json!({ "quota_size": 50 })).await;
    let other = product(&shop, "Other", json!({})).await;
    shop.publish().await;
    let id = voucher(&shop, "GOOD", json!({ "max_uses": 3, "budget_minor": 9_000 })).await;
    voucher(&shop, "LATE", json!({ "valid_until": "2027-03-20T12:00:00Z" })).await;
    voucher(&shop, "ONCE", json!({})).await;
    voucher(&shop, "BUDGET", json!({ "max_uses": 9, "budget_minor": 1_000 })).await;
    voucher(&shop, "OTHER", json!({ "scope": { "product_ids": [other] } })).await;
    voucher(&shop, "CROWD", json!({ "max_uses": 9, "min_uses": 5 })).await;
    buy(&shop, &seat, 1, "once").await;
    buy(&shop, &seat, 1, "budget").await;
    buy(&shop, &seat, 1, "good").await;
    for (query, code, fix) in [
        ("voucher_code=good", "valid", None),
        ("voucher_code=nothing", "unknown", None),
        ("voucher_code=%F0%9F%8E%AB", "unknown", None),
        ("voucher_code=late&at=2027-03-20T11:59:59Z", "valid", None),
        ("voucher_code=late&at=2027-03-20T12:00:00Z", "expired", Some("voucher.valid_until")),
        ("voucher_code=Once", "used_up", Some("voucher.max_uses")),
        ("voucher_code=BUDGET", "budget_spent", Some("voucher.budget_minor")),
        ("voucher_code=other", "wrong_product", Some("voucher.scope")),
        ("voucher_code=crowd&quantity=4", "too_few", Some("voucher.min_uses")),
        ("voucher_code=crowd&quantity=5", "valid", None),
        ("voucher_code=good&quantity=5", "valid", Some("voucher.max_uses")),
    ] {
        let told = told(&shop, &seat, query).await;
        assert_eq!(told["voucher"]["code"], code, "{query}: {told}");
        assert_eq!(told["voucher"]["fix"].as_str(), fix, "{query}");
        assert_eq!(told["reasons"], json!([]), "a voucher that fails keeps nobody from buying: {query}");
    }
    let good = &told(&shop, &seat, "voucher_code=good&quantity=5").await["voucher"];
    assert_eq!(
        (&good["voucher_id"], &good["uses"], &good["uses_left"], &good["budget_left_minor"]),
        (&json!(id), &json!(2), &json!(2), &json!(8_000))
    );
    assert_eq!(told(&shop, &seat, "quantity=1").await.get("voucher"), None);
    let long = shop.api(&format!("/products/{seat}/availability?voucher_code={}", "x".repeat(300)));
    assert!(shop.owner.get(&long).await.status.as_u16() < 500);
    app.run_jobs().await;
}

#[testkit::test]
async fn a_voucher_opens_what_is_hidden_reserved_or_full_only_where_it_is_good() {
    let (app, shop) = Shop::drafted().await;
    let crew = product(&shop, "Crew", json!({ "visibility": "hidden" })).await;
    let seat = product(&shop, "Seat", json!({})).await;
    let full = product(&shop, "Full", json!({ "quota_size": 1 })).await;
    shop.publish().await;
    let only = |product: &str| json!({ "product_ids": [product] });
    voucher(&shop, "CREW", json!({ "shows_hidden": true, "scope": only(&crew) })).await;
    let kept = json!({ "blocks_quota": true, "max_uses": 2, "scope": only(&seat) });
    voucher(&shop, "KEPT", kept).await;
    voucher(&shop, "BEYOND", json!({ "ignores_quota": true, "scope": only(&full) })).await;
    shop.sell(&full, 1).await;
    let codes = async |product: &str, query: &str| {
        let told = told(&shop, product, query).await;
        let reasons = told["reasons"].as_array().unwrap().iter();
        reasons.map(|reason| reason["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (ticket, code, without, does) in [
        (&crew, "crew", "hidden", "shows_hidden"),
        (&seat, "kept", "reserved", "reserves_quota"),
        (&full, "beyond", "sold_out", "ignores_quota"),
    ] {
        assert_eq!(codes(ticket, "").await, [without]);
        assert_eq!(codes(ticket, &format!("voucher_code={code}")).await, Vec::<String>::new(), "{code}");
        let verdict = told(&shop, ticket, &format!("voucher_code={code}")).await["voucher"].clone();
        for field in ["shows_hidden", "reserves_quota", "ignores_quota"] {
            assert_eq!(verdict[field], json!(field == does), "{code}: {verdict}");
        }
        // Another ticket's voucher opens nothing.
        for other in ["crew", "kept", "beyond"].into_iter().filter(|other| *other != code) {
            assert_eq!(codes(ticket, &format!("voucher_code={other}")).await, [without], "{other}");
        }
    }
    let (plain, opened) = (told(&shop, &seat, "").await, told(&shop, &seat, "voucher_code=kept").await);
    assert_eq!(
        (&plain["availability"]["available"], &opened["availability"]["available"]),
        (&json!(0), &json!(2))
    );
    // Whoever wants more than is kept aside for it hears so.
    assert_eq!(codes(&seat, "voucher_code=kept&quantity=3").await, ["too_few_left"]);
    buy(&shop, &full, 1, "beyond").await;
    assert_eq!(codes(&full, "voucher_code=beyond").await, ["sold_out"]);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
