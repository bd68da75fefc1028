//! The fence between organisations, in the database itself.

use sqlx::{AssertSqlSafe, Row};

use crate::app::{Shop, TestApp};

/// Tables without a tenant, and why they have none.
const GLOBAL: [(&str, &str); 17] = [
    ("_sqlx_migrations", "the schema's history, closed to the application"),
    ("jobs", "workers serve every organisation; payloads hold ids only"),
    ("audit_waiting", "the sealer serves every organisation; ids only"),
    ("installation_keys", "wrapped keys of the program itself"),
    ("job_schedules", "calendar of the program itself"),
    ("organisation_slugs", "read before the tenant is known"),
    ("people", "people sign in once for all their organisations"),
    ("sessions", "belong to people"),
    ("person_links", "belong to people"),
    ("passkeys", "belong to people"),
    ("totp_factors", "belong to people"),
    ("recovery_codes", "belong to people"),
    ("challenges", "belong to people, or to nobody yet"),
    ("person_log", "belongs to people"),
    ("token_keys", "the site's own keys"),
    ("sso_verified_domains", "read at sign-in, before the tenant is known"),
    ("sandbox_payments", "books of an outside company"),
];

#[tokio::test]
async fn without_an_organisation_no_table_shows_a_row() {
    let app = TestApp::start().await;
    let (shop, ticket) = Shop::open(&app, "harbour", 100, Some(9)).await;
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let mut owner = app.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(tables.len() > 20, "the catalogue was read: {tables:?}");
    let fenced: Vec<&String> =
        tables.iter().filter(|table| !GLOBAL.iter().any(|(name, _)| name == table)).collect();
    let mut pooled = app.app.db.pool().acquire().await.unwrap();
    let mut with_rows = 0;
    for table in fenced {
        let count = |sql: String| sqlx::query(AssertSqlSafe(sql));
        let all: i64 =
            count(format!("select count(*) from {table}")).fetch_one(&mut owner).await.unwrap().get(0);
        let seen: i64 =
            count(format!("select count(*) from {table}")).fetch_one(&mut *pooled).await.unwrap().get(0);
        assert_eq!(seen, 0, "{table} shows rows without an organisation");
        with_rows += i64::from(all > 0);
        let forced: bool = sqlx::query_scalar(
            "select relrowsecurity and relforcerowsecurity from pg_class where oid = $1::regclass",
        )
        .bind(table)
        .fetch_one(&mut owner)
        .await
        .unwrap();
        assert!(forced, "{table} has no forced row-level security");
    }
    assert!(with_rows > 12, "the order left rows in {with_rows} tables only");
}

#[tokio::test]
async fn views_do_not_lead_around_the_fence() {
    let app = TestApp::start().await;
    let (shop, ticket) = Shop::open(&app, "harbour", 100, Some(9)).await;
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let mut owner = app.owner().await;
    let views: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut pooled = app.app.db.pool().acquire().await.unwrap();
    for view in views.iter().filter(|view| !["person_names", "actor_names"].contains(&view.as_str())) {
        let sql = format!("select count(*) from {view}");
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *pooled).await.unwrap();
        assert_eq!(seen, 0, "{view} shows rows without an organisation");
    }
}

#[tokio::test]
async fn the_application_can_neither_change_nor_delete_history() {
    let app = TestApp::start().await;
    let (shop, ticket) = Shop::open(&app, "harbour", 100, Some(9)).await;
    let order = shop.sell(&ticket, 1).await;
    assert_eq!(order["status"], "paid");
    app.run_jobs().await;
    let mut pooled = app.app.db.pool().acquire().await.unwrap();
    for table in ["audit_anchors", "audit_heads", "audit_log", "audit_seals", "ledger_entries"] {
        for sql in [format!("delete from {table}"), format!("update {table} set org_id = org_id")] {
            let error = sqlx::query(AssertSqlSafe(sql)).execute(&mut *pooled).await.unwrap_err();
            assert!(error.to_string().contains("permission denied"), "{error}");
        }
    }
}

#[tokio::test]
async fn another_organisation_is_not_there() {
    let app = TestApp::start().await;
    let (ours, _) = Shop::open(&app, "harbour", 100, Some(9)).await;
    let (theirs, ticket) = Shop::open(&app, "station", 100, Some(9)).await;
    let order = theirs.sell(&ticket, 1).await;
    app.run_jobs().await;
    for path in [
        theirs.api(""),
        theirs.api("/orders"),
        theirs.api(&format!("/orders/{}", order["code"].as_str().unwrap())),
        ours.api(&format!("/orders/{}", order["code"].as_str().unwrap())),
        ours.api(&format!("/products/{ticket}")),
    ] {
        assert_eq!(ours.owner.get(&path).await.problem(404), "request.not_found", "{path}");
    }
}
