//! Who does what when: lines to sing, strokes to bow, over a slow pentatonic melody.

use crate::text::Verse;

/// Hertz of the scale's first degree: D below middle C.
const ROOT: f64 = 146.832_383_958_703_8;

/// The equal-tempered semitone.
const SEMITONE: f64 = 1.059_463_094_359_295_3;

/// The scale, in semitones above its root: D F G A C.
const SCALE: [i32; 5] = [0, 3, 5, 7, 10];

/// The four melodies of a quatrain's lines, as degrees of the scale.
const MELODIES: [[i32; 8]; 4] =
    [[0, 2, 3, 3, 4, 3, 2, 3], [3, 4, 5, 5, 4, 3, 4, 2], [5, 5, 4, 3, 4, 3, 2, 1], [2, 3, 2, 1, 0, 1, 2, 0]];

/// What the fiddle plays before the song: degree and beats.
const PRELUDE: [(i32, f64); 12] = [
    (3, 2.0),
    (4, 0.5),
    (5, 1.5),
    (4, 0.5),
    (3, 1.0),
    (2, 0.5),
    (3, 2.0),
    (1, 0.5),
    (2, 1.0),
    (0, 1.0),
    (1, 0.5),
    (0, 2.5),
];

/// Seconds that a line is sung, and rests after it.
const LINE: f64 = 6.1;
const REST: f64 = 1.25;

/// One syllable: what is sung when at which pitch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Syllable {
    /// Consonants before the vowel.
    pub onset: String,
    /// One vowel, or two that glide.
    pub vowels: String,
    /// Consonants after it; only a line's last syllable keeps its own.
    pub coda: String,
    /// Seconds from the beginning of the side.
    pub from: f64,
    pub to: f64,
    /// Hertz.
    pub pitch: f64,
}

/// A line of the song in its time.
#[derive(Clone, Debug)]
pub(crate) struct SungLine {
    /// Seconds from the beginning of the side.
    pub from: f64,
    pub to: f64,
    pub syllables: Vec<Syllable>,
}

/// One note of the fiddle.
#[derive(Clone, Debug)]
pub(crate) struct Stroke {
    /// Seconds.
    pub from: f64,
    pub to: f64,
    /// Hertz.
    pub pitch: f64,
    /// From 0 to 1.
    pub weight: f64,
}

/// One side of the reel.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    /// Length.
    pub seconds: f64,
    pub lines: Vec<SungLine>,
    pub strokes: Vec<Stroke>,
}

impl Side {
    /// The verses in order, after `before` seconds of fiddle and with `after` seconds of it at the end.
    pub(crate) fn of(verses: &[Verse], before: f64, after: f64) -> Self {
        let mut lines = Vec::new();
        let mut strokes = phrase(&PRELUDE, 0.9, before - 0.2, 1.0);
        let mut now = before;
        for (n, verse) in verses.iter().enumerate() {
            let melody = &MELODIES[n % MELODIES.len()];
            let line = sing(verse.latin, melody, now);
            strokes.extend(follow(&line));
            strokes.push(Stroke {
                from: line.to - 0.1,
                to: line.to + REST - 0.15,
                pitch: degree(3),
                weight: 0.7,
            });
            now = line.to + REST;
            lines.push(line);
        }
        let ending: Vec<_> = PRELUDE.iter().skip(6).copied().collect();
        strokes.extend(phrase(&ending, now, now + after - 1.6, 0.9));
        Self { seconds: now + after, lines, strokes }
    }
}

/// Hertz of a degree of the scale; five degrees are an octave.
pub(crate) fn degree(degree: i32) -> f64 {
    let semitones = degree.div_euclid(5) * 12 + SCALE[degree.rem_euclid(5) as usize];
    let steps = |count: i32| (0..count).fold(1.0, |up, _| up * SEMITONE);
    ROOT * steps(semitones) / steps(-semitones)
}

