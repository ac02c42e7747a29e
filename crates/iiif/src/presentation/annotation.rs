use std::fmt::Write;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::LanguageMap;

/// What an annotation is for (§5.6; Web Annotation §3.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Motivation {
    /// It is the canvas's content: a picture, a sound.
    Painting,
    /// It is taken from the content: a transcript, a translation.
    Supplementing,
    /// It is said about the content.
    Commenting,
    /// It marks what was searched for.
    Highlighting,
}

/// An Image API 3 service (§5.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageService {
    /// The image's base URI.
    pub id: String,
    /// `level0`, `level1`, `level2`.
    pub profile: String,
}

impl ImageService {
    /// A service of level 2.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), profile: "level2".to_owned() }
    }
}

impl Serialize for ImageService {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ImageService", 3)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "ImageService3")?;
        out.serialize_field("profile", &self.profile)?;
        out.end()
    }
}

/// What an annotation puts on its target.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// A picture.
    Image {
        /// Where the picture itself is.
        id: String,
        /// Its media type.
        format: String,
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
        /// Where its tiles are.
        service: Option<ImageService>,
    },
    /// A sound.
    Sound {
        /// Where it is.
        id: String,
        /// Its media type.
        format: String,
        /// Seconds.
        duration: f64,
    },
    /// A text that stands in the manifest itself.
    Textual {
        /// The text.
        value: String,
        /// Its language.
        language: Option<String>,
        /// Its media type; `text/plain`, where nothing else is said.
        format: Option<String>,
    },
    /// A text that stands elsewhere: WebVTT, ALTO.
    Text {
        /// Where it is.
        id: String,
        /// Its media type.
        format: String,
        /// Its language.
        language: Option<String>,
        /// Its name.
        label: LanguageMap,
    },
    /// One of several, the first unless a reader chooses: two transfers, two scans.
    Choice(Vec<Body>),
}

impl Body {
    /// A picture with tiles of level 2; `id` is the service's base URI.
    #[must_use]
    pub fn image(service: &str, width: u32, height: u32) -> Self {
        Self::Image {
            id: format!("{service}/full/max/0/default.jpg"),
            format: "image/jpeg".to_owned(),
            width,
            height,
            service: Some(ImageService::new(service)),
        }
    }

    /// A sound.
    #[must_use]
    pub fn sound(id: impl Into<String>, format: &str, duration: f64) -> Self {
        Self::Sound { id: id.into(), format: format.to_owned(), duration }
    }

    /// A text within the manifest.
    #[must_use]
    pub fn text(value: impl Into<String>, language: &str) -> Self {
        let language = (!language.is_empty()).then(|| language.to_owned());
        Self::Textual { value: value.into(), language, format: None }
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Body", 7)?;
        match self {
            Self::Image { id, format, width, height, service } => {
                out.serialize_field("id", id)?;
                out.serialize_field("type", "Image")?;
                out.serialize_field("format", format)?;
                out.serialize_field("width", width)?;
                out.serialize_field("height", height)?;
                if let Some(service) = service {
                    out.serialize_field("service", std::slice::from_ref(service))?;
                }
            }
            Self::Sound { id, format, duration } => {
                out.serialize_field("id", id)?;
                out.serialize_field("type", "Sound")?;
                out.serialize_field("format", format)?;
                out.serialize_field("duration", duration)?;
            }
            Self::Textual { value, language, format } => {
                out.serialize_field("type", "TextualBody")?;
                out.serialize_field("value", value)?;
                if let Some(language) = language {
                    out.serialize_field("language", language)?;
                }
                out.serialize_field("format", format.as_deref().unwrap_or("text/plain"))?;
            }
            Self::Text { id, format, language, label } => {
                out.serialize_field("id", id)?;
                out.serialize_field("type", "Text")?;
                out.serialize_field("format", format)?;
                if let Some(language) = language {
                    out.serialize_field("language", language)?;
                }
                if !label.is_empty() {
                    out.serialize_field("label", label)?;
                }
            }
            Self::Choice(items) => {
                out.serialize_field("type", "Choice")?;
                out.serialize_field("items", items)?;
            }
        }
        out.end()
    }
}

/// A body on a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Its URI.
    pub id: String,
    /// What it is for.
    pub motivation: Motivation,
    /// What is put there.
    pub body: Body,
    /// A canvas's id, whole or with a fragment (see [`fragment`]).
    pub target: String,
}

impl Serialize for Annotation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Annotation", 5)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "Annotation")?;
        out.serialize_field("motivation", &self.motivation)?;
        out.serialize_field("body", &self.body)?;
        out.serialize_field("target", &self.target)?;
        out.end()
    }
}

/// Annotations together. Without items it is a reference to a page that stands elsewhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AnnotationPage {
    /// Its URI.
    pub id: String,
    /// Its name: what layer of text it is.
    pub label: LanguageMap,
    /// The annotations; `None`: they are at the page's URI.
    pub items: Option<Vec<Annotation>>,
    /// As a document of its own it has a context.
    pub standalone: bool,
}

impl AnnotationPage {
    /// A page that is told of here and stands at its URI.
    #[must_use]
    pub fn reference(id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    /// A page that is a document of its own.
    #[must_use]
    pub fn document(id: impl Into<String>, label: impl Into<LanguageMap>, items: Vec<Annotation>) -> Self {
        Self { id: id.into(), label: label.into(), items: Some(items), standalone: true }
    }
}

impl Serialize for AnnotationPage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("AnnotationPage", 5)?;
        if self.standalone {
            out.serialize_field("@context", super::CONTEXT)?;
        }
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "AnnotationPage")?;
        if !self.label.is_empty() {
            out.serialize_field("label", &self.label)?;
        }
        if let Some(items) = &self.items {
            out.serialize_field("items", items)?;
        }
        out.end()
    }
}

/// A canvas's id with a time in seconds, a region in pixels, or both (Media Fragments 1.0, §4.2).
///
/// ```
/// use bumba_iiif::presentation::fragment;
///
/// assert_eq!(fragment("https://x.org/c/1", Some((1.5, 3.0)), None), "https://x.org/c/1#t=1.5,3");
/// assert_eq!(fragment("https://x.org/c/1", None, Some([1, 2, 30, 40])), "https://x.org/c/1#xywh=1,2,30,40");
/// ```
#[must_use]
pub fn fragment(canvas: &str, time: Option<(f64, f64)>, region: Option<[u32; 4]>) -> String {
    let mut out = canvas.to_owned();
    let mut sign = '#';
    // Writing to a String cannot fail.
    if let Some((from, to)) = time {
        let _ = write!(out, "{sign}t={from},{to}");
        sign = '&';
    }
    if let Some([x, y, w, h]) = region {
        let _ = write!(out, "{sign}xywh={x},{y},{w},{h}");
    }
    out
}
