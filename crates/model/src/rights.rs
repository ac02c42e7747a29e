//! Whose it is, and who may see it.

use serde::{Deserialize, Serialize};

use crate::{
    Region, Seconds,
    record::{record, words},
};

record! {
    /// What is said of rights, and the rules of access.
    pub struct Rights {
        /// As it was written: "CC BY 4.0", "Public domain".
        pub written: String,
        /// A statement of RightsStatements.org or the address of a licence.
        pub uri: String,
        /// Who holds them.
        pub holder: String,
        /// A note for readers.
        pub note: String,
        /// A community's labels (Local Contexts).
        pub labels: Vec<String>,
        /// Who may see what, and until when. The narrowest holds.
        pub rules: Vec<Rule>,
    }
}

words! {
    /// Who may see a thing.
    pub enum Who {
        /// Everybody.
        Open = "open",
        /// Those who work at the archive.
        Staff = "staff",
    }
}

/// What a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// The whole object.
    #[default]
    All,
    /// One file, by its number.
    File(u32),
    /// A part of a canvas. Closes the whole file until access copies can be silent there.
    Span {
        /// The canvas's identifier.
        canvas: String,
        /// From, to in seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<[Seconds; 2]>,
        /// A place on a page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<Region>,
    },
}

record! {
    /// One rule of access.
    pub struct Rule {
        /// What it is about.
        pub on: Target,
        /// Who may see it while the rule holds.
        pub who: Who,
        /// The day it begins to hold, `YYYY-MM-DD` or a shorter EDTF date; from ever where empty.
        pub from: String,
        /// The last day it holds, likewise; for ever where empty.
        pub until: String,
        /// Who may see it afterwards; everybody where it is not said.
        pub then: Option<Who>,
        /// Why.
        pub basis: Option<Basis>,
    }
}

record! {
    /// On what a rule stands.
    pub struct Basis {
        /// deed, consent, law, 开放审核.
        pub kind: String,
        /// What was decided.
        pub decision: String,
        /// By whom.
        pub by: String,
        /// When.
        pub date: String,
    }
}
