//! What decides on prices, and the quotes that explain them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Shop, TestApp};

async fn put(shop: &Shop, path: &str, body: Value) -> Answer {
    shop.owner.send(shop.owner.request(Method::PUT, &shop.api(path)).json(&body)).await
}

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

async fn quote(shop: &Shop, body: Value) -> Value {
    shop.owner.post(&shop.api("/quote"), body).await.expect(200).json()
}

/// The pointers at what was refused.
fn pointers(answer: &Answer) -> Vec<String> {
    let problem = answer.json();
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect()
}

fn percent(percent: &str) -> Value {
    json!({ "kind": "percent", "percent": percent })
}

#[testkit::test]
async fn a_quote_explains_every_line() {
    let (app, shop, ticket) = Shop::opened(11_900, Some(50)).await;
    let rule = json!({
        "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" },
        "cases": [{ "country": "eu", "buyer": "business_with_vat_id", "treatment": { "kind": "reverse_charge" } }],
    });
    let rule = add(&shop, "/tax-rules", rule).await;
    let settings = json!({
        "includes_tax": true, "rounding": "line", "default_tax_rule_id": rule["id"], "seller_vat_id": "DE136695976",
    });
    put(&shop, "/price-settings", settings.clone()).await.expect(200);
    assert_eq!(shop.owner.get(&shop.api("/price-settings")).await.expect(200).json(), settings);
    let group =
        json!({ "name": { "en": "Group of five" }, "min_count": 5, "same": true, "effect": percent("10") });
    let group = add(&shop, "/discounts", group).await;
    add(
        &shop,
        "/fees",
        json!({ "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 119 } }),
    )
    .await;
    let borne = json!({ "name": { "en": "Card" }, "absorbed": true, "amount": percent("2") });
    add(&shop, "/fees", borne).await;
    let voucher =
        json!({ "code": "Friends", "effect": { "kind": "subtract", "amount_minor": 1_900 }, "max_uses": 1 });
    add(&shop, "/vouchers", voucher).await;

    let ask = json!({ "lines": [{ "product": ticket, "quantity": 5 }], "voucher": "friends" });
    let found = quote(&shop, ask.clone()).await;
    assert_eq!(
        found["voucher"]["outcome"],
        json!({ "state": "applied", "uses": 1, "off_minor": 1_900, "left_out": 4 })
    );
    let (first, rest) = (&found["lines"][0], &found["lines"][1]);
    assert_eq!((&first["quantity"], &rest["quantity"]), (&json!(1), &json!(4)));
    let told: Vec<_> =
        first["steps"].as_array().unwrap().iter().map(|step| (&step["kind"], &step["name"])).collect();
    assert_eq!(
        told,
        [
            (&json!("voucher"), &json!({ "en": "friends" })),
            (&json!("discount"), &json!({ "en": "Group of five" })),
        ]
    );
    assert_eq!(first["steps"][1]["reference"], group["id"]);
    assert_eq!(
        (&first["each"]["gross_minor"], &rest["each"]["gross_minor"]),
        (&json!(9_000), &json!(10_710))
    );
    assert_eq!((&first["each"]["tax_minor"], &first["each"]["rule"]), (&json!(1_437), &rule["id"]));
    assert_eq!(found["total_minor"], json!(9_000 + 4 * 10_710 + 119));
    assert_eq!(found["absorbed_fees"][0]["gross_minor"], json!(1_037));

    let guest = app.guest().post(&shop.public("/quote"), ask).await.expect(200).json();
    assert_eq!((&guest["total_minor"], &guest["absorbed_fees"]), (&found["total_minor"], &json!([])));
    let abroad = json!({
        "lines": [{ "product": ticket }], "country": "AT", "business": true, "vat_id": "ATU 69070293",
    });
    let abroad = quote(&shop, abroad).await;
    assert_eq!(abroad["taxes"][0]["code"], "AE");
    assert_eq!((&abroad["total_minor"], &abroad["unchecked_vat_id"]), (&json!(10_100), &json!(true)));
    let wrong = json!({ "lines": [], "vat_id": "ATU69070294" });
    assert_eq!(pointers(&shop.owner.post(&shop.api("/quote"), wrong).await), ["/vat_id"]);
}

#[testkit::test]
async fn prices_of_currencies_without_and_with_three_decimals_are_right() {
    let app = TestApp::start().await;
    for (org, currency, price, tax) in [("tokyo", "JPY", 5_500, 500), ("kuwait", "KWD", 11_000, 1_000)] {
        let shop = Shop::draft(&app, org).await;
        shop.owner.patch(&shop.api(""), json!({ "currency": currency })).await.expect(200);
        let ticket = shop.add_ticket("Standard", price, Some(10)).await;
        let rule = json!({ "name": { "en": "Tax" }, "base": { "kind": "charge", "rate": "10" } });
        let rule = add(&shop, "/tax-rules", rule).await;
        let settings =
            json!({ "includes_tax": true, "rounding": "sum_by_net", "default_tax_rule_id": rule["id"] });
        put(&shop, "/price-settings", settings).await.expect(200);
        let found = quote(&shop, json!({ "lines": [{ "product": ticket }] })).await;
        assert_eq!((&found["currency"], &found["tax_minor"]), (&json!(currency), &json!(tax)));
        let text = format!("code,off\nONE,{}", if currency == "JPY" { "500" } else { "1.234" });
        let list = json!({ "text": text, "terms": {} });
        shop.owner.post(&shop.api("/vouchers/import"), list).await.expect(201);
        let made = shop.owner.get(&shop.api("/vouchers")).await.expect(200).json();
        let off = if currency == "JPY" { 500 } else { 1_234 };
        assert_eq!(made["items"][0]["effect"]["amount_minor"], json!(off));
        let wrong = json!({ "text": "code,off\nTWO,1.2345", "terms": {} });
        assert_eq!(pointers(&shop.owner.post(&shop.api("/vouchers/import"), wrong).await), ["/text"]);
    }
}

#[testkit::test]
async fn rules_that_make_no_sense_are_refused_with_the_field() {
    let (_app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let gone = shop.add_ticket("Gone", 1_000, Some(5)).await;
    shop.owner.delete(&shop.api(&format!("/products/{gone}"))).await.expect(204);
    let name = json!({ "en": "Rule" });
    let set = |amount: i64| json!({ "kind": "set", "amount_minor": amount });
    for (path, body, wrong) in [
        ("/vouchers", json!({ "scope": { "product_ids": [ticket, gone] } }), "/scope/product_ids/1"),
        ("/vouchers", json!({ "effect": set(-1) }), "/effect/amount_minor"),
        ("/vouchers", json!({ "effect": set(10_000_000_001) }), "/effect/amount_minor"),
        ("/vouchers", json!({ "effect": percent("100.5") }), "/effect"),
        ("/vouchers", json!({ "effect": percent("-1") }), "/effect"),
        ("/vouchers", json!({ "max_uses": 0 }), "/max_uses"),
        ("/vouchers", json!({ "max_uses": 2, "min_uses": 3 }), "/min_uses"),
        ("/vouchers", json!({ "budget_minor": -1, "effect": percent("5") }), "/budget_minor"),
        ("/vouchers", json!({ "code": "a b" }), "/code"),
        ("/vouchers/bulk", json!({ "count": 2, "terms": { "code": "ONE" } }), "/terms/code"),
        ("/vouchers/bulk", json!({ "count": 0, "terms": {} }), "/count"),
        ("/discounts", json!({ "name": name, "effect": percent("10"), "cheapest": 2 }), "/cheapest"),
        ("/discounts", json!({ "name": name, "effect": { "kind": "none" } }), "/effect"),
        (
            "/discounts",
            json!({ "name": name, "effect": set(1), "min_count": 1, "min_value_minor": 1 }),
            "/min_value_minor",
        ),
        ("/discounts", json!({ "name": {}, "effect": set(1) }), "/name"),
        (
            "/fees",
            json!({ "name": name, "amount": { "kind": "fixed", "amount_minor": -1 } }),
            "/amount/amount_minor",
        ),
        ("/fees", json!({ "name": name, "amount": set(1) }), "/amount"),
        ("/tax-rules", json!({ "name": name, "base": { "kind": "charge", "rate": "101" } }), "/base"),
    ] {
        let answer = shop.owner.post(&shop.api(path), body.clone()).await;
        assert_eq!(answer.status, 422, "{path} {body}: {}", answer.text());
        let found = pointers(&answer);
        assert!(found.iter().any(|pointer| pointer.starts_with(wrong)), "{path} {body}: {found:?}");
    }
    let settings = json!({ "includes_tax": true, "rounding": "line", "default_tax_rule_id": kernel::TaxRuleId::from(uuid::Uuid::nil()) });
    assert_eq!(pointers(&put(&shop, "/price-settings", settings).await), ["/default_tax_rule_id"]);
    let quote = async |lines: Value| shop.owner.post(&shop.api("/quote"), json!({ "lines": lines })).await;
    assert_eq!(pointers(&quote(json!([{ "product": gone }])).await), ["/lines/0/product"]);
    assert_eq!(
        pointers(&quote(json!([{ "product": ticket, "price_minor": 5 }])).await),
        ["/lines/0/price_minor"]
    );
    assert_eq!(pointers(&quote(json!([{ "product": ticket, "parent": 0 }])).await), ["/lines/0/parent"]);
    assert_eq!(
        pointers(&quote(json!([{ "product": ticket, "quantity": 501 }])).await),
        ["/lines/0/quantity"]
    );
}

#[testkit::test]
async fn ticket_types_have_the_rate_of_the_rule_that_names_them() {
    let (_app, shop, talk) = Shop::opened(11_900, Some(50)).await;
    let lunch = shop.add_ticket("Lunch", 1_070, Some(50)).await;
    let rule = |rate: &str, products: Value| json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": rate }, "product_ids": products });
    let full = add(&shop, "/tax-rules", rule("19", json!([talk, lunch]))).await;
    let reduced = add(&shop, "/tax-rules", rule("7", json!([lunch]))).await;
    let rules = shop.owner.get(&shop.api("/tax-rules")).await.expect(200).json();
    assert_eq!(rules["items"][0]["product_ids"], json!([talk]), "each ticket type has one rule");
    let basket = json!({ "lines": [{ "product": talk }, { "product": lunch }] });
    let taxes = async || quote(&shop, basket.clone()).await["taxes"].clone();
    let taxes_now = taxes().await;
    let rates: Vec<_> =
        taxes_now.as_array().unwrap().iter().map(|tax| (&tax["rate"], &tax["tax_minor"])).collect();
    assert_eq!(rates, [(&json!("7"), &json!(70)), (&json!("19"), &json!(1_900))]);
    let path = format!("/tax-rules/{}", reduced["id"].as_str().unwrap());
    put(&shop, &path, rule("7", json!([]))).await.expect(200);
    assert_eq!(taxes().await[1]["code"], "O", "without a rule and a default it is outside the scope of tax");
    let wrong = put(&shop, &path, rule("7", json!([talk, kernel::ProductId::from(uuid::Uuid::nil())]))).await;
    assert_eq!(pointers(&wrong), ["/product_ids/1"]);
    let full = format!("/tax-rules/{}", full["id"].as_str().unwrap());
    assert_eq!(shop.owner.delete(&shop.api(&full)).await.problem(409), "catalog.tax_rule_in_use");
    shop.owner.delete(&shop.api(&path)).await.expect(204);
}

#[testkit::test]
async fn a_tax_rule_in_use_stays() {
    let (_app, shop) = Shop::drafted().await;
    let rule = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" } });
    let rule = add(&shop, "/tax-rules", rule).await;
    let path = format!("/tax-rules/{}", rule["id"].as_str().unwrap());
    let fee = json!({
        "name": { "en": "Service" }, "amount": { "kind": "fixed", "amount_minor": 100 }, "tax_rule_id": rule["id"],
    });
    let fee = add(&shop, "/fees", fee).await;
    assert_eq!(shop.owner.delete(&shop.api(&path)).await.problem(409), "catalog.tax_rule_in_use");
    shop.owner.delete(&shop.api(&format!("/fees/{}", fee["id"].as_str().unwrap()))).await.expect(204);
    shop.owner.delete(&shop.api(&path)).await.expect(204);
    shop.owner.delete(&shop.api(&path)).await.expect(404);
}

#[testkit::test]
async fn vouchers_are_made_up_pasted_imported_and_exported() {
    let (_app, shop, _) = Shop::opened(1_000, Some(50)).await;
    let bulk =
        json!({ "count": 120, "prefix": "VIP-", "terms": { "tag": "sponsor", "effect": percent("50") } });
    assert_eq!(add(&shop, "/vouchers/bulk", bulk).await, json!({ "count": 120 }));
    let list = json!({ "text": " ALPHA \n\nbeta\r\nGamma\n", "terms": { "tag": "pasted", "max_uses": 3 } });
    assert_eq!(add(&shop, "/vouchers/import", list).await, json!({ "count": 3 }));
    let sheet =
        "\u{feff}code;tag;max_uses;price;valid_until\nOne;=danger;2;7,50;\nTwo;;;;2027-03-20T00:00:00Z\n";
    assert_eq!(
        add(&shop, "/vouchers/import", json!({ "text": sheet, "terms": {} })).await,
        json!({ "count": 2 })
    );

    let import = async |text: &str| {
        let answer =
            shop.owner.post(&shop.api("/vouchers/import"), json!({ "text": text, "terms": {} })).await;
        (answer.status.as_u16(), answer.text())
    };
    assert_eq!(import("Delta\nalpha").await.0, 409, "a code that is there, in another case");
    for (text, said) in [
        ("code,price\nX1X,-1", "line 2"),
        ("code,percent\nX1X,101", "line 2"),
        ("code,colour\nX1X,red", "there is no column “colour”"),
        ("same\nSAME", "line 2: is there twice"),
        ("code,max_uses\nX1X,many", "“many” is no number"),
        ("\n\n", "has no code"),
        ("x", "a code has 3 to 50"),
    ] {
        let (status, told) = import(text).await;
        assert!(status == 422 && told.contains(said), "{text:?}: {status} {told}");
    }
    let page = shop.owner.get(&shop.api("/vouchers?tag=sponsor&limit=100")).await.expect(200).json();
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    let next = format!("/vouchers?tag=sponsor&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = shop.owner.get(&shop.api(&next)).await.expect(200).json();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (20, &Value::Null));
    let found = shop.owner.get(&shop.api("/vouchers?q=alph")).await.expect(200).json();
    assert_eq!(found["items"][0]["code"], "ALPHA");
    let sheet = shop.owner.get(&shop.api("/vouchers.csv?q=danger")).await.expect(200);
    assert_eq!(
        sheet.text(),
        "code,tag,comment,max_uses,min_uses,used,price,off,percent,budget,spent,valid_until\r\n\
         One,'=danger,,2,1,0,7.50,,,,0.00,\r\n"
    );
}

#[testkit::test]
async fn a_voucher_is_replaced_and_removed_while_nobody_has_used_it() {
    let (_app, shop, ticket) = Shop::opened(1_000, Some(50)).await;
    let made =
        add(&shop, "/vouchers", json!({ "scope": { "product_ids": [ticket] }, "effect": percent("5") }))
            .await;
    let path = format!("/vouchers/{}", made["id"].as_str().unwrap());
    assert_eq!(made["code"].as_str().unwrap().len(), 8);
    add(&shop, "/vouchers", json!({ "code": "taken" })).await;
    assert_eq!(put(&shop, &path, json!({ "code": "TAKEN" })).await.problem(409), "catalog.code_taken");
    let kept = put(&shop, &path, json!({ "max_uses": 7 })).await.expect(200).json();
    assert_eq!((&kept["code"], &kept["max_uses"]), (&made["code"], &json!(7)));
    shop.owner.delete(&shop.api(&path)).await.expect(204);
    shop.owner.get(&shop.api(&path)).await.expect(404);
}

#[testkit::test]
async fn guests_can_ask_for_what_they_see_and_vouchers_show_more() {
    let (app, shop, _) = Shop::opened(1_000, Some(50)).await;
    let crew =
        json!({ "name": { "en": "Crew" }, "price_minor": 500, "visibility": "hidden", "quota_size": 5 });
    let crew = add(&shop, "/products", crew).await;
    add(
        &shop,
        "/vouchers",
        json!({ "code": "CREW", "scope": { "product_ids": [crew["id"]] }, "shows_hidden": true }),
    )
    .await;
    let ask = async |voucher: Value| {
        let body = json!({ "lines": [{ "product": crew["id"] }], "voucher": voucher });
        app.guest().post(&shop.public("/quote"), body).await
    };
    assert_eq!(pointers(&ask(Value::Null).await), ["/lines/0/product"]);
    assert_eq!(pointers(&ask(json!("nonsense")).await), ["/lines/0/product"]);
    assert_eq!(ask(json!("crew")).await.expect(200).json()["total_minor"], json!(500));
    let unknown = json!({ "lines": [], "voucher": "nonsense" });
    let unknown = app.guest().post(&shop.public("/quote"), unknown).await.expect(200).json();
    assert_eq!(unknown["voucher"], json!({ "code": "nonsense", "outcome": null }));
}

#[testkit::test]
async fn variations_categories_and_free_prices_are_quoted_too() {
    let (_app, shop) = Shop::drafted().await;
    let merchandise = add(&shop, "/categories", json!({ "name": { "en": "Merchandise" } })).await;
    let shirt = json!({
        "name": { "en": "Shirt" }, "price_minor": 2_000, "quota_size": 9, "kind": "merchandise",
        "category_id": merchandise["id"],
    });
    let shirt = add(&shop, "/products", shirt).await["id"].as_str().unwrap().to_owned();
    let forms = format!("/products/{shirt}/variations");
    add(&shop, &forms, json!({ "name": { "en": "S" } })).await;
    let changed = add(&shop, &forms, json!({ "name": { "en": "XL" }, "price_minor": 2_500 })).await;
    let form = |number: usize| changed["variations"][number]["id"].clone();
    let gift =
        json!({ "name": { "en": "Gift" }, "price_minor": 500, "quota_size": null, "free_price": true });
    let gift = add(&shop, "/products", gift).await["id"].clone();
    for (sort, scope, off) in [
        (1, json!({ "variation_ids": [form(1)] }), 100),
        (2, json!({ "category_ids": [merchandise["id"]] }), 10),
    ] {
        let effect = json!({ "kind": "subtract", "amount_minor": off });
        let rule = json!({ "name": { "en": "Rule" }, "sort": sort, "scope": scope, "effect": effect });
        add(&shop, "/discounts", rule).await;
    }
    let basket = json!({ "lines": [
        { "product": shirt, "variation": form(0) }, { "product": shirt, "variation": form(1) },
        { "product": gift }, { "product": gift, "price_minor": 750 },
    ] });
    let found = quote(&shop, basket).await;
    let lines = found["lines"].as_array().unwrap();
    let told: Vec<_> = lines.iter().map(|line| line["each"]["gross_minor"].as_i64().unwrap()).collect();
    assert_eq!(told, [1_990, 2_400, 500, 750]);
    assert_eq!(lines[1]["name"]["en"], "Shirt · XL");
    let refused =
        async |line: Value| pointers(&shop.owner.post(&shop.api("/quote"), json!({ "lines": [line] })).await);
    assert_eq!(
        refused(json!({ "product": shirt })).await,
        ["/lines/0/product"],
        "one of its forms has to be chosen"
    );
    assert_eq!(refused(json!({ "product": gift, "price_minor": 499 })).await, ["/lines/0/price_minor"]);
    let strange = json!({ "scope": { "variation_ids": [kernel::VariationId::from(uuid::Uuid::nil())],
        "category_ids": [kernel::CategoryId::from(uuid::Uuid::nil())] } });
    let strange = shop.owner.post(&shop.api("/vouchers"), strange).await;
    assert_eq!(pointers(&strange), ["/scope/variation_ids", "/scope/category_ids"]);
}
