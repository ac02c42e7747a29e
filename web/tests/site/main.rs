//! The site over real rooms: SQLite, OCFL on disk, tantivy, made pyramids and peaks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod archive;
mod headers;
mod iiif;
mod media;
mod pages;
mod routes;
mod strange;
