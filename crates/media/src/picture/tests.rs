use image::{ExtendedColorType, ImageEncoder, Rgba, codecs::png::PngEncoder, metadata::Orientation};

use super::*;

fn png(width: u32, height: u32, pixel: [u8; 4]) -> Bytes {
    let mut bytes = Vec::new();
    let picture = RgbaImage::from_pixel(width, height, Rgba(pixel));
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(&picture, width, height, ExtendedColorType::Rgba8).unwrap();
    bytes.into()
}

fn dimensions(jpeg: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap();
    (picture.width(), picture.height())
}

#[tokio::test]
async fn a_picture_comes_in_three_sizes_and_is_never_enlarged() {
    let picture = make(png(1500, 1000, [10, 20, 30, 255])).await.unwrap();
    assert_eq!((picture.width, picture.height), (1500, 1000));
    let sizes: Vec<_> = picture.sizes.iter().map(|(size, jpeg)| (size.name(), dimensions(jpeg))).collect();
    assert_eq!(sizes, [("large", (1500, 1000)), ("medium", (1280, 853)), ("small", (640, 426))]);
}

#[tokio::test]
async fn what_is_transparent_becomes_white() {
    let picture = make(png(4, 4, [0, 0, 0, 0])).await.unwrap();
    let jpeg = image::load_from_memory(&picture.sizes[0].1).unwrap().into_rgb8();
    assert!(jpeg.pixels().all(|pixel| pixel.0.iter().all(|c| *c > 250)));
}

#[tokio::test]
async fn a_picture_taken_sideways_is_turned_upright_and_says_nothing_of_where_it_was_taken() {
    let picture = RgbImage::from_pixel(40, 20, image::Rgb([200, 0, 0]));
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new(&mut jpeg);
    encoder.set_exif_metadata(exif(Orientation::Rotate90)).unwrap();
    encoder.encode_image(&picture).unwrap();
    let made = make(jpeg.into()).await.unwrap();
    assert_eq!((made.width, made.height), (20, 40));
    assert!(made.sizes.iter().all(|(_, jpeg)| !jpeg.windows(4).any(|bytes| bytes == b"Exif")));
}

/// The smallest TIFF header with the orientation tag (Exif 2.32, §4.6.4).
fn exif(orientation: Orientation) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation.to_exif(), 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[tokio::test]
async fn bombs_and_rubbish_are_refused() {
    assert!(matches!(make(png(10_001, 1, [0; 4])).await, Err(Error::TooManyPixels { .. })));
    assert!(matches!(make(Bytes::from_static(b"<svg onload=alert(1)>")).await, Err(Error::Kind)));
    assert!(matches!(make(Bytes::from_static(b"GIF89a....")).await, Err(Error::Kind)));
    let cut = png(300, 300, [1, 2, 3, 255]).slice(..60);
    assert!(matches!(make(cut).await, Err(Error::Unreadable(_))));
}
