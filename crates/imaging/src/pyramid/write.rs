use std::io::{Read, Seek, SeekFrom, Write};

use super::{
    layout::{DATA_AT, EDGES_MAGIC, Level, PyramidInfo, levels},
    write_tiff::{self, DirectoryOf},
};
use crate::{Fault, ImagingError, Limits, encode_jpeg, open_strips, probe};

/// How a pyramid is written.
#[derive(Debug, Clone, PartialEq)]
pub struct PyramidOptions {
    /// Pixels: side of a tile; a multiple of 16 from 16 to 4,096 (TIFF 6.0 §15). Default: 256.
    pub tile: u32,
    /// JPEG quality of the tiles, 1 to 100. Default: 85.
    pub quality: u8,
    /// What the source may ask for.
    pub limits: Limits,
}

impl Default for PyramidOptions {
    fn default() -> Self {
        Self { tile: 256, quality: 85, limits: Limits::default() }
    }
}

/// Writes a tiled pyramidal BigTIFF of a picture's first page, upright, each tile a whole JPEG.
///
/// One pass from above: each level holds one row of tiles and feeds the next with means of 2 × 2 pixels.
/// Memory: `width × tile × 3 × 2` bytes whatever the height, plus what [`open_strips`] needs.
/// The same source gives the same bytes. `out` is written from its start.
///
/// A damaged source gives a pyramid of its full size, white where the file lacks something, and the faults.
///
/// # Errors
/// As [`open_strips`]; [`ImagingError::BadRequest`] for a tile size that TIFF does not allow.
pub fn write_pyramid(
    source: &mut (impl Read + Seek),
    mut out: impl Write + Seek,
    options: &PyramidOptions,
) -> Result<PyramidInfo, ImagingError> {
    let tile = options.tile;
    if !(16..=4096).contains(&tile) || !tile.is_multiple_of(16) {
        return Err(ImagingError::BadRequest(format!(
            "a tile of {tile} pixels: the side must be a multiple of 16 from 16 to 4096"
        )));
    }
    let measured = probe(source)?;
    let ppi = measured.value.ppi;
    let mut strips = open_strips(source, &options.limits)?;
    let (width, height) = (strips.width(), strips.height());
    let plan = levels(width, height, tile);

    out.seek(SeekFrom::Start(0))?;
    out.write_all(&write_tiff::header(0))?;
    out.write_all(&[0; (DATA_AT - 16) as usize])?;
    let mut tiles = Tiles { out, at: DATA_AT, tile, quality: options.quality, records: Vec::new() };
    let mut writers: Vec<LevelWriter> =
        plan.iter().enumerate().map(|(i, level)| LevelWriter::new(i, *level, tile)).collect();
    let row_bytes = width as usize * 3;
    while let Some(rows) = strips.next_rows()? {
        for row in rows.chunks_exact(row_bytes) {
            add_row(&mut writers, row, &mut tiles)?;
        }
    }
    let faults = together(measured.faults, strips.faults());
    finish(tiles, &writers, ppi, PyramidInfo { width, height, tile, levels: plan, bytes: 0, faults })
}

/// Faults of both readings, each kind once: the probe and the decoder see the same cut from two sides.
fn together(mut probed: Vec<Fault>, decoded: &[Fault]) -> Vec<Fault> {
    for fault in decoded {
        if !probed.iter().any(|f| f.code() == fault.code()) {
            probed.push(fault.clone());
        }
    }
    probed
}

/// One level as it fills up: a row of tiles, and the row above that waits for its pair.
struct LevelWriter {
    number: usize,
    level: Level,
    tile: u32,
    /// Rows taken in so far.
    rows: u32,
    strip: Vec<u8>,
    above: Vec<u8>,
    offsets: Vec<u64>,
    lengths: Vec<u64>,
}

impl LevelWriter {
    fn new(number: usize, level: Level, tile: u32) -> Self {
        Self {
            number,
            level,
            tile,
            rows: 0,
            strip: Vec::new(),
            above: Vec::new(),
            offsets: Vec::new(),
            lengths: Vec::new(),
        }
    }

    /// Cuts the strip into tiles and writes them.
    fn cut(&mut self, tiles: &mut Tiles<impl Write>) -> Result<(), ImagingError> {
        let row = (self.rows - 1) / self.tile;
        for column in 0..self.level.tiles(self.tile).0 {
            let size = self.level.tile_size(self.tile, column, row);
            let place = tiles.write(&self.strip, self.level.width, self.number, (column, row), size)?;
            self.offsets.push(place.0);
            self.lengths.push(place.1);
        }
        self.strip.clear();
        Ok(())
    }
}

