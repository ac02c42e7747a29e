use std::collections::VecDeque;

use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

use super::{
    layout::{Level, TileAddress},
    open::{Pyramid, ReadAt},
    resample::{Taps, across, taps},
};
use crate::{ImagingError, Orientation, Picture, encode_gray_jpeg, encode_jpeg, encode_png};

/// A part of the whole size, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// From the left.
    pub x: u32,
    /// From above.
    pub y: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// By how much a picture is turned, clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    /// Not at all.
    #[default]
    None,
    /// 90°.
    Quarter,
    /// 180°.
    Half,
    /// 270°.
    ThreeQuarters,
}

/// Whether left and right change places, before the rotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mirror {
    /// As it is.
    #[default]
    No,
    /// Mirrored.
    Yes,
}

/// The colours of what is rendered (IIIF Image API 3, §4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quality {
    /// All of them.
    #[default]
    Colour,
    /// Shades of gray.
    Gray,
    /// Black and white: the border is middle gray.
    Bitonal,
}

/// The format of what is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputFormat {
    /// JPEG, 4:2:0.
    #[default]
    Jpeg,
    /// PNG: 8 bits, or 1 for [`Quality::Bitonal`].
    Png,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Render {
    /// Which part.
    pub rect: Rect,
    /// Pixels, before the rotation.
    pub width: u32,
    /// Pixels, before the rotation.
    pub height: u32,
    /// Whether it is mirrored.
    pub mirror: Mirror,
    /// By how much it is turned, after mirroring.
    pub rotation: Rotation,
    /// Its colours.
    pub quality: Quality,
    /// Its format.
    pub format: OutputFormat,
    /// JPEG quality, 1 to 100.
    pub jpeg_quality: u8,
    /// Pixels of the result that are allowed at most; memory grows with them (6 bytes each).
    pub most_pixels: u64,
}

impl Render {
    /// A part at a size: in colour, upright, JPEG of quality 85, at most 25 million pixels.
    #[must_use]
    pub fn new(rect: Rect, width: u32, height: u32) -> Self {
        Self {
            rect,
            width,
            height,
            mirror: Mirror::No,
            rotation: Rotation::None,
            quality: Quality::Colour,
            format: OutputFormat::Jpeg,
            jpeg_quality: 85,
            most_pixels: 25_000_000,
        }
    }
}

/// A request may read this many source pixels for each one it may write; an odd shape takes a coarser level.
const SOURCE_PIXELS: u64 = 8;

impl<R: ReadAt> Pyramid<R> {
    /// The stored tile that is exactly this request, if there is one: upright, in colour, as JPEG.
    #[must_use]
    pub fn stored(&self, request: &Render) -> Option<TileAddress> {
        let plain = request.mirror == Mirror::No
            && request.rotation == Rotation::None
            && request.quality == Quality::Colour
            && request.format == OutputFormat::Jpeg;
        let rect = request.rect;
        let fits = |level: &Level| -> Option<(u32, u32)> {
            let step = u64::from(self.tile_side()) * u64::from(level.scale);
            let number = |at: u32| (u64::from(at) % step == 0).then(|| (u64::from(at) / step) as u32);
            let extent = |whole: u32, at: u32| step.min(u64::from(whole.saturating_sub(at)));
            let (column, row) = (number(rect.x)?, number(rect.y)?);
            let size = level.tile_size(self.tile_side(), column, row);
            let same = u64::from(rect.width) == extent(self.width(), rect.x)
                && u64::from(rect.height) == extent(self.height(), rect.y)
                && (request.width, request.height) == size;
            same.then_some((column, row))
        };
        if !plain || rect.width == 0 || rect.height == 0 {
            return None;
        }
        let found = |(i, level)| fits(level).map(|(column, row)| TileAddress { level: i, column, row });
        self.levels().iter().enumerate().find_map(found)
    }

