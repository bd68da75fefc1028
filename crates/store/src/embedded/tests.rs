use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::left_over::{PidFile, send};
use super::*;

/// A folder for one test, and the server on it.
struct Place {
    folder: TempDir,
    _cluster: Option<Arc<TempDir>>,
}

impl Place {
    /// With no cluster yet.
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("the temporary folder is writable"), _cluster: None }
    }

    /// With a copy of a cluster that is initialised only once, and removed with the last test that needs it.
    async fn initialised() -> Self {
        static CLUSTER: Mutex<Weak<TempDir>> = Mutex::const_new(Weak::new());
        let mut shared = CLUSTER.lock().await;
        let cluster = match shared.upgrade() {
            Some(cluster) => cluster,
            None => {
                let place = Self::empty();
                place.start().await.stop().await;
                Arc::new(place.folder)
            }
        };
        *shared = Arc::downgrade(&cluster);
        let place = Self { _cluster: Some(cluster.clone()), ..Self::empty() };
        let copied =
            Command::new("cp").arg("-a").arg(cluster.path().join("postgres")).arg(place.data_dir()).status();
        assert!(copied.expect("cp runs").success());
        place
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }

    fn options(&self) -> Options {
        Options { durable: false, ..Options::new(self.data_dir()) }
    }

    async fn start(&self) -> Embedded {
        Embedded::start(self.options()).await.expect("PostgreSQL starts")
    }

    async fn refusal(&self) -> String {
        Embedded::start(self.options()).await.expect_err("PostgreSQL must not start").to_string()
    }

    fn pid(&self) -> u32 {
        PidFile::read(&self.data_dir()).expect("a running server has a pid file").pid
    }
}

async fn connect(embedded: &Embedded) -> PgConnection {
    PgConnection::connect(&embedded.url()).await.expect("the owner connects")
}

async fn write_note(embedded: &Embedded) {
    connect(embedded).await.execute("create table note as select 'kept' as text").await.expect("created");
}

async fn assert_note_is_kept(embedded: &Embedded) {
    let text: String = sqlx::query_scalar("select text from note")
        .fetch_one(&mut connect(embedded).await)
        .await
        .expect("read");
    assert_eq!(text, "kept");
}

async fn show(embedded: &Embedded, setting: &str) -> String {
    sqlx::query_scalar("select current_setting($1)")
        .bind(setting)
        .fetch_one(&mut connect(embedded).await)
        .await
        .expect("the setting exists")
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(10), "still not: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn alive(pid: u32) -> bool {
    // A killed process stays as a zombie where the container's first process does not reap.
    Command::new("ps")
        .args(["-o", "stat=", "-p", &pid.to_string()])
        .output()
        .is_ok_and(|output| !output.stdout.is_empty() && !output.stdout.starts_with(b"Z"))
}

#[tokio::test]
async fn data_survives_a_stop_and_the_second_start_is_quick() {
    let place = Place::initialised().await;
    let embedded = place.start().await;
    write_note(&embedded).await;
    let pid = place.pid();
    embedded.stop().await;
    assert!(!alive(pid), "stopped means gone");

    let began = Instant::now();
    let embedded = place.start().await;
    assert!(began.elapsed() < Duration::from_secs(3), "took {:?}", began.elapsed());
    assert_note_is_kept(&embedded).await;
    embedded.stop().await;
}

#[tokio::test]
async fn it_listens_on_a_private_socket_only_with_the_settings_of_a_small_box() {
    let place = Place::initialised().await;
    let extra = vec![
        ("work_mem".to_owned(), "5MB".to_owned()),
        ("search_path".to_owned(), "it's, public".to_owned()),
    ];
    let embedded =
        Embedded::start(Options { max_connections: 23, extra, ..place.options() }).await.expect("starts");
    assert_eq!(show(&embedded, "listen_addresses").await, "");
    assert_eq!(show(&embedded, "max_connections").await, "23");
    assert_eq!(show(&embedded, "work_mem").await, "5MB");
    assert_eq!(show(&embedded, "TimeZone").await, "UTC");
    assert_eq!(show(&embedded, "server_encoding").await, "UTF8");
    assert_eq!(show(&embedded, "data_checksums").await, "on");
    assert_eq!(show(&embedded, "fsync").await, "off");
    assert!(show(&embedded, "server_version").await.starts_with(embedded.version()));
    assert_eq!(fs::metadata(embedded.socket.path()).expect("exists").mode() & 0o777, 0o700);
    embedded.stop().await;
}

