//! The server as a process: how we call it, when it is ready, how it stops.

use std::io::{IsTerminal, stdout};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::process::{self, Interrupted};
use crate::steps::Step;
use crate::workspace::{self, Profile};
use crate::{free_port, http};

const TICK: Duration = Duration::from_millis(50);
const PATIENCE_TO_STOP: Duration = Duration::from_secs(60);

/// A running server. Dropping it stops it and waits.
pub struct Server {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
    /// Where it listens on this machine.
    pub port: u16,
}

impl Server {
    /// Starts `executable` for a person, with the settings of the environment.
    pub fn start(executable: &Path, data: &Path, port: u16, demo: bool) -> Result<Self> {
        let mut command = Command::new(executable);
        command.current_dir(workspace::root());
        Self::start_with(command, data, port, demo)
    }

    /// Starts a built server with demo data for tests, on a free port and nobody's settings.
    pub fn start_for_tests(profile: Profile, data: &Path) -> Result<Self> {
        Self::start_with(Self::unconfigured(profile), data, free_port::any()?, true)
    }

    /// A built server with nobody's settings. Everything we ask comes from one address: nothing is counted.
    pub fn unconfigured(profile: Profile) -> Command {
        let mut command = Command::new(profile.executable());
        command.current_dir(workspace::root()).env_remove("DATABASE_URL");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("TESSERA_") {
                command.env_remove(name);
            }
        }
        command.env("TESSERA_LIMITS__ENABLED", "false");
        command
    }

    /// Adds the arguments of `serve` to a prepared command and starts it.
    pub fn start_with(mut command: Command, data: &Path, port: u16, demo: bool) -> Result<Self> {
        command.arg("serve").arg("--data").arg(data).arg("--port").arg(port.to_string());
        if demo {
            command.arg("--demo");
        }
        // We pass on what it says to a person, although it writes into a pipe.
        command.env("TESSERA_LOG__FORMAT", "pretty");
        if !stdout().is_terminal() {
            command.env("NO_COLOR", "1");
        }
        // A Ctrl-C on the terminal reaches only us: the server is asked once, and drains.
        command.process_group(0);
        let mut child = process::spawn_piped(&mut command)?;
        let lines = process::lines_of(&mut child);
        Ok(Self { child, lines, said: Vec::new(), port })
    }

    /// Waits until the server answers on `/readyz`.
    pub fn wait_ready(&mut self, step: &mut Step, patience: Duration) -> Result<()> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                self.hear(|_| ());
                bail!("the server ended while starting ({status})\n{}", self.last_words());
            }
            if http::get(self.port, "/readyz").is_ok_and(|answer| answer.status == 200) {
                self.hear(|_| ());
                return Ok(());
            }
            if process::interrupted() {
                bail!(Interrupted);
            }
            if began.elapsed() > patience {
                bail!("the server was not ready after {} s\n{}", patience.as_secs(), self.last_words());
            }
            let mut last = None;
            self.hear(|line| last = Some(line.to_owned()));
            step.alive(last.as_deref());
            std::thread::sleep(TICK);
        }
    }

    /// Prints what the server says until it ends or we are interrupted; then it is stopped.
    pub fn relay(mut self) -> Result<()> {
        loop {
            match self.lines.recv_timeout(Duration::from_millis(200)) {
                Ok(line) => println!("{line}"),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait()?;
                    bail!("the server ended by itself ({status})");
                }
            }
            if process::interrupted() {
                eprintln!("\nstopping …");
                let status = self.stop_and(|line| println!("{line}"))?;
                if !status.success() {
                    bail!("the server stopped with {status}");
                }
                return Ok(());
            }
        }
    }

    /// Prints what the server says in the next `time`.
    pub fn relay_for(&mut self, time: Duration) {
        let began = Instant::now();
        while let Some(left) = time.checked_sub(began.elapsed()) {
            match self.lines.recv_timeout(left) {
                Ok(line) => println!("{line}"),
                Err(RecvTimeoutError::Timeout) => return,
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(left),
            }
        }
    }

    /// Asks the server to drain and stop, and waits for it.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        self.stop_and(|_| ())
    }

    fn stop_and(&mut self, mut each: impl FnMut(&str)) -> Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(status);
        }
        process::terminate(&self.child);
        let began = Instant::now();
        loop {
            let ended = self.child.try_wait()?;
            self.hear(&mut each);
            if let Some(status) = ended {
                return Ok(status);
            }
            if began.elapsed() > PATIENCE_TO_STOP {
                self.child.kill()?;
                self.child.wait()?;
                bail!("the server did not stop within {} s and was killed", PATIENCE_TO_STOP.as_secs());
            }
            std::thread::sleep(TICK);
        }
    }

    /// The last lines the server wrote.
    pub fn last_words(&mut self) -> String {
        self.hear(|_| ());
        self.said[self.said.len().saturating_sub(20)..].join("\n")
    }

    /// Its process.
    #[cfg(feature = "bench")]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would: nothing is drained, PostgreSQL is left behind.
    #[cfg(feature = "bench")]
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Whether the process has ended.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn hear(&mut self, mut each: impl FnMut(&str)) {
        while let Ok(line) = self.lines.try_recv() {
            each(&line);
            self.said.push(line);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{error:#}");
        }
    }
}
