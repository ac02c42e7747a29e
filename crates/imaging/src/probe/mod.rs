//! What can be known of a picture without decoding it.

pub(crate) mod exif;
mod icc;
pub(crate) mod jpeg;
mod png;
pub(crate) mod tiff;

use std::io::{Read, Seek};

use serde::Serialize;

pub use icc::IccProfile;

use crate::{Format, ImagingError, Measured, Orientation, identify, read};

/// What the file says of its picture. Nothing is decoded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Probe {
    /// The format, by its first bytes.
    pub format: Format,
    /// The media type.
    pub media_type: &'static str,
    /// The format's identifier in PRONOM, where the registry has one that fits.
    pub pronom: Option<&'static str>,
    /// Pixels, as stored.
    pub width: u32,
    /// Pixels, as stored.
    pub height: u32,
    /// Pixels, as shown: the orientation is applied. A canvas takes its size from here.
    pub shown_width: u32,
    /// Pixels, as shown.
    pub shown_height: u32,
    /// How the stored picture must be turned to be shown.
    pub orientation: Orientation,
    /// Bits of a sample.
    pub bits: u16,
    /// Samples of a pixel, alpha and other extra samples included.
    pub channels: u16,
    /// What the samples mean.
    pub colour: Colour,
    /// Whether one of the channels is transparency.
    pub alpha: bool,
    /// Pixels per inch, across and down, where the file tells.
    pub ppi: Option<(f64, f64)>,
    /// The colour profile inside the file.
    pub icc: Option<IccProfile>,
    /// Pictures in the file, reduced copies not counted: 1 but for a TIFF of several pages.
    pub pages: u32,
    /// How the pixels are compressed, in the format's own words.
    pub compression: String,
    /// The file's length in bytes.
    pub bytes: u64,
}

/// What the samples of a pixel mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Colour {
    /// One sample: lightness. With 1 bit: black and white.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Luma and two colour differences.
    YCbCr,
    /// Four inks.
    Cmyk,
    /// Four inks, three of them as luma and colour differences.
    Ycck,
    /// Numbers of a table of colours.
    Palette,
    /// CIE L*a*b*.
    Lab,
    /// Something else, or not said.
    Other,
}

/// Measures a picture: its header, and as much of the rest as shows whether it is whole.
///
/// Reads of a JPEG its header and its last 64 KiB (all of it only when no end marker is found there); of a TIFF its
/// directories; of a PNG everything once, for the checksums. Only the first page of a TIFF is described.
///
/// # Errors
/// [`ImagingError::NotAPicture`] for other files, [`ImagingError::Unreadable`] when not even the size is known,
/// [`ImagingError::Io`].
pub fn probe(source: &mut (impl Read + Seek)) -> Result<Measured<Probe>, ImagingError> {
    match format_of(source)? {
        Format::Jpeg => jpeg::probe(source),
        Format::Png => png::probe(source),
        format @ (Format::Tiff | Format::BigTiff) => tiff::probe(source, format),
    }
}

/// The format by the first bytes of a source.
pub(crate) fn format_of(source: &mut (impl Read + Seek)) -> Result<Format, ImagingError> {
    let head = read::up_to(source, 0, 16)?;
    identify(&head).ok_or_else(|| ImagingError::NotAPicture {
        first: match head.len() {
            0 => "none, the file is empty".into(),
            _ => head.iter().take(8).map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" "),
        },
    })
}
