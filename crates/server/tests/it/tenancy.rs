//! The fence between organisations, in the database itself.

use sqlx::{AssertSqlSafe, PgConnection, Row};
use store::{Cx, Db, DbOptions};

use crate::{
    access::World,
    app::{Shop, TestApp},
};

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

#[testkit::test]
async fn without_an_organisation_no_table_shows_a_row() {
    let (app, shop, ticket) = Shop::opened(100, Some(9)).await;
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
    let mut pooled = app.app.db.outside().await.unwrap();
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

#[testkit::test]
async fn policies_read_the_organisation_once_a_statement_and_not_for_each_row() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let conditions: Vec<(String, String)> = sqlx::query_as(
        "select tablename || '.' || policyname, condition from pg_policies
         cross join lateral (values (qual), (with_check)) as c (condition)
         where schemaname = 'public' and condition like '%current_setting%'",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(conditions.len() > 100, "the catalogue was read: {conditions:?}");
    for (policy, condition) in conditions {
        let spelled = condition.split_whitespace().collect::<Vec<_>>().join(" ");
        // What stands behind the sub-select's end is done with every row.
        assert!(!spelled.contains("\"nullif\"))::uuid"), "{policy}: {spelled}");
        assert!(spelled.contains("( SELECT "), "{policy}: {spelled}");
    }
}

#[testkit::test]
async fn no_table_lets_one_organisation_read_or_write_anothers_rows() {
    let (app, _) = World::built().await;
    World::build(&app, "station", "their-show").await;
    let id = async |slug: &str| app.app.directory.organisation(slug).await.unwrap().unwrap();
    let (ours, theirs) = (app.cx(id("harbour").await), id("station").await.uuid());
    let mut owner = app.owner().await;
    let fenced: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut tried = 0;
    for table in &fenced {
        let rows = format!("select count(*) from {table} where org_id = $1");
        let there: i64 =
            sqlx::query_scalar(AssertSqlSafe(rows.clone())).bind(theirs).fetch_one(&mut owner).await.unwrap();
        tried += i64::from(there > 0);
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(rows))
            .bind(theirs)
            .fetch_one(&mut *ours.begin().await.unwrap())
            .await
            .unwrap();
        assert_eq!(seen, 0, "{table} shows another organisation's rows");
        for (sql, must_fail) in [
            (format!("update {table} set org_id = org_id where org_id = $1"), false),
            (format!("delete from {table} where org_id = $1"), false),
            (format!("insert into {table} (org_id) values ($1)"), true),
        ] {
            let mut tx = ours.begin().await.unwrap();
            match sqlx::query(AssertSqlSafe(sql.clone())).bind(theirs).execute(&mut *tx).await {
                Ok(done) => assert!(!must_fail && done.rows_affected() == 0, "{sql}"),
                // Insufficient privilege: by the policy, or because the application may not do that to anybody's rows.
                Err(error) => {
                    assert_eq!(error.as_database_error().unwrap().code().unwrap(), "42501", "{sql}: {error}")
                }
            }
        }
    }
    assert!(fenced.len() > 40 && tried > 25, "{tried} of {} tables had something to steal", fenced.len());
    app.run_jobs().await;
}

#[testkit::test]
async fn views_do_not_lead_around_the_fence() {
    let (app, shop, ticket) = Shop::opened(100, Some(9)).await;
    shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let mut owner = app.owner().await;
    let views: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut pooled = app.app.db.outside().await.unwrap();
    for view in views.iter().filter(|view| !["person_names", "actor_names"].contains(&view.as_str())) {
        let sql = format!("select count(*) from {view}");
        let seen: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *pooled).await.unwrap();
        assert_eq!(seen, 0, "{view} shows rows without an organisation");
    }
}

#[testkit::test]
async fn the_application_can_neither_change_nor_delete_history() {
    let (app, shop, ticket) = Shop::opened(100, Some(9)).await;
    let order = shop.sell(&ticket, 1).await;
    assert_eq!(order["status"], "paid");
    app.run_jobs().await;
    let mut pooled = app.app.db.outside().await.unwrap();
    for table in ["audit_anchors", "audit_heads", "audit_log", "audit_seals", "ledger_entries"] {
        for sql in [format!("delete from {table}"), format!("update {table} set org_id = org_id")] {
            let error = sqlx::query(AssertSqlSafe(sql)).execute(&mut *pooled).await.unwrap_err();
            assert!(error.to_string().contains("permission denied"), "{error}");
        }
    }
}

#[testkit::test]
async fn another_organisation_is_not_there() {
    let (app, ours, _) = Shop::opened(100, Some(9)).await;
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

#[testkit::test]
async fn reading_sees_one_organisation_and_writes_nothing_whoever_had_the_connection_before() {
    let app = TestApp::start_with(|config| config.database.max_connections = 2).await;
    let (harbour, _) = Shop::open(&app, "harbour", 100, None).await;
    let (garden, _) = Shop::open(&app, "garden", 100, None).await;
    app.run_jobs().await;
    let cx = async |shop: &Shop| app.cx(app.app.directory.organisation(&shop.org).await.unwrap().unwrap());
    let (harbour, garden) = (cx(&harbour).await, cx(&garden).await);
    let orgs = async |cx: &Cx| {
        let mut reader = cx.read().await.unwrap();
        let orgs = sqlx::query_scalar("select distinct org_id from events").fetch_all(&mut *reader);
        orgs.await.unwrap() as Vec<uuid::Uuid>
    };
    for cx in [&harbour, &harbour, &garden, &garden, &harbour] {
        assert_eq!(orgs(cx).await, [cx.org.uuid()]);
        let refused = sqlx::query("update events set version = version + 1")
            .execute(&mut *cx.read().await.unwrap())
            .await
            .unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "25006");
        // The other one's transaction on the same connection writes its own rows, and leaves nothing behind.
        let other = if cx.org == harbour.org { &garden } else { &harbour };
        let mut tx = other.begin().await.unwrap();
        let done = sqlx::query("update events set version = version + 1").execute(&mut *tx).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
        tx.commit().await.unwrap();
    }
}

