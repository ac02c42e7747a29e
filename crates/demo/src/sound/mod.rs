//! The reel: a bowed fiddle and a voice, made from nothing and kept on tape.

mod fiddle;
mod filter;
mod room;
mod score;
mod voice;
pub(crate) mod wav;

pub(crate) use score::{Side, SungLine};

/// Frames a second.
pub(crate) const RATE: u32 = 48_000;

/// The loudest sample: -3 dBFS.
const PEAK: f32 = 0.707_945_76;

/// Seconds as frames.
fn frames(seconds: f64) -> usize {
    (seconds * f64::from(RATE)) as usize
}

/// One channel of a side, full scale ±1.
pub(crate) fn render(side: &Side, seed: u64) -> Vec<f32> {
    let length = frames(side.seconds);
    let mut sound = voice::sing(&side.lines, length, seed);
    let fiddle = fiddle::play(&side.strokes, length, seed);
    for (sung, bowed) in sound.iter_mut().zip(&fiddle) {
        *sung = *sung * 0.8 + *bowed * 0.5;
    }
    room::add(&mut sound);
    level(&mut sound, 0.72);
    room::tape(&mut sound, seed);
    level(&mut sound, PEAK);
    sound
}

/// Brings the loudest sample to `peak`; silence stays silence.
fn level(sound: &mut [f32], peak: f32) {
    let loudest = sound.iter().fold(0.0f32, |most, sample| most.max(sample.abs()));
    if loudest > 0.0 {
        let gain = peak / loudest;
        for sample in sound {
            *sample *= gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SONG;

    fn loudness(sound: &[f32]) -> f32 {
        (sound.iter().map(|sample| sample * sample).sum::<f32>() / sound.len() as f32).sqrt()
    }

    #[test]
    fn a_side_is_heard_throughout_and_peaks_at_minus_three() {
        let side = Side::of(&SONG[12..], 3.0, 3.0);
        let sound = render(&side, 2);

        assert_eq!(sound.len(), frames(side.seconds));
        let peak = sound.iter().fold(0.0f32, |most, sample| most.max(sample.abs()));
        assert!((peak - PEAK).abs() < 1e-6, "{peak}");
        for line in &side.lines {
            let sung = &sound[frames(line.from)..frames(line.to)];
            assert!(loudness(sung) > 0.05, "{}", loudness(sung));
        }
        let leader = loudness(&sound[..frames(0.4)]);
        assert!(leader > 0.0 && leader < 0.01, "the tape hisses before the music: {leader}");
    }

    #[test]
    fn a_side_is_the_same_each_time() {
        let side = Side::of(&SONG[13..], 1.0, 1.0);
        assert_eq!(render(&side, 9), render(&side, 9));
    }
}
