//! What the tests stand on: archives, batches, sounds, pages, workbooks, a reader over HTTP.

mod archive;
mod batch;
mod http;
mod object;
mod picture;
mod sound;
mod text;
mod workbook;

pub use archive::{Archive, Said, bin};
pub use batch::{Batch, bytes_of, have, sha512};
pub use http::Server;
pub use object::{codes, file, paths, plain};
pub use picture::{jpeg, png, tiff};
pub use sound::{wav, wav_with_bext};
pub use text::{alto, eaf, vtt};
pub use workbook::xlsx;