/// Gives a row to the first level, and what comes of it to the next ones.
fn add_row(
    writers: &mut [LevelWriter],
    row: &[u8],
    tiles: &mut Tiles<impl Write>,
) -> Result<(), ImagingError> {
    let Some((level, coarser)) = writers.split_first_mut() else { return Ok(()) };
    level.strip.extend_from_slice(row);
    level.rows += 1;
    let last = level.rows == level.level.height;
    if level.rows.is_multiple_of(level.tile) || last {
        level.cut(tiles)?;
    }
    if coarser.is_empty() {
        return Ok(());
    }
    let halved = if level.above.is_empty() {
        if !last {
            level.above.extend_from_slice(row);
            return Ok(());
        }
        // The last of an odd number of rows is its own pair.
        halve(row, row)
    } else {
        let halved = halve(&level.above, row);
        level.above.clear();
        halved
    };
    add_row(coarser, &halved, tiles)
}

/// Two rows to one of half the length, rounded up: means of 2 × 2 pixels; the last of an odd number is its own pair.
fn halve(above: &[u8], below: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(above.len() / 2 + 3);
    for (a, b) in above.chunks(6).zip(below.chunks(6)) {
        let right = if a.len() == 6 { 3 } else { 0 };
        for c in 0..3 {
            let sum = u16::from(a[c]) + u16::from(a[c + right]) + u16::from(b[c]) + u16::from(b[c + right]);
            out.push(((sum + 2) / 4) as u8);
        }
    }
    out
}

/// Where tiles go.
struct Tiles<W> {
    out: W,
    at: u64,
    tile: u32,
    quality: u8,
    /// Records of the cut edge tiles, see the README.
    records: Vec<u8>,
}

impl<W: Write> Tiles<W> {
    fn put(&mut self, bytes: &[u8]) -> Result<(u64, u64), ImagingError> {
        let at = self.at;
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok((at, bytes.len() as u64))
    }

    /// Writes the tile whole, and an edge tile once more at its true size.
    fn write(
        &mut self,
        strip: &[u8],
        strip_width: u32,
        level: usize,
        (column, row): (u32, u32),
        (width, height): (u32, u32),
    ) -> Result<(u64, u64), ImagingError> {
        let side = self.tile as usize;
        let (w, h) = (width as usize, height as usize);
        let mut cut = Vec::with_capacity(w * h * 3);
        for y in 0..h {
            let from = (y * strip_width as usize + column as usize * side) * 3;
            cut.extend_from_slice(&strip[from..from + w * 3]);
        }
        if (w, h) == (side, side) {
            let jpeg = encode_jpeg(&cut, width, height, self.quality, None)?;
            return self.put(&jpeg);
        }
        // The edge goes on into the padding, so that no ringing comes back from there.
        let mut padded = Vec::with_capacity(side * side * 3);
        for y in 0..side {
            let row = &cut[y.min(h - 1) * w * 3..][..w * 3];
            padded.extend_from_slice(row);
            for _ in w..side {
                padded.extend_from_slice(&row[w * 3 - 3..]);
            }
        }
        let jpeg = encode_jpeg(&padded, self.tile, self.tile, self.quality, None)?;
        let place = self.put(&jpeg)?;
        let jpeg = encode_jpeg(&cut, width, height, self.quality, None)?;
        let edge = self.put(&jpeg)?;
        for number in [level as u32, column, row, edge.1 as u32] {
            self.records.extend(number.to_le_bytes());
        }
        self.records.extend(edge.0.to_le_bytes());
        Ok(place)
    }
}

/// Writes the records of the edge tiles and the directories, and fills in the header.
fn finish<W: Write + Seek>(
    mut tiles: Tiles<W>,
    writers: &[LevelWriter],
    ppi: Option<(f64, f64)>,
    mut info: PyramidInfo,
) -> Result<PyramidInfo, ImagingError> {
    let padding = tiles.at.next_multiple_of(8) - tiles.at;
    tiles.put(&[0; 8][..padding as usize])?;
    let records = std::mem::take(&mut tiles.records);
    let (records_at, records_bytes) = tiles.put(&records)?;
    let first = tiles.at;
    let mut at = first;
    for (i, writer) in writers.iter().enumerate() {
        let dir = DirectoryOf {
            level: &writer.level,
            tile: info.tile,
            ppi,
            offsets: &writer.offsets,
            lengths: &writer.lengths,
        };
        at = write_tiff::directory(&mut tiles.out, at, &dir, i + 1 == writers.len())?;
    }
    tiles.out.seek(SeekFrom::Start(0))?;
    tiles.out.write_all(&write_tiff::header(first))?;
    tiles.out.write_all(EDGES_MAGIC)?;
    tiles.out.write_all(&records_at.to_le_bytes())?;
    tiles.out.write_all(&records_bytes.to_le_bytes())?;
    tiles.out.seek(SeekFrom::Start(at))?;
    tiles.out.flush()?;
    info.bytes = at;
    Ok(info)
}
