//! The picture of an event without a picture: a mosaic of tiles, always the same for the same event.

/// Tiles across and down.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Tiles across.
    pub columns: u32,
    /// Tiles down.
    pub rows: u32,
}

/// The wide picture on top of a page.
pub const COVER: Size = Size { columns: 10, rows: 6 };
/// The small one in a list.
pub const THUMBNAIL: Size = Size { columns: 4, rows: 3 };

const SIDE: u32 = 20;

/// An SVG of tiles whose shapes and colours follow from `seed`. Colours are classes (`m0` to `m4`) of the style sheet,
/// so that it goes with light and dark.
pub fn svg(seed: &str, size: Size) -> String {
    let mut dice = Dice::new(seed);
    let (width, height) = (size.columns * SIDE, size.rows * SIDE);
    let (mut grounds, mut figures) = (<[String; 5]>::default(), <[String; 5]>::default());
    for at in 0..size.columns * size.rows {
        let (x, y) = (at % size.columns * SIDE, at / size.columns * SIDE);
        let ground = dice.roll(5);
        let figure = (ground + 1 + dice.roll(4)) % 5;
        // A little larger than its place, so that no seam shows between neighbours.
        grounds[ground].push_str(&format!("M{x} {y}h20.4v20.4h-20.4z"));
        figures[figure].push_str(&shape(dice.roll(9), x, y));
    }
    let mut out = format!(
        r#"<svg class="mosaic" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">"#
    );
    for layer in [grounds, figures] {
        for (colour, path) in layer.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
            out.push_str(&format!(r#"<path class="m{colour}" d="{path}"/>"#));
        }
    }
    out.push_str("</svg>");
    out
}

/// One figure inside the tile at `x`, `y`.
fn shape(kind: usize, x: u32, y: u32) -> String {
    let (right, low, middle) = (x + SIDE, y + SIDE, x + SIDE / 2);
    match kind {
        0 => format!("M{x} {y}h20a20 20 0 0 1-20 20z"),
        1 => format!("M{right} {y}v20a20 20 0 0 1-20-20z"),
        2 => format!("M{right} {low}h-20a20 20 0 0 1 20-20z"),
        3 => format!("M{x} {low}v-20a20 20 0 0 1 20 20z"),
        4 => format!("M{x} {y}h20l-20 20z"),
        5 => format!("M{right} {low}h-20l20-20z"),
        6 => format!("M{middle} {}a7 7 0 0 1 0 14a7 7 0 0 1 0-14", y + 3),
        7 => format!("M{x} {y}h20a10 10 0 0 1-20 0z"),
        _ => format!("M{x} {y}h10v20h-10z"),
    }
}

/// xorshift, seeded by FNV-1a: stable across releases, which a hasher of the standard library does not promise.
struct Dice(u64);

impl Dice {
    fn new(seed: &str) -> Self {
        let hash = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(hash | 1)
    }

    fn roll(&mut self, sides: u64) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % sides).unwrap_or_default()
    }
}
