//! The whole way at a certified provider, npm's `oidc-provider`.

use kernel::Clock;

use super::{GRACE, MY, provider::SETTINGS, sees, settings};
use crate::{
    my_tickets::{ask, links, sold_with},
    sso::peer::{Peer, sign_in},
};

#[testkit::test]
async fn guests_sign_in_at_a_real_provider() {
    let (app, shop, code) = sold_with(|config| config.sso.private_providers = true).await;
    // The provider lives in our time, and signs tokens for it.
    let real = kernel::SystemClock.now();
    app.clock.advance(real.seconds_since(app.app.now()));
    shop.owner_returns().await;
    let shown = shop.owner.get(SETTINGS).await.expect(200).json();
    let peer = Peer::for_guests(shown["redirect_uri"].as_str().unwrap(), "guest.example");
    shop.owner.put(SETTINGS, settings(&peer.issuer)).await.expect(200);
    let start = format!("{}/harbour/my/provider", app.url);

    let guest = app.guest();
    let (back, asked) = sign_in(&app, &guest, &start, "grace").await;
    assert!(back.contains("/guests?") && back.contains("iss="), "{back}");
    assert_eq!(asked, 2, "the provider asks who it is, and whether they agree");
    assert_eq!(guest.get(&back).await.expect(303).header("location"), MY);
    assert!(sees(&guest, &code).await);

    // This provider says of itself that nobody proved the address: a link does, once.
    let other = app.guest();
    let (back, _) = sign_in(&app, &other, &start, "unproven").await;
    other.get(&back).await.expect(303);
    assert!(!sees(&other, &code).await);
    ask(&other, GRACE).await.expect(303);
    let link = links(&app, &shop.owner, GRACE).await.remove(0);
    other.submit(&link, &[]).await.expect(303);
    let again = app.guest();
    let (back, _) = sign_in(&app, &again, &start, "unproven").await;
    again.get(&back).await.expect(303);
    assert!(sees(&again, &code).await);
}
