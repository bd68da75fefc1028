//! What an order says about its price: on its page, in its mail and on paper, in the buyer's language.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Shop, TestApp};

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

/// 19 % in the prices, owed by businesses elsewhere in the EU themselves; an early bird and a fee for each ticket.
async fn priced() -> (TestApp, Shop, String) {
    let open = async |app: &TestApp| {
        let (shop, ticket) = Shop::open(app, "harbour", 11_900, Some(50)).await;
        let business = json!({ "country": "eu", "buyer": "business_with_vat_id", "treatment": { "kind": "reverse_charge" } });
        let rule = json!({
            "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "19" },
            "cases": [{ "country": "DE", "buyer": "anybody", "treatment": { "kind": "charge", "rate": "19" } }, business],
        });
        let rule = add(&shop, "/tax-rules", rule).await;
        let settings = json!({
            "includes_tax": true, "rounding": "line", "default_tax_rule_id": rule["id"], "seller_vat_id": "DE136695976",
        });
        let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
        let kept = shop.owner.send(request.json(&settings)).await.expect(200).json();
        assert_eq!(kept["seller_vat_id"], "DE136695976");
        let early = json!({
            "name": { "en": "Early bird", "de": "Frühbucher" }, "effect": { "kind": "subtract", "amount_minor": 1_190 },
        });
        add(&shop, "/discounts", early).await;
        let fee = json!({
            "name": { "en": "Service", "de": "Service" }, "amount": { "kind": "fixed", "amount_minor": 238 },
            "per_ticket": true,
        });
        add(&shop, "/fees", fee).await;
        (shop, ticket)
    };
    let (app, (shop, ticket)) = TestApp::after("", open).await;
    (app, shop, ticket)
}

