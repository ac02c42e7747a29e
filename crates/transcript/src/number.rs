//! Numbers that came from outside: times, points, boxes.

use bumba_model::Region;

/// No recording is longer than ten years: what says so is a mistake.
const LONGEST: f64 = 10.0 * 366.0 * 86_400.0;

/// A number, where it is one.
pub(crate) fn finite(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A time that can be: not negative, not endless.
pub(crate) fn seconds(number: f64) -> Option<f64> {
    (number.is_finite() && (0.0..=LONGEST).contains(&number)).then_some(number)
}

/// Points: `x,y x,y` or `x y x y`. Halves are rounded, what is off the page to the left or above is put on its edge.
/// `None` where a number is none, or there is not one whole point.
pub(crate) fn points(text: &str) -> Option<Vec<[u32; 2]>> {
    let numbers: Option<Vec<u32>> = text
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| finite(part).and_then(pixel))
        .collect();
    let points: Vec<_> = numbers?.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    (!points.is_empty()).then_some(points)
}

/// The smallest region that holds all points; at least one wide and high.
pub(crate) fn around(points: &[[u32; 2]]) -> Option<Region> {
    let (left, right) = bounds(points.iter().map(|point| point[0]))?;
    let (top, bottom) = bounds(points.iter().map(|point| point[1]))?;
    Some(Region { x: left, y: top, w: (right - left).max(1), h: (bottom - top).max(1) })
}

/// A region from its left, top, right and bottom edges. `None` where it holds nothing.
pub(crate) fn edges(left: f64, top: f64, right: f64, bottom: f64) -> Option<Region> {
    let (left, top, right, bottom) = (pixel(left)?, pixel(top)?, pixel(right)?, pixel(bottom)?);
    (right > left && bottom > top).then(|| Region { x: left, y: top, w: right - left, h: bottom - top })
}

fn bounds(numbers: impl Iterator<Item = u32> + Clone) -> Option<(u32, u32)> {
    Some((numbers.clone().min()?, numbers.max()?))
}

fn pixel(number: f64) -> Option<u32> {
    (number.is_finite() && number <= f64::from(u32::MAX)).then(|| number.max(0.0).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_both_forms_and_nonsense_is_none() {
        assert_eq!(points("1,2 3,4"), Some(vec![[1, 2], [3, 4]]));
        assert_eq!(points("1 2.6\n3 -4 5"), Some(vec![[1, 3], [3, 0]]));
        for nonsense in ["", " ", "7", "NaN,1 2,3", "inf 1", "1e99,2", "a,b"] {
            assert_eq!(points(nonsense), None, "{nonsense}");
        }
    }
}
