//! Exhibits: curated stories that quote what the archive holds.

use crate::{Ark, Person, Span, Text, Title, record::record};

record! {
    /// A curated story.
    pub struct Exhibit {
        /// Its name in addresses.
        pub slug: String,
        /// Its titles.
        pub title: Vec<Title>,
        /// Who made it.
        pub curators: Vec<Person>,
        /// draft, review, published, archived.
        pub state: String,
        /// Dates, RFC 3339: made, published.
        pub dates: Vec<crate::Date>,
        /// The picture on its cover.
        pub cover: Option<Quote>,
        /// Who is thanked.
        pub credits: Vec<Text>,
        /// Its sections, in order.
        pub sections: Vec<Section>,
        /// Its rooms, for those who walk through.
        pub rooms: Vec<Room>,
        /// Ways through it.
        pub tours: Vec<Tour>,
    }
}

record! {
    /// A part of an exhibit. Sections nest.
    pub struct Section {
        /// Its titles.
        pub title: Vec<Title>,
        /// Its blocks, in order.
        pub blocks: Vec<Block>,
        /// Sections within it.
        pub sections: Vec<Section>,
    }
}

record! {
    /// One block.
    pub struct Block {
        /// Its identifier in the exhibit.
        pub id: String,
        /// text, page, region, pair, sound, gallery, quotation.
        pub kind: String,
        /// Its texts.
        pub texts: Vec<Text>,
        /// What it quotes.
        pub quotes: Vec<Quote>,
        /// The caption.
        pub caption: Vec<Text>,
        /// What there is to see, for those who cannot.
        pub alternative: Vec<Text>,
    }
}

record! {
    /// A quoted place.
    pub struct Quote {
        /// The item.
        pub item: Option<Ark>,
        /// The version that was quoted.
        pub version: Option<u32>,
        /// The place.
        pub span: Span,
    }
}

record! {
    /// A room.
    pub struct Room {
        /// Its identifier in the exhibit.
        pub id: String,
        /// How it looks.
        pub look: String,
        /// The rooms one can go to.
        pub links: Vec<String>,
        /// The blocks on its walls.
        pub blocks: Vec<String>,
    }
}

record! {
    /// A way through an exhibit.
    pub struct Tour {
        /// Its titles.
        pub title: Vec<Title>,
        /// The blocks, in order.
        pub stops: Vec<String>,
        /// What is told.
        pub narration: Vec<Text>,
    }
}
