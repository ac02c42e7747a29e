//! The site over real rooms: SQLite, OCFL on disk, tantivy, made pyramids and peaks.

mod archive;
mod headers;
mod iiif;
mod media;
mod pages;
mod routes;
mod strange;
