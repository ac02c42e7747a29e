//! What ingest promises, on files that the tests make, over a real store and a real catalogue.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod again;
mod bad_input;
mod killed;
mod once;
mod rebuilt;
mod world;
