//! A TIFF's directories: the first page in full, the others counted.

use std::{
    collections::HashSet,
    io::{Read, Seek},
};

use super::{Colour, IccProfile, Probe, exif};
use crate::{
    Fault, Format, ImagingError, Measured, Orientation,
    tiff_directory::{Directory, DirectoryError, Entry, Header, tag},
};

const NAME: &str = "TIFF";
/// Directories beyond this are not followed.
const MOST_DIRECTORIES: usize = 65_536;

/// All that decoding needs to know of the first page.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub width: u32,
    pub height: u32,
    pub bits: u16,
    pub samples: u16,
    pub compression: u64,
    pub photometric: u64,
    pub planar: bool,
    pub extra: Vec<u64>,
    pub sample_format: u64,
    pub orientation: Orientation,
    /// Tile width and height; `None`: strips.
    pub tile: Option<(u32, u32)>,
    pub rows_per_strip: u32,
    pub offsets: Vec<u64>,
    pub counts: Vec<u64>,
    /// Red, then green, then blue, 16 bits each.
    pub colour_map: Vec<u64>,
    /// The lowest bit of a byte is the leftmost.
    pub low_bit_first: bool,
    pub directory: Directory,
}

impl From<DirectoryError> for ImagingError {
    fn from(e: DirectoryError) -> Self {
        match e {
            DirectoryError::Io(e) => Self::Io(e),
            DirectoryError::Broken(reason) => Self::unreadable(NAME, reason),
        }
    }
}

impl Page {
    /// Reads the first page. A size, and strips or tiles that agree with it, are needed; the rest has defaults.
    pub fn read(source: &mut (impl Read + Seek), header: &Header) -> Result<Self, ImagingError> {
        let dir = header.directory(source, header.first)?;
        let need = |n: Option<u64>, what: &str| {
            n.and_then(|n| u32::try_from(n).ok())
                .filter(|n| *n > 0)
                .ok_or_else(|| ImagingError::unreadable(NAME, format!("its {what} is missing or zero")))
        };
        let width = need(header.number(source, &dir, tag::WIDTH)?, "width")?;
        let height = need(header.number(source, &dir, tag::HEIGHT)?, "height")?;
        let or = |source: &mut _, tag, default| -> Result<u64, ImagingError> {
            Ok(header.number(source, &dir, tag)?.unwrap_or(default))
        };
        let list = |source: &mut _, entry: Option<&Entry>| -> Result<Vec<u64>, ImagingError> {
            Ok(entry.map(|e| header.numbers(source, e)).transpose()?.unwrap_or_default())
        };
        let short = |n: u64| u16::try_from(n).unwrap_or(u16::MAX);
        let tile = if dir.has(tag::TILE_WIDTH) {
            let w = need(header.number(source, &dir, tag::TILE_WIDTH)?, "tile width")?;
            Some((w, need(header.number(source, &dir, tag::TILE_HEIGHT)?, "tile height")?))
        } else {
            None
        };
        let (offsets, counts) = match tile {
            Some(_) => (dir.find(tag::TILE_OFFSETS), dir.find(tag::TILE_BYTES)),
            None => (dir.find(tag::STRIP_OFFSETS), dir.find(tag::STRIP_BYTES)),
        };
        Ok(Self {
            width,
            height,
            bits: short(or(source, tag::BITS, 1)?),
            samples: short(or(source, tag::SAMPLES, 1)?),
            compression: or(source, tag::COMPRESSION, 1)?,
            photometric: or(source, tag::PHOTOMETRIC, 1)?,
            planar: or(source, tag::PLANAR, 1)? == 2,
            extra: list(source, dir.find(tag::EXTRA_SAMPLES))?,
            sample_format: or(source, tag::SAMPLE_FORMAT, 1)?,
            orientation: Orientation::from_tag(or(source, tag::ORIENTATION, 1).unwrap_or(1)),
            tile,
            rows_per_strip: u32::try_from(or(source, tag::ROWS_PER_STRIP, u64::from(height))?)
                .unwrap_or(u32::MAX)
                .clamp(1, height),
            offsets: list(source, offsets)?,
            counts: list(source, counts)?,
            colour_map: list(source, dir.find(tag::COLOUR_MAP))?,
            low_bit_first: or(source, tag::FILL_ORDER, 1)? == 2,
            directory: dir,
        })
    }

    pub fn colour(&self) -> Colour {
        match self.photometric {
            0 | 1 => Colour::Gray,
            2 => Colour::Rgb,
            3 => Colour::Palette,
            5 => Colour::Cmyk,
            6 => Colour::YCbCr,
            8..=10 => Colour::Lab,
            _ => Colour::Other,
        }
    }

