//! How long the audit log is kept, and where copies of its entries go.

mod receivers;

use insight::{
    chain::{
        self,
        verify::{Damage, verify},
    },
    keeping,
};
use kernel::OrgId;
use serde_json::{Value, json};

use crate::app::{Shop, TestApp};
use receivers::{Syslog, Webhook};

const SETTINGS: &str = "/api/v1/organisations/harbour/audit/settings";

async fn start() -> (TestApp, Shop, OrgId) {
    let (app, shop) = Shop::drafted_with(|config| {
        config.audit.private_targets = vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
    })
    .await;
    let org = sealed(&app).await;
    (app, shop, org)
}

/// Seals what there is; the organisation's id.
async fn sealed(app: &TestApp) -> OrgId {
    // From the first time on, recurring jobs know when they are due.
    app.run_jobs().await;
    let org = app.app.directory.organisation("harbour").await.unwrap().unwrap();
    chain::seal(&app.cx(org)).await.unwrap();
    org
}

/// Changes the event so many times, each leaving an entry.
async fn work(shop: &Shop, times: usize) {
    for number in 0..times {
        let change = json!({ "venue_name": format!("Hall {number}") });
        shop.owner.patch(&shop.api(""), change).await.expect(200);
    }
}

async fn set(shop: &Shop, settings: Value) -> Value {
    shop.owner.put(SETTINGS, settings).await.expect(200).json()
}

async fn settings(shop: &Shop) -> Value {
    shop.owner.get(SETTINGS).await.expect(200).json()
}

/// Seals, and hands over.
async fn round(app: &TestApp) {
    app.clock.advance(5);
    app.run_jobs().await;
}

async fn end(app: &TestApp, org: OrgId) -> i64 {
    verify(&app.cx(org)).await.unwrap().sealed_to
}

#[testkit::test]
async fn a_webhook_gets_every_entry_once_in_order_and_signed() {
    let (app, shop, org) = start().await;
    let hook = Webhook::start().await;
    let begin = end(&app, org).await;
    let saved = set(&shop, json!({ "stream": { "kind": "webhook", "target": hook.url } })).await;
    let secret = saved["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_"), "{saved}");
    assert_eq!(settings(&shop).await["secret"], Value::Null, "it is told once");
    work(&shop, 130).await;
    round(&app).await;
    let all: Vec<i64> = (begin + 1..=end(&app, org).await).collect();
    assert!(all.len() > 130);
    assert_eq!(hook.numbers(secret), all, "what was there before it was set up is left out");
    assert_eq!(settings(&shop).await["streamed_to"], *all.last().unwrap());
    let changed = set(&shop, json!({ "stream": { "kind": "webhook", "target": hook.url } })).await;
    assert_eq!(changed["secret"], Value::Null, "the secret stays");
    let renewed = json!({ "stream": { "kind": "webhook", "target": hook.url }, "new_secret": true });
    assert_ne!(set(&shop, renewed).await["secret"], secret);
    app.clock.advance(5);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_a_webhook_refused_comes_again_and_nothing_goes_before_it() {
    let (app, shop, org) = start().await;
    let hook = Webhook::start().await;
    let begin = end(&app, org).await;
    let saved = set(&shop, json!({ "stream": { "kind": "webhook", "target": hook.url } })).await;
    let secret = saved["secret"].as_str().unwrap();
    hook.refuse(3);
    work(&shop, 2).await;
    round(&app).await;
    assert_eq!(settings(&shop).await["stream_error"], "it answered 503 Service Unavailable");
    work(&shop, 2).await;
    round(&app).await;
    assert!(hook.numbers(secret).is_empty(), "the new ones wait for the old ones");
    app.clock.advance(3600);
    app.run_jobs().await;
    app.clock.advance(3600);
    app.run_jobs().await;
    app.clock.advance(3600);
    app.run_jobs().await;
    let all: Vec<i64> = (begin + 1..=end(&app, org).await).collect();
    assert_eq!(hook.numbers(secret), all);
    assert_eq!(settings(&shop).await["stream_error"], Value::Null);
}

