use std::io::{Seek, SeekFrom, Write};

use crate::MAX_CHANNELS;
use crate::bext::Bext;
use crate::error::AudioError;

/// What a [`WavWriter`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WavSpec {
    /// Frames a second.
    pub sample_rate: u32,
    /// Samples in a frame.
    pub channels: u16,
    /// 16 or 24.
    pub bits: u16,
}

/// Writes Broadcast Wave: PCM of 16 or 24 bits, with `bext` where one is given.
///
/// Room for the 64-bit sizes is kept at the front (`JUNK`), so that a file that grows past 4 GiB becomes RF64 in place
/// (EBU Tech 3306). The sizes are written by [`WavWriter::finish`]; a file that never got there says so in its header,
/// and [`probe`](crate::probe()) reads it to its end all the same.
///
/// Layout: `RIFF`/`RF64`, `JUNK`/`ds64` (28 bytes), `bext`, `fmt ` (16), `data`, padding.
pub struct WavWriter<W> {
    sink: W,
    spec: WavSpec,
    start: u64,
    data_at: u64,
    data_bytes: u64,
    largest: u64,
    bytes: Vec<u8>,
}

impl<W: Write + Seek> WavWriter<W> {
    /// Begins a file where the sink stands.
    ///
    /// # Errors
    /// [`AudioError::NotWritable`] where the format or `bext` does not allow it, [`AudioError::Io`] where the sink fails.
    pub fn new(mut sink: W, spec: WavSpec, bext: Option<&Bext>) -> Result<Self, AudioError> {
        let WavSpec { sample_rate, channels, bits } = spec;
        let frame = channels.saturating_mul(bits / 8);
        if !matches!(bits, 16 | 24) || sample_rate == 0 || channels == 0 || channels > MAX_CHANNELS {
            return Err(AudioError::NotWritable(format!(
                "{channels} channels of {bits} bits at {sample_rate} Hz; it takes 1 to {MAX_CHANNELS} channels of 16 or 24 bits"
            )));
        }
        let mut head = b"RIFF\0\0\0\0WAVEJUNK\x1c\0\0\0".to_vec();
        head.resize(head.len() + 28, 0);
        if let Some(bext) = bext {
            let body = bext.write()?;
            let size = u32::try_from(body.len()).map_err(|_| {
                AudioError::NotWritable("the coding history is longer than a chunk can be".into())
            })?;
            head.extend_from_slice(b"bext");
            head.extend_from_slice(&size.to_le_bytes());
            head.extend_from_slice(&body);
            head.resize(head.len().next_multiple_of(2), 0);
        }
        head.extend_from_slice(b"fmt \x10\0\0\0\x01\0");
        head.extend_from_slice(&channels.to_le_bytes());
        head.extend_from_slice(&sample_rate.to_le_bytes());
        head.extend_from_slice(&sample_rate.saturating_mul(frame.into()).to_le_bytes());
        head.extend_from_slice(&frame.to_le_bytes());
        head.extend_from_slice(&bits.to_le_bytes());
        head.extend_from_slice(b"data\0\0\0\0");
        let start = sink.stream_position()?;
        sink.write_all(&head)?;
        Ok(Self {
            sink,
            spec,
            start,
            data_at: head.len() as u64,
            data_bytes: 0,
            largest: u32::MAX.into(),
            bytes: Vec::new(),
        })
    }

    /// Writes interleaved samples, whole numbers of the file's own width (24 bits: ±8 388 608). What is beyond is held
    /// at the end of the scale.
    ///
    /// # Errors
    /// [`AudioError::NotWritable`] for part of a frame, [`AudioError::Io`] where the sink fails.
    pub fn write(&mut self, samples: &[i32]) -> Result<(), AudioError> {
        self.put(samples.len(), samples.iter().copied())
    }

    /// Writes interleaved samples of full scale ±1.0, rounded; what is beyond is held at the end of the scale.
    ///
    /// # Errors
    /// Those of [`WavWriter::write`].
    pub fn write_f32(&mut self, samples: &[f32]) -> Result<(), AudioError> {
        let scale = f64::from((1_i32 << (self.spec.bits - 1)) - 1);
        self.put(
            samples.len(),
            samples.iter().map(|sample| (f64::from(*sample) * scale).round_ties_even() as i32),
        )
    }

