//! What an order costs, on paper: lines with their taxes, sums by rate, who sells to whom. It is no invoice.

use krilla::metadata::{Metadata, TextDirection};
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};

use crate::Error;
use crate::text::Typesetter;

mod page;
mod rows;
#[cfg(test)]
mod tests;

/// Everything printed, already worded and formatted for its readers.
#[derive(Clone, Debug)]
pub struct SummaryDocument {
    /// Title of the file, shown by PDF readers.
    pub title: String,
    /// BCP 47 tag of the language the words are in; decides the direction.
    pub language: String,
    /// "Order K7M3PQ", the largest text.
    pub heading: String,
    /// Who sells: name, address, VAT id, one per line; the first one is emphasised.
    pub seller: Vec<String>,
    /// Labels with their lines, two beside each other.
    pub facts: Vec<Fact>,
    /// The words above the columns.
    pub columns: Columns,
    /// What was bought, and the fees.
    pub lines: Vec<Line>,
    /// "Total" and the sum.
    pub total: (String, String),
    /// The sums by rate; empty where there is no tax.
    pub rates: Vec<Rate>,
    /// What else has to be said, such as who owes the tax.
    pub notes: Vec<String>,
}

/// A label with its lines.
#[derive(Clone, Debug)]
pub struct Fact {
    /// "Ordered by"
    pub label: String,
    /// One per line; the first one is emphasised.
    pub lines: Vec<String>,
}

/// The words above the columns.
#[derive(Clone, Debug)]
pub struct Columns {
    /// "What"
    pub item: String,
    /// "Qty"
    pub quantity: String,
    /// "Net"
    pub net: String,
    /// "Tax"
    pub tax: String,
    /// "Total"
    pub total: String,
    /// "Tax by rate"
    pub rates: String,
}

/// One line of what was bought.
#[derive(Clone, Debug)]
pub struct Line {
    /// What.
    pub name: String,
    /// What made it cheaper, one per line.
    pub notes: Vec<String>,
    /// How many.
    pub quantity: String,
    /// The tax in it, where it is a matter of tax.
    pub tax: Option<LineTax>,
    /// What the buyer pays.
    pub total: String,
}

/// The tax in a line.
#[derive(Clone, Debug)]
pub struct LineTax {
    /// Without tax.
    pub net: String,
    /// "19 %"
    pub rate: String,
    /// The tax.
    pub tax: String,
}

/// What one rate comes to.
#[derive(Clone, Debug)]
pub struct Rate {
    /// "19 %", or why there is none.
    pub rate: String,
    /// Without tax.
    pub net: String,
    /// The tax.
    pub tax: String,
    /// With tax.
    pub gross: String,
}

/// The summary as a PDF 1.7 file (A4), tagged for screen readers, on as many pages as it takes. The same input gives the
/// same bytes.
///
/// # Errors
/// [`Error::MissingFont`].
pub fn summary_pdf(document: &SummaryDocument) -> Result<Vec<u8>, Error> {
    Typesetter::lend(&document.language, document.texts(), |typesetter| {
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
        for section in page::draw(&mut pdf, document, typesetter)? {
            tags.push(section);
        }
        pdf.set_tag_tree(tags);
        pdf.finish().map_err(|error| Error::Pdf(format!("{error:?}")))
    })
}

impl SummaryDocument {
    /// Every text that may be printed, to know which fonts are needed.
    fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        let Columns { item, quantity, net, tax, total, rates } = &self.columns;
        let columns = [item, quantity, net, tax, total, rates, &self.heading, &self.total.0, &self.total.1];
        let facts = self.facts.iter().flat_map(|fact| std::iter::once(&fact.label).chain(&fact.lines));
        let lines = self.lines.iter().flat_map(|line| {
            let tax = line.tax.iter().flat_map(|tax| [&tax.net, &tax.rate, &tax.tax]);
            [&line.name, &line.quantity, &line.total].into_iter().chain(&line.notes).chain(tax)
        });
        let rates = self.rates.iter().flat_map(|rate| [&rate.rate, &rate.net, &rate.tax, &rate.gross]);
        let all = columns.into_iter().chain(&self.seller).chain(facts).chain(lines).chain(rates);
        all.chain(&self.notes).map(String::as_str)
    }
}
