//! The page of an event: who sees it, and how.

use serde_json::json;

use crate::app::{Shop, TestApp};

#[tokio::test]
async fn members_preview_a_draft_that_nobody_else_sees() {
    let app = TestApp::start().await;
    let shop = Shop::draft(&app, "harbour").await;
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

#[tokio::test]
async fn an_address_keeps_its_lines() {
    let app = TestApp::start().await;
    let (shop, ticket) = Shop::open(&app, "harbour", 0, Some(5)).await;
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
