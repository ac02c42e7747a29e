//! Bytes of files: masters, peaks, subtitles.

pub mod access_copy;
pub mod bytes;
pub mod file;
pub mod peaks;
pub mod range;
pub mod subtitles;
