//! Tickets as PDF, which take a processor for a while each.

use futures_util::future::join_all;

use crate::app::{Shop, TestApp};

/// The address of a paid order's PDF.
async fn sold() -> (TestApp, Shop, String) {
    let (app, shop, ticket) = Shop::opened(1000, Some(50)).await;
    let order = shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let pdf = format!("{}/tickets.pdf", order["secret_url"].as_str().unwrap());
    (app, shop, pdf)
}

#[testkit::test]
async fn whoever_downloads_with_many_others_waits_for_their_turn() {
    let (app, _shop, pdf) = sold().await;
    let crowd = join_all((0..40).map(|_| async { app.guest().get(&pdf).await.expect(200) })).await;
    assert!(crowd.iter().all(|answer| answer.body.starts_with(b"%PDF-")), "nobody is refused");
}

#[testkit::test]
async fn a_flood_of_downloads_is_told_to_come_again_and_nobody_else_waits_for_it() {
    let (app, shop, pdf) = sold().await;
    let clients: Vec<_> = (0..8).map(|_| app.guest()).collect();
    let flood = join_all((0..200).map(|which| clients[which % 8].get(&pdf)));
    let meanwhile = async {
        let mut served = 0;
        for _ in 0..5 {
            app.guest().get(&format!("/{}/{}", shop.org, shop.event)).await.expect(200);
            served += 1;
        }
        served
    };
    let (answers, served) = tokio::join!(flood, meanwhile);
    let drawn = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    let refused = answers.iter().filter(|answer| answer.status.as_u16() == 503);
    let mut sent_away = 0;
    for answer in refused {
        // A browser gets a page; both say when to come again.
        assert_eq!(answer.header("retry-after"), "2");
        sent_away += 1;
    }
    assert_eq!((drawn + sent_away, served), (200, 5), "nothing breaks");
    assert!(drawn >= 64 && sent_away > 0, "{drawn} were drawn, {sent_away} sent away");
    // And when the flood is over, it is as before.
    app.guest().get(&pdf).await.expect(200);
}
