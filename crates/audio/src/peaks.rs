use std::io::{Read, Seek, SeekFrom};
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::decoder::{Decoder, PcmSpan, fill};
use crate::error::AudioError;
use crate::fault::Measured;
use crate::probe::{Probe, identify_source, of_decoder, of_layout};
use crate::walk::Walk;

/// Bytes read at once from a file of PCM.
const READ: usize = 1 << 18;

/// How many bits a peak is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PeakBits {
    /// −128 to 127: enough to draw.
    #[default]
    Eight,
    /// −32 768 to 32 767.
    Sixteen,
}

impl TryFrom<u8> for PeakBits {
    type Error = AudioError;

    fn try_from(bits: u8) -> Result<Self, AudioError> {
        match bits {
            8 => Ok(Self::Eight),
            16 => Ok(Self::Sixteen),
            bits => Err(AudioError::NotWritable(format!("peaks of {bits} bits; they have 8 or 16"))),
        }
    }
}

/// What peaks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeakSpec {
    /// Frames in a window (audiowaveform's `-z`).
    pub samples_per_pixel: NonZeroU32,
    /// Bits when written (audiowaveform's `-b`).
    pub bits: PeakBits,
    /// Each channel by itself, or all mixed into one (audiowaveform's `--split-channels`).
    pub split_channels: bool,
}

impl Default for PeakSpec {
    /// audiowaveform's own: 256 frames, here with 8 bits, mixed.
    fn default() -> Self {
        Self {
            samples_per_pixel: NonZeroU32::MIN.saturating_add(255),
            bits: PeakBits::Eight,
            split_channels: false,
        }
    }
}

/// Lowest and highest sample of each window of [`Peaks::samples_per_pixel`] frames, channel by channel.
///
/// Equal to what audiowaveform measures: samples become 16-bit numbers first, channels are mixed by their sum
/// divided towards zero, and the last window may be short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peaks {
    /// Frames a second of the recording.
    pub sample_rate: u32,
    /// Frames in a window.
    pub samples_per_pixel: u32,
    /// Bits when written.
    pub bits: PeakBits,
    /// Channels here: 1 where they were mixed.
    pub channels: u16,
    /// `windows × channels × (min, max)`, full scale ±32 768 whatever [`Peaks::bits`] says.
    pub data: Vec<i16>,
}

impl Peaks {
    /// How many windows there are.
    #[must_use]
    pub fn windows(&self) -> usize {
        self.data.len() / (2 * usize::from(self.channels.max(1)))
    }

    /// The same recording with windows `factor` times as long: a zoom further out.
    #[must_use]
    pub fn coarsen(&self, factor: NonZeroU32) -> Self {
        let row = 2 * usize::from(self.channels.max(1));
        let group = row.saturating_mul(factor.get() as usize);
        let mut data = Vec::with_capacity(self.data.len() / factor.get() as usize + row);
        for rows in self.data.chunks(group) {
            let start = data.len();
            data.extend_from_slice(&rows[..row.min(rows.len())]);
            for other in rows.chunks_exact(row).skip(1) {
                for (kept, new) in
                    data[start..].as_chunks_mut::<2>().0.iter_mut().zip(other.as_chunks::<2>().0)
                {
                    *kept = [kept[0].min(new[0]), kept[1].max(new[1])];
                }
            }
        }
        Self { samples_per_pixel: self.samples_per_pixel.saturating_mul(factor.get()), data, ..*self }
    }
}

/// Highest and lowest sample of each window of a recording.
///
/// A recording that ends early gives its peaks up to there, and the fault beside them. Memory: the peaks, and one block.
///
/// # Errors
/// Only where nothing can be measured: [`AudioError::NotSound`], [`AudioError::NotDecodable`], [`AudioError::Io`].
///
/// ```
/// # use std::io::Cursor;
/// use bumba_audio::{PeakSpec, WavSpec, WavWriter, peaks};
///
/// let spec = WavSpec { sample_rate: 48_000, channels: 1, bits: 16 };
/// let mut wav = WavWriter::new(Cursor::new(Vec::new()), spec, None)?;
/// wav.write_f32(&[0.5; 300])?;
///
/// let measured = peaks(wav.finish()?, PeakSpec::default())?;
/// assert_eq!(measured.value.windows(), 2);
/// assert!(measured.faults.is_empty());
/// # Ok::<(), bumba_audio::AudioError>(())
/// ```
pub fn peaks(source: impl Read + Seek + Send, spec: PeakSpec) -> Result<Measured<Peaks>, AudioError> {
    Ok(measure(source, spec)?.map(|(_, peaks)| peaks))
}

/// [`probe`](crate::probe()) and [`peaks`] in one reading.
///
/// # Errors
/// Those of [`peaks`].
pub fn measure(
    mut source: impl Read + Seek + Send,
    spec: PeakSpec,
) -> Result<Measured<(Probe, Peaks)>, AudioError> {
    let kind = identify_source(&mut source)?;
    if !kind.is_chunked() {
        let byte_length = source.seek(SeekFrom::End(0))?;
        let mut decoder = Decoder::open(source)?;
        let mut builder = PeakBuilder::new(spec, decoder.spec().sample_rate, decoder.spec().channels);
        let mut samples = Vec::new();
        while let Some(block) = decoder.next_block()? {
            block.to_i16(&mut samples);
            builder.push(&samples);
        }
        let probe = of_decoder(&decoder, byte_length);
        return Ok(probe.map(|probe| (probe, builder.finish())));
    }
    let layout = Walk::over(&mut source)?.ok_or(AudioError::NotSound("its header is gone"))?;
    let pcm = PcmSpan::of(&layout)?;
    let mut builder = PeakBuilder::new(spec, pcm.sample_rate, pcm.channels);
    source.seek(SeekFrom::Start(pcm.offset))?;
    let frame = pcm.frame_bytes as usize;
    let mut buffer = vec![0; READ / frame * frame];
    let mut samples = Vec::new();
    let mut left = pcm.frames * pcm.frame_bytes;
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = fill(&mut source, &mut buffer[..wanted])?;
        if read == 0 {
            break;
        }
        pcm.samples.to_i16(&buffer[..read / frame * frame], &mut samples);
        builder.push(&samples);
        left -= read as u64;
    }
    Ok(of_layout(&layout).map(|probe| (probe, builder.finish())))
}

