use super::suggestion;

#[test]
fn a_slip_in_a_common_domain_is_asked_about() {
    assert_eq!(suggestion("ana@gmial.com").as_deref(), Some("ana@gmail.com"));
    assert_eq!(suggestion("ana@hotmial.com").as_deref(), Some("ana@hotmail.com"));
    assert_eq!(suggestion("ana@outlok.com").as_deref(), Some("ana@outlook.com"));
    assert_eq!(suggestion("ana@gmx.dee").as_deref(), Some("ana@gmx.de"));
}

#[test]
fn real_domains_are_left_alone() {
    for email in
        ["ana@gmail.com", "ana@mail.com", "ana@example.org", "ana@web.de", "ana@gmx.ch", "ana@bme.hu"]
    {
        assert_eq!(suggestion(email), None, "{email}");
    }
}
