//! What is written, and what is read back.

use bumba_model::{Event, Line, Object};

use crate::{JobId, Seq};

/// An object to be written whole.
#[derive(Clone, Debug)]
pub struct Put {
    /// The object.
    pub object: Object,
    /// The store's version it stands in, from 1.
    pub version: u32,
    /// When that version was made, RFC 3339.
    pub changed: String,
    /// All lines of its layers.
    pub lines: Vec<Line>,
    /// Its events, those of older versions too.
    pub events: Vec<Event>,
    /// The job that this ends.
    pub ends: Option<JobId>,
}

/// An object as it stands in the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The object.
    pub object: Object,
    /// The store's version it stands in, from 1.
    pub version: u32,
    /// When that version was made, RFC 3339.
    pub changed: String,
    /// Its newest entry in the feed.
    pub seq: Seq,
}
