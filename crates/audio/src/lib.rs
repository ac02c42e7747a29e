#![doc = include_str!("../README.md")]

mod bext;
mod cue;
mod decoder;
mod error;
mod fault;
mod format;
mod kind;
mod packets;
mod peaks;
mod peaks_file;
mod probe;
mod sample;
mod tap;
mod walk;
mod wav_writer;

pub use bext::{Bext, Loudness};
pub use cue::Cue;
pub use decoder::{Block, Decoder, Samples, Spec};
pub use error::AudioError;
pub use fault::{Fault, Measured};
pub use kind::{HEAD_LENGTH, Kind, identify};
pub use peaks::{PeakBits, PeakSpec, Peaks, measure, peaks};
pub use probe::{Probe, probe};
pub use tap::WavTap;
pub use walk::Chunk;
pub use wav_writer::{WavSpec, WavWriter};

/// The most channels that are measured. A header that claims more is taken for damaged.
pub const MAX_CHANNELS: u16 = 256;
