use super::*;
use crate::quote::Effect;

#[test]
fn codes_are_compared_without_regard_to_case_and_keep_their_writing() {
    let code: Code = " Früh-Bucher_1.0 ".parse().unwrap();
    assert_eq!((code.as_str(), code.key().as_str()), ("Früh-Bucher_1.0", "FRÜH-BUCHER_1.0"));
    for text in ["", "ab", "a b c", "a\u{202e}bcd", &"x".repeat(51), "<script>"] {
        assert!(text.parse::<Code>().is_err(), "{text:?}");
    }
}

fn terms() -> Plan {
    serde_json::from_value(serde_json::json!({})).unwrap()
}

#[test]
fn what_does_not_fit_together_is_told_by_field() {
    let pointers =
        |terms: Plan| terms.problems().into_iter().map(|problem| problem.pointer).collect::<Vec<_>>();
    assert!(pointers(terms()).is_empty());
    assert_eq!(pointers(Plan { min_uses: 2, ..terms() }), ["/min_uses"]);
    assert_eq!(pointers(Plan { budget_minor: Some(1), ..terms() }), ["/budget_minor"]);
    assert_eq!(
        pointers(Plan { effect: Effect::Set { amount_minor: -1 }, ..terms() }),
        ["/effect/amount_minor"]
    );
    let far = Some("2201-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(pointers(Plan { valid_until: far, ..terms() }), ["/valid_until"]);
}
