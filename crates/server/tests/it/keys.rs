//! Keys: each organisation has its own, wrapped by the installation's, wrapped by a file or a key service; rotation
//! seals anew what older keys have sealed.

mod moto;
mod vault;

use std::sync::Arc;

use adapters::keyring::{
    Keyring,
    rotation::{self, Progress},
};
use kernel::OrgId;
use ports::{Keys, MasterKey};
use serde_json::json;
use server::keys::COLUMNS;

use crate::{
    app::{Shop, TestApp},
    second_factor::enrol,
};
use moto::Moto;
use vault::Vault;

async fn org_of(app: &TestApp, slug: &str) -> OrgId {
    app.app.directory.organisation(slug).await.unwrap().unwrap()
}

/// Another process of the same installation.
async fn another(app: &TestApp, masters: Vec<Arc<dyn MasterKey>>) -> Keyring {
    let db = app.app.db.clone();
    Keyring::open(db, app.app.clock.clone(), app.app.chance.clone(), masters, None).await.unwrap()
}

fn file(app: &TestApp) -> Arc<dyn MasterKey> {
    Arc::new(ports::FileKeys::open_or_create(&app.data().join("secret.key"), &app.app.chance).unwrap())
}

#[testkit::test]
async fn an_organisations_secret_opens_for_it_and_its_purpose_only() {
    let (app, _) = Shop::drafted().await;
    Shop::draft(&app, "station").await;
    let (ours, theirs) = (org_of(&app, "harbour").await, org_of(&app, "station").await);
    let keys = &app.app.ports.keys;
    let sealed = keys.seal_for(ours, "webhook", b"secret").await.unwrap();
    assert_eq!(keys.open_for(ours, "webhook", &sealed).await.unwrap(), b"secret");
    assert!(keys.open_for(ours, "other", &sealed).await.is_err());
    assert!(keys.open_for(theirs, "webhook", &sealed).await.is_err());
    assert!(keys.open("webhook", &sealed).is_err(), "the installation's key is another");
    let again = another(&app, vec![file(&app)]).await;
    assert_eq!(again.open_for(ours, "webhook", &sealed).await.unwrap(), b"secret", "and in every process");
}

#[testkit::test]
async fn many_who_need_the_first_key_at_once_get_the_same() {
    let (app, _) = Shop::drafted().await;
    let org = org_of(&app, "harbour").await;
    let rings = futures_util::future::join_all((0..4).map(|_| another(&app, vec![file(&app)]))).await;
    let sealed = futures_util::future::join_all(rings.iter().map(|ring| ring.seal_for(org, "p", b"s"))).await;
    for sealed in sealed {
        assert_eq!(rings[0].open_for(org, "p", &sealed.unwrap()).await.unwrap(), b"s");
    }
}

#[testkit::test]
async fn rotation_seals_anew_and_tells_how_far_it_is() {
    let (app, shop, ticket) = Shop::opened(2500, Some(50)).await;
    shop.sell(&ticket, 1).await;
    shop.owner.get("/api/v1/organisations/harbour/audit/chain").await.expect(200);
    app.run_jobs().await;
    let org = org_of(&app, "harbour").await;
    let (ring, cx) = (app.ring(), app.cx(org));
    let before = ring.progress(&cx, COLUMNS).await.unwrap();
    assert_eq!(before, Progress { version: 1, secrets: 2, old: 0 }, "the event's key and the audit log's");
    let other = another(&app, vec![file(&app)]).await;
    let sealed = other.seal_for(org, "p", b"by version 1").await.unwrap();
    assert_eq!(ring.rotate(&cx).await.unwrap(), 2);
    assert_eq!(ring.progress(&cx, COLUMNS).await.unwrap(), Progress { version: 2, secrets: 2, old: 2 });
    app.run_jobs().await;
    assert_eq!(ring.progress(&cx, COLUMNS).await.unwrap(), Progress { version: 2, secrets: 2, old: 0 });
    assert_eq!(ring.open_for(org, "p", &sealed).await.unwrap(), b"by version 1");
    let newer = ring.seal_for(org, "p", b"by version 2").await.unwrap();
    assert_eq!(
        other.open_for(org, "p", &newer).await.unwrap(),
        b"by version 2",
        "who did not know it learns of it"
    );
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let report = insight::chain::verify::verify(&cx).await.unwrap();
    assert_eq!(report.flaws, []);
}

