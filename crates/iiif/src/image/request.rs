use std::str::FromStr;

use thiserror::Error;

/// Why a request is refused. Each is a 400 on the web (Image API 3, §7.2); the text is a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// §4.1.
    #[error("The region \"{given}\" is not understood: {why}.")]
    Region {
        /// As it was given.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// §4.2.
    #[error("The size \"{given}\" cannot be given: {why}.")]
    Size {
        /// As it was given.
        given: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// §4.3.
    #[error(
        "The rotation \"{given}\" cannot be given: use 0, 90, 180 or 270, with ! before it to mirror first."
    )]
    Rotation {
        /// As it was given.
        given: String,
    },
    /// §4.4.
    #[error("The quality \"{given}\" is not known: use default, color, gray or bitonal.")]
    Quality {
        /// As it was given.
        given: String,
    },
    /// §4.5.
    #[error("The format \"{given}\" cannot be given: use jpg or png.")]
    Format {
        /// As it was given.
        given: String,
    },
}

/// Which part (§4.1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Region {
    /// `full`
    Full,
    /// `square`: the middle, as wide as the shorter side.
    Square,
    /// `x,y,w,h`, in pixels.
    Pixels(u32, u32, u32, u32),
    /// `pct:x,y,w,h`, in per cent of the sides.
    Percent(f64, f64, f64, f64),
}

/// How large (§4.2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// `^` stands before it: it may be larger than the part.
    pub upscale: bool,
    /// The form.
    pub kind: SizeKind,
}

/// The forms of a size (§4.2), without `^`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SizeKind {
    /// `max`
    Max,
    /// `w,`
    Width(u32),
    /// `,h`
    Height(u32),
    /// `pct:n`
    Percent(f64),
    /// `w,h`: exactly, even when the shape changes.
    Exact(u32, u32),
    /// `!w,h`: at most, the shape stays.
    Within(u32, u32),
}

/// By how much it is turned, clockwise (§4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// 0
    None,
    /// 90
    Quarter,
    /// 180
    Half,
    /// 270
    ThreeQuarters,
}

impl Rotation {
    /// Degrees.
    #[must_use]
    pub fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }
}

/// The colours (§4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// `default`, which is in colour.
    Default,
    /// `color`
    Color,
    /// `gray`
    Gray,
    /// `bitonal`
    Bitonal,
}

impl Quality {
    /// As in the canonical URI (§4.7): colour is the default.
    #[must_use]
    pub fn canonical(self) -> &'static str {
        match self {
            Self::Default | Self::Color => "default",
            Self::Gray => "gray",
            Self::Bitonal => "bitonal",
        }
    }
}

/// The format (§4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `jpg`
    Jpg,
    /// `png`
    Png,
}

impl Format {
    /// As in the URI.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpg => "jpg",
            Self::Png => "png",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A request for a picture, understood but not yet held against a picture's size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageRequest {
    /// Which part.
    pub region: Region,
    /// How large.
    pub size: Size,
    /// Mirrored, before it is turned.
    pub mirror: bool,
    /// By how much it is turned.
    pub rotation: Rotation,
    /// The colours.
    pub quality: Quality,
    /// The format.
    pub format: Format,
}

impl ImageRequest {
    /// Understands the four last segments of a request's path; percent-encoding is already undone.
    ///
    /// # Errors
    /// What is not in the specification, or not in its level 2: a 400.
    ///
    /// ```
    /// use bumba_iiif::image::ImageRequest;
    ///
    /// let request = ImageRequest::parse("0,0,1024,1024", "512,", "0", "default.jpg")?;
    /// let error = ImageRequest::parse("full", "large", "0", "default.jpg").unwrap_err();
    /// assert!(error.to_string().starts_with("The size \"large\" cannot be given"));
    /// # Ok::<(), bumba_iiif::image::RequestError>(())
    /// ```
    pub fn parse(
        region: &str,
        size: &str,
        rotation: &str,
        quality_format: &str,
    ) -> Result<Self, RequestError> {
        let (mirror, rotation) = parse_rotation(rotation)?;
        let (quality, format) = quality_format
            .rsplit_once('.')
            .ok_or_else(|| RequestError::Format { given: quality_format.to_owned() })?;
        Ok(Self {
            region: parse_region(region)?,
            size: parse_size(size)?,
            mirror,
            rotation,
            quality: parse_quality(quality)?,
            format: parse_format(format)?,
        })
    }
}

/// Whole numbers: digits alone, so that `+1` and ` 1` are no numbers.
fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| u32::from_str(text).ok()).flatten()
}

