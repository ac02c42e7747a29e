//! What stands between the players and the archive: a room, and a tape.

use super::{RATE, filter::Smooth};
use crate::chance::{Chance, sine};

/// Delays of the room's echoes in frames: no two with a common factor, so that none rings.
const COMBS: [usize; 6] = [1687, 1931, 2213, 2503, 2879, 3217];
const SPREADS: [usize; 2] = [241, 683];

/// Adds a small room with felt walls: Schroeder's reverberator (1962), damped.
pub(crate) fn add(sound: &mut [f32]) {
    let mut combs: Vec<_> = COMBS.iter().map(|delay| Comb::new(*delay)).collect();
    let mut spreads: Vec<_> = SPREADS.iter().map(|delay| (vec![0.0f64; *delay], 0usize)).collect();
    for sample in sound {
        let dry = f64::from(*sample);
        let mut wet: f64 = combs.iter_mut().map(|comb| comb.pass(dry)).sum::<f64>() / COMBS.len() as f64;
        for (line, at) in &mut spreads {
            let kept = line[*at];
            let into = wet + kept * 0.6;
            line[*at] = into;
            *at = (*at + 1) % line.len();
            wet = kept - into * 0.6;
        }
        *sample = (dry + wet * 0.42) as f32;
    }
}

struct Comb {
    line: Vec<f64>,
    at: usize,
    damp: Smooth,
}

impl Comb {
    fn new(delay: usize) -> Self {
        Self { line: vec![0.0; delay], at: 0, damp: Smooth::below(3800.0) }
    }

    fn pass(&mut self, x: f64) -> f64 {
        let y = self.line[self.at];
        self.line[self.at] = x + self.damp.pass(y) * 0.78;
        self.at = (self.at + 1) % self.line.len();
        y
    }
}

/// Puts the sound on tape: gentle saturation, a dull top, hiss, a trace of hum.
pub(crate) fn tape(sound: &mut [f32], seed: u64) {
    let mut chance = Chance::new(seed ^ 0x7A9E);
    let mut top = Smooth::below(11_000.0);
    let mut hiss = Smooth::below(9_000.0);
    for (n, sample) in sound.iter_mut().enumerate() {
        let x = f64::from(*sample);
        // A soft knee: the loudest are pressed by a twentieth.
        let pressed = x - x * x * x / 9.0;
        let noise = hiss.pass(f64::from(chance.signed())) * 0.0032;
        let hum = sine(n as f64 * 50.0 / f64::from(RATE)) * 0.000_6;
        *sample = (top.pass(pressed) + noise + hum) as f32;
    }
}
