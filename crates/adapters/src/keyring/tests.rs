use super::sealed::{Holder, Sealed, head};

#[test]
fn whose_key_it_was_and_which_version_stand_in_front() {
    let sealed = Sealed { holder: Holder::Organisation, version: 258, body: b"body" };
    let bytes = sealed.write();
    assert_eq!(bytes, [&[2, 0, 0, 1, 2][..], b"body"].concat());
    assert!(bytes.starts_with(&head(Holder::Organisation, 258)));
    assert_eq!(Sealed::read(&bytes), Some(sealed));
}

#[test]
fn what_was_not_sealed_by_a_keyring_is_told_apart() {
    for bytes in [
        &b""[..],
        b"\x01\x00\x00",
        b"\x03\x00\x00\x00\x01x",
        b"\x01\x00\x00\x00\x00x",
        b"\x02\xff\x00\x00\x00x",
    ] {
        assert_eq!(Sealed::read(bytes), None, "{bytes:?}");
    }
}