    /// How many strips or tiles the size asks for.
    pub fn parts(&self) -> u64 {
        let one = match self.tile {
            Some((w, h)) => u64::from(self.width.div_ceil(w)) * u64::from(self.height.div_ceil(h)),
            None => u64::from(self.height.div_ceil(self.rows_per_strip)),
        };
        if self.planar { one * u64::from(self.samples) } else { one }
    }

    /// Strips or tiles that are not wholly within the file.
    pub fn past_end(&self, length: u64) -> Option<Fault> {
        let within = |i: usize| match (self.offsets.get(i), self.counts.get(i)) {
            (Some(at), Some(n)) => at.saturating_add(*n) <= length,
            _ => false,
        };
        let have = self.offsets.len() as u64;
        let mut missing = (0..self.offsets.len()).filter(|i| !within(*i));
        let first = missing.next().map(|i| i as u64);
        let listed = u64::from(first.is_some()) + missing.count() as u64;
        let lacking = self.parts().saturating_sub(have);
        let parts = listed + lacking;
        (parts > 0).then(|| Fault::PastEnd {
            parts,
            of: self.parts().max(have),
            first: first.unwrap_or(have),
        })
    }
}

pub(crate) fn probe(
    source: &mut (impl Read + Seek),
    format: Format,
) -> Result<Measured<Probe>, ImagingError> {
    let header = Header::read(source)?;
    let page = Page::read(source, &header)?;
    let mut faults = Vec::new();
    faults.extend(page.past_end(header.length));
    let pages = count_pages(source, &header, &page.directory, &mut faults)?;

    // A broken resolution does not hide the page.
    let unit = header.number(source, &page.directory, tag::RESOLUTION_UNIT).ok().flatten().unwrap_or(2);
    let x = header.rational(source, &page.directory, tag::X_RESOLUTION);
    let y = header.rational(source, &page.directory, tag::Y_RESOLUTION);
    let icc = match page.directory.find(tag::ICC_PROFILE) {
        Some(entry) => header.bytes(source, entry).ok().map(|profile| IccProfile::read(&profile)),
        None => None,
    };
    let (shown_width, shown_height) = page.orientation.shown(page.width, page.height);
    let value = Probe {
        format,
        media_type: format.media_type(),
        pronom: (format == Format::Tiff).then_some("fmt/353"),
        width: page.width,
        height: page.height,
        shown_width,
        shown_height,
        orientation: page.orientation,
        bits: page.bits,
        channels: page.samples,
        colour: page.colour(),
        alpha: page.extra.iter().any(|e| matches!(e, 1 | 2)),
        ppi: exif::inches(x, y, unit),
        icc,
        pages,
        compression: compression(page.compression),
        bytes: header.length,
    };
    Ok(Measured { value, faults })
}

/// Follows the chain of directories and counts those that are no reduced copies (TIFF 6.0, NewSubfileType).
fn count_pages(
    source: &mut (impl Read + Seek),
    header: &Header,
    first: &Directory,
    faults: &mut Vec<Fault>,
) -> Result<u32, ImagingError> {
    let mut seen = HashSet::from([header.first]);
    let mut pages = 1;
    let mut next = first.next;
    while next != 0 && seen.len() < MOST_DIRECTORIES {
        if !seen.insert(next) {
            faults.push(Fault::DirectoryLoop { at: next });
            break;
        }
        match header.directory(source, next) {
            Ok(dir) => {
                let kind = header.number(source, &dir, tag::NEW_SUBFILE_TYPE).ok().flatten().unwrap_or(0);
                pages += u32::from(kind & 1 == 0);
                next = dir.next;
            }
            Err(DirectoryError::Io(e)) => return Err(e.into()),
            Err(DirectoryError::Broken(detail)) => {
                faults.push(Fault::Truncated { detail });
                break;
            }
        }
    }
    Ok(pages)
}

pub(crate) fn compression(number: u64) -> String {
    match number {
        1 => "none".into(),
        2 => "CCITT modified Huffman".into(),
        3 => "CCITT group 3".into(),
        4 => "CCITT group 4".into(),
        5 => "LZW".into(),
        6 | 7 => "JPEG".into(),
        8 | 32946 => "deflate".into(),
        32773 => "PackBits".into(),
        33003 | 33005 | 34712 => "JPEG 2000".into(),
        50000 => "Zstandard".into(),
        50001 => "WebP".into(),
        other => format!("number {other}"),
    }
}
