use super::{inks, on_paper};

/// What the samples of a TIFF's rows mean, and how they become RGB.
#[derive(Debug, Clone)]
pub(super) struct Samples {
    pub bits: u16,
    /// Samples of a pixel in the rows, extra ones included.
    pub samples: usize,
    pub little: bool,
    pub meaning: Meaning,
    pub alpha: Alpha,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alpha {
    None,
    /// Colours are multiplied by it already (TIFF ExtraSamples 1).
    Associated,
    /// ExtraSamples 2.
    Unassociated,
}

#[derive(Debug, Clone)]
pub(super) enum Meaning {
    /// 0 is black.
    Gray,
    /// 0 is white.
    InvertedGray,
    Rgb,
    YCbCr,
    Cmyk,
    Palette(Vec<[u8; 3]>),
}

impl Meaning {
    /// Samples of the colour itself.
    pub fn channels(&self) -> usize {
        match self {
            Self::Gray | Self::InvertedGray | Self::Palette(_) => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

impl Samples {
    /// Bytes of a row of `width` pixels.
    pub fn row_bytes(&self, width: u32) -> u64 {
        (u64::from(width) * self.samples as u64 * u64::from(self.bits)).div_ceil(8)
    }

    /// A row of white paper, for what the file lacks.
    pub fn blank(&self, bytes: usize) -> Vec<u8> {
        match &self.meaning {
            Meaning::Gray | Meaning::Rgb => vec![255; bytes],
            Meaning::YCbCr => [255, 128, 128].into_iter().cycle().take(bytes).collect(),
            Meaning::InvertedGray | Meaning::Cmyk | Meaning::Palette(_) => vec![0; bytes],
        }
    }

    /// Turns a row of `width` pixels into RGB.
    pub fn to_rgb(&self, row: &[u8], width: u32, out: &mut Vec<u8>) {
        let gray_or_rgb = matches!(self.meaning, Meaning::Rgb);
        if gray_or_rgb && self.bits == 8 && self.samples == 3 {
            out.extend_from_slice(&row[..width as usize * 3]);
            return;
        }
        let channels = self.meaning.channels();
        for x in 0..width as usize {
            let at = x * self.samples;
            let s = |i: usize| self.sample(row, at + i);
            let mut rgb = match &self.meaning {
                Meaning::Gray => [s(0); 3],
                Meaning::InvertedGray => [255 - s(0); 3],
                Meaning::Rgb => [s(0), s(1), s(2)],
                Meaning::YCbCr => ycbcr(s(0), s(1), s(2)),
                Meaning::Cmyk => inks(s(0), s(1), s(2), s(3)),
                Meaning::Palette(colours) => {
                    colours.get(self.number(row, at) as usize).copied().unwrap_or([255; 3])
                }
            };
            if self.samples > channels {
                let alpha = s(channels);
                match self.alpha {
                    Alpha::None => {}
                    Alpha::Associated => rgb = rgb.map(|c| c.saturating_add(255 - alpha)),
                    Alpha::Unassociated => rgb = rgb.map(|c| on_paper(c, alpha)),
                }
            }
            out.extend_from_slice(&rgb);
        }
    }

    /// A sample's number as it stands.
    fn number(&self, row: &[u8], index: usize) -> u32 {
        let bits = usize::from(self.bits);
        match bits {
            1 | 2 | 4 => {
                let bit = index * bits;
                let byte = row.get(bit / 8).copied().unwrap_or(0);
                u32::from(byte >> (8 - bits - bit % 8)) & ((1 << bits) - 1)
            }
            _ => {
                let size = bits / 8;
                let bytes = row.get(index * size..(index + 1) * size).unwrap_or_default();
                crate::tiff_directory::unsigned(bytes, self.little) as u32
            }
        }
    }

    /// A sample as 0 to 255.
    fn sample(&self, row: &[u8], index: usize) -> u8 {
        let number = self.number(row, index);
        match self.bits {
            bits @ (1 | 2 | 4) => (number * 255 / ((1 << bits) - 1)) as u8,
            8 => number as u8,
            bits => (number >> (bits - 8)) as u8,
        }
    }
}

/// Full-range YCbCr (ITU-R BT.601, as in JFIF 1.02) in 16 bits of fraction.
fn ycbcr(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(y) << 16, i32::from(cb) - 128, i32::from(cr) - 128);
    let byte = |v: i32| ((v + (1 << 15)) >> 16).clamp(0, 255) as u8;
    [byte(y + 91_881 * cr), byte(y - 22_554 * cb - 46_802 * cr), byte(y + 116_130 * cb)]
}
