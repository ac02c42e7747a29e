use std::fmt;

use serde::{Deserialize, Serialize};

/// A value, and what was found wrong while it was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured<T> {
    /// What was measured.
    pub value: T,
    /// What is wrong with the recording, in the order it was found. Empty for a sound file.
    pub faults: Vec<Fault>,
}

impl<T> Measured<T> {
    /// The same faults beside something made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Measured<U> {
        Measured { value: make(self.value), faults: self.faults }
    }
}

/// Something wrong with a recording. Its [`Display`](fmt::Display) is a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fault {
    /// The file is shorter than its headers say. Both in bytes of the whole file.
    Truncated {
        /// Bytes that the headers speak of.
        promised: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// Fewer frames can be decoded than the header promises.
    FramesMissing {
        /// Frames that the header promises.
        promised: u64,
        /// Frames that were had.
        found: u64,
        /// Frames a second, to say both as times.
        sample_rate: u32,
    },
    /// More frames are there than the header promises.
    FramesBeyond {
        /// Frames that the header promises.
        promised: u64,
        /// Frames that were had.
        found: u64,
    },
    /// Packets that the decoder refused; the sound goes on after them.
    DecodeErrors {
        /// The frame before which the first of them stood.
        first_at_frame: u64,
        /// How many.
        count: u64,
        /// What the decoder said of the first.
        message: String,
    },
    /// Bytes after the end that the header states.
    TrailingBytes {
        /// How many.
        count: u64,
    },
    /// A size in the header that was never filled in, or cannot be: 0 or 4 294 967 295.
    HeaderSize {
        /// Whose size: `RIFF`, `data`, `FORM`, `SSND`.
        field: String,
        /// What stands there.
        claimed: u64,
    },
    /// A field of the header that contradicts the others, or makes no sense.
    HeaderField {
        /// Its name in the standard.
        field: String,
        /// What stands there.
        claimed: u64,
    },
    /// Where a chunk should begin stands something else; the walk ended there.
    NotAChunk {
        /// Its place in the file, in bytes.
        at: u64,
    },
    /// A chunk of odd length without the byte of padding that RIFF asks for.
    Unpadded {
        /// The chunk after it.
        before: String,
    },
    /// A chunk that was too large to be read, or contradicts its own lengths.
    ChunkUnread {
        /// Its identifier.
        id: String,
    },
    /// More chunks than are listed; the walk ended there.
    TooManyChunks,
    /// The samples differ from the checksum that the encoder wrote (FLAC's MD5).
    ChecksumWrong,
    /// The stream does not say that it ends where it ends (Ogg's last page).
    EndMissing,
    /// The stream changes its sample rate or channels; what follows was not measured.
    FormatChanges {
        /// The frame where it changes.
        at_frame: u64,
    },
    /// The sound cannot be decoded at all.
    NotDecodable {
        /// Why.
        reason: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { promised, found } => {
                write!(f, "The headers speak of {promised} bytes, the file ends after {found}.")
            }
            Self::FramesMissing { promised, found, sample_rate } => write!(
                f,
                "The header promises {} ({promised} frames), {} can be heard ({found} frames).",
                Length(*promised, *sample_rate),
                Length(*found, *sample_rate)
            ),
            Self::FramesBeyond { promised, found } => {
                write!(f, "The header promises {promised} frames, there are {found}.")
            }
            Self::DecodeErrors { first_at_frame, count: 1, message } => {
                write!(f, "One stretch could not be decoded, at frame {first_at_frame}: {message}.")
            }
            Self::DecodeErrors { first_at_frame, count, message } => write!(
                f,
                "{count} stretches could not be decoded, the first at frame {first_at_frame}: {message}."
            ),
            Self::TrailingBytes { count } => {
                write!(f, "{count} bytes stand after the end that the header states.")
            }
            Self::HeaderSize { field, claimed } => write!(
                f,
                "The size of {field} is {claimed}: the recorder never wrote it. The sound was taken to go on to the end of the file."
            ),
            Self::HeaderField { field, claimed } => {
                write!(f, "The header's {field} is {claimed}, which cannot be right.")
            }
            Self::NotAChunk { at } => {
                write!(f, "At byte {at} a chunk should begin, and none does. What follows was not read.")
            }
            Self::Unpadded { before } => {
                write!(f, "The padding before the chunk {before} is missing.")
            }
            Self::ChunkUnread { id } => {
                write!(f, "The chunk {id} is too large or contradicts itself, and was not understood.")
            }
            Self::TooManyChunks => f.write_str("There are more chunks than were read."),
            Self::ChecksumWrong => {
                f.write_str("The sound differs from the checksum that was written when it was encoded.")
            }
            Self::EndMissing => {
                f.write_str("The stream stops without its last page: the end is probably cut off.")
            }
            Self::FormatChanges { at_frame } => write!(
                f,
                "At frame {at_frame} the stream changes its sample rate or channels. What follows was not measured."
            ),
            Self::NotDecodable { reason } => write!(f, "The sound cannot be decoded: {reason}."),
        }
    }
}

/// Frames as a length of time that people say.
struct Length(u64, u32);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(frames, rate) = *self;
        let millis = u128::from(frames) * 1000 / u128::from(rate.max(1));
        let (seconds, millis) = (millis / 1000, millis % 1000);
        match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, s) => write!(f, "{s}.{millis:03} s"),
            (0, m, s) => write!(f, "{m} min {s:02} s"),
            (h, m, _) => write!(f, "{h} h {m:02} min"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_frames_are_told_as_times() {
        let rate = 48_000;
        let fault = Fault::FramesMissing {
            promised: 64 * 60 * 48_000,
            found: 41 * 60 * 48_000 + 24_000,
            sample_rate: rate,
        };
        assert_eq!(
            fault.to_string(),
            "The header promises 1 h 04 min (184320000 frames), 41 min 00 s can be heard (118104000 frames)."
        );
        assert_eq!(Length(1_500, 1_000).to_string(), "1.500 s");
    }

    #[test]
    fn a_length_at_no_rate_does_not_divide_by_nothing() {
        assert_eq!(Length(3, 0).to_string(), "3.000 s");
    }
}
