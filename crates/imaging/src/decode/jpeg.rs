use std::io::{Read, Seek};

use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use super::{Held, Stored, inks};
use crate::{
    Colour, Fault, ImagingError, Limits,
    probe::jpeg::{Header, end_fault},
    read,
};

const NAME: &str = "JPEG";

/// The decoder gives no rows before the last, so the picture is decoded here at once.
pub(super) fn open<'s>(
    source: &'s mut (impl Read + Seek),
    limits: &Limits,
) -> Result<Stored<'s>, ImagingError> {
    let length = read::length(source)?;
    let header = Header::read(source)?;
    limits.check(NAME, header.width, header.height, length)?;
    limits.check_held("a JPEG must be held whole", header.width, header.height)?;
    if !matches!(header.process, 0xC0..=0xC2) || header.bits != 8 {
        let kind = format!("process {:#04x} with {} bits", header.process, header.bits);
        return Err(ImagingError::unsupported(NAME, kind));
    }
    let mut faults: Vec<Fault> = end_fault(source, &header, length)?.into_iter().collect();

    let bytes = read::up_to(source, 0, length.min(limits.held_bytes))?;
    let ink = header.colour() == Colour::Cmyk;
    let colours = if ink { ColorSpace::CMYK } else { ColorSpace::RGB };
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(colours);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes), options);
    let refused = |reason: String| ImagingError::unreadable(NAME, reason);
    decoder.decode_headers().map_err(|e| refused(format!("{e:?}")))?;
    let (width, height) = (header.width as usize, header.height as usize);
    // Both of us must have read the same header, or the buffer would not fit.
    if decoder.dimensions() != Some((width, height)) {
        return Err(refused("its header tells two sizes".into()));
    }
    let mut pixels = vec![255; width * height * if ink { 4 } else { 3 }];
    if let Err(e) = decoder.decode_into(&mut pixels) {
        if pixels.iter().all(|b| *b == 255) {
            return Err(refused(format!("{e:?}")));
        }
        if faults.is_empty() {
            faults.push(Fault::Damaged { detail: format!("{e:?}") });
        }
    }
    if ink {
        let inverted = header.adobe.is_some();
        let turn = |v: u8| if inverted { 255 - v } else { v };
        pixels = pixels
            .chunks_exact(4)
            .flat_map(|p| inks(turn(p[0]), turn(p[1]), turn(p[2]), turn(p[3])))
            .collect();
    }
    Ok(Stored {
        width: header.width,
        height: header.height,
        orientation: header.orientation,
        rows: Box::new(Held::new(pixels, header.width)),
        faults,
    })
}
