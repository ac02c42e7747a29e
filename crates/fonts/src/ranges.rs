//! The value of `unicode-range` in CSS: which characters a face is asked for.
//! Syntax: CSS Fonts 4, §4.5, without wildcards (the packages use none).

use std::{fmt, ops::RangeInclusive};

/// Characters as inclusive ranges, in the order in which they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranges(Vec<RangeInclusive<u32>>);

impl Ranges {
    /// `None` where the text is no list of `U+X` and `U+X-Y`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let one = |part: &str| {
            let part = part.trim();
            let digits = part.strip_prefix("U+").or_else(|| part.strip_prefix("u+"))?;
            let (from, to) = digits.split_once('-').unwrap_or((digits, digits));
            let (from, to) = (u32::from_str_radix(from, 16).ok()?, u32::from_str_radix(to, 16).ok()?);
            (from <= to && to <= 0x10_FFFF).then_some(from..=to)
        };
        text.split(',').map(one).collect::<Option<_>>().map(Self)
    }

    /// These characters but for `cut`.
    pub(crate) fn without(self, cut: &[RangeInclusive<u32>]) -> Self {
        cut.iter().fold(self, |ranges, cut| {
            let (first, last) = (*cut.start(), *cut.end());
            let mut left = Vec::with_capacity(ranges.0.len() + 1);
            for range in ranges.0 {
                let (from, to) = (*range.start(), *range.end());
                if last < from || to < first {
                    left.push(range);
                    continue;
                }
                if from < first {
                    left.push(from..=first - 1);
                }
                if last < to {
                    left.push(last + 1..=to);
                }
            }
            Self(left)
        })
    }

    pub(crate) fn contains(&self, character: char) -> bool {
        self.0.iter().any(|range| range.contains(&u32::from(character)))
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, range) in self.0.iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            if range.start() == range.end() {
                write!(out, "{comma}U+{:04X}", range.start())?;
            } else {
                write!(out, "{comma}U+{:04X}-{:04X}", range.start(), range.end())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cut_leaves_both_sides_of_a_range() {
        let latin = Ranges::parse("U+0000-00FF,U+2000-206F, u+20ac").unwrap();

        let cut = latin.without(&[0x200C..=0x200D, 0x202F..=0x202F]);

        assert_eq!(cut.to_string(), "U+0000-00FF, U+2000-200B, U+200E-202E, U+2030-206F, U+20AC");
    }

    #[test]
    fn what_is_no_range_is_not_read() {
        for text in ["", "0041", "U+", "U+00G0", "U+0042-0041", "U+110000", "U+4??"] {
            assert_eq!(Ranges::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn after_a_cut_exactly_the_cut_characters_are_gone(
            spans in prop::collection::vec((0u32..2000, 0u32..300), 1..6),
            cuts in prop::collection::vec((0u32..2000, 0u32..300), 0..4),
        ) {
            let ranges = Ranges(spans.iter().map(|(from, length)| *from..=from + length).collect());
            let cuts: Vec<_> = cuts.iter().map(|(from, length)| *from..=from + length).collect();
            let left = ranges.clone().without(&cuts);
            for n in 0..2400u32 {
                let character = char::from_u32(n).unwrap();
                let expected = ranges.contains(character) && !cuts.iter().any(|cut| cut.contains(&n));
                prop_assert_eq!(left.contains(character), expected, "U+{:04X}", n);
            }
        }
    }
}
