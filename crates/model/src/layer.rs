//! Text layers and their lines.

use serde::{Deserialize, Serialize};

use crate::{Region, Rights, Seconds, record::record};

record! {
    /// A transcript, transliteration, gloss, translation or OCR over an item's canvases.
    pub struct Layer {
        /// Its identifier in the item: `t1`.
        pub id: String,
        /// transcript, transliteration, gloss, translation, ocr.
        pub kind: String,
        /// What people call it: the tier's name.
        pub label: String,
        /// BCP 47.
        pub lang: String,
        /// Who made it.
        pub by: String,
        /// When.
        pub date: String,
        /// person or machine, where it is known.
        pub method: String,
        /// The layer it was made from.
        pub based_on: Option<String>,
        /// The files its lines are read from, in the order of the canvases.
        pub sources: Vec<LayerSource>,
        /// Rights of its own.
        pub rights: Option<Rights>,
    }
}

record! {
    /// One file that gives lines to a layer.
    pub struct LayerSource {
        /// The file's number.
        pub file: u32,
        /// The canvas its lines are on.
        pub canvas: String,
        /// The tier in the file, where it has several.
        pub tier: String,
    }
}

/// One line of a layer, with its place on a canvas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its identifier in the item, stable as long as its source is: layer, canvas, and its own in the source.
    pub id: String,
    /// The layer's identifier.
    pub layer: String,
    /// The canvas's identifier.
    pub canvas: String,
    /// Its place in the layer, from 0, over all canvases.
    pub order: u32,
    /// From, to in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<[Seconds; 2]>,
    /// A place on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The line it belongs to, in the same file: the sung line of a translated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Who speaks or sings.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub speaker: String,
    /// The text, as it stands in the source.
    pub text: String,
}
