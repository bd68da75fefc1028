use super::find;

#[test]
fn the_first_event_is_found_among_other_pages() {
    let sitemap = "<urlset><url><loc>http://localhost:8080/</loc></url>\
                   <url><loc>http://localhost:8080/lighthouse</loc></url>\
                   <url><loc>http://localhost:8080/de/lighthouse</loc></url>\
                   <url><loc>http://localhost:8080/lighthouse/summer-night</loc></url></urlset>";
    assert_eq!(find(sitemap), Some(("lighthouse".to_owned(), "summer-night".to_owned())));
    assert_eq!(find("<urlset/>"), None);
}
