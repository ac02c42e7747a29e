use serde::Serialize;

use super::{About, AnnotationPage, CONTEXT, Canvas, LanguageMap, Link, Range, search::SearchService};

/// How something wants to be shown (§3.2, `behavior`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Behavior {
    /// One canvas after the other by itself.
    AutoAdvance,
    /// Not so.
    NoAutoAdvance,
    /// From the end to the start again.
    Repeat,
    /// Not so.
    NoRepeat,
    /// The canvases have no order.
    Unordered,
    /// One page at a time.
    Individuals,
    /// One below (or beside) the other without a gap: a scroll.
    Continuous,
    /// Two pages beside each other: a codex.
    Paged,
    /// A canvas that shows both pages already.
    FacingPages,
    /// A canvas that is no page: a leaf laid in.
    NonPaged,
    /// A collection of which the parts make one thing: volumes.
    MultiPart,
    /// The parts of a collection are shown together.
    Together,
    /// A range that is another order.
    Sequence,
    /// A range for a strip of thumbnails.
    ThumbnailNav,
    /// A range that is not shown for navigation.
    NoNav,
    /// Not shown at first.
    Hidden,
}

/// In which direction pages are turned (§3.2, `viewingDirection`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViewingDirection {
    /// Latin, Tibetan in book form; also the Mongolian vertical script, of which the lines run left to right.
    LeftToRight,
    /// Arabic, Hebrew, old Chinese books.
    RightToLeft,
    /// Pothi leaves.
    TopToBottom,
    /// The other way round.
    BottomToTop,
}

/// One item, whole (§5.2). Serialises with `@context` first.
///
/// ```
/// use bumba_iiif::presentation::{Body, Canvas, LanguageMap, Manifest, faults};
///
/// let label = LanguageMap::new("mn-Mong", "ᠵᠠᠩᠭᠠᠷ").with("en", "Jangar");
/// let mut manifest = Manifest::new("https://example.org/iiif/manifest/ark:99999/b1", label);
/// let canvas = Canvas::page("https://example.org/items/ark:99999/b1?canvas=1", "1r", 2550, 3780)
///     .paint(Body::image("https://example.org/iiif/image/99999-b1-f1", 2550, 3780));
/// manifest.items.push(canvas);
///
/// assert_eq!(faults(&manifest), Vec::<String>::new());
/// assert!(serde_json::to_string(&manifest)?.starts_with(r#"{"@context":"#));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    #[serde(rename = "@context")]
    context: &'static str,
    /// Its URI: where it is served.
    pub id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is said of it.
    #[serde(flatten)]
    pub about: About,
    /// Services for the whole of it: Content Search.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<SearchService>,
    /// Its canvases, at least one.
    pub items: Vec<Canvas>,
    /// Its ranges.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub structures: Vec<Range>,
    /// What is said about the whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<AnnotationPage>,
}

impl Manifest {
    /// A manifest without canvases.
    #[must_use]
    pub fn new(id: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        Self {
            context: CONTEXT,
            id: id.into(),
            kind: "Manifest",
            about: About { label: label.into(), ..About::default() },
            service: Vec::new(),
            items: Vec::new(),
            structures: Vec::new(),
            annotations: Vec::new(),
        }
    }

    /// Tells which collection it belongs to.
    #[must_use]
    pub fn part_of(mut self, collection: impl Into<String>, label: impl Into<LanguageMap>) -> Self {
        self.about.part_of.push(Link::new("Collection", collection, label));
        self
    }
}
