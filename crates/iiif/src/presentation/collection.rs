use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{About, CONTEXT, LanguageMap, Thumbnail};

/// Manifests and collections together (§5.1). Serialises with `@context` first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collection {
    #[serde(rename = "@context")]
    context: &'static str,
    /// Its URI: where it is served.
    pub id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is said of it.
    #[serde(flatten)]
    pub about: About,
    /// What is in it, by reference.
    pub items: Vec<CollectionItem>,
}

impl Collection {
    /// An empty collection.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        let about = About { label: label.into(), ..About::default() };
        Self { context: CONTEXT, id: id.into(), kind: "Collection", about, items: Vec::new() }
    }
}

/// What a collection's part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ItemKind {
    /// One item.
    Manifest,
    /// A collection within it.
    Collection,
}

/// A part of a collection: told of, not written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionItem {
    /// What it is.
    pub kind: ItemKind,
    /// Its URI.
    pub id: String,
    /// Its name.
    pub label: LanguageMap,
    /// A small picture of it.
    pub thumbnail: Option<Thumbnail>,
}

impl Serialize for CollectionItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("CollectionItem", 4)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", &self.kind)?;
        out.serialize_field("label", &self.label)?;
        if let Some(thumbnail) = &self.thumbnail {
            out.serialize_field("thumbnail", std::slice::from_ref(thumbnail))?;
        }
        out.end()
    }
}