/// A phrase of the fiddle stretched over a span.
fn phrase(notes: &[(i32, f64)], from: f64, to: f64, weight: f64) -> Vec<Stroke> {
    let beats: f64 = notes.iter().map(|(_, beats)| beats).sum();
    let beat = (to - from).max(0.1) / beats;
    let mut now = from;
    let stroke = |(degree_, beats): &(i32, f64)| {
        let from = now;
        now += beats * beat;
        Stroke { from, to: now, pitch: degree(*degree_), weight }
    };
    notes.iter().map(stroke).collect()
}

/// The fiddle under a line: the singer's own notes, a breath later, two syllables a bow.
fn follow(line: &SungLine) -> Vec<Stroke> {
    let bow = |pair: &[Syllable]| {
        let (first, last) = (pair.first()?, pair.last()?);
        Some(Stroke { from: first.from + 0.09, to: last.to + 0.05, pitch: first.pitch, weight: 0.36 })
    };
    line.syllables.chunks(2).filter_map(bow).collect()
}

fn sing(latin: &str, melody: &[i32; 8], from: f64) -> SungLine {
    let mut syllables = syllables(latin);
    let count = syllables.len().max(1);
    // The last syllable is held, the one before the middle lingers: so long songs breathe.
    let weight = |n: usize| {
        if n + 1 == count {
            2.6
        } else if n + 1 == count / 2 {
            1.7
        } else {
            1.0
        }
    };
    let beat = LINE / (0..count).map(weight).sum::<f64>();
    let mut now = from;
    for (n, syllable) in syllables.iter_mut().enumerate() {
        syllable.from = now;
        now += weight(n) * beat;
        syllable.to = now;
        let note = if n + 1 == count { 7 } else { n * 7 / count };
        syllable.pitch = degree(melody[note]);
    }
    SungLine { from, to: from + LINE, syllables }
}

/// Cuts a romanised line into open syllables. Hyphens and spaces join on: the breath is the line's.
fn syllables(latin: &str) -> Vec<Syllable> {
    let mut cut: Vec<Syllable> = Vec::new();
    let mut onset = String::new();
    let mut after_vowel = false;
    for letter in latin.chars().filter(|letter| letter.is_alphabetic()) {
        let vowel = "aeiouöü".contains(letter);
        match cut.last_mut() {
            Some(last) if vowel && after_vowel => last.vowels.push(letter),
            _ if vowel => {
                let (onset, vowels) = (std::mem::take(&mut onset), letter.to_string());
                cut.push(Syllable { onset, vowels, coda: String::new(), from: 0.0, to: 0.0, pitch: 0.0 });
            }
            _ => onset.push(letter),
        }
        after_vowel = vowel;
    }
    if let Some(last) = cut.last_mut() {
        last.coda = onset;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SONG;

    #[test]
    fn a_line_falls_into_its_syllables() {
        let cut: Vec<_> = syllables("ǰangγar-un oron")
            .iter()
            .map(|s| format!("{}{}{}", s.onset, s.vowels, s.coda))
            .collect();
        assert_eq!(cut, ["ǰa", "ngγa", "ru", "no", "ron"]);
        assert_eq!(syllables("daγuu bui")[1].vowels, "uu");
        assert!(syllables("bčd").is_empty());
    }

    #[test]
    fn lines_follow_one_another_and_their_syllables_fill_them() {
        let side = Side::of(&SONG, 4.0, 3.0);
        assert_eq!(side.lines.len(), SONG.len());
        for line in &side.lines {
            let (first, last) = (line.syllables.first().unwrap(), line.syllables.last().unwrap());
            assert!((first.from - line.from).abs() < 1e-9 && (last.to - line.to).abs() < 1e-9);
            assert!(line.syllables.windows(2).all(|pair| (pair[0].to - pair[1].from).abs() < 1e-9));
        }
        assert!(side.lines.windows(2).all(|pair| pair[0].to < pair[1].from));
        assert!(side.lines.last().unwrap().to < side.seconds);
        assert!(side.strokes.iter().all(|stroke| stroke.from < stroke.to && stroke.to < side.seconds));
    }

    #[test]
    fn five_degrees_are_an_octave() {
        assert!((degree(5) / degree(0) - 2.0).abs() < 1e-12);
    }
}
