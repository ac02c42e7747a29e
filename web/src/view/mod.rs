//! What pages are made of: one component, one file, one template.

pub mod card;
pub mod cite;
pub mod description;
pub mod files;
pub mod page_image;
pub mod page_text;
pub mod passage;
pub mod rights;
pub mod titles;
pub mod transcript;
pub mod waveform;
