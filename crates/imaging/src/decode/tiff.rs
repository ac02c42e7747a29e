//! TIFF: rows without compression are read here, one at a time; all else goes through the `tiff` crate, strip by strip.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use tiff::decoder::Decoder;

use super::{
    Rows, Stored,
    tiff_samples::{Alpha, Meaning, Samples},
};
use crate::{
    Fault, ImagingError, Limits,
    probe::tiff::{Page, compression},
    read,
    tiff_directory::{Header, tag},
};

const NAME: &str = "TIFF";
/// The largest side of a tile; the TIFF crate allocates a row of tiles at most.
const MOST_TILE: u32 = 1 << 15;

pub(super) fn open<'s>(
    source: &'s mut (impl Read + Seek),
    limits: &Limits,
) -> Result<Stored<'s>, ImagingError> {
    let header = Header::read(source)?;
    let page = Page::read(source, &header)?;
    limits.check(NAME, page.width, page.height, header.length)?;
    // None, LZW, JPEG, deflate (two numbers), PackBits, group 4.
    if !matches!(page.compression, 1 | 4 | 5 | 7 | 8 | 32_773 | 32_946) {
        return Err(ImagingError::unsupported(
            NAME,
            format!("compression {}", compression(page.compression)),
        ));
    }
    if page.low_bit_first && (page.compression != 1 || page.bits > 8) {
        return Err(ImagingError::unsupported(NAME, "the lowest bit of a byte is the leftmost pixel"));
    }
    if page.offsets.is_empty() {
        return Err(ImagingError::unreadable(NAME, "it lists no strips or tiles"));
    }
    let subsampled = page.photometric == 6
        && page.compression != 7
        && page.directory.find(tag::SUBSAMPLING).map(|e| header.numbers(source, e)).transpose()?.as_deref()
            != Some(&[1, 1]);
    if subsampled {
        return Err(ImagingError::unsupported(NAME, "colour differences are stored at half size"));
    }
    let samples = samples(&page, header.little)?;
    let profile = page.directory.find(tag::ICC_PROFILE).filter(|_| matches!(page.photometric, 2 | 6));
    let profile = profile.and_then(|entry| header.bytes(source, entry).ok());
    let faults: Vec<Fault> = page.past_end(header.length).into_iter().collect();
    let (width, height, orientation) = (page.width, page.height, page.orientation);
    let plain = page.compression == 1 && !page.planar && page.tile.is_none();
    let rows: Box<dyn Rows + 's> = if plain {
        Box::new(PlainRows { source, samples, page, y: 0 })
    } else {
        Box::new(Chunks::open(source, samples, page, limits)?)
    };
    Ok(Stored { width, height, orientation, profile, rows, faults })
}

fn samples(page: &Page, little: bool) -> Result<Samples, ImagingError> {
    let refuse = |reason: String| Err(ImagingError::unsupported(NAME, reason));
    let meaning = match page.photometric {
        0 => Meaning::InvertedGray,
        1 | 4 => Meaning::Gray,
        2 => Meaning::Rgb,
        3 => Meaning::Palette(palette(&page.colour_map)),
        5 => Meaning::Cmyk,
        6 => Meaning::YCbCr,
        other => return refuse(format!("photometric interpretation {other}")),
    };
    if !matches!(page.bits, 1 | 2 | 4 | 8 | 16 | 32) || page.sample_format != 1 {
        return refuse(format!("samples of {} bits, format {}", page.bits, page.sample_format));
    }
    let samples = usize::from(page.samples);
    if samples < meaning.channels() || samples > 64 {
        return refuse(format!(
            "{samples} samples a pixel for photometric interpretation {}",
            page.photometric
        ));
    }
    let alpha = match page.extra.first() {
        Some(1) => Alpha::Associated,
        Some(2) => Alpha::Unassociated,
        _ => Alpha::None,
    };
    Ok(Samples { bits: page.bits, samples, little, meaning, alpha })
}

/// A colour map's 16 bits as 8. Some writers put 8 bits where 16 belong: then nothing is above 255.
fn palette(map: &[u64]) -> Vec<[u8; 3]> {
    let colours = map.len() / 3;
    let narrow = map.iter().all(|v| *v < 256);
    let byte = |v: u64| if narrow { v as u8 } else { (v >> 8) as u8 };
    (0..colours).map(|i| [map[i], map[colours + i], map[2 * colours + i]].map(byte)).collect()
}

/// Strips without compression: any row can be found, so one row is held.
struct PlainRows<'s, S> {
    source: &'s mut S,
    samples: Samples,
    page: Page,
    y: u32,
}

