use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Behavior, ImageService, LanguageMap, ViewingDirection};

/// What is said of a manifest, collection, canvas or range (§3.1 to §3.3). Serialises without what is empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its name.
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub label: LanguageMap,
    /// Pairs for people to read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<MetadataPair>,
    /// A few sentences.
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub summary: LanguageMap,
    /// What must be shown with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_statement: Option<MetadataPair>,
    /// A URI of Creative Commons or RightsStatements.org, beginning with `http://`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provider: Vec<Agent>,
    /// Small pictures of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thumbnail: Vec<Thumbnail>,
    /// Pages about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub homepage: Vec<Link>,
    /// Data about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see_also: Vec<Link>,
    /// The same in other forms: a PDF, a sound file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rendering: Vec<Link>,
    /// What it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<Link>,
    /// How it wants to be shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub behavior: Vec<Behavior>,
    /// In which direction its pages are turned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub viewing_direction: Option<ViewingDirection>,
    /// A date to place it in time: RFC 3339 with seconds and zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nav_date: Option<String>,
    /// Where a viewer opens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Start>,
}

/// A label and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MetadataPair {
    /// What it is.
    pub label: LanguageMap,
    /// What it says.
    pub value: LanguageMap,
}

impl MetadataPair {
    /// A pair.
    #[must_use]
    pub fn new(label: impl Into<LanguageMap>, value: impl Into<LanguageMap>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// An organisation (§3.1, `provider`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its URI.
    pub id: String,
    /// Its name.
    pub label: LanguageMap,
    /// Its page.
    pub homepage: Vec<Link>,
}

impl Serialize for Agent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Agent", 4)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "Agent")?;
        out.serialize_field("label", &self.label)?;
        if !self.homepage.is_empty() {
            out.serialize_field("homepage", &self.homepage)?;
        }
        out.end()
    }
}

/// Something elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its URI.
    pub id: String,
    /// What it is: `Text` for a page, `Dataset`, `Sound`, `Image`, `Manifest`, `Collection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub label: LanguageMap,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The URI of the scheme that data follow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Its languages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub language: Vec<String>,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(kind: &str, id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        Self {
            id: id.into(),
            kind: kind.to_owned(),
            label: label.into(),
            format: None,
            profile: None,
            language: Vec::new(),
        }
    }

    /// A page for people.
    #[must_use]
    pub fn page(id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        Self::new("Text", id, label).format("text/html")
    }

    /// Adds the media type.
    #[must_use]
    pub fn format(self, format: &str) -> Self {
        Self { format: Some(format.to_owned()), ..self }
    }
}

/// A small picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Its URI.
    pub id: String,
    /// Its media type.
    pub format: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The service that gives other sizes.
    pub service: Option<ImageService>,
}

impl Serialize for Thumbnail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Thumbnail", 6)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "Image")?;
        out.serialize_field("format", &self.format)?;
        out.serialize_field("width", &self.width)?;
        out.serialize_field("height", &self.height)?;
        if let Some(service) = &self.service {
            out.serialize_field("service", std::slice::from_ref(service))?;
        }
        out.end()
    }
}

/// The canvas that a viewer opens first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Its id.
    pub canvas: String,
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Start", 2)?;
        out.serialize_field("id", &self.canvas)?;
        out.serialize_field("type", "Canvas")?;
        out.end()
    }
}
