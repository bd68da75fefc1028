use super::*;

#[test]
fn formatting_survives_and_headings_stay_below_the_pages_own() {
    assert_eq!(
        to_html("# Hi\n\n**Bold** [site](https://a.example)"),
        concat!(
            "<h3>Hi</h3>\n<p><strong>Bold</strong> ",
            "<a href=\"https://a.example\" rel=\"noopener nofollow ugc\">site</a></p>\n"
        )
    );
}

#[test]
fn hostile_input_is_shown_harmless() {
    let html = to_html(
        "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://t.example/p.gif)\n\n<img src=x onerror=a>",
    );
    assert!(
        !html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"),
        "{html}"
    );
}

#[test]
fn plain_text_ends_between_words() {
    assert_eq!(to_text("# One\n\n*two* three four", 12), "One two…");
    assert_eq!(to_text("short", 12), "short");
}

#[test]
fn headings_leave_no_level_out() {
    let html = to_html("### A\n\n##### B\n\n# C");
    assert_eq!(html, "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n");
}
