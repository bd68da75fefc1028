//! Setting text: shaping, directions, font fallback and line breaks by parley, drawn as glyphs by krilla.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use krilla::color::luma;
use krilla::geom::Point;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, Language};
use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontFamily, FontFamilyName, FontWeight, Layout,
    LayoutContext, LineHeight, OverflowWrap, Run, StyleProperty,
};

use crate::Error;
use crate::fonts::{self, Script};

#[cfg(test)]
mod tests;

/// From this weight on a text is bold, by a stroke where the font has no bold weight.
const BOLD: f32 = 600.0;

/// How a text is set. Sizes in points (1/72 inch).
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// Size to start with.
    pub(crate) size: f32,
    /// Size down to which a text that does not fit shrinks before it is cut.
    pub(crate) smallest: f32,
    /// CSS weight: 400 or 600.
    pub(crate) weight: f32,
    /// 0 is black, 255 white.
    pub(crate) lightness: u8,
    /// Baseline to baseline, as a multiple of the size.
    pub(crate) leading: f32,
    /// Lines it should fit on; it shrinks to do so.
    pub(crate) lines: usize,
    /// Lines it may take at its smallest, after which it ends in "…".
    pub(crate) most: usize,
    /// Where lines shorter than the column go.
    pub(crate) align: Align,
}

/// Horizontal alignment, as seen by readers of the document's language.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Where reading begins.
    Start,
    /// Where reading ends.
    End,
    /// In the middle.
    Center,
}

/// A text with its line breaks, ready to be drawn.
pub(crate) struct Block {
    text: String,
    layout: Layout<()>,
    lightness: u8,
    bold: bool,
    /// How far lines stand to the right because they were broken for a narrower column.
    shift: f32,
}

/// The tools for setting text. They are expensive to make and keep caches, so they are lent from a pool.
pub(crate) struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
    registered: Vec<Script>,
    scripts: Vec<Script>,
    language: Option<Language>,
    right_to_left: bool,
}

static POOL: Mutex<Vec<Typesetter>> = Mutex::new(Vec::new());

/// Typesetters kept for the next document; more are made when more documents are made at once.
const POOLED: usize = 8;

impl Typesetter {
    /// Lends a typesetter that is ready for texts in this language.
    ///
    /// # Errors
    /// A font that the texts need is missing or damaged.
    pub(crate) fn lend<'a, T>(
        language: &str,
        texts: impl Iterator<Item = &'a str> + Clone,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let pooled = POOL.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut typesetter = pooled.unwrap_or_else(Self::new);
        typesetter.prepare(language, texts)?;
        let done = work(&mut typesetter);
        let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.len() < POOLED {
            pool.push(typesetter);
        }
        done
    }

    fn new() -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        Self {
            fonts: FontContext { collection: Collection::new(options), ..FontContext::default() },
            layouts: LayoutContext::new(),
            registered: Vec::new(),
            scripts: Vec::new(),
            language: None,
            right_to_left: false,
        }
    }

    fn prepare<'a>(
        &mut self,
        language: &str,
        texts: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), Error> {
        self.scripts = fonts::scripts_for(language, texts)?;
        for script in self.scripts.clone() {
            if !self.registered.contains(&script) {
                self.register(script)?;
            }
        }
        self.language = Language::parse(language).ok();
        self.right_to_left = fonts::is_right_to_left(language);
        Ok(())
    }

    fn register(&mut self, script: Script) -> Result<(), Error> {
        for face in fonts::faces(script)? {
            let weight = FontWeight::new(f32::from(face.weight));
            let named = FontInfoOverride {
                family_name: Some(face.script.family()),
                weight: Some(weight),
                ..FontInfoOverride::default()
            };
            let blob: Blob<u8> = face.blob.clone();
            self.fonts.collection.register_fonts(blob, Some(named));
        }
        self.registered.push(script);
        Ok(())
    }

    /// Whether the document runs from right to left.
    pub(crate) fn right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// Sets a text into a column of this width (points): as large as the style allows, shrinking, then cut with "…".
    /// Nothing if there is nothing to print.
    ///
    /// # Errors
    /// A font is missing or damaged.
    pub(crate) fn set(&mut self, text: &str, style: &Style, width: f32) -> Result<Option<Block>, Error> {
        let mut text = fonts::printable(text, &self.scripts)?;
        if text.is_empty() {
            return Ok(None);
        }
        let mut layout = self.lines(&text, style, style.size, width, OverflowWrap::Normal);
        // Glyphs scale with the size, so a smaller text in this column breaks like this one in a wider column.
        let mut size = style.size;
        while (layout.len() > style.lines || layout.width() > width * style.size / size + 0.01)
            && size > style.smallest
        {
            size = (size * 0.92).max(style.smallest);
            layout.break_all_lines(Some(width * style.size / size));
        }
        if size < style.size {
            layout = self.lines(&text, style, size, width, OverflowWrap::Normal);
        }
        if layout.width() > width + 0.01 {
            layout = self.lines(&text, style, size, width, OverflowWrap::Anywhere);
        }
        if layout.len() > style.most {
            (text, layout) = self.cut(text, layout, style, size, width);
        }
        let shift = self.balance(&mut layout, style, width);
        let bold = style.weight >= BOLD;
        Ok(Some(Block { text, layout, lightness: style.lightness, bold, shift }))
    }

    /// The text as far as it fits on the most lines it may take, with "…" at its end.
    fn cut(
        &mut self,
        mut text: String,
        mut layout: Layout<()>,
        style: &Style,
        size: f32,
        width: f32,
    ) -> (String, Layout<()>) {
        if let Some(last) = layout.get(style.most.saturating_sub(1)) {
            text.truncate(last.text_range().end);
        }
        while layout.len() > style.most && text.pop().is_some() {
            let shortened = format!("{}…", text.trim_end());
            layout = self.lines(&shortened, style, size, width, OverflowWrap::Anywhere);
            if layout.len() <= style.most {
                return (shortened, layout);
            }
        }
        (text, layout)
    }

    /// Makes the lines of a short text about equally long, so that no word is left alone on the last one.
    /// Returns how far the lines have to be moved to the right.
    fn balance(&self, layout: &mut Layout<()>, style: &Style, width: f32) -> f32 {
        let lines = layout.len();
        if !(2..=3).contains(&lines) {
            return 0.0;
        }
        let (mut too_narrow, mut enough) = (width * 0.4, width);
        for _ in 0..5 {
            let middle = (too_narrow + enough) / 2.0;
            layout.break_all_lines(Some(middle));
            if layout.len() > lines || layout.width() > middle {
                too_narrow = middle;
            } else {
                enough = middle;
            }
        }
        layout.break_all_lines(Some(enough));
        let alignment = self.alignment(style.align);
        layout.align(alignment, AlignmentOptions::default());
        match alignment {
            Alignment::Right => width - enough,
            Alignment::Center => (width - enough) / 2.0,
            _ => 0.0,
        }
    }

    fn alignment(&self, align: Align) -> Alignment {
        match align {
            Align::Center => Alignment::Center,
            Align::Start if self.right_to_left => Alignment::Right,
            Align::End if !self.right_to_left => Alignment::Right,
            Align::Start | Align::End => Alignment::Left,
        }
    }

    fn lines(&mut self, text: &str, style: &Style, size: f32, width: f32, wrap: OverflowWrap) -> Layout<()> {
        let families = self.families(text);
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Owned(families.0))));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(style.weight)));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(
            style.leading + families.1,
        )));
        builder.push_default(StyleProperty::OverflowWrap(wrap));
        builder.push_default(StyleProperty::Locale(self.language));
        // A text without letters, such as an hour, has no direction of its own and follows the document.
        let neutral = self.right_to_left && !text.chars().any(char::is_alphabetic);
        builder.set_base_direction(if neutral { BaseDirection::Rtl } else { BaseDirection::Auto });
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(width));
        layout.align(self.alignment(style.align), AlignmentOptions::default());
        layout
    }

    /// The fonts to ask for this text, in order, and the leading that its tallest script needs on top.
    /// A text without Latin letters takes digits and spaces from its own script's font: they match better.
    fn families(&self, text: &str) -> (Vec<FontFamilyName<'static>>, f32) {
        let mut order = self.scripts.clone();
        let own = text.chars().find_map(fonts::script_of);
        let tall = matches!(own, Some(Script::Arab | Script::Deva | Script::Thai));
        let paired = matches!(own, Some(Script::Arab | Script::Hebr | Script::Deva | Script::Thai));
        if paired && !text.contains(|c: char| c.is_ascii_alphabetic()) {
            order.sort_by_key(|script| Some(*script) != own);
        }
        let names = order.iter().map(|script| FontFamilyName::Named(Cow::Borrowed(script.family())));
        (names.collect(), if tall { 0.2 } else { 0.0 })
    }
}