    /// The whole picture.
    #[must_use]
    pub fn whole(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.width(), height: self.height() }
    }

    /// A JPEG of the whole picture, at most `width` × `height` pixels, never enlarged; its size and its bytes.
    ///
    /// # Errors
    /// As [`Pyramid::render`].
    pub fn thumbnail(&self, width: u32, height: u32) -> Result<(u32, u32, Vec<u8>), ImagingError> {
        let (w, h) = (f64::from(self.width()), f64::from(self.height()));
        let scale = (f64::from(width) / w).min(f64::from(height) / h).min(1.0);
        let side = |n: f64, most: u32| ((n * scale).round() as u32).clamp(1, most.max(1));
        let (width, height) = (side(w, width), side(h, height));
        let jpeg = self.render(&Render::new(self.whole(), width, height))?;
        Ok((width, height, jpeg))
    }

    /// Renders any part at any size from the nearest finer level. Decodes the tiles it touches, a row of them at a time.
    ///
    /// # Errors
    /// [`ImagingError::BadRequest`] for an empty part, or one outside the picture; [`ImagingError::TooLarge`] past
    /// [`Render::most_pixels`]; [`ImagingError::NotAPyramid`] where a tile is damaged; [`ImagingError::Io`].
    pub fn render(&self, request: &Render) -> Result<Vec<u8>, ImagingError> {
        let picture = self.picture(request)?;
        encode(picture, request)
    }

    /// The same as pixels: part and size, without mirror, rotation, quality and format.
    ///
    /// # Errors
    /// As [`Pyramid::render`].
    pub fn picture(&self, request: &Render) -> Result<Picture, ImagingError> {
        self.check(request)?;
        let (index, level) = self.level_for(request);
        let scale = f64::from(level.scale);
        let rect = request.rect;
        let span = |at: u32, extent: u32, side: u32| {
            let from = (f64::from(at) / scale).min(f64::from(side) - 1.0);
            let to = ((f64::from(at) + f64::from(extent)) / scale).min(f64::from(side));
            (from, to.max(from + 1e-3))
        };
        let (left, right) = span(rect.x, rect.width, level.width);
        let (top, bottom) = span(rect.y, rect.height, level.height);
        let columns = taps(left, right, request.width, level.width);
        let lines = taps(top, bottom, request.height, level.height);

        let mut rows = LevelRows::new(self, index, &columns);
        let mut rgb = Vec::with_capacity(request.width as usize * request.height as usize * 3);
        let mut window: VecDeque<(usize, Vec<f32>)> = VecDeque::new();
        let mut sum = vec![0.0f32; request.width as usize * 3];
        for line in &lines {
            while window.front().is_some_and(|(y, _)| *y < line.first) {
                window.pop_front();
            }
            let mut next = window.back().map_or(line.first, |(y, _)| y + 1);
            while next < line.end() {
                window.push_back((next, rows.row(next, &columns)?));
                next += 1;
            }
            sum.fill(0.0);
            for (weight, (_, row)) in line.weights.iter().zip(&window) {
                for (s, v) in sum.iter_mut().zip(row) {
                    *s += v * weight;
                }
            }
            rgb.extend(sum.iter().map(|s| (s + 0.5) as u8));
        }
        Picture::new(request.width, request.height, rgb)
    }

    fn check(&self, request: &Render) -> Result<(), ImagingError> {
        let rect = request.rect;
        let outside = u64::from(rect.x) + u64::from(rect.width) > u64::from(self.width())
            || u64::from(rect.y) + u64::from(rect.height) > u64::from(self.height());
        if rect.width == 0 || rect.height == 0 || outside {
            let (w, h) = (self.width(), self.height());
            return Err(ImagingError::BadRequest(format!(
                "{rect:?} is not within the picture of {w} × {h} pixels"
            )));
        }
        let pixels = u64::from(request.width) * u64::from(request.height);
        if pixels == 0 {
            return Err(ImagingError::BadRequest("a picture without width or height was asked for".into()));
        }
        let side = request.width.max(request.height);
        if pixels > request.most_pixels || (request.format == OutputFormat::Jpeg && side > 65_535) {
            return Err(ImagingError::TooLarge {
                what: "the size asked for is too large",
                width: request.width.into(),
                height: request.height.into(),
                allowed: format!("{} pixels (a JPEG: 65535 a side)", request.most_pixels),
            });
        }
        Ok(())
    }

    /// The coarsest level that is at least as fine as what is asked for.
    fn level_for(&self, request: &Render) -> (usize, Level) {
        let rect = request.rect;
        let fine = |level: &Level| {
            let scale = u64::from(level.scale);
            u64::from(rect.width) >= u64::from(request.width) * scale
                && u64::from(rect.height) >= u64::from(request.height) * scale
        };
        let mut index = self.levels().iter().rposition(fine).unwrap_or(0);
        let source = |level: &Level| {
            u64::from(rect.width) * u64::from(rect.height) / (u64::from(level.scale) * u64::from(level.scale))
        };
        let most = request.most_pixels.saturating_mul(SOURCE_PIXELS);
        while index + 1 < self.levels().len() && source(&self.levels()[index]) > most {
            index += 1;
        }
        (index, self.levels()[index])
    }
}

/// The rows of one level, from above, each brought to the width asked for.
struct LevelRows<'p, R> {
    pyramid: &'p Pyramid<R>,
    index: usize,
    /// Tiles touched, from the left.
    columns: std::ops::Range<u32>,
    /// Which row of tiles is decoded.
    tile_row: Option<u32>,
    rgb: Vec<u8>,
    width: usize,
}

impl<'p, R: ReadAt> LevelRows<'p, R> {
    fn new(pyramid: &'p Pyramid<R>, index: usize, taps: &[Taps]) -> Self {
        let tile = pyramid.tile_side();
        let first = taps.first().map_or(0, |t| t.first as u32 / tile);
        let end = taps.last().map_or(1, |t| (t.end() as u32).div_ceil(tile));
        let columns = first..end.max(first + 1);
        let level = pyramid.levels()[index];
        let width = (columns.end * tile).min(level.width) - columns.start * tile;
        Self { pyramid, index, columns, tile_row: None, rgb: Vec::new(), width: width as usize }
    }