#[testkit::test]
async fn what_follows_each_other_shares_a_connection_and_sees_nothing_of_who_had_it_before() {
    let (app, shop) = Shop::drafted().await;
    let options = DbOptions { owner: app.app.db.owner_options().clone(), max_connections: 4 };
    let db = &Db::open(options).await.unwrap();
    let org = app.app.directory.organisation(&shop.org).await.unwrap().unwrap();
    let cx = Cx { db: db.clone(), ..app.cx(org) };
    let nobody = kernel::PersonId::new(app.app.now(), &app.app.chance);
    let seen = async |connection: &mut PgConnection| {
        sqlx::query_as::<_, (i64, i64, String, i32)>(
            "select (select count(*) from events), (select count(*) from memberships), current_user::text,
               pg_backend_pid()",
        )
        .fetch_one(connection)
        .await
        .unwrap()
    };
    let (_, _, role, session) = seen(&mut db.outside().await.unwrap()).await;
    assert_eq!(role, "tessera_app", "the connection that has migrated acts like all others");
    let rows = |events, members| (events, members, role.clone(), session);
    for _ in 0..2 {
        assert_eq!(seen(&mut cx.read().await.unwrap()).await, rows(1, 1));
        assert_eq!(seen(&mut db.outside().await.unwrap()).await, rows(0, 0));
        sqlx::query("delete from challenges").execute(&mut *db.outside().await.unwrap()).await.unwrap();
        for begin in ["nobody", "a person", "a bearer"] {
            assert_eq!(seen(&mut cx.read().await.unwrap()).await, rows(1, 1));
            let mut tx = match begin {
                "nobody" => db.begin_outside().await.unwrap(),
                "a person" => db.begin_for_person(nobody).await.unwrap(),
                _ => db.begin_for_bearer(&[7; 32]).await.unwrap(),
            };
            assert_eq!(seen(&mut tx).await, rows(0, 0), "{begin}");
            sqlx::query("delete from challenges").execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[testkit::test]
async fn connections_that_lost_their_server_are_replaced_before_anybody_notices() {
    let app = TestApp::start_with(|config| config.database.max_connections = 4).await;
    let (shop, _) = Shop::open(&app, "harbour", 100, None).await;
    app.run_jobs().await;
    let cx = app.cx(app.app.directory.organisation(&shop.org).await.unwrap().unwrap());
    let cut = async || {
        let others = "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()";
        sqlx::query(others).execute(&mut app.owner().await).await.unwrap();
    };
    for _ in 0..2 {
        cut().await;
        let mut tx = cx.begin().await.unwrap();
        sqlx::query("select 1 from events").fetch_one(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        sqlx::query("select 1 from events").fetch_one(&mut *cx.read().await.unwrap()).await.unwrap();
    }
}

#[testkit::test]
async fn readers_who_come_one_after_the_other_find_out_that_the_server_is_gone() {
    let (app, shop) = Shop::drafted().await;
    let cx = app.cx(app.app.directory.organisation(&shop.org).await.unwrap().unwrap());
    let read = async || {
        let mut events = cx.read().await?;
        sqlx::query("select 1 from events").fetch_one(&mut *events).await
    };
    read().await.unwrap();
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()";
    sqlx::query(cut).execute(&mut app.owner().await).await.unwrap();
    let began = std::time::Instant::now();
    while read().await.is_err() {
        assert!(began.elapsed().as_secs() < 5, "nobody looks");
    }
}

#[testkit::test]
async fn a_start_puts_the_roles_rights_in_order_and_touches_nothing_that_is() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let rights = "select has_table_privilege('tessera_app', 'orders', 'select')
                    and not has_table_privilege('tessera_app', 'audit_log', 'update')";
    let rows = "select string_agg(xmin::text, ' ' order by oid) from pg_class where relkind = 'r'";
    let before: String = sqlx::query_scalar(rows).fetch_one(&mut owner).await.unwrap();
    app.another_process().await;
    let after: String = sqlx::query_scalar(rows).fetch_one(&mut owner).await.unwrap();
    assert_eq!(after, before);
    for change in ["revoke select on orders from tessera_app", "grant update on audit_log to tessera_app"] {
        sqlx::raw_sql(change).execute(&mut owner).await.unwrap();
        assert!(!sqlx::query_scalar::<_, bool>(rights).fetch_one(&mut owner).await.unwrap(), "{change}");
        app.another_process().await;
        assert!(sqlx::query_scalar::<_, bool>(rights).fetch_one(&mut owner).await.unwrap(), "{change}");
    }
}
