use super::first_event;

#[test]
fn the_card_leads_to_the_first_event_of_the_sitemap() {
    let sitemap = "<urlset><url><loc>http://localhost:8080/</loc></url>\
                   <url><loc>http://localhost:8080/lighthouse</loc></url>\
                   <url><loc>http://localhost:8080/de/lighthouse</loc></url>\
                   <url><loc>http://localhost:8080/lighthouse/summer-night</loc></url></urlset>";
    assert_eq!(first_event(sitemap), Some(("lighthouse".to_owned(), "summer-night".to_owned())));
    assert_eq!(first_event("<urlset/>"), None);
}
