use std::{
    collections::HashMap,
    io::{self, BufReader, Read, Seek, SeekFrom},
    sync::Arc,
};

use super::layout::{EDGE_RECORD, EDGES_AT, EDGES_MAGIC, Level, TileAddress, levels};
use crate::{
    ImagingError,
    tiff_directory::{DirectoryError, Header, tag, unsigned},
};

/// Bytes that can be read at any place, by many readers at once: a file, a mapped object, a buffer.
pub trait ReadAt {
    /// Reads some bytes from `offset` on and says how many; 0 at the end.
    ///
    /// # Errors
    /// Where the reading itself fails.
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize>;

    /// The whole length in bytes.
    ///
    /// # Errors
    /// Where it cannot be told.
    fn length(&self) -> io::Result<u64>;
}

impl ReadAt for [u8] {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.len());
        let n = out.len().min(self.len() - from);
        out[..n].copy_from_slice(&self[from..from + n]);
        Ok(n)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        self.as_slice().read_at(out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

#[cfg(unix)]
impl ReadAt for std::fs::File {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

#[cfg(windows)]
impl ReadAt for std::fs::File {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

impl<T: ReadAt + ?Sized> ReadAt for &T {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        (**self).read_at(out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        (**self).length()
    }
}

impl<T: ReadAt + ?Sized> ReadAt for Arc<T> {
    fn read_at(&self, out: &mut [u8], offset: u64) -> io::Result<usize> {
        (**self).read_at(out, offset)
    }

    fn length(&self) -> io::Result<u64> {
        (**self).length()
    }
}

/// Where a tile's JPEG lies in the file, and the size it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePlace {
    /// Bytes from the file's start.
    pub offset: u64,
    /// Bytes.
    pub length: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A pyramid that [`crate::write_pyramid`] wrote, open for reading. Holds where its tiles are, none of their pixels.
#[derive(Debug)]
pub struct Pyramid<R> {
    source: R,
    tile: u32,
    ppi: Option<(f64, f64)>,
    levels: Vec<Level>,
    /// For each level its tiles row after row: offset and length.
    tiles: Vec<Vec<(u64, u32)>>,
    /// The cut copies of the edge tiles.
    edges: HashMap<TileAddress, (u64, u32)>,
}

/// So that a sum of sides never overflows.
const MOST_SIDE: u32 = 1 << 30;

fn wrong<T>(reason: impl Into<String>) -> Result<T, ImagingError> {
    Err(ImagingError::NotAPyramid(reason.into()))
}

fn from_directory(e: DirectoryError) -> ImagingError {
    match e {
        DirectoryError::Io(e) => ImagingError::Io(e),
        DirectoryError::Broken(reason) => ImagingError::NotAPyramid(reason),
    }
}

impl<R: ReadAt> Pyramid<R> {
    /// Reads the directories and checks that they agree with each other and with the file's length.
    ///
    /// # Errors
    /// [`ImagingError::NotAPyramid`] for anything else than a whole file of [`crate::write_pyramid`],
    /// [`ImagingError::Io`].
    pub fn open(source: R) -> Result<Self, ImagingError> {
        let length = source.length()?;
        let reader = &mut BufReader::new(At { source: &source, at: 0, length });
        let header = Header::read(reader).map_err(from_directory)?;
        if !header.big || !header.little {
            return wrong("it is no little-endian BigTIFF");
        }
        let first = header.directory(reader, header.first).map_err(from_directory)?;
        let mut number = |tag| -> Result<u32, ImagingError> {
            let n = header.number(reader, &first, tag).map_err(from_directory)?;
            match n.and_then(|n| u32::try_from(n).ok()) {
                Some(n) if n > 0 => Ok(n),
                _ => wrong(format!("tag {tag} is missing or zero")),
            }
        };
        let (width, height, tile) = (number(tag::WIDTH)?, number(tag::HEIGHT)?, number(tag::TILE_WIDTH)?);
        if !(16..=4096).contains(&tile) || !tile.is_multiple_of(16) {
            return wrong(format!("tiles of {tile} pixels"));
        }
        if width.max(height) > MOST_SIDE {
            return wrong(format!("its size is {width} × {height}"));
        }
        let plan = levels(width, height, tile);
        let x = header.rational(reader, &first, tag::X_RESOLUTION);
        let y = header.rational(reader, &first, tag::Y_RESOLUTION);
        let unit = header.number(reader, &first, tag::RESOLUTION_UNIT).map_err(from_directory)?;
        let ppi = if unit == Some(2) { x.zip(y) } else { None };

        let mut tiles = Vec::with_capacity(plan.len());
        let mut directory = first;
        for (i, level) in plan.iter().enumerate() {
            if i > 0 {
                if directory.next == 0 {
                    return wrong(format!("level {i} is missing"));
                }
                directory = header.directory(reader, directory.next).map_err(from_directory)?;
            }
            let mut list = |tag| match directory.find(tag) {
                Some(entry) => header.numbers(reader, entry).map_err(from_directory),
                None => wrong(format!("level {i} has no tag {tag}")),
            };
            let (w, h) = (list(tag::WIDTH)?, list(tag::HEIGHT)?);
            if w != [u64::from(level.width)] || h != [u64::from(level.height)] {
                return wrong(format!("level {i} should be {} × {}", level.width, level.height));
            }
            let (across, down) = level.tiles(tile);
            let (offsets, lengths) = (list(tag::TILE_OFFSETS)?, list(tag::TILE_BYTES)?);
            let count = u64::from(across) * u64::from(down);
            if offsets.len() as u64 != count || lengths.len() as u64 != count {
                return wrong(format!("level {i} should have {count} tiles"));
            }
            let places = offsets.into_iter().zip(lengths).map(|(at, n)| within(at, n, length));
            tiles.push(places.collect::<Result<_, _>>()?);
        }
        let edges = edges(&source, length)?;
        Ok(Self { source, tile, ppi, levels: plan, tiles, edges })
    }

    /// The levels, from the whole size down.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.levels[0].width
    }

    /// Pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.levels[0].height
    }

    /// Pixels: side of a tile.
    #[must_use]
    pub fn tile_side(&self) -> u32 {
        self.tile
    }

    /// Pixels per inch of the whole size, where the source told.
    #[must_use]
    pub fn ppi(&self) -> Option<(f64, f64)> {
        self.ppi
    }

    /// Where the JPEG of a tile lies: of its true size, not padded.
    ///
    /// # Errors
    /// [`ImagingError::BadRequest`] where there is no such tile; [`ImagingError::NotAPyramid`].
    pub fn place(&self, address: TileAddress) -> Result<TilePlace, ImagingError> {
        let none = || ImagingError::BadRequest(format!("there is no tile {address:?} in this pyramid"));
        let level = self.levels.get(address.level).ok_or_else(none)?;
        let (across, down) = level.tiles(self.tile);
        if address.column >= across || address.row >= down {
            return Err(none());
        }
        let (width, height) = level.tile_size(self.tile, address.column, address.row);
        let (offset, length) = if (width, height) == (self.tile, self.tile) {
            let index = address.row as usize * across as usize + address.column as usize;
            *self.tiles[address.level].get(index).ok_or_else(none)?
        } else {
            match self.edges.get(&address) {
                Some(place) => *place,
                None => return wrong(format!("the edge tile {address:?} is missing")),
            }
        };
        Ok(TilePlace { offset, length, width, height })
    }

    /// A tile as a whole JPEG of its true size, as it is stored: nothing is decoded.
    ///
    /// # Errors
    /// As [`Pyramid::place`]; [`ImagingError::Io`].
    pub fn tile(&self, address: TileAddress) -> Result<Vec<u8>, ImagingError> {
        let place = self.place(address)?;
        let mut out = vec![0; place.length as usize];
        read_exact(&self.source, &mut out, place.offset)?;
        Ok(out)
    }
}

/// A place, if it lies within the file.
fn within(at: u64, bytes: u64, length: u64) -> Result<(u64, u32), ImagingError> {
    match u32::try_from(bytes) {
        Ok(n) if at.checked_add(bytes).is_some_and(|end| end <= length) => Ok((at, n)),
        _ => wrong(format!("the tile at byte {at} lies past the end")),
    }
}

fn edges(source: &impl ReadAt, length: u64) -> Result<HashMap<TileAddress, (u64, u32)>, ImagingError> {
    let mut head = [0; 24];
    read_exact(source, &mut head, EDGES_AT)?;
    if &head[..8] != EDGES_MAGIC {
        return wrong("it does not list its edge tiles");
    }
    let (at, bytes) = (unsigned(&head[8..16], true), unsigned(&head[16..], true));
    if at.checked_add(bytes).is_none_or(|end| end > length) || bytes % (EDGE_RECORD as u64) != 0 {
        return wrong("the list of its edge tiles is damaged");
    }
    let mut records = vec![0; bytes as usize];
    read_exact(source, &mut records, at)?;
    let record = |r: &[u8]| {
        let number = |at: usize| unsigned(&r[at..at + 4], true) as u32;
        let address = TileAddress { level: number(0) as usize, column: number(4), row: number(8) };
        Ok((address, within(unsigned(&r[16..], true), u64::from(number(12)), length)?))
    };
    records.chunks_exact(EDGE_RECORD).map(record).collect()
}

pub(super) fn read_exact(source: &impl ReadAt, out: &mut [u8], offset: u64) -> Result<(), ImagingError> {
    let mut done = 0;
    while done < out.len() {
        match source.read_at(&mut out[done..], offset + done as u64) {
            Ok(0) => return wrong(format!("it ends before byte {}", offset + out.len() as u64)),
            Ok(n) => done += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

/// A cursor over a [`ReadAt`].
struct At<'a, R> {
    source: &'a R,
    at: u64,
    length: u64,
}

impl<R: ReadAt> Read for At<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read_at(out, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: ReadAt> Seek for At<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(n) => Some(n),
            SeekFrom::End(n) => self.length.checked_add_signed(n),
            SeekFrom::Current(n) => self.at.checked_add_signed(n),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl<R: ReadAt> Pyramid<R> {
    pub(super) fn source(&self) -> &R {
        &self.source
    }
}
