//! Two people at one ticket type: nobody overwrites what they have not seen. And many ticket types at once: all or none.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Shop, TestApp};

async fn patch(shop: &Shop, path: &str, tag: Option<&str>, body: Value) -> Answer {
    let mut request = shop.owner.request(Method::PATCH, &shop.api(path));
    if let Some(tag) = tag {
        request = request.header("if-match", tag);
    }
    shop.owner.send(request.json(&body)).await
}

#[testkit::test]
async fn who_read_an_older_version_changes_nothing() {
    let (app, shop, ticket) = Shop::opened(4_000, Some(50)).await;
    let path = format!("/products/{ticket}");
    let read = shop.owner.get(&shop.api(&path)).await.expect(200);
    let tag = read.header("etag").to_owned();
    assert_eq!((tag.as_str(), &read.json()["version"]), ("\"1\"", &json!(1)));
    let mine = patch(&shop, &path, Some(&tag), json!({ "price_minor": 4_500 })).await.expect(200);
    assert_eq!((mine.header("etag"), &mine.json()["version"]), ("\"2\"", &json!(2)));
    let late = patch(&shop, &path, Some(&tag), json!({ "max_per_order": 3 })).await;
    assert_eq!(late.problem(412), "catalog.outdated");
    for odd in ["W/\"2\"", "2", "\"nonsense\"", "\"1\", \"2\""] {
        assert_eq!(
            patch(&shop, &path, Some(odd), json!({ "max_per_order": 3 })).await.problem(412),
            "catalog.outdated",
            "{odd}"
        );
    }
    let now = shop.owner.get(&shop.api(&path)).await.expect(200).json();
    assert_eq!((&now["price"]["amount_minor"], &now["max_per_order"]), (&json!(4_500), &json!(50)));
    // Without a tag, or with any, the last one wins as before. Selling changes no version.
    shop.sell(&ticket, 2).await;
    patch(&shop, &path, Some("*"), json!({ "max_per_order": 7 })).await.expect(200);
    assert_eq!(
        patch(&shop, &path, None, json!({ "max_per_order": 8 })).await.expect(200).header("etag"),
        "\"4\""
    );
    app.run_jobs().await;
}

#[testkit::test]
async fn of_twenty_who_read_the_same_version_one_changes_it() {
    let (_app, shop, ticket) = Shop::opened(4_000, Some(50)).await;
    let path = format!("/products/{ticket}");
    let answers =
        join_all((0..20).map(|at| patch(&shop, &path, Some("\"1\""), json!({ "price_minor": 5_000 + at }))))
            .await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1], statuses[19]), (200, 412, 412));
    let now = shop.owner.get(&shop.api(&path)).await.expect(200).json();
    assert_eq!(now["version"], 2);
}

#[testkit::test]
async fn variations_have_versions_of_their_own() {
    let (_app, shop, ticket) = Shop::opened(4_000, Some(50)).await;
    let forms = format!("/products/{ticket}/variations");
    let made = shop.owner.post(&shop.api(&forms), json!({ "name": { "en": "S" } })).await.expect(201).json();
    let form = &made["variations"][0];
    assert_eq!((&form["version"], &made["version"]), (&json!(1), &json!(1)));
    let path = format!("{forms}/{}", form["id"].as_str().unwrap());
    let changed =
        patch(&shop, &path, Some("\"1\""), json!({ "price_minor": 1_000 })).await.expect(200).json();
    assert_eq!(changed["variations"][0]["version"], 2);
    assert_eq!(
        patch(&shop, &path, Some("\"1\""), json!({ "price_minor": 2_000 })).await.problem(412),
        "catalog.outdated"
    );
}

/// A shop with three ticket types; their ids.
async fn three() -> (TestApp, Shop, Vec<String>) {
    let open = async |app: &TestApp| {
        let (shop, first) = Shop::open(app, "harbour", 4_000, Some(50)).await;
        let mut ids = vec![first];
        for name in ["Balcony", "Box"] {
            ids.push(shop.add_ticket(name, 6_000, Some(20)).await);
        }
        (shop, ids)
    };
    let (app, (shop, ids)) = TestApp::after("", open).await;
    (app, shop, ids)
}

async fn prices(shop: &Shop) -> Vec<i64> {
    let list = shop.owner.get(&shop.api("/products")).await.expect(200).json();
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["price"]["amount_minor"].as_i64().unwrap())
        .collect()
}

