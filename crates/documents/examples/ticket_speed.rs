//! How many tickets a core prints per second: `cargo run --profile up -p documents --example ticket_speed [FOLDER]`.
//! With a folder the tickets are kept there to be looked at.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use documents::{qr, ticket};
use ticket::{Paper, TicketDocument, ticket_pdf};

#[path = "../src/ticket/tests/samples.rs"]
mod samples;

const PAYLOAD: &str = "TSR1A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5\
A2B3C4D5E6F7G2H3J4K5M6N7P2Q3R4S5T6V7W2X3Y4Z5";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let logo = Some(Arc::new(qr::png("LOGO", 4)?));
    let fifty = samples::pages(&samples::english().tickets[0], 50);
    for (name, document) in [
        ("english", samples::english()),
        ("german", samples::german()),
        ("german-a6", TicketDocument { paper: Paper::A6, ..samples::german() }),
        ("arabic-and-latin-with-logo", TicketDocument { logo, ..samples::arabic() }),
        ("japanese", samples::japanese()),
        ("japanese-a6", TicketDocument { paper: Paper::A6, ..samples::japanese() }),
        ("chinese-japanese-korean", samples::mixed_chinese()),
        ("hebrew-thai-hindi", samples::hebrew_thai_hindi()),
        ("fifty-english", TicketDocument { tickets: fifty, paper: Paper::Letter, ..samples::english() }),
    ] {
        let file = ticket_pdf(&document)?;
        let (count, took) = measure(&document)?;
        let rate = count as f64 / took.as_secs_f64();
        println!("{name:<30} {rate:>7.0} files/s {:>8} bytes", file.len());
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.pdf")), file)?;
        }
    }
    Ok(())
}

/// Prints the document again and again for a second, and says how long the processor worked on it.
fn measure(document: &TicketDocument) -> Result<(u32, Duration), documents::Error> {
    let (begin, worked) = (Instant::now(), on_processor());
    let mut count = 0;
    while begin.elapsed() < Duration::from_secs(1) {
        ticket_pdf(document)?;
        count += 1;
    }
    let worked = on_processor().zip(worked).map(|(now, then)| now.saturating_sub(then));
    Ok((count, worked.unwrap_or_else(|| begin.elapsed())))
}

/// Time this thread has had a processor for itself, where the system tells (Linux).
fn on_processor() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    statistics.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
