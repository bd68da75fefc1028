//! QR codes (ISO/IEC 18004) as SVG for pages, PNG for mails and rectangles for the PDF.
//!
//! Payloads in capital base32 use the alphanumeric mode: 150 characters make a symbol of 41 modules.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

use crate::Error;

#[cfg(test)]
mod tests;

/// Light modules around the symbol, as the standard asks.
pub const QUIET_ZONE: usize = 4;

/// The dark and light modules of a symbol, without the quiet zone.
pub(crate) struct Modules {
    symbol: QRCode,
}

/// Dark modules side by side in one row.
pub(crate) struct Bar {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) length: usize,
}

impl Modules {
    /// Encodes the payload with error correction level M (15 % may be lost to folds and dirt).
    ///
    /// # Errors
    /// [`Error::PayloadTooLong`] when the payload is too long.
    pub(crate) fn encode(payload: &str) -> Result<Self, Error> {
        let symbol = QRBuilder::new(payload).ecl(ECL::M).build().map_err(|_| Error::PayloadTooLong)?;
        Ok(Self { symbol })
    }

    /// Modules per side.
    pub(crate) fn width(&self) -> usize {
        self.symbol.size
    }

    /// The dark modules, joined along the rows.
    pub(crate) fn bars(&self) -> impl Iterator<Item = Bar> {
        (0..self.width()).flat_map(|y| {
            let mut x = 0;
            self.symbol[y].chunk_by(|a, b| a.value() == b.value()).filter_map(move |chunk| {
                let bar = Bar { x, y, length: chunk.len() };
                x += chunk.len();
                chunk[0].value().then_some(bar)
            })
        })
    }
}

/// A black-on-white SVG with its quiet zone, to be put into a page as it is; it takes the size its container gives it.
/// `title` is what screen readers say.
///
/// # Errors
/// [`Error::PayloadTooLong`] when the payload is too long for a QR code.
pub fn svg(payload: &str, title: &str) -> Result<String, Error> {
    let modules = Modules::encode(payload)?;
    let side = modules.width() + 2 * QUIET_ZONE;
    let mut path = String::with_capacity(modules.width() * modules.width() * 5);
    for Bar { x, y, length } in modules.bars() {
        let (x, y) = (x + QUIET_ZONE, y + QUIET_ZONE);
        path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges"><title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

/// A black-on-white PNG with its quiet zone and `scale` pixels per module (1 to 32), for mail programs that show no SVG.
///
/// # Errors
/// [`Error::PayloadTooLong`] when the payload is too long for a QR code.
pub fn png(payload: &str, scale: u8) -> Result<Vec<u8>, Error> {
    let modules = Modules::encode(payload)?;
    let scale = usize::from(scale.clamp(1, 32));
    let side = (modules.width() + 2 * QUIET_ZONE) * scale;
    // One bit per pixel, 1 is white; rows begin on a byte.
    let stride = side.div_ceil(8);
    let mut pixels = vec![0xff_u8; stride * side];
    for bar in modules.bars() {
        let from = (bar.x + QUIET_ZONE) * scale;
        let top = (bar.y + QUIET_ZONE) * scale;
        for row in pixels.chunks_mut(stride).skip(top).take(scale) {
            for x in from..from + bar.length * scale {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }
    let mut file = Vec::new();
    // A symbol has at most 177 modules, so the side always fits.
    let mut encoder = ::png::Encoder::new(&mut file, side as u32, side as u32);
    encoder.set_color(::png::ColorType::Grayscale);
    encoder.set_depth(::png::BitDepth::One);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(file)
}
