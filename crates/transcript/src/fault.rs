//! What is wrong with a transcript: faults beside what could be read, errors where nothing could.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Kind;

/// How many faults of one code are told one by one; the rest is counted.
const TOLD: usize = 20;

/// Something wrong in a file that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// A word for programs: `truncated`, `id-twice`, `no-parent`, …
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TranscriptError {
    /// No format that is known here.
    #[error(
        "not a transcript or page text in a known format (EAF, WebVTT, SRT, ALTO, PAGE, hOCR). Keep it as a document, or convert it to one of these."
    )]
    Unknown,
    /// Nothing in it.
    #[error("the file is empty. If a whole copy exists, ingest that.")]
    Empty,
    /// The bytes are no XML.
    #[error(
        "{kind} is XML, and this is not: it begins with {begins:?}. Look whether the file is what its name says."
    )]
    NotXml {
        /// What it should have been.
        kind: Kind,
        /// Its first characters.
        begins: String,
    },
    /// Another XML format.
    #[error("the root element of {kind} is <{expected}>, here it is <{found}>.")]
    WrongRoot {
        /// What it should have been.
        kind: Kind,
        /// The root element of that format.
        expected: &'static str,
        /// The root element that was found; empty where there is none.
        found: String,
    },
    /// An internal DTD: entities are never expanded.
    #[error(
        "the file defines entities of its own (<!DOCTYPE … [ … ]>), which are not expanded here: they can be made to fill any memory. Save it again without a DTD."
    )]
    Doctype,
    /// `WEBVTT` does not stand at its beginning.
    #[error("a WebVTT file begins with the line WEBVTT, this one with {begins:?}.")]
    NotWebVtt {
        /// Its first characters.
        begins: String,
    },
    /// An encoding that is not known.
    #[error(
        "{0:?} is not an encoding of the WHATWG Encoding Standard (utf-8, utf-16le, gb18030, windows-1251, …)."
    )]
    NoSuchEncoding(String),
}

/// Faults as they are found. A file with a million of them gives a short list and a count.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    told: Vec<Fault>,
    counts: BTreeMap<&'static str, usize>,
}

impl Faults {
    pub fn tell(&mut self, code: &'static str, message: impl FnOnce() -> String) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push(Fault { code, message: message() });
        }
    }

    pub fn finish(mut self) -> Vec<Fault> {
        for (code, count) in self.counts {
            if count > TOLD {
                self.told.push(Fault { code, message: format!("and {} more of the same", count - TOLD) });
            }
        }
        self.told
    }
}

/// The first characters of a text, for a message.
pub(crate) fn beginning(text: &str) -> String {
    text.trim_start().chars().take(20).collect()
}
