//! Signing in to one's tickets with a passkey, and everything that must not work.

use serde_json::json;

use super::{GRACE, MY, add_passkey, answer, asked, options, sees};
use crate::{
    app::{Authenticator, Shop},
    my_tickets::{signed_in, sold},
};

#[testkit::test]
async fn a_passkey_opens_my_tickets_without_an_address() {
    let (app, shop, code) = sold().await;
    let guest = signed_in(&app, &shop).await;
    let mut phone = add_passkey(&app, &guest, " Grace's phone ").await;
    let mut tablet = add_passkey(&app, &guest, "").await;
    let page = guest.get(MY).await.expect(200).text();
    assert!(page.contains("Grace&#39;s phone") && page.contains("My device"), "{page}");

    for device in [&mut phone, &mut tablet] {
        let elsewhere = app.guest();
        assert!(!sees(&elsewhere, &code).await);
        let question = asked(&elsewhere, MY).await;
        assert_eq!(
            (&question["rpId"], &question["userVerification"]),
            (&json!("localhost"), &json!("required"))
        );
        assert!(question["allowCredentials"].as_array().is_none_or(Vec::is_empty), "nobody is named");
        let entered = answer(&elsewhere, MY, &device.get(&question)).await.expect(303);
        assert_eq!(entered.header("location"), MY);
        assert!(sees(&elsewhere, &code).await);
    }
    let log = shop.owner.get("/api/v1/organisations/harbour/audit?action=guest.passkey_added").await;
    let actions = log.expect(200).text().matches("guest.passkey_added").count();
    assert!(actions >= 2, "both were recorded: {actions}");
}

