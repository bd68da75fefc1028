use std::env;
use std::io::{BufRead, BufReader};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ::store::Db;
use sqlx::{Connection, Executor, PgConnection};

use super::host::Server;
use super::store::Key;
use super::{CONNECTIONS, TestDb, Used, Warm};

async fn connect(db: &TestDb) -> PgConnection {
    PgConnection::connect_with(&db.owner_options()).await.expect("the owner connects")
}

async fn tables(db: &TestDb) -> Vec<String> {
    sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public'")
        .fetch_all(&mut connect(db).await)
        .await
        .expect("read")
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(20), "still not: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn until_dropped(name: &str, other: &TestDb) {
    let mut connection = connect(other).await;
    until("dropped", async || {
        let gone = sqlx::query_scalar("select not exists (select from pg_database where datname = $1)");
        gone.bind(name).fetch_one(&mut connection).await.expect("read")
    })
    .await;
}

#[testkit::test]
async fn each_test_has_a_migrated_database_of_its_own() {
    let (mine, theirs) = (TestDb::new().await, TestDb::new().await);
    connect(&mine).await.execute("create table only_mine ()").await.expect("created");
    assert!(tables(&mine).await.contains(&"only_mine".to_owned()));
    let tables = tables(&theirs).await;
    assert!(tables.contains(&"outbox".to_owned()), "migrated: {tables:?}");
    assert!(!tables.contains(&"only_mine".to_owned()));
}

#[testkit::test]
async fn the_url_leads_to_the_same_database() {
    let db = TestDb::new().await;
    let mut connection = PgConnection::connect(&db.url()).await.expect("connects");
    let name: String =
        sqlx::query_scalar("select current_database()").fetch_one(&mut connection).await.expect("read");
    assert_eq!(Some(name.as_str()), db.owner_options().get_database());
}

#[testkit::test]
async fn what_one_test_wrote_is_not_there_for_the_next_on_the_same_connections() {
    let warm = Warm::create().await;
    let before = warm.db();
    assert_eq!(write(&before).await, 1);
    let session = session(&before).await;
    let warm = clean(warm).await.expect("fit for another test");
    let after = warm.db();
    assert_eq!((self::session(&after).await, count(&after).await), (session, 0));
    assert_eq!(write(&after).await, 1, "numbers begin anew");
    assert!(before.outside().await.is_err(), "whoever is late writes into no other test's database");
}

#[testkit::test]
async fn a_crowd_leaves_some_connections_and_not_all() {
    let warm = Warm::create().await;
    let db = warm.db();
    let mut crowd = Vec::new();
    for _ in 0..CONNECTIONS {
        crowd.push(db.outside().await.expect("there are as many"));
    }
    drop((crowd, db));
    let warm = clean(warm).await.expect("fit for another test");
    assert!(warm.db().open_connections() < CONNECTIONS);
}

#[testkit::test]
async fn a_database_whose_schema_or_history_was_changed_goes_to_nobody() {
    let column = "alter table outbox add column more text";
    let right = "grant update on audit_log to tessera_app";
    let history = "delete from _sqlx_migrations where version = 1";
    for change in [column, right, history] {
        let warm = Warm::create().await;
        owner(&warm).await.execute(change).await.expect("done");
        assert!(clean(warm).await.is_none(), "{change}");
    }
}

#[testkit::test]
async fn a_database_that_somebody_uses_goes_to_nobody_and_is_dropped() {
    let (warm, other) = (Warm::create().await, TestDb::new().await);
    let stays = owner(&warm).await;
    let name = warm.owner().get_database().expect("named").to_owned();
    assert!(clean(warm).await.is_none());
    drop(stays);
    until_dropped(&name, &other).await;
    let warm = Warm::create().await;
    let _in_use = warm.db().begin_outside().await.expect("begun");
    assert!(clean(warm).await.is_none());
}

#[testkit::test]
async fn what_was_saved_is_there_as_often_as_wanted() {
    let first = TestDb::new().await;
    write(&first.db()).await;
    let saved = first.save().await;
    let (mine, theirs) = (TestDb::of(&saved).await, TestDb::of(&saved).await);
    assert_eq!(write(&mine.db()).await, 2, "numbers go on");
    assert_eq!((count(&mine.db()).await, count(&theirs.db()).await), (2, 1));
}