#[testkit::test]
async fn a_crash_between_sending_and_remembering_sends_again_and_loses_nothing() {
    let (app, shop, org) = start().await;
    let hook = Webhook::start().await;
    let begin = end(&app, org).await;
    let saved = set(&shop, json!({ "stream": { "kind": "webhook", "target": hook.url } })).await;
    let secret = saved["secret"].as_str().unwrap();
    round(&app).await;
    // As if what was sent had not been remembered.
    sqlx::query("update audit_settings set delivered_to = $1")
        .bind(begin)
        .execute(&mut app.owner().await)
        .await
        .unwrap();
    work(&shop, 1).await;
    round(&app).await;
    assert_eq!(hook.numbers(secret), [begin + 1, begin + 1, begin + 2]);
}

#[testkit::test]
async fn syslog_gets_one_message_an_entry_over_tcp() {
    let (app, shop, _) = start().await;
    let (server, _) = Syslog::start(false).await;
    set(&shop, json!({ "stream": { "kind": "syslog_tcp", "target": server.address } })).await;
    work(&shop, 2).await;
    round(&app).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 3, "{messages:#?}");
    assert!(messages[1].starts_with("<110>1 2027-03-01T12:00:00.000000Z 127.0.0.1 tessera - event.updated "));
    let (_, body) = messages[1].split_once('\u{feff}').unwrap();
    let entry: Value = serde_json::from_str(body).unwrap();
    assert_eq!(entry["after"]["venue_name"], "Hall 0");
}

#[testkit::test]
async fn syslog_over_tls_trusts_only_whom_it_should() {
    let (server, certificate) = Syslog::start(true).await;
    let roots = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(roots.path(), certificate).unwrap();
    let allowed = vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
    for trusted in [true, false] {
        let (app, shop) = Shop::drafted_with(|config| {
            config.audit.private_targets.clone_from(&allowed);
            if trusted {
                config.audit.trusted_certificates = roots.path().to_owned();
            }
        })
        .await;
        sealed(&app).await;
        set(&shop, json!({ "stream": { "kind": "syslog_tls", "target": server.address } })).await;
        round(&app).await;
        let error = settings(&shop).await["stream_error"].as_str().unwrap_or_default().to_owned();
        assert_eq!(error.is_empty(), trusted, "{error}");
        assert!(trusted || error.contains("certificate"), "{error}");
        assert_eq!(server.messages().len(), 1);
    }
}

#[testkit::test]
async fn private_networks_are_not_reached_unless_the_operator_says_so() {
    let (app, shop) = Shop::drafted().await;
    sealed(&app).await;
    for (kind, target) in [
        ("webhook", "https://127.0.0.1/"),
        ("webhook", "http://logs.example.org/"),
        ("webhook", "https://[::ffff:10.0.0.1]/"),
        ("webhook", "nowhere"),
        ("syslog_tcp", "10.0.0.1:514"),
        ("syslog_tls", "logs.example.org"),
    ] {
        let wish = json!({ "stream": { "kind": kind, "target": target } });
        assert_eq!(shop.owner.put(SETTINGS, wish).await.refused_field(), "/stream/target", "{target}");
    }
    set(&shop, json!({ "stream": { "kind": "syslog_tcp", "target": "localhost:9" } })).await;
    round(&app).await;
    assert_eq!(settings(&shop).await["stream_error"], "localhost is in a private network");
    set(&shop, json!({ "stream": null })).await;
    app.clock.advance(7200);
    app.run_jobs().await;
}

