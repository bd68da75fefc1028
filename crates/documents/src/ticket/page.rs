//! What stands where on a ticket.

use krilla::Document;
use krilla::image::Image;
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup};

use super::card::{Card, dashed, thin};
use super::sheet::{Measures, Sheet};
use super::{Labels, TicketDocument, TicketPage};
use crate::Error;
use crate::qr::{Modules, QUIET_ZONE};
use crate::text::{Align, Style, Typesetter};

/// Draws ticket `number` (from 1) on a page of its own and returns its tags.
pub(super) fn draw(
    pdf: &mut Document,
    document: &TicketDocument,
    number: usize,
    logo: Option<&Image>,
    typesetter: &mut Typesetter,
) -> Result<TagGroup, Error> {
    let ticket = &document.tickets[number - 1];
    let modules = Modules::encode(&ticket.qr_payload)?;
    let measures = Measures::of(document.paper);
    let settings = PageSettings::from_wh(measures.width, measures.height)
        .ok_or_else(|| Error::Pdf("the paper has no size".to_owned()))?;
    let mut page = pdf.start_page_with(settings);
    let tags = TagGroup::new(Tag::Section);
    let mut sheet = Sheet { surface: page.surface(), typesetter, measures, tags };
    let of = document.tickets.len();
    let head = if of > 1 {
        format!("{} {number}/{of}", document.labels.ticket)
    } else {
        document.labels.ticket.clone()
    };

    let top = measures.margin;
    let tear = front(&mut sheet, &document.labels, ticket, &head, logo, top + measures.padding)?;
    let bottom = stub(&mut sheet, &document.labels, ticket, &modules, tear)?;
    let (left, right) = (measures.margin, measures.width - measures.margin);
    let card = Card { left, top, right, bottom, tear, radius: measures.radius };
    sheet.decorate(card.border(), thin());
    sheet.decorate(card.tear_line(), dashed());
    small_print(&mut sheet, &document.labels, ticket, bottom)?;

    let Sheet { surface, tags, .. } = sheet;
    surface.finish();
    Ok(tags)
}

/// Above the tear line: who invites to what, when and where. Returns the height of the tear line.
fn front(
    sheet: &mut Sheet<'_>,
    labels: &Labels,
    ticket: &TicketPage,
    head: &str,
    logo: Option<&Image>,
    y: f32,
) -> Result<f32, Error> {
    let measures = sheet.measures;
    let (start, width) = inside(measures);
    let y = masthead(sheet, ticket, head, logo, y)? + measures.gap;
    let title = Tag::Hn(std::num::NonZeroU16::MIN, None);
    let y = sheet.write(title, &ticket.event_name, &measures.title, (start, width), y)? + measures.gap;

    let column = (width - measures.gap) / 2.0;
    // Long dates and addresses must not push the code off a small page.
    let limit =
        measures.height - measures.margin - 4.0 * measures.padding - measures.code - measures.gap * 2.0;
    let when = field(sheet, &labels.when, &ticket.when_lines, (start, column), (y, limit))?;
    let venue_column = (start + column + measures.gap, column);
    let venue = field(sheet, &labels.venue, &ticket.venue_lines, venue_column, (y, limit))?;
    Ok(when.max(venue) + measures.padding)
}

/// The first line: logo, organiser, and "Ticket 1/3" at the far end. Returns where it ends.
fn masthead(
    sheet: &mut Sheet<'_>,
    ticket: &TicketPage,
    head: &str,
    logo: Option<&Image>,
    y: f32,
) -> Result<f32, Error> {
    let measures = sheet.measures;
    let (start, width) = inside(measures);
    let far = Style { align: Align::End, ..measures.label };
    let third = width / 3.0;
    let mut begin = start;
    let mut height: f32 = 0.0;
    if let Some(image) = logo {
        begin += sheet.picture(image, start, y, (third, measures.logo)) + measures.gap / 2.0;
        height = measures.logo;
    }
    let name_width = width * 2.0 / 3.0 - (begin - start) - measures.gap;
    let organiser = Style { weight: 600.0, lightness: 0, ..measures.body };
    let name = sheet.set(&ticket.organiser_name, &organiser, name_width)?;
    let mark = sheet.set(head, &far, third)?;
    for block in [&name, &mark].into_iter().flatten() {
        height = height.max(block.height());
    }
    let columns = [(begin, name_width), (start + width - third, third)];
    for (block, (at, wide)) in [name, mark].iter().zip(columns) {
        if let Some(block) = block {
            sheet.put(Tag::P, block, at, wide, y + (height - block.height()) / 2.0);
        }
    }
    Ok(y + height)
}

