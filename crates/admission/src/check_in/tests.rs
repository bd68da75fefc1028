use kernel::{Chance, EventId, Instant, TicketId};
use proptest::prelude::*;

use super::{Code, CodeKind};
use crate::EventSigner;

fn tickets(raw: &str) -> Vec<String> {
    Code::read(raw).shorts().iter().map(|short| short.ticket.clone()).collect()
}

fn token() -> String {
    let now: Instant = "2027-03-14T18:00:00Z".parse().unwrap();
    let chance = Chance::seeded(1);
    let signer = EventSigner::from_seed(EventId::new(now, &chance), &chance.bytes::<32>()).unwrap();
    signer.sign(TicketId::new(now, &chance), chance.bytes()).to_string()
}

#[test]
fn a_short_code_may_be_typed_as_people_type() {
    for raw in ["K7M3PQ-1", "k7m3pq-1", "K7M3PQ1", " k7m 3pq – 1 ", "\u{200F}K7M3PQ\u{2011}1\r\n"] {
        assert_eq!(tickets(raw), ["K7M3PQ-1"], "{raw:?}");
    }
}

#[test]
fn digits_that_may_be_letters_of_the_order_are_read_both_ways() {
    assert_eq!(tickets("K7M3PQ37"), ["K7M3PQ3-7", "K7M3PQ-37"]);
    assert_eq!(tickets("K7M3PQ12"), ["K7M3PQ-12"]);
}

#[test]
fn what_can_be_no_short_code_has_no_reading() {
    for raw in ["", "1", "K7M3PQ", "K7M3PQ-0", "K7M3PQ-01", "ÄÖÜÄÖÜ1", "K7M3PQ-1000", "' or 1=1 --"] {
        assert_eq!(tickets(raw), Vec::<String>::new(), "{raw:?}");
    }
}

#[test]
fn a_token_survives_scanners_and_people() {
    let token = token();
    let spaced: String = token.to_lowercase().chars().flat_map(|c| [c, ' ']).collect();
    for raw in [token.clone(), token.to_lowercase(), spaced, format!("\t{token}\r\n")] {
        let code = Code::read(&raw);
        assert_eq!(code.text, token);
        assert!(matches!(code.kind, CodeKind::Token(_)));
    }
}

proptest! {
    #[test]
    fn reading_never_panics(raw in ".*") {
        let _ = Code::read(&raw);
    }

    #[test]
    fn every_short_code_is_among_its_readings(seed in any::<u64>(), number in 1_u32..1000) {
        let code = format!("{}-{number}", Chance::seeded(seed).code(6));
        prop_assert!(tickets(&code.to_lowercase()).contains(&code));
    }
}
