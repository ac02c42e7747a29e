//! From any page image to rows of sRGB, 8 bits a channel, upright, on white paper.

mod colour;
mod jpeg;
mod png;
mod tiff;
mod tiff_samples;

use std::io::{Read, Seek};

use crate::{Fault, Format, ImagingError, Limits, Measured, Orientation, Picture, probe::format_of};

/// Where rows come from: one for each format.
trait Rows {
    /// Appends the next rows to `out` (`width × 3` bytes each) and says how many; 0 at the end or where nothing more
    /// can be read. What is found wrong is added to `faults`.
    fn read(&mut self, out: &mut Vec<u8>, faults: &mut Vec<Fault>) -> Result<u32, ImagingError>;
}

/// What a format's decoder hands over, as the picture is stored.
struct Stored<'s> {
    width: u32,
    height: u32,
    orientation: Orientation,
    /// The profile of colours that are RGB in the file too.
    profile: Option<Vec<u8>>,
    rows: Box<dyn Rows + 's>,
    faults: Vec<Fault>,
}

/// A picture that is decoded in strips, from above, as it is shown.
pub struct Strips<'s> {
    stored: Stored<'s>,
    /// Rows handed out.
    y: u32,
    buffer: Vec<u8>,
    ended: bool,
}

impl std::fmt::Debug for Strips<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Strips({} × {}, {} rows read)", self.width(), self.height(), self.y)
    }
}

/// Begins to decode the first page of a picture.
///
/// Memory: one row of a PNG; one row of a TIFF without compression, else one of its strips or one row of its tiles.
/// A JPEG, an interlaced PNG and a picture that is stored turned (Exif orientations 3 to 8) are held whole, and refused
/// past [`Limits::held_pixels`].
///
/// # Errors
/// [`ImagingError::NotAPicture`], [`ImagingError::Unreadable`], [`ImagingError::Unsupported`],
/// [`ImagingError::TooLarge`], [`ImagingError::Io`].
pub fn open_strips<'s>(
    source: &'s mut (impl Read + Seek),
    limits: &Limits,
) -> Result<Strips<'s>, ImagingError> {
    let mut stored = match format_of(source)? {
        Format::Jpeg => jpeg::open(source, limits)?,
        Format::Png => png::open(source, limits)?,
        Format::Tiff | Format::BigTiff => tiff::open(source, limits)?,
    };
    if let Some(profile) = stored.profile.take() {
        stored.rows = colour::managed(stored.rows, &profile);
    }
    if stored.orientation != Orientation::Upright {
        stored = turn(stored, limits)?;
    }
    Ok(Strips { stored, y: 0, buffer: Vec::new(), ended: false })
}

/// Decodes the first page of a picture whole.
///
/// A damaged page gives what can be read, white below, and the faults beside it.
///
/// # Errors
/// As [`open_strips`]; the whole picture must keep to [`Limits::held_pixels`].
pub fn decode(source: &mut (impl Read + Seek), limits: &Limits) -> Result<Measured<Picture>, ImagingError> {
    let mut strips = open_strips(source, limits)?;
    let (width, height) = (strips.width(), strips.height());
    limits.check_held("the picture cannot be decoded at once", width, height)?;
    let mut rgb = Vec::new();
    while let Some(rows) = strips.next_rows()? {
        rgb.extend_from_slice(rows);
    }
    Ok(Measured { value: Picture::new(width, height, rgb)?, faults: strips.stored.faults })
}

impl Strips<'_> {
    /// Pixels, as shown.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.stored.width
    }

    /// Pixels, as shown.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.stored.height
    }

    /// What was found wrong so far; all of it after the last strip.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.stored.faults
    }

    /// The next rows, one or more, `width × 3` bytes each; `None` after the last. Rows that the file lacks are white.
    ///
    /// # Errors
    /// [`ImagingError::Io`].
    pub fn next_rows(&mut self) -> Result<Option<&[u8]>, ImagingError> {
        let Stored { width, height, rows, faults, .. } = &mut self.stored;
        let (left, row_bytes) = (*height - self.y, *width as usize * 3);
        if left == 0 {
            return Ok(None);
        }
        self.buffer.clear();
        let read = if self.ended { 0 } else { rows.read(&mut self.buffer, faults)? };
        let rows = if read == 0 {
            self.ended = true;
            // A megabyte of paper at a time.
            left.min(((1 << 20) / row_bytes).max(1) as u32)
        } else {
            read.min(left)
        };
        self.buffer.resize(rows as usize * row_bytes, 255);
        self.y += rows;
        Ok(Some(&self.buffer))
    }
}

/// Turns what is stored turned. Mirrored rows go on streaming; all else must be held.
fn turn<'s>(stored: Stored<'s>, limits: &Limits) -> Result<Stored<'s>, ImagingError> {
    let Stored { width, height, orientation, rows, faults, profile } = stored;
    if orientation == Orientation::Mirrored {
        let rows = Box::new(Mirrored { rows, row_bytes: width as usize * 3 });
        return Ok(Stored { width, height, orientation, profile, rows, faults });
    }
    limits.check_held("the picture is stored turned and cannot be held to turn it", width, height)?;
    let upright = Stored { width, height, orientation: Orientation::Upright, profile, rows, faults };
    let mut strips = Strips { stored: upright, y: 0, buffer: Vec::new(), ended: false };
    let mut rgb = Vec::new();
    while let Some(rows) = strips.next_rows()? {
        rgb.extend_from_slice(rows);
    }
    let (shown_width, shown_height) = orientation.shown(width, height);
    let rgb = orientation.apply::<3>(&rgb, width as usize, height as usize);
    Ok(Stored {
        width: shown_width,
        height: shown_height,
        orientation,
        profile: None,
        rows: Box::new(Held::new(rgb, shown_width)),
        faults: strips.stored.faults,
    })
}

struct Mirrored<'s> {
    rows: Box<dyn Rows + 's>,
    row_bytes: usize,
}

impl Rows for Mirrored<'_> {
    fn read(&mut self, out: &mut Vec<u8>, faults: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        let from = out.len();
        let rows = self.rows.read(out, faults)?;
        for row in out[from..].chunks_exact_mut(self.row_bytes) {
            row.reverse();
            row.chunks_exact_mut(3).for_each(<[u8]>::reverse);
        }
        Ok(rows)
    }
}

/// A picture that had to be decoded whole, handed out in strips.
struct Held {
    rgb: Vec<u8>,
    at: usize,
    row_bytes: usize,
}

impl Held {
    fn new(rgb: Vec<u8>, width: u32) -> Self {
        Self { rgb, at: 0, row_bytes: width as usize * 3 }
    }
}

impl Rows for Held {
    fn read(&mut self, out: &mut Vec<u8>, _: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        let left = (self.rgb.len() - self.at) / self.row_bytes;
        let rows = left.min(64);
        let end = self.at + rows * self.row_bytes;
        out.extend_from_slice(&self.rgb[self.at..end]);
        self.at = end;
        Ok(rows as u32)
    }
}

/// A sample over white paper, by an alpha from 0 (clear) to 255.
fn on_paper(sample: u8, alpha: u8) -> u8 {
    let (s, a) = (u32::from(sample), u32::from(alpha));
    ((s * a + 255 * (255 - a) + 127) / 255) as u8
}

/// Four inks (255 is full) as red, green and blue, without a profile: each ink darkens, black darkens all.
fn inks(c: u8, m: u8, y: u8, k: u8) -> [u8; 3] {
    [c, m, y].map(|ink| ((255 - u32::from(ink)) * (255 - u32::from(k)) / 255) as u8)
}
