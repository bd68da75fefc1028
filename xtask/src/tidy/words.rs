//! Words that never stay in the repository.

use super::source::{self, Source};
use super::{File, Finding};

/// What may not stand in Rust code, and what to do about it.
const CODE: [(&str, &str); 6] = [
    ("#[allow(", "mend what the lint says, or `#[expect(…, reason = \"…\")]`"),
    ("#![allow(", "mend what the lint says, or `#![expect(…, reason = \"…\")]`"),
    ("#[ignore", "a test runs or is removed"),
    ("todo!(", "finish it"),
    ("unimplemented!(", "finish it"),
    ("dbg!(", "remove it"),
];

/// Left-over notes; written in two parts, so that this file may be checked, too.
const NOTES: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const WITH_NOTES: [&str; 10] = ["rs", "ts", "tsx", "sql", "html", "css", "js", "ftl", "toml", "sh"];

/// Folders of somebody's machine.
const MACHINE: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// Finds them all.
pub fn check(files: &[File]) -> Vec<Finding> {
    let ours = || files.iter().filter(|file| !file.is_generated());
    let code = ours().filter(|file| file.extension() == "rs").flat_map(in_code);
    let web = ours().filter(|file| ["ts", "tsx"].contains(&file.extension())).flat_map(in_web_tests);
    let notes = ours().filter(|file| WITH_NOTES.contains(&file.extension())).flat_map(notes);
    code.chain(web).chain(notes).chain(ours().flat_map(machine_paths)).collect()
}

fn in_code(file: &File) -> Vec<Finding> {
    let code = Source::parse(&file.text).code;
    let lines = source::lines(&code);
    let hits = lines.flat_map(|(number, line)| {
        CODE.iter()
            .filter(move |(word, _)| line.contains(word))
            .map(move |(word, advice)| (number, *word, *advice))
    });
    hits.map(|(number, word, advice)| Finding::new(file, number, format!("`{word}`: {advice}"))).collect()
}

fn in_web_tests(file: &File) -> Vec<Finding> {
    let only =
        |line: &str| ["test.only(", "it.only(", "describe.only("].iter().any(|word| line.contains(word));
    let hits = source::lines(&file.text).filter(|(_, line)| only(line));
    hits.map(|(number, _)| Finding::new(file, number, "`.only` hides every other test")).collect()
}

fn notes(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in source::lines(&file.text) {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let Some(word) = words.find(|word| NOTES.contains(word)) {
            findings.push(Finding::new(file, number, format!("`{word}`: do it now, or file an issue")));
        }
    }
    findings
}

fn machine_paths(file: &File) -> Vec<Finding> {
    let names_one = |line: &str| {
        MACHINE.iter().any(|folder| {
            line.match_indices(folder).any(|(at, _)| {
                // Part of a longer path or an address, not a folder at the root; or of an address that is put together.
                !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}~*".contains(c))
                    && !line[at + folder.len()..].starts_with('{')
            })
        })
    };
    let hits = source::lines(&file.text).filter(|(_, line)| names_one(line));
    hits.map(|(number, _)| Finding::new(file, number, "a path of one machine: make it relative")).collect()
}
