//! The directories of a TIFF or BigTIFF (TIFF 6.0 §2; BigTIFF), as far as measuring and our own pyramids need them.
//!
//! Also reads an Exif block, which is a small TIFF. Claims about counts and offsets are held against the file's
//! length before anything is allocated.

use std::io::{self, Read, Seek};

use crate::read;

/// Names of the tags used here.
pub(crate) mod tag {
    pub const NEW_SUBFILE_TYPE: u16 = 254;
    pub const WIDTH: u16 = 256;
    pub const HEIGHT: u16 = 257;
    pub const BITS: u16 = 258;
    pub const COMPRESSION: u16 = 259;
    pub const PHOTOMETRIC: u16 = 262;
    pub const FILL_ORDER: u16 = 266;
    pub const STRIP_OFFSETS: u16 = 273;
    pub const ORIENTATION: u16 = 274;
    pub const SAMPLES: u16 = 277;
    pub const ROWS_PER_STRIP: u16 = 278;
    pub const STRIP_BYTES: u16 = 279;
    pub const X_RESOLUTION: u16 = 282;
    pub const Y_RESOLUTION: u16 = 283;
    pub const PLANAR: u16 = 284;
    pub const RESOLUTION_UNIT: u16 = 296;
    pub const COLOUR_MAP: u16 = 320;
    pub const TILE_WIDTH: u16 = 322;
    pub const TILE_HEIGHT: u16 = 323;
    pub const TILE_OFFSETS: u16 = 324;
    pub const TILE_BYTES: u16 = 325;
    pub const EXTRA_SAMPLES: u16 = 338;
    pub const SAMPLE_FORMAT: u16 = 339;
    pub const SUBSAMPLING: u16 = 530;
    pub const ICC_PROFILE: u16 = 34675;
    pub const EXIF: u16 = 34665;
    pub const EXIF_VERSION: u16 = 36864;
}

/// What is wrong with a directory, in words; I/O errors apart.
#[derive(Debug)]
pub(crate) enum DirectoryError {
    Io(io::Error),
    Broken(String),
}

impl From<io::Error> for DirectoryError {
    fn from(e: io::Error) -> Self {
        Self::Io(e)
    }
}

type Result<T> = std::result::Result<T, DirectoryError>;

fn broken<T>(words: impl Into<String>) -> Result<T> {
    Err(DirectoryError::Broken(words.into()))
}

/// The header of a TIFF.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header {
    pub big: bool,
    pub little: bool,
    /// The source's length in bytes.
    pub length: u64,
    /// Where the first directory stands.
    pub first: u64,
}

/// One directory: one picture of the file.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    entries: Vec<Entry>,
    /// Where the next one stands; 0 at the end.
    pub next: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    tag: u16,
    /// The type's number.
    pub kind: u16,
    pub count: u64,
    /// Where the value's first byte stands, be it in the entry or elsewhere.
    pub at: u64,
}

impl Header {
    pub fn read(source: &mut (impl Read + Seek)) -> Result<Self> {
        let length = read::length(source)?;
        let head = read::up_to(source, 0, 16)?;
        let little = match head.get(..2) {
            Some(b"II") => true,
            Some(b"MM") => false,
            _ => return broken("it does not begin with II or MM"),
        };
        let number = |at: usize, size: usize| head.get(at..at + size).map(|b| unsigned(b, little));
        let (big, first) = match number(2, 2) {
            Some(42) => (false, number(4, 4)),
            Some(43) if number(4, 2) == Some(8) => (true, number(8, 8)),
            _ => return broken("its version is neither 42 nor 43"),
        };
        match first {
            Some(first) => Ok(Self { big, little, length, first }),
            None => broken("it ends within its header"),
        }
    }

