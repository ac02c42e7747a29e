//! Chance that is the same each time: SplitMix64 (Steele, Lea, Flood 2014), and a sine that is the same everywhere.

/// A seeded stream of numbers.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// From 0 up to, not including, 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    /// From -1 up to, not including, 1.
    pub(crate) fn signed(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Smooth noise over the plane: chance on a lattice, blended between its points. From -1 to 1.
pub(crate) struct Cloud {
    lattice: Vec<f32>,
    across: usize,
    cell: f32,
}

impl Cloud {
    /// For `width × height` pixels, with a lattice point each `cell` pixels.
    pub(crate) fn new(seed: u64, width: usize, height: usize, cell: usize) -> Self {
        let (across, down) = (width / cell + 2, height / cell + 2);
        let mut chance = Chance::new(seed);
        let lattice = (0..across * down).map(|_| chance.signed()).collect();
        Self { lattice, across, cell: cell as f32 }
    }

    /// One row of the noise, added to `row` times `weight`.
    pub(crate) fn add_row(&self, y: usize, weight: f32, row: &mut [f32]) {
        let fy = y as f32 / self.cell;
        let (top, ty) = (fy as usize, ease(fy.fract()));
        let at = |x: usize| {
            let upper = self.lattice.get(top * self.across + x).copied().unwrap_or(0.0);
            let lower = self.lattice.get((top + 1) * self.across + x).copied().unwrap_or(0.0);
            (upper + (lower - upper) * ty) * weight
        };
        let cell = self.cell as usize;
        for (n, pixels) in row.chunks_mut(cell).enumerate() {
            let (left, right) = (at(n), at(n + 1));
            for (x, pixel) in pixels.iter_mut().enumerate() {
                *pixel += left + (right - left) * ease(x as f32 / self.cell);
            }
        }
    }
}

fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// The sine of so many turns (1 = a full circle), by multiplication alone: the system's own sine may differ in its last
/// bit from machine to machine, and the demo's bytes may not. Good to 4·10⁻⁶.
pub(crate) fn sine(turns: f64) -> f64 {
    let t = turns - turns.floor();
    // Folded to the quarter around zero: sin(2πt) is odd about t = ½ and even about t = ¼.
    let folded = if t < 0.25 {
        t
    } else if t < 0.75 {
        0.5 - t
    } else {
        t - 1.0
    };
    let x = folded * std::f64::consts::TAU;
    let x2 = x * x;
    x * (1.0 - x2 / 6.0 * (1.0 - x2 / 20.0 * (1.0 - x2 / 42.0 * (1.0 - x2 / 72.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sine_is_a_sine() {
        for n in -400..800 {
            let turns = f64::from(n) / 97.0;
            let real = (turns * std::f64::consts::TAU).sin();
            assert!((sine(turns) - real).abs() < 1e-5, "{turns}: {} for {real}", sine(turns));
        }
    }

    #[test]
    fn a_seed_gives_the_same_chance_and_fills_its_range() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..1000).map(|_| chance.signed()).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        assert!(draw(7).iter().any(|x| *x < -0.9) && draw(7).iter().any(|x| *x > 0.9));
    }

    #[test]
    fn a_cloud_is_smooth_and_stays_in_its_range() {
        let cloud = Cloud::new(3, 100, 50, 16);
        let mut row = vec![0.0; 100];
        cloud.add_row(21, 1.0, &mut row);
        assert!(row.iter().all(|x| (-1.0..=1.0).contains(x)));
        assert!(row.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.2));
        assert!(row.iter().any(|x| *x != row[0]));
    }
}
