//! A page to draw on: measures in points from the edge where reading begins, mirrored for right-to-left languages,
//! and a tag for everything that is drawn.

use krilla::geom::{Path, PathBuilder, Rect, Size, Transform};
use krilla::image::Image;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, SpanTag, TagGroup, TagKind};

use super::Paper;
use crate::Error;
use crate::qr::Modules;
use crate::text::{Align, Block, Style, Typesetter};

/// Points per millimetre.
const MM: f32 = 72.0 / 25.4;

/// Lightness of labels and small print: 7.8:1 on white.
const GREY: u8 = 0x52;

/// The measures of a paper size, in points.
pub(crate) struct Measures {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// White around everything.
    pub(crate) margin: f32,
    /// From the border of the card to its content.
    pub(crate) padding: f32,
    /// Between blocks.
    pub(crate) gap: f32,
    /// Radius of the card's corners.
    pub(crate) radius: f32,
    /// Side of the QR code without its quiet zone.
    pub(crate) code: f32,
    /// Largest height of the logo.
    pub(crate) logo: f32,
    pub(crate) title: Style,
    pub(crate) lead: Style,
    pub(crate) body: Style,
    pub(crate) label: Style,
    pub(crate) small: Style,
}

const BODY: Style = Style {
    size: 11.5,
    smallest: 9.0,
    weight: 400.0,
    lightness: 0,
    leading: 1.35,
    lines: 2,
    most: 2,
    align: Align::Start,
};

const LARGE: Measures = Measures {
    width: 595.28,
    height: 841.89,
    margin: 48.0,
    padding: 26.0,
    gap: 20.0,
    radius: 12.0,
    code: 45.0 * MM,
    logo: 34.0,
    title: Style { size: 30.0, smallest: 19.0, weight: 600.0, leading: 1.16, lines: 3, most: 3, ..BODY },
    lead: Style { size: 13.5, smallest: 10.0, weight: 600.0, most: 4, ..BODY },
    body: BODY,
    label: Style { size: 9.0, smallest: 7.5, lightness: GREY, leading: 1.4, lines: 1, most: 1, ..BODY },
    small: Style { size: 9.5, smallest: 9.5, lightness: GREY, leading: 1.45, lines: 6, most: 6, ..BODY },
};

const LETTER: Measures = Measures { width: 612.0, height: 792.0, ..LARGE };

const POCKET: Measures = Measures {
    width: 297.64,
    height: 419.53,
    margin: 14.0,
    padding: 13.0,
    gap: 9.0,
    radius: 8.0,
    code: 36.0 * MM,
    logo: 18.0,
    title: Style { size: 17.0, smallest: 12.0, ..LARGE.title },
    lead: Style { size: 9.5, smallest: 7.5, leading: 1.3, ..LARGE.lead },
    body: Style { size: 8.5, smallest: 7.5, leading: 1.3, ..BODY },
    label: Style { size: 7.0, smallest: 6.5, leading: 1.3, ..LARGE.label },
    small: Style { size: 7.0, smallest: 7.0, leading: 1.35, lines: 3, most: 3, ..LARGE.small },
};

impl Measures {
    pub(crate) fn of(paper: Paper) -> &'static Self {
        match paper {
            Paper::A4 => &LARGE,
            Paper::Letter => &LETTER,
            Paper::A6 => &POCKET,
        }
    }
}

/// A page being drawn.
pub(crate) struct Sheet<'a> {
    pub(crate) surface: Surface<'a>,
    pub(crate) typesetter: &'a mut Typesetter,
    pub(crate) measures: &'static Measures,
    /// What was drawn so far, in reading order.
    pub(crate) tags: TagGroup,
}

impl Sheet<'_> {
    /// The left edge of something that begins `start` points from the edge where reading begins.
    fn left(&self, start: f32, width: f32) -> f32 {
        if self.typesetter.right_to_left() { self.measures.width - start - width } else { start }
    }

    /// Sets a text without drawing it, to know its height.
    pub(crate) fn set(&mut self, text: &str, style: &Style, width: f32) -> Result<Option<Block>, Error> {
        self.typesetter.set(text, style, width)
    }

    /// Draws a block that was set for this width and returns where it ends.
    pub(crate) fn put(
        &mut self,
        tag: impl Into<TagKind>,
        block: &Block,
        start: f32,
        width: f32,
        y: f32,
    ) -> f32 {
        let left = self.left(start, width);
        let mut group = TagGroup::new(tag);
        for line in 0..block.lines() {
            let span = SpanTag::empty();
            let content = self.surface.start_tagged(ContentTag::Span(span));
            block.draw(line, &mut self.surface, left, y);
            self.surface.end_tagged();
            group.push(content);
        }
        self.tags.push(group);
        y + block.height()
    }

    /// Sets and draws a text and returns where it ends: where it began if there is nothing to print.
    pub(crate) fn write(
        &mut self,
        tag: impl Into<TagKind>,
        text: &str,
        style: &Style,
        (start, width): (f32, f32),
        y: f32,
    ) -> Result<f32, Error> {
        Ok(match self.set(text, style, width)? {
            Some(block) => self.put(tag, &block, start, width, y),
            None => y,
        })
    }

    /// Draws decoration that screen readers skip.
    pub(crate) fn decorate(&mut self, path: Option<Path>, stroke: Stroke) {
        let Some(path) = path else { return };
        self.surface.start_tagged(ContentTag::Artifact(Artifact::default()));
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke));
        self.surface.draw_path(&path);
        self.surface.set_stroke(None);
        self.surface.end_tagged();
    }

    /// Draws an image with this height, or smaller to fit the width, and returns its width.
    pub(crate) fn picture(&mut self, image: &Image, start: f32, y: f32, (width, height): (f32, f32)) -> f32 {
        let (pixels_wide, pixels_high) = image.size();
        let (wide, high) = (pixels_wide as f32, pixels_high as f32);
        let scale = (height / high).min(width / wide);
        let Some(size) = Size::from_wh(wide * scale, high * scale) else { return 0.0 };
        let left = self.left(start, size.width());
        self.surface.start_tagged(ContentTag::Artifact(Artifact::default()));
        self.surface.push_transform(&Transform::from_translate(left, y + (height - size.height()) / 2.0));
        self.surface.draw_image(image.clone(), size);
        self.surface.pop();
        self.surface.end_tagged();
        size.width()
    }

    /// Draws the QR code as one path and tags it as a figure that says `alt`.
    pub(crate) fn code(&mut self, modules: &Modules, tag: impl Into<TagKind>, start: f32, y: f32) {
        let side = self.measures.code;
        let scale = side / modules.width() as f32;
        let left = self.left(start, side);
        let mut path = PathBuilder::new();
        for bar in modules.bars() {
            if let Some(rect) = Rect::from_xywh(bar.x as f32, bar.y as f32, bar.length as f32, 1.0) {
                path.push_rect(rect);
            }
        }
        let Some(path) = path.finish() else { return };
        let content = self.surface.start_tagged(ContentTag::Other);
        self.surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, left, y));
        self.surface.set_fill(Some(Fill::default()));
        self.surface.draw_path(&path);
        self.surface.pop();
        self.surface.end_tagged();
        self.tags.push(TagGroup::with_children(tag, vec![content.into()]));
    }
}