#[testkit::test]
async fn settings_that_make_no_sense_are_refused_and_changes_recorded() {
    let (app, shop, _) = start().await;
    for (wish, field) in [
        (json!({ "keep_months": 0 }), "/keep_months"),
        (json!({ "keep_months": 601 }), "/keep_months"),
        (json!({ "stream": { "kind": "webhook", "target": "" } }), "/stream"),
        (json!({ "stream": { "kind": "webhook", "target": "a".repeat(501) } }), "/stream"),
        (json!({ "stream": { "kind": "carrier_pigeon", "target": "x" } }), "/stream/kind"),
    ] {
        assert_eq!(shop.owner.put(SETTINGS, wish.clone()).await.refused_field(), field, "{wish}");
    }
    set(&shop, json!({ "keep_months": 12 })).await;
    let log = "/api/v1/organisations/harbour/audit?action=audit.settings_changed";
    let log = shop.owner.get(log).await.expect(200).json();
    assert_eq!(log["items"][0]["after"]["keep_months"], 12);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_is_too_old_is_removed_and_the_chain_still_verifies() {
    let (app, shop, org) = start().await;
    let old = end(&app, org).await;
    set(&shop, json!({ "keep_months": 3 })).await;
    round(&app).await;
    app.clock.advance(80 * 86_400);
    shop.owner_returns().await;
    work(&shop, 3).await;
    round(&app).await;
    assert_eq!(
        keeping::prune(&app.cx(org), &*app.app.ports.keys).await.unwrap(),
        0,
        "80 days are no three months"
    );
    app.clock.advance(20 * 86_400);
    let cx = app.cx(org);
    let removed = keeping::prune(&cx, &*app.app.ports.keys).await.unwrap();
    assert!(i64::try_from(removed).unwrap() > old, "{removed}");
    chain::seal(&cx).await.unwrap();
    let report = verify(&cx).await.unwrap();
    assert_eq!((report.begins_after, report.flaws), (i64::try_from(removed).unwrap(), vec![]));
    shop.owner_returns().await;
    let log = shop.owner.get("/api/v1/organisations/harbour/audit").await.expect(200).json();
    let actions: Vec<_> =
        log["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str()).collect();
    assert_eq!(actions.first().unwrap().unwrap(), "audit.pruned");
    assert!(!actions.contains(&Some("organisation.created")));
    assert_eq!(keeping::prune(&cx, &*app.app.ports.keys).await.unwrap(), 0, "once");
    app.run_jobs().await;
}

#[testkit::test]
async fn entries_that_somebody_else_removed_are_missed_in_spite_of_a_forged_anchor() {
    let (app, shop, org) = start().await;
    work(&shop, 3).await;
    chain::seal(&app.cx(org)).await.unwrap();
    shop.owner.get("/api/v1/organisations/harbour/audit/chain").await.expect(200);
    let forged = "insert into audit_anchors select org_id, position, hash, decode(repeat('00', 32), 'hex'),
                    decode(repeat('00', 64), 'hex'), now() from audit_seals where position = 2;
                  delete from audit_log where id in (select entry from audit_seals where position <= 2);
                  delete from audit_seals where position <= 2";
    sqlx::raw_sql(forged).execute(&mut app.owner().await).await.unwrap();
    let flaws = verify(&app.cx(org)).await.unwrap().flaws;
    let found: Vec<_> = flaws.iter().map(|flaw| (flaw.damage, flaw.position)).collect();
    assert_eq!(found, [(Damage::Unsigned, Some(2))]);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_was_not_handed_over_yet_is_not_removed() {
    let (app, shop, org) = start().await;
    let hook = Webhook::start().await;
    hook.refuse(1000);
    let begin = end(&app, org).await;
    set(&shop, json!({ "keep_months": 1, "stream": { "kind": "webhook", "target": hook.url } })).await;
    round(&app).await;
    app.clock.advance(62 * 86_400);
    let removed = keeping::prune(&app.cx(org), &*app.app.ports.keys).await.unwrap();
    assert_eq!(i64::try_from(removed).unwrap(), begin, "only what the stream is not to get");
    hook.refuse(0);
    app.run_jobs().await;
    app.clock.advance(3600);
    app.run_jobs().await;
    keeping::prune(&app.cx(org), &*app.app.ports.keys).await.unwrap();
    let report = verify(&app.cx(org)).await.unwrap();
    assert!(report.begins_after > begin, "now they are old enough and handed over");
    assert_eq!(report.flaws, []);
    app.run_jobs().await;
}
