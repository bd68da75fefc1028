//! Stars and crosses, as Kashan's potters made them in the thirteenth century, in lapis, turquoise and gold.

use media::canvas::{Canvas, Colour, HEIGHT, Point, WIDTH};

use super::{super::dice::Dice, polar};

const GOLD: [Colour; 3] = [Colour::hex(0xa9762a), Colour::hex(0xd9aa4f), Colour::hex(0xf6dc93)];
const LAPIS: [Colour; 4] =
    [Colour::hex(0x0b1f55), Colour::hex(0x12357f), Colour::hex(0x1c52a8), Colour::hex(0x2f78c4)];
const TURQUOISE: [Colour; 3] = [Colour::hex(0x0d6f80), Colour::hex(0x17a0a2), Colour::hex(0x62cfc4)];
const IVORY: Colour = Colour::hex(0xfaf2df);

/// From one star's middle to the next in pixels.
const STEP: f32 = 250.0;
/// A star's inner corners, as a share of its tips.
const WAIST: f32 = 0.765_4;

pub(super) fn draw() -> Canvas {
    let mut canvas = Canvas::new(GOLD[0]);
    let mut dice = Dice::new(0x57a2);
    let (columns, rows) = ((WIDTH as f32 / STEP) as i32 + 1, (HEIGHT as f32 / STEP) as i32 + 1);
    for row in 0..=rows {
        for column in 0..=columns {
            cross(&mut canvas, place(column, row), &mut dice);
        }
    }
    for row in 0..=rows {
        for column in 0..=columns {
            let centre = place(column, row);
            star(&mut canvas, (centre.0 + STEP / 2.0, centre.1 + STEP / 2.0), column + row, &mut dice);
        }
    }
    canvas
}

fn place(column: i32, row: i32) -> Point {
    (column as f32 * STEP - 125.0, row as f32 * STEP - 100.0)
}

/// How much light falls there: more above the middle, less in the corners.
fn light((x, y): Point) -> f32 {
    let (dx, dy) = (x / WIDTH as f32 - 0.5, y / HEIGHT as f32 - 0.42);
    1.1 - (dx * dx * 0.9 + dy * dy * 0.8).sqrt() * 0.62
}

/// A star of `tips`, turned by `turn` of a full circle.
fn outline<const N: usize>(centre: Point, tip: f32, waist: f32, turn: f32) -> [Point; N] {
    std::array::from_fn(|at| {
        let radius = if at % 2 == 0 { tip } else { waist };
        polar(centre, radius, turn + at as f32 / N as f32)
    })
}

/// The ground of a cross is the square around it; the stars cut it into shape.
fn cross(canvas: &mut Canvas, centre: Point, dice: &mut Dice) {
    let lit = light(centre);
    let half = STEP / 2.0;
    let tone = Colour::along(&TURQUOISE, 0.28 + dice.around(0.12)).lit(lit);
    canvas.fill(&outline::<4>(centre, half * 1.4143, half * 1.4143, 0.125), tone);
    // Four arms of darker glaze around a rosette of ivory and gold.
    for arm in 0..4 {
        let turn = arm as f32 / 4.0;
        let out = polar(centre, half * 0.62, turn);
        let leaf = [
            polar(centre, half * 0.2, turn),
            polar(out, half * 0.14, turn - 0.25),
            polar(centre, half * 0.9, turn),
            polar(out, half * 0.14, turn + 0.25),
        ];
        canvas.fill(&leaf, Colour::along(&LAPIS, 0.35 + dice.around(0.15)).lit(lit));
        let vein = [
            polar(centre, half * 0.36, turn),
            polar(out, half * 0.055, turn - 0.25),
            polar(centre, half * 0.8, turn),
            polar(out, half * 0.055, turn + 0.25),
        ];
        canvas.fill(&vein, TURQUOISE[2].lit(lit * (1.0 + dice.around(0.06))));
    }
    canvas.fill(&outline::<16>(centre, half * 0.3, half * 0.3 * WAIST, 0.0), GOLD[1].lit(lit));
    canvas.fill(&outline::<16>(centre, half * 0.245, half * 0.245 * WAIST, 0.0), LAPIS[0].lit(lit));
    canvas.fill(&outline::<8>(centre, half * 0.2, half * 0.09, 0.0), IVORY.lit(lit));
    canvas.fill(&outline::<16>(centre, half * 0.075, half * 0.055, 0.0), GOLD[1].lit(lit));
}

/// Rings of glaze from the rim to the middle, each cut into stones.
fn star(canvas: &mut Canvas, centre: Point, parity: i32, dice: &mut Dice) {
    let lit = light(centre);
    let tip = STEP / 2.0;
    let bright = parity % 2 == 0;
    canvas.fill(&outline::<16>(centre, tip + 5.0, (tip + 5.0) * WAIST, 0.0), GOLD[2].lit(lit));
    canvas.fill(&outline::<16>(centre, tip - 4.0, (tip - 4.0) * WAIST, 0.0), LAPIS[0].lit(lit));
    for kite in 0..16 {
        let turn = kite as f32 / 16.0;
        let (from, to) = (turn - 1.0 / 32.0, turn + 1.0 / 32.0);
        let outer = if kite % 2 == 0 { tip * 0.9 } else { tip * 0.665 };
        let side = tip * 0.715;
        let stone = [
            polar(centre, outer, turn),
            polar(centre, side, to),
            polar(centre, tip * 0.5, turn),
            polar(centre, side, from),
        ];
        let tone = Colour::along(&LAPIS, if kite % 2 == 0 { 0.72 } else { 0.42 } + dice.around(0.16));
        if kite % 2 == 0 {
            canvas.fill(&stone, tone.lit(lit));
        }
    }
    let heart = if bright { IVORY } else { LAPIS[2] };
    canvas.fill(&outline::<16>(centre, tip * 0.57, tip * 0.57 * WAIST, 0.0), GOLD[1].lit(lit));
    canvas.fill(&outline::<16>(centre, tip * 0.525, tip * 0.525 * WAIST, 0.0), heart.lit(lit));
    for petal in 0..8 {
        let turn = petal as f32 / 8.0;
        let out = polar(centre, tip * 0.3, turn);
        let leaf = [
            polar(centre, tip * 0.1, turn),
            polar(out, tip * 0.085, turn - 0.25),
            polar(centre, tip * 0.465, turn),
            polar(out, tip * 0.085, turn + 0.25),
        ];
        let tone = match (bright, petal % 2) {
            (true, 0) => TURQUOISE[1],
            (true, _) => LAPIS[2],
            (false, 0) => GOLD[2],
            (false, _) => TURQUOISE[2],
        };
        canvas.fill(&leaf, tone.lit(lit * (1.0 + dice.around(0.08))));
    }
    canvas.fill(&outline::<16>(centre, tip * 0.15, tip * 0.15 * WAIST, 0.0), GOLD[1].lit(lit));
    canvas.fill(&outline::<16>(centre, tip * 0.085, tip * 0.085 * WAIST, 0.0), LAPIS[0].lit(lit));
}
