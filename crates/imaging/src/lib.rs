#![doc = include_str!("../README.md")]

mod decode;
mod encode;
mod error;
mod fault;
mod format;
mod limits;
mod orientation;
mod picture;
mod probe;
mod pyramid;
mod read;
mod tiff_directory;

pub use decode::{Strips, decode, open_strips};
pub use encode::{encode_gray_jpeg, encode_jpeg, encode_png};
pub use error::ImagingError;
pub use fault::{Fault, Measured};
pub use format::{Format, identify};
pub use limits::Limits;
pub use orientation::Orientation;
pub use picture::Picture;
pub use probe::{Colour, IccProfile, Probe, probe};
pub use pyramid::{
    Level, Mirror, OutputFormat, Pyramid, PyramidInfo, PyramidOptions, Quality, ReadAt, Rect, Render,
    Rotation, TileAddress, TilePlace, write_pyramid,
};
