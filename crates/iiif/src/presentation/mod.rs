//! IIIF Presentation API 3.0: manifests and collections, as they are written.

mod about;
mod annotation;
mod canvas;
mod collection;
mod faults;
mod manifest;
mod range;
pub mod search;
mod text;

pub use about::{About, Agent, Link, MetadataPair, Start, Thumbnail};
pub use annotation::{Annotation, AnnotationPage, Body, ImageService, Motivation, fragment};
pub use canvas::Canvas;
pub use collection::{Collection, CollectionItem, ItemKind};
pub use faults::{collection_faults, faults};
pub use manifest::{Behavior, Manifest, ViewingDirection};
pub use range::{Range, RangeItem};
pub use text::LanguageMap;

/// The context of every document (§4.6).
pub(crate) const CONTEXT: &str = "http://iiif.io/api/presentation/3/context.json";
