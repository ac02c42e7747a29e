use std::io::{Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use crate::bext::Bext;
use crate::cue::Cue;
use crate::decoder::Decoder;
use crate::error::AudioError;
use crate::fault::{Fault, Measured};
use crate::format::Variant;
use crate::kind::{HEAD_LENGTH, Kind, identify};
use crate::walk::{Chunk, Layout, Walk};

/// What a sound file is, and how much of it is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// The container (and for Ogg its codec), by magic bytes.
    pub kind: Kind,
    /// The media type of it.
    pub media_type: String,
    /// PRONOM's identifier (`fmt/704`), where it has one.
    pub pronom: Option<String>,
    /// The encoding of the samples: `PCM`, `IEEE float`, `FLAC`, `Vorbis`, …
    pub codec: String,
    /// Frames a second; 0 where the header does not say.
    pub sample_rate: u32,
    /// Samples in a frame; 0 where the header does not say.
    pub channels: u16,
    /// Bits of a sample before it was encoded; `None` where the codec has no such thing.
    pub bits: Option<u16>,
    /// Frames that the header promises; `None` where it does not.
    pub frames_promised: Option<u64>,
    /// Frames that can be had.
    pub frames: u64,
    /// Seconds from the first frame to the last that can be had, gaps between them counted.
    pub duration: f64,
    /// Bytes of the chunk of samples that are there; `None` for a format without one.
    pub data_bytes: Option<u64>,
    /// Bytes of the whole file.
    pub byte_length: u64,
    /// Where it comes from, as a broadcast recorder writes it.
    pub bext: Option<Bext>,
    /// Whether there is an `iXML` chunk.
    pub has_ixml: bool,
    /// Marked places.
    pub cues: Vec<Cue>,
    /// The chunks of a RIFF or AIFF file, in order.
    pub chunks: Vec<Chunk>,
}

/// Says what a sound file is, what is in it, and what is wrong with it.
///
/// Of WAVE and AIFF the headers are read and the samples counted, not read. Everything else is decoded whole, since
/// nothing less shows how many frames can be had. A recording that ends early is measured up to there.
///
/// # Errors
/// [`AudioError::NotSound`] where the bytes are of no format known here, [`AudioError::Io`] where the source fails.
pub fn probe(mut source: impl Read + Seek + Send) -> Result<Measured<Probe>, AudioError> {
    let kind = identify_source(&mut source)?;
    if kind.is_chunked() {
        let layout = Walk::over(&mut source)?.ok_or(AudioError::NotSound("its header is gone"))?;
        return Ok(of_layout(&layout));
    }
    let byte_length = source.seek(SeekFrom::End(0))?;
    match Decoder::open(source) {
        Ok(mut decoder) => {
            while decoder.next_block()?.is_some() {}
            Ok(of_decoder(&decoder, byte_length))
        }
        Err(AudioError::NotDecodable(reason)) => {
            let value = Probe { byte_length, ..nothing_of(kind) };
            Ok(Measured { value, faults: vec![Fault::NotDecodable { reason }] })
        }
        Err(error) => Err(error),
    }
}

/// The kind of a source, by the bytes at its beginning; looks past an ID3 tag of any length. Leaves it at its beginning.
pub(crate) fn identify_source<R: Read + Seek>(source: &mut R) -> Result<Kind, AudioError> {
    let head = read_at(source, 0, HEAD_LENGTH)?;
    if head.is_empty() {
        return Err(AudioError::NotSound("the file is empty"));
    }
    let mut kind = identify(&head);
    if let Some(tag) = crate::kind::id3_length(&head).filter(|tag| *tag >= head.len() as u64) {
        let behind = read_at(source, tag, HEAD_LENGTH)?;
        kind = identify(&behind).filter(|kind| matches!(kind, Kind::Flac | Kind::Mp3));
    }
    source.seek(SeekFrom::Start(0))?;
    kind.ok_or(AudioError::NotSound("its first bytes are none of theirs"))
}

