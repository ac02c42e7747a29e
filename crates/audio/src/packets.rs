//! FLAC, MP3 and Ogg, which symphonia decodes.
//!
//! Every way in which it can stop is turned into what a recording is: an end, a gap, a fault. It is not wrapped in
//! `catch_unwind`: its readers are checked on hostile bytes in this crate's tests, and a panic there should be seen.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use symphonia::core::audio::Channels;
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::common::Limit;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, SeekMode, SeekTo, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;
use symphonia::core::units::Timestamp;

use crate::MAX_CHANNELS;
use crate::decoder::{Block, Samples, Source, Spec, fill};
use crate::error::AudioError;
use crate::fault::Fault;
use crate::kind::{HEAD_LENGTH, Kind, id3_length, mpeg_frame_length};

/// The most faulty packets in a row that are passed over before the stream is taken to be at its end.
const PATIENCE: u32 = 4096;
/// Frames in a packet, at most (FLAC: 65 535).
const LONGEST_PACKET: usize = 1 << 16;
/// Frames of padding at the end of an MP3, at most: 12 bits in LAME's header.
const LONGEST_PADDING: u64 = 4095;
/// Seconds of silence that are put in for frames that are not there, at most: numbers can lie.
const MOST_SILENCE: u64 = 600;

pub(crate) struct Packets<'s> {
    format: Box<dyn FormatReader + 's>,
    decoder: Box<dyn AudioDecoder>,
    kind: Kind,
    track: u32,
    /// A packet that waits until the gap before it has been filled.
    held: Option<Packet>,
    spec: Spec,
    is_float: bool,
    /// Frames before this one are decoded and thrown away, after a seek.
    from: u64,
    next: u64,
    over: bool,
    sought: bool,
    refused: u64,
    /// Frames that stand behind the count in an MP3's header; symphonia cuts them off.
    beyond: u64,
    silent: u64,
    first_refusal: Option<(u64, String)>,
    faults: Vec<Fault>,
    ints: Vec<i32>,
    floats: Vec<f32>,
}

