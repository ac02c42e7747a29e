use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{About, LanguageMap};

/// A named part of an item: a chapter, a juan, a sung part (§5.4).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Range {
    /// Its URI.
    pub id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is said of it.
    #[serde(flatten)]
    pub about: About,
    /// Its parts, in order.
    pub items: Vec<RangeItem>,
}

impl Range {
    /// A range of these parts.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<LanguageMap>, items: Vec<RangeItem>) -> Self {
        let about = About { label: label.into(), ..About::default() };
        Self { id: id.into(), kind: "Range", about, items }
    }
}

/// A part of a range.
#[derive(Debug, Clone, PartialEq)]
pub enum RangeItem {
    /// A canvas's id, whole or with a fragment (see [`super::fragment`]).
    Canvas(String),
    /// A range within the range.
    Range(Box<Range>),
}

impl Serialize for RangeItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Canvas(id) => {
                let mut out = serializer.serialize_struct("Canvas", 2)?;
                out.serialize_field("id", id)?;
                out.serialize_field("type", "Canvas")?;
                out.end()
            }
            Self::Range(range) => range.serialize(serializer),
        }
    }
}
