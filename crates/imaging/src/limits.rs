use crate::ImagingError;

/// How much a picture may ask of the machine. What is past a limit is refused before anything is allocated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Pixels of one picture at all. Default: 2³⁰, a page of 32,768 × 32,768.
    pub pixels: u64,
    /// Pixels of a picture that must be held whole: every JPEG, an interlaced PNG, a page that is stored turned.
    /// Three bytes each. Default: 200 million (600 MB).
    pub held_pixels: u64,
    /// Pixels in one row. Default: 2²⁰.
    pub row_pixels: u64,
    /// Bytes of one compressed part that must be held whole: a JPEG file, a strip or tile of a TIFF. Default: 1 GiB.
    pub held_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pixels: 1 << 30, held_pixels: 200_000_000, row_pixels: 1 << 20, held_bytes: 1 << 30 }
    }
}

/// A picture up to here is made whatever the length of the file: it costs little.
const SMALL_PIXELS: u64 = 1 << 24;
/// No real page packs more pixels into a byte, even when half of the file is lost.
const PIXELS_A_BYTE: u64 = 16_384;

impl Limits {
    /// Refuses a claimed size that is zero, past the limits, or beyond all likelihood for a file of `file_bytes`.
    pub(crate) fn check(
        &self,
        format: &'static str,
        width: u32,
        height: u32,
        file_bytes: u64,
    ) -> Result<(), ImagingError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(ImagingError::unreadable(format, format!("its size is {width} × {height}")));
        }
        let too_large = |what, allowed| ImagingError::TooLarge {
            what,
            width: u64::from(width),
            height: u64::from(height),
            allowed,
        };
        if pixels > self.pixels {
            return Err(too_large("the picture is too large", format!("{} pixels", self.pixels)));
        }
        if u64::from(width) > self.row_pixels {
            return Err(too_large("the picture is too wide", format!("{} pixels in a row", self.row_pixels)));
        }
        if pixels > SMALL_PIXELS && pixels / PIXELS_A_BYTE > file_bytes {
            return Err(too_large(
                "the size in the header cannot be true",
                format!("a file of {file_bytes} bytes can hold"),
            ));
        }
        Ok(())
    }

    /// The same for what must be held whole.
    pub(crate) fn check_held(&self, why: &'static str, width: u32, height: u32) -> Result<(), ImagingError> {
        if u64::from(width) * u64::from(height) > self.held_pixels {
            return Err(ImagingError::TooLarge {
                what: why,
                width: u64::from(width),
                height: u64::from(height),
                allowed: format!("the {} pixels that may be held in memory at once", self.held_pixels),
            });
        }
        Ok(())
    }
}
