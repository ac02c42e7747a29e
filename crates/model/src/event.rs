//! Events: what was done, by whom, when, with what outcome. Never edited, never removed.

use crate::record::{record, words};

words! {
    /// How it went (PREMIS eventOutcome).
    pub enum Outcome {
        /// It was done.
        Success = "success",
        /// It was done, and something is to be looked at.
        Warning = "warning",
        /// It could not be done.
        Failure = "failure",
    }
}

record! {
    /// Something done to an object or a file (PREMIS 3, §1.4).
    pub struct Event {
        /// ingestion, message digest calculation, fixity check, metadata modification, withdrawal, … (PREMIS eventType).
        pub kind: String,
        /// When, RFC 3339.
        pub at: String,
        /// Who or what did it.
        pub by: String,
        /// The file's path, where it is about one.
        pub file: String,
        /// How it went.
        pub outcome: Outcome,
        /// In words.
        pub note: String,
    }
}