/// Gathers peaks from 16-bit samples as they come.
pub(crate) struct PeakBuilder {
    peaks: Peaks,
    input_channels: usize,
    window: usize,
    /// Frames in the window that is open.
    filled: usize,
    /// (min, max) of the open window, for each channel that goes out.
    open: Vec<(i16, i16)>,
}

const NOTHING_YET: (i16, i16) = (i16::MAX, i16::MIN);

impl PeakBuilder {
    pub fn new(spec: PeakSpec, sample_rate: u32, channels: u16) -> Self {
        let output = if spec.split_channels { channels } else { 1 };
        Self {
            peaks: Peaks {
                sample_rate,
                samples_per_pixel: spec.samples_per_pixel.get(),
                bits: spec.bits,
                channels: output,
                data: Vec::new(),
            },
            input_channels: usize::from(channels.max(1)),
            window: spec.samples_per_pixel.get() as usize,
            filled: 0,
            open: vec![NOTHING_YET; output.into()],
        }
    }

    /// Takes whole frames of interleaved samples.
    pub fn push(&mut self, mut samples: &[i16]) {
        while !samples.is_empty() {
            let room = (self.window - self.filled).saturating_mul(self.input_channels);
            let (now, later) = samples.split_at(room.min(samples.len()));
            samples = later;
            self.widen(now);
            self.filled += now.len() / self.input_channels;
            if self.filled == self.window {
                self.shut();
            }
        }
    }

    /// The open window takes these frames in.
    fn widen(&mut self, samples: &[i16]) {
        let extent = |(low, high): (i16, i16), sample: i16| (low.min(sample), high.max(sample));
        match (self.input_channels, &mut self.open[..]) {
            (1, [only]) => *only = samples.iter().copied().fold(*only, extent),
            (2, [only]) => {
                let mixed = samples
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .map(|[a, b]| ((i32::from(*a) + i32::from(*b)) / 2) as i16);
                *only = mixed.fold(*only, extent);
            }
            (channels, [only]) => {
                let count = channels as i32;
                let sum = |frame: &[i16]| frame.iter().map(|s| i32::from(*s)).sum::<i32>();
                let mixed = samples.chunks_exact(channels).map(|frame| (sum(frame) / count) as i16);
                *only = mixed.fold(*only, extent);
            }
            (channels, open) => {
                for frame in samples.chunks_exact(channels) {
                    for (range, sample) in open.iter_mut().zip(frame) {
                        *range = extent(*range, *sample);
                    }
                }
            }
        }
    }

    fn shut(&mut self) {
        for range in &mut self.open {
            self.peaks.data.extend_from_slice(&[range.0, range.1]);
            *range = NOTHING_YET;
        }
        self.filled = 0;
    }

    pub fn finish(mut self) -> Peaks {
        if self.filled > 0 {
            self.shut();
        }
        self.peaks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(spec: PeakSpec, channels: u16, pushes: &[&[i16]]) -> Vec<i16> {
        let mut builder = PeakBuilder::new(spec, 8_000, channels);
        for samples in pushes {
            builder.push(samples);
        }
        builder.finish().data
    }

    fn windows_of(frames: u32, split_channels: bool) -> PeakSpec {
        PeakSpec {
            samples_per_pixel: NonZeroU32::new(frames).unwrap(),
            split_channels,
            ..PeakSpec::default()
        }
    }

    #[test]
    fn the_last_window_may_be_short() {
        assert_eq!(build(windows_of(2, false), 1, &[&[1, -1, 5]]), [-1, 1, 5, 5]);
        assert_eq!(build(windows_of(2, false), 1, &[&[]]), [0_i16; 0]);
    }

    #[test]
    fn channels_are_mixed_towards_zero() {
        assert_eq!(build(windows_of(1, false), 2, &[&[-3, 0, 3, 0]]), [-1, -1, 1, 1]);
        assert_eq!(build(windows_of(1, false), 3, &[&[-1, -1, 0]]), [0, 0]);
        assert_eq!(build(windows_of(1, false), 2, &[&[i16::MIN, i16::MIN]]), [i16::MIN, i16::MIN]);
    }

    #[test]
    fn channels_can_stay_apart() {
        assert_eq!(build(windows_of(2, true), 2, &[&[1, 10, 2, 20, 3, 30]]), [1, 2, 10, 20, 3, 3, 30, 30]);
    }

    #[test]
    fn coarser_peaks_are_the_peaks_of_longer_windows() {
        let sound: Vec<i16> = (0..999_i32).map(|n| (n * 7919 % 65_536 - 32_768) as i16).collect();
        for (channels, split) in [(1, false), (3, true), (3, false)] {
            let fine = PeakBuilder::new(windows_of(4, split), 8_000, channels);
            let coarse = PeakBuilder::new(windows_of(12, split), 8_000, channels);
            let [fine, coarse] = [fine, coarse].map(|mut builder| {
                builder.push(&sound);
                builder.finish()
            });
            assert_eq!(fine.coarsen(NonZeroU32::new(3).unwrap()), coarse);
        }
    }
}
