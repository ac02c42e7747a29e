use std::fmt;

use serde::Serialize;

/// The formats of page images that are known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// JPEG (ISO/IEC 10918-1), with or without JFIF or Exif.
    Jpeg,
    /// PNG (ISO/IEC 15948).
    Png,
    /// TIFF 6.0.
    Tiff,
    /// TIFF with offsets of 64 bits.
    BigTiff,
}

impl Format {
    /// The media type (RFC 2046, RFC 3302).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff | Self::BigTiff => "image/tiff",
        }
    }

    /// The format's name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Tiff => "TIFF",
            Self::BigTiff => "BigTIFF",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Tells a picture by its first bytes, never by its name. Eight bytes are enough.
#[must_use]
pub fn identify(head: &[u8]) -> Option<Format> {
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Format::Png),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Format::Tiff),
        [b'I', b'I', 43, 0, 8, 0, 0, 0, ..] | [b'M', b'M', 0, 43, 0, 8, 0, 0, ..] => Some(Format::BigTiff),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes_and_nothing_else() {
        assert_eq!(identify(b"\xFF\xD8\xFF\xE0"), Some(Format::Jpeg));
        assert_eq!(identify(b"\x89PNG\r\n\x1A\n"), Some(Format::Png));
        assert_eq!(identify(b"II*\0\x08\0\0\0"), Some(Format::Tiff));
        assert_eq!(identify(b"MM\0*\0\0\0\x08"), Some(Format::Tiff));
        assert_eq!(identify(b"II+\0\x08\0\0\0"), Some(Format::BigTiff));
        assert_eq!(identify(b"MM\0+\0\x08\0\0"), Some(Format::BigTiff));
        assert_eq!(identify(b"RIFF....WAVE"), None);
        assert_eq!(identify(b"\xFF\xD8"), None);
        assert_eq!(identify(b""), None);
    }
}