impl<'s> Packets<'s> {
    pub fn open(mut source: Box<dyn Source + 's>, kind: Kind) -> Result<Self, AudioError> {
        let length = source.seek(SeekFrom::End(0))?;
        let mut faults = Vec::new();
        // What an MP3 does not count is guessed from its first frame's bitrate, which is nothing to trust.
        let mut counts = true;
        match kind {
            Kind::Mp3 => counts = mp3_counts_its_frames(&mut source)?,
            Kind::OggVorbis | Kind::OggFlac if !ogg_ends(&mut source, length)? => {
                faults.push(Fault::EndMissing);
            }
            _ => {}
        }
        source.seek(SeekFrom::Start(0))?;
        let source = Shared { source: Mutex::new(source), length };
        let stream = MediaSourceStream::new(Box::new(source), Default::default());
        let metadata = MetadataOptions::default()
            .limit_tag_bytes(Limit::Maximum(1 << 20))
            .limit_visual_bytes(Limit::Maximum(1 << 24));
        let mut hint = Hint::new();
        hint.with_extension(kind.extension());
        let format = symphonia::default::get_probe()
            .probe(&hint, stream, FormatOptions::default(), metadata)
            .map_err(not_decodable)?;
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| AudioError::NotDecodable("there is no stream of sound in it".into()))?;
        let (decoder, parameters) = decoder_of(track, counts)?;
        let spec = spec_of(track, &parameters, kind, counts)?;
        Ok(Self {
            kind,
            track: track.id,
            held: None,
            is_float: !matches!(kind, Kind::Flac | Kind::OggFlac),
            format,
            decoder,
            spec,
            from: 0,
            next: 0,
            over: false,
            sought: false,
            refused: 0,
            beyond: 0,
            silent: 0,
            first_refusal: None,
            faults,
            ints: Vec::new(),
            floats: Vec::new(),
        })
    }

    pub const fn spec(&self) -> &Spec {
        &self.spec
    }

    pub const fn position(&self) -> u64 {
        self.next
    }

    /// Frames of silence that stand for what could not be decoded.
    pub const fn silent(&self) -> u64 {
        self.silent
    }

    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.faults.clone();
        if let Some((first_at_frame, message)) = &self.first_refusal {
            faults.push(Fault::DecodeErrors {
                first_at_frame: *first_at_frame,
                count: self.refused,
                message: message.clone(),
            });
        }
        if let Some(promised) = self.spec.frames_promised
            && self.kind == Kind::Mp3
            && self.beyond > LONGEST_PADDING
        {
            faults.push(Fault::FramesBeyond { promised, found: promised + self.beyond });
        }
        faults
    }

    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, AudioError> {
        let channels = usize::from(self.spec.channels);
        let mut patience = PATIENCE;
        while !self.over && patience > 0 {
            let held = self.held.take().map(Some);
            let packet = match held.map_or_else(|| self.format.next_packet(), Ok) {
                Ok(Some(packet)) => packet,
                Ok(None) => break,
                Err(Error::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                    return Err(error.into());
                }
                // The file ends within a packet: what is missing shows in the count of frames.
                Err(Error::IoError(_)) => break,
                Err(Error::ResetRequired) => {
                    if self.begin_again() {
                        continue;
                    }
                    self.faults.push(Fault::FormatChanges { at_frame: self.next });
                    self.over = true;
                    break;
                }
                Err(error) => {
                    // Symphonia calls these final. Some readers go on; those that do not, end.
                    self.refuse(&error);
                    patience -= 1;
                    continue;
                }
            };
            if packet.track_id != self.track {
                continue;
            }
            if let Some(gap) = self.gap_before(&packet) {
                self.held = Some(packet);
                self.ints.clear();
                self.ints.resize(gap * channels, 0);
                self.silent += gap as u64;
                let first_frame = self.next;
                self.next += gap as u64;
                return Ok(Some(Block {
                    first_frame,
                    channels: self.spec.channels,
                    samples: Samples::Int(&self.ints),
                }));
            }
            self.beyond = self.beyond.max(packet.trim_end.get());
            let refusal = match self.decoder.decode(&packet) {
                Ok(sound)
                    if sound.num_planes() != channels || sound.spec().rate() != self.spec.sample_rate =>
                {
                    self.faults.push(Fault::FormatChanges { at_frame: self.next });
                    self.over = true;
                    break;
                }
                Ok(sound) => {
                    if self.is_float {
                        sound.copy_to_vec_interleaved(&mut self.floats);
                    } else {
                        sound.copy_to_vec_interleaved(&mut self.ints);
                    }
                    None
                }
                Err(Error::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                    return Err(error.into());
                }
                Err(error) => Some(error),
            };
            if let Some(error) = refusal {
                self.refuse(&error);
                patience -= 1;
                // Silence in its place: what comes after stays at its time.
                let gap = usize::try_from(packet.dur.get()).unwrap_or(0).min(LONGEST_PACKET);
                self.silent += gap as u64;
                self.ints.clear();
                self.floats.clear();
                if self.is_float {
                    self.floats.resize(gap * channels, 0.0);
                } else {
                    self.ints.resize(gap * channels, 0);
                }
            } else {
                patience = PATIENCE;
            }
            let had = if self.is_float { self.floats.len() } else { self.ints.len() } / channels;
            if self.sought && had > 0 {
                // The first sound after a seek says where we are; Vorbis gives none for its first packet.
                self.sought = false;
                self.next = u64::try_from(packet.pts.get()).unwrap_or(0);
            }
            let passed = usize::try_from(self.from.saturating_sub(self.next)).unwrap_or(usize::MAX).min(had);
            let first_frame = self.next + passed as u64;
            self.next += had as u64;
            if passed == had {
                continue;
            }
            let samples = if self.is_float {
                Samples::Float(&self.floats[passed * channels..])
            } else {
                Samples::Int(&self.ints[passed * channels..])
            };
            return Ok(Some(Block { first_frame, channels: self.spec.channels, samples }));
        }
        if !self.over {
            self.over = true;
            // Only a stream heard from its beginning has the sum of the whole.
            if self.decoder.finalize().verify_ok == Some(false) && self.from == 0 && self.refused == 0 {
                self.faults.push(Fault::ChecksumWrong);
            }
        }
        Ok(None)
    }

    /// FLAC numbers its frames, and symphonia passes over a damaged one without a word: the gap shows in the numbers.
    fn gap_before(&self, packet: &Packet) -> Option<usize> {
        let limit = u64::from(self.spec.sample_rate) * MOST_SILENCE;
        if self.kind != Kind::Flac || self.sought || self.silent >= limit {
            return None;
        }
        let begins = u64::try_from(packet.pts.get()).ok()?;
        let gap = begins.checked_sub(self.next).filter(|gap| (1..=limit).contains(gap))?;
        Some(usize::try_from(gap).unwrap_or(usize::MAX).min(LONGEST_PACKET))
    }

    pub fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let beyond =
            |asked| AudioError::NoSuchFrame { asked, frames: self.spec.frames_promised.unwrap_or(self.next) };
        if self.format.tracks().len() > 1 {
            // Symphonia 0.6.1 never comes back from this: its search waits for a packet that it does not take.
            return Err(AudioError::NotDecodable("it holds several streams, and cannot be sought in".into()));
        }
        let ts = Timestamp::new(i64::try_from(frame).map_err(|_| beyond(frame))?);
        match self.format.seek(SeekMode::Accurate, SeekTo::Timestamp { ts, track_id: self.track }) {
            Ok(_) => {}
            Err(Error::IoError(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
                return Err(error.into());
            }
            Err(Error::SeekError(_) | Error::IoError(_)) => return Err(beyond(frame)),
            Err(error) => return Err(not_decodable(error)),
        }
        self.decoder.reset();
        self.held = None;
        self.beyond = 0;
        self.from = frame;
        self.next = frame;
        self.over = false;
        self.sought = true;
        Ok(())
    }

    fn refuse(&mut self, error: &Error) {
        self.refused += 1;
        self.first_refusal.get_or_insert_with(|| (self.next, error.to_string()));
    }

    /// A chained Ogg stream starts anew. True where it goes on with the same sample rate and channels.
    fn begin_again(&mut self) -> bool {
        let Some(track) = self.format.default_track(TrackType::Audio) else { return false };
        let Ok((decoder, parameters)) = decoder_of(track, true) else { return false };
        let same = parameters.sample_rate == Some(self.spec.sample_rate)
            && parameters.channels.as_ref().map(Channels::count) == Some(usize::from(self.spec.channels));
        self.track = track.id;
        self.decoder = decoder;
        same
    }
}

