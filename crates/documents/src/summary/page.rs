//! What stands where on a summary, and where it goes on to the next page.

use krilla::Document;
use krilla::color::luma;
use krilla::geom::PathBuilder;
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::tagging::{Tag, TagGroup};

use super::rows::{Row, Rule, Setting};
use super::{Fact, SummaryDocument};
use crate::Error;
use crate::text::{Style, Typesetter};
use crate::ticket::Paper;
use crate::ticket::sheet::{Measures, Sheet};

/// Between the rule of a row and its text.
const BELOW_RULE: f32 = 7.0;

/// Draws everything and returns the tags of each page.
pub(super) fn draw(
    pdf: &mut Document,
    document: &SummaryDocument,
    typesetter: &mut Typesetter,
) -> Result<Vec<TagGroup>, Error> {
    let measures = Measures::of(Paper::A4);
    let rows = Setting::new(typesetter, measures, document).all(document)?;
    let settings = PageSettings::from_wh(measures.width, measures.height)
        .ok_or_else(|| Error::Pdf("the paper has no size".to_owned()))?;
    let mut sections = Vec::new();
    let mut left = rows.iter().peekable();
    while left.peek().is_some() {
        let mut page = pdf.start_page_with(settings.clone());
        let mut sheet = Sheet {
            surface: page.surface(),
            typesetter: &mut *typesetter,
            measures,
            tags: TagGroup::new(Tag::Section),
        };
        let mut y = match sections.len() {
            0 => head(&mut sheet, document)?,
            _ => again(&mut sheet, document)?,
        };
        let mut table = TagGroup::new(Tag::Table);
        let mut first = true;
        // A row that is higher than a page stands on one of its own all the same.
        while let Some(row) = left.next_if(|row| first || fits(row, y, measures)) {
            first = false;
            y = put(&mut sheet, row, y, &mut table);
        }
        let Sheet { surface, mut tags, .. } = sheet;
        surface.finish();
        tags.push(table);
        sections.push(tags);
    }
    Ok(sections)
}

fn fits(row: &Row, y: f32, measures: &Measures) -> bool {
    y + row.above + BELOW_RULE + row.height <= measures.height - measures.margin
}

/// Draws a row and returns where it ends.
fn put(sheet: &mut Sheet<'_>, row: &Row, y: f32, table: &mut TagGroup) -> f32 {
    let measures = sheet.measures;
    let mut y = y + row.above;
    if row.rule != Rule::None {
        let mut path = PathBuilder::new();
        path.move_to(measures.margin, y);
        path.line_to(measures.width - measures.margin, y);
        let (shade, width) = if row.rule == Rule::Strong { (0x00, 1.0) } else { (0xc8, 0.6) };
        let paint = luma::Color::new(shade).into();
        sheet.decorate(path.finish(), Stroke { paint, width, ..Stroke::default() });
        y += BELOW_RULE;
    }
    let around = row.table.then(|| std::mem::replace(&mut sheet.tags, TagGroup::new(Tag::TR)));
    for cell in &row.cells {
        let top = y + cell.down;
        match row.table {
            true => sheet.put(Tag::TD, &cell.block, cell.start, cell.width, top),
            false => sheet.put(Tag::P, &cell.block, cell.start, cell.width, top),
        };
    }
    if let Some(around) = around {
        table.push(std::mem::replace(&mut sheet.tags, around));
    }
    y + row.height
}

/// The head of the first page: who sells, what this is, and the facts. Returns where it ends.
fn head(sheet: &mut Sheet<'_>, document: &SummaryDocument) -> Result<f32, Error> {
    let measures = sheet.measures;
    let (start, width) = (measures.margin, measures.width - 2.0 * measures.margin);
    let mut y = measures.margin;
    for (at, line) in document.seller.iter().enumerate() {
        let style = if at == 0 { measures.lead } else { measures.small };
        y = sheet.write(Tag::P, line, &style, (start, width), y)?;
    }
    let title = Tag::Hn(std::num::NonZeroU16::MIN, None);
    let style = Style { size: 24.0, smallest: 16.0, lines: 1, most: 2, ..measures.title };
    y = sheet.write(title, &document.heading, &style, (start, width), y + measures.gap * 1.4)?;
    let column = (width - measures.gap) / 2.0;
    for pair in document.facts.chunks(2) {
        let top = y + measures.gap * 0.8;
        for (fact, at) in pair.iter().zip([start, start + column + measures.gap]) {
            y = y.max(tell(sheet, fact, (at, column), top)?);
        }
    }
    Ok(y)
}

fn tell(sheet: &mut Sheet<'_>, fact: &Fact, column: (f32, f32), y: f32) -> Result<f32, Error> {
    let measures = sheet.measures;
    let mut y = sheet.write(Tag::P, &fact.label, &measures.label, column, y)?;
    let strong = Style { weight: 600.0, ..measures.body };
    for (at, line) in fact.lines.iter().enumerate() {
        let style = if at == 0 { &strong } else { &measures.small };
        y = sheet.write(Tag::P, line, style, column, y)?;
    }
    Ok(y)
}

/// The head of every other page.
fn again(sheet: &mut Sheet<'_>, document: &SummaryDocument) -> Result<f32, Error> {
    let measures = sheet.measures;
    let column = (measures.margin, measures.width - 2.0 * measures.margin);
    sheet.write(Tag::P, &document.heading, &measures.label, column, measures.margin)
}
