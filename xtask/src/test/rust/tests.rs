use super::parse;
use crate::outcome::Outcome;

#[test]
fn cargos_closing_line_is_counted() {
    let line =
        "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";
    assert_eq!(parse(line), Some(Outcome { passed: 12, failed: 3, skipped: 1 }));
}

#[test]
fn other_lines_are_not_counted() {
    assert_eq!(parse("test sales::order ... ok"), None);
    assert_eq!(parse("running 12 tests"), None);
}
