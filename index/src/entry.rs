//! What goes into an index.

use serde::{Deserialize, Serialize};

/// One step of the feed, as the index takes it.
#[derive(Debug, Clone)]
pub enum Change {
    /// An item with all its text, in the place of what stood under its id.
    Item(Box<ItemEntry>),
    /// An authority with all its names, in the place of what stood under its id.
    Authority(AuthorityEntry),
    /// Nothing stands under this id any more.
    Remove(String),
}

/// Who may see a thing, or what an asker may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everyone.
    #[default]
    Open,
    /// Staff alone. A staff asker sees what is open too.
    Staff,
}

/// A text and, where it is known, its language and script (BCP 47).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub text: String,
    /// BCP 47; none where the source does not say.
    pub lang: Option<String>,
}

impl Text {
    /// A text in a language.
    pub fn new(text: impl Into<String>, lang: impl Into<String>) -> Self {
        Self { text: text.into(), lang: Some(lang.into()) }
    }
}

/// What results can be narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// Collection, by id.
    Collection,
    /// Kind of item: manuscript, block print, reel …
    Kind,
    /// Language, BCP 47.
    Language,
    /// Script, ISO 15924.
    Script,
    /// Place.
    Place,
    /// Person.
    Person,
    /// Decade: `1830`, written as its first year.
    Date,
}

impl Facet {
    /// Every facet, in the order of their columns.
    pub const ALL: [Self; 7] =
        [Self::Collection, Self::Kind, Self::Language, Self::Script, Self::Place, Self::Person, Self::Date];

    /// Its name in filters and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Kind => "kind",
            Self::Language => "language",
            Self::Script => "script",
            Self::Place => "place",
            Self::Person => "person",
            Self::Date => "date",
        }
    }

    /// The facet of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }
}

/// An item and everything it is found by. The caller decides by access what goes in and for whom.
#[derive(Debug, Clone, Default)]
pub struct ItemEntry {
    /// Its identifier.
    pub id: String,
    /// Its kind, shown with a hit.
    pub kind: String,
    /// Its titles; a match in one weighs more.
    pub titles: Vec<Text>,
    /// The other text of its description: people, places, subjects, notes, identifiers.
    pub fields: Vec<ItemText>,
    /// Values of facets; several of one facet may stand.
    pub facets: Vec<(Facet, String)>,
    /// Authorities it is tied to: it is found by their names.
    pub authorities: Vec<String>,
    /// Who may know that it exists. Of a staff item every stream is staff's.
    pub audience: Audience,
    /// Its texts.
    pub streams: Vec<Stream>,
    /// First year of its date, for ordering.
    pub year: Option<i32>,
}

/// A piece of an item's description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemText {
    /// The name of the field in the description: `note`, `singer`, `shelfmark` …
    pub field: String,
    /// What stands in it.
    pub text: Text,
}

/// Lines of one layer of one item in reading order, over pages and sides. A phrase may run from line to line within it,
/// so it is cut where what follows is not a continuation: another access rule, performance or speaker.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// Identifier of the layer.
    pub layer: String,
    /// Kind of the layer: transcript, translation, OCR …
    pub kind: String,
    /// BCP 47.
    pub lang: Option<String>,
    /// Who may read it.
    pub audience: Audience,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line and its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Stable identifier.
    pub id: String,
    /// Number of its canvas, from 1.
    pub canvas_n: u32,
    /// Identifier of its canvas.
    pub canvas_id: String,
    /// What the canvas is called: `3r`, `side A`.
    pub canvas_label: String,
    /// From and to, in seconds of the canvas.
    pub time: Option<(f64, f64)>,
    /// x, y, width, height in pixels of the canvas.
    pub region: Option<[u32; 4]>,
    /// The text as it stands.
    pub text: String,
}

/// A person, place, work or subject, with its names in every script.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AuthorityEntry {
    /// Its identifier.
    pub id: String,
    /// All its names; a search for one is a search for each.
    pub names: Vec<Text>,
    /// For whom its names are searched.
    pub audience: Audience,
}
