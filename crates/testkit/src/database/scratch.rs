//! The folder of the test process's PostgreSQL, and what cleans up after a process that nothing runs at the end of.

use std::env;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::statvfs::statvfs;
use store::embedded;

const PREFIX: &str = "tessera-test-";

/// Memory that looks like a folder. Each test makes and removes some 800 files: 20 ms of a processor there, 450 ms in a
/// folder on ext4.
const MEMORY: &str = "/dev/shm";

/// The free bytes without which we stay out of [`MEMORY`]: containers often have 64 MB of it.
const ROOM: u64 = 3 << 30;

/// A younger folder may belong to a process that has not locked it yet.
const SETTLED: Duration = Duration::from_secs(60);

/// Waits for the end of its input, which comes when the process that holds the other end is gone, however it went.
/// Then it ends PostgreSQL, which has nothing to save, and removes the folder.
const WATCHDOG: &str = r#"
read -r _
pid=$(head -n 1 "$1/postgres/postmaster.pid") && kill -QUIT "$pid"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  kill -0 "$pid" || break
  sleep 0.1
done
rm -rf "$1"
"#;

/// A temporary folder that goes with this process.
#[derive(Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
    _watchdog: Child,
}

impl Scratch {
    /// Also removes what dead runs left, should their watchdog have died with them.
    pub(super) async fn create() -> io::Result<Self> {
        sweep().await;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(place())?.keep();
        let mut watchdog = Command::new("/bin/sh");
        watchdog.args(["-c", WATCHDOG, "watchdog"]).arg(&folder).current_dir("/").process_group(0);
        watchdog.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { _watchdog: watchdog.spawn()?, folder })
    }

    pub(super) fn data_dir(&self) -> PathBuf {
        self.folder.join("postgres")
    }
}

fn place() -> PathBuf {
    let roomy = statvfs(MEMORY).is_ok_and(|it| it.blocks_available() * it.fragment_size() >= ROOM);
    let writable = || tempfile::tempfile_in(MEMORY).is_ok();
    if roomy && writable() { MEMORY.into() } else { env::temp_dir() }
}

async fn sweep() {
    let places = [env::temp_dir(), MEMORY.into()];
    for entry in places.iter().flat_map(fs::read_dir).flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) && is_settled(&entry.path()) {
            // Refused while its process lives.
            if embedded::discard(&entry.path().join("postgres")).await.is_ok() {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

fn is_settled(folder: &Path) -> bool {
    let modified = fs::metadata(folder).and_then(|metadata| metadata.modified());
    modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > SETTLED))
}
