//! What the room promises.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod image;
mod presentation;
