//! Events: drafted, checked, published, changed.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::Shop;

fn open_air() -> Value {
    json!({
        "name": { "en": "Open Air", "de": "Draußen" }, "locales": ["en", "de"], "zone": "Europe/Berlin",
        "starts_at": "2027-06-01T18:00:00Z", "ends_at": "2027-06-01T22:00:00Z", "currency": "EUR",
    })
}

fn blocking(checklist: &Value) -> Vec<&str> {
    let items = checklist["items"].as_array().unwrap().iter();
    items.filter(|item| item["state"] == "blocking").map(|item| item["key"].as_str().unwrap()).collect()
}

#[testkit::test]
async fn an_event_goes_from_draft_to_everybodys_page_and_back() {
    let (app, shop) = Shop::drafted().await;
    app.guest().get(&shop.public("")).await.expect(404);
    let list = shop.owner.get(&shop.api("/checklist")).await.expect(200).json();
    assert_eq!((list["ready"].as_bool(), blocking(&list)), (Some(false), vec!["ticket", "quota"]));
    let refused = shop.owner.post(&shop.api("/publish"), json!({})).await.expect(422).json();
    assert_eq!(
        (&refused["code"], &refused["errors"][0]["pointer"]),
        (&json!("catalog.not_ready"), &json!("/ticket"))
    );

    shop.add_ticket("Standing", 0, Some(50)).await;
    let live = shop.owner.post(&shop.api("/publish"), json!({})).await.expect(200).json();
    assert_eq!((&live["status"], &live["published_at"]), (&json!("live"), &json!("2027-03-01T12:00:00Z")));
    assert_eq!(live["public_url"], format!("{}/harbour/spring-show", app.url));

    let page = app.guest().get(&shop.public("")).await.expect(200).json();
    assert_eq!(page["organiser"]["name"], "The harbour");
    assert_eq!(
        page["products"][0]["availability"],
        json!({ "state": "available", "reasons": [], "available_up_to": 50 })
    );
    let organiser = app.guest().get("/api/v1/public/harbour").await.expect(200).json();
    assert_eq!(organiser["upcoming"][0]["price_from"]["amount_minor"], 0);

    shop.owner.post(&shop.api("/unpublish"), json!({})).await.expect(200);
    app.guest().get(&shop.public("")).await.expect(404);
    let events = shop.owner.get("/api/v1/organisations/harbour/events?status=draft").await.expect(200).json();
    assert_eq!((&events["items"][0]["size"], &events["items"][0]["sold"]), (&json!(50), &json!(0)));
}

#[testkit::test]
async fn lists_say_what_was_called_off_and_what_is_only_tried_out() {
    let (app, shop, _) = Shop::opened(2_500, Some(50)).await;
    let switch = async |body: Value| {
        let request = shop.owner.request(Method::PUT, &shop.api("/test-mode")).json(&body);
        shop.owner.send(request).await.expect(200);
    };
    switch(json!({ "on": true, "confirm": shop.event })).await;
    let front = app.guest().get("/").await.expect(200).text();
    assert!(front.contains("Test mode") && front.contains("From €25.00"), "{front}");
    switch(json!({ "on": false })).await;
    let page = async || app.guest().get("/harbour/spring-show").await.expect(200).text();
    assert!(page().await.contains("/harbour/spring-show/event.ics"));

    shop.owner.post(&shop.api("/cancel"), json!({ "confirm": shop.event })).await.expect(200);
    let told = app.guest().get("/api/v1/public/harbour").await.expect(200).json();
    let event = &told["upcoming"][0];
    assert_eq!((&event["status"], &event["price_from"]), (&json!("cancelled"), &Value::Null));
    assert_eq!(event["test_mode"], false);
    let list = app.guest().get("/harbour").await.expect(200).text();
    assert!(list.contains("Spring show") && list.contains("Cancelled"), "{list}");
    let calendar = app.guest().get("/harbour/events.ics").await.expect(200).text();
    assert!(calendar.contains("STATUS:CANCELLED") && !calendar.contains("SEQUENCE:0\r\n"), "{calendar}");
    // The front page invites to what takes place.
    assert!(!app.guest().get("/de").await.expect(200).text().contains("Spring show"));
    // Nobody puts it into a calendar any more.
    assert!(!page().await.contains("event.ics"));
    app.run_jobs().await;
    app.clock.advance(10);
    app.run_jobs().await;
}