#[test]
fn a_real_server_waits_for_the_disk() {
    let settings = cluster::settings(Path::new("/data, ours/postgres"), &Options::new("/data/postgres"));
    for line in
        ["fsync = 'on'", "synchronous_commit = 'on'", "unix_socket_directories = '\"/data, ours/postgres\"'"]
    {
        assert!(settings.lines().any(|l| l == line), "{line} is missing in\n{settings}");
    }
}

#[tokio::test]
async fn a_killed_postgres_comes_back_with_its_data() {
    let place = Place::initialised().await;
    let embedded = Embedded::start(Options { durable: true, ..place.options() }).await.expect("starts");
    write_note(&embedded).await;
    let first = place.pid();
    send(first, Signal::SIGKILL);
    until("the server is back", async || {
        PidFile::read(&place.data_dir()).is_some_and(|file| file.pid != first && file.ready)
    })
    .await;
    assert_note_is_kept(&embedded).await;
    embedded.stop().await;
}

#[tokio::test]
async fn a_pid_file_whose_number_belongs_to_a_stranger_is_no_obstacle() {
    let place = Place::initialised().await;
    let embedded = place.start().await;
    write_note(&embedded).await;
    let pid_file = place.data_dir().join("postmaster.pid");
    let content = fs::read_to_string(&pid_file).expect("read");
    embedded.stop().await;

    // The stranger has the uid of the server: PostgreSQL itself would take it for a living server.
    let account = Account::choose(&place.data_dir()).expect("an account");
    let mut stranger = account.command(Path::new("/bin/sleep")).arg("60").spawn().expect("sleep runs");
    let number = stranger.id().expect("it runs").to_string();
    let (_, rest) = content.split_once('\n').expect("several lines");
    fs::write(&pid_file, format!("{number}\n{rest}")).expect("written");
    account.give(&pid_file).expect("given");

    let embedded = place.start().await;
    assert_note_is_kept(&embedded).await;
    assert!(stranger.try_wait().expect("watched").is_none(), "the stranger is left alone");
    embedded.stop().await;
    stranger.kill().await.expect("killed");
}

#[tokio::test]
async fn a_server_that_a_killed_run_left_behind_is_stopped_first() {
    let place = Place::initialised().await;
    let embedded = place.start().await;
    write_note(&embedded).await;
    embedded.stop().await;

    let data_dir = absolute(&place.data_dir()).expect("exists");
    let postgres = locate().await.expect("found").folder.join("postgres");
    let account = Account::choose(&data_dir).expect("an account");
    let mut orphan =
        account.command(&postgres).arg("-D").arg(&data_dir).stderr(Stdio::null()).spawn().expect("it starts");
    until("the orphan is ready", async || PidFile::read(&data_dir).is_some_and(|file| file.ready)).await;
    let connect = PgConnectOptions::new_without_pgpass()
        .socket(&data_dir)
        .port(PORT)
        .username(OWNER)
        .database(DATABASE);
    let _client_that_does_not_go = PgConnection::connect_with(&connect).await.expect("connects");

    let embedded = place.start().await;
    let status = orphan.wait().await.expect("it ended");
    assert!(status.success(), "it was shut down cleanly: {status}");
    assert_note_is_kept(&embedded).await;
    embedded.stop().await;
}

#[tokio::test]
async fn dropping_it_shuts_postgres_down() {
    let place = Place::initialised().await;
    let embedded = place.start().await;
    let pid = place.pid();
    drop(embedded);
    until("PostgreSQL is gone", async || !alive(pid)).await;
}

#[test]
fn a_runtime_that_ends_takes_postgres_with_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (place, _embedded) = runtime.block_on(async {
        let place = Place::initialised().await;
        let embedded = place.start().await;
        (place, embedded)
    });
    let pid = place.pid();
    drop(runtime);
    let began = Instant::now();
    while alive(pid) && began.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(!alive(pid));
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere() {
    let place = Place::empty();
    let data_dir = place.folder.path().join("a-long-name".repeat(12)).join("postgres");
    let embedded =
        Embedded::start(Options { durable: false, ..Options::new(&data_dir) }).await.expect("starts");
    let socket_folder = embedded.socket.path().to_owned();
    assert!(!socket_folder.starts_with(place.folder.path()));
    assert_eq!(fs::metadata(&socket_folder).expect("exists").mode() & 0o777, 0o700);
    write_note(&embedded).await;
    embedded.stop().await;
    assert!(!socket_folder.exists(), "it leaves nothing behind");
}

