//! Pages of one shade and a slanting line, so that no two are the same.

use jpeg_encoder::{ColorType, Encoder};

fn grays(width: u16, height: u16, shade: u8) -> Vec<u8> {
    let line = |x: u16, y: u16| u32::from(x) * 3 == u32::from(y) * 2;
    let row = |y: u16| (0..width).map(move |x| if line(x, y) { 0 } else { shade });
    (0..height).flat_map(row).collect()
}

pub fn jpeg(width: u16, height: u16, shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 80)
        .encode(&grays(width, height, shade), width, height, ColorType::Luma)
        .unwrap();
    bytes
}

pub fn png(width: u16, height: u16, shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width.into(), height.into());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&grays(width, height, shade)).unwrap();
    bytes
}

/// A TIFF of one strip, not compressed.
pub fn tiff(width: u16, height: u16, shade: u8) -> Vec<u8> {
    const PIXELS_AT: u32 = 8 + 2 + 9 * 12 + 4;
    let size = u32::from(width) * u32::from(height);
    let tags: [(u16, u16, u32); 9] = [
        (256, 4, width.into()),
        (257, 4, height.into()),
        (258, 3, 8), // bits
        (259, 3, 1), // not compressed
        (262, 3, 1), // 0 is black
        (273, 4, PIXELS_AT),
        (277, 3, 1), // samples
        (278, 4, height.into()),
        (279, 4, size),
    ];
    let mut bytes = b"II*\0\x08\0\0\0\x09\0".to_vec();
    for (tag, kind, value) in tags {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(1_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(grays(width, height, shade));
    bytes
}