#[test]
fn work_that_is_left_fails_the_test_at_its_end() {
    let left = |promised: bool| {
        let test = Box::pin(async move {
            let mut db = TestDb::new().await;
            write(&db.db()).await;
            if promised {
                db.promise_nothing_is_due("2027-01-02T00:00:00Z".parse().expect("a moment"), "another.kind");
            }
        });
        std::panic::catch_unwind(AssertUnwindSafe(|| testkit::run(testkit::Threads::One, test))).is_err()
    };
    assert_eq!([left(false), left(true)], [false, true]);
}

#[test]
fn what_a_failed_test_worked_with_is_thrown_away() {
    let took = Arc::new(Mutex::new(None));
    let tell = took.clone();
    let test = Box::pin(async move {
        let db = TestDb::new().await;
        *tell.lock().expect("whole") = db.owner_options().get_database().map(str::to_owned);
        panic!("it failed");
    });
    std::panic::catch_unwind(AssertUnwindSafe(|| testkit::run(testkit::Threads::One, test)))
        .expect_err("it failed");
    let name = took.lock().expect("whole").take();
    let look = Box::pin(async move {
        until_dropped(&name.expect("it had one"), &TestDb::new().await).await;
    });
    testkit::run(testkit::Threads::One, look);
}

async fn clean(warm: Warm) -> Option<Warm> {
    Used { warm, promise: None }.clean().await
}

async fn owner(warm: &Warm) -> PgConnection {
    PgConnection::connect_with(warm.owner()).await.expect("the owner connects")
}

/// Leaves a job; returns its number.
async fn write(db: &Db) -> i64 {
    let job = "insert into jobs (kind, payload, run_at, created_at)
               values ('some.kind', '{}', '2027-01-01T00:00Z', '2027-01-01T00:00Z') returning id";
    sqlx::query_scalar(job).fetch_one(&mut *db.outside().await.expect("lent")).await.expect("written")
}

async fn count(db: &Db) -> i64 {
    let jobs = sqlx::query_scalar("select count(*) from jobs");
    jobs.fetch_one(&mut *db.outside().await.expect("lent")).await.expect("read")
}

async fn session(db: &Db) -> i32 {
    let session = sqlx::query_scalar("select pg_backend_pid()");
    session.fetch_one(&mut *db.outside().await.expect("lent")).await.expect("read")
}

/// Runs this very test in another process, which is killed while it holds a server.
#[testkit::test]
async fn a_killed_test_process_leaves_neither_postgres_nor_files() {
    const VICTIM: &str = "TESSERA_TEST_VICTIM";
    if env::var_os(VICTIM).is_some() {
        let server = Server::start().await.expect("it starts");
        let socket = server.embedded.options().get_socket().cloned().expect("it has a socket");
        println!("\nsocket {}", socket.display());
        return std::future::pending().await;
    }
    let mut victim = Command::new(env::current_exe().expect("known"))
        .args([
            "--exact",
            "--nocapture",
            "database::tests::a_killed_test_process_leaves_neither_postgres_nor_files",
        ])
        .env(VICTIM, "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let lines = BufReader::new(victim.stdout.take().expect("piped")).lines().map_while(Result::ok);
    let socket = lines.filter_map(|line| line.strip_prefix("socket ").map(str::to_owned)).next();
    let socket = socket.expect("it prints its socket");
    assert!(Path::new(&socket).join("postmaster.pid").exists());
    victim.kill().expect("killed");
    victim.wait().expect("reaped");
    let folder = Path::new(&socket).parent().expect("the scratch folder");
    until("the folder is gone", async || !folder.exists()).await;
}

#[test]
fn a_key_survives_being_written_into_a_name() {
    for key in ["0000000000000000", "00000000000000ff", "f234567890abcdef"] {
        assert_eq!(Key::parse(key).map(|key| key.to_string()).as_deref(), Some(key));
    }
    assert_eq!(Key::parse("unfinished"), None);
}
