use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::Limits;

/// How much of the specification a server does (§6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Stored sizes and tiles alone.
    Level0,
    /// Any part, sizes by one side.
    Level1,
    /// Any part, any size, quarter turns, JPEG and PNG.
    Level2,
}

/// A size that is there already: a viewer asks for it rather than for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Tiles of one side at several scales (§5.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TileSet {
    /// Pixels: the side.
    pub width: u32,
    /// 1, 2, 4, …
    #[serde(rename = "scaleFactors")]
    pub scale_factors: Vec<u32>,
}

/// `info.json` (Image API 3, §5). Serialises with `@context` first.
///
/// ```
/// use bumba_iiif::image::{ImageInfo, InfoSize, Limits, TileSet};
///
/// let info = ImageInfo {
///     sizes: vec![InfoSize { width: 350, height: 250 }],
///     tiles: vec![TileSet { width: 256, scale_factors: vec![1, 2, 4] }],
///     limits: Some(Limits::default()),
///     ..ImageInfo::new("https://example.org/iiif/image/99999-b1-f1", 700, 500)
/// };
/// assert!(serde_json::to_string(&info)?.starts_with(r#"{"@context":"http://iiif.io/api/image/3/context.json","id":"#));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInfo {
    /// The image's base URI, without a slash at its end.
    pub id: String,
    /// How much is done.
    pub profile: Profile,
    /// Pixels of the whole picture.
    pub width: u32,
    /// Pixels of the whole picture.
    pub height: u32,
    /// The largest picture given at once.
    pub limits: Option<Limits>,
    /// Sizes of the whole picture that are stored, the smallest first.
    pub sizes: Vec<Size>,
    /// Tiles that are stored.
    pub tiles: Vec<TileSet>,
    /// A licence's or rights statement's URI.
    pub rights: Option<String>,
}

impl ImageInfo {
    /// An image of level 2.
    #[must_use]
    pub fn new(id: impl Into<String>, width: u32, height: u32) -> Self {
        Self {
            id: id.into(),
            profile: Profile::Level2,
            width,
            height,
            limits: None,
            sizes: Vec::new(),
            tiles: Vec::new(),
            rights: None,
        }
    }
}

impl Serialize for ImageInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ImageInfo", 16)?;
        out.serialize_field("@context", "http://iiif.io/api/image/3/context.json")?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "ImageService3")?;
        out.serialize_field("protocol", "http://iiif.io/api/image")?;
        out.serialize_field("profile", &self.profile)?;
        out.serialize_field("width", &self.width)?;
        out.serialize_field("height", &self.height)?;
        if let Some(limits) = &self.limits {
            out.serialize_field("maxWidth", &limits.width)?;
            out.serialize_field("maxHeight", &limits.height)?;
            out.serialize_field("maxArea", &limits.area)?;
        }
        if !self.sizes.is_empty() {
            out.serialize_field("sizes", &self.sizes)?;
        }
        if !self.tiles.is_empty() {
            out.serialize_field("tiles", &self.tiles)?;
        }
        // What is done beyond the level (§5.7; compliance document, tables 2 to 5).
        match self.profile {
            Profile::Level0 => {}
            Profile::Level1 => {
                out.serialize_field("extraFormats", &["png"])?;
                out.serialize_field("extraQualities", &["color", "gray", "bitonal"])?;
            }
            Profile::Level2 => {
                out.serialize_field("extraQualities", &["gray", "bitonal"])?;
                out.serialize_field("extraFeatures", &["mirroring", "sizeUpscaling"])?;
            }
        }
        if let Some(rights) = &self.rights {
            out.serialize_field("rights", rights)?;
        }
        out.end()
    }
}
