//! SQL lives in `store.rs`.

use super::source::{self, Source};
use super::{File, Finding};

/// The store speaks SQL everywhere, and so does what prepares tests.
const EXEMPT: [&str; 2] = ["store", "testkit"];
const CALLS: [&str; 7] =
    ["sqlx::query", "query!(", "query_as!(", "query_scalar!(", "query_file!(", "QueryBuilder", "raw_sql("];

/// Finds queries elsewhere.
pub fn check(files: &[File]) -> Vec<Finding> {
    let ours = files.iter().filter(|file| file.extension() == "rs" && !file.is_test() && !is_store(file));
    ours.filter(|file| file.crate_name().is_some_and(|name| !EXEMPT.contains(&name)))
        .flat_map(|file| {
            let source = Source::parse(&file.text);
            let calls =
                source::lines(&source.code).filter(|(_, line)| CALLS.iter().any(|call| line.contains(call)));
            let texts = source.strings.iter().filter(|(_, text)| is_statement(text));
            let mut lines: Vec<usize> =
                calls.map(|(line, _)| line).chain(texts.map(|(line, _)| *line)).collect();
            lines.dedup();
            lines
                .into_iter()
                .map(|line| Finding::new(file, line, "SQL outside of `store.rs`: move it there"))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether the file is where SQL belongs: `store.rs`, or anything in a folder `store`.
pub fn is_store(file: &File) -> bool {
    file.path.ends_with("/store.rs") || file.path.contains("/store/")
}

/// Whether a string is a statement, by the words that can't be missing. Prose rarely begins in lower case.
pub fn is_statement(text: &str) -> bool {
    let text = text.trim_start();
    [
        ("select ", " from "),
        ("insert ", "into "),
        ("update ", " set "),
        ("delete ", "from "),
        ("with ", " as ("),
    ]
    .into_iter()
    .any(|(begin, then)| {
        let has = |begin: &str, then: &str| text.starts_with(begin) && text.contains(then);
        has(begin, then) || has(&begin.to_uppercase(), &then.to_uppercase())
    })
}
