//! A horse-head fiddle: two strings under one bow, in a wooden box.

use super::{
    RATE,
    filter::{Band, Smooth},
    frames,
    score::{Stroke, degree},
};
use crate::chance::{Chance, sine};

/// The box: frequency, bandwidth (hertz) and weight of its resonances.
const BODY: [(f64, f64, f64); 7] = [
    (190.0, 60.0, 0.7),
    (320.0, 80.0, 1.0),
    (480.0, 110.0, 0.95),
    (760.0, 160.0, 0.75),
    (1150.0, 240.0, 0.55),
    (1900.0, 420.0, 0.42),
    (3000.0, 800.0, 0.22),
];

/// The fiddle's part, full scale about ±1.
pub(crate) fn play(strokes: &[Stroke], length: usize, seed: u64) -> Vec<f32> {
    let mut strings = vec![0.0; length];
    for (n, stroke) in strokes.iter().enumerate() {
        bow(stroke, &mut strings, seed.wrapping_add(n as u64));
    }
    let mut body: Vec<_> = BODY.iter().map(|(at, wide, weight)| (Band::of(*at, *wide), *weight)).collect();
    let mut dull = Smooth::below(2600.0);
    let mut low = Smooth::below(70.0);
    for sample in &mut strings {
        let string = f64::from(*sample);
        let wood: f64 = body.iter_mut().map(|(band, weight)| band.pass(string) * *weight).sum();
        let direct = dull.pass(string) * 0.22;
        let sound = wood + direct;
        *sample = ((sound - low.pass(sound)) * 0.9) as f32;
    }
    strings
}

/// One stroke: the melody's string, and the lower one drawn along softly.
fn bow(stroke: &Stroke, strings: &mut [f32], seed: u64) {
    let rate = f64::from(RATE);
    let mut chance = Chance::new(seed ^ 0xB0_44);
    let from = frames(stroke.from);
    // The string rings for a tenth of a second after the bow has left it.
    let to = frames(stroke.to + 0.1).min(strings.len());
    let long = stroke.to - stroke.from;
    let mut upper = Saw::default();
    let mut lower = Saw { phase: 0.37 };
    let mut slide = Smooth::over(0.03).starting_at(stroke.pitch * 0.975);
    let mut pressure = Smooth::over(0.02);
    let mut rosin = Band::of(2300.0, 1800.0);
    let Some(part) = strings.get_mut(from..to) else { return };
    for (n, sample) in part.iter_mut().enumerate() {
        let now = n as f64 / rate;
        let held = ((now - 0.2) / 0.4).clamp(0.0, 1.0);
        let hertz = slide.pass(stroke.pitch) * (1.0 + 0.0085 * held * sine(now * 4.7 + 0.1));
        let grip = 1.0 + 0.05 * pressure.pass(f64::from(chance.signed())) * 8.0;
        let envelope = (now / 0.09).min(1.0) * ((long + 0.1 - now) / 0.16).clamp(0.0, 1.0);
        let swell = 0.72 + 0.28 * sine((now / long).min(1.0) * 0.5);
        let drawn = upper.next(hertz) * grip + 0.26 * lower.next(degree(0) * 0.5);
        let scratch = rosin.pass(f64::from(chance.signed())) * (0.09 + 0.25 * (1.0 - now / 0.08).max(0.0));
        *sample += ((drawn + scratch) * envelope * swell * stroke.weight) as f32;
    }
}

/// A bowed string sticks and slips: a sawtooth, its step rounded (PolyBLEP, Välimäki and Huovilainen 2007).
#[derive(Default)]
struct Saw {
    phase: f64,
}

impl Saw {
    fn next(&mut self, hertz: f64) -> f64 {
        let step = hertz / f64::from(RATE);
        self.phase += step;
        self.phase -= self.phase.floor();
        let t = self.phase;
        let rounding = if t < step {
            let u = t / step;
            2.0 * u - u * u - 1.0
        } else if t > 1.0 - step {
            let u = (t - 1.0) / step;
            u * u + 2.0 * u + 1.0
        } else {
            0.0
        };
        2.0 * t - 1.0 - rounding
    }
}
