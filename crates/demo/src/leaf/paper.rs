//! Ink on paper: what a scanner would see of a page.

use super::page::Page;
use crate::chance::{Chance, Cloud};

/// Red, green, blue.
type Colour = [f32; 3];

const PAPER: Colour = [226.0, 208.0, 172.0];
const BLACK_INK: Colour = [38.0, 30.0, 27.0];
const RED_INK: Colour = [158.0, 48.0, 36.0];
const SCANNER_BED: Colour = [46.0, 43.0, 41.0];

/// The scan as RGB, row by row. `bound_left` says on which side the leaf was bound: there it falls into shadow.
pub(crate) fn scan(page: &Page, seed: u64, bound_left: bool) -> Vec<u8> {
    let (width, height) = (page.width as usize, page.height as usize);
    let cloud = |n: u64, cell: usize| Cloud::new(seed.wrapping_mul(31).wrapping_add(n), width, height, cell);
    let (tone, mottle, grain) = (cloud(1, 700), cloud(2, 110), cloud(3, 9));
    let (flow, dry) = (cloud(4, 45), cloud(5, 5));
    let (edge, tide) = (cloud(6, 60), cloud(7, 240));
    let fibres = fibres(seed, width, height);
    let stains = Stains::new(seed, width as f32, height as f32);
    let mut chance = Chance::new(seed ^ 0xBEEF);

    let mut rgb = Vec::with_capacity(width * height * 3);
    let [mut light, mut wet, mut ragged, mut shore] = [(); 4].map(|()| vec![0.0f32; width]);
    for y in 0..height {
        for row in [&mut light, &mut wet, &mut ragged, &mut shore] {
            row.fill(0.0);
        }
        tone.add_row(y, 5.0, &mut light);
        mottle.add_row(y, 3.0, &mut light);
        grain.add_row(y, 2.2, &mut light);
        flow.add_row(y, 0.10, &mut wet);
        dry.add_row(y, 0.07, &mut wet);
        edge.add_row(y, 4.0, &mut ragged);
        mottle.add_row(y, 3.0, &mut ragged);
        tide.add_row(y, 0.13, &mut shore);
        mottle.add_row(y, 0.03, &mut shore);
        // The wires of the mould leave a faint ripple.
        let wire = if y % 22 < 3 { -1.3 } else { 0.0 };
        let from_top = y.min(height - 1 - y) as f32;
        for x in 0..width {
            let at = y * width + x;
            let from_side = x.min(width - 1 - x) as f32;
            let inside = from_top.min(from_side) - 26.0 - ragged[x];
            if inside < 0.0 {
                let fall = (1.0 + inside / 24.0).clamp(0.0, 1.0) * 10.0;
                push(&mut rgb, SCANNER_BED, chance.signed() * 2.0 - fall);
                continue;
            }
            let speck = chance.signed() * 2.4;
            let brown = (1.0 - inside / 260.0).max(0.0);
            let gutter = if bound_left { x } else { width - 1 - x } as f32;
            let shade = (1.0 - gutter / 330.0).max(0.0);
            let stain = stains.depth(x as f32, y as f32, shore[x]);
            let dark = brown * brown * 24.0 + shade * shade * 46.0 + stain * 15.0;
            let level = light[x] + wire + f32::from(fibres[at]) + speck - dark;
            // What darkens paper yellows it: blue falls fastest.
            let mut colour =
                [PAPER[0] + level, PAPER[1] + level - dark * 0.22, PAPER[2] + level - dark * 0.5];
            for (mask, ink, body) in [(&page.red, RED_INK, 0.84), (&page.black, BLACK_INK, 0.93)] {
                let cover = f32::from(mask.data()[at]) / 255.0;
                if cover > 0.0 {
                    let strength = cover * (body + wet[x]).clamp(0.0, 1.0);
                    for (shown, ink) in colour.iter_mut().zip(ink) {
                        *shown += (ink + speck - *shown) * strength;
                    }
                }
            }
            push(&mut rgb, colour, 0.0);
        }
    }
    rgb
}

fn push(rgb: &mut Vec<u8>, colour: Colour, more: f32) {
    rgb.extend(colour.map(|channel| (channel + more).clamp(0.0, 255.0) as u8));
}

