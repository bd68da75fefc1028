//! Who gets in by a list can be changed: every door follows from its next scan on.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::Shop,
    check_in::{Door, short_codes},
};

#[testkit::test]
async fn a_list_that_is_changed_admits_by_the_new_rule_from_the_next_scan_on() {
    let (app, shop, standard) = Shop::opened(0, None).await;
    let crew = shop.add_ticket("Crew", 0, None).await;
    let list = json!({ "name": "Stage door", "product_ids": [crew] });
    let list = shop.owner.post(&shop.api("/check-in-lists"), list).await.expect(201).json();
    let door = Door { shop: &shop, list: list["id"].as_str().unwrap().to_owned() };
    let path = shop.api(&format!("/check-in-lists/{}", door.list));
    let sold = |answer: Value| short_codes(&answer)[0].clone();
    let guest = sold(shop.order(&standard, 1, "free", false).await.expect(201).json());
    let helper = sold(shop.order(&crew, 1, "free", false).await.expect(201).json());
    assert_eq!(door.verdict(&guest).await, "wrong_list");
    assert_eq!(door.verdict(&helper).await, "admitted");
    let wider = json!({ "name": "Side door", "product_ids": [crew, standard] });
    let changed = shop.owner.patch(&path, wider).await.expect(200).json();
    assert_eq!(
        (&changed["name"], &changed["expected"], &changed["checked_in"]),
        (&json!("Side door"), &json!(2), &json!(1))
    );
    let admitted = door.scan(&guest).await;
    assert_eq!((&admitted["verdict"], &admitted["counts"]["expected"]), (&json!("admitted"), &json!(2)));
    // Narrower again: who is in stays in, and the next one is refused by the list's new name.
    let changed = shop.owner.patch(&path, json!({ "product_ids": [crew] })).await.expect(200).json();
    assert_eq!((&changed["expected"], &changed["checked_in"]), (&json!(1), &json!(2)));
    let late = sold(shop.order(&standard, 1, "free", false).await.expect(201).json());
    let refused = door.scan(&late).await;
    assert_eq!(refused["detail"], "“Standard” does not get in on the list “Side door”.");
    let all = shop.owner.patch(&path, json!({ "product_ids": null })).await.expect(200).json();
    assert_eq!((&all["product_ids"], &all["version"]), (&Value::Null, &json!(4)));
    assert_eq!(door.verdict(&late).await, "admitted");
    // What changes nothing is no change.
    let same = shop.owner.patch(&path, json!({ "name": " Side door " })).await.expect(200).json();
    assert_eq!(same["version"], json!(4));
    let log = shop
        .owner
        .get("/api/v1/organisations/harbour/audit?action=check_in_list.updated")
        .await
        .expect(200)
        .json();
    let entries = log["items"].as_array().unwrap();
    assert_eq!(entries.len(), 3, "{log}");
    assert_eq!(entries[2]["before"]["name"], json!("Stage door"), "{log}");
    app.run_jobs().await;
}

#[testkit::test]
async fn changes_of_lists_that_make_no_sense_are_refused_by_field() {
    let (app, shop, standard) = Shop::opened(0, None).await;
    let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    let everyone = shop.api(&format!("/check-in-lists/{}", lists["items"][0]["id"].as_str().unwrap()));
    assert_eq!(lists["items"][0]["default"], json!(true));
    let some = json!({ "product_ids": [standard] });
    assert_eq!(shop.owner.patch(&everyone, some.clone()).await.refused_field(), "/product_ids");
    shop.owner.patch(&everyone, json!({ "name": "Front door" })).await.expect(200);
    let list =
        shop.owner.post(&shop.api("/check-in-lists"), json!({ "name": "Field" })).await.expect(201).json();
    let path = shop.api(&format!("/check-in-lists/{}", list["id"].as_str().unwrap()));
    for (change, pointer) in [
        (json!({ "name": "" }), "/name"),
        (json!({ "name": "NUL\0" }), "/name"),
        (json!({ "product_ids": [] }), "/product_ids"),
        (json!({ "product_ids": [standard, "prd_06b1v4zqk5x3k8r2m7n9p4t6w0"] }), "/product_ids/1"),
        (json!({ "match_add_ons": true }), "/match_add_ons"),
    ] {
        assert_eq!(shop.owner.patch(&path, change.clone()).await.refused_field(), pointer, "{change}");
    }
    shop.owner.patch(&path, json!({ "product_ids": [standard], "match_add_ons": true })).await.expect(200);
    let back = shop.owner.patch(&path, json!({ "product_ids": null })).await;
    assert_eq!(back.refused_field(), "/match_add_ons");
    let stale = shop.owner.request(Method::PATCH, &path).header("if-match", "\"1\"").json(&some);
    assert_eq!(shop.owner.send(stale).await.problem(412), "admission.outdated");
    let stranger = Shop::draft(&app, "elsewhere").await;
    let theirs = stranger.api(&format!("/check-in-lists/{}", list["id"].as_str().unwrap()));
    assert_eq!(stranger.owner.patch(&theirs, some).await.problem(404), "request.not_found");
    app.run_jobs().await;
}