#[testkit::test]
async fn the_pages_speak_the_readers_language_and_need_no_script_to_be_read() {
    let (app, shop, _) = sold().await;
    let page = app.guest().get("/de/harbour/my").await.expect(200).text();
    assert!(
        page.contains("action=\"/de/harbour/my/passkey\"") && page.contains("/assets/passkey."),
        "{page}"
    );
    // Without the script the button is not there, and the form for the link is.
    assert!(page.contains("data-needs-passkeys hidden") && page.contains("name=\"email\""), "{page}");
    let device = app.guest().submit("/de/harbour/my/passkey", &[]).await.expect(200);
    assert!(device.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(device.header("cache-control"), "no-store");
    assert!(device.text().contains("<noscript>") && device.text().contains("Folgen Sie Ihrem Gerät"));
    drop(shop);
}

#[testkit::test]
async fn an_answer_counts_once_here_and_now() {
    let (app, shop, code) = sold().await;
    let mut phone = add_passkey(&app, &signed_in(&app, &shop).await, "Phone").await;
    let thief = app.guest();

    let credential = phone.get(&asked(&thief, MY).await);
    answer(&app.guest(), MY, &credential).await.expect(303);
    let refused = answer(&thief, MY, &credential).await.expect(422).text();
    assert!(refused.contains("This passkey is not known here"), "replayed: {refused}");

    let home = std::mem::replace(&mut phone.origin, "https://harbour.evil.example".to_owned());
    answer(&thief, MY, &phone.get(&asked(&thief, MY).await)).await.expect(422);
    phone.origin = home;
    phone.verifies = false;
    answer(&thief, MY, &phone.get(&asked(&thief, MY).await)).await.expect(422);
    phone.verifies = true;
    let late = asked(&thief, MY).await;
    app.clock.advance(600);
    answer(&thief, MY, &phone.get(&late)).await.expect(422);
    let copied = std::mem::replace(&mut phone.counter, 0);
    answer(&thief, MY, &phone.get(&asked(&thief, MY).await)).await.expect(422);
    phone.counter = copied;
    answer(&thief, MY, &json!({ "response": 7 })).await.expect(422);
    thief.submit(&format!("{MY}/passkey/in"), &[("credential", "{")]).await.expect(422);
    assert!(!sees(&thief, &code).await);
    answer(&thief, MY, &phone.get(&asked(&thief, MY).await)).await.expect(303);
    assert!(sees(&thief, &code).await);
}

#[testkit::test]
async fn a_passkey_opens_one_organisers_pages_and_no_others() {
    let (app, shop, _) = sold().await;
    let mut phone = add_passkey(&app, &signed_in(&app, &shop).await, "Phone").await;
    let rival = Shop::draft(&app, "rival").await;
    let guest = app.guest();
    // Asked there, and asked here but answered there.
    let theirs = asked(&guest, "/rival/my").await;
    answer(&guest, "/rival/my", &phone.get(&theirs)).await.expect(422);
    let ours = asked(&guest, MY).await;
    answer(&guest, "/rival/my", &phone.get(&ours)).await.expect(422);
    let theirs = asked(&guest, "/rival/my").await;
    answer(&guest, MY, &phone.get(&theirs)).await.expect(422);
    // It makes nobody a member, and a member's makes nobody a guest.
    let question = guest.post("/api/v1/auth/passkey/options", json!({})).await.expect(200).json();
    let credential = phone.get(&question);
    guest.post("/api/v1/auth/passkey", json!({ "credential": credential })).await.expect(401);
    let mut owners = crate::passkeys::added(&app, &rival.owner).await;
    answer(&guest, MY, &owners.get(&asked(&guest, MY).await)).await.expect(422);
}

#[testkit::test]
async fn a_removed_passkey_opens_nothing_and_only_its_owner_removes_it() {
    let (app, shop, code) = sold().await;
    let guest = signed_in(&app, &shop).await;
    let mut phone = add_passkey(&app, &guest, "Phone").await;
    let page = guest.get(MY).await.expect(200).text();
    let action = page.split("action=\"").find(|part| part.contains("/remove\"")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();

    app.guest().submit(&action, &[]).await.expect(303);
    let other = app.guest();
    answer(&other, MY, &phone.get(&asked(&other, MY).await)).await.expect(303);

    assert!(sees(&other, &code).await);
    guest.submit(&action, &[]).await.expect(303);
    assert!(!sees(&other, &code).await, "what it began ends with it");
    answer(&other, MY, &phone.get(&asked(&other, MY).await)).await.expect(422);
    guest.submit(&action, &[]).await.expect(404);
    assert!(sees(&guest, &code).await, "the link's session stays");
    let mut rows = app.owner().await;
    let left: i64 = sqlx::query_scalar("select count(*) from guests").fetch_one(&mut rows).await.unwrap();
    assert_eq!(left, 0, "an account that nothing signs in to is gone");
}

#[testkit::test]
async fn changing_passkeys_asks_for_a_fresh_proof() {
    let (app, shop, code) = sold().await;
    let guest = signed_in(&app, &shop).await;
    let mut phone = add_passkey(&app, &guest, "Phone").await;
    let late = guest.submit(&format!("{MY}/passkeys"), &[]).await.expect(200);
    let mut tablet = Authenticator::new(&app);
    let credential = tablet.create(&options(&late)).to_string();
    app.clock.advance(601);
    // Begun in time and finished too late, begun too late, and removing one: nothing happens.
    let form = [("name", "Tablet"), ("credential", credential.as_str())];
    guest.submit(&format!("{MY}/passkeys/new"), &form).await.expect(303);
    assert_eq!(guest.submit(&format!("{MY}/passkeys"), &[]).await.expect(303).header("location"), MY);
    let page = guest.get(MY).await.expect(200).text();
    assert!(page.contains("sign in anew") && page.contains(GRACE) && !page.contains("/remove"), "{page}");
    assert!(page.contains(&code) && page.contains("Phone") && !page.contains("Tablet"), "{page}");
    // A passkey is a fresh proof itself.
    answer(&guest, MY, &phone.get(&asked(&guest, MY).await)).await.expect(303);
    add_passkey(&app, &guest, "Tablet").await;
}

#[testkit::test]
async fn somebody_elses_answer_adds_nothing() {
    let (app, shop, _) = sold().await;
    let (grace, twin) = (signed_in(&app, &shop).await, signed_in(&app, &shop).await);
    let mut phone = add_passkey(&app, &grace, "Phone").await;
    // The same device twice.
    let question = options(&twin.submit(&format!("{MY}/passkeys"), &[]).await.expect(200));
    assert_eq!(question["excludeCredentials"].as_array().unwrap().len(), 1);
    let credential = phone.create(&question).to_string();
    let form = [("name", "Again"), ("credential", credential.as_str())];
    let refused = twin.submit(&format!("{MY}/passkeys/new"), &form).await.expect(303);
    assert_eq!(refused.header("location"), "/harbour/my?problem=identity.passkey_refused");
    let page = twin.get(refused.header("location")).await.expect(200).text();
    assert!(page.contains("This passkey was not added"), "{page}");
    // Without a session there is nothing to add to.
    app.guest().submit(&format!("{MY}/passkeys/new"), &form).await.expect(303);
    let page = grace.get(MY).await.expect(200).text();
    assert!(!page.contains("Again"), "{page}");
}
