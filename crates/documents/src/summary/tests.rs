use super::*;

fn text(text: &str) -> String {
    text.to_owned()
}

fn line(name: &str, notes: &[&str]) -> Line {
    Line {
        name: text(name),
        notes: notes.iter().map(|note| text(note)).collect(),
        quantity: text("2"),
        tax: Some(LineTax { net: text("€100.84"), rate: text("19 %"), tax: text("€19.16") }),
        total: text("€120.00"),
    }
}

fn document(language: &str, lines: Vec<Line>) -> SummaryDocument {
    SummaryDocument {
        title: text("Order K7M3PQ"),
        language: text(language),
        heading: text("Order K7M3PQ"),
        seller: vec![text("Harbour Hall"), text("hello@hall.example"), text("VAT ID DE136695976")],
        facts: vec![
            Fact { label: text("Event"), lines: vec![text("Open Air"), text("Sat 14 March 2027")] },
            Fact { label: text("Ordered by"), lines: vec![text("Ada Lovelace"), text("ليلى حداد")] },
            Fact { label: text("Ordered on"), lines: vec![text("1 March 2027")] },
        ],
        columns: Columns {
            item: text("What"),
            quantity: text("Qty"),
            net: text("Net"),
            tax: text("Tax"),
            total: text("Total"),
            rates: text("Tax by rate"),
        },
        lines,
        total: (text("Total"), text("€120.00")),
        rates: vec![Rate {
            rate: text("19 %"),
            net: text("€100.84"),
            tax: text("€19.16"),
            gross: text("€120.00"),
        }],
        notes: vec![text("Reverse charge: the buyer owes the VAT")],
    }
}

fn pages(pdf: &[u8]) -> usize {
    String::from_utf8_lossy(pdf).matches("/Type/Page/").count()
}

#[test]
fn a_summary_takes_as_many_pages_as_it_needs_and_is_the_same_every_time() {
    let short = document("en", vec![line("Standing", &["Early bird", "instead of €140.00"])]);
    let pdf = summary_pdf(&short).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(pages(&pdf), 1);
    assert_eq!(pdf, summary_pdf(&short).unwrap());
    let long = document("ar", (0..60).map(|at| line(&format!("تذكرة {at}"), &["خصم"])).collect());
    assert!(pages(&summary_pdf(&long).unwrap()) > 2);
}

#[test]
fn what_has_no_tax_has_no_columns_for_it() {
    let plain = Line { tax: None, ..line("Standing", &[]) };
    let mut untaxed = document("de", vec![plain]);
    untaxed.rates.clear();
    untaxed.notes.clear();
    assert_eq!(pages(&summary_pdf(&untaxed).unwrap()), 1);
}
