//! The bytes of a BigTIFF's directories, as a pyramid needs them.

use std::io::{self, Write};

use super::layout::Level;
use crate::tiff_directory::tag;

/// What a directory says of its level.
pub(super) struct DirectoryOf<'a> {
    pub level: &'a Level,
    pub tile: u32,
    pub ppi: Option<(f64, f64)>,
    pub offsets: &'a [u64],
    pub lengths: &'a [u64],
}

const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const LONG8: u16 = 16;

/// The BigTIFF header, little-endian; the first directory's place is filled in at the end.
pub(super) fn header(first: u64) -> [u8; 16] {
    let mut out = [b'I', b'I', 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    out[8..].copy_from_slice(&first.to_le_bytes());
    out
}

/// Writes a directory that stands at `at`, its longer values after it; `last`: no other follows.
/// Gives the place after it, which is where the next one begins.
pub(super) fn directory(out: &mut impl Write, at: u64, dir: &DirectoryOf<'_>, last: bool) -> io::Result<u64> {
    let rational = |v: f64| {
        let thousandths = (v * 1000.0).round().clamp(1.0, f64::from(u32::MAX)) as u32;
        [thousandths.to_le_bytes(), 1000u32.to_le_bytes()].concat()
    };
    let shorts = |v: &[u16]| v.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let longs = |v: &[u64]| v.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let long = |v: u32| v.to_le_bytes().to_vec();
    let (x, y) = dir.ppi.unwrap_or((1.0, 1.0));
    let tiles = dir.offsets.len() as u64;

    // In the order of their numbers, as TIFF wants.
    let entries: [(u16, u16, u64, Vec<u8>); 16] = [
        (tag::NEW_SUBFILE_TYPE, LONG, 1, long(u32::from(dir.level.scale > 1))),
        (tag::WIDTH, LONG, 1, long(dir.level.width)),
        (tag::HEIGHT, LONG, 1, long(dir.level.height)),
        (tag::BITS, SHORT, 3, shorts(&[8, 8, 8])),
        (tag::COMPRESSION, SHORT, 1, shorts(&[7])),
        (tag::PHOTOMETRIC, SHORT, 1, shorts(&[6])),
        (tag::SAMPLES, SHORT, 1, shorts(&[3])),
        (tag::X_RESOLUTION, RATIONAL, 1, rational(x / f64::from(dir.level.scale))),
        (tag::Y_RESOLUTION, RATIONAL, 1, rational(y / f64::from(dir.level.scale))),
        (tag::PLANAR, SHORT, 1, shorts(&[1])),
        (tag::RESOLUTION_UNIT, SHORT, 1, shorts(&[if dir.ppi.is_some() { 2 } else { 1 }])),
        (tag::TILE_WIDTH, LONG, 1, long(dir.tile)),
        (tag::TILE_HEIGHT, LONG, 1, long(dir.tile)),
        (tag::TILE_OFFSETS, LONG8, tiles, longs(dir.offsets)),
        (tag::TILE_BYTES, LONG8, tiles, longs(dir.lengths)),
        (tag::SUBSAMPLING, SHORT, 2, shorts(&[2, 2])),
    ];
    let values_at = at + 8 + entries.len() as u64 * 20 + 8;
    let mut values: Vec<u8> = Vec::new();
    out.write_all(&(entries.len() as u64).to_le_bytes())?;
    for (tag, kind, count, value) in &entries {
        out.write_all(&tag.to_le_bytes())?;
        out.write_all(&kind.to_le_bytes())?;
        out.write_all(&count.to_le_bytes())?;
        let mut inline = [0; 8];
        if value.len() <= 8 {
            inline[..value.len()].copy_from_slice(value);
        } else {
            inline = (values_at + values.len() as u64).to_le_bytes();
            values.extend_from_slice(value);
        }
        out.write_all(&inline)?;
    }
    let end = (values_at + values.len() as u64).next_multiple_of(8);
    let next = if last { 0 } else { end };
    out.write_all(&next.to_le_bytes())?;
    values.resize((end - values_at) as usize, 0);
    out.write_all(&values)?;
    Ok(end)
}
