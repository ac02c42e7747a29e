//! What the room promises, on inputs made here.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod decoding;
mod fixtures;
mod hostile;
mod makers;
mod probing;
mod pyramids;
