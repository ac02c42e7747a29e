//! A voice: a glottal pulse (KLGLOTT88, Klatt and Klatt 1990) through five formants that follow the vowels.

use super::{
    RATE,
    filter::{Band, Resonance, Smooth},
    frames,
    score::{SungLine, Syllable},
};
use crate::chance::{Chance, sine};

/// The first three formants of a vowel, in hertz, for a man who sings.
fn formants(vowel: char) -> [f64; 3] {
    match vowel {
        'a' => [690.0, 1130.0, 2500.0],
        'e' => [500.0, 1700.0, 2480.0],
        'i' => [310.0, 2150.0, 2800.0],
        'o' => [480.0, 850.0, 2450.0],
        'u' => [370.0, 760.0, 2380.0],
        'ö' => [430.0, 1280.0, 2300.0],
        _ => [340.0, 1480.0, 2280.0],
    }
}

/// The mouth closed for m, n, ng.
const NASAL: [f64; 3] = [260.0, 1150.0, 2350.0];

/// How a consonant is made, in short.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// m n ng
    Nasal,
    /// l r y w γ
    Glide,
    /// b d g ǰ: a short closure that still sounds
    Soft,
    /// t q k p: silence, then a puff
    Hard,
    /// s š č: hiss
    Hiss,
}

fn manner(consonant: char) -> Manner {
    match consonant {
        'm' | 'n' => Manner::Nasal,
        'l' | 'r' | 'y' | 'w' | 'γ' => Manner::Glide,
        's' | 'š' | 'č' => Manner::Hiss,
        't' | 'q' | 'k' | 'p' => Manner::Hard,
        _ => Manner::Soft,
    }
}

/// Where the mouth should be at a moment.
struct Mouth {
    formants: [f64; 3],
    /// Of the voice, from 0 to 1.
    voiced: f64,
    /// Of the breath's hiss, from 0 to 1.
    hiss: f64,
}

impl Mouth {
    fn at(syllable: &Syllable, now: f64) -> Self {
        let (into, left) = (now - syllable.from, syllable.to - now);
        let vowels: Vec<char> = syllable.vowels.chars().collect();
        let turn = (into / (syllable.to - syllable.from) * vowels.len() as f64) as usize;
        let open = formants(vowels.get(turn).or(vowels.last()).copied().unwrap_or('a'));
        let vowel = Self { formants: open, voiced: 1.0, hiss: 0.0 };
        if let Some(consonant) = syllable.onset.chars().last().filter(|_| into < 0.11) {
            return Self::closed(manner(consonant), open, into);
        }
        match syllable.coda.chars().last() {
            Some(consonant) if left < 0.22 => Self::closed(manner(consonant), open, 0.22 - left),
            _ => vowel,
        }
    }

    /// `into` seconds after the consonant began; about 0.11 seconds long.
    fn closed(manner: Manner, open: [f64; 3], into: f64) -> Self {
        let mouth = |formants, voiced, hiss| Self { formants, voiced, hiss };
        let half = [open[0] * 0.55, open[1], open[2]];
        match manner {
            Manner::Nasal => mouth(NASAL, 0.5, 0.0),
            Manner::Glide => mouth(half, 0.62, 0.0),
            Manner::Soft => mouth([240.0, open[1], open[2]], if into < 0.06 { 0.22 } else { 0.8 }, 0.0),
            Manner::Hard if into < 0.05 => mouth(half, 0.0, 0.0),
            Manner::Hard => mouth(half, 0.45, 0.35),
            Manner::Hiss => mouth(half, 0.0, 0.8),
        }
    }
}

/// The singer's part, full scale about ±1.
pub(crate) fn sing(lines: &[SungLine], length: usize, seed: u64) -> Vec<f32> {
    let mut sound = vec![0.0; length];
    for (n, line) in lines.iter().enumerate() {
        let from = frames(line.from);
        // What still rings when the line ends is let out in a fifth of a second.
        let to = frames(line.to + 0.2).min(length);
        if let Some(part) = sound.get_mut(from..to) {
            sing_line(line, part, seed.wrapping_add(n as u64));
        }
    }
    sound
}

