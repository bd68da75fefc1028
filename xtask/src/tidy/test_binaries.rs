//! One binary holds all integration tests: a second would link everything again.

use super::{File, Finding};

const THE_ONE: &str = "crates/server/tests/it/";

/// Finds other `tests` folders of crates.
pub fn check(files: &[File]) -> Vec<Finding> {
    let is_root = |path: &str| {
        let Some((_, inside)) = path.split_once("/tests/") else { return false };
        let outside_of_sources = !path.contains("/src/");
        outside_of_sources
            && inside.ends_with(".rs")
            && (!inside.contains('/') || inside.ends_with("/main.rs"))
    };
    let others = files.iter().filter(|file| is_root(&file.path) && !file.path.starts_with(THE_ONE));
    others
        .map(|file| Finding::new(file, 1, format!("a second test binary: move it into {THE_ONE}")))
        .collect()
}
