use std::io;

use thiserror::Error;

/// Why nothing can be read, measured or written at all. What is merely damaged is a [`crate::Fault`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImagingError {
    /// The first bytes are those of no format that is known here.
    #[error(
        "this is not a JPEG, PNG or TIFF picture: its first bytes are {first}. If its name says so, the file is wrongly named or damaged"
    )]
    NotAPicture {
        /// The first bytes, in hexadecimal.
        first: String,
    },
    /// The picture is of a known format, but so broken that not even its size is known.
    #[error("the {format} picture cannot be read: {reason}. Try to get a whole copy of the file")]
    Unreadable {
        /// The format's name.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A kind of picture that is whole but that this program does not decode.
    #[error(
        "this kind of {format} picture cannot be shown yet: {reason}. The file can be kept; make a copy as plain RGB TIFF to show it"
    )]
    Unsupported {
        /// The format's name.
        format: &'static str,
        /// What is not understood.
        reason: String,
    },
    /// The picture, or the picture asked for, is larger than the limits allow.
    #[error("{what}: {width} × {height} pixels is more than {allowed}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// Pixels.
        width: u64,
        /// Pixels.
        height: u64,
        /// What would be allowed, in words.
        allowed: String,
    },
    /// The call makes no sense: an empty rectangle, a tile that is not there.
    #[error("{0}")]
    BadRequest(String),
    /// The bytes are not a pyramid that [`crate::write_pyramid`] wrote, or they are damaged.
    #[error("not a whole pyramid of this program: {0}. Make it again from its master")]
    NotAPyramid(String),
    /// Reading or writing failed.
    #[error("reading or writing failed: {0}")]
    Io(#[from] io::Error),
}

impl ImagingError {
    pub(crate) fn unreadable(format: &'static str, reason: impl Into<String>) -> Self {
        Self::Unreadable { format, reason: reason.into() }
    }

    pub(crate) fn unsupported(format: &'static str, reason: impl Into<String>) -> Self {
        Self::Unsupported { format, reason: reason.into() }
    }
}