/// Decimal numbers: digits with at most one point among them (§4.7: no exponents).
fn decimal(text: &str) -> Option<f64> {
    let plain =
        text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    plain.then(|| f64::from_str(text).ok()).flatten().filter(|n| n.is_finite())
}

fn four<T: Copy>(text: &str, number: impl Fn(&str) -> Option<T>) -> Option<(T, T, T, T)> {
    let numbers: Option<Vec<T>> = text.split(',').map(number).collect();
    match numbers.as_deref() {
        Some(&[x, y, w, h]) => Some((x, y, w, h)),
        _ => None,
    }
}

fn parse_region(text: &str) -> Result<Region, RequestError> {
    let wrong = |why| RequestError::Region { given: text.to_owned(), why };
    match text {
        "full" => return Ok(Region::Full),
        "square" => return Ok(Region::Square),
        _ => {}
    }
    if let Some(percent) = text.strip_prefix("pct:") {
        let (x, y, w, h) = four(percent, decimal).ok_or_else(|| wrong("after pct: it needs four numbers"))?;
        if w == 0.0 || h == 0.0 {
            return Err(wrong("it is empty"));
        }
        return Ok(Region::Percent(x, y, w, h));
    }
    let numbers = four(text, whole);
    let (x, y, w, h) = numbers.ok_or_else(|| wrong("use full, square, x,y,w,h or pct:x,y,w,h"))?;
    if w == 0 || h == 0 {
        return Err(wrong("it is empty"));
    }
    Ok(Region::Pixels(x, y, w, h))
}

fn parse_size(text: &str) -> Result<Size, RequestError> {
    let wrong = |why| RequestError::Size { given: text.to_owned(), why };
    let (upscale, form) = match text.strip_prefix('^') {
        Some(form) => (true, form),
        None => (false, text),
    };
    let not_understood = || wrong("use max, w, ,h w,h !w,h or pct:n, with ^ before it to enlarge");
    let kind = if form == "max" {
        SizeKind::Max
    } else if let Some(percent) = form.strip_prefix("pct:") {
        let n = decimal(percent).ok_or_else(not_understood)?;
        if n > 100.0 && !upscale {
            return Err(wrong("more than 100 per cent needs ^ before it"));
        }
        SizeKind::Percent(n)
    } else {
        let (within, form) = match form.strip_prefix('!') {
            Some(form) => (true, form),
            None => (false, form),
        };
        let (width, height) = form.split_once(',').ok_or_else(not_understood)?;
        let side = |text: &str| whole(text).ok_or_else(not_understood);
        match (within, width, height) {
            (true, w, h) => SizeKind::Within(side(w)?, side(h)?),
            (false, w, "") => SizeKind::Width(side(w)?),
            (false, "", h) => SizeKind::Height(side(h)?),
            (false, w, h) => SizeKind::Exact(side(w)?, side(h)?),
        }
    };
    let empty = match kind {
        SizeKind::Max => false,
        SizeKind::Width(n) | SizeKind::Height(n) => n == 0,
        SizeKind::Percent(n) => n == 0.0,
        SizeKind::Exact(w, h) | SizeKind::Within(w, h) => w == 0 || h == 0,
    };
    if empty { Err(wrong("it is empty")) } else { Ok(Size { upscale, kind }) }
}

fn parse_rotation(text: &str) -> Result<(bool, Rotation), RequestError> {
    let (mirror, degrees) = match text.strip_prefix('!') {
        Some(degrees) => (true, degrees),
        None => (false, text),
    };
    let turns = [
        (0.0, Rotation::None),
        (90.0, Rotation::Quarter),
        (180.0, Rotation::Half),
        (270.0, Rotation::ThreeQuarters),
        (360.0, Rotation::None),
    ];
    let given = decimal(degrees);
    let found = turns.into_iter().find(|(n, _)| Some(*n) == given);
    found
        .map(|(_, rotation)| (mirror, rotation))
        .ok_or_else(|| RequestError::Rotation { given: text.to_owned() })
}

fn parse_quality(text: &str) -> Result<Quality, RequestError> {
    match text {
        "default" => Ok(Quality::Default),
        "color" => Ok(Quality::Color),
        "gray" => Ok(Quality::Gray),
        "bitonal" => Ok(Quality::Bitonal),
        _ => Err(RequestError::Quality { given: text.to_owned() }),
    }
}

fn parse_format(text: &str) -> Result<Format, RequestError> {
    match text {
        "jpg" => Ok(Format::Jpg),
        "png" => Ok(Format::Png),
        _ => Err(RequestError::Format { given: text.to_owned() }),
    }
}