/// Sells two tickets; the order as its buyer sees it, its path in the API, and its page.
async fn sell(app: &TestApp, shop: &Shop, ticket: &str, more: Value) -> (Value, String, String) {
    let mut body = json!({
        "name": "Grace Guest", "email": "grace@guest.example", "payment_method": "manual", "paid": true,
        "lines": [{ "product": ticket, "quantity": 2 }],
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let placed = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    app.run_jobs().await;
    let (page, secret) =
        (placed["secret_url"].as_str().unwrap(), |url: &str| url.rsplit('/').next().unwrap().to_owned());
    let path = shop.public(&format!("/orders/{}/{}", placed["code"].as_str().unwrap(), secret(page)));
    let seen = app.guest().get(&path).await.expect(200).json();
    let page = format!("/{}", page.splitn(4, '/').nth(3).unwrap());
    (seen, path, page)
}

async fn mail(shop: &Shop) -> Value {
    let mails = "/api/v1/organisations/harbour/mails";
    let page = shop.owner.get(mails).await.expect(200).json();
    shop.owner.get(&format!("{mails}/{}", page["items"][0]["id"].as_str().unwrap())).await.expect(200).json()
}

#[testkit::test]
async fn an_order_tells_lines_taxes_discounts_fees_and_the_sellers_vat_id() {
    let (app, shop, ticket) = priced().await;
    let (seen, path, page) = sell(&app, &shop, &ticket, json!({})).await;
    let first = &seen["prices"][0];
    assert_eq!(
        (&first["net_minor"], &first["tax_minor"], &first["gross_minor"]),
        (&json!(9_000), &json!(1_710), &json!(10_710))
    );
    assert_eq!(
        (&first["because"], &first["list_price"]["amount_minor"]),
        (&json!(["Early bird"]), &json!(11_900))
    );
    assert_eq!(
        seen["taxes"],
        json!([{ "rate": "19", "code": "S", "net_minor": 18_400, "tax_minor": 3_496, "gross_minor": 21_896 }])
    );
    assert_eq!(seen["seller_vat_id"], "DE136695976");

    let shown = app.guest().get(&page).await.expect(200).text();
    for said in ["Early bird", "180.00", "34.20", "of that", "184.00", "DE136695976", "order.pdf", "Service"]
    {
        assert!(shown.contains(said), "the page lacks {said}: {shown}");
    }
    let mail = mail(&shop).await;
    let text = mail["text"].as_str().unwrap();
    for said in
        ["Early bird", "€180.00 net + 19 % tax €34.20", "of that 19 % tax on €184.00: €34.96", "DE136695976"]
    {
        assert!(text.replace(['\u{2068}', '\u{2069}'], "").contains(said), "the mail lacks {said}: {text}");
    }
    let files: Vec<&str> =
        mail["attachments"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
    let name = format!("order-{}.pdf", seen["code"].as_str().unwrap());
    assert!(files.contains(&name.as_str()), "{files:?}");
    for path in [format!("{path}/order.pdf"), format!("{page}/order.pdf")] {
        let pdf = app.guest().get(&path).await.expect(200);
        assert!(pdf.body.starts_with(b"%PDF-1.7"));
        assert_eq!(pdf.header("content-disposition"), format!("inline; filename=\"{name}\""));
        assert_eq!(pdf.header("cache-control"), "no-store");
    }
    let wrong = path.replace(path.rsplit('/').next().unwrap(), "nobodyknowsthis");
    assert_eq!(app.guest().get(&format!("{wrong}/order.pdf")).await.problem(404), "request.not_found");
}

#[testkit::test]
async fn who_owes_the_tax_is_told_in_the_buyers_language() {
    let (app, shop, ticket) = priced().await;
    let buyer = json!({ "country": "AT", "business": true, "vat_id": "ATU13585627", "locale": "de" });
    let (seen, _, page) = sell(&app, &shop, &ticket, buyer).await;
    assert_eq!(seen["taxes"][0]["code"], "AE");
    let shown = app.guest().get(&page).await.expect(200).text();
    for said in ["Steuerschuldnerschaft des Leistungsempfängers", "ATU13585627", "Frühbucher", "Österreich"]
    {
        assert!(shown.contains(said), "the page lacks {said}: {shown}");
    }
    let mail = mail(&shop).await;
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Steuerschuldnerschaft") && text.contains("Ihre USt-IdNr."), "{text}");
}

#[testkit::test]
async fn an_order_at_list_prices_has_nothing_to_sum_up_in_its_mail_but_on_paper_if_asked() {
    let (app, shop, ticket) = Shop::opened(8_400, Some(50)).await;
    let (seen, path, page) = sell(&app, &shop, &ticket, json!({})).await;
    assert_eq!((&seen["prices"], &seen["taxes"]), (&json!([]), &json!([])));
    assert!(!app.guest().get(&page).await.expect(200).text().contains("VAT ID"));
    let mail = mail(&shop).await;
    assert_eq!(mail["attachments"].as_array().unwrap().len(), 2, "the tickets and the calendar entry");
    assert!(app.guest().get(&format!("{path}/order.pdf")).await.expect(200).body.starts_with(b"%PDF-1.7"));
}

#[testkit::test]
async fn what_an_order_strikes_through_stays_as_it_was_sold_whatever_prices_mean_later() {
    let (app, shop, ticket) = priced().await;
    let settings = |includes_tax: bool| {
        let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
        shop.owner.send(request.json(&json!({ "includes_tax": includes_tax, "rounding": "line" })))
    };
    let list = |order: &Value| order["prices"][0]["list_price"]["amount_minor"].clone();
    let (sold, with_tax, page) = sell(&app, &shop, &ticket, json!({})).await;
    assert_eq!(list(&sold), 11_900);
    settings(false).await.expect(200);
    let later = app.guest().get(&with_tax).await.expect(200).json();
    assert_eq!(later["prices"], sold["prices"]);
    assert!(app.guest().get(&page).await.expect(200).text().contains("<del>"));

    // A list price without tax says nothing beside one with it, now and later.
    let (sold, without_tax, page) = sell(&app, &shop, &ticket, json!({})).await;
    assert_eq!(list(&sold), Value::Null);
    settings(true).await.expect(200);
    let later = app.guest().get(&without_tax).await.expect(200).json();
    assert_eq!(later["prices"], sold["prices"]);
    assert!(!app.guest().get(&page).await.expect(200).text().contains("<del>"));
}

#[testkit::test]
async fn an_order_keeps_the_seller_it_was_bought_from() {
    let (app, shop, ticket) = priced().await;
    let (sold, path, page) = sell(&app, &shop, &ticket, json!({})).await;
    let name = sold["seller_name"].as_str().unwrap().to_owned();

    let settings = json!({ "includes_tax": true, "rounding": "line", "seller_vat_id": "ATU13585627" });
    let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
    shop.owner
        .patch("/api/v1/organisations/harbour", json!({ "name": "Sold and renamed" }))
        .await
        .expect(200);

    let later = app.guest().get(&path).await.expect(200).json();
    assert_eq!((&later["seller_name"], &later["seller_vat_id"]), (&json!(name), &json!("DE136695976")));
    let shown = app.guest().get(&page).await.expect(200).text();
    assert!(shown.contains("DE136695976") && !shown.contains("ATU13585627"), "{shown}");
    assert!(shown.contains(&name), "{shown}");

    // What is sold from now on is sold by the new one.
    let (sold, ..) = sell(&app, &shop, &ticket, json!({})).await;
    assert_eq!(
        (&sold["seller_name"], &sold["seller_vat_id"]),
        (&json!("Sold and renamed"), &json!("ATU13585627"))
    );

    // Orders from before sellers were kept say what their event says today.
    let forgotten = "update orders set seller_name = null, seller_vat_id = null";
    sqlx::query(forgotten).execute(&mut app.owner().await).await.unwrap();
    let old = app.guest().get(&path).await.expect(200).json();
    assert_eq!((&old["seller_name"], &old["seller_vat_id"]), (&Value::Null, &json!("ATU13585627")));
}
