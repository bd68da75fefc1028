//! The page of an event: who sees it, and how.

use reqwest::Method;
use serde_json::json;

use crate::app::{Answer, Client, Shop};

#[testkit::test]
async fn members_preview_a_draft_that_nobody_else_sees() {
    let (app, shop) = Shop::drafted().await;
    shop.add_ticket("Standard", 8400, Some(5)).await;
    let event = shop.owner.get(&shop.api("")).await.expect(200).json();
    let link = event["preview_url"].as_str().unwrap();
    assert_eq!(event["preview_url"], event["public_url"]);
    let seen = shop.owner.get(link).await.expect(200);
    assert_eq!(seen.header("cache-control"), "private, no-store");
    let page = seen.text();
    for words in ["Preview – not public", "Standard", "noindex"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("application/ld+json") && !page.contains("type=\"submit\">Continue"));

    let stranger = Shop::draft(&app, "station").await;
    stranger.owner.get(link).await.expect(404);
    app.guest().get(link).await.expect(404);
    shop.publish().await;
    let event = shop.owner.get(&shop.api("")).await.expect(200).json();
    assert_eq!(event["preview_url"], json!(null));
    let seen = shop.owner.get(link).await.expect(200);
    assert!(seen.header("cache-control").starts_with("public"));
    assert!(!seen.text().contains("Preview"));
    shop.owner.post(&shop.api("/unpublish"), json!({})).await.expect(200);
    app.guest().get(link).await.expect(404);
    assert!(shop.owner.get(link).await.expect(200).text().contains("Preview – not public"));
}

#[testkit::test]
async fn members_see_the_page_as_a_buyer_at_another_time_in_another_language_with_a_voucher() {
    let (app, shop) = Shop::drafted().await;
    shop.add_ticket("Standard", 8400, Some(5)).await;
    let late = json!({
        "name": { "en": "Late" }, "price_minor": 9900, "quota_size": 5, "sales_from": "2027-03-10T12:00:00Z",
    });
    shop.owner.post(&shop.api("/products"), late).await.expect(201);
    let inner = json!({
        "name": { "en": "Inner circle" }, "price_minor": 5000, "quota_size": 5, "visibility": "voucher",
    });
    let inner = shop.owner.post(&shop.api("/products"), inner).await.expect(201).json();
    let voucher = json!({
        "code": "FRIEND", "shows_hidden": true, "scope": { "product_ids": [inner["id"]] },
        "effect": { "kind": "percent", "percent": "20" },
    });
    shop.owner.post(&shop.api("/vouchers"), voucher).await.expect(201);
    shop.publish().await;
    let link = "/harbour/spring-show";
    let seen = async |query: &str| shop.owner.get(&format!("{link}?{query}")).await.expect(200);

    let before = seen("at=2027-03-10T12:59").await;
    assert_eq!(before.header("cache-control"), "private, no-store");
    let before = before.text();
    assert!(before.contains("Preview as a buyer") && before.contains("On sale from"), "{before}");
    assert!(!before.contains("Inner circle") && !before.contains("application/ld+json"));
    assert!(!before.contains("type=\"submit\">Continue"));
    // An hour ahead of UTC in Berlin.
    assert!(!seen("at=2027-03-10T13:00").await.text().contains("On sale from"));
    let friend = seen("at=now&voucher=friend").await.text();
    assert!(friend.contains("Inner circle") && friend.contains("€40.00"), "{friend}");
    let german = seen("lang=de").await.text();
    for words in ["Frühlingsschau", "Vorschau als Käufer"] {
        assert!(german.contains(words), "{words}");
    }
    shop.owner.get(&format!("{link}?at=soon")).await.expect(422);

    // To everybody else these words mean nothing.
    let guest = app.guest().get(&format!("{link}?at=2027-03-11T12:00:00Z")).await.expect(200);
    let guest = guest.text();
    assert!(!guest.contains("Preview") && guest.contains("On sale from") && !guest.contains("Inner circle"));
    shop.owner.post(&shop.api("/unpublish"), json!({})).await.expect(200);
    app.guest().get(&format!("{link}?at=2027-03-11T12:00:00Z")).await.expect(404);
    assert!(seen("at=2027-03-11T12:00:00Z").await.text().contains("Preview as a buyer"));
}

#[testkit::test]
async fn an_address_keeps_its_lines() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let page = app.guest().get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains("<bdi>Kai 1</bdi><br><bdi>Hamburg</bdi>"));
    assert!(page.contains("\"address\":\"Kai 1, Hamburg\""));
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let mails = "/api/v1/organisations/harbour/mails";
    let list = shop.owner.get(mails).await.expect(200).json();
    let path = format!("{mails}/{}", list["items"][0]["id"].as_str().unwrap());
    let text = shop.owner.get(&path).await.expect(200).json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("  Kai 1\n  Hamburg\n"), "{text}");
}

/// A page as browsers ask for it.
async fn visit(guest: &Client, language: &str, known: &str) -> Answer {
    let page = guest.request(Method::GET, &format!("{language}/harbour/spring-show"));
    let page = page.header("accept", "text/html").header("accept-encoding", "gzip, br");
    guest.send(if known.is_empty() { page } else { page.header("if-none-match", known) }).await
}

#[testkit::test]
async fn a_page_that_was_kept_is_sent_as_it_was_the_first_time() {
    let (app, shop, _) = Shop::opened(8400, Some(5)).await;
    let guest = app.guest();
    for language in ["", "/de"] {
        let first = visit(&guest, language, "").await.expect(200);
        let again = visit(&guest, language, "").await.expect(200);
        assert_eq!(first.body, again.body);
        assert_eq!(first.header("content-encoding"), "br");
        assert_ne!(first.header("x-correlation-id"), again.header("x-correlation-id"));
        let told = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("x-correlation-id");
            headers.remove("date");
            headers
        };
        assert_eq!(told(&first), told(&again));
        for (name, value) in [
            ("cache-control", "public, max-age=5"),
            ("content-security-policy", "default-src 'none'"),
            ("permissions-policy", "camera=(self)"),
            ("referrer-policy", "strict-origin"),
            ("vary", "accept-encoding"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "SAMEORIGIN"),
        ] {
            assert!(again.header(name).starts_with(value), "{name}: {}", again.header(name));
        }
        let tag = again.header("etag").to_owned();
        let unchanged = visit(&guest, language, &tag).await.expect(304);
        assert_eq!((unchanged.header("etag"), unchanged.body.len()), (tag.as_str(), 0));
    }
    assert_ne!(visit(&guest, "", "").await.body, visit(&guest, "/de", "").await.body);

    let renamed = json!({ "name": { "en": "Summer Show" } });
    shop.owner.patch(&shop.api(""), renamed).await.expect(200);
    let page = guest.request(Method::GET, "/harbour/spring-show");
    assert!(guest.send(page).await.expect(200).text().contains("Summer Show"));
    let coded = guest.request(Method::GET, "/harbour/spring-show?code=FRIENDS");
    assert_eq!(guest.send(coded).await.expect(200).header("cache-control"), "no-store");
}
