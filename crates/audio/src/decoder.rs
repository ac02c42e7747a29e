use std::io::{self, Read, Seek, SeekFrom};

use crate::error::AudioError;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::packets::Packets;
use crate::probe::identify_source;
use crate::sample::SampleFormat;
use crate::walk::Walk;

/// Frames in a block of PCM, at most.
const BLOCK_FRAMES: u64 = 4096;

/// What a decoder gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    /// The encoding in the file: `PCM`, `IEEE float`, `FLAC`, `MP3`, `Vorbis`, …
    pub codec: String,
    /// Frames a second; never 0.
    pub sample_rate: u32,
    /// Samples in a frame; 1 to [`MAX_CHANNELS`](crate::MAX_CHANNELS).
    pub channels: u16,
    /// Bits of a sample before it was encoded; `None` where the codec has no such thing.
    pub bits: Option<u16>,
    /// Frames that the header promises; `None` where it does not.
    pub frames_promised: Option<u64>,
}

/// Some frames in a row, their samples interleaved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block<'a> {
    /// The first frame's number, counted from 0.
    pub first_frame: u64,
    /// Samples in a frame.
    pub channels: u16,
    /// `frames × channels` samples.
    pub samples: Samples<'a>,
}

/// Samples as the codec has them: nothing is lost before the caller chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Samples<'a> {
    /// Integers, left-justified: full scale is ±2^31 whatever the bits in the file.
    Int(&'a [i32]),
    /// Floats, full scale ±1.0; may go beyond.
    Float(&'a [f32]),
}

impl Block<'_> {
    /// How many frames are in the block.
    #[must_use]
    pub fn frames(&self) -> usize {
        let samples = match self.samples {
            Samples::Int(samples) => samples.len(),
            Samples::Float(samples) => samples.len(),
        };
        samples / usize::from(self.channels.max(1))
    }

    /// Replaces `out` by the samples as floats, full scale ±1.0.
    pub fn to_f32(&self, out: &mut Vec<f32>) {
        out.clear();
        match self.samples {
            Samples::Int(samples) => {
                out.extend(samples.iter().map(|s| (f64::from(*s) / 2_147_483_648.0) as f32));
            }
            Samples::Float(samples) => out.extend_from_slice(samples),
        }
    }

    /// Replaces `out` by the samples as 16-bit integers: integers lose their low bits, floats are rounded and held
    /// within full scale.
    pub fn to_i16(&self, out: &mut Vec<i16>) {
        out.clear();
        match self.samples {
            Samples::Int(samples) => out.extend(samples.iter().map(|s| (s >> 16) as i16)),
            Samples::Float(samples) => {
                out.extend(samples.iter().map(|s| (s * f32::from(i16::MAX)).round_ties_even() as i16));
            }
        }
    }
}

/// Gives a recording block by block, with memory for one block alone.
///
/// ```
/// # use std::{io::Cursor, num::NonZeroU32};
/// use bumba_audio::{Decoder, WavSpec, WavWriter};
///
/// let spec = WavSpec { sample_rate: 48_000, channels: 1, bits: 24 };
/// let mut wav = WavWriter::new(Cursor::new(Vec::new()), spec, None)?;
/// wav.write_f32(&[0.0, 0.5, -0.5])?;
/// let file = wav.finish()?;
///
/// let mut decoder = Decoder::open(file)?;
/// decoder.seek(1)?;
/// let mut samples = Vec::new();
/// while let Some(block) = decoder.next_block()? {
///     block.to_i16(&mut samples);
/// }
/// assert_eq!(samples, [16_384, -16_384]);
/// # Ok::<(), bumba_audio::AudioError>(())
/// ```
pub struct Decoder<'s> {
    kind: Kind,
    spec: Spec,
    inner: Inner<'s>,
}

