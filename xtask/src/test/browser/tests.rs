use super::outcome;
use crate::outcome::Outcome;

#[test]
fn playwrights_report_is_counted() {
    let report = br#"{"errors":[],"stats":{"startTime":"x","duration":1.5,"expected":9,"skipped":2,"unexpected":1,"flaky":1}}"#;
    assert_eq!(outcome(report).unwrap(), Outcome { passed: 10, failed: 1, skipped: 2 });
}

#[test]
fn an_error_outside_of_every_test_is_a_failure() {
    let report =
        br#"{"errors":[{"message":"no"}],"stats":{"expected":0,"skipped":0,"unexpected":0,"flaky":0}}"#;
    assert_eq!(outcome(report).unwrap().failed, 1);
}
