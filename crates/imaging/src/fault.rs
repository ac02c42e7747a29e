use std::fmt;

use serde::Serialize;

/// What was measured, and what was found wrong with the file on the way.
///
/// A damaged page is kept and shown as far as it goes: a fault is a value, not an error.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured<T> {
    /// What was measured.
    pub value: T,
    /// What is wrong with the file; empty for a whole one.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a file that can still be read in part. `Display` is a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fault {
    /// The file ends before the picture does.
    Truncated {
        /// Where it ends and what is missing.
        detail: String,
    },
    /// A checksum inside the file does not agree with its bytes (PNG: the CRC of a chunk).
    Checksum {
        /// The chunk's four letters.
        chunk: String,
        /// Where the chunk begins, in bytes.
        at: u64,
    },
    /// The end marker is missing though all the chunks before it are there.
    NoEnd {
        /// The marker's name.
        marker: &'static str,
    },
    /// The chain of TIFF directories leads back to one that was read already.
    DirectoryLoop {
        /// The offset that comes again, in bytes.
        at: u64,
    },
    /// The data of a strip or tile lie wholly or partly past the end of the file.
    PastEnd {
        /// How many strips or tiles do.
        parts: u64,
        /// Of how many.
        of: u64,
        /// The first of them, from 0.
        first: u64,
    },
    /// The compressed data are damaged: the decoder stopped or skipped.
    Damaged {
        /// What the decoder says.
        detail: String,
    },
}

impl Fault {
    /// The fault's short name, the same as in JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated { .. } => "truncated",
            Self::Checksum { .. } => "checksum",
            Self::NoEnd { .. } => "no-end",
            Self::DirectoryLoop { .. } => "directory-loop",
            Self::PastEnd { .. } => "past-end",
            Self::Damaged { .. } => "damaged",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { detail } => write!(f, "The file ends too early: {detail}."),
            Self::Checksum { chunk, at } => write!(
                f,
                "The checksum of the chunk {chunk} at byte {at} is wrong: bytes in it have changed since the picture was written."
            ),
            Self::NoEnd { marker } => {
                write!(f, "The end marker {marker} is missing; the file may have been cut at its very end.")
            }
            Self::DirectoryLoop { at } => write!(
                f,
                "The list of pages in this TIFF runs in a circle (back to byte {at}); pages after that cannot be found."
            ),
            Self::PastEnd { parts, of, first } => write!(
                f,
                "{parts} of {of} parts of the picture lie past the end of the file, from part {first} on: the file was cut."
            ),
            Self::Damaged { detail } => write!(f, "The picture's data are damaged: {detail}."),
        }
    }
}
