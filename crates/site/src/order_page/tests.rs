use super::*;
use crate::i18n::Lang;

fn status(standing: Standing) -> Status {
    let zone = "Europe/Berlin".parse().expect("a zone");
    Status::new(Words::new(Lang::En), standing, "ana@example.org", &zone)
}

#[test]
fn the_status_says_what_happens_next_and_by_when() {
    let at = "2026-03-14T18:00:00Z".parse().expect("an instant");
    let transfer = status(Standing::AwaitingTransfer(at));
    assert!(transfer.text.contains("Sat 14 Mar 2026, 19:00 CET"), "{}", transfer.text);
    assert!(transfer.text.contains("ana@example.org"), "{}", transfer.text);
    assert_eq!(status(Standing::Done).kind, "done");
    assert_eq!(status(Standing::Expired).kind, "ended");
}
