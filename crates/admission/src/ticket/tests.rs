use kernel::{Chance, EventId, Instant, TicketId};
use proptest::prelude::*;

use super::{TicketToken, short_code};
use crate::EventSigner;

fn now() -> Instant {
    "2027-03-14T18:00:00Z".parse().unwrap()
}

fn signer(seed: u64) -> EventSigner {
    let chance = Chance::seeded(seed);
    EventSigner::from_seed(EventId::new(now(), &chance), &chance.bytes::<32>()).unwrap()
}

fn token(signer: &EventSigner, seed: u64) -> TicketToken {
    let chance = Chance::seeded(seed);
    signer.sign(TicketId::new(now(), &chance), chance.bytes())
}

#[test]
fn a_token_is_short_and_fits_the_alphanumeric_mode_of_a_qr_code() {
    let text = token(&signer(1), 2).to_string();
    assert_eq!(text.len(), TicketToken::LEN);
    assert!(text.starts_with("T1"));
    assert!(text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()));
}

#[test]
fn a_token_is_genuine_at_its_own_event_only() {
    let (ours, theirs) = (signer(1), signer(2));
    let token = token(&ours, 3);
    assert!(ours.verifies(&token));
    assert!(!theirs.verifies(&token));
}

#[test]
fn changing_any_character_voids_a_token() {
    let signer = signer(1);
    let text = token(&signer, 2).to_string();
    for place in 0..text.len() {
        for replacement in ["A", "B", "7", "0", "a", "-"] {
            let mut changed = text.clone();
            changed.replace_range(place..=place, replacement);
            let genuine = TicketToken::parse(&changed).is_ok_and(|token| signer.verifies(&token));
            assert_eq!(genuine, changed == text, "{place} {replacement}");
        }
    }
}

#[test]
fn a_token_does_not_print_its_secret() {
    let token = token(&signer(1), 2);
    assert_eq!(format!("{token:?}"), format!("TicketToken({}, …)", token.ticket));
}

#[test]
fn people_type_the_order_code_and_the_number_of_the_ticket() {
    assert_eq!(short_code("K7M3PQ", 12), "K7M3PQ-12");
}

proptest! {
    #[test]
    fn reading_never_panics(text in ".*") {
        let _ = TicketToken::parse(&text);
    }

    #[test]
    fn reading_what_looks_like_a_token_never_panics(digits in "[A-Z2-7]{140,150}") {
        let _ = TicketToken::parse(&format!("T1{digits}"));
    }

    #[test]
    fn tokens_survive_the_round_trip(seed in any::<u64>()) {
        let token = token(&signer(1), seed);
        prop_assert_eq!(TicketToken::parse(&token.to_string()), Ok(token));
    }

    #[test]
    fn flipping_any_bit_voids_a_token(byte in 0_usize..90, bit in 0_u8..8) {
        let signer = signer(1);
        let good = token(&signer, 2);
        let mut bytes = [good.ticket.uuid().as_bytes().as_slice(), &good.secret, &good.signature].concat();
        bytes[byte] ^= 1 << bit;
        let text = format!("T1{}", data_encoding::BASE32_NOPAD.encode(&bytes));
        prop_assert!(!signer.verifies(&TicketToken::parse(&text).unwrap()));
    }
}
