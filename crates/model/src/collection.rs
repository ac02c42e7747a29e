//! Collections: fonds, series and other groups. They nest.

use crate::{Ark, Rights, Text, item::Title, record::record};

record! {
    /// A fonds, a series or another group (ISAD(G) 3.1.4).
    pub struct Collection {
        /// Its short name in addresses and commands.
        pub slug: String,
        /// Its titles.
        pub title: Vec<Title>,
        /// What is in it.
        pub summary: Vec<Text>,
        /// The collection it is part of.
        pub part_of: Option<Ark>,
        /// Rights of all in it.
        pub rights: Rights,
    }
}
