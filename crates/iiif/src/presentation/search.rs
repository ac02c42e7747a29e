//! IIIF Content Search API 2.0: the service a manifest names, and its answer.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::Annotation;

/// The service that finds text within an item (§3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchService {
    /// Where it is asked: `?q=` is added.
    pub id: String,
}

impl Serialize for SearchService {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("SearchService", 2)?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "SearchService2")?;
        out.end()
    }
}

/// Where in a line a hit is: what stands before, the hit itself, what stands after (§4.3, TextQuoteSelector).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The URI of the hit's own annotation.
    pub id: String,
    /// Which of the answer's annotations it is in.
    pub annotation: String,
    /// Before it.
    pub prefix: String,
    /// The words that were found.
    pub exact: String,
    /// After it.
    pub suffix: String,
}

/// The answer (§4): lines that hold what was asked for, in the order in which a viewer shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchAnswer {
    /// The URI of the request.
    pub id: String,
    /// Lines, each on its place of a canvas.
    pub items: Vec<Annotation>,
    /// Where in the lines the hits are.
    pub hits: Vec<Hit>,
}

struct Quote<'a>(&'a Hit);
struct Target<'a>(&'a Hit);
struct HitAnnotation<'a>(&'a Hit);
struct Hits<'a>(&'a SearchAnswer);

impl Serialize for Quote<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("TextQuoteSelector", 4)?;
        out.serialize_field("type", "TextQuoteSelector")?;
        out.serialize_field("prefix", &self.0.prefix)?;
        out.serialize_field("exact", &self.0.exact)?;
        out.serialize_field("suffix", &self.0.suffix)?;
        out.end()
    }
}

impl Serialize for Target<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("SpecificResource", 3)?;
        out.serialize_field("type", "SpecificResource")?;
        out.serialize_field("source", &self.0.annotation)?;
        out.serialize_field("selector", &[Quote(self.0)])?;
        out.end()
    }
}

impl Serialize for HitAnnotation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Annotation", 4)?;
        out.serialize_field("id", &self.0.id)?;
        out.serialize_field("type", "Annotation")?;
        out.serialize_field("motivation", "contextualizing")?;
        out.serialize_field("target", &Target(self.0))?;
        out.end()
    }
}

impl Serialize for Hits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("AnnotationPage", 3)?;
        out.serialize_field("id", &format!("{}#hits", self.0.id))?;
        out.serialize_field("type", "AnnotationPage")?;
        out.serialize_field("items", &self.0.hits.iter().map(HitAnnotation).collect::<Vec<_>>())?;
        out.end()
    }
}

impl Serialize for SearchAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("SearchAnswer", 5)?;
        out.serialize_field("@context", "http://iiif.io/api/search/2/context.json")?;
        out.serialize_field("id", &self.id)?;
        out.serialize_field("type", "AnnotationPage")?;
        out.serialize_field("items", &self.items)?;
        if !self.hits.is_empty() {
            out.serialize_field("annotations", &[Hits(self)])?;
        }
        out.end()
    }
}
