use std::io::{self, BufReader, Read, Seek, SeekFrom};

use png::{ColorType, Decoder, DecodingError, Reader, Transformations};

use super::{Held, Rows, Stored, on_paper};
use crate::{Fault, ImagingError, Limits, Orientation, probe::exif, read};

const NAME: &str = "PNG";
/// What the decoder may allocate for chunks and rows; a row of 2²⁰ pixels of 16 bits and four channels is 8 MiB.
const DECODER_BYTES: usize = 256 << 20;

pub(super) fn open<'s>(
    source: &'s mut (impl Read + Seek),
    limits: &Limits,
) -> Result<Stored<'s>, ImagingError> {
    let length = read::length(source)?;
    source.seek(SeekFrom::Start(0))?;
    let mut decoder = Decoder::new_with_limits(BufReader::new(source), png::Limits { bytes: DECODER_BYTES });
    // A wrong checksum is the probe's to tell; the pixels are read all the same.
    decoder.ignore_checksums(true);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let head = decoder.read_header_info().map_err(fatal)?;
    let (width, height, interlaced) = (head.width, head.height, head.interlaced);
    limits.check(NAME, width, height, length)?;

    let mut reader = decoder.read_info().map_err(fatal)?;
    let orientation = reader
        .info()
        .exif_metadata
        .as_deref()
        .and_then(exif::read)
        .map_or(Orientation::Upright, |exif| exif.orientation);
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let colour = reader.output_color_type().0;
    // The profile of a gray picture is for one channel.
    let profile = profile.filter(|_| matches!(colour, ColorType::Rgb | ColorType::Rgba));
    let mut faults = Vec::new();
    let rows: Box<dyn Rows + 's> = if interlaced {
        limits.check_held("an interlaced PNG must be held whole", width, height)?;
        let size = reader.output_buffer_size().ok_or_else(|| fatal(DecodingError::LimitsExceeded))?;
        let mut pixels = vec![255; size];
        if let Err(e) = reader.next_frame(&mut pixels) {
            faults.push(fault(&e));
        }
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        to_rgb(&pixels, colour, &mut rgb);
        Box::new(Held::new(rgb, width))
    } else {
        Box::new(PngRows { reader, colour })
    };
    Ok(Stored { width, height, orientation, profile, rows, faults })
}

struct PngRows<R: Read + Seek> {
    reader: Reader<BufReader<R>>,
    colour: ColorType,
}

impl<R: Read + Seek> Rows for PngRows<R> {
    fn read(&mut self, out: &mut Vec<u8>, faults: &mut Vec<Fault>) -> Result<u32, ImagingError> {
        match self.reader.next_row() {
            Ok(Some(row)) => {
                to_rgb(row.data(), self.colour, out);
                Ok(1)
            }
            Ok(None) => Ok(0),
            Err(DecodingError::IoError(e)) if e.kind() != io::ErrorKind::UnexpectedEof => Err(e.into()),
            Err(e) => {
                faults.push(fault(&e));
                Ok(0)
            }
        }
    }
}

fn to_rgb(samples: &[u8], colour: ColorType, out: &mut Vec<u8>) {
    match colour {
        ColorType::Rgb => out.extend_from_slice(samples),
        ColorType::Rgba => {
            out.extend(samples.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]].map(|s| on_paper(s, p[3]))));
        }
        ColorType::GrayscaleAlpha => {
            out.extend(samples.chunks_exact(2).flat_map(|p| [on_paper(p[0], p[1]); 3]));
        }
        // A palette is expanded by the decoder.
        ColorType::Grayscale | ColorType::Indexed => out.extend(samples.iter().flat_map(|s| [*s; 3])),
    }
}

fn fatal(e: DecodingError) -> ImagingError {
    match e {
        DecodingError::IoError(e) if e.kind() != io::ErrorKind::UnexpectedEof => ImagingError::Io(e),
        DecodingError::IoError(_) => ImagingError::unreadable(NAME, "it ends before the picture begins"),
        e => ImagingError::unreadable(NAME, e.to_string()),
    }
}

fn fault(e: &DecodingError) -> Fault {
    match e {
        DecodingError::IoError(_) => Fault::Truncated { detail: "the PNG stops within its picture".into() },
        e => Fault::Damaged { detail: e.to_string() },
    }
}
