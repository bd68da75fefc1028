//! Numbers that no field holds, and sums beyond what can be counted: refused with a word about it, and nothing is half
//! there afterwards.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop, TestApp, order_body};

/// At the edge of what fits into 64 bits, beyond it, below nothing, and beyond what a float holds.
const NUMBERS: [&str; 8] = [
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "-1",
    "1e400",
    "0.5",
    "99999999999999999999999999999999999999999",
    "10000000001",
];

/// A request with one number in it.
struct Case<'a> {
    by: &'a Client,
    method: Method,
    path: String,
    body: Value,
    field: &'static str,
    /// The list that would show what was half saved.
    list: Option<&'static str>,
}

impl Case<'_> {
    async fn send(&self, number: &str) -> Answer {
        const HERE: &str = "\u{1F522}";
        let mut body = self.body.clone();
        if body.pointer(self.field).is_none() {
            let (parent, name) = self.field.rsplit_once('/').unwrap();
            body.pointer_mut(parent).unwrap()[name] = Value::Null;
        }
        *body.pointer_mut(self.field).unwrap() = json!(HERE);
        let text = body.to_string().replace(&format!("\"{HERE}\""), number);
        let request = self.by.request(self.method.clone(), &self.path);
        self.by.send(request.header("content-type", "application/json").body(text)).await
    }
}

async fn shown(shop: &Shop, list: &str) -> String {
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).text();
    shop.owner.get(&shop.api(list)).await.expect(200).text() + &quotas
}

/// Sends a number and tells whether it was taken; otherwise it is refused with a word about it.
async fn is_taken(case: &Case<'_>, number: &str) -> bool {
    let answer = case.send(number).await;
    if answer.status.is_success() {
        return true;
    }
    let what = format!("{} {} {} = {number}: {}", case.method, case.path, case.field, answer.text());
    assert!(answer.status.is_client_error(), "{what}");
    assert_eq!(answer.header("content-type"), "application/problem+json", "{what}");
    false
}

/// Sends each number and returns how many of them were taken. Those that are refused leave nothing behind.
async fn probe(shop: &Shop, case: &Case<'_>) -> usize {
    let listed = async || match case.list {
        Some(list) => shown(shop, list).await,
        None => String::new(),
    };
    let mut before = listed().await;
    let mut refused = Vec::new();
    for number in NUMBERS {
        if !is_taken(case, number).await {
            refused.push(number);
        }
    }
    let taken = NUMBERS.len() - refused.len();
    if taken > 0 {
        before = listed().await;
        for number in &refused {
            assert!(!is_taken(case, number).await, "{} {} = {number}", case.path, case.field);
        }
    }
    assert_eq!(before, listed().await, "{} {} {}: {refused:?}", case.method, case.path, case.field);
    taken
}

/// A shop with one of everything that has a price.
async fn stocked() -> (TestApp, Shop, String) {
    let open = async |app: &TestApp| {
        let (shop, ticket) = Shop::open(app, "harbour", 1_000, Some(50)).await;
        let form = shop.add_ticket("Shirt", 2_000, Some(50)).await;
        let forms = shop.api(&format!("/products/{form}/variations"));
        shop.owner.post(&forms, json!({ "name": { "en": "Large" } })).await.expect(201);
        shop.owner
            .patch(&shop.api(&format!("/products/{ticket}")), json!({ "free_price": true }))
            .await
            .expect(200);
        (shop, ticket)
    };
    let (app, (shop, ticket)) = TestApp::after("", open).await;
    (app, shop, ticket)
}

