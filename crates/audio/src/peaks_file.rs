//! audiowaveform's data format, version 1 (one channel) and 2 (several): binary and JSON.

use std::io::{self, Read, Write};

use crate::MAX_CHANNELS;
use crate::error::AudioError;
use crate::peaks::{PeakBits, Peaks};

/// The flag of 8-bit peaks.
const EIGHT_BITS: u32 = 1;

impl Peaks {
    /// Writes the binary form: version 1 for one channel and 2 for several, as audiowaveform itself does.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn write_dat(&self, sink: &mut impl Write) -> io::Result<()> {
        let version: u32 = if self.channels == 1 { 1 } else { 2 };
        let flags = if self.bits == PeakBits::Eight { EIGHT_BITS } else { 0 };
        let windows = u32::try_from(self.windows()).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidInput, "more windows than the format can count")
        })?;
        let mut header = Vec::with_capacity(24);
        for word in [version, flags, self.sample_rate, self.samples_per_pixel, windows] {
            header.extend_from_slice(&word.to_le_bytes());
        }
        if version == 2 {
            header.extend_from_slice(&u32::from(self.channels).to_le_bytes());
        }
        sink.write_all(&header)?;
        let mut bytes = Vec::with_capacity(8192);
        for values in self.data.chunks(4096) {
            bytes.clear();
            match self.bits {
                PeakBits::Eight => bytes.extend(values.iter().map(|value| (value / 256) as u8)),
                PeakBits::Sixteen => bytes.extend(values.iter().flat_map(|value| value.to_le_bytes())),
            }
            sink.write_all(&bytes)?;
        }
        Ok(())
    }

    /// Writes the JSON form, on one line, as audiowaveform does.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn write_json(&self, sink: &mut impl Write) -> io::Result<()> {
        let (bits, step) = match self.bits {
            PeakBits::Eight => (8, 256),
            PeakBits::Sixteen => (16, 1),
        };
        write!(
            sink,
            "{{\"version\":2,\"channels\":{},\"sample_rate\":{},\"samples_per_pixel\":{},\"bits\":{bits},\"length\":{},\"data\":[",
            self.channels,
            self.sample_rate,
            self.samples_per_pixel,
            self.windows()
        )?;
        for (index, value) in self.data.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(sink, "{comma}{}", value / step)?;
        }
        sink.write_all(b"]}\n")
    }

    /// Reads the binary form. Eight-bit peaks come back as multiples of 256.
    ///
    /// # Errors
    /// [`AudioError::NotPeaks`] where the header makes no sense or the data is shorter or longer than it says.
    pub fn read_dat(source: &mut impl Read) -> Result<Self, AudioError> {
        let mut word = || -> Result<u32, AudioError> {
            let mut bytes = [0; 4];
            source.read_exact(&mut bytes).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => AudioError::NotPeaks("it ends within its header"),
                _ => error.into(),
            })?;
            Ok(u32::from_le_bytes(bytes))
        };
        let version = word()?;
        if !matches!(version, 1 | 2) {
            return Err(AudioError::NotPeaks("its version is neither 1 nor 2"));
        }
        let (flags, sample_rate, samples_per_pixel, windows) = (word()?, word()?, word()?, word()?);
        let channels = if version == 2 { word()? } else { 1 };
        if sample_rate == 0 || samples_per_pixel == 0 {
            return Err(AudioError::NotPeaks("its sample rate or its window is 0"));
        }
        let channels = u16::try_from(channels)
            .ok()
            .filter(|channels| (1..=MAX_CHANNELS).contains(channels))
            .ok_or(AudioError::NotPeaks("its number of channels cannot be"))?;
        let bits = if flags & EIGHT_BITS != 0 { PeakBits::Eight } else { PeakBits::Sixteen };
        let values = u64::from(windows) * u64::from(channels) * 2;
        let length = values * if bits == PeakBits::Eight { 1 } else { 2 };
        let mut bytes = Vec::new();
        source.by_ref().take(length.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != length {
            return Err(AudioError::NotPeaks("its data is not as long as its header says"));
        }
        let data = match bits {
            PeakBits::Eight => bytes.iter().map(|b| i16::from(*b as i8) * 256).collect(),
            PeakBits::Sixteen => bytes.as_chunks::<2>().0.iter().map(|b| i16::from_le_bytes(*b)).collect(),
        };
        Ok(Self { sample_rate, samples_per_pixel, bits, channels, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stereo(bits: PeakBits) -> Peaks {
        Peaks {
            sample_rate: 48_000,
            samples_per_pixel: 512,
            bits,
            channels: 2,
            data: vec![-32_768, 32_767, -255, 255, -512, 256, 0, 0],
        }
    }

    #[test]
    fn eight_bits_are_cut_towards_zero() {
        let mut bytes = Vec::new();
        stereo(PeakBits::Eight).write_dat(&mut bytes).unwrap();
        assert_eq!(bytes[..24], *b"\x02\0\0\0\x01\0\0\0\x80\xbb\0\0\0\x02\0\0\x02\0\0\0\x02\0\0\0");
        assert_eq!(bytes[24..], [0x80, 0x7f, 0, 0, 0xfe, 1, 0, 0]);
    }

    #[test]
    fn json_is_what_audiowaveform_writes() {
        let mut json = Vec::new();
        stereo(PeakBits::Eight).write_json(&mut json).unwrap();
        assert_eq!(
            String::from_utf8(json).unwrap(),
            "{\"version\":2,\"channels\":2,\"sample_rate\":48000,\"samples_per_pixel\":512,\"bits\":8,\"length\":2,\"data\":[-128,127,0,0,-2,1,0,0]}\n"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let peaks = stereo(PeakBits::Sixteen);
        let mut bytes = Vec::new();
        peaks.write_dat(&mut bytes).unwrap();
        assert_eq!(Peaks::read_dat(&mut &bytes[..]).unwrap(), peaks);

        let one = Peaks { channels: 1, bits: PeakBits::Eight, data: vec![-256, 512], ..peaks };
        bytes.clear();
        one.write_dat(&mut bytes).unwrap();
        assert_eq!((bytes[0], bytes.len()), (1, 22), "version 1 has no field for channels");
        assert_eq!(Peaks::read_dat(&mut &bytes[..]).unwrap(), one);
    }

    #[test]
    fn a_file_cut_anywhere_or_too_long_is_refused() {
        let mut bytes = Vec::new();
        stereo(PeakBits::Sixteen).write_dat(&mut bytes).unwrap();
        for length in 0..bytes.len() {
            assert!(Peaks::read_dat(&mut &bytes[..length]).is_err());
        }
        bytes.push(0);
        assert!(Peaks::read_dat(&mut &bytes[..]).is_err());
    }

    #[test]
    fn a_claim_of_four_thousand_million_windows_allocates_nothing() {
        let mut bytes = Vec::new();
        for word in [1, 0, 48_000, 256, u32::MAX] {
            bytes.extend_from_slice(&u32::to_le_bytes(word));
        }
        assert!(matches!(Peaks::read_dat(&mut &bytes[..]), Err(AudioError::NotPeaks(_))));
    }
}
