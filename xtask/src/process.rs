//! Other programs: run to the end with their last words kept, and ended when we are.

use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
const LAST_WORDS: usize = 60;
const TICK: Duration = Duration::from_millis(100);

/// Ctrl-C or SIGTERM ended us. Nothing is printed for it.
#[derive(Debug)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// From here on Ctrl-C and SIGTERM only set a flag, so that what we started is stopped in order.
pub fn watch_signals() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed)).context("can't watch for Ctrl-C")
}

/// Whether somebody asked us to end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Asks a child to stop in order.
pub fn terminate(child: &Child) {
    signal(child, Signal::SIGTERM);
}

/// Sends a signal to a child that has not been waited for.
pub fn signal(child: &Child, signal: Signal) {
    if let Ok(pid) = i32::try_from(child.id()) {
        // It may just have ended by itself.
        let _ = kill(Pid::from_raw(pid), signal);
    }
}

/// What a program left behind.
pub struct Finished {
    /// Its exit status.
    pub status: ExitStatus,
    /// The last lines it wrote, both streams mixed.
    pub last_words: String,
}

/// Runs `command` to its end and gives `each` every line that it writes (and `None` now and then while it is silent).
pub fn follow(command: &mut Command, mut each: impl FnMut(Option<&str>)) -> Result<Finished> {
    let mut child = spawn_piped(command)?;
    let lines = lines_of(&mut child);
    let mut last: VecDeque<String> = VecDeque::new();
    loop {
        match lines.recv_timeout(TICK) {
            Ok(line) => {
                each(Some(&line));
                if last.len() == LAST_WORDS {
                    last.pop_front();
                }
                last.push_back(line);
            }
            Err(RecvTimeoutError::Timeout) => {
                each(None);
                if interrupted() {
                    terminate(&child);
                    child.wait()?;
                    bail!(Interrupted);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    if interrupted() {
        bail!(Interrupted);
    }
    Ok(Finished { status, last_words: Vec::from(last).join("\n") })
}

/// Runs `command` with our own terminal; an error names it when it fails.
pub fn show(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("can't run {}", name(command)))?;
    if interrupted() {
        bail!(Interrupted);
    }
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What `command` prints on its standard output; its errors are part of ours when it fails.
pub fn output_of(command: &mut Command) -> Result<Vec<u8>> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("can't run {}", name(command)))?;
    if interrupted() {
        bail!(Interrupted);
    }
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}):\n{}", line(command), output.status, said.trim_end());
    }
    Ok(output.stdout)
}

/// Starts `command` with both of its streams kept for [`lines_of`].
pub fn spawn_piped(command: &mut Command) -> Result<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().with_context(|| format!("can't run {}", name(command)))
}

/// The lines of both streams, as they come.
pub fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    if let Some(stream) = child.stdout.take() {
        forward(stream, sender.clone());
    }
    if let Some(stream) = child.stderr.take() {
        forward(stream, sender);
    }
    receiver
}

fn forward(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if sender.send(line).is_err() {
                return;
            }
            bytes.clear();
        }
    });
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
