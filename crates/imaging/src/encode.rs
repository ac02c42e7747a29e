//! RGB and gray to JPEG and PNG: tiles, thumbnails, the demo's pages.

use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor,
};

use crate::ImagingError;

/// A baseline JPEG with 4:2:0 colour, `quality` from 1 to 100, and its resolution where one is given.
///
/// The same pixels give the same bytes on the same machine.
///
/// # Errors
/// [`ImagingError::BadRequest`] when `rgb` is not `width × height × 3` bytes or a side is 0;
/// [`ImagingError::TooLarge`] past 65,535 pixels a side, which JPEG cannot hold.
pub fn encode_jpeg(
    rgb: &[u8],
    width: u32,
    height: u32,
    quality: u8,
    ppi: Option<u16>,
) -> Result<Vec<u8>, ImagingError> {
    jpeg(rgb, width, height, ColorType::Rgb, 3, quality, ppi)
}

/// A gray JPEG: one byte a pixel. Otherwise as [`encode_jpeg`].
///
/// # Errors
/// As [`encode_jpeg`], for `width × height` bytes.
pub fn encode_gray_jpeg(gray: &[u8], width: u32, height: u32, quality: u8) -> Result<Vec<u8>, ImagingError> {
    jpeg(gray, width, height, ColorType::Luma, 1, quality, None)
}

fn jpeg(
    pixels: &[u8],
    width: u32,
    height: u32,
    colour: ColorType,
    channels: u64,
    quality: u8,
    ppi: Option<u16>,
) -> Result<Vec<u8>, ImagingError> {
    check(pixels, width, height, channels)?;
    let (Ok(w), Ok(h)) = (u16::try_from(width), u16::try_from(height)) else {
        return Err(ImagingError::TooLarge {
            what: "a JPEG of this size cannot be written",
            width: width.into(),
            height: height.into(),
            allowed: "65535 pixels a side".into(),
        });
    };
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality.clamp(1, 100));
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    if let Some(ppi) = ppi {
        encoder.set_density(PixelDensity { density: (ppi, ppi), unit: PixelDensityUnit::Inches });
    }
    encoder
        .encode(pixels, w, h, colour)
        .map_err(|e| ImagingError::BadRequest(format!("the JPEG cannot be written: {e}")))?;
    Ok(out)
}

/// A PNG. `channels` and `bits`: 3 and 8 for RGB, 1 and 8 for gray, 1 and 1 for black and white (8 pixels a byte, rows
/// begin on a byte, 1 is white).
///
/// # Errors
/// [`ImagingError::BadRequest`] when the bytes do not fit the size or a side is 0.
pub fn encode_png(
    pixels: &[u8],
    width: u32,
    height: u32,
    channels: u8,
    bits: u8,
) -> Result<Vec<u8>, ImagingError> {
    let wrong =
        |e: &dyn std::fmt::Display| ImagingError::BadRequest(format!("the PNG cannot be written: {e}"));
    let (colour, depth) = match (channels, bits) {
        (3, 8) => (png::ColorType::Rgb, png::BitDepth::Eight),
        (1, 8) => (png::ColorType::Grayscale, png::BitDepth::Eight),
        (1, 1) => (png::ColorType::Grayscale, png::BitDepth::One),
        _ => return Err(wrong(&format!("{channels} channels of {bits} bits"))),
    };
    let row = if bits == 1 { width.div_ceil(8) } else { width };
    check(pixels, row, height, u64::from(channels))?;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(|e| wrong(&e))?;
    writer.write_image_data(pixels).map_err(|e| wrong(&e))?;
    writer.finish().map_err(|e| wrong(&e))?;
    Ok(out)
}

fn check(pixels: &[u8], width: u32, height: u32, channels: u64) -> Result<(), ImagingError> {
    let needed = u64::from(width) * u64::from(height) * channels;
    if needed == 0 || needed != pixels.len() as u64 {
        let reason = format!("{width} × {height} pixels take {needed} bytes, not {}", pixels.len());
        return Err(ImagingError::BadRequest(reason));
    }
    Ok(())
}
