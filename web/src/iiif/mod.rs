//! For programs: Presentation 3, Image 3.

pub mod collection;
pub mod image;
pub mod manifest;