#[testkit::test]
async fn lists_and_page_say_what_coming_costs_now() {
    let (app, shop, _) = Shop::opened(10_000, Some(50)).await;
    let add = async |path: &str, body: Value| shop.owner.post(&shop.api(path), body).await.expect(201).json();
    // A poster lets nobody in, the press is asked for first, and a tent needs a ticket.
    let poster =
        json!({ "name": { "en": "Poster" }, "price_minor": 1_500, "kind": "merchandise", "quota_size": 9 });
    let press = json!({ "name": { "en": "Press" }, "price_minor": 0, "approval": true, "quota_size": 9 });
    let tent =
        json!({ "name": { "en": "Tent" }, "price_minor": 4_500, "sold_alone": false, "quota_size": 9 });
    for other in [poster, press, tent] {
        add("/products", other).await;
    }
    let told = async || {
        let list = app.guest().get("/api/v1/public/harbour").await.expect(200).json();
        let page = app.guest().get("/harbour/spring-show").await.expect(200).text();
        let on_top = page.split_once("class=\"get-bar\"").expect("a price on top").1;
        let price = on_top.split_once("<bdi>").unwrap().1.split_once('<').unwrap().0.to_owned();
        (list["upcoming"][0]["price_from"]["amount_minor"].clone(), price)
    };
    assert_eq!(told().await, (json!(10_000), "€100.00".to_owned()));
    assert!(app.guest().get("/harbour").await.expect(200).text().contains("From €100.00"));

    let early = json!({ "name": { "en": "Early" }, "effect": { "kind": "percent", "percent": "10" } });
    add("/discounts", early).await;
    assert_eq!(told().await, (json!(9_000), "€90.00".to_owned()));
    add("/products", json!({ "name": { "en": "Child" }, "price_minor": 2_000, "quota_size": 9 })).await;
    assert_eq!(told().await, (json!(1_800), "From €18.00".to_owned()));
}

#[testkit::test]
async fn a_paid_event_needs_a_way_to_pay_and_an_account_for_transfers() {
    let (_app, shop) = Shop::drafted().await;
    shop.add_ticket("Standing", 1500, None).await;
    let list = async || shop.owner.get(&shop.api("/checklist")).await.expect(200).json();
    assert_eq!(blocking(&list().await), ["payment"]);
    shop.owner.patch(&shop.api(""), json!({ "payment_methods": ["bank_transfer"] })).await.expect(200);
    assert_eq!(blocking(&list().await), ["bank_details"]);
    let bank = |iban: &str| json!({ "bank_details": { "account_holder": "Hall", "iban": iban } });
    let wrong = shop.owner.patch(&shop.api(""), bank("DE89 3704 0044 0532 0130 01")).await;
    assert_eq!(wrong.refused_field(), "/bank_details/iban");
    let event = shop.owner.patch(&shop.api(""), bank("de89 3704 0044 0532 0130 00")).await.expect(200).json();
    assert_eq!(event["bank_details"]["iban"], "DE89370400440532013000");
    assert_eq!(list().await["ready"], true);
    let event = shop.owner.patch(&shop.api(""), json!({ "bank_details": null })).await.expect(200).json();
    assert_eq!(event["bank_details"], Value::Null);
}

#[testkit::test]
async fn a_change_of_what_somebody_else_changed_is_refused() {
    let (_app, shop) = Shop::drafted().await;
    let read = shop.owner.get(&shop.api("")).await.expect(200);
    let tag = read.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", read.json()["version"]));
    let change = async |venue: &str| {
        let request = shop.owner.request(Method::PATCH, &shop.api("")).header("if-match", &tag);
        shop.owner.send(request.json(&json!({ "venue_name": venue }))).await
    };
    assert_ne!(change("Boathouse").await.expect(200).header("etag"), tag);
    assert_eq!(change("Lighthouse").await.problem(412), "catalog.outdated");
    assert_eq!(shop.owner.get(&shop.api("")).await.expect(200).json()["venue_name"], "Boathouse");
}