    /// Reads the directory at `offset`.
    pub fn directory(&self, source: &mut (impl Read + Seek), offset: u64) -> Result<Directory> {
        let (count_size, entry_size, next_size) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        if offset >= self.length {
            return broken(format!("the directory at byte {offset} is past the end of the file"));
        }
        let count = read::up_to(source, offset, count_size)?;
        if (count.len() as u64) < count_size {
            return broken(format!("the directory at byte {offset} is past the end of the file"));
        }
        let count = unsigned(&count, self.little);
        let left = self.length.saturating_sub(offset + count_size);
        // A directory names each tag once, so 65,536 is the most that makes sense.
        if count > 65_536 || count * entry_size > left {
            return broken(format!("the directory at byte {offset} claims {count} entries"));
        }
        let bytes = read::up_to(source, offset + count_size, count * entry_size + next_size)?;
        let mut entries = Vec::with_capacity(count as usize);
        for (i, e) in bytes.chunks_exact(entry_size as usize).take(count as usize).enumerate() {
            let kind = unsigned(&e[2..4], self.little) as u16;
            let value_in = if self.big { 12 } else { 8 };
            let count = unsigned(&e[4..value_in], self.little);
            let size = count.saturating_mul(kind_size(kind));
            let at = if size <= (entry_size - value_in as u64) {
                offset + count_size + i as u64 * entry_size + value_in as u64
            } else {
                unsigned(&e[value_in..], self.little)
            };
            entries.push(Entry { tag: unsigned(&e[..2], self.little) as u16, kind, count, at });
        }
        let next = bytes.get((count * entry_size) as usize..).unwrap_or_default();
        let next = if next.len() as u64 == next_size { unsigned(next, self.little) } else { 0 };
        Ok(Directory { entries, next })
    }

    /// The value's bytes as they stand in the file.
    pub fn bytes(&self, source: &mut (impl Read + Seek), entry: &Entry) -> Result<Vec<u8>> {
        let size = entry.count.saturating_mul(kind_size(entry.kind));
        if entry.at.saturating_add(size) > self.length {
            return broken(format!("the value of tag {} lies past the end of the file", entry.tag));
        }
        Ok(read::up_to(source, entry.at, size)?)
    }

    /// All whole numbers of a value.
    pub fn numbers(&self, source: &mut (impl Read + Seek), entry: &Entry) -> Result<Vec<u64>> {
        let size = match entry.kind {
            1 | 3 | 4 | 7 | 13 | 16 | 18 => kind_size(entry.kind) as usize,
            other => return broken(format!("tag {} holds no whole numbers but type {other}", entry.tag)),
        };
        Ok(self.bytes(source, entry)?.chunks_exact(size).map(|b| unsigned(b, self.little)).collect())
    }

    /// The first whole number of a tag.
    pub fn number(&self, source: &mut (impl Read + Seek), dir: &Directory, tag: u16) -> Result<Option<u64>> {
        match dir.find(tag) {
            Some(entry) => {
                // One number is wanted, whatever count is claimed.
                let one = Entry { count: entry.count.min(1), ..*entry };
                Ok(self.numbers(source, &one)?.first().copied())
            }
            None => Ok(None),
        }
    }

    /// The first rational of a tag; `None` where its divisor is 0.
    pub fn rational(&self, source: &mut (impl Read + Seek), dir: &Directory, tag: u16) -> Option<f64> {
        let entry = dir.find(tag).filter(|e| e.kind == 5 && e.count > 0)?;
        let bytes = self.bytes(source, &Entry { count: 1, ..*entry }).ok()?;
        let (over, under) = (unsigned(bytes.get(..4)?, self.little), unsigned(bytes.get(4..8)?, self.little));
        (under != 0).then(|| over as f64 / under as f64)
    }
}

impl Directory {
    pub fn find(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|e| e.tag == tag)
    }

    pub fn has(&self, tag: u16) -> bool {
        self.find(tag).is_some()
    }
}

/// Bytes of one value of a type; 1 for unknown ones, so that they are only ever skipped.
fn kind_size(kind: u16) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 1,
    }
}

/// An unsigned number of up to eight bytes.
pub(crate) fn unsigned(bytes: &[u8], little: bool) -> u64 {
    let add = |sum: u64, b: &u8| sum << 8 | u64::from(*b);
    if little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) }
}