/// Fibres of the pulp: short bent strokes, some lighter, some darker than the sheet.
fn fibres(seed: u64, width: usize, height: usize) -> Vec<i8> {
    let mut sheet = vec![0i8; width * height];
    let mut chance = Chance::new(seed ^ 0xF1B2E);
    for _ in 0..width * height / 1100 {
        let (mut x, mut y) = (chance.unit() * width as f32, chance.unit() * height as f32);
        let (mut dx, mut dy) = (chance.signed(), chance.signed() * 0.7);
        let (bend_x, bend_y) = (chance.signed() * 0.03, chance.signed() * 0.03);
        let shade = if chance.unit() < 0.42 { 4 } else { -5 };
        let long = 12 + (chance.unit() * 60.0) as usize;
        for _ in 0..long {
            x += dx;
            y += dy;
            dx += bend_x;
            dy += bend_y;
            if x < 0.0 || y < 0.0 || x >= width as f32 || y >= height as f32 {
                break;
            }
            if let Some(cell) = sheet.get_mut(y as usize * width + x as usize) {
                *cell = (*cell + shade).clamp(-14, 9);
            }
        }
    }
    sheet
}

/// One old water stain with its tide line, and foxing.
struct Stains {
    water: (f32, f32, f32),
    spots: Vec<(f32, f32, f32)>,
}

impl Stains {
    fn new(seed: u64, width: f32, height: f32) -> Self {
        let mut chance = Chance::new(seed ^ 0x57A1);
        let corner = if chance.unit() < 0.5 { 0.0 } else { width };
        let water = (
            corner + chance.signed() * 160.0,
            height * (0.55 + 0.45 * chance.unit()),
            width * (0.2 + 0.12 * chance.unit()),
        );
        let spots = (0..26)
            .map(|_| {
                (chance.unit() * width, chance.unit() * height, 4.0 + chance.unit() * chance.unit() * 20.0)
            })
            .collect();
        Self { water, spots }
    }

    /// From 0 (clean) to about 1. `shore` bends the tide line.
    fn depth(&self, x: f32, y: f32, shore: f32) -> f32 {
        let (cx, cy, radius) = self.water;
        let far = ((x - cx) * (x - cx) * 0.8 + (y - cy) * (y - cy)).sqrt() / radius + shore;
        // The wash is even inside; where it dried, it left a line.
        let ring = (1.0 - (far - 1.0).abs() * 26.0).max(0.0);
        let wash = if far < 1.0 { 0.25 + 0.15 * far } else { 0.0 };
        let mut depth = wash + ring * 0.55;
        for (sx, sy, size) in &self.spots {
            let (dx, dy) = (x - sx, y - sy);
            if dx.abs() < *size && dy.abs() < *size {
                depth += (1.0 - (dx * dx + dy * dy) / (size * size)).max(0.0) * 0.9;
            }
        }
        depth
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::page::Place;

    fn framed() -> Page {
        let mut page = Page::blank(400, 500).unwrap();
        page.frame(Place { x: 100, y: 100, w: 200, h: 300 }, 20);
        page
    }

    #[test]
    fn paper_is_light_ink_is_dark_and_neither_is_flat() {
        let rgb = scan(&framed(), 1, true);

        assert_eq!(rgb.len(), 400 * 500 * 3);
        let pixel = |x: usize, y: usize| &rgb[(y * 400 + x) * 3..][..3];
        let (sheet, rule) = (pixel(240, 250), pixel(200, 110));
        assert!(sheet[1] > 150, "{sheet:?}");
        assert!(rule[0] > rule[1] + 50, "the rule is red: {rule:?}");
        let tones: std::collections::HashSet<_> = (150..250).map(|x| pixel(x, 250).to_vec()).collect();
        assert!(tones.len() > 40);
    }

    #[test]
    fn a_leaf_is_the_same_each_time_and_no_two_are_alike() {
        assert_eq!(scan(&framed(), 5, false), scan(&framed(), 5, false));
        assert_ne!(scan(&framed(), 5, false), scan(&framed(), 6, false));
    }
}
