//! The outline of the ticket: a card with round corners and a tear line between two notches.

use krilla::color::luma;
use krilla::geom::{Path, PathBuilder};
use krilla::paint::{LineCap, Stroke, StrokeDash};

/// Where the card lies, in points.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    /// Height of the tear line.
    pub(super) tear: f32,
    pub(super) radius: f32,
}

impl Card {
    /// The border, going round clockwise from the top left.
    pub(super) fn border(&self) -> Option<Path> {
        let Self { left, top, right, bottom, tear, radius } = *self;
        let notch = self.notch();
        let mut path = PathBuilder::new();
        path.move_to(left + radius, top);
        path.line_to(right - radius, top);
        quarter(&mut path, (right - radius, top), (right, top), (right, top + radius));
        path.line_to(right, tear - notch);
        quarter(&mut path, (right, tear - notch), (right - notch, tear - notch), (right - notch, tear));
        quarter(&mut path, (right - notch, tear), (right - notch, tear + notch), (right, tear + notch));
        path.line_to(right, bottom - radius);
        quarter(&mut path, (right, bottom - radius), (right, bottom), (right - radius, bottom));
        path.line_to(left + radius, bottom);
        quarter(&mut path, (left + radius, bottom), (left, bottom), (left, bottom - radius));
        path.line_to(left, tear + notch);
        quarter(&mut path, (left, tear + notch), (left + notch, tear + notch), (left + notch, tear));
        quarter(&mut path, (left + notch, tear), (left + notch, tear - notch), (left, tear - notch));
        path.line_to(left, top + radius);
        quarter(&mut path, (left, top + radius), (left, top), (left + radius, top));
        path.close();
        path.finish()
    }

    /// The line between the notches.
    pub(super) fn tear_line(&self) -> Option<Path> {
        let room = self.notch() * 1.8;
        let mut path = PathBuilder::new();
        path.move_to(self.left + room, self.tear);
        path.line_to(self.right - room, self.tear);
        path.finish()
    }

    fn notch(&self) -> f32 {
        self.radius * 0.6
    }
}

/// A thin grey line.
pub(super) fn thin() -> Stroke {
    Stroke { paint: luma::Color::new(0x8c).into(), width: 0.8, ..Stroke::default() }
}

/// A thin grey line of round dashes.
pub(super) fn dashed() -> Stroke {
    let dash = StrokeDash { array: vec![3.0, 4.5], offset: 0.0 };
    Stroke { line_cap: LineCap::Round, dash: Some(dash), ..thin() }
}

/// A quarter of a circle from one point to another, bent towards the corner between them.
fn quarter(path: &mut PathBuilder, from: (f32, f32), corner: (f32, f32), to: (f32, f32)) {
    /// How far control points lie towards the corner for the best circle a cubic curve can draw.
    const KAPPA: f32 = 0.552_284_8;
    let towards = |p: f32, corner: f32| p + (corner - p) * KAPPA;
    path.cubic_to(
        towards(from.0, corner.0),
        towards(from.1, corner.1),
        towards(to.0, corner.0),
        towards(to.1, corner.1),
        to.0,
        to.1,
    );
}
