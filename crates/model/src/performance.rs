//! Performances: a canto, tale or song as it was sung once.

use crate::{Ark, Date, Person, PlaceName, Rights, Span, Text, Title, record::record};

record! {
    /// A canto (tale, song) as it was sung once.
    pub struct Performance {
        /// Its titles.
        pub title: Vec<Title>,
        /// The work: *Jangar*, *Geser*.
        pub work: Option<Ark>,
        /// The episode's number in the canon.
        pub episode: String,
        /// What happens.
        pub summary: Vec<Text>,
        /// Who had part in it.
        pub people: Vec<Person>,
        /// Where.
        pub place: Option<PlaceName>,
        /// When.
        pub date: Option<Date>,
        /// complete, broken off, unknown.
        pub completeness: String,
        /// sung, spoken, alternating.
        pub manner: String,
        /// tovshuur, khuur, morin khuur, sanxian, none.
        pub instrument: String,
        /// Who listened.
        pub audience: String,
        /// Where it is heard, in order: across sides, reels and items.
        pub spans: Vec<PerformanceSpan>,
        /// The same tale otherwise.
        pub variants: Vec<Variant>,
        /// Rights of its own.
        pub rights: Rights,
    }
}

record! {
    /// A stretch of one item.
    pub struct PerformanceSpan {
        /// The item.
        pub item: Option<Ark>,
        /// Where in it.
        pub span: Span,
    }
}

record! {
    /// The same tale otherwise.
    pub struct Variant {
        /// The other performance.
        pub performance: Option<Ark>,
        /// same episode, derived, mixed.
        pub kind: String,
    }
}
