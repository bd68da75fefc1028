use super::outcome;
use crate::outcome::Outcome;

#[test]
fn vitests_report_is_counted() {
    let report = br#"{"numTotalTests":7,"numPassedTests":4,"numFailedTests":1,"numPendingTests":1,"numTodoTests":1,"numFailedTestSuites":1}"#;
    assert_eq!(outcome(report).unwrap(), Outcome { passed: 4, failed: 1, skipped: 2 });
}

#[test]
fn a_file_that_does_not_load_is_a_failure() {
    let report = br#"{"numPassedTests":4,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0,"numFailedTestSuites":2}"#;
    assert_eq!(outcome(report).unwrap(), Outcome { passed: 4, failed: 1, skipped: 0 });
}
