//! Whoever acts on what PostgreSQL may still forget loses it: a process outlives the PostgreSQL it asked.

use super::source::Source;
use super::{File, Finding};

/// Statements here may be forgotten: jobs taken and done run again, a notice about money that is there comes again.
const FORGETFUL: [&str; 2] = ["crates/store/src/job/store.rs", "crates/sales/src/payment/store.rs"];

/// Finds statements elsewhere that do not wait for the disk.
pub fn check(files: &[File]) -> Vec<Finding> {
    let ours = files.iter().filter(|file| !file.is_test() && !FORGETFUL.contains(&file.path.as_str()));
    ours.flat_map(|file| {
        let statements = match file.extension() {
            "rs" => Source::parse(&file.text).strings,
            "sql" => vec![(1, file.text.clone())],
            _ => Vec::new(),
        };
        let hasty = statements.into_iter().filter(|(_, text)| forgets(text));
        let finding = |(line, _)| Finding::new(file, line, "does not wait for the disk: see ADR 12");
        hasty.map(finding).collect::<Vec<_>>()
    })
    .collect()
}

/// Whether a statement switches `synchronous_commit` off, on a line of its own or as an argument.
fn forgets(text: &str) -> bool {
    text.match_indices("synchronous_commit").any(|(at, _)| {
        let rest = text.get(at..).and_then(|rest| rest.split([';', '\n']).next()).unwrap_or_default();
        rest.contains("off")
    })
}