#[testkit::test]
async fn many_ticket_types_are_changed_by_one_request_and_each_is_on_record() {
    let (app, shop, ids) = three().await;
    let forms = shop.api(&format!("/products/{}/variations", ids[2]));
    let made = shop
        .owner
        .post(&forms, json!({ "name": { "en": "Left" }, "price_minor": 100 }))
        .await
        .expect(201)
        .json();
    let body = json!({ "items": [
        { "product": ids[0], "version": 1, "changes": { "price_minor": 4_400, "max_per_order": 4 } },
        { "product": ids[2], "changes": { "price_minor": 6_600 },
          "variations": [{ "variation": made["variations"][0]["id"], "version": 1, "changes": { "price_minor": 110 } }] },
    ] });
    let changed = patch(&shop, "/products", None, body).await.expect(200).json();
    let told: Vec<_> =
        changed["items"].as_array().unwrap().iter().map(|one| one["version"].clone()).collect();
    assert_eq!(told, [json!(2), json!(2)]);
    assert_eq!(prices(&shop).await, [4_400, 6_000, 6_600]);
    assert_eq!(changed["items"][1]["variations"][0]["price_minor"], 110);
    for (id, entries) in [(&ids[0], 1), (&ids[1], 0), (&ids[2], 1)] {
        let found = format!("/api/v1/organisations/harbour/audit?action=product.updated&subject={id}");
        let found = shop.owner.get(&found).await.expect(200).json();
        assert_eq!(found["items"].as_array().unwrap().len(), entries, "{found}");
    }
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn many_ticket_types_are_taken_out_of_the_offer_together_and_put_back_as_they_were() {
    let (app, shop, ids) = three().await;
    shop.sell(&ids[1], 2).await;
    let holder = json!({ "add_ons": [{ "product_id": ids[2] }] });
    patch(&shop, &format!("/products/{}", ids[0]), None, holder).await.expect(200);
    let away = |ids: &[&String], version: Value| {
        let item = |id: &&String| json!({ "product": id, "version": version, "archived": true });
        json!({ "items": ids.iter().map(item).collect::<Vec<_>>() })
    };
    let needed = patch(&shop, "/products", None, away(&[&ids[1], &ids[2]], Value::Null)).await;
    assert_eq!(needed.problem(409), "catalog.belongs_to");
    assert_eq!(prices(&shop).await, [4_000, 6_000, 6_000], "all of them or none");
    let late = patch(&shop, "/products", None, away(&[&ids[1]], json!(7))).await;
    assert_eq!(late.problem(412), "catalog.outdated");
    patch(&shop, "/products", None, away(&[&ids[0], &ids[1], &ids[2]], Value::Null)).await.expect(200);
    assert_eq!(prices(&shop).await, Vec::<i64>::new());
    assert_ne!(shop.order(&ids[1], 1, "manual", true).await.status, 201);
    let gone = shop.owner.get(&shop.api("/products?archived=true")).await.expect(200).json();
    assert_eq!(gone["items"].as_array().unwrap().len(), 3);
    // Alone, the holder lacks what belongs to it; with it, everything is as it was.
    let back = |ids: &[&String]| json!({ "items": ids.iter().map(|id| json!({ "product": id, "archived": false })).collect::<Vec<_>>() });
    let alone = patch(&shop, "/products", None, back(&[&ids[0]])).await;
    assert_eq!(alone.refused_field(), "/items/0/changes/add_ons/0/product_id");
    let again = patch(&shop, "/products", None, back(&[&ids[2], &ids[0], &ids[1]])).await.expect(200).json();
    assert_eq!(again["items"].as_array().unwrap().len(), 3);
    assert_eq!(prices(&shop).await, [4_000, 6_000, 6_000]);
    shop.sell(&ids[1], 1).await;
    let twice = patch(&shop, "/products", None, back(&[&ids[0]])).await;
    assert_eq!(twice.refused_field(), "/items/0/product", "it is on offer already");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn if_one_of_many_can_not_be_changed_none_is_and_all_that_is_wrong_is_told() {
    let (_app, shop, ids) = three().await;
    let nobody = "prd_06b1v4zqk5x3k8r2m7n9p4t6w0";
    let body = json!({ "items": [
        { "product": ids[0], "changes": { "price_minor": 1 } },
        { "product": ids[1], "changes": { "min_per_order": 60 } },
        { "product": nobody, "changes": { "price_minor": 1 } },
    ] });
    let refused = patch(&shop, "/products", None, body).await.expect(422).json();
    let pointers: Vec<_> =
        refused["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    assert_eq!(pointers, [json!("/items/1/changes/min_per_order"), json!("/items/2/product")]);
    let body = json!({ "items": [
        { "product": ids[0], "version": 1, "changes": { "price_minor": 1 } },
        { "product": ids[1], "version": 7, "changes": { "price_minor": 1 } },
    ] });
    let outdated = patch(&shop, "/products", None, body).await.expect(412).json();
    assert_eq!(
        (&outdated["code"], &outdated["errors"][0]["pointer"]),
        (&json!("catalog.outdated"), &json!("/items/1/version"))
    );
    assert_eq!(prices(&shop).await, [4_000, 6_000, 6_000]);
    let form = json!({ "items": [{ "product": ids[0], "changes": { "price_minor": -1 } }] });
    assert_eq!(patch(&shop, "/products", None, form).await.refused_field(), "/items/0/changes/price_minor");
    assert_eq!(patch(&shop, "/products", None, json!({ "items": [] })).await.refused_field(), "/items");
}

#[testkit::test]
async fn whatever_is_changed_by_hand_has_a_version() {
    let (app, shop, ticket) = Shop::opened(4_000, Some(50)).await;
    let name = json!({ "en": "Rule" });
    let off = json!({ "kind": "percent", "percent": "10" });
    let fixed = json!({ "kind": "fixed", "amount_minor": 100 });
    let tax = json!({ "kind": "charge", "rate": "19" });
    for (list, new, change, method) in [
        ("/categories", json!({ "name": name }), json!({ "sort": 7 }), Method::PATCH),
        ("/quotas", json!({ "name": "Hall", "size": 9 }), json!({ "size": 8 }), Method::PATCH),
        ("/check-in-lists", json!({ "name": "Backstage" }), json!({ "name": "Stage" }), Method::PATCH),
        ("/vouchers", json!({ "code": "ONE" }), json!({ "code": "ONE", "max_uses": 2 }), Method::PUT),
        (
            "/discounts",
            json!({ "name": name, "effect": off }),
            json!({ "name": name, "effect": off }),
            Method::PUT,
        ),
        (
            "/fees",
            json!({ "name": name, "amount": fixed }),
            json!({ "name": name, "amount": fixed }),
            Method::PUT,
        ),
        (
            "/tax-rules",
            json!({ "name": name, "base": tax }),
            json!({ "name": name, "base": tax }),
            Method::PUT,
        ),
    ] {
        let made = shop.owner.post(&shop.api(list), new).await.expect(201).json();
        assert_eq!(made["version"], 1, "{list}: {made}");
        let path = shop.api(&format!("{list}/{}", made["id"].as_str().unwrap()));
        let send = async |tag: Option<&str>| {
            let mut request = shop.owner.request(method.clone(), &path);
            if let Some(tag) = tag {
                request = request.header("if-match", tag);
            }
            shop.owner.send(request.json(&change)).await
        };
        let answers = join_all((0..10).map(|_| send(Some("\"1\"")))).await;
        let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(done.len(), 1, "{list}: one of ten who read the same version changes it");
        assert_eq!((done[0].header("etag"), &done[0].json()["version"]), ("\"2\"", &json!(2)), "{list}");
        let refused = if list == "/check-in-lists" { "admission.outdated" } else { "catalog.outdated" };
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(
                (answer.status.as_u16(), answer.json()["code"].as_str()),
                (412, Some(refused)),
                "{list}"
            );
        }
    }
    // Selling changes no version of a quota, and who is not told a version changes whatever is there.
    let quota = async || shop.owner.get(&shop.api("/quotas")).await.expect(200).json()["items"][0].clone();
    shop.sell(&ticket, 2).await;
    assert_eq!((&quota().await["version"], &quota().await["sold"]), (&json!(1), &json!(2)));
    let path = format!("/quotas/{}", quota().await["id"].as_str().unwrap());
    patch(&shop, &path, None, json!({ "blocked": 1 })).await.expect(200);
    // A ticket type that joins a limit or leaves it changes the limit, too.
    let hall =
        shop.owner.post(&shop.api("/quotas"), json!({ "name": "Roof", "size": 60 })).await.expect(201).json();
    let joined = json!({ "quota_ids": [quota().await["id"], hall["id"]] });
    patch(&shop, &format!("/products/{ticket}"), None, joined).await.expect(200);
    let roof = format!("/quotas/{}", hall["id"].as_str().unwrap());
    let late = patch(&shop, &roof, Some("\"1\""), json!({ "product_ids": [] })).await;
    assert_eq!(late.problem(412), "catalog.outdated");
    app.run_jobs().await;
}
