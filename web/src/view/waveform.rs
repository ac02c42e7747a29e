//! A waveform that is there without scripts: peaks drawn as one path.
//!
//! Peaks: audiowaveform data format, version 1 or 2, 8 or 16 bit, little-endian: version, flags (bit 0: 8 bit), sample
//! rate, samples a peak, number of peaks (`u32` each), in version 2 the number of channels; then min, max a peak and channel.

use std::{fmt::Write as _, io};

use askama::Template;
use bumba_store::Blob;

/// The most bytes that are read for one column: a long tape is sampled, not read whole.
const READ: usize = 4096;

/// A drawn waveform.
#[derive(Clone, Debug, Template)]
#[template(
    ext = "html",
    source = r#"<svg class="wave" viewBox="0 -{{ loudest }} {{ columns }} {{ loudest * 2 }}" preserveAspectRatio="none" width="100%" height="{{ height }}" aria-hidden="true" focusable="false"><path d="{{ path }}"/></svg>"#
)]
pub struct Waveform {
    /// How many columns it has.
    pub columns: u32,
    /// Half of what is drawn is so high: the loudest peak, so that a quiet tape fills the strip too; 24 at least, so that
    /// hiss does not look like song.
    pub loudest: u16,
    /// Its height, as SVG has it.
    pub height: &'static str,
    /// The path.
    pub path: String,
}

struct Header {
    at: u64,
    sample: u64,
    channels: u64,
    peaks: u64,
}

/// Draws peaks in so many columns; none where the bytes are no peaks. Blocks.
///
/// # Errors
/// What the medium says.
pub fn draw(peaks: &dyn Blob, columns: u32, height: &'static str) -> io::Result<Option<Waveform>> {
    let Some(header) = header(peaks)? else { return Ok(None) };
    let columns = columns.min(u32::try_from(header.peaks).unwrap_or(u32::MAX));
    if columns == 0 {
        return Ok(None);
    }
    let peak = header.sample * 2 * header.channels;
    let mut tops = Vec::with_capacity(columns as usize);
    let mut buffer = vec![0; READ];
    for column in 0..u64::from(columns) {
        let from = column * header.peaks / u64::from(columns);
        let to = ((column + 1) * header.peaks / u64::from(columns)).max(from + 1);
        let wanted = usize::try_from((to - from).saturating_mul(peak)).unwrap_or(READ).min(READ);
        let wanted = wanted - wanted % usize::try_from(peak).unwrap_or(1).max(1);
        let bytes = buffer.get_mut(..wanted).unwrap_or_default();
        let got = fill(peaks, bytes, header.at + from * peak)?;
        tops.push(extremes(bytes.get(..got).unwrap_or_default(), header.sample));
    }
    let loudest = tops.iter().flat_map(|(low, high)| [low.unsigned_abs(), high.unsigned_abs()]).max();
    let loudest = u16::from(loudest.unwrap_or_default()).max(24);
    Ok(Some(Waveform { columns, loudest, height, path: path(&tops) }))
}

fn header(peaks: &dyn Blob) -> io::Result<Option<Header>> {
    let mut bytes = [0; 24];
    let got = fill(peaks, &mut bytes, 0)?;
    let word = |n: usize| {
        let at = bytes.get(n * 4..n * 4 + 4)?;
        Some(u32::from_le_bytes(at.try_into().ok()?))
    };
    let (Some(version), Some(flags), Some(claimed), Some(channels)) = (word(0), word(1), word(4), word(5))
    else {
        return Ok(None);
    };
    let (at, channels) = match version {
        1 if got >= 20 => (20, 1),
        2 if got >= 24 => (24, u64::from(channels)),
        _ => return Ok(None),
    };
    if channels == 0 || channels > 256 {
        return Ok(None);
    }
    let sample = if flags & 1 == 1 { 1 } else { 2 };
    // The header's word is not trusted: a file that ends early has fewer.
    let there = peaks.len().saturating_sub(at) / (sample * 2 * channels);
    Ok(Some(Header { at, sample, channels, peaks: u64::from(claimed).min(there) }))
}

fn fill(blob: &dyn Blob, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = bytes.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match blob.read_at(rest, at + got as u64) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// Lowest and highest in −128 to 127.
fn extremes(bytes: &[u8], sample: u64) -> (i8, i8) {
    let values: Box<dyn Iterator<Item = i8>> = if sample == 1 {
        Box::new(bytes.iter().map(|byte| byte.cast_signed()))
    } else {
        Box::new(bytes.chunks_exact(2).filter_map(|two| two.get(1)).map(|high| high.cast_signed()))
    };
    values.fold((0, 0), |(low, high), value| (low.min(value), high.max(value)))
}

/// Over the tops to the end and back under them; y grows downwards. At least a hair is drawn where it is silent.
fn path(columns: &[(i8, i8)]) -> String {
    let mut out = String::with_capacity(columns.len() * 12);
    for (x, (_, high)) in columns.iter().enumerate() {
        let _ = write!(out, "{}{x} {}", if x == 0 { 'M' } else { 'L' }, -i16::from((*high).max(1)));
    }
    for (x, (low, _)) in columns.iter().enumerate().rev() {
        let _ = write!(out, "L{x} {}", -i16::from((*low).min(-1)));
    }
    out.push('Z');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Bytes(Vec<u8>);

    impl Blob for Bytes {
        fn len(&self) -> u64 {
            self.0.len() as u64
        }
        fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
            let rest = usize::try_from(offset).ok().and_then(|at| self.0.get(at..)).unwrap_or_default();
            let n = rest.len().min(buf.len());
            buf[..n].copy_from_slice(&rest[..n]);
            Ok(n)
        }
    }

    fn dat(peaks: &[(i8, i8)]) -> Bytes {
        let words = [2u32, 1, 48_000, 256, u32::try_from(peaks.len()).unwrap(), 1];
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.extend(peaks.iter().flat_map(|(low, high)| [low.cast_unsigned(), high.cast_unsigned()]));
        Bytes(bytes)
    }

    #[test]
    fn each_column_shows_the_extremes_of_its_stretch() {
        let peaks = dat(&[(-1, 5), (-7, 3), (-2, 90), (-100, 1)]);
        let wave = draw(&peaks, 2, "100%").unwrap().unwrap();
        assert_eq!(wave.path, "M0 -5L1 -90L1 100L0 7Z");
    }

    #[test]
    fn a_file_that_ends_early_is_drawn_as_far_as_it_goes() {
        let mut peaks = dat(&[(-1, 5); 10]);
        peaks.0.truncate(24 + 6);
        assert_eq!(draw(&peaks, 800, "100%").unwrap().unwrap().columns, 3);
        assert!(draw(&Bytes(vec![]), 800, "100%").unwrap().is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, header: bool) {
            let mut all = if header { dat(&[(0, 0)]).0 } else { vec![] };
            all.extend(bytes);
            let _ = draw(&Bytes(all), 40, "100%").unwrap();
        }
    }
}
