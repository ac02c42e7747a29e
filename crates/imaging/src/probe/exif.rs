//! Of an Exif block: orientation, resolution, version. The block is a small TIFF.

use std::io::Cursor;

use crate::{
    Orientation,
    tiff_directory::{Header, tag},
};

#[derive(Debug, Default)]
pub(crate) struct Exif {
    pub orientation: Orientation,
    pub ppi: Option<(f64, f64)>,
    /// `0230` and the like.
    pub version: Option<Vec<u8>>,
}

/// Reads a block that begins with the TIFF header; what cannot be read is as if it were not there.
pub(crate) fn read(block: &[u8]) -> Option<Exif> {
    let source = &mut Cursor::new(block);
    let header = Header::read(source).ok()?;
    let dir = header.directory(source, header.first).ok()?;
    let number = |source: &mut Cursor<&[u8]>, tag| header.number(source, &dir, tag).ok().flatten();

    let orientation = number(source, tag::ORIENTATION).map_or(Orientation::Upright, Orientation::from_tag);
    let unit = number(source, tag::RESOLUTION_UNIT).unwrap_or(2);
    let x = header.rational(source, &dir, tag::X_RESOLUTION);
    let y = header.rational(source, &dir, tag::Y_RESOLUTION);
    let version = number(source, tag::EXIF)
        .and_then(|at| header.directory(source, at).ok())
        .and_then(|exif| exif.find(tag::EXIF_VERSION).and_then(|e| header.bytes(source, e).ok()));
    Some(Exif { orientation, ppi: inches(x, y, unit), version })
}

/// Resolutions in the unit of TIFF tag 296 (2: inch, 3: centimetre) as pixels per inch.
pub(crate) fn inches(x: Option<f64>, y: Option<f64>, unit: u64) -> Option<(f64, f64)> {
    let factor = match unit {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let (x, y) = (x? * factor, y? * factor);
    (x > 0.0 && y > 0.0).then_some((x, y))
}
