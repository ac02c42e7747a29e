//! IIIF Image API 3.0: what a request asks for, and what `info.json` says.

mod info;
mod request;
mod resolve;

pub use info::{ImageInfo, Profile, Size as InfoSize, TileSet};
pub use request::{Format, ImageRequest, Quality, Region, RequestError, Rotation, Size, SizeKind};
pub use resolve::{Limits, Rect, Resolved};