#[tokio::test]
async fn a_folder_in_use_names_its_user_and_can_be_discarded_afterwards() {
    let place = Place::initialised().await;
    let embedded = place.start().await;
    let in_use = format!("is in use by process {};", std::process::id());
    let message = place.refusal().await;
    assert!(message.contains(&in_use), "{message}");
    let message = discard(&place.data_dir()).await.expect_err("it is in use").to_string();
    assert!(message.contains(&in_use), "{message}");
    embedded.stop().await;
    discard(&place.data_dir()).await.expect("nobody uses it");
    assert!(!place.data_dir().exists());
    discard(&place.data_dir()).await.expect("there is nothing to do");
}

#[tokio::test]
async fn a_killed_initdb_leaves_nothing_half_done() {
    let place = Place::empty();
    let unfinished = place.folder.path().join("postgres.unfinished-1");
    fs::create_dir(&unfinished).expect("created");
    fs::write(unfinished.join("PG_VERSION"), "1").expect("written");
    place.start().await.stop().await;
    assert!(!unfinished.exists());
}

#[tokio::test]
async fn data_of_another_major_version_is_left_alone() {
    let place = Place::empty();
    fs::create_dir(place.data_dir()).expect("created");
    fs::write(place.data_dir().join("PG_VERSION"), "9.6\n").expect("written");
    let message = place.refusal().await;
    assert!(
        message.contains("was written by PostgreSQL 9.6") && message.contains("TESSERA_POSTGRES_BIN"),
        "{message}"
    );
}

#[tokio::test]
async fn a_folder_with_other_files_is_left_alone() {
    let place = Place::empty();
    fs::create_dir(place.data_dir()).expect("created");
    fs::write(place.data_dir().join("letter.txt"), "dear").expect("written");
    let message = place.refusal().await;
    assert!(message.contains("is not empty"), "{message}");
}

#[tokio::test]
async fn a_broken_setting_is_told_in_postgres_own_words() {
    let place = Place::initialised().await;
    let extra = vec![("shared_buffers".to_owned(), "much".to_owned())];
    let error = Embedded::start(Options { extra, ..place.options() }).await.expect_err("it can't start");
    assert!(error.to_string().contains("configuration file"), "{error}");
}

#[tokio::test]
async fn root_becomes_an_ordinary_user_and_reaches_folders_that_only_root_may_enter() {
    let place = Place::empty();
    let closed = place.folder.path().join("closed");
    fs::create_dir(&closed).expect("created");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("closed");
    let data_dir = closed.join("data/postgres");
    let embedded =
        Embedded::start(Options { durable: false, ..Options::new(&data_dir) }).await.expect("starts");
    let owner = fs::metadata(&data_dir).expect("exists").uid();
    assert_ne!(owner, 0, "PostgreSQL never runs as root");
    assert_eq!(fs::metadata(&closed).expect("exists").mode() & 0o007, 0, "still closed for everybody else");
    embedded.stop().await;
}

#[test]
fn the_version_is_read_as_distributions_print_it() {
    let debian = locate::parse_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n");
    assert_eq!(debian, Some(("15.14".to_owned(), 15)));
    assert_eq!(locate::parse_version("postgres (PostgreSQL) 19beta1"), Some(("19beta1".to_owned(), 19)));
    assert_eq!(locate::parse_version("command not found"), None);
}

#[test]
fn the_links_between_the_libraries_of_the_npm_package_are_made_once() {
    let package = tempfile::tempdir().expect("writable");
    let native = package.path().join("native");
    fs::create_dir_all(native.join("bin")).expect("created");
    fs::create_dir_all(native.join("lib")).expect("created");
    fs::write(native.join("lib/libpq.so.5.18"), "library").expect("written");
    fs::write(
        native.join("pg-symlinks.json"),
        r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#,
    )
    .expect("written");
    for _ in 0..2 {
        locate::link_libraries(&native.join("bin")).expect("linked");
    }
    assert_eq!(
        fs::read_to_string(native.join("lib/libpq.so.5")).expect("it leads to the library"),
        "library"
    );
}

#[test]
fn a_line_of_the_log_is_split_into_severity_and_message() {
    assert_eq!(log::split("FATAL:  no room"), ("FATAL", "no room"));
    assert_eq!(log::split("\tsecond line:  of a message"), ("", "second line:  of a message"));
}