#[testkit::test]
async fn the_installations_key_changes_under_running_processes() {
    let app = TestApp::start().await;
    let ada = app.guest();
    ada.sign_up("Ada", "ada@harbour.example").await;
    let (secret, _) = enrol(&app, &ada).await;
    Shop::draft(&app, "harbour").await;
    let org = org_of(&app, "harbour").await;
    let ring = app.ring();
    let sealed = ring.seal_for(org, "p", b"s").await.unwrap();
    assert_eq!(ring.rotate_installation(&[org], app.app.now()).await.unwrap(), 2);
    let early = ring.seal("p", b"early").unwrap();
    let other = another(&app, vec![file(&app)]).await;
    assert_eq!(other.open("p", &early).unwrap(), b"early");
    assert_eq!(early[..5], [1, 0, 0, 0, 1], "until every process knows the new one, the old one seals");
    app.clock.advance(90);
    app.run_jobs().await;
    let progress = ring.installation_progress(COLUMNS).await.unwrap();
    assert_eq!((progress.version, progress.old), (2, 0));
    assert!(progress.secrets >= 1);
    assert_eq!(ring.seal("p", b"late").unwrap()[..5], [1, 0, 0, 0, 2]);
    let other = another(&app, vec![file(&app)]).await;
    assert_eq!(other.open_for(org, "p", &sealed).await.unwrap(), b"s", "wrapped anew, still the same key");
    let body = json!({ "email": "ada@harbour.example", "password": "correct horse battery" });
    let ticket = app.guest().post("/api/v1/auth/sign-in", body).await.expect(202).json();
    let code = crate::second_factor::code(&app, &secret);
    let body = json!({ "ticket": ticket["second_factor"]["ticket"], "code": code });
    app.guest().post("/api/v1/auth/second-factor", body).await.expect(200);
}

#[testkit::test]
async fn what_the_file_sealed_before_still_opens_and_is_sealed_anew() {
    let (app, shop, ticket) = Shop::opened(2500, Some(50)).await;
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let org = org_of(&app, "harbour").await;
    let file = ports::FileKeys::open_or_create(&app.data().join("secret.key"), &app.app.chance).unwrap();
    let sealed = file.seal("p", b"old").unwrap();
    assert_eq!(app.app.ports.keys.open("p", &sealed).unwrap(), b"old");
    assert_eq!(app.app.ports.keys.open_for(org, "p", &sealed).await.unwrap(), b"old");
    let mut changed = sealed;
    *changed.last_mut().unwrap() ^= 1;
    assert!(app.app.ports.keys.open_for(org, "p", &changed).await.is_err());
}

#[testkit::test]
async fn the_master_key_moves_from_the_file_to_aws() {
    let Some(aws) = Moto::start().await else { return };
    let (app, _) = Shop::drafted().await;
    let org = org_of(&app, "harbour").await;
    let sealed = app.app.ports.keys.seal_for(org, "p", b"s").await.unwrap();
    let ring = another(&app, vec![aws.key(), file(&app)]).await;
    assert_eq!(ring.rewrap().await.unwrap(), 1);
    let alone = another(&app, vec![aws.key()]).await;
    assert_eq!(alone.wrapped_by().await.unwrap(), [(1, aws.key().name())]);
    assert_eq!(alone.open_for(org, "p", &sealed).await.unwrap(), b"s");
    let error = aws.another_key().await.unwrap(b"not wrapped by it").await.unwrap_err().to_string();
    assert!(error.starts_with("the key service AWS KMS: ") && error.contains("Exception"), "{error}");
}

#[testkit::test]
async fn the_master_key_moves_from_the_file_to_a_vault() {
    let (app, _) = Shop::drafted().await;
    let org = org_of(&app, "harbour").await;
    let sealed = app.app.ports.keys.seal_for(org, "p", b"s").await.unwrap();
    let vault = Vault::start().await;
    let ring = another(&app, vec![vault.key(), file(&app)]).await;
    assert_eq!(ring.wrapped_by().await.unwrap(), [(1, "file".to_owned())]);
    assert_eq!(ring.rewrap().await.unwrap(), 1);
    assert_eq!(ring.wrapped_by().await.unwrap(), [(1, "vault:transit/tessera".to_owned())]);
    let alone = another(&app, vec![vault.key()]).await;
    assert_eq!(alone.open_for(org, "p", &sealed).await.unwrap(), b"s");
    let refused = Keyring::open(
        app.app.db.clone(),
        app.app.clock.clone(),
        app.app.chance.clone(),
        vec![file(&app)],
        None,
    );
    let error = refused.await.err().unwrap().to_string();
    assert!(error.contains("vault:transit/tessera, which is not configured"), "{error}");
    vault.forget_token();
    let error = alone.rewrap().await.unwrap_err().to_string();
    assert_eq!(error, "the key service Vault: permission denied");
}