/// Below the tear line: whose ticket it is, and the code. Returns where the card ends.
fn stub(
    sheet: &mut Sheet<'_>,
    labels: &Labels,
    ticket: &TicketPage,
    modules: &Modules,
    tear: f32,
) -> Result<f32, Error> {
    let measures = sheet.measures;
    let (start, width) = inside(measures);
    let quiet = measures.code / modules.width() as f32 * QUIET_ZONE as f32;
    let top = tear + measures.padding.max(quiet + 1.0);
    let code_start = start + width - measures.code;
    let column = width - measures.code - measures.gap.max(quiet);
    let half = (column - measures.gap) / 2.0;

    let one = |sheet: &mut Sheet<'_>, label: &str, value: &String, column: (f32, f32), y: f32| {
        field(sheet, label, std::slice::from_ref(value), column, (y, measures.height))
    };
    let mut y = top;
    if let Some(name) = &ticket.attendee_name {
        y = one(sheet, &labels.attendee, name, (start, column), y)? + measures.gap * 0.7;
    }
    y = one(sheet, &labels.ticket_type, &ticket.ticket_type, (start, column), y)? + measures.gap * 0.7;
    let order = one(sheet, &labels.order, &ticket.order_code, (start, half), y)?;
    let price = match ticket.price.trim() {
        "" => y,
        _ => one(sheet, &labels.price, &ticket.price, (start + half + measures.gap, half), y)?,
    };

    let figure = Tag::Figure(Some(format!("{}: {}", labels.code, ticket.ticket_code)));
    sheet.code(modules, figure, code_start, top);
    let below = top + measures.code + quiet;
    let typed = Style { align: Align::Center, lines: 1, most: 1, ..measures.lead };
    let code = sheet.write(Tag::P, &ticket.ticket_code, &typed, (code_start, measures.code), below)?;
    Ok(order.max(price).max(code) + measures.padding)
}

/// Below the card: the notes, as many as there is room for, and what to do with the page.
fn small_print(
    sheet: &mut Sheet<'_>,
    labels: &Labels,
    ticket: &TicketPage,
    card_end: f32,
) -> Result<(), Error> {
    let measures = sheet.measures;
    let (start, width) = inside(measures);
    let end = measures.height - measures.margin;
    let hint = sheet.set(&labels.hint, &measures.small, width)?;
    let hint_top = end - hint.as_ref().map_or(0.0, |block| block.height());

    let mut y = card_end + measures.gap;
    let heading = Style { weight: 600.0, lightness: 0, lines: 1, most: 1, ..measures.body };
    let mut heading = sheet.set(&labels.notes, &heading, width)?;
    for note in &ticket.notes {
        let Some(block) = sheet.set(note, &measures.small, width)? else { continue };
        let above = heading.as_ref().map_or(0.0, |heading| heading.height() + measures.gap * 0.2);
        if y + above + block.height() > hint_top - measures.gap * 0.5 {
            break;
        }
        if let Some(heading) = heading.take() {
            y = sheet.put(Tag::P, &heading, start, width, y) + measures.gap * 0.2;
        }
        y = sheet.put(Tag::P, &block, start, width, y) + measures.gap * 0.2;
    }
    if let Some(hint) = hint.filter(|_| hint_top >= y) {
        sheet.put(Tag::P, &hint, start, width, hint_top);
    }
    Ok(())
}

/// A label with its lines below, the first one emphasised and the others as far as they end above the limit.
/// Returns where it ends.
fn field(
    sheet: &mut Sheet<'_>,
    label: &str,
    lines: &[String],
    (start, width): (f32, f32),
    (y, limit): (f32, f32),
) -> Result<f32, Error> {
    /// An address needs no more.
    const MOST: usize = 5;
    let measures = sheet.measures;
    let mut y = sheet.write(Tag::P, label, &measures.label, (start, width), y)?;
    for (index, line) in lines.iter().take(MOST).enumerate() {
        let style = if index == 0 { &measures.lead } else { &measures.body };
        match sheet.set(line, style, width)? {
            Some(block) if index == 0 || y + block.height() <= limit => {
                y = sheet.put(Tag::P, &block, start, width, y);
            }
            _ => {}
        }
    }
    Ok(y)
}

/// Where the card's content begins, and how wide it is.
fn inside(measures: &Measures) -> (f32, f32) {
    let start = measures.margin + measures.padding;
    (start, measures.width - 2.0 * start)
}
