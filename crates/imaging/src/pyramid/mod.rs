//! Tiled pyramidal TIFFs: written in one pass, read a tile at a time, rendered for any request.

mod layout;
mod open;
mod render;
mod resample;
mod write;
mod write_tiff;

pub use layout::{Level, PyramidInfo, TileAddress};
pub use open::{Pyramid, ReadAt, TilePlace};
pub use render::{Mirror, OutputFormat, Quality, Rect, Render, Rotation};
pub use write::{PyramidOptions, write_pyramid};
