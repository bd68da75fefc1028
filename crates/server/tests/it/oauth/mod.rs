//! Third-party apps: registered, allowed by somebody, acting for them, and sent away again.

mod app;
mod asking;
mod tokens;

use serde_json::json;

use self::app::{CALLBACK, Planner, VERIFIER};
use crate::app::{Client, Shop, TestApp};

/// An app that acts for whoever owns the organisation.
pub async fn acting_for(app: &TestApp, owner: &Client, org: &str) -> Client {
    let shop = Shop { owner: owner.clone(), org: org.to_owned(), event: String::new() };
    allowed_by(app, &shop, owner).await
}

/// An app of the shop's organisation that acts for `member`.
pub async fn allowed_by(app: &TestApp, shop: &Shop, member: &Client) -> Client {
    let planner = Planner::register(app, shop, &[], false).await;
    planner.acting(&planner.allowed(member, "").await)
}

#[testkit::test]
async fn an_app_acts_for_somebody_and_the_log_names_it() {
    let (app, shop, ticket) = Shop::opened(1000, Some(50)).await;
    let planner = Planner::register(&app, &shop, &["orders.view", "orders.create"], false).await;
    let tokens = planner.allowed(&shop.owner, "orders.view orders.create").await;
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(tokens["scope"], "orders.view orders.create");
    let acting = planner.acting(&tokens);
    let order = acting.post(&shop.api("/orders"), crate::app::order_body(&ticket, 1, "manual", false)).await;
    let code = order.expect(201).json()["code"].as_str().unwrap().to_owned();
    app.run_jobs().await;
    let told = acting.get(&shop.api(&format!("/orders/{code}"))).await.expect(200).text();
    assert!(told.contains("Planner"), "{told}");
    let kinds: Vec<String> =
        sqlx::query_scalar("select actor_kind from audit_log where action = 'order.placed'")
            .fetch_all(&mut app.owner().await)
            .await
            .unwrap();
    assert_eq!(kinds, ["app"]);
    assert_eq!(acting.patch(&shop.api(""), json!({ "slug": "x" })).await.problem(403), "auth.forbidden");
    assert_eq!(acting.get("/api/v1/me").await.problem(403), "auth.people_only");
    let apps = shop.owner.get("/api/v1/me/apps").await.expect(200).json();
    assert_eq!((&apps["items"][0]["app"], &apps["items"][0]["org"]), (&json!("Planner"), &json!("harbour")));
    let consent = apps["items"][0]["id"].as_str().unwrap();
    shop.owner.delete(&format!("/api/v1/me/apps/{consent}")).await.expect(204);
    assert_eq!(acting.get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    assert_eq!(planner.refreshed(&tokens).await.expect(400).json()["error"], "invalid_grant");
}

#[testkit::test]
async fn an_app_may_never_more_than_its_person_may_right_now() {
    let (app, world) = crate::access::World::built().await;
    let planner = Planner::register(&app, &world.shop, &["orders.view", "mails.view"], false).await;
    let hired = world.hire(&app, "helper", None).await;
    let acting = planner.acting(&planner.allowed(&hired.client, "orders.view").await);
    let (orders, mails) = (world.shop.api("/orders"), "/api/v1/organisations/harbour/mails");
    assert_eq!(acting.get(&orders).await.problem(403), "auth.forbidden");
    hired.may(&[kernel::Permission::OrdersView, kernel::Permission::MailsView]).await;
    acting.get(&orders).await.expect(200);
    assert_eq!(acting.get(mails).await.problem(403), "auth.forbidden", "nobody allowed it that");
    // What they allowed last counts, also for tokens that are out already.
    planner.allowed(&hired.client, "mails.view").await;
    assert_eq!(acting.get(&orders).await.problem(403), "auth.forbidden");
    hired.client.delete("/api/v1/organisations/harbour/members/me").await.expect(204);
    app.clock.advance(5);
    assert_eq!(acting.get(&orders).await.problem(401), "auth.bad_token");
    app.run_jobs().await;
}

#[testkit::test]
async fn a_removed_app_is_refused_everywhere() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let planner = Planner::register(&app, &shop, &["orders.view"], false).await;
    let tokens = planner.allowed(&shop.owner, "").await;
    let acting = planner.acting(&tokens);
    acting.get(&shop.api("/orders")).await.expect(200);
    let apps = "/api/v1/organisations/harbour/apps";
    assert_eq!(shop.owner.get(apps).await.expect(200).json()["items"][0]["people"], 1);
    shop.owner.delete(&format!("{apps}/{}", planner.id)).await.expect(204);
    assert_eq!(acting.get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    assert_eq!(planner.refreshed(&tokens).await.expect(401).json()["error"], "invalid_client");
    assert_eq!(planner.ask(&shop.owner, &[]).await.problem(400), "oauth.unknown_app");
}

#[testkit::test]
async fn whoever_stays_takes_over_the_app_of_somebody_who_left() {
    let (app, world) = crate::access::World::built().await;
    let (shop, leaver) = (&world.shop, world.hire(&app, "leaver", None).await);
    leaver.may(&[kernel::Permission::ApiKeysManage, kernel::Permission::OrdersView]).await;
    let theirs = Shop { owner: leaver.client.clone(), org: "harbour".to_owned(), event: String::new() };
    let mut planner = Planner::register(&app, &theirs, &["orders.view"], true).await;
    let public = Planner::register(&app, shop, &[], false).await;
    let tokens = planner.allowed(&shop.owner, "").await;
    leaver.client.delete("/api/v1/organisations/harbour/members/me").await.expect(204);
    let apps = "/api/v1/organisations/harbour/apps";
    let path = format!("{apps}/{}/secret", planner.id);
    let listed = async || shop.owner.get(apps).await.expect(200).json()["items"][1].clone();
    assert_eq!(listed().await["maker_left"], true);

    let renewed = shop.owner.post(&path, json!({})).await.expect(200).json();
    assert_eq!(
        (&renewed["app"]["maker_left"], &renewed["app"]["made_by"], &renewed["app"]["people"]),
        (&json!(false), &json!("Ada Organiser"), &json!(1))
    );
    assert_eq!(planner.refreshed(&tokens).await.expect(401).json()["error"], "invalid_client");
    planner.secret = renewed["secret"].as_str().map(str::to_owned);
    planner.refreshed(&tokens).await.expect(200);

    assert_eq!(
        shop.owner.post(&format!("{apps}/{}/secret", public.id), json!({})).await.problem(404),
        "request.not_found"
    );
    let little = world.hire(&app, "little", None).await;
    little.may(&[kernel::Permission::ApiKeysManage]).await;
    assert_eq!(little.client.post(&path, json!({})).await.problem(403), "identity.more_than_yours");
    app.clock.advance(601);
    assert_eq!(shop.owner.post(&path, json!({})).await.problem(403), "auth.step_up_required");
    app.run_jobs().await;
}

#[testkit::test]
async fn only_safe_addresses_and_ones_own_permissions_are_registered() {
    let (app, world) = crate::access::World::built().await;
    let apps = "/api/v1/organisations/harbour/apps";
    let body = |uri: &str, permissions: &[&str]| json!({ "name": "Planner", "redirect_uris": [CALLBACK, uri], "permissions": permissions, "confidential": false });
    for bad in [
        "http://planner.example/cb",
        "https://planner.example/cb#x",
        "javascript:alert(1)",
        "//planner.example",
    ] {
        assert_eq!(
            world.shop.owner.post(apps, body(bad, &[])).await.refused_field(),
            "/redirect_uris/1",
            "{bad}"
        );
    }
    let hired = world.hire(&app, "keymaker", None).await;
    hired.may(&[kernel::Permission::ApiKeysManage]).await;
    let too_much = hired.client.post(apps, body("http://127.0.0.1/cb", &["orders.refund"])).await;
    assert_eq!(too_much.problem(403), "identity.more_than_yours");
    hired.client.post(apps, body("http://127.0.0.1/cb", &[])).await.expect(201);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_clients_need_to_know_is_where_the_standards_look() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let metadata = app.guest().get("/.well-known/oauth-authorization-server").await.expect(200).json();
    let issuer = &app.app.settings.public_url;
    assert_eq!(metadata["issuer"].as_str().unwrap(), issuer);
    assert_eq!(metadata["token_endpoint"].as_str().unwrap(), format!("{issuer}/oauth/token"));
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    let planner = Planner::register(&app, &shop, &["orders.view"], false).await;
    planner.allowed(&shop.owner, "").await;
    let keys = app.guest().get("/.well-known/jwks.json").await.expect(200);
    assert!(!keys.text().contains("\"d\""), "the private half stays here");
    let keys = keys.json();
    assert_eq!((&keys["keys"][0]["crv"], &keys["keys"][0]["alg"]), (&json!("Ed25519"), &json!("EdDSA")));
    assert_eq!(VERIFIER.len(), 43);
}
