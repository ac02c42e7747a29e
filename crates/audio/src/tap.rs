use crate::fault::Measured;
use crate::peaks::{PeakBuilder, PeakSpec, Peaks};
use crate::probe::{Probe, of_layout};
use crate::sample::SampleFormat;
use crate::walk::Walk;

/// Measures a WAVE file while its bytes go by: the copying pass of an ingest.
///
/// Fed with the whole file in portions of any size it gives what [`measure`](crate::measure) gives of the same file.
/// It also takes AIFF whose `COMM` comes first, as it nearly always does. Of anything else, and of samples that come
/// before their header, it says [`None`] at the end: such a file must be read again. Memory: the peaks, and the small
/// chunks.
///
/// ```
/// # use std::io::Cursor;
/// use bumba_audio::{PeakSpec, WavSpec, WavTap, WavWriter};
///
/// let spec = WavSpec { sample_rate: 48_000, channels: 2, bits: 24 };
/// let mut wav = WavWriter::new(Cursor::new(Vec::new()), spec, None)?;
/// wav.write_f32(&[0.25; 2000])?;
/// let file = wav.finish()?.into_inner();
///
/// let mut tap = WavTap::new(PeakSpec::default());
/// for portion in file.chunks(333) {
///     tap.push(portion);
/// }
/// let (probe, peaks) = tap.finish().expect("it is WAVE").value;
/// assert_eq!((probe.frames, peaks.windows()), (1000, 4));
/// # Ok::<(), bumba_audio::AudioError>(())
/// ```
pub struct WavTap {
    spec: PeakSpec,
    walk: Walk,
    length: u64,
    gathering: Option<Gathering>,
    given_up: bool,
}

struct Gathering {
    samples: SampleFormat,
    frame: usize,
    builder: PeakBuilder,
    /// The beginning of a frame whose rest comes with the next portion.
    rest: Vec<u8>,
    values: Vec<i16>,
}

impl WavTap {
    /// A tap for one file.
    #[must_use]
    pub fn new(spec: PeakSpec) -> Self {
        Self { spec, walk: Walk::new(), length: 0, gathering: None, given_up: false }
    }

    /// The next bytes of the file.
    pub fn push(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        while !bytes.is_empty() && !self.given_up {
            let (used, samples) = self.walk.push(bytes);
            bytes = &bytes[used..];
            if let Some(samples) = samples {
                self.take(samples);
            }
            self.given_up |= self.walk.is_refused();
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        if self.gathering.is_none() {
            self.gathering = self.begin();
            self.given_up = self.gathering.is_none();
        }
        if let Some(gathering) = &mut self.gathering {
            gathering.take(bytes);
        }
    }

    fn begin(&self) -> Option<Gathering> {
        let format = self.walk.format()?;
        let samples = format.samples.clone().ok()?;
        Some(Gathering {
            samples,
            frame: samples.bytes() * usize::from(format.channels),
            builder: PeakBuilder::new(self.spec, format.sample_rate, format.channels),
            rest: Vec::new(),
            values: Vec::new(),
        })
    }

    /// The file is at its end. `None`: not a file that can be measured in passing.
    #[must_use]
    pub fn finish(self) -> Option<Measured<(Probe, Peaks)>> {
        if self.given_up {
            return None;
        }
        // A data chunk of no bytes has peaks too: none.
        let gathering = self.gathering.or_else(|| {
            let format = self.walk.format()?;
            let samples = format.samples.clone().ok()?;
            let builder = PeakBuilder::new(self.spec, format.sample_rate, format.channels);
            Some(Gathering { samples, frame: 1, builder, rest: Vec::new(), values: Vec::new() })
        });
        let layout = self.walk.finish(self.length)?;
        layout.data?;
        let peaks = gathering?.builder.finish();
        Some(of_layout(&layout).map(|probe| (probe, peaks)))
    }
}

impl Gathering {
    fn take(&mut self, mut bytes: &[u8]) {
        if !self.rest.is_empty() {
            let missing = (self.frame - self.rest.len()).min(bytes.len());
            self.rest.extend_from_slice(&bytes[..missing]);
            bytes = &bytes[missing..];
            if self.rest.len() < self.frame {
                return;
            }
            self.samples.to_i16(&self.rest, &mut self.values);
            self.builder.push(&self.values);
            self.rest.clear();
        }
        let whole = bytes.len() / self.frame * self.frame;
        self.samples.to_i16(&bytes[..whole], &mut self.values);
        self.builder.push(&self.values);
        self.rest.extend_from_slice(&bytes[whole..]);
    }
}
