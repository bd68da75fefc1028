use std::path::Path;
use std::process::Command;

use super::*;
use crate::qr;

mod samples;
use samples::{arabic, english, german, hebrew_thai_hindi, japanese, mixed_chinese, pages};

/// 139 capital base32 characters, as long as a signed ticket token is.
const PAYLOAD: &str = "TSR1A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5\
A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5";

/// A PDF on disk and poppler's tools on it. Where poppler or zbar are not installed the tests say so and look at the
/// file's structure only.
struct Printed {
    folder: tempfile::TempDir,
    bytes: Vec<u8>,
}

impl Printed {
    fn new(document: &TicketDocument) -> Self {
        let bytes = ticket_pdf(document).expect("the tickets are printed");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("tickets.pdf"), &bytes).expect("the file is written");
        assert!(bytes.starts_with(b"%PDF-1.7"));
        Self { folder, bytes }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = match Command::new(program).args(arguments).current_dir(self.path()).output() {
            Ok(output) => output,
            Err(error) => {
                eprintln!("NOT CHECKED with {program}, which cannot be run here: {error}");
                return None;
            }
        };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The text as a reader copies it, without the marks that show its direction.
    fn text(&self) -> Option<String> {
        let text = self.run("pdftotext", &["-layout", "tickets.pdf", "-"])?;
        Some(text.replace(['\u{202A}', '\u{202B}', '\u{202C}', '\u{200E}', '\u{200F}'], ""))
    }

    fn info(&self) -> Option<String> {
        self.run("pdfinfo", &["tickets.pdf"])
    }

    /// What a scanner reads from every page, printed at 150 dots per inch, and the size of the symbols in millimetres.
    fn scan(&self) -> Option<Vec<(String, f32)>> {
        self.run("pdftoppm", &["-r", "150", "-gray", "tickets.pdf", "page"])?;
        let mut pages: Vec<_> = std::fs::read_dir(self.path())
            .expect("a folder")
            .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
            .filter(|name| name.ends_with(".pgm"))
            .collect();
        pages.sort();
        let read = |page: &String| {
            let only_qr = ["-Sdisable", "-Sqrcode.enable"];
            let xml = self.run("zbarimg", &[&only_qr[..], &["--quiet", "--xml", page]].concat())?;
            let payload = xml.split("<![CDATA[").nth(1)?.split("]]>").next()?.to_owned();
            let points = xml.split("points='").nth(1)?.split('\'').next()?;
            let x: Vec<f32> =
                points.split(' ').filter_map(|point| point.split(',').next()?.parse().ok()).collect();
            let side =
                x.iter().copied().fold(f32::MIN, f32::max) - x.iter().copied().fold(f32::MAX, f32::min);
            Some((payload, side / 150.0 * 25.4))
        };
        pages.iter().map(read).collect()
    }

