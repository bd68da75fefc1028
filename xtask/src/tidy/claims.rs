//! The page on the ASVS names tests as proof: each of them has to exist.

use super::source;
use super::{File, Finding};

/// Every requirement with the tests that prove it.
const PAGE: &str = "docs/asvs.md";

/// How the page writes some folders, so that its tables stay readable, and where they are. All others are crates.
const FOLDERS: [(&str, &str); 3] =
    [("it/", "crates/server/tests/it/"), ("e2e/", "web/e2e/journeys/"), ("web/", "web/")];

/// Finds tests that the page names and nobody wrote.
pub fn check(files: &[File]) -> Vec<Finding> {
    let Some(page) = files.iter().find(|file| file.path == PAGE) else { return Vec::new() };
    let mut findings = Vec::new();
    for (number, line) in source::lines(&page.text) {
        for (name, test) in named(line) {
            let path = path_of(name);
            if !files.iter().any(|file| file.path == path && has_test(file, test)) {
                let advice = format!("{path} has no test `{test}`: name the one that proves it");
                findings.push(Finding::new(page, number, advice));
            }
        }
    }
    findings
}

/// The files and tests that a line names between backquotes, as `file::test`.
fn named(line: &str) -> Vec<(&str, &str)> {
    // Every second part stands between two backquotes.
    let quoted = line.split('`').skip(1).step_by(2);
    let pairs = quoted.filter_map(|text| text.split_once("::"));
    pairs.filter(|(name, _)| name.ends_with(".rs") || name.ends_with(".ts")).collect()
}

fn path_of(name: &str) -> String {
    for (short, folder) in FOLDERS {
        if let Some(rest) = name.strip_prefix(short) {
            return format!("{folder}{rest}");
        }
    }
    format!("crates/{name}")
}

/// Rust's tests are functions, TypeScript's begin with their name as a text.
fn has_test(file: &File, test: &str) -> bool {
    let begins = if file.extension() == "rs" { format!("fn {test}(") } else { format!("(\"{test}\"") };
    file.text.contains(&begins)
}
