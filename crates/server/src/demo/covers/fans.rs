//! Brass fans, laid one over the other like scales: a dance hall's floor.

use media::canvas::{Canvas, Colour, HEIGHT, Point, WIDTH};

use super::{super::dice::Dice, polar};

const GROUT: Colour = Colour::hex(0x160b0d);
const BRASS: [Colour; 5] = [
    Colour::hex(0x6b4a1e),
    Colour::hex(0xa97a2f),
    Colour::hex(0xd8a748),
    Colour::hex(0xf0cd7e),
    Colour::hex(0xfbeab8),
];
const WINE: [Colour; 3] = [Colour::hex(0x3a0f1c), Colour::hex(0x5e1626), Colour::hex(0x86233a)];
const NIGHT: [Colour; 3] = [Colour::hex(0x101722), Colour::hex(0x1b2836), Colour::hex(0x2a3d4c)];

/// The radius of a fan in pixels.
const RADIUS: f32 = 167.0;
/// Rings of a fan, from the rim inwards; the innermost is a disc.
const RINGS: usize = 6;

pub(super) fn draw() -> Canvas {
    let mut canvas = Canvas::new(GROUT);
    let mut dice = Dice::new(0x7a22);
    let rows = (HEIGHT as f32 / (RADIUS / 2.0)) as i32 + 4;
    let columns = (WIDTH as f32 / (RADIUS * 2.0)) as i32 + 2;
    // From the top: each row covers the lower halves of the one before it.
    for row in -1..rows {
        for column in -1..columns {
            let shift = if row % 2 == 0 { 0.0 } else { RADIUS };
            let centre = (column as f32 * RADIUS * 2.0 + shift, row as f32 * RADIUS / 2.0);
            fan(&mut canvas, centre, row, &mut dice);
        }
    }
    canvas
}

fn fan(canvas: &mut Canvas, centre: Point, row: i32, dice: &mut Dice) {
    disc(canvas, centre, RADIUS + 3.0, GROUT);
    // The lamp hangs above the middle of the floor.
    let (dx, dy) = ((centre.0 / WIDTH as f32 - 0.56) * 1.2, centre.1 / HEIGHT as f32 - 0.3);
    let lamp = (1.12 - (dx * dx + dy * dy).sqrt() * 0.95).clamp(0.52, 1.1);
    let dark = if (row / 2) % 2 == 0 { WINE } else { NIGHT };
    let width = RADIUS / (RINGS as f32 + 0.4);
    for ring in 0..RINGS {
        let outer = RADIUS - ring as f32 * width;
        let stones = ((outer * std::f32::consts::PI) / (width * 1.12)).round().max(6.0);
        for stone in 0..stones as usize * 2 {
            let turns = stone as f32 / (stones * 2.0);
            // The lower half lies under the next rows.
            if !(0.44..=1.0).contains(&turns) && turns > 0.06 {
                continue;
            }
            let gap = 1.1 / (outer * std::f32::consts::TAU);
            let end = turns + 0.5 / stones;
            let slice = wedge(centre, outer - 1.3, outer - width + 1.3, (turns + gap, end - gap));
            // Light comes from above, so the top of each fan gleams.
            let gleam = 0.5 - 0.5 * ((turns + end) * std::f32::consts::PI).sin();
            let colour = if ring % 2 == 0 {
                Colour::along(&BRASS, 0.22 + 0.5 * gleam + 0.06 * ring as f32 + dice.around(0.12))
            } else {
                Colour::along(&dark, 0.25 + 0.5 * gleam + dice.around(0.3))
            };
            canvas.fill(&slice, colour.lit(lamp * (1.0 + dice.around(0.05))));
        }
    }
    disc(canvas, centre, width * 0.4, BRASS[3].lit(lamp));
}

/// A piece of a ring between two angles, in turns.
fn wedge(centre: Point, outer: f32, inner: f32, (from, to): (f32, f32)) -> [Point; 6] {
    let middle = (from + to) / 2.0;
    let inner = inner.max(1.0);
    [
        polar(centre, outer, from),
        polar(centre, outer, middle),
        polar(centre, outer, to),
        polar(centre, inner, to),
        polar(centre, inner, middle),
        polar(centre, inner, from),
    ]
}

fn disc(canvas: &mut Canvas, centre: Point, radius: f32, colour: Colour) {
    let rim: [Point; 48] = std::array::from_fn(|at| polar(centre, radius, at as f32 / 48.0));
    canvas.fill(&rim, colour);
}