    fn row(&mut self, y: usize, taps: &[Taps]) -> Result<Vec<f32>, ImagingError> {
        let tile = self.pyramid.tile_side();
        let tile_row = y as u32 / tile;
        if self.tile_row != Some(tile_row) {
            self.decode(tile_row)?;
        }
        let row = &self.rgb[(y % tile as usize) * self.width * 3..][..self.width * 3];
        Ok(across(row, (self.columns.start * tile) as usize, taps))
    }

    fn decode(&mut self, tile_row: u32) -> Result<(), ImagingError> {
        let tile = self.pyramid.tile_side() as usize;
        self.rgb.resize(self.width * tile * 3, 255);
        for column in self.columns.clone() {
            let address = TileAddress { level: self.index, column, row: tile_row };
            let (width, pixels) = decode_tile(self.pyramid, address)?;
            let x = (column - self.columns.start) as usize * tile * 3;
            for (y, row) in pixels.chunks_exact(width * 3).enumerate() {
                let at = y * self.width * 3 + x;
                self.rgb[at..at + row.len()].copy_from_slice(row);
            }
        }
        self.tile_row = Some(tile_row);
        Ok(())
    }
}

fn decode_tile<R: ReadAt>(
    pyramid: &Pyramid<R>,
    address: TileAddress,
) -> Result<(usize, Vec<u8>), ImagingError> {
    let place = pyramid.place(address)?;
    let damaged = |e: String| ImagingError::NotAPyramid(format!("{address:?} is damaged ({e})"));
    let mut bytes = vec![0; place.length as usize];
    super::open::read_exact(pyramid.source(), &mut bytes, place.offset)?;
    let options = DecoderOptions::default().set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes), options);
    decoder.decode_headers().map_err(|e| damaged(format!("{e:?}")))?;
    let (width, height) = (place.width as usize, place.height as usize);
    if decoder.dimensions() != Some((width, height)) {
        return Err(damaged("its size is not the one it should have".into()));
    }
    let mut pixels = vec![255; width * height * 3];
    decoder.decode_into(&mut pixels).map_err(|e| damaged(format!("{e:?}")))?;
    Ok((width, pixels))
}

fn encode(picture: Picture, request: &Render) -> Result<Vec<u8>, ImagingError> {
    let turn = match (request.mirror, request.rotation) {
        (Mirror::No, Rotation::None) => Orientation::Upright,
        (Mirror::No, Rotation::Quarter) => Orientation::Clockwise,
        (Mirror::No, Rotation::Half) => Orientation::UpsideDown,
        (Mirror::No, Rotation::ThreeQuarters) => Orientation::CounterClockwise,
        (Mirror::Yes, Rotation::None) => Orientation::Mirrored,
        (Mirror::Yes, Rotation::Quarter) => Orientation::Transversed,
        (Mirror::Yes, Rotation::Half) => Orientation::MirroredUpsideDown,
        (Mirror::Yes, Rotation::ThreeQuarters) => Orientation::Transposed,
    };
    let (width, height) = (picture.width(), picture.height());
    let (shown_width, shown_height) = turn.shown(width, height);
    let mut rgb = picture.into_rgb();
    if turn != Orientation::Upright {
        rgb = turn.apply::<3>(&rgb, width as usize, height as usize);
    }
    match (request.quality, request.format) {
        (Quality::Colour, OutputFormat::Jpeg) => {
            encode_jpeg(&rgb, shown_width, shown_height, request.jpeg_quality, None)
        }
        (Quality::Colour, OutputFormat::Png) => encode_png(&rgb, shown_width, shown_height, 3, 8),
        (quality, format) => {
            let mut gray: Vec<u8> = rgb.chunks_exact(3).map(luma).collect();
            if quality == Quality::Bitonal {
                gray.iter_mut().for_each(|v| *v = if *v < 128 { 0 } else { 255 });
            }
            match (quality, format) {
                (_, OutputFormat::Jpeg) => {
                    encode_gray_jpeg(&gray, shown_width, shown_height, request.jpeg_quality)
                }
                (Quality::Bitonal, _) => {
                    let bits = gray.chunks_exact(shown_width as usize).flat_map(|row| {
                        row.chunks(8).map(|eight| {
                            eight.iter().enumerate().fold(0, |byte, (i, v)| byte | (v & 1) << (7 - i))
                        })
                    });
                    encode_png(&bits.collect::<Vec<u8>>(), shown_width, shown_height, 1, 1)
                }
                _ => encode_png(&gray, shown_width, shown_height, 1, 8),
            }
        }
    }
}

/// ITU-R BT.601.
fn luma(rgb: &[u8]) -> u8 {
    ((299 * u32::from(rgb[0]) + 587 * u32::from(rgb[1]) + 114 * u32::from(rgb[2]) + 500) / 1000) as u8
}
