use serde::{Deserialize, Serialize};

/// How many bytes of a file's beginning [`identify`] can make use of.
pub const HEAD_LENGTH: usize = 4096;

/// A sound format, as its first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// RIFF/WAVE, up to 4 GiB.
    Wav,
    /// RF64 (EBU Tech 3306): WAVE with 64-bit sizes.
    Rf64,
    /// BW64 (ITU-R BS.2088): the same, with room for the audio definition model.
    Bw64,
    /// AIFF 1.3: big-endian PCM.
    Aiff,
    /// AIFF-C: AIFF with other encodings.
    Aifc,
    /// FLAC in its own container.
    Flac,
    /// MPEG audio, layer III.
    Mp3,
    /// Vorbis in Ogg.
    OggVorbis,
    /// FLAC in Ogg.
    OggFlac,
    /// Opus in Ogg. Recognised, not decoded.
    OggOpus,
}

impl Kind {
    /// The media type that a web server should send.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Wav | Self::Rf64 | Self::Bw64 => "audio/wav",
            Self::Aiff | Self::Aifc => "audio/aiff",
            Self::Flac => "audio/flac",
            Self::Mp3 => "audio/mpeg",
            Self::OggVorbis | Self::OggFlac | Self::OggOpus => "audio/ogg",
        }
    }

    /// The file name extension that people expect, without its dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Wav | Self::Rf64 | Self::Bw64 => "wav",
            Self::Aiff => "aiff",
            Self::Aifc => "aifc",
            Self::Flac => "flac",
            Self::Mp3 => "mp3",
            Self::OggVorbis => "ogg",
            Self::OggFlac => "oga",
            Self::OggOpus => "opus",
        }
    }

    /// Whether it is RIFF or IFF: chunks with PCM in one of them.
    pub(crate) const fn is_chunked(self) -> bool {
        matches!(self, Self::Wav | Self::Rf64 | Self::Bw64 | Self::Aiff | Self::Aifc)
    }
}

/// Tells a sound format by its magic bytes; `head` is the beginning of the file, at best [`HEAD_LENGTH`] bytes.
///
/// Names are not looked at: whether an extension tells the truth is for the caller to compare.
/// After an ID3v2 tag that is longer than `head` the answer is MP3, which it nearly always is.
#[must_use]
pub fn identify(head: &[u8]) -> Option<Kind> {
    if let Some(rest) = after_id3(head) {
        return match rest {
            [] => Some(Kind::Mp3),
            rest if rest.starts_with(b"fLaC") => Some(Kind::Flac),
            rest => mpeg_layer_3(rest).then_some(Kind::Mp3),
        };
    }
    match (head.get(..4)?, head.get(8..12)) {
        (b"RIFF", Some(b"WAVE")) => Some(Kind::Wav),
        (b"RF64", Some(b"WAVE")) => Some(Kind::Rf64),
        (b"BW64", Some(b"WAVE")) => Some(Kind::Bw64),
        (b"FORM", Some(b"AIFF")) => Some(Kind::Aiff),
        (b"FORM", Some(b"AIFC")) => Some(Kind::Aifc),
        (b"fLaC", _) => Some(Kind::Flac),
        (b"OggS", _) => ogg(head),
        _ => mpeg_layer_3(head).then_some(Kind::Mp3),
    }
}

/// How long the ID3v2 tag at the beginning is, with its header (ID3v2.4 section 3.1).
pub(crate) fn id3_length(head: &[u8]) -> Option<u64> {
    let header = head.get(..10)?;
    if !header.starts_with(b"ID3") || header[3] == 0xff || header[6..10].iter().any(|b| b & 0x80 != 0) {
        return None;
    }
    let size = header[6..10].iter().fold(0, |size, b| (size << 7) | u64::from(*b));
    let footer = if header[5] & 0x10 != 0 { 10 } else { 0 };
    Some(10 + size + footer)
}

fn after_id3(head: &[u8]) -> Option<&[u8]> {
    let length = usize::try_from(id3_length(head)?).ok()?;
    Some(head.get(length..).unwrap_or(&[]))
}