fn decoder_of(
    track: &Track,
    gapless: bool,
) -> Result<(Box<dyn AudioDecoder>, AudioCodecParameters), AudioError> {
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(AudioError::NotDecodable("its codec is not known".into()));
    };
    let options = AudioDecoderOptions::default().gapless(gapless).verify(true);
    let decoder =
        symphonia::default::get_codecs().make_audio_decoder(parameters, &options).map_err(not_decodable)?;
    Ok((decoder, parameters.clone()))
}

fn spec_of(
    track: &Track,
    parameters: &AudioCodecParameters,
    kind: Kind,
    counts: bool,
) -> Result<Spec, AudioError> {
    let claim = |what: &str, value: &dyn std::fmt::Display| {
        AudioError::NotDecodable(format!("the header claims {what} {value}"))
    };
    let sample_rate =
        parameters.sample_rate.filter(|rate| *rate > 0).ok_or_else(|| claim("a sample rate of", &0))?;
    let channels = parameters.channels.as_ref().map_or(0, Channels::count);
    let channels = u16::try_from(channels)
        .ok()
        .filter(|channels| (1..=MAX_CHANNELS).contains(channels))
        .ok_or_else(|| claim("a number of channels of", &channels))?;
    Ok(Spec {
        codec: match kind {
            Kind::Flac | Kind::OggFlac => "FLAC",
            Kind::Mp3 => "MP3",
            Kind::OggOpus => "Opus",
            _ => "Vorbis",
        }
        .into(),
        sample_rate,
        channels,
        bits: match kind {
            Kind::Flac | Kind::OggFlac => {
                parameters.bits_per_sample.and_then(|bits| u16::try_from(bits).ok())
            }
            _ => None,
        },
        // FLAC writes 0 where its encoder did not know.
        frames_promised: track.num_frames.filter(|frames| counts && *frames > 0),
    })
}

fn not_decodable(error: Error) -> AudioError {
    match error {
        Error::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            AudioError::NotDecodable("it ends within its headers".into())
        }
        Error::IoError(error) => AudioError::Io(error),
        error => AudioError::NotDecodable(error.to_string()),
    }
}

/// Whether the first frame is a Xing, Info or VBRI header, which counts the frames.
fn mp3_counts_its_frames<R: Read + Seek>(source: &mut R) -> io::Result<bool> {
    let mut head = vec![0; HEAD_LENGTH];
    source.seek(SeekFrom::Start(0))?;
    let mut length = fill(source, &mut head)?;
    if let Some(tag) = id3_length(&head[..length]) {
        source.seek(SeekFrom::Start(tag))?;
        length = fill(source, &mut head)?;
    }
    let head = &head[..length];
    let frame = mpeg_frame_length(head).and_then(|length| head.get(..length)).unwrap_or_default();
    Ok(frame.windows(4).take(64).any(|word| matches!(word, b"Xing" | b"Info" | b"VBRI")))
}

/// Whether the last page in the file says that it is the last (RFC 3533 section 6: flag 4 of the sixth byte).
fn ogg_ends<R: Read + Seek>(source: &mut R, length: u64) -> io::Result<bool> {
    // A page is never longer than 65,307 bytes.
    let from = length.saturating_sub(65_307);
    source.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::with_capacity(65_307);
    source.by_ref().take(65_307).read_to_end(&mut tail)?;
    let page = tail.windows(6).rposition(|window| window.starts_with(b"OggS\0"));
    Ok(page.is_some_and(|at| tail[at + 5] & 4 != 0 && page_is_whole(&tail[at..])))
}

fn page_is_whole(page: &[u8]) -> bool {
    let Some(segments) = page.get(26).map(|count| usize::from(*count)) else { return false };
    let Some(table) = page.get(27..27 + segments) else { return false };
    let body: usize = table.iter().map(|length| usize::from(*length)).sum();
    page.len() >= 27 + segments + body
}

/// A source that symphonia may hold: it asks for `Sync`, though it never reads from two threads.
struct Shared<'s> {
    source: Mutex<Box<dyn Source + 's>>,
    length: u64,
}

impl<'s> Shared<'s> {
    fn source(&mut self) -> &mut Box<dyn Source + 's> {
        self.source.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source().read(buffer)
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source().seek(to)
    }
}

impl MediaSource for Shared<'_> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}
