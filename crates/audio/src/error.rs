use std::io;

/// Why nothing could be known, or the measure asked for could not be taken.
///
/// What is wrong with a recording that can be read in part is not here: that is a [`Fault`](crate::Fault).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AudioError {
    /// The bytes are of no sound format that is known here.
    #[error(
        "this is no sound file that is known here: {0}; see whether its name is right, or the copy was cut off"
    )]
    NotSound(&'static str),
    /// It is a sound file, but its samples cannot be had.
    #[error("the sound cannot be decoded: {0}; it can be kept as it is, and a whole copy added later")]
    NotDecodable(String),
    /// The frame asked for lies beyond the end.
    #[error("there is no frame {asked}: the recording has {frames}")]
    NoSuchFrame {
        /// The frame that was asked for.
        asked: u64,
        /// How many there are.
        frames: u64,
    },
    /// A file of peaks that breaks its own format.
    #[error(
        "not a file of peaks (audiowaveform data format, version 1 or 2): {0}; make it again from the sound"
    )]
    NotPeaks(&'static str),
    /// What was asked of a writer cannot be written.
    #[error("cannot be written: {0}")]
    NotWritable(String),
    /// The source or the sink failed.
    #[error("reading or writing failed: {0}")]
    Io(#[from] io::Error),
}
