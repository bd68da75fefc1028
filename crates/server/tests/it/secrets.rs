//! Secrets show up nowhere but where they were asked for: not in logs, the audit log, jobs, facts or other answers.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use serde_json::json;
use sqlx::{AssertSqlSafe, PgConnection};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    access::{document::operations, world::World},
    app::{Client, TestApp},
    second_factor::code,
};

const PASSWORD: &str = "marked-Zebra-7391-battery";
const WRONG_PASSWORD: &str = "marked-Okapi-5527-staple";

/// All that is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What must not be seen, by name.
#[derive(Default)]
struct Marked(Vec<(&'static str, String)>);

impl Marked {
    fn add(&mut self, name: &'static str, secret: impl Into<String>) {
        let secret = secret.into();
        assert!(secret.len() >= 6, "{name} is too short to be looked for: {secret}");
        self.0.push((name, secret));
    }

    /// Bytes as they might be written.
    fn add_bytes(&mut self, name: &'static str, bytes: &[u8]) {
        self.add(name, BASE64.encode(bytes).trim_end_matches('='));
        self.add(name, HEXLOWER.encode(bytes));
        self.add(name, BASE32_NOPAD.encode(bytes));
        self.add(name, format!("{bytes:?}").trim_matches(['[', ']']));
    }

    fn found_in(&self, place: &str, text: &str) -> Vec<String> {
        let found = self.0.iter().filter(|(_, secret)| text.contains(secret.as_str()));
        found.map(|(name, _)| format!("{name} in {place}")).collect()
    }
}

/// Whatever a browser keeps of a session.
fn cookie(answer: &crate::app::Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
    cookie.split_once('=').unwrap().1.to_owned()
}

/// Signs up, sets up a second factor, signs in with it, fails at all of that, asks for a new password.
async fn account(app: &TestApp, marked: &mut Marked) -> Client {
    let ada = app.guest();
    let body = json!({ "name": "Ada", "email": "ada@marked.example", "password": PASSWORD });
    let signed_up = ada.post("/api/v1/auth/sign-up", body).await.expect(201);
    ada.entered(&signed_up);
    marked.add("the session", cookie(&signed_up));
    marked.add("a password", PASSWORD);
    marked.add("a wrong password", WRONG_PASSWORD);
    let enrolment = ada.post("/api/v1/me/totp", json!({})).await.expect(200).json();
    let seed = enrolment["secret"].as_str().unwrap().to_owned();
    marked.add("the seed", seed.clone());
    marked.add_bytes("the seed", &BASE32_NOPAD.decode(seed.as_bytes()).unwrap());
    let confirmed =
        ada.post("/api/v1/me/totp/confirm", json!({ "code": code(app, &seed) })).await.expect(200).json();
    for recovery in confirmed["recovery_codes"].as_array().unwrap() {
        marked.add("a recovery code", recovery.as_str().unwrap());
    }
    for password in [WRONG_PASSWORD, PASSWORD] {
        let body = json!({ "email": "ada@marked.example", "password": password });
        let guest = app.guest();
        let answer = guest.post("/api/v1/auth/sign-in", body).await;
        if password == WRONG_PASSWORD {
            assert!(!answer.expect(401).text().contains(WRONG_PASSWORD));
            continue;
        }
        let ticket = answer.expect(202).json()["second_factor"]["ticket"].as_str().unwrap().to_owned();
        marked.add("the ticket of a sign-in", ticket.clone());
        app.clock.advance(60);
        let code = code(app, &seed);
        let body = json!({ "ticket": ticket, "code": code });
        let answer = guest.post("/api/v1/auth/second-factor", body.clone()).await.expect(200);
        marked.add("another session", cookie(&answer));
        guest.post("/api/v1/auth/second-factor", body).await;
    }
    app.guest().post("/api/v1/auth/password/forgotten", json!({ "email": "ada@marked.example" })).await;
    ada
}

/// What the database holds sealed, and what seals it.
async fn sealed(owner: &mut PgConnection, marked: &mut Marked) {
    for (name, sql) in [
        ("a sealed seed", "select sealed_secret from totp_factors"),
        ("a sealed event key", "select sealed_key from event_keys"),
        ("a sealed audit key", "select sealed_key from audit_keys"),
        ("a wrapped key", "select wrapped from data_keys"),
        ("a wrapped key", "select wrapped from installation_keys"),
    ] {
        let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(&mut *owner).await.unwrap();
        assert!(!rows.is_empty(), "{name}");
        rows.iter().for_each(|bytes| marked.add_bytes(name, bytes));
    }
}

/// Tables that are read by people who are not meant to know secrets, or that live long.
const TABLES: [&str; 5] = ["audit_log", "jobs", "outbox", "person_log", "idempotency_keys"];

#[testkit::test]
async fn marked_secrets_are_found_nowhere_but_where_they_were_asked_for() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(LevelFilter::DEBUG).with_writer(log.clone());
    // With one subscriber alone, tracing asks that of whichever thread meets a message first whether anybody wants it,
    // and other tests' threads have none. With two it asks both.
    let other = tracing_subscriber::fmt().with_max_level(LevelFilter::DEBUG).with_writer(io::sink);
    let _other = tracing::Dispatch::new(other.finish());
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let (mut app, world) = World::built().await;
    let mut marked = Marked::default();
    let ada = account(&app, &mut marked).await;
    let ticket = world.shop.add_ticket("Plain", 1000, Some(5)).await;
    let order = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = app.guest().post(&world.shop.public("/carts"), order).await.expect(201).json();
    marked.add("a cart's secret", cart["secret"].as_str().unwrap());
    let key = json!({ "name": "Marked", "permissions": ["audit.view"] });
    let key = world.shop.owner.post("/api/v1/organisations/harbour/api-keys", key).await.expect(201).json();
    let key = key["secret"].as_str().unwrap();
    marked.add("an API key", key);
    world.shop.owner.with_bearer(key).get("/api/v1/organisations/harbour/audit").await.expect(200);
    app.clock.advance(6);
    app.run_jobs().await;
    let mut answers = Vec::new();
    let reads = operations(&app).await.into_iter().filter(|it| it.signed_in && !it.writes());
    // What happens live is a stream without an end; it is the outbox, which is looked through below.
    for operation in reads.filter(|operation| !operation.path.ends_with("/live")) {
        for client in [&ada, &world.shop.owner] {
            let path = world.path(&operation);
            answers.push((path.clone(), world.call(client, &operation, &path).await.text()));
        }
    }
    let mut owner = app.owner().await;
    sealed(&mut owner, &mut marked).await;
    let key = std::fs::read_to_string(app.data().join("secret.key")).unwrap();
    marked.add("the key file", key.trim());
    let mut found = Vec::new();
    for (path, text) in &answers {
        found.extend(marked.found_in(path, text));
    }
    for table in TABLES {
        let sql = format!("select coalesce(string_agg(t::text, '\n'), '') from {table} t");
        let rows: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut owner).await.unwrap();
        assert!(table == "idempotency_keys" || !rows.is_empty(), "{table} is empty");
        found.extend(marked.found_in(table, &rows));
    }
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("answered") && logged.len() > 10_000, "the log was kept: {}", logged.len());
    found.extend(marked.found_in("the log", &logged));
    assert!(found.is_empty(), "{found:#?}");
    app.forgive_leftovers();
}
