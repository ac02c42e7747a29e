use super::{Format, ImageRequest, Quality, Region, RequestError, Rotation, SizeKind};

/// The largest picture that is given at once: `maxWidth`, `maxHeight`, `maxArea` of `info.json` (§5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Pixels in all.
    pub area: u64,
}

impl Default for Limits {
    /// 10,000 pixels a side, 25 million in all.
    fn default() -> Self {
        Self { width: 10_000, height: 10_000, area: 25_000_000 }
    }
}

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// From the left.
    pub x: u32,
    /// From above.
    pub y: u32,
    /// Pixels; at least 1.
    pub width: u32,
    /// Pixels; at least 1.
    pub height: u32,
}

/// What a request means for a picture of a certain size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// Which part, within the picture.
    pub rect: Rect,
    /// Pixels, before it is turned.
    pub width: u32,
    /// Pixels, before it is turned.
    pub height: u32,
    /// Mirrored, before it is turned.
    pub mirror: bool,
    /// By how much it is turned.
    pub rotation: Rotation,
    /// The colours.
    pub quality: Quality,
    /// The format.
    pub format: Format,
    canonical: Canonical,
}

/// The choices of a canonical URI that the numbers alone do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Canonical {
    whole: bool,
    max: bool,
    upscaled: bool,
}

impl ImageRequest {
    /// Holds the request against a picture of `width` × `height` pixels.
    ///
    /// # Errors
    /// A part outside the picture, a size that is larger than the part without `^`, or larger than the limits: a 400.
    pub fn resolve(&self, width: u32, height: u32, limits: &Limits) -> Result<Resolved, RequestError> {
        let rect = self.rect(width, height)?;
        let (w, h) = self.sides(&rect, limits)?;
        let upscaled = w > rect.width || h > rect.height;
        let largest = largest(rect.width, rect.height, limits, upscaled);
        Ok(Resolved {
            rect,
            width: w,
            height: h,
            mirror: self.mirror,
            rotation: self.rotation,
            quality: self.quality,
            format: self.format,
            canonical: Canonical {
                whole: (rect.width, rect.height) == (width, height),
                max: (w, h) == largest,
                upscaled,
            },
        })
    }

    fn rect(&self, width: u32, height: u32) -> Result<Rect, RequestError> {
        let (x, y, w, h) = match self.region {
            Region::Full => (0, 0, width, height),
            Region::Square => {
                let side = width.min(height);
                ((width - side) / 2, (height - side) / 2, side, side)
            }
            Region::Pixels(x, y, w, h) => (x, y, w, h),
            Region::Percent(x, y, w, h) => {
                // `as` stops at the ends of u32.
                let part = |n: f64, side: u32| (n * f64::from(side) / 100.0).round() as u32;
                (part(x, width), part(y, height), part(w, width), part(h, height))
            }
        };
        let cut = |at: u32, extent: u32, side: u32| extent.min(side.saturating_sub(at));
        let rect = Rect { x, y, width: cut(x, w, width), height: cut(y, h, height) };
        if rect.width == 0 || rect.height == 0 {
            let given = match self.region {
                Region::Percent(x, y, w, h) => format!("pct:{x},{y},{w},{h}"),
                _ => format!("{x},{y},{w},{h}"),
            };
            return Err(RequestError::Region { given, why: "nothing of it is within the picture" });
        }
        Ok(rect)
    }

    fn sides(&self, rect: &Rect, limits: &Limits) -> Result<(u32, u32), RequestError> {
        let (w, h) = (rect.width, rect.height);
        let upscale = self.size.upscale;
        let (width, height) = match self.size.kind {
            SizeKind::Max => largest(w, h, limits, upscale),
            SizeKind::Width(n) => (n, other_side(n, w, h)),
            SizeKind::Height(n) => (other_side(n, h, w), n),
            SizeKind::Percent(n) => {
                let part = |side: u32| (n * f64::from(side) / 100.0).round() as u32;
                (part(w), part(h))
            }
            SizeKind::Exact(width, height) => (width, height),
            SizeKind::Within(width, height) => {
                let bounds = Limits {
                    width: width.min(limits.width),
                    height: height.min(limits.height),
                    area: limits.area,
                };
                largest(w, h, &bounds, upscale)
            }
        };
        let wrong = |why| Err(RequestError::Size { given: self.size_text(), why });
        if width == 0 || height == 0 {
            return wrong("less than a pixel would be left");
        }
        if !upscale && (width > w || height > h) {
            return wrong("it is larger than the part asked for; ^ before it enlarges");
        }
        let area = u64::from(width) * u64::from(height);
        if width > limits.width || height > limits.height || area > limits.area {
            return wrong(
                "it is larger than this server gives at once (maxWidth, maxHeight, maxArea in info.json)",
            );
        }
        Ok((width, height))
    }

    fn size_text(&self) -> String {
        let caret = if self.size.upscale { "^" } else { "" };
        match self.size.kind {
            SizeKind::Max => format!("{caret}max"),
            SizeKind::Width(w) => format!("{caret}{w},"),
            SizeKind::Height(h) => format!("{caret},{h}"),
            SizeKind::Percent(n) => format!("{caret}pct:{n}"),
            SizeKind::Exact(w, h) => format!("{caret}{w},{h}"),
            SizeKind::Within(w, h) => format!("{caret}!{w},{h}"),
        }
    }
}

/// The other side when one of `from` becomes `to`, the shape kept: rounded, at least 1.
fn other_side(to: u32, from: u32, other: u32) -> u32 {
    let (to, from, other) = (u128::from(to), u128::from(from), u128::from(other));
    u32::try_from((2 * to * other + from) / (2 * from)).unwrap_or(u32::MAX).max(1)
}

/// The largest size of the same shape within the limits; not larger than `w` × `h` unless `upscale`.
fn largest(w: u32, h: u32, limits: &Limits, upscale: bool) -> (u32, u32) {
    let (fw, fh) = (f64::from(w), f64::from(h));
    let mut scale = (f64::from(limits.width) / fw).min(f64::from(limits.height) / fh);
    scale = scale.min((limits.area as f64 / (fw * fh)).sqrt());
    if scale >= 1.0 && !upscale {
        return (w, h);
    }
    let side = |n: f64, limit: u32| ((n * scale + 1e-9).round() as u32).clamp(1, limit.max(1));
    let (mut width, mut height) = (side(fw, limits.width), side(fh, limits.height));
    // Rounding up both sides may pass the area by a row.
    while u64::from(width) * u64::from(height) > limits.area && width.max(height) > 1 {
        if width >= height { width -= 1 } else { height -= 1 }
    }
    (width, height)
}

impl Resolved {
    /// The four last segments of the canonical URI (§4.7), such as `full/max/0/default.jpg`.
    /// A client may be told of it by a `Link` with `rel="canonical"`.
    #[must_use]
    pub fn canonical_path(&self) -> String {
        let Rect { x, y, width, height } = self.rect;
        let region =
            if self.canonical.whole { "full".to_owned() } else { format!("{x},{y},{width},{height}") };
        let caret = if self.canonical.upscaled { "^" } else { "" };
        let size = if self.canonical.max {
            format!("{caret}max")
        } else {
            format!("{caret}{},{}", self.width, self.height)
        };
        let mirror = if self.mirror { "!" } else { "" };
        let (degrees, quality) = (self.rotation.degrees(), self.quality.canonical());
        format!("{region}/{size}/{mirror}{degrees}/{quality}.{}", self.format.extension())
    }
}
