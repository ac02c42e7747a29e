/// Which pixels of a row, with which weights, make one pixel of the result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taps {
    pub first: usize,
    pub weights: Vec<f32>,
}

impl Taps {
    /// One past the last pixel used.
    pub fn end(&self) -> usize {
        self.first + self.weights.len()
    }
}

/// The taps of `out` pixels that fill `from` to `to` of a side of `side` pixels.
///
/// Smaller than the source: means over the area covered. Larger: linear between pixel centres.
/// The first taps never go back, so a source can be read from above.
pub(super) fn taps(from: f64, to: f64, out: u32, side: u32) -> Vec<Taps> {
    let step = (to - from) / f64::from(out);
    let last = side as usize - 1;
    (0..out)
        .map(|i| {
            let a = from + f64::from(i) * step;
            if step >= 1.0 - 1e-9 { area(a, a + step, last) } else { linear(a + step / 2.0 - 0.5, last) }
        })
        .collect()
}

fn area(a: f64, b: f64, last: usize) -> Taps {
    // A hair's breadth over a border is a rounding error, not a pixel.
    let first = ((a + 1e-6).floor().max(0.0) as usize).min(last);
    let end = ((b - 1e-6).ceil().max(0.0) as usize).clamp(first + 1, last + 1);
    let mut weights: Vec<f32> =
        (first..end).map(|p| ((b.min(p as f64 + 1.0) - a.max(p as f64)).max(0.0)) as f32).collect();
    let sum: f32 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|w| *w /= sum);
    } else {
        weights[0] = 1.0;
    }
    Taps { first, weights }
}

fn linear(centre: f64, last: usize) -> Taps {
    let centre = centre.clamp(0.0, last as f64);
    let first = (centre.floor() as usize).min(last);
    let part = (centre - first as f64) as f32;
    if part < 1e-6 || first == last {
        Taps { first, weights: vec![1.0] }
    } else {
        Taps { first, weights: vec![1.0 - part, part] }
    }
}

/// A row of RGB, of which `offset` is the number of its first pixel, to a shorter or longer one.
pub(super) fn across(row: &[u8], offset: usize, taps: &[Taps]) -> Vec<f32> {
    let mut out = Vec::with_capacity(taps.len() * 3);
    for tap in taps {
        let mut sum = [0.0; 3];
        for (i, weight) in tap.weights.iter().enumerate() {
            let at = (tap.first - offset + i) * 3;
            for c in 0..3 {
                sum[c] += f32::from(row[at + c]) * weight;
            }
        }
        out.extend(sum);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_same_size_each_pixel_is_itself() {
        for (i, tap) in taps(3.0, 8.0, 5, 10).into_iter().enumerate() {
            assert_eq!(tap, Taps { first: 3 + i, weights: vec![1.0] });
        }
    }

    #[test]
    fn weights_sum_to_one_and_stay_within_the_side() {
        for (from, to, out, side) in [(0.0, 7.0, 3, 7), (0.5, 6.5, 20, 7), (6.0, 7.0, 1, 7), (0.0, 1.0, 9, 1)]
        {
            for tap in taps(from, to, out, side) {
                let sum: f32 = tap.weights.iter().sum();
                assert!((sum - 1.0).abs() < 1e-5, "{tap:?}");
                assert!(tap.end() <= side as usize, "{tap:?}");
            }
        }
    }
}
