//! Where in the world, where on a page, when on a tape.

use serde::{Deserialize, Serialize};

use crate::{Ark, record::record};

record! {
    /// A place, as it was written then.
    pub struct PlaceName {
        /// The place itself, with its names of today.
        pub authority: Option<Ark>,
        /// As it was written.
        pub written: String,
        /// Language of what was written, BCP 47.
        pub lang: String,
        /// WGS 84: latitude, longitude in degrees.
        pub coordinates: Option<[f64; 2]>,
    }
}

/// A time on a canvas, in seconds from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub f64);

/// A rectangle on a canvas, in pixels of the canvas from its upper left corner: x, y, width, height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
pub struct Region {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Width.
    pub w: u32,
    /// Height.
    pub h: u32,
}

impl From<[u32; 4]> for Region {
    fn from([x, y, w, h]: [u32; 4]) -> Self {
        Self { x, y, w, h }
    }
}

impl From<Region> for [u32; 4] {
    fn from(region: Region) -> Self {
        [region.x, region.y, region.w, region.h]
    }
}
