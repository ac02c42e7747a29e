//! A page as a picture, with what was looked for marked on it.

use askama::Template;
use bumba_model::{Canvas, Region};
use serde_json::json;

use crate::address::{self, FileId};

/// The box, in pixels, that the picture without scripts fits in.
const WITHIN: u32 = 1200;

/// A page image.
#[derive(Clone, Debug, Template)]
#[template(path = "page_image.html")]
pub struct PageImage {
    /// The image service's description.
    pub info: String,
    /// The picture.
    pub src: String,
    /// Its size.
    pub size: (u32, u32),
    /// The number of its canvas.
    pub n: u32,
    /// The canvas's size.
    pub canvas: (u32, u32),
    /// What it is called.
    pub label: String,
    /// Where what was looked for stands.
    pub hits: Vec<Region>,
    /// The place that the address names.
    pub place: Option<Region>,
}

impl PageImage {
    /// Of a canvas with a size and the file that fills it.
    #[must_use]
    pub fn new(
        id: &FileId,
        n: u32,
        canvas: &Canvas,
        label: String,
        hits: Vec<Region>,
        place: Option<Region>,
    ) -> Option<Self> {
        let (width, height) = (canvas.width.filter(|w| *w > 0)?, canvas.height.filter(|h| *h > 0)?);
        let scale =
            (f64::from(WITHIN) / f64::from(width)).min(f64::from(WITHIN) / f64::from(height)).min(1.0);
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        Some(Self {
            info: address::image_info(id),
            src: address::image_within(id, WITHIN.min(width.max(1)), WITHIN.min(height.max(1))),
            size: (scaled(width), scaled(height)),
            n,
            canvas: (width, height),
            label,
            hits,
            place,
        })
    }

    fn hits_json(&self) -> String {
        json!(self.hits.iter().map(|r| [r.x, r.y, r.w, r.h]).collect::<Vec<_>>()).to_string()
    }
}
