//! Files: named sequences of bytes of an item.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::{record, words};

words! {
    /// What a file is for.
    pub enum Role {
        /// The digitised original.
        Master = "master",
        /// A restored copy.
        Production = "production",
        /// A copy that came and cannot be made again.
        Access = "access",
        /// A transcript, a page's text.
        Text = "text",
        /// A description.
        Metadata = "metadata",
        /// A photo of the box, the label, the binding.
        Carrier = "carrier",
        /// A leaflet, field notes.
        Document = "document",
        /// A deed, a consent: for staff alone.
        Agreement = "agreement",
        /// A colour or test chart.
        Target = "target",
    }
}

record! {
    /// A named sequence of bytes of an item. Its identity is item and place, never its digest.
    pub struct File {
        /// Its number in the item: never changed, never used again. `fN` in addresses.
        pub n: u32,
        /// Its path in the object: `masters/reel-012-a.wav`.
        pub path: String,
        /// What it is for.
        pub role: Role,
        /// The name it came under, where that is not the path's end.
        pub original_name: String,
        /// Its length in bytes.
        pub bytes: u64,
        /// Digests, in lower-case hexadecimal.
        pub digests: Digests,
        /// The file it stands beside, by number: the master of a transcript.
        pub beside: Option<u32>,
        /// The label between stem and extension: `batu` of `reel-012-a.batu.eaf`.
        pub label: String,
        /// What was read from it.
        pub technical: Technical,
        /// What is wrong with it.
        pub faults: Vec<Fault>,
    }
}

record! {
    /// Digests in lower-case hexadecimal.
    pub struct Digests {
        /// SHA-512: what the store's inventory is by.
        pub sha512: String,
        /// SHA-256, where it came beside the file.
        pub sha256: String,
        /// MD5, where it came beside the file.
        pub md5: String,
    }
}

record! {
    /// What was read from a file's bytes.
    pub struct Technical {
        /// Media type: `audio/wav`.
        pub media_type: String,
        /// PRONOM identifier: `fmt/141`.
        pub pronom: String,
        /// The name of the format for people.
        pub format: String,
        /// Of a picture as it is shown: width in pixels.
        pub width: Option<u32>,
        /// Of a picture as it is shown: height in pixels.
        pub height: Option<u32>,
        /// Of a sound: what can be heard of it, in seconds.
        pub seconds: Option<f64>,
        /// Of a sound: frames a second.
        pub sample_rate: Option<u32>,
        /// Channels of a sound or a picture.
        pub channels: Option<u32>,
        /// Bits of a sample.
        pub bits: Option<u32>,
        /// All else that was read, by name (`bext`, `ppi`, `icc` …).
        pub more: BTreeMap<String, serde_json::Value>,
    }
}

/// What is wrong with a file. An archive keeps damaged files too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// A short word for programs: `truncated`.
    pub code: String,
    /// A sentence for people: what is wrong, and what to do.
    pub message: String,
}
