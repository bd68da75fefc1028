use super::*;

const PAYLOAD: &str = "TSR1ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789\
ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGHJKMNPQRSTV";

#[test]
fn capital_letters_and_digits_make_a_small_symbol() {
    assert_eq!(PAYLOAD.len(), 150);
    let capitals = Modules::encode(PAYLOAD).expect("it fits");
    let small = Modules::encode(&PAYLOAD.to_lowercase()).expect("it fits");
    assert_eq!(capitals.width(), 41, "version 6");
    assert!(small.width() > capitals.width());
}

#[test]
fn bars_cover_exactly_the_dark_modules() {
    let modules = Modules::encode(PAYLOAD).expect("it fits");
    let mut dark = vec![false; modules.width() * modules.width()];
    for bar in modules.bars() {
        for x in bar.x..bar.x + bar.length {
            dark[bar.y * modules.width() + x] = true;
        }
    }
    let rows = (0..modules.width()).map(|y| modules.symbol[y].iter().map(|module| module.value()));
    let expected: Vec<bool> = rows.flatten().collect();
    assert_eq!(dark, expected);
}

#[test]
fn the_svg_is_a_titled_picture_with_a_quiet_zone() {
    let svg = svg(PAYLOAD, "Ticket <1> & more").expect("it fits");
    assert!(svg.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 49 49" role="img""#));
    assert!(svg.contains("<title>Ticket &lt;1&gt; &amp; more</title>"));
    assert!(svg.contains(r#"shape-rendering="crispEdges""#));
    assert!(svg.contains(r##"d="M4 4h7v1h-7z"##), "the finder pattern begins after four light modules");
    assert!(svg.len() < 16_000, "{} bytes", svg.len());
}

#[test]
fn scanners_read_the_png() {
    let long = PAYLOAD.repeat(5);
    for payload in ["LOGO", "0123456789", "https://tickets.example/o/K7M3PQ?s=green_1", PAYLOAD, &long] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("code.png"), png(payload, 4).expect("it fits"))
            .expect("the file is written");
        let run = std::process::Command::new("zbarimg")
            .args(["--quiet", "--raw", "code.png"])
            .current_dir(folder.path())
            .output();
        match run {
            Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), payload),
            Err(error) => eprintln!("NOT CHECKED with zbarimg, which cannot be run here: {error}"),
        }
    }
}

#[test]
fn the_png_has_whole_pixels_per_module() {
    let file = png(PAYLOAD, 4).expect("it fits");
    let size = ::png::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG").info().size();
    assert_eq!(size, (196, 196));
}

#[test]
fn a_payload_that_is_too_long_is_refused() {
    assert!(matches!(svg(&"A".repeat(5000), "no"), Err(Error::PayloadTooLong)));
    assert!(matches!(png(&"A".repeat(5000), 1), Err(Error::PayloadTooLong)));
}
