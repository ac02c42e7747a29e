#![doc = include_str!("../README.md")]

mod alto;
mod decode;
mod eaf;
mod eaf_time;
mod fault;
mod hocr;
mod kind;
mod language;
mod number;
mod page;
mod reading;
mod reading_order;
mod scale;
mod srt;
mod webvtt;
mod webvtt_text;
mod webvtt_write;
mod xml;

pub use fault::{Fault, TranscriptError};
pub use kind::{Kind, identify, read, read_as, read_in};
pub use reading::{Media, PageSize, Reading, SourceLine, Tier, Unit, Vocabulary};
pub use webvtt_write::write_webvtt;
