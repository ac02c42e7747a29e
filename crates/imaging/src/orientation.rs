use serde::Serialize;

/// How a stored picture must be turned to be shown (Exif 2.32 §4.6.4, TIFF tag 274).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// 1: as it is stored.
    #[default]
    Upright,
    /// 2: mirrored left to right.
    Mirrored,
    /// 3: turned by 180°.
    UpsideDown,
    /// 4: mirrored top to bottom.
    MirroredUpsideDown,
    /// 5: mirrored left to right, then turned 270° clockwise.
    Transposed,
    /// 6: to be turned 90° clockwise.
    Clockwise,
    /// 7: mirrored left to right, then turned 90° clockwise.
    Transversed,
    /// 8: to be turned 270° clockwise.
    CounterClockwise,
}

impl Orientation {
    /// From the tag's value; what is not in 1…8 counts as upright.
    #[must_use]
    pub fn from_tag(value: u64) -> Self {
        match value {
            2 => Self::Mirrored,
            3 => Self::UpsideDown,
            4 => Self::MirroredUpsideDown,
            5 => Self::Transposed,
            6 => Self::Clockwise,
            7 => Self::Transversed,
            8 => Self::CounterClockwise,
            _ => Self::Upright,
        }
    }

    /// Whether width and height change places.
    #[must_use]
    pub fn swaps_sides(self) -> bool {
        matches!(self, Self::Transposed | Self::Clockwise | Self::Transversed | Self::CounterClockwise)
    }

    /// The size as shown of a picture that is stored `width` × `height`.
    #[must_use]
    pub fn shown(self, width: u32, height: u32) -> (u32, u32) {
        if self.swaps_sides() { (height, width) } else { (width, height) }
    }

    /// Where in the stored picture (`width` × `height`) the pixel shown at `x`, `y` comes from.
    pub(crate) fn stored_at(self, x: usize, y: usize, width: usize, height: usize) -> (usize, usize) {
        match self {
            Self::Upright => (x, y),
            Self::Mirrored => (width - 1 - x, y),
            Self::UpsideDown => (width - 1 - x, height - 1 - y),
            Self::MirroredUpsideDown => (x, height - 1 - y),
            Self::Transposed => (y, x),
            Self::Clockwise => (y, height - 1 - x),
            Self::Transversed => (width - 1 - y, height - 1 - x),
            Self::CounterClockwise => (width - 1 - y, x),
        }
    }

    /// Turns a whole picture of `N` bytes a pixel; `width` and `height` are those of the stored one.
    pub(crate) fn apply<const N: usize>(self, pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
        let (shown_width, shown_height) = if self.swaps_sides() { (height, width) } else { (width, height) };
        let mut out = Vec::with_capacity(pixels.len());
        for y in 0..shown_height {
            for x in 0..shown_width {
                let (sx, sy) = self.stored_at(x, y, width, height);
                let at = (sy * width + sx) * N;
                out.extend_from_slice(&pixels[at..at + N]);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is stored: `ab` over `cd` over `ef`.
    const STORED: &[u8] = b"abcdef";

    #[test]
    fn each_of_the_eight_orientations_is_shown_as_exif_says() {
        let shown = |tag| String::from_utf8(Orientation::from_tag(tag).apply::<1>(STORED, 2, 3)).unwrap();

        assert_eq!(shown(1), "abcdef");
        assert_eq!(shown(2), "badcfe");
        assert_eq!(shown(3), "fedcba");
        assert_eq!(shown(4), "efcdab");
        assert_eq!(shown(5), "acebdf"); // row 0 of the stored one is the left column
        assert_eq!(shown(6), "ecafdb"); // row 0 is the right column
        assert_eq!(shown(7), "fdbeca"); // row 0 is the right column, from below
        assert_eq!(shown(8), "bdface"); // row 0 is the left column, from below
        assert_eq!(shown(9), "abcdef");
    }
}