    fn pages(&self) -> usize {
        String::from_utf8_lossy(&self.bytes).matches("/Type/Page/").count()
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_reads(document: &TicketDocument, expected: &[&str]) {
    let printed = Printed::new(document);
    let Some(text) = printed.text() else { return };
    let text = squeezed(&text);
    for words in expected {
        assert!(text.contains(words), "{words:?} is not in {text:?}");
    }
}

#[test]
fn every_ticket_has_a_page_with_a_code_that_scanners_read() {
    let mut document = german();
    document.tickets = pages(&document.tickets[0], 3);
    let printed = Printed::new(&document);
    if let Some(info) = printed.info() {
        assert!(info.contains("Pages:           3"), "{info}");
    }
    if let Some(codes) = printed.scan() {
        let payloads: Vec<_> = codes.iter().map(|(payload, _)| payload.as_str()).collect();
        let expected: Vec<_> = document.tickets.iter().map(|ticket| ticket.qr_payload.as_str()).collect();
        assert_eq!(payloads, expected);
    }
}

#[test]
fn the_code_is_large_enough_on_every_paper() {
    for paper in [Paper::A4, Paper::Letter, Paper::A6] {
        let printed = Printed::new(&TicketDocument { paper, ..english() });
        let Some(codes) = printed.scan() else { continue };
        let (payload, millimetres) = &codes[0];
        assert_eq!(payload, PAYLOAD);
        assert!(*millimetres >= 30.0, "{millimetres} mm on {paper:?}");
    }
    for paper in [Paper::A4, Paper::Letter, Paper::A6] {
        assert!(sheet::Measures::of(paper).code / 72.0 * 25.4 >= 30.0);
    }
}

#[test]
fn the_papers_have_their_sizes() {
    for (paper, size) in
        [(Paper::A4, "(A4)"), (Paper::Letter, "(letter)"), (Paper::A6, "297.64 x 419.53 pts")]
    {
        if let Some(info) = Printed::new(&TicketDocument { paper, ..english() }).info() {
            assert!(info.contains(size), "{info}");
        }
    }
}

#[test]
fn the_file_says_its_title_and_is_tagged() {
    let printed = Printed::new(&german());
    let raw = String::from_utf8_lossy(&printed.bytes);
    assert!(raw.contains("/Lang(de)"), "the language is set");
    assert!(raw.contains("/MarkInfo"), "the file is marked as tagged");
    if let Some(info) = printed.info() {
        assert!(squeezed(&info).contains("Title: Tickets für RustFest Zürich"), "{info}");
        assert!(squeezed(&info).contains("Tagged: yes"), "{info}");
    }
    if let Some(structure) = printed.run("pdfinfo", &["-struct-text", "tickets.pdf"]) {
        assert!(structure.contains("H1"), "{structure}");
        assert!(structure.contains("Figure"), "{structure}");
    }
}

#[test]
fn all_fonts_are_embedded_as_subsets() {
    let printed = Printed::new(&mixed_chinese());
    assert!(printed.bytes.len() < 120_000, "{} bytes", printed.bytes.len());
    let Some(fonts) = printed.run("pdffonts", &["tickets.pdf"]) else { return };
    for font in fonts.lines().skip(2) {
        assert!(font.contains(" yes yes yes "), "embedded, subset, with text: {font}");
    }
}

#[test]
fn latin_text_can_be_read_back() {
    assert_reads(
        &german(),
        &[
            "RustFest Zürich 2026",
            "Samstag, 14. März 2026",
            "Kulturbrauerei, Haus 3",
            "K7M3PQ-1",
            "Frühbucher",
        ],
    );
}

#[test]
fn arabic_text_can_be_read_back() {
    let printed = Printed::new(&arabic());
    let Some(text) = printed.text() else { return };
    for word in ["مهرجان", "الموسيقى", "القاهرة", "السبت", "ليلى"] {
        assert!(text.contains(word), "{word:?} is not in {text:?}");
    }
}

#[test]
fn east_asian_text_can_be_read_back() {
    assert_reads(&japanese(), &["東京Rustカンファレンス", "2026年3月14日", "山田 花子", "渋谷区"]);
    assert_reads(&mixed_chinese(), &["上海爵士音乐节", "김민준", "入場"]);
}

#[test]
fn hebrew_thai_and_hindi_text_can_be_read_back() {
    let printed = Printed::new(&hebrew_thai_hindi());
    let Some(text) = printed.text() else { return };
    for word in ["ירושלים", "กรุงเทพ", "दिल्ली"] {
        assert!(text.contains(word), "{word:?} is not in {text:?}");
    }
}

#[test]
fn right_to_left_tickets_are_mirrored() {
    let side = |document: &TicketDocument, word: &str| -> Option<f32> {
        let boxes = Printed::new(document).run("pdftotext", &["-bbox", "tickets.pdf", "-"])?;
        let line = boxes.lines().find(|line| line.contains(word))?.to_owned();
        line.split("xMin=\"").nth(1)?.split('"').next()?.parse().ok()
    };
    let (Some(german), Some(arabic)) = (side(&german(), "K7M3PQ-1"), side(&arabic(), "K7M3PQ-1")) else {
        return;
    };
    assert!(german > 300.0, "the code stands at the right, {german}");
    assert!(arabic < 300.0, "the code stands at the left, {arabic}");
}

#[test]
fn names_too_long_for_the_page_are_cut_and_the_code_still_scans() {
    for paper in [Paper::A4, Paper::Letter, Paper::A6] {
        let mut document = TicketDocument { paper, ..german() };
        let ticket = &mut document.tickets[0];
        ticket.event_name = "Donaudampfschifffahrtsgesellschaftskapitänsmützenverleih ".repeat(20);
        ticket.organiser_name = "Gesellschaft zur Förderung langer Namen ".repeat(20);
        ticket.attendee_name = Some("X".repeat(10_000));
        ticket.ticket_type = "Sehr früher Vogel ".repeat(50);
        ticket.when_lines = vec!["Samstag, 14. März 2026 bis Sonntag, 15. März 2026".to_owned(); 12];
        ticket.venue_lines =
            vec!["Lange Straße mit sehr langem Namen am Rande der Stadt 1234".to_owned(); 12];
        ticket.notes = vec!["Bitte bringen Sie einen Ausweis mit. ".repeat(9); 60];
        let printed = Printed::new(&document);
        assert_eq!(printed.pages(), 1);
        if let Some(text) = printed.text() {
            assert!(text.contains('…'), "{text}");
        }
        if let Some(codes) = printed.scan() {
            assert_eq!(codes[0].0, PAYLOAD, "{paper:?}");
        }
    }
}

#[test]
fn fifty_tickets_make_fifty_pages() {
    let mut document = english();
    document.tickets = pages(&document.tickets[0], 50);
    let printed = Printed::new(&document);
    assert_eq!(printed.pages(), 50);
    assert!(printed.bytes.len() < 600_000, "{} bytes", printed.bytes.len());
}

#[test]
fn hostile_text_is_harmless() {
    let mut document = english();
    document.tickets[0].event_name =
        "\u{0}\u{7}\r\n\u{202E}<script>alert(1)</script>'; drop table tickets; --".to_owned();
    document.tickets[0].attendee_name = Some("\u{FFFF}\u{E000}𓀀 🧑‍🚀🎉 👍🏽 e\u{301}\u{200D}".to_owned());
    document.tickets[0].notes = vec![String::new(), " \t".to_owned(), "()\\ (unbalanced".to_owned()];
    document.language = "not a language, really".to_owned();
    assert_eq!(Printed::new(&document).pages(), 1);
}

#[test]
fn emoji_are_printed_in_one_colour() {
    let mut document = english();
    document.tickets[0].event_name = "Launch party 🎉🚀".to_owned();
    assert_reads(&document, &["Launch party 🎉🚀"]);
}

#[test]
fn a_logo_is_printed_and_a_broken_one_left_out() {
    let png = qr::png("LOGO", 4).expect("a picture");
    let with = ticket_pdf(&TicketDocument { logo: Some(Arc::new(png.clone())), ..english() }).expect("a PDF");
    let without = ticket_pdf(&english()).expect("a PDF");
    assert!(with.len() > without.len());
    for broken in [Vec::new(), b"GIF89a".to_vec(), png[..png.len() / 2].to_vec(), vec![0xff, 0xd8, 0xff]] {
        let document = TicketDocument { logo: Some(Arc::new(broken)), ..english() };
        assert_eq!(ticket_pdf(&document).expect("a PDF"), without);
    }
}

#[test]
fn the_same_tickets_give_the_same_bytes() {
    assert_eq!(ticket_pdf(&arabic()).expect("a PDF"), ticket_pdf(&arabic()).expect("a PDF"));
}

#[test]
fn no_ticket_is_no_document() {
    let empty = TicketDocument { tickets: Vec::new(), ..english() };
    assert!(matches!(ticket_pdf(&empty), Err(Error::NoTickets)));
}

#[test]
fn a_payload_longer_than_any_code_is_refused() {
    let mut document = english();
    document.tickets[0].qr_payload = "A".repeat(5000);
    assert!(matches!(ticket_pdf(&document), Err(Error::PayloadTooLong)));
}
