//! Tumbling blocks, as Roman floors have them, in the colours of rust: iron that was warm once.

use media::canvas::{Canvas, Colour, HEIGHT, Point, WIDTH};

use super::{super::dice::Dice, inset, polar};

const GROUT: Colour = Colour::hex(0x1c1210);
/// From the cold corner to the glowing one.
const HEAT: [Colour; 7] = [
    Colour::hex(0x2c2523),
    Colour::hex(0x4a2c22),
    Colour::hex(0x7d351d),
    Colour::hex(0xb7451a),
    Colour::hex(0xde6a24),
    Colour::hex(0xf29a44),
    Colour::hex(0xfbd08a),
];
const PATINA: [Colour; 3] = [Colour::hex(0x2f7f79), Colour::hex(0x4fa59a), Colour::hex(0x8cc7b8)];
const CREAM: Colour = Colour::hex(0xf6e7cf);

/// From the middle of a block to its corners, in pixels.
const SIZE: f32 = 62.0;

pub(super) fn draw() -> Canvas {
    let mut canvas = Canvas::new(GROUT);
    let mut dice = Dice::new(0x2157);
    let (across, down) = (SIZE * 3_f32.sqrt(), SIZE * 1.5);
    let (columns, rows) = ((WIDTH as f32 / across) as i32 + 2, (HEIGHT as f32 / down) as i32 + 2);
    for row in -1..=rows {
        for column in -1..=columns {
            let shift = if row % 2 == 0 { 0.0 } else { across / 2.0 };
            let centre = (column as f32 * across + shift, row as f32 * down);
            let base = colour(centre, &mut dice);
            block(&mut canvas, centre, base, &mut dice);
        }
    }
    canvas
}

fn colour((x, y): Point, dice: &mut Dice) -> Colour {
    let (across, down) = (x / WIDTH as f32, y / HEIGHT as f32);
    // A glow low on the right, with a second, weaker one on the left; the seam between them stays dark.
    let near = |u: f32, v: f32, reach: f32| {
        (1.0 - (((across - u) * 1.5).powi(2) + (down - v).powi(2)).sqrt() / reach).max(0.0)
    };
    let heat = near(0.78, 0.72, 1.15).powf(1.25) * 1.02 + near(0.08, 0.08, 0.6) * 0.42 + 0.06;
    let heat = heat + dice.around(0.13);
    match dice.below(100) {
        0..5 => PATINA[dice.below(3)].mix(HEAT[0], (0.45 - heat).max(0.0)),
        5..8 => CREAM.mix(HEAT[2], (0.55 - heat).max(0.0)),
        _ => Colour::along(&HEAT, heat),
    }
}

/// Three faces: light from the upper left. Every face is cut into four stones, and some blocks are open boxes.
fn block(canvas: &mut Canvas, centre: Point, base: Colour, dice: &mut Dice) {
    let corner = |sixth: i32| polar(centre, SIZE, (sixth as f32 - 1.5) / 6.0);
    let hollow = dice.chance(12);
    let shades = if hollow { [0.5, 0.8, 1.12] } else { [1.16, 0.86, 0.56] };
    for (face, shade) in (0..3).zip(shades) {
        // Top, right and left face of the block, each between two outer edges and the middle.
        let first = [5, 1, 3][face];
        let rhomb = [corner(first), corner(first + 1), corner(first + 2), centre];
        for part in quarters(rhomb) {
            let stone = inset(part, 0.055);
            canvas.fill(&stone, base.lit(shade * (1.0 + dice.around(0.07))));
        }
    }
}

/// A rhomb cut along its two middle lines.
fn quarters([a, b, c, d]: [Point; 4]) -> [[Point; 4]; 4] {
    let half = |p: Point, q: Point| ((p.0 + q.0) / 2.0, (p.1 + q.1) / 2.0);
    let (ab, bc, cd, da) = (half(a, b), half(b, c), half(c, d), half(d, a));
    let middle = half(ab, cd);
    [[a, ab, middle, da], [ab, b, bc, middle], [middle, bc, c, cd], [da, middle, cd, d]]
}
