//! Every table has one owner: the crate that the migration's name tells.

use std::collections::BTreeMap;

use super::source::Source;
use super::{File, Finding, sql};

/// Crates that touch a table of another crate, each with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("admission", "outbox", "a scan is one statement, its event included"),
    ("admission", "audit_log", "a scan is one statement, its audit row included"),
    ("admission", "audit_waiting", "a scan is one statement, its audit row included"),
    ("insight", "audit_log", "finding and proving entries is what the crate is for"),
    ("insight", "audit_waiting", "what waits is what it seals"),
    ("server", "cart_lines", "the books are checked across all owners"),
    ("server", "carts", "the books are checked across all owners"),
    ("server", "check_ins", "the books are checked across all owners"),
    ("server", "jobs", "the books are checked across all owners"),
    ("server", "ledger_entries", "the books are checked across all owners"),
    ("server", "mails", "the books are checked across all owners"),
    ("server", "order_positions", "the books are checked across all owners"),
    ("server", "line_prices", "the books are checked across all owners"),
    ("server", "vouchers", "the books are checked across all owners"),
    ("server", "discounts", "the books are checked across all owners"),
    ("server", "orders", "the books are checked across all owners"),
    ("server", "payments", "the books are checked across all owners"),
    ("server", "quota_products", "the books are checked across all owners"),
    ("server", "quotas", "the books are checked across all owners"),
    ("server", "tickets", "the books are checked across all owners"),
];

/// Words of SQL with a table behind them.
const BEFORE_TABLES: [&str; 5] = ["from", "join", "into", "update", "using"];

/// Finds queries on tables of others. Views are made for that, and free to read.
pub fn check(files: &[File]) -> Vec<Finding> {
    let owners = owners(files);
    let ours = files.iter().filter(|file| file.extension() == "rs" && !file.is_test());
    ours.filter_map(|file| Some((file, file.crate_name().filter(|name| *name != "testkit")?)))
        .flat_map(|(file, name)| check_file(file, name, &owners))
        .collect()
}

fn check_file(file: &File, name: &str, owners: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, text) in Source::parse(&file.text).strings {
        if !(sql::is_store(file) || sql::is_statement(&text)) {
            continue;
        }
        for (offset, table) in tables_in(&text) {
            let Some(owner) = owners.get(&table).filter(|owner| *owner != name) else { continue };
            if !EXCEPTIONS.iter().any(|(by, of, _)| *by == name && *of == table) {
                let advice =
                    format!("`{table}` belongs to `{owner}`: call it, or read a view that it offers");
                findings.push(Finding::new(file, line + offset, advice));
            }
        }
    }
    findings
}

/// Table by owner, from `create table` in `migrations/NNNN_OWNER.sql`.
fn owners(files: &[File]) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for file in files {
        let Some(owner) = owner_of_migration(&file.path) else { continue };
        let text = file.text.to_lowercase();
        for statement in text.split("create table ").skip(1) {
            let name = statement.trim_start_matches("if not exists ").split([' ', '(', '\n']).next();
            if let Some(name) = name.filter(|name| !name.is_empty()) {
                owners.insert(name.to_owned(), owner.to_owned());
            }
        }
    }
    owners
}

fn owner_of_migration(path: &str) -> Option<&str> {
    let (number, owner) = path.strip_prefix("migrations/")?.strip_suffix(".sql")?.split_once('_')?;
    let owner = owner.split('_').next()?;
    number.chars().all(|c| c.is_ascii_digit()).then_some(owner)
}

/// Names that stand where a table stands, with their line in the text, counted from 0.
fn tables_in(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (offset, line) in text.lines().enumerate() {
        let lower = line.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !(c.is_alphanumeric() || "_.".contains(c))).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            if BEFORE_TABLES.contains(&pair[0]) {
                let table = pair[1].rsplit('.').next().unwrap_or(pair[1]);
                found.push((offset, table.to_owned()));
            }
        }
    }
    found
}
