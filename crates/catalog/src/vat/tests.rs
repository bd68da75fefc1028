use super::*;

/// Ids with right check digits, at least one per member state and kind of number.
const RIGHT: &str = "ATU69070293 ATU13758584 BE0151182913 BE1563394728 BG576812856 BG3455273349 CY81187296W \
    CY60844503E CZ85965804 CZ684755463 CZ1008098190 DE868837109 DE944627737 DK88579666 EE745508032 EL410321399 \
    ES80936629C ESX4406816Q ESB24745200 ESN8770569E ESK4129045Q FI45030684 FR43100678994 FR0A595727637 FRL0593592405 \
    HR85701810106 HU04771957 IE3212752I IE3479760JA IE7072493SW LT258788016 LT352810094314 LU53347913 \
    LV47373904339 LV32127991398 MT66054659 NL500194142B05 NL988100125B65 PL0218365256 PT908034245 RO1844067 \
    RO419756750 RO2657838982 SE724636606101 SI20014406 SK5646213705 XI111832802";

#[test]
fn right_ids_are_read_and_every_wrong_last_digit_is_noticed() {
    for id in RIGHT.split_ascii_whitespace() {
        let read: VatId = id.parse().unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(read.as_str(), id);
    }
    let every = RIGHT.split_ascii_whitespace().filter(|id| id.ends_with(|c: char| c.is_ascii_digit()));
    for id in every.filter(|id| !id.starts_with("NL") && !id.starts_with("SE")) {
        let (stem, last) = id.split_at(id.len() - 1);
        let last: u32 = last.parse().unwrap();
        let accepted = (1..10).filter(|by| format!("{stem}{}", (last + by) % 10).parse::<VatId>().is_ok());
        // Bulgarian personal numbers come in three kinds, each with a digit of its own.
        assert!(accepted.count() <= if id.starts_with("BG") { 2 } else { 0 }, "{id}");
    }
}

#[test]
fn ids_are_read_as_people_write_them() {
    let id: VatId = " de 868.837-109 ".parse().unwrap();
    assert_eq!((id.as_str(), id.country().code(), id.parts()), ("DE868837109", "DE", ("DE", "868837109")));
    assert_eq!("EL410321399".parse::<VatId>().unwrap().country().code(), "GR");
    assert_eq!("XI111832802".parse::<VatId>().unwrap().country().code(), "GB");
}

#[test]
fn anything_else_is_refused_and_nothing_panics() {
    for text in [
        "",
        "D",
        "DE",
        "DE12345678",
        "DE1234567890",
        "GR410321399",
        "CH123456789",
        "QQ1",
        "ATX12345678",
        "ÄÖ1234567",
    ] {
        assert!(text.parse::<VatId>().is_err(), "{text:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_panics(
        prefix in proptest::sample::select(EU.split(' ').chain(["EL", "XI"]).collect::<Vec<_>>()),
        body in "[A-Z0-9+*é]{0,14}",
    ) {
        let _ = format!("{prefix}{body}").parse::<VatId>();
    }
}

#[test]
fn countries_are_those_of_the_standard() {
    assert_eq!("de".parse::<Country>().unwrap().code(), "DE");
    assert!("FR".parse::<Country>().unwrap().is_eu() && !"GB".parse::<Country>().unwrap().is_eu());
    assert!(
        "EL".parse::<Country>().is_err()
            && "ZZ".parse::<Country>().is_err()
            && "".parse::<Country>().is_err()
    );
}
