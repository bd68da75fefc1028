//! Names on tickets, changed after buying.

use serde_json::{Value, json};

use crate::app::{Shop, TestApp};

/// A paid order of two tickets: its code and its page.
async fn order(app: &TestApp, shop: &Shop, ticket: &str) -> (String, String) {
    let order = shop.sell(ticket, 2).await;
    app.run_jobs().await;
    let page = order["secret_url"].as_str().unwrap().strip_prefix(&app.url).unwrap().to_owned();
    (order["code"].as_str().unwrap().to_owned(), page)
}

async fn names(shop: &Shop, code: &str) -> Vec<Value> {
    let order = shop.owner.get(&shop.api(&format!("/orders/{code}"))).await.expect(200).json();
    order["positions"].as_array().unwrap().iter().map(|p| p["attendee_name"].clone()).collect()
}

#[testkit::test]
async fn a_guest_writes_who_comes_until_the_event_starts() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let (code, page) = order(&app, &shop, &ticket).await;
    let (guest, form) = (app.guest(), format!("{page}/names"));
    assert!(guest.get(&page).await.expect(200).text().contains(&format!("href=\"{form}\"")));
    assert!(guest.get(&form).await.expect(200).text().contains("name=\"attendee-2\""));
    let before = guest.get(&format!("{page}/tickets.pdf")).await.expect(200).body;

    let names_in = [("attendee-1", " Ada <b>Lovelace</b> "), ("attendee-2", "علي")];
    let saved = guest.submit(&form, &names_in).await.expect(303);
    assert_eq!(saved.header("location"), format!("{page}?named=1"));
    let shown = guest.get(saved.header("location")).await.expect(200).text();
    for words in ["The names are changed", "Ada &lt;b&gt;Lovelace&lt;/b&gt;", "علي"] {
        assert!(shown.contains(words), "{words}");
    }
    assert_eq!(names(&shop, &code).await, [json!("Ada <b>Lovelace</b>"), json!("علي")]);
    assert_ne!(guest.get(&format!("{page}/tickets.pdf")).await.expect(200).body, before);

    let long = "x".repeat(201);
    let refused = guest.submit(&form, &[("attendee-2", long.as_str())]).await.expect(422).text();
    for words in ["There is a problem", "href=\"#attendee-2\"", "at most 200 letters", long.as_str()] {
        assert!(refused.contains(words), "{words}");
    }
    guest.submit(&form, &[("attendee-1", "turned \u{202E}around")]).await.expect(422);
    assert_eq!(names(&shop, &code).await[1], "علي");

    app.run_jobs().await;
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    assert_eq!(mails["items"].as_array().unwrap().len(), 1);
    app.clock.advance(32 * 86_400);
    guest.get(&form).await.expect(303);
    let api = page.replacen("/harbour/spring-show/order/", &shop.public("/orders/"), 1);
    let late = guest.patch(&api, json!({ "attendee_names": ["Too late"] })).await;
    assert_eq!(late.problem(409), "sales.names_closed");
}

#[testkit::test]
async fn the_form_speaks_the_buyers_language() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let (_, page) = order(&app, &shop, &ticket).await;
    for (lang, words) in [("de", "Namen speichern"), ("ar", "حفظ الأسماء")] {
        let form = app.guest().get(&format!("/{lang}{page}/names")).await.expect(200).text();
        assert!(form.contains(words), "{lang}");
    }
}

#[testkit::test]
async fn the_organiser_corrects_a_name_and_the_story_tells_both() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let (code, _) = order(&app, &shop, &ticket).await;
    let path = |number: i32| shop.api(&format!("/orders/{code}/positions/{number}"));
    let named = json!({ "attendee_name": "Grace Hopper" });
    let order = shop.owner.patch(&path(1), named.clone()).await.expect(200).json();
    assert_eq!(order["positions"][0]["attendee_name"], "Grace Hopper");
    let last = order["timeline"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["action"], &last["actor"]), (&json!("order.names_changed"), &json!("Ada Organiser")));
    let mut owner = app.owner().await;
    let (before, after): (Value, Value) =
        sqlx::query_as("select before, after from audit_log where action = 'order.names_changed'")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(
        (before, after),
        (json!({ "attendee_names": { "1": "" } }), json!({ "attendee_names": { "1": "Grace Hopper" } }))
    );
    assert_eq!(shop.owner.patch(&path(3), named).await.problem(404), "request.not_found");
    let nul = json!({ "attendee_name": "a\u{0}b" });
    assert_eq!(shop.owner.patch(&path(1), nul).await.refused_field(), "/attendee_name");
    shop.owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    let cancelled = shop.owner.patch(&path(1), json!({ "attendee_name": "Nobody" })).await;
    assert_eq!(cancelled.problem(409), "sales.wrong_state");
    app.run_jobs().await;
}