#[testkit::test]
async fn numbers_that_no_field_of_the_catalogue_holds_are_refused_whole() {
    let (app, shop, ticket) = stocked().await;
    let name = json!({ "en": "Thing" });
    let products = shop.owner.get(&shop.api("/products")).await.expect(200).json();
    let shirt = products["items"][1]["id"].as_str().unwrap().to_owned();
    let form = products["items"][1]["variations"][0]["id"].as_str().unwrap().to_owned();
    let quota = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = quota["items"][0]["id"].as_str().unwrap().to_owned();
    let (post, patch) = (Method::POST, Method::PATCH);
    let at = |method: &Method, path: String, body: &Value, list: &'static str, fields: &[&'static str]| {
        let case = |field: &&'static str| Case {
            by: &shop.owner,
            method: method.clone(),
            path: shop.api(&path),
            body: body.clone(),
            field,
            list: Some(list),
        };
        fields.iter().map(case).collect::<Vec<_>>()
    };
    let product = [
        "/price_minor",
        "/quota_size",
        "/max_per_order",
        "/min_per_order",
        "/max_per_customer",
        "/min_per_customer",
        "/sort",
        "/channel_prices/web",
        "/sales_from_minutes",
        "/sales_until_minutes",
    ];
    let body = json!({ "name": name, "price_minor": 1, "channel_prices": {} });
    let mut cases = at(&post, "/products".to_owned(), &body, "/products", &product);
    let changed: Vec<_> = product.into_iter().filter(|field| *field != "/quota_size").collect();
    let change = json!({ "channel_prices": {} });
    cases.extend(at(&patch, format!("/products/{ticket}"), &change, "/products", &changed));
    let many = json!({ "items": [{ "product": ticket, "changes": {} }] });
    let one = ["/items/0/changes/price_minor", "/items/0/version"];
    cases.extend(at(&patch, "/products".to_owned(), &many, "/products", &one));
    let forms = format!("/products/{shirt}/variations");
    let variation = ["/price_minor", "/sort", "/channel_prices/box_office", "/quota_size"];
    let body = json!({ "name": name, "channel_prices": {} });
    cases.extend(at(&post, forms.clone(), &body, "/products", &variation));
    cases.extend(at(&patch, format!("{forms}/{form}"), &change, "/products", &variation[..3]));
    let body = json!({ "name": "Hall", "size": 5 });
    cases.extend(at(&post, "/quotas".to_owned(), &body, "/quotas", &["/size", "/blocked"]));
    cases.extend(at(&patch, format!("/quotas/{quota}"), &json!({}), "/quotas", &["/size", "/blocked"]));
    let off = json!({ "kind": "subtract", "amount_minor": 1 });
    let body = json!({ "effect": off, "max_uses": 9 });
    let voucher = ["/max_uses", "/min_uses", "/budget_minor", "/effect/amount_minor"];
    cases.extend(at(&post, "/vouchers".to_owned(), &body, "/vouchers", &voucher));
    let body = json!({ "count": 1, "terms": { "effect": off } });
    let bulk = ["/count", "/terms/max_uses", "/terms/budget_minor"];
    cases.extend(at(&post, "/vouchers/bulk".to_owned(), &body, "/vouchers", &bulk));
    let body = json!({ "name": name, "effect": off });
    let discount =
        ["/sort", "/min_count", "/min_value_minor", "/cheapest", "/max_uses", "/effect/amount_minor"];
    cases.extend(at(&post, "/discounts".to_owned(), &body, "/discounts", &discount));
    let body = json!({ "name": name, "amount": { "kind": "fixed", "amount_minor": 1 } });
    cases.extend(at(&post, "/fees".to_owned(), &body, "/fees", &["/sort", "/amount/amount_minor"]));
    let body = json!({ "name": name, "amount": { "kind": "percent", "percent": "1" } });
    cases.extend(at(&post, "/fees".to_owned(), &body, "/fees", &["/amount/percent"]));
    let body = json!({ "name": name, "base": { "kind": "charge", "rate": "19" } });
    cases.extend(at(&post, "/tax-rules".to_owned(), &body, "/tax-rules", &["/base/rate"]));
    let body = json!({ "name": name, "sort": 1 });
    cases.extend(at(&post, "/categories".to_owned(), &body, "/categories", &["/sort"]));
    let mut taken = Vec::new();
    for case in &cases {
        if probe(&shop, case).await > 0 {
            taken.push((case.path.rsplit('/').next().unwrap().to_owned(), case.field));
        }
    }
    // What is compared with sums and never paid may be as large as it likes; a sale may end after the event's start.
    let fit = [
        "/budget_minor",
        "/terms/budget_minor",
        "/min_value_minor",
        "/sales_from_minutes",
        "/sales_until_minutes",
    ];
    assert!(taken.iter().all(|(_, field)| fit.contains(field)), "{taken:?}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn numbers_that_no_basket_holds_are_refused_and_take_nothing() {
    let (app, shop, ticket) = stocked().await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let order = order_body(&ticket, 1, "manual", true);
    let in_line = ["/lines/0/quantity", "/lines/0/price_minor", "/lines/0/parent"];
    let mut cases = Vec::new();
    for field in in_line {
        for (by, path, body) in [
            (&shop.owner, shop.api("/quote"), &lines),
            (&guest, shop.public("/quote"), &lines),
            (&guest, shop.public("/carts"), &lines),
            (&shop.owner, shop.api("/orders"), &order),
        ] {
            let (method, body) = (Method::POST, body.clone());
            cases.push(Case { by, method, path, body, field, list: Some("/orders") });
        }
    }
    cases.push(Case {
        by: &shop.owner,
        method: Method::POST,
        path: shop.api("/orders"),
        body: order.clone(),
        field: "/shown_total_minor",
        list: Some("/orders"),
    });
    for field in ["/draft_voucher/terms/max_uses", "/draft_discount/plan/min_value_minor"] {
        let off = json!({ "kind": "subtract", "amount_minor": 1 });
        let mut body = lines.clone();
        body["draft_voucher"] = json!({ "terms": { "effect": off } });
        body["draft_discount"] = json!({ "plan": { "name": { "en": "Draft" }, "effect": off } });
        let (method, path) = (Method::POST, shop.api("/quote"));
        cases.push(Case { by: &shop.owner, method, path, body, field, list: None });
    }
    for case in &cases {
        let taken = probe(&shop, case).await;
        assert!(taken == 0 || case.field.ends_with("min_value_minor"), "{} {}", case.path, case.field);
    }
    for number in NUMBERS {
        for field in ["quantity", "at", "email"] {
            let path = shop.api(&format!("/products/{ticket}/availability?{field}={number}"));
            let status = shop.owner.get(&path).await.status;
            assert!(!status.is_server_error(), "{path}: {status}");
        }
        let path = shop.api(&format!("/vouchers?limit={number}"));
        assert!(!shop.owner.get(&path).await.status.is_server_error(), "{path}");
    }
    assert_eq!(shop.stock().await, (0, 0));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_largest_sums_are_right_or_refused() {
    const MOST: i64 = 10_000_000_000;
    let (app, shop, ticket) = stocked().await;
    let rule = json!({ "name": { "en": "VAT" }, "base": { "kind": "charge", "rate": "100" } });
    let rule = shop.owner.post(&shop.api("/tax-rules"), rule).await.expect(201).json();
    let settings =
        json!({ "includes_tax": false, "rounding": "sum_by_net", "default_tax_rule_id": rule["id"] });
    shop.owner.put(&shop.api("/price-settings"), settings).await.expect(200);
    let fee = json!({ "name": { "en": "Gold" }, "per_ticket": true,
        "amount": { "kind": "fixed", "amount_minor": MOST } });
    shop.owner.post(&shop.api("/fees"), fee).await.expect(201);
    let rule = json!({ "name": { "en": "Never" }, "min_value_minor": i64::MAX,
        "effect": { "kind": "percent", "percent": "100" } });
    shop.owner.post(&shop.api("/discounts"), rule).await.expect(201);
    let voucher = json!({ "code": "MOST", "max_uses": 1_000_000, "budget_minor": i64::MAX,
        "effect": { "kind": "subtract", "amount_minor": 1 } });
    shop.owner.post(&shop.api("/vouchers"), voucher).await.expect(201);
    shop.owner
        .patch(&shop.api(&format!("/products/{ticket}")), json!({ "max_per_order": 100 }))
        .await
        .expect(200);
    let lines = |quantity: u32| json!([{ "product": ticket, "quantity": quantity, "price_minor": MOST }]);
    let body = json!({ "lines": lines(500), "voucher": "most" });
    let quote = shop.owner.post(&shop.api("/quote"), body).await.expect(200).json();
    // Five hundred tickets and as many fees, each at the highest price, and as much tax again.
    assert_eq!(quote["total_minor"], json!(500 * 2 * MOST * 2));
    let hundred = json!([lines(100)[0], lines(100)[0], lines(100)[0], lines(100)[0], lines(100)[0]]);
    let mut order = order_body(&ticket, 1, "manual", true);
    order["lines"] = hundred;
    let refused = shop.owner.post(&shop.api("/orders"), order.clone()).await;
    assert!(refused.status.is_client_error(), "{}", refused.text());
    order["lines"] = lines(40);
    order["voucher"] = json!("most");
    let sold = shop.owner.post(&shop.api("/orders"), order).await.expect(201).json();
    assert_eq!(sold["total"]["amount_minor"], json!(40 * 2 * MOST * 2));
    app.run_jobs().await;
    let totals = shop.owner.get(&shop.api("/orders/totals")).await.expect(200).text();
    assert!(totals.contains(&(40 * 2 * MOST * 2).to_string()), "{totals}");
    let code = sold["code"].as_str().unwrap();
    shop.owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