fn read_at<R: Read + Seek>(source: &mut R, from: u64, length: usize) -> Result<Vec<u8>, AudioError> {
    source.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::with_capacity(length);
    source.by_ref().take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The probe of a walked file. The copying pass and the reading one both end here.
pub(crate) fn of_layout(layout: &Layout) -> Measured<Probe> {
    let mut faults = layout.faults.clone();
    let mut value = Probe {
        pronom: pronom(layout).map(str::to_owned),
        data_bytes: layout.data.map(|data| data.found),
        byte_length: layout.length,
        bext: layout.bext.clone(),
        has_ixml: layout.has_ixml,
        cues: layout.cues.clone(),
        chunks: layout.chunks.clone(),
        ..nothing_of(layout.kind)
    };
    let Some(format) = &layout.format else {
        faults.push(Fault::NotDecodable { reason: "no header says how the samples lie".into() });
        return Measured { value, faults };
    };
    value.codec.clone_from(&format.codec);
    value.sample_rate = format.sample_rate;
    value.channels = format.channels;
    value.bits = format.bits;
    value.frames_promised = format.frames;
    match (&format.samples, format.frame_bytes(), layout.data) {
        (Ok(_), Some(frame), Some(data)) => {
            value.frames_promised = format.frames.or(data.claimed.map(|bytes| bytes / frame));
            value.frames = data.found / frame;
            if let Some(claimed) = data.claimed.filter(|claimed| claimed % frame != 0) {
                faults.push(Fault::HeaderField { field: "data size".into(), claimed });
            }
            value.duration = seconds(value.frames, value.sample_rate);
            faults.extend(count(value.frames_promised, value.frames, value.sample_rate));
        }
        (Err(reason), ..) => faults.push(Fault::NotDecodable { reason: reason.clone() }),
        _ => faults.push(Fault::NotDecodable { reason: "there are no samples".into() }),
    }
    Measured { value, faults }
}

/// The probe of a stream that was decoded to its end.
pub(crate) fn of_decoder(decoder: &Decoder<'_>, byte_length: u64) -> Measured<Probe> {
    let spec = decoder.spec();
    let frames = decoder.position().saturating_sub(decoder.silent_frames());
    let mut faults = decoder.faults();
    faults.extend(count(spec.frames_promised, frames, spec.sample_rate));
    let value = Probe {
        codec: spec.codec.clone(),
        sample_rate: spec.sample_rate,
        channels: spec.channels,
        bits: spec.bits,
        frames_promised: spec.frames_promised,
        frames,
        duration: seconds(decoder.position(), spec.sample_rate),
        byte_length,
        ..nothing_of(decoder.kind())
    };
    Measured { value, faults }
}

fn count(promised: Option<u64>, found: u64, sample_rate: u32) -> Option<Fault> {
    let promised = promised?;
    match found.cmp(&promised) {
        std::cmp::Ordering::Less => Some(Fault::FramesMissing { promised, found, sample_rate }),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Fault::FramesBeyond { promised, found }),
    }
}

fn seconds(frames: u64, sample_rate: u32) -> f64 {
    if sample_rate == 0 { 0.0 } else { frames as f64 / f64::from(sample_rate) }
}

fn nothing_of(kind: Kind) -> Probe {
    let (pronom, codec) = match kind {
        Kind::Aiff => (Some("fmt/414"), "PCM"),
        Kind::Aifc => (Some("x-fmt/136"), "unknown"),
        Kind::Flac => (Some("fmt/279"), "FLAC"),
        Kind::Mp3 => (Some("fmt/134"), "MP3"),
        Kind::OggVorbis => (Some("fmt/203"), "Vorbis"),
        Kind::OggFlac => (Some("fmt/947"), "FLAC"),
        Kind::OggOpus => (Some("fmt/946"), "Opus"),
        Kind::Wav => (Some("fmt/6"), "unknown"),
        Kind::Rf64 => (Some("fmt/712"), "unknown"),
        Kind::Bw64 => (None, "unknown"),
    };
    Probe {
        kind,
        media_type: kind.media_type().into(),
        pronom: pronom.map(str::to_owned),
        codec: codec.into(),
        sample_rate: 0,
        channels: 0,
        bits: None,
        frames_promised: None,
        frames: 0,
        duration: 0.0,
        data_bytes: None,
        byte_length: 0,
        bext: None,
        has_ixml: false,
        cues: Vec::new(),
        chunks: Vec::new(),
    }
}

/// PRONOM tells WAVE apart by its `fmt ` and by the version of `bext`.
fn pronom(layout: &Layout) -> Option<&'static str> {
    let variant = layout.format.as_ref().map(|format| format.variant);
    let version = layout.bext.as_ref().map(|bext| bext.version);
    Some(match (layout.kind, version, variant) {
        (Kind::Aiff, ..) => "fmt/414",
        (Kind::Aifc, ..) => "x-fmt/136",
        (Kind::Rf64, None, _) => "fmt/712",
        (Kind::Rf64, Some(_), _) => "fmt/713",
        (Kind::Wav, None, Some(Variant::Pcm)) => "fmt/141",
        (Kind::Wav, None, Some(Variant::Ex)) => "fmt/142",
        (Kind::Wav, None, Some(Variant::Extensible)) => "fmt/143",
        (Kind::Wav, None, _) => "fmt/6",
        (Kind::Wav, Some(0), Some(Variant::Pcm)) => "fmt/703",
        (Kind::Wav, Some(1), Some(Variant::Pcm)) => "fmt/704",
        (Kind::Wav, Some(2), Some(Variant::Pcm)) => "fmt/705",
        (Kind::Wav, Some(0), Some(Variant::Mpeg)) => "fmt/706",
        (Kind::Wav, Some(1), Some(Variant::Mpeg)) => "fmt/707",
        (Kind::Wav, Some(2), Some(Variant::Mpeg)) => "fmt/708",
        (Kind::Wav, Some(0), Some(Variant::Extensible)) => "fmt/709",
        (Kind::Wav, Some(1), Some(Variant::Extensible)) => "fmt/710",
        (Kind::Wav, Some(2), Some(Variant::Extensible)) => "fmt/711",
        (Kind::Wav, Some(0), _) => "fmt/1",
        (Kind::Wav, Some(1), _) => "fmt/2",
        (Kind::Wav, Some(_), _) => "fmt/527",
        _ => return None,
    })
}
