//! What the sound in a chunked file is: WAVE's `fmt `, AIFF's `COMM`.

use crate::MAX_CHANNELS;
use crate::fault::Fault;
use crate::sample::{Encoding, SampleFormat};

/// The header's word on the sound, as far as it can be understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WaveFormat {
    pub codec: String,
    pub sample_rate: u32,
    pub channels: u16,
    pub bits: Option<u16>,
    /// How to read it, or why it cannot be read.
    pub samples: Result<SampleFormat, String>,
    /// Frames that the header itself counts (AIFF).
    pub frames: Option<u64>,
    /// Which of PRONOM's variants it is.
    pub variant: Variant,
    pub faults: Vec<Fault>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// PCMWAVEFORMAT: a `fmt ` of 16 bytes.
    Pcm,
    /// WAVEFORMATEX: with its own length.
    Ex,
    /// WAVEFORMATEXTENSIBLE.
    Extensible,
    /// MPEG audio in WAVE.
    Mpeg,
}

impl WaveFormat {
    /// Bytes of one frame; `None` where it cannot be read.
    pub fn frame_bytes(&self) -> Option<u64> {
        let samples = self.samples.as_ref().ok()?;
        Some(samples.bytes() as u64 * u64::from(self.channels))
    }

    /// WAVE's `fmt ` (RIFF MCI, Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE).
    pub fn from_fmt(body: &[u8]) -> Option<Self> {
        let fixed = body.first_chunk::<16>()?;
        let short = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let (tag, channels, align, bits) = (short(0), short(2), short(12), short(14));
        let sample_rate = u32::from_le_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]);
        let (mut real_tag, mut valid_bits, mut variant) =
            (tag, bits, if body.len() >= 18 { Variant::Ex } else { Variant::Pcm });
        if let (0xfffe, Some(guid)) = (tag, body.get(24..40)) {
            variant = Variant::Extensible;
            real_tag = u16::from_le_bytes([guid[0], guid[1]]);
            // A union: samples per block where bits are 0.
            let told = u16::from_le_bytes([body[18], body[19]]);
            if told > 0 && told <= bits {
                valid_bits = told;
            }
        }
        if matches!(real_tag, 0x50 | 0x55) {
            variant = Variant::Mpeg;
        }
        let mut faults = Vec::new();
        let container = match channels {
            0 => 0,
            n if align % n == 0 && align > 0 => align / n,
            _ => 0,
        };
        let needed = bits.div_ceil(8);
        let linear = matches!(real_tag, 1 | 3 | 6 | 7);
        let container = if linear && (container < needed || container > 8) {
            faults.push(Fault::HeaderField { field: "block align".into(), claimed: align.into() });
            needed
        } else {
            container
        };
        let encoding = match (real_tag, container) {
            (1, 1) => Ok(Encoding::U8),
            (1, 2) => Ok(Encoding::S16),
            (1, 3) => Ok(Encoding::S24),
            (1, 4) => Ok(Encoding::S32),
            (3, 4) => Ok(Encoding::F32),
            (3, 8) => Ok(Encoding::F64),
            (6, 1) => Ok(Encoding::ALaw),
            (7, 1) => Ok(Encoding::MuLaw),
            (1 | 3 | 6 | 7, bytes) => {
                Err(format!("the header claims samples of {bits} bits in {bytes} bytes"))
            }
            (tag, _) => Err(format!("the encoding {} is not read here", codec_name(tag))),
        };
        let format = Self {
            codec: codec_name(real_tag),
            sample_rate,
            channels,
            bits: (valid_bits > 0).then_some(valid_bits),
            samples: encoding.map(|encoding| SampleFormat { encoding, big_endian: false }),
            frames: None,
            variant,
            faults,
        };
        Some(format.checked())
    }

    /// AIFF's `COMM`, and AIFF-C's with its compression type (AIFF 1.3 section 4; AIFF-C draft, 1991).
    pub fn from_comm(body: &[u8], compressed: bool) -> Option<Self> {
        let fixed = body.first_chunk::<18>()?;
        let channels = u16::from_be_bytes([fixed[0], fixed[1]]);
        let frames = u32::from_be_bytes([fixed[2], fixed[3], fixed[4], fixed[5]]);
        let bits = u16::from_be_bytes([fixed[6], fixed[7]]);
        let sample_rate = extended([
            fixed[8], fixed[9], fixed[10], fixed[11], fixed[12], fixed[13], fixed[14], fixed[15], fixed[16],
            fixed[17],
        ]);
        let kind = if compressed { body.get(18..22).unwrap_or(b"NONE") } else { b"NONE" };
        let linear = match bits.div_ceil(8) {
            1 => Ok(Encoding::I8),
            2 => Ok(Encoding::S16),
            3 => Ok(Encoding::S24),
            4 => Ok(Encoding::S32),
            _ => Err(format!("the header claims samples of {bits} bits")),
        };
        let (codec, encoding, big_endian) = match kind {
            b"NONE" | b"twos" => ("PCM", linear, true),
            b"sowt" => ("PCM", linear, false),
            b"raw " => ("PCM", Ok(Encoding::U8), true),
            b"in24" => ("PCM", Ok(Encoding::S24), true),
            b"in32" => ("PCM", Ok(Encoding::S32), true),
            b"fl32" | b"FL32" => ("IEEE float", Ok(Encoding::F32), true),
            b"fl64" | b"FL64" => ("IEEE float", Ok(Encoding::F64), true),
            b"alaw" | b"ALAW" => ("A-law", Ok(Encoding::ALaw), true),
            b"ulaw" | b"ULAW" => ("mu-law", Ok(Encoding::MuLaw), true),
            other => {
                let name = other.escape_ascii().to_string();
                return Some(Self {
                    samples: Err(format!("the encoding {name} is not read here")),
                    codec: name,
                    sample_rate,
                    channels,
                    bits: (bits > 0).then_some(bits),
                    frames: None,
                    variant: Variant::Pcm,
                    faults: Vec::new(),
                });
            }
        };
        let format = Self {
            codec: codec.into(),
            sample_rate,
            channels,
            bits: (bits > 0).then_some(bits),
            samples: encoding.map(|encoding| SampleFormat { encoding, big_endian }),
            frames: Some(frames.into()),
            variant: Variant::Pcm,
            faults: Vec::new(),
        };
        Some(format.checked())
    }

    /// Nothing is measured of a sound with no channels, no time, or more channels than a tape can have.
    fn checked(mut self) -> Self {
        if self.channels == 0 || self.channels > MAX_CHANNELS {
            self.faults.push(Fault::HeaderField { field: "channels".into(), claimed: self.channels.into() });
            self.samples = Err(format!("the header claims {} channels", self.channels));
        }
        if self.sample_rate == 0 {
            self.faults.push(Fault::HeaderField { field: "sample rate".into(), claimed: 0 });
            self.samples = Err("the header claims a sample rate of 0".into());
        }
        self
    }
}