impl Block {
    /// Height of all lines in points.
    pub(crate) fn height(&self) -> f32 {
        self.layout.height()
    }

    /// Number of lines.
    pub(crate) fn lines(&self) -> usize {
        self.layout.len()
    }

    /// Draws a line of the block whose top left corner is at this place.
    pub(crate) fn draw(&self, line: usize, surface: &mut Surface<'_>, x: f32, y: f32) {
        let Some(line) = self.layout.get(line) else { return };
        let paint = luma::Color::new(self.lightness);
        surface.set_fill(Some(Fill { paint: paint.into(), ..Fill::default() }));
        let metrics = line.metrics();
        let mut pen = x + self.shift + metrics.inline_min_coord + metrics.offset;
        for run in line.runs() {
            let Some(face) = fonts::face_of(run.font().data.id()) else { continue };
            let size = run.font_size();
            let faux = self.bold && f32::from(face.weight) < BOLD;
            let stroke = Stroke { paint: paint.into(), width: size * 0.027, ..Stroke::default() };
            surface.set_stroke(faux.then_some(stroke));
            let start = Point::from_xy(pen, y + metrics.baseline);
            surface.draw_glyphs(start, &glyphs(&run), face.pdf.clone(), &self.text, size, false);
            pen += run.advance();
        }
        surface.set_stroke(None);
        surface.set_fill(None);
    }
}

/// The run's glyphs from left to right, in units of the font size, each with the text it stands for.
fn glyphs(run: &Run<'_, ()>) -> Vec<KrillaGlyph> {
    let size = run.font_size();
    let mut glyphs: Vec<KrillaGlyph> = Vec::with_capacity(run.text_range().len());
    // The rest of a ligature has no glyphs. It comes after the ligature, or before it from right to left.
    let mut rest: Option<Range<usize>> = None;
    for cluster in run.visual_clusters() {
        let range = cluster.text_range();
        if cluster.is_ligature_continuation() {
            match glyphs.last_mut() {
                Some(glyph) if !run.is_rtl() => glyph.text_range.end = range.end,
                _ => rest = Some(range.start..rest.map_or(range.end, |rest| rest.end)),
            }
            continue;
        }
        let range = range.start..rest.take().map_or(range.end, |rest| rest.end);
        for glyph in cluster.glyphs() {
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                -glyph.y / size,
                0.0,
                range.clone(),
                None,
            ));
        }
    }
    glyphs
}
