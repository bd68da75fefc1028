use super::*;

const STYLE: Style = Style {
    size: 20.0,
    smallest: 10.0,
    weight: 400.0,
    lightness: 0,
    leading: 1.2,
    lines: 2,
    most: 2,
    align: Align::Start,
};

fn set(language: &str, text: &str, style: &Style, width: f32) -> Option<Block> {
    Typesetter::lend(language, std::iter::once(text), |typesetter| typesetter.set(text, style, width))
        .expect("the fonts are there")
}

fn size(block: &Block) -> f32 {
    block
        .layout
        .lines()
        .next()
        .and_then(|line| line.runs().next().map(|run| run.font_size()))
        .unwrap_or_default()
}

#[test]
fn a_short_text_keeps_its_size() {
    let block = set("en", "Hello", &STYLE, 200.0).expect("a block");
    assert_eq!((size(&block), block.layout.len(), block.text.as_str()), (20.0, 1, "Hello"));
}

#[test]
fn a_long_text_shrinks_before_it_is_cut() {
    let block = set("en", "An evening with the Quiet Machines and friends", &STYLE, 200.0).expect("a block");
    assert!(size(&block) < 20.0 && size(&block) >= 10.0);
    assert!(!block.text.contains('…'));
    assert!(block.layout.len() <= 2);
}

#[test]
fn a_text_that_must_not_be_cut_takes_more_lines_at_its_smallest() {
    let style = Style { most: 4, ..STYLE };
    let text = "Saturday, 14 March 2026, 09:00 to Sunday, 15 March 2026, 17:30 CET";
    let block = set("en", text, &style, 120.0).expect("a block");
    assert_eq!((size(&block), block.text.as_str()), (10.0, text));
    assert!((3..=4).contains(&block.layout.len()));
}

#[test]
fn a_text_that_is_too_long_ends_in_an_ellipsis() {
    for text in ["many words ".repeat(50), "W".repeat(500), "長い名前".repeat(90), "كلمات كثيرة ".repeat(40)]
    {
        let block = set("ja", &text, &STYLE, 200.0).expect("a block");
        assert!(block.text.ends_with('…'), "{}", block.text);
        assert!(block.layout.len() <= 2 && block.layout.width() <= 200.5);
    }
}

#[test]
fn nothing_to_print_is_no_block() {
    assert!(set("en", " \u{0}\n", &STYLE, 200.0).is_none());
}

#[test]
fn lines_begin_at_the_side_of_the_language() {
    let offset = |language, text| {
        let block = set(language, text, &STYLE, 200.0).expect("a block");
        block.layout.lines().next().map(|line| line.metrics().offset).unwrap_or_default()
    };
    assert_eq!(offset("en", "Hello"), 0.0);
    assert!(offset("ar", "Hello") > 100.0);
    assert!(offset("ar", "مرحبا") > 100.0);
}

#[test]
fn thai_breaks_between_words() {
    let style = Style { lines: 9, most: 9, ..STYLE };
    let text = "ศูนย์การประชุมแห่งชาติสิริกิติ์ถนนรัชดาภิเษก";
    let block = set("th", text, &style, 200.0).expect("a block");
    assert!(block.layout.len() > 1);
    assert_eq!(size(&block), 20.0, "no word is so long that the text has to shrink");
}

#[test]
fn no_word_is_left_alone_on_the_last_line() {
    let block =
        set("en", "Show this code at the entrance, it lets one person in.", &STYLE, 300.0).expect("a block");
    let lines: Vec<_> = block.layout.lines().map(|line| line.metrics().advance).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[1] > lines[0] * 0.6, "{lines:?}");
}
