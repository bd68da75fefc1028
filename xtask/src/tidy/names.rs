//! Names that say nothing.

use super::{File, Finding};

const FORBIDDEN: [&str; 10] =
    ["util", "utils", "common", "manager", "managers", "helper", "helpers", "misc", "stuff", "shared"];

/// Finds files and folders with such names.
pub fn check(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| !file.is_generated())
        .filter_map(|file| {
            let name = file.path.split('/').map(stem).find(|name| FORBIDDEN.contains(name))?;
            Some(Finding::new(file, 1, format!("`{name}` says nothing: name it after what is in it")))
        })
        .collect()
}

fn stem(part: &str) -> &str {
    part.split('.').next().unwrap_or(part)
}
