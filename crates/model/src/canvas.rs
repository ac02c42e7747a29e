//! Canvases: what is cited; placements: which file fills them; ranges: their parts with a name.

use crate::{
    Region, Seconds, Text,
    record::{record, words},
};

record! {
    /// One page, or one programme of a tape. Its size or length is fixed when it is first published.
    pub struct Canvas {
        /// Its identifier in the item: `c1`. Never changed.
        pub id: String,
        /// What people call it: "f. 3r", "Side A".
        pub label: String,
        /// Width in pixels.
        pub width: Option<u32>,
        /// Height in pixels.
        pub height: Option<u32>,
        /// Length in seconds.
        pub seconds: Option<f64>,
        /// missing, blank, not scanned; present where it is not said.
        pub status: String,
    }
}

words! {
    /// How a placement stands among the others of its canvas.
    pub enum PlacementStatus {
        /// The one that is shown.
        Chosen = "chosen",
        /// Shown when asked for.
        Alternative = "alternative",
        /// Once chosen.
        Superseded = "superseded",
        /// The same again.
        Duplicate = "duplicate",
        /// Taken again.
        Retake = "retake",
    }
}

record! {
    /// Which part of which file fills which part of a canvas.
    pub struct Placement {
        /// The canvas's identifier.
        pub canvas: String,
        /// The file's number.
        pub file: u32,
        /// The part of the file: from, to in its own seconds.
        pub file_span: Option<[Seconds; 2]>,
        /// The part of the file: a place in its own pixels.
        pub file_region: Option<Region>,
        /// The part of the canvas: from, to in seconds.
        pub span: Option<[Seconds; 2]>,
        /// The part of the canvas: a place in pixels.
        pub region: Option<Region>,
        /// Which channels, from 0; all where none are named.
        pub channels: Vec<u32>,
        /// How it is turned.
        pub transform: Transform,
        /// Its order on the canvas.
        pub order: u32,
        /// How it stands among the others.
        pub status: PlacementStatus,
    }
}

record! {
    /// How a file is turned to fill a canvas. Applied to what is seen and heard, never to the master.
    pub struct Transform {
        /// Speed, where it is not 1.
        pub speed: Option<f64>,
        /// Played from its end.
        pub reverse: bool,
        /// Degrees clockwise.
        pub turn: u16,
    }
}

record! {
    /// A part of a canvas, or all of it.
    pub struct Span {
        /// The canvas's identifier.
        pub canvas: String,
        /// From, to in seconds.
        pub time: Option<[Seconds; 2]>,
        /// A place on the page.
        pub region: Option<Region>,
    }
}

record! {
    /// A named part within an item: a chapter, a juan, a sung part.
    pub struct Range {
        /// Its identifier in the item: `r1`.
        pub id: String,
        /// Its names.
        pub label: Vec<Text>,
        /// Where it is.
        pub spans: Vec<Span>,
        /// The range it is part of.
        pub part_of: Option<String>,
    }
}
