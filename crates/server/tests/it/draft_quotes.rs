//! What a voucher or a discount would do, before it is there.

use serde_json::{Value, json};

use crate::app::Shop;

async fn ask(shop: &Shop, body: Value) -> Value {
    shop.owner.post(&shop.api("/quote"), body).await.expect(200).json()
}

fn half(more: Value) -> Value {
    let mut terms = json!({ "effect": { "kind": "percent", "percent": "50" }, "max_uses": 3 });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "terms": terms })
}

#[testkit::test]
async fn a_voucher_is_tried_before_it_is_stored() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let lines = |quantity: i64| json!([{ "product": ticket, "quantity": quantity }]);
    let quoted = ask(&shop, json!({ "lines": lines(2), "draft_voucher": half(json!({})) })).await;
    assert_eq!(quoted["total_minor"], 10_000);
    assert_eq!(
        quoted["voucher"]["outcome"],
        json!({ "state": "applied", "uses": 2, "off_minor": 10_000, "left_out": 0 })
    );
    // Nothing is there afterwards.
    let stored = shop.owner.get(&shop.api("/vouchers")).await.expect(200).json();
    assert_eq!(stored["items"], json!([]));
    // Instead of a stored one, what that was used for counts.
    let code = json!({ "code": "HALF", "effect": { "kind": "percent", "percent": "10" }, "max_uses": 3 });
    let voucher = shop.owner.post(&shop.api("/vouchers"), code).await.expect(201).json();
    let cart = json!({ "lines": lines(2), "voucher": "half" });
    app.guest().post(&shop.public("/carts"), cart).await.expect(201);
    let mut draft = half(json!({}));
    draft["replaces"] = voucher["id"].clone();
    let quoted = ask(&shop, json!({ "lines": lines(2), "draft_voucher": draft })).await;
    assert_eq!((&quoted["total_minor"], &quoted["voucher"]["code"]), (&json!(15_000), &json!("HALF")));
    assert_eq!(quoted["voucher"]["outcome"]["left_out"], 1);
    // Guests can't imagine anything.
    let guest = json!({ "lines": lines(1), "draft_voucher": half(json!({})) });
    let guest = app.guest().post(&shop.public("/quote"), guest).await.expect(200).json();
    assert_eq!((&guest["total_minor"], &guest["voucher"]), (&json!(10_000), &Value::Null));
}

#[testkit::test]
async fn what_can_not_be_a_voucher_is_refused_by_its_field() {
    let (_app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let refused = async |draft: Value| {
        let body = json!({ "lines": [{ "product": ticket }], "draft_voucher": draft });
        shop.owner.post(&shop.api("/quote"), body).await.refused_field()
    };
    assert_eq!(refused(half(json!({ "min_uses": 9 }))).await, "/draft_voucher/terms/min_uses");
    assert_eq!(refused(half(json!({ "max_uses": 0 }))).await, "/draft_voucher/terms/max_uses");
    let stranger = json!({ "product_ids": ["prd_06b1v4zqk5x3k8r2m7n9p4t6w0"] });
    assert!(refused(half(json!({ "scope": stranger }))).await.starts_with("/draft_voucher/terms/scope"));
    let mut gone = half(json!({}));
    gone["replaces"] = json!("vch_06b1v4zqk5x3k8r2m7n9p4t6w0");
    let body = json!({ "lines": [{ "product": ticket }], "draft_voucher": gone });
    let answer = shop.owner.post(&shop.api("/quote"), body).await;
    assert!(answer.status.is_client_error(), "{}", answer.text());
}

#[testkit::test]
async fn a_discount_is_tried_with_the_others_or_instead_of_one() {
    let (_app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let ten = json!({ "name": { "en": "Ten" }, "sort": 2, "effect": { "kind": "percent", "percent": "10" } });
    let stored = shop.owner.post(&shop.api("/discounts"), ten).await.expect(201).json();
    let draft = |sort: i64| {
        json!({
            "plan": { "name": { "en": "Five of a kind" }, "sort": sort, "min_count": 5, "effect": { "kind": "percent", "percent": "40" } },
        })
    };
    let asked = async |draft: Value, quantity: i64| {
        let body = json!({ "lines": [{ "product": ticket, "quantity": quantity }], "draft_discount": draft });
        ask(&shop, body).await
    };
    let first = asked(draft(1), 5).await;
    assert_eq!(
        (&first["total_minor"], &first["lines"][0]["steps"][0]["name"]["en"]),
        (&json!(30_000), &json!("Five of a kind"))
    );
    assert_eq!(asked(draft(3), 5).await["total_minor"], 45_000, "the stored one is tried first");
    let mut instead = draft(3);
    instead["replaces"] = stored["id"].clone();
    assert_eq!(asked(instead.clone(), 5).await["total_minor"], 30_000);
    assert_eq!(asked(instead, 1).await["total_minor"], 10_000);
    let list = shop.owner.get(&shop.api("/discounts")).await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[testkit::test]
async fn a_price_that_is_not_stored_yet_is_quoted_by_all_the_rules_for_organisers_only() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    let rule = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" } });
    let rule = shop.owner.post(&shop.api("/tax-rules"), rule).await.expect(201).json();
    let settings = json!({ "includes_tax": false, "rounding": "line", "default_tax_rule_id": rule["id"] });
    let request = shop.owner.request(reqwest::Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
    let early = json!({ "name": { "en": "Early bird" }, "effect": { "kind": "percent", "percent": "10" } });
    shop.owner.post(&shop.api("/discounts"), early).await.expect(201);

    let ask = json!({
        "lines": [{ "product": ticket }], "draft_prices": [{ "product": ticket, "price_minor": 20_000 }],
    });
    let quote = shop.owner.post(&shop.api("/quote"), ask.clone()).await.expect(200).json();
    let line = &quote["lines"][0];
    assert_eq!((&line["list_minor"], &line["before_minor"]), (&json!(20_000), &json!(23_800)));
    assert_eq!(line["each"]["gross_minor"], 21_420);
    let guest = app.guest().post(&shop.public("/quote"), ask).await.expect(200).json();
    assert_eq!(guest["lines"][0]["each"]["gross_minor"], 10_710, "guests can't imagine prices");
    let seen = app.guest().get(&shop.public("")).await.expect(200).json();
    assert_eq!(seen["products"][0]["original_price"]["amount_minor"], guest["lines"][0]["before_minor"]);

    let ask = json!({ "lines": [{ "product": ticket }], "draft_prices": [{ "product": ticket, "price_minor": -1 }] });
    let refused = shop.owner.post(&shop.api("/quote"), ask).await.expect(422).json();
    assert_eq!(refused["errors"][0]["pointer"], "/draft_prices/0/price_minor");
}