impl<S: Read + Seek> Rows for PlainRows<'_, S> {
    fn read(&mut self, out: &mut Vec<u8>, _: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        let page = &self.page;
        let strip = (self.y / page.rows_per_strip) as usize;
        if self.y >= page.height {
            return Ok(0);
        }
        // What lies past the end was told when the file was opened, and stays white.
        let row_bytes = self.samples.row_bytes(page.width);
        // As many rows as a read of 64 KiB holds, within the strip.
        let in_strip = (page.rows_per_strip - self.y % page.rows_per_strip).min(page.height - self.y);
        let rows = in_strip.min(((64 * 1024) / row_bytes).max(1) as u32);
        let mut raw = self.samples.blank(row_bytes as usize * rows as usize);
        let at = page
            .offsets
            .get(strip)
            .and_then(|at| at.checked_add(u64::from(self.y % page.rows_per_strip) * row_bytes))
            .filter(|at| *at < i64::MAX as u64);
        if let Some(at) = at {
            self.source.seek(SeekFrom::Start(at))?;
            let filled = read::fill(self.source, &mut raw)?;
            if page.low_bit_first && page.bits < 8 {
                raw[..filled].iter_mut().for_each(|byte| *byte = byte.reverse_bits());
            }
        }
        for row in raw.chunks_exact(row_bytes as usize) {
            self.samples.to_rgb(row, page.width, out);
        }
        self.y += rows;
        Ok(rows)
    }
}

/// Compressed strips, tiles, planes: read through the `tiff` crate, a row of chunks at a time.
struct Chunks<S: Read + Seek> {
    decoder: Decoder<BufReader<Overlay<S>>>,
    samples: Samples,
    page: Page,
    /// The size of a chunk as stored.
    chunk: (u32, u32),
    across: u32,
    y: u32,
    /// A fault is told once.
    told: bool,
}

impl<'s, S: Read + Seek> Chunks<&'s mut S> {
    fn open(
        source: &'s mut S,
        mut samples: Samples,
        page: Page,
        limits: &Limits,
    ) -> Result<Self, ImagingError> {
        let chunk = page.tile.unwrap_or((page.width, page.rows_per_strip));
        if page.tile.is_some_and(|(w, h)| w > MOST_TILE || h > MOST_TILE) {
            return Err(ImagingError::unsupported(NAME, format!("tiles of {} × {}", chunk.0, chunk.1)));
        }
        let held_width = page.width.max(chunk.0);
        limits.check_held("a strip of the TIFF must be held whole", held_width, chunk.1)?;
        if page.offsets.len() as u64 != page.parts() || page.counts.len() != page.offsets.len() {
            let reason = format!("its size asks for {} parts, it lists {}", page.parts(), page.offsets.len());
            return Err(ImagingError::unreadable(NAME, reason));
        }
        source.seek(SeekFrom::Start(0))?;
        // The crate refuses palettes and turns inverted gray by itself: to it both are plain gray. And it takes a
        // strip's height from the tag, though "all rows" is often written as 2³² − 1, which group 4 cannot count.
        let mut patches = Vec::new();
        let mut patch = |tag: u16, value: u32| {
            let bytes =
                if samples.little { value.to_le_bytes().to_vec() } else { value.to_be_bytes().to_vec() };
            match page.directory.find(tag).map(|entry| (entry.at, entry.kind)) {
                Some((at, 3)) if samples.little => patches.push((at, bytes[..2].to_vec())),
                Some((at, 3)) => patches.push((at, bytes[2..].to_vec())),
                Some((at, 4)) => patches.push((at, bytes)),
                _ => {}
            }
        };
        if matches!(samples.meaning, Meaning::Palette(_) | Meaning::InvertedGray) || page.photometric == 4 {
            patch(tag::PHOTOMETRIC, 1);
        }
        patch(tag::ROWS_PER_STRIP, page.rows_per_strip);
        let overlay = Overlay { inner: source, at: 0, patches };
        let mut decoder = Decoder::new(BufReader::new(overlay)).map_err(unreadable)?;
        let mut bounds = tiff::decoder::Limits::default();
        bounds.decoding_buffer_size = usize::try_from(limits.held_bytes).unwrap_or(usize::MAX);
        bounds.intermediate_buffer_size = bounds.decoding_buffer_size;
        decoder = decoder.with_limits(bounds);
        let colour = decoder.colortype().map_err(unreadable)?;
        if page.planar && page.samples > 1 && page.bits < 8 {
            return Err(ImagingError::unsupported(NAME, format!("planes of {} bits", page.bits)));
        }
        // Of planes all are put together here; else the crate leaves extra samples out.
        if !page.planar {
            samples.samples = usize::from(colour.num_samples());
        }
        if samples.samples < samples.meaning.channels() {
            return Err(ImagingError::unsupported(NAME, format!("{colour:?}")));
        }
        samples.little = cfg!(target_endian = "little");
        let across = page.width.div_ceil(chunk.0);
        Ok(Self { decoder, samples, page, chunk, across, y: 0, told: false })
    }

