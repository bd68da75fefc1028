//! PDF tickets: one page per ticket, black on white, with the QR code as vectors and the fonts embedded.

use std::sync::Arc;

use krilla::error::KrillaError;
use krilla::image::Image;
use krilla::metadata::{Metadata, TextDirection};
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};

use crate::Error;
use crate::text::Typesetter;

mod card;
mod page;
pub(crate) mod sheet;
#[cfg(test)]
mod tests;

/// Everything printed on the tickets of an order, already worded and formatted for its readers.
#[derive(Clone, Debug)]
pub struct TicketDocument {
    /// Title of the file, shown by PDF readers.
    pub title: String,
    /// BCP 47 tag of the language the words are in; decides the direction and the look of Han characters.
    pub language: String,
    /// Fixed words.
    pub labels: Labels,
    /// Size of the pages.
    pub paper: Paper,
    /// PNG or JPEG of the organiser. What cannot be read as one, or has more than 16 megapixels, is left out:
    /// a picture must never keep a guest from getting in.
    pub logo: Option<Arc<Vec<u8>>>,
    /// One page each.
    pub tickets: Vec<TicketPage>,
}

/// The fixed words on a ticket, in the language of the document.
#[derive(Clone, Debug)]
pub struct Labels {
    /// "Ticket", in the head of the page, followed by "1/3" if there are more.
    pub ticket: String,
    /// "When"
    pub when: String,
    /// "Where"
    pub venue: String,
    /// "Name" of who goes.
    pub attendee: String,
    /// "Ticket type"
    pub ticket_type: String,
    /// "Price"
    pub price: String,
    /// "Order"
    pub order: String,
    /// "Good to know", above the notes.
    pub notes: String,
    /// What to do with the page: "Show this code at the entrance, on paper or on your phone."
    pub hint: String,
    /// What screen readers say for the QR code: "QR code of your ticket".
    pub code: String,
}

/// One ticket.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// Name of the event, the largest text on the page.
    pub event_name: String,
    /// Who holds the event.
    pub organiser_name: String,
    /// Date and hours in the event's zone, one per line; the first one is emphasised.
    pub when_lines: Vec<String>,
    /// Place and address, one per line; the first one is emphasised.
    pub venue_lines: Vec<String>,
    /// Name of the ticket type.
    pub ticket_type: String,
    /// Who goes, if known.
    pub attendee_name: Option<String>,
    /// Formatted amount, or the word for "free"; nothing is printed if it is empty.
    pub price: String,
    /// Code of the order.
    pub order_code: String,
    /// Short code of the ticket, printed below the QR code for typing, such as `K7M3PQ-1`.
    pub ticket_code: String,
    /// What the QR code says.
    pub qr_payload: String,
    /// Entry hours, gate, house rules: as many as fit on the page.
    pub notes: Vec<String>,
}

/// Page sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 in.
    Letter,
    /// 105 × 148 mm, for ticket printers and phones.
    A6,
}

/// The tickets as a PDF 1.7 file, tagged for screen readers. The same input gives the same bytes.
///
/// # Errors
/// [`Error::NoTickets`], [`Error::PayloadTooLong`] for a payload that is too long, [`Error::MissingFont`].
pub fn ticket_pdf(document: &TicketDocument) -> Result<Vec<u8>, Error> {
    if document.tickets.is_empty() {
        return Err(Error::NoTickets);
    }
    Typesetter::lend(&document.language, document.texts(), |typesetter| {
        match write(document, logo(document), typesetter)? {
            Err(KrillaError::Image(..) | KrillaError::SixteenBitImage(..)) => {
                write(document, None, typesetter)?
            }
            written => written,
        }
        .map_err(|error| Error::Pdf(format!("{error:?}")))
    })
}

fn write(
    document: &TicketDocument,
    logo: Option<Image>,
    typesetter: &mut Typesetter,
) -> Result<Result<Vec<u8>, KrillaError>, Error> {
    let mut pdf = Document::new_with(SerializeSettings::default());
    let direction =
        if typesetter.right_to_left() { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    pdf.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .language(document.language.clone())
            .creator("Tessera".to_owned())
            .text_direction(direction),
    );
    let mut tags = TagTree::new().with_lang(Some(document.language.clone()));
    for number in 1..=document.tickets.len() {
        tags.push(page::draw(&mut pdf, document, number, logo.as_ref(), typesetter)?);
    }
    pdf.set_tag_tree(tags);
    Ok(pdf.finish())
}

fn logo(document: &TicketDocument) -> Option<Image> {
    const MOST_PIXELS: u64 = 16_000_000;
    let bytes = document.logo.clone()?;
    let image = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => Image::from_png(bytes.into(), true),
        _ => Image::from_jpeg(bytes.into(), true),
    }
    .ok()?;
    let (width, height) = image.size();
    let pixels = u64::from(width) * u64::from(height);
    (1..=MOST_PIXELS).contains(&pixels).then_some(image)
}

impl TicketDocument {
    /// Every text that may be printed, to know which fonts are needed.
    fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        let Labels { ticket, when, venue, attendee, ticket_type, price, order, notes, hint, code: _ } =
            &self.labels;
        let labels = [ticket, when, venue, attendee, ticket_type, price, order, notes, hint];
        let tickets = self.tickets.iter().flat_map(|page| {
            let single = [&page.event_name, &page.organiser_name, &page.ticket_type, &page.price];
            single
                .into_iter()
                .chain(&page.attendee_name)
                .chain(&page.when_lines)
                .chain(&page.venue_lines)
                .chain(&page.notes)
        });
        labels.into_iter().chain(tickets).map(String::as_str)
    }
}
