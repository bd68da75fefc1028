//! A guest sees all their orders at one organiser, after following a mailed link.

use serde_json::json;
use server::config::Config;

use crate::app::{Answer, Client, Shop, TestApp};

const MY: &str = "/harbour/my";
const GRACE: &str = "grace@guest.example";

/// An organiser where Grace bought two tickets.
pub async fn sold() -> (TestApp, Shop, String) {
    sold_with(|_| {}).await
}

/// The same with a changed configuration.
pub async fn sold_with(change: impl FnOnce(&mut Config)) -> (TestApp, Shop, String) {
    let sell = async |app: &TestApp| {
        let (shop, ticket) = Shop::open(app, "harbour", 1000, Some(50)).await;
        let order = shop.sell(&ticket, 2).await;
        app.run_jobs().await;
        (shop, order["code"].as_str().unwrap().to_owned())
    };
    let (app, (shop, code)) = TestApp::after_with(change, "", sell).await;
    (app, shop, code)
}

/// Has a link mailed.
pub async fn ask(client: &Client, email: &str) -> Answer {
    client.submit(MY, &[("email", email)]).await
}

/// The links that were mailed, latest first.
pub async fn links(app: &TestApp, owner: &Client, email: &str) -> Vec<String> {
    app.run_jobs().await;
    app.clock.advance(1);
    let list = owner.get(&format!("/api/v1/organisations/harbour/mails?q={email}")).await.expect(200).json();
    let mut links = Vec::new();
    for mail in list["items"].as_array().unwrap() {
        let path = format!("/api/v1/organisations/harbour/mails/{}", mail["id"].as_str().unwrap());
        let text = owner.get(&path).await.expect(200).json()["text"].as_str().unwrap().to_owned();
        if let Some((_, rest)) = text.split_once("/harbour/my/") {
            links.push(format!("{MY}/{}", &rest[..43]));
        }
    }
    links
}

/// Grace, who followed her link.
pub async fn signed_in(app: &TestApp, shop: &Shop) -> Client {
    let guest = app.guest();
    ask(&guest, GRACE).await.expect(303);
    let link = links(app, &shop.owner, GRACE).await.remove(0);
    guest.submit(&link, &[]).await.expect(303);
    guest
}

#[testkit::test]
async fn a_guest_follows_the_link_and_sees_every_order() {
    let (app, shop, code) = sold().await;
    let guest = app.guest();
    let asked = ask(&guest, " GRACE@guest.example ").await.expect(303);
    assert_eq!(asked.header("location"), "/harbour/my?sent=1");
    assert!(guest.get("/harbour/my?sent=1").await.expect(200).text().contains("Look into your mail"));
    let link = links(&app, &shop.owner, GRACE).await.remove(0);
    // Looking is not using: mail programs look, too.
    for _ in 0..3 {
        assert!(guest.get(&link).await.expect(200).text().contains("See my tickets"));
    }
    let entered = guest.submit(&link, &[]).await.expect(303);
    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let page = guest.get(MY).await.expect(200);
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"));
    let page = page.text();
    assert!(
        page.contains(&format!("Order {code}")) && page.contains("2 tickets") && page.contains("Paid"),
        "{page}"
    );
    let href = page.split("href=\"").find(|part| part.contains("/order/")).unwrap();
    let order = guest.get(href.split('"').next().unwrap()).await.expect(200).text();
    assert!(order.contains("Spring show"));

    assert!(app.guest().get(&link).await.expect(410).text().contains("This link is over"));
    app.guest().submit(&link, &[]).await.expect(410);
    guest.submit("/harbour/my/out", &[]).await.expect(303);
    assert!(!guest.get(MY).await.expect(200).text().contains(&code));
}

#[testkit::test]
async fn known_and_unknown_addresses_are_told_the_same_and_strangers_get_no_mail() {
    let (app, shop, _) = sold().await;
    let (known, unknown) = (ask(&app.guest(), GRACE).await, ask(&app.guest(), "nobody@guest.example").await);
    assert_eq!((known.status, known.header("location")), (unknown.status, unknown.header("location")));
    assert_eq!(links(&app, &shop.owner, GRACE).await.len(), 1);
    assert!(links(&app, &shop.owner, "nobody").await.is_empty());
    let wrong = ask(&app.guest(), "no address").await.expect(422).text();
    assert!(wrong.contains("Enter your address"), "{wrong}");
}

#[testkit::test]
async fn mails_are_not_sent_as_often_as_somebody_asks() {
    let (app, shop, _) = sold().await;
    let guest = app.guest();
    let mut refused = 0;
    for _ in 0..12 {
        refused += usize::from(ask(&guest, GRACE).await.status.as_u16() == 429);
    }
    assert!(refused >= 6, "{refused} were refused");
    assert!(links(&app, &shop.owner, GRACE).await.len() <= 6);
}

#[testkit::test]
async fn links_and_sessions_end_and_open_one_organiser_only() {
    let (app, shop, code) = sold().await;
    let guest = signed_in(&app, &shop).await;
    Shop::draft(&app, "rival").await;
    assert!(!guest.get("/rival/my").await.expect(200).text().contains(&code));
    ask(&app.guest(), GRACE).await.expect(303);
    let link = links(&app, &shop.owner, GRACE).await.remove(0);
    app.guest().submit(&link.replace("/harbour/", "/rival/"), &[]).await.expect(410);
    app.clock.advance(3601);
    app.guest().submit(&link, &[]).await.expect(410);
    assert!(guest.get(MY).await.expect(200).text().contains(&code));
    app.clock.advance(30 * 86_400);
    assert!(!guest.get(MY).await.expect(200).text().contains(&code));
}

#[testkit::test]
async fn of_ten_who_use_a_link_at_once_one_gets_in() {
    let (app, shop, _) = sold().await;
    ask(&app.guest(), GRACE).await.expect(303);
    let link = links(&app, &shop.owner, GRACE).await.remove(0);
    let answers = futures_util::future::join_all(
        (0..10).map(|_| async { app.guest().submit(&link, &[]).await.status }),
    )
    .await;
    let count = |status: u16| answers.iter().filter(|answer| answer.as_u16() == status).count();
    assert_eq!((count(303), count(410)), (1, 9));
}

#[testkit::test]
async fn the_page_speaks_the_organisers_languages() {
    let (app, shop, _) = sold().await;
    let guest = app.guest();
    assert!(guest.get("/de/harbour/my").await.expect(200).text().contains("Meine Tickets"));
    let asked = guest.submit("/de/harbour/my", &[("email", GRACE)]).await.expect(303);
    assert_eq!(asked.header("location"), "/de/harbour/my?sent=1");
    app.run_jobs().await;
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails?q=Ihre").await.expect(200).json();
    assert_eq!(mails["items"][0]["subject"], json!("Ihre Tickets von The harbour"));
    guest.get("/nobody/my").await.expect(404);
}
