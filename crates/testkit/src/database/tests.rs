use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection, Executor, PgConnection};

use super::TestDb;
use super::store::Key;

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

#[tokio::test]
async fn each_test_has_a_migrated_database_of_its_own() {
    let (mine, theirs) = (TestDb::new().await, TestDb::new().await);
    connect(&mine).await.execute("create table only_mine ()").await.expect("created");
    assert!(tables(&mine).await.contains(&"only_mine".to_owned()));
    let tables = tables(&theirs).await;
    assert!(tables.contains(&"outbox".to_owned()), "migrated: {tables:?}");
    assert!(!tables.contains(&"only_mine".to_owned()));
}

#[tokio::test]
async fn the_url_leads_to_the_same_database() {
    let db = TestDb::new().await;
    let mut connection = PgConnection::connect(&db.url()).await.expect("connects");
    let name: String =
        sqlx::query_scalar("select current_database()").fetch_one(&mut connection).await.expect("read");
    assert_eq!(name, db.name);
}

#[tokio::test]
async fn a_database_is_dropped_with_its_value_although_somebody_is_connected() {
    let (db, other) = (TestDb::new().await, TestDb::new().await);
    let _connection_that_stays = connect(&db).await;
    let name = db.name.clone();
    drop(db);
    let mut connection = connect(&other).await;
    until("dropped", async || {
        let gone = sqlx::query_scalar("select not exists (select from pg_database where datname = $1)");
        gone.bind(&name).fetch_one(&mut connection).await.expect("read")
    })
    .await;
}

#[tokio::test]
async fn what_was_frozen_is_copied_as_often_as_wanted_although_somebody_is_connected() {
    let first = TestDb::new().await;
    let _connection_that_stays = connect(&first).await;
    connect(&first).await.execute("create table common ()").await.expect("created");
    let frozen = first.freeze().await;
    let (mine, theirs) = (TestDb::of(&frozen).await, TestDb::of(&frozen).await);
    connect(&mine).await.execute("create table only_mine ()").await.expect("created");
    assert!(tables(&mine).await.contains(&"common".to_owned()));
    let tables = tables(&theirs).await;
    assert!(tables.contains(&"common".to_owned()) && !tables.contains(&"only_mine".to_owned()), "{tables:?}");
}

/// Runs this very test in another process, which is killed while it holds a database.
#[tokio::test]
async fn a_killed_test_process_leaves_neither_postgres_nor_files() {
    const VICTIM: &str = "TESSERA_TEST_VICTIM";
    if env::var_os(VICTIM).is_some() {
        let db = TestDb::new().await;
        let socket = db.owner_options().get_socket().cloned().expect("the embedded server has a socket");
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
        .env_remove("TESSERA_TEST_DATABASE_URL")
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
