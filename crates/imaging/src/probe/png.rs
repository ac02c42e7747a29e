//! A PNG's chunks (ISO/IEC 15948; PNG Third Edition §5, §11): all of them, for their checksums.

use std::io::{Read, Seek, SeekFrom};

use super::{Colour, IccProfile, Probe, exif};
use crate::{Fault, Format, ImagingError, Measured, Orientation, read};

const NAME: &str = "PNG";
/// A chunk up to this length is held to be read; longer ones are only summed.
const HELD: u64 = 8 << 20;
/// More wrong checksums than this say nothing new.
const MOST_FAULTS: usize = 20;

pub(crate) fn probe(source: &mut (impl Read + Seek)) -> Result<Measured<Probe>, ImagingError> {
    let bytes = read::length(source)?;
    let mut seen = Seen::default();
    let mut faults = Vec::new();
    walk(source, bytes, &mut seen, &mut faults)?;

    let Some((width, height, bits, kind)) = seen.header else {
        return Err(ImagingError::unreadable(NAME, "it does not begin with a header chunk (IHDR)"));
    };
    if width == 0 || height == 0 {
        return Err(ImagingError::unreadable(NAME, format!("its size is {width} × {height}")));
    }
    let (colour, channels) = match kind {
        0 => (Colour::Gray, 1),
        2 => (Colour::Rgb, 3),
        3 => (Colour::Palette, 1),
        4 => (Colour::Gray, 2),
        6 => (Colour::Rgb, 4),
        _ => (Colour::Other, 0),
    };
    let orientation = seen.exif.as_ref().map_or(Orientation::Upright, |e| e.orientation);
    let (shown_width, shown_height) = orientation.shown(width, height);
    let value = Probe {
        format: Format::Png,
        media_type: Format::Png.media_type(),
        pronom: Some(match (seen.international_text, seen.colour_chunks) {
            (true, _) => "fmt/13",
            (_, true) => "fmt/12",
            _ => "fmt/11",
        }),
        width,
        height,
        shown_width,
        shown_height,
        orientation,
        bits: u16::from(bits),
        channels,
        colour,
        alpha: matches!(kind, 4 | 6) || seen.transparency,
        ppi: seen.ppi.or(seen.exif.and_then(|e| e.ppi)),
        icc: seen.icc,
        pages: 1,
        compression: if seen.interlaced { "deflate, interlaced".into() } else { "deflate".into() },
        bytes,
    };
    Ok(Measured { value, faults })
}

#[derive(Default)]
struct Seen {
    header: Option<(u32, u32, u8, u8)>,
    interlaced: bool,
    transparency: bool,
    colour_chunks: bool,
    international_text: bool,
    ppi: Option<(f64, f64)>,
    icc: Option<IccProfile>,
    exif: Option<exif::Exif>,
}

fn walk(
    source: &mut (impl Read + Seek),
    bytes: u64,
    seen: &mut Seen,
    faults: &mut Vec<Fault>,
) -> Result<(), ImagingError> {
    let mut at = source.seek(SeekFrom::Start(8))?;
    let mut data = false;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let mut head = [0; 8];
        if read::fill(source, &mut head)? < 8 {
            faults.push(if data {
                Fault::NoEnd { marker: "IEND" }
            } else {
                Fault::Truncated {
                    detail: format!("the PNG stops after {bytes} bytes, before the picture begins"),
                }
            });
            return Ok(());
        }
        let length = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        let name = [head[4], head[5], head[6], head[7]];
        let chunk = String::from_utf8_lossy(&name).into_owned();
        if at + 12 + length > bytes {
            faults.push(Fault::Truncated {
                detail: format!(
                    "the chunk {chunk} at byte {at} should be {length} bytes long, the PNG stops after {bytes}"
                ),
            });
            return Ok(());
        }

        let mut sum = crc32fast::Hasher::new();
        sum.update(&name);
        let mut held = Vec::new();
        let mut left = length;
        while left > 0 {
            let want = buffer.len().min(left as usize);
            let n = read::fill(source, &mut buffer[..want])?;
            if n == 0 {
                break;
            }
            sum.update(&buffer[..n]);
            if &name != b"IDAT" && length <= HELD {
                held.extend_from_slice(&buffer[..n]);
            }
            left -= n as u64;
        }
        let mut crc = [0; 4];
        read::fill(source, &mut crc)?;
        if u32::from_be_bytes(crc) != sum.finalize() && faults.len() < MOST_FAULTS {
            faults.push(Fault::Checksum { chunk, at });
        }
        seen.chunk(&name, &held);
        data |= &name == b"IDAT";
        if &name == b"IEND" {
            return Ok(());
        }
        at += 12 + length;
    }
}

impl Seen {
    fn chunk(&mut self, name: &[u8; 4], body: &[u8]) {
        let number = |at: usize| body.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
        match name {
            b"IHDR" if self.header.is_none() => {
                if let (Some(width), Some(height), Some([bits, kind, _, _, interlace])) =
                    (number(0), number(4), body.get(8..13))
                {
                    self.header = Some((width, height, *bits, *kind));
                    self.interlaced = *interlace != 0;
                }
            }
            b"tRNS" => self.transparency = true,
            b"sRGB" | b"sPLT" => self.colour_chunks = true,
            b"iCCP" => {
                self.colour_chunks = true;
                // The profile is deflated; its name stands before it and is enough.
                let name = body.split(|b| *b == 0).next().unwrap_or_default();
                self.icc = Some(IccProfile {
                    bytes: body.len() as u64,
                    description: Some(String::from_utf8_lossy(name).into_owned()),
                    space: None,
                });
            }
            b"iTXt" => self.international_text = true,
            b"pHYs" => {
                if let (Some(x), Some(y), Some(1)) = (number(0), number(4), body.get(8)) {
                    let inch = |metre: u32| Some(f64::from(metre) * 0.0254);
                    self.ppi = exif::inches(inch(x), inch(y), 2);
                }
            }
            b"eXIf" => self.exif = exif::read(body),
            _ => {}
        }
    }
}