enum Inner<'s> {
    Pcm(Box<Pcm<'s>>),
    Packets(Box<Packets<'s>>),
}

impl<'s> Decoder<'s> {
    /// Opens a recording at its first frame.
    ///
    /// # Errors
    /// [`AudioError::NotSound`], [`AudioError::NotDecodable`], [`AudioError::Io`].
    pub fn open(mut source: impl Read + Seek + Send + 's) -> Result<Self, AudioError> {
        let kind = identify_source(&mut source)?;
        if kind.is_chunked() {
            let pcm = Pcm::open(Box::new(source))?;
            return Ok(Self { kind, spec: pcm.spec.clone(), inner: Inner::Pcm(Box::new(pcm)) });
        }
        let packets = Packets::open(Box::new(source), kind)?;
        Ok(Self { kind, spec: packets.spec().clone(), inner: Inner::Packets(Box::new(packets)) })
    }

    /// The format of the file.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What comes out.
    #[must_use]
    pub const fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The number of the frame that comes next; at the end, how many there are.
    #[must_use]
    pub fn position(&self) -> u64 {
        match &self.inner {
            Inner::Pcm(pcm) => pcm.next,
            Inner::Packets(packets) => packets.position(),
        }
    }

    /// Frames of silence among those given so far, each in the place of one that could not be decoded.
    #[must_use]
    pub fn silent_frames(&self) -> u64 {
        match &self.inner {
            Inner::Pcm(_) => 0,
            Inner::Packets(packets) => packets.silent(),
        }
    }

    /// What was found wrong so far. That frames are missing is for the caller to see, who knows whether this is the end.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        match &self.inner {
            Inner::Pcm(pcm) => pcm.faults.clone(),
            Inner::Packets(packets) => packets.faults(),
        }
    }

    /// The next frames; `None` at the end. Where sound cannot be decoded silence comes in
    /// its place, as long as the packet says, and [`Decoder::faults`] tells it.
    ///
    /// # Errors
    /// [`AudioError::Io`] where the source fails.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, AudioError> {
        match &mut self.inner {
            Inner::Pcm(pcm) => pcm.next_block(),
            Inner::Packets(packets) => packets.next_block(),
        }
    }

    /// Goes to a frame, so that the next block begins with exactly it. A compressed stream may have to be decoded
    /// from some way before.
    ///
    /// # Errors
    /// [`AudioError::NoSuchFrame`] beyond the end, [`AudioError::Io`] where the source fails,
    /// [`AudioError::NotDecodable`] for Ogg that holds several streams at once.
    pub fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        match &mut self.inner {
            Inner::Pcm(pcm) => pcm.seek(frame),
            Inner::Packets(packets) => packets.seek(frame),
        }
    }
}

/// What a decoder reads from.
pub(crate) trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// Samples that lie in the file as they are.
struct Pcm<'s> {
    source: Box<dyn Source + 's>,
    spec: Spec,
    samples: SampleFormat,
    offset: u64,
    frame_bytes: u64,
    frames: u64,
    next: u64,
    faults: Vec<Fault>,
    bytes: Vec<u8>,
    ints: Vec<i32>,
    floats: Vec<f32>,
}

impl<'s> Pcm<'s> {
    fn open(mut source: Box<dyn Source + 's>) -> Result<Self, AudioError> {
        let layout = Walk::over(&mut source)?.ok_or(AudioError::NotSound("its header is gone"))?;
        let pcm = PcmSpan::of(&layout)?;
        let probe = crate::probe::of_layout(&layout);
        source.seek(SeekFrom::Start(pcm.offset))?;
        Ok(Self {
            source,
            spec: Spec {
                codec: probe.value.codec,
                sample_rate: probe.value.sample_rate,
                channels: probe.value.channels,
                bits: probe.value.bits,
                frames_promised: probe.value.frames_promised,
            },
            samples: pcm.samples,
            offset: pcm.offset,
            frame_bytes: pcm.frame_bytes,
            frames: pcm.frames,
            next: 0,
            faults: layout.faults,
            bytes: Vec::new(),
            ints: Vec::new(),
            floats: Vec::new(),
        })
    }

    fn next_block(&mut self) -> Result<Option<Block<'_>>, AudioError> {
        let frames = BLOCK_FRAMES.min(self.frames.saturating_sub(self.next));
        // At most 4096 × 256 channels × 8 bytes: 8 MiB.
        self.bytes.resize((frames * self.frame_bytes) as usize, 0);
        let read = fill(&mut self.source, &mut self.bytes)? as u64 / self.frame_bytes;
        if read == 0 {
            return Ok(None);
        }
        let bytes = &self.bytes[..(read * self.frame_bytes) as usize];
        let samples = if self.samples.is_float() {
            self.samples.to_f32(bytes, &mut self.floats);
            Samples::Float(&self.floats)
        } else {
            self.samples.to_i32(bytes, &mut self.ints);
            Samples::Int(&self.ints)
        };
        let first_frame = self.next;
        self.next += read;
        Ok(Some(Block { first_frame, channels: self.spec.channels, samples }))
    }

    fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        if frame > self.frames {
            return Err(AudioError::NoSuchFrame { asked: frame, frames: self.frames });
        }
        self.source.seek(SeekFrom::Start(self.offset + frame * self.frame_bytes))?;
        self.next = frame;
        Ok(())
    }
}

/// Where samples lie that can be read, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PcmSpan {
    pub samples: SampleFormat,
    pub channels: u16,
    pub sample_rate: u32,
    pub offset: u64,
    pub frame_bytes: u64,
    pub frames: u64,
}

impl PcmSpan {
    pub fn of(layout: &crate::walk::Layout) -> Result<Self, AudioError> {
        let format = layout
            .format
            .as_ref()
            .ok_or_else(|| AudioError::NotDecodable("no header says how the samples lie".into()))?;
        let samples = format.samples.clone().map_err(AudioError::NotDecodable)?;
        let data = layout.data.ok_or_else(|| AudioError::NotDecodable("there are no samples".into()))?;
        let frame_bytes = samples.bytes() as u64 * u64::from(format.channels);
        Ok(Self {
            samples,
            channels: format.channels,
            sample_rate: format.sample_rate,
            offset: data.offset,
            frame_bytes,
            frames: data.found / frame_bytes,
        })
    }
}

/// Reads until the buffer is full or the source ends; says how much was had.
pub(crate) fn fill<R: Read + ?Sized>(source: &mut R, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