    fn put(&mut self, count: usize, samples: impl Iterator<Item = i32>) -> Result<(), AudioError> {
        if !count.is_multiple_of(self.spec.channels.into()) {
            return Err(AudioError::NotWritable(format!(
                "{count} samples are no whole frames of {} channels",
                self.spec.channels
            )));
        }
        let top = (1_i32 << (self.spec.bits - 1)) - 1;
        let width = usize::from(self.spec.bits / 8);
        self.bytes.clear();
        for sample in samples {
            self.bytes.extend_from_slice(&sample.clamp(-top - 1, top).to_le_bytes()[..width]);
        }
        self.sink.write_all(&self.bytes)?;
        self.data_bytes += self.bytes.len() as u64;
        Ok(())
    }

    /// Fills in the sizes and gives the sink back, at the end of the file.
    ///
    /// # Errors
    /// [`AudioError::Io`] where the sink fails.
    pub fn finish(mut self) -> Result<W, AudioError> {
        let padding = self.data_bytes % 2;
        self.sink.write_all(&[0][..padding as usize])?;
        let end = self.data_at + self.data_bytes + padding;
        let form = end - 8;
        if form <= self.largest {
            self.patch(4, &(form as u32).to_le_bytes())?;
            self.patch(self.data_at - 4, &(self.data_bytes as u32).to_le_bytes())?;
        } else {
            let frame = u64::from(self.spec.channels * (self.spec.bits / 8));
            let mut ds64 = b"ds64\x1c\0\0\0".to_vec();
            for size in [form, self.data_bytes, self.data_bytes / frame] {
                ds64.extend_from_slice(&size.to_le_bytes());
            }
            self.patch(0, b"RF64\xff\xff\xff\xff")?;
            self.patch(12, &ds64)?;
            self.patch(self.data_at - 4, &[0xff; 4])?;
        }
        self.sink.seek(SeekFrom::Start(self.start + end))?;
        self.sink.flush()?;
        Ok(self.sink)
    }

    fn patch(&mut self, at: u64, bytes: &[u8]) -> Result<(), AudioError> {
        self.sink.seek(SeekFrom::Start(self.start + at))?;
        self.sink.write_all(bytes)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::{Fault, Kind, probe};

    const MONO_24: WavSpec = WavSpec { sample_rate: 48_000, channels: 1, bits: 24 };

    #[test]
    fn what_is_written_is_probed_without_a_fault() {
        let bext = Bext {
            description: "reel 12".into(),
            version: 1,
            coding_history: "odd".into(),
            ..Bext::default()
        };
        let mut wav = WavWriter::new(Cursor::new(Vec::new()), MONO_24, Some(&bext)).unwrap();
        wav.write(&[1, -1, i32::MAX]).unwrap();
        let measured = probe(wav.finish().unwrap()).unwrap();
        assert_eq!(measured.faults, []);
        let probe = measured.value;
        assert_eq!((probe.frames, probe.frames_promised, probe.bits), (3, Some(3), Some(24)));
        assert_eq!((probe.kind, probe.pronom.as_deref()), (Kind::Wav, Some("fmt/704")));
        assert_eq!(probe.bext, Some(bext));
        assert_eq!(probe.data_bytes, Some(9));
    }

    #[test]
    fn past_the_limit_a_file_becomes_rf64_in_place() {
        let mut wav = WavWriter::new(Cursor::new(Vec::new()), MONO_24, None).unwrap();
        wav.largest = 100;
        wav.write(&[7; 101]).unwrap();
        let measured = probe(wav.finish().unwrap()).unwrap();
        assert_eq!(measured.faults, []);
        assert_eq!((measured.value.kind, measured.value.frames), (Kind::Rf64, 101));
        assert_eq!(measured.value.chunks[0].id, "ds64");
    }

    #[test]
    fn a_file_that_was_never_finished_is_read_to_its_end() {
        let mut bytes = Cursor::new(Vec::new());
        let mut wav = WavWriter::new(&mut bytes, MONO_24, None).unwrap();
        wav.write(&[7; 101]).unwrap();
        drop(wav);
        let measured = probe(bytes).unwrap();
        assert_eq!((measured.value.frames, measured.value.frames_promised), (101, None));
        let size = |field: &str| Fault::HeaderSize { field: field.into(), claimed: 0 };
        assert_eq!(measured.faults, [size("data"), size("RIFF")]);
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        for spec in [
            WavSpec { bits: 8, ..MONO_24 },
            WavSpec { channels: 0, ..MONO_24 },
            WavSpec { channels: 65_535, ..MONO_24 },
            WavSpec { sample_rate: 0, ..MONO_24 },
        ] {
            assert!(WavWriter::new(Cursor::new(Vec::new()), spec, None).is_err());
        }
        let stereo = WavSpec { channels: 2, ..MONO_24 };
        let mut wav = WavWriter::new(Cursor::new(Vec::new()), stereo, None).unwrap();
        assert!(wav.write(&[1, 2, 3]).is_err(), "a frame and a half");
    }
}
