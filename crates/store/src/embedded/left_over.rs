//! What a killed run left behind: a `postmaster.pid`, and perhaps the server it names.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::time::sleep;

use super::error::EmbeddedError;

const POLL: Duration = Duration::from_millis(20);
/// A fast shutdown writes a checkpoint; an immediate one does not.
const STEPS: [(Signal, Duration); 2] =
    [(Signal::SIGINT, Duration::from_secs(20)), (Signal::SIGQUIT, Duration::from_secs(5))];

/// Stops the server that still runs on `data_dir`. Only called under the lock, so it can't be somebody's who lives.
pub(super) async fn stop(data_dir: &Path) -> Result<(), EmbeddedError> {
    let Some(pid) = PidFile::read(data_dir).map(|file| file.pid).filter(|pid| runs_on(*pid, data_dir)) else {
        return Ok(());
    };
    tracing::warn!(pid, "stopping the PostgreSQL that an earlier run left behind");
    for (signal, limit) in STEPS {
        send(pid, signal);
        let began = Instant::now();
        while began.elapsed() < limit {
            if !runs_on(pid, data_dir) {
                return Ok(());
            }
            sleep(POLL).await;
        }
    }
    Err(EmbeddedError::LeftOver { pid })
}

/// Sends a signal; that the process is gone already is no error.
pub(super) fn send(pid: u32, signal: Signal) {
    let Ok(raw) = i32::try_from(pid) else { return };
    if let Err(error) = kill(Pid::from_raw(raw), signal) {
        tracing::debug!(pid, %signal, %error, "could not signal PostgreSQL");
    }
}

/// The lines we use of `postmaster.pid` (src/include/utils/pidfile.h).
pub(super) struct PidFile {
    pub(super) pid: u32,
    pub(super) ready: bool,
}

impl PidFile {
    pub(super) fn read(data_dir: &Path) -> Option<Self> {
        let content = fs::read_to_string(data_dir.join("postmaster.pid")).ok()?;
        let mut lines = content.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        Some(Self { pid, ready: lines.nth(6).is_some_and(|status| status.trim() == "ready") })
    }
}

/// Whether `pid` is a PostgreSQL on this folder, and not a stranger that got the number later.
#[cfg(target_os = "linux")]
fn runs_on(pid: u32, data_dir: &Path) -> bool {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let Ok(command) = fs::read(format!("/proc/{pid}/cmdline")) else { return false };
    let mut words = command.split(|byte| *byte == 0).map(|word| Path::new(OsStr::from_bytes(word)));
    let is_postgres = words.next().and_then(Path::file_name).is_some_and(|name| name == "postgres");
    // The working folder is hidden from a root without CAP_SYS_PTRACE, as in a container; the arguments are not.
    is_postgres
        && (words.any(|word| word == data_dir)
            || fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|folder| folder == data_dir))
}

/// Whether `pid` is a PostgreSQL on this folder, and not a stranger that got the number later.
#[cfg(not(target_os = "linux"))]
fn runs_on(pid: u32, data_dir: &Path) -> bool {
    let output = std::process::Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
    let command =
        output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    command.contains("postgres -D ") && command.contains(&*data_dir.to_string_lossy())
}
