//! Northern lights over water: small stones in rows that sway with the light.

use media::canvas::{Canvas, Colour, HEIGHT, Point, WIDTH};

use super::{super::dice::Dice, inset};

const GROUT: Colour = Colour::hex(0x050b18);
const SKY: [Colour; 4] =
    [Colour::hex(0x0a1230), Colour::hex(0x0d1f45), Colour::hex(0x0f2d50), Colour::hex(0x123650)];
/// From the foot of a curtain to its top.
const LIGHT: [Colour; 5] = [
    Colour::hex(0x9dffb8),
    Colour::hex(0x3ff08f),
    Colour::hex(0x17b896),
    Colour::hex(0x2f6fd6),
    Colour::hex(0x8a4bd0),
];
const STAR: Colour = Colour::hex(0xf3f6ff);
const SHORE: Colour = Colour::hex(0x060d1f);
const LAMP: Colour = Colour::hex(0xffc46b);

/// Side of a stone in pixels.
const STONE: f32 = 20.0;
/// Where the water begins.
const HORIZON: f32 = 880.0;

/// A curtain of light: how high its foot hangs, how it sways, how far it reaches up, and how bright it is.
struct Curtain {
    foot: f32,
    sway: f32,
    waves: f32,
    phase: f32,
    reach: f32,
    glow: f32,
}

const CURTAINS: [Curtain; 3] = [
    Curtain { foot: 330.0, sway: 80.0, waves: 1.4, phase: 2.2, reach: 300.0, glow: 0.6 },
    Curtain { foot: 560.0, sway: 120.0, waves: 1.0, phase: 0.4, reach: 470.0, glow: 1.05 },
    Curtain { foot: 730.0, sway: 55.0, waves: 1.7, phase: 3.9, reach: 330.0, glow: 0.75 },
];

pub(super) fn draw() -> Canvas {
    let mut canvas = Canvas::new(GROUT);
    let mut dice = Dice::new(0x0a17);
    let (columns, rows) = ((WIDTH as f32 / STONE) as i32 + 4, (HEIGHT as f32 / STONE) as i32 + 6);
    for row in -4..rows {
        for column in -2..columns {
            let corner = |right: i32, down: i32| bend((column + right) as f32, (row + down) as f32);
            let stone = inset([corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)], 0.085);
            let stone = stone.map(|(x, y)| (x + dice.around(0.9), y + dice.around(0.9)));
            let (x, y) = ((stone[0].0 + stone[2].0) / 2.0, (stone[0].1 + stone[2].1) / 2.0);
            canvas.fill(&stone, colour(x, y, &mut dice));
        }
    }
    canvas
}

/// Where a crossing of the grid lies: the rows sway like the curtains, less and less towards the water.
fn bend(column: f32, row: f32) -> Point {
    let (x, y) = (column * STONE, row * STONE);
    let calm = ((HORIZON - y) / HORIZON).clamp(0.0, 1.0);
    let wave = (x / 310.0 + 0.6).sin() * 34.0 + (x / 137.0 + y / 240.0).sin() * 9.0;
    (x + (y / 170.0).sin() * 7.0 * calm, y + wave * calm)
}

fn colour(x: f32, y: f32, dice: &mut Dice) -> Colour {
    let shimmer = 1.0 + dice.around(0.11);
    let land = shore(x);
    if y > HORIZON - land && y < HORIZON + 10.0 {
        let lamp = dice.chance(9) && y > HORIZON - 30.0;
        return if lamp { LAMP.lit(shimmer) } else { SHORE.lit(shimmer * 1.3) };
    }
    if y <= HORIZON {
        return sky(x, y, dice).lit(shimmer);
    }
    // The water repeats the sky upside down, drawn out, darker, and broken by ripples.
    let depth = (y - HORIZON) / (HEIGHT as f32 - HORIZON);
    let ripple = dice.around(46.0);
    let mirrored = sky(x + ripple, HORIZON - depth * 560.0 - 70.0, dice);
    mirrored.mix(Colour::hex(0x071226), 0.3 + 0.3 * depth).lit(shimmer)
}

/// How far the land rises above the horizon at `x`.
fn shore(x: f32) -> f32 {
    let hills = (x / 330.0 + 4.4).sin() * 42.0 + (x / 141.0 + 1.0).sin() * 17.0 + (x / 53.0).sin() * 6.0;
    (hills + 40.0).max(12.0)
}

fn sky(x: f32, y: f32, dice: &mut Dice) -> Colour {
    let mut colour = Colour::along(&SKY, y / HORIZON);
    if y < HORIZON * 0.6 && dice.below(1000) < 11 {
        colour = STAR.mix(colour, 0.15 + dice.unit() * 0.6);
    }
    for curtain in &CURTAINS {
        let at = x / WIDTH as f32 * std::f32::consts::TAU;
        let foot = curtain.foot
            + curtain.sway * (at * curtain.waves + curtain.phase).sin()
            + curtain.sway * 0.35 * (at * curtain.waves * 2.7 + curtain.phase * 2.0).sin();
        let height = (foot - y) / curtain.reach;
        // Rays: the light is brighter along upright bands, and comes and goes along the curtain.
        let rays = 0.8 + 0.2 * (x / 31.0 + (x / 83.0).sin() * 2.4).sin();
        let breath = 0.72 + 0.28 * (at * 1.6 + curtain.phase * 2.6).sin();
        let strength = if height < 0.0 {
            (1.0 + height * 6.0).max(0.0).powi(2)
        } else {
            (-height * 1.35).exp() * (1.2 - height).clamp(0.0, 1.0)
        };
        let light = Colour::along(&LIGHT, (height * 0.95).max(0.0));
        colour = colour.plus(light, strength * rays * breath * curtain.glow);
    }
    colour
}
