use serde::Serialize;

use super::{About, Annotation, AnnotationPage, Body, LanguageMap, Motivation};

/// One page, or one programme of a tape (§5.3).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Canvas {
    /// Its URI.
    pub id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is said of it.
    #[serde(flatten)]
    pub about: About,
    /// Pixels; with a height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Pixels; with a width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Seconds, more than 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// What is painted on it; empty for a lost leaf, and written all the same: the validator wants it there.
    pub items: Vec<AnnotationPage>,
    /// What is said about it: texts, comments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<AnnotationPage>,
}

impl Canvas {
    fn new(id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        Self {
            id: id.into(),
            kind: "Canvas",
            about: About { label: label.into(), ..About::default() },
            width: None,
            height: None,
            duration: None,
            items: Vec::new(),
            annotations: Vec::new(),
        }
    }

    /// A page, in pixels.
    #[must_use]
    pub fn page(id: impl Into<String>, label: impl Into<LanguageMap>, width: u32, height: u32) -> Self {
        Self { width: Some(width), height: Some(height), ..Self::new(id, label) }
    }

    /// A programme of a tape, in seconds.
    #[must_use]
    pub fn sound(id: impl Into<String>, label: impl Into<LanguageMap>, duration: f64) -> Self {
        Self { duration: Some(duration), ..Self::new(id, label) }
    }

    /// Paints the whole canvas. Its annotation is `ID/painting/N`.
    #[must_use]
    pub fn paint(self, body: Body) -> Self {
        let target = self.id.clone();
        self.paint_at(body, target)
    }

    /// Paints a part of the canvas: `target` is its id with a fragment.
    #[must_use]
    pub fn paint_at(mut self, body: Body, target: String) -> Self {
        if self.items.is_empty() {
            let id = format!("{}/painting", self.id);
            self.items.push(AnnotationPage { id, items: Some(Vec::new()), ..AnnotationPage::default() });
        }
        let page = &mut self.items[0];
        let items = page.items.get_or_insert_default();
        let id = format!("{}/{}", page.id, items.len() + 1);
        items.push(Annotation { id, motivation: Motivation::Painting, body, target });
        self
    }

    /// Adds a page of annotations.
    #[must_use]
    pub fn annotate(mut self, page: AnnotationPage) -> Self {
        self.annotations.push(page);
        self
    }
}