#[testkit::test]
async fn what_does_not_fit_together_is_told_by_field() {
    let (_app, shop) = Shop::drafted().await;
    for (change, pointer) in [
        (json!({ "ends_at": "2027-04-01T17:00:00Z" }), "/ends_at"),
        (json!({ "doors_at": "2027-04-02T17:00:00Z" }), "/doors_at"),
        (json!({ "starts_at": "-009999-01-01T00:00:00Z" }), "/starts_at"),
        (json!({ "zone": "Mars/Base" }), "/zone"),
        (json!({ "currency": "EURO" }), "/currency"),
        (json!({ "locales": [] }), "/locales"),
        (json!({ "summary": { "fr": "Dehors" } }), "/summary"),
        (json!({ "hold_minutes": 1 }), "/hold_minutes"),
        (json!({ "payment_methods": ["gold"] }), "/payment_methods/0"),
        (json!({ "name": { "en": "x".repeat(201) } }), "/name"),
        (json!({ "name": { "en": "two\nlines" } }), "/name"),
        (json!({ "venue_name": "Hall\u{202e}" }), "/venue_name"),
        (json!({ "venue_address": "NUL\0" }), "/venue_address"),
        (json!({ "online_url": "javascript:alert(1)" }), "/online_url"),
    ] {
        let answer = shop.owner.patch(&shop.api(""), change.clone()).await;
        assert_eq!(answer.refused_field(), pointer, "{change}");
    }
    shop.owner.patch(&shop.api(""), json!({ "owner": "me" })).await.expect(422);
    let hostile = json!({ "summary": { "en": "<script>'; drop table events; --" } });
    let kept = shop.owner.patch(&shop.api(""), hostile.clone()).await.expect(200).json();
    assert_eq!(kept["summary"], hostile["summary"]);
}

#[testkit::test]
async fn an_address_is_made_of_the_name_and_is_never_used_twice() {
    let (_app, shop) = Shop::drafted().await;
    let events = "/api/v1/organisations/harbour/events";
    assert_eq!(shop.owner.post(events, open_air()).await.expect(201).json()["slug"], "open-air");
    let second = shop.owner.post(events, open_air()).await.expect(201).json();
    assert!(second["slug"].as_str().unwrap().starts_with("open-air-"));
    let mut third = open_air();
    third["slug"] = json!("open-air");
    assert_eq!(shop.owner.post(events, third).await.problem(409), "catalog.slug_taken");
    shop.owner.get(&shop.api("")).await.expect(200);
    shop.owner.patch(&shop.api(""), json!({ "slug": "moved" })).await.expect(200);
    shop.owner.get(&shop.api("")).await.expect(404);
    shop.owner.get(&format!("{events}/moved")).await.expect(200);
}

#[testkit::test]
async fn lists_come_in_pages() {
    let (_app, shop) = Shop::drafted().await;
    let events = "/api/v1/organisations/harbour/events";
    for day in 1..=4 {
        let mut event = open_air();
        event["starts_at"] = json!(format!("2027-05-0{day}T18:00:00Z"));
        shop.owner.post(events, event).await.expect(201);
    }
    let (mut seen, mut path) = (Vec::new(), format!("{events}?limit=2"));
    loop {
        let page = shop.owner.get(&path).await.expect(200).json();
        let starts = page["items"].as_array().unwrap().iter().map(|event| event["starts_at"].to_string());
        seen.extend(starts.map(|start| start[6..11].to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{events}?limit=2&cursor={cursor}");
    }
    assert_eq!(seen, ["05-04", "05-03", "05-02", "05-01", "04-01"]);
    assert_eq!(shop.owner.get(&format!("{events}?cursor=rubbish")).await.problem(400), "request.bad_cursor");
}

#[testkit::test]
async fn another_organisations_event_is_not_there() {
    let (app, harbour) = Shop::drafted().await;
    let rival = Shop::draft(&app, "rival").await;
    rival.owner.get(&harbour.api("")).await.expect(404);
    rival.owner.patch(&harbour.api(""), json!({ "venue_name": "Mine" })).await.expect(404);
    harbour.owner.post("/api/v1/organisations/harbour/events", open_air()).await.expect(201);
    rival.owner.get("/api/v1/organisations/rival/events/open-air").await.expect(404);
    let own = rival.owner.get("/api/v1/organisations/rival/events").await.expect(200).json();
    assert_eq!(own["items"].as_array().unwrap().len(), 1);
}
