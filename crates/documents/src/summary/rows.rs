//! The rows of a summary: texts set in columns, before anybody knows on which page they end up.

use super::{Columns, Line, Rate, SummaryDocument};
use crate::Error;
use crate::text::{Align, Block, Style, Typesetter};
use crate::ticket::sheet::Measures;

/// The line above a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    None,
    Thin,
    Strong,
}

/// A text in its column, `down` points below the top of its row.
pub(super) struct Cell {
    pub(super) block: Block,
    pub(super) start: f32,
    pub(super) width: f32,
    pub(super) down: f32,
}

/// Texts beside each other.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) rule: Rule,
    /// Whether it is part of a table; otherwise a paragraph.
    pub(super) table: bool,
    /// White above.
    pub(super) above: f32,
    pub(super) height: f32,
}

/// Where columns begin and how wide they are, in points from the edge where reading begins.
struct Grid {
    item: (f32, f32),
    quantity: (f32, f32),
    net: (f32, f32),
    tax: (f32, f32),
    total: (f32, f32),
}

impl Grid {
    fn of(measures: &Measures, taxed: bool) -> Self {
        let (quantity, net, tax, total) =
            if taxed { (44.0, 82.0, 82.0, 86.0) } else { (60.0, 0.0, 0.0, 110.0) };
        let end = measures.width - measures.margin;
        let total = (end - total, total);
        let tax = (total.0 - tax, tax);
        let net = (tax.0 - net, net);
        let quantity = (net.0 - quantity, quantity);
        let item = (measures.margin, quantity.0 - measures.margin);
        Self { item, quantity, net, tax, total }
    }
}

/// Sets rows one after the other.
pub(super) struct Setting<'a> {
    typesetter: &'a mut Typesetter,
    measures: &'static Measures,
    grid: Grid,
    rows: Vec<Row>,
}

impl<'a> Setting<'a> {
    pub(super) fn new(
        typesetter: &'a mut Typesetter,
        measures: &'static Measures,
        document: &SummaryDocument,
    ) -> Self {
        let grid = Grid::of(measures, !document.rates.is_empty());
        Self { typesetter, measures, grid, rows: Vec::new() }
    }

    /// Sets everything below the head of the first page.
    pub(super) fn all(mut self, document: &SummaryDocument) -> Result<Vec<Row>, Error> {
        self.heads(&document.columns, !document.rates.is_empty())?;
        for line in &document.lines {
            self.line(line)?;
        }
        self.total(&document.total)?;
        if !document.rates.is_empty() {
            self.rate_heads(&document.columns)?;
            for rate in &document.rates {
                self.rate(rate)?;
            }
        }
        for (at, note) in document.notes.iter().enumerate() {
            let style = self.measures.small;
            let width = self.measures.width - 2.0 * self.measures.margin;
            let cell = self.cell(note, style, (self.measures.margin, width), 0.0)?;
            self.push(vec![cell], (Rule::None, false), if at == 0 { 28.0 } else { 6.0 });
        }
        Ok(self.rows)
    }

    fn cell(
        &mut self,
        text: &str,
        style: Style,
        (start, width): (f32, f32),
        down: f32,
    ) -> Result<Option<Cell>, Error> {
        let block = self.typesetter.set(text, &style, width)?;
        Ok(block.map(|block| Cell { block, start, width, down }))
    }

    fn push(&mut self, cells: Vec<Option<Cell>>, (rule, table): (Rule, bool), above: f32) {
        let cells: Vec<Cell> = cells.into_iter().flatten().collect();
        let height = cells.iter().map(|cell| cell.down + cell.block.height()).fold(0.0, f32::max);
        self.rows.push(Row { cells, rule, table, above, height });
    }

    fn heads(&mut self, columns: &Columns, taxed: bool) -> Result<(), Error> {
        let style = self.measures.label;
        let end = Style { align: Align::End, ..style };
        let Grid { item, quantity, net, tax, total } = self.grid;
        let mut cells = vec![
            self.cell(&columns.item, style, item, 0.0)?,
            self.cell(&columns.quantity, end, quantity, 0.0)?,
        ];
        if taxed {
            cells.push(self.cell(&columns.net, end, net, 0.0)?);
            cells.push(self.cell(&columns.tax, end, tax, 0.0)?);
        }
        cells.push(self.cell(&columns.total, end, total, 0.0)?);
        self.push(cells, (Rule::None, true), 26.0);
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), Error> {
        let Measures { body, small, .. } = *self.measures;
        let (end, end_small) = (Style { align: Align::End, ..body }, Style { align: Align::End, ..small });
        let Grid { item, quantity, net, tax, total } = self.grid;
        let name = self.cell(&line.name, body, (item.0, item.1 - 10.0), 0.0)?;
        let mut down = name.as_ref().map_or(0.0, |cell| cell.block.height());
        let mut cells = vec![name];
        for note in &line.notes {
            let note = self.cell(note, small, (item.0, item.1 - 10.0), down)?;
            down += note.as_ref().map_or(0.0, |cell| cell.block.height());
            cells.push(note);
        }
        cells.push(self.cell(&line.quantity, end, quantity, 0.0)?);
        if let Some(taxed) = &line.tax {
            cells.push(self.cell(&taxed.net, end, net, 0.0)?);
            let amount = self.cell(&taxed.tax, end, tax, 0.0)?;
            let below = amount.as_ref().map_or(0.0, |cell| cell.block.height());
            cells.push(amount);
            cells.push(self.cell(&taxed.rate, end_small, tax, below)?);
        }
        cells.push(self.cell(&line.total, end, total, 0.0)?);
        self.push(cells, (Rule::Thin, true), 7.0);
        Ok(())
    }

    fn total(&mut self, (label, amount): &(String, String)) -> Result<(), Error> {
        let style = self.measures.lead;
        let end = Style { align: Align::End, ..style };
        let left = self.grid.item;
        let right = (self.grid.quantity.0, self.measures.width - self.measures.margin - self.grid.quantity.0);
        let cells = vec![self.cell(label, style, left, 0.0)?, self.cell(amount, end, right, 0.0)?];
        self.push(cells, (Rule::Strong, true), 8.0);
        Ok(())
    }

    fn rate_heads(&mut self, columns: &Columns) -> Result<(), Error> {
        let style = self.measures.label;
        let end = Style { align: Align::End, ..style };
        let Grid { item, net, tax, total, .. } = self.grid;
        let cells = vec![
            self.cell(&columns.rates, style, item, 0.0)?,
            self.cell(&columns.net, end, net, 0.0)?,
            self.cell(&columns.tax, end, tax, 0.0)?,
            self.cell(&columns.total, end, total, 0.0)?,
        ];
        self.push(cells, (Rule::None, true), 26.0);
        Ok(())
    }

    fn rate(&mut self, rate: &Rate) -> Result<(), Error> {
        let style = self.measures.body;
        let end = Style { align: Align::End, ..style };
        let Grid { item, net, tax, total, .. } = self.grid;
        let cells = vec![
            self.cell(&rate.rate, style, item, 0.0)?,
            self.cell(&rate.net, end, net, 0.0)?,
            self.cell(&rate.tax, end, tax, 0.0)?,
            self.cell(&rate.gross, end, total, 0.0)?,
        ];
        self.push(cells, (Rule::Thin, true), 6.0);
        Ok(())
    }
}