fn sing_line(line: &SungLine, part: &mut [f32], seed: u64) {
    let Some(first) = line.syllables.first() else { return };
    let rate = f64::from(RATE);
    let mut chance = Chance::new(seed ^ 0x50_1CE);
    let mut pitch = Smooth::over(0.045).starting_at(first.pitch * 0.94);
    let mut voiced = Smooth::over(0.022);
    let mut hiss = Smooth::over(0.012);
    let mut drift = Smooth::over(0.05);
    let mut tract = Tract::new(&first.vowels);
    let mut hissing = Band::of(5600.0, 2600.0);
    let mut tilt = Smooth::below(6000.0);
    let mut loudness = Smooth::over(0.09);
    let (mut phase, mut current) = (0.0f64, 0usize);
    let mut mouth = Mouth::at(first, first.from);

    for (n, sample) in part.iter_mut().enumerate() {
        let now = line.from + n as f64 / rate;
        while line.syllables.get(current + 1).is_some_and(|next| next.from <= now) {
            current += 1;
        }
        let Some(syllable) = line.syllables.get(current) else { break };
        let (into, left) = (now - syllable.from, line.to - now);
        if n % 32 == 0 {
            mouth = Mouth::at(syllable, now.min(syllable.to - 1e-6));
            tract.move_towards(mouth.formants);
        }
        // Vibrato comes in once a note is held; an upper neighbour is touched at the start of long ones.
        let held = ((into - 0.2) / 0.45).clamp(0.0, 1.0);
        let vibrato = 1.0 + 0.019 * held * sine(now * 5.4);
        let neighbour =
            if syllable.to - syllable.from > 1.0 && (0.16..0.3).contains(&into) { 1.122 } else { 1.0 };
        let wander = 1.0 + 0.012 * drift.pass(f64::from(chance.signed()));
        let hertz = pitch.pass(syllable.pitch * neighbour) * vibrato * wander;
        phase += hertz / rate;
        phase -= phase.floor();
        // The flow's slope: open for 0.62 of the pulse, closing fast.
        let t = phase / 0.62;
        let pulse = if t < 1.0 { 2.0 * t - 3.0 * t * t } else { 0.0 };
        let breath = f64::from(chance.signed());
        let swell = (into / 0.5).min(1.0) * 0.25 + 0.75;
        let fade = (left / 0.25).clamp(0.0, 1.0);
        let source =
            tilt.pass(pulse + breath * 0.035 * (1.0 - phase)) * voiced.pass(mouth.voiced * swell) * fade;
        let vowel = tract.pass(source);
        // A close vowel comes out softer than an open one; a singer evens that out, by half.
        let even = 0.55 / (loudness.pass(vowel.abs()) + 0.02).sqrt();
        let spoken = vowel * even + hissing.pass(breath) * hiss.pass(mouth.hiss) * 0.32 * fade;
        *sample = (spoken * 0.5) as f32;
    }
}

/// The vocal tract: formants in a row, the upper ones close together, as in a trained voice.
struct Tract {
    formants: [f64; 3],
    resonances: [Resonance; 5],
}

impl Tract {
    fn new(vowels: &str) -> Self {
        let formants = formants(vowels.chars().next().unwrap_or('a'));
        let mut tract = Self { formants, resonances: [Resonance::default(); 5] };
        tract.move_towards(formants);
        tract
    }

    /// A 32nd of a millisecond's way, more or less, each time: the mouth has weight.
    fn move_towards(&mut self, goal: [f64; 3]) {
        let bandwidths = [75.0, 95.0, 120.0, 150.0, 260.0];
        for (now, goal) in self.formants.iter_mut().zip(goal) {
            *now += (goal - *now) * 0.03;
        }
        let [f1, f2, f3] = self.formants;
        for ((resonance, frequency), bandwidth) in
            self.resonances.iter_mut().zip([f1, f2, f3, 3150.0, 4100.0]).zip(bandwidths)
        {
            resonance.tune(frequency, bandwidth);
        }
    }

    fn pass(&mut self, source: f64) -> f64 {
        self.resonances.iter_mut().fold(source, |sound, resonance| resonance.pass(sound))
    }
}
