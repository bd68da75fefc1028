//! An upload made safe and small: decoded under limits, turned upright, and encoded anew as JPEG in three sizes, so
//! that nothing of the original file, its metadata included, is ever served.

use std::{io::Cursor, time::Duration};

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use tokio::{sync::Semaphore, task, time};

use crate::Error;

/// Most pixels a side.
const MAX_SIDE: u32 = 10_000;
/// Most pixels together.
const MAX_PIXELS: u64 = 64_000_000;
/// Most memory for the decoded picture in bytes: four a pixel.
const MAX_MEMORY: u64 = MAX_PIXELS * 4;
/// JPEG quality, 1 to 100.
const QUALITY: u8 = 82;

/// One picture at a time: a large one takes a quarter of a gigabyte.
static PLACE: Semaphore = Semaphore::const_new(1);

/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// A size that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For lists: at most 640 pixels wide.
    Small,
    /// For pages: at most 1280 pixels wide.
    Medium,
    /// For large screens: at most 2000 pixels wide.
    Large,
}

impl Size {
    /// Every size, largest first.
    pub const ALL: [Self; 3] = [Self::Large, Self::Medium, Self::Small];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// The greatest width in pixels.
    pub fn width(self) -> u32 {
        match self {
            Self::Small => 640,
            Self::Medium => 1280,
            Self::Large => 2000,
        }
    }
}

/// A picture in every size.
#[derive(Debug)]
pub struct Picture {
    /// The JPEG of each size, largest first.
    pub sizes: Vec<(Size, Bytes)>,
    /// The width of the largest in pixels.
    pub width: u32,
    /// The height of the largest in pixels.
    pub height: u32,
}

/// Makes a [`Picture`] of an upload, away from the threads that serve requests.
pub async fn make(upload: Bytes) -> Result<Picture, Error> {
    let place = time::timeout(PATIENCE, PLACE.acquire()).await;
    let _place = place.ok().and_then(Result::ok).ok_or(Error::Busy)?;
    let made = task::spawn_blocking(move || resize_all(&upload)).await;
    made.map_err(|error| Error::Unreadable(error.to_string()))?
}

fn resize_all(upload: &[u8]) -> Result<Picture, Error> {
    let mut picture = flatten(decode(upload)?);
    let mut sizes = Vec::with_capacity(Size::ALL.len());
    let mut largest = None;
    for size in Size::ALL {
        picture = shrink(picture, size.width());
        largest.get_or_insert(picture.dimensions());
        sizes.push((size, encode(&picture)?));
    }
    let (width, height) = largest.unwrap_or_default();
    Ok(Picture { sizes, width, height })
}

/// Decodes and turns upright.
fn decode(upload: &[u8]) -> Result<DynamicImage, Error> {
    let format = image::guess_format(upload).map_err(|_| Error::Kind)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Error::Kind);
    }
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY + MAX_MEMORY / 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(Error::TooManyPixels { width, height });
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    // Shrunk roughly before anything else, because what follows takes several times the picture's memory.
    if picture.width().min(picture.height()) > 2 * Size::Large.width() {
        let side = 2 * Size::Large.width();
        picture = picture.thumbnail(side * picture.width() / picture.width().min(picture.height()), u32::MAX);
    }
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Puts what is transparent on white.
fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture: RgbaImage = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [r, g, b, alpha] = from.0.map(u32::from);
        to.0 = [r, g, b].map(|c| u8::try_from((c * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX));
    }
    flat
}

/// At most `width` wide, in the same proportions; never enlarged.
fn shrink(picture: RgbImage, width: u32) -> RgbImage {
    if picture.width() <= width {
        return picture;
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    image::imageops::resize(&picture, width, height, FilterType::CatmullRom)
}

fn encode(picture: &RgbImage) -> Result<Bytes, Error> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(picture).map_err(unreadable)?;
    Ok(bytes.into())
}

fn unreadable(error: ImageError) -> Error {
    Error::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests;