/// Columns that hold sealed secrets for some minutes only.
const SHORT_LIVED: [(&str, &str); 1] = [("challenges", "sealed_code")];

#[testkit::test]
async fn every_column_that_holds_sealed_secrets_is_sealed_anew() {
    let app = TestApp::start().await;
    let listed = |table: &str, column: &str| {
        COLUMNS.iter().any(|place| (place.table, place.column) == (table, column))
            || SHORT_LIVED.contains(&(table, column))
    };
    let mut owner = app.owner().await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select table_name::text, column_name::text from information_schema.columns
         where table_schema = 'public' and data_type = 'bytea' order by 1, 2",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(columns.len() > 20, "{columns:?}");
    for place in COLUMNS {
        let there = columns.iter().any(|(table, column)| place.table == table && place.column == column);
        assert!(there, "{place:?} is not in the database");
    }
    for (table, column) in columns.iter().filter(|(_, column)| column.starts_with("sealed")) {
        assert!(listed(table, column), "{table}.{column} is missing in server::keys::COLUMNS");
    }
    // And whatever a column is called, what it holds gives it away.
    let world = crate::access::World::build(&app, "harbour", "our-show").await;
    fill(&app, &world).await;
    for (table, column) in &columns {
        let sql = format!(
            "select count(*) from {table} where substring({column} for 5) in ('\\x0100000001', '\\x0200000001')"
        );
        let sealed: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut owner).await.unwrap();
        assert!(sealed == 0 || listed(table, column), "{table}.{column} holds sealed secrets");
    }
    app.run_jobs().await;
}

/// Secrets of every kind: a seed, a key that signs tokens, a client's secret.
async fn fill(app: &TestApp, world: &crate::access::World) {
    enrol(app, &world.shop.owner).await;
    crate::oauth::acting_for(app, &world.shop.owner, "harbour").await;
    let sso = json!({
        "issuer": "https://provider.example", "client_id": "app", "client_secret": "app-secret",
        "scopes": ["email"], "group_claim": null, "groups": [], "default_role": "viewer", "joins": true,
    });
    world.shop.owner.put("/api/v1/organisations/harbour/sso", sso).await.expect(200);
    let guests = crate::guest_accounts::settings("https://provider.example");
    world.shop.owner.put("/api/v1/organisations/harbour/guest-provider", guests).await.expect(200);
}

#[testkit::test]
async fn keys_of_tokens_and_secrets_of_providers_are_sealed_anew_and_still_open() {
    let connected = crate::sso::Connected::start().await;
    assert_eq!(crate::sso::through(&connected.app.guest()).await, "/admin/");
    let (app, ring) = (&connected.app, connected.app.ring());
    let org = org_of(app, "harbour").await;
    let owner = &connected.shop.owner;
    crate::oauth::acting_for(app, owner, "harbour").await;
    let guests = crate::guest_accounts::settings(&connected.provider.issuer);
    owner.put("/api/v1/organisations/harbour/guest-provider", guests).await.expect(200);
    let cx = app.cx(org);
    let before = ring.installation_progress(COLUMNS).await.unwrap();
    assert_eq!((before.secrets, before.old), (2, 0), "the key of tokens, the session's ID token");
    let (_, stale) = rotation::everywhere(&mut app.owner().await, COLUMNS).await.unwrap();
    assert_eq!(stale, 0);
    ring.rotate(&cx).await.unwrap();
    ring.rotate_installation(&[org], app.app.now()).await.unwrap();
    let (all, stale) = rotation::everywhere(&mut app.owner().await, COLUMNS).await.unwrap();
    assert_eq!((all, stale), (4, 4), "what doctor tells");
    app.clock.advance(90);
    app.run_jobs().await;
    assert_eq!(rotation::everywhere(&mut app.owner().await, COLUMNS).await.unwrap(), (4, 0));
    let program = crate::oauth::acting_for(app, owner, "harbour").await;
    program.get("/api/v1/organisations/harbour").await.expect(200);
    assert_eq!(crate::sso::through(&app.guest()).await, "/admin/");
    let guest = app.guest();
    let back = crate::sso::to_provider(&guest, "/harbour/my/provider").await;
    assert_eq!(crate::sso::location(&guest.get(&back).await), "/harbour/my");
}