/// The registered name of a format tag (RFC 2361), or its number.
fn codec_name(tag: u16) -> String {
    match tag {
        1 => "PCM",
        2 => "Microsoft ADPCM",
        3 => "IEEE float",
        6 => "A-law",
        7 => "mu-law",
        0x11 => "IMA ADPCM",
        0x31 => "GSM 6.10",
        0x50 => "MPEG",
        0x55 => "MP3",
        tag => return format!("0x{tag:04x}"),
    }
    .into()
}

/// An 80-bit IEEE 754 extended number as whole hertz; what is no frequency gives 0.
fn extended(bytes: [u8; 10]) -> u32 {
    let exponent = i32::from(u16::from_be_bytes([bytes[0], bytes[1]]) & 0x7fff) - 16_383;
    let [_, _, mantissa @ ..] = bytes;
    let mantissa = u64::from_be_bytes(mantissa);
    if bytes[0] & 0x80 != 0 || !(0..=31).contains(&exponent) {
        return 0;
    }
    u32::try_from(mantissa >> (63 - exponent)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fmt(tag: u16, channels: u16, rate: u32, align: u16, bits: u16) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend_from_slice(&tag.to_le_bytes());
        body.extend_from_slice(&channels.to_le_bytes());
        body.extend_from_slice(&rate.to_le_bytes());
        body.extend_from_slice(&rate.wrapping_mul(align.into()).to_le_bytes());
        body.extend_from_slice(&align.to_le_bytes());
        body.extend_from_slice(&bits.to_le_bytes());
        body
    }

    #[test]
    fn a_block_align_of_nothing_is_told_and_worked_out() {
        let format = WaveFormat::from_fmt(&fmt(1, 2, 48_000, 0, 24)).unwrap();
        assert_eq!(format.frame_bytes(), Some(6));
        assert_eq!(format.faults, [Fault::HeaderField { field: "block align".into(), claimed: 0 }]);
    }

    #[test]
    fn twenty_bits_in_three_bytes_are_read_as_they_lie() {
        let format = WaveFormat::from_fmt(&fmt(1, 1, 48_000, 3, 20)).unwrap();
        assert_eq!((format.bits, format.frame_bytes(), format.faults.len()), (Some(20), Some(3), 0));
    }

    #[test]
    fn impossible_claims_are_told_and_not_read() {
        for body in [
            fmt(1, 0, 48_000, 2, 16),
            fmt(1, 65_535, 48_000, 65_534, 16),
            fmt(1, 65_535, 48_000, 65_535, 8),
            fmt(1, 1, 0, 2, 16),
            fmt(1, 1, 48_000, 2, 0),
            fmt(1, 1, 48_000, 2, 65_535),
        ] {
            let format = WaveFormat::from_fmt(&body).unwrap();
            assert!(format.samples.is_err() || format.bits.is_none(), "{format:?}");
        }
    }

    #[test]
    fn a_foreign_encoding_has_its_name() {
        let format = WaveFormat::from_fmt(&fmt(2, 2, 22_050, 1024, 4)).unwrap();
        assert_eq!(format.codec, "Microsoft ADPCM");
        assert!(format.samples.is_err() && format.faults.is_empty());
    }

    #[test]
    fn the_sample_rate_of_aiff_is_an_extended_number() {
        assert_eq!(extended([0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0]), 44_100);
        assert_eq!(extended([0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0]), 48_000);
        assert_eq!(extended([0xff; 10]), 0);
        assert_eq!(extended([0; 10]), 0);
    }
}
