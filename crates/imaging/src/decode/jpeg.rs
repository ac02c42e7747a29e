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
    let mut header = Header::read(source)?;
    limits.check(NAME, header.width, header.height, length)?;
    limits.check_held("a JPEG must be held whole", header.width, header.height)?;
    if !matches!(header.process, 0xC0..=0xC2) || header.bits != 8 {
        let kind = format!("process {:#04x} with {} bits", header.process, header.bits);
        return Err(ImagingError::unsupported(NAME, kind));
    }
    let mut faults: Vec<Fault> = end_fault(source, &header, length)?.into_iter().collect();

    let bytes = read::up_to(source, 0, length.min(limits.held_bytes))?;
    let ink = header.colour() == Colour::Cmyk;
    let mut pixels = vec![255; header.width as usize * header.height as usize * if ink { 4 } else { 3 }];
    // Strictly first: else the decoder passes over damaged data without a word.
    if let Err(strict) = decode(&bytes, &header, true, &mut pixels) {
        if faults.is_empty() {
            faults.push(Fault::Damaged { detail: strict });
        }
        pixels.fill(255);
        if let Err(e) = decode(&bytes, &header, false, &mut pixels)
            && pixels.iter().all(|b| *b == 255)
        {
            return Err(ImagingError::unreadable(NAME, e));
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
        profile: header.profile().filter(|_| matches!(header.colour(), Colour::Rgb | Colour::YCbCr)),
        rows: Box::new(Held::new(pixels, header.width)),
        faults,
    })
}

/// Decodes into `pixels`, four samples a pixel for inks, else three. The error is the decoder's words.
fn decode(bytes: &[u8], header: &Header, strict: bool, pixels: &mut [u8]) -> Result<(), String> {
    let ink = header.colour() == Colour::Cmyk;
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .set_strict_mode(strict)
        .jpeg_set_out_colorspace(if ink { ColorSpace::CMYK } else { ColorSpace::RGB });
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|e| format!("{e:?}"))?;
    // Both of us must have read the same header, or the buffer would not fit.
    if decoder.dimensions() != Some((header.width as usize, header.height as usize)) {
        return Err("its header tells two sizes".into());
    }
    decoder.decode_into(pixels).map_err(|e| format!("{e:?}"))
}
