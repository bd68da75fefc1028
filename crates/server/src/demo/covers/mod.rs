//! Cover pictures: mosaics, because that is what a tessera is for. Each is drawn, always the same, from plain shapes.

mod aurora;
mod blocks;
mod fans;
mod stars;

use anyhow::Result;
use media::canvas::Point;
use serde::Deserialize;

/// A picture that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Motif {
    /// Northern lights over water.
    Aurora,
    /// Tumbling blocks in the colours of rust.
    Blocks,
    /// Brass fans of the twenties.
    Fans,
    /// Stars and crosses in lapis and gold.
    Stars,
}

/// Draws the picture, 2000 × 1050 pixels, as a JPEG. Takes a while: not for the threads that serve requests.
pub(super) fn draw(motif: Motif) -> Result<Vec<u8>> {
    let canvas = match motif {
        Motif::Aurora => aurora::draw(),
        Motif::Blocks => blocks::draw(),
        Motif::Fans => fans::draw(),
        Motif::Stars => stars::draw(),
    };
    Ok(canvas.jpeg()?)
}

/// The point at `radius` from `centre`, `turns` of a full circle from the right, clockwise.
fn polar(centre: Point, radius: f32, turns: f32) -> Point {
    let angle = turns * std::f32::consts::TAU;
    (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
}

/// The corners, each moved towards their middle by `share` of the way: what is left free is grout.
fn inset<const N: usize>(corners: [Point; N], share: f32) -> [Point; N] {
    let count = N as f32;
    let (x, y) = corners.iter().fold((0.0, 0.0), |sum, corner| (sum.0 + corner.0, sum.1 + corner.1));
    let middle = (x / count, y / count);
    corners.map(|(x, y)| (x + (middle.0 - x) * share, y + (middle.1 - y) * share))
}
