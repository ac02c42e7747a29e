//! `inventory.json` and its digest file (OCFL 1.1, section 3.5).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{digest::Sha512, path, version::VersionNum};

pub(crate) const NAME: &str = "inventory.json";
pub(crate) const SIDECAR: &str = "inventory.json.sha512";
pub(crate) const TYPE_1_1: &str = "https://ocfl.io/1.1/spec/#inventory";
const TYPE_1_0: &str = "https://ocfl.io/1.0/spec/#inventory";
const CONTENT: &str = "content";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Inventory {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub digest_algorithm: String,
    pub head: VersionNum,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_directory: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixity: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub manifest: BTreeMap<Sha512, Vec<String>>,
    pub versions: BTreeMap<VersionNum, VersionBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VersionBlock {
    /// As it was written, so that it is written again without a change.
    pub created: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    pub state: BTreeMap<Sha512, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UserBlock {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Why an inventory was not taken.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is valid OCFL of a kind that we do not read.
    Unsupported(String),
    /// It is not valid.
    Invalid(String),
}

impl Inventory {
    /// Of an object that has no version yet: `head` is the version that will be made.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: TYPE_1_1.to_owned(),
            digest_algorithm: "sha512".to_owned(),
            head: VersionNum::FIRST,
            content_directory: None,
            fixity: BTreeMap::new(),
            manifest: BTreeMap::new(),
            versions: BTreeMap::new(),
        }
    }

    /// Reads and checks it; what comes back may be used without a further look: paths in it lead nowhere else.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Kind {
            digest_algorithm: String,
            head: String,
        }
        let unreadable =
            |e: serde_json::Error| Refused::Invalid(format!("the inventory cannot be read: {e}"));
        let kind: Kind = serde_json::from_slice(bytes).map_err(unreadable)?;
        if kind.digest_algorithm != "sha512" {
            return Err(Refused::Unsupported(format!("digests by {}", kind.digest_algorithm)));
        }
        if kind.head.starts_with("v0") {
            return Err(Refused::Unsupported("zero-padded version numbers".to_owned()));
        }
        let inventory: Self = serde_json::from_slice(bytes).map_err(unreadable)?;
        match inventory.fault() {
            Some(fault) => Err(Refused::Invalid(format!("the inventory is not valid: {fault}"))),
            None => Ok(inventory),
        }
    }

    /// As written: keys sorted, indented for people, a final newline.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Strings, maps with string keys and lists always serialise.
        let mut bytes = serde_json::to_vec_pretty(self).expect("an inventory is plain JSON");
        bytes.push(b'\n');
        bytes
    }

    pub fn content_directory(&self) -> &str {
        self.content_directory.as_deref().unwrap_or(CONTENT)
    }

    pub fn is_1_1(&self) -> bool {
        self.kind == TYPE_1_1
    }

    /// Logical path → digest, of one version.
    pub fn state(&self, version: VersionNum) -> Option<BTreeMap<&str, Sha512>> {
        Some(self.versions.get(&version)?.paths().collect())
    }

    /// Where the bytes of this digest lie in the object.
    pub fn content(&self, digest: Sha512) -> Option<&str> {
        self.manifest.get(&digest)?.first().map(String::as_str)
    }

    fn fault(&self) -> Option<String> {
        if self.id.is_empty() {
            return Some("it has no id".to_owned());
        }
        if self.kind != TYPE_1_1 && self.kind != TYPE_1_0 {
            return Some(format!("its type is {:?}", self.kind));
        }
        let content = self.content_directory();
        if content.contains('/') || path::fault(content).is_some() {
            return Some(format!("its contentDirectory is {content:?}"));
        }
        let numbers = self.versions.keys().map(|version| version.get());
        if !numbers.eq(1..=self.head.get()) {
            return Some(format!("its versions are not v1 to {}", self.head));
        }
        self.manifest_fault().or_else(|| {
            self.versions.iter().find_map(|(number, block)| Some(format!("{number}: {}", block.fault(self)?)))
        })
    }

    fn manifest_fault(&self) -> Option<String> {
        let mut seen = BTreeSet::new();
        let used: BTreeSet<_> = self.versions.values().flat_map(|block| block.state.keys()).collect();
        for (digest, paths) in &self.manifest {
            if paths.is_empty() {
                return Some(format!("its manifest has no path for {digest}"));
            }
            if !used.contains(digest) {
                return Some(format!("no version uses {:?} of its manifest", paths[0]));
            }
            for path in paths {
                if !self.is_content(path) {
                    return Some(format!("its manifest names {path:?}, which is in no content folder"));
                }
                if !seen.insert(path) {
                    return Some(format!("its manifest names {path:?} twice"));
                }
            }
        }
        let fixity = self.fixity.values().flat_map(BTreeMap::values).flatten();
        fixity
            .into_iter()
            .find(|path| !seen.contains(path))
            .map(|path| format!("its fixity block names {path:?}"))
    }

    fn is_content(&self, path: &str) -> bool {
        let mut parts = path.splitn(3, '/');
        let version = parts.next().and_then(|part| part.parse::<VersionNum>().ok());
        path::fault(path).is_none()
            && version.is_some_and(|version| version <= self.head)
            && parts.next() == Some(self.content_directory())
            && parts.next().is_some()
    }
}

impl VersionBlock {
    pub fn paths(&self) -> impl Iterator<Item = (&str, Sha512)> {
        self.state.iter().flat_map(|(&digest, paths)| paths.iter().map(move |path| (path.as_str(), digest)))
    }

    fn fault(&self, inventory: &Inventory) -> Option<String> {
        if self.created.parse::<jiff::Timestamp>().is_err() {
            return Some(format!("{:?} is no date and time", self.created));
        }
        if let Some(digest) = self.state.keys().find(|digest| !inventory.manifest.contains_key(digest)) {
            return Some(format!("{digest} is not in the manifest"));
        }
        let mut seen = BTreeSet::new();
        for (path, _) in self.paths() {
            if let Some(fault) = path::fault(path) {
                return Some(format!("{path:?}: {fault}"));
            }
            if !seen.insert(path) {
                return Some(format!("{path:?} is there twice"));
            }
        }
        let folder =
            |path: &str| path.rmatch_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        seen.iter()
            .find_map(|path| folder(path).into_iter().find(|folder| seen.contains(folder.as_str())))
            .map(|path| format!("{path:?} is a file and a folder"))
    }
}

/// The digest file of these bytes: digest, a blank, the name (section 3.7).
pub(crate) fn sidecar(inventory: &[u8]) -> String {
    format!("{} {NAME}\n", Sha512::of(inventory))
}

/// The digest in a digest file.
pub(crate) fn read_sidecar(bytes: &[u8]) -> Option<Sha512> {
    let mut words = std::str::from_utf8(bytes).ok()?.split_ascii_whitespace();
    let digest = words.next()?.parse().ok()?;
    (words.next() == Some(NAME) && words.next().is_none()).then_some(digest)
}
