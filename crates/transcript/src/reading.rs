//! What was read: tiers of lines, each with its place.

use bumba_model::Region;
use serde::Serialize;

use crate::{Fault, Kind};

/// Everything that one file says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// The format.
    pub kind: Kind,
    /// Its tiers, in the order of the file.
    pub tiers: Vec<Tier>,
    /// The size of the page that regions are measured on, where the file says it (ALTO, PAGE, hOCR).
    pub page: Option<PageSize>,
    /// What places and the page's size are counted in. Not pixels: see [`Reading::scaled_to`].
    pub unit: Unit,
    /// How the page is read: `left-to-right`, `right-to-left`, `top-to-bottom`; empty where it is not said (PAGE).
    pub reading_direction: String,
    /// The media the file names (EAF). Nothing is opened because of it.
    pub media: Vec<Media>,
    /// Controlled vocabularies (EAF).
    pub vocabularies: Vec<Vocabulary>,
    /// Lines and annotations without text, which are left out.
    pub empty_lines: usize,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// A stream of lines of one kind: an ELAN tier; the whole file in the other formats.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tier {
    /// Its name; empty where the format has one tier. The second page of a file of several is `page 2`.
    pub name: String,
    /// BCP 47; empty where the file does not say.
    pub lang: String,
    /// The tier it belongs to, by name (EAF PARENT_REF).
    pub parent: Option<String>,
    /// The linguistic type's name (EAF).
    pub linguistic_type: String,
    /// The linguistic type's stereotype: `Symbolic_Association`, `Included_In`, … (EAF).
    pub constraint: String,
    /// Who speaks or sings (EAF PARTICIPANT).
    pub participant: String,
    /// Who wrote it (EAF ANNOTATOR).
    pub annotator: String,
    /// What kind of layer it looks like by its names: `transcript`, `transliteration`, `gloss`, `translation`, `note`,
    /// `tag` (words of a controlled vocabulary), `ocr`. A hint: a person may know better.
    pub hint: &'static str,
    /// Its lines: in the order of time, or of reading.
    pub lines: Vec<SourceLine>,
}

/// One line, cue or annotation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SourceLine {
    /// Its own identifier in the source, else its number from 1. Unique in a reading.
    pub id: String,
    /// The annotation it belongs to, by identifier (EAF).
    pub parent: Option<String>,
    /// From, to in seconds of the media file. Never negative, never NaN, `from <= to`.
    pub time: Option<[f64; 2]>,
    /// Its place on the page, in [`Reading::unit`].
    pub region: Option<Region>,
    /// Its outline, in the same unit.
    pub polygon: Option<Vec<[u32; 2]>>,
    /// The line its letters stand on (or, upright, along), in the same unit.
    pub baseline: Option<Vec<[u32; 2]>>,
    /// Who speaks or sings.
    pub speaker: String,
    /// BCP 47, where the line says so itself.
    pub lang: String,
    /// What sort of line it is, in the file's words: `Commentary`, `MainZone`.
    pub sort: String,
    /// The text, as it stands.
    pub text: String,
}

/// The size of a page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PageSize {
    /// Width in [`Reading::unit`].
    pub width: f64,
    /// Height in [`Reading::unit`].
    pub height: f64,
}

/// A unit of length on a page (ALTO MeasurementUnit).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Pixels of the image that was read.
    #[default]
    Pixel,
    /// A tenth of a millimetre.
    Mm10,
    /// A 1200th of an inch.
    Inch1200,
}

/// A medium that a file names.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Media {
    /// Its address as written: not trusted, never opened.
    pub url: String,
    /// Media type as written.
    pub mime: String,
    /// Where in the medium the file's time 0 is, in seconds (TIME_ORIGIN).
    pub origin: f64,
}

/// A closed list of words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Vocabulary {
    /// Its identifier.
    pub id: String,
    /// Its words: identifier in the list, value.
    pub entries: Vec<(String, String)>,
}

impl Reading {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            tiers: Vec::new(),
            page: None,
            unit: Unit::Pixel,
            reading_direction: String::new(),
            media: Vec::new(),
            vocabularies: Vec::new(),
            empty_lines: 0,
            faults: Vec::new(),
        }
    }

    /// All lines, tier after tier.
    pub fn lines(&self) -> impl Iterator<Item = &SourceLine> {
        self.tiers.iter().flat_map(|tier| &tier.lines)
    }
}

/// Identifiers of lines, each given once.
#[derive(Default)]
pub(crate) struct Ids(std::collections::HashMap<String, u32>);

impl Ids {
    /// The identifier if it is new; else with `~2`, `~3` behind, and told.
    pub fn once(&mut self, id: String, faults: &mut crate::fault::Faults) -> String {
        if !self.0.contains_key(&id) {
            self.0.insert(id.clone(), 1);
            return id;
        }
        faults.tell("id-twice", || {
            format!("the identifier {id} is given twice; the later ones are named {id}~2 and on")
        });
        let mut times = self.0.get(&id).copied().unwrap_or(1);
        let other = loop {
            times += 1;
            let other = format!("{id}~{times}");
            if !self.0.contains_key(&other) {
                break other;
            }
        };
        self.0.insert(id, times);
        self.0.insert(other.clone(), 1);
        other
    }
}
