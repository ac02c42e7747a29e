//! Items: one manuscript, one volume, one reel.

use crate::{
    Ark, Book, Canvas, Date, File, Layer, PlaceName, Placement, Range, Reel, Rights, Text, record::record,
};

record! {
    /// The unit that is described and kept.
    pub struct Item {
        /// manuscript, print, reel, cassette, photograph, …
        pub kind: String,
        /// Its name in the folder or table it came from: with the collection, what makes it the same item again.
        pub local_id: String,
        /// Its titles: parallel and variant ones too.
        pub title: Vec<Title>,
        /// Other identifiers.
        pub identifiers: Vec<Identifier>,
        /// Where it stands on the shelf.
        pub shelfmark: String,
        /// Languages, BCP 47.
        pub languages: Vec<String>,
        /// Scripts, ISO 15924.
        pub scripts: Vec<String>,
        /// What it is about.
        pub subjects: Vec<Text>,
        /// Places.
        pub places: Vec<PlaceName>,
        /// Dates.
        pub dates: Vec<Date>,
        /// People and bodies, and their parts.
        pub people: Vec<Person>,
        /// Works it holds, by authority or as written.
        pub works: Vec<Person>,
        /// What is in it.
        pub summary: Vec<Text>,
        /// What else is to be said.
        pub notes: Vec<Text>,
        /// The collection it is in, or the set it is a volume of.
        pub part_of: Option<Ark>,
        /// Related items.
        pub related: Vec<RelatedItem>,
        /// Grades: rank, damage.
        pub grades: Vec<Grade>,
        /// Rights and rules of access.
        pub rights: Rights,
        /// An archive's own marks: 档号, 全宗, 保管期限, 密级.
        pub marks: Vec<Identifier>,
        /// What is said of a book.
        pub book: Option<Book>,
        /// What is said of a reel.
        pub reel: Option<Reel>,
        /// Where the description came from.
        pub source: Option<Source>,
        /// Its files, by number.
        pub files: Vec<File>,
        /// Its canvases, in order.
        pub canvases: Vec<Canvas>,
        /// Which file fills which canvas.
        pub placements: Vec<Placement>,
        /// Its named parts.
        pub ranges: Vec<Range>,
        /// Its texts.
        pub layers: Vec<Layer>,
    }
}

record! {
    /// A title.
    pub struct Title {
        /// The title.
        pub text: String,
        /// BCP 47; empty where it was not said.
        pub lang: String,
        /// parallel, variant; the title itself where it is not said.
        pub kind: String,
        /// 卷端, cover, colophon, label, supplied.
        pub source: String,
    }
}

record! {
    /// An identifier in a scheme.
    pub struct Identifier {
        /// The scheme.
        pub scheme: String,
        /// The identifier.
        pub value: String,
    }
}

record! {
    /// A person or body and its part.
    pub struct Person {
        /// Who it is.
        pub authority: Option<Ark>,
        /// singer, recorder, author, scribe, … (MARC relators, OLAC roles).
        pub role: String,
        /// As it was written.
        pub written: String,
        /// Language of what was written, BCP 47.
        pub lang: String,
    }
}

record! {
    /// Another item, and how it is related.
    pub struct RelatedItem {
        /// The item.
        pub item: Option<Ark>,
        /// How.
        pub how: String,
    }
}

record! {
    /// A grade in a scheme: rank, damage.
    pub struct Grade {
        /// GB/T 36748, WH/T 20, WH/T 22.
        pub scheme: String,
        /// The grade.
        pub value: String,
        /// Who gave it.
        pub by: String,
        /// When.
        pub date: String,
    }
}

record! {
    /// Where a description came from; kept byte for byte in the object.
    pub struct Source {
        /// csv, xlsx, marc, mods, tei.
        pub format: String,
        /// Its path in the object.
        pub path: String,
    }
}

impl Title {
    /// A title in a language.
    #[must_use]
    pub fn new(text: impl Into<String>, lang: impl Into<String>) -> Self {
        Self { text: text.into(), lang: lang.into(), ..Self::default() }
    }
}

impl Item {
    /// The file of a number.
    #[must_use]
    pub fn file(&self, n: u32) -> Option<&File> {
        self.files.iter().find(|file| file.n == n)
    }

    /// The canvas of an identifier, and its number from 1.
    #[must_use]
    pub fn canvas(&self, id: &str) -> Option<(u32, &Canvas)> {
        (1..).zip(&self.canvases).find(|(_, canvas)| canvas.id == id)
    }

    /// The file that is shown on a canvas, where there is one.
    #[must_use]
    pub fn shown_on(&self, canvas: &str) -> Option<&File> {
        self.placements
            .iter()
            .filter(|placement| {
                placement.canvas == canvas && placement.status == crate::PlacementStatus::Chosen
            })
            .min_by_key(|placement| placement.order)
            .and_then(|placement| self.file(placement.file))
    }

    /// The number for the next file: one past the highest that was ever used.
    #[must_use]
    pub fn next_file(&self) -> u32 {
        self.files.iter().map(|file| file.n).max().unwrap_or(0) + 1
    }
}
