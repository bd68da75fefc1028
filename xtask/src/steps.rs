//! Progress for people: one line a step with its elapsed time. On a terminal the running step's line changes in place
//! and shows what is going on; otherwise plain lines are printed.

use std::io::{IsTerminal, Write, stderr};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::process;

const WHEEL: [char; 4] = ['◐', '◓', '◑', '◒'];
const NAME_WIDTH: usize = 22;
/// Without a terminal a long step says every so often that it is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// A list of steps, printed while they run.
pub struct Steps {
    terminal: bool,
    width: usize,
    began: Instant,
}

/// The running step.
pub struct Step {
    name: String,
    terminal: bool,
    width: usize,
    began: Instant,
    shown: Option<Instant>,
    turn: usize,
    doing: String,
}

impl Steps {
    /// Begins the clock.
    pub fn new() -> Self {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = stderr().is_terminal() && std::env::var_os("CI").is_none();
        Self { terminal, width: columns.unwrap_or(80), began: Instant::now() }
    }

    /// Time since the first step.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Runs one step. What it returns is printed behind its name, such as a version or `unchanged`.
    pub fn run(&self, name: &str, work: impl FnOnce(&mut Step) -> Result<String>) -> Result<()> {
        let mut step = Step {
            name: name.to_owned(),
            terminal: self.terminal,
            width: self.width,
            began: Instant::now(),
            shown: None,
            turn: 0,
            doing: String::new(),
        };
        step.alive(None);
        let result = work(&mut step);
        step.finish(&result);
        result.map(|_| ())
    }
}

impl Step {
    /// Runs a program as part of this step; when it fails its last words are the error.
    pub fn follow(&mut self, command: &mut Command) -> Result<()> {
        let finished = process::follow(command, |line| self.alive(line))?;
        if !finished.status.success() {
            let program = command.get_program().to_string_lossy().into_owned();
            bail!("{program} failed ({})\n{}", finished.status, finished.last_words);
        }
        Ok(())
    }

    /// Shows that the step goes on, and with what.
    pub fn alive(&mut self, doing: Option<&str>) {
        if let Some(doing) = doing.map(plain).filter(|doing| !doing.is_empty()) {
            self.doing = doing;
        }
        let pause = if self.terminal { Duration::from_millis(80) } else { SIGN_OF_LIFE };
        if self.shown.is_some_and(|shown| shown.elapsed() < pause) {
            return;
        }
        if self.terminal {
            self.turn += 1;
            let wheel = WHEEL[self.turn % WHEEL.len()];
            let line = format!(
                "{wheel} {:NAME_WIDTH$} {:>6}  {}",
                self.name,
                seconds(self.began.elapsed()),
                self.doing
            );
            let line: String = line.chars().take(self.width.saturating_sub(1)).collect();
            eprint!("\r\x1b[2K{line}");
            let _ = stderr().flush();
        } else if self.shown.is_some() {
            eprintln!("  {:NAME_WIDTH$} {:>6}  … {}", self.name, seconds(self.began.elapsed()), self.doing);
        }
        self.shown = Some(Instant::now());
    }

    fn finish(&self, result: &Result<String>) {
        let (mark, detail) = match result {
            Ok(detail) => ("✓", detail.as_str()),
            Err(_) => ("✗", ""),
        };
        if self.terminal {
            eprint!("\r\x1b[2K");
        }
        let line = format!("{mark} {:NAME_WIDTH$} {:>6}  {detail}", self.name, seconds(self.began.elapsed()));
        eprintln!("{}", line.trim_end());
    }
}

/// `0.4 s`, `12 s`, `3 m 05 s`.
pub fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        10..=59 => format!("{whole} s"),
        _ => format!("{} m {:02} s", whole / 60, whole % 60),
    }
}

/// A line without the colours that some programs print even into a pipe.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\x1b' {
            chars.by_ref().find(char::is_ascii_alphabetic);
        } else if !c.is_control() {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests;
