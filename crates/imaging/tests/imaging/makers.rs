//! Small pictures and files, always the same.

use std::io::Cursor;

use bumba_imaging::{Picture, encode_jpeg};
use tiff::{
    encoder::{Compression, DeflateLevel, TiffEncoder, colortype},
    tags::Tag,
};

/// Soft slopes with a darker frame: each place differs, and JPEG keeps it well.
pub fn page(width: u32, height: u32) -> Picture {
    let mut rgb = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let slope = |v: u32, of: u32| (40 + 180 * v / of.max(300)) as u8;
            let frame = if x / 24 % 5 == 0 || y / 24 % 7 == 0 { 24 } else { 0 };
            rgb.extend([
                slope(x, width) + frame,
                slope(y, height) + frame,
                slope(x + y, width + height) + frame,
            ]);
        }
    }
    Picture::new(width, height, rgb).unwrap()
}

pub fn jpeg(picture: &Picture) -> Vec<u8> {
    encode_jpeg(picture.rgb(), picture.width(), picture.height(), 95, Some(400)).unwrap()
}

/// The same JPEG with an Exif block that holds one tag.
pub fn jpeg_turned(picture: &Picture, orientation: u8) -> Vec<u8> {
    let jpeg = jpeg(picture);
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, 0xE1]);
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

pub fn png(width: u32, height: u32, colour: png::ColorType, depth: png::BitDepth, pixels: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![255, 0, 0, 0, 255, 0, 0, 0, 255]);
    }
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: 11_811, yppu: 11_811, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    writer.finish().unwrap();
    out
}

pub fn png_of(picture: &Picture) -> Vec<u8> {
    png(picture.width(), picture.height(), png::ColorType::Rgb, png::BitDepth::Eight, picture.rgb())
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Packing {
    None,
    Lzw,
    Deflate,
    PackBits,
}

pub fn tiff(picture: &Picture, packing: Packing) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let compression = match packing {
        Packing::None => Compression::Uncompressed,
        Packing::Lzw => Compression::Lzw,
        Packing::Deflate => Compression::Deflate(DeflateLevel::Fast),
        Packing::PackBits => Compression::Packbits,
    };
    let mut encoder = TiffEncoder::new(&mut out).unwrap().with_compression(compression);
    let mut image = encoder.new_image::<colortype::RGB8>(picture.width(), picture.height()).unwrap();
    image.rows_per_strip(16).unwrap();
    image.write_data(picture.rgb()).unwrap();
    out.into_inner()
}

pub fn tiff_pages(count: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap();
    for n in 0..count {
        encoder.write_image::<colortype::Gray8>(4, 4, &[n as u8; 16]).unwrap();
    }
    out.into_inner()
}

/// A TIFF by hand, little-endian, one strip: the tags given, then the bytes of the strip.
pub fn tiff_by_hand(width: u32, height: u32, tags: &[(u16, Vec<u16>)], strip: &[u8]) -> Vec<u8> {
    tiff_in_parts(width, height, tags, &[strip])
}

/// The same with several parts: the planes, each of one strip.
pub fn tiff_in_parts(width: u32, height: u32, tags: &[(u16, Vec<u16>)], parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap();
    let mut dir = encoder.image_directory().unwrap();
    let offsets: Vec<u32> = parts.iter().map(|part| dir.write_data(*part).unwrap() as u32).collect();
    let lengths: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
    dir.write_tag(Tag::ImageWidth, width).unwrap();
    dir.write_tag(Tag::ImageLength, height).unwrap();
    dir.write_tag(Tag::StripOffsets, offsets.as_slice()).unwrap();
    dir.write_tag(Tag::StripByteCounts, lengths.as_slice()).unwrap();
    dir.write_tag(Tag::RowsPerStrip, height).unwrap();
    for (tag, value) in tags {
        dir.write_tag(Tag::from_u16_exhaustive(*tag), value.as_slice()).unwrap();
    }
    dir.finish().unwrap();
    out.into_inner()
}

/// Half of the size, rounded up: means of 2 × 2 pixels.
pub fn halved(picture: &Picture) -> Picture {
    let (width, height) = (picture.width().div_ceil(2), picture.height().div_ceil(2));
    let mut rgb = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let at = |dx: u32, dy: u32| {
                picture.pixel((2 * x + dx).min(picture.width() - 1), (2 * y + dy).min(picture.height() - 1))
            };
            let four = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
            for c in 0..3 {
                let sum: u32 = four.iter().map(|p| u32::from(p[c])).sum();
                rgb.push(((sum + 2) / 4) as u8);
            }
        }
    }
    Picture::new(width, height, rgb).unwrap()
}

pub fn part(picture: &Picture, x: u32, y: u32, width: u32, height: u32) -> Picture {
    let rgb = (y..y + height).flat_map(|y| (x..x + width).flat_map(move |x| picture.pixel(x, y))).collect();
    Picture::new(width, height, rgb).unwrap()
}

/// How like two pictures of one size are, in decibels; alike to the byte: 99.
pub fn psnr(a: &Picture, b: &Picture) -> f64 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let square = |(x, y): (&u8, &u8)| (f64::from(*x) - f64::from(*y)).powi(2);
    let mean = a.rgb().iter().zip(b.rgb()).map(square).sum::<f64>() / a.rgb().len() as f64;
    if mean == 0.0 { 99.0 } else { 10.0 * (255.0 * 255.0 / mean).log10() }
}