    /// One chunk with its samples side by side; what cannot be read is white.
    fn chunk(
        &mut self,
        index: u32,
        width: u32,
        height: u32,
        faults: &mut Vec<Fault>,
    ) -> Result<Vec<u8>, ImagingError> {
        let planes = if self.page.planar { self.samples.samples } else { 1 };
        let per_plane = (self.page.parts() / planes as u64) as u32;
        let size = self.samples.row_bytes(width) as usize * height as usize;
        if planes == 1 {
            let mut raw = self.samples.blank(size);
            self.read_into(index, &mut raw, faults)?;
            return Ok(raw);
        }
        let mut raw = self.samples.blank(size);
        let bytes = usize::from(self.page.bits / 8);
        let mut plane = vec![255; width as usize * height as usize * bytes];
        for p in 0..planes {
            if self.read_into(index + p as u32 * per_plane, &mut plane, faults)? {
                for (pixel, sample) in raw.chunks_exact_mut(planes * bytes).zip(plane.chunks_exact(bytes)) {
                    pixel[p * bytes..(p + 1) * bytes].copy_from_slice(sample);
                }
            }
        }
        Ok(raw)
    }

    /// Whether the chunk could be read. What the crate does not know is an error, what is damaged a fault.
    fn read_into(
        &mut self,
        index: u32,
        raw: &mut [u8],
        faults: &mut Vec<Fault>,
    ) -> Result<bool, ImagingError> {
        let e = match self.decoder.read_chunk_bytes(index, raw) {
            Ok(()) => return Ok(true),
            Err(e @ tiff::TiffError::UnsupportedError(_)) => return Err(unreadable(e)),
            Err(e) => e,
        };
        if !self.told && faults.is_empty() {
            self.told = true;
            faults.push(Fault::Damaged { detail: format!("part {index}: {e}") });
        }
        Ok(false)
    }
}

impl<S: Read + Seek> Rows for Chunks<&mut S> {
    fn read(&mut self, out: &mut Vec<u8>, faults: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        if self.y >= self.page.height {
            return Ok(0);
        }
        let (chunk_width, chunk_height) = self.chunk;
        let rows = chunk_height.min(self.page.height - self.y);
        let line = self.y / chunk_height;
        let row_bytes = self.page.width as usize * 3;
        if self.across == 1 {
            let width = self.page.width;
            let raw = self.chunk(line, width, rows, faults)?;
            for row in raw.chunks_exact(self.samples.row_bytes(width) as usize) {
                self.samples.to_rgb(row, width, out);
            }
        } else {
            let from = out.len();
            out.resize(from + rows as usize * row_bytes, 255);
            let mut rgb = Vec::new();
            for column in 0..self.across {
                let x = column * chunk_width;
                let width = chunk_width.min(self.page.width - x);
                let raw = self.chunk(line * self.across + column, width, rows, faults)?;
                for (y, row) in raw.chunks_exact(self.samples.row_bytes(width) as usize).enumerate() {
                    rgb.clear();
                    self.samples.to_rgb(row, width, &mut rgb);
                    let at = from + y * row_bytes + x as usize * 3;
                    out[at..at + rgb.len()].copy_from_slice(&rgb);
                }
            }
        }
        self.y += rows;
        Ok(rows)
    }
}

fn unreadable(e: tiff::TiffError) -> ImagingError {
    match e {
        tiff::TiffError::UnsupportedError(e) => ImagingError::unsupported(NAME, e.to_string()),
        e => ImagingError::unreadable(NAME, e.to_string()),
    }
}

/// A source of which some bytes read otherwise than they are.
struct Overlay<S> {
    inner: S,
    at: u64,
    /// Where, and what stands there instead.
    patches: Vec<(u64, Vec<u8>)>,
}

impl<S: Read> Read for Overlay<S> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        for (from, bytes) in &self.patches {
            for (place, byte) in (*from..).zip(bytes) {
                if place >= self.at && place - self.at < n as u64 {
                    out[(place - self.at) as usize] = *byte;
                }
            }
        }
        self.at += n as u64;
        Ok(n)
    }
}

impl<S: Seek> Seek for Overlay<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.inner.seek(to)?;
        Ok(self.at)
    }
}
