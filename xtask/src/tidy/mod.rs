//! `cargo xtask tidy`: what no compiler checks. Each rule is a file, and a function from the tree to findings.

mod claims;
mod durable;
mod edges;
mod length;
mod names;
mod source;
mod sql;
mod tables;
mod test_binaries;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;
use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, workspace};

/// A text file of the repository.
pub struct File {
    /// Below the workspace, with slashes.
    pub path: String,
    /// Its content.
    pub text: String,
}

impl File {
    /// `sales` for `crates/sales/src/order/store.rs`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// What stands behind the last dot.
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether the file runs in tests only.
    pub fn is_test(&self) -> bool {
        ["/tests/", "/tests.rs", "/examples/", "/benches/"].iter().any(|part| self.path.contains(part))
    }

    /// Whether a program wrote it.
    pub fn is_generated(&self) -> bool {
        let generated =
            [".gen.ts", ".lock", "-lock.json", ".snap"].iter().any(|end| self.path.ends_with(end));
        generated || self.path.starts_with("api/") || self.path.starts_with(".sqlx/")
    }
}

/// What is wrong, where, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    advice: String,
}

impl Finding {
    /// Lines count from 1.
    pub fn new(file: &File, line: usize, advice: impl Into<String>) -> Self {
        Self { path: file.path.clone(), line, advice: advice.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.advice)
    }
}

type Rule = fn(&[File]) -> Vec<Finding>;

const RULES: [Rule; 9] = [
    claims::check,
    durable::check,
    edges::check,
    length::check,
    names::check,
    sql::check,
    tables::check,
    test_binaries::check,
    words::check,
];

/// The command: prints the findings.
pub fn run() -> Result<()> {
    println!("{}", check()?);
    Ok(())
}

/// Applies every rule; the error lists the findings.
pub fn check() -> Result<String> {
    let files = files()?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    if findings.is_empty() {
        return Ok(format!("{} files are tidy", files.len()));
    }
    findings.sort();
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    bail!("{} findings\n{}", findings.len(), list.join("\n"))
}

/// Every text file that is committed or about to be.
fn files() -> Result<Vec<File>> {
    let mut list = Command::new("git");
    list.current_dir(workspace::root()).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let list = process::output_of(&mut list)?;
    let paths = list.split(|byte| *byte == 0).filter_map(|path| std::str::from_utf8(path).ok());
    let mut files: Vec<File> = paths
        .filter(|path| !path.is_empty())
        // Pictures are no text, and a file that was just removed is still listed.
        .filter_map(|path| {
            let text = fs::read_to_string(workspace::root().join(path)).ok()?;
            Some(File { path: path.to_owned(), text })
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}
