//! What is kept for crowds shows at once what an organiser changed.

use serde_json::json;

use crate::app::{Shop, TestApp};

const EVENT: &str = "/harbour/spring-show</loc>";

async fn lists(app: &TestApp, what: &str) -> bool {
    let answer = app.guest().get("/sitemap.xml").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
    answer.text().contains(what)
}

#[testkit::test]
async fn the_sitemap_is_made_once_for_everybody_and_follows_what_is_published() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    assert!(lists(&app, EVENT).await);
    // Kept: what changes behind its back does not show yet, and everybody has the same.
    let first = app.guest().get("/sitemap.xml").await.expect(200);
    let tag = first.header("etag").to_owned();
    let again = app.guest();
    let known = again.request(reqwest::Method::GET, "/sitemap.xml").header("if-none-match", &tag);
    assert_eq!(again.send(known).await.status.as_u16(), 304);

    for _ in 0..3 {
        shop.owner.post(&shop.api("/unpublish"), json!({})).await.expect(200);
        assert!(!lists(&app, EVENT).await, "at once");
        assert!(!app.guest().get("/").await.expect(200).text().contains("Spring show"));
        shop.owner.post(&shop.api("/publish"), json!({})).await.expect(200);
        assert!(lists(&app, EVENT).await, "at once");
        assert!(app.guest().get("/").await.expect(200).text().contains("Spring show"));
    }
    shop.owner.patch(&shop.api(""), json!({ "slug": "summer-show" })).await.expect(200);
    assert!(!lists(&app, EVENT).await && lists(&app, "/harbour/summer-show</loc>").await);
}

#[testkit::test]
async fn a_crowd_that_asks_at_once_is_served_by_few_readings() {
    let (app, _shop, _) = Shop::opened(1000, Some(50)).await;
    let crowd = (0..100).map(|_| async { app.guest().get("/sitemap.xml").await.expect(200).text() });
    let seen = futures_util::future::join_all(crowd).await;
    assert!(seen.iter().all(|page| page == &seen[0] && page.contains(EVENT)));
}
