//! What ingest promises, on files that the tests make, over a real store and a real catalogue.

mod again;
mod bad_input;
mod killed;
mod once;
mod rebuilt;
mod world;
