//! No file is two things.

use super::{File, Finding};

const LONGEST: usize = 500;
const EXTENSIONS: [&str; 6] = ["rs", "ts", "tsx", "sql", "html", "css"];

/// Finds files that are too long to be read in one go.
pub fn check(files: &[File]) -> Vec<Finding> {
    let ours = files.iter().filter(|file| EXTENSIONS.contains(&file.extension()) && !file.is_generated());
    let long = ours.map(|file| (file, file.text.lines().count())).filter(|(_, lines)| *lines > LONGEST);
    long.map(|(file, lines)| {
        Finding::new(
            file,
            LONGEST + 1,
            format!("{lines} lines: past {LONGEST} a file is two things, split it"),
        )
    })
    .collect()
}
