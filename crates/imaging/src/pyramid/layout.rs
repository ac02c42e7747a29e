use serde::Serialize;

use crate::Fault;

/// One level of a pyramid. Level 0 is the whole size, each further one half of the one before, rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// How many pixels of level 0, on a side, make one here: 1, 2, 4, …
    pub scale: u32,
}

/// Which tile: level from 0 (the whole size), column and row from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct TileAddress {
    /// The level.
    pub level: usize,
    /// From the left.
    pub column: u32,
    /// From above.
    pub row: u32,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PyramidInfo {
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
    /// Pixels: side of a tile.
    pub tile: u32,
    /// From the whole size down to the one that is a single tile.
    pub levels: Vec<Level>,
    /// The file's length in bytes.
    pub bytes: u64,
    /// What was found wrong with the source.
    pub faults: Vec<Fault>,
}

impl Level {
    /// Tiles across and down.
    #[must_use]
    pub fn tiles(&self, tile: u32) -> (u32, u32) {
        (self.width.div_ceil(tile), self.height.div_ceil(tile))
    }

    /// The true size of a tile: smaller at the right and lower edge.
    #[must_use]
    pub fn tile_size(&self, tile: u32, column: u32, row: u32) -> (u32, u32) {
        let cut = |side: u32, n: u32| tile.min(side.saturating_sub(n.saturating_mul(tile)));
        (cut(self.width, column), cut(self.height, row))
    }
}

/// All levels of a picture, down to the one that is a single tile.
pub(super) fn levels(width: u32, height: u32, tile: u32) -> Vec<Level> {
    let mut level = Level { width, height, scale: 1 };
    let mut levels = vec![level];
    while level.width > tile || level.height > tile {
        level = Level {
            width: level.width.div_ceil(2),
            height: level.height.div_ceil(2),
            scale: level.scale * 2,
        };
        levels.push(level);
    }
    levels
}

/// The first eight bytes after the BigTIFF header.
pub(super) const EDGES_MAGIC: &[u8; 8] = b"BUMBAEDG";
/// Where they stand; offset and number of the records of the edge tiles follow, eight bytes each.
pub(super) const EDGES_AT: u64 = 16;
/// Where the first tile may stand.
pub(super) const DATA_AT: u64 = 40;
/// Bytes of a record: level, column, row (4 each), length (4), offset (8). Little-endian.
pub(super) const EDGE_RECORD: usize = 24;
