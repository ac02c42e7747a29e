//! Authorities: agents, places, works and subjects with their names in every script.

use serde::{Deserialize, Serialize};

use crate::{
    Ark, Text,
    record::{record, words},
};

words! {
    /// What kind of thing an authority is.
    pub enum AuthorityKind {
        /// A person, family or body.
        Agent = "agent",
        /// A place.
        Place = "place",
        /// A work.
        Work = "work",
        /// A subject.
        Subject = "subject",
    }
}

record! {
    /// An agent, place, work or subject.
    pub struct Authority {
        /// What it is.
        pub kind: AuthorityKind,
        /// The name it had in the table it came from: the same row again is the same authority.
        pub local_id: String,
        /// Its names.
        pub names: Vec<Name>,
        /// The same thing elsewhere.
        pub same_as: Vec<SameAs>,
        /// Born, founded, made.
        pub dates: Vec<crate::Date>,
        /// WGS 84: latitude, longitude in degrees.
        pub coordinates: Option<[f64; 2]>,
        /// What is to be said of it.
        pub notes: Vec<Text>,
        /// The authority it was merged into: readers are sent on.
        pub merged_into: Option<Ark>,
    }
}

record! {
    /// A name in a language and script.
    pub struct Name {
        /// The name.
        pub text: String,
        /// BCP 47.
        pub lang: String,
        /// preferred, variant, as signed.
        pub kind: String,
        /// Where it stands.
        pub source: String,
    }
}

/// The same thing in another list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameAs {
    /// viaf, wikidata, tgn, bdrc …
    pub scheme: String,
    /// Its identifier there.
    pub id: String,
}

impl Authority {
    /// The name to show to a reader of `lang`: the preferred one of that language, else the first preferred, else the first.
    #[must_use]
    pub fn name_for(&self, lang: &str) -> Option<&Name> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let preferred = || self.names.iter().filter(|name| name.kind != "variant");
        preferred()
            .find(|name| name.lang == lang)
            .or_else(|| preferred().find(|name| primary(&name.lang) == primary(lang)))
            .or_else(|| preferred().next())
            .or_else(|| self.names.first())
    }
}
