use super::*;

fn accepting(value: &str) -> Coding {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_ENCODING, value.parse().expect("a header"));
    Coding::accepted(&headers)
}

#[test]
fn the_smallest_coding_both_sides_know_is_used() {
    assert_eq!(accepting("gzip, deflate, br, zstd"), Coding::Brotli);
    assert_eq!(accepting("gzip;q=1.0, br;q=0"), Coding::Gzip);
    assert_eq!(accepting("zstd"), Coding::Identity);
    assert_eq!(Coding::accepted(&HeaderMap::new()), Coding::Identity);
}

#[test]
fn codings_have_tags_of_their_own_and_the_same_content() {
    let page = Rendered::new("<p>Hello</p>".repeat(100));
    let Coded { tag: plain, body } = page.coded(Coding::Identity);
    let Coded { tag, body: packed } = page.coded(Coding::Brotli);
    assert_ne!(plain, tag);
    assert!(packed.len() < body.len() / 5);
    let mut out = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_ref(), &mut out).expect("valid");
    assert_eq!(out.as_slice(), body.as_ref());
    assert_eq!(page.coded(Coding::Gzip).body[..2], [0x1f, 0x8b]);
}