/// The codec that the first packet of an Ogg stream names (RFC 3533 section 6: 27 bytes, then the segment table).
fn ogg(head: &[u8]) -> Option<Kind> {
    let segments = usize::from(*head.get(26)?);
    let packet = head.get(27 + segments..)?;
    if packet.starts_with(b"\x01vorbis") {
        Some(Kind::OggVorbis)
    } else if packet.starts_with(b"\x7fFLAC") {
        Some(Kind::OggFlac)
    } else if packet.starts_with(b"OpusHead") {
        Some(Kind::OggOpus)
    } else {
        None
    }
}

/// Whether a layer III frame begins here, and a second one behind it (or the file ends with the first).
fn mpeg_layer_3(bytes: &[u8]) -> bool {
    let Some(length) = mpeg_frame_length(bytes) else { return false };
    match bytes.get(length..) {
        Some([]) => true,
        Some(next) if next.len() >= 4 => mpeg_frame_length(next).is_some(),
        _ => false,
    }
}

/// Bytes of the layer III frame whose header stands here (ISO 11172-3 section 2.4.2.3, 13818-3).
pub(crate) fn mpeg_frame_length(bytes: &[u8]) -> Option<usize> {
    const MPEG_1: [usize; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const MPEG_2: [usize; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let [sync, b, c, _] = *bytes.first_chunk::<4>()?;
    let layer_3 = sync == 0xff && b & 0xe6 == 0xe2;
    let (version, rate, bitrate) = (b >> 3 & 3, usize::from(c >> 2 & 3), usize::from(c >> 4));
    if !layer_3 || version == 1 || rate == 3 || bitrate == 0 || bitrate == 15 {
        return None;
    }
    let rate = [44_100, 48_000, 32_000][rate]
        >> match version {
            3 => 0,
            2 => 1,
            _ => 2,
        };
    let (kilobits, factor) =
        if version == 3 { (MPEG_1[bitrate - 1], 144) } else { (MPEG_2[bitrate - 1], 72) };
    Some(factor * kilobits * 1000 / rate + usize::from(c >> 1 & 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magic_bytes_tell_the_format() {
        assert_eq!(identify(b"RIFF\0\0\0\0WAVE"), Some(Kind::Wav));
        assert_eq!(identify(b"RF64\xff\xff\xff\xffWAVE"), Some(Kind::Rf64));
        assert_eq!(identify(b"BW64\xff\xff\xff\xffWAVE"), Some(Kind::Bw64));
        assert_eq!(identify(b"FORM\0\0\0\0AIFF"), Some(Kind::Aiff));
        assert_eq!(identify(b"FORM\0\0\0\0AIFC"), Some(Kind::Aifc));
        assert_eq!(identify(b"fLaC\0\0\0\x22"), Some(Kind::Flac));
        let mut ogg = b"OggS\0\x02".to_vec();
        ogg.resize(26, 0);
        ogg.extend_from_slice(b"\x01\x1e\x01vorbis");
        assert_eq!(identify(&ogg), Some(Kind::OggVorbis));
    }

    #[test]
    fn a_picture_in_riff_a_text_and_nothing_are_no_sound() {
        assert_eq!(identify(b"RIFF\0\0\0\0WEBP"), None);
        assert_eq!(identify(b"Dear colleague, here is the list of reels"), None);
        assert_eq!(identify(b""), None);
        assert_eq!(identify(b"RIFF"), None);
    }

    #[test]
    fn mp3_is_told_by_two_frames_in_a_row_not_by_one() {
        let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
        frame.resize(417, 0);
        assert_eq!(identify(&frame), Some(Kind::Mp3), "a file of a single frame");
        let followed_by_text = [&frame[..], b"and then words"].concat();
        assert_eq!(identify(&followed_by_text), None);
        let twice = [&frame[..], &frame[..]].concat();
        assert_eq!(identify(&twice), Some(Kind::Mp3));
    }

    #[test]
    fn behind_an_id3_tag_stands_flac_or_mp3() {
        let flac = [b"ID3\x04\0\0\0\0\0\x02..".as_slice(), b"fLaC"].concat();
        assert_eq!(identify(&flac), Some(Kind::Flac));
        assert_eq!(identify(b"ID3\x04\0\0\0\0\x7f\x7f"), Some(Kind::Mp3));
        assert_eq!(identify(b"ID3\x04\0\0\0\0\0\x02..words words"), None);
    }
}
