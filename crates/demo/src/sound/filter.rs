//! Second-order filters. Coefficients are made by multiplication alone, so that they are the same everywhere.

use super::RATE;
use crate::chance::sine;

/// e to the minus x, for 0 ≤ x ≤ 1: by its series, as the system's own may differ in the last bit.
fn decay(x: f64) -> f64 {
    1.0 / (1.0 + x * (1.0 + x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0)))))
}

/// A resonance (Klatt 1980): unity at 0 Hz, a peak at `frequency`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Resonance {
    a: f64,
    b: f64,
    c: f64,
    y1: f64,
    y2: f64,
}

impl Resonance {
    /// Frequency and bandwidth in hertz. What is ringing rings on.
    pub(crate) fn tune(&mut self, frequency: f64, bandwidth: f64) {
        let rate = f64::from(RATE);
        let radius = decay(std::f64::consts::PI * bandwidth / rate);
        self.c = -radius * radius;
        self.b = 2.0 * radius * sine(frequency / rate + 0.25);
        self.a = 1.0 - self.b - self.c;
    }

    pub(crate) fn pass(&mut self, x: f64) -> f64 {
        let y = self.a * x + self.b * self.y1 + self.c * self.y2;
        self.y2 = self.y1;
        self.y1 = y;
        y
    }
}

/// A band: 0 at 0 Hz and at the half rate, about 1 at `frequency`.
#[derive(Clone, Copy)]
pub(crate) struct Band {
    gain: f64,
    b: f64,
    c: f64,
    x2: f64,
    x1: f64,
    y1: f64,
    y2: f64,
}

impl Band {
    /// Frequency and bandwidth in hertz.
    pub(crate) fn of(frequency: f64, bandwidth: f64) -> Self {
        let rate = f64::from(RATE);
        let radius = decay(std::f64::consts::PI * bandwidth / rate);
        let b = 2.0 * radius * sine(frequency / rate + 0.25);
        Self {
            gain: (1.0 - radius * radius) / 2.0,
            b,
            c: -radius * radius,
            x1: 0.0,
            x2: 0.0,
            y1: 0.0,
            y2: 0.0,
        }
    }

    pub(crate) fn pass(&mut self, x: f64) -> f64 {
        let y = self.gain * (x - self.x2) + self.b * self.y1 + self.c * self.y2;
        (self.x2, self.x1) = (self.x1, x);
        (self.y2, self.y1) = (self.y1, y);
        y
    }
}

/// A first-order low pass; `share` of each new sample comes through (0 to 1).
#[derive(Clone, Copy)]
pub(crate) struct Smooth {
    share: f64,
    y: f64,
}

impl Smooth {
    /// Follows within about `seconds`.
    pub(crate) fn over(seconds: f64) -> Self {
        Self { share: 1.0 - decay((1.0 / (seconds * f64::from(RATE))).min(1.0)), y: 0.0 }
    }

    /// Falls off above `frequency` (hertz).
    pub(crate) fn below(frequency: f64) -> Self {
        Self::over(1.0 / (std::f64::consts::TAU * frequency))
    }

    pub(crate) fn starting_at(mut self, y: f64) -> Self {
        self.y = y;
        self
    }

    pub(crate) fn pass(&mut self, x: f64) -> f64 {
        self.y += (x - self.y) * self.share;
        self.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The level that comes out of a filter for a steady tone of level 1.
    fn through(mut filter: impl FnMut(f64) -> f64, frequency: f64) -> f64 {
        let tone = |n: u32| sine(f64::from(n) * frequency / f64::from(RATE));
        (0..RATE)
            .map(|n| (n, filter(tone(n))))
            .filter(|(n, _)| *n > RATE / 2)
            .map(|(_, y)| y.abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn a_band_lets_its_own_frequency_through() {
        let level = |frequency| {
            let mut band = Band::of(1000.0, 80.0);
            through(move |x| band.pass(x), frequency)
        };
        assert!((0.9..1.1).contains(&level(1000.0)), "{}", level(1000.0));
        assert!(level(300.0) < 0.1 && level(4000.0) < 0.1);
    }

    #[test]
    fn a_resonance_rings_at_its_frequency_and_smoothing_takes_the_top() {
        let mut resonance = Resonance::default();
        resonance.tune(700.0, 80.0);
        assert!(through(|x| resonance.pass(x), 700.0) > 5.0);
        let mut smooth = Smooth::below(1000.0);
        assert!(through(|x| smooth.pass(x), 10_000.0) < 0.2);
        let mut smooth = Smooth::below(1000.0);
        assert!(through(|x| smooth.pass(x), 50.0) > 0.95);
    }
}
