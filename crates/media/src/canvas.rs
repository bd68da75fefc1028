//! A sheet to lay tiles on: filled polygons with smooth edges. The demo's covers are drawn on it, here because this crate is
//! compiled to be quick with pixels, whatever the profile.

use image::{ImageError, RgbImage, codecs::jpeg::JpegEncoder};

/// Width of a cover in pixels.
pub const WIDTH: u32 = 2000;
/// Height of a cover in pixels.
pub const HEIGHT: u32 = 1050;

/// A place on the sheet, in pixels from the top left.
pub type Point = (f32, f32);

/// Scan lines per row of pixels.
const LINES: u16 = 4;
/// What a pixel that is covered all over counts.
const FULL: u16 = 256;

/// A colour in sRGB, each part from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour(pub f32, pub f32, pub f32);

impl Colour {
    /// A colour as it is written on the web: `0xRRGGBB`.
    pub const fn hex(code: u32) -> Self {
        let [_, red, green, blue] = code.to_be_bytes();
        Self(red as f32, green as f32, blue as f32)
    }

    /// This colour with `share` (0 to 1) of another.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let part = |a: f32, b: f32| a + (b - a) * share;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    /// This colour, brighter by `factor` (darker below 1).
    pub fn lit(self, factor: f32) -> Self {
        Self(self.0 * factor, self.1 * factor, self.2 * factor)
    }

    /// This colour under `strength` of a coloured light.
    pub fn plus(self, light: Self, strength: f32) -> Self {
        // As photographs add light: what is bright already takes less of it.
        let part = |a: f32, b: f32| a + b * strength * (1.0 - a / 300.0);
        Self(part(self.0, light.0), part(self.1, light.1), part(self.2, light.2))
    }

    /// The colour `at` (0 to 1) of the way through evenly spaced stops.
    pub fn along(stops: &[Self], at: f32) -> Self {
        let reach = stops.len().saturating_sub(1) as f32;
        let at = at.clamp(0.0, 1.0) * reach;
        let first = at.floor();
        let from = stops.get(first as usize).copied().unwrap_or(Self(0.0, 0.0, 0.0));
        let to = stops.get(first as usize + 1).copied().unwrap_or(from);
        from.mix(to, at - first)
    }

    fn bytes(self) -> [u8; 3] {
        [self.0, self.1, self.2].map(|part| part.round().clamp(0.0, 255.0) as u8)
    }
}

/// The sheet.
pub struct Canvas {
    pixels: RgbImage,
    row: Vec<u16>,
}

impl Canvas {
    /// A sheet all in the colour of the grout.
    pub fn new(grout: Colour) -> Self {
        Self { pixels: RgbImage::from_pixel(WIDTH, HEIGHT, image::Rgb(grout.bytes())), row: Vec::new() }
    }

    /// Lays a tile with these corners.
    pub fn fill(&mut self, corners: &[Point], colour: Colour) {
        let (left, right) = span(corners.iter().map(|corner| corner.0), WIDTH);
        let (top, bottom) = span(corners.iter().map(|corner| corner.1), HEIGHT);
        let colour = colour.bytes();
        let mut cuts = Vec::with_capacity(8);
        for y in top..bottom {
            self.row.clear();
            self.row.resize((right - left) as usize, 0);
            for line in 0..LINES {
                let height = y as f32 + (f32::from(line) + 0.5) / f32::from(LINES);
                cross(corners, height, &mut cuts);
                for pair in cuts.chunks_exact(2) {
                    if let [from, to] = *pair {
                        cover(&mut self.row, from - left as f32, to - left as f32);
                    }
                }
            }
            self.blend(left, y, colour);
        }
    }

    fn blend(&mut self, left: u32, y: u32, colour: [u8; 3]) {
        let start = ((y * WIDTH + left) * 3) as usize;
        let samples: &mut [u8] = &mut self.pixels;
        for (pixel, covered) in samples[start..].chunks_exact_mut(3).zip(&self.row) {
            match *covered {
                0 => {}
                covered if covered >= FULL - 1 => pixel.copy_from_slice(&colour),
                covered => {
                    for (old, new) in pixel.iter_mut().zip(colour) {
                        let mixed = u16::from(*old) * (FULL - covered) + u16::from(new) * (covered - 1);
                        *old = (mixed >> 8) as u8;
                    }
                }
            }
        }
    }

    /// The sheet as a JPEG.
    ///
    /// # Errors
    /// What the encoder says.
    pub fn jpeg(&self) -> Result<Vec<u8>, ImageError> {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 88).encode_image(&self.pixels)?;
        Ok(jpeg)
    }
}

/// The whole pixels that the values reach, within 0 and `limit`.
fn span(values: impl Iterator<Item = f32>, limit: u32) -> (u32, u32) {
    let (low, high) = values.fold((f32::MAX, f32::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let low = low.floor().clamp(0.0, limit as f32) as u32;
    (low, (high.ceil().clamp(0.0, limit as f32) as u32).max(low))
}

/// Where the outline crosses a scan line, from left to right.
fn cross(corners: &[Point], height: f32, cuts: &mut Vec<f32>) {
    cuts.clear();
    let Some(mut before) = corners.last() else { return };
    for corner in corners {
        if (before.1 <= height) != (corner.1 <= height) {
            let share = (height - before.1) / (corner.1 - before.1);
            cuts.push(before.0 + (corner.0 - before.0) * share);
        }
        before = corner;
    }
    cuts.sort_unstable_by(f32::total_cmp);
}

/// Adds one scan line from `from` to `to` to the row's coverage.
fn cover(row: &mut [u16], from: f32, to: f32) {
    let unit = f32::from(FULL / LINES);
    let (from, to) = (from.max(0.0), to.min(row.len() as f32));
    if to <= from {
        return;
    }
    let (first, last) = (from as usize, to as usize);
    if first == last {
        row[first] += ((to - from) * unit) as u16;
        return;
    }
    row[first] += ((first as f32 + 1.0 - from) * unit) as u16;
    for covered in &mut row[first + 1..last] {
        *covered += FULL / LINES;
    }
    if let Some(covered) = row.get_mut(last) {
        *covered += ((to - last as f32) * unit) as u16;
    }
}
